//! The same trips and troubles under four strategies, side by side: a table and a picture.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::measures::Measures;
use crate::run::{number_from, run_all};
use crate::seeded::Seeded;
use crate::strategies::Strategy;
use crate::world::{Season, World};

const STORED: &str = "tests/sim/comparison.json";
const PICTURE: &str = "examples/comparison.svg";
const TABLES: [&str; 2] = ["README.md", "tests/README.md"];
const BEGIN: &str = "<!-- comparison: written by the simulator -->";
const END: &str = "<!-- /comparison -->";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Hundredths of minutes per trip: outside a working door; and a known code open outside of its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    trips: i64,
    lockout: i64,
    exposure: i64,
}

impl Figures {
    fn of(measures: &Measures) -> Self {
        let trips = i64::try_from(measures.trips).unwrap();
        let exposed = measures.exposed_offline_seconds + measures.exposed_online_seconds;
        let per_trip = |seconds: i64| seconds * 100 / 60 / trips;
        Self {
            trips,
            lockout: per_trip(measures.locked_out_seconds),
            exposure: per_trip(exposed),
        }
    }

    fn read(value: &Value) -> Self {
        let number = |key: &str| value[key].as_i64().expect("a number");
        Self {
            trips: number("trips"),
            lockout: number("lockoutHundredths"),
            exposure: number("exposureHundredths"),
        }
    }
}

fn measure(seasons: u64) -> Vec<(Strategy, Figures)> {
    let seed = Seeded::new();
    let numbers: Vec<u64> = (0..seasons).collect();
    Strategy::ALL
        .into_iter()
        .map(|strategy| {
            let (all, failed) = run_all(&numbers, |number| {
                let season = Season {
                    strategy,
                    usual_policy: true,
                    ..Season::all()
                };
                World::new(seed.branch(number), season).run()
            });
            assert!(failed.is_empty(), "{failed:#?}");
            println!("{}\n{all}", strategy.name());
            (strategy, Figures::of(&all))
        })
        .collect()
}

fn minutes(hundredths: i64) -> String {
    format!("{}.{}", hundredths / 100, hundredths % 100 / 10)
}

fn table(all: &[(Strategy, Figures)]) -> String {
    let mut text = format!(
        "{BEGIN}\n| minutes per trip | outside a working door | a known code opens outside of its window |\n|---|---|---|\n"
    );
    for (strategy, figures) in all {
        let (lockout, exposure) = (minutes(figures.lockout), minutes(figures.exposure));
        writeln!(text, "| {} | {lockout} | {exposure} |", strategy.name()).unwrap();
    }
    text + END
}

/// Two panels of bars, readable on light and dark grounds.
fn picture(all: &[(Strategy, Figures)]) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 372\" role=\"img\" aria-labelledby=\"t\" font-family=\"system-ui, sans-serif\" font-size=\"14\">\n\
         <title id=\"t\">Minutes per trip outside a working door, and in which a known code opens outside of its window, under four strategies</title>\n\
         <style>text{fill:#24292f}.q{fill:#57606a}.b{fill:#9aa4b0}.w{fill:#0a7f5a}line{stroke:#d0d7de}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.q{fill:#9198a1}.b{fill:#59636e}.w{fill:#2fb583}line{stroke:#3d444d}}</style>\n",
    );
    let titles = [
        "Outside a working door, minutes per trip",
        "A known code opens outside of its window, minutes per trip",
    ];
    for (panel, title) in titles.into_iter().enumerate() {
        let of = |figures: &Figures| {
            if panel == 0 {
                figures.lockout
            } else {
                figures.exposure
            }
        };
        let top = 28 + i64::try_from(panel).unwrap() * 180;
        let most = all
            .iter()
            .map(|(_, figures)| of(figures))
            .max()
            .unwrap_or(0)
            .max(1);
        writeln!(
            svg,
            "<text x=\"20\" y=\"{top}\" font-weight=\"600\">{title}</text>"
        )
        .unwrap();
        writeln!(
            svg,
            "<line x1=\"260\" y1=\"{}\" x2=\"260\" y2=\"{}\"/>",
            top + 14,
            top + 142
        )
        .unwrap();
        for (row, (strategy, figures)) in (0_i64..).zip(all) {
            let y = top + 18 + row * 32;
            let width = (of(figures) * 370 / most).max(1);
            let class = if strategy.is_whole() { "w" } else { "b" };
            writeln!(
                svg,
                "<text x=\"250\" y=\"{}\" text-anchor=\"end\" class=\"q\">{}</text>",
                y + 17,
                strategy.name()
            )
            .unwrap();
            writeln!(
                svg,
                "<rect x=\"261\" y=\"{y}\" width=\"{width}\" height=\"24\" rx=\"2\" class=\"{class}\"/>"
            )
            .unwrap();
            writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\">{}</text>",
                270 + width,
                y + 17,
                minutes(of(figures))
            )
            .unwrap();
        }
    }
    svg + "</svg>\n"
}

/// What stands between the marks of a file.
fn between_marks(text: &str) -> (usize, usize) {
    let from = text.find(BEGIN).expect("the mark where the table begins");
    let to = text.find(END).expect("the mark where the table ends") + END.len();
    (from, to)
}

fn stored() -> Vec<(Strategy, Figures)> {
    let text = fs::read_to_string(file(STORED)).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    Strategy::ALL
        .into_iter()
        .map(|strategy| (strategy, Figures::read(&value[strategy.name()])))
        .collect()
}

fn write(all: &[(Strategy, Figures)]) {
    let mut value = json!({});
    for (strategy, figures) in all {
        value[strategy.name()] = json!({ "trips": figures.trips, "lockoutHundredths": figures.lockout,
                                         "exposureHundredths": figures.exposure });
    }
    fs::write(file(STORED), format!("{value:#}\n")).unwrap();
    fs::write(file(PICTURE), picture(all)).unwrap();
    for name in TABLES {
        let mut text = fs::read_to_string(file(name)).unwrap();
        let (from, to) = between_marks(&text);
        text.replace_range(from..to, &table(all));
        fs::write(file(name), text).unwrap();
    }
}

#[test]
fn the_whole_of_latchstring_keeps_guests_outside_for_less_than_each_of_its_parts() {
    let seasons = number_from("SIM_COMPARE_TRIPS").map_or(20, |trips| trips.div_ceil(12));
    let all = measure(seasons);
    let lockout: Vec<i64> = all.iter().map(|(_, figures)| figures.lockout).collect();
    assert!(lockout[..3].iter().all(|&other| lockout[3] < other), "{all:?}");
    assert!(all[3].1.exposure < all[0].1.exposure, "{all:?}");
    if std::env::var_os("WRITE_COMPARISON").is_some() {
        write(&all);
    }
}

#[test]
fn the_tables_and_the_picture_show_the_stored_figures() {
    let all = stored();
    assert_eq!(fs::read_to_string(file(PICTURE)).unwrap(), picture(&all));
    for name in TABLES {
        let text = fs::read_to_string(file(name)).unwrap();
        let (from, to) = between_marks(&text);
        assert_eq!(text[from..to], table(&all), "{name}");
    }
}
