//! The person or code that a host's notice is about, in one phrase (N2).

use super::doors::from_on;
use super::shown::{Variables, name};
use crate::model::{HolderKind, VisitPurpose};

/// A guest whose name is not known, or who has a booking no more.
const GUEST: &str = "The guest";
const FORMER_GUEST: &str = "The former guest";

/// The guest with listing and days, else the visitor, by name or purpose, with the listing and the
/// times, else the former guest whose code it is, else the code.
///
/// As in `Ada Lovelace (Casa Flora, Sat 24 Oct, 15:00 – Tue 27 Oct, 11:00)`.
pub(super) fn who(all: &Variables<'_>) -> Option<String> {
    let values = all.values;
    let listing = name(values.listing_name.as_ref());
    if values.guest_name.is_some() {
        let guest = name(values.guest_name.as_ref());
        let guest = guest.unwrap_or_else(|| GUEST.to_owned());
        let days = values.check_in.as_ref().zip(values.check_out.as_ref());
        let days = days.and_then(|(from, to)| all.span(from, to));
        return Some(with_details(guest, [listing, days]));
    }
    let visitor = name(values.visitor_name.as_ref());
    let visitor = visitor.or_else(|| Some(by_purpose(values.purpose?).to_owned()));
    if let Some(visitor) = visitor {
        return Some(with_details(visitor, [listing, visited(all)]));
    }
    // The booking of a guest's code is another guest's now, or forgotten.
    if values.holder == Some(HolderKind::Reservation) {
        return Some(with_details(FORMER_GUEST.to_owned(), [listing, None]));
    }
    name(values.identifier.as_ref())
}

/// When somebody comes who is no guest.
fn visited(all: &Variables<'_>) -> Option<String> {
    let (from, to) = (
        all.values.next_starts_at.as_ref(),
        all.values.next_ends_at.as_ref(),
    );
    match (from, to) {
        (Some(from), Some(to)) => all.span(from, to),
        (from, _) => Some(from_on(all.locale, &all.time(from)?)),
    }
}

/// Somebody who has no name here.
fn by_purpose(purpose: VisitPurpose) -> &'static str {
    match purpose {
        VisitPurpose::Visitor => "The visitor",
        VisitPurpose::Service => "The service",
        VisitPurpose::Delivery => "The delivery",
        VisitPurpose::Cleaning => "The cleaner",
        VisitPurpose::Owner => "The owner",
    }
}

/// The same in the middle of a sentence: who has no name there is no name, either.
pub(super) fn in_sentence(who: String) -> String {
    let person = who.split_once(" (").map_or(&*who, |(person, _)| person);
    let purposes = [
        VisitPurpose::Visitor,
        VisitPurpose::Service,
        VisitPurpose::Delivery,
        VisitPurpose::Cleaning,
        VisitPurpose::Owner,
    ];
    let nameless = purposes.into_iter().map(by_purpose);
    let is_nameless = nameless
        .chain([GUEST, FORMER_GUEST])
        .any(|one| one == person);
    match who.strip_prefix("The ").filter(|_| is_nameless) {
        Some(rest) => format!("the {rest}"),
        None => who,
    }
}

fn with_details(person: String, details: [Option<String>; 2]) -> String {
    let details: Vec<String> = details.into_iter().flatten().collect();
    if details.is_empty() {
        return person;
    }
    format!("{person} ({})", details.join(", "))
}
