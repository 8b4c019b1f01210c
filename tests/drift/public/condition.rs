//! What items are compiled for: `#[cfg(feature = "x")]`.

use std::collections::{BTreeMap, BTreeSet};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

/// The features of a crate that are on.
pub(super) type Features = BTreeSet<String>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    Feature(String),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Something else, which is not so: `test`, `docsrs`, a rare system.
    Never,
}

impl Condition {
    /// The conditions of an item.
    pub(super) fn all(attributes: &[Attribute]) -> Vec<Self> {
        let own = attributes.iter().filter(|own| own.path().is_ident("cfg"));
        own.map(|own| Self::read(&own.parse_args().unwrap())).collect()
    }

    fn read(meta: &Meta) -> Self {
        let name = meta.path().require_ident().unwrap().to_string();
        match meta {
            Meta::NameValue(own) if name == "feature" => match &own.value {
                Expr::Lit(value) => match &value.lit {
                    Lit::Str(text) => Self::Feature(text.value()),
                    _ => Self::Never,
                },
                _ => Self::Never,
            },
            Meta::List(own) => {
                let list = own.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
                let mut list: Vec<Self> = list.unwrap().iter().map(Self::read).collect();
                match name.as_str() {
                    "all" => Self::All(list),
                    "any" => Self::Any(list),
                    "not" => Self::Not(Box::new(list.remove(0))),
                    _ => Self::Never,
                }
            }
            _ => Self::Never,
        }
    }

    pub(super) fn holds(&self, features: &Features) -> bool {
        match self {
            Self::Feature(name) => features.contains(name),
            Self::All(all) => all.iter().all(|own| own.holds(features)),
            Self::Any(any) => any.iter().any(|own| own.holds(features)),
            Self::Not(own) => !own.holds(features),
            Self::Never => false,
        }
    }
}

/// The features of a crate, each with those that it turns on.
pub(super) fn features(manifest: &str) -> BTreeMap<String, Vec<String>> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let names = |list: &toml::Value| {
        let names = list.as_array().unwrap().iter();
        names.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let table = manifest["features"].as_table().unwrap();
    table.iter().map(|(name, list)| (name.clone(), names(list))).collect()
}

/// What is on if these features are asked for.
pub(super) fn turned_on<'a>(
    table: &BTreeMap<String, Vec<String>>,
    asked: impl IntoIterator<Item = &'a String>,
) -> Features {
    let mut on = Features::new();
    let mut left: Vec<&String> = asked.into_iter().collect();
    while let Some(name) = left.pop() {
        if let Some(more) = table.get(name)
            && on.insert(name.clone())
        {
            left.extend(more);
        }
    }
    on
}
