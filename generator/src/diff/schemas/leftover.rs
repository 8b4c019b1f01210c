//! What no pair of operations leads to in: types that came, went, or changed all the same, since Rust code can name them.

use super::expression::Owner;
use super::finding::{Found, Raw};
use super::identity::is_component;
use super::rules::family;
use super::spot::Spot;
use super::words;
use super::{Direction, Schemas};
use crate::Model;
use crate::diff::{Effect, Level};
use crate::ir::{TypeDefinition, TypeId};
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
            let Some(&new) = others.iter().find(form) else { continue };
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
        let moved_old: HashSet<TypeId> = self.met.iter().map(|(old, _)| *old).collect();
        let moved_new: HashSet<TypeId> = self.met.iter().map(|(_, new)| *new).collect();
        let mut seen = HashSet::new();
        for (id, definition) in components(self.old).filter(|(id, _)| !moved_old.contains(id)) {
            if !self.has(1, &definition.path[0]) && seen.insert(definition.pointer.as_str()) {
                self.one_sided(id, definition, true);
            }
        }
        let mut seen = HashSet::new();
        for (id, definition) in components(self.new).filter(|(id, _)| !moved_new.contains(id)) {
            if !self.has(0, &definition.path[0]) && seen.insert(definition.pointer.as_str()) {
                self.one_sided(id, definition, false);
            }
        }
    }

    fn one_sided(&mut self, id: TypeId, definition: &TypeDefinition, is_gone: bool) {
        let state = if is_gone { self.old } else { self.new };
        let ident = &state.names.of(id).ident;
        let name = words::name(definition);
        let rust = match is_gone {
            true => Effect::new(
                Level::Breaking,
                format!("{ident} is gone: code that names the type no longer compiles"),
            ),
            false => Effect::new(Level::Compatible, format!("{ident} is new")),
        };
        let pointer = |document| {
            let spot = Spot::at(document, definition.pointer.as_str());
            spot.value.map(|_| spot.pointer())
        };
        let Found { family, subject, before, after, wire, rust } = Found {
            family: if is_gone { family::OLD_SCHEMA } else { family::NEW_SCHEMA },
            subject: words::schema(definition, ""),
            before: is_gone.then(|| name.clone()),
            after: (!is_gone).then(|| name.clone()),
            wire: "what holds it is reported by itself".into(),
            rust,
        };
        let pointers = [pointer(&self.old.document), pointer(&self.new.document)];
        let (direction, owner) = (Direction::Response, Owner::Api);
        self.raw.push(Raw {
            family,
            direction,
            owner,
            subject,
            before,
            after,
            wire,
            rust,
            pointers,
        });
    }
}

/// The types of the components of a state.
fn components(model: &Model) -> impl Iterator<Item = (TypeId, &TypeDefinition)> {
    let numbered =
        model.api.types.iter().enumerate().map(|(index, definition)| (TypeId(index), definition));
    numbered.filter(|(_, definition)| is_component(definition))
}
