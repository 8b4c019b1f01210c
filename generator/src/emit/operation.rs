//! Emits one operation: its struct, its wire format, and the method that creates a call of it.

use super::input::{Input, inputs};
use super::operation_context::OperationContext;
use super::paging::{self, Paged};
use super::rust_type::{Scope, converted_argument, initial};
use super::{Emitter, docs, error_kind, ident, operation_docs, request, success, waiting};
use crate::config::Repeat;
use crate::ir::{HeaderForm, Method, Operation};
use crate::surface::{InputItem, OperationItem, RustType, TagItem};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The emitted code of one operation.
pub(super) struct Emitted {
    /// The method of the tag's handle.
    pub(super) method: TokenStream,
    /// The items besides the handle.
    pub(super) pieces: Vec<TokenStream>,
}

/// Emits an operation of a tag.
pub(super) fn emit(
    emitter: Emitter<'_>,
    tag: &TagItem,
    operation: &Operation,
    item: &OperationItem,
) -> Emitted {
    let inputs = inputs(operation, item);
    let paged = paging::of(emitter, operation, item);
    let paged = paged.as_ref();
    let context = OperationContext { emitter, tag, operation, item, inputs: &inputs, paged };
    let pieces = [
        Some(structure(context)),
        setters(context),
        headers(context),
        Some(wire(context)),
        paged.map(|paged| paged.item(&ident(&item.ident))),
        success::definition(context),
        error_kind::definition(context),
    ];
    Emitted { method: method(context), pieces: pieces.into_iter().flatten().collect() }
}

/// The method of the handle. Its arguments are the required inputs.
fn method(context: OperationContext<'_>) -> TokenStream {
    let OperationContext { emitter, operation, item, inputs, paged, .. } = context;
    let docs = operation_docs::comment(context);
    let alias = operation_docs::aliases(operation, item);
    let deprecated = item.deprecated.then(|| quote!(#[deprecated]));
    let (name, structure) = (ident(&item.method), ident(&item.ident));
    let required = inputs.iter().filter(|input| input.item.required);
    let names: Vec<Ident> = required.clone().map(|input| input.member.clone()).collect();
    let arguments = required.map(|Input { item, member, .. }| {
        let rust = emitter.rust_type(&item.argument, Scope::Operation);
        quote!(#member: #rust)
    });
    let arguments: Vec<TokenStream> = arguments.collect();
    let fields = inputs.iter().map(|Input { item, member, .. }| match &item.known {
        None if item.required => initial(member, &item.argument, &item.rust),
        None => quote!(#member: None),
        known => {
            let value = emitter.unset(known.as_ref(), Scope::Operation);
            quote!(#member: #value)
        }
    });
    let fields: Vec<TokenStream> = fields.chain(paged.and_then(Paged::unset)).collect();
    let value =
        if fields.is_empty() { quote!(#structure) } else { quote!(#structure { #(#fields),* }) };
    let waiters = waiting::methods(operation, item, &arguments, &names);
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #name(&self #(, #arguments)*) -> rt::Call<'c, #structure> { self.0.call(#value) }
        #(#waiters)*
    }
}

/// The struct of the operation.
fn structure(context: OperationContext<'_>) -> TokenStream {
    let OperationContext { emitter, tag, operation, item, inputs, paged } = context;
    let name = ident(&item.ident);
    let route = docs::code(&format!("{} {}", operation.method.name(), operation.path));
    let docs = docs::comment(&[format!(
        "{route} as a value; made and sent by [`{}::{}`].",
        tag.ident, item.method
    )]);
    let mut fields: Vec<TokenStream> = inputs
        .iter()
        .map(|input| {
            let (docs, member) = (input.documentation(), &input.member);
            let rust = emitter.rust_type(&input.item.rust, Scope::Operation);
            quote!(#docs pub #member: #rust)
        })
        .collect();
    fields.extend(paged.and_then(Paged::field));
    if fields.is_empty() {
        return quote!(#docs #[derive(Debug)] pub struct #name;);
    }
    let debug = debug(&name, inputs, paged);
    let derives = match (debug.is_some(), inputs.iter().any(|input| has_no_default(input.item))) {
        (false, true) => quote!(#[derive(Debug)]),
        (false, false) => quote!(#[derive(Debug, Default)]),
        (true, true) => quote!(),
        (true, false) => quote!(#[derive(Default)]),
    };
    quote! {
        #docs
        #derives
        pub struct #name { #(#fields,)* }
        #debug
    }
}

/// Whether the field of an input has no suitable `Default`.
fn has_no_default(input: &InputItem) -> bool {
    input.required || input.known.is_some()
}

/// A `Debug` implementation that hides possible secrets; none if it can be derived.
fn debug(name: &Ident, inputs: &[Input<'_>], paged: Option<&Paged<'_>>) -> Option<TokenStream> {
    if inputs.iter().all(|input| !input.item.hidden) {
        return None;
    }
    let fields = inputs.iter().map(|Input { item, member, .. }| {
        let value = match (item.hidden, &item.rust) {
            (false, _) => quote!(self.#member),
            (true, RustType::Option(_)) => quote!(self.#member.as_ref().map(rt::hide)),
            (true, _) => quote!(rt::hide(&self.#member)),
        };
        let shown = item.ident.trim_start_matches("r#");
        quote!(.field(#shown, &#value))
    });
    let fields = fields.chain(paged.and_then(Paged::shown));
    let shown = name.to_string();
    Some(quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#shown) #(#fields)* .finish()
            }
        }
    })
}

/// The documented headers of its responses, as constants.
fn headers(context: OperationContext<'_>) -> Option<TokenStream> {
    let OperationContext { emitter, operation, item, .. } = context;
    let name = ident(&item.ident);
    let constants = operation.headers().into_iter().zip(&item.headers).map(|(header, own)| {
        let wire = &header.name;
        let about = format!("{} of a response.", docs::code(wire));
        let deprecated = if header.deprecated { "It is deprecated." } else { "" };
        let text = docs::sentence(&[header.description.as_deref()], &about);
        let docs = docs::comment(&[text, deprecated.to_owned()]);
        let (constant, rust) = (ident(&own.ident), emitter.rust_type(&own.rust, Scope::Operation));
        let make = ident(match own.form {
            HeaderForm::List => "list",
            HeaderForm::Json => "json",
            HeaderForm::One | HeaderForm::Text => "new",
        });
        quote! {
            #docs
            pub const #constant: rt::ResponseHeader<#rust> = rt::ResponseHeader::#make(#wire);
        }
    });
    (!item.headers.is_empty()).then(|| quote!(impl #name { #(#constants)* }))
}

/// The setters of optional inputs.
fn setters(context: OperationContext<'_>) -> Option<TokenStream> {
    let OperationContext { emitter, item, inputs, .. } = context;
    let name = ident(&item.ident);
    let functions: Vec<TokenStream> = inputs
        .iter()
        .filter(|input| !input.item.required)
        .map(|input| {
            let (docs, member) = (input.documentation(), &input.member);
            let deprecated = input.item.deprecated.then(|| quote!(#[deprecated]));
            let rust = emitter.rust_type(&input.item.argument, Scope::Operation);
            let value = converted_argument(member, &input.item.argument, &input.item.rust);
            quote! {
                #docs
                #deprecated
                pub fn #member(mut self, #member: #rust) -> Self {
                    self.operation.#member = #value;
                    self
                }
            }
        })
        .collect();
    (!functions.is_empty()).then(|| quote!(impl rt::Call<'_, #name> { #(#functions)* }))
}

/// The implementation that builds the request and reads the response.
fn wire(context: OperationContext<'_>) -> TokenStream {
    let OperationContext { emitter, operation, item, .. } = context;
    let (name, output) = (ident(&item.ident), success::output(emitter, item));
    let table = success::table(context);
    let error = match &item.error {
        None => quote!(rt::NoDocumentedError),
        Some(error) => {
            let error = ident(&error.ident);
            quote!(#error)
        }
    };
    let (id, path) = (operation.id.as_deref().unwrap_or(&item.method), &operation.path);
    let meta = match operation.method {
        Method::Get | Method::Put | Method::Post | Method::Patch | Method::Delete => {
            let constructor = ident(&operation.method.name().to_lowercase());
            quote!(rt::Meta::#constructor(#id, #path))
        }
        Method::Options | Method::Head | Method::Trace | Method::Query => {
            let method = ident(operation.method.name());
            quote!(rt::Meta::new(#id, rt::Method::#method, #path))
        }
        Method::Other(name) => quote!(rt::Meta::other(#id, #name, #path)),
    };
    let accept = accept(operation).map(|media_types| quote!(.accept(#media_types)));
    let security = operation.security.as_ref().map(|alternatives| {
        let alternatives = super::api_file::alternatives(alternatives);
        quote!(.security(#alternatives))
    });
    let server = emitter.api.server(operation).map(|server| quote!(.server(#server)));
    let retry = retry_mark(operation);
    let build = request::build(context);
    let failure = item.error.as_ref().map(|error| error_kind::choice(emitter, operation, error));
    quote! {
        impl rt::Operation for #name {
            type Output = #output;
            type Error = #error;
            const META: rt::Meta = #meta #accept #security #server #retry;
            #table
            #build
            #failure
        }
    }
}

/// The mark that calls of the operation may or may not be repeated; none if its method already implies this.
fn retry_mark(operation: &Operation) -> Option<TokenStream> {
    match &operation.repeat {
        Repeat::Once if operation.method.is_idempotent() => Some(quote!(.once())),
        Repeat::Again if !operation.method.is_idempotent() => Some(quote!(.idempotent())),
        Repeat::Keyed(name) => Some(quote!(.idempotency_key(#name, rt::new_key))),
        Repeat::Once | Repeat::Again => None,
    }
}

/// The media types of the responses, with those of successes first, if they are not only JSON. A chosen one is preferred.
fn accept(operation: &Operation) -> Option<String> {
    let mut media_types: Vec<&str> = Vec::new();
    for response in operation.responses() {
        for content in response.contents.iter().take(1) {
            if !media_types.contains(&content.media_type.as_str()) {
                media_types.push(&content.media_type);
            }
        }
    }
    let only_json = media_types.iter().all(|media_type| *media_type == "application/json");
    if only_json {
        return None;
    }
    if !media_types.contains(&"application/json") {
        media_types.push("application/json");
    }
    let chosen = operation.choice.as_ref().filter(|choice| choice.is_response);
    let one = |name: &&str| match chosen {
        Some(choice) if choice.media_type != **name => format!("{name};q=0.5"),
        _ => (*name).to_owned(),
    };
    Some(media_types.iter().map(one).collect::<Vec<_>>().join(", "))
}
