//! Every notice of a random trip change becomes a text.

use crate::door::{Code, Whose};
use crate::minimal::check_all;
use crate::trip_world::TripWorld;
use latchstring::rules::{
    DoorAccess, NoticeKind, default_template, recalculate_trip, render_message,
};

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
            if template.contains("{allAccessCodes}") {
                values.doors = Some(vec![DoorAccess {
                    name: "Flat".parse().unwrap(),
                    code: Some("492817".parse().unwrap()),
                    keypad_hint: None,
                    is_backup: None,
                }]);
            }
            let text = render_message(&template, &values).map_err(|error| error.message)?;
            if notice.kind == NoticeKind::RemovalByHand
                && !(text.contains("Door: ") && text.contains("Code: "))
            {
                let code_id = notice.code_id.as_deref().unwrap_or_default();
                let nameless = |code: &Code| code.id == code_id && code.whose == Whose::Emergency;
                if !world.codes.iter().any(nameless) {
                    return Err(text);
                }
            }
        }
        Ok(())
    });
}
