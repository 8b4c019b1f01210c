//! Writing and comparing output folders: nothing foreign is touched, and nothing is ever half written.

use specweave::files::{
    Difference, DifferenceKind, FilesError, GENERATED_MARK, LineDifference, Written, compare,
    ensure_ours, stage, write,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

type Files = BTreeMap<String, String>;

/// An output with the mark and these files.
fn output(files: &[(&str, &str)]) -> Files {
    let manifest = format!("{GENERATED_MARK}; do not edit\n[package]\n");
    let mut all = Files::from([("Cargo.toml".to_owned(), manifest)]);
    all.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    all
}

/// All regular files below a folder.
fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn place(folder: &TempDir) -> (PathBuf, PathBuf) {
    (folder.path().join("sdk"), folder.path().join(".sdk.specweave"))
}

fn paths(differences: &[Difference]) -> Vec<(&str, &str)> {
    let kind = |difference: &Difference| match difference.kind {
        DifferenceKind::Changed(_) => "changed",
        DifferenceKind::Missing => "missing",
        DifferenceKind::Orphan => "orphan",
    };
    differences.iter().map(|found| (found.path.as_str(), kind(found))).collect()
}

#[test]
fn a_folder_is_made_with_its_parents_and_nothing_is_left_beside_it() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("a/b/sdk");
    let files = output(&[("src/lib.rs", "//! Ü\n"), ("src/models/user.rs", "")]);
    let written = write(&files, &out, &[]).unwrap();
    assert_eq!((written.written, written.unchanged, written.removed), (3, 0, 0));
    assert_eq!(read(&out), files);
    assert_eq!(fs::read_dir(out.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn the_check_passes_exactly_after_a_write() {
    let folder = TempDir::new().unwrap();
    let (out, _) = place(&folder);
    let files = output(&[("a.rs", "one\ntwo\n"), ("b.rs", "")]);
    assert_eq!(compare(&files, &out, &[]).unwrap().len(), 3, "a folder that is not there");
    assert!(!out.exists(), "a check writes nothing");
    write(&files, &out, &[]).unwrap();
    assert_eq!(compare(&files, &out, &[]).unwrap(), []);

    fs::write(out.join("a.rs"), "one\ntwo!\n").unwrap();
    fs::remove_file(out.join("b.rs")).unwrap();
    fs::create_dir(out.join("src")).unwrap();
    fs::write(out.join("src/c.rs"), "").unwrap();
    let differences = compare(&files, &out, &[]).unwrap();
    assert_eq!(
        paths(&differences),
        [("a.rs", "changed"), ("b.rs", "missing"), ("src/c.rs", "orphan")]
    );
    let line = LineDifference { line: 2, want: Some("two".into()), got: Some("two!".into()) };
    assert_eq!(differences[0].kind, DifferenceKind::Changed(Some(line)));
    let written = write(&files, &out, &[]).unwrap();
    assert_eq!(written, Written { written: 2, unchanged: 1, removed: 1, differences });
    assert_eq!(read(&out), files);
    assert!(!out.join("src").exists());
}

#[test]
fn every_byte_counts() {
    let folder = TempDir::new().unwrap();
    let (out, _) = place(&folder);
    let files = output(&[("a.rs", "one\ntwo\n")]);
    write(&files, &out, &[]).unwrap();
    let line = |text: &[u8]| {
        fs::write(out.join("a.rs"), text).unwrap();
        match compare(&files, &out, &[]).unwrap().pop().unwrap().kind {
            DifferenceKind::Changed(Some(line)) => (line.line, line.want, line.got),
            other => panic!("{other:?}"),
        }
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(line(b"one\r\ntwo\n"), (1, some("one"), some("one\r")));
    assert_eq!(line(b"one\ntwo"), (3, some(""), None));
    assert_eq!(line(b"one\ntwo\n\n"), (4, None, some("")));
    assert_eq!(line(b"one\n\xff\n"), (2, some("two"), some("\u{fffd}")));
    assert_eq!(line(b""), (1, some("one"), some("")));
}

#[test]
fn nothing_is_touched_if_nothing_differs() {
    let folder = TempDir::new().unwrap();
    let (out, _) = place(&folder);
    let files = output(&[("a.rs", "1"), ("b.rs", "2")]);
    write(&files, &out, &[]).unwrap();
    let time = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
    let (before, root) = (time(&out), time(folder.path()));
    std::thread::sleep(std::time::Duration::from_millis(20));
    let written = write(&files, &out, &[]).unwrap();
    assert_eq!((written.written, written.unchanged), (0, 3));
    assert_eq!((time(&out), time(folder.path())), (before, root));

    let unchanged = time(&out.join("a.rs"));
    write(&output(&[("a.rs", "1"), ("b.rs", "3")]), &out, &[]).unwrap();
    assert_eq!(time(&out.join("a.rs")), unchanged, "a file that did not change keeps its time");
    assert!(time(&out.join("b.rs")) > unchanged);
}

#[test]
fn what_people_keep_stays() {
    let folder = TempDir::new().unwrap();
    let (out, _) = place(&folder);
    let extra = ["LICENSE".to_owned(), "notes".to_owned(), "docs/why.md".to_owned()];
    write(&output(&[("LICENSE", "generated"), ("a.rs", "1")]), &out, &extra).unwrap();
    assert!(!out.join("LICENSE").exists(), "an extra file is never written");
    let kept = [
        "LICENSE",
        "notes/a/b.md",
        "docs/why.md",
        "target/debug/x",
        ".git/HEAD",
        ".gitignore",
        "Cargo.lock",
    ];
    for path in kept {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), path).unwrap();
    }
    let files = output(&[("LICENSE", "generated"), ("a.rs", "2"), ("docs/b.md", "")]);
    let written = write(&files, &out, &extra).unwrap();
    assert_eq!((written.written, written.removed), (2, 0));
    for path in kept {
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), path);
    }
    assert_eq!(compare(&files, &out, &extra).unwrap(), []);
    // Without the list they are orphans, and so are entries of those names further down.
    write(&output(&[("src/lib.rs", "")]), &out, &[]).unwrap();
    assert!(!out.join("LICENSE").exists() && !out.join("notes").exists());
    assert!(out.join("target/debug/x").exists());
    fs::create_dir(out.join("src/target")).unwrap();
    fs::write(out.join("src/target/x"), "").unwrap();
    let differences = compare(&output(&[("src/lib.rs", "")]), &out, &[]).unwrap();
    assert_eq!(paths(&differences), [("src/target/x", "orphan")]);
}

#[test]
fn a_folder_that_was_not_generated_is_refused() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let files = output(&[]);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("Cargo.toml"), "[package]\nname = \"mine\"\n").unwrap();
    for result in [write(&files, &out, &[]).map(drop), stage(&files, &out, &[]).map(drop)] {
        assert!(matches!(result, Err(FilesError::OtherCrate { .. })), "{result:?}");
    }
    assert_eq!(read(&out).len(), 1);
    assert!(!staging.exists());

    // A repository without anything in it is as good as an empty folder.
    fs::remove_file(out.join("Cargo.toml")).unwrap();
    fs::create_dir(out.join(".git")).unwrap();
    fs::write(out.join("LICENSE"), "").unwrap();
    assert!(ensure_ours(&out, &[]).is_err());
    let extra = ["LICENSE".to_owned()];
    ensure_ours(&out, &extra).unwrap();
    write(&files, &out, &extra).unwrap();
    assert!(out.join(".git").exists() && out.join("LICENSE").exists());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    let real = folder.path().join("real");
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("lib.rs"), "mine").unwrap();
    let out = folder.path().join("link");
    // The output folder itself may be a link, even to a folder that is still to be made.
    symlink("real", &out).unwrap();
    let files = output(&[("src/lib.rs", "1"), ("b.rs", "2")]);
    write(&files, &out, &[]).unwrap();
    assert!(out.is_symlink());
    assert_eq!(read(&real), files);

    fs::remove_dir_all(real.join("src")).unwrap();
    symlink(&elsewhere, real.join("src")).unwrap();
    fs::remove_file(real.join("b.rs")).unwrap();
    symlink(elsewhere.join("lib.rs"), real.join("b.rs")).unwrap();
    symlink("nowhere", real.join("dangling")).unwrap();
    let differences = compare(&files, &out, &[]).unwrap();
    assert_eq!(
        paths(&differences),
        [("b.rs", "changed"), ("dangling", "orphan"), ("src", "orphan"), ("src/lib.rs", "missing")]
    );
    write(&files, &out, &[]).unwrap();
    assert!(out.is_symlink());
    assert_eq!(read(&real), files);
    assert!(!real.join("src").is_symlink() && !real.join("b.rs").is_symlink());
    assert_eq!(fs::read_to_string(elsewhere.join("lib.rs")).unwrap(), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn an_output_folder_that_cannot_be_made_is_an_error() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "mine").unwrap();
    for out in ["file", "file/sdk", "file/a/sdk"] {
        let error = write(&output(&[]), &folder.path().join(out), &[]).unwrap_err();
        assert!(matches!(error, FilesError::Unwritable { .. }), "{error}");
    }
    assert!(write(&output(&[]), Path::new("/"), &[]).is_err());
    // The staging folder's name is taken: nothing can be built, the old content stays.
    let (out, staging) = place(&folder);
    let old = output(&[("a.rs", "old")]);
    write(&old, &out, &[]).unwrap();
    fs::write(&staging, "mine").unwrap();
    let error = write(&output(&[("a.rs", "new")]), &out, &[]).unwrap_err();
    assert!(matches!(error, FilesError::Unwritable { .. }), "{error}");
    assert_eq!(read(&out), old);
    assert_eq!(fs::read_to_string(staging).unwrap(), "mine");
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    let folder = TempDir::new().unwrap();
    let (out, _) = place(&folder);
    let bad: [&[&str]; 14] = [
        &[""],
        &["../a"],
        &["a/../../b"],
        &["/etc/a"],
        &["C:/a"],
        &["a\\b"],
        &["./a"],
        &["a//b"],
        &["a/"],
        &["a\0b"],
        &["a.rs", "A.rs"],
        &["src/a", "SRC/A/b.rs"],
        &[".git/config"],
        &["Target/x"],
    ];
    for paths in bad {
        let files: Vec<_> = paths.iter().map(|path| (*path, "x")).collect();
        let files = output(&files);
        assert!(matches!(write(&files, &out, &[]), Err(FilesError::Path { .. })), "{paths:?}");
        assert!(matches!(stage(&files, &out, &[]), Err(FilesError::Path { .. })), "{paths:?}");
        assert!(matches!(compare(&files, &out, &[]), Err(FilesError::Path { .. })), "{paths:?}");
    }
    let kept = ["../mine".to_owned()];
    assert!(matches!(write(&output(&[]), &out, &kept), Err(FilesError::Path { .. })));
    assert!(matches!(write(&Files::new(), &out, &[]), Err(FilesError::Unmarked)));
    assert!(matches!(compare(&Files::new(), &out, &[]), Err(FilesError::Unmarked)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn nothing_changes_before_the_commit() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let old = output(&[("a.rs", "old"), ("gone.rs", "")]);
    let new = output(&[("a.rs", "new"), ("b.rs", "")]);
    write(&old, &out, &[]).unwrap();
    fs::create_dir(out.join("target")).unwrap();

    let staged = stage(&new, &out, &[]).unwrap();
    assert_eq!(read(&out), old);
    assert!(staging.join("new/b.rs").exists());
    drop(staged);
    assert_eq!(read(&out), old);
    assert!(!staging.exists(), "a run that gives up tidies up");

    stage(&new, &out, &[]).unwrap().commit().unwrap();
    assert_eq!(read(&out), new);
    assert!(out.join("target").is_dir());
    assert!(!staging.exists());
}

/// The working folder of a run that was killed: what it made is there, and its lock is not held any more.
fn killed(files: &Files, out: &Path, staging: &Path) {
    let staged = stage(files, out, &[]).unwrap();
    let away = staging.with_extension("away");
    fs::rename(staging, &away).unwrap();
    drop(staged);
    fs::rename(&away, staging).unwrap();
    for entry in fs::read_dir(staging).unwrap() {
        let path = entry.unwrap().path();
        match path.file_name().unwrap().to_str().unwrap() {
            "lock" | "made" => {}
            _ if path.is_dir() => fs::remove_dir_all(path).unwrap(),
            _ => fs::remove_file(path).unwrap(),
        }
    }
}

#[test]
fn the_next_run_tidies_up_after_one_that_was_killed() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let (old, new) = (output(&[("a.rs", "old")]), output(&[("a.rs", "new")]));
    write(&old, &out, &[]).unwrap();
    fs::create_dir(out.join("target")).unwrap();
    fs::write(out.join("target/x"), "built").unwrap();
    // Killed while building.
    killed(&new, &out, &staging);
    fs::create_dir_all(staging.join("new/src")).unwrap();
    fs::write(staging.join("new/src/half.rs"), "ha").unwrap();
    write(&old, &out, &[]).unwrap();
    assert_eq!(compare(&old, &out, &[]).unwrap(), []);
    assert!(!staging.exists() && out.join("target/x").exists());
    // Killed after the exchange, before `target` moved over.
    killed(&new, &out, &staging);
    fs::create_dir_all(staging.join("new")).unwrap();
    fs::rename(out.join("target"), staging.join("new/target")).unwrap();
    fs::write(staging.join("kept"), "target").unwrap();
    write(&new, &out, &[]).unwrap();
    assert_eq!(fs::read_to_string(out.join("target/x")).unwrap(), "built");
    assert_eq!(fs::read_to_string(out.join("a.rs")).unwrap(), "new");
    // Killed between two renames: there is no output folder at all.
    killed(&new, &out, &staging);
    fs::create_dir_all(staging.join("new")).unwrap();
    fs::rename(&out, staging.join("old")).unwrap();
    fs::write(staging.join("kept"), "target").unwrap();
    drop(stage(&old, &out, &[]).unwrap());
    assert_eq!(compare(&new, &out, &[]).unwrap(), []);
    assert_eq!(fs::read_to_string(out.join("target/x")).unwrap(), "built");
    assert!(!staging.exists());
}

/// A repository may hold a folder of the name in which a run works, which no run left there.
#[test]
fn a_working_folder_of_others_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let (old, new) = (output(&[("a.rs", "old")]), output(&[("a.rs", "new")]));
    let states: [&[(&str, &str)]; 6] = [
        &[("new/hooks/post-checkout", "evil"), ("kept", "hooks/post-checkout")],
        &[("new/target/evil", "evil")],
        &[("old/Cargo.toml", "evil"), ("lock", "")],
        &[("kept", "../../victim")],
        &[("made", "specweave 12 34\n"), ("new/Cargo.lock", "evil"), ("lock", "")],
        &[("mine.txt", "not of a run at all")],
    ];
    for state in states {
        write(&old, &out, &[]).unwrap();
        for (path, text) in state {
            fs::create_dir_all(staging.join(path).parent().unwrap()).unwrap();
            fs::write(staging.join(path), text).unwrap();
        }
        for there in [true, false] {
            if !there {
                fs::remove_dir_all(&out).unwrap();
            }
            let before = read(folder.path());
            for result in [write(&new, &out, &[]).map(drop), stage(&new, &out, &[]).map(drop)] {
                let error = result.unwrap_err();
                assert!(matches!(error, FilesError::ForeignWork { .. }), "{state:?}: {error}");
                assert_eq!(read(folder.path()), before, "{state:?}");
            }
        }
        fs::remove_dir_all(&staging).unwrap();
    }
}

/// Even where a run of ours was interrupted, nothing outside is moved, and nothing is moved to the outside.
#[test]
fn a_journal_that_names_something_outside_is_refused() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let (old, new) = (output(&[("a.rs", "old")]), output(&[("a.rs", "new")]));
    write(&old, &out, &[]).unwrap();
    fs::write(folder.path().join("victim"), "mine").unwrap();
    let whole = folder.path().join("victim").to_str().unwrap().to_owned();
    for kept in ["../../victim", "../victim", &whole, "a\\..\\victim", "C:x", "a//b", ".", "a\u{0}"]
    {
        killed(&new, &out, &staging);
        fs::create_dir_all(staging.join("new")).unwrap();
        fs::write(staging.join("kept"), format!("target\n{kept}")).unwrap();
        let before = read(folder.path());
        let error = write(&new, &out, &[]).unwrap_err();
        assert!(matches!(error, FilesError::ForeignWork { .. }), "{kept:?}: {error}");
        assert_eq!(read(folder.path()), before, "{kept:?}");
        fs::remove_dir_all(&staging).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_is_kept_does_not_move_through_links() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let (old, new) = (output(&[("a.rs", "old")]), output(&[("a.rs", "new")]));
    let victim = folder.path().join("victim");
    fs::create_dir_all(victim.join("notes")).unwrap();
    fs::write(victim.join("notes/file"), "mine").unwrap();
    let extra = ["docs/notes".to_owned()];
    write(&old, &out, &[]).unwrap();
    // Out of the link's folder.
    symlink(&victim, out.join("docs")).unwrap();
    let before = read(&victim);
    let error = write(&new, &out, &extra).unwrap_err();
    assert!(matches!(error, FilesError::Linked { .. }), "{error}");
    assert_eq!(fs::read_to_string(out.join("a.rs")).unwrap(), "old");
    assert_eq!(read(&victim), before);
    // Into it, and out of a link in the working folder.
    for from in [&staging.join("new/docs"), &staging.join("new")] {
        fs::remove_file(out.join("docs")).unwrap();
        killed(&new, &out, &staging);
        if from.ends_with("new") {
            symlink(&victim, from).unwrap();
            symlink("nowhere", out.join("docs")).unwrap();
        } else {
            fs::create_dir_all(from).unwrap();
            fs::write(from.join("hook"), "evil").unwrap();
            symlink(&victim, out.join("docs")).unwrap();
        }
        fs::write(staging.join("kept"), "docs/hook\ndocs/notes").unwrap();
        let error = write(&new, &out, &extra).unwrap_err();
        let refused = matches!(error, FilesError::Linked { .. } | FilesError::ForeignWork { .. });
        assert!(refused, "{error}");
        assert_eq!(read(&victim), before);
        fs::remove_dir_all(&staging).unwrap();
    }
    // The working folder is a link, or its lock is.
    symlink(&victim, &staging).unwrap();
    let error = write(&new, &out, &[]).unwrap_err();
    assert!(matches!(error, FilesError::ForeignWork { .. }), "{error}");
    fs::remove_file(&staging).unwrap();
    fs::create_dir(&staging).unwrap();
    symlink(victim.join("made-by-the-lock"), staging.join("lock")).unwrap();
    let error = write(&new, &out, &[]).unwrap_err();
    assert!(matches!(error, FilesError::ForeignWork { .. }), "{error}");
    assert_eq!(read(&victim), before);
}

/// Two outputs that share files, and differ in others and in their number.
fn versions() -> [Files; 2] {
    ["one", "two"].map(|version| {
        let mut files = output(&[("only.rs", version), (version, "")]);
        for number in 0..40 {
            let text = if number % 2 == 0 { version } else { "same" };
            files.insert(format!("src/m{}/f{number}.rs", number % 4), text.repeat(200));
        }
        files
    })
}

const CHILD: &str = "SPECWEAVE_TEST_WRITES_TO";

/// Not a test of its own: what the next test starts and kills.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Some(out) = std::env::var_os(CHILD) else { return };
    let [one, two] = versions();
    fs::write(Path::new(&out).with_extension("ready"), "").unwrap();
    loop {
        write(&one, Path::new(&out), &[]).unwrap();
        write(&two, Path::new(&out), &[]).unwrap();
    }
}

#[test]
fn a_killed_run_leaves_the_old_or_the_new_output() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let [one, two] = versions();
    write(&one, &out, &[]).unwrap();
    fs::write(out.join("Cargo.lock"), "locked").unwrap();
    fs::create_dir(out.join("target")).unwrap();
    fs::write(out.join("target/x"), "built").unwrap();
    let (mut left_over, mut seen) = (0, [0, 0]);
    let ready = out.with_extension("ready");
    // How often a run is hit at a certain moment depends on the machine, so there are more rounds until both moments were.
    for round in 0_u64..2_000 {
        if round >= 40 && left_over > 0 && seen[1] > 0 {
            break;
        }
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "files::child_that_writes_until_it_is_killed"])
            .env(CHILD, &out)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !ready.exists() {
            // Not at once again: the run that is waited for needs the time.
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
        fs::remove_file(&ready).unwrap();
        std::thread::sleep(std::time::Duration::from_micros(round * 7_919 % 20_000));
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success());
        left_over += usize::from(staging.exists());
        let found = [&one, &two].map(|files| compare(files, &out, &[]).unwrap().is_empty());
        assert!(found[0] || found[1], "round {round}: {:?}", compare(&one, &out, &[]));
        seen = [seen[0] + usize::from(found[0]), seen[1] + usize::from(found[1])];
        assert_eq!(fs::read_to_string(out.join("Cargo.lock")).unwrap(), "locked");
    }
    assert!(left_over > 0, "no run was killed while it wrote");
    assert!(seen[1] > 0, "no run was killed after it wrote");
    write(&two, &out, &[]).unwrap();
    assert_eq!(compare(&two, &out, &[]).unwrap(), []);
    assert_eq!(fs::read_to_string(out.join("target/x")).unwrap(), "built");
    assert!(!staging.exists());
}

#[test]
fn two_runs_at_a_time_wait_for_each_other() {
    let folder = TempDir::new().unwrap();
    let (out, staging) = place(&folder);
    let versions = versions();
    std::thread::scope(|scope| {
        for files in &versions {
            scope.spawn(|| {
                for _ in 0..25 {
                    stage(files, &out, &[]).unwrap().commit().unwrap();
                }
            });
        }
    });
    let fits = |files| compare(files, &out, &[]).unwrap().is_empty();
    assert!(versions.iter().any(fits));
    assert!(!staging.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn the_output_is_there_and_whole_at_every_moment() {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = TempDir::new().unwrap();
    let (out, _) = place(&folder);
    let [one, two] = versions();
    write(&one, &out, &[]).unwrap();
    if renameat_with(CWD, &out, CWD, &out, RenameFlags::EXCHANGE).is_err() {
        return; // This file system cannot exchange folders; two renames leave a gap.
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(Ordering::Relaxed) {
                let text = fs::read_to_string(out.join("only.rs"));
                assert!(matches!(text.as_deref(), Ok("one" | "two")), "{text:?}");
                seen += 1;
            }
            seen
        });
        for _ in 0..30 {
            write(&two, &out, &[]).unwrap();
            write(&one, &out, &[]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(watcher.join().unwrap() > 100);
    });
}
