//! Instants, days, zones and windows. Nothing here reads a clock.

mod duration;
mod frame;
mod history;
mod instant;
mod intervals;
mod local;
mod local_time;
mod locale;
mod nearest;
mod step;
mod wall_clock;
mod window;
mod yearly_rule;
mod zone;
mod zone_table;

pub use duration::Duration;
pub use frame::{TimeFrame, TimePair};
pub use instant::Instant;
pub use intervals::Intervals;
pub use local::{Day, TimeOfDay};
pub use local_time::LocalTime;
pub use locale::Locale;
pub use step::StepMinutes;
pub(crate) use wall_clock::Grid;
pub use wall_clock::{ClockChange, Resolved};
pub use window::{Edge, Window};
pub use zone::{Zone, tzdata_release};
