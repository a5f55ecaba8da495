//! What speaks against a PIN (P5).

use super::hard::{different, has_triple};
use super::joint::JointRules;
use super::rules::{CodeConstraint, MAX_LENGTH};
use super::slips::Live;
use super::uniform::{is_run, is_same};
use super::violation::{Advice, Violation, ViolationKind};
use super::weak::weaknesses;
use super::{Candidate, CodeRules, Pin};
use crate::Error;

/// Everything that speaks against a PIN on these locks, in the order of [`ViolationKind`]; empty
/// when it may be used (P5). Any text is allowed; one that is not all digits is checked for its
/// keys and its length alone.
///
/// `in_use` are the PINs that are or may be on any of the locks, `retired` those that other holders
/// were told not long ago (P7).
///
/// # Errors
/// `out_of_range` where the locks pair their keys in more than two ways.
///
/// ```
/// use latchstring::code::{ViolationKind, check};
/// let violations = check(&"1234".parse()?, &[], &[], &[])?;
/// assert_eq!(violations[0].kind, ViolationKind::NoAscendingOrDescendingSequence);
/// assert_eq!(check(&"4917".parse()?, &[], &[], &[])?, []);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn check(
    code: &Candidate,
    rules: &[CodeRules],
    in_use: &[Pin],
    retired: &[Pin],
) -> Result<Vec<Violation>, Error> {
    Ok(check_jointly(
        code.reveal(),
        &JointRules::of(rules)?.beside(in_use),
        in_use,
        retired,
    ))
}

/// What speaks against a PIN on these locks that may be used all the same: the slips that are
/// between it and PINs that are or may be on one of the locks, in the order of
/// [`super::AdviceKind`] (P10). A text that is no PIN of at most ten digits has none.
///
/// # Errors
/// As [`check`].
///
/// ```
/// use latchstring::code::{AdviceKind, advise};
/// let advice = advise(&"4917".parse()?, &[], &["4971".parse()?, "49172".parse()?])?;
/// let kinds: Vec<AdviceKind> = advice.iter().map(|advice| advice.kind).collect();
/// assert_eq!(kinds, [AdviceKind::KeysSwapped, AdviceKind::KeyMissed]);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn advise(code: &Candidate, rules: &[CodeRules], in_use: &[Pin]) -> Result<Vec<Advice>, Error> {
    let rules = JointRules::of(rules)?;
    let Ok(pin) = code.reveal().parse::<Pin>() else {
        return Ok(Vec::new());
    };
    Ok(advise_jointly(&pin, &rules, in_use))
}

/// [`advise`] under rules that are joined already.
pub(super) fn advise_jointly(pin: &Pin, rules: &JointRules, in_use: &[Pin]) -> Vec<Advice> {
    let length = u8::try_from(pin.digits().len()).ok();
    let length = length.filter(|&length| length <= MAX_LENGTH);
    length.map_or_else(Vec::new, |length| {
        Live::new(rules, length, in_use).advice(pin.digits())
    })
}

/// [`check`] under rules that are joined already.
pub(super) fn check_jointly(
    code: &str,
    rules: &JointRules,
    in_use: &[Pin],
    retired: &[Pin],
) -> Vec<Violation> {
    let digits: Option<Vec<u8>> = code
        .bytes()
        .map(|byte| byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0')))
        .collect();
    let mut broken = platform(rules);
    if !rules.takes_length(code.chars().count()) {
        broken.push(ViolationKind::LengthNotSupported);
    }
    match digits {
        None => broken.push(ViolationKind::DigitNotOnKeypad),
        Some(digits) => {
            broken.extend(alone(&digits, rules));
            broken.extend(beside(&digits, rules, in_use, retired));
        }
    }
    broken.sort();
    broken.dedup();
    broken.into_iter().map(Violation::from).collect()
}

fn platform(rules: &JointRules) -> Vec<ViolationKind> {
    [
        (
            CodeConstraint::CannotSpecifyPinCode,
            ViolationKind::CannotSpecifyPinCode,
        ),
        (
            CodeConstraint::PinCodeMatchesExistingSet,
            ViolationKind::PinCodeMatchesExistingSet,
        ),
    ]
    .into_iter()
    .filter(|&(constraint, _)| rules.demands.include(constraint))
    .map(|(_, kind)| kind)
    .collect()
}

/// What a PIN breaks by itself.
fn alone(digits: &[u8], rules: &JointRules) -> Vec<ViolationKind> {
    let holds_any = |unwanted: &[u8]| digits.iter().any(|digit| unwanted.contains(digit));
    let demanded = [
        (
            CodeConstraint::NoZeros,
            ViolationKind::NoZeros,
            holds_any(&[0]),
        ),
        (
            CodeConstraint::CannotContain089,
            ViolationKind::CannotContain089,
            holds_any(&[0, 8, 9]),
        ),
        (
            CodeConstraint::CannotContain0789,
            ViolationKind::CannotContain0789,
            holds_any(&[0, 7, 8, 9]),
        ),
        (
            CodeConstraint::CannotStartWith12,
            ViolationKind::CannotStartWith12,
            digits.starts_with(&[1, 2]),
        ),
        (
            CodeConstraint::NoTripleConsecutiveInts,
            ViolationKind::NoTripleConsecutiveInts,
            has_triple(digits),
        ),
        (
            CodeConstraint::NoAscendingOrDescendingSequence,
            ViolationKind::NoAscendingOrDescendingSequence,
            is_run(digits),
        ),
        (
            CodeConstraint::AtLeastThreeUniqueDigits,
            ViolationKind::AtLeastThreeUniqueDigits,
            different(digits) < 3,
        ),
        (
            CodeConstraint::NoAllSameDigits,
            ViolationKind::NoAllSameDigits,
            is_same(digits),
        ),
    ];
    let mut broken: Vec<_> = demanded
        .into_iter()
        .filter(|&(constraint, _, breaks)| breaks && rules.demands.include(constraint))
        .map(|(_, kind, _)| kind)
        .collect();
    if !digits
        .iter()
        .all(|&digit| rules.keypad & super::masks::bit(digit) != 0)
    {
        broken.push(ViolationKind::DigitNotOnKeypad);
    }
    if rules.refuse_weak {
        broken.extend(weaknesses(digits));
    }
    broken
}

/// What a PIN breaks beside others (P7).
fn beside(
    digits: &[u8],
    rules: &JointRules,
    in_use: &[Pin],
    retired: &[Pin],
) -> Vec<ViolationKind> {
    let equal = |pin: &Pin| pin.digits() == digits;
    let alike = |pin: &Pin| equal(pin) || rules.confuse(pin.digits(), digits);
    let first_four = |pin: &Pin| {
        pin.digits()
            .get(..4)
            .is_some_and(|first| digits.starts_with(first))
    };
    let unique_first_four = rules.demands.include(CodeConstraint::UniqueFirstFourDigits);
    [
        (ViolationKind::Reserved, rules.reserved.iter().any(alike)),
        (ViolationKind::InUse, in_use.iter().any(equal)),
        (
            ViolationKind::SameKeyPresses,
            in_use.iter().any(|pin| !equal(pin) && alike(pin)),
        ),
        (
            ViolationKind::UniqueFirstFourDigits,
            // What the lock keeps for itself is on it, too.
            unique_first_four && in_use.iter().chain(&rules.reserved).any(first_four),
        ),
        (ViolationKind::Retired, retired.iter().any(alike)),
    ]
    .into_iter()
    .filter(|&(_, breaks)| breaks)
    .map(|(kind, _)| kind)
    .collect()
}
