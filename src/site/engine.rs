//! A site in memory, and its step.

use crate::code::Key;
use crate::rules::{EntryDiagnosis, Finding};
use crate::site::cache::Cache;
use crate::site::create::effective;
use crate::site::evaluation::Context;
use crate::site::fact::{AccessDenied, Fact};
use crate::site::facts::{accept_clock, apply};
use crate::site::queries::{
    AccessCodeFilter, AccessCodeView, GuestCard, GuestCardInput, access_codes, diagnose_entry,
    guest_card, review,
};
use crate::site::reconcile::reconcile;
use crate::site::state::{
    Change, FactNote, RejectedBecause, Row, Site, SiteHeader, State, TableName,
};
use crate::site::step::{Rejected, Step};
use crate::time::Instant;
use crate::{Error, Id, Json};

/// A site kept in memory between steps.
///
/// A host runs one loop: it gives facts to [`OpenSite::advance`], stores the changes of the step,
/// sends its commands and notices, and calls again with the results as facts, or at `wake_at`.
/// The [first page](crate) shows that loop as a program.
///
/// ```
/// use latchstring::site::{OpenSite, create_site};
/// let site = create_site(latchstring::decode(r#"{
///     "id": "casa",
///     "locks": [{ "id": "door", "name": "Front door", "profile": "nuki" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris",
///                    "checkIn": "15:00", "checkOut": "11:00", "locks": ["door"] }]
/// }"#)?)?;
/// let mut open = OpenSite::open(site, "a secret of at least thirty-two bytes".parse()?)?;
/// let facts: Vec<_> = latchstring::decode(r#"[{ "type": "reservation", "reservation": {
///     "id": "stay-1", "revision": 1, "listingId": "flat", "status": "confirmed",
///     "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } }]"#)?;
/// let step = open.advance(&facts, "2026-04-01T12:00:00Z".parse()?)?;
/// assert_eq!(step.commands.len(), 1);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct OpenSite {
    state: State,
    key: Key,
    cache: Cache,
}

impl OpenSite {
    /// Takes up a stored site. The key derives the PINs that are yet to be made (P3) and is never
    /// stored; [`Key`] says how long it is needed, and what another one changes.
    ///
    /// # Errors
    /// `unknown_state` for a version that this release does not know; duplicate ids.
    pub fn open(site: Site, key: Key) -> Result<Self, Error> {
        Ok(Self {
            state: State::load(site)?,
            key,
            cache: Cache::default(),
        })
    }

    /// Takes one step: reads the facts in their order, compares what should be with what is, and
    /// says what to do.
    ///
    /// # Errors
    /// `clock_went_back` where `now` is more than five minutes before the site's clock; then
    /// nothing changed. A bad fact is no error: the step lists it in `rejected`, and the other
    /// facts count (D2).
    pub fn advance(&mut self, facts: &[Json], now: Instant) -> Result<Step, Error> {
        let header = self.state.header.clone();
        accept_clock(&mut self.state, facts, now);
        let now = effective(&self.state, now)?;
        let (rejected, notes) = self.take(facts, now);
        let from_facts = std::mem::take(&mut self.state.from_facts);
        if from_facts.all || self.state.header.policy != header.policy {
            self.cache.forget();
        }
        let mut context = Context::new(&mut self.state, &self.key, now);
        context.output.audit = from_facts.audit;
        context.output.notices = from_facts.notices;
        let mut step = reconcile(context, &mut self.cache);
        step.rejected = rejected;
        step.notes = Some(notes).filter(|notes| !notes.is_empty());
        step.changes = self.changes(&header, now);
        Ok(step)
    }

    /// The site in memory, for those who look at it between steps.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Gives the site as plain JSON.
    #[must_use]
    pub fn to_site(&self) -> Site {
        self.state.store()
    }

    /// Gives the codes of the site, as people read them.
    #[must_use]
    pub fn access_codes(&self, filter: &AccessCodeFilter) -> Vec<AccessCodeView> {
        access_codes(&self.state, filter)
    }

    /// Gives the codes of a stored site. Showing codes makes none, so that no key is needed.
    ///
    /// # Errors
    /// As [`OpenSite::open`].
    pub fn show(site: Site, filter: &AccessCodeFilter) -> Result<Vec<AccessCodeView>, Error> {
        Ok(access_codes(&State::load(site)?, filter))
    }

    /// Gives what a guest may know now, for a trip guide or a message of the host's own: never a
    /// code that the guest was not told.
    ///
    /// # Errors
    /// `invalid_value` at `reservationId` where the site has no such booking.
    ///
    /// ```
    /// use latchstring::site::{GuestCardState, OpenSite, create_site};
    /// let site = create_site(latchstring::decode(r#"{ "id": "casa", "locks": [{ "id": "door", "name": "Front door" }],
    ///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
    ///                    "checkOut": "11:00", "locks": ["door"], "hostContact": "+33 1 23 45" }] }"#)?)?;
    /// let mut open = OpenSite::open(site, "thirty-two bytes that nobody knows".parse()?)?;
    /// let facts: Vec<latchstring::Json> = latchstring::decode(r#"[{ "type": "reservation", "reservation": {
    ///     "id": "stay-1", "revision": 1, "listingId": "flat", "status": "confirmed",
    ///     "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } }]"#)?;
    /// let now = "2026-04-01T12:00:00Z".parse()?;
    /// open.advance(&facts, now)?;
    /// let card = open.guest_card(&"stay-1".parse()?, now)?;
    /// assert_eq!(card.state, GuestCardState::BeforeReveal);
    /// assert_eq!(card.reveals_at.as_deref(), Some("2026-04-28T15:00:00+02:00"));
    /// assert!(card.doors.iter().all(|door| door.code.is_none()));
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    pub fn guest_card(&self, reservation_id: &Id, now: Instant) -> Result<GuestCard, Error> {
        guest_card(&self.state, reservation_id, now)
    }

    /// Gives what a guest of a stored site may know now.
    ///
    /// # Errors
    /// As [`OpenSite::open`] and [`OpenSite::guest_card`].
    pub fn guest_card_stored(site: Site, asked: &GuestCardInput) -> Result<GuestCard, Error> {
        let state = State::load(site).map_err(|error| error.at("site"))?;
        guest_card(&state, &asked.reservation_id, asked.now)
    }

    /// Says what an entry was that a keypad refused, by the codes of its time. Nothing changes, and
    /// the answer holds no PIN.
    ///
    /// # Errors
    /// `invalid_value` at `fact.lockId` where the site has no such lock; `out_of_range` at
    /// `fact.digits`.
    ///
    /// ```
    /// use latchstring::rules::EntryDiagnosis;
    /// use latchstring::site::{OpenSite, create_site};
    /// let site = create_site(latchstring::decode(r#"{ "id": "casa", "listings": [],
    ///     "locks": [{ "id": "door", "name": "Front door" }] }"#)?)?;
    /// let open = OpenSite::open(site, "thirty-two bytes that nobody knows".parse()?)?;
    /// let denied = latchstring::decode(r#"{ "id": "e1", "at": "2026-05-01T20:00:00Z", "lockId": "door",
    ///     "pin": "492817" }"#)?;
    /// assert_eq!(open.diagnose_entry(&denied)?, EntryDiagnosis::Unknown);
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    pub fn diagnose_entry(&self, fact: &AccessDenied) -> Result<EntryDiagnosis, Error> {
        diagnose_entry(&self.state, fact)
    }

    /// Says what an entry was that a keypad of a stored site refused.
    ///
    /// # Errors
    /// As [`OpenSite::open`] and [`OpenSite::diagnose_entry`].
    pub fn diagnose_entry_stored(site: Site, fact: &AccessDenied) -> Result<EntryDiagnosis, Error> {
        let state = State::load(site).map_err(|error| error.at("site"))?;
        diagnose_entry(&state, fact)
    }

    /// Finds what the host should look at: codes without an end, unused, weak, still to be removed,
    /// and so on (V4).
    ///
    /// # Errors
    /// `clock_went_back`, as in a step (D6).
    pub fn review(&self, now: Instant) -> Result<Vec<Finding>, Error> {
        review_at(&self.state, now)
    }

    /// Reviews a stored site.
    ///
    /// # Errors
    /// As [`OpenSite::open`] and [`OpenSite::review`].
    pub fn review_stored(site: Site, now: Instant) -> Result<Vec<Finding>, Error> {
        let state = State::load(site).map_err(|error| error.at("site"))?;
        review_at(&state, now)
    }

    /// Takes the facts into the site; gives those that were not taken, and what was odd in the
    /// others.
    fn take(&mut self, facts: &[Json], now: Instant) -> (Vec<Rejected>, Vec<FactNote>) {
        let mut rejected = Vec::new();
        let mut notes = Vec::new();
        for (index, raw) in (0_u32..).zip(facts) {
            let place = format!("facts[{index}]");
            let taken = raw
                .read::<Fact>()
                .map_err(RejectedBecause::from)
                .and_then(|fact| apply(&mut self.state, fact, now));
            if let Err(because) = taken {
                rejected.push(Rejected {
                    index,
                    because: because.at(&place),
                });
            }
            let odd = std::mem::take(&mut self.state.from_facts.notes);
            notes.extend(odd.into_iter().map(|note| FactNote {
                index,
                path: format!("{place}.{}", note.path),
                ..note
            }));
        }
        (rejected, notes)
    }

    /// The rows that this step changed, and the site's clock if any did.
    fn changes(&mut self, before: &SiteHeader, now: Instant) -> Vec<Change> {
        let state = &mut self.state;
        let mut changes = state.take_changes();
        if changes.iter().any(|(_, rows)| !rows.is_empty()) || state.header != *before {
            state.header.clock = Some(now);
            let row = Row::Header {
                id: state.header.id.to_string(),
                row: state.header.clone(),
            };
            let at = changes.partition_point(|(table, _)| *table < TableName::Header);
            let header = vec![Change::Put(Box::new(row))];
            changes.insert(at, (TableName::Header, header));
        }
        changes.into_iter().flat_map(|(_, rows)| rows).collect()
    }
}

fn review_at(state: &State, now: Instant) -> Result<Vec<Finding>, Error> {
    Ok(review(state, effective(state, now)?))
}

#[cfg(test)]
mod tests {
    use super::OpenSite;
    use crate::site::create_site;
    use crate::{Json, decode};

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    /// Flats behind one street door, each with a door of its own and a stay that begins in May.
    /// `own` is more of each flat.
    fn building(flats: u32, own: &str) -> OpenSite {
        let names =
            |name: &str| -> Vec<String> { (0..flats).map(|at| format!("{name}-{at}")).collect() };
        let locks = names("door").join(r#"", "name": "Door", "profile": "nuki" }, { "id": ""#);
        let listings: Vec<String> = (0..flats)
            .map(|at| {
                format!(
                    r#"{{ "id": "flat-{at}", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
                          "checkOut": "11:00", "locks": ["street", "door-{at}"]{own} }}"#
                )
            })
            .collect();
        let site = format!(
            r#"{{ "id": "building", "policy": {{ "backups": {{ "poolSize": 1 }} }}, "listings": [{}],
                  "locks": [{{ "id": "{locks}", "name": "Door", "profile": "nuki" }},
                            {{ "id": "street", "name": "Street", "nativeSchedule": true }}] }}"#,
            listings.join(", ")
        );
        let site = create_site(decode(&site).unwrap()).unwrap();
        let mut open = OpenSite::open(site, KEY.parse().unwrap()).unwrap();
        let booked: Vec<Json> = (0..flats).map(|at| booking(at, 1)).collect();
        open.advance(&booked, "2026-04-01T12:00:00Z".parse().unwrap())
            .unwrap();
        // What the first step changed is evaluated once more.
        open.advance(&[], "2026-04-01T12:00:01Z".parse().unwrap())
            .unwrap();
        open
    }

    fn booking(flat: u32, revision: u32) -> Json {
        decode(&format!(
            r#"{{ "type": "reservation", "reservation": {{ "id": "stay-{flat}", "revision": {revision},
                  "listingId": "flat-{flat}", "status": "confirmed", "guest": {{ "name": "Ada" }},
                  "arrival": "2026-05-01", "departure": "2026-05-0{}" }} }}"#,
            2 + revision
        ))
        .unwrap()
    }

    /// How many evaluations one more night takes.
    fn evaluations(flats: u32, own: &str) -> u32 {
        let mut open = building(flats, own);
        open.cache.evaluations = 0;
        let step = open
            .advance(&[booking(0, 2)], "2026-04-01T12:00:02Z".parse().unwrap())
            .unwrap();
        assert!(!step.changes.is_empty());
        open.cache.evaluations
    }

    #[test]
    fn d5_a_step_looks_at_what_changed_however_large_the_site_is() {
        let few = evaluations(2, "");
        assert!(few > 0);
        assert_eq!(evaluations(40, ""), few);
    }

    #[test]
    fn d8_d5_policies_of_listings_make_no_step_look_at_more() {
        let own = r#", "policy": { "window": { "afterCheckOutMinutes": 60 } }"#;
        assert_eq!(evaluations(40, own), evaluations(2, ""));
    }
}
