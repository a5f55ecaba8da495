//! How a site is made, opened and closed: D6.

use latchstring::api::{Runtime, call};
use latchstring::code::Entropy;
use serde_json::{Value, json};

use crate::facts::{json_of, new_site};
use crate::house::house;
use crate::support::builders::{APRIL, KEY, MAY, booking, listing, lock, with};
use crate::support::calls::ask;
use crate::support::steps::text;

#[test]
fn d6_the_clock_never_goes_back() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], "2026-05-03T09:30:00Z");
    let before = house.site();
    assert_eq!(before["header"]["clock"], "2026-05-03T09:30:00Z");
    // Five minutes are forgiven: what is done then is done at the site's time.
    let step = house.take(
        &[booking("late", ("2026-06-01", "2026-06-02"), &json!({}))],
        "2026-05-03T09:25:00Z",
    );
    assert_eq!(step["audit"][0]["at"], "2026-05-03T09:30:00Z");
    assert_eq!(step["commands"][0]["deadline"], "2026-05-03T09:31:00Z");
    let done = house.confirm(&step["commands"][0], "2026-05-03T09:30:00Z");
    house.take(&[done], "2026-05-03T09:30:00Z");
    let before = house.site();
    let error = house
        .try_step(&[booking("x", MAY, &json!({}))], "2026-05-03T09:24:59Z")
        .unwrap_err();
    assert_eq!(
        (text(&error["code"]), text(&error["path"])),
        ("clock_went_back".into(), "now".into())
    );
    assert_eq!(house.site(), before, "a step that throws changes nothing");
    // A step that does nothing does not move the clock.
    house.take(&[], "2026-05-04T00:00:00Z");
    assert_eq!(house.site(), before);
}

#[test]
fn d6_a_stored_site_is_looked_at_before_it_is_taken_up() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let site = house.site();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut site = site.clone();
        change(&mut site);
        let error = ask("openSite", &json!({ "site": site, "key": KEY })).unwrap_err();
        let again = ask("accessCodes", &json!({ "site": site })).unwrap_err();
        assert_eq!(error, again);
        (text(&error["code"]), text(&error["path"]))
    };
    let twice = |table: &'static str| {
        refused(&move |site| {
            let row = site[table][0].clone();
            site[table].as_array_mut().unwrap().push(row);
        })
    };
    assert_eq!(
        refused(&|site| site["header"]["state"] = json!(2)),
        ("unknown_state".into(), "site.header.state".into())
    );
    for table in ["listings", "locks", "reservations", "accessCodes"] {
        assert_eq!(
            twice(table),
            ("invalid_value".into(), format!("site.{table}[1]"))
        );
    }
    let profile = refused(&|site| site["locks"][0]["lock"]["profile"] = json!("acme"));
    assert_eq!(
        profile,
        (
            "unknown_profile".into(),
            "site.locks[0].lock.profile".into()
        )
    );
    let length = refused(&|site| site["header"]["policy"]["codes"]["length"] = json!(11));
    assert_eq!(
        length,
        (
            "out_of_range".into(),
            "site.header.policy.codes.length".into()
        )
    );
    assert!(ask("openSite", &json!({ "site": site, "key": KEY })).is_ok());
    let key = ask("openSite", &json!({ "site": site, "key": "short" })).unwrap_err();
    assert_eq!(
        (text(&key["code"]), text(&key["path"])),
        ("out_of_range".into(), "key".into())
    );
}

#[test]
fn create_site_refuses_what_does_not_fit_together() {
    let refused = |site: Value| {
        let error = ask("createSite", &with(site, &json!({ "id": "house" }))).unwrap_err();
        (text(&error["code"]), text(&error["path"]))
    };
    let door = lock("door", &json!({}));
    let flat = listing("flat", &json!(["door"]));
    assert_eq!(
        refused(
            json!({ "locks": [door], "listings": [listing("flat", &json!(["door", "gate"]))] })
        ),
        ("invalid_value".into(), "listings[0].locks[1]".into()),
    );
    assert_eq!(
        refused(json!({ "locks": [door, door], "listings": [flat] })),
        ("invalid_value".into(), "locks[1]".into()),
    );
    assert_eq!(
        refused(json!({ "locks": [door], "listings": [flat, flat] })),
        ("invalid_value".into(), "listings[1]".into()),
    );
    assert_eq!(
        refused(
            json!({ "locks": [with(door.clone(), &json!({ "profile": "acme" }))], "listings": [flat] })
        ),
        ("unknown_profile".into(), "locks[0].profile".into()),
    );
    assert_eq!(
        refused(
            json!({ "locks": [door], "listings": [flat], "policy": { "codes": { "length": 11 } } })
        ),
        ("out_of_range".into(), "policy.codes.length".into()),
    );
}

#[test]
fn a_site_that_is_closed_or_never_was_open_says_so() {
    struct NoEntropy;
    impl Entropy for NoEntropy {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), latchstring::Error> {
            unreachable!("a site draws no random bytes")
        }
    }
    let mut runtime = Runtime::new(NoEntropy);
    let handle: Value = serde_json::from_str(&json_of(
        "openSite",
        &json!({ "site": new_site(), "key": KEY }),
        &mut runtime,
    ))
    .unwrap();
    let input = json!({ "handle": handle });
    let step = with(input.clone(), &json!({ "facts": [], "now": APRIL }));
    assert_eq!(json_of("site.close", &input, &mut runtime), "true");
    assert_eq!(
        json_of("site.close", &input, &mut runtime),
        "false",
        "twice is no mistake"
    );
    for (name, input) in [
        ("site.advance", &step),
        ("site.toJSON", &input),
        ("site.accessCodes", &input),
    ] {
        let error = call(name, &input.to_string(), &mut runtime).unwrap_err();
        assert_eq!(
            serde_json::to_value(error.code).unwrap(),
            "site_closed",
            "{name}"
        );
    }
}
