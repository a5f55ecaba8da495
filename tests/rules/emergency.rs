//! When the emergency code is made and replaced (E1, E2).

use crate::backups::{emergency, id, spare, start, stay};
use latchstring::model::{AccessCode, HolderKind, Observed, OnLockState, Policy};
use latchstring::rules::{
    EmergencyCase, EmergencyPlan, ToldStay, emergency_length, plan_emergency, told,
};
use latchstring::time::Duration;

#[test]
fn e1_the_emergency_code_is_made_at_linking_unless_somebody_elses_code_is_in_its_slot() {
    assert_eq!(emergency(&[], None, start()), EmergencyPlan::Make);
    let mut unknown = spare(HolderKind::Unknown, "u1", start(), OnLockState::Confirmed);
    unknown.slot = Some(15);
    let off = EmergencyPlan::Off {
        remove: None,
        occupied_by: Some(id("u1")),
    };
    assert_eq!(emergency(&[unknown.clone()], None, start()), off);
    // One that is off, or in another slot, takes nobody's place.
    let gone = AccessCode {
        on_lock: Observed::gone(start()),
        ..unknown.clone()
    };
    assert_eq!(emergency(&[gone], None, start()), EmergencyPlan::Make);
    unknown.slot = Some(14);
    assert_eq!(emergency(&[unknown], None, start()), EmergencyPlan::Make);
    let mut abilities = latchstring::model::profile("nuki").unwrap();
    assert_eq!(emergency_length(&abilities), 6);
    abilities.rules.lengths = Some(vec![4, 5]);
    assert_eq!(emergency_length(&abilities), 5);
}

#[test]
fn e2_it_is_replaced_an_hour_after_checkout_or_at_the_next_stay() {
    let code = spare(HolderKind::Emergency, "e1", start(), OnLockState::Confirmed);
    let given = told(&code, &id("stay"), stay(0, 2), start()).unwrap();
    let ends_at = stay(0, 2).ends_at();
    let codes = [given];
    let late = Some(ToldStay {
        ends_at,
        grace_ends_at: ends_at + Duration::minutes(30),
        next_starts_at: None,
    });
    let replace = EmergencyPlan::Replace { code_id: id("e1") };
    let due = ends_at + Duration::minutes(60);
    assert_eq!(
        emergency(&codes, late, due - Duration::minutes(1)),
        EmergencyPlan::Keep {
            replace_at: Some(due)
        }
    );
    assert_eq!(emergency(&codes, late, due), replace);
    let next = Some(ToldStay {
        ends_at,
        grace_ends_at: ends_at + Duration::minutes(10),
        next_starts_at: Some(ends_at + Duration::minutes(10)),
    });
    assert_eq!(
        emergency(&codes, next, ends_at + Duration::minutes(10)),
        replace
    );
    // F45: the grace of the stay is over first, whatever comes next.
    let graced = Some(ToldStay {
        ends_at,
        grace_ends_at: ends_at + Duration::minutes(90),
        next_starts_at: Some(ends_at + Duration::minutes(10)),
    });
    assert_eq!(
        emergency(&codes, graced, ends_at + Duration::minutes(89)),
        EmergencyPlan::Keep {
            replace_at: Some(ends_at + Duration::minutes(90))
        }
    );
}

#[test]
fn e2_every_ninety_days_but_never_under_a_guest_who_goes_by_it() {
    let code = spare(HolderKind::Emergency, "e1", start(), OnLockState::Confirmed);
    let due = start() + Duration::days(90);
    let codes = [code.clone()];
    assert_eq!(
        emergency(&codes, None, due - Duration::minutes(1)),
        EmergencyPlan::Keep {
            replace_at: Some(due)
        }
    );
    assert_eq!(
        emergency(&codes, None, due),
        EmergencyPlan::Replace { code_id: id("e1") }
    );
    let window = stay(89, 3);
    let given = [told(&code, &id("stay"), window, window.starts_at()).unwrap()];
    let told_stay = Some(ToldStay {
        ends_at: window.ends_at(),
        grace_ends_at: window.ends_at(),
        next_starts_at: None,
    });
    let put_off = EmergencyPlan::Keep {
        replace_at: Some(window.ends_at() + Duration::minutes(60)),
    };
    assert_eq!(emergency(&given, told_stay, due), put_off);
}

#[test]
fn e2_at_once_where_a_stranger_used_it_but_not_under_a_guest_who_goes_by_it() {
    let code = spare(HolderKind::Emergency, "e1", start(), OnLockState::Confirmed);
    let used = |codes: &[AccessCode], told_stay, now| {
        let codes: Vec<&AccessCode> = codes.iter().collect();
        plan_emergency(&EmergencyCase {
            codes: &codes,
            told_stay,
            used_by_stranger: true,
            answered_at: None,
            policy: &Policy::default(),
            now,
        })
    };
    let replace = EmergencyPlan::Replace { code_id: id("e1") };
    assert_eq!(
        used(
            std::slice::from_ref(&code),
            None,
            start() + Duration::minutes(1)
        ),
        replace
    );
    let window = stay(0, 2);
    let given = [told(&code, &id("stay"), window, start()).unwrap()];
    let told_stay = Some(ToldStay {
        ends_at: window.ends_at(),
        grace_ends_at: window.ends_at(),
        next_starts_at: None,
    });
    let put_off = EmergencyPlan::Keep {
        replace_at: Some(window.ends_at() + Duration::minutes(60)),
    };
    assert_eq!(used(&given, told_stay, window.starts_at()), put_off);
    assert_eq!(
        used(&given, told_stay, window.ends_at() + Duration::minutes(60)),
        replace
    );
}
