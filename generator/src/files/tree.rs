//! The intended content of a folder in; the differences of the folder out.
//!
//! Links are never followed: a link in the folder counts as an extra file.

use super::{FilesError, GENERATED_MARK, KEPT, check_output};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A difference between a folder and its intended content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file, relative to the folder, with `/` between folders.
    pub path: String,
    /// The kind of difference.
    pub kind: DifferenceKind,
}

/// The kind of difference of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Its content differs, with the first difference if both are text.
    Changed(Option<LineDifference>),
    /// It is missing.
    Missing,
    /// It is an extra file.
    Orphan,
}

/// The first difference between two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDifference {
    /// The line number, counted from 1.
    pub line: usize,
    /// The intended line; `None` after the end.
    pub want: Option<String>,
    /// The actual line; `None` after the end.
    pub got: Option<String>,
}

impl LineDifference {
    /// Compares line by line, including line ends.
    fn first(want: &str, got: &str) -> Option<Self> {
        let (mut wanted, mut found) = (want.split('\n'), got.split('\n'));
        for line in 1.. {
            match (wanted.next(), found.next()) {
                (None, None) => return None,
                (want, got) if want == got => {}
                (want, got) => {
                    let [want, got] = [want, got].map(|text| text.map(str::to_owned));
                    return Some(Self { line, want, got });
                }
            }
        }
        None
    }
}

/// Returns the differences between a folder and its intended content, sorted by path. A missing folder counts as empty.
///
/// Empty folders do not count, nor do kept entries: `.git`, `.gitignore`, `Cargo.lock`, `target`, and the extra files.
///
/// # Errors
///
/// The folder cannot be read, or a path is not one that [`super::write`] accepts.
pub fn compare(
    output: &BTreeMap<String, String>,
    out: &Path,
    extra_files: &[String],
) -> Result<Vec<Difference>, FilesError> {
    check_output(output, extra_files)?;
    Wanted::new(output, extra_files).differences(&resolve(out)?)
}

/// Checks that a folder may be written to: it does not exist, has only kept entries, or was generated.
///
/// # Errors
///
/// [`FilesError::Foreign`] if it was not generated, or it cannot be read.
pub fn ensure_ours(out: &Path, extra_files: &[String]) -> Result<(), FilesError> {
    let out = resolve(out)?;
    if has_mark(&out.join("Cargo.toml")) {
        return Ok(());
    }
    let entries = match fs::read_dir(&out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(FilesError::unwritable(&out))?,
    };
    let wanted = BTreeMap::new();
    let wanted = Wanted::new(&wanted, extra_files);
    for entry in entries {
        let name = entry.map_err(FilesError::unwritable(&out))?.file_name();
        let name = name.to_string_lossy();
        if !wanted.keeps(&name) && !extra_files.iter().any(|extra| is_below(extra, &name)) {
            if out.join("Cargo.toml").is_file() {
                return Err(FilesError::OtherCrate { out });
            }
            return Err(FilesError::Foreign { out, entry: name.into_owned() });
        }
    }
    Ok(())
}

/// Checks that no input would be removed or overwritten: no input, and no link on the path to one, is in the output folder, except among
/// its kept entries.
///
/// # Errors
///
/// [`FilesError::InputInside`] with the first such input.
pub fn ensure_apart(
    out: &Path,
    inputs: &[PathBuf],
    extra_files: &[String],
) -> Result<(), FilesError> {
    let real = resolve(out)?;
    let Ok(root) = real.metadata() else { return Ok(()) };
    let wanted = BTreeMap::new();
    let wanted = Wanted::new(&wanted, extra_files);
    let mut known = BTreeMap::new();
    let mut is_lost = |place: &PathBuf| {
        let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else { return false };
        let parent = known.entry(parent.to_owned()).or_insert_with(|| below(parent, &real, &root));
        let path = parent.as_ref().map(|parent| format!("{parent}{}", printable(name)));
        path.is_some_and(|path| !wanted.keeps(&path))
    };
    match inputs.iter().find(|input| places(input).iter().any(&mut is_lost)) {
        None => Ok(()),
        Some(input) => Err(FilesError::InputInside { input: input.clone(), out: out.to_owned() }),
    }
}

/// The path of a place relative to a folder that contains it, however either is spelled, with a `/` after each part.
fn below(place: &Path, folder: &Path, metadata: &fs::Metadata) -> Option<String> {
    let is_folder = |path: &&Path| {
        *path == folder || path.metadata().is_ok_and(|found| is_same(&found, metadata))
    };
    let above = place.ancestors().find(is_folder)?;
    let below = place.strip_prefix(above).ok()?;
    Some(below.components().map(|part| printable(part.as_os_str()) + "/").collect())
}

#[cfg(unix)]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Real paths have one spelling there.
#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    false
}

/// Every place on the path to a file: folders, links and the file itself, each with the real path of its folder.
fn places(path: &Path) -> Vec<PathBuf> {
    const STEPS: usize = 10_000;
    let Ok(path) = std::path::absolute(path) else { return Vec::new() };
    let mut visited = Vec::new();
    let mut at = PathBuf::new();
    let mut rest: Vec<OsString> =
        path.components().rev().map(|part| part.as_os_str().into()).collect();
    for _ in 0..STEPS {
        let Some(part) = rest.pop() else { break };
        if part == ".." {
            at.pop();
            continue;
        } else if part == "." {
            continue;
        }
        at.push(&part);
        visited.push(at.clone());
        if let Ok(target) = fs::read_link(&at) {
            at.pop();
            rest.extend(target.components().rev().map(|part| part.as_os_str().to_owned()));
        }
    }
    // Some links of Windows cannot be read this way.
    visited.extend(fs::canonicalize(path));
    visited
}

/// Whether a manifest was written by this program.
pub(super) fn has_mark(manifest: &Path) -> bool {
    let mut start = [0; GENERATED_MARK.len()];
    let read = |()| File::open(manifest)?.read_exact(&mut start);
    let is_file = manifest.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    is_file && Ok(()).and_then(read).is_ok() && start == *GENERATED_MARK.as_bytes()
}

/// Whether a path is the other one or below it.
fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The real path of a folder that may not exist yet, with links followed.
pub(super) fn resolve(out: &Path) -> Result<PathBuf, FilesError> {
    let mut path = out.to_owned();
    for _ in 0..40 {
        match fs::canonicalize(&path) {
            Ok(real) if real.is_dir() => return Ok(real),
            Ok(_) => return Err(FilesError::unwritable(out)(io::ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(FilesError::unwritable(out)(error));
            }
            Err(_) => match fs::read_link(&path) {
                Ok(target) => path = parent_of(&path).join(target),
                Err(_) => return resolve_parent(&path, out),
            },
        }
    }
    Err(FilesError::unwritable(out)(io::Error::other("too many links")))
}

/// The real path of a missing file: that of its parent, if there is one, with its name.
fn resolve_parent(path: &Path, out: &Path) -> Result<PathBuf, FilesError> {
    let Some(name) = path.file_name() else {
        return Err(FilesError::unwritable(out)(io::ErrorKind::NotFound.into()));
    };
    let parent = parent_of(path);
    Ok(fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned()).join(name))
}

fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// The intended content of a folder.
pub(super) struct Wanted<'a> {
    /// The generated files, without hand-written ones.
    pub(super) files: BTreeMap<&'a str, &'a str>,
    /// The entries that are kept if they exist.
    pub(super) kept: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(output: &'a BTreeMap<String, String>, extra_files: &'a [String]) -> Self {
        let maintained = |path: &str| extra_files.iter().any(|extra| is_below(path, extra));
        let files = output.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let files: BTreeMap<_, _> = files.filter(|(path, _)| !maintained(path)).collect();
        let always = KEPT.into_iter().filter(|name| !files.contains_key(name));
        let kept: BTreeSet<&str> = always.chain(extra_files.iter().map(String::as_str)).collect();
        // An entry below another kept one is kept with it.
        let outer = |path: &&str| !kept.iter().any(|other| other != path && is_below(path, other));
        Self { kept: kept.iter().copied().filter(outer).collect(), files }
    }

    fn keeps(&self, path: &str) -> bool {
        self.kept.iter().any(|kept| is_below(path, kept))
    }

    /// Returns the differences, which determine both the report and the changes.
    pub(super) fn differences(&self, out: &Path) -> Result<Vec<Difference>, FilesError> {
        let mut found = BTreeMap::new();
        self.list(out, "", &mut found)?;
        let mut differences = Vec::new();
        for (&path, &text) in &self.files {
            let kind = match found.remove(path) {
                None => Some(DifferenceKind::Missing),
                Some(false) => Some(DifferenceKind::Changed(None)),
                Some(true) => changed(&out.join(path), text)?,
            };
            differences.extend(kind.map(|kind| Difference { path: path.to_owned(), kind }));
        }
        let orphan = |path| Difference { path, kind: DifferenceKind::Orphan };
        differences.extend(found.into_keys().map(orphan));
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(differences)
    }

    /// Adds everything below a folder that is not kept; the value is `true` for regular files.
    fn list(
        &self,
        folder: &Path,
        prefix: &str,
        found: &mut BTreeMap<String, bool>,
    ) -> Result<(), FilesError> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(FilesError::unwritable(folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(FilesError::unwritable(folder))?;
            let path = format!("{prefix}{}", printable(&entry.file_name()));
            if self.keeps(&path) {
                continue;
            }
            let kind = entry.file_type().map_err(FilesError::unwritable(folder))?;
            if kind.is_dir() {
                self.list(&entry.path(), &format!("{path}/"), found)?;
            } else {
                found.insert(path, kind.is_file());
            }
        }
        Ok(())
    }
}

/// A readable form of a name. If the name is not Unicode, no generated or kept path has this form.
fn printable(name: &OsStr) -> String {
    name.to_str().map_or_else(|| format!("{}\\", name.to_string_lossy()), str::to_owned)
}

fn changed(path: &Path, want: &str) -> Result<Option<DifferenceKind>, FilesError> {
    let got = fs::read(path).map_err(FilesError::unwritable(path))?;
    if got == want.as_bytes() {
        return Ok(None);
    }
    let line = LineDifference::first(want, &String::from_utf8_lossy(&got));
    Ok(Some(DifferenceKind::Changed(line)))
}
