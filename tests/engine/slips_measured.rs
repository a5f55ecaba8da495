//! How often a slip is told from whose code it was (A8, P10): measured, with a line in
//! `docs/measurements.md`.

use serde_json::{Value, json};

use crate::denied::denied;
use crate::house::House;
use crate::support::builders::{APRIL, MAY, STAY, booked, listing, lock};
use crate::support::seeded::Seeded;

/// A street door with so many guests, whose PINs have so many digits.
fn street(guests: usize, digits: u8, key: u64) -> (House, Vec<(String, String)>) {
    let names: Vec<String> = (0..guests).map(|at| format!("g{key}-{at}")).collect();
    let flats: Vec<Value> = names
        .iter()
        .map(|name| listing(name, &json!(["door"])))
        .collect();
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))], "listings": flats, "policy": { "codes": { "length": digits } },
    }));
    let early = json!({ "bookedAt": "2026-03-01T00:00:00Z" });
    let stays: Vec<Value> = names
        .iter()
        .map(|name| booked(name, name, MAY, &early))
        .collect();
    house.settle(&stays, APRIL);
    house.settle(&[], STAY);
    let pins = names
        .iter()
        .map(|name| (name.clone(), house.pin(name, "door")));
    let pins = pins.collect();
    (house, pins)
}

/// What somebody types who means a PIN and makes one slip.
fn slip(pin: &str, seeded: &mut Seeded) -> String {
    let mut keys: Vec<char> = pin.chars().collect();
    let mut pick = |of: usize| usize::try_from(seeded.below(of as u64)).unwrap();
    let at = pick(keys.len());
    match pick(4) {
        0 => {
            keys[at] = char::from_digit(
                (keys[at].to_digit(10).unwrap() + 1 + pick(9) as u32) % 10,
                10,
            )
            .unwrap()
        }
        1 => drop(keys.remove(at)),
        2 => keys.insert(at, keys[at]),
        _ => keys.swap(at.max(1) - 1, at.max(1)),
    }
    keys.into_iter().collect()
}

#[test]
fn a8_p10_a_slip_is_nearly_always_told_from_its_guest() {
    let mut seeded = Seeded::new();
    for (digits, guests, least) in [(4, 3, 97.0), (4, 20, 85.0), (6, 3, 99.9), (6, 20, 99.0)] {
        let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
        for key in 0..4 {
            let (mut house, pins) = street(guests, digits, seeded.below(1_000_000) + key);
            for _ in 0..1_000 {
                let (guest, pin) = &pins[usize::try_from(seeded.below(guests as u64)).unwrap()];
                let typed = slip(pin, &mut seeded);
                if typed == *pin {
                    continue;
                }
                let found = house.diagnose(&denied(&typed, STAY));
                let is_right = found["kind"] == "slip" && found["code"]["reservationId"] == **guest;
                match (is_right, found["kind"] == "unknown") {
                    (true, _) => right += 1,
                    (_, true) => missed += 1,
                    _ => wrong += 1,
                }
            }
        }
        let percent = f64::from(right) * 100.0 / f64::from(right + wrong + missed);
        println!(
            "{digits} digits, {guests} guests: {percent:.2} % right, {wrong} of another, {missed} of nobody"
        );
        assert_eq!(missed, 0, "every slip is one of somebody's");
        assert!(
            percent >= least,
            "{percent} % of {digits} digits and {guests} guests"
        );
    }
}
