//! What need not be looked at again (D5). Nothing of it is stored.

mod cache;
mod phase;

pub(crate) use cache::Memo;
pub(crate) use phase::{Kind, Phase};
