//! When the charge of a lock is low, and when it is nearly empty (C2, C5).

use crate::model::{LockState, Policy};

/// The charge in percent, if it is low.
pub(crate) fn low_battery(known: Option<&LockState>, policy: &Policy) -> Option<u8> {
    let percent = known?.battery_percent?;
    (percent < policy.validation.battery_percent).then_some(percent)
}

/// Whether a lock that fell silent may never answer again.
pub(crate) fn is_nearly_empty(known: &LockState, policy: &Policy) -> bool {
    known
        .battery_percent
        .is_some_and(|percent| percent < policy.validation.empty_battery_percent)
}
