//! Files in; a package to measure, in the folder `bench` of the target directory, out.

use super::{Outcome, cpu, instructions};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// A package outside this workspace, with the same versions of dependencies.
pub(super) struct Package {
    pub(super) folder: PathBuf,
    bench: PathBuf,
}

impl Package {
    /// Writes a package to an empty folder.
    pub(super) fn write(
        root: &Path,
        name: &str,
        files: &BTreeMap<String, String>,
    ) -> Outcome<Self> {
        let bench = crate::package::target().join("bench");
        let folder = bench.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            fs::write(path, text)?;
        }
        let manifest = folder.join("Cargo.toml");
        fs::write(&manifest, fs::read_to_string(&manifest)? + "\n[workspace]\n")?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder, bench })
    }

    /// A command of cargo on this package.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = crate::cargo();
        command.arg(arguments[0]).arg("--quiet").args(&arguments[1..]).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", self.bench.join("target")).env("CARGO_INCREMENTAL", "0");
        command
    }

    /// The CPU seconds of `cargo check` when only this package has changed.
    pub(super) fn check(&self) -> Outcome<f64> {
        self.touch()?;
        cpu::seconds_of(&mut self.cargo(&["check"]))
    }

    /// The instructions of `rustc` for this package.
    pub(super) fn instructions(&self) -> Outcome<f64> {
        self.touch()?;
        let folder = self.bench.join("instructions");
        instructions::of_compiling(&mut self.cargo(&["check"]), &folder)
    }

    fn touch(&self) -> Outcome<()> {
        let root = File::options().write(true).open(self.folder.join("src/lib.rs"))?;
        Ok(root.set_modified(SystemTime::now())?)
    }

    /// Makes a release build and returns the path of its program.
    pub(super) fn release(&self, name: &str, flags: &[&str]) -> Outcome<PathBuf> {
        cpu::seconds_of(self.cargo(&["rustc", "--release", "--"]).args(flags))?;
        let program = self.bench.join("target/release").join(name);
        Ok(program.with_extension(std::env::consts::EXE_EXTENSION))
    }
}
