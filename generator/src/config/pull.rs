//! The key `pull` of the configuration in; how pages are fetched from their addresses out.

use super::Fault;
use serde::Deserialize;

/// How pages are fetched from the site that documents the API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct PullOptions {
    /// What the path of a page's address is continued with to get its Markdown form; empty for nothing. Of a page whose path
    /// ends otherwise than in `.md` or `.markdown`, a document, the address is taken as it is.
    pub suffix: String,
    /// The address of the site's index, a list of all pages in Markdown; default: `/llms.txt` on the server of the pages.
    pub index: Option<String>,
}

impl Default for PullOptions {
    fn default() -> Self {
        Self { suffix: ".md".into(), index: None }
    }
}

/// What is wrong with it.
pub(super) fn faults(options: &PullOptions) -> Vec<Fault> {
    let mut faults = Vec::new();
    if options.suffix.contains(['/', '?', '#', '\\'])
        || options.suffix.contains(char::is_whitespace)
    {
        let message = format!("{:?} cannot end the path of an address", options.suffix);
        let help = "write what the Markdown form of a page has at the end of its address: .md";
        faults.push(Fault::new("/pull/suffix", message).help(help));
    }
    if let Some(Err(reason)) = options.index.as_deref().map(super::check_address) {
        let message = format!("the address of the index {reason}");
        let help = "write the whole address: https://docs.acme.example/llms.txt";
        faults.push(Fault::new("/pull/index", message).help(help).secret(options.index.as_deref()));
    }
    faults
}
