//! Virtual locks, and what they are told and say.

use latchstring::decode;
use latchstring::site::{Command, Fact};
use latchstring::virtual_lock::{
    NewVirtualLock, Occasion, Said, VirtualLock, create, read_list, type_pin,
};
use serde_json::{Value, json};

pub const NOON: &str = "2026-05-01T12:00:00Z";

pub fn at(text: &str) -> Occasion {
    Occasion::at(text.parse().unwrap())
}

/// A lock that stores windows, of a house in Paris, with what is odd about it.
pub fn lock(odd: Value) -> VirtualLock {
    let mut new = json!({ "lock": { "id": "front", "name": "Front door", "nativeSchedule": true,
                                    "timeZone": "Europe/Paris" } });
    for (key, value) in odd.as_object().unwrap() {
        new[key] = value.clone();
    }
    create(&decode::<NewVirtualLock>(&new.to_string()).unwrap()).unwrap()
}

pub fn command(kind: &str, more: Value) -> Command {
    let mut command = json!({ "id": format!("{kind}-1"), "lockId": "front", "kind": kind,
                              "deadline": "2026-05-01T12:01:00Z" });
    for (key, value) in more.as_object().unwrap() {
        command[key] = value.clone();
    }
    decode(&command.to_string()).unwrap()
}

/// A code of 15 May, 15:00 to 11:00 on the next day, in Paris.
pub fn program(pin: &str) -> Command {
    command(
        "program_code",
        json!({ "codeId": format!("code-{pin}"), "pin": pin, "name": "Guest",
                "window": { "startsAt": "2026-05-15T13:00:00Z", "endsAt": "2026-05-16T09:00:00Z" } }),
    )
}

pub fn remove(external_id: &str) -> Command {
    command("remove_code", json!({ "externalId": external_id }))
}

pub fn read() -> Command {
    command("read_lock", json!({}))
}

/// What was said, as JSON without ids. The engine takes each as a fact.
pub fn facts(said: &[Said]) -> Vec<Value> {
    said.iter()
        .map(|said| {
            let mut fact = serde_json::to_value(said).unwrap();
            decode::<Fact>(&fact.to_string()).unwrap();
            fact.as_object_mut().unwrap().remove("id").unwrap();
            fact
        })
        .collect()
}

pub fn result(said: &[Said]) -> (String, Option<String>) {
    let Some(Said::CommandResult(result)) = said.last() else {
        panic!("a result: {said:?}");
    };
    let word = |value: Value| value.as_str().unwrap().to_owned();
    (
        word(serde_json::to_value(result.outcome).unwrap()),
        result
            .failure
            .map(|failure| word(serde_json::to_value(failure).unwrap())),
    )
}

pub fn confirmed() -> (String, Option<String>) {
    ("confirmed".to_owned(), None)
}

pub fn accepted() -> (String, Option<String>) {
    ("accepted".to_owned(), None)
}

pub fn failed(why: &str) -> (String, Option<String>) {
    ("failed".to_owned(), Some(why.to_owned()))
}

pub fn listed(lock: &mut VirtualLock, when: &str) -> Vec<Value> {
    let said = read_list(lock, at(when)).unwrap();
    serde_json::to_value(said).unwrap()["codes"]
        .as_array()
        .unwrap()
        .clone()
}

pub fn opens(lock: &mut VirtualLock, pin: &str, when: &str) -> bool {
    type_pin(lock, pin.parse().unwrap(), at(when)).opens
}
