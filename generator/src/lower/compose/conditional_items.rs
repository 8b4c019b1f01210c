//! A list with conditions in; the schemas of its first items, under any condition, out.

use super::facts::Facts;
use super::{Composer, parts};
use crate::document::join;
use crate::ir::{Schema, SchemaId};

/// The meaning of one outcome of a condition for an item of a list.
enum Said {
    /// The item may be any value.
    Nothing,
    /// The item is not allowed.
    Forbidden,
    As(SchemaId),
}

impl Composer<'_> {
    /// Adds the items that only conditions describe to the first items: an item is a value of either outcome. If an outcome does not
    /// describe an item, it may be any value, and the rest of the list follows its schema without conditions.
    pub(super) fn conditional_items(
        &mut self,
        id: SchemaId,
        pieces: &[SchemaId],
        facts: &Facts,
        first: &mut Vec<SchemaId>,
    ) {
        let is_typed = |items: &SchemaId| !self.says_nothing(*items);
        if facts.kind.as_deref().is_some_and(|kind| kind != "array")
            || facts.items.iter().any(is_typed)
        {
            return;
        }
        let conditions: Vec<[Vec<SchemaId>; 2]> =
            pieces.iter().filter_map(|piece| self.outcomes(*piece, !first.is_empty())).collect();
        let count = |piece: &SchemaId| self.written[*piece].list("prefixItems").count();
        let most = conditions.iter().flatten().flatten().map(count).max().unwrap_or_default();
        let base = join(&self.written[id].pointer, "prefixItems");
        for turn in 0..most {
            let known = first.get(turn).copied();
            if known.is_some_and(|item| !self.says_nothing(item)) {
                continue;
            }
            let said = conditions.iter().find_map(|outcomes| self.said_of(outcomes, turn));
            let Some(said) = said else {
                if known.is_some() {
                    continue;
                }
                return;
            };
            let alternatives = self.alternatives_of(&said);
            let pointer = join(&base, &turn.to_string());
            let item = match alternatives.as_slice() {
                [] => None,
                [only] => Some(*only),
                _ => {
                    let parts = parts("anyOf", alternatives);
                    self.add(Schema { pointer, parts, ..Schema::default() }, id)
                }
            };
            match (item, known) {
                (Some(item), Some(_)) => first[turn] = item,
                (Some(item), None) => first.push(item),
                (None, Some(_)) => {}
                (None, None) => return,
            }
        }
    }

    /// The schemas of a value for a true and for a false condition. A list without item schemas of its own is not a tuple.
    fn outcomes(&self, piece: SchemaId, is_tuple: bool) -> Option<[Vec<SchemaId>; 2]> {
        let schema = &self.written[piece];
        let all = |keyword| schema.part(keyword).map(|part| self.whole(part).pieces);
        let outcomes = [all("then")?, all("else")?];
        let first = |piece: &SchemaId| self.written[*piece].part("prefixItems").is_some();
        let is_listed = |pieces: &Vec<SchemaId>| pieces.iter().any(first);
        (is_tuple || outcomes.iter().all(is_listed)).then_some(outcomes)
    }

    /// The schemas of an item under the outcomes of a condition; none if one outcome does not describe it, or if both forbid it.
    fn said_of(&self, outcomes: &[Vec<SchemaId>; 2], turn: usize) -> Option<Vec<SchemaId>> {
        let mut found = Vec::new();
        for pieces in outcomes {
            match self.item_of(pieces, turn) {
                Said::Nothing => return None,
                Said::Forbidden => {}
                Said::As(item) => found.push(item),
            }
        }
        (!found.is_empty()).then_some(found)
    }

    fn item_of(&self, pieces: &[SchemaId], turn: usize) -> Said {
        for piece in pieces {
            let schema = &self.written[*piece];
            let item = schema.list("prefixItems").nth(turn).or_else(|| schema.part("items"));
            match item {
                Some(item) if self.written.forbids_all(item) => {
                    return Said::Forbidden;
                }
                Some(item) if !self.says_nothing(item) => return Said::As(item),
                _ => {}
            }
        }
        Said::Nothing
    }

    /// Whether a schema allows every value.
    fn says_nothing(&self, id: SchemaId) -> bool {
        let schema = &self.written[id];
        schema.boolean == Some(true)
            || schema.boolean.is_none()
                && schema.reference.is_none()
                && schema.keywords.is_empty()
                && schema.parts.is_empty()
                && schema.properties.is_empty()
    }
}
