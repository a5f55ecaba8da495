//! The types at the boundary, with their readers and writers.
//!
//! - [`record`]: a struct that comes in and goes out; [`input`]: one that only comes in; [`output`]: one that only
//!   goes out. Keys are the fields' names in camelCase; an `Option` may be absent, every other key has to be there.
//!   `field: Type => function` is read by that function, `field: Type = default` may be absent, and
//!   `check path` behind the struct refuses what is wrong between its fields.
//! - [`words`]: an enum of plain words, in `snake_case` unless one is given.
//! - [`choice`]: an enum that is an object in JSON, told apart by the key named in `by`.
//! - [`texts`]: types that come in as text, by `FromStr`.
//!
//! Each of them serves serde, too, so that tests and Rust callers use any format they like.

macro_rules! record {
    ($($all:tt)*) => {
        define_struct! { $($all)* }
        read_struct! { $($all)* }
        write_struct! { $($all)* }
    };
}

macro_rules! input {
    ($($all:tt)*) => {
        define_struct! { $($all)* }
        read_struct! { $($all)* }
    };
}

macro_rules! output {
    ($($all:tt)*) => {
        define_struct! { $($all)* }
        write_struct! { $($all)* }
    };
}

macro_rules! define_struct {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $(=> $read:path)? $(= $default:expr)?),* $(,)?
    } $(check $check:path)?) => {
        #[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
        }

        impl $name {
            /// Its keys in JSON, in the order of its fields.
            pub(crate) const KEYS: &[&str] = &[$(camel!($field)),*];
        }
    };
}

macro_rules! read_struct {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $(=> $read:path)? $(= $default:expr)?),* $(,)?
    } $(check $check:path)?) => {
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader, node: &$crate::json::Node<'_>) -> Self {
                const { assert!($name::KEYS.len() <= $crate::json::MAX_KEYS) };
                #[allow(unused_mut)] // where there are no fields
                let mut fields = reader.fields(node, Self::KEYS);
                let read = Self {
                    $($field: read_field!(fields $(=> $read)? $(= $default)?),)*
                };
                $(reader.take($check(&read));)?
                read
            }
        }

        deserialize! { $name }
    };
}

macro_rules! read_field {
    ($fields:ident) => {
        $fields.next()
    };
    ($fields:ident = $default:expr) => {
        $fields.next_or($default)
    };
    ($fields:ident => $read:path) => {
        $fields.next_with($read)
    };
    ($fields:ident => $read:path = $default:expr) => {
        $fields.next_with_or($read, $default)
    };
}

macro_rules! write_struct {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty $(=> $read:path)? $(= $default:expr)?),* $(,)?
    } $(check $check:path)?) => {
        impl $crate::json::Write for $name {
            fn write<'a>(&'a self, out: &mut $crate::json::Writer<'a>) {
                out.object(Self::KEYS);
                $(self.$field.write(out);)*
                out.end();
            }
        }

        serialize! { $name }
    };
}

macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$word_meta:meta])* $variant:ident $(= $word:literal)?),* $(,)?
    }) => {
        #[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "snake_case"))]
        $(#[$meta])*
        $vis enum $name {
            $($(#[$word_meta])* $(#[cfg_attr(feature = "types", ts(rename = $word))])? $variant,)*
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),*];
            const WORDS: &[&str] = &[$(word!($variant $($word)?)),*];

            /// Its word in JSON.
            #[must_use]
            pub fn word(self) -> &'static str {
                Self::WORDS.get(self as usize).copied().unwrap_or_default()
            }
        }

        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader, node: &$crate::json::Node<'_>) -> Self {
                let at = reader.word(node, Self::WORDS);
                Self::ALL.get(at).copied().unwrap_or(first_of!($($variant)*))
            }
        }

        impl $crate::json::Write for $name {
            fn write<'a>(&'a self, out: &mut $crate::json::Writer<'a>) {
                out.text(self.word());
            }
        }

        deserialize! { $name }
        serialize! { $name }
    };
}

macro_rules! first_of {
    ($first:ident $($rest:ident)*) => {
        Self::$first
    };
}

macro_rules! word {
    ($variant:ident) => {
        snake!($variant)
    };
    ($variant:ident $word:literal) => {
        $word
    };
}

macro_rules! choice {
    ($(#[$meta:meta])* $vis:vis enum $name:ident by $tag:literal {
        $($(#[$variant_meta:meta])* $variant:ident $({
            $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)?
        })?),* $(,)?
    }) => {
        #[cfg_attr(
            feature = "types",
            derive(ts_rs::TS),
            ts(tag = $tag, rename_all = "snake_case", rename_all_fields = "camelCase", optional_fields)
        )]
        $(#[$meta])*
        $vis enum $name {
            $($(#[$variant_meta])* $variant $({ $($(#[$field_meta])* $field: $type,)* })?,)*
        }

        impl $crate::json::Write for $name {
            fn write<'a>(&'a self, out: &mut $crate::json::Writer<'a>) {
                match self {
                    $(Self::$variant $({ $($field),* })? => {
                        out.object(&[$tag, $($(camel!($field)),*)?]);
                        out.text(snake!($variant));
                        $($($field.write(out);)*)?
                    })*
                }
                out.end();
            }
        }

        impl $crate::json::Read for $name {
            #[allow(unused_assignments)] // behind the last variant
            fn read(reader: &mut $crate::json::Reader, node: &$crate::json::Node<'_>) -> Self {
                let found = reader.choice(node, $tag, &[$(snake!($variant)),*]);
                let mut at: usize = 0;
                $(
                    if found == at {
                        const KEYS: &[&str] = &[$tag, $($(camel!($field)),*)?];
                        #[allow(unused_mut, unused_variables)] // where there are no fields
                        let mut fields = reader.fields(node, KEYS).behind_the_first();
                        return Self::$variant $({ $($field: fields.next(),)* })?;
                    }
                    at = at.saturating_add(1);
                )*
                // Never reached: a word that is none has been refused and stands for the first.
                #[allow(unused_mut, unused_variables)]
                let mut fields = reader.fields(node, &[$tag]).behind_the_first();
                first_choice! { fields $($variant $({ $($field)* })?;)* }
            }
        }

        deserialize! { $name }
        serialize! { $name }
    };
}

macro_rules! first_choice {
    ($fields:ident $first:ident $({ $($field:ident)* })?; $($rest:tt)*) => {
        Self::$first $({ $($field: $fields.next(),)* })?
    };
}

macro_rules! texts {
    ($($name:ty, $wanted:literal, $stand_in:expr;)*) => {$(
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader, node: &$crate::json::Node<'_>) -> Self {
                let text = reader.text(node, $wanted);
                text.and_then(|text| reader.take(text.parse())).unwrap_or($stand_in)
            }
        }

        deserialize! { $name }
    )*};
}

/// Written as they are displayed.
macro_rules! displayed {
    ($($name:ty)*) => {$(
        impl $crate::json::Write for $name {
            fn write<'a>(&'a self, out: &mut $crate::json::Writer<'a>) {
                out.put($crate::json::Tree::Text(self.to_string().into()));
            }
        }

        serialize! { $name }
    )*};
}

macro_rules! deserialize {
    ($name:ty) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$crate::Json as serde::Deserialize>::deserialize(deserializer)?
                    .read()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

macro_rules! serialize {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::json::Tree::of(self), serializer)
            }
        }
    };
}
