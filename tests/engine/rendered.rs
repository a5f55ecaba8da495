//! Every notice of every whole trip becomes a text that a reader can act on (N1, N2).

use std::collections::BTreeMap;
use std::fs;

use latchstring::rules::{Audience, NoticeKind, default_template, render_message};
use latchstring::time::Locale;
use serde_json::Value;

use crate::support::shapes::{causes, with_causes, wrong_command, wrong_notice};

/// What the steps of all whole trips give under a key, with the name of their trip.
fn steps(key: &str) -> Vec<(String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/whole-trips");
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let trips: Vec<Value> = serde_json::from_str(&text).unwrap();
        for trip in trips {
            for step in trip["steps"].as_array().unwrap() {
                let given = step["gives"][key].as_array().unwrap();
                let name = format!("{} at {}", trip["name"], step["now"]);
                found.extend(given.iter().map(|one| (name.clone(), one.clone())));
            }
        }
    }
    found
}

/// What the reader of a notice reads where the host has written nothing of their own.
pub fn text_of(notice: &Value) -> Result<String, latchstring::Error> {
    let kind: NoticeKind = latchstring::decode(&notice["kind"].to_string())?;
    let to: Audience = latchstring::decode(&notice["to"].to_string())?;
    let values = latchstring::decode(&notice["values"].to_string())?;
    render_message(&default_template(kind, Some(to))?, &values, Locale::En)
}

/// What whole trips give that does not fit its kind's shape.
#[test]
fn n1_d4_each_notice_and_command_of_every_whole_trip_has_the_fields_of_its_kind() {
    let mut wrong = Vec::new();
    for (trip, notice) in steps("notices") {
        let found = wrong_notice(&notice);
        wrong.extend(found.map(|found| format!("{trip}: {found}: {notice}")));
    }
    for (trip, command) in steps("commands") {
        let found = wrong_command(&command);
        wrong.extend(found.map(|found| format!("{trip}: {found}: {command}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn n1_every_notice_of_every_whole_trip_becomes_a_text() {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut lies = Vec::new();
    for (trip, notice) in steps("notices") {
        let text = text_of(&notice).unwrap_or_else(|error| panic!("{trip}: {error}: {notice}"));
        assert!(text.len() > 20 && !text.contains("{"), "{trip}: {text}");
        assert!(!text.contains("\n\n\n"), "{trip}: {text:?}");
        assert!(text.lines().all(|line| line.len() < 250), "{trip}: {text}");
        if let Err(lie) = check_truth(&notice, &text) {
            lies.push(format!("{trip}: {lie}: {text}"));
        }
        texts
            .entry(text)
            .or_insert_with(|| format!("{}: {trip}", notice["kind"]));
    }
    for (text, kind) in &texts {
        println!("--- {kind}\n{text}\n");
    }
    assert!(lies.is_empty(), "{}", lies.join("\n\n"));
    assert!(texts.len() > 50, "{}", texts.len());
}

/// What a text says is so.
fn check_truth(notice: &Value, text: &str) -> Result<(), &'static str> {
    let values = &notice["values"];
    let route = values["access"]["route"].as_str();
    let has_way_in = matches!(
        route,
        Some("existing_code" | "backup_code" | "emergency_code")
    );
    let occasion = values["occasion"].as_str();
    if has_way_in && matches!(occasion, Some("first" | "begun" | "said")) {
        return Err("nothing is left, beside a code that opens");
    }
    let guest = values["guestName"].as_str().unwrap_or_default();
    let is_about_guest = notice["to"] == "host" && !notice["reservationId"].is_null();
    if is_about_guest && (guest.is_empty() || !text.contains(guest)) {
        return Err("it names no guest");
    }
    let is_about_lock = notice["to"] == "host" && values["lockName"].is_string();
    if is_about_lock && !values["listingName"].is_string() {
        return Err("nobody knows at which flat the door is");
    }
    if text.matches("can't get in").count() > 1 {
        return Err("it says twice that the guest is outside");
    }
    // A guest reads each code, or that it may not open yet.
    let doors = values["doors"].as_array().into_iter().flatten();
    let mut codes = doors.clone().filter_map(|door| door["code"].as_str());
    if !codes.all(|code| text.contains(code)) {
        return Err("a code is missing");
    }
    let is_disclosed = doors.clone().any(|door| door["isBackup"] == true);
    if notice["to"] == "guest" && !is_disclosed && text.to_lowercase().contains("backup") {
        return Err("B3: a guest reads of a backup");
    }
    Ok(())
}

/// The table of the page is the one that every notice of whole trips and seasons is held against.
#[test]
fn n1_the_page_about_notices_names_the_causes_of_each_kind() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/notices.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, section) = page.split_once("## Causes").unwrap();
    let rows: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let wanted = with_causes().map(|(kind, to)| {
        let words: Vec<String> = causes(kind, to)
            .iter()
            .map(|word| format!("`{word}`"))
            .collect();
        format!("| `{kind}` | {to} | {} |", words.join(", "))
    });
    assert_eq!(rows, wanted.collect::<Vec<String>>());
}
