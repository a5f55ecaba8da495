//! Engines that are broken on purpose: their steps are altered, so that each check shows that it
//! can fail.

use latchstring::model::CommandKind;
use latchstring::rules::{Audience, NoticeKind};
use latchstring::site::{AuditKind, Site, Step};
use latchstring::time::Duration;

use crate::checks::is_spare;

#[derive(Clone, Copy, Debug)]
pub enum Broken {
    /// Nobody hears of a spare.
    KeepsSparesToItself,
    /// Nothing is taken off.
    TakesNothingOff,
    /// The host never hears that a spare was told.
    HidesSparesFromHost,
    /// It asks to be called a minute too late.
    Oversleeps,
    /// What was not answered once is never tried again: without a loss nobody would notice.
    NeverTriesAgain,
}

impl Broken {
    /// Alters a step before anybody sees it.
    pub fn alter(self, step: &mut Step, before: &Site) {
        match self {
            Self::KeepsSparesToItself => {
                hide_from_host(step);
                step.audit.retain(|row| {
                    !matches!(row.kind, AuditKind::BackupTold | AuditKind::EmergencyTold)
                });
                let told = before.access_codes.iter().filter(|code| is_spare(code));
                let pins: Vec<_> = told.filter_map(|code| code.pin).collect();
                for notice in step
                    .notices
                    .iter_mut()
                    .filter(|notice| notice.to == Audience::Guest)
                {
                    for door in notice.values.doors.iter_mut().flatten() {
                        door.code = door.code.filter(|pin| !pins.contains(pin));
                    }
                }
            }
            Self::TakesNothingOff => step
                .commands
                .retain(|command| command.kind != CommandKind::RemoveCode),
            Self::HidesSparesFromHost => hide_from_host(step),
            Self::Oversleeps => step.wake_at = step.wake_at.map(|at| at + Duration::minutes(1)),
            Self::NeverTriesAgain => {
                let late = before
                    .locks
                    .iter()
                    .flat_map(|row| row.unconfirmed_commands.iter().flatten());
                let late: Vec<_> = late
                    .filter_map(|sent| sent.command.code_id.clone())
                    .collect();
                step.commands.retain(|command| {
                    !command.code_id.as_ref().is_some_and(|id| late.contains(id))
                });
            }
        }
    }
}

fn hide_from_host(step: &mut Step) {
    let told = |kind| matches!(kind, NoticeKind::BackupTold | NoticeKind::EmergencyTold);
    step.notices.retain(|notice| !told(notice.kind));
}
