//! The figures and names of a notice: what stands for the variables of a template (N2).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::notice_kind::NoticeKind;
use crate::code::Pin;
use crate::json::at_most;
use crate::rules::access::Decision;
use crate::rules::reasons::{CodeFailure, ValidationCheck};
use crate::time::Instant;
use crate::{Id, Text};

/// The figures and names of a notice, and what `renderMessage` puts into a template; which of them
/// stand depends on the notice's kind.
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
    /// `{allAccessCodes}`, `{accessCode:Door name}`, `{keypadHint}`, `{backupDoors}`: the doors
    /// that a guest or visitor can open and their codes, in the order in which they are told, at
    /// most 64.
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

impl NoticeValues {
    /// Why a code failed, and nothing else.
    pub(crate) fn failed(because: CodeFailure) -> Self {
        Self {
            because: Some(because),
            ..Self::default()
        }
    }
}
