//! Two lists of values in; the added and removed values out.

use super::{Fold, Here, class};
use crate::diff::change::Subject;
use crate::diff::finding::Finding;
use crate::diff::rules::family;
use crate::diff::wire::Wire;
use serde_json::Value;
use std::collections::HashSet;

/// The place of the variant of a value, by the pointer of its list.
pub(in crate::diff) fn variant(list: &str, value: &str) -> String {
    format!("{list}#{value}")
}

impl<'m> Wire<'m> {
    /// Compares two lists of values.
    pub(super) fn lists(
        &mut self,
        here: &Here,
        [old, new]: [&Fold<'m>; 2],
        [from, to]: [Vec<&'m Value>; 2],
    ) {
        let spots = [old, new].map(class::listing);
        self.joint.types.push((spots[0].pointer().to_owned(), spots[1].pointer().to_owned()));
        let [was, is] = [&from, &to].map(|list| list.iter().copied().collect::<HashSet<&Value>>());
        let gone = from.iter().filter(|value| !is.contains(*value)).map(|value| (true, value));
        let more = to.iter().filter(|value| !was.contains(*value)).map(|value| (false, value));
        let is_exchanged = !is.is_empty() && was.is_disjoint(&is);
        for (is_gone, value) in gone.chain(more) {
            let family = match is_gone {
                true if is_exchanged => family::VALUE_EXCHANGED,
                true => family::VALUE_REMOVED,
                false => family::VALUE_ADDED,
            };
            let (value, mut subject) = (value.to_string(), here.subject.clone());
            if let Subject::Schema { part, .. } = &mut subject {
                *part = format!("value {value}");
            }
            let items = spots.map(|spot| Some(variant(spot.pointer(), &value)));
            let finding = here.finding(family, spots).one_sided(is_gone, value).with_items(items);
            self.push(Finding { subject, ..finding });
        }
    }
}
