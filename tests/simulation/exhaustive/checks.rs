//! What must hold: after each step, while time passes, and at the end.

use std::collections::{BTreeMap, BTreeSet};

use latchstring::code::Pin;
use latchstring::model::{AccessCode, CommandKind, Desired, HolderKind, OnLockState};
use latchstring::rules::{Audience, NoticeKind};
use latchstring::site::{AuditKind, Command, Site, Step};
use latchstring::time::Instant;

use crate::door::Held;
use crate::plan::{MINUTE, Plan, STAYS, instant, reveal};
use crate::quiet::is_empty;
use crate::world::World;

/// Two deadlines, what was under way when they began, and the pause after a second failure (I1, C6,
/// C7).
const TWO_DEADLINES: i64 = 4 * MINUTE;
/// How long after check-out the emergency code is replaced, where no other stay begins (E2).
const ROTATION: i64 = 60 * MINUTE;
/// How long a guest may stand before a door while their own code has its chance (A2).
const CHANCE: i64 = MINUTE;
/// How much earlier than its stay a code may open on a lock that stores no windows (C3).
const LEAD: i64 = 10 * MINUTE;
/// What a stay's window has after check-out, where no other stay begins (W4).
const GRACE: i64 = 30 * MINUTE;

pub fn is_spare(code: &AccessCode) -> bool {
    matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
}

/// A spare that could be told: on the lock, as far as the engine knows, and told to nobody.
fn is_ready(code: &AccessCode) -> bool {
    let sure = matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    );
    is_spare(code) && sure && !code.is_told() && matches!(code.wanted, Some(Desired::Window(_)))
}

fn stay_number(id: &str) -> usize {
    STAYS
        .iter()
        .position(|stay| *stay == id)
        .expect("a stay of the plan")
}

/// I3, I4, I8, I9 and D4, of one step.
pub fn check_step(plan: &Plan, world: &World, before: &Site, step: &Step) -> Result<(), String> {
    if !step.rejected.is_empty() {
        return Err(format!("a fact was rejected: {:?}", step.rejected));
    }
    check_tellings(world, step)?;
    let live = || {
        world
            .stored
            .access_codes
            .iter()
            .filter(|code| !code.is_gone())
    };
    let mut seen = BTreeMap::new();
    for code in live().filter(|code| code.pin.is_some()) {
        if let Some(other) = seen.insert(reveal(code.pin), &code.id) {
            return Err(format!("I4: {other} and {} have one PIN", code.id));
        }
    }
    for code in &world.stored.access_codes {
        let old = before.access_codes.iter().find(|old| old.id == code.id);
        // On a lock with places a code that is not there may be put elsewhere (S1).
        let is_there = |slot: Option<u32>| {
            let mut held = world.door.held.iter();
            plan.slots.is_none()
                || held.any(|held| held.code_id.as_deref() == Some(&*code.id) && held.slot == slot)
        };
        if old.is_some_and(|old| old.slot != code.slot && is_there(old.slot)) {
            return Err(format!("I9: {} moves to {:?}", code.id, code.slot));
        }
        let is_reserved = code.slot.is_some() && plan.slots.is_none_or(|_| code.slot == plan.slots);
        if is_reserved && code.holder.kind != HolderKind::Emergency {
            return Err(format!("I9: {} is in the reserved slot", code.id));
        }
    }
    if step.commands.len() + world.queue.len() > 1 || world.stored.commands.len() > 1 {
        return Err(format!(
            "D4: {:?} while {:?} is under way",
            step.commands, world.queue
        ));
    }
    let counted = |site: &Site| site.locks.first().map_or(0, |row| row.command_count);
    let fresh = step.commands.iter().all(|command| {
        let number: Option<u32> = command
            .id
            .rsplit('-')
            .next()
            .and_then(|number| number.parse().ok());
        number.is_some_and(|number| number > counted(before))
    });
    if !fresh {
        return Err(format!("D4: an id comes again in {:?}", step.commands));
    }
    Ok(())
}

/// Each telling of a spare is told to one stay, and in the same step to the host and to the record
/// (I3, I8).
fn check_tellings(world: &World, step: &Step) -> Result<(), String> {
    let spare = |pin: &str| {
        let codes = world.stored.access_codes.iter();
        codes
            .filter(|code| is_spare(code))
            .find(|code| reveal(code.pin) == pin)
    };
    let mut guests = Vec::new();
    let mut host = Vec::new();
    for notice in &step.notices {
        let Some(stay) = notice.reservation_id.as_deref().map(stay_number) else {
            continue;
        };
        match (notice.to, &notice.code_id) {
            (Audience::Guest, _) => {
                let pins = notice
                    .values
                    .doors
                    .iter()
                    .flatten()
                    .map(|door| reveal(door.code));
                for pin in pins.filter(|pin| !world.ever_told.contains(&(pin.clone(), stay))) {
                    let Some(code) = spare(&pin) else { continue };
                    if world.ever_told.contains(&(pin, 1 - stay)) {
                        return Err(format!("I3: {} is told to {}, too", code.id, STAYS[stay]));
                    }
                    guests.push((code.id.to_string(), stay));
                }
            }
            (_, Some(code))
                if matches!(
                    notice.kind,
                    NoticeKind::BackupTold | NoticeKind::EmergencyTold
                ) =>
            {
                host.push((code.to_string(), stay));
            }
            _ => {}
        }
    }
    let told = |kind: AuditKind| matches!(kind, AuditKind::BackupTold | AuditKind::EmergencyTold);
    let rows = step.audit.iter().filter(|row| told(row.kind));
    let mut audit: Vec<(String, usize)> = rows
        .filter_map(|row| {
            Some((
                row.code_id.as_ref()?.to_string(),
                stay_number(row.reservation_id.as_ref()?),
            ))
        })
        .collect();
    for told in [&mut guests, &mut host, &mut audit] {
        told.sort();
    }
    if guests != host || guests != audit {
        return Err(format!(
            "I8: told to guests {guests:?}, to the host {host:?}, in the audit {audit:?}"
        ));
    }
    Ok(())
}

impl World {
    /// What must hold from now until `next`, when the next one looks.
    pub fn check_wait(&self, plan: &Plan, next: i64) -> Result<(), String> {
        if next > plan.ends() + 300 * MINUTE {
            return Err(format!("I5: never quiet: {:?}", self.stored.commands));
        }
        self.call_early(next)?;
        for stay in 0..STAYS.len() {
            self.check_inside(plan, stay, next)?;
        }
        let held = self.door.held.iter();
        // What somebody typed in themselves is theirs.
        held.filter(|held| self.door.online && held.code_id.is_some())
            .try_for_each(|held| self.check_exposed(plan, held, next))
    }

    /// D3: before the instant for which the engine asked, a call does nothing.
    fn call_early(&self, next: i64) -> Result<(), String> {
        if next <= self.now + 1 {
            return Ok(());
        }
        let at = if next % 2 == 0 {
            next - 1
        } else {
            self.now + (next - self.now) / 2
        };
        let step = self
            .site
            .clone()
            .advance(&[], Instant::from_unix_seconds(at));
        let step = step.map_err(|error| error.to_string())?;
        if is_empty(&step) && step.wake_at.map(Instant::unix_seconds) == self.wake_at {
            return Ok(());
        }
        Err(format!(
            "D3: called at {}, before {:?}: {step:?}",
            instant(at),
            self.wake_at.map(instant)
        ))
    }

    /// I1: whoever stays has been told what opens, as soon as that was possible.
    fn check_inside(&self, plan: &Plan, stay: usize, next: i64) -> Result<(), String> {
        let (Some(known), Some(heard_at)) = (self.known(plan, stay), self.heard_at[stay]) else {
            return Ok(());
        };
        let from = self.now.max(known.starts_at);
        let until = next.min(known.ends_at);
        if !known.confirmed || from >= until {
            return Ok(());
        }
        let opens = |pin: Pin, at: i64| self.door.opens(pin, at);
        if self.told[stay].is_some_and(|pin| opens(pin, from) && opens(pin, until - 1)) {
            return Ok(());
        }
        let place = || {
            format!(
                "{} from {} to {}",
                STAYS[stay],
                instant(from),
                instant(until)
            )
        };
        let ready = self
            .stored
            .access_codes
            .iter()
            .filter(|code| is_ready(code));
        let mut ready = ready.filter(|code| code.pin.is_some_and(|pin| opens(pin, from)));
        // The guest's own code has its chance first, while they stand there for a minute (A2). What
        // is put on at the start of a stay has it from there on (C3).
        let possible_at = if plan.native_schedule {
            i64::MIN
        } else {
            known.starts_at
        };
        let has_chance = self.stored.access_codes.iter().any(|code| {
            let is_own = code
                .holder
                .reservation_id()
                .is_some_and(|id| **id == *STAYS[stay]);
            let since = code.awaited.map(|awaited| awaited.since.unix_seconds());
            is_own && since.is_some_and(|since| from - since.max(possible_at) <= CHANCE)
        });
        // While the platform is asked for a code, the message waits (A3b).
        let is_asked = |command: &Command| command.kind == CommandKind::IssueOfflineCode;
        let is_asked = self.stored.commands.iter().any(is_asked);
        // What the algorithm made for this stay, and nobody is told, lets nobody in.
        let made = self.door.made.iter().find(|held| {
            let code = self.stored.access_codes.iter();
            let mut code = code.filter(|code| held.code_id.as_deref() == Some(&*code.id));
            let is_own = code.any(|code| {
                code.holder
                    .reservation_id()
                    .is_some_and(|id| **id == *STAYS[stay])
                    && code.on_lock.state == OnLockState::Confirmed
            });
            is_own && held.is_open(from)
        });
        if let Some(held) = made.filter(|_| !has_chance) {
            return Err(format!("I1: {:?} was made for {}", held.code_id, place()));
        }
        if let Some(code) = ready.next().filter(|_| !has_chance && !is_asked) {
            return Err(format!("I1: {} was ready for {}", code.id, place()));
        }
        let since = heard_at
            .max(known.starts_at - LEAD)
            .max(self.online_since)
            .max(self.settled_until(until));
        if self.door.online && until - since > TWO_DEADLINES {
            return Err(format!(
                "I1: the lock answers since {} for {}",
                instant(since),
                place()
            ));
        }
        Ok(())
    }

    /// Until when the last loss weighs; what a cloud has accepted and not done weighs still.
    fn settled_until(&self, until: i64) -> i64 {
        let waits = self.accepted.is_some();
        self.faulted_until.max(if waits { until } else { i64::MIN })
    }

    /// I2: what a guest was told opens in their window only, once the lock could be told so.
    fn check_exposed(&self, plan: &Plan, held: &Held, next: i64) -> Result<(), String> {
        let pin = held.pin.reveal();
        let code = self
            .stored
            .access_codes
            .iter()
            .find(|code| code.pin == Some(held.pin));
        let whose = (0..STAYS.len()).filter(|stay| self.ever_told.contains(&(pin.clone(), *stay)));
        for stay in whose {
            let until = next.min(held.ends_at.unwrap_or(next)) - 1;
            let from = self.now.max(held.starts_at.unwrap_or(self.now));
            let known = self.known(plan, stay).filter(|known| known.confirmed);
            let allowed = known.map(|known| {
                let other = self.known(plan, 1 - stay).filter(|other| other.confirmed);
                let next_starts = other
                    .map(|other| other.starts_at)
                    .filter(|&at| at >= known.ends_at);
                // The emergency code stands in its place until it is replaced there (E2).
                let is_emergency =
                    code.is_some_and(|code| code.holder.kind == HolderKind::Emergency);
                let after = if is_emergency { ROTATION } else { GRACE };
                let end =
                    next_starts.map_or(known.ends_at + after, |at| at.min(known.ends_at + after));
                // What was told in need opens from then on where it can't be given a start (B4).
                let early = code.is_some_and(is_spare) && !plan.native_schedule;
                let lead = if plan.native_schedule { 0 } else { LEAD };
                (
                    if early {
                        i64::MIN
                    } else {
                        known.starts_at - lead
                    },
                    end,
                )
            });
            let wrong_since = match allowed {
                None => i64::MIN,
                Some((start, end)) if from >= start && until < end => continue,
                Some((_, end)) if until >= end => end,
                Some(_) => i64::MIN,
            };
            if from > until {
                continue;
            }
            let told_at = code
                .and_then(|code| code.told_to.as_ref()?.last())
                .map(|told| told.at.unix_seconds());
            let since = wrong_since
                .max(
                    self.heard_at
                        .iter()
                        .flatten()
                        .copied()
                        .max()
                        .unwrap_or(i64::MIN),
                )
                .max(told_at.unwrap_or(i64::MIN))
                .max(self.online_since)
                .max(self.settled_until(until));
            if until - since > TWO_DEADLINES {
                let window = (held.starts_at.map(instant), held.ends_at.map(instant));
                let place = (instant(self.now), instant(next));
                return Err(format!(
                    "I2: {} of {} opens {window:?} in {place:?}",
                    held.id, STAYS[stay]
                ));
            }
        }
        Ok(())
    }

    /// I5 and I6, when all is over, quiet and online; I10: what somebody typed in is still there.
    pub fn check_end(&self, plan: &Plan) -> Result<(), String> {
        let codes = &self.stored.access_codes;
        let mut spares = BTreeSet::new();
        for held in &self.door.held {
            let Some(id) = &held.code_id else { continue };
            let code = codes
                .iter()
                .find(|code| *code.id == **id && code.pin == Some(held.pin));
            match code.filter(|code| is_ready(code)) {
                Some(code) => drop(spares.insert(code.holder.kind)),
                None => return Err(format!("I5: {id} is left on the lock as {code:?}")),
            }
        }
        if spares.len() != 2 || codes.iter().filter(|code| is_ready(code)).count() != 2 {
            return Err(format!("I6: on the lock are {spares:?}"));
        }
        let typed_in = self
            .door
            .held
            .iter()
            .filter(|held| held.code_id.is_none())
            .count();
        if typed_in != usize::from(plan.typed_in.is_some()) {
            return Err("I10: what somebody typed in is gone".to_owned());
        }
        Ok(())
    }

    /// Who has what on the lock, without PINs, ids and tellings (I7): a spare that a stay was told
    /// is that stay's while it lasts.
    pub fn holders(&self, plan: &Plan) -> BTreeSet<(String, Option<i64>, Option<i64>)> {
        let mut holders = BTreeSet::new();
        for held in self.door.held.iter().filter(|held| held.code_id.is_some()) {
            let code = self
                .stored
                .access_codes
                .iter()
                .find(|code| code.pin == Some(held.pin));
            let Some(code) = code else { continue };
            let told = code
                .told_to
                .iter()
                .flatten()
                .next()
                .map(|told| &told.reservation_id);
            let holder = match (code.holder.reservation_id().or(told), is_spare(code)) {
                (Some(id), true) => {
                    let known = self.known(plan, stay_number(id));
                    // The emergency code stands in its place for a while after its stay (E2).
                    let is_emergency = code.holder.kind == HolderKind::Emergency;
                    let is_over = is_emergency
                        && known.is_some_and(|known| self.now >= known.ends_at + GRACE);
                    // An original beside it may be on the lock from here on, or be dropped (B4,
                    // C3).
                    let is_ahead = known.is_none_or(|known| self.now < known.starts_at - LEAD);
                    if is_over || is_ahead {
                        continue;
                    }
                    id.to_string()
                }
                (Some(id), false) => id.to_string(),
                // How many spares are left is a matter of tellings.
                (None, _) => continue,
            };
            holders.insert((holder, held.starts_at, held.ends_at));
        }
        holders
    }
}
