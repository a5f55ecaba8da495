//! What a backup is called on its lock (B1).

use crate::Id;
use crate::model::AccessCode;

/// A backup's label on the lock: `{brand} Backup ######`, shortened from the front where the lock
/// takes less (B1).
///
/// ```
/// use latchstring::rules::backup_name;
/// assert_eq!(backup_name("Casa", "481516", None), "Casa Backup 481516");
/// assert_eq!(backup_name("", "481516", None), "Backup 481516");
/// assert_eq!(backup_name("Casa", "481516", Some(14)), "Backup 481516");
/// assert_eq!(backup_name("Casa", "481516", Some(8)), "481516");
/// ```
#[must_use]
pub fn backup_name(brand: &str, identifier: &str, longest: Option<u8>) -> String {
    let longest = longest.map_or(usize::MAX, usize::from);
    let full = format!("{brand} Backup {identifier}");
    let names = [full.trim_start().to_owned(), format!("Backup {identifier}")];
    let fits = |name: &String| name.chars().count() <= longest;
    names
        .into_iter()
        .find(fits)
        .unwrap_or_else(|| identifier.to_owned())
}

/// A six-digit identifier that is in no other backup's name and is nobody's PIN: the lowest free
/// one from 100001 on (B1).
///
/// ```
/// use latchstring::rules::backup_identifier;
/// assert_eq!(backup_identifier(&[]).as_deref(), Some("100001"));
/// let code = latchstring::decode(r#"{ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
///     "pin": "100002", "onLock": { "state": "confirmed" } }"#)?;
/// assert_eq!(backup_identifier(&[&code]).as_deref(), Some("100003"));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn backup_identifier(codes: &[&AccessCode]) -> Option<Id> {
    let taken = |identifier: &str| {
        codes.iter().any(|code| {
            let named = code
                .holder
                .id
                .as_ref()
                .is_some_and(|id| **id == *identifier);
            named || code.pin.is_some_and(|pin| pin.reveal() == identifier)
        })
    };
    (FIRST_IDENTIFIER..=LAST_IDENTIFIER)
        .map(|number| number.to_string())
        .find(|identifier| !taken(identifier))?
        .parse()
        .ok()
}

const FIRST_IDENTIFIER: u32 = 100_001;

const LAST_IDENTIFIER: u32 = 999_999;
