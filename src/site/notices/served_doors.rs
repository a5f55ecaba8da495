//! What is done at the doors of a stay, once their ways in are decided: a code is told or asked
//! for, the host is called, or a way in without a lock is told.

use std::cmp::Reverse;

use super::decided::Decided;
use super::door_view::{DoorView, Surroundings};
use super::guest_messages::door_changes;
use super::guest_notices::Guest;
use crate::rules::{Changed, Decision, Notice, NoticeValues, Route, in_one_line, is_sure};
use crate::site::codes::others_of_set;
use crate::site::commands::lock_full;
use crate::site::evaluation::{Evaluation, HostCondition, Output, Timer};
use crate::site::plan::Door;
use crate::site::state::ToldDoor;
use crate::{Id, Text};

impl Guest<'_> {
    /// Does at each door what was decided there; gives what opens the doors from now on, unless the
    /// message about them waits, and what was decided in the end.
    pub(super) fn serve_doors(
        &mut self,
        decisions: &[Option<Decided>],
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> (Option<Vec<ToldDoor>>, Vec<Option<Decided>>) {
        let mut doors = Vec::new();
        let mut is_spare_told = false;
        let mut is_held = false;
        let mut decisions = decisions.to_vec();
        for at in self.in_order(&decisions) {
            let door = self.plan.doors.get(at);
            let decided = decisions.get(at).cloned().flatten();
            let Some((door, decided)) = door.zip(decided) else {
                continue;
            };
            if decided.decision.route == Route::EntryMethod && self.trip.entry_told_at.is_none() {
                self.tell_entry_method(&decisions, output);
                continue;
            }
            let tells_set = self.serve(door, &decided, output, evaluation);
            if tells_set {
                // The guest knows a PIN of other doors, too, and hears one (P1).
                decisions = self.decide_after(&decisions, at);
            }
        }
        for (door, decided) in self.plan.doors.iter().zip(&decisions) {
            let decision = decided.as_ref().map(|decided| &decided.decision);
            let route = decision.map(|decision| decision.route);
            is_spare_told |= matches!(route, Some(Route::BackupCode | Route::EmergencyCode));
            // The guest shall read one PIN for each door (A2, F40).
            if decision.is_some_and(|decision| self.view().waits_at(door, decision)) {
                is_held = true;
            } else if decision.is_none_or(|it| !self.view().is_refused_at(door, it, self.now)) {
                let mut told = self.view().opened_by(door, decision, self.now);
                if decided
                    .as_ref()
                    .is_some_and(|decided| decided.lacks_a_place)
                {
                    told = told.map(|told| ToldDoor {
                        uncertain: Some(true),
                        ..told
                    });
                }
                doors.extend(told);
            }
        }
        if is_held && !is_spare_told && self.waits_for_doors(&doors) {
            return (None, decisions);
        }
        doors.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        (Some(doors), decisions)
    }

    /// Whether a message waits for the doors whose codes have their chance, so that it says all at
    /// once: a first one does, and one that has no other code to tell (F40, N1).
    fn waits_for_doors(&self, doors: &[ToldDoor]) -> bool {
        self.trip.told_access.as_ref().is_none_or(|told| {
            let mut changes = door_changes(&told.doors, doors).into_iter();
            changes.all(|changed| matches!(changed, Changed::Doors | Changed::NoDoors))
        })
    }

    /// The host hears that they have to make a place for a code of which the guest was told that it
    /// may not open (S, A7).
    pub(super) fn report_full(&self, served: &[Option<Decided>], evaluation: &mut Evaluation) {
        let from = self.plan.stay.booked.starts_at();
        let from = Some(from).filter(|&from| from > self.now);
        let told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        for told in told.filter(|told| told.uncertain.is_some()) {
            let mut doors = self.plan.doors.iter().zip(served);
            let is_full = doors.any(|(door, decided)| {
                door.lock_id == told.lock_id
                    && decided
                        .as_ref()
                        .is_some_and(|decided| decided.lacks_a_place)
            });
            let code = self
                .state
                .access_codes
                .get(&told.code_id)
                .filter(|_| is_full);
            let full = code.map(|code| lock_full(self.state, code, from));
            evaluation.conditions.extend(full);
        }
    }

    /// The doors in the order in which they are served: first those whose backup opens most doors
    /// that need one. What is told for one of them may be all that the others need (P1, B2).
    fn in_order(&self, decisions: &[Option<Decided>]) -> Vec<usize> {
        let spare = |at: &usize| {
            let decision = &decisions.get(*at)?.as_ref()?.decision;
            let is_spare = matches!(decision.route, Route::BackupCode | Route::EmergencyCode);
            let code_id = decision.code_id.as_ref().filter(|_| is_spare)?;
            self.state.access_codes.get(code_id)
        };
        let mut order: Vec<usize> = (0..self.plan.doors.len()).collect();
        let needing: Vec<&Id> = order
            .iter()
            .filter_map(spare)
            .map(|code| &code.lock_id)
            .collect();
        let opens = |at: &usize| {
            spare(at).map_or(0, |code| {
                let others = others_of_set(self.state, code).into_iter();
                let others = others.filter(|other| is_sure(other) && !other.is_told());
                let others = others.filter(|other| needing.contains(&&other.lock_id));
                others.count().saturating_add(1)
            })
        };
        order.sort_by_cached_key(|at| Reverse(opens(at)));
        order
    }

    /// What is decided at a door now.
    fn decide_at(&self, door: &Door) -> Option<Decided> {
        let stay = self.view();
        let around = Surroundings::of(stay, door)?;
        let view = DoorView::at(self.now, stay, door, &around)?;
        Some(Decided::at(&view))
    }

    /// The decisions of all doors but the one at `kept`, after what was told there.
    fn decide_after(&self, before: &[Option<Decided>], kept: usize) -> Vec<Option<Decided>> {
        let decide = |(at, (door, before)): (usize, (&Door, &Option<Decided>))| {
            if at == kept {
                return before.clone();
            }
            self.decide_at(door)
        };
        let doors = self.plan.doors.iter().zip(before).enumerate();
        doors.map(decide).collect()
    }

    /// Does at a door what was decided there. Gives whether codes of other doors were told with its
    /// code.
    fn serve(
        &mut self,
        door: &Door,
        decided: &Decided,
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> bool {
        let Decided {
            decision,
            call,
            spoken,
            ..
        } = decided;
        let was_called = self.view().known_call(door).is_some();
        match decision.route {
            Route::BackupCode | Route::EmergencyCode => {
                let code_id = decision.code_id.as_ref();
                let code = code_id
                    .and_then(|id| self.state.access_codes.get(id))
                    .cloned();
                if let Some(code) = code {
                    evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                    let others = others_of_set(self.state, &code);
                    self.tell_backup(&code, Some(door), decided);
                    if decided.is_by_complaint {
                        self.count_by_complaint(&code.id);
                    }
                    for other in &others {
                        let door = self.plan.door(&other.lock_id);
                        if let Some(door) = door {
                            evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                        }
                        self.tell_backup(other, door, decided);
                    }
                    return !others.is_empty();
                }
            }
            Route::OfflineCode if decision.code_id.is_none() => {
                self.ask_for_offline_code(door, decided, output);
            }
            route if self.view().calls_host(route, was_called) => {
                let notice = self.view().call_notice(door, decision, *call, *spoken);
                let condition = HostCondition::of(notice, Some(door.ends_at));
                evaluation.conditions.push(condition);
            }
            _ => {}
        }
        false
    }

    /// Tells the guest the way in that needs no lock, and the host, who has to change it after the
    /// stay, for which doors (A5).
    fn tell_entry_method(&mut self, decisions: &[Option<Decided>], output: &mut Output) {
        let doors = self.plan.doors.iter().zip(decisions);
        let concerned = doors.filter_map(|(door, decided)| {
            let decision = &decided.as_ref()?.decision;
            let row = self.state.locks.get(&door.lock_id)?;
            (decision.route == Route::EntryMethod).then_some((&row.lock.name, decision))
        });
        let (names, decided): (Vec<&Text>, Vec<&Decision>) = concerned.unzip();
        let cause = decided
            .first()
            .and_then(|decision| NoticeValues::decided(decision).cause);
        let names = in_one_line(names.into_iter());

        self.trip.entry_told_at = Some(self.now);
        self.trip.notices = self.trip.notices.saturating_add(1);
        let to_guest = self.view().entry_method_notice();
        let values = NoticeValues {
            entry_method: None,
            lock_name: names,
            cause,
            ..to_guest.values.clone()
        };
        let to_host = Notice::entry_told(self.holder, self.trip.notices, values);
        output.notices.push(to_guest);
        output.notices.push(to_host);
    }
}
