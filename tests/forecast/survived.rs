//! How long a silence a guest survives, beside a search by brute force.

use latchstring::forecast::{SurvivalInput, forecast, survival};
use latchstring::site::Site;
use latchstring::time::{Duration, Instant};
use serde_json::{Value, json};

use crate::by_hand::lived;
use crate::houses::{house, key, read};
use crate::support::seeded::Seeded;
use crate::support::steps::text;

const UNTIL: &str = "2026-05-08T12:00:00Z";

/// A small house shortly before a stay begins, or while it runs. Most of its locks keep no times,
/// and most have no spares, so that a silence matters.
fn some_case(random: &mut Seeded) -> (Site, Instant) {
    let house = house(random);
    let mut frail = serde_json::to_value(&house.site).unwrap();
    for row in frail["locks"].as_array_mut().unwrap() {
        if random.below(4) > 0 {
            row["lock"]["nativeSchedule"] = json!(false);
        }
    }
    if random.below(3) > 0 {
        frail["header"]["policy"]["backups"]["poolSize"] = json!(0);
        frail["header"]["policy"]["emergency"]["enabled"] = json!(false);
    }
    let (day, minute) = (1 + random.below(3), random.below(5 * 60));
    let noon: Instant = format!("2026-05-{day:02}T10:00:00Z").parse().unwrap();
    let now = noon + Duration::minutes(u32::try_from(minute).unwrap());
    let site = lived(
        read(&frail),
        &key(),
        &house.facts,
        "2026-04-27T12:00:00Z",
        &now.to_string(),
    );
    (site, now)
}

/// The spans in which the guest of a stay is outside a door.
fn outside(
    site: &Site,
    now: Instant,
    about: (&str, &str),
    silence: Option<(Instant, Instant)>,
) -> Vec<(Instant, Instant)> {
    let silence = silence.filter(|(from, to)| from < to);
    let assume: Vec<Value> = silence
        .into_iter()
        .map(|(from, to)| {
            json!({ "lockId": about.1, "kind": "silent", "from": from.to_string(),
                "to": to.to_string() })
        })
        .collect();
    let input = json!({ "now": now.to_string(), "until": UNTIL, "assume": assume });
    let seen = forecast(site.clone(), read(&input), None).unwrap();
    let here = seen.outside.iter().filter(|one| {
        (one.reservation_id.to_string(), one.lock_id.to_string())
            == (about.0.to_owned(), about.1.to_owned())
    });
    here.map(|one| (one.from, one.to)).collect()
}

/// Whether each second outside is one without the silence, too.
fn survives(
    site: &Site,
    now: Instant,
    about: (&str, &str),
    from: Instant,
    to: Instant,
    usual: &[(Instant, Instant)],
) -> bool {
    outside(site, now, about, Some((from, to)))
        .iter()
        .all(|(start, end)| {
            let mut at = *start;
            while let Some((_, until)) = usual
                .iter()
                .find(|(from, until)| *from <= at && at < *until)
            {
                at = *until;
                if at >= *end {
                    return true;
                }
            }
            at >= *end
        })
}

#[test]
fn survival_equals_brute_force_and_one_second_more_flips_the_answer() {
    let random = Seeded::new();
    let is_long = std::env::var_os("LONG").is_some();
    // Usually a silence begins now or in one of the next two hours; with `LONG` at every fifth
    // minute.
    let (houses, begins) = if is_long { (500, 24) } else { (8, 3) };
    let (mut ended, mut whole, mut flipped) = (0, 0, 0);
    for case in 0..houses {
        let mut random = random.branch(case);
        let (site, now) = some_case(&mut random);
        let stays: Vec<String> = site
            .reservations
            .iter()
            .map(|stay| stay.id.to_string())
            .collect();
        let today = now.to_string()[..10].to_owned();
        let comes = site
            .reservations
            .iter()
            .find(|stay| stay.arrival.to_string() == today);
        let comes = comes.map(|stay| stay.id.to_string());
        let any = stays[random.below(stays.len() as u64) as usize].clone();
        let stay = comes.unwrap_or(any);
        let asked = SurvivalInput {
            now,
            reservation_id: stay.parse().unwrap(),
        };
        let shown = serde_json::to_value(survival(site.clone(), &asked).unwrap()).unwrap();
        for door in shown["doors"].as_array().unwrap() {
            let lock = text(&door["lockId"]);
            let about = (stay.as_str(), lock.as_str());
            let usual = outside(&site, now, about, None);
            let spans = door["spans"].as_array().unwrap();
            for begin in 0..begins {
                let minutes = if is_long {
                    begin * 5
                } else {
                    u32::try_from(random.below(24)).unwrap() * 5
                };
                let from = now + Duration::minutes(minutes);
                let edge = |span: &Value, key: &str| text(&span[key]).parse::<Instant>().unwrap();
                let Some(span) = spans
                    .iter()
                    .find(|span| edge(span, "from") <= from && from < edge(span, "to"))
                else {
                    continue;
                };
                let until = span.get("until").map(|_| edge(span, "until"));
                let case =
                    format!("case {case}: {stay} at {lock}, now {now}, silent from {from}: {span}");
                for step in 1..=24 {
                    let to = from + Duration::minutes(step * 5);
                    let is_good = until.is_none_or(|until| to <= until);
                    assert_eq!(
                        survives(&site, now, about, from, to, &usual),
                        is_good,
                        "until {to}, {case}"
                    );
                }
                let Some(until) = until else {
                    whole += 1;
                    continue;
                };
                ended += 1;
                if flipped < 50 {
                    flipped += 1;
                    let second = Duration::seconds(1);
                    assert!(survives(&site, now, about, from, until, &usual), "{case}");
                    assert!(
                        !survives(&site, now, about, from, until + second, &usual),
                        "{case}"
                    );
                }
            }
        }
    }
    println!("{ended} silences have to end, {whole} need not");
    assert!(ended > 0 && whole > 0);
}

#[test]
fn survival_i12_a_booking_that_makes_no_stay_is_refused() {
    let (site, now) = some_case(&mut Seeded::from(3));
    let asked = SurvivalInput {
        now,
        reservation_id: "nobody".parse().unwrap(),
    };
    assert_eq!(survival(site, &asked).unwrap_err().path, "reservationId");
}
