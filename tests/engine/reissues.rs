//! A code that is made anew by order of the host: P3, P4, T4, A4, A5, F10, F23.

use crate::orders::{BEFORE, INSIDE, LATER, REVEALED, VERIFIED, reissue, repeat};
use serde_json::json;

use crate::house::{House, two_doors};
use crate::support::builders::{
    APRIL, cannot_get_in, door_is, failed, listing, listing_fact, lock, lock_fact, lock_report,
    order, stay,
};
use crate::support::steps::{
    assert_no_command, audited, is_empty, list, noticed, only_command, text,
};

#[test]
fn f10_p3_before_the_stay_a_new_pin_takes_the_old_ones_place_at_once_and_the_guest_is_told_once() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    let old = house.pin("stay", "front");
    let orders = [order(&reissue(), REVEALED)];
    let step = house.take(&orders, REVEALED);
    assert_eq!(noticed(&step), ["access_changed:stay:2"]);
    assert_eq!(
        audited(&step)[..3],
        ["host_ordered", "code_ended", "code_ended"]
    );
    house.settle_commands(&step, REVEALED);
    let new = house.pins_on("front");
    assert_eq!(
        (new.len(), house.pins_on("back")),
        (1, new.clone()),
        "P1: one PIN on all doors"
    );
    assert_ne!(new, std::slice::from_ref(&old));
    house.settle(&[], VERIFIED);
    repeat(&mut house, &orders, INSIDE);
    assert_eq!(house.pins_on("front"), new);
    // Another lock gets the new one, too.
    let back = order(&reissue(), INSIDE);
    house.settle(
        &[
            lock_fact(&lock("side", &json!({}))),
            listing_fact(&listing("flat", &json!(["front", "side"]))),
        ],
        INSIDE,
    );
    assert_eq!(house.pins_on("side"), new);
    // F10: and the one after that is none of those before.
    house.settle(&[back], LATER);
    let third = house.pins_on("side");
    assert!(third != new && third != [old], "{third:?}");
}

#[test]
fn f10_p4_a_preferred_code_that_was_left_behind_does_not_come_back_and_another_one_is_taken() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({ "preferredCode": "618034" }))], APRIL);
    assert_eq!(house.pin("stay", "front"), "618034");
    house.settle(&[order(&reissue(), BEFORE)], BEFORE);
    assert_ne!(house.pins_on("front"), ["618034"]);
    let chosen = stay(&json!({ "revision": 2, "preferredCode": "582640" }));
    house.settle(&[chosen, order(&reissue(), REVEALED)], REVEALED);
    assert_eq!(house.pins_on("front"), ["582640"]);
}

#[test]
fn t4_f23_during_the_stay_the_old_code_goes_only_when_the_new_one_works_on_every_door_that_answers()
{
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], INSIDE);
    let old = house.pin_on("front");
    let step = house.take(&[order(&reissue(), INSIDE)], INSIDE);
    let kinds: Vec<String> = list(&step, "commands")
        .iter()
        .map(|command| text(&command["kind"]))
        .collect();
    assert_eq!(kinds, ["program_code", "program_code"]);
    assert_eq!(noticed(&step), [""; 0], "the old one works still");
    let commands = list(&step, "commands").clone();
    let first = house.confirm(&commands[0], INSIDE);
    let step = house.take(&[first], INSIDE);
    // C3: it is read back.
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    assert!(noticed(&step).is_empty(), "{step}");
    let answers = house.answers(&read, INSIDE);
    assert_no_command(&house.take(&answers, INSIDE));
    let second = house.confirm(&commands[1], INSIDE);
    let step = house.take(&[second], INSIDE);
    assert_eq!(noticed(&step), ["access_changed:stay:2"], "once");
    let told = list(&step["notices"][0]["values"], "doors");
    assert!(
        told.iter().all(|door| door["code"] != json!(old)),
        "{told:?}"
    );
    let kinds: Vec<String> = list(&step, "commands")
        .iter()
        .map(|command| text(&command["kind"]))
        .collect();
    assert_eq!(kinds, ["remove_code", "read_lock"]);
    house.settle_commands(&step, INSIDE);
    assert_eq!(house.pins_on("front").len(), 1);
    assert_ne!(house.pin_on("front"), old);
}

#[test]
fn t4_a_door_that_does_not_answer_keeps_its_old_code_and_holds_up_no_other() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], INSIDE);
    let old = house.pin_on("back");
    let step = house.take(&[order(&reissue(), INSIDE)], INSIDE);
    let commands = list(&step, "commands").clone();
    assert_eq!(commands[0]["lockId"], "back");
    let front = house.confirm(&commands[1], INSIDE);
    let step = house.take(&[front, failed(&commands[0], "offline", INSIDE)], INSIDE);
    house.settle_commands(&step, INSIDE);
    assert_eq!(house.pins_on("back"), std::slice::from_ref(&old));
    assert!(house.pins_on("front").len() == 1 && house.pin_on("front") != old);
    let doors = list(&step["notices"][0]["values"], "doors");
    assert_eq!(doors[0]["code"], json!(old));
    let step = house.settle(
        &[lock_report(
            "back",
            &json!({ "state": { "reachability": "online" } }),
            LATER,
        )],
        LATER,
    );
    assert!(is_empty(&house.take(&[], LATER)), "{step}");
    assert_eq!(house.pins_on("back"), house.pins_on("front"));
}

#[test]
fn a4_a_code_that_the_guest_was_never_told_is_none_that_they_tried() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], INSIDE);
    let old = house.pin_on("back");
    let step = house.take(&[order(&reissue(), INSIDE)], INSIDE);
    // The new code works at the one door; the other has not answered yet.
    let back = list(&step, "commands")[0].clone();
    assert_eq!(back["lockId"], "back");
    let confirmed = house.confirm(&back, INSIDE);
    house.take(&[confirmed], INSIDE);
    let at = "2026-05-02T12:00:10Z";
    let said = json!({ "type": "guest_locked_out", "id": "g", "at": at, "reservationId": "stay", "lockId": "back" });
    let step = house.take(&[said], at);
    assert_eq!(noticed(&step), ["access_changed:stay:2"]);
    let told = &list(&step["notices"][0]["values"], "doors")[0]["code"];
    assert_eq!(told, &back["pin"]);
    assert_ne!(told, &json!(old));
}

#[test]
fn a5_a_backup_that_was_told_gives_way_to_the_new_pin_once_it_works() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 1 } },
    }));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    let own = house.pin("stay", "door");
    let said = cannot_get_in("stay", INSIDE);
    let offline = door_is("offline", INSIDE);
    let step = house.take(&[said, offline], INSIDE);
    let backup = text(
        &list(&step, "notices")
            .iter()
            .find(|n| n["kind"] == "access_changed")
            .unwrap()["values"]["doors"][0]["code"],
    );
    let online = door_is("online", LATER);
    house.settle(&[online, order(&reissue(), LATER)], LATER);
    // The command that nobody answered meanwhile is waited for.
    house.settle(&[], "2026-05-02T12:12:00Z");
    let pins = house.pins_on("door");
    assert!(!pins.contains(&own) && !pins.contains(&backup), "{pins:?}");
    assert_eq!(pins.len(), 2, "the new one, and another backup");
}
