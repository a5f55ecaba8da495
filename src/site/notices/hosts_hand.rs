//! The host is asked about a code that they took off by hand in a running stay (T8).

use super::guest_notices::Guest;
use super::host::about_code;
use crate::model::{AccessCode, Desired};
use crate::rules::{Notice, NoticeKind, NoticeValues};
use crate::site::evaluation::{Evaluation, HostCondition};

impl Guest<'_> {
    /// Asks the host whether a code that was taken off is to be restored, or its guest's access to
    /// end. They are asked until they say so, or the stay is over.
    pub(super) fn ask_about_taken_codes(&self, evaluation: &mut Evaluation) {
        let stay = self.view();
        for code in stay.codes() {
            let Some(notice) = self.question(code) else {
                continue;
            };
            let until = Some(self.plan.stay.window.ends_at());
            evaluation.conditions.push(HostCondition::of(notice, until));
        }
    }

    fn question(&self, code: &AccessCode) -> Option<Notice> {
        let taken = code.taken_off?;
        let is_kept = matches!(code.wanted, Some(Desired::Window(_)));
        let kind = NoticeKind::CodeTakenOff;
        let about = about_code(self.state, code);
        let values = NoticeValues {
            lock_name: about.lock_name,
            identifier: about.identifier,
            slot: about.slot,
            ..self.view().values().unwrap_or_default()
        };
        let notice = Notice::since(kind, self.holder, &code.lock_id, taken.since, values);
        is_kept.then(|| Notice {
            code_id: Some(code.id.clone()),
            ..notice
        })
    }
}
