//! Templates into messages (N1, N2).

use crate::support::seeded::Seeded;
use latchstring::rules::{
    Audience, MAX_MESSAGE_BYTES, MAX_TEMPLATE_BYTES, NoticeKind, NoticeValues, default_template,
    render_message,
};
use latchstring::{Error, ErrorCode};
use serde_json::{Value, json};

fn values(given: &Value) -> NoticeValues {
    latchstring::decode(&given.to_string()).unwrap()
}

/// Everything that a notice can say, with texts that look like templates themselves.
fn everything() -> Value {
    json!({
        "guestName": "Ada {times}", "visitorName": "Bob \\{", "listingName": "Casa }", "times": "Mondays {",
        "checkIn": "2026-05-01T15:00:00+02:00", "checkOut": "2026-05-03T11:00:00+02:00",
        "doors": [
            { "name": "Street {door}", "code": "492817", "keypadHint": "Press #" },
            { "name": "Flat", "code": "538261", "keypadHint": "Press *", "isBackup": true },
        ],
        "entryMethod": "A box {on} the\nback door", "lockName": "Flat", "identifier": "Casa Backup 481516", "slot": 15,
        "batteryPercent": 9, "backupsReady": 1, "otherReservationId": "r{2}", "otherStartsAt": "2026-05-02T13:00:00Z",
        "otherEndsAt": "2026-05-04T09:00:00Z",
        "because": { "kind": "command", "command": "remove_code", "failure": "unauthorized" }, "check": "health",
        "access": { "route": "wait", "because": [], "passedOver": [] }, "undelivered": "entry_method",
    })
}

/// Each variable with what stands for it there, said once more by hand.
const SAID: &[(&str, &str)] = &[
    ("allAccessCodes", "Street {door}: 492817\nFlat: 538261"),
    ("accessCode:Street \\{door\\}", "492817"),
    ("accessCode:Flat", "538261"),
    ("keypadHint", "Street {door}: Press #\nFlat: Press *"),
    ("backupDoors", "Flat"),
    ("guestName", "Ada {times}"),
    ("visitorName", "Bob \\{"),
    ("listingName", "Casa }"),
    ("times", "Mondays {"),
    ("checkIn", "2026-05-01 15:00"),
    ("checkOut", "2026-05-03 11:00"),
    ("entryMethod", "A box {on} the\nback door"),
    ("lockName", "Flat"),
    ("identifier", "Casa Backup 481516"),
    ("slot", "15"),
    ("batteryPercent", "9"),
    ("backupsReady", "1"),
    ("otherReservationId", "r{2}"),
    ("otherStartsAt", "2026-05-02T13:00:00Z"),
    ("otherEndsAt", "2026-05-04T09:00:00Z"),
    (
        "because",
        "the lock's platform says \"unauthorized\" to \"remove code\"",
    ),
    ("check", "health"),
    ("access", "Nothing is done yet."),
    ("undelivered", "entry method"),
];

/// Templates are put together piece by piece beside the messages that they have to give.
#[test]
fn n2_whatever_a_template_is_made_of_each_piece_becomes_what_it_stands_for() {
    let all = values(&everything());
    let plain = ["", " ", "Grüße", "漢🔑", "C:\\dir", "$&", "%s", "?", ":"];
    let mut seeded = Seeded::new();
    let mut pick = |of: usize| usize::try_from(seeded.below(of as u64)).unwrap();
    for _ in 0..20_000 {
        let (mut template, mut expected) = (String::new(), String::new());
        for _ in 0..pick(6) {
            let (mut line, mut said, mut kept) = (String::new(), String::new(), true);
            for _ in 0..pick(5) {
                match pick(7) {
                    0 => {
                        line.push_str("\\{");
                        said.push('{');
                    }
                    1 => {
                        line.push_str("\\}");
                        said.push('}');
                    }
                    2 => {
                        line.push_str("\\\\");
                        said.push('\\');
                    }
                    3 => {
                        let text = plain[pick(plain.len())];
                        line.push_str(text);
                        said.push_str(text);
                    }
                    4 => {
                        line.push_str(["{?accessCode:Garage}", "{? accessCode:}"][pick(2)]);
                        kept = false;
                    }
                    _ => {
                        let (name, text) = SAID[pick(SAID.len())];
                        line.push_str(&match pick(3) {
                            0 => format!("{{{name}}}"),
                            1 => format!("{{?{name}}}"),
                            _ => format!("{{ {name} }}"),
                        });
                        said.push_str(text);
                    }
                }
            }
            let end = ["\n", "\r\n"][pick(2)];
            template.push_str(&line);
            template.push_str(end);
            if kept {
                expected.push_str(&said);
                expected.push_str(end);
            }
        }
        assert_eq!(
            render_message(&template, &all).unwrap(),
            expected,
            "{template}"
        );
    }
}

#[test]
fn p9_no_error_shows_a_pin_wherever_it_stands() {
    let mut seeded = Seeded::new();
    let mut refused = 0;
    for _ in 0..20_000 {
        let length = 4 + seeded.below(7);
        let pin: String = (0..length)
            .map(|_| char::from(b'0' + u8::try_from(seeded.below(10)).unwrap()))
            .collect();
        let around = [
            "",
            "x",
            " ",
            "{",
            "}",
            "?",
            "accessCode:",
            "accessCode:x",
            "\\{",
            "\n",
            "é",
            "-",
        ];
        let mut template = String::from("{");
        for _ in 0..4 {
            template.push_str(around[usize::try_from(seeded.below(around.len() as u64)).unwrap()]);
            if seeded.below(2) == 0 {
                template.push_str(&pin);
            }
        }
        template.push('}');
        let doors = json!([{ "name": format!("Unit {pin}"), "code": pin }, { "name": "Flat" }]);
        if let Err(error) = render_message(&template, &values(&json!({ "doors": doors }))) {
            refused += 1;
            assert!(
                !format!("{error} {error:?}").contains(&pin),
                "{template}: {error}"
            );
            assert_eq!(error.path, "template");
        }
    }
    assert!(refused > 10_000, "{refused}");
    assert!(!format!("{:?}", values(&everything())).contains("492817"));
}

#[test]
fn n2_limits_are_exact() {
    let all = values(&everything());
    let refusal = |template: &str, values: &NoticeValues| {
        render_message(template, values).map_err(|error| error.code)
    };
    assert!(refusal(&"x".repeat(MAX_TEMPLATE_BYTES), &all).is_ok());
    assert_eq!(
        refusal(&"x".repeat(MAX_TEMPLATE_BYTES + 1), &all),
        Err(ErrorCode::TooLong)
    );
    // A message of the most bytes, and of one more.
    let long = values(&json!({ "guestName": "g".repeat(2000) }));
    let most = "{guestName}".repeat(MAX_MESSAGE_BYTES / 2000);
    assert_eq!(refusal(&most, &long).unwrap().len(), MAX_MESSAGE_BYTES);
    assert_eq!(refusal(&(most + "x"), &long), Err(ErrorCode::TooLong));
    let doors: Vec<Value> = (0..65)
        .map(|door| json!({ "name": format!("{door}") }))
        .collect();
    let error =
        latchstring::decode::<NoticeValues>(&json!({ "doors": doors }).to_string()).unwrap_err();
    assert_eq!((error.code, &*error.path), (ErrorCode::TooLong, "doors"));
}

const KINDS: [NoticeKind; 25] = [
    NoticeKind::AccessReady,
    NoticeKind::AccessChanged,
    NoticeKind::EntryMethod,
    NoticeKind::AccessEnded,
    NoticeKind::StayAhead,
    NoticeKind::StayOver,
    NoticeKind::CodeFailed,
    NoticeKind::BackupTold,
    NoticeKind::EmergencyTold,
    NoticeKind::LockUnreachable,
    NoticeKind::BatteryLow,
    NoticeKind::RemovalByHand,
    NoticeKind::RemovalWithdrawn,
    NoticeKind::PoolLow,
    NoticeKind::PoolEmpty,
    NoticeKind::Conflict,
    NoticeKind::UnknownCode,
    NoticeKind::RotationDone,
    NoticeKind::Capacity,
    NoticeKind::ReviewDue,
    NoticeKind::ComplaintAfterUse,
    NoticeKind::NewCodesStopped,
    NoticeKind::CodeTakenOff,
    NoticeKind::NoticeUndelivered,
    NoticeKind::LockReplaced,
];

/// Each template with the audience it is for.
fn templates() -> impl Iterator<Item = (NoticeKind, Audience, String)> {
    let audiences = [Audience::Guest, Audience::Visitor, Audience::Host];
    KINDS.into_iter().flat_map(move |kind| {
        audiences
            .into_iter()
            .filter_map(move |to| Some((kind, to, default_template(kind, Some(to)).ok()?)))
    })
}

#[test]
fn n1_every_kind_has_a_template_that_everything_fits_into() {
    assert_eq!(
        KINDS.map(|kind| kind as usize).to_vec(),
        (0..KINDS.len()).collect::<Vec<_>>()
    );
    let words = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/js/generated/types.ts"
    ))
    .unwrap();
    let listed = words
        .split("export type NoticeKind =")
        .nth(1)
        .unwrap()
        .split(";\n")
        .next()
        .unwrap();
    assert_eq!(listed.matches('"').count(), 2 * KINDS.len(), "{listed}");
    let all = values(&everything());
    let mut count = 0;
    for (kind, _, template) in templates() {
        count += 1;
        let message = render_message(&template, &all).unwrap();
        assert!(
            message.len() > 20 && message.ends_with(|letter: char| !letter.is_whitespace()),
            "{kind:?}: {message}"
        );
    }
    // What guests read of their codes goes to visitors, too; the entry method to the host, who has
    // to change it (A5).
    assert_eq!(count, KINDS.len() + 4);
    for kind in KINDS {
        let of_itself = default_template(kind, None).unwrap();
        assert!(templates().any(|(other, _, template)| other == kind && template == of_itself));
    }
}

/// B3: what a guest reads of a backup is, but for the digits, what any guest reads; disclosed, it
/// says so.
#[test]
fn b3_a_guest_cannot_tell_a_backup_from_the_text() {
    let stay = |disclosed: Option<bool>, code: &str| {
        let mut door = json!({ "name": "Flat", "code": code });
        if let Some(disclosed) = disclosed {
            door["isBackup"] = json!(disclosed);
        }
        values(&json!({
            "guestName": "Ada", "listingName": "Casa", "checkIn": "2026-05-01T15:00:00+02:00",
            "checkOut": "2026-05-03T11:00:00+02:00", "doors": [door],
        }))
    };
    for kind in [NoticeKind::AccessReady, NoticeKind::AccessChanged] {
        let template = default_template(kind, None).unwrap();
        let usual = render_message(&template, &stay(None, "492817")).unwrap();
        let backup = render_message(&template, &stay(Some(false), "538261")).unwrap();
        assert_eq!(usual.replace("492817", "538261"), backup);
        assert!(!backup.to_lowercase().contains("backup"), "{backup}");
        let disclosed = render_message(&template, &stay(Some(true), "538261")).unwrap();
        assert_eq!(disclosed.lines().count(), backup.lines().count() + 1);
        assert!(
            disclosed.contains("This is a backup code: Flat"),
            "{disclosed}"
        );
    }
}

/// W4: a guest reads check-in and check-out; nothing in a template could show the grace.
#[test]
fn w4_v2_guests_read_check_in_and_check_out_and_visitors_their_times() {
    for (kind, to, template) in templates() {
        let tells_a_code = template.contains("{allAccessCodes}");
        assert_eq!(
            tells_a_code,
            to != Audience::Host
                && matches!(kind, NoticeKind::AccessReady | NoticeKind::AccessChanged)
        );
        if tells_a_code {
            let times: &[&str] = if to == Audience::Guest {
                &["{checkIn}", "{checkOut}"]
            } else {
                &["{times}"]
            };
            assert!(
                times.iter().all(|time| template.contains(time)),
                "{template}"
            );
        }
    }
}

/// B5: removal by hand names lock and identifier. G: a failure names the check, why, and what is
/// done about it.
#[test]
fn n1_b5_hosts_read_what_they_need_to_act() -> Result<(), Error> {
    let all = values(&everything());
    let by_hand = render_message(&default_template(NoticeKind::RemovalByHand, None)?, &all)?;
    assert!(by_hand.contains("Door: Flat") && by_hand.contains("Code: Casa Backup 481516"));
    let failed = render_message(&default_template(NoticeKind::CodeFailed, None)?, &all)?;
    for part in [
        "Failed check: health",
        "Why: the lock's platform says \"unauthorized\" to \"remove code\"",
        "What is done: Nothing is done yet.",
        "Guest: Ada {times}",
    ] {
        assert!(failed.contains(part), "{failed}");
    }
    // What is not known leaves no gap.
    let little = render_message(
        &default_template(NoticeKind::CodeFailed, None)?,
        &values(&json!({ "guestName": "Ada" })),
    )?;
    assert_eq!(little, "A code is not as it should be.\n\nGuest: Ada");
    Ok(())
}
