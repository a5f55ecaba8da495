//! What people have to be told (N1).

use std::fmt;

use latchstring_derive::Tagged;
use serde::de::value::{self, StrDeserializer};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::code::Pin;
use crate::json::at_most;
use crate::model::{CommandKind, Failure, Reservation};
use crate::rules::access::Decision;
use crate::time::Instant;
use crate::{Id, Text};

/// Something a person shall be told (N1). The same cause never comes under another key.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Notice {
    /// One per cause, stable over steps and restarts.
    pub key: Text,
    /// What it is about.
    pub kind: NoticeKind,
    /// Who shall be told.
    pub to: Audience,
    /// The stay that it is about.
    pub reservation_id: Option<Id>,
    /// The visit that it is about.
    pub visit_id: Option<Id>,
    /// The lock that it is about.
    pub lock_id: Option<Id>,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// Its figures and names.
    pub values: NoticeValues,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum NoticeKind {
    /// To the guest or visitor: the code, once it may be seen (N3, V2).
    AccessReady,
    /// To the guest or visitor: the code or its times are others now (T, V2).
    AccessChanged,
    /// To the guest: the way in that needs no lock (A); to the host: it was told, and has to be changed after the
    /// stay (A5).
    EntryMethod,
    /// To the guest or visitor: the code opens no more (T5, V2).
    AccessEnded,
    /// To the host: a stay has no code for a door, and why.
    CodeFailed,
    /// To the host: a backup was told (A, B3).
    BackupTold,
    /// To the host: the emergency code was told (G, E3).
    EmergencyTold,
    /// To the host: a lock does not answer or can't be reached from afar, and no other way in is left (A).
    LockUnreachable,
    /// To the host: the battery of a lock is low (C2, C5).
    BatteryLow,
    /// To the host: a code has to be taken off by hand (A, B5).
    RemovalByHand,
    /// To the host: fewer backups are ready on a lock than there shall be (B7).
    PoolLow,
    /// To the host: no backup is ready on a lock (B7).
    PoolEmpty,
    /// To the host: two stays of one listing overlap; both got their codes (W5).
    Conflict,
    /// To the host: a code that somebody else made is on a lock (F16).
    UnknownCode,
    /// To the host: a code was replaced by a new one (E2, B6, V3).
    RotationDone,
    /// To the host: a lock has no place for all codes that it shall hold (S).
    Capacity,
    /// To the host: it is time to review who has access (V4).
    ReviewDue,
    /// To the host: a notice did not reach whom it was for (E3).
    NoticeUndelivered,
    /// To the host: a lock was replaced by another device, and the old one has to be reset (L).
    LockReplaced,
}

/// Who shall be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Audience {
    /// The guest.
    Guest,
    /// Someone with access who is no guest (V2).
    Visitor,
    /// The host.
    Host,
}

/// The checks before a window begins (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ValidationCheck {
    /// The lock answers, its battery and its connection are well (C2).
    Health,
    /// The code is put on a lock that stores no windows (C3).
    Activation,
    /// The lock is asked whether the code is on it (C3).
    Verification,
}

/// The figures and names of a notice, and what `renderMessage` puts into a template; which of them stand depends
/// on the notice's kind.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NoticeValues {
    /// `{guestName}`: who stays.
    pub guest_name: Option<Text>,
    /// `{visitorName}`: who has access and is no guest (V2).
    pub visitor_name: Option<Text>,
    /// `{listingName}`: the rental unit.
    pub listing_name: Option<Text>,
    /// `{checkIn}`: check-in on the house's clock, without grace (W4).
    pub check_in: Option<Text>,
    /// `{checkOut}`: check-out on the house's clock, without grace (W4).
    pub check_out: Option<Text>,
    /// `{times}`: when a visitor's code opens, in words and on the house's clock (V2).
    pub times: Option<Text>,
    /// `{allAccessCodes}`, `{accessCode:Door name}`, `{keypadHint}`, `{backupDoors}`: the doors that a guest or
    /// visitor can open and their codes, in the order in which they are told, at most 64.
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub doors: Option<Vec<DoorAccess>>,
    /// `{entryMethod}`: the way in that needs no lock (A).
    pub entry_method: Option<Text>,
    /// `{lockName}`: the door of a notice about one lock.
    pub lock_name: Option<Text>,
    /// `{identifier}`: how the code is labelled on the lock, such as `Casa Backup 481516` (B5).
    pub identifier: Option<Text>,
    /// `{slot}`: the code's place on the lock.
    pub slot: Option<u32>,
    /// `{batteryPercent}`: the lock's charge (C5).
    pub battery_percent: Option<u8>,
    /// `{backupsReady}`: how many backups are ready on the lock (B7).
    pub backups_ready: Option<u32>,
    /// `{otherReservationId}`: the other stay of a conflict.
    pub other_reservation_id: Option<Id>,
    /// `{otherStartsAt}`: when the other stay of a conflict begins, where its id is not known.
    pub other_starts_at: Option<Instant>,
    /// `{otherEndsAt}`: when the other stay of a conflict ends, where its id is not known.
    pub other_ends_at: Option<Instant>,
    /// `{because}`: why a code failed.
    pub because: Option<CodeFailure>,
    /// `{check}`: the check that failed (C4).
    pub check: Option<ValidationCheck>,
    /// `{access}`: which way in the guest has, and why, as `explain` says it (A).
    pub access: Option<Decision>,
    /// `{undelivered}`: the notice that did not arrive (E3).
    pub undelivered: Option<NoticeKind>,
}

/// A door that somebody can open, and how.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct DoorAccess {
    /// The door's name.
    pub name: Text,
    /// The PIN in clear.
    pub code: Option<Pin>,
    /// How to type it.
    pub keypad_hint: Option<Text>,
    /// Whether the code is a backup or the emergency code; left out unless the policy's
    /// `backups.discloseToGuest` says that guests are told (B3).
    pub is_backup: Option<bool>,
}

/// Why a code is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tagged)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CodeFailure {
    /// The stay's times make no window, or one that the lock can't store (W6, W7).
    Window {
        /// The error's code.
        code: ErrorCode,
        /// In one sentence.
        message: String,
    },
    /// No PIN could be made under the lock's rules (P8).
    Pin {
        /// The error's code.
        code: ErrorCode,
        /// In one sentence.
        message: String,
    },
    /// The lock's platform refuses, and would refuse again (C6).
    Command {
        /// What it was asked to do.
        command: CommandKind,
        /// What it said.
        failure: Failure,
    },
    /// A check before the stay found something (C1, C2, C3).
    Lock {
        /// What it found.
        finding: LockFinding,
    },
}

/// What a check before a stay finds at a lock (C2, C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum LockFinding {
    /// It is confirmed offline (A3).
    DoesNotAnswer,
    /// It is confirmed offline, and its battery was nearly empty when it last answered (C5).
    BatteryDied,
    /// It is dead or its keypad broken (A).
    NotUsable,
    /// Its connection comes and goes (C2).
    NotStable,
    /// It has not confirmed the guest's code (F20).
    CodeNotConfirmed,
}

/// Its word in JSON.
impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Its word in JSON.
impl fmt::Display for ValidationCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl LockFinding {
    fn sentence(self) -> &'static str {
        match self {
            Self::DoesNotAnswer => "the lock does not answer",
            Self::BatteryDied => "the lock does not answer, and its battery was nearly empty",
            Self::NotUsable => "the lock is not usable",
            Self::NotStable => "the lock's connection comes and goes",
            Self::CodeNotConfirmed => "the lock has not confirmed the guest's code",
        }
    }
}

impl CodeFailure {
    /// In words, as part of a sentence.
    ///
    /// ```
    /// use latchstring::rules::CodeFailure;
    /// let failure: CodeFailure = latchstring::decode(
    ///     r#"{ "kind": "command", "command": "program_code", "failure": "no_space" }"#)?;
    /// assert_eq!(failure.sentence(), "the lock's platform says \"no space\" to \"program code\"");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Window { message, .. } | Self::Pin { message, .. } => message.clone(),
            Self::Command { command, failure } => {
                let said = format!("the lock's platform says \"{failure}\" to \"{command}\"");
                said.replace('_', " ")
            }
            Self::Lock { finding } => finding.sentence().to_owned(),
        }
    }

    /// The lock's platform can't store the stay's window (W6, W7).
    pub(crate) fn window_infeasible() -> Self {
        Self::Window {
            code: ErrorCode::WindowInfeasible,
            message: "the lock's platform can't store this window".to_owned(),
        }
    }
}

impl NoticeKind {
    /// Who is told; what goes to guests goes to visitors, too, about visits (V2).
    pub(super) fn audience(self) -> Audience {
        match self {
            Self::AccessReady | Self::AccessChanged | Self::EntryMethod | Self::AccessEnded => {
                Audience::Guest
            }
            _ => Audience::Host,
        }
    }
}

impl Notice {
    /// A notice under a key of its kind's word and `about`, which names nobody and nothing yet.
    fn keyed(kind: NoticeKind, about: &[&str], values: NoticeValues) -> Option<Self> {
        Some(Self {
            key: key_of(kind, about).parse().ok()?,
            kind,
            to: kind.audience(),
            reservation_id: None,
            visit_id: None,
            lock_id: None,
            code_id: None,
            values,
        })
    }

    /// A notice about one revision of a trip.
    pub(crate) fn about_trip(
        kind: NoticeKind,
        reservation: &Reservation,
        values: NoticeValues,
    ) -> Option<Self> {
        let revision = reservation.revision.to_string();
        Some(Self {
            reservation_id: Some(reservation.id.clone()),
            ..Self::keyed(kind, &[&reservation.id, &revision], values)?
        })
    }

    /// A notice to the guest of a stay, the so manieth one.
    pub(crate) fn to_guest(
        kind: NoticeKind,
        reservation_id: &Id,
        count: u32,
        values: NoticeValues,
    ) -> Option<Self> {
        Some(Self {
            reservation_id: Some(reservation_id.clone()),
            ..Self::keyed(kind, &[reservation_id, &count.to_string()], values)?
        })
    }

    /// A notice to the visitor of a visit, the so manieth one.
    pub(crate) fn to_visitor(
        kind: NoticeKind,
        visit_id: &Id,
        count: u32,
        values: NoticeValues,
    ) -> Option<Self> {
        Some(Self {
            to: Audience::Visitor,
            visit_id: Some(visit_id.clone()),
            ..Self::keyed(kind, &["visit", visit_id, &count.to_string()], values)?
        })
    }

    /// A notice to the host about a stay, a lock, a code, or what of these there is.
    pub(crate) fn to_host(
        kind: NoticeKind,
        reservation_id: Option<&Id>,
        lock_id: Option<&Id>,
        code_id: Option<&Id>,
        values: NoticeValues,
    ) -> Option<Self> {
        let mut about: Vec<&str> = Vec::new();
        for id in [reservation_id, code_id.or(lock_id)].into_iter().flatten() {
            about.push(id);
        }
        Some(Self {
            to: Audience::Host,
            reservation_id: reservation_id.cloned(),
            lock_id: lock_id.cloned(),
            code_id: code_id.cloned(),
            ..Self::keyed(kind, &about, values)?
        })
    }

    /// Two stays of one listing overlap; the one that begins first is named first (W5). Which one that is may change, the
    /// key stays.
    pub(crate) fn conflict(first: &Id, second: &Id) -> Option<Self> {
        let values = NoticeValues {
            other_reservation_id: Some(second.clone()),
            ..NoticeValues::default()
        };
        let about: [&str; 2] = [first.min(second), first.max(second)];
        Some(Self {
            reservation_id: Some(first.clone()),
            ..Self::keyed(NoticeKind::Conflict, &about, values)?
        })
    }

    /// It is time to review who has access, from this day on (V4).
    pub(crate) fn review_due(now: Instant) -> Option<Self> {
        let day = now.to_string();
        let about = [day.get(..10).unwrap_or_default()];
        Self::keyed(NoticeKind::ReviewDue, &about, NoticeValues::default())
    }

    /// A stay has no code for a door, or for none.
    pub(crate) fn code_failed(
        reservation_id: &Id,
        lock_id: Option<&Id>,
        because: CodeFailure,
    ) -> Option<Self> {
        Self::to_host(
            NoticeKind::CodeFailed,
            Some(reservation_id),
            lock_id,
            None,
            NoticeValues::failed(because),
        )
    }

    /// The notice of a kind whose key goes on like this did not reach whom it was for (E3).
    pub(crate) fn undelivered(kind: NoticeKind, about: &[&str], values: NoticeValues) -> Option<Self> {
        let values = NoticeValues {
            undelivered: Some(kind),
            ..values
        };
        let word = kind.to_string();
        let key = [&[word.as_str()], about].concat();
        Self::keyed(NoticeKind::NoticeUndelivered, &key, values)
    }

    /// A lock was replaced by another one, and the old device has to be reset (L).
    pub(crate) fn lock_replaced(lock_id: &Id, by: &Id, at: Instant, values: NoticeValues) -> Option<Self> {
        let about: [&str; 3] = [lock_id, by, &at.unix_seconds().to_string()];
        Some(Self {
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::LockReplaced, &about, values)?
        })
    }

    /// A visit has no code for a door.
    pub(crate) fn visit_failed(visit_id: &Id, lock_id: &Id, because: CodeFailure) -> Option<Self> {
        let about = ["visit", visit_id, lock_id];
        Some(Self {
            visit_id: Some(visit_id.clone()),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::CodeFailed, &about, NoticeValues::failed(because))?
        })
    }
}

impl NoticeValues {
    /// Why a code failed, and nothing else.
    pub(crate) fn failed(because: CodeFailure) -> Self {
        Self {
            because: Some(because),
            ..Self::default()
        }
    }
}

/// The key of a notice to the host about a stay at a lock.
pub(crate) fn key_at_lock(kind: NoticeKind, reservation_id: &Id, lock_id: &Id) -> String {
    key_of(kind, &[reservation_id, lock_id])
}

fn key_of(kind: NoticeKind, about: &[&str]) -> String {
    let mut key = kind.to_string();
    for part in about {
        push_part(&mut key, part);
    }
    key
}

/// Puts a text behind a key: one that holds a colon can't make two causes share a key.
pub(crate) fn push_part(key: &mut String, text: &str) {
    key.push(':');
    if !text.contains(['%', ':']) {
        return key.push_str(text);
    }
    for sign in text.chars() {
        match sign {
            '%' => key.push_str("%25"),
            ':' => key.push_str("%3A"),
            _ => key.push(sign),
        }
    }
}

/// The kind of a notice and what stands behind it in its key; nothing where no notice has such a key.
pub(crate) fn read_key(key: &str) -> Option<(NoticeKind, Vec<String>)> {
    let mut parts = key.split(':');
    let word = parts.next()?;
    let kind = NoticeKind::deserialize(StrDeserializer::<value::Error>::new(word)).ok()?;
    Some((kind, parts.map(read_part).collect()))
}

/// The text that became a part of a key.
fn read_part(part: &str) -> String {
    let mut pieces = part.split('%');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (sign, rest) = match piece.strip_prefix("3A") {
            Some(rest) => (":", rest),
            None => ("%", piece.strip_prefix("25").unwrap_or(piece)),
        };
        text.push_str(sign);
        text.push_str(rest);
    }
    text
}
