//! What a review finds of the codes of a site, each by the policy of its lock (V4, D8).

use std::collections::BTreeMap;

use super::pools::pools;
use crate::Id;
use crate::model::AccessCode;
use crate::rules::{Finding, in_order, review};
use crate::site::state::State;
use crate::time::Instant;

/// What the host should look at of codes and pools.
pub(crate) fn review_codes(state: &State, now: Instant) -> Vec<Finding> {
    let mut by_lock = BTreeMap::<&Id, (Vec<&AccessCode>, Vec<(&Id, u32)>)>::new();
    for code in state.access_codes.values() {
        by_lock.entry(&code.lock_id).or_default().0.push(code);
    }
    for (lock_id, wanted) in pools(state, now) {
        by_lock
            .entry(lock_id)
            .or_default()
            .1
            .push((lock_id, wanted));
    }
    let found = by_lock.into_iter().flat_map(|(lock_id, (codes, pools))| {
        review(&codes, &pools, state.policy_of_lock(lock_id), now)
    });
    in_order(found.collect())
}
