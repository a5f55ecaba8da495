//! Values out of a tree.
//!
//! A reader remembers the first refusal, with its path, and goes on: what is read after it is never seen, and stands
//! in for what could not be read. So no reader of a type has a way out of its middle, which keeps all of them small.

use super::Node;
use crate::{Error, ErrorCode};

/// A type that can be read. After a refusal it may be anything of its type: nobody sees it.
pub trait Read: Sized {
    /// Reads it out of `node`, or refuses and gives a stand-in.
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self;

    /// What it is where its key is absent; nothing where the key has to be there.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// Where reading is, and what it refused first.
#[derive(Debug, Default)]
pub struct Reader {
    path: Vec<Place>,
    refused: Option<Error>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Key(&'static str),
    Item(usize),
}

impl Reader {
    /// The tree of a text; after a refusal, one in which nothing is found.
    #[inline(never)]
    pub(super) fn parse<'a>(&mut self, text: &'a str) -> Node<'a> {
        self.take(Node::parse(text)).unwrap_or(Node::Null)
    }

    /// What was read, unless something was refused.
    pub(super) fn end<T>(self, read: T) -> Result<T, Error> {
        self.refused.map_or(Ok(read), Err)
    }

    /// Refuses what is being read.
    #[cold]
    #[inline(never)]
    pub(crate) fn refuse(&mut self, error: Error) {
        if self.refused.is_none() {
            self.refused = Some(self.path.iter().rev().fold(error, |error, place| match place {
                Place::Key(key) => error.at(key),
                Place::Item(at) => error.at(&format!("[{at}]")),
            }));
        }
    }

    #[cold]
    #[inline(never)]
    fn wrong_type(&mut self, node: &Node<'_>, wanted: &str) {
        let found = node.kind();
        let hint = if matches!(node, Node::Null) {
            "leave the key out instead (NaN and Infinity turn into null, too)"
        } else {
            "change its type"
        };
        self.refuse(Error::new(
            ErrorCode::WrongType,
            format!("{found} where {wanted} belongs"),
            hint,
        ));
    }

    /// What was made of something read, or nothing, and a refusal.
    pub(crate) fn take<T>(&mut self, made: Result<T, Error>) -> Option<T> {
        match made {
            Ok(made) => Some(made),
            Err(error) => {
                self.refuse(error);
                None
            }
        }
    }

    /// The text that a node holds; `wanted` says what text.
    pub(crate) fn text<'n>(&mut self, node: &'n Node<'_>, wanted: &str) -> Option<&'n str> {
        if let Node::Text(text) = node {
            return Some(text);
        }
        self.wrong_type(node, wanted);
        None
    }

    fn whole(&mut self, node: &Node<'_>, most: u64) -> u64 {
        match node {
            Node::Unsigned(value) if *value <= most => *value,
            Node::Unsigned(_) | Node::Signed(_) => {
                self.refuse(Error::new(
                    ErrorCode::OutOfRange,
                    format!("not a whole number from 0 to {most}"),
                    "change its value",
                ));
                0
            }
            _ => {
                self.wrong_type(node, &format!("a whole number from 0 to {most}"));
                0
            }
        }
    }

    /// The place of a word in a list of words; the first one's after a refusal.
    pub(crate) fn word(&mut self, node: &Node<'_>, words: &[&str]) -> usize {
        let Node::Text(word) = node else {
            self.wrong_type(node, "one of its words");
            return 0;
        };
        words.iter().position(|known| known == word).unwrap_or_else(|| {
            self.refuse(Error::new(
                ErrorCode::InvalidValue,
                "no such value",
                one_of(words),
            ));
            0
        })
    }

    fn items<'n, 't>(&mut self, node: &'n Node<'t>, most: usize) -> &'n [Node<'t>] {
        match node {
            Node::List(items) if items.len() <= most => return items,
            Node::List(_) => self.refuse(Error::new(
                ErrorCode::TooLong,
                format!("the list has more than {most} items"),
                "split it, or leave out what is over",
            )),
            _ => self.wrong_type(node, &format!("a list of at most {most} items")),
        }
        &[]
    }

    /// Goes from one item of a list to the next; nothing behind the last, or after a refusal.
    #[inline(never)]
    fn item<'n, 't>(&mut self, items: &'n [Node<'t>], at: usize) -> Option<&'n Node<'t>> {
        if at > 0 {
            self.path.pop();
        }
        if at > 0 && self.refused.is_some() {
            return None;
        }
        let item = items.get(at)?;
        self.path.push(Place::Item(at));
        Some(item)
    }

    /// The place of the word that stands at one key of an object and says what the rest is; 0 after a refusal.
    pub(crate) fn choice(&mut self, node: &Node<'_>, key: &'static str, words: &[&str]) -> usize {
        let Node::Object(entries) = node else {
            self.wrong_type(node, "an object");
            return 0;
        };
        self.path.push(Place::Key(key));
        let found = entries.iter().find(|(found, _)| found == key);
        let at = if let Some((_, word)) = found {
            self.word(word, words)
        } else {
            self.missing(key);
            0
        };
        self.path.pop();
        at
    }

    #[cold]
    #[inline(never)]
    fn missing(&mut self, key: &str) {
        self.refuse(Error::new(
            ErrorCode::MissingKey,
            format!("`{key}` is missing"),
            format!("add `{key}`"),
        ));
    }

    /// The fields of an object that knows no other keys than these.
    pub(crate) fn fields<'r, 'n, 't>(
        &'r mut self,
        node: &'n Node<'t>,
        keys: &'static [&'static str],
    ) -> Fields<'r, 'n, 't> {
        let mut values = [None; MAX_KEYS];
        if let Node::Object(entries) = node {
            // Keys come in the order of the type more often than not.
            let mut next = 0;
            for (key, value) in entries {
                let at = if keys.get(next).is_some_and(|known| known == key) {
                    Some(next)
                } else {
                    keys.iter().position(|known| known == key)
                };
                match at.and_then(|at| Some((at, values.get_mut(at)?))) {
                    None => self.unknown_key(key, keys),
                    Some((at, place)) => {
                        if place.replace(value).is_some() {
                            self.stands_twice(keys.get(at).copied().unwrap_or_default());
                        }
                        next = at.saturating_add(1);
                    }
                }
            }
        } else {
            self.wrong_type(node, "an object");
        }
        Fields {
            reader: self,
            keys,
            values,
            at: 0,
        }
    }

    #[cold]
    fn unknown_key(&mut self, key: &str, keys: &[&str]) {
        let shown = shown_key(key);
        let message = if shown.is_empty() {
            "a key that is none here".to_owned()
        } else {
            format!("`{shown}` is no key here")
        };
        let hint = if keys.is_empty() {
            "remove it".to_owned()
        } else {
            one_of(keys)
        };
        self.refuse(Error::new(ErrorCode::UnknownKey, message, hint).at(&shown));
    }

    #[cold]
    fn stands_twice(&mut self, key: &str) {
        let error = Error::new(
            ErrorCode::InvalidValue,
            format!("`{key}` stands twice"),
            "remove one of them",
        );
        self.refuse(error.at(key));
    }
}

/// The most keys that a type has.
pub(crate) const MAX_KEYS: usize = 24;

/// The fields of an object, taken one after the other in the order of its type's keys.
#[derive(Debug)]
pub struct Fields<'r, 'n, 't> {
    reader: &'r mut Reader,
    keys: &'static [&'static str],
    values: [Option<&'n Node<'t>>; MAX_KEYS],
    at: usize,
}

impl<'n, 't> Fields<'_, 'n, 't> {
    /// Goes to the next key; `leave` goes back.
    #[inline(never)]
    fn enter(&mut self) -> Option<&'n Node<'t>> {
        let key = self.keys.get(self.at).copied().unwrap_or_default();
        self.reader.path.push(Place::Key(key));
        let value = self.values.get(self.at).copied().flatten();
        self.at = self.at.saturating_add(1);
        value
    }

    #[inline(never)]
    fn leave(&mut self) {
        self.reader.path.pop();
    }

    #[cold]
    #[inline(never)]
    fn missing(&mut self) {
        let key = match self.reader.path.last() {
            Some(Place::Key(key)) => *key,
            _ => "",
        };
        self.reader.missing(key);
    }

    /// The fields behind the first, which has been read.
    pub(crate) fn behind_the_first(mut self) -> Self {
        self.at = 1;
        self
    }

    /// The next field.
    pub(crate) fn next<T: Read>(&mut self) -> T {
        self.next_by(T::read, T::absent)
    }

    /// The next field; `default` where it is absent.
    pub(crate) fn next_or<T: Read>(&mut self, default: T) -> T {
        self.next_by(T::read, || Some(default))
    }

    fn next_by<T>(&mut self, read: fn(&mut Reader, &Node<'_>) -> T, absent: impl FnOnce() -> Option<T>) -> T {
        let value = match self.enter() {
            Some(node) => read(self.reader, node),
            None => absent().unwrap_or_else(|| {
                self.missing();
                read(self.reader, &Node::Null)
            }),
        };
        self.leave();
        value
    }

    /// The next field, read by `read`.
    pub(crate) fn next_with<U, T: Slot<U>>(&mut self, read: fn(&mut Reader, &Node<'_>) -> U) -> T {
        let value = match self.enter() {
            Some(node) => T::of(read(self.reader, node)),
            None => T::absent().unwrap_or_else(|| {
                self.missing();
                T::of(read(self.reader, &Node::Null))
            }),
        };
        self.leave();
        value
    }

    /// The next field, read by `read`; `default` where it is absent.
    pub(crate) fn next_with_or<T>(&mut self, read: fn(&mut Reader, &Node<'_>) -> T, default: T) -> T {
        self.next_by(read, || Some(default))
    }
}

/// Where a `U` goes: a field that has to be there, or one that may be absent.
pub(crate) trait Slot<U>: Sized {
    fn of(value: U) -> Self;
    fn absent() -> Option<Self>;
}

impl<U> Slot<U> for U {
    fn of(value: U) -> Self {
        value
    }

    fn absent() -> Option<Self> {
        None
    }
}

impl<U> Slot<U> for Option<U> {
    fn of(value: U) -> Self {
        Some(value)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        Some(T::read(reader, node))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        Self::new(T::read(reader, node))
    }
}

/// A list of at most 10,000 items; a field with another limit says so by `at_most`.
impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        list(reader, node, 10_000)
    }
}

/// Reads a list of at most `MAX` items.
pub(crate) fn at_most<const MAX: usize, T: Read>(reader: &mut Reader, node: &Node<'_>) -> Vec<T> {
    list(reader, node, MAX)
}

/// Reads one value, a text or an object, or a list of at most `MAX`.
pub(crate) fn one_or_at_most<const MAX: usize, T: Read>(reader: &mut Reader, node: &Node<'_>) -> Vec<T> {
    if matches!(node, Node::List(_)) {
        list(reader, node, MAX)
    } else {
        vec![T::read(reader, node)]
    }
}

fn list<T: Read>(reader: &mut Reader, node: &Node<'_>, most: usize) -> Vec<T> {
    let items = reader.items(node, most);
    let mut taken = Vec::with_capacity(items.len());
    while let Some(item) = reader.item(items, taken.len()) {
        taken.push(T::read(reader, item));
    }
    taken
}

impl Read for bool {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        if let Node::Bool(value) = node {
            return *value;
        }
        reader.wrong_type(node, "a boolean");
        false
    }
}

impl Read for u8 {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        Self::try_from(reader.whole(node, u64::from(Self::MAX))).unwrap_or_default()
    }
}

impl Read for u32 {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        Self::try_from(reader.whole(node, u64::from(Self::MAX))).unwrap_or_default()
    }
}

impl Read for String {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        reader.text(node, "a text").unwrap_or_default().to_owned()
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [only] => format!("expected `{only}`"),
        _ => format!("expected one of `{}`", words.join("`, `")),
    }
}

/// A key as an error may show it: a key may be a PIN that slipped into the wrong place.
pub(super) fn shown_key(key: &str) -> String {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let plain = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if key.len() > 64 || digits >= 4 || !plain {
        String::new()
    } else {
        key.to_owned()
    }
}
