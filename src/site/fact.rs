//! Facts: what happened, as the host tells it.

use latchstring_derive::Tagged;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::code_list::CodeList;
#[cfg(feature = "types")]
use super::code_list::CodeOnLock;
use crate::code::Pin;
use crate::json::at_most;
use crate::model::{
    AccessCode, Channel, CodeWindow, Failure, Listing, Lock, LockState, Policy, Reservation, Visit,
};
use crate::site::state::{Command, CommandWindow, HostOrder, NoticeOutcome};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Text};

/// Something that happened. Listings, locks, policies, bookings and visits carry a revision (T6);
/// events carry an id and an instant.
///
/// A fact may come twice, late, or out of order, and never counts twice (D2, D4). The engine keeps
/// no list of all ids: it compares an event with what the event would change. The result of a
/// command counts once. A report, a use and a guest's complaint count if they are newer than what
/// is known of the same lock, code or door; a lock remembers its newest events, and its newest
/// refused entries. The outcome of a
/// notice counts once. An order counts if it is later than the last order about the same subject.
/// Whatever is stamped ahead of `now` counts as of `now`, and swallows nothing that comes later; of
/// such orders of one second the last one in the array counts (C7).
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
    /// A lock platform gave the result of a command.
    CommandResult(CommandResult),
    /// A lock, or its platform, reported its status or its codes.
    LockReport(LockReport),
    /// All codes are gone from a lock.
    LockReset(LockReset),
    /// A guest said that they can't get in.
    GuestLockedOut(GuestLockedOut),
    /// A keypad refused an entry.
    AccessDenied(AccessDenied),
    /// A code opened a lock.
    CodeUsed(CodeUsed),
    /// The outcome of a notice is known.
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
    /// The whole new policy; keys that are left out have their defaults.
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

/// A lock platform gave the result of a command.
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
    /// Its outcome.
    pub outcome: Outcome,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// The PIN, where the platform made it.
    pub pin: Option<Pin>,
    /// The window that the platform made of the one in the command, where it differs. The instants
    /// count; the wall times of a command may stand beside them.
    pub window: Option<CommandWindow>,
    /// The place of the code, where the platform chose another than the command names (S1).
    pub slot: Option<u32>,
    /// The platform's own text, for people.
    pub detail: Option<Text>,
}

impl LockReport {
    /// Whether its list speaks of all codes of the lock.
    pub(crate) fn is_whole(&self) -> bool {
        self.codes_of.is_none() && self.slots_of.is_none()
    }

    /// Whether its list speaks of a place of the lock.
    pub(crate) fn speaks_of_slot(&self, slot: u32) -> bool {
        self.is_whole() || self.slots_of.iter().flatten().any(|of| *of == slot)
    }

    /// Whether its list speaks of a code of ours.
    pub(crate) fn speaks_of(&self, code: &AccessCode) -> bool {
        let by_id = self.codes_of.iter().flatten();
        self.is_whole()
            || by_id
                .into_iter()
                .any(|id| code.external_id.as_ref() == Some(id))
            || code.slot.is_some_and(|slot| self.speaks_of_slot(slot))
    }
}

impl CommandResult {
    /// The instants of its window.
    pub(crate) fn span(&self) -> Option<CodeWindow> {
        self.window.as_ref().map(CommandWindow::span)
    }

    /// The result of a command that was not answered by its deadline (C7).
    pub(crate) fn silence(command: &Command) -> Self {
        Self {
            id: command.id.clone(),
            at: command.deadline,
            command_id: command.id.clone(),
            outcome: Outcome::Unknown,
            failure: Some(Failure::Timeout),
            external_id: None,
            pin: None,
            window: None,
            slot: None,
            detail: None,
        }
    }
}

/// A lock, or its platform, reported its status, its codes, or both. A report that is older than
/// what is known changes nothing.
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
    /// Its status (A3, C2).
    pub state: Option<LockState>,
    /// Every code on the lock, at most 2,000 (F16, F18, F20). A lock that lists its codes answers,
    /// unless `state` says that it is offline.
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<CodeOnLock>>"))]
    pub codes: Option<CodeList>,
    /// Of which codes alone `codes` speaks, by the platform's ids; at most 2,000. Absent, and
    /// without `slotsOf`: of all.
    #[serde(default, deserialize_with = "at_most::<2_000, _, _, _>")]
    pub codes_of: Option<Vec<Id>>,
    /// Of which places alone `codes` speaks; at most 2,000.
    #[serde(default, deserialize_with = "at_most::<2_000, _, _, _>")]
    pub slots_of: Option<Vec<u32>>,
}

/// All codes are gone from a lock: its battery was changed, its hub met it anew, or somebody set it
/// back to how it left its maker. They are put there again, and running stays come first. Nothing
/// of that counts as a failed try (C6).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LockReset {
    /// Unique among events.
    pub id: Id,
    /// When it happened, or was noticed. What became known of a code later is kept.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The lock.
    pub lock_id: Id,
}

/// A guest said that they can't get in. The codes that they know are in doubt until one is shown to
/// work (A4).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct GuestLockedOut {
    /// Unique among events.
    pub id: Id,
    /// When they said so; ahead of `now` it counts as `now` (C7).
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The booking, or another one of the same stay.
    pub reservation_id: Id,
    /// The door; absent: every door of the stay. A replaced lock means the one in its place (L). A
    /// lock that is no door of the stay: every door, with a note. An unknown lock is rejected.
    pub lock_id: Option<Id>,
}

/// A keypad refused an entry. What was typed is compared with the codes of its time, and then
/// forgotten; `withoutPin` takes it out of a fact that is stored (P9).
///
/// A right code at the right door in its time counts as the guest's word that they can't get in
/// (A4), and its lock is read at once. The host hears what the entry was. Entries in a row may
/// pause the keypad, which the host hears, too.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct AccessDenied {
    /// Unique among events.
    pub id: Id,
    /// When it was; ahead of `now` it counts as `now` (C7).
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// The lock. A replaced lock means the one in its place (L).
    pub lock_id: Id,
    /// What was typed, 1 to 20 digits; absent where the lock does not say.
    pub pin: Option<Pin>,
    /// How many digits were typed, at most 100, where the lock says only that.
    pub digits: Option<u32>,
}

impl AccessDenied {
    /// Refuses a number of digits that nobody types.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.digits.is_none_or(|digits| digits <= 100) {
            return Ok(());
        }
        // A long number may be a PIN that slipped into the wrong place.
        let message = "more digits than anybody types";
        let hint = "give how many digits were typed, at most 100, or leave it out";
        Err(Error::new(ErrorCode::OutOfRange, message, hint).at("digits"))
    }

    /// The same fact with the number of digits in place of the PIN.
    #[must_use]
    pub fn without_pin(self) -> Self {
        let typed = self
            .pin
            .and_then(|pin| u32::try_from(pin.digits().len()).ok());
        Self {
            pin: None,
            digits: typed.or(self.digits),
            ..self
        }
    }
}

/// A code opened a lock, so the code is there and the lock works. Any of the last three keys names
/// the code.
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

/// The outcome of a notice is known (E3). A notice that was delivered through one channel has
/// arrived. The host's software says `failed` when no channel is left to try.
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
    /// Its outcome.
    pub outcome: NoticeOutcome,
    /// The channel that it took.
    pub channel: Option<Channel>,
    /// The messenger's own text, for people; it is not stored.
    pub detail: Option<Text>,
}

/// The host ordered something. The order counts if it is later than the last order of its kind
/// about the same subject (D4). One that is stamped ahead of `now` was given when it came (C7).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HostOrderFact {
    /// Unique among events.
    pub id: Id,
    /// When it was ordered, by the clock of the host. More than five minutes ahead of `now` is
    /// rejected; less counts as `now`.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// What was ordered.
    pub order: HostOrder,
}

/// The outcome of a command. A command that a cloud accepted is not confirmed on the lock (F20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Outcome {
    /// The platform accepted it.
    Accepted,
    /// The lock carried it out.
    Confirmed,
    /// It was not carried out; with the failure `timeout`, nobody knows (F25).
    Failed,
    /// Nobody knows whether it was carried out (F25).
    Unknown,
}
