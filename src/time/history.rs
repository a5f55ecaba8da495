//! How the offsets of a zone are kept, and what is read from them.

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

/// A stretch of time with one offset: `[from, until)` in Unix seconds, and seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) offset: i64,
}

impl YearlyRule {
    /// The stretch of time with one offset around an instant.
    pub(super) fn span_at(&self, unix_seconds: i64) -> Span {
        let year = year_of(unix_seconds);
        let [first, second] = self.changes(year);
        if unix_seconds < first.0 {
            let [_, before] = self.changes(year.saturating_sub(1));
            Span {
                from: before.0,
                until: first.0,
                offset: seconds(before.1),
            }
        } else if unix_seconds < second.0 {
            Span {
                from: first.0,
                until: second.0,
                offset: seconds(first.1),
            }
        } else {
            let [after, _] = self.changes(year.saturating_add(1));
            Span {
                from: second.0,
                until: after.0,
                offset: seconds(second.1),
            }
        }
    }
}

pub(super) fn seconds(minutes: i16) -> i64 {
    i64::from(minutes).saturating_mul(60)
}
