//! What a low battery, and a dead one, say of the ways in (C5).

use super::access_case::AccessCase;
use super::decision::{Decision, PassedOver, Route};
use crate::model::{HolderKind, LowBattery};
use crate::rules::lock::{Evidence, is_nearly_empty, low_battery, told_at};
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant};

impl AccessCase<'_> {
    /// Whether the guest needs a way in without a code: they can't get in, the last charge of the
    /// lock was nearly empty, and nothing was heard of it since (A, C5). Where the listing has no
    /// such way, the codes are tried all the same.
    pub(super) fn needs_no_code(&self) -> bool {
        let is_nearly_empty = |known| is_nearly_empty(known, false, self.policy);
        self.entry_method
            && self.complained_at().is_some()
            && self.evidence() != Evidence::Online
            && self.known.is_some_and(is_nearly_empty)
    }

    /// When the lock's health is checked before the stay (C1).
    pub(super) fn health_check_at(&self) -> Instant {
        let ahead = Duration::minutes(self.policy.validation.health_minutes);
        self.window.starts_at() - ahead
    }

    /// The backup to tell though the guest's code works: from the health check until the stay
    /// begins. One is enough.
    pub(super) fn beside_low_battery(&self) -> Option<Decision> {
        let checks = &self.policy.validation;
        let is_time = (self.health_check_at()..self.window.starts_at()).contains(&self.now);
        let is_low = || low_battery(self.known, self.policy).is_some();
        if checks.low_battery != LowBattery::TellBackup || !is_time || !is_low() {
            return None;
        }
        let mut own = self.own_codes();
        if own.any(|code| {
            code.holder.kind != HolderKind::Reservation
                && told_at(code, self.reservation_id).is_some()
        }) {
            return None;
        }
        let code = self.unspent_backup(&self.left())?;
        let decision = Decision {
            code_id: Some(code.id.clone()),
            ..Decision::of(
                Route::BackupCode,
                vec![Reason::LowBattery, Reason::UnspentBackup],
            )
        };
        Some(decision.after(vec![PassedOver {
            route: Route::ExistingCode,
            because: vec![Reason::LowBattery],
        }]))
    }
}
