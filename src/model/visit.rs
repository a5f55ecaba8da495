//! Visits: people who are no guests, and when their codes shall open (V1, V2).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::json::at_most;
use crate::time::{Instant, TimeOfDay, Zone};
use crate::{Error, ErrorCode, Id, Text};

/// The most rows of a week.
pub const MAX_WEEKLY_SPANS: usize = 32;

/// The most listings of one visit.
pub const MAX_VISIT_LISTINGS: usize = 200;

/// The most doors of one visit: 64 of each listing.
pub const MAX_VISIT_DOORS: usize = 64 * MAX_VISIT_LISTINGS;

/// Someone who is no guest: visitor, cleaner, service, delivery (V2).
///
/// ```
/// use latchstring::model::{Visit, VisitKind};
/// let visit: Visit = latchstring::decode(r#"{ "id": "cleaner", "revision": 1, "listingId": "flat", "visitor": "Cleo",
///     "purpose": "cleaning", "kind": "recurring", "status": "active",
///     "weekly": [{ "days": ["monday", "thursday"], "from": "22:00", "to": "02:00" }] }"#)?;
/// assert!(visit.check().is_ok());
/// let bare = Visit { kind: VisitKind::TimeBound, weekly: None, ..visit };
/// assert_eq!(bare.check().unwrap_err().path, "startsAt");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Visit {
    /// Unique among the visits of its site.
    pub id: Id,
    /// Raised by the sender at each change (T6).
    pub revision: u32,
    /// The listing that is visited; turnovers follow its stays.
    pub listing_id: Option<Id>,
    /// Several listings in place of one, 1 to 200, as of one cleaner: one PIN for all of their
    /// doors where the locks allow it. Each door opens in the times of those listings that have it.
    #[serde(default, deserialize_with = "at_most::<MAX_VISIT_LISTINGS, _, _, _>")]
    pub listing_ids: Option<Vec<Id>>,
    /// The locks that the code opens, 1 to 64; absent: all of its listings.
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub lock_ids: Option<Vec<Id>>,
    /// Who comes, for people. Absent: messages and labels say the purpose.
    pub visitor: Option<Text>,
    /// What for.
    pub purpose: VisitPurpose,
    /// When the code opens.
    pub kind: VisitKind,
    /// Nothing opens before; absent: from now on.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub starts_at: Option<Instant>,
    /// Nothing opens from here on; absent: no such limit.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ends_at: Option<Instant>,
    /// The times of a `recurring` visit, 1 to 32 rows; where they overlap or touch they are one.
    #[serde(default, deserialize_with = "at_most::<MAX_WEEKLY_SPANS, _, _, _>")]
    pub weekly: Option<Vec<WeeklySpan>>,
    /// Whether the visit is active or revoked.
    pub status: VisitStatus,
}

/// What somebody comes for (V2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum VisitPurpose {
    /// Somebody's visitor.
    Visitor,
    /// A craftsman, an inspection.
    Service,
    /// A delivery.
    Delivery,
    /// Cleaning.
    Cleaning,
    /// The owner's own way in.
    Owner,
}

/// When a visit's code opens (V1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum VisitKind {
    /// From `startsAt` until `endsAt`.
    TimeBound,
    /// Until it is first used, between `startsAt` and `endsAt` where they are given.
    OneTime,
    /// At the `weekly` times.
    Recurring,
    /// From each checkout of a listing to its next check-in.
    Turnover,
    /// Always, from `startsAt` on where it is given. No other kind means this by leaving something
    /// out.
    Permanent,
}

/// When the code of a visit opens, as the visit says it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct VisitSchedule {
    /// The visit's kind.
    pub kind: VisitKind,
    /// The visit's `startsAt`.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub starts_at: Option<Instant>,
    /// The visit's `endsAt`.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ends_at: Option<Instant>,
    /// The visit's `weekly`.
    #[serde(default, deserialize_with = "at_most::<MAX_WEEKLY_SPANS, _, _, _>")]
    pub weekly: Option<Vec<WeeklySpan>>,
}

impl VisitSchedule {
    /// That of a visit.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        Self {
            kind: visit.kind,
            starts_at: visit.starts_at,
            ends_at: visit.ends_at,
            weekly: visit.weekly.clone(),
        }
    }
}

/// Whether a visit is active or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum VisitStatus {
    /// Its code opens when its kind says so.
    Active,
    /// Its code opens no more (V2).
    Revoked,
}

/// Times of a recurring visit, on the wall clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WeeklySpan {
    /// The days on which it begins, at least one.
    #[serde(deserialize_with = "at_most::<7, _, _, _>")]
    pub days: Vec<Weekday>,
    /// When it begins on each of them.
    pub from: TimeOfDay,
    /// When it ends: on the next day where this is not after `from`; at `from` a whole day later
    /// where both are the same.
    pub to: TimeOfDay,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Weekday {
    /// The first day.
    Monday,
    /// The second day.
    Tuesday,
    /// The third day.
    Wednesday,
    /// The fourth day.
    Thursday,
    /// The fifth day.
    Friday,
    /// The sixth day.
    Saturday,
    /// The seventh day.
    Sunday,
}

impl Weekday {
    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn days_from_monday(self) -> u32 {
        self as u32
    }
}

impl Visit {
    /// The listings that are visited.
    pub fn listings(&self) -> impl Iterator<Item = &Id> {
        self.listing_id
            .iter()
            .chain(self.listing_ids.iter().flatten())
    }

    /// Refuses what contradicts itself (V1).
    ///
    /// # Errors
    /// - `missing_key` at `listingId` where neither a listing nor locks are named, or a turnover
    ///   has no listing; at `startsAt` or `endsAt` of a time-bound visit; at `weekly` of a
    ///   recurring one
    /// - `invalid_value` at `listingIds`, `lockIds`, `weekly` or `weekly[0].days` for an empty
    ///   list, at `listingIds` beside `listingId`, at `weekly` where the visit is not recurring, at
    ///   `endsAt` where it is permanent
    /// - `empty_window` at `endsAt` where the end is not after the start
    /// - `year_out_of_range` at `startsAt` or `endsAt` more than two weeks away from 2020 to 2099
    ///   (W2)
    pub fn check(&self) -> Result<(), Error> {
        self.check_where()?;
        self.check_when()?;
        self.check_weekly()
    }

    fn check_where(&self) -> Result<(), Error> {
        if self.lock_ids.as_ref().is_some_and(Vec::is_empty) {
            return Err(invalid(
                "no lock is named",
                "name one, or leave the key out to mean all locks of the listing",
                "lockIds",
            ));
        }
        if self.listing_ids.as_ref().is_some_and(Vec::is_empty) {
            return Err(invalid(
                "no listing is named",
                "name one, or leave the key out",
                "listingIds",
            ));
        }
        if self.listing_id.is_some() && self.listing_ids.is_some() {
            return Err(invalid(
                "`listingId` and `listingIds` are both given",
                "leave out listingId and put its listing into listingIds",
                "listingIds",
            ));
        }
        if self.listings().next().is_some() {
            return Ok(());
        }
        if self.kind == VisitKind::Turnover {
            return Err(missing(
                "a turnover follows the stays of a listing",
                "add listingId, or listingIds for several",
                "listingId",
            ));
        }
        if self.lock_ids.is_none() {
            return Err(missing(
                "neither a listing nor locks are named",
                "add listingId or listingIds, lockIds, or both",
                "listingId",
            ));
        }
        Ok(())
    }

    fn check_when(&self) -> Result<(), Error> {
        for (edge, key) in [(self.starts_at, "startsAt"), (self.ends_at, "endsAt")] {
            match edge {
                None if self.kind == VisitKind::TimeBound => {
                    return Err(missing(
                        "a time-bound visit has a start and an end",
                        "add it; a code without end is asked for as kind permanent",
                        key,
                    ));
                }
                Some(edge) => {
                    let checked = Zone::default().check_exact_at(edge);
                    checked.map_err(|error| error.at(key))?;
                }
                None => {}
            }
        }
        if self.kind == VisitKind::Permanent && self.ends_at.is_some() {
            return Err(invalid(
                "a permanent visit has no end",
                "leave the end out, or let the kind be time_bound",
                "endsAt",
            ));
        }
        if let (Some(starts_at), Some(ends_at)) = (self.starts_at, self.ends_at)
            && ends_at <= starts_at
        {
            return Err(Error::new(
                ErrorCode::EmptyWindow,
                "the visit does not end after it begins",
                "let endsAt be later than startsAt",
            )
            .at("endsAt"));
        }
        Ok(())
    }

    fn check_weekly(&self) -> Result<(), Error> {
        match (&self.weekly, self.kind == VisitKind::Recurring) {
            (None, false) => Ok(()),
            (None, true) => Err(missing(
                "a recurring visit has days and times of the week",
                "add at least one row",
                "weekly",
            )),
            (Some(_), false) => Err(invalid(
                "only a recurring visit has days and times of the week",
                "leave them out, or let the kind be recurring",
                "weekly",
            )),
            (Some(rows), true) if rows.is_empty() => {
                Err(invalid("no row is there", "add at least one", "weekly"))
            }
            (Some(rows), true) => match rows.iter().position(|row| row.days.is_empty()) {
                Some(at) => Err(invalid("no day is named", "name at least one", "days")
                    .at(&format!("[{at}]"))
                    .at("weekly")),
                None => Ok(()),
            },
        }
    }
}

fn missing(message: &str, hint: &str, key: &str) -> Error {
    Error::new(ErrorCode::MissingKey, message, hint).at(key)
}

fn invalid(message: &str, hint: &str, key: &str) -> Error {
    Error::new(ErrorCode::InvalidValue, message, hint).at(key)
}
