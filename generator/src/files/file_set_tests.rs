//! Replacing several files, with a failure or the end of the run at every step.

use super::*;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// All files below a folder, hidden ones included.
fn read(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.insert(path.clone(), "(folder)".to_owned());
            found.extend(read(&path));
        } else {
            found.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// Two existing pages, a missing one, and another file.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    for (path, text) in [("pages/a.md", "old a"), ("pages/b.md", "old b"), ("overlay.yaml", "{}")] {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

fn new_texts() -> Vec<NewText> {
    let new = |path: &str, old: Option<&str>, text: &str| NewText {
        path: path.to_owned(),
        old: old.map(|old| digest(old.as_bytes())),
        text: text.to_owned(),
    };
    vec![
        new("pages/a.md", Some("old a"), "new a"),
        new("more/deep/c.md", None, "new c"),
        new("pages/b.md", Some("old b"), "new b"),
    ]
}

/// Fails from the rename after this number on.
fn failing(at: usize) -> impl FnMut(&Path, &Path) -> io::Result<()> {
    let mut count = 0;
    move |from, to| {
        count += 1;
        if count > at { Err(io::ErrorKind::PermissionDenied.into()) } else { fs::rename(from, to) }
    }
}

#[test]
fn all_files_are_replaced_and_nothing_is_left_beside_them() {
    let folder = folder();
    FileSet::open(folder.path()).unwrap().replace(&new_texts()).unwrap();
    let found = read(folder.path());
    let text = |path: &str| found[&folder.path().join(path)].as_str();
    assert_eq!(
        ["pages/a.md", "pages/b.md", "more/deep/c.md"].map(text),
        ["new a", "new b", "new c"]
    );
    assert_eq!(found.len(), 4 + 3, "{found:?}");
}

#[test]
fn a_rename_that_fails_leaves_everything_as_it_was() {
    for at in 0..3 {
        let folder = folder();
        let before = read(folder.path());
        let set = FileSet::open(folder.path()).unwrap();
        let error = set.replace_by(&new_texts(), failing(at)).unwrap_err();
        assert!(matches!(error, ReplaceError::Refused { .. }), "{at}: {error}");
        drop(set);
        assert_eq!(read(folder.path()), before, "{at}");
    }
}

/// The run ends after some renames, without cleaning up: the next one restores the old texts.
#[test]
fn a_run_that_was_killed_is_undone_by_the_next() {
    for at in 0..=3 {
        let folder = folder();
        let before = read(folder.path());
        let set = FileSet::open(folder.path()).unwrap();
        let journal = set.journal(&new_texts()).unwrap();
        set.stage(&journal, &new_texts()).unwrap();
        assert_eq!(set.swap(&journal, failing(at)).is_ok(), at == 3);
        assert!(interrupted(folder.path()).is_some());
        // Keeps the folder with the journal, as a killed run does, and releases the lock.
        drop(set);
        assert!(interrupted(folder.path()).is_some());
        drop(FileSet::open(folder.path()).unwrap());
        assert_eq!(read(folder.path()), before, "{at}");
        assert!(interrupted(folder.path()).is_none());
    }
}

#[test]
fn a_run_that_was_killed_while_it_tidied_up_keeps_the_new_texts() {
    let folder = folder();
    let set = FileSet::open(folder.path()).unwrap();
    let journal = set.journal(&new_texts()).unwrap();
    set.stage(&journal, &new_texts()).unwrap();
    set.swap(&journal, |from, to| fs::rename(from, to)).unwrap();
    set.rename_durably("journal", "done").unwrap();
    drop(set);
    assert!(interrupted(folder.path()).is_none());
    drop(FileSet::open(folder.path()).unwrap());
    assert_eq!(read(folder.path()).len(), 4 + 3);
    assert_eq!(fs::read_to_string(folder.path().join("pages/b.md")).unwrap(), "new b");
}

#[test]
fn what_someone_wrote_after_a_killed_run_is_left_alone() {
    let folder = folder();
    let set = FileSet::open(folder.path()).unwrap();
    let journal = set.journal(&new_texts()).unwrap();
    set.stage(&journal, &new_texts()).unwrap();
    set.swap(&journal, failing(2)).unwrap_err();
    drop(set);
    fs::remove_file(folder.path().join("pages/a.md")).unwrap();
    fs::write(folder.path().join("pages/a.md"), "by hand").unwrap();
    drop(FileSet::open(folder.path()).unwrap());
    let found = read(folder.path());
    assert_eq!(found[&folder.path().join("pages/a.md")], "by hand");
    assert_eq!(found[&folder.path().join("pages/b.md")], "old b");
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn a_file_that_was_changed_in_the_meantime_is_not_overwritten() {
    for changed in [Some("by hand"), None] {
        let folder = folder();
        let path = folder.path().join("pages/b.md");
        fs::remove_file(&path).unwrap();
        if let Some(text) = changed {
            fs::write(&path, text).unwrap();
        }
        let before = read(folder.path());
        let error = FileSet::open(folder.path()).unwrap().replace(&new_texts()).unwrap_err();
        assert!(matches!(&error, ReplaceError::Changed(at) if at.ends_with("b.md")), "{error}");
        assert_eq!(read(folder.path()), before);
    }
}

#[test]
fn two_runs_at_once_are_refused() {
    let folder = folder();
    let first = FileSet::open(folder.path()).unwrap();
    assert!(matches!(FileSet::open(folder.path()), Err(ReplaceError::Busy(_))));
    drop(first);
    drop(FileSet::open(folder.path()).unwrap());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let elsewhere = TempDir::new().unwrap();
    let real = elsewhere.path().join("real.md");
    fs::write(&real, "old b").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let page = folder.path().join("pages/b.md");
    fs::remove_file(&page).unwrap();
    symlink(&real, &page).unwrap();
    // Neither in the folder nor among the outside files of the call.
    let mut texts = new_texts();
    for path in ["pages/b.md", page.to_str().unwrap()] {
        texts[2].path = path.to_owned();
        let before = read(folder.path());
        let set = FileSet::open_with(folder.path(), [page.to_str().unwrap().to_owned()]).unwrap();
        let error = set.replace(&texts).unwrap_err();
        assert!(matches!(error, ReplaceError::Outside { .. }), "{error}");
        drop(set);
        assert_eq!(read(folder.path()), before);
        assert_eq!(fs::read_to_string(&real).unwrap(), "old b");
    }
    // A folder above an outside file of the call may be a link.
    let link = folder.path().join("elsewhere");
    symlink(elsewhere.path(), &link).unwrap();
    texts[2].path = link.join("real.md").to_str().unwrap().to_owned();
    let outside = [texts[2].path.clone()];
    FileSet::open_with(folder.path(), outside).unwrap().replace(&texts).unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "new b");
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

/// Two folders next to each other: a victim in one, and links to it in the other.
#[cfg(unix)]
#[test]
fn links_do_not_lead_a_page_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let elsewhere = TempDir::new().unwrap();
    let victim = elsewhere.path().join("b.md");
    fs::write(&victim, "old b").unwrap();
    let pages = folder.path().join("pages");
    let replaces = || {
        let set = FileSet::open(folder.path()).unwrap();
        let error = set.replace(&new_texts()).unwrap_err();
        assert!(matches!(error, ReplaceError::Outside { .. }), "{error}");
        assert_eq!(fs::read_to_string(&victim).unwrap(), "old b");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    };
    // The folder of the pages, the folder above a missing page, and a page.
    symlink(elsewhere.path(), folder.path().join("more")).unwrap();
    replaces();
    fs::remove_file(folder.path().join("more")).unwrap();
    fs::remove_file(pages.join("b.md")).unwrap();
    symlink(&victim, pages.join("b.md")).unwrap();
    replaces();
    fs::rename(&pages, folder.path().join("real")).unwrap();
    symlink("real", &pages).unwrap();
    replaces();
}

#[test]
fn a_path_outside_is_not_replaced_unless_the_call_names_it() {
    let parent = folder();
    let folder = parent.path().join("pages");
    let whole = parent.path().join("overlay.yaml").to_str().unwrap().to_owned();
    for path in ["../overlay.yaml", "a/../../overlay.yaml", &whole, "./a.md", "a\\b.md", "C:a.md"] {
        let old = digest_of(&folder.join(path)).unwrap();
        let text = NewText { path: path.to_owned(), old, text: "evil".to_owned() };
        let before = read(parent.path());
        let set = FileSet::open(&folder).unwrap();
        let error = set.replace(std::slice::from_ref(&text)).unwrap_err();
        assert!(matches!(error, ReplaceError::Outside { .. }), "{path}: {error}");
        drop(set);
        assert_eq!(read(parent.path()), before, "{path}");
    }
}

/// A repository may contain a folder with a journal that no run left there.
#[test]
fn a_journal_of_others_is_refused_and_left_as_it_is() {
    let folder = folder();
    let work = folder.path().join(FOLDER);
    let entry = Entry {
        path: "pages/a.md".to_owned(),
        real: PathBuf::new(),
        existed: false,
        new: digest(b"old a"),
    };
    let journal = Journal { files: vec![entry], folders: Vec::new() };
    for name in ["journal", "done"] {
        fs::create_dir(&work).unwrap();
        fs::write(work.join(name), serde_json::to_string(&journal).unwrap()).unwrap();
        for mark in ["", "specweave 1 2\n"] {
            fs::write(work.join("made"), mark).unwrap();
            let before = read(folder.path());
            let error = FileSet::open(folder.path()).unwrap_err();
            assert!(matches!(error, ReplaceError::Foreign { .. }), "{name}: {error}");
            assert_eq!(read(folder.path()), before, "{name}");
        }
        fs::remove_dir_all(&work).unwrap();
    }
}

/// Even a journal in our own folder may not contain outside paths.
#[test]
fn a_journal_that_is_not_as_we_write_it_is_refused() {
    let parent = folder();
    let folder = parent.path().join("pages");
    let victim = parent.path().join("overlay.yaml");
    let whole = victim.to_str().unwrap();
    let file =
        |path: &str| serde_json::json!({"path": path, "existed": false, "new": digest(b"{}")});
    let journal = |files: &[serde_json::Value], folders: &[&str]| {
        serde_json::json!({"files": files, "folders": folders}).to_string()
    };
    let bad = [
        journal(&[file("../overlay.yaml")], &[]),
        journal(&[file(whole)], &[]),
        journal(&[file("a.md/../../overlay.yaml")], &[]),
        journal(&[file("..\\overlay.yaml")], &[]),
        journal(&[file("a.md"), file("../overlay.yaml")], &[]),
        journal(&[], &["../empty"]),
        journal(&[file("a.md")], &[""]),
        journal(&[file("a.md")], &[parent.path().join("empty").to_str().unwrap()]),
        journal(&[file("more/a.md")], &["more", "mor"]),
        journal(&[file("a.md"), file("a.md")], &[]),
        r#"{"files":[{"path":"a.md","existed":false,"new":"x"}],"folders":[]}"#.to_owned(),
        r#"{"files":[],"folders":[],"more":1}"#.to_owned(),
        "[]".to_owned(),
        String::new(),
        "\0".to_owned(),
    ];
    fs::create_dir(parent.path().join("empty")).unwrap();
    for text in &bad {
        for name in ["journal", "done"] {
            let set = FileSet::open(&folder).unwrap();
            fs::write(folder.join(FOLDER).join("journal"), "").unwrap();
            drop(set);
            fs::remove_file(folder.join(FOLDER).join("journal")).unwrap();
            fs::write(folder.join(FOLDER).join(name), text).unwrap();
            let before = read(parent.path());
            let error = FileSet::open(&folder).unwrap_err();
            assert!(matches!(error, ReplaceError::Foreign { .. }), "{text}: {error}");
            assert_eq!(read(parent.path()), before, "{text}");
            fs::remove_dir_all(folder.join(FOLDER)).unwrap();
        }
    }
}

/// A link in the place of a new text does not redirect it.
#[cfg(unix)]
#[test]
fn links_in_the_way_of_new_texts_are_removed() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let victim = TempDir::new().unwrap();
    let target = victim.path().join("made");
    for name in [".a.md.specweave-new", ".a.md.specweave-old"] {
        symlink(&target, folder.path().join("pages").join(name)).unwrap();
    }
    FileSet::open(folder.path()).unwrap().replace(&new_texts()).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("pages/a.md")).unwrap(), "new a");
    assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 0);
}
