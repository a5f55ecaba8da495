//! What a person with a calendar says of one code: whose it is, and when it opens.

use crate::door::{Code, Want, Whose};
use latchstring::model::OnLockState;

impl Code {
    pub fn is_own(&self) -> bool {
        let gone = self.want == Want::Removed && self.on == OnLockState::Absent;
        !gone && (self.whose == Whose::Own || self.told_me.is_some())
    }

    pub fn is_sure(&self) -> bool {
        matches!(self.on, OnLockState::Confirmed | OnLockState::Unverifiable)
    }

    /// Whether the lock itself surely opens for it all through the half minute that begins at `at`
    /// (T1).
    pub fn opens(&self, native: bool, at: i64) -> bool {
        if self.want == Want::Removed {
            return false;
        }
        let within = |from: Option<i64>, until: Option<i64>| {
            from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
        };
        // Of a change that is not known to be made, and of a code that was there already: whatever
        // became of it.
        let is_open = matches!(
            self.on,
            OnLockState::Accepted | OnLockState::Unknown | OnLockState::Unverifiable
        );
        let stored = match self.guaranteed_window {
            Some((from, until)) if is_open => within(from, until),
            _ if self.is_sure() => within(self.from, self.until),
            _ => return false,
        };
        if !native {
            // Until it is removed, whatever it is wanted for; a window that is known all the same
            // is believed.
            return self.at.is_none_or(|known| known <= at) && stored;
        }
        match self.want {
            Want::Held(from, until) => stored && within(from, until),
            _ => stored,
        }
    }

    /// Whether the guest, who said so at `said`, can't get in by it (A4).
    pub fn is_discredited(&self, said: Option<i64>) -> bool {
        let Some(said) = said else { return false };
        // Whoever complains knows the code that they hold, whether or not anybody wrote down the
        // telling.
        let told_since = self.told_me.is_some_and(|told| told >= said);
        let read_back_since =
            self.on == OnLockState::Confirmed && self.at.is_some_and(|at| at > said);
        let used_since = self.used.is_some_and(|at| at > said);
        !told_since && !read_back_since && !used_since
    }

    pub fn is_told(&self) -> bool {
        self.told_me.is_some() || self.told_other.is_some()
    }
}
