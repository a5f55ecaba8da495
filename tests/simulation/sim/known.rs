//! Seasons that are known to fail. Each shows a fault of the engine that is still to be mended; the
//! others must hold. A season that holds again has to leave the list.

use crate::run::number_from;

/// The seed of the seasons.
const SEED: u64 = 20_261_125;

/// Each season, and the fault that it shows.
const KNOWN: [(u64, &str); 17] = [
    (
        598,
        "I9: a removal takes away the code that lets a guest in",
    ),
    (
        752,
        "I1: a lock that answers is not given a code that came off it in the stay",
    ),
    (
        920,
        "I9: a removal takes away the code that lets a guest in",
    ),
    (1027, "C6: a lock gets 300 commands on a day"),
    (
        1068,
        "I1: a ready backup is not told on a lock without windows",
    ),
    (
        1571,
        "I1: a guest stands outside a lock that answers, since their code is removed",
    ),
    (2189, "C6: a lock gets 300 commands on each of two days"),
    (3054, "I1: a ready backup is not told when the stay begins"),
    (
        3314,
        "I1: a guest stands outside a lock whose code can't be verified",
    ),
    (
        4106,
        "D3: after a clock change a code is noted as needed before `wakeAt`",
    ),
    (
        4456,
        "D3: after a clock change a code is noted as needed before `wakeAt`",
    ),
    (
        4966,
        "I9: a removal takes away the code that lets a guest in",
    ),
    (
        6590,
        "I9: a removal takes away the code that lets a guest in",
    ),
    (
        7661,
        "D3: after a clock change a code is noted as needed before `wakeAt`",
    ),
    (8178, "D3: a removal is sent before `wakeAt`"),
    (
        8214,
        "I9: a removal takes away the code that lets a guest in",
    ),
    (
        8277,
        "I9: a removal takes away the code that lets a guest in",
    ),
];

/// The failures of seasons that nobody knew of, and the known seasons, of those played, that hold.
pub fn news(failed: &[String], played: u64) -> Vec<String> {
    let here: &[(u64, &str)] = match number_from("SEED") {
        Some(SEED) => &KNOWN,
        _ => &[],
    };
    let is_of = |line: &str, season: u64| line.starts_with(&format!("season {season}: "));
    let is_known = |line: &&String| here.iter().any(|&(season, _)| is_of(line, season));
    let unknown = failed.iter().filter(|line| !is_known(line)).cloned();
    let fails = |season: u64| failed.iter().any(|line| is_of(line, season));
    let holds = here
        .iter()
        .filter(|&&(season, _)| season < played && !fails(season))
        .map(|(season, fault)| format!("season {season} holds again: {fault}"));
    unknown.chain(holds).collect()
}
