//! What the workspace depends on, held to `.cargo/deny.toml`: licences, sources, versions, bans. GitHub's workflow runs `cargo deny` itself with the
//! same file, and with the database of advisories.

use crate::place::root;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

/// A package as `cargo metadata` describes it.
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for those of the workspace.
    source: Option<String>,
}

struct Tree {
    packages: Vec<Package>,
    /// The names of the packages that depend on one, by its id.
    dependents: BTreeMap<String, BTreeSet<String>>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Everything that is locked, for all systems and with all features. The network is only asked for packages that were never downloaded.
fn tree() -> Tree {
    let metadata = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["metadata", "--locked", "--all-features", "--format-version", "1"]);
        command.args(more).current_dir(root()).output().unwrap()
    };
    let mut output = metadata(&["--offline"]);
    if !output.status.success() {
        output = metadata(&[]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let package = |package: &Value| Package {
        id: text(&package["id"]),
        name: text(&package["name"]),
        version: text(&package["version"]),
        license: package["license"].as_str().map(str::to_owned),
        source: package["source"].as_str().map(str::to_owned),
    };
    let packages: Vec<_> = metadata["packages"].as_array().unwrap().iter().map(package).collect();
    let names: BTreeMap<_, _> =
        packages.iter().map(|package| (package.id.clone(), package.name.clone())).collect();
    let mut dependents = BTreeMap::<_, BTreeSet<_>>::new();
    for node in metadata["resolve"]["nodes"].as_array().unwrap() {
        for dependency in node["dependencies"].as_array().unwrap() {
            let name = names[node["id"].as_str().unwrap()].clone();
            dependents.entry(text(dependency)).or_default().insert(name);
        }
    }
    Tree { packages, dependents }
}

fn rules() -> toml::Table {
    fs::read_to_string(root().join(".cargo/deny.toml")).unwrap().parse().unwrap()
}

/// The entries of a list of bans: what each names, and the whole of it. Each says why it is there.
fn entries<'r>(rules: &'r toml::Table, list: &str) -> Vec<(&'r str, &'r toml::Value)> {
    let entries = rules["bans"][list].as_array().unwrap().iter();
    let entries: Vec<_> = entries.map(|entry| (entry["crate"].as_str().unwrap(), entry)).collect();
    for (name, entry) in &entries {
        assert!(entry["reason"].as_str().unwrap().len() > 5, "{name}");
    }
    entries
}

fn strings(value: &toml::Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn every_licence_is_allowed_and_every_allowed_one_is_needed() {
    let (rules, tree) = (rules(), tree());
    let allowed = strings(&rules["licenses"]["allow"]);
    let mut used = BTreeSet::new();
    assert!(tree.packages.len() > 200, "{}", tree.packages.len());
    for package in &tree.packages {
        let name = &package.name;
        let license = package.license.as_deref().unwrap_or_else(|| panic!("{name} has none"));
        let parsed = spdx::Expression::parse_mode(license, spdx::ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let is_allowed = |requirement: &spdx::LicenseReq| {
            let name = requirement.to_string();
            let known = allowed.get(name.as_str());
            used.extend(known);
            known.is_some()
        };
        assert!(parsed.evaluate(is_allowed), "{name} {}: {license}", package.version);
    }
    assert_eq!(used, allowed, "the list allows what nothing needs");
}

#[test]
fn every_package_is_of_the_workspace_or_of_the_one_registry() {
    let (rules, tree) = (rules(), tree());
    let sources = &rules["sources"];
    for unknown in ["unknown-registry", "unknown-git"] {
        assert_eq!(sources[unknown].as_str(), Some("deny"));
    }
    assert_eq!(strings(&sources["allow-git"]).len(), 0);
    let registries = strings(&sources["allow-registry"]);
    assert_eq!(registries, ["https://github.com/rust-lang/crates.io-index"].into());
    let mut own = BTreeSet::new();
    for package in &tree.packages {
        match &package.source {
            None => _ = own.insert(package.name.as_str()),
            Some(source) => {
                let registry = source.strip_prefix("registry+").unwrap_or(source);
                assert!(registries.contains(registry), "{} is from {source}", package.name);
            }
        }
    }
    assert_eq!(own, ["frozen-sdk", "i3dnet", "specweave", "specweave-tests", "xtask"].into());
}

#[test]
fn no_package_is_there_in_two_versions_but_those_with_a_reason() {
    let (rules, tree) = (rules(), tree());
    assert_eq!(rules["bans"]["multiple-versions"].as_str(), Some("deny"));
    let mut skipped: BTreeSet<&str> =
        entries(&rules, "skip").into_iter().map(|(name, _)| name).collect();
    let mut versions = BTreeMap::<_, Vec<_>>::new();
    let mut all = BTreeMap::<_, usize>::new();
    for package in &tree.packages {
        *all.entry(package.name.as_str()).or_default() += 1;
        let name = format!("{}@{}", package.name, package.version);
        if !skipped.remove(name.as_str()) {
            versions.entry(package.name.as_str()).or_default().push(&package.version);
        }
    }
    versions.retain(|_, versions| versions.len() > 1);
    assert!(versions.is_empty(), "{versions:?}");
    assert!(skipped.is_empty(), "these are not there any more: {skipped:?}");
    for (name, _) in entries(&rules, "skip") {
        let (name, _) = name.split_once('@').unwrap();
        assert!(all[name] > 1, "{name} is there once only");
    }
}

#[test]
fn what_is_banned_is_not_there_or_where_it_may_be_only() {
    let (rules, tree) = (rules(), tree());
    let nobody = toml::Value::Array(Vec::new());
    let mut found = 0;
    for (name, entry) in entries(&rules, "deny") {
        let wrappers = strings(entry.get("wrappers").unwrap_or(&nobody));
        for package in tree.packages.iter().filter(|package| package.name == name) {
            let dependents = tree.dependents[&package.id].iter().map(String::as_str);
            assert_eq!(dependents.collect::<BTreeSet<_>>(), wrappers, "{name}");
            found += 1;
        }
        assert!(found > 0 || wrappers.is_empty(), "{name} is not there any more");
    }
}

/// The workflow asks for all checks, and for the database, with a program of a known version.
#[test]
fn the_workflow_runs_cargo_deny() {
    let text = fs::read_to_string(root().join(".github/workflows/ci.yml")).unwrap();
    let workflow: Value = specweave::document::yaml::from_str(&text).unwrap();
    let steps = workflow["jobs"]["dependencies"]["steps"].as_array().unwrap();
    let runs: Vec<_> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let last = runs.last().unwrap();
    assert!(last.starts_with("cargo install --locked cargo-deny@"), "{last}");
    assert!(
        last.ends_with(" && cargo deny --locked check advisories bans licenses sources"),
        "{last}"
    );
    // An exception without a reason would be one for ever.
    for ignored in rules()["advisories"]["ignore"].as_array().unwrap() {
        assert!(ignored["id"].is_str() && ignored["reason"].is_str(), "{ignored:?}");
    }
}
