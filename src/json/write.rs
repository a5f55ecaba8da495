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
    /// The value as a tree.
    fn write(&self) -> Tree<'_>;
}

impl<'a> Tree<'a> {
    pub(crate) fn object(entries: &[(&'static str, &'a dyn Write)]) -> Self {
        let mut written = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            match value.write() {
                Self::Absent => {}
                value => written.push((*key, value)),
            }
        }
        Self::Object(written)
    }

    /// One object of the entries of two.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Object(mut entries), Self::Object(more)) => {
                entries.extend(more);
                Self::Object(entries)
            }
            (tree, _) => tree,
        }
    }

    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
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
    fn write(&self) -> Tree<'_> {
        Tree::Bool(*self)
    }
}

impl Write for u8 {
    fn write(&self) -> Tree<'_> {
        Tree::Whole(u64::from(*self))
    }
}

impl Write for u16 {
    fn write(&self) -> Tree<'_> {
        Tree::Whole(u64::from(*self))
    }
}

impl Write for u32 {
    fn write(&self) -> Tree<'_> {
        Tree::Whole(u64::from(*self))
    }
}

impl Write for &str {
    fn write(&self) -> Tree<'_> {
        Tree::text(*self)
    }
}

impl Write for String {
    fn write(&self) -> Tree<'_> {
        Tree::text(self.as_str())
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self) -> Tree<'_> {
        self.as_ref().map_or(Tree::Absent, T::write)
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self) -> Tree<'_> {
        Tree::List(self.iter().map(T::write).collect())
    }
}

impl<T: Write> Write for Box<T> {
    fn write(&self) -> Tree<'_> {
        self.as_ref().write()
    }
}
