//! What a site remembers, row by row, as it is stored (D6).

use super::order::NoticeOutcome;
use super::standing::StandingOrder;
use super::step::Command;
use super::unanswered::MAX_LATE;
use crate::code::Pin;
use crate::json::at_most;
use crate::model::{AccessCode, CommandKind, Failure, Listing, Lock, LockState, Policy, Reservation, Visit};
use crate::rules::NoticeKind;
use crate::time::Instant;
use crate::{Id, Text};

/// The version of the stored state (D6).
pub const STATE_VERSION: u32 = 1;

pub(super) const MAX_LISTINGS: usize = 10_000;
pub(super) const MAX_LOCKS: usize = 10_000;
pub(super) const MAX_RESERVATIONS: usize = 200_000;
pub(super) const MAX_ACCESS_CODES: usize = 500_000;
pub(super) const MAX_NOTICES: usize = 500_000;
pub(super) const MAX_ORDERS: usize = 200_000;

record! {
    /// A site as plain JSON: everything that its rules need to know, and no key.
    ///
    /// Its rows stand in the order of their ids. Store it whole, or row by row from the `changes` of each step.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Site {
        /// What belongs to no row.
        pub header: SiteHeader,
        /// Rental units, at most 10,000.
        pub listings: Vec<Listing> => at_most::<MAX_LISTINGS, _>,
        /// Devices, at most 10,000.
        pub locks: Vec<LockRow> => at_most::<MAX_LOCKS, _>,
        /// Bookings, at most 200,000.
        pub reservations: Vec<Reservation> => at_most::<MAX_RESERVATIONS, _>,
        /// PINs on locks, at most 500,000.
        pub access_codes: Vec<AccessCode> => at_most::<MAX_ACCESS_CODES, _>,
        /// Commands without an answer yet, at most 10,000.
        pub commands: Vec<Command> => at_most::<MAX_LOCKS, _>,
        /// Visits, at most 200,000.
        pub visits: Vec<VisitRow> => at_most::<MAX_RESERVATIONS, _> = Vec::new(),
        /// What is known of trips beside their bookings, at most 200,000.
        pub trips: Vec<TripRow> => at_most::<MAX_RESERVATIONS, _> = Vec::new(),
        /// Causes about which somebody has been told, at most 500,000.
        pub notices: Vec<NoticeRow> => at_most::<MAX_NOTICES, _>,
        /// Orders of the host that still count, at most 200,000.
        pub orders: Option<Vec<StandingOrder>> => at_most::<MAX_ORDERS, _>,
    }
}

record! {
    /// What a site knows that belongs to no row.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SiteHeader {
        /// The site's id, as it was created. It is part of every derivation (P3): another one here,
        /// such as that of a copied site, changes no PIN that was made, and all that are yet to be
        /// made.
        pub id: Id,
        /// Version of this form (D6).
        pub state: u32,
        /// The latest `now` of a step that did something (D6).
        pub clock: Option<Instant>,
        /// What the host decided.
        #[cfg_attr(feature = "types", ts(type = "PartialPolicy"))]
        pub policy: Policy,
        /// The policy's revision (T6).
        pub policy_revision: Option<u32>,
        /// Numbers given to locks so far.
        pub lock_count: u32,
        /// Audit rows written so far.
        pub audit_count: u32,
        /// When the host was last asked to review who has access, or since when there is something to review (V4).
        pub reviewed_at: Option<Instant>,
    }
}

impl LockRow {
    /// Remembers an event, and forgets those that are older than what is known by now: as such they are no news.
    pub(super) fn with_heard(mut self, event: HeardEvent) -> Self {
        let known_at = self.word_at.max(self.read_at).unwrap_or(Instant::MIN);
        if event.at < known_at {
            return self;
        }
        let heard = self.heard.get_or_insert_default();
        heard.retain(|known| known.at >= known_at);
        heard.push(event);
        let over = heard.len().saturating_sub(MAX_HEARD);
        heard.drain(..over);
        self
    }
}

/// Doors at which one guest cannot get in, at most.
const MAX_LOCKED_OUT: usize = 64;

/// Events that a lock remembers, at most.
const MAX_HEARD: usize = 16;

impl SiteHeader {
    /// Gives a lock its number.
    pub(super) fn new_lock(&mut self, lock: Lock) -> LockRow {
        self.lock_count = self.lock_count.saturating_add(1);
        LockRow {
            lock,
            number: self.lock_count,
            command_count: 0,
            code_count: 0,
            retry: None,
            known: None,
            word_at: None,
            read_at: None,
            late: None,
            read_refused: None,
            heard: None,
        }
    }
}

record! {
    /// A lock and the counters of its work.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LockRow {
        /// The lock as it was given.
        pub lock: Lock,
        /// Its number in this site, part of the ids of its commands and codes.
        pub number: u32,
        /// Commands given to it so far (D4).
        pub command_count: u32,
        /// Codes made for it so far.
        pub code_count: u32,
        /// Failed commands in a row, and when the next may be tried (C6).
        pub retry: Option<Retry>,
        /// How it was last seen, by what it said and how it answered (A3).
        pub known: Option<LockState>,
        /// When it, or its platform, last said how it is: an answer since says nothing of battery and keypad.
        pub word_at: Option<Instant>,
        /// When its codes were last read (C7).
        pub read_at: Option<Instant>,
        /// Commands of which nobody knows what became, the latest last, at most 16: an answer may come late, and a PIN
        /// that is taken may be one of ours (C7, F25). A removal stands here with the window that its code had (T1).
        /// With them stand those that were done since and by which they are judged, their deadline the first instant of all.
        pub late: Option<Vec<Command>> => at_most::<MAX_LATE, _>,
        /// Why its platform refuses to read it; it is not asked again until the lock changes (C6).
        pub read_refused: Option<Failure>,
        /// Reports and uses of no earlier second than what is known of it, at most 16, the latest last: the same once more
        /// is no news (D4).
        pub heard: Option<Vec<HeardEvent>> => at_most::<MAX_HEARD, _>,
    }
}

record! {
    /// An event that was heard of.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HeardEvent {
        /// Its id.
        pub id: Id,
        /// When it says that it was, be that ahead of the site's clock.
        pub at: Instant,
    }
}

record! {
    /// How often a lock failed in a row, and when it may be tried again (C6).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Retry {
        /// Failures in a row.
        pub failures: u32,
        /// No command before this instant, but for the next check (C6).
        pub not_before: Instant,
        /// When it last failed.
        pub failed_at: Option<Instant>,
        /// What it last failed to do.
        pub command: Option<CommandKind>,
        /// Why it last failed; absent where nobody knows.
        pub failure: Option<Failure>,
    }
}

record! {
    /// A visit, and what its visitor knows.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct VisitRow {
        /// The visit as it was given.
        pub visit: Visit,
        /// When its code was first used (V1).
        pub used_at: Option<Instant>,
        /// The doors and codes that the visitor knows, at most 64.
        pub told: Option<Vec<ToldDoor>> => at_most::<64, _>,
        /// The revision of the visit that the visitor knows.
        pub told_revision: Option<u32>,
        /// Notices to the visitor so far.
        pub notices: u32,
        /// What became of the last of them, at most 16 (E3).
        pub deliveries: Option<Vec<Delivery>> => at_most::<MAX_DELIVERIES, _>,
    }
}

record! {
    /// What is known of a trip beside its booking: what its guest was told, and said.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TripRow {
        /// The booking that holds the stay's codes.
        pub id: Id,
        /// When the booking came, where it does not say so itself and it came late (A1).
        pub booked_at: Option<Instant>,
        /// When its times or its listing last changed (A1).
        pub changed_at: Option<Instant>,
        /// When the guest said at which door that they cannot get in, at most 64 (A4).
        pub locked_out: Option<Vec<LockedOutAt>> => at_most::<MAX_LOCKED_OUT, _>,
        /// What the guest knows.
        pub told: Option<ToldStay>,
        /// When the guest was told the way in that needs no lock (A5).
        pub entry_told_at: Option<Instant>,
        /// Notices to the guest so far.
        pub notices: u32,
        /// What became of the last of them, at most 16 (E3).
        pub deliveries: Option<Vec<Delivery>> => at_most::<MAX_DELIVERIES, _>,
        /// Until when it would have lasted, where it is no more: so long it matters whether its notices arrive. Their count
        /// is kept after that, so that no key of a notice comes a second time (N1).
        pub over_at: Option<Instant>,
    }
}

impl TripRow {
    /// Of a trip of which nothing is known yet.
    pub(super) fn new(id: Id) -> Self {
        Self {
            id,
            booked_at: None,
            changed_at: None,
            locked_out: None,
            told: None,
            entry_told_at: None,
            notices: 0,
            deliveries: None,
            over_at: None,
        }
    }

    /// What is kept of a trip that was over at an instant.
    pub(super) fn counted(&self, over_at: Instant) -> Self {
        Self {
            notices: self.notices,
            locked_out: self.locked_out.clone(),
            over_at: Some(over_at),
            ..Self::new(self.id.clone())
        }
    }

    /// The guest cannot get in; the same door's earlier word is forgotten.
    pub(super) fn locked_out_again(&mut self, said: LockedOutAt) {
        let all = self.locked_out.get_or_insert_default();
        if all.iter().any(|one| {
            one.lock_id == said.lock_id && one.ahead.unwrap_or(one.at) >= said.ahead.unwrap_or(said.at)
        }) {
            return;
        }
        all.retain(|one| one.lock_id != said.lock_id);
        all.push(said);
        let over = all.len().saturating_sub(MAX_LOCKED_OUT);
        all.drain(..over);
    }

    /// When the guest last said that they cannot get in at a door.
    pub(super) fn locked_out_at(&self, lock_id: &Id) -> Option<Instant> {
        let said = self.locked_out.iter().flatten();
        said.filter(|one| one.lock_id.as_ref().is_none_or(|id| id == lock_id))
            .map(|one| one.at)
            .max()
    }
}

/// Notices to one guest or visitor of which it is remembered what became of them.
pub(super) const MAX_DELIVERIES: usize = 16;

record! {
    /// What became of a notice (E3).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Delivery {
        /// The so manieth to the same guest or visitor.
        pub number: u32,
        /// What it was about.
        pub kind: NoticeKind,
        /// What became of it.
        pub outcome: NoticeOutcome,
    }
}

record! {
    /// A guest who cannot get in.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LockedOutAt {
        /// At which door; absent: at any of them.
        pub lock_id: Option<Id>,
        /// When they said so.
        pub at: Instant,
        /// When that was by whoever told it, where their clock is ahead: the same once more is no news (D4).
        pub ahead: Option<Instant>,
    }
}

record! {
    /// What a guest knows of their access.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ToldStay {
        /// Check-in, without grace.
        pub starts_at: Instant,
        /// Check-out, without grace.
        pub ends_at: Instant,
        /// The doors and their codes, by lock, at most 64.
        pub doors: Vec<ToldDoor> => at_most::<64, _>,
    }
}

record! {
    /// A door that a guest can open, and how.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ToldDoor {
        /// The lock.
        pub lock_id: Id,
        /// The code.
        pub code_id: Id,
        /// The PIN in clear.
        pub pin: Pin,
    }
}

record! {
    /// A cause about which somebody has been told.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NoticeRow {
        /// The notice's stable key (N1).
        pub key: Text,
        /// When it went out.
        pub at: Instant,
        /// What became of it, as far as is known (E3).
        pub outcome: Option<NoticeOutcome>,
    }
}
