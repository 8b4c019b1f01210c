//! The parameters of an operation in two states in, which of them are the same out.

use super::pairing::shape;
use super::side::{Pair, Side, optional_words};
use crate::diff::schemas::Schemas;
use crate::ir::Parameter;
use crate::normalize::are_alike;

/// A parameter and its name in Rust.
#[derive(Clone, Copy)]
pub(super) struct Own<'m> {
    pub(super) parameter: &'m Parameter,
    pub(super) name: &'m str,
}

/// Which parameters are the same.
pub(super) struct Parameters<'m> {
    /// Those of both states, in the order of the old one.
    pub(super) pairs: Vec<(Own<'m>, Own<'m>)>,
    /// Those of the old state alone.
    pub(super) removed: Vec<Own<'m>>,
    /// Those of the new state alone.
    pub(super) added: Vec<Own<'m>>,
}

impl<'m> Parameters<'m> {
    /// Pairs the parameters: path variables by their position where the path is the same, then by location and name, then by name
    /// alone, and last those that were renamed.
    pub(super) fn new(pair: &Pair<'m>, schemas: &Schemas<'m>) -> Self {
        let mut parameters =
            Self { pairs: Vec::new(), removed: all(&pair.old), added: all(&pair.new) };
        if shape(&pair.old.operation.path) == shape(&pair.new.operation.path) {
            parameters.by_position();
        }
        parameters.by(|old, new| same_location(old, new) && same_name(old, new));
        parameters.by(same_name);
        parameters.by_likeness(schemas);
        let position = |own: &Own<'_>| {
            let mut all = pair.old.operation.parameters.iter();
            all.position(|parameter| std::ptr::eq(parameter, own.parameter))
        };
        parameters.pairs.sort_by_key(|(old, _)| position(old));
        parameters
    }

    /// Takes the variables of a path in their order.
    fn by_position(&mut self) {
        let in_path = |own: &Own<'_>| own.parameter.location.is_path();
        let old: Vec<Own<'m>> = self.removed.iter().copied().filter(in_path).collect();
        let new: Vec<Own<'m>> = self.added.iter().copied().filter(in_path).collect();
        if old.len() == new.len() {
            self.removed.retain(|own| !in_path(own));
            self.added.retain(|own| !in_path(own));
            self.pairs.extend(old.into_iter().zip(new));
        }
    }

    /// Takes those that fit exactly one.
    fn by(&mut self, fits: impl Fn(&Parameter, &Parameter) -> bool) {
        let mut rest = Vec::new();
        for old in std::mem::take(&mut self.removed) {
            let fitting: Vec<usize> = (0..self.added.len())
                .filter(|&new| fits(old.parameter, self.added[new].parameter))
                .collect();
            match fitting.as_slice() {
                [only] => self.pairs.push((old, self.added.remove(*only))),
                _ => rest.push(old),
            }
        }
        self.removed = rest;
    }

    /// Takes the one that is gone from a location and the one that is new there, if they look like one that was renamed.
    fn by_likeness(&mut self, schemas: &Schemas<'m>) {
        for location in ["path", "query", "header", "cookie"] {
            let there = |own: &&Own<'m>| own.parameter.location.name() == location;
            let old: Vec<Own<'m>> = self.removed.iter().filter(there).copied().collect();
            let new: Vec<Own<'m>> = self.added.iter().filter(there).copied().collect();
            let ([old], [new]) = (old.as_slice(), new.as_slice()) else { continue };
            let alike = location == "path" || look_alike(old.parameter, new.parameter);
            if alike && schemas.same(&old.parameter.value, &new.parameter.value) {
                self.removed.retain(|own| !std::ptr::eq(own.parameter, old.parameter));
                self.added.retain(|own| !std::ptr::eq(own.parameter, new.parameter));
                self.pairs.push((*old, *new));
            }
        }
    }
}

fn all<'m>(side: &Side<'m>) -> Vec<Own<'m>> {
    let parameters = side.operation.parameters.iter().zip(&side.names.parameters);
    parameters.map(|(parameter, name)| Own { parameter, name }).collect()
}

fn same_location(old: &Parameter, new: &Parameter) -> bool {
    old.location.name() == new.location.name()
}

/// Whether two parameters have one name; headers are told apart without case.
pub(super) fn same_name(old: &Parameter, new: &Parameter) -> bool {
    let are_headers = old.location.name() == "header" && new.location.name() == "header";
    old.name == new.name || (are_headers && old.name.eq_ignore_ascii_case(&new.name))
}

/// Whether one may be the other under another name: the names are alike or one holds the other, or both are described alike.
fn look_alike(old: &Parameter, new: &Parameter) -> bool {
    const SHORTEST: usize = 3;
    let [long, short] = [&old.name, &new.name].map(|name| name.to_lowercase());
    let (long, short) = if long.len() < short.len() { (short, long) } else { (long, short) };
    let description = optional_words(old.description.as_deref());
    are_alike(&old.name, &new.name)
        || (short.len() >= SHORTEST && long.contains(&short))
        || (description.is_some() && description == optional_words(new.description.as_deref()))
}
