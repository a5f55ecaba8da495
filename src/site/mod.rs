//! The engine: facts in, commands, notices and changed rows out.
//!
//! A step is pure (D1): the same site, facts, `now` and key give the same bytes. It is level-triggered (D2): facts
//! say what is known; what should be is compared once with what is. Calling again with nothing new does nothing
//! (D3), so that a host may call as often as it likes.
//!
//! The loop of a host stands on the [first page](crate) of this documentation.

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
mod joined;
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
mod unanswered;
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
