//! What a visitor is told: their code, its changes and its end (V2).

use std::collections::BTreeMap;

use super::undelivered::of_visitor;
use crate::model::{AccessCode, Desired, abilities};
use crate::rules::{DoorAccess, Notice, NoticeKind, NoticeValues};
use crate::site::evaluation::Context;
use crate::site::plan::zone_at;
use crate::site::state::{RowKey, State, ToldDoor, VisitRow};
use crate::time::Instant;
use crate::{Id, Text};

/// Tells a visitor their code, its changes and its end (V2), and the host what did not reach them.
pub(crate) fn tell_visitor(context: &mut Context<'_>, visit_id: &Id) {
    let Some(row) = context.state.visits.get(visit_id).cloned() else {
        return;
    };
    tell(context, &row);
    let row = context.state.visits.get(visit_id);
    context
        .evaluation
        .conditions
        .extend(row.map(of_visitor).into_iter().flatten());
}

fn tell(context: &mut Context<'_>, row: &VisitRow) {
    let state = &mut *context.state;
    let doors = doors(state, &row.visit.id);
    let kind = match &row.told_doors {
        None if doors.is_empty() => return,
        None => NoticeKind::AccessReady,
        Some(told) if *told == doors && row.told_revision == Some(row.visit.revision) => return,
        Some(_) if doors.is_empty() => NoticeKind::AccessEnded,
        Some(_) => NoticeKind::AccessChanged,
    };
    let count = row.notices.saturating_add(1);
    let notice = Notice::to_visitor(kind, &row.visit.id, count, values(state, row, &doors));
    context.output.notices.push(notice);
    state.visits.change(&row.visit.id, |row| {
        row.told_doors = (!doors.is_empty()).then_some(doors);
        row.told_revision = Some(row.visit.revision);
        row.notices = count;
    });
}

/// The doors that a visit opens, by lock.
fn doors(state: &State, visit_id: &Id) -> Vec<ToldDoor> {
    let is_wanted = |code: &&AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
    let about_it = state.access_codes.about(&RowKey::Visit(visit_id.clone()));
    let mut codes: BTreeMap<&Id, &AccessCode> = BTreeMap::new();
    for code in about_it.filter(is_wanted) {
        // Of two codes at one door the older one works still, and the newer one does not work yet.
        let oldest = codes.entry(&code.lock_id).or_insert(code);
        if code.holder.generation < oldest.holder.generation {
            *oldest = code;
        }
    }
    let door = |code: &AccessCode| {
        Some(ToldDoor {
            lock_id: code.lock_id.clone(),
            code_id: code.id.clone(),
            pin: code.pin?,
        })
    };
    codes.into_values().filter_map(door).collect()
}

/// What a notice to the visitor says.
fn values(state: &State, row: &VisitRow, doors: &[ToldDoor]) -> NoticeValues {
    let named = doors.iter().filter_map(|door| {
        let lock = &state.locks.get(&door.lock_id)?.lock;
        Some(DoorAccess {
            name: lock.name.clone(),
            code: Some(door.pin),
            keypad_hint: abilities(lock).ok()?.keypad_hint,
            is_backup: None,
        })
    });
    let listing_id = row.visit.listing_id.as_ref();
    let listing = listing_id.and_then(|id| state.listings.get(id));
    NoticeValues {
        visitor_name: Some(row.visit.visitor.clone()),
        listing_name: listing.map(|listing| listing.name.clone()),
        times: times(state, row, doors),
        doors: (!doors.is_empty()).then(|| named.collect()),
        ..NoticeValues::default()
    }
}

/// When the code opens, on the house's clock: the span that runs or comes next.
fn times(state: &State, row: &VisitRow, doors: &[ToldDoor]) -> Option<Text> {
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
