//! Rental units.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::policy::{PartialPolicy, Policy, PolicyOf};
use crate::json::at_most;
use crate::time::{TimeOfDay, Zone};
use crate::{Error, Id, Text};

/// One rental unit (A, H): its zone, its times, its locks and its backup entry method.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Listing {
    /// Unique among the listings of its site.
    pub id: Id,
    /// Raised by the sender at each change (T6); absent is 0.
    pub revision: Option<u32>,
    /// For people.
    pub name: Text,
    /// IANA zone of the house, such as `Europe/Paris`.
    pub time_zone: Zone,
    /// When stays begin on the arrival day, unless the reservation says otherwise (W3).
    pub check_in: TimeOfDay,
    /// When stays end on the departure day, unless the reservation says otherwise (W3).
    pub check_out: TimeOfDay,
    /// The locks that a stay here opens, at most 64 (L).
    #[serde(deserialize_with = "at_most::<64, _, _, _>")]
    pub locks: Vec<Id>,
    /// Whom a guest may call, for people: a number, an address, a name (N2).
    pub host_contact: Option<Text>,
    /// A way in that needs no lock (A).
    pub entry_method: Option<EntryMethod>,
    /// Whether codes are made here; absent is `true` (L).
    pub automation: Option<bool>,
    /// For a policy of supported regions, such as `US` (L).
    pub region: Option<Text>,
    /// What the host decided for this listing; what it leaves out, the site decides (D8). Only the
    /// site decides `retention`, `regions` and `review.everyDays`.
    #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
    pub policy: Option<Box<PartialPolicy>>,
}

impl Listing {
    /// Refuses a policy that is out of its limits, or that a listing can't decide.
    ///
    /// # Errors
    /// `out_of_range` or `invalid_value` below `policy`.
    pub fn check(&self) -> Result<(), Error> {
        let own = self.policy.as_ref();
        own.map_or(Ok(()), |own| own.check(PolicyOf::Listing))
            .map_err(|error| error.at("policy"))
    }

    /// The listing; without a name that shows something, it is called by its id.
    pub(crate) fn named(self) -> Self {
        let name = self.name.or_id(&self.id);
        Self { name, ..self }
    }

    /// The policy of its stays: its own over that of its site (D8).
    pub(crate) fn policy_over(&self, site: &Policy) -> Policy {
        let own = self.policy.as_ref();
        own.map_or_else(|| site.clone(), |own| own.over(site))
    }
}

/// A way in that needs no lock: a lockbox, a key at a neighbour's (A).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EntryMethod {
    /// What the guest is told, for people.
    pub instructions: Text,
}
