//! What is known of brands: the table of facts once more, and how a lock's own fields come first.

use latchstring::ErrorCode;
use latchstring::code::{CodeRules, common_length, remaining};
use latchstring::model::{
    Abilities, Lock, OfflineFrame, abilities, lock_profile, profile, profile_names,
};
use serde_json::{Value, json};

fn lock(fields: &Value) -> Lock {
    let mut lock = json!({ "id": "front", "name": "Front door" });
    lock.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    latchstring::decode(&lock.to_string()).unwrap()
}

fn able(fields: Value) -> Abilities {
    abilities(&lock(&fields)).unwrap()
}

#[test]
fn f31_brands_are_known_by_name() {
    let rules = |name: &str| serde_json::to_value(profile(name).unwrap().rules).unwrap();
    for (name, wanted) in [
        (
            "nuki",
            json!({ "lengths": [6], "constraints": ["no_zeros", "cannot_start_with_12", "name_must_be_unique"],
                "nameLength": { "min": 0, "max": 20 } }),
        ),
        (
            "schlage_be469",
            json!({ "lengths": [4, 5, 6, 7, 8], "oneLength": true, "constraints": ["unique_first_four_digits"],
                "reserved": ["0000"] }),
        ),
        (
            "schlage",
            json!({ "lengths": [4, 5, 6, 7, 8], "constraints": ["unique_first_four_digits", "name_must_be_unique"],
                "nameLength": { "min": 1, "max": 12 } }),
        ),
        (
            "kwikset",
            json!({ "lengths": [4, 5, 6, 7, 8], "constraints": ["start_date_in_future", "name_must_be_unique"],
                "nameLength": { "min": 2, "max": 14 } }),
        ),
        (
            "kwikset_5_button",
            json!({ "lengths": [4, 5, 6, 7, 8], "pairedKeys": ["12", "34", "56", "78", "90"] }),
        ),
        (
            "tedee",
            json!({ "lengths": [5, 6, 7, 8],
                "constraints": ["no_ascending_or_descending_sequence", "at_least_three_unique_digits"] }),
        ),
        ("lockly", json!({ "lengths": [6, 7, 8] })),
        ("ttlock", json!({ "lengths": [4, 5, 6, 7, 8, 9] })),
        (
            "ttlock_without_089",
            json!({ "lengths": [4, 5, 6, 7, 8, 9], "constraints": ["cannot_contain_089"] }),
        ),
        (
            "igloohome",
            json!({ "lengths": [4, 5, 6], "constraints": ["start_date_in_future"] }),
        ),
        (
            "brivo",
            json!({ "constraints": ["no_triple_consecutive_ints"] }),
        ),
        (
            "korelock",
            json!({ "constraints": ["no_ascending_or_descending_sequence", "no_all_same_digits"] }),
        ),
        (
            "salto_ks",
            json!({ "lengths": [6, 7, 8], "constraints": ["cannot_specify_pin_code",
                "pin_code_matches_existing_set"] }),
        ),
        (
            "oracode",
            json!({ "constraints": ["cannot_specify_pin_code"] }),
        ),
        ("august", json!({})),
    ] {
        assert_eq!(rules(name), wanted, "{name}");
    }
    let capacity = |name| profile(name).unwrap().capacity;
    let capacities = [
        "schlage_be469",
        "weiser",
        "yale_zwave",
        "nuki",
        "nuki_before_3",
        "ttlock",
        "igloohome",
    ];
    assert_eq!(
        capacities.map(capacity),
        [30, 30, 250, 200, 100, 250, 100].map(Some)
    );
    assert_eq!(
        capacity("kwikset_5_button"),
        None,
        "rests on one weak source"
    );
}

#[test]
fn l_lock_profile_shows_what_a_lock_with_that_profile_can_do() {
    for name in profile_names() {
        let input = latchstring::decode(&json!({ "name": name }).to_string()).unwrap();
        let shown = lock_profile(&input).unwrap();
        // A lock that states all that is shown can do the same without the profile.
        let stated = able(serde_json::to_value(&shown.lock).unwrap());
        let with_profile = able(json!({ "profile": name }));
        let same = Abilities {
            reserved_slots: shown.reserved_slots,
            cleared_pin: shown.cleared_pin,
            status_unreliable: shown.status_unreliable,
            keeps_backups: shown.keeps_backups,
            offline_capacity: shown.offline_capacity,
            can_remove_offline: shown.can_remove_offline,
            offline_frames: stated
                .offline_frames
                .iter()
                .zip(&shown.offline_limits)
                .map(|(offline, limits)| OfflineFrame {
                    first_use_hours: limits.first_use_hours,
                    per_slot: limits.per_slot,
                    ..offline.clone()
                })
                .collect(),
            ..stated
        };
        assert_eq!(same, with_profile, "{name}");
    }
    let unknown = latchstring::decode(r#"{ "name": "acme" }"#).unwrap();
    let refused = lock_profile(&unknown).unwrap_err();
    assert_eq!(
        (refused.code, &*refused.path),
        (ErrorCode::UnknownProfile, "name")
    );
}

#[test]
fn c3_locks_that_store_windows_are_those_of_the_list() {
    let natively: Vec<&str> = profile_names()
        .filter(|name| profile(name).unwrap().native_schedule)
        .collect();
    assert_eq!(
        natively,
        [
            "2n",
            "august",
            "igloohome",
            "kwikset",
            "nuki",
            "nuki_before_3",
            "salto_ks",
            "schlage",
            "tedee",
            "ttlock",
            "ttlock_without_0789",
            "ttlock_without_089",
            "wyze",
            "yale"
        ]
    );
}

#[test]
fn w7_o1_platforms_say_which_windows_they_take() {
    let frames = |name: &str| {
        let known = profile(name).unwrap();
        let offline = known.offline_frames.iter().map(|one| {
            json!([
                serde_json::to_value(&one.frame).unwrap(),
                one.first_use_hours,
                one.per_slot
            ])
        });
        (
            serde_json::to_value(&known.online_frames).unwrap(),
            Value::Array(offline.collect()),
        )
    };
    assert_eq!(
        frames("kwikset").0,
        json!([{ "name": "scheduled", "leadMinutes": 15 }])
    );
    assert_eq!(
        frames("igloohome").1,
        json!([
            [{ "name": "hourly", "minMinutes": 60, "maxMinutes": 40_320, "stepMinutes": 60 }, 24, 3],
            [{ "name": "daily", "minMinutes": 41_760, "maxMinutes": 528_480, "stepMinutes": 60,
                "sameTimeOfDay": true }, 24, 3],
        ])
    );
    assert_eq!(
        frames("ttlock").1,
        json!([[{ "name": "period", "minMinutes": 60, "maxMinutes": 525_600, "stepMinutes": 60 }, 24, 1]])
    );
    assert_eq!(
        frames("oracode").1,
        json!([[{ "name": "user_level", "maxMinutes": 44_640 }, null, null]])
    );
    assert_eq!(
        frames("resortlock").1,
        json!([[{ "name": "whole_hours", "maxMinutes": 129_600, "stepMinutes": 60 }, null, null]])
    );
    assert_eq!(frames("codelocks_netcode").1.as_array().unwrap().len(), 3);
    assert_eq!(profile("igloohome").unwrap().offline_capacity, Some(199));
    let can_remove = |name| profile(name).unwrap().can_remove_offline;
    assert_eq!(
        ["igloohome", "oracode", "ttlock"].map(can_remove),
        [false, false, true]
    );
}

#[test]
fn s1_platforms_that_address_codes_by_place_say_which_places_there_are() {
    let slots = |name: &str| {
        let slots = profile(name).unwrap().slots?;
        Some((slots.from, slots.to, slots.reserved))
    };
    let by_place: Vec<&str> = profile_names()
        .filter(|name| slots(name).is_some())
        .collect();
    assert_eq!(
        by_place,
        [
            "matter",
            "schlage_be469",
            "smartthings",
            "yale_zwave",
            "zigbee",
            "zwave"
        ]
    );
    assert_eq!(slots("yale_zwave"), Some((1, 250, None)));
    assert_eq!(slots("zwave"), Some((1, 30, None)));
    assert_eq!(slots("matter"), Some((1, 10, None)));
    assert_eq!(slots("nuki"), None);
    let cleared = |name: &str| profile(name).unwrap().cleared_pin.map(|pin| pin.reveal());
    assert_eq!(cleared("schlage_be469").as_deref(), Some("0000"));
    assert_eq!(cleared("zwave"), None, "it is the empty text");
    assert!(
        profile("zwave").unwrap().clock_suspect,
        "it goes by its wall time"
    );
    // Of places and capacity the smaller counts, and the lock's own come first.
    for (own, count, to) in [
        (json!({ "profile": "zwave" }), 30, 30),
        (json!({ "profile": "zwave", "capacity": 8 }), 8, 8),
        (json!({ "profile": "zwave", "capacity": 99 }), 30, 30),
        (
            json!({ "profile": "zwave", "slots": { "from": 5, "to": 99 } }),
            95,
            99,
        ),
        (
            json!({ "slots": { "from": 5, "to": 9 }, "capacity": 3 }),
            3,
            7,
        ),
    ] {
        let able = able(own.clone());
        assert_eq!(
            (able.capacity, able.slots.unwrap().to),
            (Some(count), to),
            "{own}"
        );
    }
}

#[test]
fn f32_t7_c8_other_facts() {
    assert!(profile("smartthings").unwrap().status_unreliable);
    assert!(!profile("ttlock").unwrap().can_update);
    assert!(profile("schlage").unwrap().clock_suspect);
    assert!(!profile("salto_ks").unwrap().keeps_backups);
    assert!(!profile("oracode").unwrap().remote);
    assert_eq!(profile("yale_zwave").unwrap().reserved_slots, [251]);
    assert_eq!(profile("zwave").unwrap().reserved_slots, [0]);
    assert!(profile("kwikset").unwrap().keypad_hint.is_some());
}

#[test]
fn own_fields_come_before_the_profile_and_that_before_the_defaults() {
    assert_eq!(able(json!({ "profile": "nuki" })), profile("nuki").unwrap());
    let own = able(json!({
        "profile": "nuki", "rules": { "lengths": [4], "weakPins": "allow" }, "capacity": 5, "remote": false,
        "nativeSchedule": false, "canUpdate": false, "canReadBack": false, "clockSuspect": true,
        "keypadHint": "Press hard",
        "timeFrames": { "online": [{ "stepMinutes": 60 }], "offline": [{ "maxMinutes": 60 }] },
    }));
    let rules = json!({ "lengths": [4], "constraints": ["no_zeros", "cannot_start_with_12", "name_must_be_unique"],
        "nameLength": { "min": 0, "max": 20 }, "weakPins": "allow" });
    assert_eq!(serde_json::to_value(&own.rules).unwrap(), rules);
    assert_eq!(
        (own.capacity, own.remote, own.native_schedule),
        (Some(5), false, false)
    );
    assert_eq!(
        (own.can_update, own.can_read_back, own.clock_suspect),
        (false, false, true)
    );
    assert_eq!(own.keypad_hint.as_deref(), Some("Press hard"));
    assert_eq!(own.online_frames[0].step_minutes, Some(60));
    assert_eq!(own.offline_frames[0].frame.max_minutes, Some(60));
    let plain = able(json!({}));
    assert_eq!(
        (plain.capacity, plain.remote, plain.native_schedule),
        (None, true, false)
    );
    assert_eq!(
        (plain.can_update, plain.can_read_back, plain.clock_suspect),
        (true, true, false)
    );
    let kept = able(json!({ "profile": "kwikset", "timeFrames": { "offline": [{}] } }));
    assert_eq!(
        kept.online_frames,
        profile("kwikset").unwrap().online_frames
    );
    let none = able(json!({ "profile": "kwikset", "timeFrames": { "online": [] } }));
    assert_eq!(none.online_frames, []);
}

#[test]
fn an_unknown_profile_is_an_error_that_names_the_known_ones() {
    let error = abilities(&lock(&json!({ "profile": "acme" }))).unwrap_err();
    assert_eq!(
        (error.code, error.path.as_str()),
        (ErrorCode::UnknownProfile, "profile")
    );
    assert!(profile_names().all(|name| error.hint.contains(name)));
}

#[test]
fn every_profile_is_sound() {
    assert!(
        profile_names().is_sorted(),
        "in order, so that each name stands once"
    );
    for name in profile_names() {
        let known = profile(name).unwrap();
        let again: CodeRules =
            latchstring::decode(&serde_json::to_string(&known.rules).unwrap()).unwrap();
        assert_eq!(again, known.rules, "{name}: rules that a host could write");
        let length = common_length(std::slice::from_ref(&known.rules), 6).unwrap();
        let left = remaining(&[known.rules], length, &[], &[]).unwrap();
        let makes = ["codelocks_netcode", "oracode", "resortlock", "salto_ks"].contains(&name);
        assert_eq!(left == 0, makes, "{name}");
        let online = known.online_frames.into_iter();
        for frame in online.chain(known.offline_frames.into_iter().map(|one| one.frame)) {
            let json = serde_json::to_string(&frame).unwrap();
            assert_eq!(
                latchstring::decode::<latchstring::time::TimeFrame>(&json).unwrap(),
                frame,
                "{name}"
            );
            assert!(frame.name.is_some(), "{name}");
        }
    }
}
