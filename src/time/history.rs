//! How the offsets of a zone are kept, and what is read from them.

use super::Duration;
use super::yearly_rule::{YearlyRule, year_of};

/// The offsets of one or more zones from 2020 on, as the table holds them.
#[derive(Clone, Copy, Debug)]
pub(super) struct History {
    /// In minutes east of UTC, before the first transition.
    pub(super) first_offset: i16,
    /// Where its transitions end; they begin where those of the history before end.
    pub(super) until: u16,
    /// The place of the rule that holds from the last transition on.
    pub(super) rule: Option<u8>,
}

/// A stretch of time with one offset: `[from, until)` since 1970, and how far east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Duration,
    pub(super) until: Duration,
    pub(super) offset: Duration,
}

impl YearlyRule {
    /// The stretch of time with one offset around a time since 1970.
    pub(super) fn span_at(&self, at: Duration) -> Span {
        let year = year_of(at);
        let [first, second] = self.changes(year);
        if at < first.0 {
            let [_, before] = self.changes(year.saturating_sub(1));
            Span {
                from: before.0,
                until: first.0,
                offset: before.1,
            }
        } else if at < second.0 {
            Span {
                from: first.0,
                until: second.0,
                offset: first.1,
            }
        } else {
            let [after, _] = self.changes(year.saturating_add(1));
            Span {
                from: second.0,
                until: after.0,
                offset: second.1,
            }
        }
    }
}

impl Span {
    pub(super) fn contains(self, at: Duration) -> bool {
        self.from <= at && at < self.until
    }
}
