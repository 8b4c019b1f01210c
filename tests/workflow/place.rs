//! A repository with the script of the drift workflow, a remote to push to, and programs that stand for cargo and gh.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        let at = place.path("");
        for folder in ["work/.github", "work/spec", "work/generated", "programs"] {
            fs::create_dir_all(at.join(folder)).unwrap();
        }
        let script = fs::read_to_string(root().join(".github/drift.sh")).unwrap();
        place.program("work/.github/drift.sh", &script);
        for name in ["cargo", "gh"] {
            let program = root().join("tests/workflow/programs").join(name);
            place.program(&format!("programs/{name}"), &fs::read_to_string(program).unwrap());
        }
        fs::write(at.join("work/.gitignore"), "/target\n").unwrap();
        fs::write(at.join("work/spec/page.md"), "old\n").unwrap();
        fs::write(at.join("work/generated/lib.rs"), "old\n").unwrap();
        place.git("", &["init", "--quiet", "--bare", "--initial-branch=main", "remote"]);
        place.git("work", &["init", "--quiet", "--initial-branch=main"]);
        place.git("work", &["add", "--all"]);
        place.git("work", &["commit", "--quiet", "--message", "First"]);
        place.git("work", &["remote", "add", "origin", "../remote"]);
        place.git("work", &["push", "--quiet", "origin", "main"]);
        place
    }

    fn program(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::write(&path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// Git as somebody, without the configuration of whoever runs the test.
    pub(crate) fn git(&self, folder: &str, args: &[&str]) -> String {
        let somebody = ["-c", "user.name=Jo", "-c", "user.email=jo@acme.test"];
        let mut command = Command::new("git");
        command.args(somebody).args(args).current_dir(self.path(folder));
        let output = isolated(&mut command).output().unwrap();
        assert!(
            output.status.success(),
            "git {args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// Runs the script on a fresh clone of the remote's main branch, as the workflow does. Returns its exit code and what it said.
    pub(crate) fn runs(&self, environment: &[(&str, &str)]) -> (i32, String) {
        fs::remove_dir_all(self.path("work")).unwrap();
        self.git("", &["clone", "--quiet", "--branch", "main", "remote", "work"]);
        let _ = fs::remove_file(self.path("log"));
        let programs = self.path("programs").display().to_string();
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.arg(self.path("work/.github/drift.sh")).current_dir(self.path(""));
        command.env("PATH", path).env("LOG", self.path("log")).env("BODY", self.path("body"));
        command.env("REQUEST", self.path("request")).envs(environment.iter().copied());
        command.env("GITHUB_SERVER_URL", "https://github.test").env("GITHUB_SHA", "f00");
        command.env("GITHUB_REPOSITORY", "acme/sdk");
        let Output { status, stdout, stderr } = isolated(&mut command).output().unwrap();
        let text = [stdout, stderr].concat();
        (status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    /// What cargo and gh were called with.
    pub(crate) fn calls(&self) -> String {
        self.read("log")
    }

    /// What the remote has on a branch; nothing without one.
    pub(crate) fn pushed(&self, branch: &str) -> Option<String> {
        let refs = self.git(
            "remote",
            &["for-each-ref", "--format=%(objectname)", &format!("refs/heads/{branch}")],
        );
        Some(refs).filter(|commit| !commit.is_empty())
    }
}

fn isolated(command: &mut Command) -> &mut Command {
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1")
}
