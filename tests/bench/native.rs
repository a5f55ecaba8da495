//! Nanoseconds per call of the public functions, natively: one line of JSON for `npm run bench`.

use std::hint::black_box;
use std::time::Instant;

use latchstring::api::{Runtime, call};
use latchstring::code::{BufferedEntropy, SystemEntropy};
use serde_json::{Value, json};

fn main() {
    let text = include_str!("cases.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    let mut runtime = Runtime::new(BufferedEntropy::new(SystemEntropy));
    let mut measured = serde_json::Map::new();
    for case in &cases {
        let (name, function) = (
            case["name"].as_str().unwrap(),
            case["call"].as_str().unwrap(),
        );
        let inputs: Vec<String> = case["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect();
        let mut round = |calls: usize| {
            let start = Instant::now();
            for at in 0..calls {
                let input = black_box(&inputs[at % inputs.len()]);
                black_box(call(function, input, &mut runtime).unwrap());
            }
            start.elapsed().as_nanos() as f64 / calls as f64
        };
        round(500);
        let best = (0..10).map(|_| round(1000)).fold(f64::INFINITY, f64::min);
        measured.insert(name.to_owned(), json!(best.round()));
    }
    println!("{}", Value::Object(measured));
}
