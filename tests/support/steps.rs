//! Reads the steps that a site gives, as JSON.

use serde_json::Value;

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

pub fn list<'a>(step: &'a Value, key: &str) -> &'a Vec<Value> {
    step[key].as_array().unwrap()
}

/// One text of each row of a list.
fn texts(step: &Value, key: &str, of: &str) -> Vec<String> {
    list(step, key).iter().map(|row| text(&row[of])).collect()
}

/// Whether a step did nothing at all (D3).
pub fn is_empty(step: &Value) -> bool {
    ["commands", "notices", "audit", "changes", "rejected"]
        .iter()
        .all(|key| list(step, key).is_empty())
}

/// The kinds of a step's audit rows.
pub fn audited(step: &Value) -> Vec<String> {
    texts(step, "audit", "kind")
}

/// The keys of a step's notices.
pub fn noticed(step: &Value) -> Vec<String> {
    texts(step, "notices", "key")
}

/// The kinds of a step's commands.
pub fn commanded(step: &Value) -> Vec<String> {
    texts(step, "commands", "kind")
}

/// The one command of a step.
pub fn only_command(step: &Value) -> Value {
    assert_eq!(list(step, "commands").len(), 1, "{step}");
    step["commands"][0].clone()
}

/// The instants of a command's window, without the wall times.
pub fn window_of(command: &Value) -> Value {
    let mut window = command["window"].clone();
    let fields = window.as_object_mut().unwrap();
    fields.retain(|key, _| key == "startsAt" || key == "endsAt");
    window
}

pub fn assert_no_command(step: &Value) {
    assert_eq!(list(step, "commands"), &Vec::<Value>::new());
}

/// The message of the one fact that a step did not take.
pub fn refusal(step: &Value) -> String {
    let rejected = list(step, "rejected");
    assert_eq!(rejected.len(), 1, "{rejected:?}");
    let because = &rejected[0]["because"];
    format!("{}: {}", text(&because["path"]), text(&because["message"]))
}
