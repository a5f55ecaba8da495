//! What a zone's clocks do every year, once its listed transitions are over.

use super::{Day, Duration};

/// Two changes a year, as in `CET-1CEST,M3.5.0,M10.5.0/3`. Offsets and times are in minutes.
#[derive(Clone, Copy, Debug)]
pub(super) struct YearlyRule {
    /// East of UTC, from `to_standard` on.
    pub(super) standard: i16,
    /// East of UTC, from `to_summer` on.
    pub(super) summer: i16,
    pub(super) to_summer: Change,
    pub(super) to_standard: Change,
}

/// A day such as "the last Sunday in March" and a time on it, on the clock that is then about to
/// change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// 1 to 12.
    pub(super) month: u8,
    /// 1 to 4, and 5 for the last such weekday of the month.
    pub(super) week: u8,
    /// 0 is Sunday.
    pub(super) weekday: u8,
    /// Since midnight; may be negative or go beyond the day.
    pub(super) minutes: i16,
}

impl YearlyRule {
    /// The changes of a year in their order: when each is, since 1970, and the offset from then on.
    pub(super) fn changes(&self, year: i32) -> [(Duration, Duration); 2] {
        let (standard, summer) = (
            Duration::offset(self.standard),
            Duration::offset(self.summer),
        );
        let to_summer = (self.to_summer.at(year, standard), summer);
        let to_standard = (self.to_standard.at(year, summer), standard);
        if to_summer.0 <= to_standard.0 {
            [to_summer, to_standard]
        } else {
            [to_standard, to_summer]
        }
    }
}

impl Change {
    /// When it is in a year, since 1970.
    fn at(self, year: i32, offset_before: Duration) -> Duration {
        let day = Day::weekday_of_month(year, self.month, self.weekday, self.week);
        day.map_or(Duration::ZERO, Day::midnight) + Duration::offset(self.minutes) - offset_before
    }
}

/// The year of a time since 1970, in UTC.
pub(super) fn year_of(at: Duration) -> i32 {
    Day::at(at).year()
}
