//! Windows that are being changed, while nobody knows whether the lock has made the change: T1, A4,
//! C7, F25.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, STAY, booking, door_is, failed, listing, lock, lock_report, one_backup, result,
    stay,
};
use crate::support::steps::{list, noticed, only_command, text};

const IN_THE_STAY: &str = "2026-05-02T12:00:00Z";
/// The deadline of a command that is given then (C7).
const DEADLINE: &str = "2026-05-02T12:00:20Z";
const OLD_END: &str = "2026-05-03T09:30:00Z";

/// Of whose codes no window can be changed, and no backup can be told.
fn fixed_and_unreadable() -> House {
    House::with_locks(&[lock(
        "door",
        &json!({ "canUpdate": false, "canReadBack": false }),
    )])
}

/// A night more.
fn longer() -> Value {
    stay(&json!({ "revision": 2, "departure": "2026-05-04" }))
}

/// A guest who is in, and the command by which their stay's window changes.
fn changing(house: &mut House, changed: Value) -> Value {
    house.move_in();
    let step = house.take(&[changed], IN_THE_STAY);
    let command = only_command(&step);
    assert_eq!(command["kind"], "change_window");
    command
}

fn on_lock(house: &mut House, kind: &str) -> Value {
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let mut found = codes.filter(|code| code["holder"]["kind"] == kind);
    found.next().unwrap()["onLock"].clone()
}

fn told_spares(step: &Value) -> Vec<String> {
    let mut keys = noticed(step);
    keys.retain(|key| key.starts_with("backup_told"));
    keys
}

#[test]
fn t1_a_change_that_is_accepted_or_unanswered_takes_nothing_from_a_guest_that_both_windows_cover() {
    let cases = [
        ("accepted", IN_THE_STAY),
        ("unknown", IN_THE_STAY),
        ("", DEADLINE),
    ];
    for (outcome, now) in cases {
        for over in [json!({}), json!({ "canReadBack": false })] {
            // Longer by a night: what is uncovered begins where the old window ends.
            let mut house = House::one_door(&over, &one_backup());
            let change = changing(&mut house, longer());
            let answer = (!outcome.is_empty()).then(|| result(&change, outcome, now));
            let step = house.take(&answer.into_iter().collect::<Vec<_>>(), now);
            assert_eq!(
                told_spares(&step),
                Vec::<String>::new(),
                "{outcome} of {over}"
            );
            let guaranteed_window = json!({ "startsAt": STAY, "endsAt": OLD_END });
            assert_eq!(
                on_lock(&mut house, "reservation")["guaranteedWindow"],
                guaranteed_window
            );
            // Shorter by an hour: nothing is uncovered, though the lock fall silent.
            let mut house = House::one_door(&over, &one_backup());
            let change = changing(
                &mut house,
                stay(&json!({ "revision": 2, "checkOut": "10:00" })),
            );
            let answer = (!outcome.is_empty()).then(|| result(&change, outcome, now));
            let facts: Vec<Value> = answer
                .into_iter()
                .chain([door_is("offline", now)])
                .collect();
            let step = house.take(&facts, now);
            assert_eq!(
                told_spares(&step),
                Vec::<String>::new(),
                "{outcome} of {over}"
            );
        }
    }
}

#[test]
fn t1_b4_no_second_backup_is_told_while_the_first_is_kept_to_its_stay() {
    let mut house = House::one_door(&json!({ "canReadBack": false }), &one_backup());
    // The lock is silent from before the booking on: a backup is told.
    house.settle(&[], APRIL);
    let now = "2026-05-01T12:58:00Z";
    let over = json!({ "bookedAt": now });
    let step = house.take(&[door_is("offline", now), booking("stay", MAY, &over)], now);
    assert_eq!(told_spares(&step).len(), 1, "{step}");
    let failing = |step: &Value, now: &str| -> Vec<Value> {
        let commands = list(step, "commands").iter();
        commands.map(|one| failed(one, "offline", now)).collect()
    };
    house.take(&failing(&step, now), now);
    // It answers, and is told to keep the backup to the stay, whose answer is lost.
    let back = "2026-05-01T13:30:00Z";
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        back,
    );
    let mut facts = vec![online];
    let mut now = back.to_owned();
    let mut lost = 0;
    for _ in 0..30 {
        let step = house.take(&facts, &now);
        assert_eq!(told_spares(&step), Vec::<String>::new(), "at {now}");
        facts.clear();
        for command in list(&step, "commands") {
            let about =
                command["window"].get("endsAt").is_some() && command["kind"] == "change_window";
            if about && lost < 2 {
                lost += 1;
                facts.push(result(command, "unknown", &now));
            } else {
                facts.extend(house.answers(command, &now));
            }
        }
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
            if now.as_str() > "2026-05-01T14:00:00Z" {
                break;
            }
        }
    }
    assert_eq!(lost, 2);
    // T1: it is not put there a second time; it got its window in the end.
    let site = house.site();
    let told = list(&site, "accessCodes")
        .iter()
        .find(|code| code.get("toldTo").is_some());
    let told = told.unwrap();
    assert_eq!(
        (
            &told["onLock"]["state"],
            &told["onLock"]["endsAt"],
            told["onLock"].get("guaranteedWindow")
        ),
        (&json!("confirmed"), &json!(OLD_END), None)
    );
}

#[test]
fn t1_of_several_changes_only_what_all_windows_cover_is_sure_until_one_is_confirmed_or_read() {
    let mut house = House::one_door(&json!({}), &one_backup());
    let first = changing(&mut house, longer());
    house.take(&[result(&first, "accepted", IN_THE_STAY)], IN_THE_STAY);
    let shorter = stay(&json!({ "revision": 3, "checkIn": "16:00", "checkOut": "10:00" }));
    let at = "2026-05-02T12:00:10Z";
    let second = only_command(&house.take(&[shorter], at));
    house.take(&[result(&second, "accepted", at)], at);
    assert_eq!(
        on_lock(&mut house, "reservation")["guaranteedWindow"],
        json!({ "startsAt": "2026-05-01T14:00:00Z", "endsAt": "2026-05-03T08:30:00Z" })
    );
    // What the lock lists is what it has.
    let later = "2026-05-02T12:10:00Z";
    let pin = house.pin("stay", "door");
    let listed = json!([{ "pin": pin, "startsAt": STAY, "endsAt": OLD_END }]);
    house.take(
        &[lock_report("door", &json!({ "codes": listed }), later)],
        later,
    );
    let shown = on_lock(&mut house, "reservation");
    assert_eq!(
        (shown.get("guaranteedWindow"), &shown["endsAt"]),
        (None, &json!(OLD_END))
    );
}

#[test]
fn t1_a4_a_use_within_both_windows_shows_that_the_code_works_but_not_that_the_change_was_made() {
    let mut house = House::one_door(&json!({}), &one_backup());
    let change = changing(&mut house, longer());
    let used = |code: &Value, at: &str| {
        json!({ "type": "code_used", "id": format!("used-{at}"),
            "at": at, "lockId": "door", "codeId": code })
    };
    house.take(&[result(&change, "accepted", IN_THE_STAY)], IN_THE_STAY);
    let said = json!({ "type": "guest_locked_out", "id": "said", "at": "2026-05-02T12:00:05Z",
                       "reservationId": "stay", "lockId": "door" });
    let at = "2026-05-02T12:00:06Z";
    // A4: they got in after all, before anybody had to do anything.
    let step = house.take(&[said, used(&change["codeId"], at)], at);
    assert_eq!(told_spares(&step), Vec::<String>::new());
    assert_eq!(on_lock(&mut house, "reservation")["state"], "accepted");
    // After the old window has ended, it does.
    let late = "2026-05-03T10:00:00Z";
    house.take(&[used(&change["codeId"], late)], late);
    let shown = on_lock(&mut house, "reservation");
    assert_eq!(
        (&shown["state"], shown.get("guaranteedWindow")),
        (&json!("confirmed"), None)
    );
}

#[test]
fn t1_f25_a_code_that_was_never_confirmed_and_is_used_opens_by_the_window_that_it_was_sent_with() {
    let mut house = House::with_locks(&[lock("door", &json!({ "canReadBack": false }))]);
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    house.take(&[result(&program, "unknown", APRIL)], APRIL);
    let used = json!({ "type": "code_used", "id": "used", "at": IN_THE_STAY, "lockId": "door",
                       "codeId": program["codeId"] });
    house.take(&[used], IN_THE_STAY);
    let shown = on_lock(&mut house, "reservation");
    assert_eq!(
        (&shown["state"], &shown["startsAt"], &shown["endsAt"]),
        (&json!("confirmed"), &json!(STAY), &json!(OLD_END))
    );
    // So it has to be told of a night more.
    let change = only_command(&house.take(&[longer()], "2026-05-02T12:01:00Z"));
    assert_eq!(
        (&change["kind"], &change["window"]["endsAt"]),
        (&json!("change_window"), &json!("2026-05-04T09:30:00Z"))
    );
}

#[test]
fn t1_f25_a_code_that_should_have_gone_and_did_not_is_sure_for_what_its_old_window_and_the_new_one_cover()
 {
    // While it opens by either window, and once it may have ended.
    for silent_until in ["2026-05-01T22:00:00Z", "2026-05-03T12:00:00Z"] {
        let mut house = fixed_and_unreadable();
        house.settle(&[stay(&json!({}))], APRIL);
        let pin = house.pin("stay", "door");
        // A night more: the code goes, to come back with its new window. Nobody answers until the
        // guest is in, to more commands than a lock remembers.
        let mut now = "2026-05-01T12:00:00Z".to_owned();
        let mut step = house.take(&[longer()], &now);
        assert_eq!(only_command(&step)["kind"], "remove_code");
        while now.as_str() < silent_until || list(&step, "commands").is_empty() {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
        }
        let program = only_command(&step);
        assert_eq!(
            (&program["kind"], &program["pin"]),
            (&json!("program_code"), &json!(pin))
        );
        let step = house.take(&[failed(&program, "duplicate_code", &now)], &now);
        let first = on_lock(&mut house, "reservation");
        assert_eq!(
            (&first["state"], &first["guaranteedWindow"]["endsAt"]),
            (&json!("unverifiable"), &json!(OLD_END))
        );
        // It may end with the stay as it was: another one comes beside it, and it goes when the
        // guest knows that (T4, T7).
        let second = only_command(&step);
        assert_eq!(
            (&second["kind"], &second["window"]["endsAt"]),
            (&json!("program_code"), &json!("2026-05-04T09:30:00Z"))
        );
        assert_ne!(second["pin"], program["pin"]);
        house.settle_commands(&step, &now);
        assert_eq!(house.pins_on("door"), [text(&second["pin"])]);
        let told = house.site()["trips"][0]["toldAccess"].clone();
        assert_eq!(told["doors"][0]["pin"], second["pin"]);
    }
}

#[test]
fn t1_f18_a_code_that_was_there_already_is_sure_for_the_window_that_it_was_sent_with_and_not_for_a_longer_one()
 {
    let mut house = fixed_and_unreadable();
    house.settle(&[], APRIL);
    // The guest is in, by a code of which the lock says no more than that it is there.
    let first = only_command(&house.take(&[stay(&json!({}))], IN_THE_STAY));
    let mut step = house.take(&[], &text(&first["deadline"]));
    let now = text(&step["wakeAt"]);
    step = house.take(&[], &now);
    let again = only_command(&step);
    assert_eq!(again["pin"], first["pin"]);
    house.settle(&[failed(&again, "duplicate_code", &now)], &now);
    assert_eq!(
        on_lock(&mut house, "reservation")["guaranteedWindow"]["endsAt"],
        OLD_END
    );
    house.settle(&[longer()], "2026-05-02T13:00:00Z");
    let pin = house.pin("stay", "door");
    assert_ne!(
        json!(pin),
        first["pin"],
        "another one for all of the stay (T7)"
    );
    let ends_at = Some("2026-05-04T09:30:00Z".to_owned());
    assert!(
        house.locks["door"]
            .values()
            .any(|held| held.0 == pin && held.2 == ends_at)
    );
}

#[test]
fn d3_b5_nobody_is_called_at_the_end_of_a_window_of_which_nobody_knows_whether_the_lock_has_it() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "backups": { "manualRemovalMinutes": 0 } },
    }));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-05-03T08:00:00Z");
    let silent = |step: &Value, now: &str| -> Vec<Value> {
        let commands = list(step, "commands").iter();
        commands.map(|one| failed(one, "offline", now)).collect()
    };
    // The guest stays an hour longer, of which nobody hears any more, and is cancelled before that.
    let now = "2026-05-03T09:05:00Z";
    let change =
        only_command(&house.take(&[stay(&json!({ "revision": 2, "checkOut": "11:10" }))], now));
    house.take(&[result(&change, "unknown", now)], now);
    let mut now = "2026-05-03T09:11:00Z".to_owned();
    let cancelled = json!({ "revision": 3, "checkOut": "11:10", "status": "cancelled" });
    let mut facts = vec![stay(&cancelled), door_is("offline", &now)];
    let mut by_hand = 0;
    while now.as_str() < "2026-05-03T12:00:00Z" {
        let before = house.site();
        let step = house.take(&facts, &now);
        assert!(
            !facts.is_empty() || before != house.site(),
            "D3: nothing to do at {now}"
        );
        let keys = noticed(&step).into_iter();
        by_hand += keys
            .filter(|key| key.starts_with("removal_by_hand"))
            .count();
        facts = silent(&step, &now);
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert_eq!(by_hand, 1);
}

#[test]
fn t1_f37_an_accepted_extension_burns_nothing_on_a_lock_that_changes_in_place() {
    for over in [
        json!({}),
        json!({ "profile": "schlage" }),
        json!({ "profile": "kwikset" }),
        json!({ "clockSuspect": true }),
        json!({ "clockSuspect": true, "canReadBack": false }),
    ] {
        let policy = json!({ "backups": { "poolSize": 2 }, "emergency": { "enabled": true } });
        let mut house = House::one_door(&over, &policy);
        house.move_in();
        let mut told = Vec::new();
        let step = house.take(&[longer()], IN_THE_STAY);
        told.extend(noticed(&step));
        let change = only_command(&step);
        let step = house.take(&[result(&change, "accepted", IN_THE_STAY)], IN_THE_STAY);
        told.extend(noticed(&step));
        assert_eq!(told, ["access_changed:stay:2"], "{over}");
    }
}

#[test]
fn t1_where_a_platform_replaces_a_code_to_change_it_the_code_may_be_gone() {
    // It can be read, and is there: the guest hears of their new end, and of nothing else.
    let replaces = json!({ "changesBy": "replace" });
    let mut house = House::one_door(&replaces, &one_backup());
    let change = changing(&mut house, longer());
    house.confirm(&change, IN_THE_STAY);
    let step = house.take(&[result(&change, "accepted", IN_THE_STAY)], IN_THE_STAY);
    assert_eq!(
        on_lock(&mut house, "reservation").get("guaranteedWindow"),
        None
    );
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, "2026-05-02T12:00:05Z");
    let step = house.take(&answers, "2026-05-02T12:00:05Z");
    assert_eq!(told_spares(&step), Vec::<String>::new());
    // It can't be read, or its answer is lost: after its chance the guest has a backup.
    for (over, outcome) in [
        (json!({ "canReadBack": false }), "accepted"),
        (json!({}), "unknown"),
    ] {
        for (by, burned) in [("replace", 1), ("in_place", 0)] {
            let over = crate::support::builders::with(over.clone(), &json!({ "changesBy": by }));
            let mut house = House::one_door(&over, &one_backup());
            let change = changing(&mut house, longer());
            let mut step = house.take(&[result(&change, outcome, IN_THE_STAY)], IN_THE_STAY);
            let mut told = told_spares(&step).len();
            while text(&step["wakeAt"]).as_str() < "2026-05-02T12:02:00Z" {
                let now = text(&step["wakeAt"]);
                step = house.take(&[], &now);
                told += told_spares(&step).len();
            }
            assert_eq!(told, burned, "{over} {outcome}");
        }
    }
}
