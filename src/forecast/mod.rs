//! The schedule of a site: as it is known, and run ahead.
//!
//! [`preview`] looks at a site and changes nothing. [`forecast`] steps the one engine against
//! virtual locks, which hold what the site knows of its locks. This room promises that it holds no
//! rule of its own: what it shows is what the engine decides and what the virtual locks do.
//!
//! ```text
//! lane         the schedule as data
//! stays_here   the stays at each door
//! scene        what all doors have in common
//! item         an item of a lane at one instant
//! door         a door that is looked at
//! sample       one door at one instant
//! marks        what happens at one instant
//! recorder     instants become spans
//! seed         virtual locks that hold what the site knows
//! preview      the schedule as it is known now
//! spans        who stands outside, and what is open too long
//! assume       what is assumed of the time ahead
//! world        virtual locks, their troubles, commands under way
//! after        what follows from a step for the lanes
//! run          the engine run ahead
//! survival     how long a silence a guest survives
//! ```

mod after;
mod assume;
mod door;
mod item;
mod lane;
mod marks;
mod preview;
mod recorder;
mod run;
mod sample;
mod scene;
mod seed;
mod spans;
mod stays_here;
mod survival;
mod world;

pub use assume::{ForecastInput, Trouble, TroubleKind};
pub use lane::{BackupsLeft, Certainty, Lane, Mark, MarkKind, Preview, Span, SpanKind, StripSpan};
pub use preview::{MAX_PREVIEW_DAYS, preview, preview_of};
pub use run::{Forecast, ForecastCommand, ForecastNotice, MAX_FORECAST_STEPS, forecast};
pub use seed::virtual_locks;
pub use spans::{Outside, OverOpen};
pub use survival::{
    MAX_SURVIVAL_STEPS, Survival, SurvivalDoor, SurvivalInput, SurvivalSpan, Survives, survival,
};
