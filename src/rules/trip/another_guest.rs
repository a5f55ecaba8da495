//! Whether another person comes (T2).

use super::one_person::{is_no_name, is_one_person, is_shortened};
use crate::model::Guest;

/// Whether another person comes: another id; without ids another name, unless the phone is the same
/// (T2).
///
/// A name that is written out, or shortened, is the same person's. So is one that comes where
/// nobody knew the name, or goes again, unless the phone is another one.
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
        && !(same_phone.is_none() && (is_no_name(&before.name) || is_no_name(&after.name)))
}

/// Whether the name that was known says more than the new one, of the same guest. It stays then:
/// another guest is compared with all that was known, however it was told in between.
pub(crate) fn keeps_name(before: &Guest, after: &Guest) -> bool {
    // An empty name takes it off.
    if after.name.is_empty() || is_no_name(&before.name) || is_another_guest(before, after) {
        return false;
    }
    // An id says by itself who it is.
    let has_ids = before.id.is_some() && after.id.is_some();
    is_no_name(&after.name) || !has_ids && is_shortened(&before.name, &after.name)
}
