//! The parameters and the body of an operation, as fields of its struct.

use super::{docs, ident};
use crate::ir::Operation;
use crate::surface::{InputItem, OperationItem};
use proc_macro2::{Ident, TokenStream};

/// A parameter or the body, as a field of an operation's struct.
pub(super) struct Input<'a> {
    pub(super) item: &'a InputItem,
    pub(super) member: Ident,
    wire: String,
    pub(super) description: Option<&'a str>,
}

impl Input<'_> {
    /// Its description in one sentence.
    pub(super) fn documentation(&self) -> TokenStream {
        docs::comment(&[docs::sentence(&[self.description], &format!("{}.", self.wire))])
    }
}

/// All inputs of an operation, the body last.
pub(super) fn inputs<'a>(operation: &'a Operation, item: &'a OperationItem) -> Vec<Input<'a>> {
    let parameters = operation.parameters.iter().map(|parameter| {
        let place = parameter.location.name();
        let wire = format!("{} in the {place}", docs::code(&parameter.name));
        (wire, parameter.description.as_deref())
    });
    let body =
        operation.body.iter().map(|body| ("The body".to_owned(), body.description.as_deref()));
    let described = parameters.chain(body).zip(&item.inputs);
    described
        .map(|((wire, description), item)| Input {
            item,
            member: ident(&item.ident),
            wire,
            description,
        })
        .collect()
}
