//! Schemas with alternatives next to other keywords, and schemas with a discriminator that others extend, in; unions whose arms have all
//! fields out.

use super::facts::Facts;
use super::fold::annotations;
use super::{Composer, Group, Whole, facts, part, parts};
use crate::diagnostic::Code;
use crate::document::{UNIONS, join, target_name, tokens};
use crate::ir::{Folded, Part, Schema, SchemaId};
use serde_json::Value;
use std::rc::Rc;

/// The limit of arms where several groups of alternatives hold at once.
const PRODUCT: usize = 64;

impl Composer<'_> {
    /// Finds the components that extend each component with its own or an inherited discriminator.
    pub(super) fn find_heirs(&mut self) {
        let tells = |id: &SchemaId| self.written[*id].discriminator().is_some();
        if !self.components.values().any(tells) {
            return;
        }
        let mut found: Vec<(SchemaId, Vec<SchemaId>)> = Vec::new();
        for &heir in self.components.values() {
            if self.written[heir].part("allOf").is_none() {
                continue;
            }
            let mut pieces = self.whole(heir).pieces;
            pieces.retain(|piece| *piece != heir);
            if pieces.iter().any(tells) {
                pieces.retain(|piece| self.name_of(*piece).is_some() || tells(piece));
                found.push((heir, pieces));
            }
        }
        for (heir, extended) in found {
            self.are_heirs.insert(heir);
            for piece in extended {
                self.heirs.entry(piece).or_default().push(heir);
            }
        }
    }

    /// Handles a component with a discriminator that others extend: its values are values of the extending components, or have its own
    /// fields only. Returns whether it was one.
    ///
    /// The component itself makes it a union, whether or not others extend it. So a new extending component only adds a variant to a
    /// non-exhaustive enum, which is not a breaking change. Before that, its values are read as the component's own fields, with all
    /// others kept. An extending component that others extend in turn is also a union.
    pub(super) fn parent(&mut self, id: SchemaId) -> bool {
        let is_own = self.written[id].discriminator().is_some();
        let heirs = self.heirs.get(&id).cloned().unwrap_or_default();
        if self.name_of(id).is_none() || !is_own && heirs.is_empty() {
            return false;
        }
        let whole = self.whole(id);
        let tells = |piece: &&SchemaId| self.written[**piece].discriminator().is_some();
        let Some(teller) = whole.pieces.iter().rev().find(tells).copied() else { return false };
        let rule = self.written[teller].discriminator().filter(|_| is_own);
        let mapped: Vec<SchemaId> = rule
            .iter()
            .flat_map(|rule| &rule.mapping)
            .filter_map(|(_, target)| self.components.get(&target_name(target)).copied())
            .collect();
        let has_groups = UNIONS.iter().any(|key| !self.arms(id, key).is_empty());
        let facts = Facts::of(&self.written, &whole.pieces).unwrap_or_default();
        // A discriminator is a property, so the value is an object unless its type says otherwise.
        let is_object = self.is_object(&facts, &whole.pieces) || is_own && facts.kind.is_none();
        if has_groups || !whole.groups.is_empty() || !is_object {
            return false;
        }
        let core = self.core(id, &whole);
        let mut arms: Vec<SchemaId> = heirs.iter().map(|heir| self.link(*heir)).collect();
        for target in mapped {
            let is_new =
                !heirs.contains(&target) && target != id && !whole.pieces.contains(&target);
            let link = self.link(target);
            arms.extend(
                is_new.then(|| self.arm(id, core, link, arms.len(), &whole.pieces, &[])).flatten(),
            );
        }
        arms.extend(self.base(id, core, &whole));
        let rule = self.written[teller].keywords.get("discriminator").cloned();
        self.become_union(id, core, parts("oneOf", arms), rule);
        true
    }

    /// The arm of a component that is a union, for values of no other arm.
    fn base(&mut self, id: SchemaId, core: SchemaId, whole: &Whole) -> Option<SchemaId> {
        let name = tokens(&self.written[id].pointer).last()?;
        let pointer = join(&self.written[id].pointer, "discriminator");
        let arm = self.link(core);
        let mut parts = parts("allOf", [arm]);
        if !self.says_further(whole) {
            let any = self.anything(&pointer);
            parts.push(part("additionalProperties", 0, any));
        }
        let (called, folded) = (Some(name), Some(Folded::Rest));
        Some(self.written.push(Schema { pointer, parts, called, folded, ..Schema::default() }))
    }

    /// Combines a schema that has alternatives.
    pub(super) fn alternatives(&mut self, id: SchemaId, whole: &Whole) {
        let inside = self.inside(id);
        let is_own = whole.groups.iter().all(|group| group.holder == id);
        let counts = whole.groups.iter().map(|group| self.arms(group.holder, group.keyword).len());
        let is_left = counts.fold(1, usize::saturating_mul) > PRODUCT && whole.groups.len() > 1;
        let group = whole.groups[0];
        let written = self.arms(group.holder, group.keyword);
        let ruled_out = if is_left { Vec::new() } else { self.ruled_out(&written, whole) };
        let all = inside.iter().rev().find(|arm| self.is_all(**arm, id, whole));
        if let Some(arm) = all.filter(|_| !is_own && ruled_out.is_empty()) {
            let mut schema = self.plain(id);
            schema.folded = Some(Folded::Same(*arm));
            self.composed.insert(id, schema);
            return;
        }
        if is_own && whole.groups.len() == 1 && self.is_plain(id, &written, whole) {
            let mut schema = self.plain(id);
            schema.keywords.shift_remove("type");
            let rule = self.rule(id, id, &written);
            schema.keywords.extend(rule.map(|rule| ("discriminator".to_owned(), rule)));
            self.composed.insert(id, schema);
            return;
        }
        if is_left {
            self.leave(id, &whole.groups[1..]);
        }
        let decided = if is_left { &whole.groups[..] } else { &whole.groups[..1] };
        let before = self.settled.get(&id).map(Vec::as_slice).unwrap_or_default();
        let settled = [before, decided].concat();
        let core = self.core(id, whole);
        let rule = self.rule(id, group.holder, &written);
        self.report_ruled_out(&ruled_out);
        let mut arms = Vec::new();
        for (index, arm) in written.iter().copied().enumerate() {
            if ruled_out.iter().any(|(out, _)| *out == arm) {
                continue;
            }
            let is_whole = whole.groups.len() == 1 && self.says_all(arm, &whole.pieces);
            let joined = if is_whole {
                None
            } else {
                self.arm(id, core, arm, index, &whole.pieces, &settled)
            };
            let is_sole = written.len() == ruled_out.len() + 1;
            if let Some(joined) = joined.filter(|_| is_left || group.keyword == "anyOf" && !is_sole)
            {
                self.keep_further(joined);
            }
            arms.push(joined.unwrap_or(arm));
        }
        self.become_union(id, core, parts(group.keyword, arms), rule);
    }

    /// The alternatives that no value fits together with the schemas beside them, each with the contradiction. Keywords of the schema that
    /// holds the alternatives do not count: its `type` is often that of only some of them. Empty if no alternative would be left.
    fn ruled_out(&self, arms: &[SchemaId], whole: &Whole) -> Vec<(SchemaId, String)> {
        let is_holder = |piece: &SchemaId| whole.groups.iter().any(|group| group.holder == *piece);
        let is_beside = |piece: &&SchemaId| !is_holder(piece);
        let beside: Vec<SchemaId> = whole.pieces.iter().filter(is_beside).copied().collect();
        let others =
            whole.groups[1..].iter().filter(|group| group.holder != whole.groups[0].holder);
        let others: Vec<_> = others.map(|group| self.arms(group.holder, group.keyword)).collect();
        if beside.is_empty() && others.is_empty() {
            return Vec::new();
        }
        let fault = |pieces: &[SchemaId], arm: SchemaId| {
            Facts::of(&self.written, &[pieces, self.whole(arm).pieces.as_slice()].concat()).err()
        };
        let of_both = |arm: SchemaId| {
            let both = [beside.as_slice(), self.whole(arm).pieces.as_slice()].concat();
            // Of the alternatives that stand beside it, one must fit too.
            let of_all = |group: &Rc<[SchemaId]>| {
                let faults = group.iter().map(|other| fault(&both, *other));
                faults.collect::<Option<Vec<String>>>()?.into_iter().next()
            };
            fault(&beside, arm).or_else(|| others.iter().find_map(of_all))
        };
        let faults = arms.iter().filter_map(|arm| Some((*arm, of_both(*arm)?)));
        let faults: Vec<(SchemaId, String)> = faults.collect();
        if faults.len() == arms.len() { Vec::new() } else { faults }
    }

    fn report_ruled_out(&mut self, arms: &[(SchemaId, String)]) {
        for (arm, fault) in arms {
            let message = format!(
                "no value fits this alternative and the schema beside it: {fault}; it was left out where both apply"
            );
            let at = self.written[*arm].pointer.clone();
            let help = "no change is needed; the other alternatives stay";
            self.report(Code::RuledOut, &at, message, help);
        }
    }

    /// The discriminator of alternatives: of the schema, of the one that contains them, or of one that all of them extend.
    fn rule(&self, id: SchemaId, holder: SchemaId, arms: &[SchemaId]) -> Option<Value> {
        let rule = |id: SchemaId| {
            let schema = &self.written[id];
            schema.discriminator().and_then(|_| schema.keywords.get("discriminator"))
        };
        let (first, others) = arms.split_first()?;
        let shared = || {
            let mut shared = self.whole(*first).pieces;
            shared.retain(|piece| rule(*piece).is_some());
            for arm in others.iter().take_while(|_| !shared.is_empty()).collect::<Vec<_>>() {
                let pieces = self.whole(*arm).pieces;
                shared.retain(|piece| pieces.contains(piece));
            }
            shared.last().copied().and_then(rule)
        };
        rule(id).or_else(|| rule(holder)).or_else(shared).cloned()
    }

    /// Whether a schema adds nothing to its alternatives.
    fn is_plain(&self, id: SchemaId, arms: &[SchemaId], whole: &Whole) -> bool {
        let schema = &self.written[id];
        !facts::is_strong(schema)
            && schema.part("allOf").is_none()
            && arms.iter().all(|arm| self.says_all(*arm, &whole.pieces))
    }

    fn leave(&mut self, id: SchemaId, groups: &[Group]) {
        let pointer = self.written[id].pointer.clone();
        let message = format!(
            "the unions that apply here at the same time have too many combinations; the properties of {} of them became further fields of any kind",
            groups.len()
        );
        let help = "no value is lost; describe the properties in an overlay to get a type";
        self.report(Code::ManyCombinations, &pointer, message, help);
    }

    /// Whether an arm of an `allOf` says everything that a schema says, including alternatives.
    fn is_all(&self, arm: SchemaId, id: SchemaId, whole: &Whole) -> bool {
        let own = self.whole(arm);
        own.groups == whole.groups
            && whole
                .pieces
                .iter()
                .all(|piece| own.pieces.contains(piece) || !facts::is_strong(&self.written[*piece]))
            && !facts::is_strong(&self.written[id])
            && self.written[id].required().next().is_none()
    }

    /// Whether an alternative says everything that the schemas next to it say.
    fn says_all(&self, arm: SchemaId, pieces: &[SchemaId]) -> bool {
        let whole = self.whole(arm);
        let Ok(facts) = Facts::of(&self.written, &whole.pieces) else { return true };
        let Ok(beside) = Facts::of(&self.written, pieces) else { return true };
        let required = |name: &str| {
            whole.pieces.iter().any(|own| self.written[*own].required().any(|key| key == name))
        };
        let is_covered = |piece: &SchemaId| {
            let schema = &self.written[*piece];
            whole.pieces.contains(piece)
                || !facts::is_strong(schema) && schema.required().all(required)
        };
        // A schema with its own alternatives is examined there.
        let is_typed = beside.kind.is_none()
            || beside.kind == facts.kind
            || !whole.groups.is_empty()
            || facts.kind.is_none() && beside.kind.as_deref() == Some("object");
        pieces.iter().all(is_covered) && is_typed
    }

    /// An alternative combined with the pieces next to it; `None` if both cannot hold, or if the limit is reached.
    fn arm(
        &mut self,
        id: SchemaId,
        core: SchemaId,
        arm: SchemaId,
        index: usize,
        beside: &[SchemaId],
        settled: &[Group],
    ) -> Option<SchemaId> {
        let schema = &self.written[arm];
        let called = match &schema.reference {
            Some(reference) => Some(target_name(&reference.uri)),
            None => schema.title().filter(|title| !title.trim().is_empty()).map(str::to_owned),
        };
        let called = called.or_else(|| schema.called.clone());
        let pointer = join(&join(&self.written[id].pointer, "oneOf"), &index.to_string());
        let both = [beside, self.whole(arm).pieces.as_slice()].concat();
        if let Err(fault) = Facts::of(&self.written, &both) {
            let message = format!(
                "this alternative contradicts the schema beside it: {fault}; only the alternative counts"
            );
            let at = schema.pointer.clone();
            self.report(Code::Contradiction, &at, message, "state in an overlay what the value is");
            return None;
        }
        let core = if self.name_of(id).is_some() { self.link(core) } else { core };
        let arm = self.inherited(arm, &self.written[id].pointer.clone());
        let parts = parts("allOf", [core, arm]);
        let joined = self.add(Schema { pointer, parts, called, ..Schema::default() }, id)?;
        self.settled.insert(joined, settled.to_vec());
        Some(joined)
    }

    /// Allows additional fields in an object, since a value may match several arms at once.
    fn keep_further(&mut self, id: SchemaId) {
        let whole = self.whole(id);
        let facts = Facts::of(&self.written, &whole.pieces).unwrap_or_default();
        if whole.groups.is_empty()
            && self.is_object(&facts, &whole.pieces)
            && !self.says_further(&whole)
        {
            let mut schema = self.written[id].clone();
            let any = self.anything(&schema.pointer);
            schema.parts.push(part("additionalProperties", 0, any));
            self.written.replace(id, schema);
        }
    }

    fn says_further(&self, whole: &Whole) -> bool {
        const KEYS: [&str; 2] = ["additionalProperties", "patternProperties"];
        let says =
            |piece: &SchemaId| KEYS.iter().any(|key| self.written[*piece].part(key).is_some());
        whole.pieces.iter().any(says)
    }

    fn anything(&mut self, pointer: &str) -> SchemaId {
        let pointer = join(pointer, "additionalProperties");
        self.written.push(Schema { pointer, boolean: Some(true), ..Schema::default() })
    }

    /// The schema that others inherit from a schema that is also a union.
    fn core(&mut self, id: SchemaId, whole: &Whole) -> SchemaId {
        let mut core = self.record(id, &whole.pieces);
        core.parts.retain(|part| !matches!(part.keyword, "oneOf" | "anyOf"));
        let core = self.written.push(core);
        self.origins.insert(core, id);
        core
    }

    /// Replaces a schema by a union.
    fn become_union(
        &mut self,
        id: SchemaId,
        core: SchemaId,
        parts: Vec<Part>,
        rule: Option<Value>,
    ) {
        let written = &self.written[id];
        let mut keywords = annotations(written);
        let is_nullable = UNIONS.iter().any(|key| self.lists_null(id, key));
        keywords.extend(is_nullable.then(|| ("nullable".to_owned(), Value::Bool(true))));
        keywords.extend(rule.map(|rule| ("discriminator".to_owned(), rule)));
        let (pointer, called) = (written.pointer.clone(), written.called.clone());
        let inherited = Some(core);
        let union = Schema { pointer, keywords, parts, called, inherited, ..Schema::default() };
        self.composed.insert(id, union);
    }

    /// The name of a component.
    fn name_of(&self, id: SchemaId) -> Option<&str> {
        let name = self.written[id].pointer.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then_some(name)
    }
}
