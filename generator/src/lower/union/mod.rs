//! `oneOf` and `anyOf` in; unions out.

pub(super) mod ambiguity;
pub(super) mod inherited;
pub(super) mod listed;
mod missing_property;
mod name;
pub(super) mod overlap;
pub(super) mod sibling;
mod tags;

use crate::document::{UNIONS, target_name};
use crate::ir::{Constraints, Folded, SchemaId, Schemas, Type, TypeKind, Union, Variant};
use crate::lower::compose::kind;
use crate::lower::constraints;
use crate::lower::context::{Context, NamingPlace};
use crate::lower::schema;
use indexmap::IndexMap;
use listed::{STEPS, listed, unique};
use name::{arm_name, unnamed, word};
use std::collections::{HashMap, HashSet};

/// The union of the arms under a keyword.
pub(super) fn lower(
    context: &mut Context<'_>,
    id: SchemaId,
    keyword: &str,
    at: &NamingPlace,
) -> TypeKind {
    let schema = &context.schemas[id];
    let discriminator = schema.discriminator();
    let own = context.finished(&(id, at.form));
    let own = own.as_ref().map(Type::without_null);
    let arms: Vec<SchemaId> = schema.list(keyword).collect();
    let implied =
        discriminator.is_none().then(|| implied_property(context.schemas, &arms)).flatten();
    let is_implied = implied.is_some();
    let property = match (&discriminator, &implied) {
        (Some(rule), _) => Some(rule.property.to_owned()),
        (None, implied) => implied.as_ref().map(|(property, _)| property.clone()),
    };
    let tags = match (implied, &discriminator) {
        (Some((_, tags)), _) => tags,
        (None, Some(rule)) => tags::tags(context, id, rule, &arms),
        (None, None) => vec![Vec::new(); arms.len()],
    };
    let default = discriminator.as_ref().and_then(|rule| rule.default.map(target_name));
    let mut variants: Vec<Variant> = Vec::new();
    let mut known = HashSet::new();
    let called = Called::of(context.schemas, &arms, &tags);
    let rest = rest(context.schemas, &arms, &called.names, default.as_deref());
    for (index, (arm, tags)) in arms.into_iter().zip(tags).enumerate() {
        let (name, kind) = (called.names[index].clone(), called.kinds[index].clone());
        let part = called.part(index);
        // The variant for all other kinds: it has the union's name, but its content is named after `base`.
        let is_base = context.schemas[arm].folded == Some(Folded::Rest);
        let part = if is_base { "base" } else { &part };
        let value = schema::lower(context, arm, &at.named(part));
        // A nullable union has no variant for null.
        let value = if schema.is("nullable") { value.without_null().clone() } else { value };
        // An arm that is the union itself adds nothing, and reading it would never end.
        let is_own = own == Some(value.without_null());
        if is_own || (property.is_none() && !known.insert(value.clone())) {
            continue;
        }
        let is_rest = rest == Some(index);
        let name = name.or(kind).unwrap_or_else(|| word(&value, index));
        let tags = match (is_base, is_rest) {
            (false, _) => tags,
            (true, true) => Vec::new(),
            // Where another variant has all other values, the base has only its own name.
            (true, false) => vec![name.clone()],
        };
        // A type with a name has its own documentation.
        let described = match value.without_null() {
            Type::Named(_) => Vec::new(),
            _ => constraints::described(context.schemas, arm),
        };
        let constraints = match described.is_empty() {
            true => Constraints::default(),
            false => constraints::of(context, arm, &value, &[]),
        };
        variants.push(Variant {
            name,
            tags,
            is_rest,
            value,
            boxed: false,
            description: constraints::description(&described),
            deprecated: constraints::is(&described, "deprecated"),
            constraints,
            schema: arm,
        });
    }
    if property.is_none() {
        integers_first(&mut variants);
    }
    TypeKind::Union(Union { variants, discriminator: property, is_implied })
}

/// The arm for all discriminator values that no other arm has: the default, or else the base of the others, or else an alternative that all
/// others extend and that is open to further kinds.
fn rest(
    schemas: &Schemas,
    arms: &[SchemaId],
    names: &[Option<String>],
    default: Option<&str>,
) -> Option<usize> {
    let is_base = |arm: &SchemaId| schemas[*arm].folded == Some(Folded::Rest);
    let is_open = |arm: &SchemaId| {
        let end = follow(schemas, *arm);
        let has_base = |end: &SchemaId| schemas[*end].list("oneOf").any(|inner| is_base(&inner));
        end.filter(has_base).is_some_and(|end| {
            let mut others = arms.iter().filter(|other| *other != arm);
            others.all(|other| is_no_object(schemas, *other) || extends(schemas, *other, end))
        })
    };
    let by_default =
        || names.iter().position(|name| default.is_some() && name.as_deref() == default);
    by_default().or_else(|| arms.iter().position(is_base)).or_else(|| arms.iter().position(is_open))
}

/// Whether a schema extends another one by `allOf`.
fn extends(schemas: &Schemas, id: SchemaId, base: SchemaId) -> bool {
    let (mut open, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = open.pop().filter(|_| seen.len() < STEPS) {
        let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
        if end == base {
            return true;
        }
        open.extend(schemas[schemas[end].inherited.unwrap_or(end)].list("allOf"));
    }
    false
}

/// The names of a union's arms, or else their kinds.
struct Called {
    names: Vec<Option<String>>,
    kinds: Vec<Option<String>>,
}

impl Called {
    fn of(schemas: &Schemas, arms: &[SchemaId], tags: &[Vec<String>]) -> Self {
        let mut count: HashMap<&str, usize> = HashMap::new();
        tags.iter().flatten().for_each(|tag| *count.entry(tag).or_default() += 1);
        let name = |(arm, tags): (&SchemaId, &Vec<String>)| {
            let own = || tags.iter().find(|tag| count[tag.as_str()] == 1).cloned();
            arm_name(schemas, *arm).or_else(own)
        };
        let names: Vec<Option<String>> = arms.iter().zip(tags).map(name).collect();
        let kinds = unnamed(schemas, arms, &names);
        Self { names, kinds }
    }

    /// The name of an arm in the path of its content.
    fn part(&self, index: usize) -> String {
        let word = self.names[index].as_ref().or(self.kinds[index].as_ref());
        word.cloned().unwrap_or_else(|| format!("variant {}", index + 1))
    }
}

/// The name of an arm of a union's keyword in the path of its content; none for a single arm, which is the whole.
pub(super) fn part(
    context: &mut Context<'_>,
    union: SchemaId,
    keyword: &str,
    index: usize,
) -> Option<String> {
    let schemas = context.schemas;
    let parts = context.parts.entry((union, keyword.to_owned())).or_insert_with(|| {
        let arms: Vec<SchemaId> = schemas[union].list(keyword).collect();
        let implied = schemas[union].discriminator().is_none();
        let implied = implied.then(|| implied_property(schemas, &arms)).flatten();
        let tags = implied.map_or_else(|| vec![Vec::new(); arms.len()], |(_, tags)| tags);
        let called = Called::of(schemas, &arms, &tags);
        (0..arms.len()).map(|index| called.part(index)).collect()
    });
    parts.get(index).filter(|_| parts.len() > 1).cloned()
}

/// Puts integers before numbers: an integer is also a number, but not every number type keeps all of its digits.
fn integers_first(variants: &mut Vec<Variant>) {
    let is_number = |variant: &Variant| matches!(variant.value, Type::Number { .. });
    let Some(number) = variants.iter().position(is_number) else { return };
    let is_integer = |variant: &Variant| matches!(variant.value, Type::Integer(_));
    if let Some(integer) = variants.iter().rposition(is_integer).filter(|own| *own > number) {
        let integer = variants.remove(integer);
        variants.insert(number, integer);
    }
}

/// The property that tells arms apart without a discriminator. All objects among them require it, with different values in each, or it
/// has a single value in each, which many servers always write without requiring it. If some arms share the value of a required property,
/// it tells them from the others. Also the values of each arm.
fn implied_property(schemas: &Schemas, arms: &[SchemaId]) -> Option<(String, Vec<Vec<String>>)> {
    let told = |arm: &SchemaId| {
        if is_no_object(schemas, *arm) {
            Some(None)
        } else {
            listed_properties(schemas, *arm, &mut STEPS.to_owned()).map(Some)
        }
    };
    let told = arms.iter().map(told).collect::<Option<Vec<_>>>()?;
    let objects: Vec<&IndexMap<String, Listed>> = told.iter().flatten().collect();
    let (first, others) = objects.split_first().filter(|(_, others)| !others.is_empty())?;
    let tells = |property: &str, counts: fn(&Listed) -> bool| {
        let mut seen = HashSet::new();
        let mut is_new =
            |own: &Listed| counts(own) && own.values.iter().all(|value| seen.insert(value.clone()));
        is_new(&first[property])
            && others.iter().all(|arm| arm.get(property).is_some_and(&mut is_new))
    };
    let find = |counts| first.keys().find(|property| tells(property, counts));
    let property = find(|own| own.is_required)
        .or_else(|| find(|own| own.values.len() == 1))
        .or_else(|| shared_constant(&objects))?;
    let values = |arm: &Option<IndexMap<String, Listed>>| {
        arm.as_ref().map(|arm| arm[property].values.clone()).unwrap_or_default()
    };
    Some((property.clone(), told.iter().map(values).collect()))
}

/// The required property with one value in each object, some of which share values: the one with the most values.
fn shared_constant<'o>(objects: &[&'o IndexMap<String, Listed>]) -> Option<&'o String> {
    let count = |property: &String| {
        let constant = |own: &&IndexMap<String, Listed>| match own.get(property) {
            Some(Listed { values, is_required: true }) if values.len() == 1 => {
                values.first().cloned()
            }
            _ => None,
        };
        let constants = objects.iter().map(constant).collect::<Option<HashSet<String>>>()?;
        Some(constants.len()).filter(|count| *count > 1)
    };
    let counted = objects.first()?.keys().filter_map(|property| Some((count(property)?, property)));
    let most = counted.reduce(|most, own| if own.0 > most.0 { own } else { most });
    most.map(|(_, property)| property)
}

/// Whether a schema allows no objects.
fn is_no_object(schemas: &Schemas, arm: SchemaId) -> bool {
    const OTHERS: [&str; 5] = ["string", "integer", "number", "boolean", "array"];
    let end = follow(schemas, arm).map(|end| &schemas[end]);
    end.is_some_and(|end| {
        end.folded.is_none() && kind(end).is_some_and(|own| OTHERS.contains(&own))
    })
}

/// The target of a schema's reference, or the arm that it is equal to.
fn follow(schemas: &Schemas, id: SchemaId) -> Option<SchemaId> {
    let mut end = schemas.resolve(id)?;
    for _ in 0..STEPS {
        let Some(Folded::Same(arm)) = schemas[end].folded else { return Some(end) };
        end = schemas.resolve(arm)?;
    }
    None
}

/// A property with listed values.
struct Listed {
    values: Vec<String>,
    is_required: bool,
}

/// The properties of an object with listed values; none if it is not an object.
fn listed_properties(
    schemas: &Schemas,
    arm: SchemaId,
    steps: &mut usize,
) -> Option<IndexMap<String, Listed>> {
    if let Some(inner) = inner_arms(schemas, arm) {
        return listed_in_all(schemas, &inner, steps);
    }
    let (mut required, mut listed_of) = (HashSet::new(), IndexMap::new());
    let (mut open, mut seen) = (vec![arm], HashSet::new());
    while let Some(id) = open.pop().filter(|_| *steps > 0) {
        let Some(end) = schemas.resolve(id).filter(|end| seen.insert(*end)) else { continue };
        *steps -= 1;
        let schema = &schemas[end];
        match schema.folded {
            Some(Folded::Same(arm)) => open.push(arm),
            Some(Folded::Rest) => return None,
            Some(Folded::Record) | None => open.extend(schema.list("allOf")),
        }
        required.extend(schema.required());
        for (name, property) in &schema.properties {
            let values = unique(listed(schemas, *property));
            if !values.is_empty() {
                // The combined schema comes before its parts, so its list applies.
                listed_of.entry(name.clone()).or_insert(Listed { values, is_required: false });
            }
        }
    }
    for (name, own) in &mut listed_of {
        own.is_required = required.contains(name.as_str());
    }
    (!listed_of.is_empty()).then_some(listed_of)
}

/// The arms of an arm that is itself a union.
fn inner_arms(schemas: &Schemas, arm: SchemaId) -> Option<Vec<SchemaId>> {
    let schema = &schemas[follow(schemas, arm)?];
    let is_union = schema.folded.is_none() && schema.properties.is_empty();
    let arms = |key| schema.list(key).collect::<Vec<SchemaId>>();
    UNIONS.into_iter().map(arms).find(|arms| is_union && arms.len() > 1)
}

/// The properties with listed values in all arms, with the values of all of them.
fn listed_in_all(
    schemas: &Schemas,
    arms: &[SchemaId],
    steps: &mut usize,
) -> Option<IndexMap<String, Listed>> {
    let mut all: Option<IndexMap<String, Listed>> = None;
    for arm in arms {
        *steps = steps.checked_sub(1)?;
        let mut own = listed_properties(schemas, *arm, steps)?;
        let Some(known) = &mut all else {
            all = Some(own);
            continue;
        };
        known.retain(|name, _| own.contains_key(name));
        for (name, listed) in known {
            let Some(own) = own.swap_remove(name) else { continue };
            listed.values =
                unique(std::mem::take(&mut listed.values).into_iter().chain(own.values).collect());
            listed.is_required &= own.is_required;
        }
    }
    all.filter(|all| !all.is_empty())
}
