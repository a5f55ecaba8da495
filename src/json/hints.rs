//! What to write where a value has another type than asked for. No hint shows the value: it may be
//! a PIN (P9).

use super::Node;
use super::limits::Place;

/// For a null at a key that has to be there, and in a list.
pub(super) const WRITE_A_VALUE: &str =
    "write a value here; an invalid Date and NaN turn into null, too";

/// For a null at a key that may be absent.
pub(super) const MAY_BE_LEFT_OUT: &str =
    "leave the key out, or write a value; an invalid Date and NaN turn into null, too";

/// What to write where a value has another type than asked for.
pub(super) fn what_to_write(node: &Node<'_>, expected: &str, place: Place) -> String {
    let asked = |kind: &str| expected.starts_with(kind);
    let is_number = matches!(node, Node::Unsigned(_) | Node::Signed(_) | Node::Float(_));
    let hint = match node {
        Node::Null => WRITE_A_VALUE,
        _ if is_number && asked("an instant") => {
            "write new Date(milliseconds), or text such as 2026-05-01T15:00:00Z"
        }
        Node::List(_) => "give one of them, not a list",
        Node::Text(text) if asked("an array") && !is_json(text, '[') => "write the list: [\"…\"]",
        Node::Text(text) if asked("an object") && !is_json(text, '{') => {
            "write an object: { … }, not a text"
        }
        Node::Text(_) if asked("an array") || asked("an object") => {
            "give the value itself, as JSON.parse(text) gives it"
        }
        _ if asked("an array") => "put it into a list: [value]",
        _ if asked("an object") && place.key == "site" => "give the site, as createSite made it",
        _ if asked("an object") => "write an object: { … }",
        _ if asked("an integer") => return whole_number(node, place),
        Node::Text(_) if asked("a boolean") => "write true or false without quotes",
        _ if asked("a boolean") => "write true or false",
        Node::Object(_) if place.key == "key" => "write the key as text",
        _ if is_number && place.key == "key" => {
            "write the key as text: 32 random bytes as hexadecimal digits"
        }
        _ => return as_text(node, expected),
    };
    hint.to_owned()
}

/// What is a text is shown as one where what is expected says an example.
fn as_text(node: &Node<'_>, expected: &str) -> String {
    let example = expected.split_once(" such as ");
    match (node, example) {
        (_, Some((_, example))) => format!("write it as text, such as \"{example}\""),
        (Node::Object(_), None) => "write it as text".to_owned(),
        (_, None) => "write it as text, in quotes".to_owned(),
    }
}

fn whole_number(node: &Node<'_>, place: Place) -> String {
    let limits = place.limits();
    match node {
        Node::Text(text) if is_digits(text) => {
            return "write it as a number, as Number(text) gives it".to_owned();
        }
        Node::Text(text)
            if limits.is_none() && place.key == "revision" && begins_with_a_day(text) =>
        {
            return "write the time in seconds: Math.floor(Date.parse(text) / 1000)".to_owned();
        }
        Node::Float(_) if place.key.ends_with("ercent") => {
            return "round it; percent are whole: 0.64 of a battery is 64".to_owned();
        }
        _ => {}
    }
    // A long number may be a PIN in the wrong place.
    let rounded = match node {
        Node::Float(value) => format!("{value:.0}").parse().ok(),
        _ => None,
    };
    let near = rounded.filter(|near| *near <= 999_u64).unwrap_or(2);
    let near = limits.map_or(near, |limits| near.clamp(*limits.start(), *limits.end()));
    let units = ["minutes", "hours", "days", "seconds", "percent"];
    let key = place.key.to_ascii_lowercase();
    let of = units.into_iter().find(|unit| key.ends_with(unit));
    let of = of.map_or(String::new(), |unit| format!(" of {unit}"));
    format!("write a whole number{of}, such as {near}")
}

/// Whether a text is JSON of a list or an object, by its first letter.
fn is_json(text: &str, first: char) -> bool {
    text.trim_start().starts_with(first)
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn is_digits(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text begins as `2026-05-01` does.
fn begins_with_a_day(text: &str) -> bool {
    let day = text.as_bytes().get(..10);
    day.is_some_and(|day| {
        let is_as_in = |(at, byte): (usize, &u8)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        day.iter().enumerate().all(is_as_in)
    })
}
