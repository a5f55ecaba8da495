//! A door that is looked at: which codes open it for whom, and who stands outside.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::Item;
use super::lane::{Certainty, SpanKind};
use super::scene::Scene;
use super::stays_here::StayHere;
use crate::Id;
use crate::model::{AccessCode, CodeWindow, Desired, HolderKind, OnLockState, abilities};
use crate::rules::{Reason, opens, was_told};
use crate::site::{LockRow, RowKey, is_backup_or_emergency};
use crate::time::{Duration, Instant};
use crate::virtual_lock::{HeldCode, VirtualLock};

/// How long a removal may take before a code counts as open too long.
const REMOVAL: Duration = Duration::minutes(1);

/// A door that is looked at.
pub(super) struct Door<'a> {
    scene: &'a Scene<'a>,
    row: &'a LockRow,
    lock: &'a VirtualLock,
    at: Instant,
    native: bool,
    is_offline: bool,
    held: BTreeMap<&'a Id, &'a HeldCode>,
    stays: &'a [Arc<StayHere>],
    /// The stays that have a way in.
    covered: Vec<&'a Id>,
    pub(super) until: Option<Instant>,
    pub(super) items: Vec<Item>,
    pub(super) backups_left: u32,
}

impl<'a> Door<'a> {
    /// A door at an instant, before anybody looks. Where it `waits`, what is planned waits until
    /// the lock answers.
    pub(super) fn new(
        scene: &'a Scene<'a>,
        row: &'a LockRow,
        lock: &'a VirtualLock,
        at: Instant,
        waits: bool,
    ) -> Self {
        let stays = scene.stays.get(&lock.id).map_or(&[][..], Vec::as_slice);
        let held = lock.codes.iter().chain(lock.offline_codes.iter().flatten());
        Self {
            scene,
            row,
            lock,
            at,
            native: lock.native_schedule,
            is_offline: waits,
            held: held
                .filter_map(|held| Some((held.code_id.as_ref()?, held)))
                .collect(),
            stays,
            covered: Vec::new(),
            until: None,
            items: Vec::new(),
            backups_left: 0,
        }
    }

    pub(super) fn look(&mut self) {
        self.edge(Some(self.scene.now));
        for stay in self.stays {
            let (booked, window) = (stay.stay.booked, stay.stay.window);
            let until = window.ends_at();
            for edge in [
                window.starts_at(),
                booked.starts_at(),
                booked.ends_at(),
                until,
                until + REMOVAL,
            ] {
                self.edge(Some(edge));
            }
            if window.contains(self.at) {
                let kind = if booked.contains(self.at) {
                    SpanKind::Stay
                } else {
                    SpanKind::Grace
                };
                let on_hold = stay.stay.is_on_hold().then_some(Reason::BookingOnHold);
                self.items.push(Item::of_stay(kind, stay, on_hold));
            }
        }
        let here = RowKey::Lock(self.lock.id.clone());
        for code in self.scene.state.access_codes.about(&here) {
            match code.holder.kind {
                HolderKind::Reservation | HolderKind::Visit => self.look_at_own(code),
                HolderKind::Backup | HolderKind::Emergency => self.look_at_backup(code),
                HolderKind::Unknown => {}
            }
        }
        self.find_uncovered();
    }

    /// Takes that something may change at an instant.
    fn edge(&mut self, at: Option<Instant>) {
        if let Some(at) = at.filter(|&at| at > self.at) {
            self.until = Some(self.until.map_or(at, |until| until.min(at)));
        }
    }

    fn edges(&mut self, window: CodeWindow) {
        self.edge(window.starts_at);
        self.edge(window.ends_at);
    }

    /// Whether what counts is what is planned, as the lock will be asked for it.
    fn is_planned(&self) -> bool {
        !self.scene.is_forecast && self.at >= self.scene.now
    }

    /// Whether the lock opens for a code at an instant, as it is now.
    fn is_open(&self, code: &AccessCode, at: Instant) -> bool {
        let opens = |held: &&HeldCode| self.lock.opens_for(held, at);
        // What was before a code was made is not known any more.
        let since = code.made_at.filter(|_| self.native).max(if self.native {
            None
        } else {
            code.on_lock.at
        });
        let was_there = self.scene.is_forecast || at >= self.scene.now || since <= Some(at);
        was_there && self.held.get(&code.id).is_some_and(opens)
    }

    /// Whether a code shows as open, and how sure that is.
    fn shown(&self, code: &AccessCode) -> Option<Certainty> {
        let is_open = self.is_open(code, self.at);
        let wanted =
            matches!(code.wanted, Some(Desired::Window(window)) if window.contains(self.at));
        let counts = if self.is_planned() && !self.is_offline {
            wanted
        } else {
            is_open || (self.is_planned() && wanted)
        };
        counts.then(|| {
            if is_open {
                self.certainty(code)
            } else {
                Certainty::Pending
            }
        })
    }

    fn certainty(&self, code: &AccessCode) -> Certainty {
        match code.on_lock.state {
            OnLockState::Confirmed => Certainty::Confirmed,
            OnLockState::Absent => Certainty::None,
            _ if opens(code, self.native).contains(self.at)
                && code.on_lock.state != OnLockState::Unverifiable =>
            {
                Certainty::Confirmed
            }
            _ => Certainty::Accepted,
        }
    }

    /// The stay of a booking that runs, or has ended within the time of a removal.
    fn running(&self, reservation_id: &Id) -> Option<&'a Arc<StayHere>> {
        self.stays.iter().find(|stay| {
            let window = stay.stay.window;
            window.starts_at() <= self.at
                && self.at < window.ends_at() + REMOVAL
                && stay.has(reservation_id)
        })
    }

    fn item(&self, kind: SpanKind, certainty: Certainty, code: &AccessCode) -> Item {
        let told = code.told_to.iter().flatten().next_back();
        let told = told.filter(|_| is_backup_or_emergency(code));
        let id = code.holder.reservation_id();
        let id = id.or(told.map(|told| &told.reservation_id));
        let state = self.scene.state;
        let booking = id.and_then(|id| state.reservations.get(id));
        let visit_id = code.holder.visit_id();
        let visit = visit_id.and_then(|id| state.visits.get(id));
        let visitor = visit.and_then(|row| row.visit.visitor.clone());
        let silent = (!self.lock.answers()).then_some(Reason::LockOffline);
        Item {
            kind,
            certainty,
            because: match (kind, certainty) {
                (SpanKind::OverOpen, _) => silent,
                (_, Certainty::Pending) if !self.native => Some(Reason::ProgrammedAtActivation),
                (_, Certainty::Pending) => Some(Reason::NotConfirmed),
                _ => None,
            },
            stay: None,
            reservation_id: id.cloned(),
            visit_id: visit_id.cloned(),
            name: booking
                .map(|booking| booking.guest.name.clone())
                .or(visitor),
            code_id: Some(code.id.clone()),
            pin: code.pin,
        }
    }

    /// A code of a stay or a visit.
    fn look_at_own(&mut self, code: &'a AccessCode) {
        if let Some(held) = self.held.get(&code.id) {
            self.edges(held.window);
        }
        let wanted = match code.wanted {
            Some(Desired::Window(window)) => Some(window),
            _ => None,
        };
        let lead = if self.native {
            Duration::ZERO
        } else {
            self.scene.lead(code)
        };
        let allowed = wanted.map(|window| CodeWindow {
            starts_at: window.starts_at.map(|start| start - lead),
            ends_at: window.ends_at.map(|end| end + REMOVAL),
        });
        for window in wanted.into_iter().chain(allowed) {
            self.edges(window);
        }
        let Some(certainty) = self.shown(code) else {
            return;
        };
        let is_visit = code.holder.kind == HolderKind::Visit;
        let stay = code.holder.reservation_id();
        let stay = stay.and_then(|id| self.running(id));
        // Its removal leaves when the window ends, and takes a moment.
        let is_just_over = stay.is_some_and(|stay| stay.stay.window.ends_at() <= self.at);
        if !is_just_over && !allowed.is_some_and(|window| window.contains(self.at)) {
            if is_visit || code.is_told() || self.scene.is_known(code) {
                self.items
                    .push(self.item(SpanKind::OverOpen, certainty, code));
            }
            return;
        }
        if let Some(stay) = stay.filter(|stay| self.lets_in(stay, code, certainty)) {
            self.covered.push(&stay.holder);
        }
        let kind = if is_visit {
            SpanKind::Visit
        } else {
            SpanKind::Opens
        };
        let item = self.item(kind, certainty, code);
        self.items.push(Item {
            stay: stay.cloned(),
            reservation_id: stay
                .map(|stay| stay.holder.clone())
                .or(item.reservation_id.clone()),
            ..item
        });
    }

    /// A backup or an emergency code.
    fn look_at_backup(&mut self, code: &'a AccessCode) {
        let is_ready = code.holder.kind == HolderKind::Backup
            && !code.is_told()
            && code.wanted != Some(Desired::REMOVED);
        if !code.is_told() {
            let is_there = self.held.contains_key(&code.id);
            self.backups_left = self
                .backups_left
                .saturating_add(u32::from(is_ready && is_there));
            return;
        }
        if let Some(held) = self.held.get(&code.id) {
            self.edges(held.window);
        }
        if let Some(Desired::Window(window)) = code.wanted {
            self.edges(window);
        }
        let told: Vec<_> = code.told_to.iter().flatten().collect();
        for told in &told {
            self.edge(Some(told.at));
        }
        let Some(certainty) = self.shown(code) else {
            return;
        };
        let kind = if code.holder.kind == HolderKind::Backup {
            SpanKind::Backup
        } else {
            SpanKind::Emergency
        };
        let known = told.iter().filter(|told| told.at <= self.at);
        let running: Vec<_> = known
            .filter_map(|told| self.running(&told.reservation_id))
            .collect();
        if running.is_empty() && told.iter().any(|told| told.at <= self.at) {
            // What is planned is taken off in time.
            if self.is_open(code, self.at) && (!self.is_planned() || self.is_offline) {
                self.items
                    .push(self.item(SpanKind::OverOpen, certainty, code));
            }
            return;
        }
        for stay in running {
            if self.lets_in(stay, code, certainty) {
                self.covered.push(&stay.holder);
            }
            let item = self.item(kind, certainty, code);
            self.items.push(Item {
                name: Some(stay.stay.guest.name.clone()),
                reservation_id: Some(stay.holder.clone()),
                stay: Some(Arc::clone(stay)),
                ..item
            });
        }
    }

    /// Whether the guest of a stay gets in by a code that shows as open.
    fn lets_in(&self, stay: &StayHere, code: &AccessCode, certainty: Certainty) -> bool {
        if self.scene.is_forecast {
            return was_told(code, &stay.holder) || self.scene.knows(stay, code);
        }
        let now = self.scene.now;
        let waits = stay.stay.booked.contains(now) && !self.is_open(code, now);
        certainty != Certainty::Pending || !(self.is_offline || waits)
    }

    fn find_uncovered(&mut self) {
        if !self.scene.is_forecast && self.at < self.scene.now {
            return;
        }
        let stays = self.stays;
        for stay in stays {
            let is_outside = stay.is_owed
                && stay.stay.booked.contains(self.at)
                && !self.covered.contains(&&stay.holder)
                && !self.scene.has_entry(stay);
            if is_outside {
                let because = self.why_outside(stay);
                let item = Item::of_stay(SpanKind::Uncovered, stay, Some(because));
                self.items.push(item);
            }
        }
    }

    fn why_outside(&self, stay: &StayHere) -> Reason {
        let here = RowKey::Lock(self.lock.id.clone());
        let mut codes = self.scene.state.access_codes.about(&here);
        let own = codes.find(|code| {
            let holder = code.holder.reservation_id();
            holder.is_some_and(|id| stay.has(id)) && code.wanted != Some(Desired::REMOVED)
        });
        let is_held = own.is_some_and(|code| self.held.contains_key(&code.id));
        let remote = abilities(&self.row.lock).is_ok_and(|able| able.remote);
        if !self.lock.works() {
            Reason::LockUnusable
        } else if is_held && own.is_some_and(|code| self.is_open(code, self.at)) {
            Reason::NotTimeYet
        } else if is_held {
            Reason::DoesNotCover
        } else if !remote {
            Reason::NoRemotePath
        } else if !self.lock.answers() {
            Reason::LockOffline
        } else if own.is_some() {
            Reason::NotConfirmed
        } else {
            Reason::NoCode
        }
    }
}
