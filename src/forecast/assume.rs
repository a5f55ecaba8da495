//! What is assumed of the time ahead: troubles of locks, and facts.

use serde::Deserialize;

use crate::json::at_most;
use crate::site::{Fact, Site};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Json};

/// What a forecast is asked for, beside the site and the key.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct ForecastInput {
    /// From when.
    pub now: Instant,
    /// Until when, at most 400 days later.
    pub until: Instant,
    /// What is assumed, at most 1,000: troubles, and facts. A fact with an instant comes at that
    /// instant, any other one at `now`. Absent: every lock answers as it does now.
    #[cfg_attr(feature = "types", ts(optional, type = "Array<Trouble | Fact>"))]
    #[serde(default, deserialize_with = "at_most::<1_000, _, _, _>")]
    pub assume: Option<Vec<Json>>,
}

/// A trouble of a lock.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Trouble {
    /// The lock.
    pub lock_id: Id,
    /// What it is.
    pub kind: TroubleKind,
    /// From when.
    pub from: Instant,
    /// Until when; absent: for good.
    pub to: Option<Instant>,
}

/// What may befall a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum TroubleKind {
    /// Nothing is heard of it. Its keypad works.
    Silent,
    /// Its battery is empty: neither keypad nor radio works.
    BatteryDies,
    /// It does what it shall, and its answers are lost.
    LosesAnswers,
    /// Its keypad takes no digits; the lock says so.
    KeypadBroken,
}

impl Trouble {
    pub(super) fn is_on(&self, at: Instant) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }

    pub(super) fn edges(&self) -> impl Iterator<Item = Instant> + use<> {
        [Some(self.from), self.to].into_iter().flatten()
    }

    fn check(&self, site: &Site) -> Result<(), Error> {
        if !site.locks.iter().any(|row| row.lock.id == self.lock_id) {
            let message = "the site has no such lock";
            let error = Error::new(ErrorCode::InvalidValue, message, "check the id");
            return Err(error.at("lockId"));
        }
        if self.to.is_some_and(|to| to <= self.from) {
            let message = "the trouble does not end after it begins";
            let error = Error::new(ErrorCode::EmptyWindow, message, "give a later end");
            return Err(error.at("to"));
        }
        Ok(())
    }
}

/// A fact that is assumed, and when it comes.
#[derive(Clone)]
pub(super) struct Assumed {
    pub(super) index: u32,
    pub(super) at: Instant,
    pub(super) raw: Json,
    pub(super) fact: Fact,
}

/// Everything that is assumed.
#[derive(Clone, Default)]
pub(super) struct Assumptions {
    pub(super) troubles: Vec<Trouble>,
    /// By their instant, then in the order of the list.
    pub(super) facts: Vec<Assumed>,
}

impl Assumptions {
    /// # Errors
    /// Those of reading, with the place in the list.
    pub(super) fn read(all: Vec<Json>, site: &Site, now: Instant) -> Result<Self, Error> {
        let mut read = Self::default();
        for (index, raw) in (0_u32..).zip(all) {
            let in_place = |error: Error| error.at(&format!("assume[{index}]"));
            match raw.read::<Fact>() {
                Ok(fact) => read.facts.push(Assumed {
                    index,
                    at: when(&fact).unwrap_or(now).max(now),
                    raw,
                    fact,
                }),
                // What has no type is a trouble.
                Err(error) if error.path == "type" && error.code == ErrorCode::MissingKey => {
                    let trouble: Trouble = raw.read().map_err(in_place)?;
                    trouble.check(site).map_err(in_place)?;
                    read.troubles.push(trouble);
                }
                Err(error) => return Err(in_place(error)),
            }
        }
        read.facts.sort_by_key(|assumed| assumed.at);
        Ok(read)
    }
}

/// When a fact comes; nothing where it has no instant.
fn when(fact: &Fact) -> Option<Instant> {
    match fact {
        Fact::CommandResult(fact) => Some(fact.at),
        Fact::LockReport(fact) => Some(fact.at),
        Fact::LockReset(fact) => Some(fact.at),
        Fact::GuestLockedOut(fact) => Some(fact.at),
        Fact::AccessDenied(fact) => Some(fact.at),
        Fact::CodeUsed(fact) => Some(fact.at),
        Fact::NoticeResult(fact) => Some(fact.at),
        Fact::HostOrder(fact) => Some(fact.at),
        Fact::Listing(_)
        | Fact::Lock(_)
        | Fact::Policy(_)
        | Fact::Reservation(_)
        | Fact::Visit(_) => None,
    }
}
