//! What a comparison has found so far, and how it says so.

use super::side::{Pair, Side, optional_words};
use crate::Model;
use crate::diff::schemas::Schemas;
use crate::diff::{Change, Effect, Level, Reached, Rule, Subject};

/// Two states of an API, and what is known of their differences.
pub(super) struct Comparison<'m> {
    pub(super) old: &'m Model,
    pub(super) new: &'m Model,
    pub(super) schemas: Schemas<'m>,
    pub(super) changes: Vec<Change>,
}

impl<'m> Comparison<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        Self { old, new, schemas: Schemas::new(old, new), changes: Vec::new() }
    }

    /// A change of the API as a whole, found at a pointer of both documents.
    pub(super) fn of_api(&self, rule: &'static Rule, part: &str, pointer: &str) -> Draft {
        let mut draft = Draft::new(rule, Subject::Api { part: part.to_owned() });
        draft.0.old = self.old.places.place(pointer);
        draft.0.new = self.new.places.place(pointer);
        draft
    }

    /// Notes a change of a text that only people read, if it has changed.
    pub(super) fn text(
        &mut self,
        texts: [Option<&str>; 2],
        of: &str,
        shown: &str,
        draft: impl FnOnce(&Self) -> Draft,
    ) {
        let [old, new] = texts.map(optional_words);
        if old != new {
            let draft = draft(self)
                .values(old, new)
                .wire(format!("the documentation of {of} says something else"))
                .rust(Level::Documentation, format!("{shown}: only its documentation changes"));
            self.push(draft);
        }
    }

    /// Notes a change.
    pub(super) fn push(&mut self, draft: Draft) {
        self.changes.push(draft.0);
    }
}

/// A change in the making.
pub(super) struct Draft(pub(super) Change);

impl Draft {
    pub(super) fn new(rule: &'static Rule, subject: Subject) -> Self {
        Self(Change {
            rule,
            subject,
            before: None,
            after: None,
            wire: Effect::new(rule.wire, rule.reason),
            rust: Effect::new(Level::Compatible, String::new()),
            old: None,
            new: None,
            operations: Vec::new(),
        })
    }

    /// What was there and what is there.
    pub(super) fn values(
        mut self,
        before: Option<impl Into<String>>,
        after: Option<impl Into<String>>,
    ) -> Self {
        (self.0.before, self.0.after) = (before.map(Into::into), after.map(Into::into));
        self
    }

    /// What was there, and is there in another form.
    pub(super) fn turning(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.values(Some(before), Some(after))
    }

    /// The effect on the wire; how much it weighs is the rule's to say.
    pub(super) fn wire(mut self, text: impl Into<String>) -> Self {
        self.0.wire.text = text.into();
        self
    }

    /// The effect on programs that are compiled against the new crate.
    pub(super) fn rust(mut self, level: Level, text: impl Into<String>) -> Self {
        self.0.rust = Effect::new(level, text);
        self
    }

    /// The same effect, found elsewhere.
    pub(super) fn rust_effect(mut self, effect: Effect) -> Self {
        self.0.rust = effect;
        self
    }

    /// The operations that are reached.
    pub(super) fn reaching(mut self, operations: impl IntoIterator<Item = Reached>) -> Self {
        self.0.operations.extend(operations);
        self.0.operations.sort();
        self.0.operations.dedup();
        self
    }
}

impl Pair<'_> {
    /// A change of a part of the operation, found at a pointer of each document.
    pub(super) fn change(&self, rule: &'static Rule, part: &str, [old, new]: [&str; 2]) -> Draft {
        let mut draft = Draft::new(rule, self.new.subject(part)).reaching([self.new.reached()]);
        draft.0.old = self.old.place(old);
        draft.0.new = self.new.place(new);
        draft
    }

    /// The pointers of the operation itself.
    pub(super) fn pointers(&self) -> [&str; 2] {
        [&self.old.operation.pointer, &self.new.operation.pointer]
    }
}

impl Side<'_> {
    /// A change that concerns an operation of one state only; it is placed in that state by the caller.
    pub(super) fn alone(&self, rule: &'static Rule) -> Draft {
        Draft::new(rule, self.subject("")).reaching([self.reached()])
    }
}
