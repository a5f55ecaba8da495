//! What guests and visitors are told where a host has written nothing of their own (N1).
//!
//! A guest's text is the same for any code: it calls one a backup only where `doors[].isBackup`
//! does, which takes `backups.discloseToGuest` (B3). Guests read check-in and check-out, never the
//! grace (W4). A message carries a code only if it opens, or says that it may not open yet and whom
//! to call.

use super::notice_kind::NoticeKind;

/// The text for a guest.
pub(super) fn to_guest(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::AccessReady => {
            "\
Hello {?guestName},
{!guestName}Hello,

your access to {listingName}:

{doorsAndCodes}
{?backupDoors}: this is a backup code.
{?uncertainDoors}: this code may not open yet. Your host knows and will help you in.
{?uncertainLater}: then this code may not open. Your host knows and will help you in.
{?pendingDoors}: this code is still being put on the lock and may not open yet.

Check-in: {checkIn}
Check-out: {checkOut}
Your host: {?hostContact}"
        }
        NoticeKind::AccessChanged => {
            "\
Hello {?guestName},
{!guestName}Hello,

your access to {listingName} has changed.
{?changed=check_in}Check-in is now {checkIn}.
{?changed=check_out}Check-out is now {checkOut}.
{?newCodeDoors}: this is your new code. The earlier one may not work any more.
{?changed=doors}These are all your doors now.
{?changed=no_doors}Your doors have changed. You get your new code in another message.
{?changed=opens_now}{!uncertainDoors}{!uncertainLater}Your code works from check-in to check-out.
{?uncertainDoors}: this code may not open yet. Your host knows and will help you in.
{?uncertainLater}: then this code may not open. Your host knows and will help you in.
{?pendingDoors}: this code is still being put on the lock and may not open yet.

{?doorsAndCodes}
{?backupDoors}: this is a backup code.

Check-in: {checkIn}
Check-out: {checkOut}
Your host: {?hostContact}"
        }
        NoticeKind::EntryMethod => {
            "\
Hello {?guestName},
{!guestName}Hello,

if your code does not open the door of {listingName}, please use this way in:

{entryMethod}

Your host: {?hostContact}"
        }
        NoticeKind::AccessEnded => {
            "\
Hello {?guestName},
{!guestName}Hello,

{?cause=cancelled}your booking at {?listingName} was cancelled, so your code is no longer valid.
{?cause=cancelled}{!listingName}your booking was cancelled, so your code is no longer valid.
{?cause=withdrawn}your access to {?listingName} has ended, so your code is no longer valid.
{?cause=withdrawn}{!listingName}your access has ended, so your code is no longer valid.
{?cause=withdrawn}If you did not expect this, please ask your host.
Questions? {?hostContact}"
        }
        NoticeKind::StayAhead => {
            "\
Hello {?guestName},
{!guestName}Hello,

your stay at {listingName} has not begun yet. Your code is for the time from check-in on.

Check-in: {checkIn}
If your code does not open then, your host helps: {?hostContact}"
        }
        NoticeKind::StayOver => {
            "\
Hello {?guestName},
{!guestName}Hello,

your stay at {listingName} is over, so your code is no longer valid.

Check-out: {checkOut}
Your host: {?hostContact}"
        }
        _ => return None,
    })
}

/// A text, and below it when the code of a visitor opens.
macro_rules! with_times {
    ($text:literal) => {
        concat!(
            $text,
            "\
{?visitKind=permanent}Your code opens at any time.
{?visitKind=turnover}Your code opens from each check-out to the next check-in.
You get a message with the turnovers of the next day, each day at {?turnoverMessageAt}.
Next: {?turnoverTimes}
{?visitKind=one_time}Your code opens each door once.
Opens: {?weekly}
{?visitKind=recurring|turnover}{!turnoverTimes}Next: {?nextTimes}
{?visitKind=recurring|turnover}{!turnoverTimes}{!nextEndsAt}Next: from {?nextStartsAt} on
{?visitKind!=recurring|turnover}From: {?nextStartsAt}
{?visitKind!=recurring|turnover}To: {?nextEndsAt}
{?uncertainDoors}: this code may not open yet. Your host knows.
{?uncertainLater}: then this code may not open. Your host knows.
{?pendingDoors}: this code is still being put on the lock and may not open yet.
Your host: {?hostContact}"
        )
    };
}

/// The text for somebody with access who is no guest (V2).
pub(super) fn to_visitor(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::AccessReady => {
            with_times!(
                "\
Hello {?visitorName},
{!visitorName}Hello,

your access:
Place: {?listingName}

{doorsAndCodes}

"
            )
        }
        NoticeKind::AccessChanged => {
            with_times!(
                "\
Hello {?visitorName},
{!visitorName}Hello,

your access has changed.
Place: {?listingName}
{?newCodeDoors}: this is your new code. The earlier one may not work any more.
{?changed=doors}These are all your doors now.
{?changed=times}The times of your code have changed.
{?changed=turnovers}Your turnovers have changed.
No longer planned for you: {?turnoversOff}
New or changed: {?newTurnovers}
{?changed=opens_now}{!uncertainDoors}{!uncertainLater}{?visitKind!=permanent}Your code opens at the times below.
{?changed=opens_now}{!uncertainDoors}{!uncertainLater}{?visitKind=permanent}Your code opens now.

{?doorsAndCodes}

"
            )
        }
        NoticeKind::TurnoversAhead => {
            "\
Hello {?visitorName},
{!visitorName}Hello,

your next turnovers:

{turnovers}
{?uncertainDoors}: this code may not open yet. Your host knows.
{?uncertainLater}: then this code may not open. Your host knows.
{?pendingDoors}: this code is still being put on the lock and may not open yet.

Your host: {?hostContact}"
        }
        NoticeKind::AccessEnded => {
            "\
Hello {?visitorName},
{!visitorName}Hello,

{?cause=withdrawn}your access has ended: the host took it back.
{?cause=over}your access has ended: its time is over.
{?cause=used}your code was used, and is no longer valid.
Place: {?listingName}
Your host: {?hostContact}"
        }
        _ => return None,
    })
}
