//! An operation in one state of an API in, how changes point at it and how its crate speaks of it out.

use crate::Model;
use crate::diff::shown;
use crate::diff::{Reached, Subject};
use crate::ir::{Operation, Tag};
use crate::name::{OperationNames, TagNames};
use crate::source::Place;

/// An operation with what is known of it in one state of an API.
#[derive(Clone, Copy)]
pub(super) struct Side<'m> {
    pub(super) model: &'m Model,
    pub(super) tag: &'m Tag,
    pub(super) tag_names: &'m TagNames,
    pub(super) operation: &'m Operation,
    pub(super) names: &'m OperationNames,
}

impl<'m> Side<'m> {
    /// All operations of a state.
    pub(super) fn all(model: &'m Model) -> Vec<Self> {
        let tags = model.api.tags.iter().zip(&model.names.tags);
        tags.flat_map(|(tag, tag_names)| {
            let operations = tag.operations.iter().zip(&tag_names.operations);
            operations.map(move |(operation, names)| Self {
                model,
                tag,
                tag_names,
                operation,
                names,
            })
        })
        .collect()
    }

    /// The operation of another state that Rust code names as it names this one.
    pub(super) fn namesake<'o>(&self, other: &'o Model) -> Option<Side<'o>> {
        Side::all(other).into_iter().find(|side| side.method() == self.method())
    }

    /// What changes that reach it say of it.
    pub(super) fn reached(&self) -> Reached {
        let Operation { path, method, .. } = self.operation;
        Reached { tag: self.tag.name.clone(), path: path.clone(), method: *method }
    }

    /// It, or a part of it, as the subject of a change.
    pub(super) fn subject(&self, part: &str) -> Subject {
        let Operation { path, method, .. } = self.operation;
        Subject::Operation { method: *method, path: path.clone(), part: part.to_owned() }
    }

    /// Where something was written.
    pub(super) fn place(&self, pointer: &str) -> Option<Place> {
        self.model.places.place(pointer)
    }

    /// `client.session().login`.
    pub(super) fn method(&self) -> String {
        format!("client.{}().{}", self.tag_names.method, self.names.method)
    }

    /// The arguments of the method: what every call must give.
    pub(super) fn arguments(&self) -> Vec<&'m str> {
        let parameters = self.operation.parameters.iter().zip(&self.names.parameters);
        let required = parameters.filter(|(parameter, _)| parameter.required);
        let body = self.operation.body.iter().filter(|body| body.required);
        required
            .map(|(_, name)| name.as_str())
            .chain(body.map(|_| self.names.body.as_str()))
            .collect()
    }

    /// `client.session().login(body)`.
    pub(super) fn call(&self) -> String {
        format!("{}({})", self.method(), self.arguments().join(", "))
    }

    /// How a call gives a parameter or the body: `client.session().login(body)`, `client.hosts().list().page(page)`.
    pub(super) fn giving(&self, name: &str, required: bool) -> String {
        match (required, self.arguments().as_slice()) {
            (true, [_]) => self.call(),
            (true, _) => format!("argument {name} of {}", self.call()),
            (false, _) => format!("{}.{name}({name})", self.call()),
        }
    }

    /// `operations::session::Login`.
    pub(super) fn structure(&self) -> String {
        self.item(&self.names.ident)
    }

    /// `operations::session::LoginError`.
    pub(super) fn errors(&self) -> String {
        self.item(&self.names.error)
    }

    /// `operations::session::LoginOutput`, where the successes of the operation hold different things.
    pub(super) fn success_enum(&self) -> String {
        self.item(&self.names.output)
    }

    /// An item of its module.
    fn item(&self, ident: &str) -> String {
        format!("operations::{}::{ident}", self.tag_names.module)
    }

    /// What a call returns.
    pub(super) fn output(&self) -> String {
        shown::output_text(self.model, self.operation, self.names)
    }

    /// Whether the struct of the operation has no fields.
    pub(super) fn is_unit(&self) -> bool {
        let Operation { parameters, body, paging, .. } = self.operation;
        parameters.is_empty() && body.is_none() && paging.is_none()
    }
}

/// An operation in both states.
#[derive(Clone, Copy)]
pub(super) struct Pair<'m> {
    pub(super) old: Side<'m>,
    pub(super) new: Side<'m>,
}

/// A text that only people read, so that its layout does not count.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, of a text that may be missing.
pub(super) fn optional_words(text: Option<&str>) -> Option<String> {
    text.map(words).filter(|text| !text.is_empty())
}
