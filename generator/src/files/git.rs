//! `git:REV:PATH` in; the pages and documents of the revision at that path out.
//!
//! The program `git` reads objects from the repository of the current folder, without a checkout. PATH is relative to the top of the
//! repository, or to the current folder if it begins with `./` or `../`; without a PATH, the whole revision is read. A source has the
//! name `git:REV:path/page.md`, with the path from the top.

use super::readable::{is_readable, may_be_referred_to, not_utf8};
use super::{Fault, GENERATED_MARK, Unread};
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::source::Source;
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fs, str};

/// The prefix of an input that is a revision.
const PREFIX: &str = "git:";

/// The maximum length of an excerpt from git's error message.
const COMPLAINT: usize = 300;

/// Files or folders of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The revision, as given by the user: `HEAD~1`.
    pub revision: String,
    /// The path, as given by the user; empty for the top.
    pub path: String,
}

impl Revision {
    /// Parses `git:REV:PATH`; `None` for any other text. A colon in the braces of a revision (`HEAD@{12:00}`) is part of it.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let mut depth = 0_usize;
        let end = rest.char_indices().find(|&(_, char)| {
            match char {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            char == ':' && depth == 0
        });
        let (revision, path) = end.map_or((rest, ""), |(at, _)| (&rest[..at], &rest[at + 1..]));
        Some(Self { revision: revision.to_owned(), path: path.to_owned() })
    }

    /// The name of a path of this revision in messages.
    fn name_of(&self, path: &str) -> String {
        format!("{PREFIX}{}:{path}", self.revision)
    }
}

/// The path in `git:REV:PATH`, or any other name unchanged.
pub fn path_in(name: &str) -> String {
    Revision::parse(name).map_or_else(|| name.to_owned(), |revision| revision.path)
}

/// Reads the pages and documents of a revision. In a folder, hidden files, generated crates and the files of `special`, real paths in the
/// working tree, are left out.
///
/// # Errors
///
/// There is no git, repository, revision or path of that name (an incorrect call); or the folder has nothing to read, or something that
/// is not text (invalid input).
pub(super) fn read_revision(
    wanted: &Revision,
    special: &BTreeSet<PathBuf>,
) -> Result<Vec<Source>, Unread> {
    let repository = Repository::open()?;
    let tree = repository.tree(wanted)?;
    let path = repository.path_of(wanted)?;
    let entries = repository.entries(wanted, &tree, &path)?;
    let is_special = |entry: &Entry| {
        let here = repository.top.as_ref().map(|top| top.join(&entry.path));
        here.is_some_and(|path| fs::canonicalize(path).is_ok_and(|real| special.contains(&real)))
    };
    let is_file = matches!(entries.as_slice(), [only] if only.path == path);
    let crates = generated(&entries, &path).map_err(|error| unreadable(wanted, &error))?;
    let is_generated = |entry: &Entry| crates.iter().any(|own| entry.path.starts_with(own));
    let is_page =
        |entry: &Entry| entry.is_page(&path) && !is_special(entry) && !is_generated(entry);
    let wanted_entries: Vec<_> =
        entries.into_iter().filter(|entry| is_file || is_page(entry)).collect();
    if wanted_entries.is_empty() {
        let message = format!("`{}` holds no pages or documents", wanted.name_of(&path));
        let finding = Diagnostic::new(Code::NoInput, message)
            .help("a folder stands for the .md, .json, .yaml and .yml files in it");
        return Err(Unread { fault: Fault::Input, diagnostics: vec![finding] });
    }
    read(wanted, &wanted_entries)
}

/// Reads the files that the sources of a revision refer to, within the requested folder. A missing file is reported where it is needed.
pub(super) fn follow(wanted: &Revision, sources: &mut Vec<Source>) {
    let first = sources.first().map(|source| path_in(&source.name)).unwrap_or_default();
    let folder = match sources.as_slice() {
        [_] => first.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(),
        _ => wanted.path.trim_matches('/').to_owned(),
    };
    let mut known: BTreeSet<String> = sources.iter().map(|source| path_in(&source.name)).collect();
    let mut next = 0;
    while let Some(source) = sources.get(next) {
        next += 1;
        let (name, path) = (source.name.clone(), path_in(&source.name));
        for reference in document::references(&source.text) {
            let Some(path) = document::file(&path, &reference) else { continue };
            let Some(name) = document::file(&name, &reference) else { continue };
            let is_inside = folder.is_empty() || path.starts_with(&format!("{folder}/"));
            let may_read =
                !path.starts_with("..") && is_inside && may_be_referred_to(Path::new(&path));
            if !may_read || !known.insert(path.clone()) {
                continue;
            }
            let revision = Revision { revision: wanted.revision.clone(), path };
            if let Ok(found) = read_revision(&revision, &BTreeSet::new())
                && let [only] = found.as_slice()
                && only.name == revision.name_of(&revision.path)
            {
                sources.push(Source::new(name, only.text.clone()).referred());
            }
        }
    }
}

/// An object of a tree.
#[derive(Clone)]
struct Entry {
    /// Its path from the top.
    path: String,
    /// Its object id.
    object: String,
    /// Whether it is a symbolic link.
    is_link: bool,
}

impl Entry {
    /// Whether it belongs to the pages of a folder: it has a known extension, and no part below the folder is hidden.
    fn is_page(&self, folder: &str) -> bool {
        let below = self.path.get(folder.len()..).unwrap_or(&self.path);
        let hidden = below.split('/').any(|part| part.starts_with('.'));
        !hidden && is_readable(Path::new(&self.path))
    }
}

/// The repository of the current folder.
struct Repository {
    /// The top of the working tree, if there is one.
    top: Option<PathBuf>,
    /// The path from there to the current folder, with a final `/` unless it is empty.
    prefix: String,
}

impl Repository {
    fn open() -> Result<Self, Unread> {
        let found = git(["rev-parse", "--is-inside-work-tree"])?;
        if !found.status.success() {
            return Err(refused("the current folder is not in a git repository", &found)
                .help("run it in the repository that has the revision")
                .into_unread());
        }
        let ask = |what| git(["rev-parse", what]);
        if found.stdout.starts_with(b"false") {
            return Ok(Self { top: None, prefix: String::new() });
        }
        let top = PathBuf::from(line(&ask("--show-toplevel")?));
        Ok(Self { top: fs::canonicalize(top).ok(), prefix: line(&ask("--show-prefix")?) })
    }

    /// The tree of a revision.
    fn tree(&self, wanted: &Revision) -> Result<String, Unread> {
        let name = format!("{}^{{tree}}", wanted.revision);
        let found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", &name])?;
        if found.status.success() && !wanted.revision.is_empty() {
            return Ok(line(&found));
        }
        let message = format!("git knows no revision `{}`", wanted.revision);
        Err(refused(&message, &found)
            .help("write `git:REV:PATH`, and fetch the revision if the clone is a shallow one")
            .into_unread())
    }

    /// The path from the top, without `.`, `..` and doubled slashes.
    fn path_of(&self, wanted: &Revision) -> Result<String, Unread> {
        let relative = matches!(wanted.path.split('/').next(), Some("." | ".."));
        let whole = if relative { self.prefix.clone() + &wanted.path } else { wanted.path.clone() };
        let mut parts = Vec::new();
        for part in whole.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.pop().is_none() => {
                    let message = format!("`{}` leads out of the repository", wanted.path);
                    return Err(Diagnostic::new(Code::UnreadableInput, message).into_unread());
                }
                ".." => {}
                part => parts.push(part),
            }
        }
        Ok(parts.join("/"))
    }

    /// The file at a path, or all files below it.
    fn entries(&self, wanted: &Revision, tree: &str, path: &str) -> Result<Vec<Entry>, Unread> {
        let name = format!("{tree}:{path}");
        let found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", &name])?;
        if !found.status.success() {
            let message = format!("the revision `{}` has no `{path}`", wanted.revision);
            return Err(refused(&message, &found)
                .help("name a path from the top of the repository, or one that begins with `./`")
                .into_unread());
        }
        let object = line(&found);
        let kind = git(["cat-file", "-t", &object])?;
        if line(&kind) == "blob" {
            return Ok(vec![Entry { path: path.to_owned(), object, is_link: false }]);
        }
        let listed = git(["ls-tree", "-r", "-z", "--full-tree", &object])?;
        if !listed.status.success() {
            let message = format!("`{}` cannot be listed", wanted.name_of(path));
            return Err(refused(&message, &listed).into_unread());
        }
        let listing = String::from_utf8_lossy(&listed.stdout);
        Ok(listing.split_terminator('\0').filter_map(|line| entry(line, path)).collect())
    }
}

/// An entry of `git ls-tree`: `100644 blob OBJECT\tPATH`; `None` for a submodule.
fn entry(line: &str, folder: &str) -> Option<Entry> {
    let (facts, below) = line.split_once('\t')?;
    let mut facts = facts.split(' ');
    let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
    let path = if folder.is_empty() { below.to_owned() } else { format!("{folder}/{below}") };
    let is_link = mode == "120000";
    (kind == "blob").then(|| Entry { path, object: object.to_owned(), is_link })
}

/// The folders of generated crates below a folder, each with a final `/`.
fn generated(entries: &[Entry], folder: &str) -> io::Result<Vec<String>> {
    let is_below = |entry: &&Entry| {
        entry.path[folder.len()..].trim_start_matches('/').ends_with("/Cargo.toml")
    };
    let manifests: Vec<Entry> = entries.iter().filter(is_below).cloned().collect();
    if manifests.is_empty() {
        return Ok(Vec::new());
    }
    let texts = objects(&manifests)?;
    let found = manifests.into_iter().zip(texts);
    let found = found.filter(|(_, text)| text.starts_with(GENERATED_MARK.as_bytes()));
    Ok(found.map(|(entry, _)| entry.path.trim_end_matches("Cargo.toml").to_owned()).collect())
}

fn unreadable(wanted: &Revision, error: &io::Error) -> Unread {
    let message = format!("git could not read `{}`: {error}", wanted.name_of(&wanted.path));
    Diagnostic::new(Code::UnreadableInput, message).into_unread()
}

/// The texts of some objects.
fn read(wanted: &Revision, entries: &[Entry]) -> Result<Vec<Source>, Unread> {
    let texts = objects(entries).map_err(|error| unreadable(wanted, &error))?;
    let mut sources = Vec::new();
    let mut diagnostics = Vec::new();
    for (entry, bytes) in entries.iter().zip(texts) {
        let name = wanted.name_of(&entry.path);
        if entry.is_link {
            let message = format!("`{name}` is a symbolic link, which is not followed");
            let finding = Diagnostic::new(Code::UnreadableInput, message);
            diagnostics.push(finding.help("name the file that it leads to"));
            continue;
        }
        match String::from_utf8(bytes) {
            Ok(text) => sources.push(Source::new(name, text)),
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                diagnostics.push(not_utf8(&name, error.as_bytes(), offset));
            }
        }
    }
    if diagnostics.is_empty() {
        return Ok(sources);
    }
    Err(Unread { fault: Fault::Input, diagnostics })
}

/// The contents of some objects, in order.
fn objects(entries: &[Entry]) -> io::Result<Vec<Vec<u8>>> {
    let mut child = command(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let wanted: String = entries.iter().map(|entry| entry.object.clone() + "\n").collect();
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let mut answer = Vec::new();
    // Git responds while it reads requests, and blocks without a reader.
    let spoken = std::thread::scope(|scope| {
        let asked =
            scope.spawn(|| stdin.map_or(Ok(()), |mut git| git.write_all(wanted.as_bytes())));
        let heard = stdout.map_or(Ok(0), |mut git| git.read_to_end(&mut answer));
        let asked = asked.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        heard.and(asked)
    });
    child.wait()?;
    spoken?;
    let mut rest = answer.as_slice();
    entries.iter().map(|entry| take_object(entry, &mut rest)).collect()
}

/// Takes `OBJECT blob SIZE
/// BYTES
/// ` from the front of git's output.
fn take_object(entry: &Entry, answer: &mut &[u8]) -> io::Result<Vec<u8>> {
    let broken = || io::Error::other(format!("the object of `{}` is missing", entry.path));
    let end = answer.iter().position(|&byte| byte == b'\n').ok_or_else(broken)?;
    let head = str::from_utf8(&answer[..end]).map_err(|_| broken())?;
    let size = head.rsplit_once(" blob ").map(|(_, size)| size).ok_or_else(broken)?;
    let size: usize = size.parse().map_err(|_| broken())?;
    let bytes = answer.get(end + 1..end + 1 + size).ok_or_else(broken)?;
    *answer = answer.get(end + 1 + size + 1..).unwrap_or_default();
    Ok(bytes.to_vec())
}

/// A git command with English messages and without prompts.
fn command<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

fn git<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, Unread> {
    command(arguments).output().map_err(|error| {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "the program `git` was not found".to_owned(),
            _ => format!("the program `git` cannot be run: {error}"),
        };
        let finding = Diagnostic::new(Code::UnreadableInput, message);
        finding.help("`git:REV:PATH` is read by git: install it, or name a folder").into_unread()
    })
}

/// The only line of git's output.
fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned()
}

/// A diagnostic for a failure of git, with the beginning of its error message.
fn refused(message: &str, output: &Output) -> Diagnostic {
    let said = String::from_utf8_lossy(&output.stderr);
    let said: String = said.trim().chars().take(COMPLAINT).collect();
    let message = if said.is_empty() { message.to_owned() } else { format!("{message}: {said}") };
    Diagnostic::new(Code::UnreadableInput, message)
}

impl Diagnostic {
    /// An error of the call with only this diagnostic.
    fn into_unread(self) -> Unread {
        Unread { fault: Fault::Call, diagnostics: vec![self] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_end_at_the_first_colon_outside_of_braces() {
        for (text, revision, path) in [
            ("git:HEAD:pages", "HEAD", "pages"),
            ("git:HEAD~1:./a/b.md", "HEAD~1", "./a/b.md"),
            ("git:v1", "v1", ""),
            ("git:v1:", "v1", ""),
            ("git:HEAD@{2025-01-21 12:00:00}:a:b", "HEAD@{2025-01-21 12:00:00}", "a:b"),
            ("git:HEAD^{/fix: it}:a", "HEAD^{/fix: it}", "a"),
        ] {
            let expected = Revision { revision: revision.to_owned(), path: path.to_owned() };
            assert_eq!(Revision::parse(text), Some(expected), "{text}");
        }
        assert_eq!(Revision::parse("pages/git:HEAD:a"), None);
        assert_eq!(path_in("git:HEAD:a/b.md"), "a/b.md");
        assert_eq!(path_in("a/b.md"), "a/b.md");
    }
}
