//! The window that a code should have before its last change: what came before is weighed by it.

use serde::{Deserialize, Serialize};

use super::desired::CodeWindow;
use crate::time::Instant;

/// The window that a code should have until an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WindowBefore {
    /// The window.
    pub window: CodeWindow,
    /// When it was changed, or the code was to be gone.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub until: Instant,
}
