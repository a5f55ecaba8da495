//! Why something was decided: a closed list of stable words, each with the source of its rule.

use latchstring_derive::Tagged;
use serde::Serialize;

use crate::time::Instant;

/// Why a way in was taken or passed over. The words are stable; the figures have keys of their own.
///
/// ```
/// use latchstring::rules::Reason;
/// let reason = Reason::BeginsWithin { minutes: 15 };
/// assert_eq!(reason.sentence(), "the guest needs a code within 15 minutes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Tagged)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Reason {
    /// The lock itself said that the code is on it (F20).
    ConfirmedOnLock,
    /// The lock can't be asked; the device reported success (F18).
    UnverifiableOnLock,
    /// What is on the lock lasts for all that is left of the stay (A).
    CoversStay,
    /// The lock is offline, and keeps the code and its times itself (A).
    WorksOffline,
    /// The guest has no code on this lock.
    NoCode,
    /// The guest's code is not confirmed on the lock (C3, F20).
    NotConfirmed,
    /// The guest's code does not open for all of the stay (A, T1).
    DoesNotCover,
    /// The guest said that they cannot get in, and nothing has shown since that the code works
    /// (A4).
    GuestCannotGetIn,
    /// A code of the guest opened the door shortly before they said that they cannot get in:
    /// nothing new is told before they say so once more (A4).
    UsedJustBefore,
    /// Complaints gave the guest as many codes on this lock as the policy allows (A4).
    EnoughCodesTold,
    /// The guest was told the backup entry method before they last said that they cannot get in
    /// (A4, A5).
    EntryMethodTold,
    /// The guest was told so many new codes that no more is told without an order of the host (A6).
    NewCodesStopped,
    /// The host may order that the guest is told the next backup or emergency code (A4).
    NextOnOrder,
    /// The lock answers (H).
    LockAnswers,
    /// The lock is confirmed offline (A, A3).
    LockOffline,
    /// Nobody knows whether the lock answers (A3).
    LockUnknown,
    /// Nothing fresh is known of the lock: it is tried once first (A3).
    TryOnce,
    /// Attempts failed; the next one is not due yet (C6).
    RetryLater {
        /// When the next one is due.
        at: Instant,
    },
    /// The lock has no place left for another code (F14).
    LockFull,
    /// The lock has no way to be reached from afar (H).
    NoRemotePath,
    /// The lock is dead or its keypad broken (A).
    LockUnusable,
    /// A code is put on this lock shortly before its start, as the lock stores no times (C3).
    ProgrammedAtActivation,
    /// The lock's platform makes no codes by an algorithm (H).
    NoOfflineCodes,
    /// The lock's platform has codes by an algorithm, but the lock does not say `offlineCodes`
    /// (A3b, F41).
    OfflineCodesNotMade,
    /// The lock's platform can be asked for a code by its algorithm (A3b).
    OfflineCodeCanBeMade,
    /// The lock's platform was asked for a code by its algorithm, and has not answered (A3b).
    OfflineCodeUnderWay,
    /// The lock's platform made no code by its algorithm (A3b).
    OfflineCodeFailed,
    /// The lock's platform has made as many codes by its algorithm as it may (A3b).
    OfflineCodesUsedUp,
    /// What the lock's platform made is or may be the PIN of somebody else (A3b).
    SamePinAsAnother,
    /// It is not time for a backup yet (A1, A2).
    NotTimeYet,
    /// The guest is checked in (A1).
    CheckedIn,
    /// The uncovered part begins soon (A1).
    BeginsWithin {
        /// How soon, in minutes.
        minutes: u32,
    },
    /// The trip was changed, and the uncovered part is near (A, A1).
    TripChangedWithin {
        /// How near, in hours.
        hours: u32,
    },
    /// The booking came shortly before check-in, and the uncovered part is near (A, A1).
    BookedWithin {
        /// How shortly, in hours.
        hours: u32,
    },
    /// The last moment has come, and nothing on the lock is confirmed to cover it (A2).
    DeadlineReached,
    /// Another stay of the listing is running (A1).
    AnotherStayRunning,
    /// The guest's own code was asked for only now, and has its chance before a backup is told (A2,
    /// F40).
    CodeUnderWay,
    /// The host took the guest's code off by hand, as it seems, and is asked what they want (T8).
    HostAsked,
    /// Another stay of the listing lies between now and the uncovered part (A1, F50).
    AnotherStayBefore,
    /// The lock's platform refused what the guest's code needs (A7, C6, F56).
    CodeRefused,
    /// The battery is low, and the host wants that a backup is told (C5).
    LowBattery,
    /// The lock fell silent with its battery nearly empty, so that no code opens it (A, C5).
    BatteryDied,
    /// A backup that was told to nobody is on the lock (A).
    UnspentBackup,
    /// No backup that was told to nobody is on the lock (A, F27).
    NoUnspentBackup,
    /// The emergency code is on the lock, and no replacement is due (G).
    EmergencyReady,
    /// No emergency code is on the lock (G).
    NoEmergencyCode,
    /// The emergency code is due to be replaced: until then it is told to nobody (E2).
    RotationDue,
    /// Another stay was told the emergency code, and the host may order that this one is told it,
    /// too (E2).
    EmergencyOnOrder,
    /// The listing has no backup entry method (A).
    NoEntryMethod,
    /// The guest has not said that they cannot get in (A).
    GuestHasNotAsked,
    /// The stay has not begun, or is over (A).
    StayNotRunning,
    /// The lock is usable, and there is still time for it (A).
    LockStillUsable,
    /// Nothing above is left: the host has to act (A).
    NothingLeft,
    /// There is still time to try again.
    TimeLeft,
    /// The booking is on hold: its guest is told nothing (N4).
    BookingOnHold,
    /// The stay is over.
    StayOver,
    /// Nothing about this door changes.
    NothingChanged,
    /// The guest's code is not on this door yet (H).
    CodeMissing,
    /// The window begins earlier than the code's (A, F4).
    StartsEarlier {
        /// By how much, in minutes; a begun one counts.
        minutes: u32,
    },
    /// The window begins later than the code's.
    StartsLater {
        /// By how much, in minutes; a begun one counts.
        minutes: u32,
    },
    /// The window ends earlier than the code's.
    EndsEarlier {
        /// By how much, in minutes; a begun one counts.
        minutes: u32,
    },
    /// The window ends later than the code's (A, F1).
    EndsLater {
        /// By how much, in minutes; a begun one counts.
        minutes: u32,
    },
    /// The code opened from the beginning of time; it gets a start (T2, B4).
    StartSet,
    /// The code opened without end; it gets an end (T2, B4).
    EndSet,
    /// Another guest comes: the PIN of the first one is no longer theirs (T2).
    AnotherGuest,
    /// Somebody else has this PIN, or one like it, on this lock (T2, F7).
    RivalOnLock,
    /// The lock would not take this PIN any more (T2).
    RuleBroken,
    /// The host asked for a new PIN (T2, F10).
    HostOrder,
    /// The platform can't change a code, and the guest needs one now (T2, T7).
    CannotUpdateDuringStay,
    /// The platform can't change a code: it is removed and made again with the same PIN (T7).
    MadeAgain,
    /// The PIN stays with the guest (T2, F2).
    PinStays,
    /// The PIN that the guest was told before is tried first (T5).
    PinTriedFirst,
    /// The stay was cancelled: it ends now (T5).
    StayCancelled,
    /// The booking is confirmed again (T5).
    StayReinstated,
    /// The stay moved to another listing (T5).
    ListingChanged,
    /// The lock was linked to the listing (L).
    LockLinked,
    /// The lock is no longer linked to the listing (L).
    LockUnlinked,
    /// The host makes the codes of this listing by themselves (L).
    AutomationOff,
    /// The listing is in no region for which codes are made (L).
    RegionNotSupported,
    /// The code opens longer than it should until the lock answers again (T3).
    NarrowLater {
        /// For how long beyond the window, in minutes; a begun one counts.
        minutes: u32,
    },
    /// The code opens without end until the lock answers again (T3).
    NarrowLaterEndless,
    /// A backup that was told is worth nothing to others any more (T5, B2).
    BackupBurned,
    /// The lock's platform can't store this window (W6, W7).
    WindowInfeasible,
    /// The lock does not answer: the host has to take the code off by hand (T5, B5).
    RemovalByHand,
}

impl Reason {
    /// The reason in English, as the end of a sentence, with instants in UTC.
    #[must_use]
    pub fn sentence(self) -> String {
        self.sentence_with(&|at| at.to_string())
    }

    /// The reason in English, as the end of a sentence, with instants as `show` writes them.
    pub(crate) fn sentence_with(self, show: &dyn Fn(Instant) -> String) -> String {
        let fixed = match self {
            Self::RetryLater { at } => return format!("the next attempt is on {}", show(at)),
            Self::BeginsWithin { minutes } => {
                return format!("the guest needs a code within {minutes} minutes");
            }
            Self::TripChangedWithin { hours } => return trip_changed(hours),
            Self::BookedWithin { hours } => {
                return format!("it was booked less than {hours} hours before check-in");
            }
            Self::ConfirmedOnLock => "the lock has confirmed the guest's code",
            Self::UnverifiableOnLock => "the lock's platform reported the guest's code as stored",
            Self::CoversStay => "it opens for the rest of the stay",
            Self::WorksOffline => "the lock keeps it while offline",
            Self::NoCode => "the guest has no code on this lock",
            Self::NotConfirmed => "the lock has not reported the guest's code",
            Self::DoesNotCover => "the guest's code does not open for all of the stay",
            Self::GuestCannotGetIn => "the guest says that they can't get in",
            Self::UsedJustBefore => "a code of theirs had just opened the door",
            Self::EnoughCodesTold => "the guest was told enough codes after complaints",
            Self::EntryMethodTold => "the guest knows the entry instructions already",
            Self::NewCodesStopped => "the guest was told enough new codes for now",
            Self::NextOnOrder => "you can order that the guest is told the next code",
            Self::LockAnswers => "the lock answers",
            Self::LockOffline => "the lock does not answer",
            Self::LockUnknown => "it is not known whether the lock answers",
            Self::TryOnce => "the lock's last report is too old to count",
            Self::NoRemotePath => "the lock has no bridge or internet",
            Self::LockUnusable => "the lock's battery is dead or its keypad broken",
            Self::ProgrammedAtActivation => "this lock keeps no times, so it goes on only then",
            Self::NoOfflineCodes => "this brand has no offline codes",
            Self::OfflineCodesNotMade => "the lock is not set up for offline codes",
            Self::OfflineCodeCanBeMade => "the lock's platform can make an offline code",
            Self::OfflineCodeUnderWay => "the lock's platform was asked for an offline code",
            Self::OfflineCodeFailed => "the lock's platform made no offline code",
            Self::OfflineCodesUsedUp => "the lock's platform makes no further offline code",
            Self::SamePinAsAnother => "the offline code would be somebody else's PIN",
            Self::NotTimeYet => "it is too early for it",
            Self::CheckedIn => "the stay has begun",
            Self::DeadlineReached => "there is no time left to wait",
            Self::AnotherStayRunning => "another guest is still there",
            Self::CodeUnderWay => "the guest's own code was just sent",
            Self::HostAsked => "you were asked about the code that was taken off",
            Self::AnotherStayBefore => "another guest comes before",
            Self::CodeRefused => "the lock's platform refused the guest's code",
            Self::BatteryDied => "the lock does not answer, and its battery was nearly empty",
            Self::LowBattery => "the battery is low",
            Self::UnspentBackup => "an unused backup code is on the lock",
            Self::NoUnspentBackup => "no unused backup code is on the lock",
            Self::EmergencyReady => "the emergency code is on the lock",
            Self::NoEmergencyCode => "no emergency code is on the lock",
            Self::RotationDue => "the emergency code is in use or about to be replaced",
            Self::EmergencyOnOrder => "you can order that they get the emergency code",
            Self::NoEntryMethod => "the listing has no entry instructions",
            Self::GuestHasNotAsked => "the guest has not said that they can't get in",
            Self::StayNotRunning => "the stay has not begun",
            Self::LockStillUsable => "there is still time for the lock",
            Self::NothingLeft => "there is nothing else to try",
            Self::TimeLeft => "there is still time",
            Self::BookingOnHold => "the booking is on hold",
            Self::StayOver => "the stay is over",
            Self::LockFull => "the lock has no place left",
            Self::NothingChanged => "nothing changes at this door",
            Self::CodeMissing => "the guest has no code on this door yet",
            Self::StartsEarlier { minutes } => return moved("begins", minutes, "earlier"),
            Self::StartsLater { minutes } => return moved("begins", minutes, "later"),
            Self::EndsEarlier { minutes } => return moved("ends", minutes, "earlier"),
            Self::EndsLater { minutes } => return moved("ends", minutes, "later"),
            Self::StartSet => "the code had no start and gets one",
            Self::EndSet => "the code had no end and gets one",
            Self::AnotherGuest => "the booking is another guest's now",
            Self::RivalOnLock => "another code on this lock is the same or too like it",
            Self::RuleBroken => "the lock would not take this PIN any more",
            Self::HostOrder => "you ordered it",
            Self::CannotUpdateDuringStay => "the platform cannot change a code during the stay",
            Self::MadeAgain => "the platform cannot change a code, so it is removed and made again",
            Self::PinStays => "the PIN stays with the guest",
            Self::PinTriedFirst => "the PIN that the guest was told is tried first",
            Self::StayCancelled => "the stay was cancelled",
            Self::StayReinstated => "the booking stands again",
            Self::ListingChanged => "the stay moved to another listing",
            Self::LockLinked => "the lock was linked to the listing",
            Self::LockUnlinked => "the lock is no longer linked to the listing",
            Self::AutomationOff => "automation is off for this listing",
            Self::RegionNotSupported => "no codes are made in the listing's region",
            Self::NarrowLater { minutes } => {
                return format!(
                    "the code opens {} longer than it should until the lock answers",
                    length(minutes)
                );
            }
            Self::NarrowLaterEndless => "the code opens without end until the lock answers",
            Self::BackupBurned => "no other guest gets this backup",
            Self::WindowInfeasible => "the lock can't store these dates and times",
            Self::RemovalByHand => "please take the code off the lock by hand",
        };
        fixed.to_owned()
    }
}

fn trip_changed(hours: u32) -> String {
    format!("the trip was changed, and a code is needed within {hours} hours")
}

/// An edge of the window moves.
fn moved(edge: &str, minutes: u32, whither: &str) -> String {
    format!("it {edge} {} {whither}", length(minutes))
}

/// So many minutes in the largest unit that is whole.
fn length(minutes: u32) -> String {
    let (count, unit) = match minutes {
        0 => (0, "minute"),
        _ if minutes.is_multiple_of(1440) => (minutes / 1440, "day"),
        _ if minutes.is_multiple_of(60) => (minutes / 60, "hour"),
        _ => (minutes, "minute"),
    };
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{many}")
}
