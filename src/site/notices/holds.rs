//! A booking on hold: its codes are programmed, and nothing is told to its guest. The host hears
//! that it still holds (N4).

use super::calls::{Call, Occasion};
use super::guest_notices::Guest;
use crate::Id;
use crate::model::{Policy, Reservation};
use crate::rules::{CallOccasion, Notice, Stay, answer, health_at, stay_of};
use crate::site::evaluation::{Context, Evaluation, HostCondition, Timer};
use crate::site::plan::StayPlan;
use crate::site::state::{RowKey, State, TripRow};
use crate::site::stays::{is_known_pin, told_before_hold};
use crate::time::{Instant, Window};

impl Guest<'_> {
    /// Tells the guest nothing. The host still hears what the checks find, and of the host's own
    /// hand.
    pub(super) fn keep_back(mut self, evaluation: &mut Evaluation) {
        self.note_needs(&mut evaluation.timers);
        let decisions = self.decide(evaluation);
        self.report_stops(evaluation);
        self.ask_about_taken_codes(&decisions, evaluation);
        // A release does not answer what the guest said days before the stay.
        if let Some(said) = self.trip.last_locked_out_at()
            && let policy = &self
                .state
                .policy_of_listing(&self.plan.listing_id)
                .complaints
            && answer(said, self.plan.stay.window, self.trip.answered_at, policy).is_some()
        {
            self.trip.answered_at = Some(said);
        }
        self.keep_trip();
    }
}

/// Whether a code that may be on its lock has a PIN that somebody was told.
fn is_code_known(state: &State, reservation_ids: &[Id]) -> bool {
    let ids = reservation_ids.iter();
    let mut codes = ids.flat_map(|id| state.access_codes.about(&RowKey::Stay(id.clone())));
    codes.any(|code| !code.is_gone() && is_known_pin(state, reservation_ids, code))
}

/// A booking of a stay that is on hold, with the span in which that matters.
struct Hold<'a> {
    booking: &'a Reservation,
    span: Window,
}

/// The host hears of each booking of a stay that is on hold: shortly before it begins, and when it
/// does. Of the one that holds the codes they also hear what its guest says.
pub(crate) fn report_holds(context: &mut Context<'_>, plan: &StayPlan) {
    let Some(holder) = plan.stay.holder() else {
        return;
    };
    let has_code = |state: &State| {
        let mut codes = state.access_codes.about(&RowKey::Stay(holder.clone()));
        codes.any(|code| code.holder.reservation_id() == Some(holder) && !code.is_gone())
    };
    if plan.stay.on_hold.is_empty() || !(plan.issues() || has_code(context.state)) {
        return;
    }
    let (state, now) = (&*context.state, context.now);
    let trip = state.trips.get(holder);
    let is_known = told_before_hold(state, &plan.stay, now).is_some()
        || is_code_known(state, &plan.stay.reservation_ids);
    let evaluation = &mut context.evaluation;
    for hold in holds(state, &plan.stay) {
        let id = &hold.booking.id;
        let policy = state.policy_of_listing(&plan.listing_id);
        let due = due(policy, hold.span, now, evaluation);
        let said = trip.filter(|_| id == holder);
        let said = said.and_then(|trip| last_said(state, trip, hold.span));
        let said = said.map(|said| (CallOccasion::Said, said));
        for occasion in due.into_iter().chain(said) {
            let notice = Notice::on_hold(id, occasion, is_known);
            let until = Some(hold.span.ends_at());
            evaluation.conditions.push(HostCondition::of(notice, until));
        }
    }
}

/// The bookings on hold; the one that holds the codes with the time of the whole stay.
fn holds<'a>(state: &'a State, stay: &'a Stay) -> impl Iterator<Item = Hold<'a>> {
    stay.on_hold.iter().filter_map(|id| {
        let booking = state.reservations.get(id)?;
        let listing = state.listings.get(&booking.listing_id)?;
        let span = if stay.holder() == Some(id) {
            stay.window
        } else {
            stay_of(booking, listing).ok()?
        };
        Some(Hold { booking, span })
    })
}

/// Why the host hears of a hold at `now`; sets the timer for the next time.
fn due(
    policy: &Policy,
    span: Window,
    now: Instant,
    evaluation: &mut Evaluation,
) -> Option<(CallOccasion, Instant)> {
    let starts_at = span.starts_at();
    // As early as the host is called where no way in is left (A7).
    let first_at = health_at(starts_at, policy);
    let timers = &mut evaluation.timers;
    timers.set(Timer::HoldStands, first_at);
    timers.set(Timer::HoldStands, starts_at);
    if now >= span.ends_at() || now < first_at {
        return None;
    }
    let occasion = if now < starts_at {
        CallOccasion::First
    } else {
        CallOccasion::Begun
    };
    Some((occasion, starts_at))
}

/// What the guest last said since the booking is on hold. Of complaints that come soon after one
/// another the host hears once (A4, N1).
fn last_said(state: &State, trip: &TripRow, span: Window) -> Option<Instant> {
    let said = trip.last_locked_out_at()?;
    let counts = Some(said) >= trip.on_hold_since && said < span.ends_at();
    let known = known_said(state, &trip.id);
    match known {
        Some(call) if !call.is_overtaken_by(said) => match call.occasion {
            Occasion::Said(known) => Some(known),
            _ => None,
        },
        _ => counts.then_some(said),
    }
}

/// The last notice of the host at a complaint, while it holds.
fn known_said(state: &State, holder: &Id) -> Option<Call> {
    let about = (CallOccasion::Said, Instant::MIN);
    let key = Notice::on_hold(holder, about, false).key;
    let (before, _) = key.rsplit_once(':')?;
    let before = format!("{before}:");
    let calls = state.conditions_beginning_with(&before).filter_map(|row| {
        let said: i64 = row.key.strip_prefix(before.as_str())?.parse().ok()?;
        Some(Call {
            occasion: Occasion::Said(Instant::from_unix_seconds(said)),
            at: row.at,
        })
    });
    calls.max_by_key(|call| call.at)
}
