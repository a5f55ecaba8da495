//! What is left to choose from: beside other PINs (P7), two slips away from the live ones (P10),
//! and without the oldest retired ones where nothing else is left.

use super::bits::EntropyBits;
use super::joint::JointRules;
use super::slips::Live;
use super::space::Space;
use super::{CodeRules, Pin};
use crate::{Error, ErrorCode};

/// The length of a PIN that all these locks take: the wanted one where they do, else the longest
/// common one; `None` where they have no length in common and each needs a PIN of its own (P1).
///
/// ```
/// use latchstring::code::{CodeRules, common_length};
/// let lock = |lengths: &[u8]| CodeRules { lengths: Some(lengths.to_vec()), ..CodeRules::default() };
/// assert_eq!(common_length(&[lock(&[4, 5, 6]), lock(&[6])], 6), Some(6));
/// assert_eq!(common_length(&[lock(&[4, 5]), lock(&[4, 5, 6])], 6), Some(5));
/// assert_eq!(common_length(&[lock(&[4]), lock(&[6])], 6), None);
/// ```
#[must_use]
pub fn common_length(rules: &[CodeRules], wanted: u8) -> Option<u8> {
    JointRules::of(rules).ok()?.length(wanted)
}

/// How many PINs of a length these locks accept that are not easy to guess and that no other PIN
/// blocks: exact, whatever the length (P6, P7).
///
/// # Errors
/// `out_of_range` for keys that are paired in more than two ways.
///
/// ```
/// use latchstring::code::remaining;
/// assert_eq!(remaining(&[], 4, &[], &[])?, 9_116);
/// assert_eq!(remaining(&[], 4, &["4917".parse()?], &[])?, 9_115);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn remaining(
    rules: &[CodeRules],
    length: u8,
    in_use: &[Pin],
    retired: &[Pin],
) -> Result<u64, Error> {
    let rules = JointRules::of(rules)?.beside(in_use);
    if rules.platform_chooses() || !rules.takes_length(length.into()) {
        return Ok(0);
    }
    Ok(Space::new(&rules, length, in_use, retired).remaining())
}

/// How many of the [`remaining`] PINs are at least two slips away from every PIN in use: exact
/// (P10).
///
/// # Errors
/// As [`remaining`].
///
/// ```
/// use latchstring::code::remaining_apart;
/// // Without the PIN itself, 9,115 are left. One of the 39 that are one slip away is a date.
/// assert_eq!(remaining_apart(&[], 4, &["4917".parse()?], &[])?, 9_115 - 38);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn remaining_apart(
    rules: &[CodeRules],
    length: u8,
    in_use: &[Pin],
    retired: &[Pin],
) -> Result<u64, Error> {
    let all = remaining(rules, length, in_use, retired)?;
    if all == 0 {
        return Ok(0);
    }
    let rules = JointRules::of(rules)?.beside(in_use);
    let live = Live::new(&rules, length, in_use);
    let (_, taken) = Space::new(&rules, length, in_use, retired).without(live.neighbours(1));
    Ok(all.saturating_sub(taken))
}

/// The PINs of one length that may be chosen.
pub(super) struct Left {
    pub(super) space: Space,
    /// How many PINs the space holds.
    remaining: u64,
    /// The live PINs that the chosen one shall be two slips away from. Absent: the rule gives way.
    live: Option<Live>,
}

impl Left {
    /// # Errors
    /// `code_space_exhausted`.
    pub(super) fn of(
        rules: &JointRules,
        length: u8,
        in_use: &[Pin],
        retired: &[Pin],
        typo_aware: bool,
    ) -> Result<Self, Error> {
        let without = |freed: usize| {
            let retired = retired.get(freed..).unwrap_or_default();
            let space = Space::new(rules, length, in_use, retired);
            let remaining = space.remaining();
            Self {
                space,
                remaining,
                live: None,
            }
        };
        let full = without(0);
        if full.remaining > 0 {
            let live = typo_aware.then(|| Live::new(rules, length, in_use));
            let live = live.filter(|live| leaves_half(&full.space, full.remaining, live));
            return Ok(Self { live, ..full });
        }
        let empty = without(retired.len());
        if empty.remaining == 0 {
            return Err(exhausted(length, &empty.space));
        }
        // Freeing more leaves no fewer: the least number that leaves any is found by halving.
        let (mut too_few, mut enough) = (0, retired.len());
        let mut found = empty;
        while enough.saturating_sub(too_few) > 1 {
            let middle = too_few.midpoint(enough);
            let tried = without(middle);
            if tried.remaining > 0 {
                (enough, found) = (middle, tried);
            } else {
                too_few = middle;
            }
        }
        Ok(found)
    }

    /// Whether a PIN may be one slip away from a live one (P10).
    pub(super) fn gives_way(&self) -> bool {
        self.live.is_none()
    }

    /// Whether a PIN of that length is left.
    pub(super) fn holds(&self, digits: &[u8]) -> bool {
        self.space.holds(digits) && !self.live.as_ref().is_some_and(|live| live.is_near(digits))
    }

    /// What is left, and how many, by a count.
    pub(super) fn counted(&self) -> (Space, u64) {
        let Some(live) = &self.live else {
            return (self.space.clone(), self.remaining);
        };
        let (space, taken) = self.space.without(live.neighbours(1));
        (space, self.remaining.saturating_sub(taken))
    }

    /// The size of what is left.
    pub(super) fn entropy_bits(&self) -> EntropyBits {
        let most = EntropyBits::of(self.remaining);
        let at_most = self.live.as_ref().map_or(0, Live::at_most);
        let least = EntropyBits::of(self.remaining.saturating_sub(at_most));
        if least == most {
            return most;
        }
        EntropyBits::of(self.counted().1)
    }
}

/// Whether at least half of what is left is two slips away from every live PIN (P10).
fn leaves_half(space: &Space, remaining: u64, live: &Live) -> bool {
    let is_too_many = |taken: u64| taken.saturating_mul(2) > remaining;
    if !is_too_many(live.at_most()) {
        return true;
    }
    // A part of many live PINs mostly shows that too little is left.
    let part = live
        .at_most()
        .div_euclid(remaining.saturating_mul(2).max(1));
    let mut step = usize::try_from(part).unwrap_or(usize::MAX).max(1);
    loop {
        if is_too_many(space.without(live.neighbours(step)).1) {
            return false;
        }
        if step == 1 {
            return true;
        }
        step = step.div_euclid(8).max(1);
    }
}

fn exhausted(length: u8, space: &Space) -> Error {
    let all = 10_u64.saturating_pow(length.into());
    match space.accepted() {
        0 => Error::new(
            ErrorCode::CodeSpaceExhausted,
            format!(
                "no PIN of {length} digits is left: the locks' rules and the refusal of weak ones leave none of {all}"
            ),
            "relax the rules, or choose another length",
        ),
        accepted => Error::new(
            ErrorCode::CodeSpaceExhausted,
            format!(
                "no PIN of {length} digits is left: the locks' rules and the refusal of weak ones leave {accepted} of \
                 {all}, and each of these is in use, reserved, or too like one that is"
            ),
            "remove codes from the locks, or choose another length",
        ),
    }
}
