//! What a guest's word that they can't get in says of their codes (A4).

use super::access_case::AccessCase;
use super::decision::{Decision, Route};
use crate::model::{AccessCode, ComplaintsPolicy, OnLockState};
use crate::rules::lock::{Evidence, is_of_stay, told_at};
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant, Window};

/// What a guest hears who said outside of their stay that they can't get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutsideStay {
    /// When it begins.
    Ahead,
    /// When it ended.
    Over,
}

/// The answer to a guest's last complaint, at `said`, where that is not in the stay; `answered_at`
/// is the last one that was answered. The same is not said again and again.
pub(crate) fn answer(
    said: Instant,
    window: Window,
    answered_at: Option<Instant>,
    policy: &ComplaintsPolicy,
) -> Option<OutsideStay> {
    let pause = Duration::minutes(policy.answer_again_minutes);
    let is_answered = answered_at.is_some_and(|at| said <= at || said < at + pause);
    if window.contains(said) || is_answered {
        return None;
    }
    Some(if said < window.starts_at() {
        OutsideStay::Ahead
    } else {
        OutsideStay::Over
    })
}

impl AccessCase<'_> {
    /// When the guest last said in their stay that they can't get in, in a complaint that counts.
    /// What was said before the stay or after it says nothing of the codes (F58).
    pub(super) fn discredited_at(&self) -> Option<Instant> {
        let mut said = self.said_in_stay().rev();
        said.find(|&said| self.used_before(said).is_none())
    }

    /// [`AccessCase::discredited_at`], while the stay still runs.
    pub(crate) fn complained_at(&self) -> Option<Instant> {
        self.discredited_at().filter(|_| self.stay_runs())
    }

    /// The code that opened the door shortly before the guest's last complaint, and since when
    /// another complaint is waited for: until then nothing new is told.
    pub(crate) fn waits_for_second(&self) -> Option<(&AccessCode, Instant)> {
        let last = self.said_in_stay().next_back()?;
        let code = self.used_before(last).filter(|_| self.stay_runs())?;
        let first = self.first_after_use(code).unwrap_or(last);
        Some((code, first))
    }

    /// When the guest said in their stay that they can't get in, the first time first.
    pub(crate) fn said_in_stay(&self) -> impl DoubleEndedIterator<Item = Instant> {
        let said = self.complaints.iter().copied();
        said.filter(|&said| self.window.contains(said))
    }

    /// The code that let the guest in shortly before a complaint, if it still opens and they have
    /// not said the same some minutes before.
    fn used_before(&self, said: Instant) -> Option<&AccessCode> {
        let policy = &self.policy.complaints;
        let from = said - Duration::minutes(policy.recent_use_minutes);
        let until = said - Duration::minutes(policy.second_after_minutes);
        let was_used = |code: &&AccessCode| {
            let used = code.last_used_at;
            let told = told_at(code, self.reservation_id);
            let first = self.first_after_use(code);
            let opens_from = code.on_lock.at.map_or(said, |at| at.max(said));
            used.is_some_and(|used| from <= used && used <= said)
                && told.is_none_or(|told| told < said)
                && (code.is_told() || !self.tellings_known)
                && first.is_none_or(|first| first > until || first == said)
                && self.opens(code).contains(opens_from)
        };
        self.own_codes().filter(|_| self.usable()).find(was_used)
    }

    /// The first complaint in the stay since a code was used.
    fn first_after_use(&self, code: &AccessCode) -> Option<Instant> {
        let used = code.last_used_at?;
        self.said_in_stay().find(|&said| said >= used)
    }

    /// Whether the guest's word stands against a code: they said that they can't get in, and the
    /// lock has not shown the code since (A4). A code that they were told later is not affected
    /// (A5).
    pub(super) fn is_discredited(&self, code: &AccessCode) -> bool {
        let Some(said) = self.discredited_at() else {
            return false;
        };
        let told_since = told_at(code, self.reservation_id).is_some_and(|told| told >= said);
        // What was read back since has been there, whatever became of it after that.
        let is_read_back = code.on_lock.state == OnLockState::Confirmed
            && code.on_lock.at.is_some_and(|shown| shown > said);
        let read_back_since = is_read_back || code.read_back_at > Some(said);
        let used_since = code.last_used_at.is_some_and(|used| used > said);
        let never_told = self.tellings_known && !code.is_told();
        !told_since && !read_back_since && !used_since && !never_told
    }

    /// Whether the guest may go by a code: their word does not stand against it. Who was told many
    /// new codes goes by the last one, and is told no other (A6).
    pub(super) fn is_way_in(&self, code: &AccessCode) -> bool {
        !self.is_discredited(code) && self.kept.is_none_or(|kept| code.id == *kept)
    }

    /// Whether a code is on the lock and the guest can't get in with it.
    pub(super) fn is_there_in_vain(&self) -> bool {
        self.own_codes().any(|code| {
            let opens = self.opens(code);
            self.is_discredited(code) && opens.contains(self.now)
        })
    }

    /// When the guest last said that they can't get in, where that leaves nothing to tell them
    /// and the lock may answer.
    pub(crate) fn outside_since(&self, decision: &Decision) -> Option<Instant> {
        let is_left = !matches!(decision.route, Route::ContactHost | Route::EntryMethod);
        let may_answer =
            self.usable() && self.abilities.remote && self.evidence() != Evidence::Offline;
        self.complained_at().filter(|_| !is_left && may_answer)
    }

    /// Whether the guest's last word is that they can't get in: they were told nothing since, and
    /// nothing has shown since that a code of theirs works.
    pub(crate) fn is_said_still(&self) -> bool {
        let mut told = self
            .own_codes()
            .filter(|code| code.is_told() || !self.tellings_known);
        self.complained_at().is_some() && told.all(|code| self.is_discredited(code))
    }

    /// Whether only the guest's word leaves a part of the stay uncovered now.
    pub(crate) fn is_by_complaint(&self) -> bool {
        let unsaid = Self {
            complaints: &[],
            ..*self
        };
        unsaid.uncovered().starts_at() != self.uncovered().starts_at()
    }

    /// Why no other backup or emergency code is told, though one may be there: complaints gave as
    /// many as they may, or the guest was told too many new codes at once (A6).
    pub(super) fn why_no_more(&self) -> Option<Reason> {
        if self.stopped_at.is_some() {
            return Some(Reason::NewCodesStopped);
        }
        let by_complaint = |code: &&&AccessCode| {
            let mut told = code.told_to.iter().flatten();
            is_of_stay(code, self.reservation_id)
                && told.any(|told| {
                    told.reservation_id == *self.reservation_id && told.by_complaint == Some(true)
                })
        };
        let count = self.codes.iter().filter(by_complaint).count();
        let most = usize::try_from(self.policy.complaints.max_codes).unwrap_or(usize::MAX);
        (count >= most && self.is_by_complaint()).then_some(Reason::EnoughCodesTold)
    }

    /// Says that another complaint is waited for, and what the host can order until then.
    pub(super) fn weighed(&self, mut decision: Decision) -> Decision {
        if self.waits_for_second().is_some() {
            decision.because.push(Reason::UsedJustBefore);
            let next = self.next_code().map(|_| Reason::NextOnOrder);
            decision.because.extend(next);
        }
        decision
    }
}
