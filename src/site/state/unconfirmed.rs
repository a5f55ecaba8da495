//! The commands of a lock without a final result. Their result may still come, and a PIN that is
//! taken may be one of ours (C7, F25).

use super::command::Command;
use super::lock_row::LockRow;
use super::unconfirmed_command::{MAX_UNCONFIRMED, UnconfirmedCommand};
use crate::Id;
use crate::model::{CodeWindow, CommandKind};
use crate::time::Instant;

impl Command {
    /// Whether it leaves the code in another state than `before` did.
    pub(crate) fn undoes(&self, before: &Self) -> bool {
        let what = |command: &Self| {
            let window = command
                .span()
                .filter(|_| command.kind != CommandKind::RemoveCode);
            (command.kind, command.pin, window)
        };
        self.is_about(before) && what(self) != what(before)
    }

    /// Whether a late result of `before` says nothing any more once this command is carried out. So
    /// it is with two removals of the same code (F20).
    fn judges(&self, before: &Self) -> bool {
        let are_removals = [self, before]
            .iter()
            .all(|command| command.kind == CommandKind::RemoveCode);
        self.undoes(before) || (are_removals && self.is_about(before))
    }

    /// Whether it is about the same code as another command.
    pub(crate) fn is_about(&self, other: &Self) -> bool {
        self.code_id == other.code_id
    }
}

impl LockRow {
    /// Remembers a command that has no final result, or by which such commands are judged.
    pub(crate) fn remember_unconfirmed(&mut self, command: &Command) {
        let all = self.unconfirmed_commands.get_or_insert_default();
        all.push(UnconfirmedCommand {
            command: command.clone(),
            given_at: self.command_given_at,
            answered: None,
        });
        if all.len() > MAX_UNCONFIRMED {
            // Two commands that are alike say as much as three.
            let is_repeated = |(at, one): (usize, &UnconfirmedCommand)| {
                let one = &one.command;
                let since = all.iter().skip(at).skip(1).map(|sent| &sent.command);
                let alike = since.filter(|other| other.is_about(one) && !other.undoes(one));
                alike.count() > 1
            };
            let at = all.iter().enumerate().position(is_repeated).unwrap_or(0);
            all.remove(at);
        }
    }

    /// A command without a final result.
    pub(crate) fn late(&self, id: &Id) -> Option<&UnconfirmedCommand> {
        let mut all = self.unconfirmed_commands.iter().flatten();
        all.find(|sent| !sent.is_answered() && sent.command.id == *id)
    }

    /// Commands without a final result, oldest first.
    pub(crate) fn unconfirmed(&self) -> impl Iterator<Item = &Command> {
        let all = self.unconfirmed_commands.iter().flatten();
        all.filter(|sent| !sent.is_answered())
            .map(|sent| &sent.command)
    }

    /// The same, with the later commands by which they are judged.
    pub(crate) fn remembered(&self) -> impl Iterator<Item = &Command> {
        self.unconfirmed_commands
            .iter()
            .flatten()
            .map(|sent| &sent.command)
    }

    /// The window in which a command's code surely opens, if an earlier command has put it on the
    /// lock. It had one window when it should have gone, and perhaps others with which it was sent
    /// since (T1, F25).
    pub(crate) fn may_have_left(&self, command: &Command) -> Option<CodeWindow> {
        let mut guaranteed: Option<CodeWindow> = None;
        let about_it = |sent: &&UnconfirmedCommand| sent.command.is_about(command);
        for sent in self.unconfirmed_commands.iter().flatten().filter(about_it) {
            let earlier = &sent.command;
            let has_other_pin =
                earlier.kind == CommandKind::ProgramCode && earlier.pin != command.pin;
            let met = |window: CodeWindow| {
                guaranteed.map_or(window, |sure| sure.meet(window).unwrap_or(sure))
            };
            if sent.is_answered() {
                guaranteed = earlier.span();
            } else if let Some(window) = earlier.span().filter(|_| !has_other_pin) {
                guaranteed = Some(met(window));
            }
        }
        guaranteed
    }

    /// Until when a command's code may open, if an earlier command has put it on the lock; nothing
    /// where that is not known, or has no end (T9).
    pub(crate) fn may_have_left_until(&self, command: &Command) -> Option<Instant> {
        // A removal of a code of which nobody knew adds nothing.
        let counts = |sent: &&Command| {
            let is_blind = sent.kind == CommandKind::RemoveCode && sent.span().is_none();
            sent.is_about(command) && !is_blind
        };
        let ends = self.remembered().filter(counts).map(|sent| {
            // Of a change without an answer only what both windows share is remembered.
            let is_whole = sent.kind != CommandKind::ChangeWindow;
            sent.span().filter(|_| is_whole)?.ends_at
        });
        ends.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// A command was carried out. It is remembered while an earlier one is judged by it (F25, D4).
    pub(crate) fn answer_unconfirmed(&mut self, command: &Command) {
        if self.unconfirmed_commands.is_none() {
            return;
        }
        if !self.remembered().any(|sent| sent.id == command.id) {
            self.remember_unconfirmed(command);
        }
        for sent in self.unconfirmed_commands.iter_mut().flatten() {
            if sent.command.id == command.id {
                sent.answered = Some(true);
            }
            // A code that should have gone is no longer there with its old window.
            if sent.command.is_about(command) && sent.command.kind == CommandKind::RemoveCode {
                sent.command.window = None;
            }
        }
        self.forget_unconfirmed(&|_| false);
    }

    /// Forgets the commands that `is_settled` names, and answered ones that judge no other any
    /// more.
    pub(crate) fn forget_unconfirmed(&mut self, is_settled: &dyn Fn(&Command) -> bool) {
        let mut kept: Vec<UnconfirmedCommand> = Vec::new();
        for sent in self.unconfirmed_commands.take().into_iter().flatten() {
            let judged = |before: &UnconfirmedCommand| {
                !before.is_answered() && sent.command.judges(&before.command)
            };
            if !is_settled(&sent.command) && (!sent.is_answered() || kept.iter().any(judged)) {
                kept.push(sent);
            }
        }
        self.unconfirmed_commands = Some(kept).filter(|kept| !kept.is_empty());
    }
}
