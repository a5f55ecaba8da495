//! Notices and audit rows of one telling.

use crate::rules::Notice;
use crate::site::state::AuditRow;

/// What a look tells people.
#[derive(Default)]
pub(crate) struct Telling {
    pub(crate) notices: Vec<Notice>,
    pub(crate) audit: Vec<AuditRow>,
}
