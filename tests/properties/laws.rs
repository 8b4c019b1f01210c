//! The laws, for every type of a crate:
//!
//! 1. A value that fits the schema is read, leniently and strictly, and what is written for it fits the schema.
//! 2. Nothing known is lost (see `agreement.rs`), and reading and writing again gives the same value and the same bytes.
//! 3. Values that keep to the types but not to bounds and patterns, which types cannot hold, are read and written the same way.
//! 4. Unknown properties are passed over, wherever they are.
//! 5. A required property that is missing or null reads as empty, and everything else as before; strictly, it is an error with its
//!    path.
//! 6. A wrong type is an error with its path, wherever it is.
//!
//! Random numbers begin the same way in every run; `PROPTEST_CASES` makes it more of them.

use jsonschema::Validator;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::fmt::Write as _;

use crate::agreement::Agreement;
use crate::openapi::{Level, validator};
use crate::sites::{Blank, Site, What, sites};
use crate::subject::{Answer, Probe, Subject, Subtype};
use crate::values::Values;
use crate::view::Reader;

type Outcome = Result<(), TestCaseError>;

/// What was checked of one type.
#[derive(Default)]
struct Count {
    values: Cell<u32>,
    changes: Cell<usize>,
}

/// A type under test.
struct Law<'s> {
    subtype: Subtype<'s>,
    reader: Reader<'s>,
    probe: &'s Probe,
    whole: Validator,
    types: Validator,
    open: Validator,
    count: Count,
}

/// Checks every type of a crate and returns the types without a single value that fits.
fn check(subject: &Subject, cases: u32) -> Vec<String> {
    let probe = subject.probe();
    let (mut empty, mut faults, mut report) = (Vec::new(), Vec::new(), String::new());
    let (mut values, mut changes) = (0, 0);
    for subtype in subject.types() {
        let law = Law::of(subject, &probe, subtype);
        let fault = law.run(cases);
        let counted = (law.count.values.get(), law.count.changes.get());
        writeln!(report, "{:60} {:6} values {:8} changes", subtype.name, counted.0, counted.1)
            .unwrap();
        (values, changes) = (values + counted.0, changes + counted.1);
        match fault {
            Some(fault) => faults.push(format!("{}: {fault}", subtype.name)),
            None if counted.0 == 0 => empty.push(subtype.name.to_owned()),
            None => {}
        }
    }
    let total = subject.types().count();
    println!(
        "{report}{total} types, {values} values, {changes} changes of values, without a value: {empty:?}"
    );
    assert!(faults.is_empty(), "{} of {total} types:\n\n{}", faults.len(), faults.join("\n\n"));
    empty
}

impl<'s> Law<'s> {
    fn of(subject: &'s Subject, probe: &'s Probe, subtype: Subtype<'s>) -> Self {
        let reader = Reader { document: &subject.document, form: subtype.form };
        let judge = |level| validator(reader, subtype.schema, level);
        let (whole, types, open) = (judge(Level::Whole), judge(Level::Types), judge(Level::Open));
        Self { subtype, reader, probe, whole, types, open, count: Count::default() }
    }

    /// Checks the laws with many values; what went wrong with the smallest of them.
    fn run(&self, cases: u32) -> Option<String> {
        let bounded = Values::new(self.reader, true).of(self.subtype.schema);
        let fault = self.runner(cases).run(&bounded, |value| self.fitting(&value));
        let fault = fault.err().and_then(|error| explain(error, "fits its schema"));
        fault.or_else(|| {
            let unbounded = Values::new(self.reader, false).of(self.subtype.schema);
            let fault = self.runner(cases).run(&unbounded, |value| self.typed(&value));
            fault.err().and_then(|error| explain(error, "fits its schema but for bounds"))
        })
    }

    fn runner(&self, cases: u32) -> TestRunner {
        let cases = std::env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().unwrap());
        let config = Config {
            cases,
            max_global_rejects: 10 * cases,
            max_shrink_iters: 2000,
            failure_persistence: None,
            ..Config::default()
        };
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::XorShift))
    }

    /// Every law, for a value that fits the schema.
    fn fitting(&self, value: &Value) -> Outcome {
        if !self.whole.is_valid(value) {
            return Err(TestCaseError::reject("does not fit the schema"));
        }
        let text = self.same(value, &self.whole)?;
        let sites = sites(self.reader, self.subtype.schema, value);
        let turn = self.count.values.get() as usize;
        let changes: Vec<Change<'_>> =
            sites.iter().flat_map(|site| changes(value, site, turn)).collect();
        let asked = changes.iter().map(|change| (change.strict, change.value.to_string()));
        let answers = self.ask(asked.collect());
        for (change, answer) in changes.iter().zip(&answers) {
            if let Err(reason) = self.expected(change, answer, &text) {
                return fail(format!("{}, {reason}: {answer:?}", change.value));
            }
        }
        self.count.values.set(self.count.values.get() + 1);
        Ok(())
    }

    /// The first laws, for a value that keeps to the types.
    fn typed(&self, value: &Value) -> Outcome {
        if !self.types.is_valid(value) {
            return Err(TestCaseError::reject("does not fit the types"));
        }
        self.same(value, &self.types).map(drop)
    }

    /// Reads a value in both modes; what is written for it fits, and says the same.
    fn same(&self, value: &Value, judge: &Validator) -> Result<String, TestCaseError> {
        let answers = self.ask([false, true].map(|strict| (strict, value.to_string())).into());
        if answers[0] != answers[1] {
            return fail(format!("it is not read strictly as leniently: {answers:?}"));
        }
        let Answer::Read { text, stable } = &answers[0] else {
            return fail(format!("it was refused: {:?}", answers[0]));
        };
        let written: Value = serde_json::from_str(text).unwrap();
        if let Some(error) = judge.iter_errors(&written).next() {
            let place = error.instance_path();
            return fail(format!("what was written does not fit: {error} at {place} of {text}"));
        }
        let agreement = Agreement { reader: self.reader, sent: self.subtype.sent };
        if let Err(error) = agreement.check(self.subtype.schema, value, &written) {
            return fail(format!("{text} was written: {error}"));
        }
        if !stable {
            return fail(format!("{text} was written, which is not read and written as the same"));
        }
        Ok(text.clone())
    }

    /// Whether a change has the effect that it should have.
    fn expected(&self, change: &Change<'_>, answer: &Answer, before: &str) -> Result<(), String> {
        let site = change.site;
        match (&change.effect, answer) {
            (Effect::None, Answer::Read { text, .. }) if text == before => Ok(()),
            // An arm of which a value may be of others too keeps what it does not name.
            (Effect::None, Answer::Read { text, stable: true }) if known(text) == known(before) => {
                Ok(())
            }
            (Effect::None, _) => {
                Err("which only adds what is unknown, is not read as before".into())
            }
            (Effect::Refused, Answer::Refused { path, .. }) if *path == site.path_text() => Ok(()),
            (Effect::Refused, _) => Err(format!("which is wrong at {:?}", site.path_text())),
            (Effect::OtherObject, Answer::Refused { path, .. })
                if *path == site.outer_path_text() =>
            {
                Ok(())
            }
            (Effect::OtherObject, _) => {
                Err(format!("which is no object at {:?}", site.outer_path_text()))
            }
            (Effect::Blank(blank), Answer::Read { text, .. }) => {
                let written: Value = serde_json::from_str(text).unwrap();
                let found = site.of(&written);
                let is_blank = match blank {
                    Blank::Is(blank) => found == Some(blank),
                    Blank::AnyObject => found.is_some_and(Value::is_object),
                };
                if is_blank && self.open.is_valid(&written) && rest(site, &written, before) {
                    Ok(())
                } else {
                    Err(format!("which lacks {:?}, is not read as empty there", site.path_text()))
                }
            }
            (Effect::Blank(_), _) => {
                Err(format!("which lacks {:?}, is not read leniently", site.path_text()))
            }
        }
    }

    fn ask(&self, questions: Vec<(bool, String)>) -> Vec<Answer> {
        self.count.changes.set(self.count.changes.get() + questions.len());
        self.probe.ask(self.subtype.index, &questions)
    }
}

/// A value that was changed at one site.
struct Change<'v> {
    site: &'v Site,
    value: Value,
    /// Whether it is read strictly.
    strict: bool,
    effect: Effect<'v>,
}

/// What a change does.
enum Effect<'v> {
    /// The value is read as before.
    None,
    /// The site is read as empty, all else as before.
    Blank(&'v Blank),
    /// It is an error that names the site.
    Refused,
    /// It is an error that names the object around the site.
    OtherObject,
}

/// The changes of a site, with their effects; of the values of other types, some in each turn.
fn changes<'v>(value: &Value, site: &'v Site, turn: usize) -> Vec<Change<'v>> {
    let change = |value, strict, effect| Change { site, value, strict, effect };
    match &site.what {
        What::Record => [(json!([{"id": 1}]), false), (json!(null), true)]
            .map(|(unknown, strict)| {
                let value = site.change(value, |object| object[UNKNOWN] = unknown);
                change(value, strict, Effect::None)
            })
            .into(),
        What::Required(blank, only) => {
            // Without any of its required fields it is another object.
            let removed = if *only { Effect::OtherObject } else { Effect::Blank(blank) };
            let null = || site.change(value, |property| *property = Value::Null);
            vec![
                change(site.remove(value), false, removed),
                change(null(), false, Effect::Blank(blank)),
                change(site.remove(value), true, Effect::Refused),
                change(null(), true, Effect::Refused),
            ]
        }
        What::Typed(wrong) => [(turn, false), (turn + 1, true)]
            .map(|(index, strict)| {
                let wrong = &wrong[index % wrong.len()];
                let value = site.change(value, |place| *place = wrong.clone());
                change(value, strict, Effect::Refused)
            })
            .into(),
    }
}

/// Whether all but the site is as before.
fn rest(site: &Site, written: &Value, before: &str) -> bool {
    let before: Value = serde_json::from_str(before).unwrap();
    site.remove(written) == site.remove(&before)
}

/// A key that no schema of the tests names.
const UNKNOWN: &str = "x unknown";

/// A text without what stands under the key that no schema names.
fn known(text: &str) -> Value {
    let mut value = serde_json::from_str(text).unwrap();
    let mut open = vec![&mut value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                object.remove(UNKNOWN);
                open.extend(object.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    value
}

fn fail<T>(reason: String) -> Result<T, TestCaseError> {
    Err(TestCaseError::fail(reason))
}

/// Nothing, where too few values fit.
fn explain(error: TestError<Value>, what: &str) -> Option<String> {
    match error {
        TestError::Abort(_) => None,
        TestError::Fail(reason, value) => Some(format!("{value}\n  {what}, but {reason}")),
    }
}

#[test]
fn of_the_session_service() {
    assert_eq!(check(&Subject::session(), 25), [""; 0]);
}

#[test]
fn of_what_is_created() {
    assert_eq!(check(&Subject::creation("creation-laws"), 8), [""; 0]);
}

#[test]
fn of_the_obstacle_course() {
    // What requires itself, or something else than itself alone, and what contradicts itself, has no value. So has what a discriminator
    // tells by names that no alternative allows.
    let without = ["RequiredRecursion", "Ping", "SelfOneOf", "Pong", "AllOfsWithMap", "Message"];
    let subject = Subject::obstacle_course();
    // What several schemas say at once is left out, and nothing else.
    let looked_at = subject.types().count();
    assert!(looked_at > 150, "{looked_at} of {} types", subject.api.types.len());
    assert_eq!(check(&subject, 8), without);
}

#[test]
#[ignore = "needs the folder that SPECWEAVE_PAGES names"]
fn of_every_page() {
    assert_eq!(check(&Subject::pages(), 100), [""; 0]);
}
