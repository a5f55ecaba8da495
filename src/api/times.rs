//! Lists of times in a zone, as a feed or a page has them (W9). One call takes a whole list.

use serde::Deserialize;

use crate::Error;
use crate::json::at_most;
use crate::time::{Instant, LocalTime, Zone};

/// The arguments of `localTimes`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LocalTimesInput {
    /// At most 20,000.
    #[serde(deserialize_with = "at_most::<20_000, _, _, _>")]
    #[cfg_attr(feature = "types", ts(type = "Array<Timestamp>"))]
    pub instants: Vec<Instant>,
    /// The zone whose clock shows them.
    pub time_zone: Zone,
}

/// The arguments of `instantsOf`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct InstantsOfInput {
    /// At most 20,000, as `YYYY-MM-DDTHH:MM`.
    #[serde(deserialize_with = "at_most::<20_000, _, _, _>")]
    pub local_times: Vec<LocalTime>,
    /// The zone whose clock shows them.
    pub time_zone: Zone,
}

/// What the clock of a zone shows at instants, in their order: RFC 3339 with the zone's offset.
pub(super) fn local_times(input: &LocalTimesInput) -> Result<Vec<String>, Error> {
    let zone = input.time_zone;
    let one = |(at, &instant)| {
        check(zone, instant, "instants", at).map(|instant| zone.local_text(instant))
    };
    input.instants.iter().enumerate().map(one).collect()
}

/// When the clock of a zone shows times, in their order.
pub(super) fn instants_of(input: &InstantsOfInput) -> Result<Vec<Instant>, Error> {
    let zone = input.time_zone;
    let one = |(at, &time)| check(zone, zone.instant_of(time), "localTimes", at);
    input.local_times.iter().enumerate().map(one).collect()
}

/// Refuses an instant for which the table is not exact (W2).
fn check(zone: Zone, instant: Instant, list: &str, at: usize) -> Result<Instant, Error> {
    let checked = zone.check_exact_at(instant).map(|()| instant);
    checked.map_err(|error| error.at(&format!("{list}[{at}]")))
}
