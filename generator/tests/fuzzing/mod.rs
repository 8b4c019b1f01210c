//! A parser in; whether it bears texts that nobody would write, made of texts that somebody wrote.
//!
//! Every run of the tests takes the same few inputs. `SPECWEAVE_FUZZ_SECONDS=1200 cargo test --release … fuzz::yaml -- --nocapture` goes on for
//! so long, from another beginning each time or from `SPECWEAVE_FUZZ_SEED`, and also tells inputs that take long. What was found
//! once lies in `found/`, in a folder for each parser, and is taken first.

pub(crate) mod corpus;
pub(crate) mod document;
pub(crate) mod text;

use crate::random::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// A parser, and what its inputs are made of.
pub(crate) struct Parser {
    pub(crate) name: &'static str,
    /// Texts that it is meant to read.
    pub(crate) seeds: Vec<String>,
    /// Pieces of text that mean something to it.
    pub(crate) words: &'static [&'static str],
    /// Makes an input.
    pub(crate) change: fn(&mut Random, &Parser) -> String,
    /// Reads an input, and panics where the parser breaks its promise.
    pub(crate) check: fn(&str),
}

/// Tests of parsers, each with so many inputs.
macro_rules! tests {
    ($($name:ident: $parser:path, $inputs:literal;)*) => {$(
        #[test]
        fn $name() {
            $parser().run($inputs);
        }
    )*};
}
pub(crate) use tests;

/// An input that is not done after this time never will be, even where the machine is busy and nothing is optimized.
const HANG: Duration = Duration::from_secs(120);

/// An input that takes longer than this in a run of its own is at fault, if it does so three times.
const LONG: Duration = Duration::from_secs(2);

impl Parser {
    /// Takes the inputs that were found, then so many new ones, or as many as there is time for.
    pub(crate) fn run(&self, inputs: u64) {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
        let time = number("SPECWEAVE_FUZZ_SECONDS").map(Duration::from_secs);
        let now = || SystemTime::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_secs() << 32);
        let seed = number("SPECWEAVE_FUZZ_SEED").unwrap_or_else(|| time.map_or(0, |_| now()));
        let (begin, watch) = (Instant::now(), Watch::new(self.name));
        for found in self.found() {
            self.take(&watch, &found, false);
        }
        let mut count = 0;
        while time.map_or(count < inputs, |time| begin.elapsed() < time) {
            let input = (self.change)(&mut Random(seed.wrapping_add(count)), self);
            self.take(&watch, &input, time.is_some());
            count += 1;
        }
        println!("{}: {count} inputs from seed {seed} in {:?}", self.name, begin.elapsed());
    }

    fn take(&self, watch: &Watch, input: &str, is_timed: bool) {
        let begin = Instant::now();
        watch.set(Some((begin, input.to_owned())));
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.check)(input)));
        if outcome.is_err() {
            keep(self.name, "panic", input);
            panic!("{}: panic at the input {input:?}", self.name);
        }
        let is_long = |_| {
            let begin = Instant::now();
            (self.check)(input);
            begin.elapsed() > LONG
        };
        if is_timed && begin.elapsed() > LONG && (0..3).all(is_long) {
            keep(self.name, "long", input);
            panic!("{}: {:?} for the input {input:?}", self.name, begin.elapsed() / 4);
        }
        watch.set(None);
    }

    /// The inputs at which it has failed once.
    fn found(&self) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzing/found");
        corpus::texts(&folder.join(self.name), &[], usize::MAX)
    }
}

/// Writes an input down, for it to be looked at.
fn keep(parser: &str, what: &str, input: &str) {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{parser}-{what}"));
    std::fs::write(&path, input).unwrap();
    eprintln!("{parser}: the input is in {}", path.display());
}

/// Ends the process if an input is never done.
struct Watch(Arc<Mutex<Option<(Instant, String)>>>);

impl Watch {
    fn new(parser: &'static str) -> Self {
        let current = Arc::new(Mutex::new(None::<(Instant, String)>));
        let watched = Arc::downgrade(&current);
        std::thread::spawn(move || {
            while let Some(current) = watched.upgrade() {
                if let Some((begin, input)) = &*current.lock().unwrap()
                    && begin.elapsed() > HANG
                {
                    keep(parser, "hang", input);
                    eprintln!("{parser}: no end for the input {input:?}");
                    std::process::exit(101);
                }
                drop(current);
                std::thread::sleep(Duration::from_millis(500));
            }
        });
        Self(current)
    }

    fn set(&self, input: Option<(Instant, String)>) {
        *self.0.lock().unwrap() = input;
    }
}
