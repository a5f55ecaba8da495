//! What need not be evaluated again (D5). Nothing of it is stored.
//!
//! A site in memory remembers what its last evaluation of each place found. A step evaluates only
//! the places that changed, that fell due, or that depend on something that changed. A site that
//! was just opened evaluates every place. Its next step gives the same as that of a site in memory.
//!
//! - `site_cache`: the one type that a step talks to.
//! - `phase`: the parts of a step, and a spot: one part at one place.
//! - `due`: what is to be evaluated in this step, and how a change leads there.
//! - `kept`: what earlier evaluations found, with their timers and what they watch.
//! - `conditions`: the conditions that the host knows, the new ones, and the gone ones.

mod conditions;
mod due;
mod kept;
mod phase;
mod site_cache;

pub(crate) use phase::{Kind, Phase};
pub(crate) use site_cache::Cache;
