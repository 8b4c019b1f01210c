//! `pages:` of the configuration: entries in, their faults out.

use super::{Fault, check_address};
use crate::document::join;
use serde::{Deserialize, Deserializer};

/// A page, or a document with the whole API or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
pub struct Page {
    /// Its path, relative to the configuration.
    pub path: String,
    /// Its public address, for links in the emitted documentation. The address of a document is only the URL that it is fetched from.
    pub address: Option<String>,
    /// Whether it is listed as a document.
    pub is_document: bool,
}

/// The keys of an entry.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub(super) struct Keys {
    /// The path of a page, or of a folder of pages and documents, relative to the configuration.
    path: Option<String>,
    /// The path of a document with the whole API or a part of it, in place of `path`.
    document: Option<String>,
    /// Its public address.
    address: Option<String>,
}

impl TryFrom<Keys> for Page {
    type Error = &'static str;

    fn try_from(Keys { path, document, address }: Keys) -> Result<Self, Self::Error> {
        match (path, document) {
            (Some(path), None) => Ok(Self { path, address, is_document: false }),
            (None, Some(path)) => Ok(Self { path, address, is_document: true }),
            (None, None) => Err("missing field `path` or `document`"),
            (Some(_), Some(_)) => {
                Err("invalid value: an entry is a page (`path`) or a `document`, not both")
            }
        }
    }
}

impl Page {
    /// The pointer to its path, in a list of entries.
    pub(crate) fn pointer(&self, list: &str, index: usize) -> String {
        let key = if self.is_document { "document" } else { "path" };
        join(&join(list, &index.to_string()), key)
    }
}

/// The name of a page without its ending, or a list of them.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "the name of a page without its ending, or a list of them")]
pub(super) enum Names {
    One(String),
    Several(Vec<String>),
}

/// Reads the name of a page without its ending, or a list of them.
pub(super) fn names<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    Ok(match Names::deserialize(from)? {
        Names::One(name) => vec![name],
        Names::Several(names) => names,
    })
}

/// The faults of a list of entries.
pub(super) fn faults(pages: &[Page], list: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some(Err(reason)) = page.address.as_deref().map(check_address) {
            let message = format!("the address of the page {:?} {reason}", page.path);
            let help = "write a whole address: https://docs.acme.example/users";
            let fault = Fault::new(format!("{list}/{index}/address"), message).help(help);
            faults.push(fault.secret(page.address.as_deref()));
        }
        let is_whole = [".json", ".yaml", ".yml"].iter().any(|ending| page.path.ends_with(ending));
        if page.is_document && !is_whole {
            let message = format!("the document {:?} is neither JSON nor YAML", page.path);
            let help =
                "name a file that ends with .json, .yaml or .yml, or list it as a page: path";
            faults.push(Fault::new(page.pointer(list, index), message).help(help));
        }
    }
    faults
}
