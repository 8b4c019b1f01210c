//! The inputs of a call in; paths, and the texts of the other inputs, out.
//!
//! `-` stands for standard input. With the feature `pull`, a web address is fetched: over https, or over http from this machine. No
//! credentials are sent, and the address may not contain any.

use super::stop::Stop;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;
use std::io::{self, Read, Stderr};
use std::path::{Path, PathBuf};

/// The name of standard input in messages.
const STDIN: &str = "stdin";

/// The inputs of a call.
pub(super) struct Asked {
    /// Files and folders.
    pub(super) paths: Vec<PathBuf>,
    /// The texts that were already read.
    pub(super) texts: Vec<Source>,
}

/// Whether an input can be read repeatedly: neither standard input nor an address.
pub(super) fn is_path(input: &Path) -> bool {
    input != Path::new("-") && address(input).is_none()
}

/// The name of an input in reports: for an address, without parts that may be a key.
pub(super) fn shown(input: &Path) -> String {
    let name = input.display().to_string();
    match address(input).and_then(|text| text.find(['?', '#'])) {
        Some(end) => name[..end].to_owned(),
        None => name,
    }
}

/// Reads the inputs that are not paths, and reports all errors together.
pub(super) fn read_inputs(inputs: &[PathBuf], status: Option<Stderr>) -> Result<Asked, Stop> {
    let mut asked = Asked { paths: Vec::new(), texts: Vec::new() };
    let mut faults = Vec::new();
    let mut stdin = false;
    for input in inputs {
        let text = match address(input) {
            Some(address) => fetch(address, status.is_some()),
            None if input == Path::new("-") => {
                if std::mem::replace(&mut stdin, true) {
                    continue;
                }
                standard_input()
            }
            None => {
                asked.paths.push(input.clone());
                continue;
            }
        };
        match text {
            Ok(text) => asked.texts.push(text),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(asked) } else { Err(Stop::calls(faults)) }
}

/// The address of an input, with any scheme.
fn address(input: &Path) -> Option<&str> {
    let text = input.to_str()?;
    let (scheme, _) = text.split_once("://")?;
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    (!scheme.is_empty() && scheme.bytes().all(is_scheme)).then_some(text)
}

fn standard_input() -> Result<Source, Vec<Diagnostic>> {
    let mut bytes = Vec::new();
    let fault = |code, message: String| vec![Diagnostic::new(code, message)];
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| {
        fault(Code::UnreadableInput, format!("standard input cannot be read: {error}"))
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        fault(
            Code::NotUtf8,
            format!("standard input is not UTF-8 text: byte {offset} does not belong there"),
        )
    })?;
    Ok(Source::new(STDIN, text))
}

#[cfg(feature = "pull")]
fn fetch(address: &str, live: bool) -> Result<Source, Vec<Diagnostic>> {
    let status = live.then(io::stderr);
    super::progress::watch_steps(status, super::pull::words, |progress| {
        crate::pull::document(address, &crate::pull::document_options(), progress)
    })
    .map_err(|error| error.diagnostics)
}

#[cfg(not(feature = "pull"))]
fn fetch(_address: &str, _live: bool) -> Result<Source, Vec<Diagnostic>> {
    let message = "this program cannot fetch URLs, as it was built without the feature `pull`";
    let help = "build it with `--features pull`, or fetch the document first and name the file";
    Err(vec![Diagnostic::new(Code::AddressAsInput, message).help(help)])
}
