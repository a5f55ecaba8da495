//! Random histories of a lock that addresses codes by place: S1, I9.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::by_place::{Door, slots};
use crate::random::cases;
use crate::support::builders::{MAY, booked, booking, cancelled, order, with};
use crate::support::steps::{list, text};

/// What happens in a random history.
#[derive(Clone, Debug)]
enum Happening {
    Book { id: u8, day: u32 },
    Cancel { id: u8 },
    Stranger { slot: u32 },
    Clear { at: usize },
    List,
    Reissue { id: u8 },
    Reset,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (0..8_u8, 1..20_u32).prop_map(|(id, day)| Happening::Book { id, day }),
        2 => (0..8_u8).prop_map(|id| Happening::Cancel { id }),
        1 => (1..7_u32).prop_map(|slot| Happening::Stranger { slot }),
        1 => (0..6_usize).prop_map(|at| Happening::Clear { at }),
        2 => Just(Happening::List),
        1 => (0..8_u8).prop_map(|id| Happening::Reissue { id }),
        1 => Just(Happening::Reset),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn s1_i9_no_two_live_codes_share_a_place_and_no_active_code_moves(
        happenings in proptest::collection::vec(happening(), 1..20),
        can_read_back in any::<bool>(),
        native in any::<bool>(),
        habit in prop_oneof![Just(json!([])), Just(json!(["speaks_precisely"])), Just(json!(["leaves_one_out"]))],
        quirk in prop_oneof![3 => Just(json!([])), 1 => Just(json!(["ghost_codes"])),
            1 => Just(json!(["loses_answers"]))],
    ) {
        let own = with(slots(1, 6), &json!({ "canReadBack": can_read_back, "nativeSchedule": native }));
        let policy = json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": true, "slot": 3 } });
        let odd = json!({ "habits": habit, "quirks": quirk, "chancePercent": 50 });
        let mut door = Door::odd(&own, &policy, &odd);
        let mut places: BTreeMap<String, u64> = BTreeMap::new();
        let mut revision = 1;
        for (turn, happening) in happenings.iter().enumerate() {
            let now = format!("2026-05-{:02}T{:02}:10:00Z", 1 + turn / 2, 8 + 6 * (turn % 2));
            revision += 1;
            let fact = match happening {
                Happening::Book { id, day } => {
                    let days = (format!("2026-05-{day:02}"), format!("2026-05-{:02}", day + 2));
                    let listing = if id % 2 == 0 { "flat" } else { "loft" };
                    Some(booked(&format!("r{id}"), listing, (&days.0, &days.1), &json!({ "revision": revision })))
                }
                Happening::Cancel { id } => Some(booking(&format!("r{id}"), MAY, &cancelled(revision))),
                Happening::Stranger { slot } => {
                    if !door.lock.is_taken(*slot) && !door.lock.is_full() {
                        door.by_hand(&json!({ "kind": "add", "pin": format!("13579{slot}"), "slot": slot }));
                    }
                    None
                }
                Happening::Clear { at } => {
                    if *at < door.lock.codes.len() {
                        door.lock.codes.remove(*at);
                    }
                    None
                }
                Happening::List => can_read_back.then(|| door.list(&now)),
                Happening::Reissue { id } => {
                    Some(order(&json!({ "kind": "reissue", "reservationId": format!("r{id}") }), &now))
                }
                Happening::Reset => {
                    door.lock.codes.clear();
                    places.clear();
                    Some(json!({ "type": "lock_reset", "id": format!("reset-{turn}"), "at": now, "lockId": "door" }))
                }
            };
            let mut facts: Vec<Value> = fact.into_iter().collect();
            for _ in 0..60 {
                let step = door.house.step(&facts, &now);
                check(&mut door, &mut places)?;
                let commands = list(&step, "commands").clone();
                if commands.is_empty() {
                    break;
                }
                for command in &commands {
                    let has_place = command.get("slot").is_some();
                    let needs_none = ["read_lock", "remove_code"].contains(&text(&command["kind"]).as_str());
                    prop_assert!(has_place || needs_none, "{command}");
                }
                facts = commands.iter().flat_map(|command| door.answers(command, &now)).collect();
            }
        }
    }
}

/// No two codes of ours share a place, and one that stays on its lock stays in its place.
fn check(
    door: &mut Door,
    places: &mut BTreeMap<String, u64>,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let site = door.house.site();
    let mut now: BTreeMap<String, u64> = BTreeMap::new();
    for code in list(&site, "accessCodes") {
        let is_ours = code["holder"]["kind"] != "unknown";
        let slot = code.get("slot").and_then(Value::as_u64);
        if let Some(slot) = slot.filter(|_| is_ours && code["onLock"]["state"] != "absent") {
            prop_assert!(
                !now.values().any(|other| *other == slot),
                "{slot} twice: {site}"
            );
            let id = text(&code["id"]);
            let before = places.get(&id).copied().unwrap_or(slot);
            // What a lock refused to take in one place is not there yet, and gets another.
            let is_active = code["onLock"]["state"] != "pending";
            prop_assert!(!is_active || before == slot, "{} moves", id);
            now.insert(id, slot);
        }
    }
    *places = now;
    Ok(())
}
