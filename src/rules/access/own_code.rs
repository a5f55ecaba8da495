//! The codes of one stay at one lock, with what does not change with time.

use crate::Id;
use crate::model::AccessCode;
use crate::rules::lock::{is_of_stay, opens};
use crate::time::Intervals;

/// A code that a stay holds or was told, and that is not gone.
#[derive(Clone, Debug)]
pub(crate) struct OwnCode<'a> {
    pub(super) code: &'a AccessCode,
    /// When it surely opens, with the doubtful hours of a suspect clock (T1, C8).
    pub(super) opens: Intervals,
}

impl<'a> OwnCode<'a> {
    /// Those of a stay, of all codes on a lock.
    pub(crate) fn all(
        codes: &[&'a AccessCode],
        reservation_id: &Id,
        native_schedule: bool,
    ) -> Vec<Self> {
        let own = codes.iter().copied();
        let own = own.filter(|code| is_of_stay(code, reservation_id) && !code.is_gone());
        own.map(|code| Self {
            code,
            opens: opens(code, native_schedule),
        })
        .collect()
    }
}
