//! Seasons that are known to fail. Each shows a fault of the engine that is still to be mended; the
//! others must hold. A season that holds again has to leave the list.

use crate::run::number_from;

/// The seed of the seasons.
const SEED: u64 = 20_261_125;

/// Each season, and the fault that it shows.
const KNOWN: &[(u64, &str)] = &[];

/// The same, of runs in which every fifth season is wide (`SIM_WIDE`).
const KNOWN_WIDE: &[(u64, &str)] = &[
    (
        84,
        "I1: a guest is told that their code works ten seconds before the judge asks for a backup",
    ),
    (
        939,
        "I6: a cloud confirmed a spare that it did not put there, and nobody reads a spare before the \
         checks of a stay",
    ),
];

/// Whether every fifth season is a wide one.
pub fn is_wide() -> bool {
    std::env::var_os("SIM_WIDE").is_some()
}

/// The failures of seasons that nobody knew of, and the known seasons, of those played, that hold.
pub fn news(failed: &[String], played: u64) -> Vec<String> {
    let here: &[(u64, &str)] = match number_from("SEED") {
        Some(SEED) if is_wide() => KNOWN_WIDE,
        Some(SEED) => KNOWN,
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
