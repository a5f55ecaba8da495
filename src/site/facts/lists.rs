//! What a lock lists of its codes (F16, F18, F20).

use std::collections::BTreeSet;

use super::learn::forget_no_space;
use super::learn_place::displace;
use super::list::{List, Shift, pin_of, shift, window_of};
use crate::Id;
use crate::model::{AccessCode, Holder, HolderKind, Observed, OnLockState};
use crate::rules::takes_place;
use crate::site::code_list::{CodeOnLock, ListedState};
use crate::site::fact::LockReport;
use crate::site::orders::forget_labels;
use crate::site::state::{LockRow, RecentEvent, RowKey, State, is_kept_for_guest};
use crate::time::Instant;

/// From so many codes on, one difference is that of the reader (T8).
const MANY: usize = 3;

/// Takes the codes that a lock lists at `at`. A code with a command under way is left to the result
/// of the command.
pub(crate) fn take_codes(
    state: &mut State,
    report: &LockReport,
    listed: &[CodeOnLock],
    (at, now): (Instant, Instant),
) {
    let lock_id = &report.lock_id;
    let Some(list) = list_of(state, lock_id, listed, (at, now)) else {
        return;
    };
    let taken_before = places_taken(state, lock_id);
    note_gone(state, report, listed, at);
    let busy = busy_codes(state, lock_id);
    let is_code = |one: &&CodeOnLock| {
        !one.is_empty && (pin_of(one).is_none() || pin_of(one) != list.abilities.cleared_pin)
    };
    let mut rest: Vec<&CodeOnLock> = listed.iter().filter(is_code).collect();
    let mut unlisted = Vec::new();
    let mut is_labelled = false;
    let mut shown = Vec::new();
    let sent = sent_codes(state, lock_id, &busy);
    let others = sent.clone();
    let is_entry_of = |code: &AccessCode, one: &CodeOnLock| {
        List::is_entry_of(code, one) && !is_named_another(code, one, &others)
    };
    for code in sent {
        match entry_of(&rest, |one| is_entry_of(&code, one)) {
            Some(place) => {
                let one = rest.remove(place);
                // A cloud may list what it was sent once more beside what is there (I4).
                rest.retain(|other| code.pin.is_none() || pin_of(other) != code.pin);
                let is_named = code.label.is_some() && code.label == one.name;
                is_labelled |= is_named && code.holder.kind != HolderKind::Unknown;
                list.take_entry(state, &code, one);
                shown.push(code.id);
            }
            None if report.speaks_of(&code) => unlisted.push(code),
            None => {}
        }
    }
    list.take_unlisted(state, &unlisted, &mut rest, is_labelled);
    rest.retain(|one| !is_gone_since(state, lock_id, one, at));
    if report.is_whole() {
        list.forget_ghosts(state, lock_id, listed);
    }
    for one in rest {
        let is_known = codes_busy_with(state, &busy, one) || is_in_doubt(state, lock_id, one);
        if !is_known && !list.take_ghost(state, lock_id, one) {
            unknown(state, lock_id, one, at);
        }
    }
    forget_labels(state, &RowKey::Lock(lock_id.clone()));
    if list.abilities.slots.is_some() {
        take_slots(state, report, &shown, at);
    }
    if places_taken(state, lock_id) < taken_before {
        forget_no_space(state, lock_id);
    }
    // A list of some codes is no reading of the lock.
    if report.is_whole() {
        note_reading(state, lock_id, listed, &list);
    }
}

/// Which entry is that of a code: of several the first one that the cloud has not only accepted.
fn entry_of(rest: &[&CodeOnLock], is_it: impl Fn(&CodeOnLock) -> bool) -> Option<usize> {
    let is_there = |one: &&&CodeOnLock| one.state != Some(ListedState::Accepted);
    let all = || rest.iter().enumerate().filter(|(_, one)| is_it(one));
    let there = all().find(|(_, one)| is_there(one));
    there.or_else(|| all().next()).map(|(place, _)| place)
}

/// What is known of a list before its codes are taken; nothing where a newer one was taken.
fn list_of(
    state: &State,
    lock_id: &Id,
    listed: &[CodeOnLock],
    (at, now): (Instant, Instant),
) -> Option<List> {
    let row = state.locks.get(lock_id)?;
    let abilities = state.abilities_of(lock_id)?.clone();
    if row.read_at > Some(at) {
        return None;
    }
    let has_window = |one: &CodeOnLock| one.starts_at.is_some() || one.ends_at.is_some();
    let policy = state.policy_of_lock(lock_id);
    let list = List {
        // If the lock stores windows and its platform lists none, the windows that were sent are
        // all that is known.
        has_windows: !abilities.native_schedule || listed.iter().any(has_window),
        abilities,
        is_repeated: row.read_at == Some(at),
        asked_at: row.read_given_at.filter(|&asked| asked <= at),
        policy: policy.commands.clone(),
        hand: policy.hand.clone(),
        at,
        now,
        shift: None,
    };
    let shift = common_shift(state, lock_id, listed, &list);
    Some(List { shift, ..list })
}

/// Notes that the lock was read, and what the list says of all of its codes.
fn note_reading(state: &mut State, lock_id: &Id, listed: &[CodeOnLock], list: &List) {
    let at = list.at;
    let mut codes = state.codes_on(lock_id).into_iter();
    let is_settled = |code: &AccessCode| {
        let is_doubted = code.doubt.is_some_and(|doubt| doubt.is_open());
        code.on_lock.at <= Some(at) && !is_doubted
    };
    let is_newest = codes.all(is_settled);
    state.locks.change(lock_id, |row| {
        row.read_at = Some(at);
        row.unseen_removal_at = row.unseen_removal_at.filter(|&removed_at| removed_at > at);
        row.forget_gone(at);
        row.clock_or_zone = list.shift.is_some().then_some(true);
        if !listed.is_empty() {
            let is_hidden = listed.iter().any(|one| pin_of(one).is_none());
            row.pins_hidden = is_hidden.then_some(true);
        }
        // A list from before the question is no answer to it, unless it is newer than all that was
        // known: some clouds date their lists back (C6, F61).
        if row.read_given_at <= Some(at) {
            row.readings = None;
        } else if is_newest && row.read_asked_at.max(row.unseen_removal_at) <= Some(at) {
            row.readings = None;
            row.read_given_at = None;
        }
    });
}

/// How many places of a lock are or may be taken, by codes or by something that nobody knows (S1).
fn places_taken(state: &State, lock_id: &Id) -> usize {
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let row = state.locks.get(lock_id);
    let occupied = row.and_then(|row| row.occupied_slots.as_ref());
    codes
        .filter(|code| takes_place(code))
        .count()
        .saturating_add(occupied.map_or(0, Vec::len))
}

/// Notes the places that a list shows as taken. All other places that it covers are free (S1).
fn take_slots(state: &mut State, report: &LockReport, shown: &[Id], at: Instant) {
    state.locks.change(&report.lock_id, |row| {
        row.see_slots(at, |slot| report.speaks_of_slot(slot));
        row.slots_seen = row.slots_seen.or(report.is_whole().then_some(true));
    });
    for id in shown {
        let code = state.access_codes.get(id).cloned();
        if let Some(code) = code.filter(|code| code.slot.is_some()) {
            displace(state, &code, at);
        }
    }
}

/// By how much a list shifts the confirmed windows of three codes or more (T8).
fn common_shift(state: &State, lock_id: &Id, listed: &[CodeOnLock], list: &List) -> Option<Shift> {
    let mut shifts = Vec::new();
    for code in sent_codes(state, lock_id, &BTreeSet::new()) {
        if code.on_lock.state != OnLockState::Confirmed || code.holder.kind == HolderKind::Unknown {
            continue;
        }
        let Some(one) = listed.iter().find(|one| List::is_entry_of(&code, one)) else {
            continue;
        };
        let (known, shown) = (code.on_lock.span(), window_of(one));
        if !one.hides_window && !list.is_same_window(known, shown) {
            shifts.extend(shift(known, shown));
        }
    }
    let often = |one: &&Shift| shifts.iter().filter(|other| other == one).count() >= MANY;
    shifts.iter().find(often).copied()
}

/// The codes of a lock with a command under way.
fn busy_codes(state: &State, lock_id: &Id) -> BTreeSet<Id> {
    let commands = state.commands.about(&RowKey::Lock(lock_id.clone()));
    commands
        .filter_map(|command| command.code_id.clone())
        .collect()
}

/// The codes that may be on a lock, without the busy ones. A code that was never sent is not there:
/// an entry with its PIN is somebody else's (I10).
fn sent_codes(state: &State, lock_id: &Id, busy: &BTreeSet<Id>) -> Vec<AccessCode> {
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    codes
        // A code of the lock's algorithm is in no list (A3b).
        .filter(|code| !code.is_gone() && !code.is_offline() && !busy.contains(&code.id))
        .filter(|code| code.on_lock != Observed::ABSENT)
        .cloned()
        .collect()
}

/// Whether an entry in the place of a code, with its PIN hidden, has the label of
/// another one. Where a lock puts a code elsewhere than was thought, the place is that of no other
/// (P7).
fn is_named_another(code: &AccessCode, one: &CodeOnLock, all: &[AccessCode]) -> bool {
    let same_id = code.external_id.is_some() && code.external_id == one.external_id;
    let is_other = |other: &AccessCode| other.id != code.id && other.label == one.name;
    pin_of(one).is_none()
        && !same_id
        && one.name.is_some()
        && code.label != one.name
        && all.iter().any(is_other)
}

/// Whether an entry is a code that was taken off the lock after it was listed.
fn is_gone_since(state: &State, lock_id: &Id, one: &CodeOnLock, at: Instant) -> bool {
    let pin = pin_of(one);
    let mut codes = state.codes_on(lock_id).into_iter();
    let row = state.locks.get(lock_id);
    let mut others = row
        .into_iter()
        .flat_map(|row| row.codes_gone.iter().flatten());
    others.any(|gone| gone.at > at && one.external_id.as_ref() == Some(&gone.id))
        || pin.is_some()
            && codes.any(|code| {
                code.is_gone() && code.pin == pin && code.on_lock.at.is_some_and(|gone| gone > at)
            })
}

/// Notes which codes a report of some codes alone calls gone. What it says of a code of ours, the
/// code itself remembers.
fn note_gone(state: &mut State, report: &LockReport, listed: &[CodeOnLock], at: Instant) {
    for id in report.codes_of.iter().flatten() {
        let has_id = |other: &Option<Id>| other.as_ref() == Some(id);
        let mut codes = state.codes_on(&report.lock_id).into_iter();
        let is_ours =
            codes.any(|code| has_id(&code.external_id) && code.holder.kind != HolderKind::Unknown);
        if !is_ours && !listed.iter().any(|one| has_id(&one.external_id)) {
            let gone = RecentEvent { id: id.clone(), at };
            let note = |row: &mut LockRow| row.note_gone(gone);
            state.locks.change(&report.lock_id, note);
        }
    }
}

/// Whether an entry may be a code with a command under way.
fn codes_busy_with(state: &State, busy: &BTreeSet<Id>, one: &CodeOnLock) -> bool {
    busy.iter()
        .filter_map(|id| state.access_codes.get(id))
        .any(|code| {
            let same_id = code.external_id.is_some() && code.external_id == one.external_id;
            same_id || (code.pin.is_some() && code.pin == pin_of(one))
        })
}

/// Whether an entry is in the place of a code of ours that one list did not show: somebody may
/// have changed its PIN by hand, which another list has to show, too (T9).
fn is_in_doubt(state: &State, lock_id: &Id, one: &CodeOnLock) -> bool {
    let mut codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    codes.any(|code| {
        let is_open = code.doubt.is_some_and(|doubt| doubt.is_open());
        let same_id = code.external_id.is_some() && code.external_id == one.external_id;
        is_open && (same_id || (code.slot.is_some() && code.slot == one.slot))
    })
}

/// Takes a code that somebody else put on the lock. Its place and PIN are taken, the host hears of
/// it, and nothing touches it unasked (F16, I10).
fn unknown(state: &mut State, lock_id: &Id, one: &CodeOnLock, at: Instant) {
    let Some(id) = state.new_code_id(lock_id) else {
        return;
    };
    let holder = Holder {
        kind: HolderKind::Unknown,
        id: None,
        generation: None,
    };
    let code = AccessCode {
        pin: pin_of(one),
        external_id: one.external_id.clone(),
        slot: one.slot,
        label: one.name.clone(),
        on_lock: Observed {
            state: OnLockState::Confirmed,
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            at: Some(at),
            guaranteed_window: None,
        },
        ..AccessCode::new(id.clone(), lock_id.clone(), holder)
    };
    let taken = code.pin;
    state.access_codes.put(&id, code);
    // A code that was to get the same PIN gets another one (F9, P7).
    let rivals: Vec<AccessCode> = state
        .access_codes
        .about(&RowKey::Lock(lock_id.clone()))
        .filter(|rival| rival.id != id && !rival.is_gone())
        .filter(|rival| taken.is_some() && rival.pin == taken && rival.on_lock == Observed::ABSENT)
        .filter(|rival| !is_kept_for_guest(state, rival))
        .cloned()
        .collect();
    for rival in rivals {
        state
            .access_codes
            .put(&rival.id.clone(), rival.with_pin_refused());
    }
}
