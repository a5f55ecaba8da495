//! The searches.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;
use std::time;

use crate::broken::Broken;
use crate::plan::{Plan, instant};
use crate::print::print;
use crate::search::{Found, Model, Print, search};
use crate::world::{Action, World};

type Holders = BTreeSet<(String, Option<i64>, Option<i64>)>;

struct Site {
    plan: Plan,
    /// Who has what at an instant, by which bookings were told (I7).
    holders: Mutex<HashMap<(i64, u8), Holders>>,
}

impl Model for Site {
    type State = World;
    type Action = Action;

    fn first(&self) -> World {
        World::new(&self.plan).unwrap()
    }

    fn print(&self, state: &World) -> Print {
        print(&self.plan, state)
    }

    fn actions(&self, state: &World) -> Vec<Action> {
        state.actions(&self.plan)
    }

    fn next(&self, state: &World, action: Action) -> Result<World, String> {
        let next = state.next(&self.plan, action)?;
        if next.is_over(&self.plan) {
            next.check_end(&self.plan)?;
        }
        if action == Action::Wait && state.is_quiet() && !state.has_refused() {
            self.check_holders(state)?;
        }
        Ok(next)
    }
}

impl Site {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            holders: Mutex::new(HashMap::new()),
        }
    }

    /// I7: when all is quiet, whatever went wrong before has left no trace.
    fn check_holders(&self, state: &World) -> Result<(), String> {
        let found = state.holders(&self.plan);
        let mut holders = self.holders.lock().unwrap();
        let first = holders
            .entry((state.now, state.heard))
            .or_insert_with(|| found.clone());
        if *first == found {
            return Ok(());
        }
        Err(format!(
            "I7: at {} {found:?} are on the lock, else {first:?}",
            instant(state.now)
        ))
    }
}

fn look(name: &str, plan: Plan) -> Found<Action> {
    let began = time::Instant::now();
    let site = Site::new(plan);
    let found = search(&site, CAP);
    println!(
        "{name}: {} states, {} steps, {} ends, depth {} in {} ms",
        found.states,
        found.steps,
        found.ends,
        found.depth,
        began.elapsed().as_millis()
    );
    if let Some((what, way)) = &found.failure {
        println!("{what}");
        let mut state = site.first();
        for action in way {
            println!("  {} {action:?}", instant(state.now));
            match state.next(&site.plan, *action) {
                Ok(next) => state = next,
                Err(_) => break,
            }
        }
        for code in &state.stored.access_codes {
            println!("  {code:?}");
        }
    }
    found
}

/// More states than the largest plan has by far.
const CAP: usize = 3_000_000;

/// Every state of a plan holds what it must, and there is an end.
fn holds(name: &str, plan: Plan) {
    let found = look(name, plan);
    assert!(found.failure.is_none());
    assert!(found.ends > 0);
}

/// How many of something a plan has: more than `few` take longer than a run of all tests may.
fn asked(name: &str, few: u8) -> u8 {
    let many = std::env::var(name).ok();
    many.map_or(few, |many| many.parse().expect("a number"))
}

#[test]
fn i1_to_i9_d3_d4_hold_after_losses_and_a_crash() {
    let mut plan = Plan::new(false, 15, 11);
    plan.losses = asked("LOSSES", 1);
    holds("losses and a crash", plan);
}

#[test]
fn i1_to_i9_d3_d4_hold_on_a_lock_that_stores_windows() {
    let mut plan = Plan::new(true, 15, 15);
    plan.losses = asked("LOSSES", 1);
    holds("a lock that stores windows, losses and a crash", plan);
}

#[test]
fn i1_to_i9_hold_while_a_lock_is_silent() {
    for native_schedule in [false, true] {
        let mut plan = Plan::new(native_schedule, 15, 11);
        (plan.losses, plan.crashes, plan.silence) = (1, asked("CRASHES", 0), true);
        holds("a loss, a crash or a silent lock", plan);
    }
}

#[test]
fn t5_t6_i7_hold_for_a_stay_that_is_cancelled() {
    for native_schedule in [false, true] {
        let mut plan = Plan::new(native_schedule, 15, 11);
        let mut cancelled = plan.booking(0, 2);
        cancelled.confirmed = false;
        plan.bookings.push(cancelled);
        (plan.losses, plan.crashes) = (1, 0);
        holds("a cancelled stay and a loss", plan);
    }
}

#[test]
fn i10_holds_for_a_code_that_somebody_typed_in() {
    let mut plan = Plan::new(false, 15, 11);
    plan.typed_in = Some("824613".parse().unwrap());
    plan.losses = 1;
    holds("a code that somebody typed in, a loss and a crash", plan);
    // The PIN that the first stay would get (P3), so that the lock refuses it (F9). With a loss
    // nobody could tell whose it is: the lock would say the same of a first try that had worked
    // (F25).
    let mut plan = Plan::new(false, 15, 11);
    let told = World::new(&plan).and_then(|world| world.next(&plan, Action::Tell(0)));
    let codes = told.unwrap().stored.access_codes;
    let code = codes
        .iter()
        .find(|code| code.holder.reservation_id().is_some());
    plan.typed_in = code.and_then(|code| code.pin);
    assert!(plan.typed_in.is_some());
    (plan.losses, plan.crashes) = (0, 0);
    holds("a code that somebody typed in with a stay's PIN", plan);
}

#[test]
fn a3b_i1_to_i9_hold_where_the_platform_makes_codes_of_the_lock_s_algorithm() {
    for native_schedule in [false, true] {
        let mut plan = Plan::new(native_schedule, 15, 11);
        (plan.losses, plan.crashes, plan.silence) = (1, asked("CRASHES", 0), true);
        plan.offline_codes = true;
        holds("an offline-capable lock that falls silent", plan);
    }
}

#[test]
fn s1_i1_to_i9_hold_on_a_lock_that_addresses_codes_by_place() {
    for native_schedule in [false, true] {
        let mut plan = Plan::new(native_schedule, 15, 11);
        (plan.losses, plan.crashes) = (asked("LOSSES", 1), asked("CRASHES", 0));
        plan.slots = Some(4);
        holds("a lock of four places, and a loss", plan);
    }
}

#[test]
fn c7_i1_to_i9_hold_where_a_cloud_accepts_and_confirms_or_fails_later() {
    for native_schedule in [false, true] {
        let mut plan = Plan::new(native_schedule, 15, 11);
        (plan.losses, plan.crashes) = (asked("LOSSES", 0), asked("CRASHES", 0));
        plan.accepts = true;
        holds("a cloud that accepts and confirms or fails later", plan);
    }
}

#[test]
fn broken_engines_are_caught() {
    let caught = [
        (Broken::KeepsSparesToItself, "I1:"),
        (Broken::TakesNothingOff, "I2:"),
        (Broken::HidesSparesFromHost, "I8:"),
        (Broken::Oversleeps, "D3:"),
        (Broken::NeverTriesAgain, "I2:"),
    ];
    for (broken, by) in caught {
        let mut plan = Plan::new(false, 15, 11);
        (plan.losses, plan.crashes, plan.broken) = (1, 0, Some(broken));
        let found = look(&format!("{broken:?}"), plan);
        let what = found.failure.map(|(what, _)| what).unwrap_or_default();
        assert!(what.starts_with(by), "{broken:?}: {what}");
    }
    // Where nothing is lost, there is nothing to try again.
    let mut plan = Plan::new(false, 15, 11);
    (plan.losses, plan.crashes, plan.broken) = (0, 0, Some(Broken::NeverTriesAgain));
    holds("NeverTriesAgain, and no loss", plan);
}

#[test]
fn a_cap_on_states_is_a_failure() {
    let found = search(&Site::new(Plan::new(false, 15, 11)), 100);
    assert!(
        found
            .failure
            .is_some_and(|(what, _)| what.contains("not complete"))
    );
}
