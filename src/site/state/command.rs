//! What a lock platform shall do (D4).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::code::Pin;
use crate::model::{CodeWindow, CommandKind};
use crate::time::{Instant, Zone};
use crate::{Id, Text};

/// What a lock platform shall do (D4).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Command {
    /// Stable: the same command never has another id.
    pub id: Id,
    /// The lock that shall do it.
    pub lock_id: Id,
    /// What to do.
    pub kind: CommandKind,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// The PIN in clear.
    pub pin: Option<Pin>,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// A label for it on the lock.
    pub name: Option<Text>,
    /// The window to store; absent if the lock stores none.
    pub window: Option<CommandWindow>,
    /// When an answer is overdue (C7).
    pub deadline: Instant,
}

impl Command {
    /// The instants of its window.
    pub(crate) fn span(&self) -> Option<CodeWindow> {
        self.window.as_ref().map(CommandWindow::span)
    }
}

/// The window that a command carries: as instants, and as the clock at the lock shows them.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CommandWindow {
    /// When it begins; absent: at once.
    pub starts_at: Option<Instant>,
    /// When it ends; absent: never.
    pub ends_at: Option<Instant>,
    /// `startsAt` on the wall clock at the lock, such as `2026-05-01T15:00:00`, for platforms that
    /// take local times. Absent where no zone is known.
    pub starts_at_local: Option<Text>,
    /// `endsAt` on the wall clock at the lock.
    pub ends_at_local: Option<Text>,
    /// The zone of that clock: the lock's, else that of a listing behind it.
    pub time_zone: Option<Zone>,
}

impl CommandWindow {
    /// A window, with the wall times of a zone.
    pub(crate) fn in_zone(span: CodeWindow, zone: Option<Zone>) -> Self {
        let local = |at: Option<Instant>| zone?.wall_text(at?).parse().ok();
        Self {
            starts_at: span.starts_at,
            ends_at: span.ends_at,
            starts_at_local: local(span.starts_at),
            ends_at_local: local(span.ends_at),
            time_zone: zone.filter(|_| span != CodeWindow::default()),
        }
    }

    pub(crate) fn span(&self) -> CodeWindow {
        CodeWindow {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        }
    }
}
