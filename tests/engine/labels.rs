//! What codes are called on their locks, and what the host reads: B1, B5, E4, V2, F63.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, MAY, booking, cancelled, door_is, lock_report, one_door, visit, visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{list, only_command, text};

/// A house whose door has two backups and the emergency code.
fn with_brand(lock: &Value, brand: &str) -> House {
    House::one_door(
        lock,
        &json!({ "backups": { "poolSize": 2, "brand": brand }, "emergency": { "enabled": true } }),
    )
}

/// The labels of all codes that are put on locks until nothing is left to do.
fn labels(house: &mut House, facts: &[Value], now: &str) -> Vec<String> {
    let mut labels = Vec::new();
    let mut step = house.take(facts, now);
    while !list(&step, "commands").is_empty() {
        let commands = list(&step, "commands").clone();
        labels.extend(commands.iter().filter_map(|one| one.get("name").map(text)));
        let answers: Vec<Value> = commands
            .iter()
            .flat_map(|command| house.answers(command, now))
            .collect();
        step = house.take(&answers, now);
    }
    labels.sort();
    labels
}

fn cleaner(visitor: &str) -> Value {
    visit_fact(&visit(
        "cleaner",
        "permanent",
        &json!({ "visitor": visitor }),
    ))
}

#[test]
fn e4_b1_v2_labels_carry_the_brand_the_name_and_an_identifier() {
    let mut house = with_brand(&json!({}), "Casa");
    let facts = [booking("HMAAAA2222", MAY, &json!({})), cleaner("Cleo")];
    assert_eq!(
        labels(&mut house, &facts, APRIL),
        [
            "Casa Backup 100001",
            "Casa Backup 100002",
            "Casa Emergency 100003",
            "Cleo k1-2",
            "Guest k1-1",
        ]
    );
}

#[test]
fn f63_labels_keep_both_limits_of_the_lock_and_stay_unique() {
    for (min, max, brand, expected) in [
        // Long enough by zeros before the number at the end.
        (
            12,
            20,
            "",
            [
                "Backup 100001",
                "Backup 100002",
                "Emergency 100003",
                "Guest k1-001",
                "Cleo k1-0002",
            ],
        ),
        (
            15,
            20,
            "Casa",
            [
                "Casa Backup 100001",
                "Casa Backup 100002",
                "Emergency 100003",
                "Guest k1-000001",
                "Cleo k1-0000002",
            ],
        ),
        // Schlage Home and Kwikset: cut at the end of a word, never in front.
        (
            1,
            12,
            "Casa",
            ["100001", "100002", "100003", "Guest k1-1", "Cleo k1-2"],
        ),
        (
            2,
            14,
            "Casa",
            [
                "Backup 100001",
                "Backup 100002",
                "100003",
                "Guest k1-1",
                "Cleo k1-2",
            ],
        ),
        // Where not even an identifier fits, the code's own id tells codes apart, or its number.
        (1, 5, "", ["k1-3", "k1-4", "k1-5", "k1-1", "k1-2"]),
        (1, 1, "", ["3", "4", "5", "1", "2"]),
    ] {
        let limits = json!({ "rules": { "nameLength": { "min": min, "max": max } } });
        let mut house = with_brand(&limits, brand);
        let facts = [booking("HMAAAA2222", MAY, &json!({})), cleaner("Cleo")];
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(
            labels(&mut house, &facts, APRIL),
            expected,
            "{min} to {max}, {brand}"
        );
    }
}

#[test]
fn f63_names_hold_printable_characters_only_and_are_cut_at_the_end_of_a_word() {
    let named = |visitor: &str, longest: u8| {
        let limits = json!({ "rules": { "nameLength": { "min": 0, "max": longest } } });
        let mut house = House::one_door(&limits, &json!({}));
        labels(&mut house, &[cleaner(visitor)], APRIL).remove(0)
    };
    assert_eq!(named("Cleo\nSmith\u{202e}", 40), "Cleo Smith k1-1");
    assert_eq!(
        named(" \u{200b}Cleo\u{2028}\u{a0}Smith ", 40),
        "Cleo Smith k1-1"
    );
    assert_eq!(named("Cleo van der Waal", 20), "Cleo van der k1-1");
    assert_eq!(named("Cleo van der Waal", 12), "Cleo k1-1");
    assert_eq!(named("Donaudampfschifferin", 12), "k1-1");
    assert_eq!(named("\u{200b}\n", 40), "Cleaning k1-1", "the purpose");
    assert_eq!(named("王小明", 20), "王小明 k1-1");
}

#[test]
fn f63_a_brand_with_a_line_break_is_refused() {
    for line_break in ["\n", "\u{2028}", "\u{2029}"] {
        let brand = format!("Casa{line_break}Flora");
        let site = with(
            one_door(&json!({}), &json!({ "backups": { "brand": brand } })),
            &json!({ "id": "house" }),
        );
        let error = ask("createSite", &site).unwrap_err();
        assert_eq!(error["path"], "policy.backups.brand");
        assert_eq!(error["code"], "invalid_value");
    }
}

#[test]
fn f63_a_label_that_a_stranger_has_on_the_lock_is_not_taken() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let listed = json!({ "codes": [{ "externalId": "7", "pin": "4711", "name": "Guest k1-2" }] });
    house.settle(&[lock_report("door", &listed, APRIL)], APRIL);
    let facts = [booking("stay", MAY, &json!({}))];
    assert_eq!(labels(&mut house, &facts, APRIL), ["Guest k1-2-2"]);
}

#[test]
fn b5_the_task_to_remove_a_code_names_what_the_app_of_the_lock_shows() {
    for profile in ["nuki", "schlage"] {
        let mut house = House::one_door(&json!({ "profile": profile }), &json!({}));
        house.settle(&[booking("HMAAAA2222", MAY, &json!({}))], APRIL);
        house.settle(&[], "2026-05-01T13:00:00Z");
        let now = "2026-05-02T10:00:00Z";
        let gone = booking("HMAAAA2222", MAY, &cancelled(2));
        let step = house.take(&[door_is("offline", now), gone], now);
        let task = list(&step, "notices")
            .iter()
            .find(|notice| notice["kind"] == "removal_by_hand");
        assert_eq!(
            task.unwrap()["values"]["identifier"],
            "Guest k1-1",
            "{profile}"
        );
    }
}

#[test]
fn b5_a_label_stays_what_was_sent_when_brand_and_name_change() {
    let mut house = with_brand(&json!({}), "Casa");
    labels(&mut house, &[cleaner("Cleo")], APRIL);
    let policy = json!({ "backups": { "poolSize": 2, "brand": "Villa" } });
    let renamed = visit(
        "cleaner",
        "permanent",
        // The same person: another one would get a code of their own (V2).
        &json!({ "revision": 2, "visitor": "CLEO" }),
    );
    let facts = [
        json!({ "type": "policy", "revision": 1, "policy": policy }),
        visit_fact(&renamed),
    ];
    house.settle(&facts, APRIL);
    let site = house.site();
    let kept: BTreeSet<String> = list(&site, "accessCodes")
        .iter()
        .map(|code| text(&code["label"]))
        .collect();
    assert!(
        kept.contains("Casa Backup 100001") && kept.contains("Cleo k1-1"),
        "{kept:?}"
    );
    // A new code has the new brand or name.
    let step = house.take(&[booking("next", JUNE, &json!({}))], APRIL);
    assert_eq!(only_command(&step)["name"], "Guest k1-5");
}
