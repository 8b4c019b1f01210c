//! A law of composition, for schemas that are put together at random: a value that fits a schema is read, strictly too, and written
//! again as it was.
//!
//! What a composition means is not said here a second time. Values are made part by part (`values.rs`), and an independent validator
//! chooses those that fit (`judge.rs`).
//!
//! A seed makes a document, which then lies in the folder of its package. CI looks at one; `SPECWEAVE_SEEDS=100..140` and the
//! test that is ignored look at others.

mod judge;
#[path = "../../../generator/tests/composed/mod.rs"]
mod schemas;
mod values;

use serde_json::{Value, json};
use std::fmt::Write as _;

use crate::seeds::{self, check_all};
use crate::subject::{Answer, Probe, Subject};
use judge::Judge;
pub(crate) use schemas::Dice;
use schemas::{ALL, document};
use values::Values;

/// How many values of each schema are looked at, and how often one is tried to be made.
const VALUES: usize = 8;
const TRIES: usize = 40;

/// Checks the law for the document of a seed; the number of values, and what went wrong.
fn check(seed: u64) -> (usize, String) {
    let document = document(seed);
    let subject = Subject::of_value(&format!("composed-{seed}"), &document);
    let probe = subject.probe_of(&[format!("sdk::models::{ALL}")]);
    std::fs::write(subject.folder.join("document.json"), document.to_string()).unwrap();
    let (mut count, mut faults) = (0, String::new());
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let judge = Judge::new(schemas);
    for (name, schema) in schemas.iter().filter(|(name, _)| *name != ALL) {
        let validator = judge.of(name);
        let mut values = Values::new(schemas, Dice::new(seed ^ 1));
        let fitting = (0..TRIES).filter_map(|_| values.of(name));
        for value in fitting.filter(|value| validator.is_valid(value)).take(VALUES) {
            count += 1;
            if let Err(reason) = returns(&probe, name, &value) {
                writeln!(faults, "seed {seed}, {name}: {schema}\n  {value}\n  {reason}\n").unwrap();
                break;
            }
        }
    }
    (count, faults)
}

/// Whether a value that stands in the property of its schema's name comes back.
fn returns(probe: &Probe, name: &str, value: &Value) -> Result<(), String> {
    let text = json!({name: value}).to_string();
    let answers = probe.ask(0, &[(false, text.clone()), (true, text)]);
    for (answer, mode) in answers.into_iter().zip(["", "strictly "]) {
        let Answer::Read { text, stable } = answer else {
            return Err(format!("was {mode}refused: {answer:?}"));
        };
        let written: Value = serde_json::from_str(&text).unwrap();
        let written = written.get(name).unwrap_or(&Value::Null);
        if !same(value, written) {
            return Err(format!("was {mode}written as {written}"));
        }
        if !stable {
            return Err(format!("{mode}read and written again, it is not {written}"));
        }
    }
    Ok(())
}

/// Whether two values say the same: numbers have one meaning in all their spellings, and an optional property may be left out for null.
pub(crate) fn same(read: &Value, written: &Value) -> bool {
    match (read, written) {
        (Value::Object(read), Value::Object(written)) => {
            let kept = read.iter().all(|(key, value)| match written.get(key) {
                Some(after) => same(value, after),
                None => value.is_null(),
            });
            kept && written.keys().all(|key| read.contains_key(key))
        }
        (Value::Array(read), Value::Array(written)) => {
            read.len() == written.len() && read.iter().zip(written).all(|(a, b)| same(a, b))
        }
        (Value::Number(read), Value::Number(written)) => read.as_f64() == written.as_f64(),
        _ => read == written,
    }
}

#[test]
fn what_fits_a_composed_schema_returns() {
    check_all(1..=1, "values", check);
}

#[test]
#[ignore = "needs the seeds that SPECWEAVE_SEEDS names, as 100..140"]
fn what_fits_a_schema_of_these_seeds_returns() {
    check_all(seeds::named(), "values", check);
}
