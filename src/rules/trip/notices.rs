//! Who has to be told of a changed trip (N1, N3).

use super::change::{Change, Planned};
use super::doors::PlannedDoor;
use super::told_doors::is_new;
use crate::model::{AccessCode, HolderKind};
use crate::rules::access::{Decision, Route};
use crate::rules::checks::health_at;
use crate::rules::lock::told_at;
use crate::rules::messages::{
    CallOccasion, Changed, Notice, NoticeCause, NoticeKind, NoticeValues, in_one_line,
};
use crate::rules::reasons::{CodeFailure, LockFinding, Reason};
use crate::rules::windows::reveal_at;
use crate::time::{Instant, Window};

impl Change<'_> {
    /// What guest and host have to be told, by key.
    pub(super) fn notices(&self, doors: &[PlannedDoor]) -> Vec<Notice> {
        let Some(plan) = self.after.or(self.before) else {
            return Vec::new();
        };
        let reservation = &plan.trip.reservation;
        let about = NoticeValues {
            holder: Some(HolderKind::Reservation),
            time_zone: Some(plan.trip.listing.time_zone),
            ..self.about(plan)
        };
        let to_guest = NoticeValues {
            host_contact: plan.trip.listing.host_contact.clone(),
            ..self.about(plan)
        };
        let mut notices = Vec::new();
        if let Some(kind) = self.guest_notice(doors) {
            let values = NoticeValues {
                cause: (kind == NoticeKind::AccessEnded).then(|| self.why_ended()),
                changed: (kind == NoticeKind::AccessChanged).then(|| self.changed(doors)),
                doors: (kind != NoticeKind::AccessEnded)
                    .then(|| self.told_doors(plan, doors, kind)),
                ..to_guest.clone()
            };
            notices.push(Notice::about_trip(kind, reservation, values));
        }
        let enters = |door: &PlannedDoor| door.plan.access.route == Route::EntryMethod;
        let entry = plan.trip.listing.entry_method.as_ref();
        let entered: Vec<&PlannedDoor> = doors.iter().filter(|door| enters(door)).collect();
        if let Some((entry, door)) = entry.zip(entered.first()) {
            let kind = NoticeKind::EntryMethod;
            let values = NoticeValues {
                entry_method: Some(entry.instructions.clone()),
                ..to_guest.clone()
            };
            notices.push(Notice::about_trip(kind, reservation, values));
            let to_host = NoticeValues {
                lock_name: in_one_line(entered.iter().map(|door| &door.name)),
                ..self.why(kind, &door.plan.access, about.clone())
            };
            let stay = Some(&reservation.id);
            notices.push(Notice::to_host(kind, stay, None, None, to_host));
        }
        for PlannedDoor {
            plan: door,
            by_hand,
            name,
        } in doors
        {
            let infeasible = door.because.contains(&Reason::WindowInfeasible);
            let kind = match door.access.route {
                Route::ContactHost if infeasible => {
                    let because = CodeFailure::window_infeasible();
                    let (stay, lock) = (&reservation.id, Some(&door.lock_id));
                    let notice = Notice::code_failed(stay, lock, because);
                    let values = NoticeValues {
                        lock_name: Some(name.clone()),
                        cause: notice.values.cause,
                        because: notice.values.because.clone(),
                        ..about.clone()
                    };
                    notices.push(Notice { values, ..notice });
                    None
                }
                Route::BackupCode => Some(NoticeKind::BackupTold),
                Route::EmergencyCode => Some(NoticeKind::EmergencyTold),
                Route::ContactHost => Some(NoticeKind::LockUnreachable),
                _ => None,
            };
            let told = kind.map(|kind| (kind, door.access.code_id.as_ref()));
            let by_hand = by_hand
                .iter()
                .map(|code_id| (NoticeKind::RemovalByHand, Some(code_id)));
            for (kind, code_id) in told.into_iter().chain(by_hand) {
                let code =
                    code_id.and_then(|id| self.input.codes.iter().find(|code| code.id == *id));
                let values = NoticeValues {
                    lock_name: Some(name.clone()),
                    identifier: code.and_then(AccessCode::shown_as),
                    slot: code.and_then(|code| code.slot),
                    holder: Some(code.map_or(HolderKind::Reservation, |code| code.holder.kind)),
                    ..self.why(kind, &door.access, about.clone())
                };
                let (stay, lock) = (Some(&reservation.id), Some(&door.lock_id));
                notices.push(Notice::to_host(kind, stay, lock, code_id, values));
            }
        }
        notices.extend(self.conflict());
        notices.extend(self.on_hold());
        notices.sort_by(|a, b| a.key.cmp(&b.key));
        notices
    }

    /// What every text about a trip needs (N2).
    fn about(&self, plan: &Planned<'_>) -> NoticeValues {
        let (listing, zone) = (&plan.trip.listing, plan.trip.listing.time_zone);
        let of = |plan: Option<&Planned<'_>>| plan.and_then(|plan| plan.stay);
        let stay = of(self.after).or_else(|| of(self.before));
        let local = |edge: fn(Window) -> Instant| zone.local_text(edge(stay?)).parse().ok();
        NoticeValues {
            guest_name: Some(plan.trip.reservation.guest.name.clone()),
            listing_name: Some(listing.name.clone()),
            check_in: local(Window::starts_at),
            check_out: local(Window::ends_at),
            ..NoticeValues::default()
        }
    }

    /// Why a notice to the host goes out.
    fn why(&self, kind: NoticeKind, access: &Decision, about: NoticeValues) -> NoticeValues {
        let why = match kind {
            NoticeKind::RemovalByHand => NoticeValues {
                cause: Some(self.why_removed()),
                because: Some(CodeFailure::Lock {
                    finding: LockFinding::DoesNotAnswer,
                }),
                ..NoticeValues::default()
            },
            NoticeKind::EntryMethod => NoticeValues {
                cause: NoticeValues::decided(access).cause,
                ..NoticeValues::default()
            },
            NoticeKind::LockUnreachable => NoticeValues {
                needed_from: access.needed_from().and_then(|from| {
                    let zone = self.after.or(self.before)?.trip.listing.time_zone;
                    zone.local_text(from).parse().ok()
                }),
                ..NoticeValues::called(access, self.occasion(access))
            },
            // As the record of the telling says it (E3).
            _ => NoticeValues::decided(&Decision {
                passed_over: Vec::new(),
                ..access.clone()
            }),
        };
        NoticeValues {
            cause: why.cause,
            because: why.because,
            occasion: why.occasion,
            needed_from: why.needed_from,
            offers: why.offers,
            access: why.access,
            ..about
        }
    }

    /// What the call of the host says (N1).
    fn occasion(&self, access: &Decision) -> CallOccasion {
        let passed = access.passed_over.iter().flat_map(|over| &over.because);
        let mut reasons = access.because.iter().chain(passed);
        let stay = self.after.and_then(|plan| plan.stay);
        let is_now = access.needed_from().is_none();
        if is_now && reasons.any(|reason| *reason == Reason::GuestCannotGetIn) {
            CallOccasion::Said
        } else if stay.is_some_and(|stay| stay.ends_at() <= self.input.now) {
            CallOccasion::Over
        } else if is_now && stay.is_some_and(|stay| stay.starts_at() <= self.input.now) {
            CallOccasion::Begun
        } else {
            CallOccasion::First
        }
    }

    fn why_ended(&self) -> NoticeCause {
        NoticeCause::of_ended(self.after.map(|plan| plan.trip.reservation.status))
    }

    fn why_removed(&self) -> NoticeCause {
        let stay = self.after.and_then(|plan| plan.stay);
        match (self.why_ended(), stay) {
            (NoticeCause::Cancelled, _) => NoticeCause::Cancelled,
            (_, Some(stay)) if stay.ends_at() > self.input.now => NoticeCause::Replaced,
            (_, Some(_)) => NoticeCause::Over,
            (cause, None) => cause,
        }
    }

    /// What is new for the guest.
    fn changed(&self, doors: &[PlannedDoor]) -> Vec<Changed> {
        let edge = |plan: Option<&Planned<'_>>, edge: fn(Window) -> Instant| {
            plan.and_then(|plan| plan.stay).map(edge)
        };
        let moved = |at: fn(Window) -> Instant| edge(self.before, at) != edge(self.after, at);
        let all = [
            (moved(Window::starts_at), Changed::CheckIn),
            (moved(Window::ends_at), Changed::CheckOut),
            (doors.iter().any(is_new), Changed::Codes),
        ];
        let new = all.into_iter().filter(|(is_new, _)| *is_new);
        new.map(|(_, changed)| changed).collect()
    }

    /// The stay reaches into one before or after it; both keep their codes (W5).
    fn conflict(&self) -> Option<Notice> {
        let plan = self.after?;
        let stay = plan.stay?;
        let neighbours = plan.neighbours;
        let other_starts_at = neighbours.next_starts_at.filter(|&at| at < stay.ends_at());
        let other_ends_at = neighbours
            .previous_ends_at
            .filter(|&at| at > stay.starts_at());
        other_starts_at.or(other_ends_at)?;
        let zone = plan.trip.listing.time_zone;
        let local = |at: Instant| zone.local_text(at).parse().ok();
        let values = NoticeValues {
            other_check_in: other_starts_at.and_then(local),
            other_check_out: other_ends_at.and_then(local),
            holder: Some(HolderKind::Reservation),
            time_zone: Some(zone),
            ..self.about(plan)
        };
        Some(Notice::about_trip(
            NoticeKind::Conflict,
            &plan.trip.reservation,
            values,
        ))
    }

    /// Whether the guest was told a code, as the codes say.
    fn was_told(&self) -> bool {
        let Some(id) = self.reservation_id() else {
            return false;
        };
        let mut codes = self.input.codes.iter();
        codes.any(|code| told_at(code, id).is_some())
    }

    /// The booking is on hold, and the stay begins soon or has begun (N4).
    fn on_hold(&self) -> Option<Notice> {
        let plan = self.after?;
        let window = plan.window?;
        let (now, starts_at) = (self.input.now, window.starts_at());
        let is_due = now >= health_at(starts_at, &plan.policy) && now < window.ends_at();
        if !is_due || !plan.trip.reservation.is_on_hold() {
            return None;
        }
        let occasion = if now < starts_at {
            CallOccasion::First
        } else {
            CallOccasion::Begun
        };
        let id = &plan.trip.reservation.id;
        let notice = Notice::on_hold(id, (occasion, starts_at), self.was_told());
        let values = NoticeValues {
            occasion: notice.values.occasion,
            cause: notice.values.cause,
            holder: Some(HolderKind::Reservation),
            time_zone: Some(plan.trip.listing.time_zone),
            ..self.about(plan)
        };
        Some(Notice { values, ..notice })
    }

    /// What the guest has to be told. Nothing is told before the reveal time, and nothing if
    /// nothing changes (N3, F3, F28).
    fn guest_notice(&self, doors: &[PlannedDoor]) -> Option<NoticeKind> {
        let now = self.input.now;
        let is_shown = |plan: Option<&Planned<'_>>| {
            let edges = plan.and_then(|plan| Some((plan.stay?, plan.window?, &plan.policy)));
            edges.is_some_and(|(stay, window, policy)| {
                reveal_at(stay.starts_at(), window, policy) <= now
            })
        };
        let on_hold = |plan: Option<&Planned<'_>>| {
            plan.is_some_and(|plan| plan.trip.reservation.is_on_hold())
        };
        // What was told before the hold is known (N4).
        let was_revealed = is_shown(self.before) && (!on_hold(self.before) || self.was_told());
        // The code opens until the grace is over, so nothing has ended yet (W4).
        let opens_still =
            |plan: &&Planned<'_>| plan.window.is_some_and(|window| window.ends_at() > now);
        let stay = self
            .after
            .filter(|plan| opens_still(plan))
            .and_then(|plan| plan.stay);
        if stay.is_none() {
            let opened_till_now = self.before.is_some_and(|plan| opens_still(&plan));
            return (was_revealed && opened_till_now).then_some(NoticeKind::AccessEnded);
        }
        if !is_shown(self.after) || on_hold(self.after) {
            return None;
        }
        if !was_revealed || self.another_guest() {
            return Some(NoticeKind::AccessReady);
        }
        let new_stay = self.before.and_then(|plan| plan.stay) != stay;
        (new_stay || doors.iter().any(is_new)).then_some(NoticeKind::AccessChanged)
    }
}
