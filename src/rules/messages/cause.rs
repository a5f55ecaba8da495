//! Why a notice goes out: one word for each text that a kind of notice has (N1).

use serde::{Deserialize, Serialize};

use crate::model::{Failure, ReservationStatus};
use crate::rules::access::{Decision, Route};
use crate::rules::entries::{EntryDiagnosis, OddUse};
use crate::rules::reasons::{CodeFailure, LockFinding, Reason};

/// Why a notice goes out. The texts of a kind differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum NoticeCause {
    /// The lock does not answer.
    LockSilent,
    /// Nobody knows whether the lock answers: it was not heard of lately, or was asked just now.
    LockUnheard,
    /// The lock does not answer, and its battery was nearly empty when it last did.
    BatteryDied,
    /// The battery is low, and the host wants that a backup is told then (C5).
    LowBattery,
    /// The lock's battery is dead or its keypad broken.
    LockUnusable,
    /// The lock has no connection, so that only a person can put a code on it.
    NoRemotePath,
    /// The lock's connection comes and goes.
    NotStable,
    /// The lock has no place left.
    LockFull,
    /// The lock has no place now, and one before the code is needed.
    PlaceInTime,
    /// Nothing hinders the lock: new backups are put on it by themselves.
    Refilling,
    /// The lock's platform refuses the code.
    CodeRefused,
    /// The lock's account may not do it.
    AccountRefused,
    /// The lock's gateway is busy with something else.
    LockBusy,
    /// The lock has not confirmed the code.
    CodeNotSeen,
    /// The platform called a command done, and the lock shows otherwise.
    ShownOtherwise,
    /// The platform brings no new list of the lock's codes.
    NoList,
    /// A list shifts the times of several codes alike.
    ClockOrZone,
    /// No code can be made with these times on this lock.
    TimesNotPossible,
    /// No PIN can be made under the lock's rules.
    NoPinLeft,
    /// The guest says that they can't get in.
    GuestLockedOut,
    /// The guest needs a code now, and theirs is not known to be on the lock.
    NeededNow,
    /// The host ordered it.
    HostOrder,
    /// The booking was cancelled.
    Cancelled,
    /// The host took the access away.
    Withdrawn,
    /// The stay or the visit is over.
    Over,
    /// A code that opens once was used (V1).
    Used,
    /// The times have changed, and the lock keeps the old ones (B5).
    TimesChanged,
    /// The code is needed again, and is to stay on its lock (T5).
    NeededAgain,
    /// A new code takes its place.
    Replaced,
    /// The code was made offline, and nobody can take it back (A3b).
    MadeOffline,
    /// The keypad refused the right code of a guest (A4).
    GuestRefused,
    /// The keypad refused the right code of a visitor.
    VisitorRefused,
    /// The keypad refused a code of the lock that nobody was told.
    SpareRefused,
    /// One slip away from a code that opens the door (P10).
    Slip,
    /// The code opens another door.
    WrongDoor,
    /// Before the time of the code.
    TooEarly,
    /// After the time of the code.
    TooLate,
    /// The code is off, and opens no more.
    RetiredCode,
    /// The PIN is none that anybody has for the door now.
    UnknownPin,
    /// The lock does not say what was typed.
    NotShown,
    /// Several refused entries in a row: the keypad may be paused.
    KeypadPaused,
    /// A backup or emergency code, or the code of a stay on hold, that nobody was told (A9, N4).
    NobodyTold,
    /// A code that was taken off is put back once by itself (T8).
    PutBack,
    /// It is not put back without the host's word (T8).
    NotPutBack,
    /// Its guest goes by another code (T8).
    OtherCode,
    /// The booking is on hold, and its guest was told no code (N4).
    CodeHeldBack,
    /// The booking is on hold, and its guest knows a code since before that (N4).
    CodeKnown,
}

/// When the host is called to a guest without a way in (A7), or to a booking on hold (N4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CallOccasion {
    /// For the first time.
    First,
    /// The part of the stay without a way in begins, or the stay of a booking on hold.
    Begun,
    /// The guest says that they can't get in.
    Said,
    /// The guest has a way in, and the lock has to be mended (C5).
    Mend,
    /// Check-out has passed, and only the grace is left (N1).
    Over,
}

impl CallOccasion {
    /// Its word in the key of a notice.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Begun => "begun",
            Self::Said => "said",
            Self::Mend => "mend",
            Self::Over => "over",
        }
    }
}

/// What the host may order for a guest without a way in (A4, E2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum HostOffer {
    /// That the guest is told the next backup or emergency code.
    TellNext,
    /// That the guest is told the emergency code that another stay knows.
    TellEmergency,
}

/// What is new in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Changed {
    /// When the stay begins.
    CheckIn,
    /// When the stay ends.
    CheckOut,
    /// The code of a door.
    Codes,
    /// Which doors there are.
    Doors,
    /// No door is left for now: the new ones come in another message.
    NoDoors,
    /// When a visitor's code opens.
    Times,
    /// A turnover that a visitor was told is at another time, or cancelled (V2).
    Turnovers,
    /// A code that might not have opened opens now.
    OpensNow,
    /// A code that was told may not open: its lock refuses it, or the host is called for it (A7,
    /// F57).
    Uncertain,
}

impl NoticeCause {
    /// Why the access of a booking ended before its time.
    pub(crate) fn of_ended(status: Option<ReservationStatus>) -> Self {
        match status {
            Some(ReservationStatus::Confirmed) => Self::Withdrawn,
            Some(ReservationStatus::Cancelled) | None => Self::Cancelled,
        }
    }

    /// What a refused entry was.
    pub(crate) fn of_entry(found: &EntryDiagnosis) -> Self {
        match found {
            EntryDiagnosis::RightCode { code } if code.reservation_id.is_some() => {
                Self::GuestRefused
            }
            EntryDiagnosis::RightCode { code } if code.visit_id.is_some() => Self::VisitorRefused,
            EntryDiagnosis::RightCode { .. } => Self::SpareRefused,
            EntryDiagnosis::WrongDoor { .. } => Self::WrongDoor,
            EntryDiagnosis::TooEarly { .. } => Self::TooEarly,
            EntryDiagnosis::TooLate { .. } => Self::TooLate,
            EntryDiagnosis::Slip { .. } => Self::Slip,
            EntryDiagnosis::Retired { .. } => Self::RetiredCode,
            EntryDiagnosis::Unknown => Self::UnknownPin,
            EntryDiagnosis::NotShown { .. } => Self::NotShown,
        }
    }

    /// Why a use was not to be expected.
    pub(crate) fn of_odd_use(found: OddUse) -> Self {
        match found {
            OddUse::TooEarly { .. } => Self::TooEarly,
            OddUse::TooLate { .. } => Self::TooLate,
            OddUse::Retired => Self::RetiredCode,
            OddUse::NobodyTold => Self::NobodyTold,
            OddUse::Unknown => Self::UnknownPin,
        }
    }

    /// The cause that lies in a code's failure.
    pub(crate) fn of_failure(because: &CodeFailure) -> Self {
        match because {
            CodeFailure::Window { .. } => Self::TimesNotPossible,
            CodeFailure::Pin { .. } => Self::NoPinLeft,
            CodeFailure::Command { failure, .. } => match failure {
                Failure::Offline | Failure::Timeout => Self::LockSilent,
                Failure::Busy => Self::LockBusy,
                Failure::NoSpace => Self::LockFull,
                Failure::Unauthorized => Self::AccountRefused,
                _ => Self::CodeRefused,
            },
            CodeFailure::NotSeen { .. } | CodeFailure::ListDiffers => Self::ShownOtherwise,
            CodeFailure::NoList => Self::NoList,
            CodeFailure::ClockOrZone => Self::ClockOrZone,
            CodeFailure::Lock { finding } => match finding {
                LockFinding::DoesNotAnswer => Self::LockSilent,
                LockFinding::BatteryDied => Self::BatteryDied,
                LockFinding::NotUsable => Self::LockUnusable,
                LockFinding::NoRemotePath => Self::NoRemotePath,
                LockFinding::NotStable => Self::NotStable,
                LockFinding::CodeNotConfirmed => Self::CodeNotSeen,
            },
        }
    }

    /// Why a guest got another way in, or none: the most telling of the decision's reasons.
    pub(crate) fn of_decision(decision: &Decision) -> Self {
        let passed = decision.passed_over.iter().flat_map(|over| &over.because);
        let all: Vec<&Reason> = decision.because.iter().chain(passed).collect();
        TELLING
            .iter()
            .find(|(reason, _)| all.contains(&reason))
            .map_or(Self::NeededNow, |(_, cause)| *cause)
    }
}

/// Reasons that stand for a cause, the most telling one first.
const TELLING: [(Reason, NoticeCause); 14] = [
    (Reason::HostOrder, NoticeCause::HostOrder),
    (Reason::GuestCannotGetIn, NoticeCause::GuestLockedOut),
    (Reason::LockUnusable, NoticeCause::LockUnusable),
    (Reason::CodeRefused, NoticeCause::CodeRefused),
    (Reason::WindowInfeasible, NoticeCause::TimesNotPossible),
    (Reason::NoRemotePath, NoticeCause::NoRemotePath),
    (Reason::BatteryDied, NoticeCause::BatteryDied),
    (Reason::LowBattery, NoticeCause::LowBattery),
    (Reason::LockOffline, NoticeCause::LockSilent),
    (Reason::LockFull, NoticeCause::LockFull),
    (Reason::LockUnknown, NoticeCause::LockUnheard),
    (Reason::NotConfirmed, NoticeCause::CodeNotSeen),
    (Reason::DoesNotCover, NoticeCause::CodeNotSeen),
    (Reason::NoCode, NoticeCause::CodeNotSeen),
];

impl HostOffer {
    /// What a decision leaves to the host.
    pub(crate) fn of_decision(decision: &Decision) -> Option<Vec<Self>> {
        let passed = decision.passed_over.iter().flat_map(|over| &over.because);
        let all: Vec<&Reason> = decision.because.iter().chain(passed).collect();
        let offers = [
            (Reason::NextOnOrder, Self::TellNext),
            (Reason::EmergencyOnOrder, Self::TellEmergency),
        ];
        let found = offers.iter().filter(|(reason, _)| all.contains(&reason));
        let found: Vec<Self> = found.map(|(_, offer)| *offer).collect();
        (decision.route == Route::ContactHost && !found.is_empty()).then_some(found)
    }
}
