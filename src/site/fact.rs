//! Things that happened, as they are told to a site.

use latchstring_derive::Tagged;
use serde::{Deserialize, Serialize};

use crate::code::{Pin, Reading};
use crate::json::at_most;
use crate::model::{Channel, Failure, Listing, Lock, LockState, Policy, Reservation, Visit};
use crate::site::state::{Command, HostOrder, NoticeOutcome};
use crate::time::Instant;
use crate::{Id, Text};

/// Something that happened. Things carry their revision (T6), events an id and an instant.
///
/// A fact may come twice, late, or out of order (D2, D4): none of them counts twice. No list of ids is kept for that; an
/// event is held against what it would change, and a lock remembers the events of no earlier second than what it knows. The answer to a command counts once, since the command is open once; a
/// report, a use, and what a guest says count if they are newer than what is known of the same lock, code or door; what
/// became of a notice counts once per notice; a host's order counts if it is later than the last one about the same
/// thing, or if what it is about is not done yet.
#[derive(Clone, Debug, PartialEq, Eq, Tagged)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Fact {
    /// A listing is new or changed.
    Listing(ListingFact),
    /// A lock is new or changed.
    Lock(LockFact),
    /// The host decided otherwise.
    Policy(PolicyFact),
    /// A booking is new or changed.
    Reservation(ReservationFact),
    /// A visit is new or changed.
    Visit(VisitFact),
    /// A lock platform answered a command.
    CommandResult(CommandResult),
    /// A lock, or its platform, said how it is or which codes are on it.
    LockReport(LockReport),
    /// A guest said that they cannot get in.
    GuestLockedOut(GuestLockedOut),
    /// A code opened a lock.
    CodeUsed(CodeUsed),
    /// It is known what became of a notice.
    NoticeResult(NoticeResult),
    /// The host ordered something.
    HostOrder(HostOrderFact),
}

/// A listing is new or changed. Linking and unlinking locks is a change of `locks` (L).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ListingFact {
    /// The listing as it is now.
    pub listing: Listing,
}

/// A lock is new or changed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LockFact {
    /// The lock as it is now.
    pub lock: Lock,
}

/// The host decided otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct PolicyFact {
    /// Raised at each change (T6).
    pub revision: Option<u32>,
    /// The whole new policy; what it leaves out has its default.
    #[cfg_attr(feature = "types", ts(type = "PartialPolicy"))]
    pub policy: Policy,
}

/// A booking is new or changed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReservationFact {
    /// The booking as it is now.
    pub reservation: Reservation,
}

/// A visit is new or changed; `revoked` ends its code at once (V2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct VisitFact {
    /// The visit as it is now.
    pub visit: Visit,
}

/// A lock platform answered a command.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CommandResult {
    /// Unique among events.
    pub id: Id,
    /// When it answered.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The command.
    pub command_id: Id,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// The PIN, where the platform made it.
    pub pin: Option<Pin>,
    /// The platform's own words, for people.
    pub detail: Option<Text>,
}

impl CommandResult {
    /// What is known of a command that was not answered by its deadline (C7).
    pub(crate) fn silence(command: &Command) -> Self {
        Self {
            id: command.id.clone(),
            at: command.deadline,
            command_id: command.id.clone(),
            outcome: Outcome::Unknown,
            failure: Some(Failure::Timeout),
            external_id: None,
            pin: None,
            detail: None,
        }
    }
}

/// A lock, or its platform, said how it is, which codes are on it, or both. A report that is older than what is
/// known changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LockReport {
    /// Unique among events.
    pub id: Id,
    /// When it said so.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The lock.
    pub lock_id: Id,
    /// How it is (A3, C2).
    pub state: Option<LockState>,
    /// Every code that is on it, at most 2,000 (F16, F18, F20): a lock that lists them answers, unless `state` calls
    /// it offline.
    #[serde(default, deserialize_with = "at_most::<2_000, _, _, _>")]
    pub codes: Option<Vec<CodeOnLock>>,
}

/// A guest said that they cannot get in: the codes that they know are discredited until one is shown to work (A4).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct GuestLockedOut {
    /// Unique among events.
    pub id: Id,
    /// When they said so.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The booking, or another one of the same stay.
    pub reservation_id: Id,
    /// The door; absent: every one of the stay.
    pub lock_id: Option<Id>,
}

/// A code opened a lock: it is there, and the lock works. Any one of the last three keys says which.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CodeUsed {
    /// Unique among events.
    pub id: Id,
    /// When it was used.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The lock.
    pub lock_id: Id,
    /// The code's id.
    pub code_id: Option<Id>,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// The PIN.
    pub pin: Option<Pin>,
}

/// It is known what became of a notice (E3). A notice that was delivered in one way has arrived, whatever became of it
/// in others: the host's software says `failed` when it has no other way left to try.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NoticeResult {
    /// Unique among events.
    pub id: Id,
    /// When it became known.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The notice's key.
    pub key: Text,
    /// What became of it.
    pub outcome: NoticeOutcome,
    /// The way that it took.
    pub channel: Option<Channel>,
    /// The messenger's own words, for people; kept nowhere.
    pub detail: Option<Text>,
}

/// The host ordered something. It counts if it is later than the last order of its kind about the same thing (D4).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HostOrderFact {
    /// Unique among events.
    pub id: Id,
    /// When it was ordered, on the clock of the host: not more than five minutes ahead of `now`.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// What was ordered.
    pub order: HostOrder,
}

/// A code as a lock lists it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CodeOnLock {
    /// The platform's id of it.
    pub external_id: Option<Id>,
    /// Its PIN; a text that is none, such as `****`, says that the lock keeps it to itself (F18).
    pub pin: Option<Reading>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// Its label.
    pub name: Option<Text>,
    /// When it begins there; absent: at once, or the lock keeps no schedule.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub starts_at: Option<Instant>,
    /// When it ends there; absent: never, or the lock keeps no schedule.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ends_at: Option<Instant>,
}

/// What became of a command. Accepted by a cloud is not confirmed on the lock (F20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Outcome {
    /// The platform took it.
    Accepted,
    /// The lock itself said so.
    Confirmed,
    /// It did not happen; where the failure is `timeout`, nobody knows (F25).
    Failed,
    /// Nobody knows whether it happened (F25).
    Unknown,
}
