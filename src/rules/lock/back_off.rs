//! How long a lock that failed is left alone (C6).

use crate::time::Duration;

/// The pause after so many failures in a row: 30 s, then 1, 2 and 4 min.
pub(crate) fn back_off(failures: u32) -> Duration {
    Duration::seconds(match failures {
        ..=1 => 30,
        2 => 60,
        3 => 120,
        _ => 240,
    })
}
