//! A code's label on its lock.

use crate::model::{Abilities, AccessCode, HolderKind};
use crate::rules::backup_name;

/// The label of a code, within the lock's limits and without anybody's name. It tells the codes of
/// a lock apart.
pub(crate) fn label(code: &AccessCode, abilities: &Abilities, brand: &str) -> Option<crate::Text> {
    let kind = match code.holder.kind {
        HolderKind::Reservation => "Guest",
        HolderKind::Visit => "Visit",
        HolderKind::Backup => "Backup",
        HolderKind::Emergency => "Emergency",
        HolderKind::Unknown => "Code",
    };
    let longest = abilities.rules.name_length.map(|limits| limits.max);
    if let (HolderKind::Backup, Some(identifier)) = (code.holder.kind, &code.holder.id) {
        return backup_name(brand, identifier, longest).parse().ok();
    }
    let full = format!("{kind} {}", code.id);
    let max = longest.map_or(usize::MAX, usize::from);
    // The end of the id tells codes apart, so the front is cut.
    let over = full.chars().count().saturating_sub(max);
    full.chars()
        .skip(over)
        .collect::<String>()
        .trim_start()
        .parse()
        .ok()
}
