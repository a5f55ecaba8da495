//! The outcome of a notice (E3).

use crate::rules::{NoticeKind, read_count, read_key};
use crate::site::fact::NoticeResult;
use crate::site::state::{
    AuditKind, AuditRow, Delivery, MAX_BACK, MAX_DELIVERIES, NoticeOutcome, RejectedBecause, State,
    TripRow,
};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Text};

/// Takes what became of a notice. It counts once, and again only where a notice that had failed
/// arrives after all. A result of a notice that nobody waits for any more changes nothing (D4).
pub(crate) fn take_notice_result(
    state: &mut State,
    result: &NoticeResult,
    now: Instant,
) -> Result<(), RejectedBecause> {
    let condition = condition_of(state, &result.key);
    let Some((kind, about)) = read_key(condition.as_ref().unwrap_or(&result.key)) else {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "no notice has such a key",
            "give the key of a notice as it came out of a step",
        )
        .at("key")
        .into());
    };
    // Notices to guests and visitors are counted; those to hosts are stored under their keys.
    let addressee = match (&condition, &*about) {
        (Some(condition), about) => of_host(state, condition, result, (kind, about)),
        (None, [visit, id, number]) if visit == "visit" => {
            of_visit(state, id, number, (kind, result.outcome))
        }
        (None, [id, number]) => of_trip(state, id, number, (kind, result.outcome), now),
        _ => None,
    };
    if let Some(addressee) = addressee {
        let row = audit_row(state, result, addressee, now);
        state.from_facts.audit.push(row);
    }
    Ok(())
}

/// Whom or what a notice was about, as its audit row says it.
#[derive(Default)]
struct Addressee {
    stay: Option<Id>,
    visit: Option<Id>,
    code: Option<Id>,
}

fn audit_row(
    state: &mut State,
    result: &NoticeResult,
    addressee: Addressee,
    now: Instant,
) -> AuditRow {
    let kind = match result.outcome {
        NoticeOutcome::Delivered => AuditKind::NoticeDelivered,
        NoticeOutcome::Failed => AuditKind::NoticeFailed,
    };
    AuditRow {
        at: result.at.min(now),
        channel: result.channel,
        notice_key: Some(result.key.clone()),
        reservation_id: addressee.stay,
        visit_id: addressee.visit,
        code_id: addressee.code,
        ..AuditRow::new(state, kind, None, now)
    }
}

/// Whether an outcome adds something. A notice that has arrived stays so.
fn says_more(known: Option<NoticeOutcome>, outcome: NoticeOutcome) -> bool {
    match known {
        None => true,
        Some(NoticeOutcome::Failed) => outcome == NoticeOutcome::Delivered,
        Some(NoticeOutcome::Delivered) => false,
    }
}

/// The condition that the host knows by the notice with this key.
fn condition_of(state: &State, key: &Text) -> Option<Text> {
    let known = [(&**key, None), read_count(key)]
        .into_iter()
        .find_map(|(key, times)| {
            let row = state.known_condition(key);
            row.filter(|row| row.times == times)
        });
    known.map(|row| row.key.clone())
}

fn of_host(
    state: &mut State,
    condition: &Text,
    result: &NoticeResult,
    (kind, about): (NoticeKind, &[String]),
) -> Option<Addressee> {
    let known = state.known_condition(condition)?;
    // A notice that came back was told anew: what became of it before says nothing of it now.
    let is_older = result.at + MAX_BACK < known.at;
    let is_repeat = state.header.has_heard_result(&result.id);
    if is_older || is_repeat || !says_more(known.outcome, result.outcome) {
        return None;
    }
    let addressee = match (kind, about) {
        (NoticeKind::BackupTold | NoticeKind::EmergencyTold, [stay, code]) => Addressee {
            stay: stay.parse().ok(),
            code: code.parse().ok(),
            ..Addressee::default()
        },
        _ => Addressee::default(),
    };
    state
        .notices
        .change(condition, |known| known.outcome = Some(result.outcome));
    state.header.hear_result(result.id.clone());
    Some(addressee)
}

fn of_trip(
    state: &mut State,
    id: &str,
    number: &str,
    result: (NoticeKind, NoticeOutcome),
    now: Instant,
) -> Option<Addressee> {
    let is_awaited = |trip: &&TripRow| trip.over_at.is_none_or(|over_at| over_at > now);
    let trip = state.trips.get(id).filter(is_awaited)?;
    let deliveries = with_delivery(trip.deliveries.as_deref(), trip.notices, number, result)?;
    state
        .trips
        .change(id, |trip| trip.deliveries = Some(deliveries));
    Some(Addressee {
        stay: id.parse().ok(),
        ..Addressee::default()
    })
}

fn of_visit(
    state: &mut State,
    id: &str,
    number: &str,
    result: (NoticeKind, NoticeOutcome),
) -> Option<Addressee> {
    let row = state.visits.get(id)?;
    let deliveries = with_delivery(row.deliveries.as_deref(), row.notices, number, result)?;
    state
        .visits
        .change(id, |row| row.deliveries = Some(deliveries));
    Some(Addressee {
        visit: id.parse().ok(),
        ..Addressee::default()
    })
}

/// What is known of `sent` notices with one more outcome, by their numbers; nothing where that was
/// known.
fn with_delivery(
    known: Option<&[Delivery]>,
    sent: u32,
    number: &str,
    (kind, outcome): (NoticeKind, NoticeOutcome),
) -> Option<Vec<Delivery>> {
    let number: u32 = number.parse().ok()?;
    // Only the last notices are remembered; what was told before them has been told anew since.
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
