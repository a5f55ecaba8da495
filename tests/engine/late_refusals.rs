//! A PIN that a lock refuses as taken, late or after tries without an answer: T9, C7.

use serde_json::json;

use crate::ghosts::{again, cancelled, with_code};
use crate::hosts_hand::code;
use crate::support::builders::failed;
use crate::support::steps::{list, only_command, text};

#[test]
fn t9_c7_a_late_refusal_after_a_removal_is_a_ghost_however_long_its_answer_took() {
    for word in ["busy", "offline"] {
        let (mut house, pin) = with_code(&json!({}));
        let now = "2026-04-20T12:00:00Z";
        house.settle(&[cancelled()], now);
        let first = only_command(&house.take(&[again()], now));
        house.take(&[failed(&first, word, now)], now);
        let at = "2026-04-20T12:00:30Z";
        let second = only_command(&house.take(&[], at));
        assert_eq!(second["pin"], json!(pin));
        // It has no answer in time, and then the lock says that the PIN is taken.
        let deadline = text(&second["deadline"]);
        house.take(&[], &deadline);
        let late = "2026-04-20T12:01:40Z";
        let refused = failed(&second, "duplicate_code", "2026-04-20T12:00:40Z");
        house.take(&[refused], late);
        // Our own ghost: the guest keeps the PIN, and what is left of the first one is taken off.
        let row = code(&mut house, "k1-1");
        assert_eq!(
            (&row["pin"], &row["onLock"]["state"]),
            (&json!(pin), &json!("unknown"))
        );
        assert!(row.get("removedAt").is_some(), "{word}: {row}");
    }
}

#[test]
fn t9_a_refusal_after_a_try_without_an_answer_since_the_removal_is_our_own_code() {
    let (mut house, pin) = with_code(&json!({}));
    let now = "2026-04-20T12:00:00Z";
    house.settle(&[cancelled()], now);
    let first = only_command(&house.take(&[again()], now));
    let deadline = text(&first["deadline"]);
    let mut step = house.take(&[], &deadline);
    let mut at = text(&step["wakeAt"]);
    // The lock is read, which does not show the code, and the code is sent once more.
    for _ in 0..8 {
        let Some(command) = list(&step, "commands").first().cloned() else {
            step = house.take(&[], &at);
            at = text(&step["wakeAt"]);
            continue;
        };
        if command["kind"] == "program_code" {
            house.take(&[failed(&command, "duplicate_code", &at)], &at);
            let row = code(&mut house, "k1-1");
            assert_eq!(row["pin"], json!(pin));
            assert!(row.get("removedAt").is_none(), "{row}");
            return;
        }
        let answers = house.answers(&command, &at);
        step = house.take(&answers, &at);
    }
    panic!("the code is not sent again");
}
