//! The engine: facts in, commands, notices and changed rows out.
//!
//! A step is pure (D1): the same site, facts, `now` and key give the same bytes. It is level-triggered (D2): facts
//! say what is known; what should be is compared once with what is. Calling again with nothing new does nothing
//! (D3), so that a host may call as often as it likes.
//!
//! The host's loop: facts come in, a step decides, its rows are stored, its commands are run, and what platforms
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
//!     "locks": [{ "id": "door", "name": "Front door", "profile": "zwave" }],
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
//!             r#"{{ "type": "command_result", "id": "answer-{}", "at": "{now}", "commandId": "{}", "outcome": "confirmed" }}"#,
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
//! assert_eq!(done, ["2026-05-01T12:45:00Z ReadLock", "2026-05-01T12:50:00Z ProgramCode", "2026-05-03T09:30:00Z RemoveCode"]);
//! // 180 days after that, the PIN may serve another guest, and nothing is left.
//! assert_eq!(now.to_string(), "2026-10-30T09:30:00Z");
//! # Ok::<(), latchstring::Error>(())
//! ```

mod accept_clock;
mod alarm;
mod apply;
mod assign;
mod by_hand;
mod causes;
mod checking;
mod clock;
mod delivery;
mod doors;
mod fact;
mod health;
mod issue;
mod late;
mod memo;
mod obey;
mod obey_code;
mod open;
mod order;
mod place;
mod plans;
mod pool;
mod pool_low;
mod read_back;
mod reissue;
mod replace_lock;
mod result;
mod review;
mod rotated;
mod rows;
mod seen;
mod slots;
mod spares;
mod standing;
mod state;
mod step;
mod suspended;
mod table;
mod tell;
mod turn;
mod view;
mod visiting;
mod work;

pub use fact::{
    CodeOnLock, CommandResult, Fact, HostOrderFact, ListingFact, LockFact, LockReport, NoticeResult, Outcome,
    PolicyFact, ReservationFact, VisitFact,
};
pub use open::{NewSite, OpenSite, create_site};
pub use order::{HostOrder, HostOrderKind, NoticeOutcome};
pub use rows::{
    Delivery, HeardEvent, LockRow, LockedOutAt, NoticeRow, Retry, STATE_VERSION, Site, SiteHeader, ToldDoor,
    ToldStay, TripRow, VisitRow,
};
pub use standing::StandingOrder;
pub use step::{
    AuditKind, AuditReason, AuditRow, Change, Command, Rejected, RejectedBecause, Row, Step, TableName,
};
pub use view::{AccessCodeFilter, AccessCodeView};
