//! Questions about one code that many rules ask.

use crate::model::{AccessCode, Desired, Failure, HolderKind};

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

/// Whether the guest of a code goes by a backup that they were told, so that their own code is not
/// needed (B4). `told` are the backups and the emergency code of its lock that were told.
pub(crate) fn is_beside_backup(code: &AccessCode, told: &[&AccessCode]) -> bool {
    let Some(holder) = code
        .holder
        .reservation_id()
        .filter(|_| code.awaited.is_none())
    else {
        return false;
    };
    told.iter().any(|backup| {
        let mut told_to = backup.told_to.iter().flatten();
        matches!(backup.wanted, Some(Desired::Window(_)))
            && told_to.any(|told| told.reservation_id == *holder)
    })
}
