//! PINs that are derived from a key (P3), against numbers that Python's hmac gave (`derive.py`).

use std::collections::BTreeMap;

use latchstring::code::{CodeRequest, CodeRules, CodeSource, Key, Pin, PinSource, generate};
use serde::Deserialize;

use super::oracle::{World, is_free};

#[derive(Deserialize)]
struct Vector {
    key: String,
    site: String,
    holder: String,
    lock: String,
    generation: u32,
    keypad: String,
    digits: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vectors {
    streams: Vec<Vector>,
    nearly_full: BTreeMap<String, String>,
}

fn published() -> Vectors {
    serde_json::from_str(include_str!("../../golden/code-vectors.json")).unwrap()
}

fn vectors() -> Vec<Vector> {
    published().streams
}

fn derive(vector: &Vector, length: u8, rules: &[CodeRules], in_use: &[Pin]) -> String {
    let made = generate(CodeRequest {
        length,
        rules,
        in_use,
        retired: &[],
        preferred: &[],
        // Without live PINs the rule changes nothing. With them it has its own tests (P10).
        typo_aware: in_use.is_empty(),
        source: PinSource::Derived {
            key: &vector.key.parse().unwrap(),
            site: &vector.site,
            holder: &vector.holder,
            lock: &vector.lock,
            generation: vector.generation,
        },
    })
    .unwrap();
    assert_eq!(made.source, CodeSource::Derived);
    made.code.reveal()
}

#[test]
fn p3_test_vectors() {
    for vector in vectors() {
        for length in 4..=10 {
            let lock = |weak: &str| -> CodeRules {
                latchstring::decode(&format!(
                    r#"{{"digits":"{}","weakPins":"{weak}"}}"#,
                    vector.keypad
                ))
                .unwrap()
            };
            let any = derive(&vector, length, &[lock("allow")], &[]);
            assert_eq!(
                any,
                vector.digits[..usize::from(length)],
                "the first digits"
            );
            let world = World {
                locks: vec![lock("refuse")],
                ..World::default()
            };
            let chunks = vector.digits.as_bytes().chunks_exact(length.into());
            let mut candidates = chunks.map(|chunk| str::from_utf8(chunk).unwrap());
            let first = candidates.find(|code| is_free(code, &world)).unwrap();
            assert_eq!(
                derive(&vector, length, &world.locks, &[]),
                first,
                "the first that is not weak"
            );
            let taken = [first.parse().unwrap()];
            let second = candidates
                .find(|code| *code != first && is_free(code, &world))
                .unwrap();
            assert_eq!(
                derive(&vector, length, &world.locks, &taken),
                second,
                "the next that is free"
            );
        }
    }
}

/// Five PINs of a million are left: the draws give up, and a rank among them is derived.
#[test]
fn p3_p8_test_vectors_of_a_nearly_full_space() {
    let published = published();
    let (rules, in_use, retired) = super::drawing::nearly_full();
    for (holder, code) in published.nearly_full {
        let made = generate(CodeRequest {
            length: 6,
            rules: &rules,
            in_use: &in_use,
            retired: &retired,
            preferred: &[],
            typo_aware: false,
            source: PinSource::Derived {
                key: &published.streams[0].key.parse().unwrap(),
                site: "",
                holder: &holder,
                lock: "",
                generation: 0,
            },
        });
        assert_eq!(made.unwrap().code.reveal(), code, "{holder}");
    }
}

#[test]
fn f6_p3_the_same_holder_gets_the_same_pin_whatever_else_is_on_the_lock() {
    let vector = &vectors()[0];
    let pin = derive(vector, 6, &[], &[]);
    let mut others: Vec<Pin> = Vec::new();
    for holder in 0..300 {
        let other = Vector {
            holder: format!("other-{holder}"),
            key: vector.key.clone(),
            site: String::new(),
            lock: String::new(),
            keypad: String::new(),
            digits: String::new(),
            ..*vector
        };
        others.push(derive(&other, 6, &[], &others).parse().unwrap());
        assert_eq!(derive(vector, 6, &[], &others), pin);
    }
}

#[test]
fn f10_p3_a_higher_generation_gives_another_pin() {
    let (first, second) = (&vectors()[0], &vectors()[1]);
    assert_eq!((first.generation, second.generation), (0, 1));
    assert_ne!(derive(first, 6, &[], &[]), derive(second, 6, &[], &[]));
}

#[test]
fn f9_p3_a_pin_that_a_lock_refused_is_never_made_again() {
    let vector = &vectors()[0];
    let mut refused = Vec::new();
    for _ in 0..50 {
        let next: Pin = derive(vector, 4, &[], &refused).parse().unwrap();
        assert!(!refused.contains(&next));
        refused.push(next);
    }
}

#[test]
fn p3_lines_can_not_be_confused() {
    let key: Key = vectors()[0].key.parse().unwrap();
    for (site, holder, lock, path) in [
        ("a\nb", "", "", "site"),
        ("\u{7f}", "a", "", "site"),
        ("", "a\nb", "", "holder"),
        ("", "a", "b\n0", "lock"),
        ("", "\u{7f}", "", "holder"),
    ] {
        let error = generate(CodeRequest {
            length: 6,
            rules: &[],
            in_use: &[],
            retired: &[],
            preferred: &[],
            typo_aware: true,
            source: PinSource::Derived {
                key: &key,
                site,
                holder,
                lock,
                generation: 0,
            },
        })
        .unwrap_err();
        assert_eq!(
            (error.path.as_str(), error.message.as_str()),
            (path, "the text holds a control character")
        );
    }
}
