//! A code's label on its lock.

use std::collections::BTreeSet;

use super::key::RowKey;
use super::tables::State;
use crate::Text;
use crate::model::{Abilities, AccessCode, HolderKind, OnLockState, Visit, VisitPurpose};
use crate::rules::{LabelParts, made_label};

/// The label that a code gets when it is put on its lock: within the lock's limits, without a
/// guest's name, and unlike every other label that is or may be on the lock (B1, E4, V2, F63).
pub(crate) fn label(state: &State, code: &AccessCode, abilities: &Abilities) -> Option<Text> {
    let brand = &state.policy_of_lock(&code.lock_id).backups.brand;
    let visit = code.holder.visit_id().and_then(|id| state.visits.get(id));
    let (name, kind): (&str, &str) = match (code.holder.kind, visit) {
        (HolderKind::Backup, _) => (brand, "Backup"),
        (HolderKind::Emergency, _) => (brand, "Emergency"),
        (HolderKind::Visit, Some(row)) => match name_of(&row.visit) {
            Some(name) => (name, ""),
            None => ("", purpose(row.visit.purpose)),
        },
        (HolderKind::Visit, None) => ("", "Visit"),
        (HolderKind::Reservation, _) => ("", "Guest"),
        (HolderKind::Unknown, _) => ("", "Code"),
    };
    let own_identifier = code.holder.id.as_ref().filter(|_| {
        // The id of a booking or a visit may be too long, and may name somebody.
        matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
    });
    let parts = LabelParts {
        name,
        kind,
        identifier: own_identifier.unwrap_or(&code.id),
        code_id: &code.id,
    };
    let here = RowKey::Lock(code.lock_id.clone());
    let others = state
        .access_codes
        .about(&here)
        .filter(|other| other.id != code.id && other.on_lock.state != OnLockState::Absent);
    let taken: BTreeSet<&str> = others.filter_map(|other| other.label.as_deref()).collect();
    made_label(&parts, abilities.rules.name_length, &taken)
        .parse()
        .ok()
}

/// A visitor's name, where it says anything.
fn name_of(visit: &Visit) -> Option<&str> {
    let name = visit.visitor.as_deref()?;
    name.chars().any(char::is_alphanumeric).then_some(name)
}

/// What a visit is for, in a word.
fn purpose(purpose: VisitPurpose) -> &'static str {
    match purpose {
        VisitPurpose::Visitor => "Visitor",
        VisitPurpose::Service => "Service",
        VisitPurpose::Delivery => "Delivery",
        VisitPurpose::Cleaning => "Cleaning",
        VisitPurpose::Owner => "Owner",
    }
}
