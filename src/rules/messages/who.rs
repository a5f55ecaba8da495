//! The person or code that a host's notice is about, in one phrase (N2).

use super::shown::{Variables, one_line};

/// The guest with listing and days, else the visitor with the listing, else the code.
///
/// As in `Ada Lovelace (Casa Flora, Sat 24 Oct, 15:00 – Tue 27 Oct, 11:00)`.
pub(super) fn who(all: &Variables<'_>) -> Option<String> {
    let values = all.values;
    let text = |text: &Option<crate::Text>| text.as_ref().map(|text| one_line(text));
    let listing = text(&values.listing_name);
    if let Some(guest) = text(&values.guest_name) {
        let from = all.time(values.check_in.as_ref());
        let days = from.zip(all.time(values.check_out.as_ref()));
        let days = days.map(|(from, to)| format!("{from} – {to}"));
        return Some(with_details(guest, [listing, days]));
    }
    if let Some(visitor) = text(&values.visitor_name) {
        return Some(with_details(visitor, [listing, None]));
    }
    text(&values.identifier)
}

fn with_details(name: String, details: [Option<String>; 2]) -> String {
    let details: Vec<String> = details.into_iter().flatten().collect();
    if details.is_empty() {
        return name;
    }
    format!("{name} ({})", details.join(", "))
}
