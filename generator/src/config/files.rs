//! `crate.files` of the configuration: entries in, their faults out.
//!
//! These are hand-written files, stored with the configuration and copied into the emitted crate: modules, examples, texts.

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
    /// Its path, relative to the configuration.
    pub from: String,
    /// Its target path, relative to the crate: `src/NAME.rs` is a module, `examples/NAME.rs` an example.
    pub to: String,
    /// The operations that it uses, by operationId or by method and path. If one is missing, the file is left out.
    #[serde(default)]
    pub when: Vec<String>,
    /// The page or pages of these operations. If no such page is among the inputs, they may be missing.
    #[serde(default, deserialize_with = "page::names")]
    #[cfg_attr(test, schemars(with = "Option<page::Names>"))]
    pub page: Vec<String>,
    /// Its content; `None` if only the configuration was read.
    #[serde(skip)]
    pub text: Option<String>,
    /// The place of the entry.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// Modules that every crate has.
const MODULES: &[&str] = &["api", "lib", "main", "models", "operations", "plumbing", "runtime"];

impl CrateFile {
    /// The name of its module, if it is one.
    pub fn module(&self) -> Option<&str> {
        named(&self.to, "src/")
    }

    /// The name of its example, if it is one.
    pub fn example(&self) -> Option<&str> {
        named(&self.to, "examples/")
    }
}

/// The name of a Rust file directly in a folder.
fn named<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let name = path.strip_prefix(folder)?.strip_suffix(".rs")?;
    (!name.contains('/')).then_some(name)
}

/// The faults of the entries.
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
            fault("to", format!("the target {:?} of a file {reason}", entry.to), help);
        } else if !seen.insert(entry.to.to_lowercase()) {
            fault("to", format!("two files go to {:?}", entry.to), "remove one entry");
        }
    }
    faults
}

/// Checks the target path of a file.
fn check_target(entry: &CrateFile) -> Result<(), (&'static str, &'static str)> {
    const HELP: &str = "name a module (src/NAME.rs), an example (examples/NAME.rs), or a file that is not part of the program (docs/…)";
    let is_name = |name: &str| syn::parse_str::<proc_macro2::Ident>(name).is_ok();
    check_path(&entry.to).map_err(|reason| (reason, HELP))?;
    let top = entry.to.split('/').next().unwrap_or_default();
    match (entry.module(), entry.example()) {
        (Some(name), _) if MODULES.contains(&name) => Err(("belongs to a generated module", HELP)),
        (Some(name), _) | (_, Some(name)) if is_name(name) => Ok(()),
        (Some(_), _) | (_, Some(_)) => Err(("does not have a valid module name", HELP)),
        _ if ["src", "tests", "examples", "benches", "target", ".git"].contains(&top) => {
            Err(("is in a folder of generated files", HELP))
        }
        _ if !entry.to.contains('/') && entry.to.ends_with(".toml") => {
            Err(("belongs to a generated file", HELP))
        }
        _ => Ok(()),
    }
}
