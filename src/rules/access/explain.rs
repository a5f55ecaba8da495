//! A decision in words that a host understands.

use super::decision::{Decision, Route};
use crate::rules::reasons::Reason;

/// One English sentence that says what is done, why, and why nothing better.
///
/// ```
/// use latchstring::rules::{Decision, explain};
/// let decision: Decision = latchstring::decode(r#"{ "route": "backup_code", "codeId": "b1",
///     "because": [{ "kind": "lock_offline" }, { "kind": "checked_in" }, { "kind": "unspent_backup" }],
///     "passedOver": [{ "route": "existing_code", "because": [{ "kind": "does_not_cover" }] }] }"#)?;
/// assert_eq!(
///     explain(&decision),
///     "The guest is told a backup code, because the lock is confirmed offline, the guest is checked in and a backup \
///      code that nobody was told is on the lock; not the code on the lock, because the guest's code does not open \
///      for all of the stay."
/// );
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn explain(decision: &Decision) -> String {
    let what = match decision.route {
        Route::ExistingCode if decision.at.is_some() => "The guest is told the code on the lock",
        Route::ExistingCode => "The guest uses the code on the lock",
        Route::Program => "The code is sent to the lock",
        Route::OfflineCode => "An offline code is to be made",
        Route::BackupCode => "The guest is told a backup code",
        Route::EmergencyCode => "The guest is told the emergency code",
        Route::EntryMethod => "The guest is told the backup entry method",
        Route::ContactHost => "The host is asked to act",
        Route::Wait => "Nothing is done yet",
    };
    let mut parts = vec![what.to_owned()];
    if let Some(at) = decision.at {
        parts.push(format!(" at {at}"));
    }
    if let Some(until) = decision.until {
        parts.push(format!(" until {until}"));
    }
    if let Some(why) = joined(&decision.because) {
        parts.push(format!(", because {why}"));
    }
    for passed in &decision.passed_over {
        let not = match passed.route {
            Route::ExistingCode => "the code on the lock",
            Route::Program => "sending one now",
            Route::OfflineCode => "an offline code",
            Route::BackupCode => "a backup code",
            Route::EmergencyCode => "the emergency code",
            Route::EntryMethod => "the backup entry method",
            Route::ContactHost => "asking the host",
            Route::Wait => "waiting",
        };
        parts.push(format!("; not {not}"));
        if let Some(why) = joined(&passed.because) {
            parts.push(format!(", because {why}"));
        }
    }
    parts.push(".".to_owned());
    parts.concat()
}

/// "a", "a and b", "a, b and c".
fn joined(reasons: &[Reason]) -> Option<String> {
    let mut said: Vec<String> = reasons.iter().map(|reason| reason.sentence()).collect();
    let last = said.pop()?;
    Some(if said.is_empty() {
        last
    } else {
        format!("{} and {last}", said.join(", "))
    })
}
