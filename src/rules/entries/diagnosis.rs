//! What an entry was that the keypad refused.

use serde::Serialize;

use latchstring_derive::Tagged;

use super::known_code::{CodeHolder, EntryTime, KnownCode};
use crate::code::{AdviceKind, CodeRules, Pin, are_same_keys, slip_between};
use crate::model::HolderKind;
use crate::time::{Duration, Instant};

/// What an entry was that the keypad refused. The PIN that was typed is in none of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tagged)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub enum EntryDiagnosis {
    /// The right code at the right door at the right time: the keypad should have taken it.
    RightCode {
        /// Whose code it is.
        code: CodeHolder,
    },
    /// A code that opened another door at that time.
    WrongDoor {
        /// Whose code it is, and which door it opens.
        code: CodeHolder,
    },
    /// A code of this door, before its time.
    TooEarly {
        /// Whose code it is.
        code: CodeHolder,
        /// By how many minutes, rounded up.
        minutes: u32,
    },
    /// A code of this door, after its time, by a day at most.
    TooLate {
        /// Whose code it is.
        code: CodeHolder,
        /// By how many minutes, rounded up.
        minutes: u32,
    },
    /// One slip away from a code that would have opened this door (P10).
    Slip {
        /// Whose code was meant.
        code: CodeHolder,
        /// What went wrong.
        slip: AdviceKind,
    },
    /// A code that opened this door once, and is off.
    Retired {
        /// Whose code it was.
        code: CodeHolder,
    },
    /// Nothing that is known.
    Unknown,
    /// The lock does not say what was typed.
    NotShown {
        /// How many digits were typed.
        #[serde(skip_serializing_if = "Option::is_none")]
        digits: Option<u32>,
    },
}

impl EntryDiagnosis {
    /// Whose code it was about, as far as that is known.
    #[must_use]
    pub fn code(&self) -> Option<&CodeHolder> {
        match self {
            Self::RightCode { code }
            | Self::WrongDoor { code }
            | Self::TooEarly { code, .. }
            | Self::TooLate { code, .. }
            | Self::Slip { code, .. }
            | Self::Retired { code } => Some(code),
            Self::Unknown | Self::NotShown { .. } => None,
        }
    }

    /// Of several diagnoses, the one with the lowest number helps most.
    pub(crate) fn place(&self) -> u8 {
        match self {
            Self::RightCode { .. } => 0,
            Self::WrongDoor { .. } => 1,
            Self::TooEarly { .. } | Self::TooLate { .. } => 2,
            Self::Slip { .. } => 3,
            Self::Retired { .. } => 4,
            Self::Unknown => 5,
            Self::NotShown { .. } => 6,
        }
    }
}

/// What was typed at a door, and the codes that it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct TypedEntry<'a> {
    /// What was typed.
    pub pin: Pin,
    /// When.
    pub at: Instant,
    /// The PIN rules of the door's lock: which digits share a key there.
    pub rules: &'a CodeRules,
    /// The codes that are or were on the lock.
    pub here: &'a [KnownCode],
    /// The codes of the site's other doors that have this PIN.
    pub elsewhere: &'a [KnownCode],
}

/// How long after its end a code becomes an old one.
const LATE: Duration = Duration::days(1);

/// What a refused entry was. What was typed exactly comes before what is a slip away, and what
/// should have opened before what should not.
///
/// ```
/// use latchstring::code::CodeRules;
/// use latchstring::rules::{EntryDiagnosis, TypedEntry, diagnose};
/// let typed = TypedEntry {
///     pin: "492817".parse()?, at: "2026-05-01T20:00:00Z".parse()?, rules: &CodeRules::default(),
///     here: &[], elsewhere: &[],
/// };
/// assert_eq!(diagnose(&typed), EntryDiagnosis::Unknown);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn diagnose(typed: &TypedEntry<'_>) -> EntryDiagnosis {
    right_code(typed)
        .or_else(|| wrong_door(typed))
        .or_else(|| wrong_time(typed))
        .or_else(|| slip(typed))
        .or_else(|| retired(typed))
        .unwrap_or(EntryDiagnosis::Unknown)
}

/// The codes of the door with the keys that were typed; those that somebody knows come first.
fn typed_here<'a>(typed: &TypedEntry<'a>) -> impl Iterator<Item = &'a KnownCode> {
    let (pin, rules) = (typed.pin, typed.rules);
    let is_it = move |code: &&KnownCode| are_same_keys(rules, code.pin, pin);
    by_holder(typed.here.iter().filter(is_it))
}

fn by_holder<'a>(
    codes: impl Iterator<Item = &'a KnownCode>,
) -> impl Iterator<Item = &'a KnownCode> {
    let mut all: Vec<&KnownCode> = codes.collect();
    all.sort_by(|a, b| rank(&a.holder).cmp(&rank(&b.holder)));
    all.into_iter()
}

/// Guests come first, then visitors, then codes that nobody was told.
fn rank(holder: &CodeHolder) -> (bool, bool, &CodeHolder) {
    (
        !holder.is_somebody(),
        holder.kind == HolderKind::Visit,
        holder,
    )
}

fn is_open(code: &KnownCode) -> bool {
    !code.is_off && code.time == EntryTime::Open
}

fn right_code(typed: &TypedEntry<'_>) -> Option<EntryDiagnosis> {
    let code = typed_here(typed).find(|code| is_open(code))?;
    let code = code.holder.clone();
    Some(EntryDiagnosis::RightCode { code })
}

/// A code that nobody was told has the PIN at another door by chance.
fn wrong_door(typed: &TypedEntry<'_>) -> Option<EntryDiagnosis> {
    let is_it =
        |code: &&KnownCode| code.pin == typed.pin && is_open(code) && code.holder.is_somebody();
    let code = by_holder(typed.elsewhere.iter().filter(is_it)).next()?;
    let code = code.holder.clone();
    Some(EntryDiagnosis::WrongDoor { code })
}

/// Of several codes, the one whose time is nearest.
fn wrong_time(typed: &TypedEntry<'_>) -> Option<EntryDiagnosis> {
    let found = typed_here(typed).filter_map(|known| {
        let code = known.holder.clone();
        match known.time {
            EntryTime::Ahead(from) if !known.is_off => {
                let minutes = minutes(from - typed.at);
                Some((minutes, EntryDiagnosis::TooEarly { code, minutes }))
            }
            EntryTime::Over(until) if typed.at - until < LATE => {
                let minutes = minutes(typed.at - until);
                Some((minutes, EntryDiagnosis::TooLate { code, minutes }))
            }
            _ => None,
        }
    });
    let nearest = found.min_by_key(|(minutes, _)| *minutes);
    nearest.map(|(_, diagnosis)| diagnosis)
}

fn minutes(length: Duration) -> u32 {
    length.minutes_up().max(1)
}

/// Nobody slips from a code that nobody was told.
fn slip(typed: &TypedEntry<'_>) -> Option<EntryDiagnosis> {
    let codes = typed.here.iter();
    let meant = codes.filter(|code| is_open(code) && code.holder.is_somebody());
    by_holder(meant).find_map(|known| {
        let slip = slip_between(typed.rules, typed.pin, known.pin)?;
        let code = known.holder.clone();
        Some(EntryDiagnosis::Slip { code, slip })
    })
}

fn retired(typed: &TypedEntry<'_>) -> Option<EntryDiagnosis> {
    let code = typed_here(typed).next()?.holder.clone();
    Some(EntryDiagnosis::Retired { code })
}
