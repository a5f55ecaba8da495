//! A way in, and why it is the best one.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Id;
use crate::json::at_most;
use crate::rules::reasons::Reason;
use crate::time::Instant;

/// A way in, the best one first; `wait` is no rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Route {
    /// The guest's code is on the lock, also where the lock is offline (A, F20).
    ExistingCode,
    /// The lock answers: the code is programmed or updated (H).
    Program,
    /// The lock's platform is asked for a code of the lock's own algorithm, which needs no
    /// connection; or it was asked, and `codeId` is that code (A3b, H, F22, F41).
    OfflineCode,
    /// A backup that was told to nobody is told (A).
    BackupCode,
    /// The emergency code is told (G).
    EmergencyCode,
    /// The way in that needs no lock is told (A).
    EntryMethod,
    /// The host is asked to act.
    ContactHost,
    /// There is still time to try again.
    Wait,
}

/// Which way in a guest has at one lock, and why.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Decision {
    /// The way in.
    pub route: Route,
    /// The code that is it.
    pub code_id: Option<Id>,
    /// When to do it; of `contact_host`, from when the guest has no way in. Absent: now.
    pub at: Option<Instant>,
    /// When to look again.
    pub until: Option<Instant>,
    /// Why.
    #[serde(deserialize_with = "at_most::<64, _, _, _>")]
    pub because: Vec<Reason>,
    /// Every better way, and why it was not taken.
    #[serde(deserialize_with = "at_most::<16, _, _, _>")]
    pub passed_over: Vec<PassedOver>,
}

impl Decision {
    pub(crate) fn of(route: Route, because: Vec<Reason>) -> Self {
        Self {
            route,
            code_id: None,
            at: None,
            until: None,
            because,
            passed_over: Vec::new(),
        }
    }

    /// From when the host has to help, where that lies ahead (A7).
    pub(crate) fn needed_from(&self) -> Option<Instant> {
        self.at.filter(|_| self.route == Route::ContactHost)
    }

    /// No stay has a right to the door, or nothing may be told, so there is no way in.
    pub(crate) fn none(because: Reason) -> Self {
        Self::of(Route::Wait, vec![because])
    }

    /// The decision with the better ones of `passed_over`.
    pub(crate) fn after(self, passed_over: Vec<PassedOver>) -> Self {
        let above = passed_over
            .into_iter()
            .filter(|passed| passed.route < self.route)
            .collect();
        Self {
            passed_over: above,
            ..self
        }
    }
}

/// A way in that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PassedOver {
    /// The way.
    pub route: Route,
    /// Why not.
    #[serde(deserialize_with = "at_most::<64, _, _, _>")]
    pub because: Vec<Reason>,
}
