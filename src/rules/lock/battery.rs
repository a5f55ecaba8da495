//! When the charge of a lock is low, and when it is nearly empty (C2, C5).

use crate::model::{LockState, Policy};

/// How far above the threshold a charge is no longer low, where the host heard that it is: one that
/// hovers there is one cause (N1).
const RECOVERED_PERCENT: u8 = 5;

/// The charge in percent, if it is low.
pub(crate) fn low_battery(known: Option<&LockState>, policy: &Policy) -> Option<u8> {
    let percent = known?.battery_percent?;
    (percent < policy.validation.battery_percent).then_some(percent)
}

/// The charge in percent, while it is low: once the host heard so, until it is well above the
/// threshold, as after a change of the battery.
pub(crate) fn still_low_battery(
    known: Option<&LockState>,
    was_told: bool,
    policy: &Policy,
) -> Option<u8> {
    let percent = known?.battery_percent?;
    is_below(percent, policy.validation.battery_percent, was_told).then_some(percent)
}

/// Whether a lock that fell silent may never answer again; where the host heard so, until the
/// charge is well above the threshold.
pub(crate) fn is_nearly_empty(known: &LockState, was_told: bool, policy: &Policy) -> bool {
    let threshold = policy.validation.empty_battery_percent;
    let percent = known.battery_percent;
    percent.is_some_and(|percent| is_below(percent, threshold, was_told))
}

fn is_below(percent: u8, threshold: u8, was_told: bool) -> bool {
    let recovered = threshold.saturating_add(RECOVERED_PERCENT).min(100);
    percent < threshold || (was_told && percent < recovered)
}
