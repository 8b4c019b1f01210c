//! `cargo xtask contract`: the emitted contract tests against Prism, which checks each request against the specification and generates
//! responses from it.
//!
//! In: the pages of `spec/` with the crate `generated/`, the pages of a folder, or a document of any API. For the latter two, the crate
//! is generated first. Out: a line for each failure on stdout, a summary, and the number of failures.

mod document;
mod exceptions;
mod outcome;
mod prism;
mod problem;
mod references;

use crate::{Stop, cargo, package, root};
use exceptions::Exceptions;
use outcome::Outcome;
use prism::{Prism, Responses};
use std::path::Path;
use std::process::Command;

/// Runs all tests; returns the number of failures.
pub(crate) fn run(pages: Option<&Path>, document: Option<&Path>) -> Result<usize, Stop> {
    let (exceptions, (inputs, config)) = match document {
        Some(document) => (Exceptions::default(), package::document(document)?),
        None => {
            let listed = Exceptions::load(&root().join("spec/contract-exceptions.txt"))?;
            (listed, package::inputs(pages)?)
        }
    };
    let own = pages.is_none() && document.is_none();
    let (bundle, _) = specweave::bundle(inputs.clone(), &|_| {}).map_err(package::failed)?;
    let folder = if own {
        root().join("generated")
    } else {
        package::generate(inputs, &config, "contract/crate")?.folder
    };
    let document = document::write(bundle, &package::target().join("contract"))?;
    for pointer in &document.left_out {
        eprintln!(
            "Prism is not given {pointer}: it is a link or a callback, or holds a reference that is none or leads out of the document"
        );
    }
    let operations = document.operations;
    let prism =
        Prism::install(&root().join("xtask/prism"), &package::target().join("contract/prism"))?;
    eprintln!("compiling the contract tests");
    build(&folder, own)?;
    let mut failures = 0;
    for responses in [Responses::Static, Responses::Dynamic] {
        eprintln!("starting Prism with {responses} responses");
        let mut server = prism.serve(&document.path, responses)?;
        let mut tests = command(&folder, own);
        tests.env(format!("{}_CONTRACT_URL", config.environment()), server.address());
        let said = run_tests(tests);
        server.check()?;
        drop(server);
        let outcomes = outcome::read(&said?);
        for test in exceptions.unknown(responses, &outcomes) {
            failures += 1;
            println!("failed: the listed exception {test} is no test");
        }
        failures += judge(&outcomes, operations, responses, &exceptions);
    }
    Ok(failures)
}

/// The command that runs the contract tests or only compiles them, with the locked versions for the repository's own crate.
fn command(folder: &Path, own: bool) -> Command {
    let mut command = cargo();
    command.args(["test", "--test", "contract"]).args(own.then_some("--locked"));
    command.current_dir(folder).env("CARGO_TARGET_DIR", package::target());
    // The user's proxy cannot reach the server.
    command.env("RUST_BACKTRACE", "0").env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
    command
}

fn build(folder: &Path, own: bool) -> Result<(), Stop> {
    let status = command(folder, own).arg("--no-run").status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Stop::fault("the contract tests do not compile")),
        Err(error) => Err(Stop::unstarted("cargo", &error)),
    }
}

/// Runs the contract tests and returns their output. Failed tests are not an error, but an incomplete run is.
fn run_tests(mut command: Command) -> Result<String, Stop> {
    command.args(["--", "--ignored", "--format=pretty", "--color=never"]);
    let output = command.output().map_err(|error| Stop::unstarted("cargo", &error))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if outcome::is_whole(&said) {
        return Ok(said);
    }
    let log = said + &String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = log.lines().collect();
    let last = lines[lines.len().saturating_sub(20)..].join("\n");
    Err(Stop::fault(format!(
        "the contract tests did not run to their end ({}):\n{last}",
        output.status
    )))
}

/// Prints failures and a summary; returns the number of failures.
fn judge(
    outcomes: &[Outcome],
    operations: usize,
    responses: Responses,
    exceptions: &Exceptions,
) -> usize {
    let (mut failures, mut excepted) = (0, 0);
    let passed = outcomes.iter().filter(|outcome| outcome.failure.is_none()).count();
    for outcome in outcomes {
        match (&outcome.failure, exceptions.cause(&outcome.test, responses)) {
            (None, None) => {}
            (Some(_), Some(cause)) => {
                excepted += 1;
                println!("exception: {}: {cause}", outcome.test);
            }
            (Some(said), None) => {
                failures += 1;
                println!("failed: {}: {}", outcome.test, problem::line(said));
            }
            (None, Some(cause)) => {
                failures += 1;
                println!("passed, so that it is no exception any more: {}: {cause}", outcome.test);
            }
        }
    }
    let tests = outcomes.len();
    // An operation with several media types has a test for each.
    if tests < operations {
        failures += 1;
        println!("failed: the document has {operations} operations, and {tests} tests ran");
    }
    println!(
        "{responses} responses: {passed} of {tests} tests of {operations} operations accepted by Prism and their responses decoded, {excepted} exceptions"
    );
    failures
}
