//! The figures and names of a notice: what stands for the variables of a template (N2).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::cause::{CallOccasion, Changed, HostOffer, NoticeCause};
use super::notice_kind::NoticeKind;
use crate::code::Pin;
use crate::json::at_most;
use crate::model::{HolderKind, MAX_VISIT_DOORS, VisitKind, VisitPurpose, WeeklySpan};
use crate::rules::access::{Decision, Route};
use crate::rules::entries::{EntryDiagnosis, OddUse};
use crate::rules::reasons::{CodeFailure, ValidationCheck};
use crate::time::{TimeOfDay, Zone};
use crate::{Id, Text};

/// The figures and names of a notice, and what `renderMessage` puts into a template. Which of them
/// stand depends on the notice's kind and reader.
///
/// Times are on the clock of the house, with their offset, as in `2026-05-01T15:00:00+02:00`.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NoticeValues {
    /// `{guestName}`: who stays.
    pub guest_name: Option<Text>,
    /// `{visitorName}`: who has access and is no guest (V2).
    pub visitor_name: Option<Text>,
    /// `{purpose}`: what a visitor comes for.
    pub purpose: Option<VisitPurpose>,
    /// `{listingName}`: the rental unit.
    pub listing_name: Option<Text>,
    /// `{checkIn}`: check-in, without grace (W4); the day alone where the listing is not known.
    pub check_in: Option<Text>,
    /// `{checkOut}`: check-out, without grace (W4); the day alone where the listing is not known.
    pub check_out: Option<Text>,
    /// `{hostContact}`: whom a guest may call, as the listing says it.
    pub host_contact: Option<Text>,
    /// `{visitKind}`: when a visitor's code opens, by its kind (V1).
    pub visit_kind: Option<VisitKind>,
    /// `{weekly}`: the times of the week at which a visitor's code opens (V1), at most 32.
    #[serde(default, deserialize_with = "at_most::<32, _, _, _>")]
    pub weekly: Option<Vec<WeeklySpan>>,
    /// `{nextStartsAt}`: when a visitor's code next begins to open.
    pub next_starts_at: Option<Text>,
    /// `{nextEndsAt}`, `{nextTimes}`: when it ends to open after that.
    pub next_ends_at: Option<Text>,
    /// `{times}`: when a visitor's code opens. Absent: put together from `weekly`, `nextStartsAt`
    /// and `nextEndsAt`.
    pub times: Option<Text>,
    /// `{allAccessCodes}`, `{accessCode:Door name}`, `{keypadHint}`, `{backupDoors}`,
    /// `{newCodeDoors}`, `{uncertainDoors}`, `{uncertainLater}`, `{pendingDoors}`: the doors that a
    /// guest or visitor can open and their codes, at most 12,800.
    #[serde(default, deserialize_with = "at_most::<MAX_VISIT_DOORS, _, _, _>")]
    pub doors: Option<Vec<DoorAccess>>,
    /// `{turnovers}`, `{turnoverTimes}`, `{newTurnovers}`, `{turnoversOff}`: when the listings of a
    /// visitor of kind turnover are free, in order, at most 2,000 (V2).
    #[serde(default, deserialize_with = "at_most::<2_000, _, _, _>")]
    pub turnovers: Option<Vec<TurnoverAccess>>,
    /// `{turnoverMessageAt}`: when a visitor is told the turnovers of the next day (V2).
    pub turnover_message_at: Option<TimeOfDay>,
    /// `{changed}`: what is new.
    #[serde(default, deserialize_with = "at_most::<9, _, _, _>")]
    pub changed: Option<Vec<Changed>>,
    /// `{entryMethod}`: the way in that needs no lock (A).
    pub entry_method: Option<Text>,
    /// `{lockName}`: the door of a notice about one lock.
    pub lock_name: Option<Text>,
    /// `{otherLockName}`: the door that a code opens which was typed at this one.
    pub other_lock_name: Option<Text>,
    /// `{happenedAt}`: when it was.
    pub happened_at: Option<Text>,
    /// `{minutes}`: by how much a code was too early or too late; shown as in `40 min`, `3 h` or
    /// `2 days`.
    pub minutes: Option<u32>,
    /// `{refusedEntries}`: how many entries the keypad refused since the last notice about it.
    pub refused_entries: Option<u32>,
    /// `{identifier}`: what the lock's app shows of the code, such as `Casa Backup 481516` (B5).
    pub identifier: Option<Text>,
    /// `{holder}`: whose the code is.
    pub holder: Option<HolderKind>,
    /// `{slot}`: the code's place on the lock.
    pub slot: Option<u32>,
    /// `{opensUntil}`: until when a code that should be gone opens. Absent: nobody knows, or
    /// without end.
    pub opens_until: Option<Text>,
    /// `{batteryPercent}`: the lock's charge (C5).
    pub battery_percent: Option<u8>,
    /// `{capacity}`: how many codes the lock holds.
    pub capacity: Option<u32>,
    /// `{placeFreeAt}`: when a code on a full lock ends and leaves its place (S).
    pub place_free_at: Option<Text>,
    /// `{backupsReady}`: how many backups are ready on the lock (B7).
    pub backups_ready: Option<u32>,
    /// `{backupsTold}`: how many backups of the lock guests were told; absent: none (B7).
    pub backups_told: Option<u32>,
    /// `{poolSize}`: how many backups there shall be on the lock (B1).
    pub pool_size: Option<u32>,
    /// `{otherGuestName}`: the guest of the other stay of a conflict.
    pub other_guest_name: Option<Text>,
    /// `{otherCheckIn}`: when the other stay of a conflict begins.
    pub other_check_in: Option<Text>,
    /// `{otherCheckOut}`: when the other stay of a conflict ends.
    pub other_check_out: Option<Text>,
    /// `{otherReservationId}`: the other stay of a conflict.
    pub other_reservation_id: Option<Id>,
    /// `{unknownId}`: the id of a listing or a lock that is not there (N5).
    pub unknown_id: Option<Id>,
    /// `{codesWithoutEnd}`: how many codes open without end (V4).
    pub codes_without_end: Option<u32>,
    /// `{codesUnused}`: how many codes were not used for long (V4).
    pub codes_unused: Option<u32>,
    /// `{codesUnknown}`: how many codes nobody here made (V4).
    pub codes_unknown: Option<u32>,
    /// `{codesOverdue}`: how many codes are still to be removed (V4).
    pub codes_overdue: Option<u32>,
    /// `{cause}`: why the notice goes out; the texts of a kind differ by it.
    pub cause: Option<NoticeCause>,
    /// `{occasion}`: when the host is called (A7).
    pub occasion: Option<CallOccasion>,
    /// `{neededFrom}`: from when the guest has no way in; absent: now (A7).
    pub needed_from: Option<Text>,
    /// `{offers}`: what the host may order now (A4, E2).
    #[serde(default, deserialize_with = "at_most::<4, _, _, _>")]
    pub offers: Option<Vec<HostOffer>>,
    /// `{because}`: why a code failed.
    pub because: Option<CodeFailure>,
    /// `{check}`: the check that failed (C4).
    pub check: Option<ValidationCheck>,
    /// `{access}`: which way in the guest has, and why, as `explain` says it (A).
    pub access: Option<Decision>,
    /// `{undelivered}`: the notice that did not arrive (E3).
    pub undelivered: Option<NoticeKind>,
    /// The zone in which `{access}` shows times; absent: UTC.
    pub time_zone: Option<Zone>,
}

/// A door that somebody can open, and how.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct DoorAccess {
    /// The door's name.
    pub name: Text,
    /// The rental units for which a visitor of several opens it; left out where it is for all of
    /// them (V2).
    pub listing_name: Option<Text>,
    /// The PIN in clear.
    pub code: Option<Pin>,
    /// How to type it.
    pub keypad_hint: Option<Text>,
    /// Whether the code is a backup or the emergency code; left out unless the policy's
    /// `backups.discloseToGuest` says that guests are told (B3).
    pub is_backup: Option<bool>,
    /// Whether the reader was told another code for this door before; left out where not.
    pub is_new: Option<bool>,
    /// Whether the code may not open yet, and the host was called; left out where it opens.
    pub is_uncertain: Option<bool>,
    /// From when it may not open, where it opens before; absent: from the beginning.
    pub uncertain_from: Option<Text>,
    /// Whether the code is still being put on its lock while its time has begun; left out where it
    /// is there, or where its time lies ahead.
    pub is_pending: Option<bool>,
    /// By when the code has to be used for the first time, or it never opens (O1).
    pub use_by: Option<Text>,
}

/// A time in which a listing is free, as its visitor is told it (V2).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TurnoverAccess {
    /// The rental unit.
    pub listing_name: Text,
    /// When it begins: the check-out.
    pub starts_at: Text,
    /// When it ends: the next check-in; absent: none is known yet.
    pub ends_at: Option<Text>,
    /// The doors that the visitor opens then and their codes, at most 12,800; absent where the
    /// turnover is off.
    #[serde(default, deserialize_with = "at_most::<MAX_VISIT_DOORS, _, _, _>")]
    pub doors: Option<Vec<DoorAccess>>,
    /// Whether this is new to the visitor, or not as they were told; absent where it is neither.
    pub is_new: Option<bool>,
    /// Whether the visitor was told it, and it takes place no more; absent where it does.
    pub is_off: Option<bool>,
}

/// The most names in one line of a message.
const MAX_NAMES: usize = 8;

/// Some names in one line.
pub(crate) fn in_one_line<'a>(names: impl ExactSizeIterator<Item = &'a Text>) -> Option<Text> {
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    let names: Vec<&str> = names.take(MAX_NAMES).map(|name| &**name).collect();
    (!names.is_empty()).then(|| Text::made(&format!("{}{more}", names.join(", "))))
}

impl NoticeValues {
    /// Why a code failed, and nothing else.
    pub(crate) fn failed(because: CodeFailure) -> Self {
        Self {
            cause: Some(NoticeCause::of_failure(&because)),
            because: Some(because),
            ..Self::default()
        }
    }

    /// What a refused entry was.
    pub(crate) fn refused(found: &EntryDiagnosis) -> Self {
        let minutes = match found {
            EntryDiagnosis::TooEarly { minutes, .. } | EntryDiagnosis::TooLate { minutes, .. } => {
                Some(*minutes)
            }
            _ => None,
        };
        Self {
            cause: Some(NoticeCause::of_entry(found)),
            minutes,
            ..Self::default()
        }
    }

    /// Why a use was not to be expected.
    pub(crate) fn odd_use(found: OddUse) -> Self {
        let minutes = match found {
            OddUse::TooEarly { minutes } | OddUse::TooLate { minutes } => Some(minutes),
            OddUse::Retired | OddUse::NobodyTold | OddUse::Unknown => None,
        };
        Self {
            cause: Some(NoticeCause::of_odd_use(found)),
            minutes,
            ..Self::default()
        }
    }

    /// A decision, and its cause.
    pub(crate) fn decided(access: &Decision) -> Self {
        Self {
            cause: Some(NoticeCause::of_decision(access)),
            access: Some(access.clone()),
            ..Self::default()
        }
    }

    /// The host is called: a decision leaves no way in, or the lock has to be mended (A7, C5).
    pub(crate) fn called(access: &Decision, occasion: CallOccasion) -> Self {
        let has_way_in = matches!(
            access.route,
            Route::ExistingCode | Route::BackupCode | Route::EmergencyCode | Route::EntryMethod
        );
        let occasion = if has_way_in {
            CallOccasion::Mend
        } else {
            occasion
        };
        Self {
            occasion: Some(occasion),
            offers: HostOffer::of_decision(access),
            ..Self::decided(access)
        }
    }
}
