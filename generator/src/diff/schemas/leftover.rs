//! What no pair of operations leads to in: types that came, went, or changed all the same, since Rust code can name them.

use super::expression::{self, Owner};
use super::finding::Raw;
use super::identity::is_component;
use super::rules::family;
use super::words;
use super::{Direction, Schemas};
use crate::Model;
use crate::diff::{Effect, Level};
use crate::ir::{Type, TypeDefinition, TypeId};
use std::collections::{HashMap, HashSet};

impl<'m> Schemas<'m> {
    /// Looks at all types that were not compared.
    pub(super) fn leftover(&mut self) {
        if let (Some(old), Some(new)) = (self.old.api.error_object, self.new.api.error_object)
            && self.relation(old, new) == super::identity::Relation::Same
        {
            self.pair(Owner::Api, Direction::Response, old, new);
            self.work();
        }
        self.unmet();
        self.gone_and_come();
    }

    /// Compares components that have their name in both states and were not met.
    fn unmet(&mut self) {
        let met: HashSet<TypeId> = self.nodes.iter().map(|node| node.old).collect();
        let mut by_name: HashMap<&str, Vec<TypeId>> = HashMap::new();
        for (id, definition) in components(self.new) {
            by_name.entry(&definition.path[0]).or_default().push(id);
        }
        for (old, definition) in components(self.old).filter(|(id, _)| !met.contains(id)) {
            let others = by_name.get(definition.path[0].as_str()).map_or(&[][..], Vec::as_slice);
            let form = |id: &&TypeId| self.new.api.definition(**id).form == definition.form;
            let Some(&new) = others.iter().find(form).or(others.first()) else { continue };
            let direction =
                if definition.usage.response { Direction::Response } else { Direction::Request };
            if self.relation(old, new) == super::identity::Relation::Same {
                self.known.entry((old, new, direction)).or_insert_with(|| {
                    self.nodes.push(super::pair::Node { old, new, direction, owners: Vec::new() });
                    self.open.push(self.nodes.len() - 1);
                    self.nodes.len() - 1
                });
            }
        }
        self.work();
    }

    /// Notes components that have a type in one state only, and are not known under another name.
    fn gone_and_come(&mut self) {
        for state in [0, 1] {
            let model = if state == 0 { self.old } else { self.new };
            let moved: HashSet<TypeId> =
                self.met.iter().map(|(old, new)| if state == 0 { *old } else { *new }).collect();
            let mut seen = HashSet::new();
            let alone: Vec<TypeId> = components(model)
                .filter(|(id, _)| !moved.contains(id))
                .filter(|(_, definition)| !self.has(1 - state, &definition.path[0]))
                .filter(|(_, definition)| seen.insert(definition.pointer.as_str()))
                .map(|(id, _)| id)
                .collect();
            if !alone.is_empty() {
                let holders = self.holders(state);
                alone.into_iter().for_each(|id| self.one_sided(id, state == 0, &holders));
            }
        }
    }

    /// For each type of a state (0 the old, 1 the new) the sites that hold it.
    fn holders(&self, state: usize) -> HashMap<TypeId, Vec<usize>> {
        let api = if state == 0 { &self.old.api } else { &self.new.api };
        let mut holders: HashMap<TypeId, Vec<usize>> = HashMap::new();
        for (site, kept) in self.sites.iter().enumerate() {
            let value = if state == 0 { kept.old } else { kept.new };
            let (mut seen, mut open) = (HashSet::new(), Vec::from_iter(value.named()));
            while let Some(id) = open.pop() {
                if seen.insert(id) {
                    holders.entry(id).or_default().push(site);
                    open.extend(api.definition(id).kind.values().filter_map(Type::named));
                }
            }
        }
        holders
    }

    /// Notes a component that has a type in one state only.
    fn one_sided(&mut self, id: TypeId, is_gone: bool, holders: &HashMap<TypeId, Vec<usize>>) {
        let state = if is_gone { self.old } else { self.new };
        let (definition, ident) = (state.api.definition(id), &state.names.of(id).ident);
        let kind = expression::kind(&state.api, &Type::Named(id));
        let rust = match is_gone {
            true => {
                let is_taken = self.new.names.types.iter().any(|names| names.ident == *ident);
                let text = match is_taken {
                    true => format!(
                        "{ident} is another schema: code that uses the type no longer compiles"
                    ),
                    false => {
                        format!("{ident} is gone: code that names the type no longer compiles")
                    }
                };
                Effect::new(Level::Breaking, text)
            }
            false => Effect::new(Level::Compatible, format!("{ident} is new")),
        };
        let place = Some(definition.pointer.clone());
        let pointers = if is_gone { [place, None] } else { [None, place] };
        let sites = holders.get(&id).into_iter().flatten().map(|&site| Owner::Site(site));
        let owners = sites.chain([Owner::Api]);
        self.raw.extend(owners.map(|owner| Raw {
            family: if is_gone { family::OLD_SCHEMA } else { family::NEW_SCHEMA },
            direction: Direction::Response,
            owner,
            subject: words::schema(definition, ""),
            before: is_gone.then(|| kind.clone()),
            after: (!is_gone).then(|| kind.clone()),
            wire: "names of schemas do not travel".into(),
            rust: rust.clone(),
            pointers: pointers.clone(),
        }));
    }
}

/// The types of the components of a state.
fn components(model: &Model) -> impl Iterator<Item = (TypeId, &TypeDefinition)> {
    let numbered =
        model.api.types.iter().enumerate().map(|(index, definition)| (TypeId(index), definition));
    numbered.filter(|(_, definition)| is_component(definition))
}
