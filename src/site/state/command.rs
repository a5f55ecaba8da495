//! What a lock platform shall do (D4).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::code::Pin;
use crate::model::{CodeWindow, CommandKind};
use crate::time::Instant;
use crate::{Id, Text};

/// What a lock platform shall do (D4).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Command {
    /// Stable: the same command never has another id.
    pub id: Id,
    /// The lock that shall do it.
    pub lock_id: Id,
    /// What to do.
    pub kind: CommandKind,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// The PIN in clear.
    pub pin: Option<Pin>,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// A label for it on the lock.
    pub name: Option<Text>,
    /// The window to store; absent if the lock stores none.
    pub window: Option<CodeWindow>,
    /// When an answer is overdue (C7).
    pub deadline: Instant,
}
