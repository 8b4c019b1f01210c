//! Emits the code and documentation of operations that are read in pages, and the constants for the kinds of pages.

use super::rust_type::Scope;
use super::{Emitter, docs, ident};
use crate::ir::{NextPage, Operation, PageSize, Paging, PagingKind, PagingScheme, TypeKind};
use crate::surface::{OperationItem, Output, RustType, TypeItemKind};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The paging of an operation, in Rust.
pub(super) struct Paged<'a> {
    scheme: &'a PagingScheme,
    /// The constant of the paging scheme.
    constant: Ident,
    required: bool,
    /// The place of the list, and its expression, if it is not the response itself.
    list: Option<TokenStream>,
}

/// The paging of an operation, if it is read in pages.
pub(super) fn of<'a>(
    emitter: Emitter<'a>,
    operation: &Operation,
    item: &OperationItem,
) -> Option<Paged<'a>> {
    let paging = operation.paging.as_ref()?;
    Some(Paged {
        scheme: &emitter.api.paging[paging.scheme],
        constant: ident(&emitter.surface.client.paging[paging.scheme]),
        required: paging.required,
        list: list(emitter, paging, item),
    })
}

/// The place of the list in a response, the type of its items, and its expression; none if it is the response itself.
fn list(emitter: Emitter<'_>, paging: &Paging, item: &OperationItem) -> Option<TokenStream> {
    if paging.items.is_empty() {
        return None;
    }
    let (mut value, mut rust) = match &item.output {
        Output::Same(rust) => (quote!(page), rust),
        Output::OrNothing(rust) => (quote!(page.as_mut()?), rust),
        Output::Enum { .. } => unreachable!("a list is the same in every success"),
    };
    for name in &paging.items {
        (value, rust) = inside(value, rust);
        let id = rust.model().and_then(|model| emitter.types.get(model)).copied();
        let field = id.and_then(|id| {
            let TypeKind::Record(record) = &emitter.api.definition(id).kind else { return None };
            let TypeItemKind::Struct(item) = &emitter.surface.of(id).kind else { return None };
            let index = record.fields.iter().position(|field| field.name == *name)?;
            item.fields.get(index)
        });
        let Some(field) = field else { unreachable!("the way to a list leads through fields") };
        let member = ident(&field.ident);
        (value, rust) = (quote!(#value.#member), &field.rust);
    }
    let (expression, rust) = match rust {
        RustType::Option(rust) | RustType::Nullable(rust) => (quote!(#value.as_mut()), &**rust),
        rust => (quote!(Some(&mut #value)), rust),
    };
    let RustType::Vec(held) = rust else { unreachable!("a list is a vector, and not {rust}") };
    let held = emitter.rust_type(held, Scope::Operation);
    let at: String = paging.items.iter().map(|name| crate::document::join("", name)).collect();
    Some(quote!(, #at, #held, page => #expression))
}

/// Unwraps options and boxes of a value. If the value is absent, the whole expression is `None`.
fn inside(value: TokenStream, rust: &RustType) -> (TokenStream, &RustType) {
    match rust {
        RustType::Option(rust) | RustType::Nullable(rust) => inside(quote!(#value.as_mut()?), rust),
        RustType::Boxed(rust) => inside(value, rust),
        rust => (value, rust),
    }
}

impl Paged<'_> {
    /// Whether the operation requests ranges.
    pub(super) fn is_ranged(&self) -> bool {
        matches!(self.scheme.kind, PagingKind::Range { .. })
    }

    /// The field of the range.
    pub(super) fn field(&self) -> Option<TokenStream> {
        let PagingKind::Range { results, .. } = &self.scheme.kind else { return None };
        let header = docs::code(&self.scheme.name);
        let otherwise = if self.required {
            format!("; if unset, the first {results} items")
        } else {
            String::new()
        };
        let docs = docs::comment(&[format!(
            "The requested range of the list: {header} in the header{otherwise}."
        )]);
        Some(quote!(#docs pub range: Option<rt::Range>))
    }

    /// The value of that field in a new call.
    pub(super) fn unset(&self) -> Option<TokenStream> {
        self.is_ranged().then(|| quote!(range: None))
    }

    /// The `Debug` output of that field.
    pub(super) fn shown(&self) -> Option<TokenStream> {
        self.is_ranged().then(|| quote!(.field("range", &self.range)))
    }

    /// The call that puts the range into a request.
    pub(super) fn build(&self) -> Option<TokenStream> {
        let range = if self.required { quote!(range_or_first) } else { quote!(range) };
        self.is_ranged().then(|| quote!(.#range::<Self>(self.range)))
    }

    /// The setter that a test calls, for the first items in the default number. A page token is not an input.
    pub(super) fn sample(&self) -> Option<TokenStream> {
        let PagingKind::Range { results, .. } = &self.scheme.kind else { return None };
        let results = Literal::u64_unsuffixed(*results);
        Some(quote!(.range(0, #results)))
    }

    /// The macro call that implements paging for the operation.
    pub(super) fn item(&self, name: &Ident) -> TokenStream {
        let (constant, list) = (&self.constant, &self.list);
        let make = if self.is_ranged() { quote!(ranged) } else { quote!(paged) };
        quote!(rt::#make!(#name, #constant #list);)
    }

    /// The sentence in the documentation of the operation.
    pub(super) fn documentation(&self) -> String {
        let range =
            if self.is_ranged() { ", [`range`](rt::Call::range) a range of it" } else { "" };
        format!(
            "[`items`](rt::Call::items) and [`pages`](rt::Call::pages) read the whole list{range}."
        )
    }
}

/// The section of the README about lists; empty if none is read in pages.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    let any = |is: fn(&PagingKind) -> bool| emitter.api.paging.iter().any(|own| is(&own.kind));
    if emitter.api.paging.is_empty() {
        return String::new();
    }
    let mut text = "## Lists\n\nOperations whose lists come in pages have `items()` and `pages()`, which are streams and have an \
                    async `next()`; `items().all()` reads everything. Every page is a separate call, with the options of the \
                    first. After an error, `next()` requests the same page again, so nothing is lost or repeated. \
                    `position()` returns the current place in a list, which can be stored as text, and `resume()` continues from there."
        .to_owned();
    if any(|kind| matches!(kind, PagingKind::Range { .. })) {
        text += " `range(start, results)` requests a range of a list; `items()` and `pages()` start there and request this number of \
                 items at a time. The list has ended when the server sends an empty page, the same page again, or more items than \
                 requested, as a server does that ignores ranges.";
    }
    if any(|kind| matches!(kind, PagingKind::Offset(_) | PagingKind::Page { .. })) {
        text += " If a parameter is the number of the first item, or of the page, the list starts at its value, and has \
                 ended when the server sends an empty page, or the same page again.";
    }
    text += " With `strict()` it is an error (`PageError::MissingPage`) if the server sends neither the next page nor the end of the list. \
             Otherwise the list ends there, with an event at the level WARN.";
    if any(|kind| matches!(kind, PagingKind::Token { .. } | PagingKind::Cursor { .. })) {
        text += " If the server names the next page by a token, the token may expire: after `PageError::Expired`, the list must be \
                 read from its start again.";
    }
    if any(|kind| matches!(kind, PagingKind::Url(_) | PagingKind::Link)) {
        text += " If the server sends the URL of the next page, it is followed only on the server of the API.";
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

/// The constants of the paging schemes.
pub(super) fn constants(emitter: Emitter<'_>) -> Option<TokenStream> {
    let schemes = emitter.api.paging.iter().zip(&emitter.surface.client.paging);
    let constants = schemes.map(|(scheme, constant)| {
        let (constant, (rust, value)) = (ident(constant), scheme_value(scheme));
        let docs = docs::comment(&[about(scheme)]);
        let unused = quote!(#[allow(dead_code, reason = "the tags that use it are features")]);
        let rust = ident(rust);
        quote! {
            #docs
            #unused
            pub(crate) static #constant: rt::#rust = rt::#rust::#value;
        }
    });
    (!emitter.api.paging.is_empty()).then(|| quote!(#(#constants)*))
}

fn about(scheme: &PagingScheme) -> String {
    let place = if scheme.is_in_body() { " in the body" } else { "" };
    let shown = docs::code(&scheme.name) + place;
    match &scheme.kind {
        PagingKind::Range { .. } => format!("{shown} requests a range of a list."),
        PagingKind::Token { .. } => format!("{shown} names the next page of a list."),
        PagingKind::Offset(_) => format!("{shown} is the number of the first item of a page."),
        PagingKind::Page { .. } => format!("{shown} is the number of a page of a list."),
        PagingKind::Cursor { .. } => format!("{shown} names a page of a list."),
        PagingKind::Url(pointer) => {
            format!("{} is the URL of the next page of a list.", docs::code(pointer))
        }
        PagingKind::Link => {
            "The header `link` holds the URL of the next page of a list.".to_owned()
        }
    }
}

/// The type of a constant, and the call that creates it.
fn scheme_value(scheme: &PagingScheme) -> (&'static str, TokenStream) {
    let name = &scheme.name;
    let number = |number: u64| Literal::u64_unsuffixed(number);
    let size = |size: &Option<PageSize>| {
        size.as_ref().map(|PageSize { parameter, results }| {
            let results = number(results.unwrap_or(0));
            quote!(.size(#parameter, #results))
        })
    };
    let within = scheme.is_in_body().then(|| quote!(.within(&rt::BodyParameters)));
    match &scheme.kind {
        PagingKind::Range { value, results } => {
            let results = number(*results);
            ("RangeHeader", quote!(new(#name, #value, #results)))
        }
        PagingKind::Token { expired } => {
            let expired = match expired.map(Literal::u16_unsuffixed) {
                Some(status) => quote!(Some(#status)),
                None => quote!(None),
            };
            ("PageToken", quote!(new(#name, #expired)))
        }
        PagingKind::Offset(own) => {
            let size = size(own);
            ("NumberedPages", quote!(offset(#name) #within #size))
        }
        PagingKind::Page { first, size: own } => {
            let (first, size) = (number(*first), size(own));
            ("NumberedPages", quote!(page(#name, #first) #within #size))
        }
        PagingKind::Cursor { next, more, expired } => {
            let next = match next {
                NextPage::Body(pointer) => quote!(in_body(#name, #pointer)),
                NextPage::Header(header) => quote!(in_header(#name, #header)),
            };
            let more = more.as_ref().map(|pointer| quote!(.more(#pointer)));
            let expired = expired.map(Literal::u16_unsuffixed);
            let expired = expired.map(|status| quote!(.expired(#status)));
            ("CursorPages", quote!(#next #within #more #expired))
        }
        PagingKind::Url(pointer) => ("UrlPages", quote!(in_body(#pointer))),
        PagingKind::Link => ("UrlPages", quote!(link())),
    }
}
