//! What a step gives back, as it comes to be.

use crate::rules::Notice;
use crate::site::state::{AuditRow, Command};

/// What a step gives back, in the order in which it is decided.
#[derive(Default)]
pub(crate) struct Output {
    pub(crate) commands: Vec<Command>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) audit: Vec<AuditRow>,
}
