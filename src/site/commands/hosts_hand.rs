//! A code that its host took off by hand is sent again once. Then their word is awaited (T8).

use super::lock_view::LockView;
use super::told_backups::Original;
use crate::model::{AccessCode, Desired};
use crate::time::Instant;

impl LockView<'_> {
    /// Until when a code is not sent, since the host took it off again; nothing where it is not
    /// sent without their word, as its guest goes by another one.
    pub(super) fn host_awaited_until(&self, code: &AccessCode) -> Option<Instant> {
        let is_kept = matches!(code.wanted, Some(Desired::Window(_)));
        let taken = code.taken_off.filter(|taken| is_kept && taken.is_again());
        let Some(taken) = taken else {
            return Some(Instant::MIN);
        };
        // Nor is it sent when the wait is over, so that nothing waits for that (D3).
        if self.is_replaced(code) {
            return None;
        }
        let said = self.complained_at(code);
        let until = taken.awaits_host_until(said, &self.policy_of(code).hand);
        until.or(Some(Instant::MIN))
    }

    /// Whether the guest of a code goes by a backup that they were told since.
    fn is_replaced(&self, code: &AccessCode) -> bool {
        if code.holder.reservation_id().is_some() {
            return matches!(self.original(code), Original::Beside | Original::Dropped);
        }
        let told = code.told_to.iter().flatten().last();
        let last = told.and_then(|told| self.told_backups.get(&told.reservation_id));
        last.is_some_and(|last| last.id != code.id)
    }

    /// When the guest of a code last said that they can't get in here.
    pub(super) fn complained_at(&self, code: &AccessCode) -> Option<Instant> {
        let told = code.told_to.iter().flatten().last();
        let told = told.map(|told| &told.reservation_id);
        let stay = code.holder.reservation_id().or(told)?;
        let trip = self.state.trips.get(stay)?;
        trip.locked_out_at(&self.row.lock.id).pop()
    }
}
