//! A platform that makes codes of the lock's algorithm, and a cloud that accepts what it does
//! later.

use latchstring::model::{CommandKind, Failure};
use serde_json::Value;

use crate::door::result;
use crate::plan::Plan;
use crate::world::{Action, World};

impl World {
    /// What may become of the command that is under way.
    pub fn answers(&self, plan: &Plan, actions: &mut Vec<Action>) {
        let may_lose = self.losses_left > 0;
        let kind = self.queue[0].kind;
        if kind == CommandKind::IssueOfflineCode {
            // The platform needs no lock for it; this is asked for once, so that its silence is no
            // loss.
            return actions.extend([Action::Answer, Action::Refuse, Action::LoseCommand]);
        }
        if plan.accepts && self.door.online && kind != CommandKind::ReadLock {
            // One after the other.
            if self.accepted.is_none() {
                actions.push(Action::Accept);
            }
        } else {
            actions.push(Action::Answer);
        }
        // A loss of a cloud that accepts is a failure later.
        if may_lose && !plan.accepts {
            actions.push(Action::LoseCommand);
            if self.door.online {
                actions.extend([Action::LoseAnswer, Action::DelayAnswer]);
            }
        }
    }

    /// What the platform says when it does so.
    pub fn act_as_cloud(&mut self, action: Action) -> Result<Vec<Value>, String> {
        if matches!(action, Action::Refuse | Action::Accept) {
            let command = self.queue.remove(0);
            if action == Action::Refuse {
                return Ok(vec![result(
                    &command.id,
                    "failed",
                    Some("rejected"),
                    self.now,
                )]);
            }
            let fact = result(&command.id, "accepted", None, self.now);
            self.accepted = Some(command);
            return Ok(vec![fact]);
        }
        let command = self.accepted.take().expect("something that was accepted");
        self.faulted_until = self.now;
        if action == Action::Finish {
            return Ok(self.door.carry_out(&command, self.now)?.facts(self.now));
        }
        self.losses_left -= 1;
        // What is rejected for good stops (C6): the code of a stay then, and no other.
        let mut codes = self.stored.access_codes.iter();
        let of_stay = codes.any(|code| {
            Some(&code.id) == command.code_id.as_ref() && code.holder.reservation_id().is_some()
        });
        let is_refused = command.kind == CommandKind::ProgramCode && of_stay;
        let why = if is_refused { "rejected" } else { "timeout" };
        Ok(vec![result(&command.id, "failed", Some(why), self.now)])
    }

    /// Whether a code was refused for good: until its time it has no holder, and then a spare (A2).
    pub fn has_refused(&self) -> bool {
        let mut codes = self.stored.access_codes.iter();
        codes.any(|code| code.failure == Some(Failure::Rejected))
    }
}
