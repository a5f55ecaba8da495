//! How a PIN is made: preferred candidates first, then a drawn one (P1 to P8).

use serde::{Deserialize, Serialize};

use super::bits::EntropyBits;
use super::check::{advise_jointly, check_jointly};
use super::draw::Stream;
use super::joint::JointRules;
use super::left::Left;
use super::masks::{MAX_PIN, bit};
use super::rules::MAX_LENGTH;
use super::space::Space;
use super::{Advice, Candidate, CodeRules, Entropy, Key, Pin, Violation, ViolationKind, mask};
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
    /// Whether a PIN that is no candidate is two slips away from each of `in_use`, where that
    /// leaves enough (P10).
    pub typo_aware: bool,
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
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
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
    /// The slips that are between the PIN and PINs in use, where it was preferred or no other was
    /// left (P10). Absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Vec<Advice>>,
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

/// Makes a PIN: the first preferred candidate that nothing speaks against, else one that is drawn
/// uniformly from all PINs of the length that these locks accept, that are not easy to guess and
/// that no other PIN blocks (P1 to P8). Those are at least two slips away from each PIN in use, as
/// long as that leaves half of them (P10).
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
///     typo_aware: true,
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
    let (in_use, retired, typo_aware) = (request.in_use, request.retired, request.typo_aware);
    let made = make(request)?;
    let (code, rules) = (made.code, &made.rules);
    let entropy_bits = if let Some(left) = &made.left {
        left.entropy_bits()
    } else {
        let length = u8::try_from(code.digits().len()).unwrap_or(MAX_LENGTH);
        EntropyBits::of(Space::new(rules, length, in_use, retired).remaining())
    };
    let is_apart = made.left.as_ref().is_some_and(|left| !left.gives_way());
    let advice = (typo_aware && !is_apart).then(|| advise_jointly(&code, rules, in_use));
    Ok(GeneratedCode {
        code,
        source: made.source,
        entropy_bits,
        refused: made.refused,
        advice: advice.filter(|advice| !advice.is_empty()),
    })
}

/// A PIN, before anything is counted that only those want to know who asked for it by itself.
pub(crate) struct Made {
    pub(crate) code: Pin,
    pub(crate) source: CodeSource,
    refused: Vec<RefusedCandidate>,
    /// What it was drawn from. Absent: it was a candidate.
    left: Option<Left>,
    rules: JointRules,
}

/// [`generate`] for a site.
pub(crate) fn make(request: CodeRequest<'_>) -> Result<Made, Error> {
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
                return Ok(Made {
                    code,
                    source: CodeSource::Preferred,
                    refused,
                    left: None,
                    rules,
                });
            }
            None => refused.push(RefusedCandidate {
                candidate: mask(candidate.reveal()),
                because,
            }),
        }
    }
    let left = Left::of(
        &rules,
        length,
        request.in_use,
        request.retired,
        request.typo_aware,
    )?;
    let is_placeholder = is_keyless(&request);
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
    let drawn = draw(&left, &mut stream)?;
    let code = if is_placeholder {
        drawn.as_placeholder()
    } else {
        drawn
    };
    Ok(Made {
        code,
        source,
        refused,
        left: Some(left),
        rules,
    })
}

/// Whether a PIN that nobody chose may be taken: it is two slips away from each PIN in use, or the
/// rule gives way (P10).
pub(crate) fn keeps_apart(
    code: &Candidate,
    rules: &[CodeRules],
    in_use: &[Pin],
    retired: &[Pin],
) -> bool {
    let (Ok(rules), Ok(pin)) = (JointRules::of(rules), code.reveal().parse::<Pin>()) else {
        return true;
    };
    let rules = rules.beside(in_use);
    let length = u8::try_from(pin.digits().len()).unwrap_or(u8::MAX);
    if !rules.takes_length(length.into()) || advise_jointly(&pin, &rules, in_use).is_empty() {
        return true;
    }
    Left::of(&rules, length, in_use, retired, true).is_ok_and(|left| left.gives_way())
}

/// Whether placeholders are made.
fn is_keyless(request: &CodeRequest<'_>) -> bool {
    matches!(&request.source, PinSource::Derived { key, .. } if key.is_placeholder())
}

fn objections(
    candidate: &Candidate,
    rules: &JointRules,
    length: u8,
    request: &CodeRequest<'_>,
) -> Vec<Violation> {
    // Where a key makes PINs, no placeholder is one.
    let placeholder = candidate.reveal().parse::<Pin>().ok();
    let placeholder = placeholder.filter(|pin| pin.is_placeholder() && is_keyless(request));
    let candidate = placeholder.map_or_else(|| candidate.clone(), |pin| pin.typed());
    let typed = candidate.reveal();
    let mut because = check_jointly(typed, rules, request.in_use, request.retired);
    let other_length = typed.chars().count() != usize::from(length);
    if rules.one_length && other_length {
        because.push(ViolationKind::LengthNotSupported.into());
        because.sort();
        because.dedup();
    }
    because
}

/// So many PINs are drawn before the space is counted through instead. Where one in 10,000 is left,
/// one call in 700 gets there.
pub(super) const MAX_DRAWS: u32 = 1 << 16;

fn draw(left: &Left, stream: &mut Stream<'_>) -> Result<Pin, Error> {
    let space = &left.space;
    let digits = space.digits();
    let mut drawn = [0; MAX_PIN];
    let drawn = drawn
        .get_mut(..usize::from(space.length()))
        .unwrap_or_default();
    for _ in 0..MAX_DRAWS {
        for place in drawn.iter_mut() {
            *place = stream.digit(&digits)?;
        }
        if left.holds(drawn) {
            return found(drawn);
        }
    }
    let (space, remaining) = left.counted();
    let rank = stream.below(remaining)?;
    found(&nth(&space, rank))
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
