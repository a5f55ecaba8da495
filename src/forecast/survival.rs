//! How long a silence of a lock a guest survives, and what ends it.
//!
//! A silence begins without a word, so two that begin between the same two commands to the lock are
//! alike: what counts is when they end. The commands of the run without any silence therefore cut
//! the time ahead into spans, and in each of them the last good end is found by halving.

use serde::{Deserialize, Serialize, Serializer};
use serde_with::skip_serializing_none;

use super::assume::{Assumptions, Trouble, TroubleKind};
use super::lane::{Lane, SpanKind};
use super::preview::{MAX_PREVIEW_DAYS, check_range, too_many};
use super::run::Run;
use super::stays_here::stays_here;
use super::world::ANSWER;
use crate::code::Key;
use crate::rules::Reason;
use crate::site::{OpenSite, Site};
use crate::time::{Duration, Instant, Intervals, Window};
use crate::{Error, ErrorCode, Id};

/// The most steps of one answer, over all silences that are tried.
pub const MAX_SURVIVAL_STEPS: usize = 300_000;

const SECOND: Duration = Duration::seconds(1);

/// Whose stay is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SurvivalInput {
    /// From when.
    pub now: Instant,
    /// A booking of the stay.
    pub reservation_id: Id,
}

/// How long a silence of each lock the guest of a stay survives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Survival {
    /// The booking that holds the codes of the stay (W8).
    pub reservation_id: Id,
    /// The doors in the order of their ids.
    pub doors: Vec<SurvivalDoor>,
}

/// How long a silence of one lock the guest survives, by when it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SurvivalDoor {
    /// The lock.
    pub lock_id: Id,
    /// From `now` to check-out, without gaps; empty after check-out.
    pub spans: Vec<SurvivalSpan>,
}

/// Silences that begin in one span, and have to end at the same instant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct SurvivalSpan {
    /// The silence begins at this instant, or later.
    pub from: Instant,
    /// It begins before this instant.
    pub to: Instant,
    /// The longest silence that begins at `from` and keeps nobody outside, in seconds.
    pub survives: Survives,
    /// By when every silence that begins in this span has to end. Absent: it need not.
    pub until: Option<Instant>,
    /// Why the guest stands outside where it lasts a second longer.
    pub because: Vec<Reason>,
}

/// How long a silence may last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(type = "number | \"whole_stay\"")
)]
pub enum Survives {
    /// So many seconds.
    Seconds(i64),
    /// To the end of the stay.
    WholeStay,
}

impl Serialize for Survives {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Seconds(seconds) => serializer.serialize_i64(*seconds),
            Self::WholeStay => serializer.serialize_str("whole_stay"),
        }
    }
}

/// How long a silence of each lock the guest of a stay survives: no part of the stay is without a
/// way in that has one without the silence. The world is that of [`super::forecast`], and at the
/// end of the silence the lock's cloud says that it is back.
///
/// # Errors
/// `invalid_value` at `reservationId` where the site has no such stay; `out_of_range` where
/// check-out is more than 400 days away, and for more than 300,000 steps; those of a stored site.
///
/// ```
/// use latchstring::forecast::{SurvivalInput, Survives, survival};
/// use latchstring::site::{OpenSite, create_site};
/// let site = create_site(latchstring::decode(r#"{ "id": "casa", "policy": { "backups": { "poolSize": 0 },
///     "emergency": { "enabled": false } }, "locks": [{ "id": "door", "name": "Front door" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
///                    "checkOut": "11:00", "locks": ["door"] }] }"#)?)?;
/// let mut open = OpenSite::open(site, "thirty-two bytes that nobody knows".parse()?)?;
/// let facts: Vec<latchstring::Json> = latchstring::decode(r#"[{ "type": "reservation", "reservation": {
///     "id": "stay-1", "revision": 1, "listingId": "flat", "status": "confirmed",
///     "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } }]"#)?;
/// open.advance(&facts, "2026-05-01T12:00:00Z".parse()?)?;
/// let asked = SurvivalInput { now: "2026-05-01T12:00:00Z".parse()?, reservation_id: "stay-1".parse()? };
/// let shown = survival(open.to_site(), &asked)?;
/// // The code goes on at 12:50. A lock that is silent since noon has to be back before 13:00.
/// let first = &shown.doors[0].spans[0];
/// assert!(matches!(first.survives, Survives::Seconds(3_000..3_600)), "{first:?}");
/// // Once the code is on it, the lock may be silent for the whole stay.
/// assert_eq!(shown.doors[0].spans.last().unwrap().survives, Survives::WholeStay);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn survival(site: Site, asked: &SurvivalInput) -> Result<Survival, Error> {
    let open = OpenSite::open(site, Key::placeholder()).map_err(|error| error.at("site"))?;
    let stays = stays_here(open.state());
    let of_stay = stays.iter().filter_map(|(lock_id, stays)| {
        let stay = stays.iter().find(|stay| stay.has(&asked.reservation_id))?;
        Some((lock_id, stay))
    });
    let doors: Vec<_> = of_stay.collect();
    let Some((_, stay)) = doors.first() else {
        let message = "no stay of this booking in this site";
        let error = Error::new(ErrorCode::InvalidValue, message, "check the id");
        return Err(error.at("reservationId"));
    };
    let holder = stay.holder.clone();
    let until = stay.stay.booked.ends_at();
    let mut shown = Survival {
        reservation_id: holder.clone(),
        doors: Vec::new(),
    };
    let mut left = MAX_SURVIVAL_STEPS;
    for (lock_id, _) in doors {
        let spans = if asked.now < until {
            check_range(asked.now, until, MAX_PREVIEW_DAYS)?;
            let run = Run::new(open.clone(), Assumptions::default(), asked.now, until)?;
            let mut search = Search {
                lock_id,
                holder: &holder,
                until,
                usual: Intervals::NONE,
                left,
            };
            let spans = search.spans(run.at_door(lock_id.clone()), asked.now)?;
            left = search.left;
            spans
        } else {
            Vec::new()
        };
        shown.doors.push(SurvivalDoor {
            lock_id: lock_id.clone(),
            spans,
        });
    }
    Ok(shown)
}

/// A search at one door.
struct Search<'a> {
    lock_id: &'a Id,
    holder: &'a Id,
    /// Check-out.
    until: Instant,
    /// When the guest is outside without any silence.
    usual: Intervals,
    /// Steps that may still be taken.
    left: usize,
}

/// What a silence leads to: when the guest first stands outside, and why.
type Harm = Option<(Instant, Vec<Reason>)>;

impl Search<'_> {
    fn spans(&mut self, run: Run, now: Instant) -> Result<Vec<SurvivalSpan>, Error> {
        let edges = self.edges(run.clone(), now)?;
        let mut ahead = run;
        let mut spans: Vec<SurvivalSpan> = Vec::new();
        for (place, &from) in edges.iter().enumerate() {
            let next = edges.get(place.saturating_add(1));
            let to = next.copied().unwrap_or(self.until);
            // All that comes before the silence.
            self.go(&mut ahead, from)?;
            let before = spans.last().and_then(|span| span.until);
            let (until, because) = self.longest(&ahead, from, before)?;
            if let Some(last) = spans.last_mut().filter(|last| last.until == until) {
                last.to = to;
                continue;
            }
            spans.push(SurvivalSpan {
                from,
                to,
                survives: until.map_or(Survives::WholeStay, |until| {
                    Survives::Seconds((until - from).in_seconds())
                }),
                until,
                because,
            });
        }
        Ok(spans)
    }

    /// Where silences begin to be others: after each command that the lock does.
    fn edges(&mut self, mut run: Run, now: Instant) -> Result<Vec<Instant>, Error> {
        let under_way = run.state().commands.values();
        let here = self.lock_id;
        let early = under_way.filter(|command| command.lock_id == *here);
        let mut edges: Vec<Instant> = early.map(|_| now + ANSWER).collect();
        self.go(&mut run, self.until)?;
        let sent = run.commands().iter();
        let sent = sent.filter(|sent| sent.command.lock_id == *here);
        edges.extend(sent.map(|sent| sent.at + ANSWER));
        self.usual = outside(&run.lanes(), self.holder).0;
        let mut edges: Vec<Instant> = edges.into_iter().map(|done| done + SECOND).collect();
        edges.push(now);
        edges.sort();
        edges.dedup();
        edges.retain(|&edge| edge < self.until);
        Ok(edges)
    }

    /// By when a silence that begins at `from` has to end; nothing where it need not. `before` is
    /// the answer of the span before.
    fn longest(
        &mut self,
        ahead: &Run,
        from: Instant,
        before: Option<Instant>,
    ) -> Result<(Option<Instant>, Vec<Reason>), Error> {
        let Some((first, mut because)) = self.harm(ahead, from, None)? else {
            return Ok((None, Vec::new()));
        };
        // A silence that still lasts then is seen by nobody else before.
        let (mut good, mut bad) = (from, first + SECOND);
        // Often the span before has the same answer.
        if let Some(guess) = before.filter(|&guess| good < guess && guess < bad) {
            match self.harm(ahead, from, Some(guess))? {
                None => good = guess,
                Some((_, reasons)) => (bad, because) = (guess, reasons),
            }
            if good == guess && good + SECOND < bad {
                match self.harm(ahead, from, Some(guess + SECOND))? {
                    None => good = guess + SECOND,
                    Some((_, reasons)) => (bad, because) = (guess + SECOND, reasons),
                }
            }
        }
        while good + SECOND < bad {
            let half = (bad - good).in_seconds().div_euclid(2);
            let middle = good + Duration::of(half);
            match self.harm(ahead, from, Some(middle))? {
                None => good = middle,
                Some((_, reasons)) => (bad, because) = (middle, reasons),
            }
        }
        Ok((Some(good), because))
    }

    /// What a silence leads to.
    fn harm(&mut self, ahead: &Run, from: Instant, to: Option<Instant>) -> Result<Harm, Error> {
        let mut run = ahead.clone();
        run.befall(Trouble {
            lock_id: self.lock_id.clone(),
            kind: TroubleKind::Silent,
            from,
            to,
        });
        self.go(&mut run, self.until)?;
        let (all, spans) = outside(&run.lanes(), self.holder);
        let first = all.without(&self.usual).starts_at();
        Ok(first.map(|first| {
            let here = spans.into_iter().find(|(window, _)| window.contains(first));
            (first, here.map_or_else(Vec::new, |(_, because)| because))
        }))
    }

    /// Steps on, within what is left.
    fn go(&mut self, run: &mut Run, until: Instant) -> Result<(), Error> {
        let before = run.steps;
        let most = before.saturating_add(self.left);
        run.run_until(until, most)
            .map_err(|_| too_many("steps to try all silences"))?;
        self.left = self.left.saturating_sub(run.steps.saturating_sub(before));
        Ok(())
    }
}

/// When a guest stands outside, and why.
fn outside(lanes: &[Lane], holder: &Id) -> (Intervals, Vec<(Window, Vec<Reason>)>) {
    let spans = lanes.iter().flat_map(|lane| &lane.spans);
    let spans = spans.filter(|span| {
        span.kind == SpanKind::Uncovered && span.reservation_id.as_ref() == Some(holder)
    });
    let spans: Vec<(Window, Vec<Reason>)> = spans
        .filter_map(|span| {
            let window = Window::between(span.from, span.to)?;
            Some((window, span.because.clone()))
        })
        .collect();
    let all = spans.iter().fold(Intervals::NONE, |all, (window, _)| {
        all.union(&Intervals::from(*window))
    });
    (all, spans)
}
