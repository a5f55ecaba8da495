//! Seasons that are known to fail. Each shows a fault of the engine that is still to be mended; the
//! others must hold. A season that holds again has to leave the list, which ends empty.

use crate::run::number_from;

/// The seed of the seasons.
const SEED: u64 = 20_261_125;

/// In a running stay, a ghost of its guest's own PIN is removed before the PIN is written again.
const GHOST: &str = "I9, T9: a removal by PIN takes away what lets a guest in, for a moment";
/// A list hides a code twice, and the lock refuses its PIN twice.
const LEFT: &str = "T9: a PIN of ours is given up as somebody else's, and stays on the lock";
const POOL: &str = "I6: a backup that the lock has lost is not put back";
const VANISHED: &str = "A2: a code that vanished is not put back for half an hour";
const REMOVALS: &str = "C6: removals wait for hours after a silent lock's word that it answers";

/// Each season, and the fault that it shows.
const KNOWN: [(u64, &str); 12] = [
    (176, GHOST),
    (340, LEFT),
    (492, GHOST),
    (535, GHOST),
    (816, POOL),
    (900, GHOST),
    (962, GHOST),
    (990, GHOST),
    (1003, GHOST),
    (1256, VANISHED),
    (1400, GHOST),
    (1655, REMOVALS),
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
