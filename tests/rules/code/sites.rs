//! Derivations share no message (P3, F60): that of each can be read back, and sites under one key
//! share no stream.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use latchstring::code::{CodeRequest, Key, Pin, PinSource, generate};
use proptest::prelude::*;
use sha2::Sha256;

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Derivation {
    site: String,
    holder: String,
    lock: String,
    generation: u32,
}

/// The message as `PinSource::Derived` documents it, put together apart from the crate.
fn message(of: &Derivation, attempt: u32) -> String {
    let (generation, attempt) = (of.generation.to_string(), attempt.to_string());
    [
        "latchstring code 1",
        &of.site,
        &of.holder,
        &of.lock,
        &generation,
        &attempt,
    ]
    .join("\n")
}

/// What a message says: where each can be read in one way only, no two derivations share one.
fn read(message: &str) -> Option<(Derivation, u32)> {
    let lines: Vec<&str> = message.split('\n').collect();
    let [_, site, holder, lock, generation, attempt] = lines[..] else {
        return None;
    };
    let derivation = Derivation {
        site: site.to_owned(),
        holder: holder.to_owned(),
        lock: lock.to_owned(),
        generation: generation.parse().ok()?,
    };
    Some((derivation, attempt.parse().ok()?))
}

/// The first candidates of a derivation, ten digits each, by HMAC over the documented message.
fn by_message(of: &Derivation, count: usize) -> Vec<String> {
    let mut digits = String::new();
    for attempt in 0.. {
        let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        mac.update(message(of, attempt).as_bytes());
        for byte in mac.finalize().into_bytes() {
            for half in [byte >> 4, byte & 15].into_iter().filter(|&half| half < 10) {
                digits.push(char::from(b'0' + half));
            }
        }
        if digits.len() >= count * 10 {
            break;
        }
    }
    (0..count)
        .map(|at| digits[at * 10..at * 10 + 10].to_owned())
        .collect()
}

/// The first candidates of a derivation, as the crate draws them: each that was given is in use for
/// the next.
fn stream(of: &Derivation, count: usize) -> Vec<String> {
    let key: Key = KEY.parse().unwrap();
    let rules = [latchstring::decode(r#"{ "weakPins": "allow" }"#).unwrap()];
    let mut in_use: Vec<Pin> = Vec::new();
    while in_use.len() < count {
        let made = generate(CodeRequest {
            length: 10,
            rules: &rules,
            in_use: &in_use,
            retired: &[],
            preferred: &[],
            typo_aware: true,
            source: PinSource::Derived {
                key: &key,
                site: &of.site,
                holder: &of.holder,
                lock: &of.lock,
                generation: of.generation,
            },
        });
        in_use.push(made.unwrap().code);
    }
    in_use.iter().map(Pin::reveal).collect()
}

/// Texts that are easily mistaken for each other: few letters, digits, spaces, and what else may
/// separate fields.
fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[ab01 /|:,\\\\]{0,4}", "[^\\p{Cc}]{0,12}"]
}

fn derivation() -> impl Strategy<Value = Derivation> {
    let generation = prop_oneof![0..12_u32, any::<u32>()];
    (id(), id(), id(), generation).prop_map(|(site, holder, lock, generation)| Derivation {
        site,
        holder,
        lock,
        generation,
    })
}

/// All ways of splitting one text into site, holder, lock and, where its end is a number, a
/// generation.
fn splits(text: &str) -> Vec<Derivation> {
    let places: Vec<usize> = (0..=text.len())
        .filter(|&at| text.is_char_boundary(at))
        .collect();
    let mut all = Vec::new();
    for (at, &first) in places.iter().enumerate() {
        for (next, &second) in places.iter().enumerate().skip(at) {
            for &third in &places[next..] {
                let number = &text[third..];
                let generation = if number.is_empty() {
                    Some(0)
                } else {
                    number.parse().ok()
                };
                let is_plain = number.is_empty() || !number.starts_with(['0', '+']);
                all.extend(
                    generation
                        .filter(|_| is_plain)
                        .map(|generation| Derivation {
                            site: text[..first].to_owned(),
                            holder: text[first..second].to_owned(),
                            lock: text[second..third].to_owned(),
                            generation,
                        }),
                );
            }
        }
    }
    all
}

/// Fails where two of these derivations have the same first three candidates: thirty digits are the
/// same by no chance.
fn assert_apart(derivations: impl IntoIterator<Item = Derivation>) -> Result<(), TestCaseError> {
    let mut seen: BTreeMap<Vec<String>, Derivation> = BTreeMap::new();
    for one in derivations {
        if let Some(other) = seen.insert(stream(&one, 3), one.clone()) {
            prop_assert_eq!(other, one, "two derivations, one stream");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn p3_f60_every_message_is_the_documented_one_and_has_one_reading(of in derivation(), attempt in any::<u32>()) {
        prop_assert_eq!(read(&message(&of, attempt)), Some((of.clone(), attempt)));
        // Seven candidates take more than one attempt.
        prop_assert_eq!(stream(&of, 7), by_message(&of, 7));
    }

    #[test]
    fn p3_f60_one_text_split_in_different_places_is_never_one_derivation(text in "[ab1 漢]{0,4}[1-9]{0,2}") {
        assert_apart(splits(&text))?;
    }

    #[test]
    fn p3_f60_sites_that_share_all_but_their_ids_share_no_stream(
        of in prop::collection::btree_set(derivation(), 1..6),
        sites in prop::collection::btree_set(id(), 2..5),
    ) {
        let at = |site: &String| {
            let site = site.clone();
            of.iter().map(move |one| Derivation { site: site.clone(), ..one.clone() })
        };
        let mut all: Vec<Derivation> = sites.iter().flat_map(at).collect();
        all.sort();
        all.dedup();
        assert_apart(all)?;
    }
}

#[test]
fn p3_f60_the_site_is_part_of_what_is_derived() {
    let of = |site: &str, holder: &str, lock: &str| {
        let of = Derivation {
            site: site.to_owned(),
            holder: holder.to_owned(),
            lock: lock.to_owned(),
            generation: 0,
        };
        stream(&of, 3)
    };
    assert_ne!(of("casa flora", "1", ""), of("villa rosa", "1", ""));
    assert_ne!(of("", "1", ""), of("villa rosa", "1", ""));
    assert_ne!(of("a", "bc", ""), of("ab", "c", ""));
    assert_ne!(of("", "abc", ""), of("a", "bc", ""));
    assert_ne!(of("a", "", ""), of("", "a", ""));
    assert_ne!(of("", "a", ""), of("", "", "a"));
}

/// One four-digit PIN in 9,116 is the same by chance: of 20,000 pairs some two, twelve in three of
/// a million trials.
#[test]
fn p3_f60_short_pins_of_two_sites_are_the_same_by_chance_only() {
    let key: Key = KEY.parse().unwrap();
    let pin = |site: &str, number: u32| {
        let made = generate(CodeRequest {
            length: 4,
            rules: &[],
            in_use: &[],
            retired: &[],
            preferred: &[],
            typo_aware: true,
            source: PinSource::Derived {
                key: &key,
                site,
                holder: &format!("stay {number}"),
                lock: "",
                generation: 0,
            },
        });
        made.unwrap().code
    };
    let same = (0..20_000).filter(|&number| pin("casa flora", number) == pin("villa rosa", number));
    let same = same.count();
    assert!(same < 12, "{same} of 20,000");
}
