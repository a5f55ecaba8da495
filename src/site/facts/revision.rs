//! Which of two revisions counts, and whether there is room for one more row (T6).

use crate::site::state::{RejectedBecause, Table, Touching};
use crate::{Error, ErrorCode, Id};

/// Whether `told` shall replace `known`: only a higher revision does (T6). Before the first
/// revision the latest fact counts. After that, a fact without a revision counts as revision 0.
pub(crate) fn is_newer<T: PartialEq>(
    known: Option<&T>,
    told: &T,
    revision: impl Fn(&T) -> Option<u32>,
) -> Result<bool, RejectedBecause> {
    let Some(known) = known else { return Ok(true) };
    let Some(old) = revision(known) else {
        return Ok(known != told);
    };
    let new = revision(told).unwrap_or(0);
    if old == new && known != told {
        let error = Error::new(
            ErrorCode::InvalidValue,
            format!("revision {old} came before, with other content"),
            "raise the revision with each change; the time of the change in seconds will do",
        );
        return Err(RejectedBecause::other_content(error.at("revision")));
    }
    Ok(old < new)
}

/// Refuses a row beyond the limit: a stored site over its limits could not be read again.
pub(crate) fn room_for<T: Touching>(table: &Table<T>, id: &Id, max: usize) -> Result<(), Error> {
    if table.get(id).is_some() || table.len() < max {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::TooLong,
        format!("the site has {max} of them already"),
        "split the site",
    ))
}
