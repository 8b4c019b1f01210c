//! Hand-written types and a call with serde's derives and reqwest, and the emitted equivalents, in; the costs of decoding, encoding and
//! calling, side by side, out.
//!
//! The sources are in the folder `runtime`: a document, hand-written code for it, and a program that repeats the work of either as often
//! as requested. The cost of the work is the difference between a run with it and one without.

use super::measured::Package;
use super::{Outcome, cpu, instructions, listed};
use specweave::files;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const NAME: &str = "bench_runtime";

/// The number of measurements of each side, in turns.
const ROUNDS: usize = 7;

const SIDES: [&str; 2] = ["emitted", "by-hand"];

/// The cases, by the program's names, with the number of repetitions that take part of a second.
const CASES: &[(&str, &str, usize)] = &[
    ("user", "an object", 50_000),
    ("sorted", "an object in another order", 50_000),
    ("list", "1000 large objects", 50),
    ("tagged", "a union, 100 by tag", 2_000),
    ("bare", "a union, 100, tag added", 2_000),
    ("tried", "a union, 100 by trying", 2_000),
    ("map", "a map of 200", 2_000),
];

/// The number of calls that are timed or counted.
const CALLS: usize = 2_000;

/// Measures and prints.
pub(super) fn run(root: &Path) -> Outcome<()> {
    let program = build(root)?;
    println!("emitted / by hand            time  instructions    allocations");
    for (case, title, count) in CASES {
        for what in ["decode", "encode"] {
            if (*case, what) != ("sorted", "encode") {
                let title = format!("{what} {title}");
                compare(&program, &title, *count, count.div_ceil(100), |command, side, count| {
                    command.args([side, case, what, &count.to_string()]);
                })?;
            }
        }
    }
    let server = Server::start(&program)?;
    compare(&program, "call", CALLS, CALLS / 20, |command, side, count| {
        command.args([side, "call", &count.to_string(), &server.base]);
    })
}

/// Writes and compiles the program, and returns its path.
fn build(root: &Path) -> Outcome<PathBuf> {
    let folder = root.join("xtask/src/bench/runtime");
    let unread = |unread: files::Unread| listed(&unread.diagnostics);
    let config = files::load_config(&folder.join("specweave.yaml")).map_err(unread)?;
    let inputs = files::read_inputs(&[], &[], Some(&config)).map_err(unread)?;
    let output = specweave::generate(inputs, &config.config, &|_| {})
        .map_err(|failure| listed(&failure.diagnostics))?;
    Package::write(root, "bench_api", &output.files)?;
    let manifest = format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         emitted = {{ path = \"../bench_api\" }}\n\
         reqwest = {{ version = \"0.13\", default-features = false, features = [\"http2\", \"json\", \"rustls\", \"system-proxy\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"float_roundtrip\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         [profile.release]\ndebug = \"line-tables-only\"\n"
    );
    let files = BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), include_str!("runtime/program.rs").to_owned()),
        ("src/by_hand.rs".to_owned(), include_str!("runtime/by_hand.rs").to_owned()),
        ("src/user.json".to_owned(), include_str!("runtime/user.json").to_owned()),
        ("src/server.json".to_owned(), include_str!("runtime/server.json").to_owned()),
    ]);
    Package::write(root, NAME, &files)?.release(NAME, &[])
}

/// Compares the sides in one case: CPU time of `timed` repetitions, instructions and allocations of `counted` repetitions.
fn compare(
    program: &Path,
    title: &str,
    timed: usize,
    counted: usize,
    set: impl Fn(&mut Command, &str, usize),
) -> Outcome<()> {
    let command = |side: &str, count: usize| {
        let mut command = Command::new(program);
        set(&mut command, side, count);
        command
    };
    let mut seconds = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        for (seconds, side) in seconds.iter_mut().zip(SIDES) {
            let idle = cpu::seconds_of(&mut command(side, 0))?;
            seconds.push(cpu::seconds_of(&mut command(side, timed))? - idle);
        }
    }
    let [emitted, by_hand] = seconds.map(cpu::median);
    print!("{title:27} {:5.2}", emitted / by_hand);
    if !instructions::can_be_counted() {
        println!("    (not counted, as valgrind is not installed)");
        return Ok(());
    }
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let each = |count: fn(&mut Command) -> Outcome<u64>| -> Outcome<[f64; 2]> {
        let mut counts = [0.0; 2];
        for (each, side) in counts.iter_mut().zip(SIDES) {
            let (idle, whole) =
                (count(&mut command(side, 0))?, count(&mut command(side, counted))?);
            *each = whole.saturating_sub(idle) as f64 / counted as f64;
        }
        Ok(counts)
    };
    let [emitted, by_hand] = each(instructions::of_running)?;
    print!("    {:5.3} ({emitted:.0} / {by_hand:.0})", emitted / by_hand);
    let [emitted, by_hand] = each(instructions::allocations)?;
    println!("    {:5.3} ({emitted:.1} / {by_hand:.1})", emitted / by_hand);
    Ok(())
}

/// The program as a server of one response.
struct Server {
    child: Child,
    base: String,
}

impl Server {
    fn start(program: &Path) -> Outcome<Self> {
        let mut child = Command::new(program).arg("serve").stdout(Stdio::piped()).spawn()?;
        let mut base = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut base)?;
        }
        Ok(Self { child, base: base.trim_end().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with this process at the latest.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
