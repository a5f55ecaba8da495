//! What a zone's clocks do every year, once its listed transitions are over.

const DAY: i64 = 86_400;

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
    /// The changes of a year in their order: Unix seconds, and the offset in minutes from then on.
    pub(super) fn changes(&self, year: i64) -> [(i64, i16); 2] {
        let summer = (self.to_summer.unix_seconds(year, self.standard), self.summer);
        let standard = (self.to_standard.unix_seconds(year, self.summer), self.standard);
        if summer.0 <= standard.0 {
            [summer, standard]
        } else {
            [standard, summer]
        }
    }
}

impl Change {
    fn unix_seconds(self, year: i64, offset_before: i16) -> i64 {
        let minutes = i64::from(self.minutes).saturating_sub(i64::from(offset_before));
        self.day(year)
            .saturating_mul(DAY)
            .saturating_add(minutes.saturating_mul(60))
    }

    /// Days since 1970-01-01, which was a Thursday.
    fn day(self, year: i64) -> i64 {
        let month = i64::from(self.month);
        // The last such weekday of a month is the one before the first of the next.
        let (month, weeks) = match self.week {
            5 => (month.saturating_add(1), -1),
            week => (month, i64::from(week).saturating_sub(1)),
        };
        let first = first_day(year, month);
        let to_weekday = i64::from(self.weekday)
            .saturating_sub(first.saturating_add(4))
            .rem_euclid(7);
        first
            .saturating_add(to_weekday)
            .saturating_add(weeks.saturating_mul(7))
    }
}

/// The first day of a month in days since 1970-01-01; the months of a year go on after 12.
fn first_day(year: i64, month: i64) -> i64 {
    // Years that begin in March have their leap day at their end.
    let (year, month) = if month < 3 {
        (year.saturating_sub(1), month.saturating_add(12))
    } else {
        (year, month)
    };
    let leap_days = year
        .div_euclid(4)
        .saturating_sub(year.div_euclid(100))
        .saturating_add(year.div_euclid(400));
    let in_year = month.saturating_mul(153).saturating_sub(457).div_euclid(5);
    year.saturating_mul(365)
        .saturating_add(leap_days)
        .saturating_add(in_year)
        .saturating_sub(719_468)
}

/// The year of an instant in UTC.
pub(super) fn year_of(unix_seconds: i64) -> i64 {
    let days = unix_seconds.div_euclid(DAY);
    // At most a year off, since 400 years have 146,097 days.
    let about = days.saturating_mul(400).div_euclid(146_097).saturating_add(1970);
    let later = about.saturating_add(1);
    if first_day(later, 1) <= days {
        later
    } else if first_day(about, 1) <= days {
        about
    } else {
        about.saturating_sub(1)
    }
}
