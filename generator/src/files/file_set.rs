//! New texts for several files in; all files replaced, or none, out.
//!
//! Several files cannot be replaced in one step, so a journal records the progress. It is in `.specweave-pull` next to the configuration,
//! where a lock excludes other runs:
//!
//! 1. `journal` is written: every file with the SHA-256 of its new text, and the folders that will be made.
//! 2. Each new text is written to `.NAME.specweave-new` next to its file, and the old file gets the second name `.NAME.specweave-old`.
//!    Everything is flushed to disk.
//! 3. Each new file is renamed into its place in one step, so that readers never see half a file.
//! 4. `journal` becomes `done`, and the second names are removed.
//!
//! A failure before step 4 is undone: a file with the new text gets its old one back, and a file with any other text is left alone. A
//! killed run or a stopped machine leaves the old state, the new one, or the journal. With a journal, [`interrupted`] warns readers of
//! the files, and the next [`FileSet::open`] undoes the run first.
//!
//! A journal is trusted only in a folder that this program made (see [`super::ownership`]), and only if all its files may be replaced:
//! inside the folder and not behind a symbolic link, or among the outside files of the call.

use super::lock::{self, Refused};
use super::ownership::link_above;
use super::text::{remove_left_over, stage};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::check_path;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder next to the configuration with the journal of a run.
const FOLDER: &str = ".specweave-pull";

/// The maximum size of a journal.
const MAX_JOURNAL: u64 = 64 << 20;

/// A file to replace.
#[derive(Debug, Clone)]
pub struct NewText {
    /// Its path, relative to the folder of the [`FileSet`], or one of the outside paths given to [`FileSet::open_with`].
    pub path: String,
    /// The [`digest`] of its content when the new text was made; `None` if it did not exist.
    pub old: Option<String>,
    /// Its new content.
    pub text: String,
}

/// The reason why files were not replaced.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplaceError {
    /// Another run has the lock.
    #[error("another run replaces files in {}", .0.display())]
    Busy(PathBuf),
    /// A file has changed since its new text was made. Nothing was replaced.
    #[error("{} was changed in the meantime", .0.display())]
    Changed(PathBuf),
    /// The place of the journal holds something that was not left by a run. Nothing was touched.
    #[error("{} {reason}", .path.display())]
    Foreign {
        /// The folder next to the configuration, or its journal.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// A file is outside the folder, or behind a symbolic link. Nothing was replaced.
    #[error("{path:?} {reason}")]
    Outside {
        /// The file.
        path: String,
        /// The reason.
        reason: String,
    },
    /// The operating system refused. All files have their previous content.
    #[error("{} cannot be replaced: {source}", .path.display())]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The operating system refused to restore an old text. The journal is still there, and the next run tries again.
    #[error("the old content of {} could not be restored: {source}", .path.display())]
    Stranded {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

impl ReplaceError {
    fn refused(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Refused { path: path.to_owned(), source }
    }

    fn stranded(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Stranded { path: path.to_owned(), source }
    }

    fn foreign(path: &Path, reason: impl Into<String>) -> Self {
        Self::Foreign { path: path.to_owned(), reason: reason.into() }
    }

    /// The diagnostic of the error.
    pub fn diagnostic(&self) -> Diagnostic {
        let (code, help) = match self {
            Self::Foreign { .. } => (
                Code::ForeignJournal,
                "no page was changed: if a run of this program was interrupted here, run the same command again; otherwise remove the folder `.specweave-pull`",
            ),
            Self::Outside { .. } => (
                Code::OutsidePage,
                "nothing was replaced: pages must be in the folder of the configuration; neither they, their folders nor the changelog may be symbolic links",
            ),
            Self::Busy(_) => (Code::PullBusy, "wait until it has ended"),
            Self::Changed(_) => (Code::NotReplaced, "nothing was replaced: run the command again"),
            Self::Refused { .. } => (
                Code::NotReplaced,
                "no file was changed; remove the obstacle and run the command again",
            ),
            Self::Stranded { .. } => (
                Code::PullInterrupted,
                "some files are new and some are old: run the same command again, which puts the old ones back first; if that is impossible, take the old files from version control and remove the folder `.specweave-pull`",
            ),
        };
        Diagnostic::new(code, self.to_string()).help(help)
    }
}

/// The SHA-256 of a text, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The warning for readers of files that may be partly new and partly old because a run was killed.
pub fn interrupted(folder: &Path) -> Option<Diagnostic> {
    let journal = folder.join(FOLDER).join("journal");
    journal.exists().then(|| {
        let message = "a pull was interrupted half way: some pages are new and some are old";
        let help = format!(
            "run the pull again, which puts the old ones back first (journal: {})",
            journal.display()
        );
        Diagnostic::new(Code::PullInterrupted, message).help(help)
    })
}

/// The files below a folder, locked: no other run can replace any until this is dropped.
#[derive(Debug)]
pub struct FileSet {
    folder: PathBuf,
    work: PathBuf,
    /// The paths outside the folder that may also be replaced.
    outside: BTreeSet<String>,
    _lock: File,
}

impl FileSet {
    /// Locks the folder and undoes the changes of a killed run.
    ///
    /// # Errors
    ///
    /// Another run is at work, or the operating system refuses.
    pub fn open(folder: &Path) -> Result<Self, ReplaceError> {
        Self::open_with(folder, [])
    }

    /// Like [`Self::open`], and also for files outside the folder, at these paths, as [`NewText::path`] contains them. Folders above them
    /// may be links.
    ///
    /// # Errors
    ///
    /// See [`Self::open`].
    pub fn open_with(
        folder: &Path,
        outside: impl IntoIterator<Item = String>,
    ) -> Result<Self, ReplaceError> {
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        let folder = fs::canonicalize(folder).map_err(ReplaceError::refused(folder))?;
        let work = folder.join(FOLDER);
        let lock = lock::try_lock(&work).map_err(|refused| match refused {
            Refused::Foreign(reason) => ReplaceError::foreign(&work, reason),
            Refused::System(error) => ReplaceError::refused(&work)(error),
        })?;
        let lock = lock.ok_or_else(|| ReplaceError::Busy(work.clone()))?;
        let set = Self { folder, work, outside: outside.into_iter().collect(), _lock: lock };
        set.recover()?;
        Ok(set)
    }

    /// Replaces all files, or none. A file that already has its new text is left alone.
    ///
    /// # Errors
    ///
    /// A file was changed in the meantime, or the operating system refuses.
    pub fn replace(&self, files: &[NewText]) -> Result<(), ReplaceError> {
        self.replace_by(files, |from, to| fs::rename(from, to))
    }

    /// Like [`Self::replace`], with another function for renaming.
    fn replace_by(
        &self,
        files: &[NewText],
        rename: impl FnMut(&Path, &Path) -> io::Result<()>,
    ) -> Result<(), ReplaceError> {
        let journal = self.journal(files)?;
        if journal.files.is_empty() {
            return Ok(());
        }
        let done = self.stage(&journal, files).and_then(|()| self.swap(&journal, rename));
        if let Err(error) = done {
            self.undo(&journal)?;
            return Err(error);
        }
        // From here on the new state holds.
        self.rename_durably("journal", "done").map_err(ReplaceError::refused(&self.work)).or_else(
            |error| {
                self.undo(&journal)?;
                Err(error)
            },
        )?;
        self.clean(&journal);
        Ok(())
    }

    /// The journal of the files to replace, without those that already have their new text.
    fn journal(&self, files: &[NewText]) -> Result<Journal, ReplaceError> {
        let mut journal = Journal::default();
        let mut folders = BTreeSet::new();
        for file in files {
            let real = self
                .real(&file.path)
                .map_err(|reason| ReplaceError::Outside { path: file.path.clone(), reason })?;
            let found = digest_of(&real).map_err(ReplaceError::refused(&real))?;
            let new = digest(file.text.as_bytes());
            if found.as_ref() == Some(&new) {
                continue;
            }
            if found != file.old {
                return Err(ReplaceError::Changed(real));
            }
            let above = file.path.match_indices('/').map(|(end, _)| &file.path[..end]);
            folders
                .extend(above.filter(|above| !self.folder.join(above).exists()).map(str::to_owned));
            let (path, existed) = (file.path.clone(), found.is_some());
            journal.files.push(Entry { path, real, existed, new });
        }
        // An outer folder sorts before its inner folders.
        journal.folders = folders.into_iter().collect();
        Ok(journal)
    }

    /// The path of a file, or the reason why it may not be replaced, as text after its path.
    fn real(&self, path: &str) -> Result<PathBuf, String> {
        let file = self.folder.join(path);
        if !self.outside.contains(path) {
            check_path(path)?;
            if let Some(link) = link_above(&self.folder, path) {
                return Err(format!("lies behind the symbolic link {link:?}"));
            }
        }
        match file.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => Err("is a symbolic link".to_owned()),
            Ok(metadata) if !metadata.is_file() => Err("is not a file".to_owned()),
            _ => Ok(file),
        }
    }

    /// Writes the journal, and every new text next to its file.
    fn stage(&self, journal: &Journal, files: &[NewText]) -> Result<(), ReplaceError> {
        self.write_journal(journal).map_err(ReplaceError::refused(&self.work))?;
        for folder in &journal.folders {
            let folder = self.folder.join(folder);
            fs::create_dir_all(&folder).map_err(ReplaceError::refused(&folder))?;
        }
        for entry in &journal.files {
            let file = files.iter().find(|file| file.path == entry.path);
            let text = file.map(|file| file.text.as_str()).unwrap_or_default();
            stage_file(entry, text).map_err(ReplaceError::refused(&entry.real))?;
        }
        self.sync_folders(journal).map_err(ReplaceError::refused(&self.folder))
    }

    fn write_journal(&self, journal: &Journal) -> io::Result<()> {
        stage(&self.work.join("journal.new"), &serde_json::to_string_pretty(journal)?, None)?;
        self.rename_durably("journal.new", "journal")
    }

    fn rename_durably(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.work.join(from), self.work.join(to))?;
        sync_folder(&self.work)
    }

    /// Moves the new texts into place.
    fn swap(
        &self,
        journal: &Journal,
        mut rename: impl FnMut(&Path, &Path) -> io::Result<()>,
    ) -> Result<(), ReplaceError> {
        for entry in &journal.files {
            rename(&entry.staged(), &entry.real).map_err(ReplaceError::refused(&entry.real))?;
        }
        self.sync_folders(journal).map_err(ReplaceError::refused(&self.folder))
    }

    /// Restores the old texts of replaced files, and removes all temporary files.
    fn undo(&self, journal: &Journal) -> Result<(), ReplaceError> {
        for entry in &journal.files {
            put_back(entry).map_err(ReplaceError::stranded(&entry.real))?;
        }
        self.sync_folders(journal).map_err(ReplaceError::stranded(&self.folder))?;
        self.clean(journal);
        for folder in journal.folders.iter().rev() {
            let _ = fs::remove_dir(self.folder.join(folder));
        }
        Ok(())
    }

    /// Removes the temporary files of a finished run, the journal last.
    fn clean(&self, journal: &Journal) {
        for entry in &journal.files {
            let _ = fs::remove_file(entry.staged());
            let _ = fs::remove_file(entry.kept());
        }
        for name in ["journal.new", "journal", "done"] {
            let _ = fs::remove_file(self.work.join(name));
        }
    }

    /// Flushes all folders of the journal to disk.
    fn sync_folders(&self, journal: &Journal) -> io::Result<()> {
        let of_files = journal.files.iter().filter_map(|entry| entry.real.parent());
        let above = journal.folders.iter().map(|folder| self.folder.join(folder));
        let above: Vec<PathBuf> =
            above.filter_map(|path| path.parent().map(Path::to_owned)).collect();
        let folders: BTreeSet<&Path> = of_files.chain(above.iter().map(PathBuf::as_path)).collect();
        folders.into_iter().filter(|folder| folder.exists()).try_for_each(sync_folder)
    }

    fn recover(&self) -> Result<(), ReplaceError> {
        // Both are read before any change.
        let [done, undone] = ["done", "journal"].map(|name| self.read_journal(name));
        let (done, undone) = (done?, undone?);
        if let Some(journal) = done {
            self.clean(&journal);
        }
        undone.map_or(Ok(()), |journal| self.undo(&journal))
    }

    /// Reads and validates a journal, if there is one.
    fn read_journal(&self, name: &str) -> Result<Option<Journal>, ReplaceError> {
        let path = self.work.join(name);
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Ok(metadata) if !metadata.is_file() || metadata.len() > MAX_JOURNAL => {
                return Err(ReplaceError::foreign(&path, "is not a journal"));
            }
            _ => {}
        }
        let text = fs::read_to_string(&path).map_err(ReplaceError::stranded(&path))?;
        let mut journal: Journal = serde_json::from_str(&text)
            .map_err(|error| ReplaceError::foreign(&path, format!("is not a journal: {error}")))?;
        self.check(&mut journal).map_err(|reason| ReplaceError::foreign(&path, reason))?;
        Ok(Some(journal))
    }

    /// Checks that a journal contains only files that may be replaced, and folders above them; sets their real paths.
    fn check(&self, journal: &mut Journal) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for entry in &mut journal.files {
            entry.real = self
                .real(&entry.path)
                .map_err(|reason| format!("names {:?}, which {reason}", entry.path))?;
            let is_digest =
                entry.new.len() == 64 && entry.new.bytes().all(|b| b.is_ascii_hexdigit());
            if !is_digest || !seen.insert(&entry.path) {
                return Err(format!(
                    "is not a journal: the entry of {:?} is not valid",
                    entry.path
                ));
            }
        }
        let is_above = |folder: &str| {
            let below =
                |entry: &Entry| entry.path.strip_prefix(folder)?.strip_prefix('/').map(drop);
            !folder.is_empty() && journal.files.iter().any(|entry| below(entry).is_some())
        };
        match journal.folders.iter().find(|folder| !is_above(folder)) {
            None => Ok(()),
            Some(folder) => {
                Err(format!("names the folder {folder:?}, which contains none of its files"))
            }
        }
    }
}

impl Drop for FileSet {
    fn drop(&mut self) {
        // With a journal, the folder must stay.
        if ["journal", "done"].iter().all(|name| !self.work.join(name).exists()) {
            let _ = fs::remove_file(self.work.join("journal.new"));
            lock::remove(&self.work);
        }
    }
}

/// The plan of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    files: Vec<Entry>,
    /// The folders to create, outer ones first.
    folders: Vec<String>,
}

/// A file of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The path relative to the folder, which may have moved when a run is undone.
    path: String,
    #[serde(skip)]
    real: PathBuf,
    /// Whether the file existed before.
    existed: bool,
    /// The digest of the new text.
    new: String,
}

impl Entry {
    fn staged(&self) -> PathBuf {
        self.beside("new")
    }

    fn kept(&self) -> PathBuf {
        self.beside("old")
    }

    /// A hidden name, so that it does not count as a page in a folder of pages.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.real.file_name().unwrap_or_default());
        name.push(format!(".specweave-{ending}"));
        self.real.with_file_name(name)
    }
}

fn stage_file(entry: &Entry, text: &str) -> io::Result<()> {
    let kept = entry.kept();
    remove_left_over(&kept)?;
    let old = if entry.existed { Some(entry.real.metadata()?.permissions()) } else { None };
    stage(&entry.staged(), text, old)?;
    if entry.existed && fs::hard_link(&entry.real, &kept).is_err() {
        fs::copy(&entry.real, &kept)?;
        File::options().write(true).open(&kept)?.sync_all()?;
    }
    Ok(())
}

/// Restores the old text if the new one is there. Any other text was written by someone else.
fn put_back(entry: &Entry) -> io::Result<()> {
    if digest_of(&entry.real)?.as_ref() != Some(&entry.new) {
        return Ok(());
    }
    if entry.existed { fs::rename(entry.kept(), &entry.real) } else { fs::remove_file(&entry.real) }
}

/// The digest of a file; `None` if it does not exist.
fn digest_of(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => Ok(Some(digest(&bytes?))),
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems have no folder handles that can be flushed.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[path = "file_set_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
