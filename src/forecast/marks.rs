//! What happens at one instant, as far as it follows from the bookings and the clock.

use super::lane::{Mark, MarkKind};
use super::scene::Scene;
use super::stays_here::StayHere;
use crate::Id;
use crate::rules::{checks_before, reveal_at};
use crate::site::RowKey;
use crate::time::{Duration, Instant, Zone};

/// The most clock changes of one lane. No zone has more than a few in a year.
const MAX_CHANGES: usize = 64;

/// A mark about nobody yet.
pub(super) fn mark(kind: MarkKind, at: Instant, zone: Zone) -> Mark {
    Mark {
        kind,
        at,
        at_local: zone.local_text(at),
        before_local: None,
        reservation_id: None,
        visit_id: None,
        code_id: None,
    }
}

/// When the clocks change.
pub(super) fn clock_changes(zone: Zone, from: Instant, to: Instant) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = from - Duration::seconds(1);
    while let Some(change) = zone.next_clock_change(at).filter(|&change| change < to) {
        if marks.len() >= MAX_CHANGES {
            break;
        }
        let moved = zone
            .offset_minutes_at(change)
            .saturating_sub(zone.offset_minutes_at(change - Duration::seconds(1)));
        let before = change - Duration::of(moved.saturating_mul(60));
        marks.push(Mark {
            before_local: Some(zone.wall_text(before)),
            ..mark(MarkKind::ClockChange, change, zone)
        });
        at = change;
    }
    marks
}

/// The reveal and the checks of the stays at a door (N3, C1).
pub(super) fn of_stays(
    scene: &Scene<'_>,
    lock_id: &Id,
    zone: Zone,
    from: Instant,
    to: Instant,
) -> Vec<Mark> {
    let stays = scene.stays.get(lock_id).into_iter().flatten();
    let owed = stays.filter(|stay| stay.is_owed);
    let marks = owed.flat_map(|stay| of_stay(scene, stay, lock_id, zone));
    marks
        .filter(|mark| from <= mark.at && mark.at < to)
        .collect()
}

fn of_stay(scene: &Scene<'_>, stay: &StayHere, lock_id: &Id, zone: Zone) -> Vec<Mark> {
    let state = scene.state;
    let window = stay.stay.window;
    let of_listing = state.policy_of_listing(&stay.listing_id);
    let reveal = reveal_at(stay.stay.booked.starts_at(), window, of_listing);
    let kinds = [
        MarkKind::Health,
        MarkKind::Activation,
        MarkKind::Verification,
    ];
    let policy = state.policy_at(&stay.listing_id, lock_id);
    let checks = kinds
        .into_iter()
        .zip(checks_before(window.starts_at(), policy));
    let all = [(MarkKind::Reveal, reveal)].into_iter().chain(checks);
    all.map(|(kind, at)| Mark {
        reservation_id: Some(stay.holder.clone()),
        ..mark(kind, at, zone)
    })
    .collect()
}

/// What the site remembers of a lock: codes that were told, and codes that went off.
pub(super) fn remembered(
    scene: &Scene<'_>,
    lock_id: &Id,
    zone: Zone,
    from: Instant,
    to: Instant,
) -> Vec<Mark> {
    let state = scene.state;
    let mut marks = Vec::new();
    let is_here = |at: Instant| from <= at && at < to;
    for code in state.codes_on(lock_id) {
        for told in code
            .told_to
            .iter()
            .flatten()
            .filter(|told| is_here(told.at))
        {
            marks.push(Mark {
                reservation_id: Some(told.reservation_id.clone()),
                code_id: Some(code.id.clone()),
                ..mark(MarkKind::Told, told.at, zone)
            });
        }
    }
    let gone = state.access_codes.about(&RowKey::Gone(lock_id.clone()));
    for code in gone {
        if let Some(at) = code.on_lock.at.filter(|&at| is_here(at)) {
            marks.push(Mark {
                reservation_id: code.holder.reservation_id().cloned(),
                visit_id: code.holder.visit_id().cloned(),
                code_id: Some(code.id.clone()),
                ..mark(MarkKind::Removed, at, zone)
            });
        }
    }
    marks
}
