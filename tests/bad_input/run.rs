//! The command with buffers for its output, in a folder of its own.

use specweave::cli::{
    Exit, GenerateOptions, InputOptions, MessageFormat, Mode, Terminal, run_generate_with,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder for one test, with a crate that an earlier run wrote.
pub(crate) struct Place {
    folder: TempDir,
}

/// What a run said, with the name of the folder taken out.
pub(crate) struct Run {
    pub(crate) exit: Exit,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// All of it, for a snapshot.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("exit: {}\n", self.exit.code());
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("── {name} ──\n{stream}"));
            }
        }
        text
    }
}

impl Place {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With the crate that the page `good/pets.md` becomes.
    pub(crate) fn new() -> Self {
        let place = Self::empty();
        let run = place.generate(&Self::to(&place.out(), &["bad_input/fixtures/good"]));
        assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the crate is.
    pub(crate) fn out(&self) -> PathBuf {
        self.path().join("sdk")
    }

    /// `generate --out OUT PATH…`
    pub(crate) fn to(out: &Path, paths: &[&str]) -> GenerateOptions {
        GenerateOptions {
            input: InputOptions {
                paths: paths.iter().map(PathBuf::from).collect(),
                ..InputOptions::default()
            },
            out: out.to_owned(),
            name: None,
            mode: Mode::Write,
            report: false,
            strict: false,
            message_format: MessageFormat::Human,
        }
    }

    /// Runs the command.
    pub(crate) fn generate(&self, options: &GenerateOptions) -> Run {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut terminal = Terminal::new(&mut stdout, &mut stderr);
        let exit = run_generate_with(options, &mut terminal, &specweave::generate);
        drop(terminal);
        let folder = self.path().to_str().unwrap();
        let [stdout, stderr] = [stdout, stderr]
            .map(|bytes| String::from_utf8(bytes).unwrap().replace(folder, "FOLDER"));
        Run { exit, stdout, stderr }
    }

    /// Runs the command on a text that is written to a file of this name.
    pub(crate) fn generate_text(&self, name: &str, text: impl AsRef<[u8]>) -> Run {
        let page = self.path().join(name);
        fs::write(&page, text).unwrap();
        self.generate(&Self::to(&self.out(), &[page.to_str().unwrap()]))
    }

    /// Runs the command, which must fail, exit so, and leave everything in the folder as it was.
    pub(crate) fn fails(&self, options: &GenerateOptions, exit: Exit) -> Run {
        let before = files(self.path());
        let run = self.generate(options);
        assert_eq!(run.exit, exit, "{}", run.text());
        assert!(files(self.path()) == before, "the folder was changed");
        run
    }
}

/// Every file below a folder with its bytes, and every link with what it leads to; folders end with `/`.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, name)) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{name}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                found.insert(name, target.into_os_string().into_encoded_bytes());
            } else if entry.file_type().unwrap().is_dir() {
                found.insert(format!("{name}/"), Vec::new());
                open.push((entry.path(), format!("{name}/")));
            } else {
                found.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

/// A document with these paths and schemas, as JSON text.
pub(crate) fn document(paths: &str, schemas: &str) -> String {
    format!(
        r#"{{"openapi":"3.0.1","info":{{"title":"Acme","version":"1.0.0"}},"paths":{{{paths}}},"components":{{"schemas":{{{schemas}}}}}}}"#
    )
}
