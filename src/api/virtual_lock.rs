//! The functions of the virtual lock: each takes a lock as JSON and gives the lock that it is then.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::encode::encode;
use crate::code::Pin;
use crate::site::Command;
use crate::time::Instant;
use crate::virtual_lock::{
    Hand, NewVirtualLock, Occasion, Said, Typed, VirtualLock, by_hand, create, pass_time,
    read_list, read_status, run, type_pin, wakes_at,
};
use crate::{Error, decode};

/// What the cloud of a virtual lock says, and the lock that it is then.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct PlayedLock {
    /// Facts for `advance`.
    #[cfg_attr(feature = "types", ts(type = "Array<Fact>"))]
    pub facts: Vec<Said>,
    /// When the cloud does next what it put off.
    pub wake_at: Option<Instant>,
    /// The lock that it is then.
    pub lock: VirtualLock,
}

/// What became of a PIN that was typed, and the lock that it is then.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TypedPin {
    /// Whether the door is open.
    pub opens: bool,
    /// Until when the keypad takes no PIN.
    pub paused_until: Option<Instant>,
    /// Facts for `advance`: the use of the code, or the refused entry, if the lock's cloud tells of
    /// it.
    #[cfg_attr(feature = "types", ts(type = "Array<Fact>"))]
    pub facts: Vec<Said>,
    /// The lock that it is then.
    pub lock: VirtualLock,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RunInput {
    lock: VirtualLock,
    command: Command,
    now: Instant,
    entropy: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PassInput {
    lock: VirtualLock,
    now: Instant,
    entropy: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TypeInput {
    lock: VirtualLock,
    pin: Pin,
    now: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HandInput {
    lock: VirtualLock,
    hand: Hand,
    now: Instant,
}

/// Calls a function of the virtual lock. Nothing, if no such function has this name.
pub(super) fn call(name: &str, input: &str) -> Option<Result<String, Error>> {
    Some(match name {
        "virtualLock" => decode::<NewVirtualLock>(input)
            .and_then(|new| create(&new))
            .and_then(|lock| encode(&lock)),
        "runCommand" => decode::<RunInput>(input).and_then(|input| {
            let RunInput {
                mut lock,
                command,
                now,
                entropy,
            } = input;
            let facts = run(&mut lock, &command, occasion(now, entropy));
            played(facts, lock)
        }),
        "passTime" => decode::<PassInput>(input).and_then(|input| {
            let PassInput {
                mut lock,
                now,
                entropy,
            } = input;
            let facts = pass_time(&mut lock, occasion(now, entropy));
            played(facts, lock)
        }),
        "readList" => decode::<PassInput>(input).and_then(|input| {
            let PassInput {
                mut lock,
                now,
                entropy,
            } = input;
            let listed = read_list(&mut lock, occasion(now, entropy));
            played(listed.into_iter().collect(), lock)
        }),
        "readStatus" => decode::<PassInput>(input).and_then(|input| {
            let PassInput {
                mut lock,
                now,
                entropy,
            } = input;
            let said = read_status(&mut lock, occasion(now, entropy));
            played(vec![said], lock)
        }),
        "typePin" => decode::<TypeInput>(input).and_then(|input| {
            let mut lock = input.lock;
            let Typed {
                opens,
                paused_until,
                facts,
            } = type_pin(&mut lock, input.pin, Occasion::at(input.now));
            encode(&TypedPin {
                opens,
                paused_until,
                facts,
                lock,
            })
        }),
        "byHand" => decode::<HandInput>(input).and_then(|input| {
            let mut lock = input.lock;
            by_hand(&mut lock, &input.hand, Occasion::at(input.now))
                .map_err(|error| error.at("hand"))?;
            encode(&lock)
        }),
        _ => return None,
    })
}

fn occasion(now: Instant, entropy: Option<u32>) -> Occasion {
    Occasion {
        now,
        entropy: entropy.unwrap_or_default(),
    }
}

fn played(facts: Vec<Said>, lock: VirtualLock) -> Result<String, Error> {
    let wake_at = wakes_at(&lock);
    encode(&PlayedLock {
        facts,
        wake_at,
        lock,
    })
}
