//! The lock's platform is asked for a code of the lock's algorithm (A3b).

use super::decided::Decided;
use super::guest_notices::Guest;
use crate::model::{AccessCode, Desired, Holder, HolderKind, Method};
use crate::site::evaluation::Output;
use crate::site::plan::Door;
use crate::site::standing_orders::generation;
use crate::site::state::{AuditKind, AuditReason, AuditRow};

impl Guest<'_> {
    /// Makes the row of a code that the lock's platform is asked for in this step (A3b). Where it
    /// was busy or silent, the row is there.
    pub(super) fn ask_for_offline_code(
        &mut self,
        door: &Door,
        decided: &Decided,
        output: &mut Output,
    ) {
        let Some(offer) = decided.offer else { return };
        let asked_before = decided.asked_before.as_ref();
        if let Some(code) = asked_before.and_then(|id| self.state.access_codes.get(id)) {
            let code = AccessCode {
                use_by: offer.use_by,
                wanted: Some(Desired::Window(offer.window)),
                made_at: Some(self.now),
                failure: None,
                ..code.clone()
            };
            self.state.access_codes.put(&code.id.clone(), code);
            return;
        }
        let Some(id) = self.state.new_code_id(&door.lock_id) else {
            return;
        };
        // After an order for a new PIN, this is the new one (P3).
        let bookings = &self.plan.stay.reservation_ids;
        let ordered = generation(self.state, bookings, Some(&door.lock_id));
        let holder = Holder {
            kind: HolderKind::Reservation,
            id: Some(self.holder.clone()),
            generation: (ordered > 0).then_some(ordered),
        };
        let code = AccessCode {
            method: Some(Method::Offline),
            use_by: offer.use_by,
            wanted: Some(Desired::Window(offer.window)),
            made_at: Some(self.now),
            ..AccessCode::new(id, door.lock_id.clone(), holder)
        };
        let reasons = decided.decision.because.iter();
        let row = AuditRow {
            code_id: Some(code.id.clone()),
            reservation_id: Some(self.holder.clone()),
            because: reasons
                .map(|&reason| AuditReason::Access { reason })
                .collect(),
            ..AuditRow::new(self.state, AuditKind::CodeIssued, None, self.now)
        };
        output.audit.push(row);
        self.state.access_codes.put(&code.id.clone(), code);
    }
}
