//! What a host looks for first: who stands outside, and what is open too long.

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::lane::{Lane, Span, SpanKind};
use crate::Id;
use crate::rules::Reason;
use crate::time::Instant;

/// A guest who stands outside a door in their stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Outside {
    /// The booking that holds the codes of the stay (W8).
    pub reservation_id: Id,
    /// The lock.
    pub lock_id: Id,
    /// From when.
    pub from: Instant,
    /// Until when; at the end of the forecast it may go on.
    pub to: Instant,
    /// Why, the first reason first.
    pub because: Vec<Reason>,
}

/// A code that opens when it should not, and that somebody was told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct OverOpen {
    /// The lock.
    pub lock_id: Id,
    /// The code.
    pub code_id: Id,
    /// The booking that holds it, or was told it last.
    pub reservation_id: Option<Id>,
    /// The visit that holds it.
    pub visit_id: Option<Id>,
    /// From when.
    pub from: Instant,
    /// Until when; at the end of the forecast it may go on.
    pub to: Instant,
    /// Why, the first reason first.
    pub because: Vec<Reason>,
}

/// Who stands outside in some lanes.
pub(super) fn outside(lanes: &[Lane]) -> Vec<Outside> {
    let mut all: Vec<Outside> = Vec::new();
    for (lane, span) in of_kind(lanes, SpanKind::Uncovered) {
        let Some(id) = &span.reservation_id else {
            continue;
        };
        let last = all.iter_mut().rev().find(|last| {
            last.lock_id == lane.lock_id && last.reservation_id == *id && last.to == span.from
        });
        if let Some(last) = last {
            last.to = span.to;
            add(&mut last.because, span);
        } else {
            all.push(Outside {
                reservation_id: id.clone(),
                lock_id: lane.lock_id.clone(),
                from: span.from,
                to: span.to,
                because: span.because.clone(),
            });
        }
    }
    all.sort_by(|a, b| {
        (a.from, &a.lock_id, &a.reservation_id).cmp(&(b.from, &b.lock_id, &b.reservation_id))
    });
    all
}

/// What is open too long in some lanes.
pub(super) fn over_open(lanes: &[Lane]) -> Vec<OverOpen> {
    let mut all: Vec<OverOpen> = Vec::new();
    for (lane, span) in of_kind(lanes, SpanKind::OverOpen) {
        let Some(id) = &span.code_id else { continue };
        let last = all.iter_mut().rev().find(|last| {
            last.lock_id == lane.lock_id && last.code_id == *id && last.to == span.from
        });
        if let Some(last) = last {
            last.to = span.to;
            add(&mut last.because, span);
        } else {
            all.push(OverOpen {
                lock_id: lane.lock_id.clone(),
                code_id: id.clone(),
                reservation_id: span.reservation_id.clone(),
                visit_id: span.visit_id.clone(),
                from: span.from,
                to: span.to,
                because: span.because.clone(),
            });
        }
    }
    all.sort_by(|a, b| (a.from, &a.lock_id, &a.code_id).cmp(&(b.from, &b.lock_id, &b.code_id)));
    all
}

fn of_kind(lanes: &[Lane], kind: SpanKind) -> impl Iterator<Item = (&Lane, &Span)> {
    lanes.iter().flat_map(move |lane| {
        let spans = lane.spans.iter().filter(move |span| span.kind == kind);
        spans.map(move |span| (lane, span))
    })
}

fn add(because: &mut Vec<Reason>, span: &Span) {
    for reason in &span.because {
        if !because.contains(reason) {
            because.push(*reason);
        }
    }
}
