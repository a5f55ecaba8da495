//! Trip changes, door by door, as T1 to T7 tell them.

use crate::access_oracle::{Ask, Judged, Known};
use crate::door::{Code, Door, Numbers, Want, Whose};
use crate::draw::TICK;
use crate::trip_world::{Guest, Plan, TripWorld};
use latchstring::model::OnLockState;
use latchstring::rules::{DoorAction, NoticeKind, Reason, Route};

/// What happens at one door.
#[derive(Clone, Debug)]
pub struct DoorJudged {
    pub lock: usize,
    pub action: DoorAction,
    pub code: Option<String>,
    pub window: Option<(i64, i64)>,
    pub uncovered: Vec<(i64, i64)>,
    pub access: Option<Judged>,
    /// Why there is no access, where there is none.
    pub denied: Option<Reason>,
    /// The first instant at which the access changes, where it is to wait.
    pub until: Option<i64>,
    /// Other codes of the stay that go, too.
    pub others: Vec<String>,
    /// What the host takes off by hand.
    pub by_hand: Vec<String>,
}

impl Plan {
    /// When codes should open: with grace, which yields to the neighbours, who never take anything
    /// of a stay (W5).
    pub fn window(&self, numbers: &Numbers) -> Option<(i64, i64)> {
        let mut start = self.start - Numbers::seconds(numbers.grace_before);
        let mut end = self.end + Numbers::seconds(numbers.grace_after);
        if let Some(previous) = self.previous {
            start = start.max(previous.min(self.start));
        }
        if let Some(next) = self.next {
            end = end.min(next.max(self.end));
        }
        // A stay that began before and goes on takes all of the grace.
        if self.previous.is_some_and(|previous| previous > self.end) {
            end = self.end;
        }
        self.confirmed.then_some((start, end))
    }

    fn is_revealed(&self, numbers: &Numbers) -> bool {
        // At the latest when the code opens, though that be in the grace.
        let opens = self.window(numbers).is_some_and(|(start, _)| start <= 0);
        self.confirmed && (opens || self.start - Numbers::hours(numbers.reveal_hours) <= 0)
    }
}

impl TripWorld {
    pub fn window_before(&self) -> Option<(i64, i64)> {
        self.before.as_ref()?.window(&self.numbers)
    }

    pub fn window_after(&self) -> Option<(i64, i64)> {
        self.after.as_ref()?.window(&self.numbers)
    }

    /// Another id; without ids another name, unless the phone is the same.
    pub fn is_another_guest(&self) -> bool {
        let (Some(before), Some(after)) = (&self.before, &self.after) else {
            return false;
        };
        match (before.guest, after.guest) {
            (
                Guest {
                    id: Some(before), ..
                },
                Guest {
                    id: Some(after), ..
                },
            ) => before != after,
            (
                Guest {
                    phone: Some(before),
                    ..
                },
                Guest {
                    phone: Some(after), ..
                },
            ) if before == after => false,
            (before, after) => before.name != after.name,
        }
    }

    pub fn judge(&self) -> Vec<DoorJudged> {
        let linked = |plan: &Option<Plan>, place| {
            plan.as_ref()
                .is_some_and(|plan| plan.locks.contains(&place))
        };
        (0..self.doors.len())
            .filter(|&place| linked(&self.before, place) || linked(&self.after, place))
            .map(|place| self.door(place))
            .collect()
    }

    /// The guest's code: a backup or an emergency code that they were told, else the one that they
    /// hold (A5).
    pub fn code_at(&self, place: usize) -> Option<&Code> {
        let here: Vec<&Code> = self
            .codes
            .iter()
            .filter(|code| code.lock == place)
            .collect();
        let gone = |code: &Code| code.want == Want::Removed && code.on == OnLockState::Absent;
        let spare = |code: &&&Code| {
            matches!(code.whose, Whose::Backup | Whose::Emergency)
                && code.told_me.is_some()
                && !gone(code)
        };
        let best = |codes: Vec<&'_ Code>| {
            let mut codes: Vec<(bool, bool, String)> = codes
                .iter()
                .map(|code| (gone(code), code.on == OnLockState::Absent, code.id.clone()))
                .collect();
            codes.sort();
            codes.first().map(|code| code.2.clone())
        };
        let spares: Vec<&Code> = here.iter().filter(spare).copied().collect();
        let held: Vec<&Code> = here
            .iter()
            .filter(|code| code.whose == Whose::Own)
            .copied()
            .collect();
        let found = best(spares).or_else(|| best(held))?;
        here.into_iter().find(|code| code.id == found)
    }

    fn ask<'a>(&'a self, place: usize, (start, end): (i64, i64), codes: Vec<Code>) -> Ask<'a> {
        let after = self.after.as_ref().unwrap();
        let changed = self.before.as_ref().is_some_and(|before| {
            let had = self.window_before();
            // What only gets shorter needs no more than it did.
            let grows = had.is_none_or(|(from, until)| start < from || until < end);
            grows || before.home != after.home || self.is_another_guest()
        });
        Ask {
            start,
            end,
            check_in: after.start,
            door: &self.doors[place],
            codes,
            booked: after.booked,
            changed: changed.then_some(0),
            other: after
                .previous
                .filter(|&until| until > 0)
                .map(|until| (i64::MIN, until)),
            previous: after.previous,
            next: after.next,
            entry: after.entry,
            said: self.asked.said().filter(|&at| start <= at && at < end),
            another_guest: self.is_another_guest(),
            hold: false,
            numbers: &self.numbers,
        }
        .weighed()
    }

    fn door(&self, place: usize) -> DoorJudged {
        let door = &self.doors[place];
        let code = self.code_at(place);
        let here: Vec<Code> = self
            .codes
            .iter()
            .filter(|code| code.lock == place)
            .cloned()
            .collect();
        let staying = code.filter(|code| code.want != Want::Removed);
        let entitled = self
            .after
            .as_ref()
            .filter(|plan| plan.locks.contains(&place) && (plan.automation || staying.is_some()))
            .and_then(|_| self.window_after())
            .filter(|&(_, end)| end > 0);
        let mut judged = DoorJudged {
            lock: place,
            action: DoorAction::Keep,
            code: code.map(|code| code.id.clone()),
            window: None,
            uncovered: Vec::new(),
            access: None,
            denied: None,
            until: None,
            others: Vec::new(),
            by_hand: Vec::new(),
        };
        // A stay without a right to the door, and a guest whom another one follows, leave nothing
        // behind.
        if entitled.is_none() || self.is_another_guest() {
            let other = |each: &&Code| each.is_own() && code.is_none_or(|code| code.id != each.id);
            judged.others = here
                .iter()
                .filter(other)
                .map(|each| each.id.clone())
                .collect();
            judged.others.sort();
        }
        let Some(window) = entitled else {
            judged.denied = Some(self.why_denied(place));
            judged.action = self.leave(code);
            judged.by_hand = self.by_hand(&judged, &here, self.is_out_of_reach(place));
            return judged;
        };
        let bare = self.ask(place, window, Vec::new());
        let storable = bare.is_storable();
        judged.window = storable.then_some(window);
        judged.action = if storable {
            self.stay_on(&bare, door, staying, &here)
        } else {
            self.unstorable(window, staying)
        };
        // Who is in keeps the old PIN until the one that was ordered works.
        let is_taken =
            self.is_another_guest() || (self.ordered == Some(true) && !bare.is_running(0));
        let silent = (!storable || is_taken) && bare.known(0) == Known::Silent;
        judged.by_hand = self.by_hand(&judged, &here, !door.remote || silent);
        // From now on the code is wanted for the new window; what both the old and the new one open
        // is sure (T1).
        let wanted = match (judged.action, storable) {
            (DoorAction::Remove, _) => Some(Want::Removed),
            (_, true) => Some(Want::Held(Some(window.0), Some(window.1))),
            _ => None,
        };
        let codes: Vec<Code> = here
            .iter()
            .map(|each| match wanted {
                Some(want) if staying.is_some_and(|code| code.id == each.id) => Code {
                    want,
                    ..each.clone()
                },
                _ => each.clone(),
            })
            .collect();
        let ask = self.ask(place, window, codes);
        judged.uncovered = spans(&ask.uncovered(0));
        let access = ask.judge(0);
        if access.route == Route::Wait {
            judged.until = ask.changes_at(0);
        }
        judged.access = Some(access);
        judged
    }

    /// Of what has to go, what can't be taken off from afar. A code that another one only takes the
    /// place of, since it can't be changed, is the guest's own and runs out.
    fn by_hand(&self, judged: &DoorJudged, here: &[Code], unreachable: bool) -> Vec<String> {
        let other_pin = self.ordered == Some(true) || self.is_another_guest();
        let goes = match judged.action {
            DoorAction::Remove => true,
            DoorAction::Replace => other_pin,
            _ => false,
        };
        let mut ids: Vec<String> = judged
            .code
            .iter()
            .filter(|_| goes)
            .chain(&judged.others)
            .cloned()
            .collect();
        ids.retain(|id| {
            unreachable
                && here
                    .iter()
                    .any(|code| code.id == *id && code.on != OnLockState::Absent)
        });
        ids.sort();
        ids
    }

    fn why_denied(&self, place: usize) -> Reason {
        let over = self.window_after().is_none_or(|(_, end)| end <= 0);
        let (Some(after), false) = (&self.after, over) else {
            return Reason::StayOver;
        };
        let elsewhere = |before: &Plan| before.home != after.home;
        match after.locks.contains(&place) {
            true => Reason::AutomationOff,
            false if self.before.as_ref().is_some_and(elsewhere) => Reason::ListingChanged,
            false => Reason::LockUnlinked,
        }
    }

    fn leave(&self, code: Option<&Code>) -> DoorAction {
        let there =
            code.is_some_and(|code| code.want != Want::Removed || code.on != OnLockState::Absent);
        if there {
            DoorAction::Remove
        } else {
            DoorAction::Keep
        }
    }

    /// For a door to which the stay has no right: nobody stands there.
    fn is_out_of_reach(&self, place: usize) -> bool {
        let door = &self.doors[place];
        let ask = Ask {
            start: i64::MAX,
            end: i64::MAX,
            check_in: i64::MAX,
            door,
            codes: Vec::new(),
            booked: None,
            changed: None,
            other: None,
            previous: None,
            next: None,
            entry: false,
            said: None,
            another_guest: false,
            hold: false,
            numbers: &self.numbers,
        };
        !door.remote || ask.known(0) == Known::Silent
    }

    /// Where the platform can't store the window: what is there stays, unless it would let in whom
    /// it should not.
    fn unstorable(&self, (start, end): (i64, i64), code: Option<&Code>) -> DoorAction {
        let Some(code) = code else {
            return DoorAction::Keep;
        };
        let (from, until) = match code.want {
            Want::Held(from, until) => (from, until),
            _ => (code.from, code.until),
        };
        let apart =
            from.is_some_and(|from| from >= end) || until.is_some_and(|until| until <= start);
        if apart || self.is_another_guest() || self.ordered == Some(true) {
            DoorAction::Remove
        } else {
            DoorAction::Keep
        }
    }

    fn stay_on(
        &self,
        ask: &Ask<'_>,
        door: &Door,
        code: Option<&Code>,
        here: &[Code],
    ) -> DoorAction {
        let Some(code) = code else {
            return DoorAction::Issue;
        };
        if self.ordered == Some(true) || self.is_another_guest() {
            return DoorAction::Replace;
        }
        let absent = code.on == OnLockState::Absent;
        let gone = |other: &&Code| other.want == Want::Removed && other.on == OnLockState::Absent;
        let rival = |other: &&Code| {
            other.id != code.id && other.pin.is_some() && other.pin == code.pin && !gone(other)
        };
        if absent && code.pin.is_some() && (door.short || here.iter().any(|other| rival(&other))) {
            return DoorAction::Replace;
        }
        let (from, until) = match code.want {
            Want::Held(from, until) => (from, until),
            _ => (code.from, code.until),
        };
        // Starts that are past are all alike.
        let past = |start: Option<i64>| start.is_some_and(|start| start <= 0);
        let start_moves = from != Some(ask.start) && !(past(from) && past(Some(ask.start)));
        if !start_moves && until == Some(ask.end) {
            return DoorAction::Keep;
        }
        let wanted = Code {
            want: Want::Held(Some(ask.start), Some(ask.end)),
            ..code.clone()
        };
        let left = ask.start.max(0)..ask.end;
        let covers = left
            .step_by(usize::try_from(TICK).unwrap())
            .all(|at| wanted.opens(door.native, at));
        let fixed =
            !absent && door.native && (!door.can_update || code.offline) && ask.is_running(0);
        if covers && (!door.remote || ask.known(0) == Known::Silent || fixed) {
            return DoorAction::Keep;
        }
        if fixed {
            DoorAction::Replace
        } else {
            DoorAction::MoveWindow
        }
    }

    /// Which notices go out, with their lock and code.
    pub fn notices(
        &self,
        doors: &[DoorJudged],
    ) -> Vec<(NoticeKind, Option<usize>, Option<String>)> {
        let mut notices = Vec::new();
        notices.extend(self.guest_notice(doors).map(|kind| (kind, None, None)));
        let enters = |door: &&DoorJudged| {
            door.access
                .as_ref()
                .is_some_and(|access| access.route == Route::EntryMethod)
        };
        if doors.iter().any(|door| enters(&door)) {
            // To the guest, and to the host, who has to change it (A5).
            notices.extend([
                (NoticeKind::EntryMethod, None, None),
                (NoticeKind::EntryMethod, None, None),
            ]);
        }
        for door in doors {
            let told = door.access.as_ref().map(|access| access.route);
            let kind = match told {
                Some(Route::BackupCode) => Some(NoticeKind::BackupTold),
                Some(Route::EmergencyCode) => Some(NoticeKind::EmergencyTold),
                // A lock that can't keep the stay's times may answer all the same.
                Some(Route::ContactHost) if door.window.is_none() => Some(NoticeKind::CodeFailed),
                Some(Route::ContactHost) => Some(NoticeKind::LockUnreachable),
                _ => None,
            };
            notices.extend(kind.map(|kind| (kind, Some(door.lock), None)));
            for code in &door.by_hand {
                notices.push((
                    NoticeKind::RemovalByHand,
                    Some(door.lock),
                    Some(code.clone()),
                ));
            }
        }
        let overlap = self
            .after
            .as_ref()
            .filter(|plan| plan.confirmed)
            .is_some_and(|plan| {
                plan.previous.is_some_and(|previous| previous > plan.start)
                    || plan.next.is_some_and(|next| next < plan.end)
            });
        if overlap {
            notices.push((NoticeKind::Conflict, None, None));
        }
        notices
    }

    /// N3, F3, F28.
    fn guest_notice(&self, doors: &[DoorJudged]) -> Option<NoticeKind> {
        let revealed = |plan: &Option<Plan>| {
            plan.as_ref()
                .is_some_and(|plan| plan.is_revealed(&self.numbers))
        };
        let stay = |plan: &Option<Plan>| {
            plan.as_ref()
                .filter(|plan| plan.confirmed)
                .map(|plan| (plan.start, plan.end))
        };
        // Until the grace is over the code opens: nothing has ended (W4).
        let open = self.window_after().is_some_and(|(_, end)| end > 0);
        let coming = stay(&self.after).filter(|_| open);
        let Some(coming) = coming else {
            let was_open = self.window_before().is_some_and(|(_, end)| end > 0);
            return (was_open && revealed(&self.before)).then_some(NoticeKind::AccessEnded);
        };
        if !revealed(&self.after) {
            return None;
        }
        if !revealed(&self.before) || self.is_another_guest() {
            return Some(NoticeKind::AccessReady);
        }
        let other = |door: &DoorJudged| {
            let route = door.access.as_ref().map(|access| access.route);
            matches!(door.action, DoorAction::Issue | DoorAction::Replace)
                || matches!(route, Some(Route::BackupCode | Route::EmergencyCode))
        };
        (stay(&self.before) != Some(coming) || doors.iter().any(other))
            .then_some(NoticeKind::AccessChanged)
    }
}

/// Half minutes as spans, each as long as it gets.
fn spans(ticks: &[i64]) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for &tick in ticks {
        match spans.last_mut() {
            Some((_, end)) if *end == tick => *end = tick + TICK,
            _ => spans.push((tick, tick + TICK)),
        }
    }
    spans
}
