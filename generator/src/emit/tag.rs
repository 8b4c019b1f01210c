//! One file a tag: its handle, its operations and their errors; and the module that gathers them.

use super::{Emitter, docs, features, ident, layout, operation};
use crate::config::check_address;
use crate::ir::{Tag, Type};
use crate::name::TagNames;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// `src/operations/`.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("src/operations/mod.rs".to_owned(), module(emitter));
    for (tag, names) in emitter.api.tags.iter().zip(&emitter.names.tags) {
        files.insert(format!("src/operations/{}.rs", names.module), file(emitter, tag, names));
    }
    files
}

fn module(emitter: Emitter<'_>) -> String {
    let mut tags: Vec<&TagNames> = emitter.names.tags.iter().collect();
    tags.sort_unstable_by_key(|names| &names.module);
    let modules = tags.into_iter().map(|names| {
        let (gate, module) = (features::gate(&names.module), ident(&names.module));
        quote!(#gate pub mod #module;)
    });
    let title = docs::code(&emitter.api.title);
    let docs = docs::inner(&[format!("The operations of {title}, one module a tag.")]);
    layout::file(&emitter.header(), &docs, [quote!(#(#modules)*)])
}

fn file(emitter: Emitter<'_>, tag: &Tag, names: &TagNames) -> String {
    let handle = ident(&names.ident);
    let emitted: Vec<_> = tag
        .operations
        .iter()
        .zip(&names.operations)
        .map(|(operation, operation_names)| {
            operation::emit(emitter, &names.ident, &names.method, operation, operation_names)
        })
        .collect();
    let methods: Vec<&TokenStream> = emitted.iter().map(|operation| &operation.method).collect();
    let items = [
        uses(emitter, tag),
        self::handle(tag, names),
        quote!(impl<'c> #handle<'c> { #(#methods)* }),
    ];
    let mut pieces = items.to_vec();
    pieces.extend(emitted.into_iter().flat_map(|operation| operation.pieces));
    layout::file(&emitter.header(), &module_documentation(tag), pieces)
}

fn uses(emitter: Emitter<'_>, tag: &Tag) -> TokenStream {
    let is_named = |value: &Type| value.named().is_some();
    let uses_models = tag.operations.iter().any(|operation| {
        let body = operation
            .body
            .iter()
            .flat_map(|body| body.contents.first())
            .map(|content| &content.value);
        let answers = operation
            .successes
            .iter()
            .flat_map(|response| response.contents.first())
            .map(|content| &content.value);
        let failures =
            operation.failures.iter().filter_map(|response| emitter.api.failure(response));
        let parameters = operation.parameters.iter().map(|parameter| &parameter.value);
        parameters.chain(body).chain(answers).chain(failures).any(is_named)
    });
    let models = uses_models.then(|| {
        quote!(
            use crate::models;
        )
    });
    quote!(#models use crate::runtime as rt;)
}

fn module_documentation(tag: &Tag) -> Vec<String> {
    let about =
        docs::sentence(&[tag.description.as_deref(), Some(&tag.name)], "Operations without a tag.");
    let address = tag.address.as_deref().filter(|address| check_address(address).is_ok());
    let source = address.map(|address| format!("Source: {}.", docs::address(address)));
    docs::inner(&[about, source.unwrap_or_default()])
}

/// The handle and the method of the client that makes it.
fn handle(tag: &Tag, names: &TagNames) -> TokenStream {
    let (handle, method) = (ident(&names.ident), ident(&names.method));
    let what = if tag.name.is_empty() {
        "without a tag".to_owned()
    } else {
        format!("tagged {}", docs::code(&tag.name))
    };
    let docs = docs::comment(&[format!(
        "The operations {what}; made by [`Client::{method}`](rt::Client::{method})."
    )]);
    let about = docs::comment(&[docs::sentence(
        &[tag.description.as_deref()],
        &format!("The operations {what}."),
    )]);
    quote! {
        #docs
        #[derive(Clone, Copy)]
        pub struct #handle<'c>(&'c rt::Client);

        impl rt::Client {
            #about
            pub fn #method(&self) -> #handle<'_> { #handle(self) }
        }
    }
}
