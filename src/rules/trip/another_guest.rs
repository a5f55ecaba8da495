//! Whether another person comes (T2).

use super::one_person::{is_no_name, is_one_person};
use crate::model::Guest;

/// Whether another person comes: another id; without ids another name, unless the phone is the same
/// (T2).
///
/// A name that is written out, or shortened, is the same person's. So is one that comes where
/// nobody knew the name, unless the phone is another one.
pub(crate) fn is_another_guest(before: &Guest, after: &Guest) -> bool {
    if let (Some(before), Some(after)) = (&before.id, &after.id) {
        return before != after;
    }
    let phones = before
        .phone_last_digits
        .as_ref()
        .zip(after.phone_last_digits.as_ref());
    let same_phone = phones.map(|(before, after)| before == after);
    same_phone != Some(true)
        && !is_one_person(&before.name, &after.name)
        && !(is_no_name(&before.name) && same_phone.is_none())
}
