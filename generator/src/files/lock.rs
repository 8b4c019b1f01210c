//! A folder in, the right to be the only run that works in it out; the system gives it back when the run ends or is killed.
//!
//! The folder exists only while a run is at work. Whoever is done removes it, so a run that waited for the lock of a removed
//! folder begins anew.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// The file in the folder that is locked.
pub(super) const NAME: &str = "lock";

/// What came of one attempt.
enum Attempt {
    Locked(File),
    /// Another run has it.
    Held,
    /// The run before removed the folder in the meantime.
    Gone,
}

/// Makes the folder and locks it; waits for another run, if there is one. Dropping the file gives the lock back.
pub(super) fn wait(folder: &Path) -> io::Result<File> {
    loop {
        if let Attempt::Locked(file) = attempt(folder, fs4::FileExt::lock)? {
            return Ok(file);
        }
    }
}

/// As [`wait`], or `None` if another run is at work.
pub(super) fn now(folder: &Path) -> io::Result<Option<File>> {
    let lock = |file: &File| fs4::FileExt::try_lock(file).map_err(io::Error::from);
    loop {
        match attempt(folder, lock)? {
            Attempt::Locked(file) => return Ok(Some(file)),
            Attempt::Held => return Ok(None),
            Attempt::Gone => {}
        }
    }
}

/// Removes the lock, and the folder only if it is empty: another run may have come in as soon as the lock is gone.
pub(super) fn remove(folder: &Path) {
    let _ = fs::remove_file(folder.join(NAME));
    let _ = fs::remove_dir(folder);
}

fn attempt(folder: &Path, lock: impl Fn(&File) -> io::Result<()>) -> io::Result<Attempt> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            match folder.symlink_metadata() {
                Ok(metadata) if !metadata.is_dir() => return Err(error),
                _ => {}
            }
        }
        created => created?,
    }
    let path = folder.join(NAME);
    let file = match File::options().create(true).write(true).truncate(false).open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Attempt::Gone),
        file => file?,
    };
    match lock(&file) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Attempt::Held),
        Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
        _ => {}
    }
    Ok(if is_same(&file, &path) { Attempt::Locked(file) } else { Attempt::Gone })
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(a), Ok(b)) if id(&a) == id(&b))
}

#[cfg(not(unix))]
fn is_same(_file: &File, path: &Path) -> bool {
    path.exists()
}
