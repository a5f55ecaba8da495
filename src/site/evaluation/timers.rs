//! What may wake a site, and when.

use crate::time::Instant;

/// Everything for which an evaluation is repeated at an instant (D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// A command has no answer by its deadline (C7).
    CommandDeadline,
    /// A command may be sent now: its code is needed soon, or a pause is over (C6).
    CommandDue,
    /// A lock with a suspect clock can't be trusted from here on, or again (C8).
    ClockDoubt,
    /// A condition ends by itself, and the host's notice with it (N1).
    ConditionEnds,
    /// An order of the host no longer counts.
    OrderEnds,
    /// Automation, which the host paused, goes on.
    AutomationResumes,
    /// The window of a stay's code at a door ends.
    CodeWindowEnds,
    /// An old code of a stay becomes too short, or long enough again (T7).
    ReplacementEdge,
    /// The window of a visit's code changes (V1).
    VisitWindowChanges,
    /// A visitor is told the turnovers of the next day (V2).
    TurnoversTold,
    /// A visit's code becomes too old (V3).
    VisitCodeTooOld,
    /// A backup becomes too old, or may be replaced (B6).
    BackupPoolChanges,
    /// Arrivals come closer, and another number of backups is wanted (B1).
    BackupTargetChanges,
    /// The emergency code becomes too old (E2).
    EmergencyCodeTooOld,
    /// A PIN that came off its lock may serve others again (P7).
    PinFree,
    /// The host hears that a booking is still on hold (N4).
    HoldStands,
    /// A guest may see their code (A5).
    Reveal,
    /// Passing time alone changes a guest's way in (A).
    AccessChanges,
    /// The checks before a stay begin, or find something else (C1 to C5).
    CheckChanges,
    /// A trip is over, and its notices matter no more (E3).
    TripOver,
    /// The host has to take a code off a lock by hand (B5).
    ManualRemoval,
    /// The host hears of the entries that a keypad refused since the last notice.
    RefusedEntries,
    /// The host is asked to review who has access (V4).
    ReviewDue,
    /// An earlier evaluation of a place asked for this.
    EarlierEvaluation,
}

/// The earliest of several timers after `now`, and what it is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timers {
    now: Instant,
    earliest: Option<(Instant, Timer)>,
}

impl Timers {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            now,
            earliest: None,
        }
    }

    /// Sets a timer. A timer that is due already is passed over.
    pub(crate) fn set(&mut self, timer: Timer, at: Instant) {
        if at > self.now {
            let set = (at, timer);
            self.earliest = Some(self.earliest.map_or(set, |earlier| earlier.min(set)));
        }
    }

    /// The last instant that can matter. Nothing later need be looked for.
    pub(crate) fn horizon(self) -> Instant {
        self.earliest().unwrap_or(Instant::MAX)
    }

    /// When the earliest timer goes off.
    pub(crate) fn earliest(self) -> Option<Instant> {
        self.earliest.map(|(at, _)| at)
    }
}
