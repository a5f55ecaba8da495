//! Questions to a site that change nothing.
//!
//! - `access_codes`: the codes of a site as people read them.
//! - `review`: what the host should look at.

mod access_codes;
mod review;

pub(crate) use access_codes::access_codes;
pub use access_codes::{AccessCodeFilter, AccessCodeView};
pub(crate) use review::review;
