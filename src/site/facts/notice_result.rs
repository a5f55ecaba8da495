//! What became of a notice (E3).

use crate::rules::{NoticeKind, read_key};
use crate::site::fact::NoticeResult;
use crate::site::state::{
    AuditKind, AuditRow, Delivery, MAX_DELIVERIES, NoticeOutcome, RejectedBecause, State, TripRow,
};
use crate::time::Instant;
use crate::{Error, ErrorCode};

/// Takes what became of a notice. It counts once, and again only where a notice that had failed arrives after all; one
/// about a notice that nobody waits for any more changes nothing (D4).
pub(crate) fn take_notice_result(
    state: &mut State,
    result: &NoticeResult,
    now: Instant,
) -> Result<(), RejectedBecause> {
    let Some((kind, about)) = read_key(&result.key) else {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "no notice has such a key",
            "give the key of a notice as it came out of a step",
        )
        .at("key")
        .into());
    };
    let mut row = AuditRow::new(state, AuditKind::NoticeDelivered, None, now);
    row.at = result.at.min(now);
    row.channel = result.channel;
    row.notice_key = Some(result.key.clone());
    if result.outcome == NoticeOutcome::Failed {
        row.kind = AuditKind::NoticeFailed;
    }
    let is_news = match &*about {
        // Those to guests and visitors are counted; those to hosts stand under their keys.
        _ if state.notices.get(&result.key).is_some() => of_host(state, result, kind, &about, &mut row),
        [visit, id, number] if visit == "visit" => {
            row.visit_id = id.parse().ok();
            of_visit(state, id, number, (kind, result.outcome))
        }
        [id, number] => {
            row.reservation_id = id.parse().ok();
            of_trip(state, id, number, (kind, result.outcome), now)
        }
        _ => false,
    };
    if is_news {
        state.heard.audit.push(row);
    } else {
        // As if it had never been begun: a repeated fact changes nothing.
        state.header.audit_count = row.seq.saturating_sub(1);
    }
    Ok(())
}

/// Whether an outcome says more than what was known: what has arrived has arrived.
fn says_more(known: Option<NoticeOutcome>, outcome: NoticeOutcome) -> bool {
    match known {
        None => true,
        Some(NoticeOutcome::Failed) => outcome == NoticeOutcome::Delivered,
        Some(NoticeOutcome::Delivered) => false,
    }
}

fn of_host(
    state: &mut State,
    result: &NoticeResult,
    kind: NoticeKind,
    about: &[String],
    row: &mut AuditRow,
) -> bool {
    let Some(known) = state.notices.get(&result.key) else {
        return false;
    };
    if !says_more(known.outcome, result.outcome) {
        return false;
    }
    if let (NoticeKind::BackupTold | NoticeKind::EmergencyTold, [stay, code]) = (kind, about) {
        row.reservation_id = stay.parse().ok();
        row.code_id = code.parse().ok();
    }
    state
        .notices
        .change(&result.key, |known| known.outcome = Some(result.outcome));
    true
}

fn of_trip(
    state: &mut State,
    id: &str,
    number: &str,
    what: (NoticeKind, NoticeOutcome),
    now: Instant,
) -> bool {
    let awaited = |trip: &&TripRow| trip.over_at.is_none_or(|over_at| over_at > now);
    let Some(trip) = state.trips.get(id).filter(awaited) else {
        return false;
    };
    let Some(deliveries) = with_delivery(trip.deliveries.as_deref(), trip.notices, number, what) else {
        return false;
    };
    state.trips.change(id, |trip| trip.deliveries = Some(deliveries));
    true
}

fn of_visit(state: &mut State, id: &str, number: &str, what: (NoticeKind, NoticeOutcome)) -> bool {
    let Some(row) = state.visits.get(id) else {
        return false;
    };
    let Some(deliveries) = with_delivery(row.deliveries.as_deref(), row.notices, number, what) else {
        return false;
    };
    state.visits.change(id, |row| row.deliveries = Some(deliveries));
    true
}

/// What is known of `sent` notices with one more outcome, by their numbers; nothing where it is no news.
fn with_delivery(
    known: Option<&[Delivery]>,
    sent: u32,
    number: &str,
    (kind, outcome): (NoticeKind, NoticeOutcome),
) -> Option<Vec<Delivery>> {
    let number: u32 = number.parse().ok()?;
    // So many are remembered; what was told before them has been told anew since.
    let forgotten = sent.saturating_sub(u32::try_from(MAX_DELIVERIES).unwrap_or(u32::MAX));
    if number <= forgotten || number > sent {
        return None;
    }
    let known = known.unwrap_or_default();
    let before = known.iter().find(|one| one.number == number);
    if !says_more(before.map(|one| one.outcome), outcome) {
        return None;
    }
    let keep = |one: &&Delivery| one.number > forgotten && one.number != number;
    let mut all: Vec<Delivery> = known.iter().filter(keep).copied().collect();
    let place = all.iter().filter(|one| one.number < number).count();
    all.insert(
        place,
        Delivery {
            number,
            kind,
            outcome,
        },
    );
    Some(all)
}
