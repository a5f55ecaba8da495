//! Why a code is not as it should be.

use std::fmt;

use latchstring_derive::Tagged;
use serde::{Deserialize, Serialize};

use crate::ErrorCode;
use crate::model::{CommandKind, Failure};

/// The checks before a window begins (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ValidationCheck {
    /// The lock answers, its battery and its connection are well (C2).
    Health,
    /// The code is put on a lock that stores no windows (C3).
    Activation,
    /// The lock is asked whether the code is on it (C3).
    Verification,
}

/// Why a code is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tagged)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CodeFailure {
    /// The stay's times make no window, or one that the lock can't store (W6, W7).
    Window {
        /// The error's code.
        code: ErrorCode,
        /// In one sentence.
        message: String,
    },
    /// No PIN could be made under the lock's rules (P8).
    Pin {
        /// The error's code.
        code: ErrorCode,
        /// In one sentence.
        message: String,
    },
    /// The lock's platform refuses, and would refuse again (C6).
    Command {
        /// What it was asked to do.
        command: CommandKind,
        /// What it said.
        failure: Failure,
    },
    /// The platform called a command done, again and again, and the lock shows otherwise (C6).
    NotSeen {
        /// What it was asked to do.
        command: CommandKind,
    },
    /// The platform reads the lock, again and again, and brings no list of its codes, or an old
    /// one (C6).
    NoList,
    /// The lock lists the code otherwise than it had confirmed (T8).
    ListDiffers,
    /// A list shifts the windows of several codes by the same time: whoever reads the lock has
    /// another zone or clock (T8).
    ClockOrZone,
    /// A check before the stay found something (C1, C2, C3).
    Lock {
        /// What it found.
        finding: LockFinding,
    },
}

/// What a check before a stay finds at a lock (C2, C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum LockFinding {
    /// It is confirmed offline (A3).
    DoesNotAnswer,
    /// It is confirmed offline, and its battery was nearly empty when it last answered (C5).
    BatteryDied,
    /// It is dead or its keypad broken (A).
    NotUsable,
    /// It has no way to be reached from afar (H).
    NoRemotePath,
    /// Its connection comes and goes (C2).
    NotStable,
    /// It has not confirmed the guest's code (F20).
    CodeNotConfirmed,
}

impl LockFinding {
    fn sentence(self) -> &'static str {
        match self {
            Self::DoesNotAnswer => "the lock does not answer",
            Self::BatteryDied => "the lock does not answer, and its battery was nearly empty",
            Self::NotUsable => "the lock is not usable",
            Self::NoRemotePath => "the lock has no bridge or internet",
            Self::NotStable => "the lock's connection comes and goes",
            Self::CodeNotConfirmed => "the lock has not confirmed the guest's code",
        }
    }
}

/// What a lock did not do.
fn not_done(command: CommandKind) -> &'static str {
    match command {
        CommandKind::ProgramCode => "the lock did not take a new code",
        CommandKind::ChangeWindow => "the lock did not take new times of the code",
        CommandKind::RemoveCode => "the lock did not remove the code",
        CommandKind::ReadLock => "the lock did not give its list of codes",
        CommandKind::IssueOfflineCode => "the platform made no offline code",
    }
}

/// What a platform says that it has done.
fn called_done(command: CommandKind) -> &'static str {
    match command {
        CommandKind::ProgramCode => "the platform says that a new code is stored",
        CommandKind::ChangeWindow => "the platform says that new times of a code are stored",
        CommandKind::RemoveCode => "the platform says that a code is removed",
        CommandKind::ReadLock => "the platform says that the lock was read",
        CommandKind::IssueOfflineCode => "the platform says that it made an offline code",
    }
}

impl CodeFailure {
    /// In words, as part of a sentence.
    ///
    /// ```
    /// use latchstring::rules::CodeFailure;
    /// let failure: CodeFailure = latchstring::decode(
    ///     r#"{ "kind": "command", "command": "program_code", "failure": "no_space" }"#)?;
    /// assert_eq!(failure.sentence(), "the lock did not take a new code");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Window { message, .. } | Self::Pin { message, .. } => message.clone(),
            Self::Command { command, .. } => not_done(*command).to_owned(),
            Self::NotSeen { command } => {
                format!("{}, and the lock shows otherwise", called_done(*command))
            }
            Self::NoList => "the lock's platform brings no new list of its codes".to_owned(),
            Self::ListDiffers => {
                "the lock lists the code otherwise than it confirmed it".to_owned()
            }
            Self::ClockOrZone => {
                "the lock's list shifts all windows: check the zone and clock of its reader"
                    .to_owned()
            }
            Self::Lock { finding } => finding.sentence().to_owned(),
        }
    }

    /// The words by which a template tells one from another: its kind, and what the lock was asked
    /// to do.
    pub(crate) fn words(&self) -> Vec<String> {
        match self {
            Self::Command { command, .. } | Self::NotSeen { command } => {
                vec!["command".to_owned(), command.to_string()]
            }
            Self::Lock { .. } => vec!["lock".to_owned()],
            _ => Vec::new(),
        }
    }

    /// The lock's platform can't store the stay's window (W6, W7).
    pub(crate) fn window_infeasible() -> Self {
        Self::Window {
            code: ErrorCode::WindowInfeasible,
            message: "the lock's platform can't store this window".to_owned(),
        }
    }
}

/// Its word in JSON.
impl fmt::Display for ValidationCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
