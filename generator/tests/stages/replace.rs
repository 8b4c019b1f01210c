//! Replacing many files while the run is killed: they are all old or all new, at the latest when the next run has begun.
//! A run that ends between two renames in particular is tested where the renames are.

use specweave::files::{FileSet, NewText, digest, interrupted};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const CHILD: &str = "SPECWEAVE_TEST_REPLACES";
const FILES: usize = 20;

fn path(index: usize) -> String {
    format!("pages/{index}.md")
}

fn text(index: usize, state: &str) -> String {
    format!("{index} {state}\n").repeat(50)
}

/// From one state to the other.
fn changes(from: &str, to: &str) -> Vec<NewText> {
    let change = |index| NewText {
        path: path(index),
        old: Some(digest(text(index, from).as_bytes())),
        text: text(index, to),
    };
    (0..FILES).map(change).collect()
}

/// The state that all files are in, if it is one.
fn state(folder: &Path) -> Option<&'static str> {
    let is = |state: &&str| {
        (0..FILES).all(|index| {
            fs::read_to_string(folder.join(path(index))).unwrap() == text(index, state)
        })
    };
    ["one", "two"].into_iter().find(is)
}

/// Not a test of its own: what the next test starts and kills.
#[test]
fn child_that_replaces_until_it_is_killed() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let folder = Path::new(&folder);
    fs::write(folder.with_extension("ready"), "").unwrap();
    loop {
        let set = FileSet::open(folder).unwrap();
        let (from, to) = if state(folder) == Some("one") { ("one", "two") } else { ("two", "one") };
        set.replace(&changes(from, to)).unwrap();
    }
}

#[test]
fn a_killed_run_leaves_one_state_or_a_journal() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("spec");
    fs::create_dir_all(folder.join("pages")).unwrap();
    (0..FILES).for_each(|index| fs::write(folder.join(path(index)), text(index, "one")).unwrap());
    let ready = folder.with_extension("ready");
    let (mut half_way, mut whole) = (0, 0);
    // How often a run is hit at a certain moment depends on the machine, so there are more rounds until both moments were.
    for round in 0_u64..2_000 {
        if round >= 10 && half_way > 0 && whole > 0 {
            break;
        }
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "replace::child_that_replaces_until_it_is_killed"])
            .env(CHILD, &folder)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !ready.exists() {
            std::thread::yield_now();
        }
        fs::remove_file(&ready).unwrap();
        std::thread::sleep(std::time::Duration::from_micros(round * 7_919 % 50_000));
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success());
        if interrupted(&folder).is_some() {
            half_way += 1;
        } else {
            whole += 1;
            assert!(state(&folder).is_some(), "round {round}: a mixture that nothing tells of");
        }
        drop(FileSet::open(&folder).unwrap());
        assert!(state(&folder).is_some(), "round {round}: a mixture after the next run");
        let left: Vec<_> = fs::read_dir(folder.join("pages")).unwrap().collect();
        assert_eq!(left.len(), FILES, "round {round}: {left:?}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "round {round}");
    }
    assert!(half_way > 0 && whole > 0, "{half_way} half way, {whole} whole");
}
