//! `types:`, `formats:` and `crate.dependencies` of the configuration: additions to the generated types.
//!
//! Paths and attributes are parsed here, so that the emitted text is printed from the parsed form.

use super::{Fault, Pattern};
use crate::document::{Format, join};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use syn::parse::Parser;

/// Additional derives and attributes of types.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct TypeOptions {
    /// The pattern of the types' Rust names: `Session*`.
    #[serde(rename = "match")]
    pub pattern: Pattern,
    /// Paths of derive macros: `schemars::JsonSchema`.
    #[serde(default)]
    pub derive: Vec<String>,
    /// Attributes: `#[cfg_attr(feature = "x", …)]`.
    #[serde(default)]
    pub attributes: Vec<String>,
}

/// A dependency of the emitted crate: its version, or its entry in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(untagged))]
pub enum Dependency {
    /// Its version.
    Version(String),
    /// Its version with other keys.
    Detailed(DetailedDependency),
}

/// The entry of a dependency in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct DetailedDependency {
    /// Its version.
    pub version: String,
    /// Its features.
    #[serde(default)]
    pub features: Vec<String>,
    /// Whether its default features are on.
    #[serde(default = "yes")]
    pub default_features: bool,
    /// Its path, relative to the emitted crate.
    #[serde(default)]
    pub path: Option<String>,
}

fn yes() -> bool {
    true
}

/// Reads a string or a map, each with its own messages: those of an untagged enum would not name a wrong key.
impl<'de> Deserialize<'de> for Dependency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DependencyVisitor)
    }
}

struct DependencyVisitor;

impl<'de> Visitor<'de> for DependencyVisitor {
    type Value = Dependency;

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str(
            "a version in quotes, or a map of version, features, default_features and path",
        )
    }

    fn visit_str<E>(self, version: &str) -> Result<Dependency, E> {
        Ok(Dependency::Version(version.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dependency, A::Error> {
        DetailedDependency::deserialize(MapAccessDeserializer::new(map)).map(Dependency::Detailed)
    }
}

impl Dependency {
    /// The required version.
    pub fn version(&self) -> &str {
        match self {
            Self::Version(version) | Self::Detailed(DetailedDependency { version, .. }) => version,
        }
    }
}

/// A Rust path without arguments.
pub(crate) fn rust_path(text: &str) -> Option<syn::Path> {
    let path = syn::Path::parse_mod_style.parse_str(text).ok()?;
    // The parser accepts comments and white space between tokens; a path has none.
    text.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c)).then_some(path)
}

/// The path of a type, whose arguments are also such paths: `chrono::DateTime<chrono::Utc>`. `None` for anything else, or if `crates`, by
/// their Rust names, lack its crate.
pub(crate) fn rust_type_path(
    text: &str,
    crates: &BTreeMap<String, Dependency>,
) -> Option<syn::TypePath> {
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || "_:<>, ".contains(c)) {
        return None;
    }
    let path: syn::TypePath = syn::parse_str(text).ok()?;
    is_plain(&path, &|name| is_known(name, crates)).then_some(path)
}

/// Whether the emitted crate can name a crate, given its dependencies.
fn is_known(name: &str, crates: &BTreeMap<String, Dependency>) -> bool {
    matches!(name, "std" | "core" | "alloc" | "crate")
        || crates.keys().any(|own| own.replace('-', "_") == name)
}

fn is_plain(path: &syn::TypePath, is_known: &dyn Fn(&str) -> bool) -> bool {
    let segments = &path.path.segments;
    let first = segments.first().map(|first| first.ident.to_string());
    path.qself.is_none()
        && path.path.leading_colon.is_none()
        && segments.len() > 1
        && first.is_some_and(|first| is_known(&first))
        && segments.iter().all(|segment| match &segment.arguments {
            syn::PathArguments::None => true,
            syn::PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().all(|argument| match argument {
                    syn::GenericArgument::Type(syn::Type::Path(path)) => {
                        is_number(path) || is_plain(path, is_known)
                    }
                    _ => false,
                })
            }
            _ => false,
        })
}

/// Whether a path is the name of a type of numbers, which needs no crate.
fn is_number(path: &syn::TypePath) -> bool {
    const NUMBERS: [&str; 12] =
        ["i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128", "f32", "f64"];
    path.qself.is_none()
        && path.path.get_ident().is_some_and(|own| NUMBERS.iter().any(|name| own == name))
}

/// The faults of the types of formats.
pub(super) fn format_faults(
    formats: &BTreeMap<String, String>,
    crates: &BTreeMap<String, Dependency>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (format, path) in formats {
        let pointer = join("/formats", format);
        if matches!(Format::named(format), Some(Format::Binary | Format::Password)) {
            let message = format!("the type of strings of the format {format:?} cannot be set");
            faults.push(
                Fault::new(pointer.clone(), message)
                    .help("`password` is kept secret, and `binary` is bytes: remove the entry"),
            );
        }
        if rust_type_path(path, crates).is_none() {
            let message =
                format!("{path:?} is not the path of a type of a crate in `crate.dependencies`");
            let help = match path.split_once("::") {
                Some((name, _)) if is_crate_name(name) => format!(
                    "write the whole path, beginning with the crate, and list the crate with its feature for serde: {}",
                    listed(name, "serde")
                ),
                _ if path == "String" => "write std::string::String".to_owned(),
                _ => {
                    "write the whole path of the type, beginning with the crate: chrono::NaiveDate"
                        .to_owned()
                }
            };
            faults.push(Fault::new(pointer, message).help(help));
        }
    }
    faults
}

fn is_crate_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The entry of a configuration that lists a crate with a feature.
fn listed(name: &str, feature: &str) -> String {
    format!("crate: {{dependencies: {{{name}: {{version: \"…\", features: [{feature}]}}}}}}")
}

/// Rust attributes, none of which is documentation.
pub(crate) fn rust_attributes(text: &str) -> Option<Vec<syn::Attribute>> {
    let attributes = syn::Attribute::parse_outer.parse_str(text).ok()?;
    let is_own = |attribute: &syn::Attribute| !attribute.path().is_ident("doc");
    (!attributes.is_empty() && attributes.iter().all(is_own)).then_some(attributes)
}

/// The standard trait of a derive macro that every model implements.
fn implemented(path: &syn::Path) -> Option<String> {
    let names: Vec<String> = path.segments.iter().map(|own| own.ident.to_string()).collect();
    let parts: Vec<&str> = names.iter().map(String::as_str).collect();
    let name = match parts.as_slice() {
        [name] | ["std" | "core", "fmt" | "clone" | "cmp", name] => *name,
        _ => return None,
    };
    ["Clone", "Debug", "PartialEq"].contains(&name).then(|| name.to_owned())
}

/// The faults of the types.
pub(super) fn faults(types: &[TypeOptions], crates: &BTreeMap<String, Dependency>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, entry) in types.iter().enumerate() {
        let at = |key: &str, place: usize| format!("/types/{index}/{key}/{place}");
        for (place, path) in entry.derive.iter().enumerate() {
            let pointer = at("derive", place);
            let Some(parsed) = rust_path(path) else {
                let help = "write the path of a macro: schemars::JsonSchema";
                let message = format!("{path:?} is not a Rust path");
                faults.push(Fault::new(pointer, message).help(help));
                continue;
            };
            if let Some(name) = implemented(&parsed) {
                let message = format!("every type implements `{name}` already");
                faults.push(Fault::new(pointer, message).help("remove it"));
                continue;
            }
            let own = parsed.segments.first().map(|first| first.ident.to_string());
            if let Some(own) = own.filter(|own| parsed.segments.len() > 1 && !is_known(own, crates))
            {
                let message = format!(
                    "{path:?} is in the crate `{own}`, which is not in `crate.dependencies`"
                );
                let help = format!("list it: crate: {{dependencies: {{{own}: \"…\"}}}}");
                faults.push(Fault::new(pointer, message).help(help));
            }
        }
        for (place, attribute) in entry.attributes.iter().enumerate() {
            if rust_attributes(attribute).is_none() {
                let help = "write whole attributes, but no documentation: #[non_exhaustive]";
                let message = format!("{attribute:?} is not a Rust attribute");
                faults.push(Fault::new(at("attributes", place), message).help(help));
            }
        }
        if entry.derive.is_empty() && entry.attributes.is_empty() {
            let help = "add what they derive: derive: [schemars::JsonSchema]";
            let message = "this entry adds nothing to the types";
            faults.push(Fault::new(format!("/types/{index}"), message).help(help));
        }
    }
    faults
}

/// The faults of the dependencies.
pub(super) fn dependency_faults(dependencies: &BTreeMap<String, Dependency>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, dependency) in dependencies {
        let pointer = join("/crate/dependencies", name);
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(is_part) {
            let message = format!("{name:?} cannot be the name of a crate");
            faults.push(Fault::new(pointer.clone(), message).help("write it as crates.io does"));
        }
        if let Err(reason) = semver::VersionReq::parse(dependency.version()) {
            let message = format!("the version of {name} is not valid: {reason}");
            faults.push(Fault::new(pointer, message).help("write it as Cargo does: \"1.2\""));
        }
    }
    faults
}
