//! What people are told about, and who is told.

use std::fmt;

use serde::de::value::{self, StrDeserializer};
use serde::{Deserialize, Serialize};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum NoticeKind {
    /// To the guest or visitor: the code, once it may be seen (N3, V2).
    AccessReady,
    /// To the guest or visitor: the code or its times are others now (T, V2).
    AccessChanged,
    /// To the guest: the way in that needs no lock (A); to the host: it was told, and has to be
    /// changed after the stay (A5).
    EntryMethod,
    /// To the guest or visitor: the code opens no more (T5, V2).
    AccessEnded,
    /// To the guest, who said that they can't get in: the stay has not begun yet (A4).
    StayAhead,
    /// To the guest, who said that they can't get in: the stay is over (A4).
    StayOver,
    /// To the visitor: the turnovers of the next day, or one of today that came up late (V2).
    TurnoversAhead,
    /// To the host: a stay has no code for a door, and why.
    CodeFailed,
    /// To the host: a backup was told (A, B3).
    BackupTold,
    /// To the host: the emergency code was told (G, E3).
    EmergencyTold,
    /// To the host: a lock does not answer or can't be reached from afar, and no other way in is
    /// left (A).
    LockUnreachable,
    /// To the host: the battery of a lock is low (C2, C5).
    BatteryLow,
    /// To the host: a code has to be taken off by hand (A, B5).
    RemovalByHand,
    /// To the host: a code that they were asked to take off by hand is needed, and has to stay
    /// (T5).
    RemovalWithdrawn,
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
    /// To the host: a guest said that they can't get in, though a code of theirs had just opened
    /// the door. Nothing new is told before they say so once more (A4).
    ComplaintAfterUse,
    /// To the host: a guest was told many new codes for one door, and keeps the last one whatever
    /// comes (A6).
    NewCodesStopped,
    /// To the host: a code was taken off, changed or disabled on its lock in the stay that has it,
    /// by the host's own hand as it seems. The orders `restore` and `revoke` say what they want
    /// (T8).
    CodeTakenOff,
    /// To the host: a keypad refused an entry, and what it was; or it got so many in a row that it
    /// may be paused.
    EntryRefused,
    /// To the host: a stay's code opened a door of it for the first time (policy
    /// `notices.guestArrived`).
    GuestArrived,
    /// To the host: a code opened a lock when it should not, or one that nobody here gave to
    /// anybody.
    UnexpectedUse,
    /// To the host: a booking is on hold, and its stay begins soon or has begun, or its guest says
    /// that they can't get in. The guest is told nothing (N4).
    BookingOnHold,
    /// To the host: a booking or a visit names a listing that is not there, so that no code is made
    /// (N5).
    ListingUnknown,
    /// To the host: a listing or a visit names a lock that is not there, so that no code is made
    /// for it (N5).
    LockUnknown,
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

impl NoticeKind {
    /// The kind of this word.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::deserialize(StrDeserializer::<value::Error>::new(word)).ok()
    }

    /// Who is told; what goes to guests goes to visitors, too, about visits (V2).
    pub(super) fn audience(self) -> Audience {
        match self {
            Self::AccessReady
            | Self::AccessChanged
            | Self::EntryMethod
            | Self::AccessEnded
            | Self::StayAhead
            | Self::StayOver => Audience::Guest,
            Self::TurnoversAhead => Audience::Visitor,
            _ => Audience::Host,
        }
    }
}

/// Its word in JSON.
impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
