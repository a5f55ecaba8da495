//! For which listings codes are made (L).

use crate::model::{Listing, Policy};
use crate::rules::reasons::Reason;

/// Why no codes are made for a listing: automation is off, or the region is not supported. `None`
/// means that codes are made (L).
///
/// ```
/// use latchstring::rules::{Reason, automated, why_not_automated};
/// let listing = latchstring::decode(r#"{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris",
///     "checkIn": "15:00", "checkOut": "11:00", "locks": [], "region": "FR" }"#)?;
/// let policy = latchstring::decode(r#"{ "regions": ["US"] }"#)?;
/// assert_eq!(why_not_automated(&listing, &policy), Some(Reason::RegionNotSupported));
/// assert!(!automated(&listing, &policy));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn why_not_automated(listing: &Listing, policy: &Policy) -> Option<Reason> {
    let supported = policy.regions.as_ref().is_none_or(|regions| {
        listing
            .region
            .as_ref()
            .is_some_and(|region| regions.contains(region))
    });
    if listing.automation == Some(false) {
        return Some(Reason::AutomationOff);
    }
    (!supported).then_some(Reason::RegionNotSupported)
}

/// Whether codes are made for a listing (L).
#[must_use]
pub fn automated(listing: &Listing, policy: &Policy) -> bool {
    why_not_automated(listing, policy).is_none()
}
