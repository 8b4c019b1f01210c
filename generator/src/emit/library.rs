//! `src/lib.rs`: modules and re-exports. The documentation of the crate is its README.

use super::runtime::{Part, parts};
use super::{Emitter, docs, layout, recipes};
use proc_macro2::Ident;
use quote::quote;

/// The documentation of the module `plumbing`.
const PLUMBING: &[&str] = &[
    "What operations stand on: for a transport of your own, and for operations that you write yourself. Programs that call the API with a \
     [`Client`] need none of it.",
    "An [`Operation`](plumbing::Operation) is a plain value. It becomes a request and reads the response to it, whoever sends it:",
    "```\nuse CRATE::plumbing::{BaseUrl, Mode, Operation};\nuse CRATE::{Body, Credentials, Error, http};\n\n\
     fn exchange<Op: Operation>(\n    operation: &Op,\n    base: &BaseUrl,\n    credentials: &Credentials,\n    \
     transport: impl Fn(http::Request<Body>) -> http::Response<Body>,\n) -> Result<Op::Output, Error<Op::Error>> {\n    \
     let mut request = operation.request(base)?;\n    credentials.authorize(&Op::META, &mut request)?;\n    \
     Op::response(transport(request), Mode::Lenient)\n}\n```",
];

/// The file.
pub(super) fn library(emitter: Emitter<'_>) -> String {
    let exports = |of: fn(&Part) -> &'static [&'static str]| {
        let mut names: Vec<&str> = parts(emitter.api).flat_map(of).copied().collect();
        names.sort_unstable();
        names.into_iter().map(super::ident).collect::<Vec<Ident>>()
    };
    let (root, plumbing) = (exports(|part| part.root), exports(|part| part.plumbing));
    let about = PLUMBING.iter().map(|paragraph| paragraph.replace("CRATE", &emitter.crate_ident()));
    let about = docs::comment(&about.collect::<Vec<_>>());
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
            pub use runtime::{#(#root),*};
        },
        quote! {
            #about
            pub mod plumbing {
                pub use crate::runtime::{#(#plumbing),*};
            }
        },
    ];
    layout::file(&emitter.header(), &documentation(emitter), items)
}

/// The README; its example is tested in builds that have what it calls.
fn documentation(emitter: Emitter<'_>) -> Vec<String> {
    let readme = "doc = include_str!(\"../README.md\")";
    let readme = match recipes::simplest(emitter) {
        None => format!("#![{readme}]"),
        Some((tag, _)) => {
            format!("#![cfg_attr(any(not(doctest), feature = {:?}), {readme})]", tag.module)
        }
    };
    vec![readme, "#![cfg_attr(docsrs, feature(doc_cfg))]".into()]
}
