//! Emits the enum of an operation's documented errors, and the function that chooses one of them.

use super::operation_context::OperationContext;
use super::rust_type::Scope;
use super::{Emitter, docs, ident, success, xml};
use crate::ir::{Encoding, Operation, Response, Status};
use crate::spelling::reason;
use crate::surface::ErrorItem;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The maximum length of a description in the text of an error, in characters.
const MAX_DESCRIPTION: usize = 200;

/// The enum of an operation's errors; none if it documents no failure.
pub(super) fn definition(context: OperationContext<'_>) -> Option<TokenStream> {
    let OperationContext { emitter, tag, operation, item, .. } = context;
    let error = item.error.as_ref()?;
    let docs =
        docs::comment(&[format!("The documented errors of [`{}::{}`].", tag.ident, item.method)]);
    let name = ident(&error.ident);
    let variants = operation.failures.iter().zip(&error.variants).map(|(response, variant)| {
        let text = docs::sentence(&[Some(&response.description)], "Not described.");
        let docs = docs::comment(&[format!("{}: {text}", in_words(response.status))]);
        let payload = variant.payload.as_ref().map(|rust| {
            let rust = emitter.rust_type(rust, Scope::Operation);
            quote!((Option<Box<#rust>>))
        });
        let variant = ident(&variant.ident);
        quote!(#docs #variant #payload)
    });
    Some(quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    })
}

/// The function of the operation that chooses one of its errors by the status of a response.
pub(super) fn choice(
    emitter: Emitter<'_>,
    operation: &Operation,
    error: &ErrorItem,
) -> TokenStream {
    let name = ident(&error.ident);
    let arms = operation.failures.iter().zip(&error.variants).map(|(response, variant)| {
        let payload = variant.payload.as_ref().map(|_| match operation.content(response) {
            Some(content) if content.encoding == Encoding::Xml => {
                let read = xml::reader(emitter, &content.pointer);
                match success::other_media_types(operation, response) {
                    None => quote!((#read.ok().map(Box::new))),
                    Some((own, others)) => quote!((
                        reply.among(#own, &[#(#others),*]).and_then(|reply| #read.ok()).map(Box::new)
                    )),
                }
            }
            Some(content) if content.is_any_string() => {
                quote!((reply.string().ok().map(Box::new)))
            }
            _ => match success::other_media_types(operation, response) {
                None => quote!((reply.json_or_none().map(Box::new))),
                Some((own, others)) => quote!((
                    reply.among(#own, &[#(#others),*]).and_then(rt::Reply::json_or_none).map(Box::new)
                )),
            },
        });
        let variant = ident(&variant.ident);
        let description = description(response.status, &response.description);
        let is_read = payload.is_some();
        (response, quote!((#name::#variant #payload, #description)), is_read)
    });
    let arms: Vec<(&Response, TokenStream, bool)> = arms.collect();
    if let [(Response { status: Status::Default, .. }, failure, is_read)] = arms.as_slice() {
        let reply = ident(if *is_read { "reply" } else { "_reply" });
        return quote! {
            fn failure(#reply: &rt::Reply) -> Option<(#name, &'static str)> { Some(#failure) }
        };
    }
    let is_open = operation.failures.iter().all(|response| response.status != Status::Default);
    let other = is_open.then(|| quote!(_ => return None,));
    let arms = arms.iter().map(|(response, failure, _)| {
        let pattern = pattern(response.status, operation);
        quote!(#pattern => #failure)
    });
    quote! {
        fn failure(reply: &rt::Reply) -> Option<(#name, &'static str)> {
            let failure = match reply.status() { #(#arms,)* #other };
            Some(failure)
        }
    }
}

/// The description of a failure, for the end of an error's text; empty if it is only the name of the status.
fn description(status: Status, text: &str) -> String {
    let text = docs::plain(text);
    let text = text.trim_end_matches('.');
    let repeats = match status {
        Status::Code(code) => reason(code).is_some_and(|reason| reason.eq_ignore_ascii_case(text)),
        Status::Class(_) | Status::Default => false,
    };
    match text.char_indices().nth(MAX_DESCRIPTION) {
        _ if repeats => String::new(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// The statuses in words.
fn in_words(status: Status) -> String {
    match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Class(class) => format!("`{class}00` to `{class}99`"),
        Status::Default => "any other".into(),
    }
}

/// The match pattern for a status. A class with exceptions has a guard, as overlapping ranges would cause a warning.
fn pattern(status: Status, operation: &Operation) -> TokenStream {
    let number = |number: u16| Literal::u16_unsuffixed(number);
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Class(class) => {
            let class = u16::from(class);
            let is_in = |response: &Response| matches!(response.status, Status::Code(code) if code / 100 == class);
            if operation.failures.iter().any(is_in) {
                let class = number(class);
                quote!(status if status / 100 == #class)
            } else {
                let (first, last) = (number(class * 100), number(class * 100 + 99));
                quote!(#first..=#last)
            }
        }
        Status::Default => quote!(_),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::fuzz::{self, Random};

    #[test]
    fn a_description_is_one_line_of_plain_words() {
        for (status, text, expected) in [
            (Status::Code(401), "Invalid credentials.", "Invalid credentials"),
            (Status::Code(500), "Internal server error.", ""),
            (Status::Class(5), "Internal server error.", "Internal server error"),
            (Status::Default, "", ""),
            (Status::Code(404), "No **such**\n[host](https://a.test)!", "No such host!"),
            (Status::Code(404), "a\r\nb\u{202e}\u{7}c\u{2028}d", "a bcd"),
        ] {
            assert_eq!(description(status, text), expected, "{text:?}");
        }
        let long = description(Status::Code(404), &"word ".repeat(1000));
        assert!(long.ends_with("word…") && long.chars().count() <= MAX_DESCRIPTION + 1, "{long}");
    }

    #[test]
    fn no_description_leaves_its_line() {
        let mut random = Random(7);
        for _ in 0..500 {
            let text = fuzz::text(&mut random);
            let description = description(Status::Code(404), &text);
            assert!(!description.contains(char::is_control), "{text:?}: {description:?}");
            assert!(description.chars().count() <= MAX_DESCRIPTION + 1, "{description}");
        }
    }
}
