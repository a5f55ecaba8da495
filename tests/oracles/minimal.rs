//! Many cases out of one seed; of a failing one the smallest that still fails is shown.

use super::draw::{Draw, Seeded};
use std::fmt::Debug;
use std::thread;

/// Something that can be made smaller.
pub trait Smaller: Sized {
    /// Cases that are each a little simpler.
    fn smaller(&self) -> Vec<Self>;
}

/// Checks so many cases, on all cores; the check says what is wrong.
pub fn check_all<T: Smaller + Debug>(
    cases: u64,
    draw: impl Fn(&mut Draw) -> T + Sync,
    check: impl Fn(&T) -> Result<(), String> + Sync,
) {
    let seeded = Seeded::new();
    let workers = thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    thread::scope(|scope| {
        for worker in 0..workers {
            let (draw, check) = (&draw, &check);
            scope.spawn(move || {
                for number in (worker..cases).step_by(usize::try_from(workers).unwrap()) {
                    let case = draw(&mut Draw(seeded.branch(number)));
                    if check(&case).is_err() {
                        let small = minimal(case, check);
                        panic!("case {number}: {}\n{small:#?}", check(&small).unwrap_err());
                    }
                }
            });
        }
    });
}

fn minimal<T: Smaller>(mut case: T, check: &impl Fn(&T) -> Result<(), String>) -> T {
    while let Some(next) = case.smaller().into_iter().find(|next| check(next).is_err()) {
        case = next;
    }
    case
}

/// Two values are the same, or the difference in words, with all that it is about.
pub fn same<T: PartialEq + Debug>(
    what: &str,
    given: T,
    wanted: T,
    about: &impl Debug,
) -> Result<(), String> {
    if given == wanted {
        return Ok(());
    }
    Err(format!(
        "{what}: wanted {wanted:?}, given {given:?}\n{about:#?}"
    ))
}

/// Each variant of `case` with one change; those that change nothing are left out, or shrinking
/// would never end.
macro_rules! variants {
    ($case:expr, $($path:ident).+ = $value:expr, $into:expr) => {{
        if $case.$($path).+ != $value {
            let mut other = $case.clone();
            other.$($path).+ = $value;
            $into.push(other);
        }
    }};
}
pub(crate) use variants;
