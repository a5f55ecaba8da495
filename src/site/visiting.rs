//! Codes of visitors: each visit has one on each of its doors while it stands, and hears of it (V).

use std::collections::BTreeSet;

use super::assign::audit_row;
use super::causes::Cause;
use super::delivery::of_visitor;
use super::issue::rules_of;
use super::memo::Look;
use super::order::HostOrderKind;
use super::place::Place;
use super::reissue::Replacing;
use super::rows::{ToldDoor, VisitRow};
use super::standing::{is_visit_revoked, standing, visit_rests};
use super::state::State;
use super::step::{AuditKind, AuditReason};
use super::tell::Telling;
use crate::Id;
use crate::code::{Candidate, CodeRequest, Key, Pin, PinSource, generate};
use crate::model::{AccessCode, Held, Holder, HolderKind, OnLockState, VisitKind, Wanted, abilities};
use crate::rules::{
    CodeFailure, DoorAccess, Notice, NoticeKind, NoticeValues, Stay, VisitCase, platform_makes, stays_of,
    visit_now, visit_rotation_at,
};
use crate::time::{Instant, Zone};

/// Makes the codes of a visit what they should be, and tells its visitor.
pub(super) fn keep_visit(
    state: &mut State,
    visit_id: &Id,
    now: Instant,
    key: &Key,
    telling: &mut Telling,
    look: &mut Look,
) {
    let Some(row) = state.visits.get(visit_id).cloned() else {
        return;
    };
    let mut held: Vec<Id> = Vec::new();
    let stays = stays_for(state, &row);
    for lock_id in locks_of(state, &row) {
        if is_visit_revoked(state, &row.visit, &lock_id) {
            continue;
        }
        let case = VisitCase {
            visit: &row.visit,
            stays: &stays,
            zone: zone_at(state, &row, &lock_id),
            used_at: row.used_at,
        };
        let wished = visit_now(&case, None, now);
        let rests = visit_rests(state, &row.visit, &lock_id);
        let mut door = VisitDoor {
            state: &mut *state,
            row: &row,
            lock_id: &lock_id,
            now,
            key,
            rests,
        };
        let code = wished.wanted.and_then(|wanted| door.keep(wanted, telling, look));
        // While automation rests, a visit without a code gets none then.
        let alarm = if rests && code.is_none() {
            &mut look.refresh
        } else {
            &mut look.alarm
        };
        if let Some(at) = wished.next_change {
            alarm.set(at);
        }
        held.extend(code);
    }
    for id in still_needed(state, visit_id, &held) {
        let wanted = window_beside(state, &id, &held);
        follow(state, &id, wanted, now, telling);
        held.push(id);
    }
    end_others(state, visit_id, &held, now, telling);
    tell(state, &row, telling);
    if let Some(row) = state.visits.get(visit_id) {
        look.causes.extend(of_visitor(row));
    }
}

fn locks_of(state: &State, row: &VisitRow) -> Vec<Id> {
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    let all = row
        .visit
        .lock_ids
        .as_ref()
        .or(listing.map(|listing| &listing.locks));
    let mut seen = BTreeSet::new();
    all.into_iter()
        .flatten()
        .filter(|id| state.locks.get(id).is_some() && seen.insert((*id).clone()))
        .cloned()
        .collect()
}

/// The stays that turnovers follow.
fn stays_for(state: &State, row: &VisitRow) -> Vec<Stay> {
    if row.visit.kind != VisitKind::Turnover {
        return Vec::new();
    }
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    listing.map_or_else(Vec::new, |listing| {
        stays_of(listing, standing(state, &listing.id), &state.header.policy).stays
    })
}

fn zone_at(state: &State, row: &VisitRow, lock_id: &Id) -> Zone {
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    let behind = || state.listings.about(&Place::Lock(lock_id.clone())).next();
    let lock = state.locks.get(lock_id).and_then(|row| row.lock.time_zone);
    listing
        .or_else(behind)
        .map(|listing| listing.time_zone)
        .or(lock)
        .unwrap_or_default()
}

struct VisitDoor<'a> {
    state: &'a mut State,
    row: &'a VisitRow,
    lock_id: &'a Id,
    now: Instant,
    key: &'a Key,
    /// Whether automation rests: no code is made, and none replaced.
    rests: bool,
}

impl VisitDoor<'_> {
    fn codes(&self) -> impl Iterator<Item = &AccessCode> {
        let about_it = Place::Visit(self.row.visit.id.clone());
        self.state.access_codes.about(&about_it)
    }

    /// The code of this door, made or changed as it should be.
    fn keep(&mut self, wanted: Held, telling: &mut Telling, look: &mut Look) -> Option<Id> {
        let mut newest: Option<&AccessCode> = None;
        for code in self.codes() {
            let is_held = code.lock_id == *self.lock_id && code.wanted != Some(Wanted::REMOVED);
            if is_held && newest.is_none_or(|newest| newest.holder.generation <= code.holder.generation) {
                newest = Some(code);
            }
        }
        let because = match newest {
            None => Some(AuditReason::VisitStands),
            Some(code) => self.why_anew(code),
        };
        let kept = newest.map(|code| code.id.clone());
        let made = match because {
            Some(because) if !self.rests => self.make(wanted, because, telling, look),
            _ => None,
        };
        let id = if let Some(id) = made {
            id
        } else {
            let id = kept?;
            let wanted = Some(Wanted::Held(wanted));
            follow(self.state, &id, wanted, self.now, telling);
            id
        };
        let rotation_at = self.rotation_at(self.state.access_codes.get(&id)?);
        if let Some(at) = rotation_at.filter(|&at| at > self.now && !self.rests) {
            look.alarm.set(at);
        }
        Some(id)
    }

    fn rotation_at(&self, code: &AccessCode) -> Option<Instant> {
        visit_rotation_at(
            self.row.visit.kind,
            code.made_at?,
            &self.state.header.policy.visits,
        )
    }

    /// Why another code is made in the place of one: it is too old (V3), or another one has its PIN (F9).
    fn why_anew(&self, code: &AccessCode) -> Option<AuditReason> {
        let is_refused = code.pin.is_none()
            && code.on_lock.state == OnLockState::Absent
            && !platform_makes(&rules_of(self.state, self.lock_id));
        if is_refused {
            return Some(AuditReason::DuplicateOnLock);
        }
        let is_old = self.rotation_at(code).is_some_and(|at| at <= self.now);
        is_old.then_some(AuditReason::CodeTooOld)
    }

    fn make(
        &mut self,
        wanted: Held,
        because: AuditReason,
        telling: &mut Telling,
        look: &mut Look,
    ) -> Option<Id> {
        let before = self
            .codes()
            .filter(|code| code.lock_id == *self.lock_id)
            .map(|code| code.holder.generation.unwrap_or(0))
            .max();
        let generation = before.map(|before| before.saturating_add(1));
        let pin = match self.pin(generation.unwrap_or(0)) {
            Ok(pin) => pin,
            Err(error) => {
                let because = CodeFailure::Pin {
                    code: error.code,
                    message: error.message,
                };
                let notice = Notice::visit_failed(&self.row.visit.id, self.lock_id, because);
                look.causes.extend(Cause::of(notice, None));
                // Another code that goes may leave a PIN for this one.
                look.watch_closely(self.lock_id);
                return None;
            }
        };
        let id = self.state.new_code_id(self.lock_id)?;
        let holder = Holder {
            kind: HolderKind::Visit,
            id: Some(self.row.visit.id.clone()),
            generation,
        };
        let code = AccessCode {
            pin,
            wanted: Some(Wanted::Held(wanted)),
            made_at: Some(self.now),
            ..AccessCode::new(id.clone(), self.lock_id.clone(), holder)
        };
        let row = audit_row(self.state, AuditKind::CodeIssued, &code, because, self.now);
        telling.audit.push(row);
        self.state.access_codes.put(&id, code);
        Some(id)
    }

    /// A PIN of the visit's own, the same on all of its doors where they allow it (V2, P1); none where the platform
    /// makes it.
    fn pin(&self, generation: u32) -> Result<Option<Pin>, crate::Error> {
        let rules = rules_of(self.state, self.lock_id);
        if platform_makes(&rules) {
            return Ok(None);
        }
        let (in_use, retired) = State::pins_of(&self.state.codes_at_door(self.lock_id));
        let elsewhere = self.codes().filter(|code| {
            code.lock_id != *self.lock_id && code.holder.generation.unwrap_or(0) == generation
        });
        let preferred: Vec<Candidate> = elsewhere
            .filter_map(|code| code.pin?.reveal().parse().ok())
            .collect();
        let holder = format!("visit {}", self.row.visit.id);
        let made = generate(CodeRequest {
            length: self.state.header.policy.codes.length,
            rules: &[rules],
            in_use: &in_use,
            retired: &retired,
            preferred: &preferred,
            source: PinSource::Derived {
                key: self.key,
                site: &self.state.header.id,
                holder: &holder,
                lock: "",
                generation,
            },
        })?;
        Ok(Some(made.code))
    }
}

/// Moves the window of a code to where its visit's is.
fn follow(state: &mut State, id: &Id, wanted: Option<Wanted>, now: Instant, telling: &mut Telling) {
    let Some(code) = state.access_codes.get(id).filter(|code| code.wanted != wanted) else {
        return;
    };
    let mut code = code.clone();
    (code.wanted, code.failure) = (wanted, None);
    let reason = AuditReason::WindowChanged;
    telling
        .audit
        .push(audit_row(state, AuditKind::WindowMoved, &code, reason, now));
    state.access_codes.put(id, code);
}

/// The window of the code among `held` that is at the same door as another one.
fn window_beside(state: &State, id: &Id, held: &[Id]) -> Option<Wanted> {
    let old = state.access_codes.get(id)?;
    for id in held {
        let new = state.access_codes.get(id)?;
        if new.lock_id == old.lock_id {
            return new.wanted;
        }
    }
    None
}

/// The codes in whose place those of `new` are and that still have to open (V3, T4).
fn still_needed(state: &State, visit_id: &Id, new: &[Id]) -> Vec<Id> {
    let mut doors = Vec::new();
    for new in new.iter().filter_map(|id| state.access_codes.get(id)) {
        let mut old = Vec::new();
        for code in state.access_codes.about(&Place::Visit(visit_id.clone())) {
            let is_held = code.wanted != Some(Wanted::REMOVED);
            let may_open = code.on_lock.state != OnLockState::Absent;
            if code.lock_id == new.lock_id && code.id != new.id && is_held && may_open {
                old.push(code.id.clone());
            }
        }
        doors.push(Replacing::at_a_door(state, old, Some(new)));
    }
    Replacing::still_needed(doors)
}

/// Ends every code of a visit that it does not hold: it is over, revoked, used up, or replaced.
fn end_others(state: &mut State, visit_id: &Id, held: &[Id], now: Instant, telling: &mut Telling) {
    let ended: Vec<AccessCode> = state
        .access_codes
        .about(&Place::Visit(visit_id.clone()))
        .filter(|code| !held.contains(&code.id))
        .filter(|code| matches!(code.wanted, Some(Wanted::Held(_))))
        .cloned()
        .collect();
    for code in ended {
        let visit = code.holder.visit_id().and_then(|id| state.visits.get(id));
        let revoked = visit.is_some_and(|row| is_visit_revoked(state, &row.visit, &code.lock_id));
        let reason = match code.wanted {
            Some(Wanted::Held(held)) if held.ends_at.is_some_and(|end| end <= now) => AuditReason::WindowOver,
            _ if revoked => AuditReason::HostOrdered {
                order: HostOrderKind::Revoke,
            },
            _ => AuditReason::NoLongerEntitled,
        };
        telling
            .audit
            .push(audit_row(state, AuditKind::CodeEnded, &code, reason, now));
        state.access_codes.put(&code.id.clone(), code.ended(now));
    }
}

/// Tells a visitor their code, its changes and its end (V2).
fn tell(state: &mut State, row: &VisitRow, telling: &mut Telling) {
    let about_it = Place::Visit(row.visit.id.clone());
    let mut codes: Vec<&AccessCode> = state
        .access_codes
        .about(&about_it)
        .filter(|code| matches!(code.wanted, Some(Wanted::Held(_))))
        .collect();
    // Of two at one door the older one works still, and the newer one does not yet.
    let key = |code: &AccessCode| (code.lock_id.clone(), code.holder.generation);
    codes.sort_by(|a, b| key(a).cmp(&key(b)));
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
    let Some(Wanted::Held(held)) = code.wanted else {
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
