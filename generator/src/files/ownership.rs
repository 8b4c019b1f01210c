//! A working folder in; whether this program made it on this machine out.
//!
//! The next run moves and removes the remains of an interrupted run, so they must be recognised as ours. A cloned repository or an
//! unpacked archive may contain a folder of the same name. Therefore the file `made` in the folder holds the inode number and the
//! creation time of the folder, which the author of a repository cannot know.

use super::text::stage;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The file that identifies the folder it was written for.
pub(super) const NAME: &str = "made";

/// The lock file.
pub(super) const LOCK: &str = "lock";

/// The owner of a working folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It contains nothing that could be moved or removed.
    Nobody,
    /// This program made it.
    Us,
    /// It came from somewhere else.
    Others,
    /// The run that made it has just removed it.
    Gone,
}

/// The owner of a folder. The mark is the first file created in it and the last but one removed.
pub(super) fn owner(folder: &Path) -> io::Result<Owner> {
    let (mut marked, mut others) = (false, false);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Owner::Gone),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let is_file = match entry.file_type() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Owner::Gone),
            kind => kind?.is_file(),
        };
        let name = entry.file_name();
        marked |= is_file && name == NAME;
        others |= !is_file || (name != NAME && name != LOCK);
    }
    if !others {
        return Ok(Owner::Nobody);
    }
    if !marked {
        return Ok(Owner::Others);
    }
    match fs::read(folder.join(NAME)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Owner::Gone),
        text => {
            let ours = text? == identity(&folder.symlink_metadata()?).as_bytes();
            Ok(if ours { Owner::Us } else { Owner::Others })
        }
    }
}

/// Marks a folder without owner as ours. The caller holds the lock.
pub(super) fn mark(folder: &Path) -> io::Result<()> {
    stage(&folder.join(NAME), &identity(&folder.symlink_metadata()?), None)
}

/// The text that distinguishes a folder from one with the same name on another machine.
fn identity(folder: &Metadata) -> String {
    let moment = folder.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let moment = moment.map_or(0, |moment| moment.as_nanos());
    format!("specweave {} {moment}\n", number(folder))
}

#[cfg(unix)]
fn number(folder: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(folder)
}

#[cfg(not(unix))]
fn number(_folder: &Metadata) -> u64 {
    0
}

/// The outermost folder above a path, and below a root, that is a symbolic link.
pub(super) fn link_above(root: &Path, path: &str) -> Option<String> {
    let above = path.match_indices('/').map(|(end, _)| &path[..end]);
    above.map(str::to_owned).find(|above| root.join(above).is_symlink())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_ours_only_where_it_was_made() {
        let place = tempfile::tempdir().unwrap();
        let [ours, copy] = ["ours", "copy"].map(|name| place.path().join(name));
        fs::create_dir(&ours).unwrap();
        assert_eq!(owner(&ours).unwrap(), Owner::Nobody);
        mark(&ours).unwrap();
        fs::write(ours.join("journal"), "").unwrap();
        assert_eq!(owner(&ours).unwrap(), Owner::Us);
        // A copy has another inode number, whatever its mark contains.
        fs::create_dir(&copy).unwrap();
        for name in [NAME, "journal"] {
            fs::copy(ours.join(name), copy.join(name)).unwrap();
        }
        assert_eq!(owner(&copy).unwrap(), Owner::Others);
        fs::remove_file(copy.join(NAME)).unwrap();
        assert_eq!(owner(&copy).unwrap(), Owner::Others);
        // Moved, it is still the same.
        fs::rename(&ours, place.path().join("moved")).unwrap();
        assert_eq!(owner(&place.path().join("moved")).unwrap(), Owner::Us);
        assert_eq!(owner(&ours).unwrap(), Owner::Gone);
    }
}
