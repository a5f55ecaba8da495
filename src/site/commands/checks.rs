//! The work of the checks before a stay: which lock is asked how it is, and which backup is made
//! ready first (C2, C5).

use super::lock_view::LockView;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind};
use crate::rules::{BackupState, ask_from, backup_state, low_battery, needed_at};
use crate::site::plan::Door;
use crate::time::Instant;

/// From when a lock has to be asked how it is, for one of its codes (C2).
pub(super) fn check_from(view: &LockView<'_>, code: &AccessCode, door: &Door) -> Option<Instant> {
    let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
    if !view.abilities.remote || view.row.read_refused.is_some() || !is_wanted {
        return None;
    }
    let known = view.row.last_status.as_ref();
    needed_at(code, door.starts_at, view.abilities.native_schedule)
        .into_iter()
        .filter_map(|needed| ask_from(known, needed, view.policy_of(code), view.at))
        .min()
}

/// The backup that is put on its lock before all that can wait, because the battery is low and no
/// backup is ready there (C5).
pub(super) fn wants_backup<'a>(view: &LockView<'a>) -> Option<&'a Id> {
    let policy = view.policy();
    if !policy.validation.enabled || low_battery(view.row.last_status.as_ref(), policy).is_none() {
        return None;
    }
    let is_backup = |code: &&&AccessCode| code.holder.kind == HolderKind::Backup;
    let mut backups = view.codes.iter().filter(is_backup);
    if backups
        .clone()
        .any(|code| backup_state(code) == BackupState::Ready)
    {
        return None;
    }
    let planned = backups.find(|code| backup_state(code) == BackupState::Planned);
    planned.map(|code| &code.id)
}
