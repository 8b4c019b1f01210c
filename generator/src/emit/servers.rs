//! Emits `src/servers.rs` and the section of the README about servers, for servers that programs can choose.

use super::{Emitter, docs, ident, layout};
use crate::ir::KnownServer;
use crate::surface::{ServerItem, ServerVariableItem};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The file; none if there is nothing to choose.
pub(super) fn file(emitter: Emitter<'_>) -> Option<String> {
    let servers = &emitter.surface.servers;
    if servers.is_empty() {
        return None;
    }
    let title = docs::code(&emitter.api.title);
    let about = docs::inner(&[
        format!("The servers of {title}, for `Client::builder().server(…)`."),
        "The variables of a server have their documented default values unless they are set."
            .into(),
    ]);
    let uses = quote!(
        use crate::runtime as rt;
    );
    let items = servers.iter().flat_map(server);
    Some(layout::file(&emitter.header(), &about, std::iter::once(uses).chain(items)))
}

/// The struct of a server, its enums, and its conversion for the builder.
fn server(item: &ServerItem) -> Vec<TokenStream> {
    let about = item.description.as_deref().map(docs::text).unwrap_or_default();
    let place = format!("{}.", docs::code(&item.template));
    let purpose = item.replaces.as_ref().map(|replaces| {
        format!("Only for operations whose default server is {}.", docs::code(replaces))
    });
    let docs = docs::comment(&[about, place, purpose.unwrap_or_default()]);
    let (name, template) = (ident(&item.ident), &item.template);
    let replaces = match &item.replaces {
        Some(replaces) => quote!(Some(#replaces)),
        None => quote!(None),
    };
    let derives = quote!(#[derive(Debug, Clone, PartialEq, Eq)]);
    if item.variables.is_empty() {
        let definition = quote!(#docs #derives pub struct #name;);
        let from = quote! {
            impl From<#name> for rt::Server {
                fn from(_: #name) -> Self { Self::new(#replaces, #template, &[]) }
            }
        };
        return vec![definition, from];
    }
    let fields: Vec<Ident> = item.variables.iter().map(|own| ident(&own.ident)).collect();
    let types = item.variables.iter().map(|own| match &own.values {
        Some((kind, _)) => ident(kind),
        None => ident("String"),
    });
    let defaults = item.variables.iter().map(default);
    let values = item.variables.iter().zip(&fields).map(|(own, field)| {
        let name = &own.name;
        match own.values {
            Some(_) => quote!((#name, server.#field.as_str())),
            None => quote!((#name, &server.#field)),
        }
    });
    let setters = item.variables.iter().map(setter);
    let mut items = vec![
        quote! {
            #docs
            #derives
            pub struct #name { #(#fields: #types),* }
        },
        quote! {
            impl Default for #name {
                fn default() -> Self { Self { #(#fields: #defaults),* } }
            }
        },
        quote!(impl #name { #(#setters)* }),
        quote! {
            impl From<#name> for rt::Server {
                fn from(server: #name) -> Self { Self::new(#replaces, #template, &[#(#values),*]) }
            }
        },
    ];
    items.extend(item.variables.iter().filter_map(|own| values_of(item, own)).flatten());
    items
}

/// The default value of a variable.
fn default(own: &ServerVariableItem) -> TokenStream {
    let value = &own.default;
    match (&own.values, own.variant(value)) {
        (Some((kind, _)), Some(variant)) => {
            let (kind, variant) = (ident(kind), ident(variant));
            quote!(#kind::#variant)
        }
        _ => quote!(#value.into()),
    }
}

/// The method that sets a variable.
fn setter(own: &ServerVariableItem) -> TokenStream {
    let name = ident(&own.ident);
    let what = format!(
        "Sets {}; {} unless set.",
        docs::code(&own.name),
        docs::code(&format!("{:?}", own.default))
    );
    let about = own.description.as_deref().map(docs::text).unwrap_or_default();
    let docs = docs::comment(&[what, about]);
    let (argument, value) = match &own.values {
        Some((kind, _)) => {
            let kind = ident(kind);
            (quote!(#kind), quote!(value))
        }
        None => (quote!(impl Into<String>), quote!(value.into())),
    };
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, value: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The enum of the values of a variable.
fn values_of(item: &ServerItem, own: &ServerVariableItem) -> Option<Vec<TokenStream>> {
    let (kind, values) = own.values.as_ref()?;
    let name = ident(kind);
    let what = format!("The values of {} of [`{}`].", docs::code(&own.name), item.ident);
    let docs = docs::comment(&[what]);
    let texts: Vec<&String> = values.iter().map(|(value, _)| value).collect();
    let variants: Vec<Ident> = values.iter().map(|(_, variant)| ident(variant)).collect();
    let comments = texts.iter().map(|text| docs::comment(&[format!("{}.", docs::code(text))]));
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #name { #(#comments #variants),* }
    };
    let implementation = quote! {
        impl #name {
            #[doc = " The value in the URL."]
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#variants => #texts),* }
            }
        }
    };
    Some(vec![definition, implementation])
}

/// The section of the README; empty if the documentation has no more than an address.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    let known = emitter.api.known_servers();
    let says_more = |known: &KnownServer<'_>| {
        let server = known.server;
        let is_described = server.name().or(server.description.as_deref()).is_some();
        known.is_choice || is_described || !server.variables.is_empty()
    };
    if !known.iter().any(says_more) {
        return String::new();
    }
    let mut types = emitter.surface.servers.iter();
    let rows: Vec<String> = known
        .iter()
        .map(|known| {
            let item = known.is_choice.then(|| types.next()).flatten();
            row(known, item)
        })
        .collect();
    let table = format!(
        "## Servers\n\n| server | type | description |\n|---|---|---|\n{}",
        rows.join("\n")
    );
    let krate = emitter.crate_ident();
    match emitter.surface.servers.first() {
        Some(first) => format!("{table}\n\n{}", choosing(&krate, first)),
        None => table,
    }
}

fn row(known: &KnownServer<'_>, item: Option<&ServerItem>) -> String {
    let server = known.server;
    let named = item.map_or_else(String::new, |item| format!("`servers::{}`", item.ident));
    let texts = [server.name(), server.description.as_deref()].into_iter().flatten();
    let texts = texts.map(|text| docs::cell(&[Some(text)]));
    let purpose = known.replaces.as_ref().map(|replaces| {
        format!("Only for operations whose default server is {}.", docs::code_in_cell(replaces))
    });
    let variables = server.variables.iter().map(|(name, own)| {
        let listed = own.enumeration.iter().filter(|value| **value != own.default);
        let values: Vec<String> = std::iter::once(&own.default)
            .chain(listed)
            .map(|value| docs::code_in_cell(value))
            .collect();
        let about =
            own.description.as_deref().map(|text| format!(" ({})", docs::cell(&[Some(text)])));
        let values = values.join(", ");
        format!("{}: {values}{}.", docs::code_in_cell(name), about.unwrap_or_default())
    });
    let about: Vec<String> = texts.chain(purpose).chain(variables).collect();
    format!("| {} | {named} | {} |", docs::code_in_cell(server.template()), about.join(" "))
}

/// A program that chooses a server.
fn choosing(krate: &str, item: &ServerItem) -> String {
    let value = match item.variables.first() {
        None => item.ident.clone(),
        Some(own) => {
            let value = match (&own.values, own.variant(&own.default)) {
                (Some((kind, _)), Some(variant)) => format!("{krate}::servers::{kind}::{variant}"),
                _ => format!("{:?}", own.default),
            };
            format!("{}::default().{}({value})", item.ident, own.ident)
        }
    };
    format!(
        "The first server is the default. Choose another one as follows, or set any other address with `base_url`:\n\n\
         ```rust,no_run\nfn client() -> Result<{krate}::Client, {krate}::ConfigError> {{\n    let server = {krate}::servers::{value};\n    \
         {krate}::Client::builder().server(server).build()\n}}\n```"
    )
}
