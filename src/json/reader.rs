//! One node of a tree of JSON, with its place: numbers and words within limits.

use serde::de::Expected;
use serde::de::value::U32Deserializer;

use super::Node;
use super::limits::Place;
use super::refusal::Refusal;
use crate::{Error, ErrorCode};

/// Reads one node, or the lack of one: an absent key.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    pub(super) node: Option<&'de Node<'de>>,
    pub(super) place: Place,
}

impl<'de> Reader<'de> {
    pub(super) fn new(node: &'de Node<'de>) -> Self {
        Self {
            node: Some(node),
            place: Place::default(),
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn refused(self, expected: &dyn Expected) -> Refusal {
        self.node.map_or_else(Refusal::absent, |node| {
            Refusal::wrong_type(node, expected, self.place)
        })
    }

    #[inline(never)]
    pub(super) fn whole(self, most: u64) -> Result<u64, Refusal> {
        match self.node {
            Some(Node::Unsigned(value)) if *value <= most => Ok(*value),
            Some(Node::Unsigned(value)) => {
                Err(Refusal::out_of_range(Some(*value), most, self.place))
            }
            Some(Node::Signed(_)) => Err(Refusal::out_of_range(None, most, self.place)),
            Some(Node::Float(value)) if is_beyond(*value) => {
                let value = (*value > 0.0).then_some(u64::MAX);
                Err(Refusal::out_of_range(value, most, self.place))
            }
            Some(_) => Err(self.no_integer(most)),
            None => Err(Refusal::absent()),
        }
    }

    #[inline(never)]
    pub(super) fn signed(self) -> Result<i64, Refusal> {
        let value = match self.node {
            Some(Node::Unsigned(value)) => i64::try_from(*value).ok(),
            Some(Node::Signed(value)) => Some(*value),
            Some(Node::Float(value)) if is_beyond(*value) => None,
            Some(_) => return Err(self.refused(&"an integer")),
            None => return Err(Refusal::absent()),
        };
        let is_in = |value: &i64| i32::try_from(*value).is_ok();
        value.filter(is_in).ok_or_else(|| {
            let message = format!("the number is outside {} to {}", i32::MIN, i32::MAX);
            Error::new(ErrorCode::OutOfRange, message, "write a smaller number").into()
        })
    }

    #[cold]
    #[inline(never)]
    fn no_integer(self, most: u64) -> Refusal {
        let (min, max) = self.place.limits().unwrap_or(0..=most).into_inner();
        self.refused(&format!("an integer from {min} to {max}").as_str())
    }

    pub(super) fn is_null(self) -> bool {
        matches!(self.node, Some(Node::Null))
    }

    /// The place of a word among those that an enum knows.
    #[inline(never)]
    pub(super) fn place_in(self, words: &[&str]) -> Result<U32Deserializer<Refusal>, Refusal> {
        let Some(Node::Text(word)) = self.node else {
            return Err(self.refused(&"a string").of_words(words));
        };
        let found = words.iter().position(|known| known == word);
        let found = found.and_then(|at| u32::try_from(at).ok());
        found
            .map(U32Deserializer::new)
            .ok_or_else(|| Refusal::unknown_word(word, words))
    }
}

/// Whether a number is so far from 0 that it has no fraction: it is whole, and out of any range.
fn is_beyond(value: f64) -> bool {
    value.abs() >= 9_007_199_254_740_992.0
}
