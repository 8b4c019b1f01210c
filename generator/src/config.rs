//! `specweave.yaml`: what cannot be read from the documents themselves.
//!
//! In: the text of the file. Out: [`Config`]. Unknown keys are errors, so that a misspelling does not pass silently.
//!
//! ```yaml
//! crate:                          # the emitted package
//!   name: acme                    # required; also `--name`
//!   version: 0.1.0                # default 0.1.0
//!   license: MIT OR Apache-2.0    # default: no licence field
//!   repository: https://…         # default: no repository field
//!   description: …                # default: the document's title
//!   authors: [Acme]               # default: none
//!   regenerate: cargo xtask …     # the command that the header of each file names
//!   extra_files: [LICENSE-MIT]    # files of the output folder that are not generated and stay
//! pages:                          # what `generate` reads when no PATH is given, relative to this file
//!   - path: pages/session.md
//!     address: https://docs.acme.example/session   # linked from the emitted documentation
//! overlays: [overlay.yaml]        # applied in this order, before those of `--overlay`
//! client:
//!   cookies: true                 # the client keeps cookies between calls; default false
//!   error_schema: Error           # the schema of the error object that any failing answer may hold
//!   environment: ACME             # prefix of the variables that `from_env` reads; default: the crate's name
//! ```

use serde::Deserialize;

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The emitted package.
    #[serde(rename = "crate", default)]
    pub package: Package,
    /// The pages and documents, in any order.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Paths of overlay files, relative to the configuration, applied in this order.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// How the emitted client behaves.
    #[serde(default)]
    pub client: ClientOptions,
}

/// The emitted package's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Package {
    /// The crate's name: lower case letters, digits, `-` and `_`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// An SPDX expression.
    pub license: Option<String>,
    /// Where its source is.
    pub repository: Option<String>,
    /// One line on what it is.
    pub description: Option<String>,
    /// Who made it.
    pub authors: Vec<String>,
    /// The command that makes it again, named in the header of every file.
    pub regenerate: String,
    /// Files in the output folder that people maintain; neither written nor removed.
    pub extra_files: Vec<String>,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: "api-client".into(),
            version: "0.1.0".into(),
            license: None,
            repository: None,
            description: None,
            authors: Vec::new(),
            regenerate: "specweave generate".into(),
            extra_files: Vec::new(),
        }
    }
}

/// One page or document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Where it is, relative to the configuration.
    pub path: String,
    /// Its public address, for links in the emitted documentation.
    pub address: Option<String>,
}

/// How the emitted client behaves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientOptions {
    /// Whether the client keeps cookies between calls.
    pub cookies: bool,
    /// The schema of the error object that any failing answer may hold.
    pub error_schema: Option<String>,
    /// Prefix of the environment variables that `Client::from_env` reads.
    pub environment: Option<String>,
}
