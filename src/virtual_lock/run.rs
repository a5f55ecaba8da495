//! A command runs: now, later, or never.

use super::chance::{follows, shows};
use super::character::{Habit, Occasion, Quirk};
use super::done::done;
use super::said::{Refusal, Said};
use super::state::{Job, JobKind, MAX_JOBS, VirtualLock};
use crate::model::CommandKind;
use crate::site::{Command, Outcome};
use crate::time::{Duration, Instant};

/// After how long a cloud does what it accepted first.
const LATER: Duration = Duration::seconds(30);
/// How long a slow cloud takes over one command.
const SLOWLY: Duration = Duration::seconds(40);

/// Runs a command: the facts that the lock's cloud sends now. What it puts off comes from
/// [`pass_time`].
///
/// ```
/// use latchstring::virtual_lock::{NewVirtualLock, Occasion, create, run};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door" } }"#)?;
/// let mut lock = create(&new)?;
/// let command = latchstring::decode(r#"{ "id": "c1", "lockId": "front", "kind": "program_code",
///     "codeId": "k1", "pin": "492817", "deadline": "2026-05-01T12:01:00Z" }"#)?;
/// let facts = run(&mut lock, &command, Occasion::at("2026-05-01T12:00:00Z".parse()?));
/// assert_eq!((facts.len(), lock.codes.len()), (1, 1));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn run(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Vec<Said> {
    let mut facts = pass_time(lock, at);
    let answer = if command.lock_id == lock.id {
        answer(lock, command, at)
    } else {
        vec![failed(lock, command, Refusal::Unauthorized, at)]
    };
    facts.extend(heard(lock, answer, at));
    facts
}

/// What the cloud has put off until now: it does this, and says so. Nothing happens to a lock that
/// does not answer, until it answers again; but a lock forgets codes by itself.
///
/// ```
/// use latchstring::virtual_lock::{NewVirtualLock, Occasion, create, pass_time, run, wakes_at};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door" },
///     "habits": ["accepts_first"] }"#)?;
/// let mut lock = create(&new)?;
/// let command = latchstring::decode(r#"{ "id": "c1", "lockId": "front", "kind": "program_code",
///     "codeId": "k1", "pin": "492817", "deadline": "2026-05-01T12:01:00Z" }"#)?;
/// run(&mut lock, &command, Occasion::at("2026-05-01T12:00:00Z".parse()?));
/// let later = wakes_at(&lock).unwrap();
/// assert_eq!(pass_time(&mut lock, Occasion::at(later)).len(), 1);
/// assert_eq!(lock.codes.len(), 1);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn pass_time(lock: &mut VirtualLock, at: Occasion) -> Vec<Said> {
    let mut facts = Vec::new();
    let mut left = Vec::new();
    let mut jobs = std::mem::take(&mut lock.jobs);
    jobs.sort_by_key(|job| job.due);
    for job in jobs {
        let is_ready = job.kind == JobKind::Forget || lock.answers();
        if job.due > at.now || !is_ready {
            left.push(job);
            continue;
        }
        let said = finish(lock, &job, at);
        facts.extend(heard(lock, said, at));
    }
    // Doing one may have put off another.
    lock.jobs.splice(0..0, left);
    facts
}

/// When [`pass_time`] next has something to do; none where nothing is put off.
#[must_use]
pub fn wakes_at(lock: &VirtualLock) -> Option<Instant> {
    lock.jobs.iter().map(|job| job.due).min()
}

fn finish(lock: &mut VirtualLock, job: &Job, at: Occasion) -> Vec<Said> {
    if let (JobKind::Forget, Some(id)) = (job.kind, &job.external_id) {
        lock.forget(id);
    }
    match (job.kind, &job.command) {
        (JobKind::Do, Some(command)) => done(lock, command, at),
        (JobKind::Fail, Some(command)) => vec![failed(lock, command, Refusal::Rejected, at)],
        _ => Vec::new(),
    }
}

/// What anybody hears of it.
fn heard(lock: &mut VirtualLock, said: Vec<Said>, at: Occasion) -> Vec<Said> {
    if !said.is_empty() && shows(lock, Quirk::LosesAnswers, at) {
        return Vec::new();
    }
    said
}

fn answer(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Vec<Said> {
    // The platform makes a code without the lock (A3b).
    if command.kind == CommandKind::IssueOfflineCode {
        return done(lock, command, at);
    }
    if !lock.answers() {
        return vec![failed(lock, command, Refusal::Offline, at)];
    }
    if command.kind != CommandKind::ReadLock
        && let Some(said) = instead_of_writing(lock, command, at)
    {
        return said;
    }
    if lock.habits.contains(&Habit::SlowOverBatches) {
        let free_at = lock.jobs.iter().filter(|job| job.kind == JobKind::Do);
        let free_at = free_at.map(|job| job.due).max().unwrap_or(at.now);
        let due = free_at.max(at.now) + SLOWLY;
        return put_off(lock, command, JobKind::Do, due, at);
    }
    done(lock, command, at)
}

/// What a cloud says that does not do at once what shall be written; nothing where it does.
fn instead_of_writing(
    lock: &mut VirtualLock,
    command: &Command,
    at: Occasion,
) -> Option<Vec<Said>> {
    let later = at.now + LATER;
    if follows(lock, Habit::WritesTimeOut, at) {
        Some(vec![failed(lock, command, Refusal::Timeout, at)])
    } else if command.kind == CommandKind::ProgramCode && follows(lock, Habit::RefusesCodes, at) {
        Some(vec![failed(lock, command, Refusal::Rejected, at)])
    } else if follows(lock, Habit::ConfirmsNothing, at) {
        Some(vec![says(lock, command, Outcome::Confirmed, at)])
    } else if shows(lock, Quirk::AcceptsAndForgets, at) {
        Some(vec![says(lock, command, Outcome::Accepted, at)])
    } else if follows(lock, Habit::AcceptsThenFails, at) {
        let mut said = vec![says(lock, command, Outcome::Accepted, at)];
        said.extend(put_off(lock, command, JobKind::Fail, later, at));
        Some(said)
    } else if follows(lock, Habit::AcceptsFirst, at) {
        let mut said = vec![says(lock, command, Outcome::Accepted, at)];
        said.extend(put_off(lock, command, JobKind::Do, later, at));
        Some(said)
    } else {
        None
    }
}

/// Puts a command off; a cloud that has put off too much is busy.
fn put_off(
    lock: &mut VirtualLock,
    command: &Command,
    kind: JobKind,
    due: Instant,
    at: Occasion,
) -> Vec<Said> {
    if lock.jobs.len() >= MAX_JOBS {
        return vec![failed(lock, command, Refusal::Busy, at)];
    }
    lock.jobs.push(Job {
        due,
        kind,
        command: Some(command.clone()),
        external_id: None,
    });
    Vec::new()
}

fn failed(lock: &mut VirtualLock, command: &Command, why: Refusal, at: Occasion) -> Said {
    Said::CommandResult(lock.result(command, Outcome::Failed, Some(why), at.now))
}

fn says(lock: &mut VirtualLock, command: &Command, outcome: Outcome, at: Occasion) -> Said {
    Said::CommandResult(lock.result(command, outcome, None, at.now))
}
