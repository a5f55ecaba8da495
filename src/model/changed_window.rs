//! How a code's window changes, and what is kept of it.

use super::access_code::AccessCode;
use super::desired::{CodeWindow, Desired};
use super::holder::HolderKind;
use super::window_before::WindowBefore;
use crate::time::Instant;

impl AccessCode {
    /// The same code with another window, or to be gone, from `at` on.
    #[must_use]
    pub(crate) fn wanting(self, wanted: Option<Desired>, at: Instant) -> Self {
        let window_before = match self.wanted {
            Some(Desired::Window(window)) if self.wanted != wanted => {
                self.changed_from(window, at).or(self.window_before)
            }
            _ => self.window_before,
        };
        Self {
            wanted,
            window_before,
            ..self
        }
    }

    /// What is kept of a window that changes. A window that is over says all by itself, and a code
    /// that nobody was told has no time. Of changes at one instant the first counts.
    fn changed_from(&self, window: CodeWindow, at: Instant) -> Option<WindowBefore> {
        let kind = self.holder.kind;
        let is_spare = matches!(kind, HolderKind::Backup | HolderKind::Emergency);
        let is_over = window.ends_at.is_some_and(|end| end <= at);
        let is_later = self.window_before.is_none_or(|before| before.until < at);
        let is_kept = !is_over && is_later && (!is_spare || self.is_told());
        is_kept.then_some(WindowBefore { window, until: at })
    }

    /// The window that it should have had at `at`, where that was changed since.
    pub(crate) fn window_then(&self, at: Instant) -> Option<CodeWindow> {
        let before = self.window_before.filter(|before| at < before.until);
        before.map(|before| before.window)
    }
}
