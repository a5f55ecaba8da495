//! The engine run ahead.

use std::collections::BTreeMap;

use serde::Serialize;

use super::after::{changes_stays, mark_moves, mark_notices, touches};
use super::assume::{Assumptions, ForecastInput, Trouble};
use super::lane::{Lane, Preview};
use super::preview::{MAX_PREVIEW_DAYS, add_marks, check_range, too_many};
use super::recorder::Recorder;
use super::sample::sample;
use super::scene::Scene;
use super::spans::{Outside, OverOpen, outside, over_open};
use super::stays_here::{StaysHere, stays_here};
use super::world::{Happened, World};
use crate::code::Key;
use crate::rules::Notice;
use crate::site::{Command, OpenSite, Rejected, Site, State, Step};
use crate::time::{Duration, Instant};
use crate::{Error, Id};

/// The most steps of a forecast.
pub const MAX_FORECAST_STEPS: usize = 100_000;

/// What will happen, if what is assumed is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Forecast {
    /// The schedule as it will turn out.
    pub preview: Preview,
    /// What people will be told, by the instant.
    pub notices: Vec<ForecastNotice>,
    /// What the locks will be asked, by the instant.
    pub commands: Vec<ForecastCommand>,
    /// Guests who will stand outside, by the instant.
    pub outside: Vec<Outside>,
    /// Codes that will be open too long, by the instant.
    pub over_open: Vec<OverOpen>,
    /// Assumed facts that were not taken, each with its place in `assume`.
    pub rejected: Vec<Rejected>,
}

/// A notice of a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ForecastNotice {
    /// When.
    pub at: Instant,
    /// The notice.
    pub notice: Notice,
}

/// A command of a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ForecastCommand {
    /// When it leaves.
    pub at: Instant,
    /// The command.
    pub command: Command,
}

/// Runs the engine ahead against virtual locks, which hold what the site knows of its locks at
/// `now`.
///
/// The world of a forecast: a lock does a command and answers a second after it left. A lock that
/// is silent now stays silent until an assumed report says that it answers, also where an assumed
/// silence ends before. Where a trouble begins or ends and the lock answers, its cloud says how it
/// is; else nobody is told of a trouble.
/// What an assumed report says of a lock is so, and an assumed reset takes the codes off. At each
/// instant assumed facts come first, then what clouds say of troubles, then the answers to commands
/// in the order in which they left. The engine is called at each of these instants and at its
/// `wakeAt`.
///
/// Without a key, PINs that are yet to be made are placeholders: they are written as `~` and
/// digits, and equal no PIN. All else is equal, unless two PINs would meet by chance.
///
/// # Errors
/// `empty_window` and `out_of_range` for `until`; `out_of_range` for more than 100,000 steps;
/// those of `assume`, of a stored site, and of a step.
///
/// ```
/// use latchstring::forecast::forecast;
/// use latchstring::site::{OpenSite, create_site};
/// let key: latchstring::code::Key = "thirty-two bytes that nobody knows".parse()?;
/// let site = create_site(latchstring::decode(r#"{ "id": "casa", "policy": { "backups": { "poolSize": 0 },
///     "emergency": { "enabled": false } }, "locks": [{ "id": "door", "name": "Front door" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
///                    "checkOut": "11:00", "locks": ["door"] }] }"#)?)?;
/// let input = latchstring::decode(r#"{ "now": "2026-05-01T08:00:00Z", "until": "2026-05-03T12:00:00Z", "assume": [
///     { "type": "reservation", "reservation": { "id": "stay-1", "revision": 1, "listingId": "flat",
///       "status": "confirmed", "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } },
///     { "lockId": "door", "kind": "silent", "from": "2026-05-01T12:00:00Z", "to": "2026-05-01T16:30:00Z" }] }"#)?;
/// let seen = forecast(site, input, Some(key))?;
/// let outside = &seen.outside[0];
/// assert_eq!(outside.from.to_string(), "2026-05-01T13:00:00Z");
/// assert!(outside.to.to_string().starts_with("2026-05-01T16:3"));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn forecast(site: Site, input: ForecastInput, key: Option<Key>) -> Result<Forecast, Error> {
    check_range(input.now, input.until, MAX_PREVIEW_DAYS).map_err(|error| error.at("until"))?;
    let assume = input.assume.unwrap_or_default();
    let assumptions = Assumptions::read(assume, &site, input.now)?;
    let key = key.unwrap_or_else(Key::placeholder);
    let open = OpenSite::open(site, key).map_err(|error| error.at("site"))?;
    let run = Run::new(open, assumptions, input.now, input.until)?;
    run.finish()
}

/// An engine that is run ahead.
#[derive(Clone)]
pub(super) struct Run {
    open: OpenSite,
    world: World,
    assumptions: Assumptions,
    from: Instant,
    until: Instant,
    stays: StaysHere,
    lanes: BTreeMap<Id, Recorder>,
    notices: Vec<ForecastNotice>,
    commands: Vec<ForecastCommand>,
    rejected: Vec<Rejected>,
    /// When the next step is.
    next: Option<Instant>,
    pub(super) steps: usize,
    /// The one door that is looked at; absent: all are.
    only: Option<Id>,
}

impl Run {
    pub(super) fn new(
        open: OpenSite,
        mut assumptions: Assumptions,
        now: Instant,
        until: Instant,
    ) -> Result<Self, Error> {
        let troubles = std::mem::take(&mut assumptions.troubles);
        let world = World::new(open.state(), troubles, now)?;
        Ok(Self {
            open,
            world,
            assumptions,
            from: now,
            until,
            stays: StaysHere::new(),
            lanes: BTreeMap::new(),
            notices: Vec::new(),
            commands: Vec::new(),
            rejected: Vec::new(),
            next: Some(now),
            steps: 0,
            only: None,
        })
    }

    /// The same, with an eye on one door only.
    pub(super) fn at_door(self, lock_id: Id) -> Self {
        Self {
            only: Some(lock_id),
            ..self
        }
    }

    pub(super) fn state(&self) -> &State {
        self.open.state()
    }

    /// A trouble befalls a lock, no earlier than the next step.
    pub(super) fn befall(&mut self, trouble: Trouble) {
        self.next = self.next.into_iter().chain([trouble.from]).min();
        self.world.befall(trouble);
    }

    /// Steps as long as the next step is before an instant.
    ///
    /// # Errors
    /// `out_of_range` for too many steps; those of a step.
    pub(super) fn run_until(&mut self, until: Instant, most: usize) -> Result<(), Error> {
        while let Some(now) = self.next.filter(|&next| next < until) {
            if self.steps >= most {
                return Err(too_many("steps"));
            }
            self.steps = self.steps.saturating_add(1);
            self.next = self.step(now)?;
        }
        Ok(())
    }

    /// What was sent so far.
    pub(super) fn commands(&self) -> &[ForecastCommand] {
        &self.commands
    }

    fn finish(mut self) -> Result<Forecast, Error> {
        let most = MAX_FORECAST_STEPS;
        self.run_until(self.until, most)
            .map_err(|error| error.at("until"))?;
        let lanes = self.lanes();
        Ok(Forecast {
            outside: outside(&lanes),
            over_open: over_open(&lanes),
            preview: Preview {
                from: self.from,
                to: self.until,
                now: self.from,
                lanes,
            },
            notices: self.notices,
            commands: self.commands,
            rejected: self.rejected,
        })
    }

    /// Takes a step, and gives the instant of the next one.
    fn step(&mut self, now: Instant) -> Result<Option<Instant>, Error> {
        self.pass_until(now);
        let mut happened = Happened::default();
        let facts = &mut self.assumptions.facts;
        let due = facts.partition_point(|assumed| assumed.at <= now);
        let assumed: Vec<_> = facts.drain(..due).collect();
        for assumed in &assumed {
            self.world.believe(assumed, &mut happened);
        }
        self.world.pass(now, &mut happened)?;
        let step = self.open.advance(&happened.facts, now)?;
        for rejected in &step.rejected {
            let place = usize::try_from(rejected.index).unwrap_or(usize::MAX);
            self.rejected
                .extend(assumed.get(place).map(|assumed| Rejected {
                    index: assumed.index,
                    ..rejected.clone()
                }));
        }
        if !assumed.is_empty() {
            self.world.meet(self.open.state(), now)?;
        }
        self.world.give(step.commands.iter().cloned(), now);
        self.look(now, &step, &happened, !assumed.is_empty());
        let next_fact = self.assumptions.facts.first().map(|assumed| assumed.at);
        let next = [step.wake_at, self.world.next(now), next_fact];
        self.keep(now, step);
        let next = next.into_iter().flatten().min();
        Ok(next.map(|next| next.max(now + Duration::seconds(1))))
    }

    fn keep(&mut self, at: Instant, step: Step) {
        let notices = step.notices.into_iter();
        self.notices
            .extend(notices.map(|notice| ForecastNotice { at, notice }));
        let commands = step.commands.into_iter();
        self.commands
            .extend(commands.map(|command| ForecastCommand { at, command }));
    }

    /// Time passes, and nothing happens but that windows begin and end.
    fn pass_until(&mut self, now: Instant) {
        let state = self.open.state();
        for (id, lane) in &mut self.lanes {
            while let Some(at) = lane.until.filter(|&at| at < now) {
                let scene = Scene {
                    state,
                    stays: &self.stays,
                    now: at,
                    is_forecast: true,
                };
                let Some((row, lock)) = state.locks.get(id).zip(self.world.lock(id)) else {
                    break;
                };
                lane.take(at, sample(&scene, row, lock, at));
            }
        }
    }

    /// Looks at the doors at which something is otherwise after a step.
    fn look(&mut self, now: Instant, step: &Step, happened: &Happened, is_new: bool) {
        let is_new = is_new || self.lanes.is_empty() || changes_stays(step);
        let state = self.open.state();
        if is_new {
            self.stays = stays_here(state);
        }
        let scene = Scene {
            state,
            stays: &self.stays,
            now,
            is_forecast: true,
        };
        let is_touched =
            |id: &Id| is_new || happened.locks.contains(id) || touches(&scene, step, id);
        for row in state.locks.values() {
            let id = &row.lock.id;
            if self.only.as_ref().is_some_and(|only| only != id) {
                continue;
            }
            let is_due = |lane: &Recorder| lane.until.is_some_and(|until| until <= now);
            let known = self.lanes.get(id);
            if known.is_some_and(|lane| !is_due(lane) && !is_touched(id)) {
                continue;
            }
            if let Some(lock) = self.world.lock(id) {
                let lane = self.lanes.entry(id.clone());
                let lane = lane.or_insert_with(|| Recorder::new(state, row));
                lane.take(now, sample(&scene, row, lock, now));
            }
        }
        mark_moves(&scene, &mut self.lanes, happened);
        mark_notices(&scene, &mut self.lanes, step);
    }

    /// What was seen until the end.
    pub(super) fn lanes(&mut self) -> Vec<Lane> {
        self.pass_until(self.until);
        let state = self.open.state();
        let scene = Scene {
            state,
            stays: &self.stays,
            now: self.until,
            is_forecast: true,
        };
        let mut lanes = Vec::new();
        for (id, mut lane) in std::mem::take(&mut self.lanes) {
            if let Some(row) = state.locks.get(&id) {
                add_marks(&mut lane, &scene, row, (self.from, self.until));
            }
            lanes.push(lane.end(self.until));
        }
        lanes
    }
}
