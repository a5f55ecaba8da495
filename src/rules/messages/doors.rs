//! What a message says of doors and their codes (N2).

use super::shown::{Found, Variables, one_line};
use super::values::{DoorAccess, NoticeValues};
use crate::time::Locale;

pub(super) fn of(values: &NoticeValues) -> &[DoorAccess] {
    values.doors.as_deref().unwrap_or_default()
}

/// One line for each door: its name and its code.
pub(super) fn all_access_codes(values: &NoticeValues) -> Option<String> {
    let lines: Option<Vec<String>> = of(values).iter().map(code_line).collect();
    lines
        .filter(|lines| !lines.is_empty())
        .map(|lines| lines.join("\n"))
}

/// The doors with their codes and all that is to be known of typing them. What all doors say alike
/// comes once, at the end.
pub(super) fn doors_and_codes(all: &Variables<'_>) -> Option<String> {
    lines(all, of(all.values))
}

/// The same, of some doors.
pub(super) fn lines(all: &Variables<'_>, doors: &[DoorAccess]) -> Option<String> {
    let shared = shared_hint(doors);
    let mut lines = Vec::with_capacity(doors.len());
    for door in doors {
        lines.push(code_line(door)?);
        let hint = door.keypad_hint.as_ref().filter(|_| shared.is_none());
        lines.extend(hint.map(|hint| format!("  {}", one_line(hint))));
        let use_by = all.time(door.use_by.as_ref());
        lines.extend(use_by.map(|by| format!("  {}", use_first(all.locale, &by))));
    }
    lines.extend(shared);
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn code_line(door: &DoorAccess) -> Option<String> {
    let code = door.code?.reveal();
    let name = one_line(&door.name);
    Some(match &door.listing_name {
        Some(listing) => format!("{name} ({}): {code}", one_line(listing)),
        None => format!("{name}: {code}"),
    })
}

/// The code of the door with this name.
pub(super) fn access_code(name: &str, values: &NoticeValues) -> Found {
    let doors = of(values).iter().enumerate();
    let mut named = doors.filter(|(_, door)| one_line(&door.name).trim() == name);
    let Some((at, first)) = named.next() else {
        return Found::NoDoor;
    };
    if named.any(|(_, door)| door.code != first.code) {
        return Found::TwoCodes;
    }
    first.code.map_or_else(
        || Found::Missing(format!("values.doors[{at}].code")),
        |code| Found::Text(code.reveal()),
    )
}

/// How to type a code: once where all doors say the same, else one line for each door that says
/// something.
pub(super) fn keypad_hint(values: &NoticeValues) -> Option<String> {
    let doors = of(values);
    shared_hint(doors).or_else(|| {
        let line = |door: &DoorAccess| {
            let hint = door.keypad_hint.as_ref()?;
            Some(format!("{}: {}", one_line(&door.name), one_line(hint)))
        };
        let lines: Vec<String> = doors.iter().filter_map(line).collect();
        Some(lines.join("\n"))
    })
}

/// How to type a code, where all doors say the same.
fn shared_hint(doors: &[DoorAccess]) -> Option<String> {
    let first = doors.first()?.keypad_hint.as_ref()?;
    let is_same = |door: &DoorAccess| door.keypad_hint.as_ref() == Some(first);
    doors.iter().all(is_same).then(|| one_line(first))
}

/// The names of some doors.
pub(super) fn names(values: &NoticeValues, is_meant: fn(&DoorAccess) -> bool) -> Option<String> {
    let meant = of(values).iter().filter(|door| is_meant(door));
    let names: Vec<String> = meant.map(|door| one_line(&door.name)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The doors whose codes may not open from a time on, each with that time.
pub(super) fn uncertain_later(all: &Variables<'_>) -> Option<String> {
    let doors = of(all.values).iter().filter_map(|door| {
        let from = all.time(door.uncertain_from.as_ref())?;
        Some(format!(
            "{} ({})",
            one_line(&door.name),
            from_on(all.locale, &from)
        ))
    });
    let doors: Vec<String> = doors.collect();
    (!doors.is_empty()).then(|| doors.join(", "))
}

/// From a time on, with no end.
pub(super) fn from_on(locale: Locale, from: &str) -> String {
    match locale {
        Locale::En | Locale::EnUs => format!("from {from} on"),
        Locale::De => format!("ab {from}"),
        Locale::Fr => format!("à partir de {from}"),
        Locale::Es | Locale::Pt => format!("a partir de {from}"),
        Locale::It => format!("da {from} in poi"),
        Locale::Nl => format!("vanaf {from}"),
        Locale::Tr => format!("{from} ve sonrası"),
        Locale::Ru => format!("с {from}"),
    }
}

/// That a code has to be used for the first time by then (O1).
fn use_first(locale: Locale, by: &str) -> String {
    match locale {
        Locale::En | Locale::EnUs => format!("Use it for the first time before {by}."),
        Locale::De => format!("Bitte vor {by} zum ersten Mal benutzen."),
        Locale::Fr => format!("À utiliser une première fois avant {by}."),
        Locale::Es => format!("Úselo por primera vez antes de {by}."),
        Locale::It => format!("Da usare la prima volta prima di {by}."),
        Locale::Pt => format!("Use-o pela primeira vez antes de {by}."),
        Locale::Nl => format!("Gebruik hem voor het eerst vóór {by}."),
        Locale::Tr => format!("İlk kez şu zamandan önce kullanın: {by}."),
        Locale::Ru => format!("Впервые введите его до: {by}."),
    }
}
