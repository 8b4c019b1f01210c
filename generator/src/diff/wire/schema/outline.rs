//! A value in; its outline, and a number by which equal values are found among many, out.

use super::class::{Class, Further, Object, Scalar};
use super::spot::{Fold, Spot};
use serde_json::Value;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The number of values inside a value that its fingerprint covers.
const COVERED: usize = 32;

/// Everything about a value but the values inside it. Names of schemas do not count, and neither does the order of properties.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Outline<'m> {
    is_nullable: bool,
    kind: Kind<'m>,
    /// The number of values inside.
    count: usize,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Kind<'m> {
    Any,
    Scalar(Scalar),
    Array,
    Map,
    Object {
        /// The properties by name, and whether each is required.
        properties: Vec<(&'m str, bool)>,
        /// The properties that no value may have.
        forbidden: Vec<&'m str>,
        is_open: bool,
    },
    /// The allowed values as JSON texts, sorted.
    Values(Vec<String>),
    Union {
        /// The name of the property that tells the arms apart.
        discriminator: Option<&'m Value>,
    },
}

impl<'m> Outline<'m> {
    /// The outline of a value, and the values inside it: those of equal outlines correspond in this order.
    pub(super) fn of(fold: &Fold<'m>) -> (Self, Vec<Fold<'m>>) {
        let (kind, inside) = match Class::of(fold) {
            Class::Any => (Kind::Any, Vec::new()),
            Class::Scalar(scalar) => (Kind::Scalar(scalar), Vec::new()),
            Class::Array(items) => (Kind::Array, together(&items)),
            Class::Map(values) => (Kind::Map, together(&values)),
            Class::Object => object(&Object::of(fold)),
            Class::Values(values) => {
                let mut texts: Vec<String> = values.iter().map(ToString::to_string).collect();
                texts.sort_unstable();
                (Kind::Values(texts), Vec::new())
            }
            Class::Union(arms) => {
                let rule = fold.anchor().get("discriminator");
                let discriminator = rule.and_then(|rule| rule.get("propertyName"));
                (Kind::Union { discriminator }, arms.iter().map(Fold::one).collect())
            }
        };
        (Self { is_nullable: fold.is_nullable(), kind, count: inside.len() }, inside)
    }
}

fn object<'m>(own: &Object<'m>) -> (Kind<'m>, Vec<Fold<'m>>) {
    let mut sorted: Vec<(&str, &Vec<Spot<'m>>)> =
        own.properties.iter().map(|(name, spots)| (*name, spots)).collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    let properties = sorted.iter().map(|(name, _)| (*name, own.required.contains(name))).collect();
    let mut inside: Vec<Fold<'m>> = sorted.iter().map(|(_, spots)| Fold::of(spots)).collect();
    inside.extend(together(&own.values));
    let forbidden = own.forbidden.iter().copied().collect();
    (Kind::Object { properties, forbidden, is_open: own.further == Further::Allowed }, inside)
}

/// The one value that schemas describe together; none without a schema.
fn together<'m>(spots: &[Spot<'m>]) -> Vec<Fold<'m>> {
    if spots.is_empty() { Vec::new() } else { vec![Fold::of(spots)] }
}

impl Spot<'_> {
    /// A number that is equal for values that are the [`same`](super::identity::same), and mostly differs for others.
    pub(in crate::diff::wire) fn fingerprint(&self) -> u64 {
        let (mut hasher, mut open) = (DefaultHasher::new(), VecDeque::from([Fold::one(self)]));
        for _ in 0..COVERED {
            let Some(next) = open.pop_front() else { break };
            let (outline, inside) = Outline::of(&next);
            outline.hash(&mut hasher);
            open.extend(inside.into_iter().take(COVERED));
        }
        hasher.finish()
    }
}
