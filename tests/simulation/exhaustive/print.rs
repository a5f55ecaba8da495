//! What makes two states one: everything that bears on what can happen next, and nothing else.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

use latchstring::model::{
    AccessCode, Awaited, CommandKind, LockState, Observed, OnLockState, Told, Tries,
};
use latchstring::site::{LockRow, NewCodes, Site, TripRow};
use latchstring::time::Instant;
use serde::Serialize;

use crate::checks::is_spare;
use crate::plan::{MINUTE, Plan, instant, reveal};
use crate::search::Print;
use crate::world::World;

/// The longest time that a rule counts from something that was stored (B5, E2: 60 min); of what is
/// older, only the order matters, but for ages of days, which no plan reaches.
const REMEMBERED: i64 = 65 * MINUTE;
/// The longest time that a code has its chance (A2: 90 s).
const CHANCE: i64 = 2 * MINUTE;

fn json(text: &mut String, row: &impl Serialize) {
    text.push_str(&serde_json::to_string(row).unwrap());
}

/// The rows that bear on what happens next. Listings, the policy and the lock itself never change,
/// bookings follow from which were told; counters, audit and the clock decide nothing.
fn rows(text: &mut String, state: &World) {
    let Site {
        header: _,
        listings: _,
        locks,
        reservations: _,
        access_codes,
        commands,
        visits,
        trips,
        notices,
        orders: _,
    } = &state.stored;
    let is_awaited = |id: &str| {
        let is_accepted = state.accepted.as_ref().is_some_and(|one| *one.id == *id);
        is_accepted || state.late.iter().any(|deed| deed.command_id == id)
    };
    let is_live = |id: &str| {
        access_codes
            .iter()
            .any(|code| *code.id == *id && !code.is_gone())
    };
    for row in locks {
        let LockRow {
            lock: _,
            number: _,
            command_count,
            code_count,
            retry,
            last_status,
            read_at,
            unseen_removal_at,
            unconfirmed_commands,
            // No guest complains here (A4).
            read_asked_at: _,
            read_refused,
            status_at,
            // Results here are never dated before their commands.
            command_given_at: _,
            read_given_at,
            readings,
            clock_or_zone: _,
            // It counts for complaints only.
            pins_hidden: _,
            slots_seen,
            occupied_slots,
            // Nobody else puts codes on the lock here.
            codes_gone: _,
            // Nobody says anything twice here but answers to commands.
            recent_events: _,
            // Nobody types a wrong PIN here, and no stranger uses the lock.
            refused_entries: _,
            strange_use: _,
        } = row;
        // Ids are compared as text, so that their lengths bear on their order.
        write!(text, "{}{}", digits(*command_count), digits(*code_count)).unwrap();
        if let Some(retry) = retry {
            let pause = Some(retry.not_before.unix_seconds()).filter(|&at| at > state.now);
            // A check that comes after the last failure ends the pause (C6).
            let failed_at = retry.failed_at.filter(|_| pause.is_some());
            write!(
                text,
                "{} \"{}\"",
                retry.failures,
                pause.map(instant).unwrap_or_default()
            )
            .unwrap();
            json(text, &(retry.command, retry.failure, failed_at));
        }
        // Of what is old only that it is old: it is stale, but for the span that failed tries cover
        // (A3).
        let now = Instant::from_unix_seconds(state.now - REMEMBERED);
        let age = |at: Instant| if at < now { Instant::MIN } else { at };
        let known = last_status.clone().map(|known| LockState {
            reported_at: known.reported_at.map(age),
            failures: known.failures.map(|all| all.into_iter().map(age).collect()),
            ..known
        });
        json(text, &known);
        json(text, read_refused);
        json(text, &(slots_seen, occupied_slots));
        json(text, &readings.map(|tries| as_pause(tries, state.now)));
        json(text, &(read_given_at > read_at));
        json(text, &status_at.map(age));
        json(text, &unseen_removal_at.map(age));
        if dates_count(state) {
            json(text, read_at);
        }
        for command in unconfirmed_commands
            .iter()
            .flatten()
            .map(|sent| &sent.command)
        {
            let is_try = command.kind == CommandKind::ProgramCode;
            let is_known = is_awaited(&command.id);
            // Without an answer, only a PIN that may have been put there bears on what a lock says
            // (F25).
            if is_known || (is_try && command.code_id.as_ref().is_some_and(|id| is_live(id))) {
                let id = is_known.then_some(&command.id);
                json(text, &(id, command.kind, &command.code_id, command.pin));
            }
        }
    }
    // A spare that is off its lock is gone for good (B2, I3).
    for code in access_codes
        .iter()
        .filter(|code| !(code.is_gone() && is_spare(code)))
    {
        let told_to = code.told_to.as_ref().map(|told| {
            // When somebody was told decides something only where a guest complains, which none
            // does here (A4).
            told.iter()
                .map(|told| Told {
                    at: Instant::MIN,
                    ..told.clone()
                })
                .collect()
        });
        let at = code
            .on_lock
            .at
            .filter(|_| !is_settled(code) || dates_count(state));
        let on_lock = if code.is_gone() {
            Observed::ABSENT
        } else {
            Observed { at, ..code.on_lock }
        };
        // A chance that was used up stays so (A2).
        let used_up = Instant::from_unix_seconds(state.now - CHANCE);
        let recent = |at: Instant| if at < used_up { Instant::MIN } else { at };
        let awaited = code.awaited.map(|awaited| Awaited {
            since: recent(awaited.since),
            sent_at: awaited.sent_at.map(recent),
        });
        // Ages of codes count in days.
        json(
            text,
            &AccessCode {
                made_at: None,
                // Nothing here is heard of late.
                window_before: None,
                on_lock,
                told_to,
                tries: code.tries.clone().map(|all| {
                    let all = all.into_iter().filter(|_| !code.is_gone());
                    all.map(|tries| as_pause(tries, state.now)).collect()
                }),
                awaited,
                ..code.clone()
            },
        );
    }
    json(text, commands);
    json(text, visits);
    // Of what is over only the number of the next notice is kept (N1).
    let is_over = |trip: &&TripRow| {
        trip.told_access.is_none()
            && trip
                .over_at
                .is_some_and(|at| at.unix_seconds() <= state.now)
    };
    for trip in trips.iter().filter(|trip| !is_over(trip)) {
        // That it came or changed late is all that counts (A1).
        let late = |at: Option<Instant>| at.map(|_| Instant::MIN);
        let (booked_at, changed_at) = (late(trip.booked_at), late(trip.changed_at));
        // How many new codes were told within an hour, up to as many as stop that, and whether they
        // did (A6).
        let new_codes = trip.new_codes.as_ref().map(|doors| {
            let counts = |door: &NewCodes| {
                let is_recent = |at: &&Instant| at.unix_seconds() > state.now - 3_600;
                let count = door.told_at.iter().filter(is_recent).count();
                let holds = |at: &Instant| trip.changed_at.is_none_or(|changed| changed <= *at);
                NewCodes {
                    told_at: vec![Instant::MIN; count.min(3)],
                    stopped_at: door.stopped_at.filter(holds).map(|_| Instant::MIN),
                    ..door.clone()
                }
            };
            doors.iter().map(counts).collect()
        });
        json(
            text,
            &TripRow {
                notices: 0,
                booked_at,
                changed_at,
                new_codes,
                ..trip.clone()
            },
        );
    }
    // What is over says only under which key it comes back.
    for notice in notices.iter().filter(|notice| notice.ended_at.is_none()) {
        let about = notice.key.rsplit(':').next().unwrap_or_default();
        if !about.starts_with('k') || is_live(about) {
            json(text, &notice.key);
        }
    }
}

/// Whether it is known what the lock has of a code: since when decides nothing then, unless what
/// was read before comes late.
fn is_settled(code: &AccessCode) -> bool {
    matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Absent
    )
}

fn dates_count(state: &World) -> bool {
    !state.late.is_empty()
        || state.accepted.is_some()
        || !state.stored.access_codes.iter().all(is_settled)
}

fn digits(count: u32) -> usize {
    (count + 1).to_string().len()
}

fn world(text: &mut String, plan: &Plan, world: &World) {
    // Of the time since the last loss only that counts which checks still forgive.
    let recent = |at: i64| {
        if world.now - at < 10 * MINUTE {
            instant(at)
        } else {
            String::new()
        }
    };
    let heard: Vec<String> = world
        .heard_at
        .iter()
        .flatten()
        .map(|&at| recent(at))
        .collect();
    write!(
        text,
        "|{} {:?} {} {} {} {heard:?} {:?} {:?} {}",
        world.now - plan.starts(),
        world.next_at(plan).map(|at| at - plan.starts()),
        world.heard,
        world.losses_left,
        world.crashes_left,
        recent(world.online_since),
        recent(world.faulted_until),
        world.door.online,
    )
    .unwrap();
    for command in &world.queue {
        write!(text, "\"{}\"", command.id).unwrap();
    }
    for deed in &world.late {
        deed.write(text);
    }
    if let Some(command) = &world.accepted {
        json(text, command);
    }
    for held in world.door.held.iter().chain(&world.door.made) {
        let edge = |at: Option<i64>| at.map(instant);
        write!(
            text,
            "\"{}\" \"{}\" {:?}",
            held.id,
            held.pin.reveal(),
            held.code_id
        )
        .unwrap();
        write!(
            text,
            "{:?} {:?} {:?}",
            edge(held.starts_at),
            edge(held.ends_at),
            held.slot
        )
        .unwrap();
    }
    for pin in world.told {
        write!(text, "\"{}\"", reveal(pin)).unwrap();
    }
    // What is nowhere any more opens nothing.
    let codes = &world.stored.access_codes;
    let is_live = |pin: &str| {
        let mut held = world.door.held.iter().chain(&world.door.made);
        let held = held.any(|held| held.pin.reveal() == pin);
        held || codes
            .iter()
            .any(|code| !code.is_gone() && reveal(code.pin) == pin)
    };
    for (pin, stay) in world.ever_told.iter().filter(|(pin, _)| is_live(pin)) {
        write!(text, "\"{pin}\" {stay}").unwrap();
    }
}

/// The words of a text in quotes, one by one.
fn words(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('"')
        .enumerate()
        .map(|(at, word)| (at % 2 == 1, word))
}

fn is_instant(word: &str) -> bool {
    word.len() == 20 && word.ends_with('Z') && word.as_bytes()[4] == b'-'
}

/// Whether a word is the name of something only by being another one: a PIN, a backup's number, an
/// id that counts up.
fn is_name(word: &str) -> bool {
    let number = word.trim_start_matches(['k', 'c', 'x']);
    let number = number.strip_prefix("1-").unwrap_or(number);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

pub fn text(plan: &Plan, state: &World) -> String {
    let mut full = String::with_capacity(4096);
    rows(&mut full, state);
    world(&mut full, plan, state);
    let oldest = instant(state.now - REMEMBERED);
    let old = words(&full).filter(|(quoted, word)| *quoted && is_instant(word) && **word < *oldest);
    let old: BTreeSet<&str> = old.map(|(_, word)| word).collect();
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut short = String::with_capacity(full.len());
    for (quoted, word) in words(&full) {
        if !quoted {
            short.push_str(word);
            continue;
        }
        short.push('"');
        if is_instant(word) && old.contains(word) {
            write!(short, "before {}", old.range(word..).count()).unwrap();
        } else {
            for part in word.split(':') {
                if is_name(part) && !is_instant(word) {
                    let next = names.len();
                    write!(short, "#{}", names.entry(part).or_insert(next)).unwrap();
                } else {
                    short.push_str(part);
                }
                short.push(':');
            }
        }
        short.push('"');
    }
    short
}

pub fn print(plan: &Plan, state: &World) -> Print {
    let text = text(plan, state);
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, &text).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// Tries, of which only a pause that is not over yet bears on what comes.
fn as_pause(tries: Tries, now: i64) -> Tries {
    let is_over = tries.not_before.unix_seconds() <= now;
    let at = |at: Instant| if is_over { Instant::MIN } else { at };
    Tries {
        failed_at: at(tries.failed_at),
        not_before: at(tries.not_before),
        ..tries
    }
}
