//! What a visitor is told: their code, its changes and its end (V2).

use std::collections::BTreeMap;

use super::doubts::after_message;
use super::guest_messages::door_changes;
use super::turnovers::{News, Turnovers, message_at};
use super::undelivered::of_visitor;
use super::visit_doubts::VisitDoor;
use crate::model::{
    AccessCode, CodeWindow, Desired, Listing, VisitKind, VisitSchedule, VisitStatus,
};
use crate::rules::{
    Changed, DoorAccess, Notice, NoticeCause, NoticeKind, NoticeValues, in_one_line,
};
use crate::site::evaluation::{Context, Timer};
use crate::site::plan::zone_at;
use crate::site::standing_orders::is_visit_revoked;
use crate::site::state::{RowKey, State, ToldDoor, VisitRow, listings_at, listings_of};
use crate::time::{Instant, Zone};
use crate::{Id, Text};

/// Tells a visitor their code, its changes and its end (V2), and the host what did not reach them.
pub(crate) fn tell_visitor(context: &mut Context<'_>, visit_id: &Id) {
    let Some(row) = context.state.visits.get(visit_id).cloned() else {
        return;
    };
    tell(context, &row);
    let (state, now) = (&*context.state, context.now);
    let Some(row) = state.visits.get(visit_id) else {
        return;
    };
    let evaluation = &mut context.evaluation;
    evaluation.conditions.extend(of_visitor(row));
    for door in doors(state, row, now) {
        door.report(evaluation);
    }
}

fn tell(context: &mut Context<'_>, row: &VisitRow) {
    let (state, now) = (&mut *context.state, context.now);
    let opened = doors(state, row, now);
    let doors: Vec<ToldDoor> = opened.iter().filter_map(VisitDoor::told).collect();
    let turnovers = Turnovers::coming(state, row, &doors, now);
    let told_turnovers = row.told_turnovers.as_deref().unwrap_or_default();
    let news = turnovers.news(told_turnovers);
    // A message that goes out says all that is so (A7, F57).
    let told = row.told_doors.as_deref();
    let known = told.map(|told| -> Vec<ToldDoor> {
        let known = opened.iter().filter_map(|door| door.known(told));
        known.collect()
    });
    let changed = told.zip(known.as_deref());
    let changed =
        changed.map(|(told, known)| changes(row, &left_of(state, row, told), known, &news));
    let kind = match &changed {
        None if doors.is_empty() => return,
        None => NoticeKind::AccessReady,
        Some(_) if doors.is_empty() => NoticeKind::AccessEnded,
        Some(changed) if !changed.is_empty() => NoticeKind::AccessChanged,
        Some(_) if news.is_due => NoticeKind::TurnoversAhead,
        Some(_) => {
            let next_at = turnovers.next_at(told_turnovers);
            if row.told_doors != known {
                state
                    .visits
                    .change(&row.visit.id, |row| row.told_doors = known);
            }
            return wake(context, next_at);
        }
    };
    let count = row.notices.saturating_add(1);
    let mut values = NoticeValues {
        changed: changed.filter(|_| kind == NoticeKind::AccessChanged),
        cause: (kind == NoticeKind::AccessEnded).then(|| why_ended(state, row)),
        ..values(state, row, &doors, now)
    };
    let mut known = Vec::new();
    if row.visit.kind == VisitKind::Turnover && !doors.is_empty() {
        let is_evening = kind == NoticeKind::TurnoversAhead;
        let named = values.doors.as_deref().unwrap_or_default();
        let listed = turnovers.listed(&news, is_evening, named);
        known = listed.known;
        values.turnovers = Some([listed.rows, news.off(state)].concat());
        values.turnover_message_at = Some(message_at(state, &row.visit));
        [values.next_starts_at, values.next_ends_at] = turnovers.first().unwrap_or_default();
    }
    let notice = Notice::to_visitor(kind, &row.visit.id, count, values);
    context.output.notices.push(notice);
    let next_at = turnovers.next_at(&known);
    let doors = after_message(doors, told.unwrap_or_default(), now);
    state.visits.change(&row.visit.id, |row| {
        let schedule = VisitSchedule::of(&row.visit);
        row.told_schedule = (!doors.is_empty()).then_some(schedule);
        row.told_doors = (!doors.is_empty()).then_some(doors);
        row.told_turnovers = (!known.is_empty()).then_some(known);
        row.told_revision = Some(row.visit.revision);
        row.notices = count;
    });
    wake(context, next_at);
}

/// The next evening on which the visitor is told something.
fn wake(context: &mut Context<'_>, at: Option<Instant>) {
    if let Some(at) = at {
        context.evaluation.timers.set(Timer::TurnoversTold, at);
    }
}

/// The told doors that a visitor has not used up. Nobody is told that a code opens once (V1).
fn left_of(state: &State, row: &VisitRow, told: &[ToldDoor]) -> Vec<ToldDoor> {
    let is_used = |door: &&ToldDoor| {
        let code = state.access_codes.get(&door.code_id);
        code.is_none_or(|code| code.last_used_at.is_some() && code.wanted == Some(Desired::REMOVED))
    };
    let once = row.visit.kind == VisitKind::OneTime && row.used_at.is_some();
    let left = told.iter().filter(|door| !(once && is_used(door)));
    left.cloned().collect()
}

/// What is new for a visitor who was told some doors.
fn changes(row: &VisitRow, told: &[ToldDoor], doors: &[ToldDoor], news: &News) -> Vec<Changed> {
    let mut changed = door_changes(told, doors);
    let is_known = match &row.told_schedule {
        Some(told) => *told == VisitSchedule::of(&row.visit),
        // A site that was stored by an older release knows the revision only.
        None => row.told_revision == Some(row.visit.revision),
    };
    let others = [
        (!is_known, Changed::Times),
        (news.is_changed, Changed::Turnovers),
    ];
    let new = others.into_iter().filter(|(is_new, _)| *is_new);
    changed.extend(new.map(|(_, changed)| changed));
    changed
}

/// Why a visitor has no code any more.
fn why_ended(state: &State, row: &VisitRow) -> NoticeCause {
    let told = row.told_doors.iter().flatten();
    let mut locks = told.map(|door| &door.lock_id);
    let is_withdrawn = row.visit.status == VisitStatus::Revoked
        || locks.any(|lock_id| is_visit_revoked(state, &row.visit, lock_id));
    if is_withdrawn {
        NoticeCause::Withdrawn
    } else if row.visit.kind == VisitKind::OneTime && row.used_at.is_some() {
        NoticeCause::Used
    } else {
        NoticeCause::Over
    }
}

/// The doors that a visit opens, by lock.
fn doors<'a>(state: &'a State, row: &'a VisitRow, now: Instant) -> Vec<VisitDoor<'a>> {
    let codes = codes(state, row).into_iter();
    codes
        .filter_map(|code| VisitDoor::of(state, row, code, now))
        .collect()
}

/// The codes by which a visitor opens their doors, by lock.
fn codes<'a>(state: &'a State, row: &VisitRow) -> Vec<&'a AccessCode> {
    let is_wanted = |code: &&AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
    let about_it = state
        .access_codes
        .about(&RowKey::Visit(row.visit.id.clone()));
    let mut codes: BTreeMap<&Id, &AccessCode> = BTreeMap::new();
    for code in about_it.filter(is_wanted) {
        // Of two codes at one door the older one works still, and the newer one does not work yet.
        let oldest = codes.entry(&code.lock_id).or_insert(code);
        if code.holder.generation < oldest.holder.generation {
            *oldest = code;
        }
    }
    codes.into_values().collect()
}

/// What a notice to the visitor says.
fn values(state: &State, row: &VisitRow, doors: &[ToldDoor], now: Instant) -> NoticeValues {
    let visit = &row.visit;
    let listings: Vec<&Listing> = listings_of(state, visit).collect();
    let before = row.told_doors.as_deref();
    let is_due = |door: &ToldDoor| {
        let code = state.access_codes.get(&door.code_id);
        let wanted = code.and_then(|code| code.wanted);
        let runs = matches!(wanted, Some(Desired::Window(wanted)) if wanted.contains(now));
        runs && state.is_pending(door, now)
    };
    let named = doors.iter().filter_map(|door| {
        let zone = zone_at(state, row, &door.lock_id);
        let is_changed = |told: &[ToldDoor]| told.iter().any(|old| old.is_replaced_by(door));
        let here = listings_at(state, visit, &door.lock_id);
        Some(DoorAccess {
            is_new: before.is_some_and(is_changed).then_some(true),
            is_pending: is_due(door).then_some(true),
            listing_name: (here.len() < listings.len())
                .then(|| names_of(&here))
                .flatten(),
            ..state.door_access(door, zone)?
        })
    });
    let named: Vec<DoorAccess> = named.collect();
    let next = next_window(state, row, doors);
    let edge = |at: fn(&CodeWindow) -> Option<Instant>| {
        let (window, zone) = next.as_ref()?;
        let text: Option<Text> = zone.local_text(at(window)?).parse().ok();
        text
    };
    NoticeValues {
        visitor_name: visit.visitor.clone(),
        purpose: Some(visit.purpose),
        listing_name: names_of(&listings),
        host_contact: listings
            .iter()
            .find_map(|listing| listing.host_contact.clone()),
        visit_kind: Some(visit.kind),
        weekly: visit
            .weekly
            .clone()
            .filter(|_| visit.kind == VisitKind::Recurring),
        next_starts_at: edge(|window| window.starts_at),
        next_ends_at: edge(|window| window.ends_at),
        doors: (!doors.is_empty()).then_some(named),
        ..NoticeValues::default()
    }
}

/// The names of listings, in one line.
pub(super) fn names_of(listings: &[&Listing]) -> Option<Text> {
    in_one_line(listings.iter().map(|listing| &listing.name))
}

/// When the code opens: the span that runs or comes next, and its zone.
fn next_window(state: &State, row: &VisitRow, doors: &[ToldDoor]) -> Option<(CodeWindow, Zone)> {
    let code = state.access_codes.get(&doors.first()?.code_id)?;
    match code.wanted {
        Some(Desired::Window(held)) => Some((held, zone_at(state, row, &code.lock_id))),
        _ => None,
    }
}
