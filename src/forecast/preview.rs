//! The schedule of a site as it is known now.

use super::lane::{Lane, Preview};
use super::marks::{clock_changes, of_stays, remembered};
use super::recorder::Recorder;
use super::sample::{known_reachability, sample};
use super::scene::Scene;
use super::seed::lock_of;
use super::stays_here::stays_here;
use crate::model::Reachability;
use crate::site::{LockRow, OpenSite, Site};
use crate::time::{Duration, Instant};
use crate::{Error, ErrorCode};

/// The longest range, in days.
pub const MAX_PREVIEW_DAYS: u32 = 400;

/// How often one door is looked at, at most.
const MAX_EDGES: usize = 100_000;

/// What the doors of a site should do and do between two instants, as the site knows it at `now`:
/// what is on the locks, and what is planned. Nothing is run ahead; [`super::forecast`] does that.
///
/// Of the time before `now` a site remembers its bookings, what was told, and the codes that are
/// still there. On a lock that is silent, what is on it counts; on every other one, what is planned
/// counts as done in time, with the certainty `pending`.
///
/// # Errors
/// `out_of_range` for a range of more than 400 days, and for more than 100,000 changes at one door;
/// `empty_window`; those of a stored site.
///
/// ```
/// use latchstring::forecast::{SpanKind, preview};
/// use latchstring::site::{OpenSite, create_site};
/// let site = create_site(latchstring::decode(r#"{ "id": "casa", "locks": [{ "id": "door", "name": "Front door" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
///                    "checkOut": "11:00", "locks": ["door"] }] }"#)?)?;
/// let mut open = OpenSite::open(site, "thirty-two bytes that nobody knows".parse()?)?;
/// let facts: Vec<latchstring::Json> = latchstring::decode(r#"[{ "type": "reservation", "reservation": {
///     "id": "stay-1", "revision": 1, "listingId": "flat", "status": "confirmed",
///     "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } }]"#)?;
/// let now = "2026-04-01T12:00:00Z".parse()?;
/// open.advance(&facts, now)?;
/// let shown = preview(open.to_site(), "2026-05-01T00:00:00Z".parse()?, "2026-05-04T00:00:00Z".parse()?, now)?;
/// let stay = &shown.lanes[0].spans[0];
/// assert_eq!((stay.kind, &*stay.from_local), (SpanKind::Stay, "2026-05-01T15:00:00+02:00"));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn preview(site: Site, from: Instant, to: Instant, now: Instant) -> Result<Preview, Error> {
    let key = crate::code::Key::placeholder();
    let open = OpenSite::open(site, key).map_err(|error| error.at("site"))?;
    preview_of(&open, from, to, now)
}

/// [`preview`] of an open site.
///
/// # Errors
/// As [`preview`].
pub fn preview_of(
    open: &OpenSite,
    from: Instant,
    to: Instant,
    now: Instant,
) -> Result<Preview, Error> {
    check_range(from, to, MAX_PREVIEW_DAYS).map_err(|error| error.at("to"))?;
    let state = open.state();
    let stays = stays_here(state);
    let scene = Scene {
        state,
        stays: &stays,
        now,
        is_forecast: false,
    };
    let rows = state.locks.values();
    let lanes = rows.map(|row| lane(&scene, row, from, to));
    Ok(Preview {
        from,
        to,
        now,
        lanes: lanes.collect::<Result<_, _>>()?,
    })
}

/// Refuses a range that is empty or too long.
pub(super) fn check_range(from: Instant, to: Instant, days: u32) -> Result<(), Error> {
    if to <= from {
        return Err(Error::new(
            ErrorCode::EmptyWindow,
            "the range does not end after it begins",
            "give a later end",
        ));
    }
    if to - from > Duration::days(days) {
        return Err(Error::new(
            ErrorCode::OutOfRange,
            format!("the range is longer than {days} days"),
            "ask for a part of it",
        ));
    }
    Ok(())
}

fn lane(scene: &Scene<'_>, row: &LockRow, from: Instant, to: Instant) -> Result<Lane, Error> {
    let lock = lock_of(scene.state, row, scene.now)?;
    let mut recorder = Recorder::new(scene.state, row);
    let mut at = from;
    let mut edges: usize = 0;
    loop {
        recorder.take(at, sample(scene, row, &lock, at));
        edges = edges.saturating_add(1);
        match recorder.until.filter(|&until| until < to) {
            Some(_) if edges >= MAX_EDGES => {
                return Err(too_many("changes at one door"));
            }
            Some(until) => at = until,
            None => break,
        }
    }
    add_marks(&mut recorder, scene, row, (from, to));
    for mark in remembered(scene, &row.lock.id, recorder.zone(), from, to) {
        recorder.mark(mark);
    }
    let mut lane = recorder.end(to);
    heard_since(&mut lane, scene, row);
    Ok(lane)
}

/// The strip begins where something was heard of the lock.
fn heard_since(lane: &mut Lane, scene: &Scene<'_>, row: &LockRow) {
    let known = row.last_status.as_ref();
    let heard = known.and_then(|said| said.reported_at);
    let first = heard.unwrap_or(scene.now);
    if known.is_none() || known_reachability(scene, row) == Reachability::Unknown {
        lane.strip.retain(|part| part.battery_percent.is_some());
    }
    lane.strip.retain(|part| part.to > first);
    for part in &mut lane.strip {
        part.from = part.from.max(first);
    }
}

/// What follows from the bookings and the clock.
pub(super) fn add_marks(
    recorder: &mut Recorder,
    scene: &Scene<'_>,
    row: &LockRow,
    (from, to): (Instant, Instant),
) {
    let zone = recorder.zone();
    let clocks = clock_changes(zone, from, to);
    for mark in of_stays(scene, &row.lock.id, zone, from, to)
        .into_iter()
        .chain(clocks)
    {
        recorder.mark(mark);
    }
}

pub(super) fn too_many(what: &str) -> Error {
    Error::new(
        ErrorCode::OutOfRange,
        format!("too many {what}"),
        "ask for a shorter range",
    )
}
