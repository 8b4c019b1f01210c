//! Emits the files that are written by hand for the crate, if all operations that they need exist.

use super::{Emitter, gate_all, ident};
use crate::config::CrateFile;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// A file to be emitted.
pub(super) struct Part<'a> {
    pub(super) file: &'a CrateFile,
    text: &'a str,
    /// The features of the tags of its operations.
    features: Vec<String>,
}

/// The files whose operations all exist.
pub(super) fn parts<'a>(emitter: Emitter<'a>) -> impl Iterator<Item = Part<'a>> {
    emitter.config.package.files.iter().filter_map(move |file| {
        let features: Option<BTreeSet<String>> =
            file.when.iter().map(|name| feature(emitter, name)).collect();
        let features = features?.into_iter().collect();
        Some(Part { file, text: file.text.as_deref()?, features })
    })
}

/// The feature of an operation's tag, if the operation exists.
fn feature(emitter: Emitter<'_>, name: &str) -> Option<String> {
    let tags = emitter.api.tags.iter().zip(&emitter.surface.tags);
    let mut found = tags.filter(|(tag, _)| tag.operations.iter().any(|own| own.is_called(name)));
    found.next().map(|(_, item)| item.module.clone())
}

/// The paths and texts of the files.
pub(super) fn files(emitter: Emitter<'_>) -> impl Iterator<Item = (String, String)> {
    parts(emitter).map(|part| {
        let text = if part.file.to.ends_with(".rs") {
            format!(
                "// Copied by specweave from `{}`: edit it there.\n\n{}",
                part.file.from, part.text
            )
        } else {
            part.text.to_owned()
        };
        (part.file.to.clone(), text)
    })
}

/// The declarations of the modules.
pub(super) fn modules(emitter: Emitter<'_>) -> TokenStream {
    let modules = parts(emitter).filter_map(|part| {
        let (name, gate) = (ident(part.file.module()?), gate_all(&part.features));
        Some(quote!(#gate pub mod #name;))
    });
    modules.collect()
}

/// The examples for the manifest. They need the features of their operations and of the default transport.
pub(super) fn examples(emitter: Emitter<'_>) -> Vec<String> {
    let examples = parts(emitter).filter_map(|part| {
        let name = part.file.example()?;
        let features = ["reqwest".to_owned()].into_iter().chain(part.features);
        let features: Vec<String> = features.map(|feature| format!("{feature:?}")).collect();
        let features = features.join(", ");
        Some(format!("\n[[example]]\nname = {name:?}\nrequired-features = [{features}]"))
    });
    examples.collect()
}

const ABOUT: &str = "\
These modules are written by hand, for needs that the API's description does not cover. They use only what your own programs can use.";

/// The section of the README; empty if there are no such modules.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    let rows = parts(emitter).filter_map(|part| {
        let lines = part.text.lines().map_while(|line| line.strip_prefix("//! "));
        let about: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        let name = part.file.module()?;
        Some(format!("- `{}::{name}`: {}", emitter.crate_ident(), about.join(" ")))
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!("## Written by hand\n\n{ABOUT}\n\n{}", rows.join("\n"))
    }
}
