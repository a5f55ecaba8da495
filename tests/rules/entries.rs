//! What a refused entry was, against an oracle that measures how far two PINs are apart (A8, P10).

use latchstring::code::{CodeRules, Pin};
use latchstring::model::HolderKind;
use latchstring::rules::{CodeHolder, EntryDiagnosis, EntryTime, KnownCode, TypedEntry, diagnose};
use latchstring::time::{Duration, Instant};

use crate::support::builders::STAY;
use crate::support::seeded::Seeded;

fn now() -> Instant {
    STAY.parse().unwrap()
}

fn pin(text: &str) -> Pin {
    text.parse().unwrap()
}

/// A guest's code of a door.
fn code(of: &str, lock: &str, digits: &str, time: EntryTime) -> KnownCode {
    KnownCode {
        holder: CodeHolder {
            kind: HolderKind::Reservation,
            reservation_id: Some(of.parse().unwrap()),
            visit_id: None,
            lock_id: lock.parse().unwrap(),
            code_id: format!("{lock}-{of}").parse().unwrap(),
        },
        pin: pin(digits),
        is_off: false,
        time,
    }
}

fn found(typed: &str, here: &[KnownCode], elsewhere: &[KnownCode]) -> (String, String, u32) {
    let rules = CodeRules::default();
    let diagnosis = diagnose(&TypedEntry {
        pin: pin(typed),
        at: now(),
        rules: &rules,
        here,
        elsewhere,
    });
    let told = serde_json::to_value(&diagnosis).unwrap();
    let whose = diagnosis
        .code()
        .and_then(|code| code.reservation_id.clone());
    (
        told["kind"].as_str().unwrap().to_owned(),
        whose.map(|id| id.to_string()).unwrap_or_default(),
        told["minutes"]
            .as_u64()
            .unwrap_or_default()
            .try_into()
            .unwrap(),
    )
}

fn said(kind: &str, whose: &str, minutes: u32) -> (String, String, u32) {
    (kind.to_owned(), whose.to_owned(), minutes)
}

#[test]
fn a8_the_most_helpful_of_several_diagnoses_comes_first() {
    let open = EntryTime::Open;
    let ahead = EntryTime::Ahead(now() + Duration::seconds(90));
    let over = EntryTime::Over(now() - Duration::minutes(30));
    let off = |known: KnownCode| KnownCode {
        is_off: true,
        ..known
    };
    let own = || code("ada", "door", "492817", open);
    let near = || code("eve", "door", "492811", open);
    let other = || code("bob", "other", "492817", open);
    let early = || code("cyd", "door", "492817", ahead);
    let late = || off(code("dan", "door", "492817", over));
    let old = || off(code("old", "door", "492817", EntryTime::Never));
    let typed = |here: &[KnownCode], elsewhere: &[KnownCode]| found("492817", here, elsewhere);
    let others = [other()];
    assert_eq!(
        typed(&[old(), late(), early(), near(), own()], &others),
        said("right_code", "ada", 0)
    );
    assert_eq!(
        typed(&[old(), late(), early(), near()], &others),
        said("wrong_door", "bob", 0)
    );
    assert_eq!(
        typed(&[old(), late(), early(), near()], &[]),
        said("too_early", "cyd", 2)
    );
    assert_eq!(
        typed(&[old(), late(), near()], &[]),
        said("too_late", "dan", 30)
    );
    assert_eq!(typed(&[old(), near()], &[]), said("slip", "eve", 0));
    assert_eq!(typed(&[old()], &[]), said("retired", "old", 0));
    assert_eq!(typed(&[], &[]), said("unknown", "", 0));
    // At the edges: the instant of the end is late by a minute, and a day is too long.
    let ended = |seconds| EntryTime::Over(now() - Duration::seconds(seconds));
    assert_eq!(
        typed(&[code("ada", "door", "492817", ended(0))], &[]),
        said("too_late", "ada", 1)
    );
    let day = 24 * 60 * 60;
    assert_eq!(
        typed(&[code("ada", "door", "492817", ended(day - 1))], &[]),
        said("too_late", "ada", 1440)
    );
    assert_eq!(
        typed(&[code("ada", "door", "492817", ended(day))], &[]),
        said("retired", "ada", 0)
    );
    // A slip counts from what would have opened, at this door.
    assert_eq!(
        found("492818", &[off(own()), early(), late()], &others),
        said("unknown", "", 0)
    );
    // One PIN of several people at other doors: the answer is the same in any order.
    let many = [
        other(),
        code("amy", "cellar", "492817", open),
        code("zoe", "attic", "492817", ahead),
    ];
    let turned: Vec<KnownCode> = many.iter().rev().cloned().collect();
    assert_eq!(typed(&[], &many), said("wrong_door", "amy", 0));
    assert_eq!(typed(&[], &turned), said("wrong_door", "amy", 0));
}

#[test]
fn a8_keys_that_stand_for_two_digits_are_one_key() {
    let rules: CodeRules =
        latchstring::decode(r#"{ "pairedKeys": ["12", "34", "56", "78", "90"] }"#).unwrap();
    let here = [code("ada", "door", "135790", EntryTime::Open)];
    let kind = |typed: &str| {
        diagnose(&TypedEntry {
            pin: pin(typed),
            at: now(),
            rules: &rules,
            here: &here,
            elsewhere: &[],
        })
    };
    assert!(matches!(kind("246809"), EntryDiagnosis::RightCode { .. }));
    assert!(matches!(kind("446809"), EntryDiagnosis::Slip { .. }));
    assert_eq!(kind("446808"), EntryDiagnosis::Unknown);
}

/// How many keys wrong, missed or too many, or swapped with their neighbours, lie between two
/// texts.
fn apart(one: &[u8], other: &[u8]) -> usize {
    let (rows, columns) = (one.len() + 1, other.len() + 1);
    let mut far = vec![vec![0; columns]; rows];
    for row in 0..rows {
        for column in 0..columns {
            far[row][column] = if row == 0 || column == 0 {
                row + column
            } else {
                let same = usize::from(one[row - 1] != other[column - 1]);
                let mut least = (far[row - 1][column] + 1)
                    .min(far[row][column - 1] + 1)
                    .min(far[row - 1][column - 1] + same);
                if row > 1
                    && column > 1
                    && one[row - 1] == other[column - 2]
                    && one[row - 2] == other[column - 1]
                {
                    least = least.min(far[row - 2][column - 2] + 1);
                }
                least
            };
        }
    }
    far[rows - 1][columns - 1]
}

#[test]
fn oracle_p10_a8_a_slip_is_what_lies_one_step_away() {
    let mut seeded = Seeded::new();
    let mut slips = 0;
    for _ in 0..40_000 {
        // Few different keys, so that many are near.
        let mut draw = |most: u64| {
            let length = 1 + seeded.below(most);
            let digits = (0..length).map(|_| u8::try_from(seeded.below(3)).unwrap());
            digits.collect::<Vec<u8>>()
        };
        let (meant, typed) = (draw(6), draw(7));
        let text = |digits: &[u8]| {
            digits
                .iter()
                .map(|digit| (b'0' + digit) as char)
                .collect::<String>()
        };
        let here = [code("ada", "door", &text(&meant), EntryTime::Open)];
        let (kind, ..) = found(&text(&typed), &here, &[]);
        let expected = match apart(&meant, &typed) {
            0 => "right_code",
            1 => "slip",
            _ => "unknown",
        };
        slips += usize::from(expected == "slip");
        assert_eq!(kind, expected, "{meant:?} {typed:?}");
    }
    assert!(slips > 2_000, "{slips}");
}
