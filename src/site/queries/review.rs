//! The review of a site's codes (V4).

use crate::model::AccessCode;
use crate::rules;
use crate::rules::Finding;
use crate::site::plan::pools;
use crate::site::state::State;
use crate::time::Instant;

/// Finds what the host should look at.
pub(crate) fn review(state: &State, now: Instant) -> Vec<Finding> {
    let codes: Vec<&AccessCode> = state.access_codes.values().collect();
    rules::review(&codes, &pools(state, now), &state.header.policy, now)
}
