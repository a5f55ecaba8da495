//! The functions that show a site ahead: each takes the site as JSON, and changes nothing.

use serde::Deserialize;

use super::encode::encode;
use crate::code::Key;
use crate::forecast::{ForecastInput, SurvivalInput, forecast, preview, survival};
use crate::json::at_most;
use crate::site::{Site, without_pins};
use crate::time::Instant;
use crate::{Error, Id, Json, decode};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PreviewInput {
    site: Site,
    from: Instant,
    to: Instant,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AheadInput {
    site: Site,
    now: Instant,
    until: Instant,
    #[serde(default, deserialize_with = "at_most::<1_000, _, _, _>")]
    assume: Option<Vec<Json>>,
    key: Option<Key>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SurvivalOfInput {
    site: Site,
    now: Instant,
    reservation_id: Id,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WithoutPinsInput {
    site: Site,
}

/// Calls a function that shows a site ahead. Nothing, if no such function has this name.
pub(super) fn call(name: &str, input: &str) -> Option<Result<String, Error>> {
    Some(match name {
        "preview" => decode::<PreviewInput>(input)
            .and_then(|input| preview(input.site, input.from, input.to, input.now))
            .and_then(|shown| encode(&shown)),
        "forecast" => decode::<AheadInput>(input).and_then(|input| {
            let asked = ForecastInput {
                now: input.now,
                until: input.until,
                assume: input.assume,
            };
            encode(&forecast(input.site, asked, input.key)?)
        }),
        "survival" => decode::<SurvivalOfInput>(input).and_then(|input| {
            let asked = SurvivalInput {
                now: input.now,
                reservation_id: input.reservation_id,
            };
            encode(&survival(input.site, &asked)?)
        }),
        "withoutPins" => decode::<WithoutPinsInput>(input)
            .and_then(|input| without_pins(input.site))
            .and_then(|site| encode(&site)),
        _ => return None,
    })
}
