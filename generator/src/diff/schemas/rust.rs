//! A change of a type in, what it does to Rust code that uses the crate out.
//!
//! Code is what a user may plausibly write: it names types, reads fields, calls `new` and setters, passes arguments, uses what a call
//! returns. Types cannot be built or matched exhaustively by users, so that additions break nothing.

use super::expression::{Here, Holder};
use super::finding::Found;
use super::pair::Pair;
use super::rules::family;
use super::site::Meeting;
use super::{Direction, Schemas};
use crate::Model;
use crate::diff::shown::{
    argument_text, constructor_text, defaults, field_text, type_text, variant_text,
};
use crate::diff::{Effect, Level};
use crate::ir::{Field, Record, Type, TypeId, TypeKind};

/// How users give a field its value.
#[derive(PartialEq)]
enum Way {
    /// As an argument or a field of what `new` takes.
    New { in_struct: bool },
    /// With a setter.
    Setter(String),
    /// Not at all.
    None,
}

impl<'m> Schemas<'m> {
    /// What code calls something: `SessionUser.phone`.
    pub(super) fn item(&self, holder: Holder) -> String {
        match holder {
            Holder::Site(site) => self.sites[site].site.new_rust.clone(),
            Holder::Field(_, (id, index)) => member(self.new, id, index),
            Holder::Further(_, id) => self.new.names.of(id).ident.clone(),
            Holder::Variant(_, (id, index)) => {
                let names = self.new.names.of(id);
                format!("{}::{}", names.ident, names.members[index])
            }
        }
    }

    /// What it does that a value is of another type, or may be null or missing.
    pub(super) fn holder_effect(&self, holder: Holder) -> Effect {
        let ((before, after), verb) = match holder {
            Holder::Field(old, new) => return self.field_effect(old, new),
            Holder::Site(site) => {
                let kept = &self.sites[site];
                let texts = |show: fn(&Model, &Type) -> String| {
                    (show(self.old, kept.old), show(self.new, kept.new))
                };
                match kept.site.meeting {
                    Meeting::Argument => (texts(argument_text), "calls it"),
                    Meeting::Returned | Meeting::Failed => (texts(type_text), "uses it"),
                    Meeting::Nowhere => {
                        let text = format!("{} is no item of the crate", kept.site.new_rust);
                        return Effect::new(Level::Documentation, text);
                    }
                }
            }
            Holder::Further(old, new) => (self.further_texts(old, new), "reads it"),
            Holder::Variant(old, new) => (self.variant_texts(old, new), "uses it"),
        };
        let item = match holder {
            Holder::Further(_, id) => {
                format!("{}.{}", self.item(holder), self.new.names.of(id).additional)
            }
            _ => self.item(holder),
        };
        if before == after {
            return stays(&item, &after);
        }
        let change = match holder {
            Holder::Site(site) if self.sites[site].site.old_rust != item => {
                format!("{}: {before} → {item}: {after}", self.sites[site].site.old_rust)
            }
            _ => format!("{item}: {before} → {after}"),
        };
        let text = format!("{change}: code that {verb} no longer compiles");
        Effect::new(Level::Breaking, text)
    }

    /// What it does that a field is of another type, or is set another way.
    fn field_effect(&self, old: (TypeId, usize), new: (TypeId, usize)) -> Effect {
        let (before, after) = self.field_texts(old, new);
        let (old_item, item) = (member(self.old, old.0, old.1), member(self.new, new.0, new.1));
        let is_read_otherwise = before != after || last(&old_item) != last(&item);
        let (old_way, new_way) = (way(self.old, old), way(self.new, new));
        let is_set_otherwise = old_way != Way::None && old_way != new_way;
        if !is_read_otherwise && !is_set_otherwise {
            return stays(&item, &after);
        }
        let change = match (last(&old_item) == last(&item), before == after) {
            (true, true) => item.clone(),
            (true, false) => format!("{item}: {before} → {after}"),
            (false, true) => format!("{old_item} → {item}"),
            (false, false) => format!("{old_item}: {before} → {item}: {after}"),
        };
        let set = |way: &Way, model, id| match way {
            Way::New { .. } => constructor_text(model, id).unwrap_or_default(),
            Way::Setter(name) => format!("{}::{name}", model.names.of(id).ident),
            Way::None => "nothing".into(),
        };
        let ways = match is_set_otherwise {
            true => format!(
                "{} set by {} instead of {}",
                if before == after && last(&old_item) == last(&item) { " is" } else { ", and is" },
                set(&new_way, self.new, new.0),
                set(&old_way, self.old, old.0)
            ),
            false => String::new(),
        };
        let verb = match (is_read_otherwise, old_way != Way::None) {
            (true, false) => "reads",
            (true, true) => "reads or sets",
            (false, _) => "sets",
        };
        Effect::new(
            Level::Breaking,
            format!("{change}{ways}: code that {verb} it no longer compiles"),
        )
    }

    /// What it does that a field is gone.
    pub(super) fn removed_effect(&self, pair: &Pair<'m>, index: usize) -> Effect {
        let item = member(self.old, pair.ids.0, index);
        let is_set = way(self.old, (pair.ids.0, index)) != Way::None;
        let gone = match pair.old.form == pair.new.form {
            true => format!("{item} is gone"),
            false => format!("{} has no {}", self.new.names.of(pair.ids.1).ident, last(&item)),
        };
        let change = self.constructors(pair).map(|(old, new)| format!(", and {old} becomes {new}"));
        let verb = if is_set { "reads or sets" } else { "reads" };
        let text =
            format!("{gone}{}: code that {verb} it no longer compiles", change.unwrap_or_default());
        Effect::new(Level::Breaking, text)
    }

    /// What it does that a field is new.
    pub(super) fn added_effect(&self, pair: &Pair<'m>, index: usize) -> Effect {
        let item = member(self.new, pair.ids.1, index);
        let is_needed = matches!(way(self.new, (pair.ids.1, index)), Way::New { .. });
        match self.constructors(pair).filter(|_| is_needed) {
            Some((old, new)) => {
                let text = format!("{old} becomes {new}: code that calls it no longer compiles");
                Effect::new(Level::Breaking, text)
            }
            None => {
                if pair.old.form != pair.new.form {
                    let old = &self.old.names.of(pair.ids.0).ident;
                    let text = format!("{item}, which {old} had not, is new");
                    return Effect::new(Level::Compatible, text);
                }
                let text = field_text(self.new, pair.ids.1, index);
                Effect::new(Level::Compatible, format!("{item}: {text} is new"))
            }
        }
    }

    /// How a type was made and is made now, if that differs.
    pub(super) fn constructors(&self, pair: &Pair<'m>) -> Option<(String, String)> {
        let old = constructor_text(self.old, pair.ids.0)?;
        let new = constructor_text(self.new, pair.ids.1)?;
        let arguments = |text: &str| text.split_once("::").map(|(_, call)| call.to_owned());
        (arguments(&old) != arguments(&new)).then_some((old, new))
    }

    /// What it does that a type has another name.
    pub(super) fn type_name_effect(&self, old: TypeId, new: TypeId) -> Effect {
        let (old, new) = (&self.old.names.of(old).ident, &self.new.names.of(new).ident);
        if old == new {
            return Effect::new(Level::Compatible, format!("the type is still called {new}"));
        }
        let text = format!("{old} → {new}: code that names the type no longer compiles");
        Effect::new(Level::Breaking, text)
    }

    /// What it does that requests and responses hold different forms, or the same again.
    pub(super) fn form_effect(&self, pair: &Pair<'m>) -> Effect {
        let (old, new) =
            (&self.old.names.of(pair.ids.0).ident, &self.new.names.of(pair.ids.1).ident);
        if old != new {
            let direction = match pair.direction {
                Direction::Request => "requests hold",
                Direction::Response => "responses hold",
            };
            let text = format!(
                "{direction} {new} instead of {old}: code that names the type no longer compiles"
            );
            return Effect::new(Level::Breaking, text);
        }
        if pair.old.usage.request == pair.new.usage.request {
            return Effect::new(Level::Compatible, format!("{new} stays as it is"));
        }
        self.usage_effect(pair)
    }

    /// What it does that a type is held by requests too, or no longer.
    pub(super) fn usage_effect(&self, pair: &Pair<'m>) -> Effect {
        let ident = &self.new.names.of(pair.ids.1).ident;
        let mut broken = Vec::new();
        if let Some(old) =
            constructor_text(self.old, pair.ids.0).filter(|_| !pair.new.usage.request)
        {
            let is_gone = !old.ends_with("::default()") || !self.has_default(1, pair.ids.1);
            broken.extend(is_gone.then(|| format!("{old} is gone")));
            let setters = fields(self.old, pair.ids.0).iter().any(|field| !field.required);
            broken.extend(setters.then(|| format!("{ident} has no setters any more")));
        } else if self.has_default(0, pair.ids.0) && !self.has_default(1, pair.ids.1) {
            broken.push(format!("{ident}::default() is gone"));
        }
        let is_read_otherwise = |(index, field): &(usize, &Field)| {
            let other =
                fields(self.new, pair.ids.1).iter().position(|other| other.name == field.name)?;
            let (old, new) = self.field_texts((pair.ids.0, *index), (pair.ids.1, other));
            let is_alike = field.value == fields(self.new, pair.ids.1)[other].value;
            (old != new && is_alike)
                .then(|| format!("{}: {old} → {new}", member(self.new, pair.ids.1, other)))
        };
        broken.extend(
            fields(self.old, pair.ids.0)
                .iter()
                .enumerate()
                .filter_map(|field| is_read_otherwise(&field)),
        );
        if broken.is_empty() {
            return Effect::new(
                Level::Compatible,
                format!("{ident} is used as before, and can be made"),
            );
        }
        let text = format!("{}: code that uses it no longer compiles", broken.join(", "));
        Effect::new(Level::Breaking, text)
    }

    /// What it does that further fields are allowed now, or no longer.
    pub(super) fn further_effect(&self, pair: &Pair<'m>, old: &Record, new: &Record) -> Effect {
        let item = |model: &Model, id| {
            let names = model.names.of(id);
            format!("{}.{}", names.ident, names.additional)
        };
        match (&old.additional, &new.additional) {
            (Some(_), None) => {
                let text = format!(
                    "{} is gone: code that reads it no longer compiles",
                    item(self.old, pair.ids.0)
                );
                Effect::new(Level::Breaking, text)
            }
            (None, Some(_)) => {
                Effect::new(Level::Compatible, format!("{} is new", item(self.new, pair.ids.1)))
            }
            _ => Effect::new(
                Level::Compatible,
                format!("{} stays as it is", self.new.names.of(pair.ids.1).ident),
            ),
        }
    }

    /// What it does that a value is deprecated, or no longer.
    pub(super) fn deprecation_effect(&self, here: &Here, is_deprecated: bool) -> Effect {
        if let Holder::Field(_, (id, index)) = here.holder
            && let Way::Setter(name) = way(self.new, (id, index))
        {
            let setter = format!("{}::{name}", self.new.names.of(id).ident);
            let text = match is_deprecated {
                true => format!("{setter} is marked #[deprecated]: calls are warned of"),
                false => format!("{setter} is no longer marked #[deprecated]"),
            };
            return Effect::new(Level::Compatible, text);
        }
        self.only_documented(here)
    }

    /// What it does that a type is another kind of thing under the same name.
    pub(super) fn kind_effect(
        &self,
        (old, new): (TypeId, TypeId),
        kinds: &(String, String),
    ) -> Effect {
        let (old, new) = (&self.old.names.of(old).ident, &self.new.names.of(new).ident);
        let types = if old == new { new.clone() } else { format!("{old} → {new}") };
        let text =
            format!("{types}: {} → {}: code that uses it no longer compiles", kinds.0, kinds.1);
        Effect::new(Level::Breaking, text)
    }

    /// A type that only answers hold has a `Default` if all its fields have one; says if that changed.
    pub(super) fn default_of(&mut self, pair: &Pair<'m>) {
        let (had, has) = (self.has_default(0, pair.ids.0), self.has_default(1, pair.ids.1));
        if had == has || pair.old.usage.request || pair.new.usage.request {
            return;
        }
        let ident = &self.new.names.of(pair.ids.1).ident;
        let rust = match has {
            true => Effect::new(Level::Compatible, format!("{ident}::default() is new")),
            false => Effect::new(
                Level::Breaking,
                format!("{ident}::default() is gone: code that calls it no longer compiles"),
            ),
        };
        let words = |is: bool| is.then(|| format!("{ident}::default()"));
        let found = Found {
            family: family::RUST_DEFAULT,
            subject: pair.subject(""),
            before: words(had),
            after: words(has),
            wire: "what travels is reported with the properties".into(),
            rust,
        };
        self.found_in(pair, found);
    }

    /// Whether a type of a state (0 the old, 1 the new) has a `Default`.
    fn has_default(&self, state: usize, id: TypeId) -> bool {
        let model = if state == 0 { self.old } else { self.new };
        self.defaults[state].get_or_init(|| defaults(model))[id.0]
    }

    /// The Rust types of a field.
    pub(super) fn field_texts(
        &self,
        old: (TypeId, usize),
        new: (TypeId, usize),
    ) -> (String, String) {
        (field_text(self.old, old.0, old.1), field_text(self.new, new.0, new.1))
    }

    /// The Rust types of a variant.
    pub(super) fn variant_texts(
        &self,
        old: (TypeId, usize),
        new: (TypeId, usize),
    ) -> (String, String) {
        (variant_text(self.old, old.0, old.1), variant_text(self.new, new.0, new.1))
    }

    /// The Rust types of the values of further fields.
    fn further_texts(&self, old: TypeId, new: TypeId) -> (String, String) {
        let text = |model: &Model, id: TypeId| match &model.api.definition(id).kind {
            TypeKind::Record(Record { additional: Some(value), .. }) => {
                type_text(model, &Type::Map(Box::new(value.clone())))
            }
            _ => String::new(),
        };
        (text(self.old, old), text(self.new, new))
    }
}

/// Nothing changes for code.
fn stays(item: &str, rust: &str) -> Effect {
    Effect::new(Level::Compatible, format!("{item} stays {rust}"))
}

/// The fields of a type.
fn fields(model: &Model, id: TypeId) -> &[Field] {
    match &model.api.definition(id).kind {
        TypeKind::Record(record) => &record.fields,
        _ => &[],
    }
}

/// What code calls a field: `SessionUser.phone`.
fn member(model: &Model, id: TypeId, index: usize) -> String {
    let names = model.names.of(id);
    format!("{}.{}", names.ident, names.members[index])
}

fn last(item: &str) -> &str {
    item.rsplit('.').next().unwrap_or(item)
}

/// How users give a field its value.
fn way(model: &Model, (id, index): (TypeId, usize)) -> Way {
    let Some(field) = fields(model, id).get(index) else { return Way::None };
    if !model.api.definition(id).usage.request {
        Way::None
    } else if field.required {
        let in_struct = constructor_text(model, id).is_some_and(|text| text.contains('{'));
        Way::New { in_struct }
    } else {
        Way::Setter(model.names.of(id).setters[index].clone())
    }
}
