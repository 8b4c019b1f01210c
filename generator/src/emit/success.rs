//! The successes of an operation in, its output type and how it is read out.

use super::rust_type::Scope;
use super::{Emitter, docs, ident};
use crate::ir::{Encoding, Operation, Response, Status, Type};
use crate::name::OperationNames;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What an operation returns.
pub(super) struct Success {
    /// The type.
    pub(super) output: TokenStream,
    /// Whether it is `()`.
    pub(super) is_empty: bool,
    /// Whether it can be downloaded: bytes, or bytes or nothing.
    pub(super) is_download: bool,
    /// The table of successes.
    pub(super) table: TokenStream,
    /// The definition of the type, where the operation has one of its own.
    pub(super) definition: Option<TokenStream>,
}

/// What one answer holds.
#[derive(PartialEq, Clone)]
enum Held {
    Nothing,
    Json(Type),
    Text,
    Bytes,
}

impl Held {
    fn of(operation: &Operation, response: &Response) -> Self {
        match operation.content(response) {
            None => Self::Nothing,
            Some(content) => match content.encoding {
                Encoding::Json => Self::Json(content.value.clone()),
                Encoding::Text | Encoding::Form => Self::Text,
                Encoding::Binary | Encoding::Multipart => Self::Bytes,
            },
        }
    }

    fn rust(&self, emitter: Emitter<'_>) -> TokenStream {
        match self {
            Self::Nothing => quote!(()),
            Self::Json(value) => emitter.rust_type(value, Scope::Operation),
            Self::Text => quote!(String),
            Self::Bytes => quote!(rt::Bytes),
        }
    }

    /// The function that reads exactly this.
    fn reader(&self) -> TokenStream {
        match self {
            Self::Nothing => quote!(empty),
            Self::Json(_) => quote!(json),
            Self::Text => quote!(text),
            Self::Bytes => quote!(bytes),
        }
    }

    /// The function that reads this from a reply and puts it into a variant.
    fn read_into(&self, variant: &TokenStream, otherwise: &TokenStream) -> TokenStream {
        match self {
            Self::Nothing => quote!(|_| Ok(#otherwise)),
            Self::Json(_) => quote!(|reply| reply.json().map(#variant)),
            Self::Text => quote!(|reply| reply.text().map(#variant)),
            Self::Bytes => quote!(|reply| Ok(#variant(reply.bytes()))),
        }
    }
}

/// How the successes of an operation are said in Rust: one type if they agree, `Option` if some are empty and the others agree,
/// else an enum.
pub(super) fn success(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Success {
    let answers: Vec<(&Response, Held)> = operation
        .successes
        .iter()
        .map(|response| (response, Held::of(operation, response)))
        .collect();
    let mut distinct: Vec<&Held> = Vec::new();
    for (_, held) in &answers {
        if !distinct.contains(&held) {
            distinct.push(held);
        }
    }
    match distinct.as_slice() {
        [] => {
            let table = quote!(&[rt::Success::empty(200).whole_class()]);
            Success {
                output: quote!(()),
                is_empty: true,
                is_download: false,
                table,
                definition: None,
            }
        }
        [only] => {
            let reader = only.reader();
            let entries = answers.iter().map(|(response, _)| entry(response.status, &reader, None));
            let table = match (only, answers.as_slice()) {
                // What most operations document alone is cheaper to compile as a constant of the runtime.
                (Held::Json(_), [(Response { status: Status::Code(200), .. }, _)]) => {
                    quote!(rt::Success::JSON)
                }
                _ => quote!(&[#(#entries),*]),
            };
            Success {
                output: only.rust(emitter),
                is_empty: **only == Held::Nothing,
                is_download: **only == Held::Bytes,
                table,
                definition: None,
            }
        }
        [Held::Nothing, some] | [some, Held::Nothing] => optional(emitter, &answers, some),
        _ => several(emitter, &answers, names),
    }
}

/// A value or nothing.
fn optional(emitter: Emitter<'_>, answers: &[(&Response, Held)], some: &Held) -> Success {
    let rust = some.rust(emitter);
    let entries = answers.iter().map(|(response, held)| {
        let read = held.read_into(&quote!(Some), &quote!(None));
        entry(response.status, &quote!(map), Some(read))
    });
    let table = quote!(&[#(#entries),*]);
    let is_download = *some == Held::Bytes;
    Success { output: quote!(Option<#rust>), is_empty: false, is_download, table, definition: None }
}

/// An enum with a variant for each status.
fn several(emitter: Emitter<'_>, answers: &[(&Response, Held)], names: &OperationNames) -> Success {
    let name = ident(&names.output);
    let (mut variants, mut table) = (Vec::new(), Vec::new());
    for ((response, held), member) in answers.iter().zip(&names.successes) {
        let member = ident(member);
        let docs = docs::comment(&[describe(response)]);
        let variant = quote!(#name::#member);
        table.push(entry(response.status, &quote!(map), Some(held.read_into(&variant, &variant))));
        variants.push(if *held == Held::Nothing {
            quote!(#docs #member)
        } else {
            let rust = held.rust(emitter);
            quote!(#docs #member(#rust))
        });
    }
    let docs = docs::comment(&[format!("What [`{}`] returns, by status.", names.ident)]);
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    };
    Success {
        output: quote!(#name),
        is_empty: false,
        is_download: false,
        table: quote!(&[#(#table),*]),
        definition: Some(definition),
    }
}

fn entry(status: Status, function: &TokenStream, read: Option<TokenStream>) -> TokenStream {
    let (code, whole_class) = match status {
        Status::Code(code) => (code, false),
        Status::Class(class) => (u16::from(class) * 100, true),
        Status::Default => (200, true),
    };
    let code = Literal::u16_unsuffixed(code);
    let read = read.map(|read| quote!(, #read));
    let whole_class = whole_class.then(|| quote!(.whole_class()));
    quote!(rt::Success::#function(#code #read)#whole_class)
}

/// A response in words: `201: Made.`
fn describe(response: &Response) -> String {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "Any other status".into(),
    };
    let text = docs::sentence(&[Some(&response.description)], "");
    // A number with a point would begin a list.
    if text.is_empty() { format!("`{status}`.") } else { format!("{status}: {text}") }
}
