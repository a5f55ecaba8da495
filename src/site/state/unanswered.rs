//! Commands of which nobody knows what became, and what is to be learned of them: an answer may come late, and a PIN that is
//! taken may be one of ours (C7, F25).

use super::command::Command;
use super::lock_row::LockRow;
use crate::model::{CodeWindow, CommandKind};
use crate::time::Instant;

/// Commands that a lock remembers without an answer, at most.
pub(crate) const MAX_LATE: usize = 16;

/// The deadline of a remembered command that was answered: what is said of it once more is no news (D4).
const ANSWERED: Instant = Instant::MIN;

impl Command {
    /// Whether it leaves another state of the same code than `before` did.
    pub(crate) fn undoes(&self, before: &Self) -> bool {
        let what = |command: &Self| {
            let window = command.window.filter(|_| command.kind != CommandKind::RemoveCode);
            (command.kind, command.pin, window)
        };
        self.is_about(before) && what(self) != what(before)
    }

    /// Whether it is about the same code as another command.
    pub(crate) fn is_about(&self, other: &Self) -> bool {
        self.code_id == other.code_id
    }

    /// Whether it was done, and is there to judge others by.
    fn is_answered(&self) -> bool {
        self.deadline == ANSWERED
    }
}

impl LockRow {
    /// Remembers a command of which nobody knows what became, or by which such ones are to be judged.
    pub(crate) fn remember_late(&mut self, command: &Command) {
        let late = self.late.get_or_insert_default();
        late.push(command.clone());
        if late.len() > MAX_LATE {
            // That there were several that are alike, two of them say.
            let is_repeated = |(at, one): (usize, &Command)| {
                let since = late.iter().skip(at).skip(1);
                let alike = since.filter(|other| other.is_about(one) && !other.undoes(one));
                alike.count() > 1
            };
            let at = late.iter().enumerate().position(is_repeated).unwrap_or(0);
            late.remove(at);
        }
    }

    /// Commands of which nobody knows what became, the latest last.
    pub(crate) fn unanswered(&self) -> impl Iterator<Item = &Command> {
        self.late.iter().flatten().filter(|late| !late.is_answered())
    }

    /// What the code of a command opens in any case that is there by what was sent before: with the window that it had
    /// when it should have gone, or with any of those with which it was sent since (T1, F25).
    pub(crate) fn may_have_left(&self, command: &Command) -> Option<CodeWindow> {
        let mut guaranteed: Option<CodeWindow> = None;
        for late in self.late.iter().flatten().filter(|late| late.is_about(command)) {
            let is_other = late.kind == CommandKind::ProgramCode && late.pin != command.pin;
            let met =
                |window: CodeWindow| guaranteed.map_or(window, |sure| sure.meet(window).unwrap_or(sure));
            if late.is_answered() {
                guaranteed = late.window;
            } else if let Some(window) = late.window.filter(|_| !is_other) {
                guaranteed = Some(met(window));
            }
        }
        guaranteed
    }

    /// A command was done: it is remembered as long as there is one before it to be judged by it (F25, D4).
    pub(crate) fn answer_late(&mut self, command: &Command) {
        if self.late.is_none() {
            return;
        }
        if !self.late.iter().flatten().any(|late| late.id == command.id) {
            self.remember_late(command);
        }
        for late in self.late.iter_mut().flatten() {
            if late.id == command.id {
                late.deadline = ANSWERED;
            }
            // What should have gone before is not there any more as it was.
            if late.is_about(command) && late.kind == CommandKind::RemoveCode {
                late.window = None;
            }
        }
        self.forget_late(&|_| false);
    }

    /// Nothing more is to be learned of commands of which nobody knew what became.
    pub(crate) fn forget_late(&mut self, is_it: &dyn Fn(&Command) -> bool) {
        let mut kept: Vec<Command> = Vec::new();
        for late in self.late.take().into_iter().flatten() {
            let judged = |before: &Command| !before.is_answered() && late.undoes(before);
            if !is_it(&late) && (!late.is_answered() || kept.iter().any(judged)) {
                kept.push(late);
            }
        }
        self.late = Some(kept).filter(|kept| !kept.is_empty());
    }
}
