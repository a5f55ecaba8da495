//! One frame, with one of its pairs, against one window: the arithmetic of W7.

use super::answer::{FitReason, FitReasonKind, FittedWindow};
use crate::rules::windows::Neighbours;
use crate::time::{Duration, Edge, Grid, Instant, StepMinutes, TimeFrame, Window, Zone};

/// The most ends that are tried. A clock change may make the first ones too short or too long.
const MAX_TRIES: usize = 8;

const SECOND: Duration = Duration::seconds(1);

/// A window, and what decides about it.
pub(super) struct Asked {
    pub(super) window: Window,
    pub(super) zone: Zone,
    /// Absent: leads do not count.
    pub(super) now: Option<Instant>,
    pub(super) neighbours: Neighbours,
}

/// A frame, with one of its pairs if it has any.
pub(super) struct Shape<'a> {
    at: u32,
    frame: &'a TimeFrame,
    starts: Grid,
    /// Absent: the end has the start's time of day.
    ends: Option<Grid>,
    paired: bool,
}

/// What a shape makes of a window.
pub(super) struct Tried {
    pub(super) frame: u32,
    /// What the platform would accept.
    pub(super) window: Option<FittedWindow>,
    /// What moved its edges, or what stands in the way of the asked one.
    pub(super) because: Vec<FitReason>,
}

/// How far a window is off. Of two windows that are equally far off, the one without a start is
/// further.
pub(super) type Off = (Duration, bool);

const NO_WINDOW: Off = (Duration::MAX, true);

/// When a code begins to open.
#[derive(Clone, Copy)]
struct Opening {
    at: Instant,
    /// Whether the platform is told no start.
    unsaid: bool,
}

/// The shapes of a frame.
pub(super) fn shapes(at: u32, frame: &TimeFrame) -> Vec<Shape<'_>> {
    if let Some(pairs) = &frame.pairs {
        let shape = |starts, ends| Shape {
            at,
            frame,
            starts,
            ends: Some(ends),
            paired: true,
        };
        return pairs
            .iter()
            .map(|pair| shape(Grid::daily(pair.from), Grid::daily(pair.to)))
            .collect();
    }
    let step = frame
        .step_minutes
        .and_then(|minutes| StepMinutes::new(minutes).ok());
    let starts = step.map_or(Grid::ANY, Grid::from);
    vec![Shape {
        at,
        frame,
        starts,
        ends: (!same_time_of_day(frame)).then_some(starts),
        paired: false,
    }]
}

fn same_time_of_day(frame: &TimeFrame) -> bool {
    frame.same_time_of_day == Some(true)
}

impl Asked {
    /// The window that this shape makes of the asked one, and how far off it is. The error is the
    /// nearest window that the shape would allow, how far off it is, and why the asked one is
    /// refused.
    pub(super) fn try_shape(&self, shape: &Shape<'_>) -> Result<(Off, Tried), (Off, Tried)> {
        let tried = |window, because| Tried {
            frame: shape.at,
            window,
            because,
        };
        let not_before = self.not_before(shape);
        let Some(opening) = self.opening(shape, not_before) else {
            let over = shape.reason(FitReasonKind::AlreadyOver, None, None);
            return Err((NO_WINDOW, tried(None, vec![over])));
        };
        let end = self
            .zone
            .first_on_grid(self.window.ends_at(), self.ends(shape, opening));
        let refusals = self.refusals(shape, opening, end, not_before);
        if let (Some(end), true) = (end, refusals.is_empty()) {
            let window = fitted(opening, end);
            let because = self.changes(shape, opening, end);
            return Ok((self.off(opening, end), tried(Some(window), because)));
        }
        match self.nearest(shape, opening, not_before) {
            Some((opening, end)) => Err((
                self.off(opening, end),
                tried(Some(fitted(opening, end)), refusals),
            )),
            None => Err((NO_WINDOW, tried(None, refusals))),
        }
    }

    /// The first start that leaves the platform its lead.
    fn not_before(&self, shape: &Shape<'_>) -> Instant {
        match (self.now, shape.frame.lead_minutes) {
            (Some(now), Some(lead)) => now + Duration::minutes(lead),
            _ => Instant::MIN,
        }
    }

    /// The start, rounded down. A start that comes too soon is left out if the frame allows that.
    /// `None` means that the window is over.
    fn opening(&self, shape: &Shape<'_>, not_before: Instant) -> Option<Opening> {
        let start = self
            .zone
            .last_on_grid(self.window.starts_at(), shape.starts)?;
        let said = Opening {
            at: start,
            unsaid: false,
        };
        match self.now {
            Some(now) if start < not_before && self.window.ends_at() <= now => None,
            Some(now) if start < not_before && !shape.fixes_times() => Some(Opening {
                at: now,
                unsaid: true,
            }),
            _ => Some(said),
        }
    }

    fn ends(&self, shape: &Shape<'_>, opening: Opening) -> Grid {
        shape
            .ends
            .unwrap_or_else(|| self.zone.same_time_as(opening.at))
    }

    /// What stands in the way of a window that covers the asked one.
    fn refusals(
        &self,
        shape: &Shape<'_>,
        opening: Opening,
        end: Option<Instant>,
        not_before: Instant,
    ) -> Vec<FitReason> {
        let mut refusals = Vec::new();
        let mut refuse = |kind, edge, length: Duration| {
            refusals.push(shape.reason(kind, edge, Some(length.minutes_up())));
        };
        if !opening.unsaid && opening.at < not_before {
            let lead = shape
                .frame
                .lead_minutes
                .map_or(Duration::ZERO, Duration::minutes);
            refuse(FitReasonKind::Lead, Some(Edge::Start), lead);
        }
        let end = end.unwrap_or(Instant::MAX);
        let taken_before = self.neighbours.earliest_start(self.window) - opening.at;
        if taken_before > Duration::ZERO {
            refuse(
                FitReasonKind::ReachesPreviousStay,
                Some(Edge::Start),
                taken_before,
            );
        }
        let taken_after = end - self.neighbours.latest_end(self.window);
        if taken_after > Duration::ZERO {
            refuse(FitReasonKind::ReachesNextStay, Some(Edge::End), taken_after);
        }
        let length = self.length(shape, opening, end);
        if length < shape.shortest() {
            refuse(FitReasonKind::TooShort, None, shape.shortest());
        }
        if length > shape.longest() {
            refuse(FitReasonKind::TooLong, None, shape.longest());
        }
        refusals
    }

    /// What the shape changed about the asked window.
    fn changes(&self, shape: &Shape<'_>, opening: Opening, end: Instant) -> Vec<FitReason> {
        let mut changes = Vec::new();
        let earlier = self.window.starts_at() - opening.at;
        if opening.unsaid {
            changes.push(shape.reason(
                FitReasonKind::Lead,
                Some(Edge::Start),
                shape.frame.lead_minutes,
            ));
        } else if earlier > Duration::ZERO {
            let kind = if shape.paired {
                FitReasonKind::Pair
            } else {
                FitReasonKind::Step
            };
            changes.push(shape.reason(kind, Some(Edge::Start), Some(earlier.minutes_up())));
        }
        let later = end - self.window.ends_at();
        if later > Duration::ZERO {
            let kind = match (shape.paired, shape.ends) {
                (true, _) => FitReasonKind::Pair,
                (false, None) => FitReasonKind::SameTimeOfDay,
                (false, Some(_)) => FitReasonKind::Step,
            };
            changes.push(shape.reason(kind, Some(Edge::End), Some(later.minutes_up())));
        }
        changes
    }

    /// The nearest window that the shape allows, if it shares some time with the asked one.
    fn nearest(
        &self,
        shape: &Shape<'_>,
        opening: Opening,
        not_before: Instant,
    ) -> Option<(Opening, Instant)> {
        let opening = if opening.unsaid && self.neighbours.earliest_start(self.window) <= opening.at
        {
            opening
        } else {
            let floor = not_before.max(self.neighbours.earliest_start(self.window));
            let start = self
                .zone
                .last_on_grid(self.window.starts_at(), shape.starts)?;
            Opening {
                at: if floor <= start {
                    start
                } else {
                    self.zone.first_on_grid(floor, shape.starts)?
                },
                unsaid: false,
            }
        };
        let end = self
            .end_not_before_asked(shape, opening)
            .or_else(|| self.end_before_asked(shape, opening))?;
        let shares = opening.at < self.window.ends_at() && self.window.starts_at() < end;
        (shares && self.zone.is_exact_at(end)).then_some((opening, end))
    }

    /// The first allowed end that is not before the asked one.
    fn end_not_before_asked(&self, shape: &Shape<'_>, opening: Opening) -> Option<Instant> {
        let grid = self.ends(shape, opening);
        let shortest = shape.shortest() - shape.slack();
        let mut earliest = self.window.ends_at().max(opening.at + shortest);
        for _ in 0..MAX_TRIES {
            let end = self.zone.first_on_grid(earliest, grid)?;
            let length = self.length(shape, opening, end);
            if end > self.neighbours.latest_end(self.window) || length > shape.longest() {
                return None;
            }
            if end > opening.at && length >= shape.shortest() {
                return Some(end);
            }
            earliest = end + SECOND;
        }
        None
    }

    /// The last allowed end before the asked one.
    fn end_before_asked(&self, shape: &Shape<'_>, opening: Opening) -> Option<Instant> {
        let grid = self.ends(shape, opening);
        let longest = shape.longest() + shape.slack();
        let mut latest = (self.window.ends_at() - SECOND).min(opening.at + longest);
        for _ in 0..MAX_TRIES {
            let end = self.zone.last_on_grid(latest, grid)?;
            let length = self.length(shape, opening, end);
            if end <= opening.at || length < shape.shortest() {
                return None;
            }
            if length <= shape.longest() {
                return Some(end);
            }
            latest = end - SECOND;
        }
        None
    }

    /// What counts against the shortest and the longest.
    fn length(&self, shape: &Shape<'_>, opening: Opening, end: Instant) -> Duration {
        if same_time_of_day(shape.frame) {
            self.zone.wall_time_between(opening.at, end)
        } else {
            end - opening.at
        }
    }

    fn off(&self, opening: Opening, end: Instant) -> Off {
        let earlier = self.window.starts_at() - opening.at;
        let later = end - self.window.ends_at();
        // A start that is left out loses nothing of the window that is still ahead.
        let start = if opening.unsaid {
            earlier.max(Duration::ZERO)
        } else {
            earlier.abs()
        };
        (later.abs() + start, opening.unsaid)
    }
}

impl Shape<'_> {
    /// Whether a start can't be left out, since the platform counts from its time of day.
    fn fixes_times(&self) -> bool {
        self.paired || same_time_of_day(self.frame)
    }

    fn shortest(&self) -> Duration {
        self.frame
            .min_minutes
            .map_or(Duration::ZERO, Duration::minutes)
    }

    fn longest(&self) -> Duration {
        self.frame
            .max_minutes
            .map_or(Duration::MAX, Duration::minutes)
    }

    /// How far a length on the wall clock may differ from the time that passes.
    fn slack(&self) -> Duration {
        if same_time_of_day(self.frame) {
            Duration::days(1)
        } else {
            Duration::ZERO
        }
    }

    fn reason(&self, kind: FitReasonKind, edge: Option<Edge>, minutes: Option<u32>) -> FitReason {
        FitReason {
            kind,
            frame: self.at,
            edge,
            minutes,
        }
    }
}

fn fitted(opening: Opening, end: Instant) -> FittedWindow {
    FittedWindow {
        starts_at: (!opening.unsaid).then_some(opening.at),
        ends_at: end,
    }
}
