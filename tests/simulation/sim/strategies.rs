//! Four ways to run a house, over the same trips and troubles.

use std::collections::BTreeSet;

use latchstring::model::CommandKind;
use latchstring::site::Step;
use serde_json::{Value, json};

use crate::host::Host;

/// How codes come on locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strategy {
    /// Each code is sent to the lock once; nothing is asked, nothing is tried again, there are no
    /// backups.
    Hope,
    /// Backup codes for locks that are offline, as in source A: no checks before check-in, no
    /// emergency code.
    Pool,
    /// Checks 15, 10 and 5 minutes before check-in and one emergency code, as in source G: no pool.
    Checks,
    /// Everything.
    Whole,
}

/// What waits on each lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spares {
    pub pool_size: u64,
    pub emergency: bool,
}

impl Spares {
    /// What a host has who says nothing.
    pub const USUAL: Self = Self {
        pool_size: 2,
        emergency: true,
    };
}

impl Strategy {
    pub const ALL: [Self; 4] = [Self::Hope, Self::Pool, Self::Checks, Self::Whole];

    pub fn name(self) -> &'static str {
        match self {
            Self::Hope => "program and hope",
            Self::Pool => "the pool alone",
            Self::Checks => "T-15/10/5 and an emergency code",
            Self::Whole => "Latchstring",
        }
    }

    pub fn is_whole(self) -> bool {
        self == Self::Whole
    }

    /// What of it a policy can say; the whole has the spares that are given.
    pub fn policy(self, spares: Spares) -> Value {
        let usual = Spares::USUAL.pool_size;
        let (pool_size, emergency, checks) = match self {
            Self::Hope => (0, false, false),
            Self::Pool => (usual, false, false),
            Self::Checks => (0, true, true),
            Self::Whole => (spares.pool_size, spares.emergency, true),
        };
        let mut policy = json!({ "backups": { "poolSize": pool_size }, "emergency": { "enabled": emergency },
                                 "validation": { "enabled": checks } });
        if self == Self::Hope {
            // What is not sent again need not be decided again.
            policy["commands"] = json!({ "tries": 1, "perMinutes": 60 });
        }
        policy
    }
}

/// What was sent once, for those who never try again.
#[derive(Default)]
pub struct Sent(BTreeSet<String>);

impl Sent {
    /// Takes out of a step what somebody who hopes would not do: to ask a lock, and to send the
    /// same again.
    pub fn hope(&mut self, step: &mut Step, host: &Host) {
        step.commands.retain(|command| {
            let code = command.code_id.as_ref();
            let wanted = code.and_then(|id| host.rows.access_codes.get(&**id)?.wanted);
            let what = format!("{:?} {code:?} {wanted:?}", command.kind);
            command.kind != CommandKind::ReadLock && self.0.insert(what)
        });
    }
}
