//! This room takes one fact at a time and updates what is known. A repeated or older fact changes
//! nothing (D4, T6), and no fact decides anything: that is left to the rooms after this one.
//!
//! - `take`: one fact by its type; `revision`: which of two revisions counts
//! - `bookings`: bookings and visits; `old_stays`: stays that were over long ago
//! - `result`, `late_result`: results of commands, in time and late
//! - `effect`, `learn`, `learn_code`, `learn_place`: what a result says of the command, the lock,
//!   the code and its place
//! - `issued`: a code that the platform made by the lock's algorithm
//! - `reports`: reports of locks, and complaints
//! - `denied`: entries that a keypad refused
//! - `uses`, `odd_uses`: uses of codes; what the host hears of one
//! - `lists`, `list`, `shown`: the codes that a lock lists; how a list is read; what it shows of
//!   one code
//! - `hosts_hand`: whether what lists show is the host's own hand
//! - `reachability`: the status of a lock
//! - `notice_result`: the outcome of a notice; `clock`: a clock that was wrong

mod bookings;
mod clock;
mod denied;
mod effect;
mod hosts_hand;
mod issued;
mod late_result;
mod learn;
mod learn_code;
mod learn_place;
mod list;
mod lists;
mod notice_result;
mod odd_uses;
mod old_stays;
mod reachability;
mod reports;
mod result;
mod revision;
mod shown;
mod take;
mod uses;

pub(crate) use clock::accept_clock;
pub(crate) use result::expire;
pub(crate) use shown::GHOST_AFTER;
pub(crate) use take::apply;
