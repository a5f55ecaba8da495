//! Whether another person comes (T2).

use super::same_name::is_same_name;
use crate::model::Guest;

/// Whether another person comes: another id; without ids another name, unless the phone is the same
/// (T2).
pub(crate) fn is_another_guest(before: &Guest, after: &Guest) -> bool {
    if let (Some(before), Some(after)) = (&before.id, &after.id) {
        return before != after;
    }
    let same_phone =
        before.phone_last_digits.is_some() && before.phone_last_digits == after.phone_last_digits;
    !same_phone && !is_same_name(&before.name, &after.name)
}
