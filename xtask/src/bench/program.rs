//! The files of an emitted crate in; a program that calls three of its operations out.
//!
//! The calls are the examples of the operations' documentation, with arguments read from the command line as JSON.

use super::Outcome;
use super::measured::Package;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The name of the program.
pub(super) const NAME: &str = "bench_program";
/// The number of operations that it calls.
pub(super) const OPERATIONS: usize = 3;

/// Writes the program next to the emitted crate.
pub(super) fn package(
    root: &Path,
    krate: &str,
    files: &BTreeMap<String, String>,
) -> Outcome<Package> {
    let operations = files.iter().filter(|(path, _)| path.starts_with("src/operations/"));
    let examples: Vec<String> =
        operations.flat_map(|(_, text)| examples(text)).take(OPERATIONS).collect();
    if examples.len() < OPERATIONS {
        return Err(format!("there are not {OPERATIONS} operations with an example to call").into());
    }
    let mut text = "#![allow(unused)]\n".to_owned();
    let mut calls = String::new();
    for (number, example) in examples.iter().enumerate() {
        text.push_str(&example.replacen("fn example", &format!("fn example_{number}"), 1));
        let signature = example.lines().next().unwrap_or_default();
        let inputs = ", input()?".repeat(signature.matches(": ").count() - 1);
        let _ =
            writeln!(calls, "    example_{number}({krate}::Client::from_env()?{inputs}).await?;");
    }
    let _ = write!(
        text,
        "fn input<T: serde::de::DeserializeOwned>() -> Result<T, Box<dyn std::error::Error>> {{\n    \
         Ok(serde_json::from_str(&std::env::args().nth(1).ok_or(\"no argument\")?)?)\n}}\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{calls}    Ok(())\n}}\n"
    );
    let manifest = format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {krate} = {{ path = \"../emitted\" }}\nserde = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    );
    let files =
        BTreeMap::from([("Cargo.toml".to_owned(), manifest), ("src/main.rs".to_owned(), text)]);
    Package::write(root, NAME, &files)
}

/// The functions in the examples of a file, except those with borrowed arguments, which cannot be read from JSON.
fn examples(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines =
        text.lines().map(|line| line.trim_start().trim_start_matches("///").trim_start());
    while let Some(line) = lines.next() {
        let Some(signature) = line.strip_prefix("async fn example(") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if !signature.contains('&') {
            found.push(format!("async fn example({signature}\n{}\n", body.join("\n")));
        }
    }
    found
}
