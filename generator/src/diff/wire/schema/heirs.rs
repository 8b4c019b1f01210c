//! Two objects with a discriminator in; the changes of the components that inherit them out. Values of such an object may be values of its heirs.

use super::class::{Class, arms};
use super::identity::{Profile, Relation};
use super::spot::{Fold, Spot};
use super::union::{Partners, Tags};
use super::{Here, subject};
use crate::diff::finding::Owner;
use crate::diff::wire::Wire;
use crate::ir::{Api, SchemaId};
use std::collections::{HashMap, HashSet};

impl<'m> Wire<'m> {
    /// Compares the heirs of two schemas that describe a value, once.
    pub(super) fn heirs(&mut self, number: usize) {
        let node = &self.nodes[number];
        let spots = [node.old.clone(), node.new.clone()];
        let direction = node.direction;
        let is_parent = |spot: &Spot<'m>| spot.get("discriminator").is_some();
        if !spots.iter().any(is_parent) || !self.inherited.insert(number) {
            return;
        }
        let here = Here {
            subject: subject(&spots[1], ""),
            direction,
            owner: Owner::Node(number),
            items: spots.each_ref().map(|spot| Some(spot.pointer().to_owned())),
            writing: node.writing,
            is_arm: false,
        };
        let folds = spots.each_ref().map(Fold::one);
        let folds = [&folds[0], &folds[1]];
        let heirs = [0, 1].map(|state| self.heirs_of(state, &spots[state]));
        // The arms of a union say what values of it may be.
        let is_union = folds.iter().any(|fold| !arms(fold).is_empty());
        let is_told = is_union || heirs.iter().all(Vec::is_empty);
        if !is_told {
            self.discriminators(&here, folds);
        }
        if !spots.iter().all(is_parent) {
            return;
        }
        let partner = self.heir_partners([&heirs[0], &heirs[1]]);
        let tags = folds.map(Tags::of);
        for (old, place) in heirs[0].iter().zip(&partner) {
            match place {
                Some(place) => {
                    let new = &heirs[1][*place];
                    if !is_told {
                        let own = |state: usize, heir: &Spot<'m>| {
                            let tags = tags[state].as_ref()?;
                            Some(tags.of_arm(heir, heir.name.to_string()))
                        };
                        let subject = subject(&spots[1], format!("type {}", new.name));
                        let inside = Here { subject, ..here.clone() };
                        self.tags(&inside, [&spots[0], &spots[1]], [own(0, old), own(1, new)]);
                    }
                    self.heir(&here, [old, new]);
                }
                None if !is_told => self.arm(&here, [&spots[0], &spots[1]], old, true),
                None => {}
            }
        }
        let taken: HashSet<usize> = partner.into_iter().flatten().collect();
        let is_new = |(place, _): &(usize, &Spot<'m>)| !is_told && !taken.contains(place);
        for (_, new) in heirs[1].iter().enumerate().filter(is_new) {
            self.arm(&here, [&spots[0], &spots[1]], new, false);
        }
    }

    /// For each old heir, the new heir that it is now.
    fn heir_partners(&self, [old, new]: [&[Spot<'m>]; 2]) -> Vec<Option<usize>> {
        let mut found = Partners::none([old.len(), new.len()]);
        found.by_key([old, new].map(|all| all.iter().map(|heir| Some(&heir.name)).collect()));
        if !found.is_complete() {
            let profiles = [old, new].map(|all| all.iter().map(Profile::of).collect::<Vec<_>>());
            let kinds =
                profiles.each_ref().map(|all| all.iter().map(Profile::named_kind).collect());
            let is_moved =
                |one: usize, other: usize| profiles[0][one].is_moved(self, &profiles[1][other]);
            found.by_test(kinds, is_moved);
        }
        found.of
    }

    /// Compares an heir.
    fn heir(&mut self, here: &Here, [old, new]: [&Spot<'m>; 2]) {
        let [from, to] = [old, new].map(|spot| Class::of(&Fold::one(spot)));
        match self.relation(old, new, from.is_like(&to)) {
            Relation::Same | Relation::Combined => {}
            Relation::OtherKind | Relation::Replaced => return,
            relation => self.moved(here, relation, old, new),
        }
        self.pair(here.owner, (here.direction, here.writing), old, new);
    }

    /// The components that inherit a schema, directly or through others.
    fn heirs_of(&self, state: usize, parent: &Spot<'m>) -> Vec<Spot<'m>> {
        let children = self.children[state].get_or_init(|| children(parent.api));
        let (mut found, mut open) = (Vec::new(), vec![parent.id]);
        let mut seen = HashSet::from([parent.id]);
        while let Some(id) = open.pop() {
            for name in children.get(&id).into_iter().flatten() {
                let heir = Spot::component(parent.api, name);
                let heir = heir.filter(|heir| seen.insert(heir.id));
                open.extend(heir.as_ref().map(|heir| heir.id));
                found.extend(heir);
            }
        }
        found
    }
}

/// For each schema, the components that inherit it directly.
fn children(api: &Api) -> HashMap<SchemaId, Vec<&str>> {
    let mut children: HashMap<SchemaId, Vec<&str>> = HashMap::new();
    for (name, id) in &api.components {
        for parent in api.schemas[*id].list("allOf").filter_map(|arm| api.schemas.resolve(arm)) {
            children.entry(parent).or_default().push(name);
        }
    }
    children
}
