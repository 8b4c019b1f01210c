//! A program inside the crate under test: reads JSON as one of its types and says what came of it.
//!
//! A line in is a question, `TYPE MODE JSON`: the index of the type, `S` to read strictly or `L`, the text. An empty line ends some
//! questions, which are responded with a line each: `= JSON` with what was written again, `~ JSON` if reading and writing that gives
//! something else, `! PATH MESSAGE` if it was refused. It uses only what every user has: an operation of one's own and `serde_json`.

use std::io::{BufRead, Write};

use crate::reading::read;
use crate::sdk::plumbing::{Decode, Mode};

/// Reads a text as one type.
pub type Probe = fn(&str, Mode) -> String;

/// Decodes, encodes, and does both again.
pub fn probe<T: Decode + serde::Serialize + PartialEq + Send + 'static>(
    text: &str,
    mode: Mode,
) -> String {
    let value = match read::<T>(text, mode) {
        Ok(value) => value,
        Err(fault) => return format!("! {fault}"),
    };
    let written = serde_json::to_string(&value).unwrap();
    let same = |again: T| again == value && serde_json::to_string(&again).unwrap() == written;
    let is_stable = read::<T>(&written, mode).is_ok_and(same);
    format!("{} {written}", if is_stable { '=' } else { '~' })
}

/// Responses until there is no more to read.
pub fn serve(types: &[Probe]) {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut questions = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        if !line.is_empty() {
            questions.push(line);
            continue;
        }
        for question in questions.drain(..) {
            let mut parts = question.splitn(3, ' ');
            let mut part = || parts.next().unwrap();
            let (index, mode) = (part().parse::<usize>().unwrap(), part());
            let mode = if mode == "S" { Mode::Strict } else { Mode::Lenient };
            writeln!(out, "{}", types[index](part(), mode)).unwrap();
        }
        out.flush().unwrap();
    }
}
