//! Questions to a site that change nothing.

mod access_codes;
mod review;

pub(crate) use access_codes::access_codes;
pub use access_codes::{AccessCodeFilter, AccessCodeView};
pub(crate) use review::review;
