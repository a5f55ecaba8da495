//! The pool of backups (B) and the emergency code (E), driven by hand and at random.

use latchstring::Id;
use latchstring::model::{
    AccessCode, CodeWindow, Desired, Holder, HolderKind, Observed, OnLockState, Policy,
};
use latchstring::rules::{
    BackupState, EmergencyCase, EmergencyPlan, Evidence, PoolCase, PoolPlan, ToldStay,
    backup_identifier, backup_name, backup_state, plan_emergency, plan_pool, pool_target,
    removal_by_hand_at, told,
};
use latchstring::time::{Duration, Instant, Window};
use proptest::prelude::*;

pub fn start() -> Instant {
    "2026-05-01T00:00:00Z".parse().unwrap()
}

pub fn id(text: &str) -> Id {
    text.parse().unwrap()
}

pub fn spare(kind: HolderKind, name: &str, made_at: Instant, state: OnLockState) -> AccessCode {
    let holder = Holder {
        kind,
        id: Some(id(name)),
        generation: None,
    };
    AccessCode {
        wanted: Some(Desired::Window(CodeWindow::default())),
        made_at: Some(made_at),
        on_lock: Observed {
            state,
            ..Observed::ABSENT
        },
        ..AccessCode::new(id(name), id("door"), holder)
    }
}

fn backup(name: &str, made_at: Instant, state: OnLockState) -> AccessCode {
    spare(HolderKind::Backup, name, made_at, state)
}

pub fn plan(
    codes: &[AccessCode],
    free_places: Option<u32>,
    evidence: Evidence,
    now: Instant,
) -> PoolPlan {
    let codes: Vec<&AccessCode> = codes.iter().collect();
    plan_pool(&PoolCase {
        codes: &codes,
        target: 2,
        free_places,
        evidence,
        policy: &Policy::default(),
        now,
    })
}

pub fn stay(from_day: u32, nights: u32) -> Window {
    let from = start() + Duration::days(from_day);
    Window::new(from, from + Duration::days(nights)).unwrap()
}

pub fn emergency(codes: &[AccessCode], told_stay: Option<ToldStay>, now: Instant) -> EmergencyPlan {
    let codes: Vec<&AccessCode> = codes.iter().collect();
    plan_emergency(&EmergencyCase {
        codes: &codes,
        told_stay,
        used_by_stranger: false,
        answered_at: Some(now),
        policy: &Policy::default(),
        now,
    })
}

#[test]
fn b1_the_pool_has_two_or_the_most_arrivals_of_a_day_of_the_week_ahead() {
    let policy = Policy::default();
    assert_eq!(pool_target(&policy, &[]), 2);
    assert_eq!(pool_target(&policy, &[0, 4, 1, 0, 0, 0, 0]), 4);
    // The eighth day is not of the next seven.
    assert_eq!(pool_target(&policy, &[0, 0, 0, 0, 0, 0, 0, 9]), 2);
}

#[test]
fn f27_a_pool_of_zero_is_off_and_what_was_in_it_goes() {
    let mut policy = Policy::default();
    policy.backups.pool_size = 0;
    assert_eq!(pool_target(&policy, &[5]), 0);
    let codes = [
        backup("b1", start(), OnLockState::Confirmed),
        backup("b2", start(), OnLockState::Pending),
    ];
    let case = PoolCase {
        codes: &codes.each_ref(),
        target: 0,
        free_places: None,
        evidence: Evidence::Online,
        policy: &policy,
        now: start(),
    };
    let plan = plan_pool(&case);
    assert_eq!((plan.add, plan.remove.len()), (0, 2));
    assert!(!plan.low && !plan.empty);
}

#[test]
fn f17_b1_of_too_many_backups_those_go_first_that_are_not_on_the_lock() {
    let hour = Duration::minutes(60);
    let codes = [
        backup("b1", start(), OnLockState::Confirmed),
        backup("b2", start() + hour, OnLockState::Confirmed),
        backup("b3", start() + hour + hour, OnLockState::Absent),
    ];
    let (now, evidence) = (start() + Duration::days(1), Evidence::Offline);
    assert_eq!(plan(&codes, None, evidence, now).remove, [id("b3")]);
    let codes = [0, 1, 2].map(|at| AccessCode {
        on_lock: codes[0].on_lock,
        ..codes[at].clone()
    });
    assert_eq!(plan(&codes, None, evidence, now).remove, [id("b1")]);
}

#[test]
fn b1_f63_names_are_cut_at_the_end_of_a_word_and_identifiers_equal_no_pin() {
    let cut_to = |longest| backup_name("Casa del Sol", "100001", Some(longest));
    assert_eq!(cut_to(26), "Casa del Sol Backup 100001");
    assert_eq!(cut_to(25), "Casa del Backup 100001");
    assert_eq!(cut_to(20), "Casa Backup 100001");
    assert_eq!(cut_to(17), "Backup 100001");
    assert_eq!(cut_to(12), "100001");
    let mut guest = spare(
        HolderKind::Reservation,
        "k1",
        start(),
        OnLockState::Confirmed,
    );
    guest.pin = Some("100001".parse().unwrap());
    let other = backup("100002", start(), OnLockState::Confirmed);
    assert_eq!(backup_identifier(&[&guest, &other]), Some(id("100003")));
}

#[test]
fn b2_the_pool_is_refilled_the_moment_a_backup_is_told() {
    let mut codes = vec![
        backup("b1", start(), OnLockState::Confirmed),
        backup("b2", start(), OnLockState::Confirmed),
    ];
    assert_eq!(plan(&codes, None, Evidence::Online, start()).add, 0);
    codes[0] = told(&codes[0], &id("stay"), stay(0, 2), start()).unwrap();
    assert_eq!(plan(&codes, None, Evidence::Online, start()).add, 1);
}

#[test]
fn b4_a_told_backup_is_told_until_the_lock_keeps_it_to_the_stay() {
    let mut code = told(
        &backup("b1", start(), OnLockState::Confirmed),
        &id("stay"),
        stay(0, 2),
        start(),
    )
    .unwrap();
    assert_eq!(backup_state(&code), BackupState::Told);
    let window = stay(0, 2);
    code.on_lock.starts_at = Some(window.starts_at());
    code.on_lock.ends_at = Some(window.ends_at());
    assert_eq!(backup_state(&code), BackupState::Narrowed);
    code.wanted = Some(Desired::REMOVED);
    assert_eq!(backup_state(&code), BackupState::Ending);
    code.on_lock = Observed::gone(window.ends_at());
    assert_eq!(backup_state(&code), BackupState::Removed);
}

#[test]
fn b5_the_host_is_asked_an_hour_after_the_end_or_at_the_next_stay() {
    let policy = Policy::default();
    let end = start();
    assert_eq!(
        removal_by_hand_at(end, None, &policy),
        end + Duration::minutes(60)
    );
    assert_eq!(
        removal_by_hand_at(end, Some(end + Duration::minutes(20)), &policy),
        end + Duration::minutes(20)
    );
    assert_eq!(
        removal_by_hand_at(end, Some(end + Duration::minutes(300)), &policy),
        end + Duration::minutes(60)
    );
}

#[test]
fn b6_d3_old_backups_go_one_at_a_time_after_their_successor_is_ready() {
    let now = start() + Duration::days(90);
    let mut codes = vec![
        backup("b1", start(), OnLockState::Confirmed),
        backup("b2", start() + Duration::days(1), OnLockState::Confirmed),
    ];
    assert_eq!(
        plan(&codes, None, Evidence::Online, now - Duration::minutes(1)).add,
        0
    );
    assert_eq!(
        plan(&codes, None, Evidence::Online, now - Duration::minutes(1)).look_again_at,
        Some(now)
    );
    assert_eq!(plan(&codes, None, Evidence::Online, now).add, 1);
    assert_eq!(
        plan(&codes, Some(0), Evidence::Online, now).add,
        0,
        "only with a free place"
    );
    codes.push(backup("b3", now, OnLockState::Pending));
    // D3: while it is replaced, the age of the next one matters to nobody.
    assert_eq!(
        plan(&codes, None, Evidence::Online, now).look_again_at,
        None
    );
    assert!(
        plan(&codes, None, Evidence::Online, now).remove.is_empty(),
        "added before removed"
    );
    codes[2].on_lock.state = OnLockState::Confirmed;
    assert_eq!(plan(&codes, None, Evidence::Online, now).remove, [id("b1")]);
}

#[test]
fn b7_low_and_empty_pools_are_reported_where_nothing_will_mend_them() {
    let one = [backup("b1", start(), OnLockState::Confirmed)];
    assert!(
        !plan(&one, None, Evidence::Online, start()).low,
        "a refill is on its way"
    );
    assert!(plan(&one, None, Evidence::Offline, start()).low);
    assert!(
        plan(&[], Some(0), Evidence::Online, start()).empty,
        "no place for it"
    );
}

#[test]
fn f17_nothing_rotates_on_missing_evidence() {
    // Nobody knows when it was made, and nobody was told it: there is no reason to replace it.
    let mut code = spare(HolderKind::Emergency, "e1", start(), OnLockState::Unknown);
    code.made_at = None;
    let keep = EmergencyPlan::Keep { replace_at: None };
    assert_eq!(
        emergency(&[code], None, start() + Duration::days(400)),
        keep
    );
}

/// What may happen to a pool.
#[derive(Clone, Debug)]
enum Event {
    Tell,
    LockAnswers,
    LockSilent,
    DaysPass(u32),
    StayEnds(usize),
}

fn some_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Tell),
        Just(Event::LockAnswers),
        Just(Event::LockSilent),
        (1..60_u32).prop_map(Event::DaysPass),
        (0..8_usize).prop_map(Event::StayEnds),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// I3 and I6 over random lives of one lock's pool.
    #[test]
    fn i3_i6_a_backup_has_one_guest_ever_and_a_quiet_online_pool_is_full(
        events in prop::collection::vec(some_event(), 1..40),
        places in 3..12_u32,
    ) {
        let (mut codes, mut now, mut online, mut made) = (Vec::<AccessCode>::new(), start(), true, 0);
        let mut tellings = std::collections::BTreeMap::<Id, Id>::new();
        for (step, event) in events.into_iter().enumerate() {
            match event {
                Event::Tell => {
                    let ready = codes.iter().position(|code| backup_state(code) == BackupState::Ready);
                    if let Some(at) = ready {
                        let guest = id(&format!("stay-{step}"));
                        codes[at] = told(&codes[at], &guest, stay(0, 400), now).unwrap();
                        prop_assert!(tellings.insert(codes[at].id.clone(), guest).is_none(), "told twice");
                    }
                }
                Event::LockAnswers => online = true,
                Event::LockSilent => online = false,
                Event::DaysPass(days) => now = now + Duration::days(days),
                Event::StayEnds(at) => {
                    if let Some(code) = codes.iter_mut().filter(|code| code.is_told()).nth(at) {
                        code.wanted = Some(Desired::REMOVED);
                    }
                }
            }
            settle(&mut codes, online, now, places, &mut made);
            let taken = codes.iter().filter(|code| code.on_lock.state != OnLockState::Absent).count();
            prop_assert!(taken <= places as usize, "{taken} codes in {places} places");
            let ready = codes.iter().filter(|code| backup_state(code) == BackupState::Ready).count();
            let told_there = codes.iter().filter(|code| {
                code.is_told() && backup_state(code) != BackupState::Removed
            }).count();
            if online {
                prop_assert_eq!(ready, 2.min(places as usize - told_there.min(places as usize)));
                let fresh = |code: &AccessCode| code.made_at.unwrap() + Duration::days(90) > now;
                let room = told_there + ready < places as usize;
                prop_assert!(!room || codes.iter().filter(|code| backup_state(code) == BackupState::Ready).all(fresh));
            }
        }
    }
}

/// Does what the plan says, on a lock that does it at once where it answers.
fn settle(codes: &mut Vec<AccessCode>, online: bool, now: Instant, places: u32, made: &mut u32) {
    for _ in 0..40 {
        let before = codes.clone();
        let on_it = codes
            .iter()
            .filter(|code| code.on_lock.state != OnLockState::Absent)
            .count();
        let coming = codes
            .iter()
            .filter(|code| {
                code.on_lock.state == OnLockState::Absent && code.wanted != Some(Desired::REMOVED)
            })
            .count();
        let evidence = if online {
            Evidence::Online
        } else {
            Evidence::Offline
        };
        let free = places.saturating_sub(u32::try_from(on_it + coming).unwrap());
        let plan = plan(codes, Some(free), evidence, now);
        for _ in 0..plan.add {
            *made += 1;
            codes.push(backup(&format!("b{made:04}"), now, OnLockState::Absent));
        }
        for gone in &plan.remove {
            for code in codes.iter_mut().filter(|code| code.id == *gone) {
                code.wanted = Some(Desired::REMOVED);
            }
        }
        if online {
            for code in codes.iter_mut() {
                code.on_lock = match code.wanted {
                    Some(Desired::Window(held)) => Observed {
                        state: OnLockState::Confirmed,
                        starts_at: held.starts_at,
                        ends_at: held.ends_at,
                        at: Some(now),
                        guaranteed_window: None,
                    },
                    _ => Observed::gone(now),
                };
            }
        }
        if *codes == before {
            break;
        }
    }
}
