//! Which place a code gets on a lock that addresses codes by place (S1).
//!
//! A code that is or may be on the lock keeps its place. A new one gets the lowest free place, and
//! the emergency code the one that is kept for it. Of what nobody has seen yet, the lock is asked.

use super::lock_view::LockView;
use super::pending_work::PendingWork;
use crate::Id;
use crate::model::{AccessCode, CommandKind, HolderKind, Slots};
use crate::rules::takes_place;
use crate::site::state::Command;
use crate::time::{Duration, Instant};

/// Where a new code goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Placed {
    At(u32),
    /// A place may be free, which the next list shows.
    Unseen,
    /// A cloud took the removal of what is there, and nobody can ask the lock.
    Later(Instant),
    Nowhere,
}

/// A place that is not free.
struct Taken<'a> {
    slot: u32,
    /// The code that is or may be in it, where one is known.
    code: Option<&'a Id>,
    /// Whether it may turn out to be free: a code was removed from it.
    is_cleared: bool,
    /// When it counts as free, where that is known.
    free_at: Option<Instant>,
}

/// The places of a lock that addresses codes by place.
pub(super) struct Places<'a, 'b> {
    view: &'b LockView<'a>,
    slots: Slots,
    reserved: Option<u32>,
    taken: Vec<Taken<'a>>,
    /// Whether nobody knows which of its places are taken, and the lock can be asked.
    is_unseen: bool,
}

impl<'a, 'b> Places<'a, 'b> {
    /// Nothing where commands name no place.
    pub(super) fn of(view: &'b LockView<'a>) -> Option<Self> {
        let slots = view.abilities.slots?;
        let in_place = |code: &&'a AccessCode| {
            let slot = code.slot.filter(|_| takes_place(code))?;
            Some(Taken {
                slot,
                code: Some(&code.id),
                is_cleared: false,
                free_at: None,
            })
        };
        let is_clearing = |sent: &'a Command| {
            let slot = sent.slot?;
            Some(Taken {
                slot,
                code: sent.code_id.as_ref(),
                is_cleared: false,
                free_at: Some(view.cleared_by(slot)?),
            })
        };
        let clearing = view.row.unconfirmed().filter_map(is_clearing);
        let occupied = view.row.occupied_slots.iter().flatten();
        let occupied = occupied.filter(|one| one.counts(view.can_be_read()));
        let occupied = occupied.map(|one| Taken {
            slot: one.slot,
            code: None,
            is_cleared: one.removed == Some(true),
            free_at: None,
        });
        Some(Self {
            slots,
            reserved: view.reserved_place(),
            taken: view
                .codes
                .iter()
                .filter_map(in_place)
                .chain(clearing)
                .chain(occupied)
                .collect(),
            is_unseen: view.row.slots_seen.is_none() && view.can_be_read(),
            view,
        })
    }

    /// What is done for a need: the command itself, a reading that has to come first, or both at
    /// different times. A code whose place nobody knows is named by its id where no list comes.
    pub(super) fn ready<'c>(&self, work: PendingWork<'c>) -> Vec<PendingWork<'c>> {
        let keeps_place = work.code.slot.is_some() && takes_place(work.code);
        if work.kind == CommandKind::ReadLock || keeps_place {
            return vec![work];
        }
        let programs = work.kind == CommandKind::ProgramCode;
        let is_unread = self.view.row.readings.is_none();
        if self.is_unseen && (programs || is_unread) {
            let at_last_moment = self.at_last_moment(&work);
            return at_last_moment
                .into_iter()
                .chain([self.read(&work)])
                .collect();
        }
        if !programs {
            return vec![work];
        }
        match self.place(work.code) {
            Placed::At(_) => vec![work],
            Placed::Unseen => vec![self.read(&work)],
            Placed::Later(at) => vec![PendingWork {
                from: work.from.max(at),
                ..work
            }],
            Placed::Nowhere => Vec::new(),
        }
    }

    /// The place that a code gets now.
    pub(super) fn slot_of(&self, code: &AccessCode) -> Option<u32> {
        if takes_place(code) && code.slot.is_some() {
            return code.slot;
        }
        let placed = if self.is_unseen {
            self.place_unseen(code)
        } else {
            self.place(code)
        };
        match placed {
            Placed::At(slot) => Some(slot),
            Placed::Unseen | Placed::Later(_) | Placed::Nowhere => None,
        }
    }

    /// A stay that nobody has seen a place for gets one at its last moment (A2).
    fn at_last_moment<'c>(&self, work: &PendingWork<'c>) -> Option<PendingWork<'c>> {
        let door = self.view.door_of(work.code)?;
        let is_placed = matches!(self.place_unseen(work.code), Placed::At(_));
        let minutes = self.view.policy_of(work.code).backups.deadline_minutes;
        (work.kind == CommandKind::ProgramCode && is_placed).then(|| PendingWork {
            from: work.from.max(door.starts_at - Duration::minutes(minutes)),
            ..*work
        })
    }

    /// The question which places are taken, in the place of a command.
    fn read<'c>(&self, work: &PendingWork<'c>) -> PendingWork<'c> {
        let kind = CommandKind::ReadLock;
        let from = work.from.max(self.view.tries_end(work.code, kind));
        PendingWork {
            kind,
            from,
            ..*work
        }
    }

    fn place(&self, code: &AccessCode) -> Placed {
        let is_emergency = code.holder.kind == HolderKind::Emergency;
        if let Some(reserved) = self.reserved.filter(|_| is_emergency) {
            return self.first_of([reserved].into_iter(), code);
        }
        let own = code.slot.filter(|&slot| self.slots.contains(slot));
        let all = own.into_iter().chain(self.slots.numbers());
        self.first_of(all.filter(|&slot| self.is_for_all(slot)), code)
    }

    /// The place that is kept for the emergency code is the one of which most is known; strangers
    /// begin with the first one (S1).
    fn place_unseen(&self, code: &AccessCode) -> Placed {
        let highest_first = self.slots.numbers().rev();
        let others = highest_first.filter(|&slot| self.is_for_all(slot));
        self.first_of(self.reserved.into_iter().chain(others), code)
    }

    /// Whether a place is neither kept for the emergency code nor none for codes at all (I9).
    fn is_for_all(&self, slot: u32) -> bool {
        Some(slot) != self.reserved && !self.view.abilities.reserved_slots.contains(&slot)
    }

    fn first_of(&self, mut slots: impl Iterator<Item = u32> + Clone, code: &AccessCode) -> Placed {
        let is_free = |slot: &u32| {
            let others = self.taken.iter().filter(|one| one.code != Some(&code.id));
            others.filter(|one| one.slot == *slot).count() == 0
        };
        let (mut all, candidates) = (slots.clone(), slots.clone());
        if let Some(slot) = slots.find(is_free) {
            return Placed::At(slot);
        }
        let may_be_free = |slot: u32| {
            let mut there = self.taken.iter().filter(|one| one.slot == slot);
            there.all(|one| one.is_cleared)
        };
        if all.any(may_be_free) {
            return Placed::Unseen;
        }
        let free_at = |slot: u32| {
            let there = self.taken.iter().filter(|one| one.slot == slot);
            let ends = there.map(|one| one.free_at.unwrap_or(Instant::MAX));
            ends.max().filter(|&at| at < Instant::MAX)
        };
        let first = candidates.filter_map(free_at).min();
        first.map_or(Placed::Nowhere, Placed::Later)
    }
}

impl LockView<'_> {
    /// Whether the lock can be asked which codes are on it.
    pub(super) fn can_be_read(&self) -> bool {
        self.abilities.can_read_back && self.row.read_refused.is_none()
    }

    /// Until when a place of a lock that nobody can ask counts as taken: a cloud took the removal
    /// of what is there, and has not said that it is done (S1). A cloud that never says so is given
    /// a deadline more.
    pub(super) fn cleared_by(&self, slot: u32) -> Option<Instant> {
        if self.can_be_read() {
            return None;
        }
        let patience = Duration::seconds(self.policy().commands.deadline_seconds);
        let is_clearing =
            |sent: &&Command| sent.kind == CommandKind::RemoveCode && sent.slot == Some(slot);
        let cleared = self.row.unconfirmed().filter(is_clearing);
        // To send it once more puts nothing off.
        let taken_at = |sent: &Command| {
            let code = self.state.access_codes.get(sent.code_id.as_ref()?)?;
            code.removed_at
        };
        let ends = cleared.map(|sent| {
            let end = sent.deadline + patience;
            taken_at(sent).map_or(end, |taken| end.min(taken + patience + patience))
        });
        ends.max().filter(|&at| at > self.at)
    }

    /// The place that is kept for the emergency code; nothing where commands name no place (E1).
    pub(super) fn reserved_place(&self) -> Option<u32> {
        let by_policy = self.policy().emergency.slot;
        self.abilities.slots?.reserved_place(by_policy)
    }
}
