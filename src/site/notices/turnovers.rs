//! The turnovers that a visitor is told, each on the evening before its day (V2).
//!
//! What the visitor knows is compared with what is. A turnover is due from its evening on. One that
//! is due and not told, and one that was told and is another now, is told in the same step: so the
//! evening's message comes once, and a change of what was told comes at once.

use std::collections::BTreeMap;

use crate::model::{Visit, VisitsPolicy};
use crate::rules::{DoorAccess, TurnoverAccess, turnover_told_at, visit_turnovers};
use crate::site::plan::stays_for;
use crate::site::state::{
    MAX_TOLD_TURNOVERS, State, ToldDoor, ToldTurnover, VisitRow, listings_at, listings_of,
};
use crate::time::{Instant, TimeOfDay, Window, Zone};
use crate::{Id, Text};

/// The turnovers of a visit that are not over, in their order.
pub(super) struct Turnovers {
    now: Instant,
    coming: Vec<Coming>,
}

/// A turnover that is not over.
struct Coming {
    turnover: ToldTurnover,
    span: Window,
    zone: Zone,
    listing_name: Text,
    /// The places of its doors among those that the visitor opens.
    doors: Vec<usize>,
    told_at: Instant,
}

/// What is new for somebody who knows some turnovers.
pub(super) struct News {
    /// Whether a turnover that they know is another now, or no more.
    pub(super) is_changed: bool,
    /// Whether one is due that they were not told, or not yet on its evening.
    pub(super) is_due: bool,
    /// Those that they know and that still take place.
    kept: Vec<ToldTurnover>,
    /// What takes the place of those that do not.
    moved: Vec<ToldTurnover>,
    off: Vec<ToldTurnover>,
}

/// What a message lists.
pub(super) struct Listed {
    /// The rows of the message.
    pub(super) rows: Vec<TurnoverAccess>,
    /// What the visitor knows after it.
    pub(super) known: Vec<ToldTurnover>,
}

impl Turnovers {
    /// Those of a visit at listings of which the visitor opens a door.
    pub(super) fn coming(state: &State, row: &VisitRow, doors: &[ToldDoor], now: Instant) -> Self {
        let stays = stays_for(state, &row.visit);
        if stays.is_empty() {
            return Self {
                now,
                coming: Vec::new(),
            };
        }
        let mut of_listing: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
        for (place, door) in doors.iter().enumerate() {
            for listing in listings_at(state, &row.visit, &door.lock_id) {
                of_listing.entry(&listing.id).or_default().push(place);
            }
        }
        let mut coming = Vec::new();
        let message_at = message_at(state, &row.visit);
        for (listing_id, stays) in stays {
            let listing = state.listings.get(&listing_id);
            let Some((listing, mut places)) = listing.zip(of_listing.remove(&listing_id)) else {
                continue;
            };
            // Whoever comes stands at the street door first: the host's order counts.
            places.sort_by_key(|&place| {
                let lock_id = doors.get(place).map(|door| &door.lock_id);
                listing.locks.iter().position(|id| Some(id) == lock_id)
            });
            let spans = visit_turnovers(&row.visit, &stays);
            let left = spans.windows().iter().filter(|span| span.ends_at() > now);
            coming.extend(left.map(|&span| Coming {
                turnover: ToldTurnover {
                    listing_id: listing_id.clone(),
                    starts_at: span.starts_at(),
                    ends_at: Some(span.ends_at()).filter(|&end| end < Instant::MAX),
                    ahead: None,
                },
                span,
                zone: listing.time_zone,
                listing_name: listing.name.clone(),
                doors: places.clone(),
                told_at: turnover_told_at(span.starts_at(), listing.time_zone, message_at),
            }));
        }
        coming.sort_by_key(|one| one.span.starts_at());
        coming.truncate(MAX_TOLD_TURNOVERS);
        Self { now, coming }
    }

    /// The first one, as the wall clock of its house shows it.
    pub(super) fn first(&self) -> Option<[Option<Text>; 2]> {
        let first = self.coming.first()?;
        Some(first.edges().map(|at| text(&at?)))
    }

    pub(super) fn news(&self, told: &[ToldTurnover]) -> News {
        let (mut kept, mut moved, mut off) = (Vec::new(), Vec::new(), Vec::new());
        let is_over = |one: &ToldTurnover| one.ends_at.is_some_and(|end| end <= self.now);
        for one in told.iter().filter(|one| !is_over(one)) {
            if self.coming.iter().any(|coming| coming.is(one)) {
                kept.push(one.clone());
            } else if let Some(successor) = self.successor(one) {
                moved.push(successor.turnover.clone());
            } else {
                off.push(one.clone());
            }
        }
        let is_known = |coming: &Coming| {
            let mut known = kept.iter().filter(|one| coming.is(one));
            known.any(|one| one.ahead.is_none())
        };
        let mut due = self.coming.iter().filter(|one| one.told_at <= self.now);
        News {
            is_changed: !moved.is_empty() || !off.is_empty(),
            is_due: due.any(|one| !is_known(one)),
            kept,
            moved,
            off,
        }
    }

    /// What takes the place of a turnover that was told.
    fn successor(&self, told: &ToldTurnover) -> Option<&Coming> {
        let span = Window::between(told.starts_at, told.ends_at.unwrap_or(Instant::MAX))?;
        let mut same = self.coming.iter();
        same.find(|one| one.turnover.listing_id == told.listing_id && one.span.overlaps(span))
    }

    /// What a message lists: all that is due and, where nothing is, what comes next. `doors` are
    /// those that the visitor opens; of an evening's message, nothing is listed once more that
    /// runs.
    pub(super) fn listed(&self, news: &News, is_evening: bool, doors: &[DoorAccess]) -> Listed {
        let is_known = |one: &Coming| {
            let mut kept = news.kept.iter();
            kept.any(|known| one.is(known) && known.ahead.is_none())
        };
        let is_moved = |one: &Coming| news.moved.iter().any(|moved| one.is(moved));
        let is_listed = |one: &&Coming| {
            let is_old = is_evening && is_known(one) && one.span.starts_at() <= self.now;
            is_moved(one) || (one.told_at <= self.now && !is_old)
        };
        let mut shown: Vec<&Coming> = self.coming.iter().filter(is_listed).collect();
        if shown.is_empty() {
            shown.extend(self.coming.first());
        }
        shown.truncate(MAX_TOLD_TURNOVERS);
        let mut known: Vec<ToldTurnover> = shown.iter().map(|one| one.told(self.now)).collect();
        let is_shown = |told: &ToldTurnover| shown.iter().any(|one| one.is(told));
        known.extend(news.kept.iter().filter(|told| !is_shown(told)).cloned());
        known.truncate(MAX_TOLD_TURNOVERS);
        known.sort_by(|a, b| (a.starts_at, &a.listing_id).cmp(&(b.starts_at, &b.listing_id)));
        let is_kept = |one: &Coming| news.kept.iter().any(|known| one.is(known));
        let row = |one: &&Coming| one.row(doors, !is_kept(one));
        Listed {
            rows: shown.iter().filter_map(row).collect(),
            known,
        }
    }

    /// When the next of them has to be told to somebody who knows these.
    pub(super) fn next_at(&self, known: &[ToldTurnover]) -> Option<Instant> {
        let is_told = |one: &&Coming| {
            let mut known = known.iter().filter(|told| one.is(told));
            known.any(|told| told.ahead.is_none())
        };
        let later = self.coming.iter().filter(|one| one.told_at > self.now);
        later
            .filter(|one| !is_told(one))
            .map(|one| one.told_at)
            .min()
    }
}

/// When the message of a day's turnovers comes, on the day before: for all of a visit's listings at
/// one time, the earliest that one of them has, so that the visitor gets one message (V2).
pub(super) fn message_at(state: &State, visit: &Visit) -> TimeOfDay {
    let policies = listings_of(state, visit).map(|listing| state.policy_of_listing(&listing.id));
    let times = policies.map(|policy| policy.visits.turnover_message_at);
    times
        .min()
        .unwrap_or_else(|| VisitsPolicy::default().turnover_message_at)
}

impl Coming {
    fn is(&self, told: &ToldTurnover) -> bool {
        let one = &self.turnover;
        (&one.listing_id, one.starts_at, one.ends_at)
            == (&told.listing_id, told.starts_at, told.ends_at)
    }

    fn told(&self, now: Instant) -> ToldTurnover {
        ToldTurnover {
            ahead: (self.told_at > now).then_some(true),
            ..self.turnover.clone()
        }
    }

    fn edges(&self) -> [Option<String>; 2] {
        let turnover = &self.turnover;
        [Some(turnover.starts_at), turnover.ends_at].map(|at| Some(self.zone.local_text(at?)))
    }

    fn row(&self, doors: &[DoorAccess], is_new: bool) -> Option<TurnoverAccess> {
        let [starts_at, ends_at] = self.edges();
        let own = |&place: &usize| {
            let door = doors.get(place)?.clone();
            Some(DoorAccess {
                listing_name: None,
                ..door
            })
        };
        Some(TurnoverAccess {
            listing_name: self.listing_name.clone(),
            starts_at: text(&starts_at?)?,
            ends_at: ends_at.as_deref().and_then(text),
            doors: Some(self.doors.iter().filter_map(own).collect()),
            is_new: is_new.then_some(true),
            is_off: None,
        })
    }
}

impl News {
    /// The turnovers that were told and are no more, as a message lists them.
    pub(super) fn off(&self, state: &State) -> Vec<TurnoverAccess> {
        let row = |told: &ToldTurnover| {
            let listing = state.listings.get(&told.listing_id)?;
            let local = |at: Instant| text(&listing.time_zone.local_text(at));
            Some(TurnoverAccess {
                listing_name: listing.name.clone(),
                starts_at: local(told.starts_at)?,
                ends_at: told.ends_at.and_then(local),
                doors: None,
                is_new: None,
                is_off: Some(true),
            })
        };
        self.off.iter().filter_map(row).collect()
    }
}

fn text(text: &str) -> Option<Text> {
    text.parse().ok()
}
