//! `crate.files` of the configuration: its entries in, what is wrong with them out.
//!
//! These are files that people write beside the configuration, and that stand in the emitted crate: modules, examples, texts.

use super::{Fault, page};
use crate::document::join;
use crate::source::{Place, check_path};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A file that is copied into the emitted crate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct CrateFile {
    /// Where it is, relative to the configuration.
    pub from: String,
    /// Where it goes, relative to the crate: `src/NAME.rs` is a module, `examples/NAME.rs` an example.
    pub to: String,
    /// The operations that it uses, by operationId or by method and path: it is left out unless all are there.
    #[serde(default)]
    pub when: Vec<String>,
    /// The page, or pages, that these are on: where none of them is among the inputs, they need not be there.
    #[serde(default, deserialize_with = "page::names")]
    #[cfg_attr(test, schemars(with = "Option<page::Names>"))]
    pub page: Vec<String>,
    /// What is in it; nothing where only the configuration was read.
    #[serde(skip)]
    pub text: Option<String>,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// Modules that every crate has.
const MODULES: &[&str] = &["api", "lib", "main", "models", "operations", "plumbing", "runtime"];

impl CrateFile {
    /// The name of the module that it is.
    pub fn module(&self) -> Option<&str> {
        named(&self.to, "src/")
    }

    /// The name of the example that it is.
    pub fn example(&self) -> Option<&str> {
        named(&self.to, "examples/")
    }
}

/// The name of a file of Rust that lies directly in a folder.
fn named<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let name = path.strip_prefix(folder)?.strip_suffix(".rs")?;
    (!name.contains('/')).then_some(name)
}

/// What is wrong with the entries.
pub(super) fn faults(entries: &[CrateFile]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let pointer = join("/crate/files", &index.to_string());
        let mut fault = |key: &str, message: String, help| {
            faults.push(Fault::new(join(&pointer, key), message).help(help));
        };
        if entry.from.is_empty() {
            fault(
                "from",
                "the path of the file is empty".into(),
                "name a file beside the configuration",
            );
        }
        if let Err((reason, help)) = check_target(entry) {
            fault("to", format!("the place {:?} of a file {reason}", entry.to), help);
        } else if !seen.insert(entry.to.to_lowercase()) {
            fault("to", format!("two files go to {:?}", entry.to), "remove one entry");
        }
    }
    faults
}

/// Whether a file can go where it is to go.
fn check_target(entry: &CrateFile) -> Result<(), (&'static str, &'static str)> {
    const HELP: &str = "name a module (src/NAME.rs), an example (examples/NAME.rs), or a file that is no part of the program (docs/…)";
    let is_name = |name: &str| syn::parse_str::<proc_macro2::Ident>(name).is_ok();
    check_path(&entry.to).map_err(|reason| (reason, HELP))?;
    let top = entry.to.split('/').next().unwrap_or_default();
    match (entry.module(), entry.example()) {
        (Some(name), _) if MODULES.contains(&name) => Err(("is that of a generated module", HELP)),
        (Some(name), _) | (_, Some(name)) if is_name(name) => Ok(()),
        (Some(_), _) | (_, Some(_)) => Err(("is called unlike a module", HELP)),
        _ if ["src", "tests", "examples", "benches", "target", ".git"].contains(&top) => {
            Err(("is in a folder of generated files", HELP))
        }
        _ if !entry.to.contains('/') && entry.to.ends_with(".toml") => {
            Err(("is that of a generated file", HELP))
        }
        _ => Ok(()),
    }
}
