//! The seeds of documents that are made at random in, what went wrong in any of them out.

use std::env;

/// Checks a law for the documents of some seeds. The check says how often it looked, which must be more than 100 times, and what went wrong.
pub(crate) fn check_all(
    seeds: impl IntoIterator<Item = u64>,
    what: &str,
    check: fn(u64) -> (usize, String),
) {
    let (mut count, mut faults) = (0, String::new());
    for seed in seeds {
        let (found, said) = check(seed);
        assert!(found > 100, "only {found} {what} of seed {seed}");
        count += found;
        faults += &said;
    }
    assert!(count > 0, "no seed");
    println!("{count} {what}");
    assert!(faults.is_empty(), "{faults}");
}

/// The seeds that `SPECWEAVE_SEEDS` names, as `100..140`.
pub(crate) fn named() -> std::ops::Range<u64> {
    let seeds = env::var("SPECWEAVE_SEEDS").expect("SPECWEAVE_SEEDS is not set");
    let (first, end) = seeds.split_once("..").expect("SPECWEAVE_SEEDS is FIRST..END");
    first.parse().unwrap()..end.parse().unwrap()
}
