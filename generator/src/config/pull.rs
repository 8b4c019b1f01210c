//! `pull:` of the configuration: how pages are fetched from their addresses.

use super::{Fault, Page, page};
use crate::document::join;
use crate::source::check_path;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The options for fetching pages from the API's documentation site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct PullOptions {
    /// The suffix appended to the path of a page's address for its Markdown form; may be empty. It is not appended for a document: a page
    /// whose path does not end in `.md` or `.markdown`.
    pub suffix: String,
    /// The address of the site's index, a list of all pages in Markdown; default: `/llms.txt` on the server of the pages.
    pub index: Option<String>,
    /// The common beginning of the addresses of the API's pages; default: that of the listed pages.
    pub below: Option<String>,
    /// Pages that are added to those in the index, each with the path of its file and its address.
    #[cfg_attr(test, schemars(with = "Vec<super::page::Keys>"))]
    pub known: Vec<Page>,
}

impl Default for PullOptions {
    fn default() -> Self {
        Self { suffix: ".md".into(), index: None, below: None, known: Vec::new() }
    }
}

/// The faults of the options.
pub(super) fn faults(options: &PullOptions) -> Vec<Fault> {
    let mut faults = Vec::new();
    if options.suffix.contains(['/', '?', '#', '\\'])
        || options.suffix.contains(char::is_whitespace)
    {
        let message = format!("{:?} cannot end the path of an address", options.suffix);
        let help = "write the ending of the addresses of Markdown pages: .md";
        faults.push(Fault::new("/pull/suffix", message).help(help));
    }
    let addresses = [("index", &options.index), ("below", &options.below)];
    for (key, address) in addresses {
        if let Some(Err(reason)) = address.as_deref().map(super::check_address) {
            let message = match key {
                "index" => format!("the address of the index {reason}"),
                _ => format!("the address in `pull.below` {reason}"),
            };
            let help = "write the whole address: https://docs.acme.example/llms.txt";
            let fault = Fault::new(join("/pull", key), message).help(help);
            faults.push(fault.secret(address.as_deref()));
        }
    }
    faults.extend(page::faults(&options.known, "/pull/known"));
    faults.extend(known_faults(&options.known));
    faults
}

/// The faults of known pages without an address or a file of their own.
fn known_faults(known: &[Page]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, page) in known.iter().enumerate() {
        let at = page.pointer("/pull/known", index);
        let mut fault = |message, help| faults.push(Fault::new(at.clone(), message).help(help));
        if page.address.is_none() {
            let message = format!("the known page {:?} has no address", page.path);
            fault(message, "add the `address` that it is fetched from");
        }
        if let Err(reason) = check_path(&page.path) {
            let message = format!("the path {:?} of a known page {reason}", page.path);
            fault(message, "name a file below the folder of the configuration");
        } else if !seen.insert(page.path.to_lowercase()) {
            fault(format!("the known page {:?} is listed twice", page.path), "remove one entry");
        }
    }
    faults
}
