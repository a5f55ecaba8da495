//! Templates into messages (N1, N2).

use crate::support::seeded::Seeded;
use latchstring::ErrorCode;
use latchstring::rules::{
    MAX_MESSAGE_BYTES, MAX_TEMPLATE_BYTES, NoticeKind, NoticeValues, default_template,
    render_message,
};
use latchstring::time::Locale;
use serde_json::{Value, json};

pub fn values(given: &Value) -> NoticeValues {
    latchstring::decode(&given.to_string()).unwrap()
}

/// Everything that a notice can say, with texts that look like templates themselves.
pub fn everything() -> Value {
    let text = r#"{
        "guestName": "Ada {times}", "visitorName": "Bob \\{", "listingName": "Casa }", "times": "Mondays {",
        "checkIn": "2026-05-01T15:00:00+02:00", "checkOut": "2026-05-03T11:00:00+02:00",
        "doors": [
            { "name": "Street {door}", "code": "492817", "keypadHint": "Press #" },
            { "name": "Flat", "code": "538261", "keypadHint": "Press *", "isBackup": true, "isNew": true,
              "isUncertain": true, "useBy": "2026-05-02T15:00:00+02:00" }
        ],
        "turnovers": [
            { "listingName": "Casa }", "startsAt": "2026-05-08T11:00:00+02:00", "endsAt": "2026-05-10T15:00:00+02:00",
              "doors": [{ "name": "Flat", "code": "538261", "keypadHint": "Press *" }], "isNew": true },
            { "listingName": "Loft", "startsAt": "2026-05-09T11:00:00+02:00",
              "doors": [{ "name": "Loft", "code": "538261" }, { "name": "Street {door}", "code": "492817" }] },
            { "listingName": "Attic", "startsAt": "2026-05-08T11:00:00+02:00", "isOff": true }
        ],
        "turnoverMessageAt": "18:00", "purpose": "cleaning", "hostContact": "Call {me}", "visitKind": "one_time",
        "weekly": [{ "days": ["monday", "friday"], "from": "10:00", "to": "12:30" }],
        "nextStartsAt": "2026-10-24T23:00:00+02:00", "nextEndsAt": "2026-10-25T02:00:00+01:00",
        "changed": ["codes", "check_out"], "entryMethod": "A box {on} the\nback door", "lockName": "Flat",
        "otherLockName": "Cellar", "happenedAt": "2026-05-01T16:00:00+02:00", "minutes": 125, "refusedEntries": 3,
        "identifier": "Casa Backup 481516", "holder": "backup", "slot": 15, "opensUntil": "2026-09-04T11:00:00+02:00",
        "batteryPercent": 9, "capacity": 30, "backupsReady": 1, "poolSize": 2, "otherGuestName": "Eve",
        "otherCheckIn": "2026-05-02T15:00:00+02:00", "otherCheckOut": "2026-05-04T11:00:00+02:00",
        "otherReservationId": "r{2}", "unknownId": "l{3}", "codesWithoutEnd": 3, "codesUnused": 4,
        "codesUnknown": 5, "codesOverdue": 6,
        "cause": "code_refused", "occasion": "said", "offers": ["tell_next"], "timeZone": "Europe/Paris",
        "because": { "kind": "command", "command": "remove_code", "failure": "unauthorized" }, "check": "health",
        "access": { "route": "wait", "because": [], "passedOver": [] }, "undelivered": "entry_method"
    }"#;
    serde_json::from_str(text).unwrap()
}

/// Each variable with what stands for it there, said once more by hand.
const SAID: &[(&str, &str)] = &[
    ("allAccessCodes", "Street {door}: 492817\nFlat: 538261"),
    ("accessCode:Street \\{door\\}", "492817"),
    ("accessCode:Flat", "538261"),
    ("keypadHint", "Street {door}: Press #\nFlat: Press *"),
    (
        "doorsAndCodes",
        "Street {door}: 492817\n  Press #\nFlat: 538261\n  Press *\n  \
         Use it for the first time before Sat 2 May, 15:00.",
    ),
    (
        "turnovers",
        "Casa }: Fri 8 May, 11:00 – Sun 10 May, 15:00\n  Flat: 538261\n  Press *\n\
         Loft: from Sat 9 May, 11:00 on\n  Loft: 538261\n  Street {door}: 492817",
    ),
    (
        "turnoverTimes",
        "Casa }: Fri 8 May, 11:00 – Sun 10 May, 15:00; Loft: from Sat 9 May, 11:00 on",
    ),
    (
        "newTurnovers",
        "Casa }: Fri 8 May, 11:00 – Sun 10 May, 15:00",
    ),
    ("turnoversOff", "Attic: from Fri 8 May, 11:00 on"),
    ("turnoverMessageAt", "18:00"),
    ("backupDoors", "Flat"),
    ("newCodeDoors", "Flat"),
    ("uncertainDoors", "Flat"),
    (
        "who",
        "Ada {times} (Casa }, Fri 1 May, 15:00 – Sun 3 May, 11:00)",
    ),
    ("purpose", "cleaning"),
    ("hostContact", "Call {me}"),
    ("visitKind", "one time"),
    ("weekly", "Mon, Fri 10:00–12:30"),
    ("nextStartsAt", "Sat 24 Oct, 23:00"),
    ("nextEndsAt", "Sun 25 Oct, 02:00"),
    ("changed", "codes, check out"),
    ("otherLockName", "Cellar"),
    ("happenedAt", "Fri 1 May, 16:00"),
    ("minutes", "2 h"),
    ("refusedEntries", "3"),
    ("holder", "backup"),
    ("opensUntil", "Fri 4 Sept, 11:00"),
    ("capacity", "30"),
    ("poolSize", "2"),
    ("otherGuestName", "Eve"),
    ("otherCheckIn", "Sat 2 May, 15:00"),
    ("otherCheckOut", "Mon 4 May, 11:00"),
    ("codesWithoutEnd", "3"),
    ("codesUnused", "4"),
    ("codesUnknown", "5"),
    ("codesOverdue", "6"),
    ("cause", "code refused"),
    ("occasion", "said"),
    ("offers", "tell next"),
    ("guestName", "Ada {times}"),
    ("visitorName", "Bob \\{"),
    ("listingName", "Casa }"),
    ("times", "Mondays {"),
    ("checkIn", "Fri 1 May, 15:00"),
    ("checkOut", "Sun 3 May, 11:00"),
    ("entryMethod", "A box {on} the\nback door"),
    ("lockName", "Flat"),
    ("identifier", "Casa Backup 481516"),
    ("slot", "15"),
    ("batteryPercent", "9"),
    ("backupsReady", "1"),
    ("otherReservationId", "r{2}"),
    ("unknownId", "l{3}"),
    ("because", "the lock did not remove the code"),
    ("check", "health"),
    ("access", "Nothing to do now."),
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
        let mut template = String::new();
        // The empty string stands for a line that is left out.
        let mut lines: Vec<String> = Vec::new();
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
            lines.push(if kept { said + end } else { String::new() });
        }
        let is_empty = |line: &String| matches!(line.as_str(), "\n" | "\r\n");
        // Of two empty lines with nothing but left out lines between them, the second goes.
        let mut at = 0;
        while at < lines.len() {
            let before = lines[..at].iter().rposition(|line| !line.is_empty());
            let goes = is_empty(&lines[at])
                && before.is_some_and(|before| before + 1 < at && is_empty(&lines[before]));
            if goes {
                lines[at].clear();
            }
            at += 1;
        }
        let expected = lines.concat();
        assert_eq!(
            render_message(&template, &all, Locale::En).unwrap(),
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
        if let Err(error) =
            render_message(&template, &values(&json!({ "doors": doors })), Locale::En)
        {
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
        render_message(template, values, Locale::En).map_err(|error| error.code)
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
    let doors: Vec<Value> = (0..12_801)
        .map(|door| json!({ "name": format!("{door}") }))
        .collect();
    let error =
        latchstring::decode::<NoticeValues>(&json!({ "doors": doors }).to_string()).unwrap_err();
    assert_eq!((error.code, &*error.path), (ErrorCode::TooLong, "doors"));
}

/// N2: a condition leaves out its line, whatever else stands there; a slip in its name is refused.
#[test]
fn n2_a_line_can_depend_on_words() {
    let of = |template: &str, given: Value| {
        render_message(template, &values(&given), Locale::En).map_err(|error| error.code)
    };
    let over = || json!({ "cause": "over", "changed": ["codes", "doors"] });
    for (template, said) in [
        ("a{?cause=over}b", "ab"),
        ("a{?cause=cancelled|over}b", "ab"),
        ("{?cause=cancelled}{guestName}", ""),
        ("{?cause!=cancelled}x", "x"),
        ("{?cause!=over}x", ""),
        ("{?changed=doors}x", "x"),
        ("{?changed=check_in}x", ""),
        ("{?holder=visit}x", ""),
        ("{?holder!=visit}x", "x"),
        ("{!guestName}x", "x"),
        ("{!cause}x", ""),
    ] {
        assert_eq!(of(template, over()).as_deref(), Ok(said), "{template}");
    }
    for (template, code) in [
        ("{?couse=over}x", ErrorCode::UnknownVariable),
        ("{?guestName=Ada}x", ErrorCode::InvalidValue),
        ("{cause=over}x", ErrorCode::UnknownVariable),
    ] {
        assert_eq!(of(template, over()), Err(code), "{template}");
    }
}

/// F64: no name makes a line of its own, or turns the letters around.
#[test]
fn f64_names_cannot_fake_a_line() {
    for mark in [
        "\n", "\u{2028}", "\u{2029}", "\u{202e}", "\u{2066}", "\u{200f}",
    ] {
        let name = format!("Ada{mark}Flat: 111111");
        let told = json!({ "guestName": name, "listingName": name, "lockName": name, "hostContact": name,
            "doors": [{ "name": name, "code": "492817", "keypadHint": name }] });
        let template = "{guestName}\n{listingName}\n{lockName}\n{doorsAndCodes}\n{hostContact}";
        let said = render_message(template, &values(&told), Locale::En).unwrap();
        let is_break = |letter: char| "\u{2028}\u{2029}\u{85}\r".contains(letter);
        let is_turn = |letter: char| "\u{202e}\u{2066}\u{200f}".contains(letter);
        assert!(
            !said.contains(is_break) && !said.contains(is_turn),
            "{said:?}"
        );
        assert_eq!(said.lines().count(), 6, "{said}");
    }
}

/// Days and times follow the language; the names are CLDR's, as every runtime of JavaScript has
/// them.
#[test]
fn n2_days_and_times_follow_the_language() {
    let told = values(&json!({ "checkIn": "2026-10-24T15:00:00+02:00" }));
    for (locale, said) in [
        ("en", "Sat 24 Oct, 15:00"),
        ("en-US", "Sat, Oct 24, 3:00 PM"),
        ("de", "Sa., 24. Okt., 15:00"),
        ("fr", "sam. 24 oct., 15:00"),
        ("es", "sáb, 24 oct, 15:00"),
        ("it", "sab 24 ott, 15:00"),
        ("pt", "sáb., 24 de out., 15:00"),
        ("nl", "za 24 okt, 15:00"),
        ("tr", "24 Eki Cmt 15:00"),
        ("ru", "сб, 24 окт., 15:00"),
    ] {
        let locale: Locale = latchstring::decode(&json!(locale).to_string()).unwrap();
        assert_eq!(render_message("{checkIn}", &told, locale).unwrap(), said);
    }
}

#[test]
fn n2_who_has_no_name_is_no_name_in_the_middle_of_a_sentence() {
    let said = |given: &Value, template: &str| {
        render_message(template, &values(given), Locale::En).unwrap()
    };
    let nameless = json!({ "guestName": " ", "listingName": "Flat" });
    let template = "{who} came. {who} went.\nIt was the code of {who}.";
    assert_eq!(
        said(&nameless, template),
        "The guest (Flat) came. The guest (Flat) went.\nIt was the code of the guest (Flat)."
    );
    // A name stays as it is.
    let named = json!({ "guestName": "The Edge", "listingName": "Flat" });
    assert_eq!(said(&named, "Code of {who}"), "Code of The Edge (Flat)");
}

#[test]
fn n1_a7_a_headline_that_the_code_opens_stands_over_no_door_that_may_not() {
    let template = default_template(NoticeKind::AccessChanged, None).unwrap();
    let given = |is_uncertain: bool| {
        let mut all = json!({ "guestName": "Ada", "listingName": "Flat", "changed": ["opens_now"],
            "checkIn": "2026-05-01T15:00:00+02:00", "checkOut": "2026-05-03T11:00:00+02:00",
            "doors": [{ "name": "Flat", "code": "538261" }] });
        if is_uncertain {
            all["doors"][0]["isUncertain"] = json!(true);
        }
        render_message(&template, &values(&all), Locale::En).unwrap()
    };
    let headline = "Your code works from check-in to check-out.";
    assert!(given(false).contains(headline));
    let doubtful = given(true);
    assert!(!doubtful.contains(headline), "{doubtful}");
    assert!(
        doubtful.contains("Flat: this code may not open yet"),
        "{doubtful}"
    );
}
