//! Emits one file for each tag, with its handle, operations and errors, and the module that gathers the files.

use super::{Emitter, docs, gate, ident, layout, operation};
use crate::config::check_address;
use crate::ir::Tag;
use crate::surface::{OperationItem, Output, RustType, TagItem};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// `src/operations/`.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("src/operations/mod.rs".to_owned(), module(emitter));
    for (tag, item) in emitter.api.tags.iter().zip(&emitter.surface.tags) {
        files.insert(format!("src/operations/{}.rs", item.module), file(emitter, tag, item));
    }
    files
}

fn module(emitter: Emitter<'_>) -> String {
    let modules = modules(emitter).into_iter().map(|(gate, module)| quote!(#gate pub mod #module;));
    let title = docs::code(&emitter.api.title);
    let mut docs = docs::inner(&[format!("The operations of {title}, one module for each tag.")]);
    docs.extend(list(emitter));
    layout::file(&emitter.header(), &docs, [quote!(#(#modules)*)])
}

/// The list of all operations. It is not a table, which would not break its lines. The entries of a tag need its feature.
fn list(emitter: Emitter<'_>) -> Vec<String> {
    if emitter.surface.tags.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["//!".to_owned()];
    for (tag, item) in emitter.api.tags.iter().zip(&emitter.surface.tags) {
        for (operation, own) in tag.operations.iter().zip(&item.operations) {
            let (module, handle, method) = (&item.module, &item.ident, &own.method);
            let route = format!("{} {}", operation.method.name(), operation.path);
            let about =
                docs::cell(&[operation.summary.as_deref(), operation.description.as_deref()]);
            let colon = if about.is_empty() { "" } else { ": " };
            let row = format!(
                "- [`{}().{method}`]({module}::{handle}::{method}), {}{colon}{about}",
                item.method,
                docs::code(&route)
            );
            lines.push(format!(
                "#![cfg_attr(feature = {module:?}, doc = {})]",
                Literal::string(&row)
            ));
        }
    }
    lines
}

/// The modules of all tags, sorted by name, with their conditions.
pub(super) fn modules(emitter: Emitter<'_>) -> Vec<(TokenStream, Ident)> {
    let mut modules: Vec<&String> = emitter.surface.tags.iter().map(|tag| &tag.module).collect();
    modules.sort_unstable();
    modules.into_iter().map(|name| (gate(std::slice::from_ref(name)), ident(name))).collect()
}

fn file(emitter: Emitter<'_>, tag: &Tag, item: &TagItem) -> String {
    let handle = ident(&item.ident);
    let emitted: Vec<_> = tag
        .operations
        .iter()
        .zip(&item.operations)
        .map(|(operation, own)| operation::emit(emitter, item, operation, own))
        .collect();
    let methods: Vec<&TokenStream> = emitted.iter().map(|operation| &operation.method).collect();
    let items =
        [uses(item), self::handle(tag, item), quote!(impl<'c> #handle<'c> { #(#methods)* })];
    let mut pieces = items.to_vec();
    pieces.extend(emitted.into_iter().flat_map(|operation| operation.pieces));
    layout::file(&emitter.header(), &module_documentation(tag), pieces)
}

/// The imports in the file of a tag.
fn uses(item: &TagItem) -> TokenStream {
    let uses_models = item.operations.iter().flat_map(shown).any(|rust| rust.model().is_some());
    let models = uses_models.then(|| {
        quote!(
            use crate::models;
        )
    });
    quote!(#models use crate::runtime as rt;)
}

/// The types in the signatures of an operation: those of its inputs, output, headers and errors.
fn shown(item: &OperationItem) -> Vec<&RustType> {
    let inputs = item.inputs.iter().map(|input| &input.rust);
    let payloads = item.error.iter().flat_map(|error| &error.variants);
    let payloads = payloads.filter_map(|variant| variant.payload.as_ref());
    let headers = item.headers.iter().map(|header| &header.rust);
    let mut shown: Vec<&RustType> = inputs.chain(payloads).chain(headers).collect();
    match &item.output {
        Output::Same(rust) | Output::OrNothing(rust) => shown.push(rust),
        Output::Enum { variants, .. } => {
            shown.extend(variants.iter().filter_map(|variant| variant.rust.as_ref()));
        }
    }
    shown
}

fn module_documentation(tag: &Tag) -> Vec<String> {
    let about =
        docs::sentence(&[tag.description.as_deref(), Some(&tag.name)], "Operations without a tag.");
    let address = tag.address.as_deref().filter(|address| check_address(address).is_ok());
    let source = address.map(|address| format!("Source: {}.", docs::address(address)));
    docs::inner(&[about, source.unwrap_or_default()])
}

/// The handle, and the method of the client that creates it.
fn handle(tag: &Tag, item: &TagItem) -> TokenStream {
    let (handle, method) = (ident(&item.ident), ident(&item.method));
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
