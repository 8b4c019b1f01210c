//! The inputs as a call names them in; those that are paths, and the texts of the others, out.
//!
//! `-` stands for standard input. An address of the web is fetched, with the feature `pull`: over https, or over http from this machine itself; no
//! credentials are sent, and none may be in it.

use super::stop::Stop;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;
use std::io::{self, Read, Stderr};
use std::path::{Path, PathBuf};

/// How messages call standard input.
const STDIN: &str = "stdin";

/// What a call names.
pub(super) struct Asked {
    /// Files and folders.
    pub(super) paths: Vec<PathBuf>,
    /// What was read already.
    pub(super) texts: Vec<Source>,
}

/// Whether an input is read again and again without asking anybody: neither standard input nor an address.
pub(super) fn is_path(input: &Path) -> bool {
    input != Path::new("-") && address(input).is_none()
}

/// How reports call an input: an address without what may be a key in it.
pub(super) fn shown(input: &Path) -> String {
    let name = input.display().to_string();
    match address(input).and_then(|text| text.find(['?', '#'])) {
        Some(end) => name[..end].to_owned(),
        None => name,
    }
}

/// Reads what is no path. All that cannot be read is told at once.
pub(super) fn asked(inputs: &[PathBuf], status: Option<Stderr>) -> Result<Asked, Stop> {
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

/// The address that an input is, of whatever scheme.
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
    let message =
        "an address of the web is given, and this program was built without a client for it";
    let help = "build it with `--features pull`, or fetch the document first and name the file";
    Err(vec![Diagnostic::new(Code::AddressAsInput, message).help(help)])
}
