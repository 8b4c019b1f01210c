//! Paths in; [`Inputs`] and [`Config`] out, or all read errors.
//!
//! A source is named by its path as the user gave it, or relative to the configuration if that lists it. So messages and output depend
//! neither on the machine nor on the current folder.

use super::git::{Revision, follow, read_revision};
use super::readable::{Unread, is_readable, may_be_referred_to, not_utf8};
use super::tree::has_mark;
use super::{Fault, interrupted};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::document::{Syntax, locate};
use crate::source::{Inputs, Place, Source};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// A configuration and the file it was read from.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Its settings.
    pub config: Config,
    /// Its text.
    pub source: Arc<Source>,
    /// Its path.
    pub path: PathBuf,
}

impl ConfigFile {
    /// The folder that the paths in it are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The listed pages outside its folder, with the paths in the list.
    #[cfg(feature = "pull")]
    pub(crate) fn pages_outside(&self) -> impl Iterator<Item = String> {
        let pages = self.config.pages.iter().map(|page| &page.path);
        pages.filter(|path| crate::source::check_path(path).is_err()).cloned()
    }
}

/// Reads `specweave.yaml`, and the hand-written files that are copied into the crate.
///
/// # Errors
///
/// The file cannot be read (an incorrect call), or is not valid (invalid input).
pub fn load_config(path: &Path) -> Result<ConfigFile, Unread> {
    let source = read_source(path)?;
    let mut config = Config::parse(&source)
        .map_err(|diagnostics| Unread { fault: Fault::Input, diagnostics })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut diagnostics = Vec::new();
    for file in &mut config.package.files {
        match read(&folder.join(&file.from), &file.from) {
            Ok(source) => file.text = Some(source.text),
            Err(finding) => {
                diagnostics.push(Diagnostic { place: file.place.clone(), ..*finding });
            }
        }
    }
    if diagnostics.is_empty() {
        return Ok(ConfigFile { config, source, path: path.to_owned() });
    }
    Err(Unread { fault: Fault::Input, diagnostics })
}

/// Reads a file of the call.
///
/// # Errors
///
/// The file cannot be read (an incorrect call), or is not text (invalid input).
pub fn read_source(path: &Path) -> Result<Arc<Source>, Unread> {
    read(path, &name_of(path)).map(Arc::new).map_err(|diagnostic| {
        let called = diagnostic.code == Code::UnreadableInput;
        let fault = if called { Fault::Call } else { Fault::Input };
        Unread { fault, diagnostics: vec![*diagnostic] }
    })
}

/// Reads pages, documents and overlays. The paths replace the pages of the configuration; the overlays are applied after its overlays.
///
/// A folder stands for the pages and documents in it and its subfolders, sorted by path, without hidden ones, generated crates, the
/// configuration, its schema and the overlays. A file that several paths reach is read once.
///
/// # Errors
///
/// All files that cannot be read, and all folders without a page or document.
pub fn read_inputs(
    paths: &[PathBuf],
    overlays: &[PathBuf],
    config: Option<&ConfigFile>,
) -> Result<Inputs, Unread> {
    read_inputs_and_paths(paths, Vec::new(), overlays, config).map(|(inputs, _)| inputs)
}

/// Like [`read_inputs`], with additional texts. Also returns the path of every file that was read, including the configuration's.
///
/// # Errors
///
/// See [`read_inputs`].
pub fn read_inputs_and_paths(
    paths: &[PathBuf],
    texts: Vec<Source>,
    overlays: &[PathBuf],
    config: Option<&ConfigFile>,
) -> Result<(Inputs, Vec<PathBuf>), Unread> {
    let mut reader = Reader::default();
    let overlays = reader.begin(overlays, config);
    let is_listed = paths.is_empty() && texts.is_empty();
    if let Some(file) = config.filter(|_| is_listed)
        && let Some(finding) = interrupted(file.folder())
    {
        reader.faults.push((Fault::Call, finding));
    }
    let pages = page_paths(paths, config.filter(|_| is_listed));
    if pages.is_empty() && texts.is_empty() {
        let place = config.map(|file| Place::whole(&file.source));
        let mut finding = Diagnostic::new(Code::NoInput, "no source is given")
            .help("name a document, a page, or a folder of them, or list them under `pages` in the configuration");
        finding.place = place;
        let fault = if config.is_some() { Fault::Input } else { Fault::Call };
        reader.faults.push((fault, finding));
    }
    for page in &pages {
        reader.open(page);
    }
    let overlay_paths = overlays.iter().map(|overlay| overlay.path.clone());
    let mut files: Vec<PathBuf> = config.iter().map(|file| file.path.clone()).collect();
    files.extend(overlay_paths);
    files.extend(config.iter().flat_map(|file| {
        file.config.package.files.iter().map(|own| file.folder().join(&own.from))
    }));
    reader.follow();
    reader.sources.extend(texts.into_iter().map(|text| (PathBuf::new(), text)));
    files.append(&mut reader.paths);
    Ok((reader.finish(&overlays)?, files))
}

/// Reads the overlays and pages of the configuration, except those at some indexes of the list of pages. The files of these are given, so
/// that folders leave them out too.
///
/// # Errors
///
/// All files that cannot be read.
#[cfg(feature = "pull")]
pub(crate) fn read_other_pages(
    config: &ConfigFile,
    without: &std::collections::BTreeMap<usize, PathBuf>,
) -> Result<Inputs, Unread> {
    let mut reader = Reader::default();
    let overlays = reader.begin(&[], Some(config));
    reader.read.extend(without.values().filter_map(|path| fs::canonicalize(path).ok()));
    let pages = page_paths(&[], Some(config)).into_iter().enumerate();
    for (_, page) in pages.filter(|(index, _)| !without.contains_key(index)) {
        if page.path.is_dir() {
            // It may contain only pages that are left out.
            reader.folder(&page.path, &page.name, &mut Vec::new());
        } else {
            reader.open(&page);
        }
    }
    reader.follow();
    reader.finish(&overlays)
}

/// Like [`read_inputs`] for one path, which may also be a revision, `git:REV:PATH` (see [`super::Revision`]).
///
/// # Errors
///
/// See [`read_inputs`]; also a revision that cannot be read.
pub fn read_state(
    state: &Path,
    overlays: &[PathBuf],
    config: Option<&ConfigFile>,
) -> Result<Inputs, Unread> {
    let Some(revision) = state.to_str().and_then(Revision::parse) else {
        return read_inputs(&[state.to_owned()], overlays, config);
    };
    let mut reader = Reader::default();
    let overlays = reader.begin(overlays, config);
    match read_revision(&revision, &reader.special) {
        Ok(mut sources) => {
            follow(&revision, &mut sources);
            reader.sources = sources.into_iter().map(|source| (PathBuf::new(), source)).collect();
        }
        Err(Unread { fault, diagnostics }) => {
            reader.faults.extend(diagnostics.into_iter().map(|finding| (fault, finding)));
        }
    }
    reader.finish(&overlays)
}

/// A file or folder to read.
struct Named {
    /// Its path.
    path: PathBuf,
    /// Its name in messages.
    name: String,
    /// Its place in the configuration; `None` if the call names it.
    listed: Option<Place>,
}

impl Named {
    fn called(path: &Path) -> Self {
        Self { path: path.to_owned(), name: name_of(path), listed: None }
    }

    fn listed(file: &ConfigFile, path: &str, pointer: String) -> Self {
        let span = locate(&file.source.text, Syntax::Yaml, &pointer);
        let place = Place::span(&file.source, span).at(pointer);
        Self { path: file.folder().join(path), name: path.to_owned(), listed: Some(place) }
    }

    /// A read error: an incorrect call if the call names the file, invalid input if the configuration does.
    fn fault(&self, finding: Diagnostic) -> (Fault, Diagnostic) {
        match &self.listed {
            None => (Fault::Call, finding),
            Some(place) => (Fault::Input, Diagnostic { place: Some(place.clone()), ..finding }),
        }
    }
}

fn page_paths(paths: &[PathBuf], config: Option<&ConfigFile>) -> Vec<Named> {
    let Some(file) = config else {
        return paths.iter().map(|path| Named::called(path)).collect();
    };
    let pages = file.config.pages.iter().enumerate();
    pages
        .map(|(index, page)| Named::listed(file, &page.path, page.pointer("/pages", index)))
        .collect()
}

fn overlay_paths(overlays: &[PathBuf], config: Option<&ConfigFile>) -> Vec<Named> {
    let listed = config.into_iter().flat_map(|file| {
        let paths = file.config.overlays.iter().enumerate();
        paths.map(move |(index, path)| Named::listed(file, path, format!("/overlays/{index}")))
    });
    listed.chain(overlays.iter().map(|path| Named::called(path))).collect()
}

#[derive(Default)]
struct Reader {
    /// The configuration, for the preference of sources.
    config: Config,
    /// The sources that were read, with their paths.
    sources: Vec<(PathBuf, Source)>,
    /// Real paths of the requested folders, in which referenced files may be read.
    folders: BTreeSet<PathBuf>,
    faults: Vec<(Fault, Diagnostic)>,
    /// Real paths of the configuration and the overlays, which folders leave out.
    special: BTreeSet<PathBuf>,
    /// Real paths of the sources.
    read: BTreeSet<PathBuf>,
    /// Paths of the sources as reached, including those that were already read.
    paths: Vec<PathBuf>,
}

impl Reader {
    /// Returns the overlays to read; records the configuration and the files that folders leave out.
    fn begin(&mut self, overlays: &[PathBuf], config: Option<&ConfigFile>) -> Vec<Named> {
        self.config = config.map(|file| file.config.clone()).unwrap_or_default();
        let overlays = overlay_paths(overlays, config);
        let special = overlays.iter().map(|named| named.path.as_path());
        for path in special.chain(config.map(|file| file.path.as_path())) {
            self.special.extend(fs::canonicalize(path));
        }
        overlays
    }

    /// Reads a file, or everything that a folder stands for.
    fn open(&mut self, named: &Named) {
        let real = fs::canonicalize(&named.path).ok();
        if !named.path.is_dir() {
            self.folders.extend(real.and_then(|real| real.parent().map(Path::to_owned)));
            if self.is_new(&named.path) {
                let source = self.text(named);
                self.sources.extend(source.map(|source| (named.path.clone(), source)));
            }
            return;
        }
        self.folders.extend(real);
        if named.listed.is_none() && named.path.join("Cargo.toml").is_file() {
            self.faults.push((Fault::Call, crate_as_input(&named.name)));
            return;
        }
        let faults = self.faults.len();
        let found = self.folder(&named.path, &named.name, &mut Vec::new());
        if !found && self.faults.len() == faults {
            let message = format!("`{}` holds no pages or documents", named.name);
            let finding = Diagnostic::new(Code::NoInput, message)
                .help("a folder stands for the .md, .json, .yaml and .yml files in it");
            self.faults.push((Fault::Input, named.fault(finding).1));
        }
    }

    /// Reads everything below a folder; returns whether there is anything. A link to a folder above is not followed.
    fn folder(&mut self, path: &Path, name: &str, above: &mut Vec<PathBuf>) -> bool {
        let entries = fs::canonicalize(path).and_then(|real| Ok((real, entries(path)?)));
        let (real, entries) = match entries {
            Ok(found) => found,
            Err(error) => {
                self.faults.push((Fault::Input, unreadable(name, &error)));
                return false;
            }
        };
        if above.contains(&real) {
            return false;
        }
        above.push(real);
        let mut found = false;
        for entry in entries {
            let path = path.join(&entry);
            let name = format!("{}/{}", name.trim_end_matches('/'), entry.to_string_lossy());
            found |= self.entry(path, name, above);
        }
        above.pop();
        found
    }

    /// Reads an entry of a folder; returns whether it is or contains a page or document.
    fn entry(&mut self, path: PathBuf, name: String, above: &mut Vec<PathBuf>) -> bool {
        if path.is_dir() {
            return !has_mark(&path.join("Cargo.toml")) && self.folder(&path, &name, above);
        }
        if !is_readable(&path) {
            return false;
        }
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) || self.is_special(&path) {
            return false;
        }
        if self.is_new(&path) {
            match read(&path, &name) {
                Ok(source) => self.sources.push((path, source.found())),
                Err(finding) => self.faults.push((Fault::Input, *finding)),
            }
        }
        true
    }

    /// Reads the files that sources refer to, directly or indirectly. It never reads outside the requested folders, since documents come
    /// from other people. A missing file is reported where it is needed.
    fn follow(&mut self) {
        let mut next = 0;
        while let Some((path, source)) = self.sources.get(next) {
            next += 1;
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")) {
                continue;
            }
            let (path, name) = (path.clone(), source.name.clone());
            for reference in document::references(&source.text) {
                let own = path.file_name().unwrap_or_default().to_string_lossy();
                let Some(relative) = document::file(&own, &reference) else { continue };
                let Some(name) = document::file(&name, &reference) else { continue };
                let path = path.parent().unwrap_or(Path::new("")).join(relative);
                if self.may_read(&path)
                    && self.is_new(&path)
                    && let Ok(source) = read(&path, &name)
                {
                    self.sources.push((path, source.referred()));
                }
            }
        }
    }

    /// Whether a path leads to JSON or YAML in the requested folders.
    fn may_read(&self, path: &Path) -> bool {
        let real = fs::canonicalize(path).ok();
        real.filter(|real| real.is_file() && may_be_referred_to(real))
            .is_some_and(|real| self.folders.iter().any(|folder| real.starts_with(folder)))
    }

    fn is_special(&self, path: &Path) -> bool {
        fs::canonicalize(path).is_ok_and(|real| self.special.contains(&real))
    }

    /// Whether this path does not lead to a file that was already read.
    fn is_new(&mut self, path: &Path) -> bool {
        self.paths.push(path.to_owned());
        fs::canonicalize(path).map_or(true, |real| self.read.insert(real))
    }

    fn text(&mut self, named: &Named) -> Option<Source> {
        let finding = match read(&named.path, &named.name) {
            Ok(source) => return Some(source),
            Err(finding) => *finding,
        };
        self.faults.push(match finding.code {
            Code::UnreadableInput => named.fault(finding),
            _ => (Fault::Input, finding),
        });
        None
    }

    fn finish(mut self, overlays: &[Named]) -> Result<Inputs, Unread> {
        let overlays = overlays.iter().filter_map(|overlay| self.text(overlay)).collect();
        let Some(fault) = self.faults.iter().map(|(fault, _)| *fault).max() else {
            let ranked = |source: Source| {
                let rank = self.config.rank(&source.name);
                source.ranked(rank)
            };
            let sources = self.sources.into_iter().map(|(_, source)| ranked(source)).collect();
            return Ok(Inputs { sources, overlays });
        };
        let diagnostics = self.faults.into_iter().map(|(_, finding)| finding).collect();
        Err(Unread { fault, diagnostics })
    }
}

/// The names in a folder, sorted, without hidden ones.
fn entries(folder: &Path) -> io::Result<BTreeSet<std::ffi::OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
    names
        .filter(|name| !matches!(name, Ok(name) if name.as_encoded_bytes().starts_with(b".")))
        .collect()
}

fn read(path: &Path, name: &str) -> Result<Source, Box<Diagnostic>> {
    let bytes = fs::read(path).map_err(|error| Box::new(unreadable(name, &error)))?;
    String::from_utf8(bytes).map(|text| Source::new(name, text)).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Box::new(not_utf8(name, error.as_bytes(), offset))
    })
}

fn crate_as_input(name: &str) -> Diagnostic {
    let message = format!("`{name}` is the folder of a crate, as it holds a Cargo.toml");
    Diagnostic::new(Code::CrateAsInput, message)
        .help("name the document itself, or the folder that holds pages and documents")
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableInput, format!("`{name}` cannot be read: {error}"))
}

/// The name of a path in messages: with `/` between folders and without a leading `./`.
fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => name.push('/'),
            part => {
                if !name.is_empty() && !name.ends_with('/') {
                    name.push('/');
                }
                name.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    if name.is_empty() { ".".to_owned() } else { name }
}
