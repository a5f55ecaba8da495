//! What the public functions on PINs are given.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use super::generate::{CodeRequest, DEFAULT_LENGTH, GeneratedCode, PinSource, generate};
use super::rules::{MAX_LENGTH, MIN_LENGTH};
use super::{Advice, Candidate, CodeRules, Entropy, Key, Pin, Violation, advise, check};
use crate::json::{at_most, from_text, one_or_at_most};
use crate::{Error, ErrorCode, Id};

/// PINs as a lock or a host lists them, at most so many.
const MAX_PINS: usize = 10_000;
/// Locks of one PIN, at most.
const MAX_LOCKS: usize = 64;
/// Preferred candidates, at most.
const MAX_CANDIDATES: usize = 16;

/// What `checkCode` is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CheckCodeInput {
    /// The PIN in question; any text of at most 64 bytes.
    pub code: Candidate,
    /// The rules of one lock, or of up to 64.
    #[cfg_attr(feature = "types", ts(as = "Option<OneOrMany<CodeRules>>"))]
    #[serde(default, deserialize_with = "one_or_at_most::<MAX_LOCKS, _, _>")]
    pub rules: Vec<CodeRules>,
    /// PINs that are or may be on any of these locks, at most 10,000; a text that is none, such as
    /// `****`, is ignored.
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Reading>>"))]
    #[serde(default, deserialize_with = "at_most::<MAX_PINS, _, _, _>")]
    pub in_use: Vec<Reading>,
    /// PINs that other holders were told not long ago, at most 10,000, the oldest first.
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Reading>>"))]
    #[serde(default, deserialize_with = "at_most::<MAX_PINS, _, _, _>")]
    pub retired: Vec<Reading>,
    /// Whether the answer also says what speaks against a PIN that may be used all the same
    /// \[no\] (P10). Then it is an object, and its `violations` are what the answer is otherwise.
    pub advice: Option<bool>,
}

/// What `generateCode` is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct GenerateCodeInput {
    /// Wanted length, 4 to 10 \[6\]; where a lock does not take it, the longest common length is
    /// taken (P1).
    pub length: Option<u8>,
    /// The rules of one lock, or of up to 64.
    #[cfg_attr(feature = "types", ts(as = "Option<OneOrMany<CodeRules>>"))]
    #[serde(default, deserialize_with = "one_or_at_most::<MAX_LOCKS, _, _>")]
    pub rules: Vec<CodeRules>,
    /// PINs that are or may be on any of these locks, at most 10,000; a text that is none, such as
    /// `****`, is ignored.
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Reading>>"))]
    #[serde(default, deserialize_with = "at_most::<MAX_PINS, _, _, _>")]
    pub in_use: Vec<Reading>,
    /// PINs that other holders were told not long ago, at most 10,000, the oldest first (P7).
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Reading>>"))]
    #[serde(default, deserialize_with = "at_most::<MAX_PINS, _, _, _>")]
    pub retired: Vec<Reading>,
    /// A candidate, or up to 16, in the order in which they are tried (P4).
    #[cfg_attr(feature = "types", ts(as = "Option<OneOrMany<Candidate>>"))]
    #[serde(default, deserialize_with = "one_or_at_most::<MAX_CANDIDATES, _, _>")]
    pub preferred: Vec<Candidate>,
    /// Whether a PIN that is no candidate is at least two slips away from every PIN in use
    /// \[yes\]: so a slip of one guest is not taken for another's use (P10). As soon as that would
    /// leave less than half of the PINs, it gives way.
    pub typo_aware: Option<bool>,
    /// A secret of 32 to 1,024 bytes: the PIN is derived from it (P3); without one, it is random
    /// (P2).
    pub key: Option<Key>,
    /// At which site, where one key serves several: sites share no PIN but by chance (P3, F60).
    /// Meaningless without a key.
    pub site: Option<Id>,
    /// Whom the PIN is for; needed with a key, and meaningless without.
    ///
    /// A site derives for `stay ` and the id of the stay's first booking, `visit`, `backup` or
    /// `emergency`.
    pub holder: Option<Id>,
    /// For which lock, where a holder has one PIN per lock; absent for a PIN for all of them.
    ///
    /// A site gives it for a stay whose doors have no PIN in common.
    pub lock: Option<Id>,
    /// Raised for each new PIN of the same holder \[0\]. For `visit`, `backup` and `emergency` it
    /// is the `pinNumber` of the code at the site.
    pub generation: Option<u32>,
}

impl CheckCodeInput {
    /// Answers `checkCode` (P5).
    ///
    /// # Errors
    /// As [`check`].
    ///
    /// ```
    /// use latchstring::code::CheckCodeInput;
    /// let input: CheckCodeInput = latchstring::decode(
    ///     r#"{"code":"1357","rules":{"pairedKeys":["12","34","56","78"]},"inUse":["2468"]}"#,
    /// )?;
    /// let answer = serde_json::to_string(&input.answer()?).unwrap();
    /// assert_eq!(answer, r#"[{"kind":"weak_common"},{"kind":"same_key_presses"}]"#);
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    pub fn answer(&self) -> Result<CheckedCode, Error> {
        let in_use = pins(&self.in_use);
        let violations = check(&self.code, &self.rules, &in_use, &pins(&self.retired))?;
        if self.advice != Some(true) {
            return Ok(CheckedCode::Violations(violations));
        }
        let advice = advise(&self.code, &self.rules, &in_use)?;
        Ok(CheckedCode::WithAdvice(CodeCheck { violations, advice }))
    }
}

/// What `checkCode` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CheckedCode {
    /// Every rule that the PIN breaks. An empty list means that it may be used (P5).
    Violations(Vec<Violation>),
    /// The same with advice, which was asked for.
    WithAdvice(CodeCheck),
}

/// What speaks against a PIN, and what speaks against using it all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CodeCheck {
    /// Every rule that the PIN breaks. An empty list means that it may be used (P5).
    pub violations: Vec<Violation>,
    /// The slips that are between the PIN and PINs in use (P10).
    pub advice: Vec<Advice>,
}

impl GenerateCodeInput {
    /// Answers `generateCode`; draws from `entropy` where there is no key.
    ///
    /// # Errors
    /// As [`generate`]; `out_of_range` for a length outside 4 to 10; `missing_key` for a key
    /// without a holder and for a site, a holder, a lock or a generation without a key, which would
    /// have no effect.
    ///
    /// ```
    /// use latchstring::code::{GenerateCodeInput, SystemEntropy};
    /// let input: GenerateCodeInput = latchstring::decode(r#"{"length":4}"#)?;
    /// assert_eq!(input.answer(&mut SystemEntropy)?.code.digits().len(), 4);
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    pub fn answer(&self, entropy: &mut dyn Entropy) -> Result<GeneratedCode, Error> {
        let length = self.length.unwrap_or(DEFAULT_LENGTH);
        if !(MIN_LENGTH..=MAX_LENGTH).contains(&length) {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                format!("{length} digits are outside {MIN_LENGTH} to {MAX_LENGTH}"),
                format!("choose a length from {MIN_LENGTH} to {MAX_LENGTH}"),
            )
            .at("length"));
        }
        generate(CodeRequest {
            length,
            rules: &self.rules,
            in_use: &pins(&self.in_use),
            retired: &pins(&self.retired),
            preferred: &self.preferred,
            typo_aware: self.typo_aware.unwrap_or(true),
            source: self.source(entropy)?,
        })
    }

    fn source<'a>(&'a self, entropy: &'a mut dyn Entropy) -> Result<PinSource<'a>, Error> {
        match (&self.key, &self.holder) {
            (Some(key), Some(holder)) => Ok(PinSource::Derived {
                key,
                site: self.site.as_deref().unwrap_or_default(),
                holder,
                lock: self.lock.as_deref().unwrap_or_default(),
                generation: self.generation.unwrap_or(0),
            }),
            (Some(_), None) => Err(Error::new(
                ErrorCode::MissingKey,
                "`holder` is missing: a PIN is derived for someone",
                "add the id of whoever gets the PIN, or leave out the key for a random one",
            )
            .at("holder")),
            (None, None)
                if self.site.is_none() && self.lock.is_none() && self.generation.is_none() =>
            {
                Ok(PinSource::Random(entropy))
            }
            (None, _) => Err(Error::new(
                ErrorCode::MissingKey,
                "`key` is missing: without it the PIN would be random, whoever it is for",
                "add the key, or leave out site, holder, lock and generation for a random PIN",
            )
            .at("key")),
        }
    }
}

/// What a lock or a host says of a PIN: one where it is 1 to 20 digits, spaces around it aside;
/// nothing where it is any other text, such as the `****` of a lock that keeps its PINs to itself
/// (F18).
///
/// ```
/// use latchstring::code::{Pin, Reading};
/// let readings: Vec<Reading> = latchstring::decode(r#"[" 492817 ", "****17", ""]"#)?;
/// let pins: Vec<Pin> = readings.iter().filter_map(|reading| reading.0).collect();
/// assert_eq!(pins, ["492817".parse()?]);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Reading(pub Option<Pin>);

impl FromStr for Reading {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(Self(text.trim().parse().ok()))
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}

fn pins(readings: &[Reading]) -> Vec<Pin> {
    readings.iter().filter_map(|reading| reading.0).collect()
}

/// How one value or a list of them looks in TypeScript.
#[cfg(feature = "types")]
#[derive(ts_rs::TS)]
#[ts(untagged)]
#[allow(dead_code, missing_docs)] // it only has a shape
pub enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}
