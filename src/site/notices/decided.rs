//! What is decided at a door: the way in, and what follows from it there.

use super::calls::Call;
use super::door_view::DoorView;
use super::second_try::SecondTry;
use crate::Id;
use crate::rules::{CallOccasion, Decision, OfflineOffer, Route};
use crate::site::state::{AuditReason, HostOrderKind};
use crate::time::Instant;

/// What was decided at a door, and why the host would be called there.
#[derive(Clone)]
pub(super) struct Decided {
    pub(super) decision: Decision,
    /// The call of the host, if there has to be one.
    pub(super) call: Call,
    /// What the text of that call says.
    pub(super) spoken: CallOccasion,
    pub(super) failed_check: Option<AuditReason>,
    /// What the lock's platform is asked for, if it is asked for a code of the lock's algorithm.
    pub(super) offer: Option<OfflineOffer>,
    /// The code for which it was asked before, where it was busy or silent (A3b, C6).
    pub(super) asked_before: Option<Id>,
    /// The order that the decision carries out.
    pub(super) ordered: Option<HostOrderKind>,
    /// Whether only the guest's word led to it (A4).
    pub(super) is_by_complaint: bool,
    /// Since when another complaint is waited for, before anything new is told (A4).
    pub(super) waits_since: Option<Instant>,
    /// What is tried where nothing is left to tell and the lock may answer (A4).
    pub(super) second_try: Option<SecondTry>,
    /// Whether the lock may answer a guest who can't get in, so that it is tried first (A4).
    pub(super) is_tried: bool,
    /// Whether the lock has no place for the guest's code, and the host has to make one (S).
    pub(super) lacks_a_place: bool,
}

impl Decided {
    pub(super) fn at(view: &DoorView<'_>) -> Self {
        let ordered = view.ordered();
        let order = ordered.as_ref().map(|(_, order)| *order);
        let decision = ordered.map_or_else(|| view.case.decide_checked(), |(decision, _)| decision);
        let is_asked = decision.route == Route::OfflineCode && decision.code_id.is_none();
        let call = DoorView::call(&view.case, &decision, view.known_call);
        let spoken = view.spoken(call);
        let is_said = spoken == CallOccasion::Said;
        Self {
            call,
            spoken,
            is_tried: is_said && view.case.outside_since(&decision).is_some(),
            failed_check: view.failed_check(),
            offer: is_asked.then(|| view.case.offline_offer()).flatten(),
            asked_before: is_asked
                .then(|| view.case.offline_code_to_ask_again())
                .flatten()
                .map(|(code, _)| code.id.clone()),
            ordered: order,
            is_by_complaint: order.is_none() && view.case.is_by_complaint(),
            waits_since: view.case.waits_for_second().map(|(_, since)| since),
            second_try: view.second_try(&view.case, &decision),
            lacks_a_place: view.case.lacks_a_place(),
            decision,
        }
    }
}
