//! The way an operation is read in pages in, what its struct, request and documentation need for that out; and the headers.

use super::{Emitter, docs, ident};
use crate::ir::{Operation, PagingHeader, PagingKind};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// How an operation is read in pages, in Rust.
pub(super) struct Paged<'a> {
    header: &'a PagingHeader,
    /// The constant that holds the header.
    constant: Ident,
    required: bool,
}

/// How an operation is read in pages, if it is.
pub(super) fn of<'a>(emitter: Emitter<'a>, operation: &Operation) -> Option<Paged<'a>> {
    let paging = operation.paging?;
    let constant = ident(&emitter.surface.client.paging[paging.header]);
    let header = &emitter.api.paging[paging.header];
    Some(Paged { header, constant, required: paging.required })
}

impl Paged<'_> {
    /// Whether a range is asked for.
    pub(super) fn is_ranged(&self) -> bool {
        matches!(self.header.kind, PagingKind::Range { .. })
    }

    /// The field of the range.
    pub(super) fn field(&self) -> Option<TokenStream> {
        let PagingKind::Range { results, .. } = &self.header.kind else { return None };
        let header = docs::code(&self.header.name);
        let otherwise = if self.required {
            format!("; if unset, the first {results} items")
        } else {
            String::new()
        };
        let docs = docs::comment(&[format!(
            "The part of the list that is asked for: {header} in the header{otherwise}."
        )]);
        Some(quote!(#docs pub range: Option<rt::Range>))
    }

    /// The value of that field in a new call.
    pub(super) fn unset(&self) -> Option<TokenStream> {
        self.is_ranged().then(|| quote!(range: None))
    }

    /// What `Debug` shows of that field.
    pub(super) fn shown(&self) -> Option<TokenStream> {
        self.is_ranged().then(|| quote!(.field("range", &self.range)))
    }

    /// The call that puts the range into a request.
    pub(super) fn build(&self) -> Option<TokenStream> {
        let range = if self.required { quote!(range_or_first) } else { quote!(range) };
        self.is_ranged().then(|| quote!(.#range::<Self>(self.range)))
    }

    /// The setter that a test calls: the first items, as many as are asked for if the user does not say. A page token is no input.
    pub(super) fn sample(&self) -> Option<TokenStream> {
        let PagingKind::Range { results, .. } = &self.header.kind else { return None };
        let results = Literal::u64_unsuffixed(*results);
        Some(quote!(.range(0, #results)))
    }

    /// What makes the operation one that is read in pages.
    pub(super) fn item(&self, name: &Ident) -> TokenStream {
        let constant = &self.constant;
        let make = if self.is_ranged() { quote!(ranged) } else { quote!(page_tokens) };
        quote!(rt::#make!(#name, #constant);)
    }

    /// What the documentation of the operation says.
    pub(super) fn documentation(&self) -> String {
        let range = if self.is_ranged() { ", [`range`](rt::Call::range) a part of it" } else { "" };
        format!(
            "[`items`](rt::Call::items) and [`pages`](rt::Call::pages) read the whole list{range}."
        )
    }
}

/// What the README says about lists; nothing if none is read in pages.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    let mut kinds = emitter.api.paging.iter().map(|header| &header.kind);
    if emitter.api.paging.is_empty() {
        return String::new();
    }
    let ranges = kinds.clone().any(|kind| matches!(kind, PagingKind::Range { .. }));
    let tokens = kinds.any(|kind| matches!(kind, PagingKind::Token { .. }));
    let mut text = "## Lists\n\nOperations whose lists come in pages have `items()` and `pages()`, which are streams and have an \
                    async `next()`; `items().all()` reads everything. Every page is a call of its own, with the options of the \
                    first. After an error, `next()` asks for the same page again, so nothing is lost and nothing comes twice."
        .to_owned();
    if ranges {
        text += " `range(start, results)` asks for a part of a list; `items()` and `pages()` begin there and ask for as many \
                 items at a time. The list has ended when the server sends an empty page, the same page again, or more than it \
                 was asked for, as one does that ignores ranges.";
    }
    if tokens {
        text += " Where the server names the next page by a token, the token may expire: `PageError::Expired` says that the \
                 list must be read from its start again.";
    }
    [Some(text), example(emitter)].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// A function that reads the first list that needs no arguments.
fn example(emitter: Emitter<'_>) -> Option<String> {
    let mut operations = emitter.surface.operations();
    let (tag, item) = operations.find(|(_, item)| item.paging.is_some() && item.is_simple())?;
    Some(format!(
        "```rust\nasync fn print_all(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let mut items = client.{}().{}().items();\n    while let Some(item) = items.next().await {{\n        \
         println!(\"{{:?}}\", item?);\n    }}\n    Ok(())\n}}\n```",
        emitter.crate_ident(),
        tag.method,
        item.method
    ))
}

/// The constants that hold the headers.
pub(super) fn headers(emitter: Emitter<'_>) -> Option<TokenStream> {
    let headers = emitter.api.paging.iter().zip(&emitter.surface.client.paging).map(|(header, constant)| {
        let (constant, name) = (ident(constant), &header.name);
        let unused = quote!(#[allow(dead_code, reason = "the tags that use it are features")]);
        let shown = docs::code(name);
        match &header.kind {
            PagingKind::Range { value, results } => {
                let docs = docs::comment(&[format!("{shown} asks for a part of a list.")]);
                let results = Literal::u64_unsuffixed(*results);
                quote! {
                    #docs
                    #unused
                    pub(crate) static #constant: rt::RangeHeader = rt::RangeHeader::new(#name, #value, #results);
                }
            }
            PagingKind::Token { expired } => {
                let docs = docs::comment(&[format!("{shown} names the next page of a list.")]);
                let expired = match expired {
                    Some(status) => {
                        let status = Literal::u16_unsuffixed(*status);
                        quote!(Some(#status))
                    }
                    None => quote!(None),
                };
                quote! {
                    #docs
                    #unused
                    pub(crate) static #constant: rt::PageToken = rt::PageToken::new(#name, #expired);
                }
            }
        }
    });
    (!emitter.api.paging.is_empty()).then(|| quote!(#(#headers)*))
}
