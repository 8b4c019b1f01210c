//! Two lists of items in; the items that are gone, new or changed out.

use super::Deltas;
use super::types::Pairs;
use crate::diff::change::{Level, Subject};
use crate::diff::text::Text;
use crate::surface::RustType;
use std::collections::{BTreeSet, HashMap, VecDeque};

/// The role of an item in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    /// The name of a type.
    Type,
    /// Whether a type is a struct or an enum.
    Kind,
    /// `Default` of a struct.
    Default,
    /// A way to make a struct.
    Constructor,
    /// A field of a struct, or its further fields.
    Field,
    /// A method that sets a field.
    Setter,
    /// A variant of an enum.
    Variant,
    /// `From` for the payloads of an enum's variants.
    Conversion,
    /// A module with its feature and the method of the client.
    Tag,
    /// A method, and the struct and enums that are named after it.
    Method,
    /// The arguments of a method.
    Arguments,
    /// A field of the struct of an operation, or the method that sets it.
    Input,
    /// The return type of a call.
    Output,
    /// The type of the API's error object.
    Error,
    /// A documented failure.
    ErrorVariant,
    /// A constant for a response header.
    Header,
    /// A method of a call that is read in pages.
    Paging,
    /// A method of the client builder.
    Credential,
    /// A type of the module `servers`, a method that sets a variable, or a value of one.
    Server,
    /// `#[deprecated]`.
    Mark,
}

/// The kind of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Gone,
    New,
    Renamed,
    /// It has another name, and its old name is that of something else now.
    Taken,
    Changed,
    Reordered,
}

/// The place of an item in its own state.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The place in the document.
    pub(super) pointer: String,
    /// What identifies the place. It is not the pointer if the item is a part of what stands there.
    pub(super) key: String,
}

impl Place {
    /// The place of an item for all that stands at a pointer.
    pub(super) fn of(pointer: &str) -> Self {
        Self { pointer: pointer.to_owned(), key: pointer.to_owned() }
    }

    /// The place, with this key, of an item for a part of what stands at a pointer.
    pub(super) fn within(pointer: &str, key: impl Into<String>) -> Self {
        Self { pointer: pointer.to_owned(), key: key.into() }
    }
}

/// The effect of a change of an item on code that names the item, or all items of its kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    /// Of a removal or another change.
    pub(super) change: Level,
    /// Of an addition.
    pub(super) addition: Level,
}

impl Weight {
    /// Of most items: code names only the items that it uses.
    pub(super) const USUAL: Self = Self { change: Level::Breaking, addition: Level::Compatible };
}

/// An item of one crate that code can name.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) role: Role,
    pub(super) place: Place,
    /// The keys that identify it among items of its role: the places that it may have in the new state, or names.
    pub(super) keys: Vec<String>,
    /// The name in code, without its owner.
    pub(super) ident: String,
    /// Further names that the item has, or that are made from its name.
    pub(super) other_names: Vec<String>,
    /// The full name in code: `SessionUser.phone`.
    pub(super) code: String,
    /// Its type.
    pub(super) rust: Option<RustType>,
    pub(super) weight: Weight,
    pub(super) subject: Subject,
    /// The schema or operation that it belongs to.
    pub(super) home: String,
    /// Whether it belongs to a body.
    pub(super) is_body: bool,
    /// Whether it exists for one media type of several.
    pub(super) is_choice: bool,
}

impl Item {
    pub(super) fn new(role: Role, place: Place, keys: Vec<String>, subject: &Subject) -> Self {
        Self {
            home: place.key.clone(),
            role,
            place,
            keys,
            ident: String::new(),
            other_names: Vec::new(),
            code: String::new(),
            rust: None,
            weight: Weight::USUAL,
            subject: subject.clone(),
            is_body: false,
            is_choice: false,
        }
    }

    /// Sets the name without its owner, and the full name.
    pub(super) fn named(self, ident: impl Into<String>, code: impl Into<String>) -> Self {
        Self { ident: ident.into(), code: code.into(), ..self }
    }

    /// Sets the type.
    pub(super) fn typed(self, rust: &RustType) -> Self {
        Self { rust: Some(rust.clone()), ..self }
    }

    /// The identity of the item for code: role, names, and whether it has a type.
    fn called(&self) -> (Role, &str, &[String], bool) {
        (self.role, &self.ident, &self.other_names, self.rust.is_some())
    }

    fn shown(&self) -> Text {
        let text = Text::code(self.code.as_str());
        match &self.rust {
            Some(rust) => text.and(": ").and_code(rust.to_string()),
            None => text,
        }
    }
}

/// A difference between two crates.
#[derive(Debug, Clone)]
pub(super) struct Delta {
    pub(super) role: Role,
    pub(super) turn: Turn,
    pub(super) level: Level,
    pub(super) text: Text,
    /// Its places in each state; several if it has several causes.
    pub(super) keys: Vec<(usize, String)>,
    pub(super) subject: Subject,
    pub(super) places: [Option<String>; 2],
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// The schema or operation that it belongs to, in each state.
    pub(super) homes: [Option<String>; 2],
    pub(super) is_body: bool,
    /// Whether the item exists for one media type of several.
    pub(super) is_choice: bool,
    /// Whether the type got a form for each direction, or has one form again.
    pub(super) is_split: Option<bool>,
}

impl Delta {
    /// A difference between an item of each state, at their places.
    pub(super) fn new(
        turn: Turn,
        level: Level,
        items: [Option<&Item>; 2],
        text: Text,
    ) -> Option<Self> {
        let [old, new] = items;
        let one = new.or(old)?;
        let keys = items.iter().enumerate();
        Some(Self {
            role: one.role,
            turn,
            level,
            text,
            keys: keys
                .filter_map(|(state, item)| Some((state, item.as_ref()?.place.key.clone())))
                .collect(),
            subject: one.subject.clone(),
            before: old.map(|item| item.ident.clone()),
            after: new.map(|item| item.ident.clone()),
            places: items.map(|item| item.map(|item| item.place.pointer.clone())),
            homes: items.map(|item| item.map(|item| item.home.clone())),
            is_body: one.is_body,
            is_choice: one.is_choice,
            is_split: None,
        })
    }
}

impl Deltas {
    /// Compares the items of two things that belong together.
    pub(super) fn items(&mut self, pairs: &Pairs<'_>, old: Vec<Item>, new: Vec<Item>) {
        for (state, items) in [&old, &new].into_iter().enumerate() {
            self.known.extend(items.iter().map(|item| (state, item.place.key.clone())));
        }
        let mut free: BTreeSet<usize> = (0..new.len()).collect();
        let mut index: HashMap<(Role, &str), VecDeque<usize>> = HashMap::new();
        for (number, to) in new.iter().enumerate() {
            for key in &to.keys {
                index.entry((to.role, key)).or_default().push_back(number);
            }
        }
        let mut left = Vec::new();
        for from in &old {
            let firsts = from.keys.iter().filter_map(|key| {
                let numbers = index.get_mut(&(from.role, key.as_str()))?;
                while numbers.front().is_some_and(|number| !free.contains(number)) {
                    numbers.pop_front();
                }
                numbers.front().copied()
            });
            match firsts.min() {
                Some(number) => {
                    free.remove(&number);
                    self.both(pairs, from, &new[number]);
                }
                None => left.push(from),
            }
        }
        // Items with the same name are one item to code, wherever they stand.
        let mut called: HashMap<_, VecDeque<usize>> = HashMap::new();
        for &number in &free {
            called.entry(new[number].called()).or_default().push_back(number);
        }
        for from in left {
            match called.get_mut(&from.called()).and_then(VecDeque::pop_front) {
                Some(number) => {
                    free.remove(&number);
                    self.both(pairs, from, &new[number]);
                }
                None => self.one(from, true),
            }
        }
        free.iter().for_each(|number| self.one(&new[*number], false));
    }

    /// Reports an item of one crate only.
    pub(super) fn one(&mut self, item: &Item, is_gone: bool) {
        let (turn, level, text, items) = if is_gone {
            let text = Text::code(item.code.as_str()).and(" is gone");
            (Turn::Gone, item.weight.change, text, [Some(item), None])
        } else {
            (Turn::New, item.weight.addition, item.shown().and(" is new"), [None, Some(item)])
        };
        let (level, text) = match item.role {
            Role::Mark if is_gone => {
                let text = Text::code(item.code.as_str()).and(" is no longer ");
                (Level::Compatible, text.and_code("#[deprecated]"))
            }
            Role::Mark => {
                let text = Text::code(item.code.as_str()).and(" is ");
                (Level::Compatible, text.and_code("#[deprecated]"))
            }
            _ => (level, text),
        };
        self.all.extend(Delta::new(turn, level, items, text));
    }

    fn both(&mut self, pairs: &Pairs<'_>, old: &Item, new: &Item) {
        let is_typed_alike = match (&old.rust, &new.rust) {
            (Some(old), Some(new)) => pairs.are_alike(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        let is_renamed = (&old.ident, &old.other_names) != (&new.ident, &new.other_names);
        let (turn, text) = match (is_renamed, is_typed_alike) {
            (false, true) => return,
            (true, true) => {
                let text = Text::code(old.code.as_str()).and(" → ").and_code(new.code.as_str());
                (Turn::Renamed, text)
            }
            (true, false) => (Turn::Renamed, old.shown().and(" → ").then(new.shown())),
            (false, false) => {
                let shown =
                    |item: &Item| item.rust.as_ref().map_or("()".into(), RustType::to_string);
                let text = Text::code(new.code.as_str()).and(": ");
                (Turn::Changed, text.and_code(shown(old)).and(" → ").and_code(shown(new)))
            }
        };
        let mut delta = Delta::new(turn, new.weight.change, [Some(old), Some(new)], text);
        if let Some(delta) = delta.as_mut().filter(|_| turn == Turn::Changed) {
            delta.before = old.rust.as_ref().map(RustType::to_string);
            delta.after = new.rust.as_ref().map(RustType::to_string);
        }
        self.all.extend(delta);
    }

    /// Reports a call of one crate only. Its arguments are the cause.
    pub(super) fn call(&mut self, call: &Call, is_gone: bool) {
        let number = self.all.len();
        let (code, state) = (call.shown(), usize::from(!is_gone));
        self.one(&Item { ident: code.clone(), code, ..call.item.clone() }, is_gone);
        let places = call.arguments.iter().map(|own| (state, own.place.clone()));
        self.all[number].keys.extend(places);
    }

    /// Compares the arguments of two calls. The places of the arguments that differ are the causes.
    pub(super) fn calls(&mut self, pairs: &Pairs<'_>, old: &Call, new: &Call) {
        let are_one = |old: &Argument, new: &Argument| {
            meet(&old.keys, &new.keys) && pairs.are_alike(&old.rust, &new.rust)
        };
        let is_kept = |own: &&Argument| new.arguments.iter().any(|other| are_one(own, other));
        let was_there = |own: &&Argument| old.arguments.iter().any(|other| are_one(other, own));
        let gone = old.arguments.iter().filter(|own| !is_kept(own)).map(|own| (0, own));
        let more = new.arguments.iter().filter(|own| !was_there(own)).map(|own| (1, own));
        let [types, other_types] = [gone.clone().collect(), more.clone().collect()].map(types);
        let causes: Vec<(usize, String)> =
            gone.chain(more).map(|(state, own)| (state, own.place.clone())).collect();
        let is_reordered = causes.is_empty()
            && old
                .arguments
                .iter()
                .zip(&new.arguments)
                .any(|(old, new)| !meet(&old.keys, &new.keys))
            && !(old.required.is_some() && new.required.is_some());
        if !is_reordered && causes.is_empty() {
            return;
        }
        let (before, after) = (old.shown(), new.shown());
        let text = if before == after {
            Text::code(after).and(": ").and_code(&*types).and(" → ").and_code(&*other_types)
        } else {
            Text::code(before).and(" → ").and_code(after)
        };
        let turn = if is_reordered { Turn::Reordered } else { Turn::Changed };
        let items = [Some(&old.item), Some(&new.item)];
        let Some(mut delta) = Delta::new(turn, Level::Breaking, items, text) else { return };
        if delta.role == Role::Default {
            delta.role = Role::Constructor;
        }
        if is_reordered {
            let list = |call: &Call| {
                call.arguments.iter().map(|own| own.ident.as_str()).collect::<Vec<_>>().join(", ")
            };
            (delta.before, delta.after) = (Some(list(old)), Some(list(new)));
        } else {
            (delta.before, delta.after) = (Some(types), Some(other_types));
            delta.keys = causes;
        }
        self.all.push(delta);
    }
}

/// A function with arguments.
pub(super) struct Call {
    pub(super) item: Item,
    pub(super) arguments: Vec<Argument>,
    /// The name of the struct whose fields the arguments are.
    pub(super) required: Option<String>,
}

/// An argument of a call.
pub(super) struct Argument {
    pub(super) place: String,
    /// The places that it may have in the new state.
    pub(super) keys: Vec<String>,
    pub(super) ident: String,
    pub(super) rust: RustType,
}

/// The types of arguments.
fn types(arguments: Vec<(usize, &Argument)>) -> String {
    arguments.iter().map(|(_, own)| own.rust.to_string()).collect::<Vec<_>>().join(", ")
}

/// Whether two lists of keys have one in common.
fn meet(one: &[String], other: &[String]) -> bool {
    one.iter().any(|key| other.contains(key))
}

impl Call {
    /// `A::new(x, y)`, `A::new(ARequired { x, y, z })`.
    pub(super) fn shown(&self) -> String {
        let idents: Vec<&str> = self.arguments.iter().map(|own| own.ident.as_str()).collect();
        let idents = idents.join(", ");
        match &self.required {
            Some(required) => format!("{}({required} {{ {idents} }})", self.item.code),
            None => format!("{}({idents})", self.item.code),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Delta, Item, Place, Role, Turn};
    use crate::diff::change::{Level, Subject};
    use crate::diff::text::Text;

    #[test]
    fn the_place_in_the_document_is_not_read_from_the_key() {
        // Some documents put a fragment into a path to distinguish operations.
        let pointer = "/paths/~1pets#old/get";
        let subject = Subject::Api { part: String::new() };
        let place = Place::within(pointer, format!("{pointer}#call"));
        let item = Item::new(Role::Arguments, place, Vec::new(), &subject).named("a, b", "a, b");
        let delta = Delta::new(Turn::Gone, Level::Breaking, [Some(&item), None], Text::code("a"));
        let delta = delta.unwrap();
        assert_eq!(delta.places, [Some(pointer.to_owned()), None]);
        assert_eq!(delta.keys, [(0, format!("{pointer}#call"))]);
        assert_eq!(delta.before.as_deref(), Some("a, b"), "a name may hold a comma");
    }
}
