//! A program inside the crate under test: makes requests of the values that it is given, and says what they are.
//!
//! A line in is the index of an operation and its values by their names, as JSON; a line out is the request. It uses only what every user has.

use std::io::{BufRead, Write};

use crate::reading::read;
use crate::sdk::plumbing::{Decode, Mode};
use crate::sdk::{self, Body, BuildError, File};
use serde_json::{Map, Value, json};

/// Makes the request of one operation.
pub type Maker = fn(Given<'_>) -> Result<sdk::http::Request<Body>, BuildError>;

/// The values that an operation, or a body of parts, is given.
#[derive(Clone, Copy)]
pub struct Given<'g>(&'g Map<String, Value>);

impl<'g> Given<'g> {
    fn at(self, key: &str) -> &'g Value {
        self.0.get(key).unwrap_or_else(|| panic!("{key} is required"))
    }

    pub fn has(self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub fn value<T: Decode + Send + 'static>(self, key: &str) -> T {
        let value = read(&self.at(key).to_string(), Mode::Strict);
        value.unwrap_or_else(|fault| panic!("{key}: {fault}"))
    }

    pub fn text(self, key: &str) -> String {
        self.at(key).as_str().unwrap().to_owned()
    }

    pub fn bytes(self, key: &str) -> Body {
        Body::from(self.text(key))
    }

    pub fn parts(self, key: &str) -> Given<'g> {
        Given(self.at(key).as_object().unwrap())
    }

    /// Those that are called otherwise.
    pub fn others(self, known: &'g [&'g str]) -> impl Iterator<Item = (&'g String, &'g Value)> {
        self.0.iter().filter(|(name, _)| !known.contains(&name.as_str()))
    }

    pub fn file(self, key: &str) -> File {
        file(self.at(key))
    }

    pub fn files(self, key: &str) -> Vec<File> {
        self.at(key).as_array().unwrap().iter().map(file).collect()
    }
}

fn file(value: &Value) -> File {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let file = File::from_bytes(text("name").unwrap(), text("content").unwrap());
    match text("type") {
        Some(media_type) => file.with_content_type(media_type),
        None => file,
    }
}

fn described(request: Result<sdk::http::Request<Body>, BuildError>) -> Value {
    let request = match request {
        Ok(request) => request,
        Err(error) => return json!({"error": error.to_string()}),
    };
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| json!([name.as_str(), value.as_bytes()]));
    json!({
        "method": request.method().as_str(),
        "uri": request.uri().to_string(),
        "headers": headers.collect::<Vec<_>>(),
        "body": request.body().as_bytes().unwrap(),
    })
}

/// Requests until there is nothing more to read.
pub fn serve(makers: &[Maker]) {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (index, given) = line.split_once(' ').unwrap();
        let given: Map<String, Value> = serde_json::from_str(given).unwrap();
        let make = makers[index.parse::<usize>().unwrap()];
        // What is given cannot be read: that is a finding, and not the end.
        let made = std::panic::catch_unwind(|| described(make(Given(&given))));
        let said = made.unwrap_or_else(|_| json!({"error": "what is given was not read"}));
        writeln!(out, "{said}").unwrap();
    }
}
