//! How a message shows its values: names in one line, times on the house's clock (N2, F64).

use super::values::NoticeValues;
use crate::Text;
use crate::id::{is_direction, shows_nothing};
use crate::time::{Day, Instant, Locale, TimeOfDay};

/// The values of a message, and how it shows times.
pub(super) struct Variables<'a> {
    pub(super) values: &'a NoticeValues,
    pub(super) locale: Locale,
}

/// What a variable stands for.
pub(super) enum Found {
    Text(String),
    /// What has to be given.
    Missing(String),
    NoVariable,
    NoDoor,
    TwoCodes,
    /// The variable has no words to compare.
    NoWords,
}

impl Variables<'_> {
    /// A time on the house's clock, or a day, as the language shows it; any other text stays as it
    /// is.
    pub(super) fn time(&self, text: Option<&Text>) -> Option<String> {
        let text = text?;
        let shown = || {
            let (day, time) = local(text).or_else(|| Some((text.parse().ok()?, None)))?;
            Some(match time {
                Some(time) => self.locale.day_and_time(day, time),
                None => self.locale.day(day),
            })
        };
        Some(shown().unwrap_or_else(|| one_line(text)))
    }

    /// From one time to another, with the day once where both are of one day.
    pub(super) fn span(&self, from: &Text, to: &Text) -> Option<String> {
        let (begins, ends) = (self.time(Some(from))?, self.time(Some(to))?);
        Some(match (local(from), local(to)) {
            (Some((day, _)), Some((last, Some(time)))) if day == last => {
                format!("{begins}–{}", self.locale.clock(time))
            }
            _ => format!("{begins} – {ends}"),
        })
    }

    /// An instant on the house's clock.
    pub(super) fn instant(&self, at: Instant) -> String {
        match self.values.time_zone {
            Some(zone) => {
                let (day, time) = (zone.day_at(at), zone.time_of_day_at(at));
                self.locale.day_and_time(day, time)
            }
            None => at.to_string(),
        }
    }
}

/// The day and the time of a text such as `2026-05-01T15:00:00+02:00`.
fn local(text: &str) -> Option<(Day, Option<TimeOfDay>)> {
    let is_local = text.len() == "2026-05-01T15:00:00+02:00".len();
    let day: Day = text.get(..10)?.parse().ok()?;
    let time = text.get(11..16)?.parse().ok()?;
    (is_local && text.parse::<Instant>().is_ok()).then_some((day, Some(time)))
}

/// A name in one line; nothing where it shows nothing.
pub(super) fn name(text: Option<&Text>) -> Option<String> {
    let seen = text.filter(|text| !shows_nothing(text));
    seen.map(|text| one_line(text))
}

/// A name that can't pretend to be a line of its own, or to run backwards (F64).
pub(super) fn one_line(text: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let letters = text.chars().filter(|letter| !is_direction(*letter));
    letters
        .map(|letter| if breaks(letter) { ' ' } else { letter })
        .collect()
}
