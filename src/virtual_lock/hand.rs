//! Somebody changes codes in the lock's own app, or at its keypad: nobody tells the site.

use serde::Deserialize;

use super::character::Occasion;
use super::state::{HeldCode, Label, VirtualLock};
use crate::code::Pin;
use crate::model::CodeWindow;
use crate::{Error, ErrorCode, Id};

/// What somebody does to a code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Hand {
    /// What.
    pub kind: HandKind,
    /// The platform's id of the code; meaningless for a new one.
    pub external_id: Option<Id>,
    /// The PIN of a new code, or another one of a code that is edited.
    pub pin: Option<Pin>,
    /// The window of a new code, or another one of a code that is edited.
    pub window: Option<CodeWindow>,
    /// The label of a new code, or another one of a code that is edited.
    pub name: Option<Label>,
    /// The place of a new code.
    pub slot: Option<u32>,
}

/// What somebody does to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum HandKind {
    /// Adds one.
    Add,
    /// Deletes it.
    Delete,
    /// Gives it another PIN, window or label.
    Edit,
    /// Disables it: it stays, and opens nothing.
    Disable,
    /// Enables it again.
    Enable,
}

/// Changes a code by hand.
///
/// # Errors
/// `invalid_value` where the lock holds no such code, has no room or no PIN for a new one, or wants
/// another length for all its codes.
///
/// ```
/// use latchstring::virtual_lock::{Hand, NewVirtualLock, Occasion, by_hand, create};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door" } }"#)?;
/// let mut lock = create(&new)?;
/// let hand: Hand = latchstring::decode(r#"{ "kind": "add", "pin": "7777", "name": "Plumber" }"#)?;
/// by_hand(&mut lock, &hand, Occasion::at("2026-05-01T12:00:00Z".parse()?))?;
/// assert_eq!(lock.codes.len(), 1);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn by_hand(lock: &mut VirtualLock, hand: &Hand, at: Occasion) -> Result<(), Error> {
    if hand.kind == HandKind::Add {
        return add(lock, hand, at);
    }
    let external_id = hand.external_id.as_ref();
    let known = external_id.filter(|&id| lock.find(Some(id), None).is_some());
    let Some(id) = known else {
        return Err(refused("the lock holds no code with this id").at("externalId"));
    };
    if hand.kind == HandKind::Delete {
        lock.forget(id);
        return Ok(());
    }
    if let Some(pin) = hand.pin.filter(|_| hand.kind == HandKind::Edit) {
        check_length(lock, pin, Some(id))?;
    }
    let Some(held) = lock.held_mut(id) else {
        return Ok(());
    };
    match hand.kind {
        HandKind::Disable => held.disabled = Some(true),
        HandKind::Enable => held.disabled = None,
        HandKind::Edit | HandKind::Add | HandKind::Delete => {
            held.pin = hand.pin.unwrap_or(held.pin);
            held.window = hand.window.unwrap_or(held.window);
            held.name = hand.name.clone().or(held.name.take());
            held.stored_at = at.now;
        }
    }
    Ok(())
}

fn add(lock: &mut VirtualLock, hand: &Hand, at: Occasion) -> Result<(), Error> {
    let pin = hand
        .pin
        .ok_or_else(|| refused("a new code needs a PIN").at("pin"))?;
    if lock.is_full() || hand.slot.is_some_and(|slot| lock.is_taken(slot)) {
        return Err(refused("there is no room for a new code"));
    }
    check_length(lock, pin, None)?;
    lock.counts.programmed = lock.counts.programmed.saturating_add(1);
    lock.codes.push(HeldCode {
        external_id: format!("x{}", lock.counts.programmed).parse()?,
        pin,
        window: hand.window.unwrap_or_default(),
        slot: hand.slot,
        name: hand.name.clone(),
        disabled: None,
        ghost: None,
        stored_at: at.now,
        ahead_seconds: None,
        code_id: None,
    });
    Ok(())
}

/// A lock that wants one length for all its codes takes no other at its keypad either (P11).
fn check_length(lock: &VirtualLock, pin: Pin, instead_of: Option<&Id>) -> Result<(), Error> {
    let mut others = lock.codes.iter();
    let is_other = |held: &HeldCode| {
        Some(&held.external_id) != instead_of && held.pin.digits().len() != pin.digits().len()
    };
    if lock.rules.one_length == Some(true) && others.any(is_other) {
        return Err(refused("the codes of this lock have another length").at("pin"));
    }
    Ok(())
}

fn refused(message: &str) -> Error {
    Error::new(
        ErrorCode::InvalidValue,
        message,
        "look at the codes that the lock holds",
    )
}
