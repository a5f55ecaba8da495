//! A site without its PINs, for browsers and for support (P9).

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{CodeRequest, CodeRules, Key, Pin, PinSource, make};
use crate::model::abilities;
use crate::site::state::{Site, State, ToldDoor};
use crate::{Error, Id, Text};

/// The same site with a placeholder for each PIN, so that whoever has it learns no PIN and a
/// forecast of it decides the same. Equal PINs have equal placeholders of the same length. Codes
/// that the host chose and the digits of phones are left out, and the digits in entry instructions
/// are hidden. Two sites that differ in nothing else give equal bytes.
///
/// It is for showing and for forecasts. Do not step it with facts of real locks: their PINs are
/// none of its own. Names, labels and the ids of platforms stay as they are.
///
/// # Errors
/// Those of a stored site.
///
/// ```
/// use latchstring::site::{create_site, without_pins, OpenSite};
/// let site = create_site(latchstring::decode(r#"{ "id": "casa", "locks": [{ "id": "door", "name": "Front door" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
///                    "checkOut": "11:00", "locks": ["door"] }] }"#)?)?;
/// let mut open = OpenSite::open(site, "thirty-two bytes that nobody knows".parse()?)?;
/// open.advance(&[], "2026-04-01T12:00:00Z".parse()?)?;
/// let shown = without_pins(open.to_site())?;
/// assert!(shown.access_codes.iter().all(|code| code.pin.is_none_or(|pin| pin.is_placeholder())));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn without_pins(site: Site) -> Result<Site, Error> {
    let mut site = State::load(site).map_err(|error| error.at("site"))?.store();
    let mut found = Found::default();
    each_pin(&mut site, &mut |lock_id, pin| found.note(*pin, lock_id));
    let placeholders = found.placeholders(&site);
    each_pin(&mut site, &mut |_, pin| {
        if let Some(placeholder) = placeholders.get(pin) {
            *pin = *placeholder;
        }
    });
    for booking in &mut site.reservations {
        booking.preferred_code = None;
        booking.guest.phone_last_digits = None;
    }
    for listing in &mut site.listings {
        if let Some(entry) = &mut listing.entry_method {
            entry.instructions = without_digits(&entry.instructions);
        }
    }
    Ok(site)
}

fn without_digits(text: &Text) -> Text {
    let hidden = |letter: char| if letter.is_numeric() { '•' } else { letter };
    Text::made(&text.chars().map(hidden).collect::<String>())
}

/// Every PIN of a site with its lock, in an order that no PIN decides.
fn each_pin(site: &mut Site, visit: &mut dyn FnMut(&Id, &mut Pin)) {
    for code in &mut site.access_codes {
        if let Some(pin) = &mut code.pin {
            visit(&code.lock_id, pin);
        }
    }
    let sent = site.locks.iter_mut();
    let sent = sent.flat_map(|row| row.unconfirmed_commands.iter_mut().flatten());
    let sent = sent.map(|sent| &mut sent.command);
    for command in site.commands.iter_mut().chain(sent) {
        if let Some(pin) = &mut command.pin {
            visit(&command.lock_id, pin);
        }
    }
    let of_trips = site.trips.iter_mut();
    let of_trips = of_trips.flat_map(|trip| trip.told_access.iter_mut());
    let of_trips = of_trips.flat_map(|told| told.doors.iter_mut());
    let of_visits = site.visits.iter_mut();
    let of_visits = of_visits.flat_map(|row| row.told_doors.iter_mut().flatten());
    for ToldDoor { lock_id, pin, .. } in of_trips.chain(of_visits) {
        visit(lock_id, pin);
    }
}

/// The PINs of a site, in the order in which they were found, each with its locks.
#[derive(Default)]
struct Found {
    order: Vec<Pin>,
    locks: BTreeMap<Pin, BTreeSet<Id>>,
}

impl Found {
    fn note(&mut self, pin: Pin, lock_id: &Id) {
        let order = &mut self.order;
        let locks = self.locks.entry(pin).or_insert_with(|| {
            order.push(pin);
            BTreeSet::new()
        });
        locks.insert(lock_id.clone());
    }

    /// A placeholder for each PIN. Where it can, it keeps the rules of the locks.
    fn placeholders(&self, site: &Site) -> BTreeMap<Pin, Pin> {
        let rows = site.locks.iter();
        let rules: BTreeMap<&Id, CodeRules> = rows
            .filter_map(|row| Some((&row.lock.id, abilities(&row.lock).ok()?.rules)))
            .collect();
        let mut given = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let mut at_lock = BTreeMap::<&Id, Vec<Pin>>::new();
        let mut counts = BTreeMap::new();
        for (number, pin) in (0_u32..).zip(&self.order) {
            let locks = self.locks.get(pin).into_iter().flatten();
            let locks: Vec<&Id> = locks.collect();
            let length = pin.digits().len();
            let kept = locks.iter().filter_map(|id| rules.get(id).cloned());
            let kept: Vec<CodeRules> = kept.collect();
            let others = locks.iter().filter_map(|id| at_lock.get(id)).flatten();
            let others: Vec<Pin> = others.copied().collect();
            let made = by_rules(length, number, &kept, &others);
            let placeholder = made
                .filter(|made| !taken.contains(made))
                .or_else(|| counted(length, counts.entry(length).or_default(), &taken))
                .unwrap_or(pin.as_placeholder());
            taken.insert(placeholder);
            for id in locks {
                at_lock.entry(id).or_default().push(placeholder);
            }
            given.insert(*pin, placeholder);
        }
        given
    }
}

/// A placeholder of a length that keeps the rules of its locks.
fn by_rules(length: usize, number: u32, rules: &[CodeRules], others: &[Pin]) -> Option<Pin> {
    let made = make(CodeRequest {
        length: u8::try_from(length).ok()?,
        rules,
        in_use: others,
        retired: &[],
        preferred: &[],
        typo_aware: false,
        source: PinSource::Derived {
            key: &Key::placeholder(),
            site: "",
            holder: "without pins",
            lock: "",
            generation: number,
        },
    });
    let made = made.ok()?.code;
    (made.digits().len() == length).then_some(made)
}

/// The next placeholder of a length that nobody has.
fn counted(length: usize, count: &mut u64, taken: &BTreeSet<Pin>) -> Option<Pin> {
    // There are no more PINs of a length than it has numbers.
    while let Ok(pin) = format!("~{count:0length$}").parse::<Pin>() {
        *count = count.checked_add(1)?;
        if pin.digits().len() != length {
            return None;
        }
        if !taken.contains(&pin) {
            return Some(pin);
        }
    }
    None
}
