//! The variables of templates: what each of them stands for (N2).

use serde::Serialize;
use serde_json::Value;

use super::doors;
use super::shown::{Found, Variables, name, one_line};
use super::turnovers;
use super::who::who;
use crate::error::shown;
use crate::json::near;
use crate::rules::access::explain_briefly;
use crate::rules::reasons::CodeFailure;
use crate::{ErrorCode, Text};

/// A value as a message shows it, where it is there.
type Shown = fn(&Variables<'_>) -> Option<String>;

/// The variables beside those of one door, in the order in which a hint names them.
const VARIABLES: &[(&str, Shown)] = &[
    ("allAccessCodes", |all| doors::all_access_codes(all.values)),
    ("doorsAndCodes", doors::doors_and_codes),
    ("keypadHint", |all| doors::keypad_hint(all.values)),
    ("backupDoors", |all| {
        doors::names(all.values, |door| door.is_backup == Some(true))
    }),
    ("newCodeDoors", |all| {
        doors::names(all.values, |door| door.is_new == Some(true))
    }),
    ("uncertainDoors", |all| {
        doors::names(all.values, |door| {
            door.is_uncertain == Some(true) && door.uncertain_from.is_none()
        })
    }),
    ("uncertainLater", doors::uncertain_later),
    ("pendingDoors", |all| {
        doors::names(all.values, |door| door.is_pending == Some(true))
    }),
    ("who", who),
    ("guestName", |all| name(all.values.guest_name.as_ref())),
    ("visitorName", |all| name(all.values.visitor_name.as_ref())),
    ("purpose", |all| word(all.values.purpose.as_ref())),
    ("listingName", |all| name(all.values.listing_name.as_ref())),
    ("checkIn", |all| all.time(all.values.check_in.as_ref())),
    ("checkOut", |all| all.time(all.values.check_out.as_ref())),
    ("hostContact", |all| name(all.values.host_contact.as_ref())),
    ("visitKind", |all| word(all.values.visit_kind.as_ref())),
    ("weekly", |all| all.weekly()),
    ("nextStartsAt", |all| {
        all.time(all.values.next_starts_at.as_ref())
    }),
    ("nextEndsAt", |all| {
        all.time(all.values.next_ends_at.as_ref())
    }),
    ("nextTimes", |all| {
        let from = all.values.next_starts_at.as_ref();
        all.span(from?, all.values.next_ends_at.as_ref()?)
    }),
    ("times", |all| all.times()),
    ("turnovers", turnovers::turnovers),
    ("turnoverTimes", |all| {
        turnovers::times(all, |one| one.is_off.is_none())
    }),
    ("newTurnovers", |all| {
        turnovers::times(all, |one| one.is_new == Some(true))
    }),
    ("turnoversOff", |all| {
        turnovers::times(all, |one| one.is_off == Some(true))
    }),
    ("turnoverMessageAt", |all| {
        Some(all.locale.clock(all.values.turnover_message_at?))
    }),
    ("changed", |all| words(all.values.changed.as_ref())),
    ("entryMethod", |all| {
        all.values.entry_method.as_ref().map(Text::to_string)
    }),
    ("lockName", |all| name(all.values.lock_name.as_ref())),
    ("otherLockName", |all| {
        name(all.values.other_lock_name.as_ref())
    }),
    ("happenedAt", |all| {
        all.time(all.values.happened_at.as_ref())
    }),
    ("minutes", |all| all.values.minutes.map(length)),
    ("refusedEntries", |all| figure(all.values.refused_entries)),
    ("identifier", |all| name(all.values.identifier.as_ref())),
    ("holder", |all| word(all.values.holder.as_ref())),
    ("slot", |all| figure(all.values.slot)),
    ("opensUntil", |all| {
        all.time(all.values.opens_until.as_ref())
    }),
    ("batteryPercent", |all| {
        figure(all.values.battery_percent.map(u32::from))
    }),
    ("capacity", |all| figure(all.values.capacity)),
    ("placeFreeAt", |all| {
        all.time(all.values.place_free_at.as_ref())
    }),
    ("backupsReady", |all| figure(all.values.backups_ready)),
    ("backupsTold", |all| figure(all.values.backups_told)),
    ("poolSize", |all| figure(all.values.pool_size)),
    ("otherGuestName", |all| {
        name(all.values.other_guest_name.as_ref())
    }),
    ("otherCheckIn", |all| {
        all.time(all.values.other_check_in.as_ref())
    }),
    ("otherCheckOut", |all| {
        all.time(all.values.other_check_out.as_ref())
    }),
    ("otherReservationId", |all| {
        let id = all.values.other_reservation_id.as_ref()?;
        Some(one_line(id))
    }),
    ("unknownId", |all| {
        let id = all.values.unknown_id.as_ref()?;
        Some(one_line(id))
    }),
    ("codesWithoutEnd", |all| {
        figure(all.values.codes_without_end)
    }),
    ("codesUnused", |all| figure(all.values.codes_unused)),
    ("codesUnknown", |all| figure(all.values.codes_unknown)),
    ("codesOverdue", |all| figure(all.values.codes_overdue)),
    ("neededFrom", |all| {
        all.time(all.values.needed_from.as_ref())
    }),
    ("cause", |all| word(all.values.cause.as_ref())),
    ("occasion", |all| word(all.values.occasion.as_ref())),
    ("offers", |all| words(all.values.offers.as_ref())),
    ("because", |all| {
        all.values.because.as_ref().map(CodeFailure::sentence)
    }),
    ("check", |all| word(all.values.check.as_ref())),
    ("access", |all| {
        let access = all.values.access.as_ref()?;
        Some(explain_briefly(access, |at| all.instant(at)))
    }),
    ("undelivered", |all| word(all.values.undelivered.as_ref())),
];

impl Variables<'_> {
    /// What a variable stands for.
    pub(super) fn value(&self, name: &str) -> Found {
        if let Some(door) = name.strip_prefix("accessCode:") {
            return doors::access_code(door.trim(), self.values);
        }
        let Some((_, shown)) = VARIABLES.iter().find(|(known, _)| *known == name) else {
            return Found::NoVariable;
        };
        // An empty name says no more than none.
        let found = shown(self).filter(|text| !text.is_empty());
        found.map_or_else(|| Found::Missing(wanted(name)), Found::Text)
    }

    /// An empty text where the value of a variable is, or holds, one of these words.
    pub(super) fn holds(&self, name: &str, asked: &[String]) -> Found {
        if !VARIABLES.iter().any(|(known, _)| *known == name) {
            return Found::NoVariable;
        }
        let values = self.values;
        let held: Vec<String> = match name {
            "cause" => raw(values.cause.as_ref()),
            "holder" => raw(values.holder.as_ref()),
            "occasion" => raw(values.occasion.as_ref()),
            "purpose" => raw(values.purpose.as_ref()),
            "visitKind" => raw(values.visit_kind.as_ref()),
            "check" => raw(values.check.as_ref()),
            "undelivered" => raw(values.undelivered.as_ref()),
            "because" => values.because.iter().flat_map(CodeFailure::words).collect(),
            "changed" => raw(values.changed.as_ref()),
            "offers" => raw(values.offers.as_ref()),
            _ => return Found::NoWords,
        };
        if asked.iter().any(|word| held.contains(word)) {
            Found::Text(String::new())
        } else {
            Found::Missing(wanted(name))
        }
    }

    /// The times of a week, as in `Mon, Thu 10:00–12:00; Sat 9:00–10:00`.
    fn weekly(&self) -> Option<String> {
        let spans = self.values.weekly.as_ref()?;
        let span = |span: &crate::model::WeeklySpan| {
            let days = span.days.iter();
            let days: Vec<&str> = days
                .map(|day| self.locale.weekday(day.days_from_monday()))
                .collect();
            let (from, to) = (self.locale.clock(span.from), self.locale.clock(span.to));
            format!("{} {from}–{to}", days.join(", "))
        };
        let spans: Vec<String> = spans.iter().map(span).collect();
        Some(spans.join("; "))
    }

    /// When a visitor's code opens.
    fn times(&self) -> Option<String> {
        if let Some(times) = &self.values.times {
            return Some(times.to_string());
        }
        let (from, to) = (&self.values.next_starts_at, &self.values.next_ends_at);
        let next = match (from, to) {
            (Some(from), Some(to)) => self.span(from, to),
            (from, None) => self.time(from.as_ref()).map(|from| format!("{from} –")),
            (None, to) => self.time(to.as_ref()).map(|to| format!("– {to}")),
        };
        let both = [self.weekly(), next];
        let said: Vec<String> = both.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

impl Found {
    pub(super) fn refusal(
        self,
        name: &str,
        variables: &Variables<'_>,
    ) -> (ErrorCode, &'static str, String) {
        match self {
            // A text is none, but nothing else is to be said of it.
            Self::Text(what) | Self::Missing(what) => (
                ErrorCode::MissingValue,
                "has no value",
                format!(
                    "give {what}, or put a ? before the name to leave out its line where it is missing"
                ),
            ),
            Self::NoVariable => {
                let names = VARIABLES.iter().map(|(name, _)| *name);
                let known: Vec<&str> = names.chain(["accessCode:Door name"]).collect();
                let hint = near(name, &known);
                let hint = hint.unwrap_or_else(|| format!("one of {}", known.join(", ")));
                (ErrorCode::UnknownVariable, "is no variable", hint)
            }
            Self::NoDoor => {
                let doors = doors::of(variables.values).iter();
                let names: Vec<String> = doors.map(|door| shown(&door.name)).collect();
                let known = if names.is_empty() {
                    "there is no door among the values".to_owned()
                } else {
                    format!("the doors are: {}", names.join(", "))
                };
                (ErrorCode::UnknownDoor, "is no door here", known)
            }
            Self::TwoCodes => (
                ErrorCode::InvalidValue,
                "is the name of doors with different codes",
                "give each door its own name, or use {allAccessCodes}".to_owned(),
            ),
            Self::NoWords => (
                ErrorCode::InvalidValue,
                "can't be compared with words",
                "compare cause, because, holder, occasion, purpose, visitKind, check, changed, offers \
                 or undelivered"
                    .to_owned(),
            ),
        }
    }
}

/// What has to be given for a variable.
fn wanted(name: &str) -> String {
    match name {
        "allAccessCodes" | "doorsAndCodes" | "keypadHint" | "backupDoors" | "newCodeDoors"
        | "uncertainDoors" | "uncertainLater" | "pendingDoors" => "values.doors".to_owned(),
        "turnovers" | "turnoverTimes" | "newTurnovers" | "turnoversOff" => {
            "values.turnovers".to_owned()
        }
        "who" => {
            "values.guestName, values.visitorName, values.purpose or values.identifier".to_owned()
        }
        "nextTimes" => "values.nextStartsAt and values.nextEndsAt".to_owned(),
        _ => format!("values.{name}"),
    }
}

/// A length of time as people say it.
fn length(minutes: u32) -> String {
    match minutes {
        0..120 => format!("{minutes} min"),
        120..2_880 => format!("{} h", minutes.saturating_add(30) / 60),
        _ => format!("{} days", minutes.saturating_add(720) / 1_440),
    }
}

fn figure(figure: Option<u32>) -> Option<String> {
    figure.map(|figure| figure.to_string())
}

/// The words of JSON that stand for a value, or for each value of a list.
fn raw(value: Option<&impl Serialize>) -> Vec<String> {
    let text = |value: Value| match value {
        Value::String(word) => Some(word),
        _ => None,
    };
    match value.and_then(|value| serde_json::to_value(value).ok()) {
        Some(Value::Array(all)) => all.into_iter().filter_map(text).collect(),
        Some(one) => text(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// A word of JSON without its underscores.
fn word(value: Option<&impl Serialize>) -> Option<String> {
    let word = raw(value).into_iter().next()?;
    Some(word.replace('_', " "))
}

fn words<T: Serialize>(values: Option<&Vec<T>>) -> Option<String> {
    let words = raw(values);
    (!words.is_empty()).then(|| words.join(", ").replace('_', " "))
}
