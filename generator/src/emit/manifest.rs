//! Emits `Cargo.toml` and `rustfmt.toml`.

use super::programs::{self, Chosen};
use super::{Emitter, crate_file, docs, runtime};
use crate::config::Dependency;
use std::collections::BTreeMap;

/// The dependencies of every emitted crate. A test compares the versions with those used in tests of the runtime.
const DEPENDENCIES: &[(&str, &str)] = &[
    ("base64", "\"0.23\""),
    ("bytes", "\"1.11\""),
    ("http", "\"1.5\""),
    ("http-body", "\"1.0\""),
    ("httpdate", "\"1.0\""),
    ("percent-encoding", "\"2.3\""),
    ("secrecy", "\"0.10\""),
    ("serde", "{ version = \"1.0\", default-features = false, features = [\"std\"] }"),
    // Without the feature, the last bit of a number may be wrong.
    ("serde_json", "{ version = \"1.0\", features = [\"float_roundtrip\"] }"),
    ("tokio", "{ version = \"1.48\", features = [\"time\"] }"),
    ("tracing", "{ version = \"0.1\", default-features = false, features = [\"std\"] }"),
    ("url", "\"2.5\""),
];

/// The systems with local files.
const NATIVE: &str = "cfg(not(target_family = \"wasm\"))";

/// Browsers, where the standard library has no clock.
const BROWSER: &str = "cfg(all(target_family = \"wasm\", target_os = \"unknown\"))";
const CLOCK: (&str, &str) = ("web-time", "\"1.1\"");

/// The crate with which the examples print spans.
const SUBSCRIBER: (&str, &str) =
    ("tracing-subscriber", "{ version = \"0.3\", default-features = false, features = [\"fmt\"] }");

/// The features of every crate, and the features that each enables. No tag has one of these names, as they are reserved.
const FEATURES: &[(&str, &[&str])] = &[
    ("blocking", &["tokio/rt"]),
    ("gzip", &["reqwest", "reqwest?/gzip"]),
    ("http2", &["reqwest", "reqwest?/http2"]),
    ("oauth", &["providers"]),
    ("providers", &["tokio/sync"]),
    ("reqwest", &["dep:hyper", "dep:reqwest", "tokio/rt"]),
    ("rustls", &["reqwest", "reqwest?/rustls"]),
    ("system-proxy", &["reqwest", "reqwest?/system-proxy"]),
    ("testing", &[]),
    ("tower", &["dep:tower-service"]),
];

/// The default features besides those of tags.
const DEFAULT: [&str; 3] = ["http2", "rustls", "system-proxy"];

/// The lints of the emitted crate.
const LINTS: [&str; 15] = [
    "",
    "[lints.rust]",
    "missing_docs = \"warn\"",
    "unsafe_code = \"forbid\"",
    "",
    "[lints.clippy]",
    "# The number of parameters, the size and nesting of types, the names and the examples are the API's choice.",
    "approx_constant = \"allow\"",
    "disallowed_names = \"allow\"",
    "just_underscores_and_digits = \"allow\"",
    "large_enum_variant = \"allow\"",
    "new_ret_no_self = \"allow\"",
    "should_implement_trait = \"allow\"",
    "too_many_arguments = \"allow\"",
    "type_complexity = \"allow\"",
];

/// The text of `Cargo.toml`.
pub(super) fn manifest(emitter: Emitter<'_>, programs: &[Chosen<'_>]) -> String {
    let mut lines = vec![format!("# {}", emitter.header()), String::new()];
    lines.extend(package(emitter));
    lines.extend(features(emitter));
    lines.extend(crate_file::examples(emitter));
    lines.extend(dependencies(emitter));
    lines.extend([
        String::new(),
        "[dev-dependencies]".into(),
        "tokio = { version = \"1.48\", features = [\"macros\", \"rt-multi-thread\"] }".into(),
    ]);
    if !programs.is_empty() {
        lines.push(format!("{} = {}", SUBSCRIBER.0, SUBSCRIBER.1));
    }
    lines.extend(programs::targets(programs));
    lines.extend(LINTS.map(str::to_owned));
    lines.join("\n") + "\n"
}

/// The section `package`, and the settings of docs.rs.
fn package(emitter: Emitter<'_>) -> Vec<String> {
    let package = &emitter.config.package;
    let description =
        package.description.clone().unwrap_or_else(|| format!("Client of {}", emitter.api.title));
    let mut lines = vec!["[package]".to_owned()];
    let mut field = |key: &str, value: &str| lines.push(format!("{key} = {}", string(value)));
    field("name", &package.name);
    field("version", &package.version);
    field("edition", "2024");
    field("rust-version", "1.88");
    field("description", &description);
    for (key, value) in [("license", &package.license), ("repository", &package.repository)] {
        value.iter().for_each(|value| field(key, value));
    }
    if !package.authors.is_empty() {
        let authors: Vec<String> = package.authors.iter().map(|author| string(author)).collect();
        lines.push(format!("authors = [{}]", authors.join(", ")));
    }
    lines.extend([
        "readme = \"README.md\"".into(),
        String::new(),
        "[package.metadata.docs.rs]".into(),
        "all-features = true".into(),
        "rustdoc-args = [\"--cfg\", \"docsrs\"]".into(),
    ]);
    lines
}

/// The dependencies, also those for single systems.
fn dependencies(emitter: Emitter<'_>) -> Vec<String> {
    let mut lines = vec![String::new(), "[dependencies]".to_owned()];
    let optional = runtime::parts(emitter).flat_map(|part| part.dependencies.iter().copied());
    let dependencies: BTreeMap<&str, &str> = DEPENDENCIES.iter().copied().chain(optional).collect();
    lines.extend(dependency_lines(&dependencies, &emitter.config.package.dependencies));
    let native = runtime::parts(emitter).flat_map(|part| part.native.iter().copied());
    for (system, dependencies) in [(NATIVE, native.collect()), (BROWSER, vec![CLOCK])] {
        if !dependencies.is_empty() {
            lines.extend([String::new(), format!("[target.'{system}'.dependencies]")]);
            let line = |(name, version): (&str, &str)| format!("{name} = {version}");
            lines.extend(dependencies.into_iter().map(line));
        }
    }
    lines
}

/// The sorted dependencies. An entry of the configuration replaces that of the generator.
fn dependency_lines(
    own: &BTreeMap<&str, &str>,
    asked: &BTreeMap<String, Dependency>,
) -> Vec<String> {
    let mut lines: BTreeMap<&str, String> =
        own.iter().map(|(name, version)| (*name, (*version).to_owned())).collect();
    lines.extend(asked.iter().map(|(name, asked)| (name.as_str(), dependency(asked))));
    lines.iter().map(|(name, version)| format!("{name} = {version}")).collect()
}

/// The value of a dependency in the manifest.
fn dependency(asked: &Dependency) -> String {
    let Dependency::Detailed(asked) = asked else { return string(asked.version()) };
    let mut facts = vec![format!("version = {}", string(&asked.version))];
    facts.extend(asked.path.as_deref().map(|path| format!("path = {}", string(path))));
    if !asked.default_features {
        facts.push("default-features = false".to_owned());
    }
    if !asked.features.is_empty() {
        let features: Vec<String> = asked.features.iter().map(|feature| string(feature)).collect();
        facts.push(format!("features = [{}]", features.join(", ")));
    }
    format!("{{ {} }}", facts.join(", "))
}

/// The section of features: for the ways to send requests, and for each tag.
fn features(emitter: Emitter<'_>) -> Vec<String> {
    let mut tags: Vec<&str> = emitter.surface.tags.iter().map(|tag| tag.module.as_str()).collect();
    tags.sort_unstable();
    let list =
        |items: &[&str]| items.iter().map(|item| string(item)).collect::<Vec<_>>().join(", ");
    let on = DEFAULT.iter().chain(&tags).map(|feature| format!("    {},", string(feature)));
    let first = ["", "[features]", "default = ["].map(String::from);
    let has_oauth = runtime::has_client_credentials(emitter);
    let own = FEATURES.iter().filter(|(name, _)| *name != "oauth" || has_oauth);
    let own = own.map(|(name, on)| format!("{name} = [{}]", list(on)));
    let mut lines: Vec<String> = first.into_iter().chain(on).chain(["]".into()]).collect();
    lines.push("# The transports, and the optional parts of the runtime.".into());
    lines.extend(own);
    if !tags.is_empty() {
        lines.push("# One for each tag of the API.".into());
    }
    lines.extend(tags.iter().map(|tag| format!("{tag} = []")));
    lines
}

/// The text of `rustfmt.toml`, which keeps the emitted format.
pub(super) fn rustfmt(emitter: Emitter<'_>) -> String {
    format!("# {}\ndisable_all_formatting = true\n", emitter.header())
}

/// A text as a basic string of TOML.
fn string(text: &str) -> String {
    let mut out = String::from('"');
    for c in docs::one_line(text).chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
