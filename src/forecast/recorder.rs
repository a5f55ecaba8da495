//! A lane as it is written: the items of one instant after the other become spans.

use super::item::Item;
use super::lane::{BackupsLeft, Lane, Mark, Span, StripSpan};
use super::sample::Sample;
use crate::code::{Pin, mask};
use crate::site::{LockRow, RowKey, State};
use crate::time::{Instant, Zone};

/// A lane that is written from its start on.
#[derive(Clone)]
pub(super) struct Recorder {
    lane: Lane,
    open: Vec<(Item, Instant)>,
    strip: Option<StripSpan>,
    /// When the lane has to be looked at again, though nothing happens.
    pub(super) until: Option<Instant>,
}

impl Recorder {
    pub(super) fn new(state: &State, row: &LockRow) -> Self {
        let behind = RowKey::Lock(row.lock.id.clone());
        let listings = state.listings.about(&behind);
        Self {
            lane: Lane {
                lock_id: row.lock.id.clone(),
                door: row.lock.name.clone(),
                time_zone: state.zone_of(&row.lock).unwrap_or_default(),
                listing_ids: listings.map(|listing| listing.id.clone()).collect(),
                spans: Vec::new(),
                marks: Vec::new(),
                strip: Vec::new(),
                backups_left: Vec::new(),
            },
            open: Vec::new(),
            strip: None,
            until: None,
        }
    }

    /// From `at` on the door is as `sample` says.
    pub(super) fn take(&mut self, at: Instant, sample: Sample) {
        let mut new = sample.items;
        let before = std::mem::take(&mut self.open);
        for (item, since) in before {
            match new.iter().position(|other| other.is_same(&item)) {
                Some(place) => self.open.push((new.swap_remove(place), since)),
                None => self.close(item, since, at),
            }
        }
        self.open.extend(new.into_iter().map(|item| (item, at)));
        self.until = sample.until;
        let strip = StripSpan {
            from: at,
            to: at,
            reachability: sample.reachability,
            battery_percent: sample.battery_percent,
        };
        let goes_on = self.strip.as_ref().is_some_and(|open| {
            (open.reachability, open.battery_percent) == (strip.reachability, strip.battery_percent)
        });
        if !goes_on {
            self.close_strip(at);
            self.strip = Some(strip);
        }
        let left = sample.backups_left;
        if self
            .lane
            .backups_left
            .last()
            .is_none_or(|last| last.left != left)
        {
            // Of one instant the last word counts.
            self.lane.backups_left.retain(|step| step.at < at);
            self.lane.backups_left.push(BackupsLeft { at, left });
        }
    }

    /// Notes something that happens at one instant.
    pub(super) fn mark(&mut self, mark: Mark) {
        self.lane.marks.push(mark);
    }

    pub(super) fn zone(&self) -> Zone {
        self.lane.time_zone
    }

    /// The lane, where it ends.
    pub(super) fn end(mut self, to: Instant) -> Lane {
        for (item, since) in std::mem::take(&mut self.open) {
            self.close(item, since, to);
        }
        self.close_strip(to);
        let spans = &mut self.lane.spans;
        spans.sort_by(|a, b| {
            let key = |span: &Span| (span.from, span.to, span.kind);
            let about = |span: &Span| {
                let ids = [&span.reservation_id, &span.visit_id, &span.code_id];
                ids.map(Clone::clone)
            };
            key(a).cmp(&key(b)).then_with(|| about(a).cmp(&about(b)))
        });
        let marks = &mut self.lane.marks;
        marks.sort_by(|a, b| {
            let key = |mark: &Mark| {
                let ids = [&mark.reservation_id, &mark.visit_id, &mark.code_id];
                (mark.at, mark.kind, ids.map(Clone::clone))
            };
            key(a).cmp(&key(b))
        });
        marks.dedup();
        self.lane
    }

    fn close_strip(&mut self, at: Instant) {
        if let Some(open) = self.strip.take().filter(|open| open.from < at) {
            self.lane.strip.push(StripSpan { to: at, ..open });
        }
    }

    fn close(&mut self, item: Item, from: Instant, to: Instant) {
        if from >= to {
            return;
        }
        let zone = self.lane.time_zone;
        let is_stays = item.code_id.is_none();
        let notes = item.stay.as_ref().filter(|_| is_stays);
        self.lane.spans.push(Span {
            kind: item.kind,
            certainty: item.certainty,
            from,
            to,
            from_local: zone.local_text(from),
            to_local: zone.local_text(to),
            listing_id: item.stay.as_ref().map(|stay| stay.listing_id.clone()),
            reservation_id: item.reservation_id,
            visit_id: item.visit_id,
            name: item.name,
            code_id: item.code_id,
            code: item.pin.and_then(masked),
            because: item.because.into_iter().collect(),
            notes: notes.map_or_else(Vec::new, |stay| stay.stay.notes.clone()),
        });
    }
}

/// A PIN as it may be shown; nothing of a placeholder.
fn masked(pin: Pin) -> Option<String> {
    (!pin.is_placeholder()).then(|| mask(&pin.reveal()))
}
