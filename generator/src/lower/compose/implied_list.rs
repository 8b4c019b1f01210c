//! Schemas with `items` but without a type in; lists of those items, or of one item alone, out.

use super::facts::Facts;
use super::fold::annotations;
use super::{Composer, Finding, part, parts};
use crate::diagnostic::Code;
use crate::document::{COMPOSERS, UNIONS, is_annotation, join, tokens};
use crate::ir::{Folded, Schema, SchemaId, Schemas};
use std::collections::HashMap;

/// The schemas that refer to each schema as an arm of their `allOf`; none in place of any other reference.
pub(super) type Holders = HashMap<SchemaId, Vec<Option<SchemaId>>>;

fn holders(schemas: &Schemas) -> Holders {
    let mut of_arms: HashMap<SchemaId, SchemaId> = HashMap::new();
    for (holder, schema) in schemas.iter() {
        of_arms.extend(schema.list("allOf").map(|arm| (arm, holder)));
    }
    let mut found = Holders::new();
    for (id, _) in schemas.iter().filter(|(_, schema)| schema.reference.is_some()) {
        let Some(end) = schemas.resolve(id) else { continue };
        found.entry(end).or_default().push(of_arms.get(&id).copied());
    }
    found
}

impl Composer<'_> {
    /// Handles a schema that describes items without saying that the value is a list; objects and alternatives often come alone. Returns
    /// whether it was one.
    pub(super) fn items(&mut self, id: SchemaId) -> bool {
        let schema = &self.written[id];
        let Some(items) = schema.part("items").filter(|_| self.is_untyped(schema)) else {
            return false;
        };
        if self.is_part_of_lists(id) {
            return false;
        }
        let can_be_alone = self.is_composite(items);
        let what = if can_be_alone { "a list of items, or one item" } else { "a list of items" };
        let message = format!("a schema has `items` and no type; it was read as {what}");
        let pointer = schema.pointer.clone();
        let help = "write `type: array` in an overlay if it is always a list";
        self.implied.push((id, Finding { code: Code::ImpliedType, pointer, message, help }));
        if can_be_alone {
            self.list_or_one(id, items);
        }
        can_be_alone
    }

    /// Whether a schema describes a value only by its own `items`.
    fn is_untyped(&self, schema: &Schema) -> bool {
        let mut tokens: Vec<String> = tokens(&schema.pointer).collect();
        let (last, before) = (tokens.pop(), tokens.pop());
        let is_part = matches!(before.as_deref(), Some("allOf" | "oneOf" | "anyOf"))
            || matches!(last.as_deref(), Some("not" | "if" | "then" | "else" | "contains"));
        !is_part
            && schema.properties.is_empty()
            && schema.keywords.keys().all(|key| is_annotation(key))
            && schema.parts.iter().filter(|part| part.keyword != "$defs").count() == 1
    }

    /// Reports the schemas whose type nothing names.
    pub(super) fn report_implied(&mut self) {
        let found = std::mem::take(&mut self.implied).into_iter();
        let left = found.filter(|(id, _)| !self.explained.contains(id));
        self.findings.extend(left.map(|(_, finding)| finding));
    }

    /// Notes the declarations of a property in the arms of an `allOf` whose type another declaration names.
    pub(super) fn explain(&mut self, declarations: &[(SchemaId, SchemaId)]) {
        let names_list = |(_, property): &(SchemaId, SchemaId)| {
            let pieces = self.whole(*property).pieces;
            pieces.iter().any(|own| self.written[*own].types().any(|kind| kind == "array"))
        };
        if !declarations.iter().any(names_list) {
            return;
        }
        let is_arm = |(holder, _): &&(SchemaId, SchemaId)| {
            let mut tokens: Vec<String> = tokens(&self.written[*holder].pointer).collect();
            tokens.pop();
            tokens.pop().is_some_and(|key| key == "allOf")
        };
        let properties: Vec<SchemaId> =
            declarations.iter().filter(is_arm).map(|(_, property)| *property).collect();
        self.explained.extend(properties);
    }

    /// Whether a schema is only referred to by arms of an `allOf` that says that the value is a list.
    fn is_part_of_lists(&self, id: SchemaId) -> bool {
        let holders = self.holders.get_or_init(|| holders(&self.written));
        let is_list = |holder: &Option<SchemaId>| {
            let pieces = holder.map(|holder| self.whole(holder).pieces).unwrap_or_default();
            let says = |own: &SchemaId| self.written[*own].types().any(|kind| kind == "array");
            pieces.iter().any(says)
                && Facts::of(&self.written, &pieces)
                    .is_ok_and(|facts| facts.kind.as_deref() == Some("array"))
        };
        holders.get(&id).is_some_and(|all| all.iter().all(is_list))
    }

    /// Whether a schema describes an object or one of several alternatives.
    fn is_composite(&self, id: SchemaId) -> bool {
        let Some(end) = self.written.resolve(id) else { return false };
        let schema = &self.written[end];
        let has = |key: &&str| schema.part(key).is_some();
        match schema.types().find(|kind| *kind != "null") {
            Some(kind) => kind == "object",
            None => !schema.properties.is_empty() || COMPOSERS.iter().any(has),
        }
    }

    fn list_or_one(&mut self, id: SchemaId, items: SchemaId) {
        let schema = &self.written[id];
        let (pointer, mut keywords) = (schema.pointer.clone(), annotations(schema));
        let end = self.written.resolve(items).unwrap_or(items);
        let is_nullable =
            UNIONS.iter().any(|key| self.lists_null(end, key)) || self.written[end].is("nullable");
        keywords.extend(is_nullable.then(|| ("nullable".to_owned(), true.into())));
        let list = Schema {
            pointer: join(&join(&pointer, "anyOf"), "0"),
            keywords: [("type".to_owned(), "array".into())].into_iter().collect(),
            parts: vec![part("items", 0, items)],
            called: Some("list".to_owned()),
            ..Schema::default()
        };
        let one = Schema {
            pointer: join(&join(&pointer, "anyOf"), "1"),
            parts: parts("allOf", [items]),
            called: Some("item".to_owned()),
            folded: Some(Folded::Same(items)),
            ..Schema::default()
        };
        let arms = [list, one].map(|arm| self.written.push(arm));
        let parts = parts("anyOf", arms);
        self.composed.insert(id, Schema { pointer, keywords, parts, ..Schema::default() });
    }
}
