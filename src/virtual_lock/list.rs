//! Which codes the cloud of a lock lists, and how it says the lock is.

use super::chance::follows;
use super::character::{Habit, Occasion, Quirk};
use super::said::{Listed, Said, SaidReport};
use super::state::{HeldCode, JobKind, VirtualLock};
use crate::model::{CommandKind, LockState, Reachability};
use crate::time::Duration;

/// How far a cloud dates its lists back.
const BACK: Duration = Duration::minutes(5);

/// The codes that the cloud lists now; nothing where the lock is silent or can't be read.
///
/// ```
/// use latchstring::virtual_lock::{NewVirtualLock, Occasion, create, read_list};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door" } }"#)?;
/// let mut lock = create(&new)?;
/// let now = Occasion::at("2026-05-01T12:00:00Z".parse()?);
/// assert!(read_list(&mut lock, now).is_some());
/// lock.reachable = false;
/// assert!(read_list(&mut lock, now).is_none());
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn read_list(lock: &mut VirtualLock, at: Occasion) -> Option<Said> {
    let can_be_read = lock.answers() && lock.can_read_back;
    can_be_read.then(|| Said::LockReport(list(lock, at)))
}

/// The list of a lock that answers.
pub(super) fn list(lock: &mut VirtualLock, at: Occasion) -> SaidReport {
    let is_masked = lock.quirks.contains(&Quirk::MaskedPins);
    let mut codes: Vec<Listed> = lock
        .codes
        .iter()
        .map(|held| listed(held, is_masked))
        .collect();
    if lock.habits.contains(&Habit::ListsEarly) {
        codes.extend(early(lock, is_masked));
    }
    // One list, and not the next one.
    if lock.counts.left_out == 0 && codes.len() > 1 && follows(lock, Habit::LeavesOneOut, at) {
        lock.counts.left_out = 1;
        codes.pop();
    }
    let back = if lock.habits.contains(&Habit::DatesListsBack) {
        BACK
    } else {
        Duration::ZERO
    };
    let mut report = lock.report(at.now - back);
    report.codes = Some(codes);
    report
}

fn listed(held: &HeldCode, is_masked: bool) -> Listed {
    Listed {
        external_id: Some(held.external_id.clone()),
        pin: if is_masked {
            "****".to_owned()
        } else {
            held.pin.reveal()
        },
        slot: held.slot,
        name: held.name.clone(),
        starts_at: held.window.starts_at,
        ends_at: held.window.ends_at,
        enabled: held.disabled.filter(|&disabled| disabled).map(|_| false),
    }
}

/// New codes that the cloud has accepted, and that are not on the lock yet.
fn early(lock: &VirtualLock, is_masked: bool) -> Vec<Listed> {
    let waiting = lock.jobs.iter().filter(|job| job.kind != JobKind::Forget);
    waiting
        .filter_map(|job| job.command.as_ref())
        .filter(|command| command.kind == CommandKind::ProgramCode)
        .filter_map(|command| {
            let pin = command.pin?;
            Some(Listed {
                external_id: None,
                pin: if is_masked {
                    "****".to_owned()
                } else {
                    pin.reveal()
                },
                slot: command.slot,
                name: command.name.as_ref().and_then(|name| name.parse().ok()),
                starts_at: command.span().and_then(|window| window.starts_at),
                ends_at: command.span().and_then(|window| window.ends_at),
                enabled: None,
            })
        })
        .collect()
}

/// How the cloud says the lock is: whether it answers, its battery and its keypad.
///
/// ```
/// use latchstring::virtual_lock::{NewVirtualLock, Occasion, Said, create, read_status};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door" } }"#)?;
/// let mut lock = create(&new)?;
/// lock.battery_percent = 20;
/// let said = read_status(&mut lock, Occasion::at("2026-05-01T12:00:00Z".parse()?));
/// let Said::LockReport(report) = said else { panic!("a report") };
/// assert_eq!(report.state.unwrap().battery_percent, Some(20));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn read_status(lock: &mut VirtualLock, at: Occasion) -> Said {
    let reachability = if lock.answers() {
        Reachability::Online
    } else {
        Reachability::Offline
    };
    let mut report = lock.report(at.now);
    report.state = Some(LockState {
        reachability,
        reported_at: None,
        battery_percent: Some(lock.battery_percent.min(100)),
        usable: Some(lock.works()),
        flaky: None,
        failures: None,
    });
    Said::LockReport(report)
}
