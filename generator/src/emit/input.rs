//! The parameters and the body of an operation, as fields of its struct.

use super::{constraints, docs, ident};
use crate::ir::{Constraints, Operation};
use crate::surface::{InputItem, OperationItem};
use proc_macro2::{Ident, TokenStream};

/// A parameter or the body, as a field of an operation's struct.
pub(super) struct Input<'a> {
    pub(super) item: &'a InputItem,
    pub(super) member: Ident,
    wire: String,
    pub(super) description: Option<&'a str>,
    constraints: Option<&'a Constraints>,
}

impl Input<'_> {
    /// Its documentation: description, default, bounds and deprecation.
    pub(super) fn documentation(&self) -> TokenStream {
        let described = self.description.map(docs::text).filter(|text| !text.is_empty());
        let mut paragraphs = vec![described.unwrap_or_else(|| format!("{}.", self.wire))];
        paragraphs.extend(self.constraints_of_value());
        docs::comment(&paragraphs)
    }

    /// The same on one line; empty if nothing but its name is known.
    pub(super) fn line(&self) -> String {
        let described = docs::sentence(&[self.description], "");
        let all = std::iter::once(described).chain(self.constraints_of_value());
        all.filter(|text| !text.is_empty()).collect::<Vec<String>>().join(" ")
    }

    fn constraints_of_value(&self) -> impl Iterator<Item = String> {
        let deprecated = self.item.deprecated.then(|| "**Deprecated.**".to_owned());
        // The IR holds no default of a required parameter.
        let constraints = self.constraints.map(|own| constraints::paragraphs(own, false));
        constraints.into_iter().flatten().chain(deprecated)
    }
}

/// All inputs of an operation, the body last.
pub(super) fn inputs<'a>(operation: &'a Operation, item: &'a OperationItem) -> Vec<Input<'a>> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let place = parameter.location.name();
        let wire = format!("{} in the {place}", docs::code(&parameter.name));
        (wire, parameter.description.as_deref(), Some(&parameter.constraints))
    });
    let body = operation.body.iter().map(|body| {
        let content = body.contents.first();
        let own = content.and_then(|content| content.description.as_deref());
        let constraints = content.map(|content| &content.constraints);
        ("The body".to_owned(), body.description.as_deref().or(own), constraints)
    });
    let described = parameters.chain(body).zip(&item.inputs);
    described
        .map(|((wire, description, constraints), item)| Input {
            item,
            member: ident(&item.ident),
            wire,
            description,
            constraints,
        })
        .collect()
}
