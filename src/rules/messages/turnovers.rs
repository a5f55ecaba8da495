//! What a message to a visitor says of turnovers (V2).

use super::doors;
use super::shown::{Variables, one_line};
use super::values::TurnoverAccess;

/// Each turnover with its listing, its times, its doors and their codes.
pub(super) fn turnovers(all: &Variables<'_>) -> Option<String> {
    let block = |turnover: &TurnoverAccess| {
        let doors = doors::lines(all, turnover.doors.as_deref().unwrap_or_default())?;
        let lines = doors.lines().map(|line| format!("\n  {line}"));
        Some(format!(
            "{}{}",
            named(all, turnover),
            lines.collect::<String>()
        ))
    };
    let blocks: Vec<String> = of(all, |one| one.is_off.is_none())
        .filter_map(block)
        .collect();
    (!blocks.is_empty()).then(|| blocks.join("\n"))
}

/// Turnovers with their listings and times, in one line.
pub(super) fn times(all: &Variables<'_>, is_meant: fn(&TurnoverAccess) -> bool) -> Option<String> {
    let times: Vec<String> = of(all, is_meant).map(|one| named(all, one)).collect();
    (!times.is_empty()).then(|| times.join("; "))
}

fn of<'a>(
    all: &'a Variables<'_>,
    is_meant: fn(&TurnoverAccess) -> bool,
) -> impl Iterator<Item = &'a TurnoverAccess> {
    let turnovers = all.values.turnovers.iter().flatten();
    turnovers.filter(move |one| is_meant(one))
}

fn named(all: &Variables<'_>, turnover: &TurnoverAccess) -> String {
    let (from, to) = (&turnover.starts_at, turnover.ends_at.as_ref());
    let times = to.and_then(|to| all.span(from, to)).unwrap_or_else(|| {
        let from = all.time(Some(from)).unwrap_or_default();
        doors::from_on(all.locale, &from)
    });
    format!("{}: {times}", one_line(&turnover.listing_name))
}
