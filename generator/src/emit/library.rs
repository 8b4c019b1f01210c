//! `src/lib.rs`: modules and re-exports. The documentation of the crate is its README.

use super::runtime::Optional;
use super::{Emitter, layout, readme};
use quote::quote;

/// The file.
pub(super) fn library(emitter: Emitter<'_>) -> String {
    let optional = Optional::ALL
        .iter()
        .filter(|part| part.is_used(emitter.api))
        .flat_map(|part| part.exports)
        .map(|export| super::ident(export));
    let items = vec![
        quote! {
            pub mod models;
            pub mod operations;
        },
        quote!(
            mod api;
        ),
        quote! {
            #[doc(hidden)]
            pub mod runtime;
        },
        quote! {
            pub use {http, reqwest};
            pub use api::ErrorBody;
            pub use runtime::{
                ApiError, BaseUrl, BaseUrlError, Body, BodyError, BuildError, BuildErrorKind, Bytes, Call, Client, ClientBuilder, ConfigError, Credential,
                Credentials, Decode, DecodeError, Decoding, Error, Meta, Method, Mode, NoDocumentedError, Nullable,
                Operation, Output, Reply, RequestBuilder, Response, Retry, Secret, Security, Sending, Style, Success, TransportError,
                TransportErrorKind, UnexpectedStatus, Value, same_origin_redirects #(, #optional)*
            };
        },
    ];
    layout::file(&emitter.header(), &documentation(emitter), items)
}

/// The README; its example is tested in builds that have what it calls.
fn documentation(emitter: Emitter<'_>) -> Vec<String> {
    let readme = "doc = include_str!(\"../README.md\")";
    let readme = match readme::simplest(emitter) {
        None => format!("#![{readme}]"),
        Some((tag, _)) => {
            format!("#![cfg_attr(any(not(doctest), feature = {:?}), {readme})]", tag.module)
        }
    };
    vec![readme, "#![cfg_attr(docsrs, feature(doc_cfg))]".into()]
}
