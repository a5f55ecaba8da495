//! Every notice of a random trip change becomes a text.

use crate::minimal::check_all;
use crate::trip_world::TripWorld;
use latchstring::rules::{NoticeKind, default_template, recalculate_trip, render_message};
use latchstring::time::Locale;

/// Whatever changes about a trip, each notice of it becomes a text; only the doors, whose codes are
/// made afterwards, are the caller's to add. The host's name the lock, and for a removal by hand
/// whose code it is (B5).
#[test]
fn n1_n2_b5_every_notice_of_a_changed_trip_becomes_a_text() {
    check_all(20_000, TripWorld::draw, |world| {
        for notice in recalculate_trip(&world.input()).unwrap().notices {
            let template =
                default_template(notice.kind, Some(notice.to)).map_err(|error| error.message)?;
            let mut values = notice.values;
            if notice.kind == NoticeKind::AccessReady {
                let door = r#"{ "name": "Flat", "code": "492817" }"#;
                values.doors = Some(vec![latchstring::decode(door).unwrap()]);
            }
            let text = render_message(&template, &values, Locale::En)
                .map_err(|error| format!("{error}: {values:?}"))?;
            let names_code = |text: &str| {
                text.contains("Please delete code \"") || text.contains("made offline")
            };
            if notice.kind == NoticeKind::RemovalByHand && !names_code(&text) {
                return Err(text);
            }
        }
        Ok(())
    });
}
