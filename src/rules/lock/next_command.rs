//! The next command that brings a code on its lock to where it should be. The engine, changed trips
//! and previews share this one comparison (T4, T7, W7, C3).

use crate::code::{CodeConstraint, CodeRules};
use crate::model::{
    Abilities, AccessCode, CodeWindow, CommandKind, Desired, HolderKind, Method, Observed,
    OnLockState, Policy,
};
use crate::rules::windows::Neighbours;
use crate::time::{Duration, Instant, Window};

/// When a code may be on its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    /// When a lock that stores no windows may begin to hold the code (C3).
    pub(crate) program_from: Instant,
    /// When a code that opens at once may be on the lock: not during the stay before.
    pub(crate) open_from: Instant,
    /// How long before a stay its code is no longer taken off to get another window. That takes two
    /// commands, and the guest may come in between (T4).
    pub(crate) settled: Duration,
}

impl Opening {
    /// At any time.
    pub(crate) const ANY: Self = Self {
        program_from: Instant::MIN,
        open_from: Instant::MIN,
        settled: Duration::ZERO,
    };

    /// For a stay with this window: some minutes ahead, but never during the stay before (C3).
    pub(crate) fn of(window: Window, neighbours: Neighbours, policy: &Policy) -> Self {
        let starts_at = window.starts_at();
        let lead = Duration::minutes(policy.validation.activation_minutes);
        let deadline = Duration::seconds(policy.commands.deadline_seconds);
        let open_from = neighbours
            .previous_ends_at
            .map_or(Instant::MIN, |previous| previous.min(starts_at));
        Self {
            program_from: (starts_at - lead).max(open_from),
            open_from,
            settled: deadline + deadline,
        }
    }
}

/// The command that `code` needs at `at`, and when. `None` means that the code is as it should be.
/// Without an `opening`, a lock that stores no windows may hold the code from its start.
pub(crate) fn next_command(
    code: &AccessCode,
    abilities: &Abilities,
    opening: Option<Opening>,
    at: Instant,
) -> Option<(CommandKind, Instant)> {
    if code.is_offline() && code.on_lock.state == OnLockState::Absent {
        return request(code, at);
    }
    let removal = (CommandKind::RemoveCode, at);
    let Desired::Window(wanted) = code.wanted? else {
        let stays = code.is_offline() && !abilities.can_remove_offline;
        return (code.on_lock.state != OnLockState::Absent && !stays).then_some(removal);
    };
    if is_lost(code.on_lock) && code.external_id.is_some() && platform_makes(&abilities.rules) {
        // Its removal was not answered, and programming it again would make a second PIN (F25).
        return Some(removal);
    }
    if is_lost(code.on_lock) && (code.is_ghost() || code.is_disabled()) {
        // A removal without an answer may have done nothing. Else what is left is taken off first,
        // so that the PIN can be written. A disabled code opens nothing with any window (T8, T9).
        let tries = code.tries_of(CommandKind::RemoveCode);
        let is_unanswered = code.removal_unanswered == Some(true)
            || tries.is_some_and(|tries| tries.failure.is_some());
        let may_be_whole = is_unanswered && code.disabled != Some(true);
        if may_be_whole && abilities.native_schedule && can_change(code, abilities) {
            return Some((CommandKind::ChangeWindow, at));
        }
        let removal_from = left_until(code, opening, at)?;
        return Some((CommandKind::RemoveCode, removal_from));
    }
    // A code of the lock's algorithm has its window in itself (A3b).
    let (kind, from) = if abilities.native_schedule || code.is_offline() {
        on_schedule(code, wanted, abilities, opening.unwrap_or(Opening::ANY), at)?
    } else {
        let from = opening.map_or(wanted.starts_at.unwrap_or(at), |opening| {
            opening.program_from
        });
        match code.on_lock.state {
            OnLockState::Absent | OnLockState::Pending => (CommandKind::ProgramCode, from),
            // Its window has moved, and it opens too early.
            _ if from > at => return Some(removal),
            OnLockState::Unknown => (CommandKind::ProgramCode, from),
            _ => return None,
        }
    };
    if kind == CommandKind::ProgramCode && code.pin.is_none() && !platform_makes(&abilities.rules) {
        return None;
    }
    Some((kind, from))
}

/// A code of the lock's algorithm that was never made is asked for. One that failed, or that was
/// made and is off, comes back by a new decision only (A3b, A6).
fn request(code: &AccessCode, at: Instant) -> Option<(CommandKind, Instant)> {
    let is_wanted = matches!(code.wanted?, Desired::Window(_)) && code.failure.is_none();
    let is_new = is_wanted && code.pin.is_none();
    is_new.then(|| (CommandKind::IssueOfflineCode, code.made_at.unwrap_or(at)))
}

/// The command that a code needs on a lock that stores windows, and when.
fn on_schedule(
    code: &AccessCode,
    wanted: CodeWindow,
    abilities: &Abilities,
    opening: Opening,
    at: Instant,
) -> Option<(CommandKind, Instant)> {
    let on_lock = code.on_lock;
    // A code without a start opens at once, and waits for the stay before to end.
    let opens_at_once = sendable(wanted, abilities, at).starts_at.is_none();
    let from = if opens_at_once {
        opening.open_from.max(at)
    } else {
        at
    };
    match on_lock.state {
        OnLockState::Absent | OnLockState::Pending => {
            return Some((CommandKind::ProgramCode, from));
        }
        // Nobody knows whether the code was put there at all.
        OnLockState::Unknown if is_lost(on_lock) => return Some((CommandKind::ProgramCode, from)),
        OnLockState::Unknown => {}
        OnLockState::Accepted | OnLockState::Confirmed | OnLockState::Unverifiable => {
            if keeps(on_lock, wanted, abilities, at) {
                return None;
            }
        }
    }
    if can_change(code, abilities) && !is_left_wide(code, wanted, abilities) {
        return Some((CommandKind::ChangeWindow, from));
    }
    // The code is taken off and comes back with its new window (T7). It stays while a guest needs
    // it, or is about to come (T4).
    let soon = at + opening.settled;
    let working = has_started(wanted.starts_at, soon) && has_started(on_lock.starts_at, soon);
    // A told backup or emergency code is all that its guest has (B4).
    let needed = working || matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency);
    let until = if needed {
        on_lock.ends_at.or(wanted.ends_at)?
    } else {
        at
    };
    Some((CommandKind::RemoveCode, until.max(at)))
}

/// Whether a ghost is left on its lock while its people are in, or about to come: no removal had an
/// answer, so the ghost may be what lets them in (T9, I9).
pub(crate) fn is_left(code: &AccessCode, opening: Option<Opening>, at: Instant) -> bool {
    left_until(code, opening, at).is_none_or(|until| until > at)
}

/// From when a ghost is taken off; nothing while its people's time lasts. What all windows that it
/// may have do not open any more lets nobody in.
fn left_until(code: &AccessCode, opening: Option<Opening>, at: Instant) -> Option<Instant> {
    let Some(Desired::Window(wanted)) = code.wanted else {
        return Some(at);
    };
    let is_spare = matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency);
    let is_somebodys = !is_spare || code.is_told();
    let soon = at + opening.unwrap_or(Opening::ANY).settled;
    let is_left = is_lost(code.on_lock)
        && code.is_ghost()
        && code.removal_unanswered == Some(true)
        && is_somebodys
        && has_started(wanted.starts_at, soon);
    if is_left {
        code.ghost_until.map(|until| until.max(at))
    } else {
        Some(at)
    }
}

/// Whether a window with this start has begun.
fn has_started(start: Option<Instant>, at: Instant) -> bool {
    start.is_none_or(|start| start <= at)
}

/// Whether a told backup stays as wide as it is until its end: to narrow it, its lock would take it
/// off for a while (B4).
fn is_left_wide(code: &AccessCode, wanted: CodeWindow, abilities: &Abilities) -> bool {
    let kept = code.on_lock.span();
    let is_spare = matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency);
    is_spare
        && code.on_lock.state != OnLockState::Unknown
        && !abilities.narrows_in_place()
        && kept.around(wanted) == kept
}

/// Whether it is unknown if the code is on its lock at all. Otherwise only the window is unknown.
fn is_lost(on_lock: Observed) -> bool {
    on_lock.state == OnLockState::Unknown
        && on_lock.ends_at.is_none()
        && on_lock.guaranteed_window.is_none()
}

/// Whether the window of a code can be changed on its lock (T7).
pub(crate) fn can_change(code: &AccessCode, abilities: &Abilities) -> bool {
    abilities.can_update && code.method != Some(Method::Offline)
}

/// Whether the lock keeps the wanted window. A start that came too late to be set does not count
/// (W7).
fn keeps(on_lock: Observed, wanted: CodeWindow, abilities: &Abilities, at: Instant) -> bool {
    let start_kept = on_lock.starts_at == wanted.starts_at
        || (on_lock.starts_at.is_none() && sendable(wanted, abilities, at).starts_at.is_none());
    start_kept && on_lock.ends_at == wanted.ends_at
}

/// How far ahead a start has to be for a platform that refuses starts in the past and states no
/// lead: as long as a command may take (W7).
const LEAST_LEAD: Duration = Duration::minutes(1);

/// How far ahead a start has to be when it is sent. `None`: the platform takes any start (W7).
fn lead(abilities: &Abilities) -> Option<Duration> {
    // One frame has to take the start: where one asks for no lead, none is needed.
    let leads = abilities.online_frames.iter();
    let leads: Option<Vec<u32>> = leads.map(|frame| frame.lead_minutes).collect();
    let stated = leads.and_then(|leads| leads.into_iter().min());
    let demands = abilities.rules.constraints.iter().flatten();
    let refuses_past = demands
        .into_iter()
        .any(|demand| *demand == CodeConstraint::StartDateInFuture);
    stated
        .map(Duration::minutes)
        .max(refuses_past.then_some(LEAST_LEAD))
}

/// The window that can be sent at `at`. A start that is past or too near for the platform is left
/// out (W7).
pub(crate) fn sendable(wanted: CodeWindow, abilities: &Abilities, at: Instant) -> CodeWindow {
    let earliest = lead(abilities).map_or(Instant::MIN, |lead| at + lead);
    CodeWindow {
        starts_at: wanted.starts_at.filter(|&start| start >= earliest),
        ends_at: wanted.ends_at,
    }
}

/// Whether the platform makes the PINs of a lock itself, so that none is sent (P5).
pub(crate) fn platform_makes(rules: &CodeRules) -> bool {
    use crate::code::CodeConstraint::{CannotSpecifyPinCode, PinCodeMatchesExistingSet};
    rules
        .constraints
        .iter()
        .flatten()
        .any(|constraint| matches!(constraint, CannotSpecifyPinCode | PinCodeMatchesExistingSet))
}

/// The most commands that bring a code from any state to any other.
const MAX_STEPS: usize = 4;

/// The commands that are due at `at` and bring `code` to where it should be, if each of them
/// succeeds.
pub(crate) fn steps_now(
    code: &AccessCode,
    abilities: &Abilities,
    opening: Option<Opening>,
    at: Instant,
) -> Vec<CommandKind> {
    let mut code = code.clone();
    let mut steps = Vec::new();
    while steps.len() < MAX_STEPS
        && let Some((kind, from)) = next_command(&code, abilities, opening, at)
        && from <= at
    {
        // What is made again is put on the lock (T7).
        code.method = code.method.filter(|_| kind != CommandKind::RemoveCode);
        code.on_lock = match (kind, code.wanted) {
            (CommandKind::RemoveCode, _) => Observed::gone(at),
            (_, Some(Desired::Window(wanted))) if abilities.native_schedule => {
                let sent = sendable(wanted, abilities, at);
                Observed {
                    state: OnLockState::Confirmed,
                    starts_at: sent.starts_at,
                    ends_at: sent.ends_at,
                    at: Some(at),
                    guaranteed_window: None,
                }
            }
            _ => Observed {
                state: OnLockState::Confirmed,
                ..Observed::gone(at)
            },
        };
        steps.push(kind);
    }
    steps
}
