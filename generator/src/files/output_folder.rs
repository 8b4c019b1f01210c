//! Generated files in; a folder with exactly these files out. The change is one step, or does not happen.
//!
//! The whole new folder is built in `.NAME.specweave` next to the output folder, where a lock excludes other runs:
//!
//! - `new` is the new folder; unchanged files are hard links, so that they keep their times;
//! - `kept` is a list of the entries that cannot be linked (folders such as `target`); they are moved after the swap;
//! - `old` is the old folder where two folders cannot be exchanged in one step;
//! - `made` marks the folder as ours (see [`super::ownership`]); one that came with a repository is refused.
//!
//! Then `new` and the output folder are exchanged and the old one is removed. A killed run leaves the old or the new folder, and the next
//! run cleans up the rest.

use super::lock::{self, Refused};
use super::ownership::{self, link_above};
use super::tree::{Wanted, resolve};
use super::{
    Difference, DifferenceKind, FilesError, KEPT, check_output, compare, ensure_ours, text,
};
use crate::source::check_path;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};

/// The changes of a run to the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The number of files written because they were missing or different.
    pub written: usize,
    /// The number of unchanged files.
    pub unchanged: usize,
    /// The number of files removed because they are no longer generated.
    pub removed: usize,
    /// All changes, as [`compare`] reports them.
    pub differences: Vec<Difference>,
}

/// Makes a folder contain exactly the output and the kept entries (see [`compare`]). If it already does, nothing is touched.
///
/// # Errors
///
/// The folder was not generated, or the operating system refuses; its old content is untouched.
pub fn write(
    output: &BTreeMap<String, String>,
    out: &Path,
    extra_files: &[String],
) -> Result<Written, FilesError> {
    check_output(output, extra_files)?;
    let left_over = staging_of(&resolve(out)?).is_some_and(|folder| folder.exists());
    if !left_over {
        ensure_ours(out, extra_files)?;
        let differences = compare(output, out, extra_files)?;
        if differences.is_empty() {
            return Ok(summary(&Wanted::new(output, extra_files), differences));
        }
    }
    stage(output, out, extra_files)?.commit()
}

/// Builds the new folder next to the output folder, which is not touched; [`Staged::commit`] moves it into place.
///
/// # Errors
///
/// See [`write()`].
pub fn stage(
    output: &BTreeMap<String, String>,
    out: &Path,
    extra_files: &[String],
) -> Result<Staged, FilesError> {
    check_output(output, extra_files)?;
    let target = resolve(out)?;
    let folder = staging_of(&target)
        .ok_or_else(|| FilesError::unwritable(out)(io::Error::other("it has no parent folder")))?;
    let staging = Staging::open(folder, target)?;
    staging.recover()?;
    ensure_ours(&staging.target, extra_files)?;
    let wanted = Wanted::new(output, extra_files);
    for path in &wanted.kept {
        ensure_unlinked(&staging.target, path)?;
    }
    let differences = wanted.differences(&staging.target)?;
    let summary = summary(&wanted, differences);
    let moved = if summary.differences.is_empty() {
        None
    } else {
        Some(staging.build(&wanted, &summary).map_err(FilesError::unwritable(&staging.target))?)
    };
    Ok(Staged { staging, moved, summary })
}

/// The working folder next to the output folder.
fn staging_of(target: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(target.file_name()?);
    name.push(".specweave");
    Some(target.with_file_name(name))
}

fn summary(wanted: &Wanted<'_>, differences: Vec<Difference>) -> Written {
    let orphan = |difference: &&Difference| difference.kind == DifferenceKind::Orphan;
    let removed = differences.iter().filter(orphan).count();
    let written = differences.len() - removed;
    Written { written, unchanged: wanted.files.len() - written, removed, differences }
}

/// A complete new folder that is not yet in place. Dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    staging: Staging,
    /// The entries to move to the new folder; `None` if the output folder is up to date.
    moved: Option<Vec<String>>,
    summary: Written,
}

impl Staged {
    /// Replaces the output folder by the new one.
    ///
    /// # Errors
    ///
    /// The operating system refuses; the old folder stays in place.
    pub fn commit(self) -> Result<Written, FilesError> {
        if let Some(moved) = &self.moved {
            let old = self.staging.swap().map_err(FilesError::unwritable(&self.staging.target))?;
            self.staging.move_kept(&old, moved)?;
        }
        Ok(self.summary)
    }
}

/// The folder `.NAME.specweave`, locked.
#[derive(Debug)]
struct Staging {
    folder: PathBuf,
    /// The real path of the output folder.
    target: PathBuf,
    /// Whether its content may be removed.
    disposable: std::cell::Cell<bool>,
    _lock: File,
}

impl Staging {
    /// Waits for another run, if there is one.
    fn open(folder: PathBuf, target: PathBuf) -> Result<Self, FilesError> {
        let parent = folder.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(FilesError::unwritable(parent))?;
        let lock = lock::wait(&folder).map_err(|refused| match refused {
            Refused::Foreign(reason) => FilesError::foreign(&folder, reason),
            Refused::System(error) => FilesError::unwritable(&folder)(error),
        })?;
        let folder = fs::canonicalize(&folder).map_err(FilesError::unwritable(&folder))?;
        let target = target.file_name().map_or(target.clone(), |name| folder.with_file_name(name));
        Ok(Self { folder, target, disposable: true.into(), _lock: lock })
    }

    /// Completes or undoes the work of a killed run.
    fn recover(&self) -> Result<(), FilesError> {
        let (new, old) = (self.folder.join("new"), self.folder.join("old"));
        let kept = self.journal(&new, &old).inspect_err(|_| self.disposable.set(false))?;
        if is_there(&old) && !is_there(&self.target) {
            fs::rename(&old, &self.target).map_err(|error| self.stranded(&old, error))?;
        }
        self.move_kept(&new, &kept)?;
        self.move_kept(&old, &kept)?;
        self.empty().map_err(FilesError::unwritable(&self.folder))
    }

    /// The entries that a killed run may not have moved yet. All are inside the folders that they move between.
    fn journal(&self, new: &Path, old: &Path) -> Result<Vec<String>, FilesError> {
        let path = self.folder.join("kept");
        for folder in [new, old] {
            if folder.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
                return Err(FilesError::foreign(folder, "is not a folder"));
            }
        }
        let listed = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Ok(metadata) if !metadata.is_file() => {
                return Err(FilesError::foreign(&path, "is not a file"));
            }
            _ => fs::read_to_string(&path).map_err(|error| self.stranded(new, error))?,
        };
        let listed: Vec<&str> = listed.lines().collect();
        for entry in &listed {
            check_path(entry).map_err(|reason| {
                FilesError::foreign(&path, &format!("names {entry:?}, which {reason}"))
            })?;
            for folder in [new, old, &self.target] {
                ensure_unlinked(folder, entry)?;
            }
        }
        Ok(KEPT.iter().chain(&listed).map(|&entry| entry.to_owned()).collect())
    }

    fn stranded(&self, path: &Path, source: io::Error) -> FilesError {
        self.disposable.set(false);
        FilesError::Stranded { path: path.to_owned(), source }
    }

    /// Moves kept entries from another folder to the output folder, if they are missing there.
    fn move_kept(&self, from: &Path, kept: &[String]) -> Result<(), FilesError> {
        for path in kept {
            let (source, target) = (from.join(path), self.target.join(path));
            if is_there(&source) && !is_there(&target) {
                let parent = target.parent().map_or(Ok(()), fs::create_dir_all);
                parent
                    .and_then(|()| fs::rename(&source, &target))
                    .map_err(|error| self.stranded(&source, error))?;
            }
        }
        Ok(())
    }

    /// Builds `new`; returns the kept entries that have to move.
    fn build(&self, wanted: &Wanted<'_>, summary: &Written) -> io::Result<Vec<String>> {
        let new = self.folder.join("new");
        fs::create_dir(&new)?;
        let differing: BTreeSet<&str> =
            summary.differences.iter().map(|difference| difference.path.as_str()).collect();
        for (&path, &text) in &wanted.files {
            let file = new.join(path);
            create_parent(&file)?;
            if differing.contains(path) {
                fs::write(&file, text)?;
            } else {
                link(&self.target.join(path), &file)?;
            }
        }
        let mut moved = Vec::new();
        for &path in &wanted.kept {
            let old = self.target.join(path);
            match old.symlink_metadata() {
                Ok(metadata) if metadata.is_file() => {
                    create_parent(&new.join(path))?;
                    link(&old, &new.join(path))?;
                }
                Ok(_) => moved.push(path.to_owned()),
                Err(_) => {}
            }
        }
        // It must exist before the folders are exchanged; otherwise the kept entries could be lost.
        text::stage(&self.folder.join("kept"), &moved.join("\n"), None)?;
        if let Ok(metadata) = self.target.metadata() {
            fs::set_permissions(&new, metadata.permissions())?;
        }
        Ok(moved)
    }

    /// Replaces the output folder by `new`; returns the new path of the old folder.
    fn swap(&self) -> io::Result<PathBuf> {
        let (new, old) = (self.folder.join("new"), self.folder.join("old"));
        if !is_there(&self.target) {
            fs::rename(&new, &self.target)?;
            return Ok(old);
        }
        if exchange(&new, &self.target) {
            return Ok(new);
        }
        self.swap_in_two_steps(&new, &old)?;
        Ok(old)
    }

    /// For a moment there is no output folder. If the run is killed then, the next one restores the old folder.
    fn swap_in_two_steps(&self, new: &Path, old: &Path) -> io::Result<()> {
        fs::rename(&self.target, old)?;
        fs::rename(new, &self.target).map_err(|error| match fs::rename(old, &self.target) {
            Ok(()) => error,
            Err(_) => {
                self.disposable.set(false);
                io::Error::other(format!(
                    "{error}; the old content is in {}: run the same command again",
                    old.display()
                ))
            }
        })
    }

    /// Removes everything but the lock and the mark.
    fn empty(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if [ownership::LOCK, ownership::NAME].iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for Staging {
    /// Removes the lock last, and the folder only if it is empty: another run may enter as soon as the lock is gone.
    fn drop(&mut self) {
        if self.disposable.get() && self.empty().is_ok() {
            lock::remove(&self.folder);
        }
    }
}

/// Exchanges two folders in one step, if the system and the file system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Whether a path exists, including dangling links.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Checks that an entry is in the folder itself, and not behind a link.
fn ensure_unlinked(folder: &Path, path: &str) -> Result<(), FilesError> {
    match link_above(folder, path) {
        None => Ok(()),
        Some(link) => Err(FilesError::Linked { path: folder.join(link), entry: path.to_owned() }),
    }
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Links a file under another name, or copies it with its time if links are impossible.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)?;
    let modified = from.metadata()?.modified()?;
    File::options().write(true).open(to)?.set_times(FileTimes::new().set_modified(modified))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_do_where_folders_cannot_be_exchanged() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("sdk");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("a"), "old").unwrap();
        let staging = Staging::open(folder.path().join(".sdk.specweave"), target.clone()).unwrap();
        let (new, old) = (staging.folder.join("new"), staging.folder.join("old"));
        // The second step fails: the old folder is restored.
        assert!(staging.swap_in_two_steps(&new, &old).is_err());
        assert_eq!(fs::read_to_string(target.join("a")).unwrap(), "old");
        fs::create_dir(&new).unwrap();
        staging.swap_in_two_steps(&new, &old).unwrap();
        assert!(!target.join("a").exists() && old.join("a").exists() && !new.exists());
        drop(staging);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_linked_is_copied_with_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        fs::write(&from, "text").unwrap();
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        File::options().write(true).open(&from).unwrap().set_modified(time).unwrap();
        // A link cannot replace a file.
        fs::write(&to, "").unwrap();
        link(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "text");
        assert_eq!(to.metadata().unwrap().modified().unwrap(), time);
    }
}
