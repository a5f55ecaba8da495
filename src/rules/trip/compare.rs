//! What should be, compared with what is, for one stay at one door (T2, T4, T7).

use serde::{Deserialize, Serialize};

use crate::code::{CodeRules, Pin, ViolationKind, WeakPins, check};
use crate::model::{Abilities, AccessCode, CodeWindow, CommandKind, Desired, Method, OnLockState};
use crate::rules::lock::Evidence;
use crate::rules::lock::opens;
use crate::rules::lock::{Opening, can_change, steps_now};
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant, Intervals, Window};

/// What happens to a guest's code on one lock (T2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum DoorAction {
    /// Nothing.
    Keep,
    /// The code gets another window; its PIN stays.
    MoveWindow,
    /// The guest gets another PIN.
    Replace,
    /// The guest gets a code on a lock that has none of theirs.
    Issue,
    /// The code is taken off.
    Remove,
}

/// One door of one stay, as it should be and as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DoorCase<'a> {
    /// When the code should open. `None` means that the stay has no right to this door.
    pub(crate) wanted: Option<Window>,
    /// The stay's window, before a platform rounded it.
    pub(crate) window: Option<Window>,
    /// The code of this stay on this lock, on it or gone.
    pub(crate) code: Option<&'a AccessCode>,
    /// The PIN that the guest has on other doors (P1, T5).
    pub(crate) pin_elsewhere: Option<Pin>,
    /// PINs of others that are or may be on the lock.
    pub(crate) rivals: &'a [Pin],
    pub(crate) abilities: &'a Abilities,
    pub(crate) evidence: Evidence,
    /// Whether another guest than the one who was told the PIN comes.
    pub(crate) another_guest: bool,
    /// Whether the host asked for a new PIN.
    pub(crate) host_order: bool,
    /// From when a code may be on the lock.
    pub(crate) opening: Opening,
    pub(crate) now: Instant,
}

/// What the comparison finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DoorChange {
    pub(crate) action: DoorAction,
    pub(crate) steps: Vec<CommandKind>,
    pub(crate) because: Vec<Reason>,
}

impl DoorCase<'_> {
    /// The one action for this door, its steps in order, and why.
    pub(crate) fn compare(&self) -> DoorChange {
        // A code that is being removed counts as gone if one is wanted, and as there if none is.
        let stays = self
            .code
            .filter(|code| code.wanted != Some(Desired::REMOVED));
        match (self.wanted, stays) {
            (None, _) if self.code.is_none_or(AccessCode::is_gone) => {
                change(DoorAction::Keep, &[], vec![Reason::NothingChanged])
            }
            (None, _) => self.remove(),
            (Some(_), None) => self.issue(),
            (Some(wanted), Some(code)) => self.adjust(wanted, code),
        }
    }

    fn remove(&self) -> DoorChange {
        let on_it = self
            .code
            .filter(|code| code.on_lock.state != OnLockState::Absent);
        let steps: &[CommandKind] = if on_it.is_some() {
            &[CommandKind::RemoveCode]
        } else {
            &[]
        };
        let because = on_it
            .is_some_and(|code| self.is_hosts_task(code))
            .then_some(Reason::RemovalByHand);
        change(DoorAction::Remove, steps, because.into_iter().collect())
    }

    fn issue(&self) -> DoorChange {
        let mut because = vec![Reason::CodeMissing];
        let on_lock = self
            .code
            .map_or(OnLockState::Absent, |code| code.on_lock.state);
        if let Some(pin) = self.code.and_then(|code| code.pin).or(self.pin_elsewhere) {
            because.push(match self.why_another_pin(Some(pin), on_lock) {
                Some(reason) => reason,
                None => Reason::PinTriedFirst,
            });
        }
        change(DoorAction::Issue, &[CommandKind::ProgramCode], because)
    }

    fn adjust(&self, wanted: Window, code: &AccessCode) -> DoorChange {
        let running = self.window.is_some_and(|window| window.contains(self.now));
        if let Some(reason) = self.why_another_pin(code.pin, code.on_lock.state) {
            let steps: &[CommandKind] = if code.on_lock.state == OnLockState::Absent {
                &[CommandKind::ProgramCode]
            } else if running {
                // No instant of a running stay loses its working code (T4, F23).
                &[CommandKind::ProgramCode, CommandKind::RemoveCode]
            } else {
                &[CommandKind::RemoveCode, CommandKind::ProgramCode]
            };
            let by_hand = self.is_hosts_task(code).then_some(Reason::RemovalByHand);
            return change(
                DoorAction::Replace,
                steps,
                [reason].into_iter().chain(by_hand).collect(),
            );
        }
        let had = match code.wanted {
            Some(Desired::Window(had)) => had,
            _ => CodeWindow {
                starts_at: code.on_lock.starts_at,
                ends_at: code.on_lock.ends_at,
            },
        };
        let mut because = moved(had, wanted, self.now);
        if because.is_empty() {
            return change(DoorAction::Keep, &[], vec![Reason::NothingChanged]);
        }
        let on_lock = code.on_lock.state != OnLockState::Absent;
        let stored = on_lock && self.abilities.native_schedule;
        // A code that covers the stay and can't be changed in place stays until its end.
        let fixed = stored && !can_change(code, self.abilities);
        if (self.is_out_of_reach() || (fixed && running)) && self.covers(code) {
            because.extend(self.excess(code));
            because.push(Reason::PinStays);
            return change(DoorAction::Keep, &[], because);
        }
        if fixed {
            if running {
                because.push(Reason::CannotUpdateDuringStay);
                return change(
                    DoorAction::Replace,
                    &[CommandKind::ProgramCode, CommandKind::RemoveCode],
                    because,
                );
            }
            because.push(Reason::MadeAgain);
        }
        because.push(Reason::PinStays);
        change(DoorAction::MoveWindow, &self.steps(wanted, code), because)
    }

    /// What the engine would ask the lock for, now that the code's window is the wanted one.
    fn steps(&self, wanted: Window, code: &AccessCode) -> Vec<CommandKind> {
        let code = AccessCode {
            wanted: Some(Desired::Window(wanted.into())),
            // A missing PIN would be made.
            pin: code.pin.or_else(|| Pin::from_digits(&[0])),
            ..code.clone()
        };
        steps_now(&code, self.abilities, Some(self.opening), self.now)
    }

    /// The five causes for which a guest's PIN may change (T2); the fifth depends on the window.
    fn why_another_pin(&self, pin: Option<Pin>, on_lock: OnLockState) -> Option<Reason> {
        if self.host_order {
            return Some(Reason::HostOrder);
        }
        if self.another_guest {
            return Some(Reason::AnotherGuest);
        }
        // A PIN that the lock has taken works: neither rivals nor rules speak against it there.
        if on_lock != OnLockState::Absent {
            return None;
        }
        let candidate = pin?.typed();
        // A PIN that is easy to guess stays once it was told.
        let rules = [CodeRules {
            weak_pins: Some(WeakPins::Allow),
            ..self.abilities.rules.clone()
        }];
        let broken = check(&candidate, &rules, self.rivals, &[]).ok()?;
        broken
            .iter()
            .map(|violation| match violation.kind {
                ViolationKind::InUse
                | ViolationKind::SameKeyPresses
                | ViolationKind::UniqueFirstFourDigits => Reason::RivalOnLock,
                _ => Reason::RuleBroken,
            })
            .min()
    }

    /// Whether nothing can be done at the lock from afar, now or ever.
    fn is_out_of_reach(&self) -> bool {
        self.evidence == Evidence::Offline || !self.abilities.remote
    }

    /// Whether the host has to take a code off by hand: it can never be done from afar (T7), or who
    /// knows it has lost the right to the door and the lock is silent for now (T5).
    pub(crate) fn is_hosts_task(&self, code: &AccessCode) -> bool {
        let algorithmic =
            code.method == Some(Method::Offline) && !self.abilities.can_remove_offline;
        code.on_lock.state != OnLockState::Absent
            && (algorithmic
                || !self.abilities.remote
                || (self.has_lost_its_right() && self.is_out_of_reach()))
    }

    /// Whether those who know the code have no right to the door any more: the stay has none, or
    /// another PIN opens for it. Who is in keeps the old one until the new one works (T4).
    fn has_lost_its_right(&self) -> bool {
        let runs = self.window.is_some_and(|window| window.contains(self.now));
        self.wanted.is_none() || self.another_guest || (self.host_order && !runs)
    }

    fn covers(&self, code: &AccessCode) -> bool {
        let left = self
            .window
            .map(|window| Intervals::from(window).from_instant(self.now))
            .unwrap_or_default();
        self.opens(code).covers(&left)
    }

    /// What the code surely opens now that its window is the wanted one (T1).
    fn opens(&self, code: &AccessCode) -> Intervals {
        let code = AccessCode {
            wanted: self.wanted.map(|window| Desired::Window(window.into())),
            ..code.clone()
        };
        opens(&code, self.abilities.native_schedule)
    }

    /// For how long the code opens beyond the window (T3).
    fn excess(&self, code: &AccessCode) -> Option<Reason> {
        let window = Intervals::from(self.window?);
        let stored = AccessCode {
            wanted: None,
            ..code.clone()
        };
        let beyond = opens(&stored, self.abilities.native_schedule)
            .from_instant(self.now)
            .without(&window);
        if beyond.ends_at() == Some(Instant::MAX) {
            return Some(Reason::NarrowLaterEndless);
        }
        (!beyond.is_empty()).then(|| Reason::NarrowLater {
            minutes: beyond.length().minutes_up(),
        })
    }
}

fn change(action: DoorAction, steps: &[CommandKind], because: Vec<Reason>) -> DoorChange {
    DoorChange {
        action,
        steps: steps.to_vec(),
        because,
    }
}

/// How a window differs from the one before: the start first, then the end. All starts in the past
/// are alike. A missing edge differs by no number of minutes.
fn moved(had: CodeWindow, wanted: Window, now: Instant) -> Vec<Reason> {
    let (starts_at, ends_at) = (wanted.starts_at(), wanted.ends_at());
    let mut because = Vec::new();
    match had.starts_at {
        None => because.push(Reason::StartSet),
        Some(start) if start == starts_at || (start <= now && starts_at <= now) => {}
        Some(start) => {
            let later = starts_at - start;
            let minutes = later.abs().minutes_up();
            because.push(if later < Duration::ZERO {
                Reason::StartsEarlier { minutes }
            } else {
                Reason::StartsLater { minutes }
            });
        }
    }
    match had.ends_at {
        None => because.push(Reason::EndSet),
        Some(end) if end == ends_at => {}
        Some(end) => {
            let later = ends_at - end;
            let minutes = later.abs().minutes_up();
            because.push(if later < Duration::ZERO {
                Reason::EndsEarlier { minutes }
            } else {
                Reason::EndsLater { minutes }
            });
        }
    }
    because
}
