//! Costs at 2n, 4n and 8n in; whether they grow at most linearly out.

use crate::measure::{Cost, measure};
use crate::shapes::{SHAPES, Shape};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// From 4n to 8n a cost may rise by so many times of what it rises from 2n to 4n: twice is linear, four times is square. The margin is for
/// tables that double and for what is sorted.
const BYTES: f64 = 3.0;

/// From 2n to 8n CPU time, which is noisy, may become so many times what it was: four is linear, sixteen is square.
const TIME: f64 = 8.0;

/// Rises of less say nothing: they are noise, or what is there once.
const LEAST_BYTES: f64 = 3_000_000.0;
const LEAST_SECONDS: f64 = 0.05;

/// How often sizes whose time breaks the law are run; the shortest of each size counts.
const RUNS: usize = 4;

/// How much larger the sizes are at which a break of the law must show again: what grows too fast does so more clearly there, and noise
/// does not.
const LARGER: usize = 3;

/// How much more the last rise is than the one before. Where a limit has just cut a cost off, it is compared with what is left.
fn factor(small: f64, middle: f64, large: f64) -> f64 {
    if middle < small { large / middle } else { (large - middle) / (middle - small) }
}

/// What a shape costs at each size.
fn measured(shape: &Shape, sizes: [usize; 3]) -> Result<Vec<Cost>, String> {
    sizes.iter().map(|size| measure(shape.name, *size)).collect()
}

/// How many times longer the last size takes than the first, if that breaks the law however often they are run.
fn rise_of_time(
    shape: &Shape,
    sizes: [usize; 3],
    costs: &mut [Cost],
) -> Result<Option<f64>, String> {
    for run in 1.. {
        let [small, large] = [0, 2].map(|index| costs[index].seconds);
        let factor = large / small.max(f64::MIN_POSITIVE);
        if large < LEAST_SECONDS || factor <= TIME {
            return Ok(None);
        }
        if run == RUNS {
            return Ok(Some(factor));
        }
        for (cost, again) in costs.iter_mut().zip(measured(shape, sizes)?) {
            cost.seconds = cost.seconds.min(again.seconds);
        }
    }
    Ok(None)
}

/// What is wrong with the growth of a shape, and the figures.
pub(crate) fn check(shape: &Shape, scale: usize) -> Result<String, String> {
    let sizes = [2, 4, 8].map(|times| shape.size * scale * times);
    let mut costs = measured(shape, sizes)?;
    let line = |costs: &[Cost]| {
        let each = |what: fn(&Cost) -> f64, unit: f64| {
            costs.iter().map(|cost| format!("{:8.2}", what(cost) / unit)).collect::<String>()
        };
        format!(
            "{:38} n={:<7} s{} MB allocated{} held{} written{}",
            shape.name,
            shape.size * scale,
            each(|cost| cost.seconds, 1.0),
            each(|cost| cost.allocated, 1e6),
            each(|cost| cost.held, 1e6),
            each(|cost| cost.written, 1e6)
        )
    };
    let mut faults = Vec::new();
    for (what, of) in [
        ("allocated", (|cost: &Cost| cost.allocated) as fn(&Cost) -> f64),
        ("held", |cost| cost.held),
        ("written", |cost| cost.written),
    ] {
        let [small, middle, large] = [0, 1, 2].map(|index| of(&costs[index]));
        let factor = factor(small, middle, large);
        if large - middle > LEAST_BYTES && factor > BYTES {
            faults.push(format!("{what} × {factor:.1}"));
        }
    }
    if let Some(mut factor) = rise_of_time(shape, sizes, &mut costs)? {
        let sizes = sizes.map(|size| size * LARGER);
        let mut larger = measured(shape, sizes)?;
        if let Some(again) = rise_of_time(shape, sizes, &mut larger)? {
            factor = factor.max(again);
            faults.push(format!("time × {factor:.1}"));
        }
    }
    let line = line(&costs);
    if faults.is_empty() { Ok(line) } else { Err(format!("{line}\n    {}", faults.join(", "))) }
}

/// Checks the shapes whose names hold a text, two at a time.
fn check_all(part: &str, scale: usize) {
    let shapes: Vec<&&Shape> = SHAPES.iter().filter(|shape| shape.name.contains(part)).collect();
    let next = AtomicUsize::new(0);
    let check_rest = || {
        let rest = std::iter::from_fn(|| shapes.get(next.fetch_add(1, Ordering::Relaxed)));
        rest.filter_map(|shape| {
            let outcome = check(shape, scale);
            println!("{}", outcome.as_ref().unwrap_or_else(|fault| fault));
            outcome.err()
        })
        .collect::<Vec<_>>()
    };
    let faults = thread::scope(|scope| {
        let other = scope.spawn(check_rest);
        [check_rest(), other.join().unwrap()].concat()
    });
    assert!(faults.is_empty(), "more than linear:\n{}", faults.join("\n"));
}

#[test]
fn every_cost_grows_at_most_linearly() {
    check_all(&std::env::var("GROWTH_SHAPE").unwrap_or_default(), 1);
}

#[test]
#[ignore = "takes minutes; shows the figures at sizes of GROWTH_SCALE times those of the other test"]
fn every_cost_grows_at_most_linearly_at_large_sizes() {
    let scale = std::env::var("GROWTH_SCALE").ok().and_then(|scale| scale.parse().ok());
    check_all(&std::env::var("GROWTH_SHAPE").unwrap_or_default(), scale.unwrap_or(8));
}
