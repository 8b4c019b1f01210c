//! Two values, at least one of which is a union, in; whether the same values are allowed, however the alternatives are nested or doubled, out.

use super::class::{Class, Scalar};
use super::identity;
use super::spot::{Fold, Spot};
use serde_json::Value;
use std::collections::HashSet;

/// The number of alternatives of a union that is looked into.
const MOST: usize = 100;

/// Keywords that restrict no values beyond the type.
const PLAIN: [&str; 12] = [
    "type",
    "nullable",
    "format",
    "enum",
    "const",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "$comment",
];

/// Whether two values allow the same.
pub(super) fn are_same<'m>(old: &Fold<'m>, new: &Fold<'m>) -> bool {
    let [Some(old), Some(new)] = [old, new].map(Alternatives::of) else { return false };
    let covers = |one: &Alternatives<'m>, other: &Alternatives<'m>| {
        one.others.iter().all(|own| other.others.iter().any(|other| identity::same(own, other)))
    };
    old.scalars == new.scalars
        && old.values == new.values
        && old.is_nullable == new.is_nullable
        && covers(&old, &new)
        && covers(&new, &old)
}

/// All alternatives of a value, without those that others contain.
#[derive(Default)]
struct Alternatives<'m> {
    is_nullable: bool,
    scalars: HashSet<Scalar>,
    values: HashSet<&'m Value>,
    others: Vec<Fold<'m>>,
}

impl<'m> Alternatives<'m> {
    /// The alternatives of a value; none if they are not known exactly.
    fn of(fold: &Fold<'m>) -> Option<Self> {
        let (mut own, mut open, mut count) = (Self::default(), vec![fold.clone()], 0);
        let mut is_exclusive = false;
        while let Some(fold) = open.pop() {
            count += 1;
            if count > MOST || fold.all().any(|spot| spot.get("discriminator").is_some()) {
                return None;
            }
            own.is_nullable |= fold.is_nullable();
            match Class::of(&fold) {
                Class::Union(arms) if is_plain(&fold) => {
                    is_exclusive |= fold.all().any(|spot| spot.arms("oneOf").len() > 1);
                    open.extend(arms.iter().map(Fold::one));
                }
                Class::Union(_) => return None,
                Class::Scalar(scalar) if is_plain(&fold) => _ = own.scalars.insert(scalar),
                Class::Values(values) if is_plain(&fold) => own.values.extend(values),
                _ => own.others.push(fold),
            }
        }
        let all = own.scalars.clone();
        let is_held =
            |one: &Scalar| all.iter().any(|other| one != other && one.is_within(other, false));
        own.scalars.retain(|one| !is_held(one));
        let values = own.values.len();
        own.values.retain(|value| !all.iter().any(|scalar| scalar.holds(value)));
        let is_reduced = own.scalars.len() < all.len() || own.values.len() < values;
        // Of the alternatives of `oneOf`, exactly one must fit.
        (!(is_exclusive && is_reduced)).then_some(own)
    }
}

/// Whether a value is restricted by nothing but its type and its alternatives.
fn is_plain(fold: &Fold<'_>) -> bool {
    fold.all().all(|spot| {
        spot.schema()
            .keywords
            .keys()
            .all(|key| PLAIN.contains(&key.as_str()) || key.starts_with("x-"))
    })
}

/// Whether null is among the alternatives of a union.
pub(super) fn has_null(arms: &[Spot<'_>]) -> bool {
    let (mut open, mut seen) = (arms.to_vec(), HashSet::new());
    while let Some(arm) = open.pop() {
        if !seen.insert(arm.id) {
            continue;
        }
        let fold = Fold::one(&arm);
        if fold.is_null_itself() {
            return true;
        }
        open.extend(super::class::arms(&fold));
    }
    false
}
