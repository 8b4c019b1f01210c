//! The operations, tags and credentials of two surfaces in; their differences out.

use super::item::{Argument, Call, Delta, Item, Place, Role, Turn, Weight};
use super::types::Pairs;
use super::{Deltas, error_object};
use crate::Model;
use crate::diff::change::{Level, Subject};
use crate::diff::text::Text;
use crate::diff::wire::{Joint, paging, responses, tags};
use crate::ir::{Content, Operation, Status};
use crate::surface::{OperationItem, Output, RustType, TagItem};
use std::collections::{BTreeMap, HashMap};

/// Compares everything except the types.
pub(super) fn compare(
    deltas: &mut Deltas,
    [old, new]: [&Model; 2],
    joint: &Joint,
    pairs: &Pairs<'_>,
) {
    let [one, other] = [(old, 0), (new, 1)].map(|(model, state)| Own::all(model, joint, state));
    let keys: Vec<&String> =
        one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))).collect();
    for key in keys {
        match (one.get(key), other.get(key)) {
            (Some(from), Some(to)) => both(deltas, pairs, from, to),
            (from, to) => {
                let is_gone = from.is_some();
                if let Some(own) = from.or(to) {
                    let place = own.chosen().unwrap_or(&own.operation.pointer);
                    deltas.known.insert((usize::from(!is_gone), place.to_owned()));
                    deltas.one(&own.method(place), is_gone);
                }
            }
        }
    }
    taken(deltas, &one, &other);
    let [from, to] = [(old, 0), (new, 1)].map(|(model, state)| client(model, joint, state));
    deltas.items(pairs, from, to);
}

/// Says which methods with another name have a name that another operation has now: code may call that one unnoticed.
fn taken(deltas: &mut Deltas, old: &BTreeMap<String, Own<'_>>, new: &BTreeMap<String, Own<'_>>) {
    let owners: HashMap<String, (&String, &Own<'_>)> =
        new.iter().map(|(key, own)| (own.path(), (key, own))).collect();
    let found = old.iter().filter_map(|(key, own)| {
        let path = own.path();
        let (_, other) = owners.get(&path).filter(|(owner, _)| *owner != key)?;
        let Operation { method, path: place, .. } = other.operation;
        let text = Text::code(format!("{path}()")).and(" is ");
        let text = text.and_code(format!("{} {place}", method.name())).and(" now");
        Some(((0, own.operation.pointer.clone()), text))
    });
    let mut found: HashMap<(usize, String), Text> = found.collect();
    let is_renamed = |delta: &&mut Delta| delta.role == Role::Method && delta.turn == Turn::Renamed;
    for delta in deltas.all.iter_mut().filter(is_renamed) {
        if let Some(text) = delta.keys.first().and_then(|key| found.remove(key)) {
            delta.turn = Turn::Taken;
            delta.text = delta.text.clone().and("; ").then(text);
        }
    }
}

/// Compares an operation of both states.
fn both(deltas: &mut Deltas, pairs: &Pairs<'_>, from: &Own<'_>, to: &Own<'_>) {
    let mut items = to.items();
    if from.item.error.is_none() {
        // Calls now fail with another type; some code names the old one.
        let first = items.iter_mut().filter(|item| item.role == Role::ErrorVariant);
        first.for_each(|item| item.weight.addition = Level::PossiblyBreaking);
    }
    deltas.items(pairs, from.items(), items);
    deltas.calls(pairs, &from.call(), &to.call());
    output(deltas, pairs, from, to);
}

/// Compares the result of a call: one type, or an enum with a variant for each success.
fn output(deltas: &mut Deltas, pairs: &Pairs<'_>, from: &Own<'_>, to: &Own<'_>) {
    let (was, is) = (from.returned(), to.returned());
    let is_same = match (&was, &is) {
        (Ok(was), Ok(is)) => pairs.are_alike(was, is),
        (was, is) => was.is_err() && is.is_err(),
    };
    let places: Vec<(usize, String)> = from
        .successes()
        .map(|place| (0, place))
        .chain(to.successes().map(|place| (1, place)))
        .collect();
    deltas.known.extend(places.iter().cloned());
    if is_same {
        return;
    }
    let shown = |returned: Result<RustType, String>| {
        returned.map_or_else(|ident| ident, |rust| rust.to_string())
    };
    let (before, after) = (shown(was), shown(is));
    let text = Text::code(format!("{}()", to.path())).and(": ");
    let text = text.and_code(before.as_str()).and(" → ").and_code(after.as_str());
    let item = to.part(Role::Output, Place::of(&to.operation.pointer), "response");
    let delta = Delta::new(Turn::Changed, Level::Breaking, [Some(&item), Some(&item)], text);
    deltas.all.extend(delta.map(|delta| Delta {
        keys: places,
        before: Some(before),
        after: Some(after),
        ..delta
    }));
}

/// An operation of one state.
struct Own<'m> {
    operation: &'m Operation,
    item: &'m OperationItem,
    tag: &'m TagItem,
    tag_name: &'m str,
    joint: &'m Joint,
    state: usize,
}

impl<'m> Own<'m> {
    /// All operations of a state, by their keys.
    fn all(model: &'m Model, joint: &'m Joint, state: usize) -> BTreeMap<String, Self> {
        let tags = model.api.tags.iter().zip(&model.surface.tags);
        let operations = tags.flat_map(|(tag, item)| {
            tag.operations.iter().zip(&item.operations).map(move |(operation, own)| {
                let tag_name = tag.name.as_str();
                let own = Self { operation, item: own, tag: item, tag_name, joint, state };
                // An operation for another media type stands at the same place.
                let choice = operation.choice.as_ref().map_or_else(String::new, |choice| {
                    format!(" {} {}", choice.preposition(), choice.media_type)
                });
                (own.keys(&operation.pointer).remove(0) + &choice, own)
            })
        });
        operations.collect()
    }

    fn keys(&self, place: &str) -> Vec<String> {
        self.joint.places(place, self.state)
    }

    /// An item for a part of the operation.
    fn part(&self, role: Role, place: Place, part: impl Into<String>) -> Item {
        let Operation { path, method, .. } = self.operation;
        let subject = Subject::Operation { method: *method, path: path.clone(), part: part.into() };
        let home = self.operation.pointer.clone();
        let keys = self.keys(&place.key);
        Item { home, ..Item::new(role, place, keys, &subject) }
    }

    /// The place of a part of the operation that only the crate has.
    fn place(&self, part: &str) -> Place {
        let pointer = &self.operation.pointer;
        Place::within(pointer, format!("{pointer}#{part}"))
    }

    /// The place of a response.
    fn response(&self, status: Status) -> Place {
        Place::within(&self.operation.pointer, responses::key(self.operation, status))
    }

    /// `client.session().login`.
    fn path(&self) -> String {
        format!("client.{}().{}", self.tag.method, self.item.method)
    }

    /// The place of the media type that the operation exists for.
    fn chosen(&self) -> Option<&'m str> {
        let choice = self.operation.choice.as_ref()?;
        let responses = self.operation.successes.iter().flat_map(|response| &response.contents);
        let bodies = self.operation.body.iter().flat_map(|body| &body.contents);
        let mut all: Box<dyn Iterator<Item = &'m Content>> =
            if choice.is_response { Box::new(responses) } else { Box::new(bodies) };
        all.find(|content| content.media_type == choice.media_type)
            .map(|content| content.pointer.as_str())
    }

    /// The method, with the struct of the operation and everything named after it.
    fn method(&self, place: &str) -> Item {
        let (module, ident) = (&self.tag.module, &self.item.ident);
        let is_choice = self.operation.choice.is_some();
        let item = Item { is_choice, ..self.part(Role::Method, Place::of(place), "name") };
        // The key of a renamed tag is equal in both states, so the new name is reported once.
        let tag = self.keys(&tags::key(self.tag_name)).join(" ");
        let code = format!("{}(), operations::{module}::{ident}", self.path());
        Item { other_names: vec![ident.clone(), tag], ..item.named(&self.item.method, code) }
    }

    /// The call with its required arguments.
    fn call(&self) -> Call {
        let required = self.item.inputs.iter().filter(|input| input.required);
        let arguments = required.map(|input| Argument {
            place: input.pointer.clone(),
            keys: self.keys(&input.pointer),
            ident: input.ident.clone(),
            rust: input.argument.clone(),
        });
        let item =
            self.part(Role::Arguments, self.place("call"), "parameters").named("", self.path());
        Call { item, arguments: arguments.collect(), required: None }
    }

    fn items(&self) -> Vec<Item> {
        let mut items = vec![self.method(&self.operation.pointer)];
        if self.item.deprecated {
            let mark = self.part(Role::Mark, Place::of(&self.operation.pointer), "");
            items.push(mark.named("", format!("{}()", self.path())));
        }
        items.extend(self.inputs());
        items.extend(self.variants());
        items.extend(self.errors());
        items.extend(self.headers());
        items.extend(self.paging());
        items
    }

    /// The fields of the struct of the operation, and the setters of its call.
    fn inputs(&self) -> impl Iterator<Item = Item> {
        let module = format!("operations::{}::{}", self.tag.module, self.item.ident);
        let parameters = self.operation.parameters.len();
        let inputs = self.item.inputs.iter().enumerate();
        inputs.flat_map(move |(index, input)| {
            let is_body = index >= parameters;
            let part = match self.operation.parameters.get(index) {
                Some(own) => format!("{} parameter {}", own.location.name(), own.name),
                None => "request body".to_owned(),
            };
            let of = |role| Item {
                is_body,
                ..self.part(role, Place::of(&input.pointer), part.as_str())
            };
            // Only code that builds the struct itself names its fields.
            let field = Item {
                weight: Weight {
                    change: Level::PossiblyBreaking,
                    addition: Level::PossiblyBreaking,
                },
                ..of(Role::Input)
            };
            let field = field.named(&input.ident, format!("{module}.{}", input.ident));
            let code = format!("{}().{}", self.path(), input.ident);
            let setter = of(Role::Input).named(&input.ident, code.clone()).typed(&input.argument);
            let keys = setter.keys.iter().map(|key| format!("{key} setter")).collect();
            let setter = Item { keys, ..setter };
            let mark = of(Role::Mark).named("", code);
            let is_marked = input.deprecated && !input.required;
            let setter = (!input.required).then_some(setter);
            [Some(field), setter, is_marked.then_some(mark)].into_iter().flatten()
        })
    }

    /// The places of its successes.
    fn successes(&self) -> impl Iterator<Item = String> {
        let successes = self.operation.successes.iter();
        successes.map(|own| responses::key(self.operation, own.status))
    }

    /// The type that a call returns, or the name of the returned enum.
    fn returned(&self) -> Result<RustType, String> {
        match &self.item.output {
            Output::Same(rust) => Ok(rust.clone()),
            Output::OrNothing(rust) => Ok(RustType::Option(Box::new(rust.clone()))),
            Output::Enum { ident, .. } => Err(ident.clone()),
        }
    }

    /// The variants of the returned enum, if there is one.
    fn variants(&self) -> Vec<Item> {
        let Output::Enum { ident, variants } = &self.item.output else { return Vec::new() };
        let code = format!("operations::{}::{ident}", self.tag.module);
        let successes = self.operation.successes.iter().zip(variants);
        let item = successes.map(|(own, variant)| {
            let item =
                self.part(Role::Variant, self.response(own.status), responses::part(own.status));
            let item = item.named(&variant.ident, format!("{code}::{}", variant.ident));
            variant.rust.iter().fold(item, |item, rust| item.typed(rust))
        });
        item.collect()
    }

    /// The documented failures of a call.
    fn errors(&self) -> Vec<Item> {
        let Some(error) = &self.item.error else { return Vec::new() };
        let code = format!("operations::{}::{}", self.tag.module, error.ident);
        let variants = error.variants.iter().map(|own| {
            let item = self.part(
                Role::ErrorVariant,
                self.response(own.status),
                responses::part(own.status),
            );
            let item = item.named(&own.ident, format!("{code}::{}", own.ident));
            own.payload.iter().fold(item, |item, rust| item.typed(rust))
        });
        variants.collect()
    }

    /// The constants for response headers.
    fn headers(&self) -> impl Iterator<Item = Item> {
        let module = format!("operations::{}::{}", self.tag.module, self.item.ident);
        let headers = self.operation.headers().into_iter().zip(&self.item.headers);
        headers.map(move |(header, own)| {
            let item =
                self.part(Role::Header, Place::of(&own.pointer), format!("header {}", header.name));
            let code = format!("{module}::{}", own.ident);
            let keys = vec![header.name.to_lowercase()];
            Item { keys, ..item.named(&own.ident, code).typed(&own.rust) }
        })
    }

    /// The methods of a call that is read in pages.
    fn paging(&self) -> Vec<Item> {
        let Some(own) = self.item.paging else { return Vec::new() };
        let pointer = &self.operation.pointer;
        let of = |name: &str, weight| {
            let item =
                self.part(Role::Paging, Place::within(pointer, paging::key(pointer)), "paging");
            let item = item.named(name, format!("{}().{name}", self.path()));
            Item { keys: vec![name.to_owned()], weight, ..item }
        };
        let added = Weight::USUAL;
        // `range` is a field of the struct of the operation too.
        let field = Weight { addition: Level::PossiblyBreaking, ..Weight::USUAL };
        let range = own.range.then(|| of("range()", field));
        [of("items()", added), of("pages()", added)].into_iter().chain(range).collect()
    }
}

/// The tags and credentials of a client.
fn client(model: &Model, joint: &Joint, state: usize) -> Vec<Item> {
    let of = |role, place: Place, part: String| {
        let keys = joint.places(&place.key, state);
        Item::new(role, place, keys, &Subject::Api { part })
    };
    let tags = model.api.tags.iter().zip(&model.surface.tags).map(|(tag, own)| {
        let TagItem { method, module, ident, .. } = own;
        let item = of(Role::Tag, Place::within("", tags::key(&tag.name)), tags::part(&tag.name));
        let code = format!("client.{method}(), operations::{module}::{ident}, feature {module}");
        Item { other_names: vec![method.clone(), ident.clone()], ..item.named(module, code) }
    });
    let schemes = model.api.security_schemes.iter().zip(&model.surface.client.credentials);
    let schemes = schemes.map(|(scheme, own)| {
        let part = format!("security scheme {}", scheme.name);
        let item = of(Role::Credential, Place::of(&scheme.pointer), part);
        item.named(&own.ident, format!("ClientBuilder::{}", own.ident))
    });
    let error = error_object();
    let rust = match &model.surface.client.error_object {
        Some(ident) => RustType::Model(ident.clone()),
        None => RustType::Runtime(crate::surface::Runtime::Value),
    };
    let error = of(Role::Error, Place::within("", error), "error object".into())
        .named("", "ErrorBody")
        .typed(&rust);
    tags.chain(schemes).chain([error]).collect()
}
