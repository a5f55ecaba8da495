//! What follows from a step for the lanes.

use std::collections::BTreeMap;

use super::lane::{Mark, MarkKind};
use super::marks::mark;
use super::recorder::Recorder;
use super::scene::Scene;
use super::world::Happened;
use crate::Id;
use crate::rules::{Audience, NoticeKind};
use crate::site::{Change, Row, Step, TableName};

/// Whether the stays may be others after a step.
pub(super) fn changes_stays(step: &Step) -> bool {
    step.changes.iter().any(|change| match change {
        Change::Put(row) => matches!(
            **row,
            Row::Reservations { .. } | Row::Listings { .. } | Row::Orders { .. }
        ),
        Change::Delete { table, .. } => matches!(
            table,
            TableName::Reservations | TableName::Listings | TableName::Orders
        ),
    })
}

/// Whether a step changed a code of a lock, or what a guest there knows.
pub(super) fn touches(scene: &Scene<'_>, step: &Step, lock_id: &Id) -> bool {
    step.changes.iter().any(|change| match change {
        Change::Put(row) => match &**row {
            Row::AccessCodes { row, .. } => row.lock_id == *lock_id,
            Row::Trips { row, .. } => {
                let stays = scene.stays.get(lock_id).into_iter().flatten();
                stays.into_iter().any(|stay| stay.has(&row.id))
            }
            _ => false,
        },
        Change::Delete { .. } => false,
    })
}

/// Notes the codes that came on a lock or went off it.
pub(super) fn mark_moves(
    scene: &Scene<'_>,
    lanes: &mut BTreeMap<Id, Recorder>,
    happened: &Happened,
) {
    for moved in &happened.moved {
        let Some(lane) = lanes.get_mut(&moved.lock_id) else {
            continue;
        };
        let code = moved.code_id.as_ref();
        let code = code.and_then(|id| scene.state.access_codes.get(id));
        let holder = code.map(|code| &code.holder);
        let new = Mark {
            reservation_id: holder.and_then(|holder| holder.reservation_id().cloned()),
            visit_id: holder.and_then(|holder| holder.visit_id().cloned()),
            code_id: moved.code_id.clone(),
            ..mark(moved.kind, scene.now, lane.zone())
        };
        lane.mark(new);
    }
}

/// Notes who was told a code, and which codes were replaced.
pub(super) fn mark_notices(scene: &Scene<'_>, lanes: &mut BTreeMap<Id, Recorder>, step: &Step) {
    for notice in &step.notices {
        let kind = match notice.kind {
            NoticeKind::AccessReady | NoticeKind::AccessChanged | NoticeKind::EntryMethod
                if notice.to != Audience::Host =>
            {
                MarkKind::Told
            }
            NoticeKind::RotationDone => MarkKind::Rotated,
            _ => continue,
        };
        let visit = notice.visit_id.as_ref();
        let visit = visit.and_then(|id| scene.state.visits.get(id));
        let told = visit.and_then(|row| row.told_doors.as_ref());
        for (id, lane) in &mut *lanes {
            let is_stays = notice.reservation_id.as_ref().is_some_and(|holder| {
                let stays = scene.stays.get(id).into_iter().flatten();
                stays.into_iter().any(|stay| stay.has(holder))
            });
            let is_visits = told.is_some_and(|told| told.iter().any(|door| door.lock_id == *id));
            let is_here = match kind {
                MarkKind::Rotated => notice.lock_id.as_ref() == Some(id),
                _ => is_stays || is_visits,
            };
            if is_here {
                let new = Mark {
                    reservation_id: notice.reservation_id.clone(),
                    visit_id: notice.visit_id.clone(),
                    code_id: notice.code_id.clone(),
                    ..mark(kind, scene.now, lane.zone())
                };
                lane.mark(new);
            }
        }
    }
}
