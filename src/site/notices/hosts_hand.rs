//! The host is asked about a code that they took off by hand in a running stay (T8).

use super::decided::Decided;
use super::guest_notices::Guest;
use crate::model::{AccessCode, Desired};
use crate::rules::{Notice, NoticeCause, NoticeKind, NoticeValues};
use crate::site::evaluation::{Evaluation, HostCondition};

impl Guest<'_> {
    /// Asks the host whether a code that was taken off is to be restored, or its guest's access to
    /// end. They are asked until they say so, or the stay is over.
    pub(super) fn ask_about_taken_codes(
        &self,
        decisions: &[Option<Decided>],
        evaluation: &mut Evaluation,
    ) {
        let stay = self.view();
        for code in stay.codes() {
            let mut doors = self.plan.doors.iter().zip(decisions);
            let decided = doors.find(|(door, _)| door.lock_id == code.lock_id);
            let decided = decided.and_then(|(_, decided)| decided.as_ref());
            let Some(notice) = self.question(code, decided) else {
                continue;
            };
            let until = Some(self.plan.stay.window.ends_at());
            evaluation.conditions.push(HostCondition::of(notice, until));
        }
    }

    fn question(&self, code: &AccessCode, decided: Option<&Decided>) -> Option<Notice> {
        let taken = code.taken_off?;
        let is_kept = matches!(code.wanted, Some(Desired::Window(_)));
        let kind = NoticeKind::CodeTakenOff;
        let decision = decided.map(|decided| &decided.decision);
        let other = decision.and_then(|decision| decision.code_id.as_ref());
        let cause = if other.is_some_and(|id| *id != code.id) {
            NoticeCause::OtherCode
        } else if taken.is_again() {
            NoticeCause::NotPutBack
        } else {
            NoticeCause::PutBack
        };
        let values = NoticeValues {
            cause: Some(cause),
            access: decision.cloned(),
            ..NoticeValues::default()
        };
        let notice = Notice::since(kind, self.holder, &code.lock_id, taken.since, values);
        is_kept.then(|| Notice {
            code_id: Some(code.id.clone()),
            ..notice
        })
    }
}
