//! The types of two surfaces in; the pairs that belong together and their differences out.

use super::Deltas;
use super::item::{Argument, Call, Delta, Item, Place, Role, Turn};
use crate::Model;
use crate::diff::change::{Direction, Level, Subject};
use crate::diff::text::Text;
use crate::diff::wire::{Joint, schema::variant};
use crate::ir::{Form, TypeDefinition, TypeKind};
use crate::surface::{Constructor, RustType, StructItem, TypeItem, TypeItemKind, VariantItem};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The types of two states that belong together.
pub(super) struct Pairs<'m> {
    /// Pairs of numbers.
    types: BTreeSet<(usize, usize)>,
    /// Pairs of names.
    idents: HashSet<(&'m str, &'m str)>,
}

impl<'m> Pairs<'m> {
    /// Pairs types by their schemas, separately for each direction.
    pub(super) fn new([old, new]: [&'m Model; 2], joint: &Joint) -> Self {
        let [from, to] = [old, new].map(|model| {
            let mut at: HashMap<&str, Vec<usize>> = HashMap::new();
            for (number, own) in model.api.types.iter().enumerate() {
                at.entry(own.pointer.as_str()).or_default().push(number);
            }
            at
        });
        let mut types = BTreeSet::new();
        let mut pair = |one: &str, other: &str, direction: Direction| {
            let (Some(one), Some(other)) = (from.get(one), to.get(other)) else { return };
            let form = |model: &Model, number: usize| model.api.types[number].form;
            let travels = |form: Form| match direction {
                Direction::Request => form != Form::Response,
                Direction::Response => matches!(form, Form::Shared | Form::Response),
            };
            for &one in one.iter().filter(|&&one| travels(form(old, one))) {
                let is_same = |other: &&usize| form(new, **other) == form(old, one);
                let is_like = |other: &&usize| {
                    let forms = [form(old, one), form(new, **other)];
                    travels(forms[1]) && !forms.contains(&Form::Multipart)
                };
                let found = other.iter().find(is_same).or_else(|| other.iter().find(is_like));
                types.extend(found.map(|&other| (one, other)));
            }
        };
        let mut both = |one: &str, other: &str| {
            pair(one, other, Direction::Request);
            pair(one, other, Direction::Response);
        };
        joint.types.iter().for_each(|(one, other)| both(one, other));
        let is_told: HashSet<&str> = joint.types.iter().map(|(one, _)| one.as_str()).collect();
        // If no pair of schemas is known, components are paired by place, and other types by place and name.
        let has_name = |own: &str| {
            let names = |model: &'m Model, all: &[usize]| -> Vec<_> {
                let name = |number: &usize| {
                    let kind = std::mem::discriminant(&model.api.types[*number].kind);
                    (model.surface.types[*number].ident.as_str(), kind)
                };
                all.iter().map(name).collect()
            };
            let mut above = own.match_indices('/').map(|(end, _)| &own[..end]);
            let is_known = own.starts_with("/components/schemas/")
                || above.any(|above| is_told.contains(above));
            is_known && to.get(own).is_some_and(|other| names(old, &from[own]) == names(new, other))
        };
        let is_untold = |own: &&&str| {
            !is_told.contains(**own) && (own.matches('/').count() == 3 || has_name(own))
        };
        from.keys().filter(is_untold).for_each(|pointer| both(pointer, pointer));
        by_name(&mut types, [old, new]);
        let ident = |&(one, other): &(usize, usize)| {
            (old.surface.types[one].ident.as_str(), new.surface.types[other].ident.as_str())
        };
        let idents = types.iter().map(ident).collect();
        Self { types, idents }
    }

    /// Whether two types are the same for code, apart from new names that are reported elsewhere.
    pub(super) fn are_alike(&self, old: &RustType, new: &RustType) -> bool {
        use RustType::{Boxed, Into, Map, Model, Nullable, Option, Vec};
        match (old, new) {
            (Model(old), Model(new)) => self.idents.contains(&(old.as_str(), new.as_str())),
            (Vec(old), Vec(new))
            | (Map(old), Map(new))
            | (Option(old), Option(new))
            | (Nullable(old), Nullable(new))
            | (Boxed(old), Boxed(new))
            | (Into(old), Into(new)) => self.are_alike(old, new),
            // An `Into` argument also accepts the value itself. Other conversions are reported at the type.
            (Into(old), Model(_)) => self.are_alike(old, new),
            (Model(_), Into(new)) => self.are_alike(old, new),
            (RustType::Stream(was, old), RustType::Stream(is, new)) => {
                was == is && self.are_alike(old, new)
            }
            (old, new) => old == new,
        }
    }
}

/// Pairs types that no schema pairs and that are the same in both crates, name and use included. To code they are one type.
fn by_name(types: &mut BTreeSet<(usize, usize)>, [old, new]: [&Model; 2]) {
    let (is_old, is_new): (HashSet<usize>, HashSet<usize>) = types.iter().copied().unzip();
    let used = |model: &Model, number: usize| {
        let TypeDefinition { form, usage, .. } = &model.api.types[number];
        (model.surface.types[number].ident.clone(), *form, usage.request, usage.response)
    };
    let free = (0..new.api.types.len()).filter(|number| !is_new.contains(number));
    let free: HashMap<_, usize> = free.map(|number| (used(new, number), number)).collect();
    let left = (0..old.api.types.len()).filter(|number| !is_old.contains(number));
    let same = |number: usize| {
        let other = *free.get(&used(old, number))?;
        let is_same = old.surface.types[number].kind == new.surface.types[other].kind;
        is_same.then_some((number, other))
    };
    types.extend(left.filter_map(same));
}

/// Compares all types.
pub(super) fn compare(
    deltas: &mut Deltas,
    [old, new]: [&Model; 2],
    joint: &Joint,
    pairs: &Pairs<'_>,
) {
    for &(one, other) in &pairs.types {
        let own = [Own::new(old, one, joint, 0), Own::new(new, other, joint, 1)];
        let start = deltas.all.len();
        both(deltas, pairs, &own);
        let [was_form, is_form] = own.each_ref().map(Own::is_form);
        let is_split = (was_form != is_form).then_some(is_form);
        for delta in &mut deltas.all[start..] {
            delta.is_split = is_split;
            // An item of one state only is shown at the type in the other state.
            for (place, own) in delta.places.iter_mut().zip(&own) {
                place.get_or_insert_with(|| own.definition.pointer.clone());
            }
        }
    }
    for (state, model) in [old, new].into_iter().enumerate() {
        for number in 0..model.api.types.len() {
            let is_paired = |(one, other): &(usize, usize)| [*one, *other][state] == number;
            if !pairs.types.iter().any(is_paired) {
                let own = Own::new(model, number, joint, state);
                deltas.known.insert((state, own.definition.pointer.clone()));
                deltas.one(&own.name(), state == 0);
            }
        }
    }
}

/// A type of one state.
struct Own<'m> {
    model: &'m Model,
    definition: &'m TypeDefinition,
    item: &'m TypeItem,
    joint: &'m Joint,
    state: usize,
}

impl<'m> Own<'m> {
    fn new(model: &'m Model, number: usize, joint: &'m Joint, state: usize) -> Self {
        let (definition, item) = (&model.api.types[number], &model.surface.types[number]);
        Self { model, definition, item, joint, state }
    }

    /// The places in the new state that may correspond to a place.
    fn keys(&self, place: &str) -> Vec<String> {
        self.joint.places(place, self.state)
    }

    /// Whether it is the form of a schema for one direction.
    fn is_form(&self) -> bool {
        matches!(self.definition.form, Form::Request | Form::Response)
    }

    fn subject(&self, part: impl Into<String>) -> Subject {
        Subject::Schema { name: self.definition.path.join("."), part: part.into() }
    }

    fn item(&self, role: Role, place: Place, keys: Vec<String>, part: impl Into<String>) -> Item {
        let home = self.definition.pointer.clone();
        Item { home, ..Item::new(role, place, keys, &self.subject(part)) }
    }

    /// The place of a part of the type that only the crate has.
    fn place(&self, part: &str) -> Place {
        let pointer = &self.definition.pointer;
        Place::within(pointer, format!("{pointer}#{part}"))
    }

    /// The place of a value of an enumeration, or of the further properties.
    fn value(&self, value: &str) -> Place {
        let pointer = &self.definition.pointer;
        Place::within(pointer, variant(pointer, value))
    }

    /// The type itself.
    fn name(&self) -> Item {
        let ident = self.item.ident.as_str();
        self.item(Role::Type, Place::of(&self.definition.pointer), vec![String::new()], "")
            .named(ident, ident)
    }

    fn noun(&self) -> &'static str {
        match self.item.kind {
            TypeItemKind::Struct(_) => "a struct",
            TypeItemKind::Enum(_) => "an enum of values",
            TypeItemKind::Union(_) => "an enum of types",
        }
    }

    /// The items of the type.
    fn items(&self) -> Vec<Item> {
        let ident = &self.item.ident;
        match (&self.item.kind, &self.definition.kind) {
            (TypeItemKind::Struct(own), TypeKind::Record(_)) => self.fields(own),
            (TypeItemKind::Enum(own), kind) => {
                let values: Vec<String> = match kind {
                    TypeKind::StringEnum(values) => {
                        values.iter().map(|v| format!("{v:?}")).collect()
                    }
                    TypeKind::IntegerEnum(values) => values.iter().map(i64::to_string).collect(),
                    _ => Vec::new(),
                };
                let variants = values.iter().zip(&own.variants);
                variants
                    .map(|(value, name)| {
                        let item = self.item(
                            Role::Variant,
                            self.value(value),
                            vec![value.clone()],
                            format!("value {value}"),
                        );
                        item.named(name, format!("{ident}::{name}"))
                    })
                    .collect()
            }
            (TypeItemKind::Union(own), TypeKind::Union(union)) => {
                let variants = union.variants.iter().zip(own);
                variants
                    .map(|(arm, own)| {
                        let place = &self.model.api.schemas[arm.schema].pointer;
                        let part = format!("type {}", arm.name);
                        // An arm of a single value is not compared by itself, so its name is a key too.
                        let keys = self.keys(place).into_iter().chain([format!("#{}", arm.name)]);
                        let item = self.item(Role::Variant, Place::of(place), keys.collect(), part);
                        let item = item.named(&own.ident, format!("{ident}::{}", own.ident));
                        own.rust.iter().fold(item, |item, rust| item.typed(rust))
                    })
                    .chain(self.conversions(own))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// `From` for the payloads of a union's variants, as one item: changes of a payload are reported with its variant.
    fn conversions(&self, variants: &[VariantItem]) -> Option<Item> {
        variants.iter().any(|variant| variant.has_from).then(|| {
            let item = self.item(Role::Conversion, self.place("from"), vec![String::new()], "");
            item.named("from", format!("{}::from", self.item.ident))
        })
    }

    fn fields(&self, own: &StructItem) -> Vec<Item> {
        let TypeKind::Record(record) = &self.definition.kind else { return Vec::new() };
        let ident = &self.item.ident;
        let mut items = Vec::new();
        for (field, item) in record.fields.iter().zip(&own.fields) {
            let place = &self.model.api.schemas[field.schema].pointer;
            let of =
                |role| self.item(role, Place::of(place), self.keys(place), field.name.as_str());
            let code = format!("{ident}.{}", item.ident);
            items.push(of(Role::Field).named(&item.ident, code).typed(&item.rust));
            if let Some(setter) = &item.setter {
                let code = format!("{ident}::{}", setter.ident);
                let mark = item.deprecated.then(|| of(Role::Mark).named("", code.clone()));
                items.push(of(Role::Setter).named(&setter.ident, code).typed(&setter.rust));
                items.extend(mark);
            }
            if let Some(accessor) = &item.accessor {
                let keys = self.keys(place).iter().map(|key| format!("{key} accessor")).collect();
                let code = format!("{ident}::{}", accessor.ident);
                items.push(Item { keys, ..of(Role::Setter) }.named(&accessor.ident, code));
            }
        }
        if let Some(further) = &own.further {
            let place = self.value("further");
            let item = self.item(Role::Field, place, vec!["further".into()], "further properties");
            let code = format!("{ident}.{}", further.ident);
            items.push(item.named(&further.ident, code).typed(&further.rust));
        }
        items
    }

    /// The call that makes a struct, if `Default` is not the only way.
    fn call(&self) -> Option<Call> {
        let TypeItemKind::Struct(own) = &self.item.kind else { return None };
        let TypeKind::Record(record) = &self.definition.kind else { return None };
        let argument = |index: usize, rust: &RustType| {
            let place = &self.model.api.schemas[record.fields[index].schema].pointer;
            let ident = own.fields[index].ident.clone();
            Argument { place: place.clone(), keys: self.keys(place), ident, rust: rust.clone() }
        };
        let (arguments, required) = match &own.constructor {
            Constructor::None => return None,
            Constructor::New(arguments) => {
                (arguments.iter().map(|own| argument(own.field, &own.rust)).collect(), None)
            }
            Constructor::Required { ident, fields } => {
                let fields = fields.iter().map(|&field| argument(field, &own.fields[field].rust));
                (fields.collect(), Some(ident.clone()))
            }
        };
        let item = self.item(Role::Constructor, self.place("new"), vec![String::new()], "");
        let item = item.named("new", format!("{}::new", self.item.ident));
        Some(Call { item, arguments, required })
    }

    /// `Default` of a struct, as a call without arguments.
    fn default(&self) -> Option<Call> {
        let TypeItemKind::Struct(StructItem { default: true, .. }) = &self.item.kind else {
            return None;
        };
        let item = self.item(Role::Default, self.place("default"), vec![String::new()], "");
        let item = item.named("default", format!("{}::default", self.item.ident));
        Some(Call { item, arguments: Vec::new(), required: None })
    }
}

fn both(deltas: &mut Deltas, pairs: &Pairs<'_>, [old, new]: &[Own<'_>; 2]) {
    name(deltas, [old, new]);
    if old.noun() != new.noun() {
        let items = [old, new].map(|own| Item { role: Role::Kind, ..own.name() });
        let text = Text::code(new.item.ident.as_str());
        let text = text.and(format!(" is {} and no longer {}", new.noun(), old.noun()));
        let items = [Some(&items[0]), Some(&items[1])];
        let delta = Delta::new(Turn::Changed, Level::Breaking, items, text);
        deltas.all.extend(delta.map(|delta| Delta {
            before: Some(old.noun().to_owned()),
            after: Some(new.noun().to_owned()),
            ..delta
        }));
        return;
    }
    deltas.items(pairs, old.items(), new.items());
    constructors(deltas, pairs, [old, new]);
}

fn name(deltas: &mut Deltas, [old, new]: [&Own<'_>; 2]) {
    let items = [old, new].map(Own::name);
    for (state, item) in items.iter().enumerate() {
        deltas.known.insert((state, item.place.key.clone()));
    }
    if items[0].ident == items[1].ident {
        return;
    }
    let text = Text::code(items[0].code.as_str()).and(" → ").and_code(items[1].code.as_str());
    let items = [Some(&items[0]), Some(&items[1])];
    deltas.all.extend(Delta::new(Turn::Renamed, Level::Breaking, items, text));
}

/// Compares the ways to make a struct. `Default` replaced by `new`, or the reverse, is one change.
fn constructors(deltas: &mut Deltas, pairs: &Pairs<'_>, [old, new]: [&Own<'_>; 2]) {
    let (from, to) = (old.call(), new.call());
    let (was, is) = (old.default(), new.default());
    match (&from, &to) {
        (Some(from), Some(to)) => deltas.calls(pairs, from, to),
        (None, Some(to)) if is.is_none() => match &was {
            Some(from) => return deltas.calls(pairs, from, to),
            None => deltas.call(to, false),
        },
        (Some(from), None) if was.is_none() => match &is {
            Some(to) => return deltas.calls(pairs, from, to),
            None => deltas.call(from, true),
        },
        (None, Some(to)) => deltas.call(to, false),
        (Some(from), None) => deltas.call(from, true),
        (None, None) => {}
    }
    match (was, is) {
        // The form for responses keeps the name and the `Default`.
        _ if old.is_form() != new.is_form() => {}
        (Some(from), None) => deltas.call(&from, true),
        (None, Some(to)) => deltas.call(&to, false),
        _ => {}
    }
}
