//! Pages in; the generated crate as a separate package in the target directory, with this repository's locked versions, out.

use crate::{Stop, root};
use specweave::config::Config;
use specweave::diagnostic::Failure;
use specweave::render::{Style, human};
use specweave::{Inputs, files};
use std::fs;
use std::path::{Path, PathBuf};

/// The pages of `spec/`, or those in a folder, with the configuration of `spec/`.
pub(crate) fn inputs(pages: Option<&Path>) -> Result<(Inputs, Config), Stop> {
    let config = files::load_config(&root().join("spec/specweave.yaml")).map_err(unread)?;
    let pages: Vec<PathBuf> = pages.into_iter().map(Path::to_owned).collect();
    let inputs = files::read_inputs(&pages, &[], Some(&config)).map_err(unread)?;
    Ok((inputs, config.config))
}

/// A document of any API, with the files that it refers to, and a configuration with only the name of the crate.
pub(crate) fn document(path: &Path) -> Result<(Inputs, Config), Stop> {
    let inputs = files::read_inputs(&[path.to_owned()], &[], None).map_err(unread)?;
    let package = specweave::config::Package { name: "judged".into(), ..Default::default() };
    Ok((inputs, Config { package, ..Config::default() }))
}

fn unread(unread: files::Unread) -> Stop {
    Stop::fault(human(&unread.diagnostics, Style::default()))
}

/// A failed run of the generator.
pub(crate) fn failed(failure: Failure) -> Stop {
    Stop::fault(human(&failure.diagnostics, Style::default()))
}

/// A generated package.
pub(crate) struct Package {
    /// Its path.
    pub(crate) folder: PathBuf,
    /// The number of its operations.
    pub(crate) operations: usize,
}

/// Generates the package into a folder of the target directory. It belongs to no workspace, and has the profile of this one, so that both
/// share compiled dependencies.
pub(crate) fn generate(inputs: Inputs, config: &Config, name: &str) -> Result<Package, Stop> {
    let folder = target().join(name);
    let mut output = specweave::generate(inputs, config, &|_| {}).map_err(failed)?;
    if let Some(manifest) = output.files.get_mut("Cargo.toml") {
        manifest.push_str("\n[workspace]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n");
    }
    let unwritable = |error: files::FilesError| Stop::fault(error.to_string());
    files::write(&output.files, &folder, &[]).map_err(unwritable)?;
    let (from, to) = (root().join("Cargo.lock"), folder.join("Cargo.lock"));
    fs::copy(&from, to).map_err(|error| Stop::fault(format!("{}: {error}", from.display())))?;
    Ok(Package { folder, operations: output.summary.operations })
}

/// The target directory of this workspace.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |dir| root().join(dir))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_with_the_files_that_it_refers_to() {
        let folder = std::env::temp_dir().join(format!("specweave-judged-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let root = "{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {/a: {$ref: a.yaml}}}";
        fs::write(folder.join("root.yaml"), root).unwrap();
        let item = "{get: {operationId: getA, responses: {'204': {description: None.}}}}";
        fs::write(folder.join("a.yaml"), item).unwrap();
        let read = document(&folder.join("root.yaml")).ok();
        fs::remove_dir_all(&folder).unwrap();
        let (inputs, config) = read.unwrap();
        let output = specweave::generate(inputs, &config, &|_| {}).unwrap();
        assert_eq!(output.summary.operations, 1);
        assert!(output.files["Cargo.toml"].contains("name = \"judged\""));
    }
}
