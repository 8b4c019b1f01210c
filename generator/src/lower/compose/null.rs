//! Schemas in; which of them allow null because everything that they combine allows it out.

use super::Composer;
use super::values::is_null;
use crate::ir::SchemaId;
use crate::lower::shape::lists_null;
use serde_json::Value;
use std::collections::HashMap;

/// The depth to which references and combinations are followed.
const DEPTH: usize = 64;

/// What schemas say of null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Null {
    /// Nothing: keywords such as `properties` and `minimum` restrict only values of their own type.
    Unsaid,
    Allowed,
    Forbidden,
}

impl Null {
    /// What two schemas say that both apply.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Forbidden, _) | (_, Self::Forbidden) => Self::Forbidden,
            (Self::Allowed, _) | (_, Self::Allowed) => Self::Allowed,
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
        }
    }
}

impl Composer<'_> {
    /// Makes each schema nullable whose `allOf` combines schemas that allow null.
    pub(super) fn allow_null(&mut self) {
        let mut known = HashMap::new();
        for id in (0..self.written.len()).map(SchemaId) {
            let schema = &self.written[id];
            let is_combined = schema.part("allOf").is_some() && schema.fault.is_none();
            // A schema that is only another one is nullable as that is.
            let is_said = schema.is("nullable") || self.wrapped(id).is_some();
            if is_combined && !is_said && self.null(id, DEPTH, &mut known) == Null::Allowed {
                let mut schema = self.written[id].clone();
                schema.keywords.insert("nullable".to_owned(), Value::Bool(true));
                self.written.replace(id, schema);
            }
        }
    }

    /// What a schema says of null. A schema that leads back to itself adds nothing there, nor does one at the end of a long chain.
    fn null(&self, id: SchemaId, depth: usize, known: &mut HashMap<SchemaId, Null>) -> Null {
        if let Some(known) = known.get(&id) {
            return *known;
        }
        let Some(depth) = depth.checked_sub(1) else { return Null::Unsaid };
        known.insert(id, Null::Unsaid);
        let schema = &self.written[id];
        let own = match schema.values() {
            _ if schema.is("nullable") || lists_null(schema) || is_null(&self.written, id) => {
                Null::Allowed
            }
            Some(_) => Null::Forbidden,
            None if schema.types().next().is_some() => Null::Forbidden,
            None => Null::Unsaid,
        };
        let mut said = own;
        if own == Null::Unsaid {
            let target = schema.reference.as_ref().and_then(|reference| reference.target);
            let all: Vec<SchemaId> = target.into_iter().chain(schema.list("allOf")).collect();
            let groups = ["oneOf", "anyOf"].map(|key| schema.list(key).collect::<Vec<_>>());
            said = all.into_iter().fold(own, |said, arm| said.and(self.null(arm, depth, known)));
            for arms in groups {
                said = said.and(self.null_in_one(&arms, depth, known));
            }
        }
        known.insert(id, said);
        said
    }

    /// What alternatives say of null.
    fn null_in_one(
        &self,
        arms: &[SchemaId],
        depth: usize,
        known: &mut HashMap<SchemaId, Null>,
    ) -> Null {
        let all: Vec<Null> = arms.iter().map(|arm| self.null(*arm, depth, known)).collect();
        match all.as_slice() {
            all if all.contains(&Null::Allowed) => Null::Allowed,
            all if all.contains(&Null::Unsaid) || all.is_empty() => Null::Unsaid,
            _ => Null::Forbidden,
        }
    }
}
