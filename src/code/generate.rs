//! How a PIN is made: preferred candidates first, then a drawn one (P1 to P8).

use serde::{Deserialize, Serialize};

use super::bits::EntropyBits;
use super::check::check_jointly;
use super::draw::Stream;
use super::joint::JointRules;
use super::masks::{MAX_PIN, bit};
use super::space::Space;
use super::{Candidate, CodeRules, Entropy, Key, Pin, Violation, ViolationKind, mask};
use crate::{Error, ErrorCode};

/// Digits of a PIN where nobody asks for another length (P1, H).
pub const DEFAULT_LENGTH: u8 = 6;

/// What a PIN is made from.
pub struct CodeRequest<'a> {
    /// Wanted length; taken where all locks support it, else the longest common one is (P1).
    pub length: u8,
    /// The rules of every lock that the PIN shall open.
    pub rules: &'a [CodeRules],
    /// PINs that are or may be on any of these locks, whoever holds them (P7).
    pub in_use: &'a [Pin],
    /// PINs that other holders were told on these locks not long ago, the oldest first (P7).
    pub retired: &'a [Pin],
    /// Candidates in the order in which they are tried (P4).
    pub preferred: &'a [Candidate],
    /// Where a PIN comes from when no candidate will do.
    pub source: PinSource<'a>,
}

/// Where the digits of a PIN come from.
pub enum PinSource<'a> {
    /// From a source of random bytes (P2).
    Random(&'a mut dyn Entropy),
    /// From a key: the same PIN for the same holder at the same site, wherever and whenever it is
    /// made (P3).
    ///
    /// For attempt 0, 1, 2 … HMAC-SHA256 gives 32 bytes over six lines of UTF-8, with a line feed
    /// between them and none at the end: `latchstring code 1`, the site, the holder, the lock, the
    /// generation, the attempt. Numbers are decimal. A line without a text is empty, and stays a
    /// line. No text holds a line feed, so that each message has one reading: no two derivations
    /// share a message.
    ///
    /// A site derives under its own id, for the holder `stay` and the id of the stay's first
    /// booking, with a space between; for a stay whose doors have no PIN in common the lock's id
    /// stands in it, and generations begin at 0. For the holders `visit`, `backup` and `emergency`
    /// the generation is a number that counts up at the site for all three, from 1, and that is
    /// used once.
    ///
    /// The half bytes of all blocks follow each other, the high half of a byte first. Of the digits
    /// that every keypad has, in ascending order, a half byte gives the one at its index, counted
    /// from 0, and none where there is no such index. Every so many digits as the PIN is long are
    /// one PIN, and the first that may be used is taken.
    ///
    /// Should none of 65,536 PINs do, the ones that are left are counted instead. The next half
    /// bytes, as many as it takes, the high ones first, give a number in as many of its low bits as
    /// the highest rank has; one that is no rank is dropped. The PIN of that rank, counted from 0
    /// in ascending order, is taken.
    Derived {
        /// The secret.
        key: &'a Key,
        /// At which site, where one key serves several; else empty. Without control characters.
        site: &'a str,
        /// Whom the PIN is for; without control characters.
        holder: &'a str,
        /// For which lock, where a holder has one PIN per lock; else empty. Without control
        /// characters.
        lock: &'a str,
        /// Raised for each new PIN of the same holder.
        generation: u32,
    },
}

/// A PIN, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct GeneratedCode {
    /// The PIN in clear.
    pub code: Pin,
    /// How it was found.
    pub source: CodeSource,
    /// The size, in bits, of the space of PINs of this length that might have been chosen (P6).
    /// Where keys are paired, a guesser needs fewer tries than that: several PINs press the same
    /// keys.
    pub entropy_bits: EntropyBits,
    /// Candidates that were passed over, in the order in which they were tried (P4, F11).
    pub refused: Vec<RefusedCandidate>,
}

/// How a PIN was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CodeSource {
    /// It was a preferred candidate (P4).
    Preferred,
    /// It was derived from a key (P3).
    Derived,
    /// It was drawn at random (P2).
    Random,
}

/// A candidate that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RefusedCandidate {
    /// The candidate, masked (P9).
    pub candidate: String,
    /// Everything that speaks against it (P5).
    pub because: Vec<Violation>,
}

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

/// Makes a PIN: the first preferred candidate that nothing speaks against, else one that is drawn
/// uniformly from all PINs of the length that these locks accept, that are not easy to guess and
/// that no other PIN blocks (P1 to P8).
///
/// When nothing is left, retired PINs are given free, the oldest first, until something is.
///
/// # Errors
/// `platform_makes_code`, `no_common_length`, `code_space_exhausted`, `no_entropy`; `invalid_value`
/// for a site, holder or lock with control characters; `out_of_range` for keys that are paired in
/// more than two ways.
///
/// ```
/// use latchstring::code::{CodeRequest, CodeSource, PinSource, generate};
/// let key = "a secret of at least 32 bytes...".parse()?;
/// let request = |preferred| CodeRequest {
///     length: 6,
///     rules: &[],
///     in_use: &[],
///     retired: &[],
///     preferred,
///     source: PinSource::Derived { key: &key, site: "casa", holder: "stay-1", lock: "", generation: 0 },
/// };
/// let preferred = ["1234".parse()?];
/// let made = generate(request(&preferred))?;
/// assert_eq!(made.source, CodeSource::Derived);
/// assert_eq!(made.refused[0].candidate, "••34");
/// assert_eq!(made.code, generate(request(&[]))?.code);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn generate(request: CodeRequest<'_>) -> Result<GeneratedCode, Error> {
    let rules = JointRules::of(request.rules)?.beside(request.in_use);
    if rules.platform_chooses() {
        return Err(Error::new(
            ErrorCode::PlatformMakesCode,
            "the platform of one of these locks makes the PIN itself",
            "ask the platform for a PIN, or leave that lock out",
        ));
    }
    let length = rules.length(request.length).ok_or_else(|| {
        Error::new(
            ErrorCode::NoCommonLength,
            "these locks have no length of PIN in common",
            "make one PIN per lock",
        )
    })?;
    let mut refused = Vec::new();
    for candidate in request.preferred {
        let because = objections(candidate, &rules, length, &request);
        let pin = candidate.reveal().parse::<Pin>().ok();
        match pin.filter(|_| because.is_empty()) {
            Some(code) => {
                let length = u8::try_from(code.digits().len()).unwrap_or(length);
                let space = Space::new(&rules, length, request.in_use, request.retired);
                return Ok(GeneratedCode {
                    code,
                    source: CodeSource::Preferred,
                    entropy_bits: EntropyBits::of(space.remaining()),
                    refused,
                });
            }
            None => refused.push(RefusedCandidate {
                candidate: mask(candidate.reveal()),
                because,
            }),
        }
    }
    let (space, remaining) = space_left(&rules, length, request.in_use, request.retired)?;
    let (source, mut stream) = match request.source {
        PinSource::Random(entropy) => (CodeSource::Random, Stream::random(entropy)),
        PinSource::Derived {
            key,
            site,
            holder,
            lock,
            generation,
        } => (
            CodeSource::Derived,
            Stream::derived(key, site, holder, lock, generation)?,
        ),
    };
    Ok(GeneratedCode {
        code: draw(&space, remaining, &mut stream)?,
        source,
        entropy_bits: EntropyBits::of(remaining),
        refused,
    })
}

fn objections(
    candidate: &Candidate,
    rules: &JointRules,
    length: u8,
    request: &CodeRequest<'_>,
) -> Vec<Violation> {
    let mut because = check_jointly(candidate.reveal(), rules, request.in_use, request.retired);
    let other_length = candidate.reveal().chars().count() != usize::from(length);
    if rules.one_length && other_length {
        because.push(ViolationKind::LengthNotSupported.into());
        because.sort();
        because.dedup();
    }
    because
}

/// What is left, and how many; without the oldest retired PINs where nothing is left beside them
/// (P7).
fn space_left(
    rules: &JointRules,
    length: u8,
    in_use: &[Pin],
    retired: &[Pin],
) -> Result<(Space, u64), Error> {
    let without = |freed: usize| {
        let space = Space::new(
            rules,
            length,
            in_use,
            retired.get(freed..).unwrap_or_default(),
        );
        let remaining = space.remaining();
        (space, remaining)
    };
    let full = without(0);
    if full.1 > 0 {
        return Ok(full);
    }
    let empty = without(retired.len());
    if empty.1 == 0 {
        return Err(exhausted(length, &empty.0));
    }
    // Freeing more leaves no fewer: the least number that leaves any is found by halving.
    let (mut too_few, mut enough) = (0, retired.len());
    let mut found = empty;
    while enough.saturating_sub(too_few) > 1 {
        let middle = too_few.midpoint(enough);
        let tried = without(middle);
        if tried.1 > 0 {
            (enough, found) = (middle, tried);
        } else {
            too_few = middle;
        }
    }
    Ok(found)
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

/// So many PINs are drawn before the space is counted through instead. Where one in 10,000 is left,
/// one call in 700 gets there.
pub(super) const MAX_DRAWS: u32 = 1 << 16;

fn draw(space: &Space, remaining: u64, stream: &mut Stream<'_>) -> Result<Pin, Error> {
    let digits = space.digits();
    let mut drawn = [0; MAX_PIN];
    let drawn = drawn
        .get_mut(..usize::from(space.length()))
        .unwrap_or_default();
    for _ in 0..MAX_DRAWS {
        for place in drawn.iter_mut() {
            *place = stream.digit(&digits)?;
        }
        if space.holds(drawn) {
            return found(drawn);
        }
    }
    let rank = stream.below(remaining)?;
    found(&nth(space, rank))
}

/// The PIN of that rank among those that are left, in order: digit by digit, by counting what
/// begins so.
fn nth(space: &Space, mut rank: u64) -> Vec<u8> {
    let mut begun = space.all();
    let mut digits = Vec::new();
    for at in 0..usize::from(space.length()) {
        for digit in space.digits() {
            let next = begun.with(at, bit(digit));
            let count = space.remaining_of(&next);
            if rank < count {
                begun = next;
                digits.push(digit);
                break;
            }
            rank = rank.saturating_sub(count);
        }
    }
    digits
}

fn found(digits: &[u8]) -> Result<Pin, Error> {
    Pin::from_digits(digits).ok_or_else(|| {
        Error::new(
            ErrorCode::CodeSpaceExhausted,
            "no PIN was found",
            "report this as a bug",
        )
    })
}
