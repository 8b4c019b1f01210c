//! A folder in; an exclusive lock for working in it out. The system releases it when the run ends or is killed.
//!
//! The folder exists only during a run, which removes it at the end. A run that waited for the lock of a removed folder starts again. A
//! folder that this program did not make is not touched.

use super::ownership::{self, Owner};
use std::fs::{self, File};
use std::io;
use std::path::Path;

const OTHERS: &str = "was not left by an interrupted run on this machine";

/// The result of one attempt.
enum Attempt {
    Locked(File),
    /// Another run has the lock.
    Held,
    /// The previous run has removed the folder in the meantime.
    Gone,
}

/// The reason why a folder was not locked.
#[derive(Debug)]
pub(super) enum Refused {
    /// This program did not make the folder, so its content is not trusted.
    Foreign(&'static str),
    /// The operating system refused.
    System(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Creates the folder and locks it; waits for another run, if there is one. Dropping the file releases the lock.
pub(super) fn wait(folder: &Path) -> Result<File, Refused> {
    loop {
        if let Attempt::Locked(file) = attempt(folder, fs4::FileExt::lock)? {
            return Ok(file);
        }
    }
}

/// Like [`wait`], or `None` if another run has the lock.
pub(super) fn try_lock(folder: &Path) -> Result<Option<File>, Refused> {
    let lock = |file: &File| fs4::FileExt::try_lock(file).map_err(io::Error::from);
    loop {
        match attempt(folder, lock)? {
            Attempt::Locked(file) => return Ok(Some(file)),
            Attempt::Held => return Ok(None),
            Attempt::Gone => {}
        }
    }
}

/// Removes the mark and the lock, and the folder only if it is empty: another run may enter as soon as the lock is gone.
pub(super) fn remove(folder: &Path) {
    let _ = fs::remove_file(folder.join(ownership::NAME));
    let _ = fs::remove_file(folder.join(ownership::LOCK));
    let _ = fs::remove_dir(folder);
}

fn attempt(folder: &Path, lock: impl Fn(&File) -> io::Result<()>) -> Result<Attempt, Refused> {
    make(folder)?;
    let Some(file) = open(folder)? else { return Ok(Attempt::Gone) };
    match lock(&file) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Attempt::Held),
        Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error.into()),
        _ => {}
    }
    if !is_same(&file, &folder.join(ownership::LOCK)) {
        return Ok(Attempt::Gone);
    }
    match ownership::owner(folder)? {
        Owner::Gone => Ok(Attempt::Gone),
        Owner::Others => Err(Refused::Foreign(OTHERS)),
        Owner::Us => Ok(Attempt::Locked(file)),
        Owner::Nobody => {
            ownership::mark(folder)?;
            Ok(Attempt::Locked(file))
        }
    }
}

/// Creates the folder if it does not exist.
fn make(folder: &Path) -> Result<(), Refused> {
    let Err(error) = fs::create_dir(folder) else { return Ok(()) };
    if error.kind() != io::ErrorKind::AlreadyExists {
        return Err(error.into());
    }
    match folder.symlink_metadata() {
        Ok(metadata) if metadata.is_symlink() => Err(Refused::Foreign("is a symbolic link")),
        Ok(metadata) if !metadata.is_dir() => Err(error.into()),
        _ => Ok(()),
    }
}

/// Opens the lock file; `None` if another run came or went in the meantime. Nothing is written to a foreign folder, and no link is
/// followed.
fn open(folder: &Path) -> Result<Option<File>, Refused> {
    let path = folder.join(ownership::LOCK);
    let opened = match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => {
            return Err(Refused::Foreign("holds a lock that is not a file"));
        }
        Ok(_) => File::options().write(true).open(&path),
        Err(_) => {
            // The second check notices a run that began after the first one.
            let is_foreign = || Ok::<_, io::Error>(ownership::owner(folder)? == Owner::Others);
            if is_foreign()? && !path.exists() && is_foreign()? {
                return Err(Refused::Foreign(OTHERS));
            }
            File::options().write(true).create_new(true).open(&path)
        }
    };
    let kinds = [io::ErrorKind::NotFound, io::ErrorKind::AlreadyExists];
    match opened {
        Err(error) if kinds.contains(&error.kind()) => Ok(None),
        file => Ok(Some(file?)),
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), path.symlink_metadata()), (Ok(a), Ok(b)) if id(&a) == id(&b))
}

#[cfg(not(unix))]
fn is_same(_file: &File, path: &Path) -> bool {
    path.exists()
}
