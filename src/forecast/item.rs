//! An item of a lane at one instant.

use std::sync::Arc;

use super::lane::{Certainty, SpanKind};
use super::stays_here::StayHere;
use crate::code::Pin;
use crate::rules::Reason;
use crate::{Id, Text};

/// An item of a lane at one instant.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: SpanKind,
    pub(super) certainty: Certainty,
    pub(super) because: Option<Reason>,
    pub(super) stay: Option<Arc<StayHere>>,
    pub(super) reservation_id: Option<Id>,
    pub(super) visit_id: Option<Id>,
    pub(super) name: Option<Text>,
    pub(super) code_id: Option<Id>,
    pub(super) pin: Option<Pin>,
}

impl Item {
    /// Whether it goes on in another item.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    fn key(&self) -> impl PartialEq + use<'_> {
        (
            self.kind,
            self.certainty,
            self.because,
            &self.reservation_id,
            &self.visit_id,
            &self.code_id,
        )
    }

    /// Something about a stay as such.
    pub(super) fn of_stay(kind: SpanKind, stay: &Arc<StayHere>, because: Option<Reason>) -> Self {
        Self {
            kind,
            certainty: Certainty::None,
            because,
            reservation_id: Some(stay.holder.clone()),
            visit_id: None,
            name: Some(stay.stay.guest.name.clone()),
            stay: Some(Arc::clone(stay)),
            code_id: None,
            pin: None,
        }
    }
}
