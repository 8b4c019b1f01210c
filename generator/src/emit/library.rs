//! Emits `src/lib.rs`: modules and re-exports. The documentation of the crate is its README.

use super::runtime::{Part, parts};
use super::{Emitter, crate_file, docs, layout, recipes};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// The documentation of the module `plumbing`.
const PLUMBING: &[&str] = &[
    "The foundation of operations, for custom transports and for operations that you write yourself. Programs that call the API with a \
     [`Client`] do not need it.",
    "An [`Operation`](plumbing::Operation) is a plain value. It becomes a request and reads its response, with any transport:",
    "```\nuse CRATE::plumbing::{BaseUrl, Mode, Operation};\nuse CRATE::{Body, Credentials, Error, http};\n\n\
     fn exchange<Op: Operation>(\n    operation: &Op,\n    base: &BaseUrl,\n    credentials: &Credentials,\n    \
     transport: impl Fn(http::Request<Body>) -> http::Response<Body>,\n) -> Result<Op::Output, Error<Op::Error>> {\n    \
     let mut request = operation.request(base)?;\n    credentials.authorize(&Op::META, &mut request)?;\n    \
     Op::response(transport(request), Mode::Lenient)\n}\n```",
];

/// The file.
pub(super) fn library(emitter: Emitter<'_>) -> String {
    let root = exports(emitter, &quote!(runtime), |part| part.root);
    let plumbing = exports(emitter, &quote!(crate::runtime), |part| part.plumbing);
    let about = PLUMBING.iter().map(|paragraph| paragraph.replace("CRATE", &emitter.crate_ident()));
    let about = docs::comment(&about.collect::<Vec<_>>());
    let modules = crate_file::modules(emitter);
    let items = vec![
        quote! {
            pub mod models;
            pub mod operations;
        },
        if emitter.surface.servers.is_empty() {
            quote!()
        } else {
            quote!(
                pub mod servers;
            )
        },
        modules,
        quote!(
            mod api;
        ),
        {
            let xml = (!emitter.api.xml.shapes.is_empty()).then(|| {
                quote!(
                    mod xml;
                )
            });
            quote! {
                #[doc(hidden)]
                pub mod runtime;
                #xml
            }
        },
        quote! {
            pub use http;
            #[cfg(feature = "reqwest")]
            pub use reqwest;
            pub use api::ErrorBody;
            #root
        },
        quote! {
            #about
            pub mod plumbing {
                #plumbing
            }
        },
    ];
    layout::file(&emitter.header(), &documentation(emitter), items)
}

/// The exports of the runtime's files, grouped by feature.
fn exports(
    emitter: Emitter<'_>,
    from: &TokenStream,
    of: fn(&Part) -> &'static [&'static str],
) -> TokenStream {
    let mut names: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    for part in parts(emitter).filter(|part| !of(part).is_empty()) {
        names.entry(part.feature).or_default().extend(of(part));
    }
    let lists = names.into_iter().map(|(feature, mut names)| {
        let gate = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
        names.sort_unstable();
        let names = names.into_iter().map(super::ident);
        quote!(#gate pub use #from::{#(#names),*};)
    });
    lists.collect()
}

/// The README as documentation. Its examples are tested in builds that have all operations they call.
fn documentation(emitter: Emitter<'_>) -> Vec<String> {
    let readme = "doc = include_str!(\"../README.md\")";
    let mut features = vec!["reqwest"];
    features.extend(
        recipes::simplest(emitter)
            .into_iter()
            .flat_map(|(tag, _)| ["blocking", "testing", tag.module.as_str()]),
    );
    features.extend(recipes::renewal(emitter).map(|_| "providers"));
    features.extend(recipes::tokens(emitter).map(|_| "oauth"));
    // Types that no operation uses need the feature `default`.
    features.extend(emitter.surface.client.webhook_event.as_ref().map(|_| "default"));
    let features: Vec<String> =
        features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    let needed = match features.as_slice() {
        [only] => only.clone(),
        several => format!("all({})", several.join(", ")),
    };
    let readme = format!("#![cfg_attr(any(not(doctest), {needed}), {readme})]");
    let mut lines = vec![readme];
    lines.extend(links(emitter));
    lines.push("#![cfg_attr(docsrs, feature(doc_cfg))]".into());
    lines
}

/// The link targets of module names in the README: the module, or the table itself if the module is left out.
fn links(emitter: Emitter<'_>) -> Vec<String> {
    let mut modules: Vec<&str> =
        emitter.surface.tags.iter().map(|tag| tag.module.as_str()).collect();
    modules.sort_unstable();
    let link = |module: &str| {
        let to = |target: &str| Literal::string(&format!("[`{module}`]: {target}"));
        let (there, gone) = (to(&format!("operations::{module}")), to("#operations"));
        [
            format!("#![cfg_attr(feature = {module:?}, doc = {there})]"),
            format!("#![cfg_attr(not(feature = {module:?}), doc = {gone})]"),
        ]
    };
    let links = modules.into_iter().flat_map(link);
    // An empty line ends the table.
    std::iter::once("#![doc = \"\"]".to_owned()).chain(links).collect()
}
