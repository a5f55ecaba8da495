//! Which holder each code has.
//!
//! After this room's phases every door that should open has a code with the right holder and
//! window, and every code that nobody should have is to be removed. This room decides. It sends
//! nothing to a lock (`commands`) and tells nobody (`notices`).
//!
//! A stay's codes go along one line: `claims` finds the codes that are there, `reissue` says which
//! of them a new one has to replace, `assign` gives them holders and windows, and `issue` makes
//! what is missing.
//!
//! - `ownership`, `rank`: whose a code is, and which of a holder's codes counts.
//! - `claims`: the code that each door has already; codes that no stay claims end.
//! - `reissue`: whether a stay needs a new PIN at a door.
//! - `replacing`: an old code stays until its successor works.
//! - `assign`, `missing`, `issue`, `stay_pins`: the codes of a stay.
//! - `visits`, `visit_codes`, `visit_pins`: the codes of a visit.
//! - `backups`, `pool`, `emergency`: the backups and the emergency code of a lock.
//! - `own_doors`, `sets`: one PIN for the doors that serve one listing alone.
//! - `told_backups`: a told backup follows its stay.
//! - `wrong_times`: codes that open at a time that is not theirs, on a lock that is silent.
//! - `offline_codes`: codes of a lock's algorithm end with their stay
//! - `awaited`, `pool_condition`: who waits for a backup, and what the host hears of the pool.
//! - `ending`, `lock_pins`: codes that end, and PINs for a single lock.

mod assign;
mod awaited;
mod backups;
mod claims;
mod emergency;
mod ending;
mod issue;
mod lock_pins;
mod missing;
mod offline_codes;
mod own_doors;
mod ownership;
mod pool;
mod pool_condition;
mod rank;
mod reissue;
mod replacing;
mod sets;
mod stay_pins;
mod told_backups;
mod visit_codes;
mod visit_pins;
mod visits;
mod wrong_times;

pub(crate) use assign::assign;
pub(crate) use awaited::is_backup_awaited;
pub(crate) use backups::keep_backups;
pub(crate) use claims::{Claims, claim, end_orphans, end_unclaimed};
pub(crate) use ending::is_over;
pub(crate) use offline_codes::follow_offline_codes;
pub(crate) use own_doors::others_of_set;
pub(crate) use reissue::{await_edges, is_ordered_away};
pub(crate) use told_backups::follow_stays;
pub(crate) use visits::keep_visit;
pub(crate) use wrong_times::{doubt_tasks, is_any_known, is_out_of_reach, key_about, wrong_times};
