//! Why the use of a code was not to be expected.

use super::known_code::{EntryTime, KnownCode};
use crate::model::HolderKind;
use crate::time::{Duration, Instant};

/// Why the use of a code was not to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OddUse {
    /// So many minutes before its time.
    TooEarly { minutes: u32 },
    /// So many minutes after its time.
    TooLate { minutes: u32 },
    /// The code was taken off, or shall be.
    Retired,
    /// A backup or emergency code, or the code of a stay on hold, that nobody was told (N4).
    NobodyTold,
    /// No code that the site knows.
    Unknown,
}

/// Why the use of a code at `at` was not to be expected; nothing where it was. `lead` is how long
/// before its time a code is put on a lock (C3).
pub(crate) fn odd_use(known: &KnownCode, at: Instant, lead: Duration) -> Option<OddUse> {
    let is_spare = matches!(
        known.holder.kind,
        HolderKind::Backup | HolderKind::Emergency
    );
    if is_spare && !known.holder.is_somebody() {
        return Some(OddUse::NobodyTold);
    }
    match known.time {
        EntryTime::Open => None,
        EntryTime::Ahead(from) => (from - at > lead).then(|| OddUse::TooEarly {
            minutes: (from - at).minutes_up(),
        }),
        EntryTime::Over(until) => Some(OddUse::TooLate {
            minutes: (at - until).minutes_up().max(1),
        }),
        EntryTime::Never => Some(OddUse::Retired),
    }
}
