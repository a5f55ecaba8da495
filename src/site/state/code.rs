//! Questions about one code that many rules ask.

use crate::model::{AccessCode, Failure, HolderKind};

/// Whether its platform refused a code, so that another try would change nothing (C6).
pub(crate) fn is_refused(code: &AccessCode) -> bool {
    matches!(
        code.failure,
        Some(Failure::Rejected | Failure::Unauthorized)
    )
}

/// Whether a code is a backup or the emergency code.
pub(crate) fn is_backup_or_emergency(code: &AccessCode) -> bool {
    matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
}

/// Whether a code is a backup or emergency code that nobody was told.
pub(crate) fn is_untold_backup(code: &AccessCode) -> bool {
    is_backup_or_emergency(code) && !code.is_told()
}
