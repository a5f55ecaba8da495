//! What the default templates say to guests, visitors and hosts (N1, B3, B5, W4).

use crate::messages::{everything, values};
use latchstring::Error;
use latchstring::rules::{Audience, NoticeKind, default_template, render_message};
use latchstring::time::Locale;
use serde_json::{Value, json};

const KINDS: [NoticeKind; 32] = [
    NoticeKind::AccessReady,
    NoticeKind::AccessChanged,
    NoticeKind::EntryMethod,
    NoticeKind::AccessEnded,
    NoticeKind::StayAhead,
    NoticeKind::StayOver,
    NoticeKind::TurnoversAhead,
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
    NoticeKind::EntryRefused,
    NoticeKind::GuestArrived,
    NoticeKind::UnexpectedUse,
    NoticeKind::BookingOnHold,
    NoticeKind::ListingUnknown,
    NoticeKind::LockUnknown,
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
        "/../js/generated/types.ts"
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
        let message = render_message(&template, &all, Locale::En).unwrap();
        assert!(
            message.len() > 20 && !message.contains("{?") && message.trim_end() == message,
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
        let usual = render_message(&template, &stay(None, "492817"), Locale::En).unwrap();
        let backup = render_message(&template, &stay(Some(false), "538261"), Locale::En).unwrap();
        assert_eq!(usual.replace("492817", "538261"), backup);
        assert!(!backup.to_lowercase().contains("backup"), "{backup}");
        let disclosed = render_message(&template, &stay(Some(true), "538261"), Locale::En).unwrap();
        assert_eq!(disclosed.lines().count(), backup.lines().count() + 1);
        assert!(
            disclosed.contains("Flat: this is a backup code."),
            "{disclosed}"
        );
    }
}

/// W4: a guest reads check-in and check-out; nothing in a template could show the grace.
#[test]
fn w4_v2_guests_read_check_in_and_check_out_and_visitors_their_times() {
    for (kind, to, template) in templates() {
        let tells_a_code = template.contains("doorsAndCodes}");
        assert_eq!(
            tells_a_code,
            to != Audience::Host
                && matches!(kind, NoticeKind::AccessReady | NoticeKind::AccessChanged)
        );
        if tells_a_code {
            let times: &[&str] = if to == Audience::Guest {
                &["{checkIn}", "{checkOut}"]
            } else {
                &["{?weekly}", "{?nextStartsAt}", "{?nextEndsAt}"]
            };
            assert!(
                times.iter().all(|time| template.contains(time)),
                "{template}"
            );
        }
    }
}

/// B5: removal by hand names lock and code. G: a failure names guest, door, why, and what is done.
#[test]
fn n1_b5_hosts_read_what_they_need_to_act() -> Result<(), Error> {
    let render = |kind, values: Value| {
        let template = default_template(kind, Some(Audience::Host))?;
        render_message(&template, &crate::messages::values(&values), Locale::En)
    };
    let mut by_hand = json!({ "cause": "cancelled", "guestName": "Rob Lee", "listingName": "Beach House",
        "checkIn": "2026-06-01T15:00:00+02:00", "checkOut": "2026-06-06T11:00:00+02:00", "lockName": "Beach door",
        "identifier": "Guest k1-1", "opensUntil": "2026-06-06T11:30:00+02:00" });
    let whose =
        "Rob Lee (Beach House, Mon 1 Jun, 15:00 – Sat 6 Jun, 11:00): the booking was cancelled.\n";
    let unconfirmed = format!(
        "Code \"Guest k1-1\" may still be on Beach door: the lock has not confirmed that it is gone. \
         Please look in the lock's app.\n{whose}If it is there, it opens until Sat 6 Jun, 11:30."
    );
    assert_eq!(
        render(NoticeKind::RemovalByHand, by_hand.clone())?,
        unconfirmed
    );
    by_hand["because"] = json!({ "kind": "lock", "finding": "does_not_answer" });
    let silent = format!(
        "Please delete code \"Guest k1-1\" from Beach door by hand, in the lock's app: the lock does not \
         answer.\n{whose}It opens until Sat 6 Jun, 11:30."
    );
    assert_eq!(render(NoticeKind::RemovalByHand, by_hand)?, silent);
    let failed = json!({ "cause": "code_refused", "holder": "reservation", "guestName": "Ada", "listingName": "Casa",
        "checkIn": "2026-05-01T15:00:00+02:00", "checkOut": "2026-05-03T11:00:00+02:00", "lockName": "Flat",
        "because": { "kind": "command", "command": "program_code", "failure": "rejected" },
        "access": { "route": "backup_code", "because": [{ "kind": "code_refused" }], "passedOver": [] } });
    assert_eq!(
        render(NoticeKind::CodeFailed, failed)?,
        "Ada (Casa, Fri 1 May, 15:00 – Sun 3 May, 11:00): the code for Flat is not as it should be.\n\
         The lock's platform refuses the code: please check its account and settings, and have it \
         tried again (retry).\n\
         Detail: the lock did not take a new code\n\
         Now: The guest gets a backup code: the lock's platform refused the guest's code."
    );
    Ok(())
}
