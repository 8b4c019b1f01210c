//! A text in; a file with that text out, or with its previous text.

use super::FilesError;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file in one step, so that readers see the old text or the new one. A link to it stays a link. Anything but a regular file,
/// such as a pipe, is written to directly.
///
/// # Errors
///
/// The operating system refuses. The file is unchanged.
pub(crate) fn write_text(path: &Path, text: &str) -> Result<(), FilesError> {
    replace(path, text).map_err(FilesError::unwritable(path))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&real).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return fs::write(&real, text);
    }
    let mut name = OsString::from(".");
    name.push(real.file_name().unwrap_or_default());
    name.push(format!(".{}.specweave-new", std::process::id()));
    let staged = real.with_file_name(name);
    let permissions = old.map(|old| old.permissions());
    let done = stage(&staged, text, permissions).and_then(|()| fs::rename(&staged, &real));
    done.inspect_err(|_| {
        let _ = fs::remove_file(&staged);
    })
}

/// Writes a file and flushes it to disk, replacing anything with its name.
pub(super) fn stage(
    staged: &Path,
    text: &str,
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    remove_left_over(staged)?;
    let mut file = File::create_new(staged)?;
    file.write_all(text.as_bytes())?;
    permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
    file.sync_all()
}

/// Removes a file, or a link that would redirect the text.
pub(super) fn remove_left_over(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn a_reader_never_sees_half_a_text() {
        let folder = TempDir::new().unwrap();
        let [path, reader] = ["report.md", "reader"].map(|name| folder.path().join(name));
        write_text(&path, "old").unwrap();
        // A second name of the old file acts as a reader's open file.
        fs::hard_link(&path, &reader).unwrap();
        write_text(&path, "new").unwrap();
        let read = |path| fs::read_to_string(path).unwrap();
        assert_eq!((read(&path), read(&reader)), ("new".into(), "old".into()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_is_not_replaced() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("report.md");
        fs::create_dir(&path).unwrap();
        assert!(write_text(&path, "new").is_err());
        assert!(write_text(&folder.path().join("none/report.md"), "new").is_err());
        assert!(path.is_dir());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = TempDir::new().unwrap();
        let [path, link] = ["report.md", "link.md"].map(|name| folder.path().join(name));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write_text(&link, "new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
