//! What a host may decide: every default of the rules, section by section.

mod backups;
mod codes;
mod complaints;
mod entries;
mod hand;
mod locks;
mod notices;
mod partial;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::json::{at_most, limits_of, outside};
use crate::{Error, Text};
pub use backups::{BackupsPolicy, EmergencyPolicy};
pub use codes::{CodesPolicy, VisitsPolicy, WindowPolicy};
pub use complaints::ComplaintsPolicy;
pub use entries::EntriesPolicy;
pub use hand::HandPolicy;
pub use locks::{CommandsPolicy, LowBattery, OfflinePolicy, ValidationPolicy};
pub use notices::{Channel, NoticesPolicy, RetentionPolicy, ReviewPolicy};
pub use partial::PartialPolicy;
pub(crate) use partial::PolicyOf;

/// What a host may decide. A partial policy takes the default for what it leaves out.
///
/// ```
/// use latchstring::model::Policy;
/// let policy: Policy = latchstring::decode(r#"{"window":{"afterCheckOutMinutes":45}}"#)?;
/// assert_eq!(policy.window.after_check_out_minutes, 45);
/// assert_eq!(policy.codes.length, 6);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Policy {
    /// Making PINs (P).
    #[serde(default)]
    pub codes: CodesPolicy,
    /// The edges of a stay's window (W).
    #[serde(default)]
    pub window: WindowPolicy,
    /// Checks before a window begins (C).
    #[serde(default)]
    pub validation: ValidationPolicy,
    /// The pool of backup codes (B).
    #[serde(default)]
    pub backups: BackupsPolicy,
    /// The emergency code (E).
    #[serde(default)]
    pub emergency: EmergencyPolicy,
    /// When a lock counts as offline (A3).
    #[serde(default)]
    pub offline: OfflinePolicy,
    /// Answers to commands (C6, C7).
    #[serde(default)]
    pub commands: CommandsPolicy,
    /// Guests who say that they can't get in (A4).
    #[serde(default)]
    pub complaints: ComplaintsPolicy,
    /// Entries that a keypad refuses.
    #[serde(default)]
    pub entries: EntriesPolicy,
    /// Codes that the host takes off by hand in a running stay (T8).
    #[serde(default)]
    pub hand: HandPolicy,
    /// Codes of visitors (V).
    #[serde(default)]
    pub visits: VisitsPolicy,
    /// Reviews of the access list (V4).
    #[serde(default)]
    pub review: ReviewPolicy,
    /// When and how people are told (N).
    #[serde(default)]
    pub notices: NoticesPolicy,
    /// What is kept of stays that are over (D7).
    #[serde(default)]
    pub retention: RetentionPolicy,
    /// Regions in which codes are made \[everywhere\], at most 300 (L).
    #[serde(default, deserialize_with = "at_most::<300, _, _, _>")]
    pub regions: Option<Vec<Text>>,
}

impl Policy {
    /// Refuses numbers outside their documented limits, and checks that are out of order (C1).
    ///
    /// # Errors
    /// `out_of_range` with the path of the first such number.
    pub fn check(&self) -> Result<(), Error> {
        self.check_limits()?;
        let order = self.validation.check_order();
        order.map_err(|error| error.at("validation"))
    }

    /// Refuses numbers outside their documented limits.
    fn check_limits(&self) -> Result<(), Error> {
        let at = |section: &'static str| move |error: Error| error.at(section);
        self.codes.check().map_err(at("codes"))?;
        self.window.check().map_err(at("window"))?;
        self.validation.check().map_err(at("validation"))?;
        self.backups.check().map_err(at("backups"))?;
        self.emergency.check().map_err(at("emergency"))?;
        self.offline.check().map_err(at("offline"))?;
        self.commands.check().map_err(at("commands"))?;
        self.complaints.check().map_err(at("complaints"))?;
        self.entries.check().map_err(at("entries"))?;
        self.hand.check().map_err(at("hand"))?;
        self.visits.check().map_err(at("visits"))?;
        self.review.check().map_err(at("review"))?;
        self.notices.check().map_err(at("notices"))?;
        self.retention.check().map_err(at("retention"))
    }
}

/// Refuses a number outside the limits of its section's key.
fn within(section: &str, key: &str, value: impl Into<u64>) -> Result<(), Error> {
    let (value, limits) = (value.into(), limits_of(section, key).unwrap_or(0..=0));
    if limits.contains(&value) {
        return Ok(());
    }
    Err(outside(Some(value), &limits).at(key))
}
