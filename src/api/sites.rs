//! The functions over sites: those that take a site as JSON, and those of sites that a runtime
//! keeps open.

use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;

use super::encode::encode;
use super::entries::DeniedFact;
use crate::code::Key;
use crate::json::at_most;
use crate::site::{AccessCodeFilter, GuestCardInput, NewSite, OpenSite, Site, Step, create_site};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Json, decode};

/// The sites that a runtime has opened, by handle.
#[derive(Default)]
pub(super) struct Sites {
    open: BTreeMap<u32, OpenSite>,
    last_handle: u32,
}

/// At most so many sites are open at once. In JavaScript, dropped sites count until the collector
/// runs, and nothing here makes it run: the handles of so many small sites do.
const MAX_OPEN: usize = 100_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AdvanceInput {
    site: Site,
    #[serde(deserialize_with = "at_most::<10_000, _, _, _>")]
    facts: Vec<Json>,
    now: Instant,
    key: Key,
}

/// A step, and the site after it.
#[derive(Serialize)]
struct Advanced {
    #[serde(flatten)]
    step: Step,
    site: Site,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AccessCodesInput {
    site: Site,
    reservation_id: Option<Id>,
    lock_id: Option<Id>,
    visit_id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CardInput {
    site: Site,
    reservation_id: Id,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CardOpenInput {
    handle: u32,
    reservation_id: Id,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EntryInput {
    site: Site,
    fact: DeniedFact,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EntryOpenInput {
    handle: u32,
    fact: DeniedFact,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ReviewInput {
    site: Site,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OpenInput {
    site: Site,
    key: Key,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StepInput {
    handle: u32,
    #[serde(deserialize_with = "at_most::<10_000, _, _, _>")]
    facts: Vec<Json>,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ShowInput {
    handle: u32,
    reservation_id: Option<Id>,
    lock_id: Option<Id>,
    visit_id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ReviewOpenInput {
    handle: u32,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HandleInput {
    handle: u32,
}

impl Sites {
    /// Calls a function over sites. Nothing, if no such function has this name.
    pub(super) fn call(&mut self, name: &str, input: &str) -> Option<Result<String, Error>> {
        Some(match name {
            "createSite" => decode::<NewSite>(input)
                .and_then(create_site)
                .and_then(|site| encode(&site)),
            "advance" => advance(input).and_then(|advanced| encode(&advanced)),
            "accessCodes" => access_codes(input),
            "review" => decode::<ReviewInput>(input)
                .and_then(|input| OpenSite::review_stored(input.site, input.now))
                .and_then(|findings| encode(&findings)),
            "guestCard" => guest_card(input),
            "diagnoseEntry" => decode::<EntryInput>(input)
                .and_then(|input| OpenSite::diagnose_entry_stored(input.site, &input.fact.entry()?))
                .and_then(|found| encode(&found)),
            "openSite" => self.open(input).and_then(|handle| encode(&handle)),
            "site.advance" => self.step(input).and_then(|step| encode(&step)),
            "site.accessCodes" => self.show(input),
            "site.guestCard" => decode::<CardOpenInput>(input)
                .and_then(|input| {
                    let open = self.get(input.handle)?;
                    open.guest_card(&input.reservation_id, input.now)
                })
                .and_then(|card| encode(&card)),
            "site.diagnoseEntry" => decode::<EntryOpenInput>(input)
                .and_then(|input| {
                    let open = self.get(input.handle)?;
                    open.diagnose_entry(&input.fact.entry()?)
                })
                .and_then(|found| encode(&found)),
            "site.review" => decode::<ReviewOpenInput>(input)
                .and_then(|input| self.get(input.handle)?.review(input.now))
                .and_then(|findings| encode(&findings)),
            "site.toJSON" => decode::<HandleInput>(input)
                .and_then(|input| self.get(input.handle))
                .and_then(|open| encode(&open.to_site())),
            "site.close" => decode::<HandleInput>(input).and_then(|input| {
                // Closing twice is no mistake.
                encode(&self.open.remove(&input.handle).is_some())
            }),
            _ => return None,
        })
    }

    fn open(&mut self, input: &str) -> Result<u32, Error> {
        let input: OpenInput = decode(input)?;
        if self.open.len() >= MAX_OPEN {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                format!("{MAX_OPEN} sites are open"),
                "close those that are not needed",
            ));
        }
        let site = OpenSite::open(input.site, input.key).map_err(|error| error.at("site"))?;
        self.last_handle = self.last_handle.wrapping_add(1);
        self.open.insert(self.last_handle, site);
        Ok(self.last_handle)
    }

    fn step(&mut self, input: &str) -> Result<Step, Error> {
        let input: StepInput = decode(input)?;
        self.open
            .get_mut(&input.handle)
            .ok_or_else(closed)?
            .advance(&input.facts, input.now)
    }

    fn show(&self, input: &str) -> Result<String, Error> {
        let input: ShowInput = decode(input)?;
        let filter = AccessCodeFilter {
            reservation_id: input.reservation_id,
            lock_id: input.lock_id,
            visit_id: input.visit_id,
        };
        encode(&self.get(input.handle)?.access_codes(&filter))
    }

    fn get(&self, handle: u32) -> Result<&OpenSite, Error> {
        self.open.get(&handle).ok_or_else(closed)
    }
}

fn closed() -> Error {
    Error::new(
        ErrorCode::SiteClosed,
        "the site is closed",
        "open it again with openSite",
    )
}

fn advance(input: &str) -> Result<Advanced, Error> {
    let input: AdvanceInput = decode(input)?;
    let mut open = OpenSite::open(input.site, input.key).map_err(|error| error.at("site"))?;
    let step = open.advance(&input.facts, input.now)?;
    Ok(Advanced {
        step,
        site: open.to_site(),
    })
}

fn access_codes(input: &str) -> Result<String, Error> {
    let input: AccessCodesInput = decode(input)?;
    let filter = AccessCodeFilter {
        reservation_id: input.reservation_id,
        lock_id: input.lock_id,
        visit_id: input.visit_id,
    };
    // Showing codes makes none, so no key is needed.
    let codes = OpenSite::show(input.site, &filter).map_err(|error| error.at("site"))?;
    encode(&codes)
}

fn guest_card(input: &str) -> Result<String, Error> {
    let input: CardInput = decode(input)?;
    let asked = GuestCardInput {
        reservation_id: input.reservation_id,
        now: input.now,
    };
    encode(&OpenSite::guest_card_stored(input.site, &asked)?)
}
