//! What need not be looked at again (D5). Nothing of it is stored.

mod cache;
mod phase;

pub(crate) use cache::Cache;
pub(crate) use phase::{Kind, Phase};
