//! Latchstring: which access code opens which door, for whom, from when until when.
//!
//! Pure rules: `now`, keys and random bytes are parameters; nothing here reads a clock, a network
//! or entropy. Rule numbers (`P2`, `W5`) are those of the design; `A`, `G`, `V` and `H` name the
//! sources of a rule (Airbnb's backup codes, GuestsKey, visitor codes, Hosthub) and `F1`, `F2`…
//! the reports from the field.
//!
//! Functions of one question each stand in [`code`], [`rules`] and [`time`]; the engine in [`site`]
//! asks them all, step by step, for as long as a house is let.
//!
//! # The loop of a host
//!
//! Facts come in, a step decides, its rows are stored, its commands are run, and what platforms
//! answer are the next facts; with none left it sleeps until `wake_at`.
//!
//! ```
//! use latchstring::site::{OpenSite, create_site};
//! use latchstring::time::Instant;
//! use latchstring::{Json, decode};
//!
//! let site = create_site(decode(r#"{
//!     "id": "casa",
//!     "policy": { "backups": { "poolSize": 0 }, "emergency": { "enabled": false } },
//!     "locks": [{ "id": "door", "name": "Front door", "canReadBack": false }],
//!     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris",
//!                    "checkIn": "15:00", "checkOut": "11:00", "locks": ["door"] }]
//! }"#)?)?;
//! let mut open = OpenSite::open(site, "thirty-two bytes that nobody knows".parse()?)?;
//!
//! let mut now: Instant = "2026-04-01T12:00:00Z".parse()?;
//! let mut facts: Vec<Json> = decode(r#"[{ "type": "reservation", "reservation": {
//!     "id": "stay-1", "revision": 1, "listingId": "flat", "status": "confirmed",
//!     "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } }]"#)?;
//! let mut done = Vec::new();
//! for _ in 0..20 {
//!     let step = open.advance(&facts, now)?;
//!     // In one transaction: store `step.changes`, queue `step.commands` and `step.notices`. From here on a crash
//!     // loses nothing: the site is opened again from its rows.
//!     facts.clear();
//!     for command in &step.commands {
//!         // Here the platform is asked, by `command.deadline`; this one says yes at once.
//!         done.push(format!("{now} {:?}", command.kind));
//!         facts.push(decode(&format!(
//!             r#"{{ "type": "command_result", "id": "answer-{}", "at": "{now}",
//!                   "commandId": "{}", "outcome": "confirmed" }}"#,
//!             command.id, command.id
//!         ))?);
//!     }
//!     // Nothing to tell: sleep until something has to be done, or somebody calls.
//!     match step.wake_at {
//!         Some(at) if facts.is_empty() => now = at,
//!         None if facts.is_empty() => break,
//!         _ => {}
//!     }
//! }
//! // Its health is looked at, the code goes on it, and off it.
//! assert_eq!(done, [
//!     "2026-05-01T12:45:00Z ReadLock",
//!     "2026-05-01T12:50:00Z ProgramCode",
//!     "2026-05-03T09:30:00Z RemoveCode",
//! ]);
//! // 180 days after that, the PIN may serve another guest, and nothing is left.
//! assert_eq!(now.to_string(), "2026-10-30T09:30:00Z");
//! # Ok::<(), latchstring::Error>(())
//! ```

#![deny(missing_docs, unsafe_code, unused_qualifications)]
#![cfg_attr(not(target_family = "wasm"), forbid(unsafe_code))]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::unimplemented,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::pedantic
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

mod json;

mod error;
mod id;

pub mod api;
pub mod code;
pub mod forecast;
pub mod model;
pub mod rules;
pub mod site;
pub mod time;
pub mod virtual_lock;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub mod wasm;

pub use error::{Error, ErrorCode};
pub use id::{Id, Text};
pub use json::{Json, MAX_INPUT_BYTES, decode};
