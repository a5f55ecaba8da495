//! What a step finds, and where it keeps that until its end.
//!
//! A step evaluates one place at a time: a lock, a listing, a stay or a visit. Each evaluation says
//! when to look again, what the host should know, and on which locks it depends. Whoever evaluates
//! a place gets the step as one argument, a [`Context`].
//!
//! - `context`: the step under way: the state, the key, the clock, the output, the evaluation.
//! - `output`: the commands, notices and audit rows of the step.
//! - `place_evaluation`: what the evaluation of one place finds.
//! - `timers`: each thing that may wake a site, and when.
//! - `condition`: what the host should know while it lasts.
//! - `suspension`: locks that failed too often in a row.
//! - `watch`: which changes of a lock ask for a new evaluation.
//! - `counts`: counts by key.

mod condition;
mod context;
mod counts;
mod output;
mod place_evaluation;
mod suspension;
mod timers;
mod watch;

pub(crate) use condition::HostCondition;
pub(crate) use context::Context;
pub(crate) use counts::{less, more};
pub(crate) use output::Output;
pub(crate) use place_evaluation::Evaluation;
pub(crate) use suspension::{fails_for_somebody, suspended, suspended_codes, suspension};
pub(crate) use timers::{Timer, Timers};
pub(crate) use watch::Watch;
