//! What hosts are told where they have written nothing of their own (N1).
//!
//! Each text begins with who, where and what to do. A line that speaks of a cause stands only where
//! that is the cause.

use super::notice_kind::NoticeKind;

/// Why a lock does not do what is needed, and what the host can do about it.
macro_rules! with_lock_causes {
    ($first:literal, $last:literal) => {
        concat!(
            $first,
            "\
{?cause=lock_silent}The lock does not answer: please check its power and its internet.
{?cause=lock_unheard}It is not known whether the lock answers: please check its power and its internet.
{?cause=battery_died}The lock does not answer, and its battery was nearly empty: please change it.
{?cause=low_battery}The lock's battery is low: please change it.
{?cause=lock_unusable}The lock's battery is dead or its keypad broken: please look at the lock.
{?cause=no_remote_path}The lock has no bridge or internet: only you can put a code on it.
{?cause=not_stable}The lock's connection comes and goes: please check its bridge.
{?cause=lock_full}The lock has no place left. Please delete a code there if nobody needs it.
{?cause=code_refused}The lock's platform refuses the code: please check its account and settings, and have it \
tried again (retry).
{?cause=account_refused}The lock's account may not do this: please sign in to it again, and have it tried \
again (retry).
{?cause=lock_busy}The lock's gateway is busy with something else, again and again.
{?cause=code_not_seen}The lock has not reported the code: please look for it in the lock's app.
{?cause=shown_otherwise}The lock's app shows something else than was sent: please look at it there.
{?cause=no_list}The platform brings no new list of codes: please check the lock's account.
{?cause=times_not_possible}No code can have these dates and times here: please check them.
{?cause=no_pin_left}No PIN is left under the lock's rules: please delete codes that nobody needs.
{?occasion!=said}{?cause=guest_locked_out}The guest says that they can't get in.
{?cause=guest_refused}The keypad refused the guest's right code.
{?cause=needed_now}The guest needs a code now, and theirs is not known to be on the lock.
{?cause=host_order}You ordered it.
",
            $last
        )
    };
}

/// The text for a host.
pub(super) fn to_host(kind: NoticeKind) -> Option<&'static str> {
    of_ways_in(kind)
        .or_else(|| of_guests(kind))
        .or_else(|| of_entries(kind))
        .or_else(|| of_codes_and_locks(kind))
        .or_else(|| of_the_site(kind))
}

/// What is said of guests' ways in.
fn of_ways_in(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::EntryMethod => with_lock_causes!(
            "\
{who} was told your entry instructions for {?lockName}.
{!lockName}{who} was told your entry instructions.
",
            "Please change the code or the place of the key after the stay."
        ),
        NoticeKind::CodeFailed => with_lock_causes!(
            "\
{?cause=clock_or_zone}The list of {?lockName} shows all codes with other times than were sent, \
each by the same difference: please check the lock's zone and clock. A lock that knows full hours \
only shows the same. The codes stay as they are.
{?holder=reservation|visit}{?cause=lock_silent|battery_died|lock_unusable|not_stable|no_list|lock_busy}\
{who} needs {lockName}, which has a problem.
{?holder=reservation|visit}{?cause=code_refused|account_refused|code_not_seen|shown_otherwise|lock_full}\
{?because!=remove_code}{who}: the code for {?lockName} is not as it should be.
{?holder=reservation|visit}{?cause=code_refused|account_refused|code_not_seen|shown_otherwise|lock_full}\
{?because=remove_code}{who}: their code is to be taken off {?lockName}, and is still there.
{?holder=reservation|visit}{?cause=times_not_possible|no_pin_left}{who}: no code can be made.
{?holder=backup|emergency}Code \"{?identifier}\" on {lockName} is not as it should be.
{?holder=backup|emergency}{?guestName} ({?listingName}, {?checkIn} – {?checkOut}) was told this code.
{?holder=backup|emergency}{!guestName}The guest ({?listingName}, {?checkIn} – {?checkOut}) was told this code.
{?holder=backup|emergency}{!guestName}Listing: {?listingName}
{?holder!=reservation|visit|backup|emergency}{?cause=no_list}The codes on {lockName} can't be read.
{?holder!=reservation|visit|backup|emergency}{?cause!=clock_or_zone|no_list}{lockName} does not do what \
it is asked.
{?holder!=reservation|visit|backup|emergency}{?cause!=clock_or_zone}Not yet on it: the code of {?who}.
{?holder!=reservation|visit|backup|emergency}Listing: {?listingName}
",
            "\
{?cause=code_refused|account_refused|shown_otherwise|times_not_possible|no_pin_left}Detail: {?because}
Now: {?access}"
        ),
        NoticeKind::BackupTold => with_lock_causes!(
            "{who} was told backup code \"{identifier}\" for {lockName}. You need to do nothing for them \
             at this door.\n",
            "Place on the lock: {?slot}"
        ),
        NoticeKind::EmergencyTold => with_lock_causes!(
            "{who} was told the emergency code \"{identifier}\" for {lockName}. You need to do nothing for them \
             at this door. A new one takes its place after check-out.\n",
            "Place on the lock: {?slot}"
        ),
        NoticeKind::LockUnreachable => with_lock_causes!(
            "\
{?occasion=said}{who} can't get in at {lockName}: please let them in now.
{?occasion=begun}{who} needs a way in at {lockName}, and has none that is known to work: please let \
them in.
{?occasion=over}{who}: the stay is over, and {lockName} does not do what it is asked. You need to do \
nothing but mend the lock.
{?occasion=first}{?cause!=no_remote_path|lock_full}{who} will have no way in at {lockName} that is known to \
work: please mend the lock or plan to let them in.
{?occasion=first}{?cause=no_remote_path}{who} will have no way in at {lockName} that is known to work: please \
put the code on it by hand, or let them in.
{?occasion=first}{?cause=lock_full}{who} will have no way in at {lockName} that is known to work: please make \
room there, or let them in.
{?occasion=first}They need one from {?neededFrom} on.
{?occasion=mend}{lockName} has to be mended. {who} has a way in until then.
{?occasion!=said|begun|first|mend|over}{lockName} does not do what it is asked.
{?occasion!=said|begun|first|mend|over}Not yet on it: the code of {?who}.
{?occasion!=said|begun|first|mend|over}Listing: {?listingName}
",
            "\
{?occasion!=over}{?offers=tell_next}You can have the guest told the next code (tell_next).
{?occasion!=over}{?offers=tell_emergency}You can have the guest told the emergency code, which another \
stay knows (tell_emergency).
{?occasion!=over}Please put this code on it: {?allAccessCodes}
Detail: {?because}"
        ),
        _ => return None,
    })
}

/// What is asked of the host about a guest.
fn of_guests(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::ComplaintAfterUse => {
            "\
{who} can't get in at {lockName}, though their code opened it just before.
{!offers}They are told nothing new unless that happens once more: please ask them how it goes.
{?offers=tell_next}They are told no new code by itself: please call them. You can have them told the \
next one (tell_next).
{?offers=tell_emergency}You can have them told the emergency code, which another stay knows \
(tell_emergency)."
        }
        NoticeKind::NewCodesStopped => {
            "\
{who} was told one new code after the other for {lockName}: please call them, and look at the lock.
They keep the last code until their stay ends or their booking changes. You can have them told the \
next one (tell_next)."
        }
        NoticeKind::CodeTakenOff => {
            "\
The code of {who} was taken off {lockName}, or changed there, during their stay. Did you do that?
Then end their access (revoke). If not, put it back (restore).
{?cause=put_back}Without your answer it is put back once, as soon as the lock takes it.
{?cause=not_put_back}It is not put back without your answer.
{?cause=other_code}They go by another code now.
Code: {?identifier}
Place on the lock: {?slot}"
        }
        NoticeKind::BookingOnHold => {
            "\
{?occasion=said}{who} can't get in. Their booking is on hold, so they are told nothing \
new. If they may enter, please let them in or release it; if not, cancel it.
{?occasion=begun}{who}: the stay has begun and the booking is still on hold. Please release it, or \
cancel it.
{?occasion=first}{who}: the stay begins soon and the booking is still on hold. Please release it, or \
cancel it.
{?cause=code_held_back}The guest was told no code. They are told it once you release the booking.
{?cause=code_known}The guest was told a code before, and keeps it. Nothing new is told until you \
release the booking."
        }
        _ => return None,
    })
}

/// What is said of entries at a door.
fn of_entries(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::EntryRefused => {
            "\
{?cause=guest_refused}{lockName} refused the right code of {?who}. You need to do nothing about this entry: \
unless they have a newer code, it counts as their word that they can't get in.
{?cause=visitor_refused}{?who} can't get in at {lockName}, which refused their right code: please let them \
in, or look at the lock.
{?cause=spare_refused}{!identifier}{lockName} refused a code that was not made here. You need to do nothing.
{?cause=spare_refused}{lockName} refused code \"{?identifier}\", which no guest has. You need to do nothing.
{?cause=slip}{?who} mistyped their code by one key at {lockName}. You need to do nothing: they can try again.
{?cause=wrong_door}{?who} typed their code at {lockName}, and it opens {?otherLockName}. You need to do \
nothing unless they call.
{?cause=too_early}{?who} typed their code at {lockName}, {?minutes} too early. You need to do nothing unless \
they call.
{?cause=too_late}{?who} typed their code at {lockName}, {?minutes} too late. You need to do nothing unless \
they call.
{?cause=retired_code}An old code was typed at {lockName}. It opens nothing, and you need to do nothing.
{?cause=slip|wrong_door|too_early|too_late}{!who}Somebody typed a PIN at {lockName} that does \
not open it now. You need to do nothing.
{?cause=unknown_pin}Somebody typed a PIN at {lockName} that nobody has for it now. You need to do nothing.
{?cause=not_shown}Somebody typed a wrong PIN at {lockName}. You need to do nothing.
{?cause=keypad_paused}{lockName} refused several entries in a row. Its keypad may be paused for some \
minutes: whoever stands there should wait, and then try again.
{?cause=keypad_paused}As far as is known: {?who}
{?cause=retired_code}It was the code of {?who}.
{?cause!=guest_refused|visitor_refused|slip|wrong_door|too_early|too_late|retired_code|keypad_paused}\
Listing: {?listingName}
{?cause=slip|wrong_door|too_early|too_late}{!who}Listing: {?listingName}
Time: {?happenedAt}
Refused entries: {?refusedEntries}"
        }
        NoticeKind::GuestArrived => {
            "\
{who} has arrived: their code opened {lockName}. You need to do nothing.
Time: {?happenedAt}"
        }
        NoticeKind::UnexpectedUse => {
            "\
{?cause=too_early}{?who} opened {lockName} {?minutes} before their time: please ask them, unless you agreed \
to it.
{?cause=too_late}{?who} opened {lockName} {?minutes} after their time: please ask them, unless you agreed to \
it.
{?cause=retired_code}An old code opened {lockName}: please delete it in the lock's app.
{?cause=retired_code}It was the code of {?who}.
{?cause=too_early|too_late}{!who}A code that was not made here opened {lockName} outside its \
time: please ask who was there.
{?cause=nobody_told}{?holder!=reservation}Code \"{?identifier}\" opened {lockName}, and nobody was told it: \
please ask who was there.
{?cause=nobody_told}{?holder=reservation}The code of {?who} opened {lockName}. The booking is on hold, and \
nobody was told the code: please ask who was there.
{?cause=unknown_pin}A code that was not made here opened {lockName}: please ask who was there.
{?cause=nobody_told}{?holder=emergency}A new one takes its place.
{?cause=unknown_pin|nobody_told}{?holder!=reservation}Listing: {?listingName}
Time: {?happenedAt}
{?cause=too_early|too_late|retired_code}Code: {?identifier}
Place on the lock: {?slot}"
        }
        _ => return None,
    })
}

/// What is said of codes and locks.
fn of_codes_and_locks(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::BatteryLow => {
            "\
The battery of {lockName} is low: please change it.
Listing: {?listingName}
Charge: {?batteryPercent} %"
        }
        NoticeKind::RemovalByHand => {
            "\
{?cause=made_offline}{who}: code \"{identifier}\" can't be taken off {lockName}. It was made offline.
{?cause=over|used|cancelled|withdrawn|replaced|times_changed}Please delete code \"{identifier}\" from \
{lockName} by hand, in the lock's app: {?because}.
{?cause=over|used|cancelled|withdrawn|replaced}{!because}Code \"{identifier}\" may still be on {lockName}: \
the lock has not confirmed that it is gone. Please look in the lock's app.
{?cause=times_changed}{!because}Code \"{identifier}\" may still open {lockName} at its old times: the \
lock has not confirmed the new ones. Please look in the lock's app.
{?cause=over}{?who}: the time is over.
{?cause=used}{?who}: the code was for one use, and was used.
{?cause=cancelled}{?who}: the booking was cancelled.
{?cause=withdrawn}{?who}: they need this door no more.
{?cause=replaced}{?who}: a new code takes its place.
{?cause=replaced}{!who}A new code takes its place.
{?cause=times_changed}{?who}: the times have changed.
{?cause=made_offline}It opens until {?opensUntil}.
{?cause!=made_offline}{?because=lock|command}It opens until {?opensUntil}.
{?cause!=made_offline}{!because}If it is there, it opens until {?opensUntil}.
{?because=lock|command}{!opensUntil}It opens until it is deleted.
Place on the lock: {?slot}"
        }
        NoticeKind::RemovalWithdrawn => {
            "\
Please leave code \"{identifier}\" on {lockName}: {who} needs it again. If you have deleted it, you \
need to do nothing more.
Place on the lock: {?slot}"
        }
        NoticeKind::PoolLow => with_lock_causes!(
            "\
{?cause=refilling}{lockName} has {backupsReady} of {poolSize} backup codes ready. More are put on it by \
themselves: you need to do nothing.
{?cause!=refilling}{lockName} has {backupsReady} of {poolSize} backup codes ready, and no more can be put on it.
",
            "Backup codes that guests were told: {?backupsTold}\nListing: {?listingName}"
        ),
        NoticeKind::PoolEmpty => with_lock_causes!(
            "\
{?cause=refilling}{lockName} has no backup code ready. New ones are put on it by themselves: you need to do \
nothing.
{?cause!=refilling}{lockName} has no backup code ready, and none can be put on it.
",
            "Backup codes that guests were told: {?backupsTold}\nListing: {?listingName}"
        ),
        NoticeKind::Conflict => {
            "\
{listingName} is booked twice: please cancel or move one of the stays.
{?guestName}: {checkIn} – {checkOut}
{!guestName}One stay: {checkIn} – {checkOut}
The other guest: {?otherGuestName}
The other stay begins: {?otherCheckIn}
The other stay ends: {?otherCheckOut}"
        }
        NoticeKind::UnknownCode => {
            "\
{lockName} has a code that was not made here. It stays until you have it deleted (remove_unknown), \
delete it in the lock's app, or say whose it is (adopt_unknown).
Listing: {?listingName}
Name in the app: {?identifier}
Place on the lock: {?slot}"
        }
        NoticeKind::RotationDone => {
            "\
Code \"{identifier}\" on {lockName} was replaced by a new one. You need to do nothing.
Listing: {?listingName}"
        }
        NoticeKind::Capacity => {
            "\
{?cause=place_in_time}{?who}: {lockName} has no place for their code yet. One is free on {?placeFreeAt}, \
before they need it: you need to do nothing.
{?cause=lock_full}{?who}: {lockName} has no place for their code. Please delete a code there that nobody \
needs.
{!who}{lockName} has no place for a new backup code. Please delete a code there if nobody needs it.
{?cause=lock_full}{?holder=reservation|visit}They need it from {?neededFrom} on.
{?cause=lock_full}{?holder=reservation|visit}{!neededFrom}They need it now.
Listing: {?listingName}
Places: {?capacity}"
        }
        _ => return None,
    })
}

/// What is said of the site, its records and its devices.
fn of_the_site(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::ReviewDue => {
            "\
Please look through who has access.
Codes without an end: {?codesWithoutEnd}
Codes not used for long: {?codesUnused}
Codes that were not made here: {?codesUnknown}
Codes still to be removed: {?codesOverdue}"
        }
        NoticeKind::NoticeUndelivered => {
            "\
{who} did not get a message: please tell them in another way.
{?undelivered=access_ready}It said their code.
{?undelivered=access_changed}It said what has changed of their code or its times.
{?undelivered=access_ended}It said that their code no longer opens.
{?undelivered=turnovers_ahead}It said their next turnovers, with doors and codes.
{?undelivered=entry_method}It said your entry instructions.
{?undelivered=stay_ahead|stay_over}It said that their stay does not run now."
        }
        NoticeKind::ListingUnknown => {
            "\
{who}: there is no listing with the id \"{unknownId}\", so no code is made.
{?holder=visit}Please add the listing, or correct the visit.
{?holder!=visit}Please add the listing, or correct the booking."
        }
        NoticeKind::LockUnknown => {
            "\
{?holder=visit}{who}: there is no lock with the id \"{unknownId}\", so no code is made for it. Please \
add the lock, or correct the visit.
{?holder!=visit}{listingName}: there is no lock with the id \"{unknownId}\", so no code is made for it. \
Please add the lock, or correct the listing.
{?holder=reservation}The next guest: {?who}"
        }
        NoticeKind::LockReplaced => {
            "\
{lockName} was replaced by another device. Please reset the old one: codes on it still open it.
Listing: {?listingName}"
        }
        _ => return None,
    })
}
