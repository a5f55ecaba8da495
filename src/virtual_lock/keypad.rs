//! A PIN is typed at the door.

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::character::{Occasion, Quirk};
use super::said::Said;
use super::state::VirtualLock;
use crate::code::{CodeRules, Pin};
use crate::time::{Duration, Instant};

/// After so many wrong tries the keypad pauses.
pub const WRONG_TRIES: u32 = 5;
/// How long it pauses.
pub const PAUSE: Duration = Duration::minutes(1);

/// What became of a PIN that was typed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Typed {
    /// Whether the door is open.
    pub opens: bool,
    /// Until when the keypad takes no PIN.
    pub paused_until: Option<Instant>,
    /// What the lock's cloud says of it.
    pub facts: Vec<Said>,
}

/// Types a PIN: the door opens or not. After five wrong tries the keypad pauses for a minute, and
/// takes no PIN until then. What it refuses, some clouds tell ([`Habit`](super::Habit)).
///
/// ```
/// use latchstring::virtual_lock::{NewVirtualLock, Occasion, create, type_pin};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door" } }"#)?;
/// let mut lock = create(&new)?;
/// let now = Occasion::at("2026-05-01T12:00:00Z".parse()?);
/// for _ in 0..5 {
///     assert!(!type_pin(&mut lock, "492817".parse()?, now).opens);
/// }
/// assert_eq!(lock.keypad.paused_until, Some("2026-05-01T12:01:00Z".parse()?));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn type_pin(lock: &mut VirtualLock, pin: Pin, at: Occasion) -> Typed {
    let mut typed = Typed {
        opens: false,
        paused_until: lock.keypad.paused_until.filter(|&until| at.now < until),
        facts: Vec::new(),
    };
    if !lock.works() || typed.paused_until.is_some() {
        return typed;
    }
    lock.keypad.paused_until = None;
    let made = lock.offline_codes.iter().flatten();
    let mut matching = lock.codes.iter().chain(made);
    let opening = matching
        .find(|held| are_same_keys(&lock.rules, held.pin, pin) && lock.opens_for(held, at.now));
    let Some((id, held_pin)) = opening.map(|held| (held.external_id.clone(), held.pin)) else {
        lock.keypad.wrong_tries = lock.keypad.wrong_tries.saturating_add(1);
        if lock.keypad.wrong_tries >= WRONG_TRIES {
            lock.keypad.wrong_tries = 0;
            lock.keypad.paused_until = Some(at.now + PAUSE);
            typed.paused_until = lock.keypad.paused_until;
        }
        if lock.answers() {
            typed.facts.extend(lock.denied(pin, at.now));
        }
        return typed;
    };
    lock.keypad.wrong_tries = 0;
    typed.opens = true;
    if lock.answers() {
        let shown = (!lock.quirks.contains(&Quirk::MaskedPins)).then_some(held_pin);
        typed
            .facts
            .push(Said::CodeUsed(lock.used(&id, shown, at.now)));
    }
    typed
}

/// Whether two PINs press the same keys.
fn are_same_keys(rules: &CodeRules, one: Pin, other: Pin) -> bool {
    let pairs = rules.paired_keys.as_deref().unwrap_or_default();
    let digit = |digit: u8| char::from(digit.saturating_add(b'0'));
    one.is_placeholder() == other.is_placeholder()
        && one.digits().len() == other.digits().len()
        && one
            .digits()
            .iter()
            .zip(other.digits())
            .all(|(&one, &other)| {
                one == other
                    || pairs
                        .iter()
                        .any(|pair| pair.contains(digit(one)) && pair.contains(digit(other)))
            })
}
