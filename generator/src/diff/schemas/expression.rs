//! Two type expressions in, where they differ out, down to the named types they hold.

use super::finding::Found;
use super::identity::{self, Relation};
use super::rules::{Family, family};
use super::spot::{Link, Spot};
use super::words::{self, words};
use super::{Direction, Schemas};
use crate::diff::{Effect, Level, Subject};
use crate::document::join;
use crate::ir::{Api, IntegerFormat, Type, TypeId, TypeKind};

/// What led to a finding, so that the operations that it reaches can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// A site, by its number.
    Site(usize),
    /// A pair of named types, by its number.
    Node(usize),
    /// The API itself, which needs it for every operation or for none.
    Api,
}

/// What holds a type expression.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder {
    /// A site, by its number.
    Site(usize),
    /// A field, by type and number in the old and in the new state.
    Field((TypeId, usize), (TypeId, usize)),
    /// The further fields of an object.
    Further(TypeId, TypeId),
    /// A variant of a union.
    Variant((TypeId, usize), (TypeId, usize)),
}

/// Where the comparison of expressions is.
#[derive(Debug, Clone)]
pub(super) struct Here {
    pub(super) holder: Holder,
    pub(super) direction: Direction,
    pub(super) owner: Owner,
    /// What inside the holder's type it is: `items`.
    suffix: String,
}

impl Here {
    /// At the whole type of a holder.
    pub(super) fn of(holder: Holder, direction: Direction, owner: Owner) -> Self {
        Self { holder, direction, owner, suffix: String::new() }
    }

    fn down(&mut self, what: &str) {
        if !self.suffix.is_empty() {
            self.suffix.push_str(": ");
        }
        self.suffix.push_str(what);
    }
}

/// A type expression and where it stands.
pub(super) type At<'m> = (Spot<'m>, &'m Type);

/// What schemas say of the same value, looked up when it is needed.
pub(super) struct Links<'m> {
    pub(super) old: Vec<Link<'m>>,
    pub(super) new: Vec<Link<'m>>,
}

impl Links<'_> {
    /// The component that both are, if it has no type of its own: what changes in it is told once.
    pub(super) fn alias(&self) -> Option<&str> {
        let last =
            |links: &'_ [Link<'_>]| links.iter().rev().find_map(|link| link.component.clone());
        let is_same = last(&self.old)? == last(&self.new)?;
        self.old.iter().rev().find_map(|link| link.component.as_deref()).filter(|_| is_same)
    }
}

impl<'m> Schemas<'m> {
    /// Where a component stands.
    pub(super) fn component_spots(&self, name: &str) -> (Spot<'m>, Spot<'m>) {
        let pointer = join("/components/schemas", name);
        let spot = |api: &'m Api, pointer: String| {
            Spot::new(&api.schemas, api.components.get(name).copied(), pointer)
        };
        (spot(&self.old.api, pointer.clone()), spot(&self.new.api, pointer))
    }

    /// What a finding at a place is about.
    pub(super) fn subject(&self, here: &Here, alias: Option<&str>) -> Subject {
        if let Some(name) = alias {
            return Subject::Schema { name: name.to_owned(), part: String::new() };
        }
        let api = &self.new.api;
        let subject = match here.holder {
            Holder::Site(site) => self.sites[site].site.subject.clone(),
            Holder::Field(_, (id, index)) => {
                let definition = api.definition(id);
                let TypeKind::Record(record) = &definition.kind else {
                    unreachable!("fields are of records")
                };
                words::schema(definition, record.fields[index].name.clone())
            }
            Holder::Further(_, id) => words::schema(api.definition(id), "further properties"),
            Holder::Variant(_, (id, index)) => {
                let definition = api.definition(id);
                let TypeKind::Union(union) = &definition.kind else {
                    unreachable!("variants are of unions")
                };
                words::schema(definition, format!("type {}", union.variants[index].name))
            }
        };
        words::inside(subject, &here.suffix)
    }

    /// Compares two type expressions.
    pub(super) fn expression(&mut self, mut here: Here, old: At<'m>, new: At<'m>) {
        let ((mut old_spot, mut old), (mut new_spot, mut new)) = (old, new);
        loop {
            let (has_null, had_null) = (new.is_nullable(), old.is_nullable());
            let (inner_old, inner_new) = (old.without_null(), new.without_null());
            let is_plain =
                |value: &Type| !matches!(value, Type::Named(_) | Type::Array(_) | Type::Map(_));
            let is_known = old_spot.is_as(&new_spot);
            if is_known && old == new && is_plain(inner_old) && !old_spot.refers() {
                return;
            }
            let links = (!is_known || old_spot.refers() || !is_plain(inner_old))
                .then(|| links((&old_spot, inner_old), (&new_spot, inner_new)));
            let alias = links.as_ref().and_then(Links::alias).map(str::to_owned);
            let aliased = alias.as_deref().map(|name| self.component_spots(name));
            let spots = aliased.as_ref().map_or((&old_spot, &new_spot), |(old, new)| (old, new));
            if has_null != had_null && *inner_old != Type::Json && *inner_new != Type::Json {
                self.null(&here, alias.as_deref(), spots, has_null);
            }
            let step = match (inner_old, inner_new) {
                (Type::Array(old), Type::Array(new)) => Some(("items", old, new)),
                (Type::Map(old), Type::Map(new)) => Some(("additionalProperties", old, new)),
                _ => None,
            };
            if step.is_none()
                && !self.innermost(&here, alias.as_deref(), spots, (inner_old, inner_new))
            {
                return;
            }
            if let Some(links) = links.filter(|_| !is_known || old_spot.refers()) {
                self.annotations(&here, &links, spots, (inner_old, inner_new));
            }
            let Some((key, next_old, next_new)) = step else { return };
            (old_spot, new_spot) = (old_spot.inner(key), new_spot.inner(key));
            (old, new) = (next_old, next_new);
            here.down(if key == "items" { "items" } else { "values" });
        }
    }

    /// Compares what neither is a list nor a map of the same; whether they are the same kind of thing.
    fn innermost(
        &mut self,
        here: &Here,
        alias: Option<&str>,
        spots: (&Spot<'m>, &Spot<'m>),
        (old, new): (&'m Type, &'m Type),
    ) -> bool {
        let apis = (&self.old.api, &self.new.api);
        match (old, new) {
            (Type::Named(old_id), Type::Named(new_id)) => {
                match self.relation(*old_id, *new_id) {
                    Relation::Same => {}
                    Relation::OtherKind => {
                        let name = self.component_of(*old_id, *new_id);
                        let (alias, kinds) =
                            (name.as_deref().or(alias), (kind(apis.0, old), kind(apis.1, new)));
                        let rust = self.kind_effect((*old_id, *new_id), &kinds);
                        let own = self.spots(*old_id, *new_id);
                        let own = (&own.0, &own.1);
                        self.other_type(here, alias, own, (old, new), (kinds, rust));
                        return false;
                    }
                    Relation::Replaced if !self.are_of_one_kind(*old_id, *new_id) => {
                        let texts = (words(apis.0, old), words(apis.1, new));
                        let rust = self.replaced_effect(here, (*old_id, *new_id));
                        self.other_type(here, None, spots, (old, new), (texts, rust));
                        return false;
                    }
                    Relation::Replaced => {
                        self.replaced(here, spots, (*old_id, *new_id));
                        return false;
                    }
                    relation => self.moved(here, relation, (*old_id, *new_id)),
                }
                self.pair(here.owner, here.direction, *old_id, *new_id);
                true
            }
            _ if old == new && !matches!(old, Type::Named(_)) => true,
            _ => {
                let kinds = (words(apis.0, old), words(apis.1, new));
                let rust = self.holder_effect(here.holder);
                self.other_type(here, alias, spots, (old, new), (kinds, rust));
                matches!((old, new), (Type::String, Type::Secret) | (Type::Secret, Type::String))
            }
        }
    }

    /// Null is a value now, or no longer.
    fn null(
        &mut self,
        here: &Here,
        alias: Option<&str>,
        spots: (&Spot<'m>, &Spot<'m>),
        has_null: bool,
    ) {
        let words = |is: bool| Some(if is { "nullable" } else { "not null" }.to_owned());
        let (family, wire) = match (has_null, here.direction) {
            (true, Direction::Request) => (family::NULLABLE, "null may be sent"),
            (true, Direction::Response) => {
                (family::NULLABLE, "null may be received where there always was a value")
            }
            (false, Direction::Request) => {
                (family::NOT_NULLABLE, "null is refused where it was accepted")
            }
            (false, Direction::Response) => (family::NOT_NULLABLE, "null is not received any more"),
        };
        let found = Found {
            family,
            subject: self.subject(here, alias),
            before: words(!has_null),
            after: words(has_null),
            wire: wire.into(),
            rust: self.holder_effect(here.holder),
        };
        self.found((here.direction, here.owner), spots, found);
    }

    /// A value is of another type.
    fn other_type(
        &mut self,
        here: &Here,
        alias: Option<&str>,
        spots: (&Spot<'m>, &Spot<'m>),
        types: (&Type, &Type),
        ((before, after), rust): ((String, String), Effect),
    ) {
        let family = self.change_of_type(types);
        let verb = match here.direction {
            Direction::Request => "requests hold",
            Direction::Response => "responses hold",
        };
        let wire = match family {
            family::FORMAT => format!("{verb} the same text as before"),
            _ => format!("{verb} {after} where they held {before}"),
        };
        let found = Found {
            family,
            subject: self.subject(here, alias),
            before: Some(before),
            after: Some(after),
            wire,
            rust,
        };
        self.found((here.direction, here.owner), spots, found);
    }

    /// How the values of two types relate.
    fn change_of_type(&self, (old, new): (&Type, &Type)) -> &'static Family {
        let apis = (&self.old.api, &self.new.api);
        if matches!((old, new), (Type::String, Type::Secret) | (Type::Secret, Type::String)) {
            family::FORMAT
        } else if is_enum_of(apis.0, old, new) {
            family::NO_LONGER_ENUM
        } else if is_enum_of(apis.1, new, old) {
            family::BECAME_ENUM
        } else if holds_all((apis.0, old), (apis.1, new)) {
            family::GENERALIZED
        } else if holds_all((apis.1, new), (apis.0, old)) {
            family::SPECIALIZED
        } else {
            family::TYPE
        }
    }

    /// A value is described by another schema, which is not the old one under another name.
    fn replaced(
        &mut self,
        here: &Here,
        spots: (&Spot<'m>, &Spot<'m>),
        (old, new): (TypeId, TypeId),
    ) {
        let types = (Type::Named(old), Type::Named(new));
        let is_same = self.same(&types.0, &types.1);
        let changes = if is_same || self.is_trial {
            Vec::new()
        } else {
            self.trial(here.direction, old, new)
        };
        let level = changes.iter().map(|change| change.wire.level).max();
        let family = match level {
            _ if is_same => family::REPLACED_BY_EQUAL,
            Some(Level::Documentation | Level::Compatible) => family::REPLACED_BY_COMPATIBLE,
            Some(Level::PossiblyBreaking | Level::Breaking) | None => family::REPLACED,
        };
        let names = (words(&self.old.api, &types.0), words(&self.new.api, &types.1));
        let gravest = changes.iter().filter(|change| {
            change.wire.level > Level::Documentation && Some(change.wire.level) == level
        });
        let first = gravest.map(|change| {
            let Subject::Schema { part, .. } = &change.subject else {
                return change.rule.title.to_owned();
            };
            if part.is_empty() {
                change.rule.title.to_owned()
            } else {
                format!("{part}: {}", change.rule.title)
            }
        });
        let first: Vec<String> = first.take(2).collect();
        let wire = match (is_same, first.as_slice()) {
            (true, _) => format!("{} says the same as {}", names.1, names.0),
            (_, []) => format!("{} takes the place of {}", names.1, names.0),
            (_, first) => {
                format!("{} takes the place of {}; {}", names.1, names.0, first.join("; "))
            }
        };
        let rust = match is_same {
            true => self.holder_effect(here.holder),
            false => self.replaced_effect(here, (old, new)),
        };
        let found = Found {
            family,
            subject: self.subject(here, None),
            before: Some(names.0),
            after: Some(names.1),
            wire,
            rust,
        };
        self.found((here.direction, here.owner), spots, found);
    }

    /// What it does that another schema took the place of one, which may be called the same in Rust.
    fn replaced_effect(&self, here: &Here, (old, new): (TypeId, TypeId)) -> Effect {
        let idents = (&self.old.names.of(old).ident, &self.new.names.of(new).ident);
        if idents.0 != idents.1 {
            return self.holder_effect(here.holder);
        }
        let text =
            format!("{} is another schema: code that uses the type no longer compiles", idents.1);
        Effect::new(Level::Breaking, text)
    }

    /// What would be found if one schema were the other under another name.
    fn trial(&self, direction: Direction, old: TypeId, new: TypeId) -> Vec<crate::diff::Change> {
        let mut trial = Schemas { is_trial: true, ..Schemas::new(self.old, self.new) };
        trial.pair(Owner::Api, direction, old, new);
        trial.work();
        trial.changes()
    }

    /// A named schema has another name, or became one, or is one no longer.
    fn moved(&mut self, here: &Here, relation: Relation, (old, new): (TypeId, TypeId)) {
        let (before, after) = (self.old.api.definition(old), self.new.api.definition(new));
        let (family, subject, wire) = match relation {
            Relation::Renamed => {
                (family::RENAMED, words::schema(after, ""), "the name of a schema does not travel")
            }
            Relation::Inlined => (
                family::INLINED,
                words::schema(before, ""),
                "that a schema stands where it is used does not show",
            ),
            _ => (
                family::EXTRACTED,
                words::schema(after, ""),
                "that a schema is a component does not show",
            ),
        };
        self.met.insert((old, new));
        let spots = self.spots(old, new);
        let found = Found {
            family,
            subject,
            before: Some(words::name(before)),
            after: Some(words::name(after)),
            wire: wire.into(),
            rust: self.type_name_effect(old, new),
        };
        self.found((here.direction, here.owner), (&spots.0, &spots.1), found);
    }

    /// The name of the component that two types are, if it is one in both.
    fn component_of(&self, old: TypeId, new: TypeId) -> Option<String> {
        let (old, new) = (self.old.api.definition(old), self.new.api.definition(new));
        let is_component = old.path.len() == 1 && old.path == new.path;
        is_component.then(|| old.path[0].clone())
    }

    /// Nothing changes for Rust but what is written of it.
    pub(super) fn only_documented(&self, here: &Here) -> Effect {
        Effect::new(
            Level::Documentation,
            format!("only the documentation of {} may change", self.item(here.holder)),
        )
    }
}

/// What is said of a value whose type is known. A named type is described by its own schema, so that what it refers to does not count.
fn links<'m>(old: (&Spot<'m>, &Type), new: (&Spot<'m>, &Type)) -> Links<'m> {
    let is_named = |value: &Type| matches!(value, Type::Named(_));
    let of = |(spot, value): (&Spot<'m>, &Type)| match is_named(value) {
        true => vec![Link { spot: spot.clone(), component: None }],
        false => spot.links(),
    };
    Links { old: of(old), new: of(new) }
}

/// What kind of thing a named type is.
pub(super) fn kind(api: &Api, value: &Type) -> String {
    let Type::Named(id) = value else { return words(api, value) };
    match &api.definition(*id).kind {
        TypeKind::Record(_) => "object",
        TypeKind::StringEnum(_) => "list of strings",
        TypeKind::IntegerEnum(_) => "list of integers",
        TypeKind::Union(_) => "union",
    }
    .into()
}

/// Whether a type is a list of values of another.
fn is_enum_of(api: &Api, list: &Type, other: &Type) -> bool {
    let Type::Named(id) = list else { return false };
    match &api.definition(*id).kind {
        TypeKind::StringEnum(_) => matches!(other, Type::String | Type::Secret),
        TypeKind::IntegerEnum(_) => matches!(other, Type::Integer(_)),
        TypeKind::Record(_) | TypeKind::Union(_) => false,
    }
}

/// Whether every value of one type is a value of another.
fn holds_all((api, narrow): (&Api, &Type), (other, wide): (&Api, &Type)) -> bool {
    match (narrow, wide) {
        (_, Type::Json) => true,
        (
            Type::Secret | Type::DateTime | Type::Date | Type::Uuid | Type::Base64,
            Type::String | Type::Secret,
        ) => true,
        (Type::Integer(narrow), Type::Integer(wide)) => {
            let ((low, high), (from, to)) = (range(*narrow), range(*wide));
            from <= low && high <= to
        }
        (Type::Integer(_), Type::Number { .. }) => true,
        (Type::Number { single: true }, Type::Number { single: false }) => true,
        (Type::Named(id), Type::Map(values)) => {
            matches!(api.definition(*id).kind, TypeKind::Record(_)) && **values == Type::Json
        }
        (_, Type::Named(id)) => match &other.definition(*id).kind {
            TypeKind::Union(union) => {
                union.variants.iter().any(|arm| identity::same((api, narrow), (other, &arm.value)))
            }
            _ => false,
        },
        _ => false,
    }
}

fn range(format: IntegerFormat) -> (i128, i128) {
    match format {
        IntegerFormat::Int8 => (i8::MIN.into(), i8::MAX.into()),
        IntegerFormat::Int16 => (i16::MIN.into(), i16::MAX.into()),
        IntegerFormat::Int32 => (i32::MIN.into(), i32::MAX.into()),
        IntegerFormat::Int64 => (i64::MIN.into(), i64::MAX.into()),
        IntegerFormat::Uint8 => (0, u8::MAX.into()),
        IntegerFormat::Uint16 => (0, u16::MAX.into()),
        IntegerFormat::Uint32 => (0, u32::MAX.into()),
        IntegerFormat::Uint64 => (0, u64::MAX.into()),
    }
}
