//! Emits the documentation of a type from its definition.

use super::docs;
use crate::ir::{Form, TypeDefinition};
use crate::spelling::ident::snake;

/// The documentation of a type: its descriptions in the document, and its place there.
pub(super) fn documentation(definition: &TypeDefinition) -> proc_macro2::TokenStream {
    let place = match definition.path.as_slice() {
        [schema] => format!("The schema {}.", docs::code(schema)),
        path => format!("The value of {}.", docs::code(&path.join("."))),
    };
    let place = match definition.form {
        Form::Request => format!("{} In its form for requests.", place),
        Form::Multipart => format!("{} The parts of a form.", place),
        _ => place,
    };
    let deprecated = if definition.deprecated { "**Deprecated.**" } else { "" };
    let described = definition.description.as_deref().map(docs::text).unwrap_or_default();
    // Pydantic and others make a title of the name.
    let says_more =
        |title: &&str| definition.path.last().is_none_or(|name| snake(name) != snake(title));
    let title = definition.title.as_deref().filter(says_more).map(docs::text).unwrap_or_default();
    let restrictions = definition.restrictions.join(" ");
    docs::comment(&[title, described, restrictions, place, deprecated.to_owned()])
}
