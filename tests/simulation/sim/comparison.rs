//! The same trips and troubles under four strategies, side by side: a table and a picture.

use std::fmt::Write;
use std::fs;

use serde_json::{Value, json};

use crate::characters::{Character, Characters};
use crate::faults::{Fault, Faults};
use crate::measures::Measures;
use crate::page::{Marks, in_repository as file};
use crate::run::{number_from, run_all};
use crate::seeded::Seeded;
use crate::strategies::Strategy;
use crate::world::{Season, World};

const STORED: &str = "tests/simulation/sim/comparison.json";
const PICTURE: &str = "examples/comparison.svg";
const TABLES: [&str; 2] = ["README.md", "docs/measurements.md"];
const COMPARISON: Marks = Marks {
    begin: "<!-- comparison: written by the simulator -->",
    end: "<!-- /comparison -->",
};

/// Hundredths of minutes per trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    trips: i64,
    /// Outside a working door.
    lockout: i64,
    /// In which a known code opens outside of its window, on locks that answer.
    answering: i64,
    /// The same on locks that are silent, where nobody can do anything about it from afar.
    silent: i64,
}

/// What a column of the table and a panel of the picture show.
struct Column {
    title: &'static str,
    key: &'static str,
    of: fn(&Figures) -> i64,
}

const COLUMNS: [Column; 3] = [
    Column {
        title: "outside a working door",
        key: "lockoutHundredths",
        of: |figures| figures.lockout,
    },
    Column {
        title: "a known code opens outside of its window, the lock answers",
        key: "answeringHundredths",
        of: |figures| figures.answering,
    },
    Column {
        title: "the same, the lock is silent",
        key: "silentHundredths",
        of: |figures| figures.silent,
    },
];

impl Figures {
    fn of(measures: &Measures) -> Self {
        let trips = i64::try_from(measures.trips).unwrap();
        let per_trip = |seconds: i64| seconds * 100 / 60 / trips;
        Self {
            trips,
            lockout: per_trip(measures.locked_out_seconds),
            answering: per_trip(measures.exposed_online_seconds),
            silent: per_trip(measures.exposed_offline_seconds),
        }
    }

    fn read(value: &Value) -> Self {
        let number = |key: &str| value[key].as_i64().expect("a number");
        let [lockout, answering, silent] = COLUMNS.map(|column| number(column.key));
        Self {
            trips: number("trips"),
            lockout,
            answering,
            silent,
        }
    }
}

/// The figures, and what did not hold.
fn measure(seasons: u64, world: Option<Characters>) -> (Vec<(Strategy, Figures)>, Vec<String>) {
    let seed = Seeded::new();
    let numbers: Vec<u64> =
        number_from("SIM_ONLY").map_or_else(|| (0..seasons).collect(), |only| vec![only]);
    let mut found = Vec::new();
    let figures = Strategy::ALL.map(|strategy| {
        let (all, failed) = run_all(&numbers, |number| {
            let dice = seed.branch(number);
            // Locks that mistake a change of clocks do so for all of them.
            let season = Season {
                strategy,
                usual_policy: true,
                characters: world.map_or(Characters::NONE, |on| of_world(on, dice)),
                ..Season::of(Faults::all().without(Fault::ClockChange))
            };
            World::new(dice, season).run()
        });
        println!("{}\n{all}", strategy.name());
        found.extend(failed);
        (strategy, Figures::of(&all))
    });
    (figures.to_vec(), found)
}

/// The characters of a wide season; its policy is the strategy's.
fn of_world(on: Characters, dice: Seeded) -> Characters {
    let all = on.drawn(dice, true);
    let policies = [
        Character::OwnPolicies,
        Character::Policy,
        Character::Rotations,
        Character::RotatesSoon,
    ];
    policies.into_iter().fold(all, Characters::without)
}

fn minutes(hundredths: i64) -> String {
    format!("{}.{}", hundredths / 100, hundredths % 100 / 10)
}

fn table(all: &[(Strategy, Figures)]) -> String {
    let titles = COLUMNS.map(|column| column.title).join(" | ");
    let mut text = format!("| minutes per trip | {titles} |\n|---|---|---|---|\n");
    for (strategy, figures) in all {
        let cells = COLUMNS
            .map(|column| minutes((column.of)(figures)))
            .join(" | ");
        writeln!(text, "| {} | {cells} |", strategy.name()).unwrap();
    }
    text.trim_end().to_owned()
}

const HEAD: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 532" role="img" aria-labelledby="t""##,
    r##" font-family="system-ui, sans-serif" font-size="14">"##,
    "\n<title id=\"t\">Minutes per trip outside a working door, and in which a known code opens outside",
    " of its window, under four strategies</title>\n",
    "<style>text{fill:#24292f}.q{fill:#57606a}.b{fill:#9aa4b0}.w{fill:#0a7f5a}",
    "path{stroke:#57606a;fill:none}line{stroke:#d0d7de}",
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.q{fill:#9198a1}.b{fill:#59636e}",
    ".w{fill:#2fb583}path{stroke:#9198a1}line{stroke:#3d444d}}</style>\n",
);

/// The longest bar.
const WIDTH: i64 = 360;

/// A panel of bars for each column, readable on light and dark grounds. A bar that would dwarf all
/// others is broken off.
fn picture(all: &[(Strategy, Figures)]) -> String {
    let mut svg = HEAD.to_owned();
    for (panel, column) in (0_i64..).zip(COLUMNS) {
        let top = 28 + panel * 174;
        let (from, to) = (top + 14, top + 142);
        let title = column.title;
        writeln!(
            svg,
            r#"<text x="20" y="{top}" font-weight="600">Minutes per trip: {title}</text>"#
        )
        .unwrap();
        writeln!(svg, r#"<line x1="260" y1="{from}" x2="260" y2="{to}"/>"#).unwrap();
        let mut sizes: Vec<i64> = all
            .iter()
            .map(|(_, figures)| (column.of)(figures))
            .collect();
        sizes.sort_unstable();
        let is_broken = sizes[3] > 4 * sizes[2];
        let most = if is_broken {
            sizes[2] * 5 / 4
        } else {
            sizes[3]
        }
        .max(1);
        for (row, (strategy, figures)) in (0_i64..).zip(all) {
            let size = (column.of)(figures);
            let y = top + 18 + row * 32;
            let (name, base) = (strategy.name(), y + 17);
            let width = (size * WIDTH / most).clamp(1, WIDTH);
            let class = if strategy.is_whole() { "w" } else { "b" };
            writeln!(
                svg,
                r#"<text x="250" y="{base}" text-anchor="end" class="q">{name}</text>"#
            )
            .unwrap();
            writeln!(
                svg,
                r#"<rect x="261" y="{y}" width="{width}" height="24" rx="2" class="{class}"/>"#
            )
            .unwrap();
            if size > most {
                let (x, up, down) = (261 + WIDTH - 18, y - 2, y + 26);
                writeln!(
                    svg,
                    r#"<path d="M{x} {down}L{} {up}M{} {down}L{} {up}" stroke-width="2"/>"#,
                    x + 6,
                    x + 5,
                    x + 11
                )
                .unwrap();
            }
            writeln!(
                svg,
                r#"<text x="{}" y="{base}">{}</text>"#,
                270 + width,
                minutes(size)
            )
            .unwrap();
        }
    }
    svg + "</svg>\n"
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
        let mut row = json!({ "trips": figures.trips });
        for column in COLUMNS {
            row[column.key] = json!((column.of)(figures));
        }
        value[strategy.name()] = row;
    }
    fs::write(file(STORED), format!("{value:#}\n")).unwrap();
    fs::write(file(PICTURE), picture(all)).unwrap();
    for name in TABLES {
        COMPARISON.write(name, &table(all));
    }
}

#[test]
fn the_whole_of_latchstring_keeps_guests_outside_for_less_than_each_of_its_parts() {
    let seasons = number_from("SIM_COMPARE_TRIPS").map_or(20, |trips| trips.div_ceil(12));
    let (all, found) = measure(seasons, None);
    let whole = all[3].1;
    for (strategy, other) in &all[..3] {
        assert!(whole.lockout < other.lockout, "{strategy:?}: {all:?}");
    }
    assert!(whole.answering < all[0].1.answering, "{all:?}");
    if std::env::var_os("WRITE_COMPARISON").is_some() {
        write(&all);
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// `SIM_COMPARE_TRIPS` are of the usual house; the same number of seasons is played here.
#[test]
#[ignore = "I8, N1: in season 3 the host hears twice of a told backup, once without a cause"]
fn in_the_wide_world_latchstring_keeps_guests_outside_for_less_than_program_and_hope() {
    let seasons = number_from("SIM_COMPARE_TRIPS").map_or(20, |trips| trips.div_ceil(12));
    let (all, found) = measure(seasons, Some(Characters::on()));
    println!("{}", table(&all));
    let whole = all[3].1;
    assert!(whole.lockout < all[0].1.lockout, "{all:?}");
    assert!(whole.answering < all[0].1.answering, "{all:?}");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_tables_and_the_picture_show_the_stored_figures() {
    let all = stored();
    assert_eq!(fs::read_to_string(file(PICTURE)).unwrap(), picture(&all));
    for name in TABLES {
        assert_eq!(COMPARISON.read(name), table(&all), "{name}");
    }
}
