//! Values into a tree, which leaves through serde.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeSeq as _, SerializeStruct as _, Serializer};

/// A value on its way out.
#[derive(Clone, Debug)]
pub enum Tree<'a> {
    /// A key that is left out: null never goes out.
    Absent,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Whole(u64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Tree<'a>>),
    /// An object.
    Object(Vec<(&'static str, Tree<'a>)>),
}

/// A type that can leave.
pub trait Write {
    /// Writes exactly one value.
    fn write<'a>(&'a self, out: &mut Writer<'a>);
}

impl<'a> Tree<'a> {
    /// What a value becomes.
    pub(crate) fn of(value: &'a (impl Write + ?Sized)) -> Self {
        let mut out = Writer::default();
        value.write(&mut out);
        out.written
    }
}

/// Takes values one after the other and puts each where it belongs: a type writes its fields in their order and
/// needs no more code than that.
#[derive(Debug)]
pub struct Writer<'a> {
    /// The list or object that is open; at the end, and before the start, the whole value.
    written: Tree<'a>,
    /// The keys of the fields to come, of an open object.
    keys: Keys,
    /// What is open around it.
    around: Vec<(Tree<'a>, Keys)>,
}

type Keys = &'static [&'static str];

impl Default for Writer<'_> {
    fn default() -> Self {
        Self {
            written: Tree::Absent,
            keys: &[],
            around: Vec::new(),
        }
    }
}

impl<'a> Writer<'a> {
    /// Writes a value without parts.
    #[inline(never)]
    pub(crate) fn put(&mut self, value: Tree<'a>) {
        match &mut self.written {
            Tree::List(items) => items.push(value),
            Tree::Object(entries) => {
                if let [key, rest @ ..] = self.keys {
                    self.keys = rest;
                    if !matches!(value, Tree::Absent) {
                        entries.push((key, value));
                    }
                }
            }
            whole => *whole = value,
        }
    }

    #[inline(never)]
    pub(crate) fn absent(&mut self) {
        self.put(Tree::Absent);
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, text: &'a str) {
        self.put(Tree::Text(Cow::Borrowed(text)));
    }

    #[inline(never)]
    pub(crate) fn whole(&mut self, value: u32) {
        self.put(Tree::Whole(u64::from(value)));
    }

    /// Opens an object: as many values follow as it has keys.
    #[inline(never)]
    pub(crate) fn object(&mut self, keys: Keys) {
        self.open(Tree::Object(Vec::with_capacity(keys.len())), keys);
    }

    #[inline(never)]
    fn list(&mut self, length: usize) {
        self.open(Tree::List(Vec::with_capacity(length)), &[]);
    }

    fn open(&mut self, tree: Tree<'a>, keys: Keys) {
        let around = std::mem::replace(&mut self.written, tree);
        self.around
            .push((around, std::mem::replace(&mut self.keys, keys)));
    }

    /// Closes the list or object that was opened last.
    #[inline(never)]
    pub(crate) fn end(&mut self) {
        if let Some((around, keys)) = self.around.pop() {
            self.keys = keys;
            let done = std::mem::replace(&mut self.written, around);
            self.put(done);
        }
    }

    /// Writes the entries of another object into the one that is open.
    pub(crate) fn entries_of(&mut self, value: &'a (impl Write + ?Sized)) {
        if let (Tree::Object(entries), Tree::Object(more)) = (&mut self.written, Tree::of(value)) {
            entries.extend(more);
        }
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Whole(value) => serializer.serialize_u64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            // A struct's keys are known to live as long as the module, which lets them cross to JavaScript once.
            Self::Object(entries) => {
                let mut object = serializer.serialize_struct("", entries.len())?;
                for (key, value) in entries {
                    object.serialize_field(key, value)?;
                }
                object.end()
            }
        }
    }
}

impl Write for bool {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.put(Tree::Bool(*self));
    }
}

impl Write for u8 {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.whole(u32::from(*self));
    }
}

impl Write for u16 {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.whole(u32::from(*self));
    }
}

impl Write for u32 {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.whole(*self);
    }
}

impl Write for String {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.text(self);
    }
}

impl<T: Write> Write for Option<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match self {
            Some(value) => value.write(out),
            None => out.absent(),
        }
    }
}

impl<T: Write> Write for Vec<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.list(self.len());
        for item in self {
            item.write(out);
        }
        out.end();
    }
}

impl<T: Write> Write for Box<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        self.as_ref().write(out);
    }
}
