//! The review of who has access (V4), against a second reading of its rules over plain JSON.

#[allow(dead_code)] // one stream is enough
use std::collections::BTreeSet;

use crate::support::seeded::Seeded;
use latchstring::Id;
use latchstring::model::{AccessCode, Policy};
use latchstring::rules::review;
use latchstring::site::{OpenSite, create_site};
use latchstring::time::{Duration, Instant};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn now() -> Instant {
    "2026-05-01T12:00:00Z".parse().unwrap()
}

/// So many seconds from now, as JSON.
fn at(seconds: i64) -> Value {
    json!((now() + Duration::of(seconds)).to_string())
}

/// Kind, lock and code of each finding.
type Found = (String, String, String);

fn found(codes: &[Value], pools: &[(&str, u32)], policy: &Value) -> Vec<Found> {
    let codes: Vec<AccessCode> = codes
        .iter()
        .map(|code| latchstring::decode(&code.to_string()).unwrap())
        .collect();
    let codes: Vec<&AccessCode> = codes.iter().collect();
    let pools: Vec<(Id, u32)> = pools
        .iter()
        .map(|&(lock, count)| (lock.parse().unwrap(), count))
        .collect();
    let pools: Vec<(&Id, u32)> = pools.iter().map(|(lock, count)| (lock, *count)).collect();
    let policy: Policy = latchstring::decode(&policy.to_string()).unwrap();
    let findings = serde_json::to_value(review(&codes, &pools, &policy, now())).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (
                text(&finding["lockId"]),
                text(&finding["codeId"]),
                text(&finding["kind"]),
            )
        })
        .collect()
}

/// In the order of the design's list.
const KINDS: [&str; 9] = [
    "no_expiry",
    "expired_on_lock",
    "unknown_code",
    "weak",
    "unused",
    "stale_backup",
    "pool_low",
    "pending_removal",
    "open_too_long",
];

/// Whether one code is of one kind: a sentence of V4 each.
fn is(kind: &str, code: &Value, policy: &Value) -> bool {
    let decided = &code["wanted"];
    let there = code["onLock"]["state"] != "absent";
    let (goes, stays) = (decided == "removed", decided.is_object());
    if !there && !stays {
        return false;
    }
    let edges = if stays { decided } else { &code["onLock"] };
    let whose = code["holder"]["kind"].as_str().unwrap();
    let waits = (whose == "backup" || whose == "emergency") && code.get("toldTo").is_none();
    let now = json!(now().to_string());
    // Instants of one form compare as texts do.
    let before = |a: &Value, b: &Value| a.as_str().unwrap() <= b.as_str().unwrap();
    let ended = !edges["endsAt"].is_null() && before(&edges["endsAt"], &now);
    let begun = edges["startsAt"].is_null() || before(&edges["startsAt"], &now);
    let days = |section: &str, key: &str| policy[section][key].as_i64().unwrap();
    match kind {
        "no_expiry" => edges["endsAt"].is_null() && !goes && !waits,
        "expired_on_lock" => ended && there,
        "unknown_code" => whose == "unknown" && there,
        "weak" => ["123456", "000000", "010190", "123123"]
            .contains(&code["pin"].as_str().unwrap_or_default()),
        "unused" => {
            let limit = at(-days("review", "unusedDays") * DAY);
            let marks = [&code["lastUsedAt"], &code["madeAt"], &edges["startsAt"]];
            let known: Vec<&Value> = marks.into_iter().filter(|mark| !mark.is_null()).collect();
            let silent = if known.is_empty() {
                !code["onLock"]["at"].is_null() && before(&code["onLock"]["at"], &limit)
            } else {
                known.iter().all(|mark| before(mark, &limit))
            };
            there && begun && !ended && !goes && !waits && silent
        }
        "stale_backup" => {
            let section = if whose == "backup" {
                "backups"
            } else {
                "emergency"
            };
            let limit = at(-days(section, "rotateDays") * DAY);
            waits && !goes && !code["madeAt"].is_null() && before(&code["madeAt"], &limit)
        }
        "pending_removal" => goes && there,
        "open_too_long" => {
            let is_told = !waits && (whose == "backup" || whose == "emergency");
            let (wanted, kept) = (decided, &code["onLock"]);
            let later = |one: &Value, than: &Value| !before(one, than);
            let early = !wanted["startsAt"].is_null()
                && later(&wanted["startsAt"], &now)
                && (kept["startsAt"].is_null() || later(&wanted["startsAt"], &kept["startsAt"]));
            let late = !wanted["endsAt"].is_null()
                && (kept["endsAt"].is_null() || later(&kept["endsAt"], &wanted["endsAt"]));
            // What a lock keeps of a time that has moved, beyond an hour more or less (T3).
            let has_time = whose != "backup" && whose != "emergency";
            let opens = !kept["endsAt"].is_null() && later(&kept["endsAt"], &now);
            let seconds = |edge: &Value| {
                let at: Instant = edge.as_str().unwrap().parse().unwrap();
                at.unix_seconds()
            };
            let is_far = |one: &Value, from: &Value| seconds(one) - seconds(from) > 3_600;
            let far_early = early
                && (kept["startsAt"].is_null() || is_far(&wanted["startsAt"], &kept["startsAt"]));
            let far_late =
                opens && !wanted["endsAt"].is_null() && is_far(&kept["endsAt"], &wanted["endsAt"]);
            stays
                && there
                && ((is_told && (early || late)) || (has_time && opens && (far_early || far_late)))
        }
        _ => false,
    }
}

fn oracle(codes: &[Value], pools: &[(&str, u32)], policy: &Value) -> Vec<Found> {
    let mut found = BTreeSet::new();
    for code in codes {
        for (at, kind) in KINDS.into_iter().enumerate() {
            if is(kind, code, policy) {
                let text = |key: &str| code[key].as_str().unwrap().to_owned();
                found.insert((text("lockId"), text("id"), at));
            }
        }
    }
    for &(lock, wanted) in pools {
        let ready = codes.iter().filter(|code| {
            code["lockId"] == lock
                && code["holder"]["kind"] == "backup"
                && code.get("toldTo").is_none()
                && code["wanted"] != "removed"
                && ["confirmed", "unverifiable"]
                    .contains(&code["onLock"]["state"].as_str().unwrap())
        });
        if ready.count() < wanted as usize {
            found.insert((lock.to_owned(), String::new(), 6));
        }
    }
    found
        .into_iter()
        .map(|(lock, code, kind)| (lock, code, KINDS[kind].to_owned()))
        .collect()
}

fn drawn_code(seeded: &mut Seeded, number: usize) -> Value {
    let mut pick = |of: &[i64]| of[usize::try_from(seeded.below(of.len() as u64)).unwrap()];
    let near = [
        -91 * DAY,
        -90 * DAY,
        -90 * DAY + 1,
        -30 * DAY,
        -30 * DAY + 1,
        -DAY,
        -1,
        0,
        1,
        DAY,
    ];
    let word = |words: &[&str], at: i64| json!(words[usize::try_from(at).unwrap()]);
    let mut code = json!({
        "id": format!("k{number}"),
        "lockId": word(&["door", "gate"], pick(&[0, 1])),
        "holder": { "kind": word(&["reservation", "visit", "backup", "emergency", "unknown"],
            pick(&[0, 1, 2, 2, 3, 4])) },
        "onLock": { "state": word(&["absent", "pending", "accepted", "confirmed", "unverifiable",
            "unknown"], pick(&[0, 1, 2, 3, 3, 4, 5])) },
    });
    match pick(&[0, 1, 2, 2, 2]) {
        0 => {}
        1 => code["wanted"] = json!("removed"),
        _ => {
            code["wanted"] = json!({});
            for edge in ["startsAt", "endsAt"] {
                if pick(&[0, 1, 1]) == 1 {
                    code["wanted"][edge] = at(pick(&near));
                }
            }
        }
    }
    for edge in ["startsAt", "endsAt", "at"] {
        if pick(&[0, 1]) == 1 {
            code["onLock"][edge] = at(pick(&near));
        }
    }
    for mark in ["madeAt", "lastUsedAt"] {
        if pick(&[0, 1]) == 1 {
            code[mark] = at(pick(&near));
        }
    }
    if pick(&[0, 0, 1]) == 1 {
        code["toldTo"] = json!([{ "reservationId": "stay", "at": at(-DAY) }]);
    }
    if pick(&[0, 1, 1]) == 1 {
        code["pin"] = word(
            &["492817", "538261", "123456", "000000", "010190", "123123"],
            pick(&[0, 0, 1, 1, 2, 3, 4, 5]),
        );
    }
    code
}

#[test]
fn v4_every_finding_is_one_by_a_second_reading_and_none_is_missing() {
    let mut seeded = Seeded::new();
    let mut met = BTreeSet::new();
    for _ in 0..3_000 {
        let codes: Vec<Value> = (0..seeded.below(6))
            .map(|number| drawn_code(&mut seeded, usize::try_from(number).unwrap()))
            .collect();
        let mut days = |of: &[i64]| of[usize::try_from(seeded.below(of.len() as u64)).unwrap()];
        let policy = json!({
            "review": { "unusedDays": days(&[30, 30, 90, 1]) },
            "backups": { "rotateDays": days(&[90, 30]) },
            "emergency": { "rotateDays": days(&[90, 1]) },
        });
        let pools = [
            ("door", u32::try_from(days(&[0, 1, 2])).unwrap()),
            ("gate", 2),
        ];
        let pools = &pools[..usize::try_from(days(&[0, 1, 2])).unwrap()];
        let wanted = oracle(&codes, pools, &policy);
        assert_eq!(
            found(&codes, pools, &policy),
            wanted,
            "{policy}\n{codes:#?}"
        );
        met.extend(wanted.into_iter().map(|(_, _, kind)| kind));

        // Whatever order the codes come in, it is the same.
        let turned: Vec<Value> = codes.into_iter().rev().collect();
        let forwards = oracle(&turned, pools, &policy);
        assert_eq!(found(&turned, pools, &policy), forwards);
    }
    assert_eq!(met.len(), KINDS.len(), "{met:?}");
}

/// V4: a finding says holder, window and last use; P9: and no PIN, though it says why one is weak.
#[test]
fn v4_p9_a_finding_says_whose_when_and_how_last_and_no_pin() {
    let code: AccessCode = latchstring::decode(
        &json!({
            "id": "k1", "lockId": "door", "holder": { "kind": "visit", "id": "cleaner",
                "generation": 2 }, "pin": "123456",
            "wanted": { "startsAt": at(-100 * DAY) }, "madeAt": at(-100 * DAY), "lastUsedAt": at(-40 * DAY),
            "onLock": { "state": "confirmed" },
        })
        .to_string(),
    )
    .unwrap();
    let found = serde_json::to_value(review(&[&code], &[], &Policy::default(), now())).unwrap();
    let about = json!({
        "lockId": "door", "codeId": "k1", "holder": { "kind": "visit", "id": "cleaner", "generation": 2 },
        "window": { "startsAt": at(-100 * DAY) }, "lastUsedAt": at(-40 * DAY),
    });
    let of = |kind: &str| {
        let mut finding = about.clone();
        finding["kind"] = json!(kind);
        finding
    };
    let mut weak = of("weak");
    weak["weaknesses"] = json!([{ "kind": "no_ascending_or_descending_sequence" }]);
    assert_eq!(found, json!([of("no_expiry"), weak, of("unused")]));
    assert!(!found.to_string().contains("123456"));
}

/// B1, B7: the pool that a site's lock shall have grows with the arrivals of the coming week, of
/// automated listings.
#[test]
fn v4_b1_a_site_counts_the_arrivals_of_its_week_for_its_pools() {
    let key = || "thirty-two bytes that nobody knows".parse().unwrap();
    let listing = |id: &str, locks: Value, automation: bool| {
        json!({ "id": id, "name": id, "timeZone": "Pacific/Auckland", "checkIn": "15:00", "checkOut": "11:00",
                "locks": locks, "automation": automation })
    };
    let site = create_site(
        latchstring::decode(
            &json!({
                "id": "casa",
                "locks": [{ "id": "street", "name": "Street" }, { "id": "one", "name": "One" },
                    { "id": "two", "name": "Two" },
                          { "id": "off", "name": "Off" }, { "id": "alone", "name": "Alone" }],
                "listings": [listing("a", json!(["street", "one", "street"]), true), listing("b",
                    json!(["street", "two"]), true),
                             listing("c", json!(["street", "off"]), false)],
            })
            .to_string(),
        )
        .unwrap(),
    )
    .unwrap();
    let mut open = OpenSite::open(site, key()).unwrap();
    // Noon in UTC is the second of May, just after midnight, in Auckland: the week is that of the
    // second to the eighth.
    let mut booked = Vec::new();
    for (listing, arrival, departure) in [
        ("a", "2026-05-08", "2026-05-09"),
        ("b", "2026-05-08", "2026-05-10"),
        ("b", "2026-05-09", "2026-05-10"),
        ("c", "2026-05-08", "2026-05-10"),
        ("a", "2026-05-01", "2026-05-02"),
    ] {
        for guest in 0..if arrival == "2026-05-09" { 9 } else { 2 } {
            booked.push(json!({ "type": "reservation", "reservation": {
                "id": format!("{listing}{arrival}{guest}"), "revision": 1, "listingId": listing, "status": "confirmed",
                "guest": { "name": "Ada" }, "arrival": arrival, "departure": departure } }));
        }
    }
    let facts: Vec<latchstring::Json> = latchstring::decode(&json!(booked).to_string()).unwrap();
    let step = open.advance(&facts, now()).unwrap();
    assert!(step.rejected.is_empty());
    let pools: Vec<(String, u32)> = open
        .review(now())
        .unwrap()
        .into_iter()
        .filter_map(|finding| Some((finding.lock_id?.to_string(), finding.backups_wanted?)))
        .collect();
    let wanted =
        [("one", 2), ("street", 4), ("two", 2)].map(|(lock, count)| (lock.to_owned(), count));
    assert_eq!(pools, wanted);
    assert_eq!(
        OpenSite::review_stored(open.to_site(), now()),
        open.review(now())
    );
}
