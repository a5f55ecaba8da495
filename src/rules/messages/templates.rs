//! What people are told where a host has written nothing of their own (N1, N2): plain English, to
//! be changed.

use serde::Deserialize;

use super::notice_kind::{Audience, NoticeKind};
use crate::{Error, ErrorCode};

/// Whose template is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct DefaultTemplateInput {
    /// What the notice is about.
    pub kind: NoticeKind,
    /// Who is told; absent: the guest, or the host where the kind is for hosts.
    pub to: Option<Audience>,
}

/// The English template of a notice, for [`render_message`](crate::rules::render_message) with the
/// notice's values.
///
/// A guest's text is the same for any code: it calls one a backup only where `doors[].isBackup`
/// does, which takes `backups.discloseToGuest` (B3). Messages show check-in and check-out, never
/// the grace (W4). What a host's notice may lack stands in lines of its own that are left out then.
///
/// # Errors
/// `invalid_value` at `to` where such a notice is not for them.
///
/// ```
/// use latchstring::rules::{Audience, NoticeKind, default_template, render_message};
/// let template = default_template(NoticeKind::AccessEnded, Some(Audience::Guest))?;
/// let values = latchstring::decode(r#"{ "guestName": "Ada", "listingName": "Casa Flora" }"#)?;
/// assert_eq!(render_message(&template, &values)?, "Hello Ada,\n\nyour access to Casa Flora has ended.");
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn default_template(kind: NoticeKind, to: Option<Audience>) -> Result<String, Error> {
    let to = to.unwrap_or(kind.audience());
    let visitors_too = !matches!(
        kind,
        NoticeKind::EntryMethod | NoticeKind::StayAhead | NoticeKind::StayOver
    );
    let fits = match to {
        Audience::Visitor => kind.audience() == Audience::Guest && visitors_too,
        // The host has to change it after the stay (A5).
        Audience::Host if kind == NoticeKind::EntryMethod => true,
        to => kind.audience() == to,
    };
    if !fits {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "such a notice is not for them",
            "leave it out for the one whom it is for",
        )
        .at("to"));
    }
    let text = text(kind);
    Ok(match (to, kind) {
        (Audience::Host, NoticeKind::ReviewDue) => text.to_owned(),
        (Audience::Host, NoticeKind::EntryMethod) => format!("{ENTRY_TOLD}\n{ABOUT}"),
        (Audience::Host, _) => format!("{text}\n{ABOUT}"),
        (Audience::Visitor, NoticeKind::AccessEnded) => {
            "Hello {visitorName},\n\nyour access has ended.".to_owned()
        }
        (Audience::Visitor, NoticeKind::AccessReady) => {
            format!("Hello {{visitorName}},\n\nyour access:\n\n{CODES}\n\nValid: {{times}}")
        }
        (Audience::Visitor, _) => {
            format!(
                "Hello {{visitorName}},\n\nyour access has changed:\n\n{CODES}\n\nValid: {{times}}"
            )
        }
        (Audience::Guest, NoticeKind::AccessReady | NoticeKind::AccessChanged) => {
            format!("{GUEST}{text}:\n\n{CODES}\n\nCheck-in: {{checkIn}}\nCheck-out: {{checkOut}}")
        }
        (Audience::Guest, _) => format!("{GUEST}{text}"),
    })
}

const GUEST: &str = "Hello {guestName},\n\n";

const CODES: &str = "\
{allAccessCodes}
{?keypadHint}
This is a backup code: {?backupDoors}";

const ENTRY_TOLD: &str =
    "A guest was told the way in that needs no lock: please change it after the stay.\n";

/// Whom and what a host's notice is about, as far as it is known.
const ABOUT: &str = "\
Code: {?identifier}
Guest: {?guestName}
Visitor: {?visitorName}
Listing: {?listingName}
Check-in: {?checkIn}
Check-out: {?checkOut}";

/// What is said; to hosts with what only this kind has.
fn text(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::AccessReady => "your access to {listingName}",
        NoticeKind::AccessChanged => "your access to {listingName} has changed",
        NoticeKind::EntryMethod => "here is another way into {listingName}:\n\n{entryMethod}",
        NoticeKind::AccessEnded => "your access to {listingName} has ended.",
        NoticeKind::StayAhead => {
            "your stay at {listingName} has not begun yet. Your code opens from check-in on.\n\nCheck-in: {checkIn}"
        }
        NoticeKind::StayOver => "your stay at {listingName} is over.\n\nCheck-out: {checkOut}",
        NoticeKind::CodeFailed => {
            "A code is not as it should be.\n\nDoor: {?lockName}\nFailed check: {?check}\nWhy: {?because}\nWhat is done: {?access}"
        }
        NoticeKind::BackupTold => {
            "A guest was told a backup code.\n\nDoor: {lockName}\nWhy: {?access}"
        }
        NoticeKind::EmergencyTold => {
            "A guest was told the emergency code. It is replaced after the stay.\n\nDoor: {lockName}\nWhy: {?access}"
        }
        NoticeKind::LockUnreachable => {
            "A lock can't be reached, or no way in is left there: please help.\n\nDoor: {lockName}\nWhy: {?access}"
        }
        NoticeKind::BatteryLow => {
            "The battery of a lock is low: please change it.\n\nDoor: {lockName}\nCharge: {?batteryPercent} %"
        }
        NoticeKind::RemovalByHand => {
            "A code has to be taken off a lock by hand: its time is over, and the lock does not answer.\n\nDoor: {lockName}\nSlot: {?slot}"
        }
        NoticeKind::RemovalWithdrawn => {
            "A code that you were asked to take off a lock by hand is needed: please leave it there. If you have taken it off, nothing more is to be done.\n\nDoor: {lockName}\nSlot: {?slot}"
        }
        NoticeKind::PoolLow => {
            "Few backup codes are left on a lock.\n\nDoor: {lockName}\nReady: {?backupsReady}"
        }
        NoticeKind::PoolEmpty => "No backup code is left on a lock.\n\nDoor: {lockName}",
        NoticeKind::Conflict => {
            "Two stays of one listing overlap. Both get their codes.\n\nOther booking: {?otherReservationId}\nThe other stay begins: {?otherStartsAt}\nThe other stay ends: {?otherEndsAt}"
        }
        NoticeKind::UnknownCode => {
            "Somebody else put a code on a lock. It stays until you remove or adopt it.\n\nDoor: {lockName}\nSlot: {?slot}"
        }
        NoticeKind::RotationDone => "A code was replaced by a new one.\n\nDoor: {lockName}",
        NoticeKind::Capacity => {
            "A lock is full: there is no place for all codes that it shall hold.\n\nDoor: {lockName}"
        }
        NoticeKind::ReviewDue => {
            "It is time to review who has access: codes without an end, unused, unknown, or still to be removed."
        }
        NoticeKind::LockReplaced => {
            "A lock was replaced by another device. Please reset the old one: codes that were on it may still open it.\n\nDoor: {lockName}"
        }
        NoticeKind::ComplaintAfterUse => {
            "A guest says that they can't get in, though their code opened the door shortly before. They are told nothing new unless they say so once more.\n\nDoor: {lockName}\nWhy: {?access}"
        }
        NoticeKind::NewCodesStopped => {
            "A guest was told one new code after the other for one door. They keep the last one until their stay ends or their booking changes: please look after the lock.\n\nDoor: {lockName}"
        }
        NoticeKind::CodeTakenOff => {
            "A guest's code was taken off a lock or changed there while they stay. Did you do that? Please say whether to restore the code or to end their access.\n\nDoor: {lockName}\nSlot: {?slot}"
        }
        NoticeKind::NoticeUndelivered => {
            "A message did not arrive.\n\nMessage: {?undelivered}\nDoor: {?lockName}"
        }
    }
}
