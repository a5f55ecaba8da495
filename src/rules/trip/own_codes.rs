//! Which codes are those of a changed trip.

use super::change::Change;
use crate::Id;
use crate::code::Pin;
use crate::model::{AccessCode, HolderKind, OnLockState};
use crate::rules::lock::{is_of_stay, was_told};

impl<'a> Change<'a> {
    pub(super) fn reservation_id(&self) -> Option<&'a Id> {
        let plan = self.after.or(self.before)?;
        Some(&plan.trip.reservation.id)
    }

    /// The code that the guest goes by: a backup that they were told, else their own (A5).
    pub(super) fn own_code(&self, codes: &[&'a AccessCode]) -> Option<&'a AccessCode> {
        let reservation_id = self.reservation_id()?;
        let told_spare = |code: &&&AccessCode| {
            matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
                && was_told(code, reservation_id)
                && !code.is_gone()
        };
        let held = |code: &&&AccessCode| {
            code.holder.kind == HolderKind::Reservation
                && code.holder.id.as_ref() == Some(reservation_id)
        };
        let first = |wanted: &dyn Fn(&&&'a AccessCode) -> bool| {
            codes
                .iter()
                .filter(|code| wanted(code))
                .min_by_key(|code| {
                    (
                        code.is_gone(),
                        code.on_lock.state == OnLockState::Absent,
                        &code.id,
                    )
                })
                .copied()
        };
        first(&told_spare).or_else(|| first(&held))
    }

    /// The stay's other codes on a lock, by id, if they have lost their right to be there (T5).
    pub(super) fn others_to_remove(
        &self,
        codes: &[&'a AccessCode],
        code: Option<&AccessCode>,
        entitled: bool,
    ) -> Vec<&'a AccessCode> {
        let Some(reservation_id) = self
            .reservation_id()
            .filter(|_| !entitled || self.another_guest())
        else {
            return Vec::new();
        };
        let is_other = |other: &&AccessCode| {
            is_of_stay(other, reservation_id)
                && !other.is_gone()
                && code.is_none_or(|code| code.id != other.id)
        };
        let mut others: Vec<&AccessCode> = codes.iter().copied().filter(is_other).collect();
        others.sort_by(|a, b| a.id.cmp(&b.id));
        others
    }

    /// The PIN of the guest's first code anywhere (P1, T5).
    pub(super) fn pin_elsewhere(&self) -> Option<Pin> {
        let reservation_id = self.reservation_id()?;
        let codes = self.input.codes.iter();
        codes
            .filter(|code| code.holder.kind == HolderKind::Reservation)
            .filter(|code| code.holder.id.as_ref() == Some(reservation_id))
            .filter_map(|code| Some((&code.id, code.pin?)))
            .min_by_key(|(id, _)| *id)
            .map(|(_, pin)| pin)
    }
}
