//! `cargo xtask ci` and `cargo xtask quick`: the checks before a change is merged, and a quick check after each edit.
//!
//! Steps that start their own cargo mostly wait for the compiler or its lock, so they run one after another, with the other tests in
//! parallel. A chore runs in this program. `cargo run` would compile the generator again, with only the features of this package;
//! `.ci/run` compiles this program with the features of the whole workspace. The crate of the tests has the same documentation as
//! `generated`, so only the latter is checked.

use crate::{Stop, cargo, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, ExitCode, Output};
use std::{env, io, thread};

/// The test that needs Prism.
const CONTRACT: &str = "contract";

/// The tests that compile emitted crates.
const COMPILING: [&str; 4] = ["effects", "emitted_examples", "obstacle_course", "properties"];

/// Other slow tests: they search for counterexamples, or measure.
const SEARCHING: [&str; 2] = ["drift", "growth"];

/// The arguments of a cargo command. After `xtask`, those of a chore.
type Arguments = Vec<String>;

fn arguments(text: &str) -> Arguments {
    text.split(' ').map(str::to_owned).collect()
}

/// The arguments for some tests of the workspace, always with the features of the whole workspace, so that nothing is compiled twice.
fn tests(options: &str, names: &[String]) -> Arguments {
    let names = names.iter().flat_map(|name| ["--test".to_owned(), name.clone()]);
    arguments("test --workspace --locked")
        .into_iter()
        .chain(arguments(options))
        .chain(names)
        .collect()
}

/// Runs all checks before a change is merged; stops at the first failure.
pub(crate) fn whole() -> ExitCode {
    let run = || {
        let names = names()?;
        let (compiling, others): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| COMPILING.contains(&name.as_str()));
        let steps = [
            vec![vec![arguments("fmt --all --check")]],
            vec![vec![arguments("clippy --workspace --all-targets --locked -- -D warnings")]],
            vec![vec![arguments("xtask codegen --check")]],
            vec![vec![arguments("test --workspace --locked --no-run --lib --bins --tests")]],
            vec![
                vec![
                    tests("--no-fail-fast", &compiling),
                    arguments("test --workspace --exclude frozen-sdk --locked --doc"),
                    arguments("xtask contract"),
                    arguments(
                        "doc --workspace --exclude frozen-sdk --no-deps --locked --features specweave/pull",
                    ),
                ],
                vec![tests("--no-fail-fast --lib --bins", &others)],
            ],
        ];
        let total = steps.len();
        for (number, lanes) in (1..).zip(steps) {
            eprintln!("\n== {number}/{total}");
            if !beside_each_other(lanes) {
                return Ok(1);
            }
        }
        eprintln!("\n== all {total} steps passed");
        Ok(0)
    };
    crate::verdict(run())
}

/// Runs the tests that take less than a minute.
pub(crate) fn quick() -> ExitCode {
    let run = || {
        let is_quick = |name: &String| {
            !COMPILING.iter().chain(&SEARCHING).any(|slow| slow == name) && name != CONTRACT
        };
        let quick: Vec<_> = names()?.into_iter().filter(is_quick).collect();
        let passed = in_turn(&[tests("--quiet --no-fail-fast --lib", &quick)], true);
        Ok(usize::from(!passed))
    };
    crate::verdict(run())
}

/// The names of all integration tests of the workspace.
fn names() -> Result<BTreeSet<String>, Stop> {
    let output = output(&arguments("metadata --no-deps --format-version 1 --locked"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| Stop::fault(format!("cargo metadata: {error}")))?;
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let targets =
        list(&metadata, "packages").into_iter().flat_map(|package| list(&package, "targets"));
    let tests = targets.filter(|target| target["kind"][0] == "test");
    Ok(tests.filter_map(|target| Some(target["name"].as_str()?.to_owned())).collect())
}

/// Runs each list of commands in order, and the lists in parallel; returns whether all passed. Only the last list prints immediately, so
/// that outputs do not mix.
fn beside_each_other(mut lanes: Vec<Vec<Arguments>>) -> bool {
    let last = lanes.pop().unwrap_or_default();
    thread::scope(|scope| {
        let others: Vec<_> =
            lanes.iter().map(|lane| scope.spawn(|| in_turn(lane, false))).collect();
        let passed = in_turn(&last, true);
        let others: Vec<_> = others.into_iter().map(|lane| lane.join().unwrap_or(false)).collect();
        passed && others.into_iter().all(|passed| passed)
    })
}

/// Runs commands until one fails; returns whether all passed.
fn in_turn(commands: &[Arguments], prints_at_once: bool) -> bool {
    commands.iter().all(|arguments| {
        let step = arguments.join(" ");
        let passed = if prints_at_once {
            eprintln!("\n== cargo {step}");
            command(arguments)
                .and_then(|mut command| command.status())
                .map(|status| status.success())
        } else {
            command(arguments).and_then(|mut command| command.output()).map(|output| {
                let [said, printed] =
                    [&output.stderr, &output.stdout].map(|text| String::from_utf8_lossy(text));
                eprintln!("\n== cargo {step}\n{said}{printed}");
                output.status.success()
            })
        };
        match passed {
            Ok(true) => true,
            Ok(false) => {
                eprintln!("\n== failed: cargo {step}");
                false
            }
            Err(error) => {
                eprintln!("\n== failed: {step} cannot be started: {error}");
                false
            }
        }
    })
}

fn output(arguments: &Arguments) -> Result<Output, Stop> {
    let output = command(arguments).and_then(|mut command| command.output());
    output.map_err(|error| Stop::unstarted("cargo", &error))
}

fn command(arguments: &Arguments) -> io::Result<Command> {
    let (mut command, arguments) = match arguments.split_first() {
        Some((first, chore)) if first == "xtask" => (Command::new(env::current_exe()?), chore),
        _ => (cargo(), &arguments[..]),
    };
    command.args(arguments).current_dir(root());
    if arguments.first().is_some_and(|chore| chore == "doc") {
        command.env("RUSTDOCFLAGS", "-D warnings");
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_in_any_list_is_a_failure() {
        let [good, bad] = ["--version", "no-such-command"].map(arguments);
        let lanes = |lanes: &[&[&Arguments]]| {
            let lane = |lane: &&[&Arguments]| lane.iter().map(|&one| one.clone()).collect();
            beside_each_other(lanes.iter().map(lane).collect())
        };
        assert!(lanes(&[&[&good, &good]]));
        assert!(lanes(&[&[&good], &[&good, &good]]));
        assert!(!lanes(&[&[&bad], &[&good]]));
        assert!(!lanes(&[&[&good, &bad], &[&good]]));
        assert!(!lanes(&[&[&good], &[&good, &bad]]));
    }

    #[test]
    fn the_tests_that_are_named_here_exist() {
        let names = names().unwrap_or_default();
        let named = COMPILING.iter().chain(&SEARCHING).chain([&CONTRACT]);
        named.for_each(|name| assert!(names.contains(*name), "{name}"));
    }

    #[test]
    fn a_chore_is_run_by_this_program() {
        // Here, that is the program of the tests.
        let runs = |chore| in_turn(&[arguments(chore)], false);
        assert!(runs("xtask --list"));
        assert!(!runs("xtask --no-such-option"));
    }
}
