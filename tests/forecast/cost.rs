//! What a forecast costs beside the engine's own steps.

use latchstring::forecast::forecast;
use latchstring::site::{Site, create_site};
use serde_json::{Value, json};

use crate::by_hand::{ByHand, cpu_time, lived};
use crate::houses::{key, read};
use crate::support::builders::{booking, listing, lock};

const NOW: &str = "2026-05-01T06:00:00Z";
const UNTIL: &str = "2026-05-31T06:00:00Z";

/// So many flats behind one street door, each with a door of its own and stays of three nights.
fn building(flats: u64) -> (Site, Vec<Value>) {
    let mut locks = vec![lock("street", &json!({ "profile": "nuki" }))];
    let mut listings = Vec::new();
    let mut stays = Vec::new();
    for flat in 0..flats {
        let door = format!("door-{flat:02}");
        let brand = if flat % 2 == 0 {
            json!({})
        } else {
            json!({ "nativeSchedule": false })
        };
        locks.push(lock(&door, &brand));
        listings.push(listing(
            &format!("flat-{flat:02}"),
            &json!(["street", door]),
        ));
        for stay in 0..9 {
            let day = 1 + flat % 3 + stay * 3;
            let days = [day, day + 3].map(|day| format!("2026-05-{day:02}"));
            let more = json!({ "listingId": format!("flat-{flat:02}"), "bookedAt": "2026-03-01T00:00:00Z" });
            stays.push(booking(
                &format!("stay-{flat:02}-{stay}"),
                (&days[0], &days[1]),
                &more,
            ));
        }
    }
    let site = json!({ "id": "building", "locks": locks, "listings": listings });
    (create_site(read(&site)).unwrap(), stays)
}

/// It counts the time of the processor, so that other work beside it changes little.
#[test]
fn forecast_d5_thirty_days_of_forty_flats_cost_at_most_twice_the_engines_own_steps() {
    let (site, stays) = building(40);
    let site = lived(site, &key(), &stays, "2026-04-28T06:00:00Z", NOW);
    let assume = [
        json!({ "lockId": "street", "kind": "silent", "from": "2026-05-10T00:00:00Z",
                          "to": "2026-05-11T00:00:00Z" }),
    ];
    let input = json!({ "now": NOW, "until": UNTIL, "assume": assume });
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let mut by_hand = ByHand::new(site.clone(), key(), NOW.parse().unwrap(), &assume);
        by_hand.run(
            NOW.parse().unwrap(),
            UNTIL.parse().unwrap(),
            &mut |_, _, _| (),
        );
        let begun = cpu_time();
        let seen = forecast(site.clone(), read(&input), Some(key())).unwrap();
        let spent = cpu_time() - begun;
        assert_eq!(seen.commands.len(), by_hand.commands.len());
        let ratio = spent.as_secs_f64() / by_hand.spent.as_secs_f64();
        println!(
            "{} steps: engine {:?}, forecast {spent:?}: {ratio:.2}",
            by_hand.steps, by_hand.spent
        );
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    assert!(ratios[1] <= 2.0, "{ratios:?}");
}
