//! A schema without alternatives in; its combination with its `allOf` out.

use super::conditions::CONDITIONAL;
use super::facts::{self, Facts};
use super::{Composer, Whole, parts};
use crate::diagnostic::Code;
use crate::document::{UNIONS, is_annotation, join};
use crate::ir::{Folded, Schema, SchemaId};
use crate::lower::object::evaluates;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Whether a schema only annotates a value.
pub(in crate::lower) fn only_annotates(schema: &Schema) -> bool {
    schema.reference.is_none()
        && schema.folded.is_none()
        && schema.properties.is_empty()
        && schema.parts.is_empty()
        && schema.keywords.keys().all(|key| is_annotation(key))
}

/// The declarations of each property: the declaring schema and the property's schema.
pub(super) type Declared = IndexMap<String, Vec<(SchemaId, SchemaId)>>;

impl Composer<'_> {
    /// Combines a schema without alternatives.
    pub(super) fn fold(&mut self, id: SchemaId, whole: &Whole) {
        let schema = &self.written[id];
        let is_conditional = CONDITIONAL.iter().any(|key| schema.part(key).is_some());
        let has_patterns = schema.part("patternProperties").is_some();
        let arms: Vec<SchemaId> = self.inside(id);
        if arms.is_empty() && !is_conditional && !has_patterns {
            self.strip(id);
            return;
        }
        let facts = match Facts::of(&self.written, &whole.pieces) {
            Ok(facts) => facts,
            Err(fault) => return self.contradict(id, &arms, &fault),
        };
        // A component that extends one with a discriminator is one of its kinds, never the component itself.
        let is_heir = self.are_heirs.contains(&id);
        let mut others = arms.iter().rev().copied();
        let same = others.find(|arm| self.covers(id, *arm, &whole.pieces, &facts));
        let same = same.filter(|_| !is_heir);
        let mut folded = self.plain(id);
        if let Some(arm) = same {
            folded.folded = Some(Folded::Same(arm));
        } else if self.is_object(&facts, &whole.pieces) {
            folded = self.record(id, &whole.pieces);
        } else if facts.kind.is_none() {
            folded.folded = arms.last().filter(|_| arms.len() == 1).map(|arm| Folded::Same(*arm));
            folded.parts.retain(|part| part.keyword != "allOf" || arms.len() == 1);
        } else {
            folded = self.flat(id, &whole.pieces, &facts, &arms);
        }
        self.composed.insert(id, folded);
    }

    /// The other schemas that describe the value of a schema: the arms of its `allOf`, and a single alternative.
    pub(super) fn inside(&self, id: SchemaId) -> Vec<SchemaId> {
        self.written[id].list("allOf").chain(self.sole(id)).collect()
    }

    /// The single arms of `oneOf` and `anyOf`, which are not alternatives.
    fn sole(&self, id: SchemaId) -> impl Iterator<Item = SchemaId> {
        let all = UNIONS.map(|keyword| self.arms(id, keyword));
        all.into_iter().filter(|arms| arms.len() == 1).map(|arms| arms[0])
    }

    /// A schema without alternatives that are empty or null; for null it becomes nullable.
    pub(super) fn plain(&self, id: SchemaId) -> Schema {
        let mut schema = self.written[id].clone();
        for keyword in UNIONS {
            let arms = self.arms(id, keyword);
            if self.lists_null(id, keyword) {
                schema.keywords.insert("nullable".to_owned(), true.into());
            }
            schema.parts.retain(|part| {
                part.keyword != keyword || arms.len() > 1 && arms.contains(&part.schema)
            });
        }
        schema
    }

    /// Removes alternatives that do not describe the value.
    fn strip(&mut self, id: SchemaId) {
        let schema = &self.written[id];
        if schema.list("oneOf").chain(schema.list("anyOf")).next().is_some() {
            let plain = self.plain(id);
            self.composed.insert(id, plain);
        }
    }

    /// Whether schemas describe objects.
    pub(super) fn is_object(&self, facts: &Facts, pieces: &[SchemaId]) -> bool {
        match facts.kind.as_deref() {
            Some(kind) => kind == "object",
            None => pieces.iter().any(|piece| facts::is_object(&self.written[*piece])),
        }
    }

    /// Whether an arm, with its inherited schemas, says everything that a schema says, and does not lead back to it.
    fn covers(&self, id: SchemaId, arm: SchemaId, pieces: &[SchemaId], facts: &Facts) -> bool {
        let whole = self.whole(arm);
        let schemas = &self.written;
        let has =
            |piece: &SchemaId| whole.pieces.contains(piece) || !facts::is_strong(&schemas[*piece]);
        let required = |pieces: &[SchemaId]| -> HashSet<String> {
            let required = pieces.iter().flat_map(|piece| schemas[*piece].required());
            required.map(str::to_owned).collect()
        };
        pieces.iter().all(has)
            && !whole.pieces.contains(&id)
            && whole.groups.is_empty()
            && required(pieces).is_subset(&required(&whole.pieces))
            && Facts::of(schemas, &whole.pieces).as_ref().is_ok_and(|own| {
                own.kind == facts.kind
                    || own.kind.is_none()
                        && facts.kind.as_deref() == Some("object")
                        && self.is_object(own, &whole.pieces)
            })
    }

    /// Combines a contradictory schema: the last part that describes the value decides. `type: object` alone is often a placeholder for
    /// an unknown type.
    fn contradict(&mut self, id: SchemaId, arms: &[SchemaId], fault: &str) {
        let mut schema = self.plain(id);
        let decides = |id: &SchemaId| {
            let schema = &self.written[*id];
            facts::is_strong(schema) || schema.types().any(|kind| kind != "object")
        };
        let arm = arms.iter().rev().find(|arm| self.whole(**arm).pieces.iter().any(decides));
        let (arm, is_own) = (arm.or(arms.last()), decides(&id));
        let yields = !is_own && (schema.types().next().is_some() || arm != arms.last());
        match arm.filter(|_| !is_own) {
            None => schema.parts.retain(|part| part.keyword != "allOf"),
            Some(arm) => schema.folded = Some(Folded::Same(*arm)),
        }
        let counts = if yields {
            "the statement that it is an object does not count"
        } else {
            "the last statement counts"
        };
        let pointer = schema.pointer.clone();
        self.composed.insert(id, schema);
        self.report(
            Code::Contradiction,
            &pointer,
            format!("this schema contradicts a schema that it inherits: {fault}; {counts}"),
            "state in an overlay what the value is",
        );
    }

    /// A value that is not an object.
    fn flat(
        &mut self,
        id: SchemaId,
        pieces: &[SchemaId],
        facts: &Facts,
        arms: &[SchemaId],
    ) -> Schema {
        let own = Facts::of(&self.written, &[id]).ok();
        let mut schema = self.plain(id);
        let same = |arm: &&SchemaId| {
            let whole = self.whole(**arm);
            whole.groups.is_empty()
                && Facts::of(&self.written, &whole.pieces).as_ref().is_ok_and(|own| own == facts)
        };
        if own.as_ref() != Some(facts)
            && let Some(arm) = arms.iter().rev().find(same)
        {
            schema.folded = Some(Folded::Same(*arm));
            return schema;
        }
        let is_evaluated = pieces.iter().any(|piece| evaluates(&self.written[*piece]));
        schema.parts.retain(|part| !matches!(part.keyword, "allOf" | "items" | "prefixItems"));
        schema.parts.retain(|part| !is_evaluated || part.keyword != "unevaluatedItems");
        schema.keywords.extend(facts.keywords());
        schema.keywords.extend(facts::bounds(&self.written, pieces));
        let labels = self.labels(pieces, facts.values.as_deref().unwrap_or_default());
        schema.keywords.extend(labels);
        let pointer = join(&schema.pointer, "items");
        if let Some(items) = self.together(id, &facts.items, pointer) {
            schema.parts.push(super::part("items", 0, items));
        }
        let base = join(&schema.pointer, "prefixItems");
        let mut first = Vec::new();
        for (turn, said) in facts.first.iter().enumerate() {
            let item =
                self.together(id, &self.distinct(said.clone()), join(&base, &turn.to_string()));
            first.extend(item.or(said.first().copied()));
        }
        self.conditional_items(id, pieces, facts, &mut first);
        schema.parts.extend(parts("prefixItems", first));
        schema
    }

    /// An object with the properties of all pieces; properties with several declarations are narrowed.
    pub(super) fn record(&mut self, id: SchemaId, pieces: &[SchemaId]) -> Schema {
        let mut schema = self.plain(id);
        if self.sole(id).next().is_some() {
            schema.parts.retain(|part| part.keyword != "allOf");
            schema.parts.extend(parts("allOf", self.inside(id)));
        }
        let mut declared: Declared = IndexMap::new();
        for piece in pieces {
            for (name, property) in &self.written[*piece].properties {
                declared.entry(name.clone()).or_default().push((*piece, *property));
            }
        }
        let conditions = self.conditions(pieces);
        let conditional = self.conditional(id, &conditions, &declared);
        let more = self.more_of_declared(&conditions, &declared);
        let base = join(&schema.pointer, "properties");
        for (name, declarations) in declared {
            let pointer = join(&base, &name);
            let says_nothing =
                |(_, own): &(SchemaId, SchemaId)| only_annotates(&self.written[*own]);
            if let Some(said) = more.get(&name)
                && let Some((_, last)) = declarations.last()
                && declarations.iter().all(says_nothing)
            {
                schema.properties.extend(self.any_of_conditions(id, *last, said, pointer));
                continue;
            }
            let mut joined = self.narrowed(id, pieces, &declarations, pointer.clone());
            if let Some(more) = more.get(&name)
                && let Some((_, last)) = declarations.last()
            {
                joined = self.with_more(id, joined.unwrap_or(*last), more, pointer).or(joined);
            }
            schema.properties.extend(joined.map(|joined| (name, joined)));
        }
        schema.properties.extend(conditional);
        let is_record = !schema.properties.is_empty() || schema.part("allOf").is_some();
        schema.folded = is_record.then_some(Folded::Record);
        self.further(id, pieces, &mut schema);
        self.map(id, pieces, &mut schema);
        schema
    }

    /// Makes an object whose pieces describe no property of its own, only the values of all, a map again.
    fn map(&mut self, id: SchemaId, pieces: &[SchemaId], schema: &mut Schema) {
        let written = &self.written;
        let says_more = |piece: &SchemaId| {
            let own = &written[*piece];
            !own.properties.is_empty()
                || own.part("patternProperties").is_some()
                || CONDITIONAL.iter().any(|key| own.part(key).is_some())
        };
        let values = |piece: &SchemaId| written[*piece].part("additionalProperties");
        let further: Vec<SchemaId> = pieces.iter().filter_map(values).collect();
        let is_closed = further.iter().any(|id| written.forbids_all(*id));
        if is_closed || self.are_heirs.contains(&id) || pieces.iter().any(says_more) {
            return;
        }
        let further = self.distinct(further);
        let pointer = join(&schema.pointer, "additionalProperties");
        let Some(values) = self.together(id, &further, pointer) else { return };
        schema.folded = None;
        schema.keywords.entry("type").or_insert_with(|| "object".into());
        schema.keywords.extend(facts::bounds(&self.written, pieces));
        schema.parts.retain(|part| !matches!(part.keyword, "allOf" | "additionalProperties"));
        schema.parts.push(super::part("additionalProperties", 0, values));
    }

    /// The combination of several declarations of a property; `None` if one of them says everything, or if they are combined in an
    /// inherited schema.
    fn narrowed(
        &mut self,
        id: SchemaId,
        pieces: &[SchemaId],
        declarations: &[(SchemaId, SchemaId)],
        pointer: String,
    ) -> Option<SchemaId> {
        let schemas = &self.written;
        let says = declarations.iter().filter(|(_, id)| !only_annotates(&schemas[*id]));
        let mut ends = HashSet::new();
        let mut is_new = |id: SchemaId| schemas.resolve(id).is_some_and(|end| ends.insert(end));
        let several: Vec<(SchemaId, SchemaId)> =
            says.filter(|(_, property)| is_new(*property)).copied().collect();
        if several.len() < 2 {
            return None;
        }
        // A property that one of them forbids is never present.
        let forbidden = several.iter().find(|(_, id)| schemas.forbids_all(*id));
        if let Some((_, forbidden)) = forbidden {
            return Some(*forbidden);
        }
        let has_all = |piece: &SchemaId| {
            let whole = self.whole(*piece);
            several.iter().all(|(holder, _)| whole.pieces.contains(holder))
        };
        if pieces.iter().any(|piece| *piece != id && has_all(piece)) {
            return None;
        }
        self.explain(&several);
        let several: Vec<SchemaId> = several.into_iter().map(|(_, property)| property).collect();
        self.together(id, &several, pointer)
    }

    /// The combination of several schemas.
    fn together(
        &mut self,
        id: SchemaId,
        several: &[SchemaId],
        pointer: String,
    ) -> Option<SchemaId> {
        if let [] | [_] = several {
            return several.first().copied();
        }
        let mut key: Vec<SchemaId> = Vec::new();
        for piece in several.iter().flat_map(|id| self.whole(*id).pieces) {
            if !key.contains(&piece) {
                key.push(piece);
            }
        }
        let key = (self.root(id), key);
        if let Some(known) = self.joins.get(&key) {
            return Some(*known);
        }
        let mut keywords = Map::new();
        for id in several {
            let schema = &self.written[*id];
            let end = self.written.resolve(*id).map(|end| &self.written[end]);
            // A schema that repeats the type also decides whether null is allowed.
            if end.is_some_and(|end| end.types().next().is_some()) {
                keywords.shift_remove("nullable");
            }
            let described = [Some(schema), end].into_iter().flatten();
            let annotations = described.flat_map(|schema| &schema.keywords);
            let annotations = annotations.filter(|(key, _)| is_annotation(key));
            keywords.extend(annotations.map(|(key, value)| (key.clone(), value.clone())));
        }
        keywords.extend(facts::bounds(&self.written, &key.1));
        let arms: Vec<SchemaId> =
            several.iter().map(|id| self.inherited(*id, parent(&pointer))).collect();
        let parts = parts("allOf", arms);
        let joined = self.add(Schema { pointer, keywords, parts, ..Schema::default() }, id)?;
        self.joins.insert(key, joined);
        Some(joined)
    }

    /// Describes additional properties by all pieces and by patterns of names.
    fn further(&mut self, id: SchemaId, pieces: &[SchemaId], schema: &mut Schema) {
        let all = |keyword: &str| -> Vec<SchemaId> {
            pieces.iter().flat_map(|piece| self.written[*piece].list(keyword)).collect()
        };
        let (patterns, further) = (all("patternProperties"), all("additionalProperties"));
        let is_open = further.iter().any(|id| self.written[*id].boolean == Some(true));
        let has_others = further.is_empty();
        let further = self.distinct(further);
        let is_plain = patterns.is_empty() && further.len() < 2;
        if is_plain || self.is_inherited(id, pieces) {
            return;
        }
        if is_open && !patterns.is_empty() {
            self.open(id, schema);
            return;
        }
        let pointer = join(&schema.pointer, "additionalProperties");
        let further = self.together(id, &further, pointer);
        let all = self.distinct(patterns.into_iter().chain(further).collect());
        let values = match all.as_slice() {
            [] => return,
            [only] => *only,
            _ => {
                let pointer = join(&schema.pointer, "patternProperties");
                let union = Schema { pointer, parts: parts("anyOf", all), ..Schema::default() };
                let Some(union) = self.add(union, id) else { return };
                union
            }
        };
        schema.parts.retain(|part| part.keyword != "additionalProperties");
        schema.parts.push(super::part("additionalProperties", 0, values));
        schema.has_others = has_others;
    }

    /// Allows anything in additional properties, whatever inherited schemas require of names that match a pattern.
    fn open(&mut self, id: SchemaId, schema: &mut Schema) {
        let pointer = join(&schema.pointer, "additionalProperties");
        let Some(any) = self.add(Schema { pointer, ..Schema::default() }, id) else { return };
        schema.parts.retain(|part| part.keyword != "additionalProperties");
        schema.parts.push(super::part("additionalProperties", 0, any));
    }

    /// Whether one inherited piece says everything about additional properties.
    fn is_inherited(&self, id: SchemaId, pieces: &[SchemaId]) -> bool {
        let says = |piece: &&SchemaId| {
            let keys = ["additionalProperties", "patternProperties"];
            let mut parts = keys.iter().flat_map(|key| self.written[**piece].list(key));
            parts.any(|part| self.written[part].boolean != Some(false))
        };
        let mut holders = pieces.iter().filter(says);
        holders.next().is_none_or(|only| *only != id) && holders.next().is_none()
    }

    /// The schemas that describe something, each once.
    fn distinct(&self, schemas: Vec<SchemaId>) -> Vec<SchemaId> {
        let mut ends = HashSet::new();
        let is_new = |id: &SchemaId| {
            let end = self.written.resolve(*id).filter(|_| self.written[*id].boolean.is_none());
            end.is_some_and(|end| ends.insert(end))
        };
        schemas.into_iter().filter(is_new).collect()
    }
}

/// The pointer of the schema that contains the schema at a pointer.
pub(super) fn parent(pointer: &str) -> &str {
    let cut = |text: &str| text.rfind('/').unwrap_or(0);
    let keyword = &pointer[..cut(pointer)];
    let is_list = ["/properties", "/prefixItems"].iter().any(|end| keyword.ends_with(end));
    if is_list { &keyword[..cut(keyword)] } else { keyword }
}

/// The keywords of a schema that only annotate.
pub(super) fn annotations(schema: &Schema) -> Map<String, Value> {
    let all = schema.keywords.iter().filter(|(key, _)| is_annotation(key));
    all.map(|(key, value)| (key.clone(), value.clone())).collect()
}
