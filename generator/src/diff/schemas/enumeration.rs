//! Two lists of values in, what was added, removed or called otherwise out.

use super::finding::Found;
use super::pair::Pair;
use super::rules::family;
use super::{Direction, Schemas};
use crate::diff::{Effect, Level};

impl<'m> Schemas<'m> {
    /// Compares two lists of values, as JSON writes them.
    pub(super) fn lists(&mut self, pair: &Pair<'m>, old: Vec<String>, new: Vec<String>) {
        let names = (self.old.names.of(pair.ids.0), self.new.names.of(pair.ids.1));
        for (index, value) in old.iter().enumerate() {
            let variant = &names.0.members[index];
            match new.iter().position(|other| other == value) {
                Some(other) if names.1.members[other] != *variant => {
                    let after = names.1.members[other].clone();
                    self.renamed_in_rust(pair, &format!("value {value}"), (variant.clone(), after));
                }
                Some(_) => {}
                None => {
                    let text = format!(
                        "{}::{variant} is gone: code that names it no longer compiles",
                        names.0.ident
                    );
                    self.value(pair, value, true, Effect::new(Level::Breaking, text));
                }
            }
        }
        for (index, value) in new.iter().enumerate().filter(|(_, value)| !old.contains(value)) {
            let text = format!("{}::{} is new", names.1.ident, names.1.members[index]);
            self.value(pair, value, false, Effect::new(Level::Compatible, text));
        }
    }

    fn value(&mut self, pair: &Pair<'m>, value: &str, is_gone: bool, rust: Effect) {
        let wire = match (is_gone, pair.direction) {
            (true, Direction::Request) => format!("requests that hold {value} are refused"),
            (true, Direction::Response) => format!("{value} is not received any more"),
            (false, Direction::Request) => format!("{value} may be sent"),
            (false, Direction::Response) => {
                format!("{value} may be received; programs keep it as an unknown value")
            }
        };
        let found = Found {
            family: if is_gone { family::VALUE_REMOVED } else { family::VALUE_ADDED },
            subject: pair.subject(format!("value {value}")),
            before: is_gone.then(|| value.to_owned()),
            after: (!is_gone).then(|| value.to_owned()),
            wire,
            rust,
        };
        self.found_in(pair, found);
    }
}
