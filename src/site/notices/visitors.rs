//! What a visitor is told (V2).

use super::undelivered::of_visitor;
use crate::Id;
use crate::model::{AccessCode, Desired, abilities};
use crate::rules::{DoorAccess, Notice, NoticeKind, NoticeValues};
use crate::site::evaluation::{Evaluation, Output};
use crate::site::plan::zone_at;
use crate::site::state::{RowKey, State, ToldDoor, VisitRow};
use crate::time::Instant;

/// Tells a visitor their code, its changes and its end (V2), and the host what did not reach them.
pub(crate) fn tell_visitor(
    state: &mut State,
    visit_id: &Id,
    telling: &mut Output,
    evaluation: &mut Evaluation,
) {
    if let Some(row) = state.visits.get(visit_id).cloned() {
        tell(state, &row, telling);
    }
    if let Some(row) = state.visits.get(visit_id) {
        evaluation.conditions.extend(of_visitor(row));
    }
}

fn tell(state: &mut State, row: &VisitRow, telling: &mut Output) {
    let about_it = RowKey::Visit(row.visit.id.clone());
    let mut codes: Vec<&AccessCode> = state
        .access_codes
        .about(&about_it)
        .filter(|code| matches!(code.wanted, Some(Desired::Window(_))))
        .collect();
    // Of two at one door the older one works still, and the newer one does not yet.
    let key = |code: &AccessCode| (code.lock_id.clone(), code.holder.generation);
    codes.sort_by_key(|code| key(code));
    codes.dedup_by(|later, first| later.lock_id == first.lock_id);
    let doors: Vec<ToldDoor> = codes
        .into_iter()
        .filter_map(|code| {
            Some(ToldDoor {
                lock_id: code.lock_id.clone(),
                code_id: code.id.clone(),
                pin: code.pin?,
            })
        })
        .collect();
    let kind = match &row.told {
        None if doors.is_empty() => return,
        None => NoticeKind::AccessReady,
        Some(told) if *told == doors && row.told_revision == Some(row.visit.revision) => return,
        Some(_) if doors.is_empty() => NoticeKind::AccessEnded,
        Some(_) => NoticeKind::AccessChanged,
    };
    let count = row.notices.saturating_add(1);
    let names = doors.iter().filter_map(|door| {
        let lock = &state.locks.get(&door.lock_id)?.lock;
        Some(DoorAccess {
            name: lock.name.clone(),
            code: Some(door.pin),
            keypad_hint: abilities(lock).ok()?.keypad_hint,
            is_backup: None,
        })
    });
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    let values = NoticeValues {
        visitor_name: Some(row.visit.visitor.clone()),
        listing_name: listing.map(|listing| listing.name.clone()),
        times: times(state, row, &doors),
        doors: (!doors.is_empty()).then(|| names.collect()),
        ..NoticeValues::default()
    };
    telling
        .notices
        .extend(Notice::to_visitor(kind, &row.visit.id, count, values));
    state.visits.change(&row.visit.id, |row| {
        row.told = (!doors.is_empty()).then_some(doors);
        row.told_revision = Some(row.visit.revision);
        row.notices = count;
    });
}

/// When the code opens, on the house's clock: the span that runs or comes next.
fn times(state: &State, row: &VisitRow, doors: &[ToldDoor]) -> Option<crate::Text> {
    let code = state.access_codes.get(&doors.first()?.code_id)?;
    let Some(Desired::Window(held)) = code.wanted else {
        return None;
    };
    let zone = zone_at(state, row, &code.lock_id);
    let shown = |at: Instant| {
        let local = zone.local_text(at);
        local.get(..16).map(|text| text.replace('T', " "))
    };
    let text = match (held.starts_at.and_then(shown), held.ends_at.and_then(shown)) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => return None,
    };
    text.parse().ok()
}
