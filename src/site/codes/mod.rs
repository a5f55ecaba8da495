//! Whose code is whose: every door that should open has a code, every code that nobody should hold ends.

mod assign;
mod awaited;
mod backups;
mod claims;
mod issue;
mod pins;
mod pool_low;
mod rank;
mod reissue;
mod replacing;
mod told_backups;
mod visits;

pub(crate) use assign::assign;
pub(crate) use awaited::is_backup_awaited;
pub(crate) use backups::keep_backups;
pub(crate) use claims::{Claims, claim, end_orphans, end_unclaimed};
pub(crate) use reissue::await_edges;
pub(crate) use told_backups::follow_stays;
pub(crate) use visits::keep_visit;
