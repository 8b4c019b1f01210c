//! A document, the crate that is made of it, and a program in that crate that reads and writes its types.

use serde_json::Value;
use specweave::config::Config;
use specweave::diagnostic::{Diagnostic, Diagnostics};
use specweave::ir::{Api, Form, TypeDefinition, TypeId};
use specweave::name::Names;
use specweave::source::Source;
use specweave::{Inputs, files};
use specweave_tests::{frozen, package};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::plain::is_plain;
use crate::view::Reader;

/// What every program in the crate under test reads values with.
pub(crate) const READING: &str = include_str!("reading.rs");

/// A document and the crate made of it.
pub(crate) struct Subject {
    /// The document after normalizing: what the crate promises to hold to.
    pub(crate) document: Value,
    pub(crate) api: Api,
    pub(crate) names: Names,
    /// Where the package of the crate is.
    pub(crate) folder: PathBuf,
    /// What the program is called; different for each package, since they share a target directory.
    program: String,
    /// The name of the crate in Rust.
    pub(crate) krate: String,
    package: BTreeMap<String, String>,
    /// What the generator says of the document.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Subject {
    /// Generates the crate under a name that no other has: cargo tells packages in one target directory apart by that alone.
    pub(crate) fn new(name: &str, inputs: Inputs, mut config: Config) -> Self {
        config.package.name = name.to_owned();
        let config = &config;
        let output = specweave::generate(inputs.clone(), config, &|_| {}).unwrap();
        let mut diagnostics = Diagnostics::new();
        let sources: Vec<_> = inputs.sources.into_iter().map(Arc::new).collect();
        let overlays: Vec<_> = inputs.overlays.into_iter().map(Arc::new).collect();
        let fragments = specweave::extract::extract(&sources, &mut diagnostics);
        let mut document = specweave::merge::merge(fragments, &mut diagnostics);
        specweave::overlay::apply(&mut document, &overlays, &mut diagnostics);
        specweave::normalize::normalize(&mut document, &mut diagnostics);
        let api = specweave::lower::lower(&document, config, &mut diagnostics);
        let names = specweave::name::name(&api, &document.places, &mut diagnostics);
        Self {
            document: document.value,
            api,
            names,
            folder: package::folder(env!("CARGO_TARGET_TMPDIR"), name),
            program: format!("probe_{name}"),
            krate: config.package.name.replace('-', "_"),
            package: output.files,
            diagnostics: output.diagnostics,
        }
    }

    /// The frozen page.
    pub(crate) fn session() -> Self {
        let (config, inputs) = frozen::inputs();
        Self::new("session-laws", inputs, config)
    }

    /// The obstacle course.
    pub(crate) fn obstacle_course() -> Self {
        let text = include_str!("../obstacle_course/obstacles.yaml");
        let sources = vec![Source::new("obstacles.yaml", text)];
        let inputs = Inputs { sources, overlays: Vec::new() };
        Self::new("obstacle-course-laws", inputs, Config::default())
    }

    /// A document in which what only the server sets hides in every place.
    pub(crate) fn creation(name: &str) -> Self {
        let sources = vec![Source::new("creation.yaml", include_str!("creation.yaml"))];
        Self::new(name, Inputs { sources, overlays: Vec::new() }, Config::default())
    }

    /// A document that a test makes.
    pub(crate) fn of_value(name: &str, document: &Value) -> Self {
        let sources = vec![Source::new(format!("{name}.json"), document.to_string())];
        Self::new(name, Inputs { sources, overlays: Vec::new() }, Config::default())
    }

    /// The folder of pages that an environment variable names, with the repository's configuration and overlay.
    pub(crate) fn pages() -> Self {
        let pages = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
        let sources = files::read_inputs(&[PathBuf::from(pages)], &[], None).unwrap().sources;
        assert_eq!(sources.len(), 51);
        let (config, inputs) = frozen::inputs_of("../spec/specweave.yaml");
        Self::new("pages-laws", Inputs { sources, ..inputs }, config)
    }

    /// Writes the package with further files.
    pub(crate) fn write(&self, further: impl IntoIterator<Item = (String, String)>) {
        let mut files = self.package.clone();
        files.get_mut("Cargo.toml").unwrap().push_str(package::MANIFEST);
        files.extend(further);
        files::write(&files, &self.folder, &[]).unwrap();
        package::lock(&self.folder);
    }

    /// Writes the package with the program for every type in the order of the IR, and compiles and starts that.
    pub(crate) fn probe(&self) -> Probe {
        let types = self.types().map(|Subtype { name, schema, form, .. }| {
            // A type has no null of its own: that is up to who holds it.
            let nullable = Reader { document: &self.document, form }.view(schema).nullable;
            let (open, close) = if nullable { ("Option<", ">") } else { ("", "") };
            format!("{open}sdk::models::{name}{close}")
        });
        self.probe_of(&types.collect::<Vec<_>>())
    }

    /// The same for these types.
    pub(crate) fn probe_of(&self, types: &[String]) -> Probe {
        let folder = format!("examples/{}", self.program);
        self.write([
            (format!("{folder}/main.rs"), self.main(types)),
            (format!("{folder}/probe.rs"), include_str!("probe.rs").to_owned()),
            (format!("{folder}/reading.rs"), READING.to_owned()),
        ]);
        let output =
            package::cargo(&self.folder, &["build", "--offline", "--example", &self.program]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Probe::start(package::target(&self.folder).join("debug/examples").join(&self.program))
    }

    /// The program.
    fn main(&self, types: &[String]) -> String {
        let mut text = format!("use {} as sdk;\nmod probe;\nmod reading;\n", self.krate);
        text.push_str("fn main() {\n    probe::serve(&[\n");
        for of in types {
            writeln!(text, "        probe::probe::<{of}>,").unwrap();
        }
        text.push_str("    ]);\n}\n");
        text
    }

    /// Every type that travels as JSON, which the parts of multipart bodies do not, and that one schema of the document describes: those
    /// that are put together of several are looked at in the obstacle course.
    pub(crate) fn types(&self) -> impl Iterator<Item = Subtype<'_>> {
        let types = self.api.types.iter().enumerate();
        let types = types.filter(|(_, definition)| {
            definition.form != Form::Multipart
                && self.document.pointer(&definition.pointer).is_some()
                && is_plain(&self.document, &definition.pointer)
        });
        types.enumerate().map(|(index, (id, definition))| Subtype {
            index,
            name: &self.names.of(TypeId(id)).ident,
            schema: self.document.pointer(&definition.pointer).unwrap(),
            form: form(definition),
            sent: definition.usage.request,
        })
    }
}

/// Which form of its schema a type is. A schema that stands in an operation goes one way, and so has one form.
fn form(definition: &TypeDefinition) -> Form {
    match definition.form {
        Form::Shared if definition.pointer.contains("/requestBody/") => Form::Request,
        Form::Shared if definition.pointer.starts_with("/paths/") => Form::Response,
        form => form,
    }
}

/// A type under test.
#[derive(Clone, Copy)]
pub(crate) struct Subtype<'s> {
    pub(crate) index: usize,
    pub(crate) name: &'s str,
    pub(crate) schema: &'s Value,
    pub(crate) form: Form,
    /// Whether requests hold it.
    pub(crate) sent: bool,
}

/// A running program of the crate under test.
pub(crate) struct Probe {
    program: PathBuf,
    pipes: Mutex<Pipes>,
}

struct Pipes {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// It was read and written again.
    Read {
        /// The text that was written.
        text: String,
        /// Whether reading and writing that gives the same value and the same bytes.
        stable: bool,
    },
    /// It was refused.
    Refused { path: String, message: String },
    /// The program did not survive it.
    Crashed,
}

impl Probe {
    fn start(program: PathBuf) -> Self {
        let pipes = Pipes::open(&program);
        Self { program, pipes: Mutex::new(pipes) }
    }

    /// Asks several questions about one type: whether to read strictly, and what.
    pub(crate) fn ask(&self, index: usize, questions: &[(bool, String)]) -> Vec<Answer> {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answers) = pipes.ask(index, questions) {
            return answers;
        }
        // The program has crashed. One by one, the questions show which it was.
        let one_by_one = questions.iter().map(|question| {
            *pipes = Pipes::open(&self.program);
            let answers = pipes.ask(index, std::slice::from_ref(question));
            answers.map_or(Answer::Crashed, |mut answers| answers.remove(0))
        });
        one_by_one.collect()
    }
}

impl Pipes {
    fn open(program: &Path) -> Self {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, to, from: BufReader::new(from) }
    }

    /// The responses; `None` if the program stops before it has given all.
    fn ask(&mut self, index: usize, questions: &[(bool, String)]) -> Option<Vec<Answer>> {
        let mut lines = String::new();
        for (strict, text) in questions {
            let mode = if *strict { 'S' } else { 'L' };
            writeln!(lines, "{index} {mode} {text}").unwrap();
        }
        lines.push('\n');
        self.to.write_all(lines.as_bytes()).ok()?;
        self.to.flush().ok()?;
        let answer = |_| {
            let mut line = String::new();
            self.from.read_line(&mut line).unwrap();
            line.strip_suffix('\n').map(answer)
        };
        questions.iter().map(answer).collect()
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(line: &str) -> Answer {
    let (kind, text) = line.split_at(2);
    if kind == "! " {
        let [path, message] = serde_json::from_str(text).unwrap();
        return Answer::Refused { path, message };
    }
    Answer::Read { text: text.to_owned(), stable: kind == "= " }
}
