//! Rust's names as JSON has them; the compiler makes them, the module holds nothing but the result.

/// `lock_id` becomes `lockId`, for keys.
macro_rules! camel {
    ($name:ident) => {
        const {
            const NAME: &str = $crate::json::names::plain(stringify!($name));
            const BYTES: [u8; $crate::json::names::camel_length(NAME)] = $crate::json::names::camel(NAME);
            $crate::json::names::text(&BYTES)
        }
    };
}

/// `NoZeros` becomes `no_zeros`, for words.
macro_rules! snake {
    ($name:ident) => {
        const {
            const NAME: &str = stringify!($name);
            const BYTES: [u8; $crate::json::names::snake_length(NAME)] = $crate::json::names::snake(NAME);
            $crate::json::names::text(&BYTES)
        }
    };
}

/// The name without the `r#` that lets a keyword be one.
pub(crate) const fn plain(name: &str) -> &str {
    match name.as_bytes() {
        [b'r', b'#', rest @ ..] => text(rest),
        _ => name,
    }
}

pub(crate) const fn camel_length(name: &str) -> usize {
    let mut rest = name.as_bytes();
    let mut length: usize = 0;
    while let [byte, tail @ ..] = rest {
        if *byte != b'_' {
            length = length.saturating_add(1);
        }
        rest = tail;
    }
    length
}

pub(crate) const fn camel<const LENGTH: usize>(name: &str) -> [u8; LENGTH] {
    let mut made = [0; LENGTH];
    let mut places: &mut [u8] = &mut made;
    let mut rest = name.as_bytes();
    let mut raise = false;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte == b'_' {
            raise = true;
        } else if let [place, others @ ..] = places {
            *place = if raise { byte.to_ascii_uppercase() } else { *byte };
            raise = false;
            places = others;
        }
    }
    made
}

pub(crate) const fn snake_length(name: &str) -> usize {
    let mut rest = name.as_bytes();
    let mut length: usize = 0;
    while let [byte, tail @ ..] = rest {
        let parts = if byte.is_ascii_uppercase() && length > 0 {
            2
        } else {
            1
        };
        length = length.saturating_add(parts);
        rest = tail;
    }
    length
}

pub(crate) const fn snake<const LENGTH: usize>(name: &str) -> [u8; LENGTH] {
    let mut made = [0; LENGTH];
    let mut places: &mut [u8] = &mut made;
    let mut rest = name.as_bytes();
    let mut first = true;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if byte.is_ascii_uppercase()
            && !first
            && let [place, others @ ..] = places
        {
            *place = b'_';
            places = others;
        }
        if let [place, others @ ..] = places {
            *place = byte.to_ascii_lowercase();
            places = others;
        }
        first = false;
    }
    made
}

pub(crate) const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_those_of_the_design() {
        assert_eq!(
            [camel!(id), camel!(lock_id), camel!(can_read_back), camel!(r#type)],
            ["id", "lockId", "canReadBack", "type"]
        );
        assert_eq!(
            [snake!(Backup), snake!(NoZeros), snake!(AtLeastThreeUniqueDigits)],
            ["backup", "no_zeros", "at_least_three_unique_digits"]
        );
    }
}
