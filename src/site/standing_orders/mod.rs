//! What the kept orders of the host mean (D4). This room only reads them, but for `put`.
//!
//! - `subject`: the last order about a subject
//! - `standing`: who is revoked, what is paused, and which codes an order made old

mod standing;
mod subject;

pub(crate) use standing::{
    generation, is_outdated_by, is_revoked, is_revoked_at_door, is_visit_revoked, meant_by,
    paused_since, reissued_at, standing, visit_rests,
};
pub(crate) use subject::{is_overtaken, last, named_in, put};
