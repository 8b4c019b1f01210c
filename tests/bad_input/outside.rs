//! Repositories that try to make a run touch files outside of the output folder, and calls whose output folder holds the inputs: an error, and
//! everything is as it was.

use crate::run::{Place, Run, files};
use specweave::cli::{Exit, GenerateOptions};
use std::fs;
use std::path::{Path, PathBuf};

const GOOD: &str = "bad_input/fixtures/good";

/// A place whose output folder holds a page, a configuration and an overlay too.
fn with_inputs() -> Place {
    let place = Place::new();
    let inputs = place.out().join("spec");
    fs::create_dir(&inputs).unwrap();
    fs::copy(Path::new(GOOD).join("pets.md"), inputs.join("pets.md")).unwrap();
    fs::write(inputs.join("specweave.yaml"), "pages:\n  - path: pets.md\n").unwrap();
    let overlay = "overlay: 1.0.0\ninfo: {title: None, version: 1.0.0}\nactions:\n- target: $.info\n  description: So\n  update: {title: Other}\n";
    fs::write(inputs.join("overlay.yaml"), overlay).unwrap();
    place
}

fn refused(place: &Place, options: &GenerateOptions, code: &str) -> Run {
    let run = place.fails(options, Exit::Call);
    assert!(run.stderr.contains(code), "{}", run.stderr);
    run
}

#[test]
fn an_output_folder_does_not_hold_the_pages() {
    let place = with_inputs();
    let spellings = ["sdk/spec/pets.md", "sdk/../sdk/spec", "sdk/src/../spec/pets.md", "sdk/spec"];
    for page in spellings.map(|page| place.path().join(page)) {
        for out in ["sdk", "sdk/", "sdk/src/..", "./sdk"].map(|out| place.path().join(out)) {
            let options = Place::to(&out, &[page.to_str().unwrap()]);
            refused(&place, &options, "SW008");
        }
    }
}

#[test]
fn an_output_folder_does_not_hold_the_configuration_or_an_overlay() {
    let place = with_inputs();
    let inputs = place.out().join("spec");
    let mut options = Place::to(&place.out(), &[GOOD]);
    options.input.config = Some(inputs.join("specweave.yaml"));
    refused(&place, &options, "SW008");
    options.input = Place::to(&place.out(), &[GOOD]).input;
    options.input.overlays = vec![inputs.join("overlay.yaml")];
    let run = refused(&place, &options, "SW008");
    assert!(run.stderr.contains("overlay.yaml"), "{}", run.stderr);
    // What it says is so: listed among the extra files, the inputs stay.
    let config = place.path().join("specweave.yaml");
    fs::write(&config, "crate:\n  extra_files: [spec]\n").unwrap();
    options.input.config = Some(config);
    let run = place.generate(&options);
    assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
    assert_eq!(fs::read_dir(inputs).unwrap().count(), 3);
}

#[cfg(unix)]
#[test]
fn links_do_not_hide_that_an_input_lies_in_the_output_folder() {
    use std::os::unix::fs::symlink;
    let place = with_inputs();
    let at = |path: &str| place.path().join(path);
    fs::create_dir(at("pages")).unwrap();
    fs::copy(Path::new(GOOD).join("pets.md"), at("pages/real.md")).unwrap();
    // From outside into the output folder, directly and by folders; from inside to the outside; and the output folder by another name.
    symlink("../sdk/spec/pets.md", at("pages/link.md")).unwrap();
    symlink("sdk/spec", at("folder")).unwrap();
    symlink("../pages", at("sdk/through")).unwrap();
    symlink("../pages/real.md", at("sdk/out.md")).unwrap();
    symlink("sdk/through", at("round")).unwrap();
    symlink("sdk", at("alias")).unwrap();
    for page in [
        "pages/link.md",
        "folder/pets.md",
        "folder",
        "sdk/through/real.md",
        "sdk/out.md",
        "round/real.md",
    ] {
        for out in ["sdk", "alias"] {
            let options = Place::to(&at(out), &[at(page).to_str().unwrap()]);
            refused(&place, &options, "SW008");
        }
    }
    // A page beside the output folder is none in it.
    let run = place.generate(&Place::to(&at("alias"), &[at("pages/real.md").to_str().unwrap()]));
    assert_eq!(run.exit, Exit::Done, "{}", run.stderr);
}

/// What a clone holds: a working folder with an entry to move, and a link that says where to.
#[cfg(unix)]
#[test]
fn a_hook_is_not_moved_into_the_repository() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let at = |path: &str| place.path().join(path);
    fs::create_dir_all(at(".git/hooks")).unwrap();
    fs::create_dir_all(at(".sdk.specweave/new/hooks")).unwrap();
    fs::write(at(".sdk.specweave/new/hooks/post-checkout"), "evil").unwrap();
    fs::write(at(".sdk.specweave/kept"), "hooks/post-checkout").unwrap();
    symlink("../.git/hooks", place.out().join("hooks")).unwrap();
    let run = refused(&place, &Place::to(&place.out(), &[GOOD]), "SW007");
    insta::assert_snapshot!(run.text());
    assert_eq!(fs::read_dir(at(".git/hooks")).unwrap().count(), 0);
    // Another name of the output folder leads to another working folder, which is refused as well.
    symlink(".git", at("link")).unwrap();
    fs::rename(at(".sdk.specweave"), at("..git.specweave")).unwrap();
    refused(&place, &Place::to(&at("link"), &[GOOD]), "SW007");
}

#[cfg(unix)]
#[test]
fn nothing_behind_a_link_is_moved_or_removed() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let victim = place.path().join("victim");
    fs::create_dir_all(victim.join("notes")).unwrap();
    fs::write(victim.join("notes/file"), "mine").unwrap();
    symlink(&victim, place.out().join("docs")).unwrap();
    let config = place.path().join("specweave.yaml");
    fs::write(&config, "crate:\n  extra_files: [docs/notes]\n").unwrap();
    let mut options = Place::to(&place.out(), &[GOOD]);
    options.input.config = Some(config);
    refused(&place, &options, "SW009");
    // Without that entry the link is removed, and what it leads to is not.
    let before = files(&victim);
    assert_eq!(place.generate(&Place::to(&place.out(), &[GOOD])).exit, Exit::Done);
    assert!(!place.out().join("docs").is_symlink());
    assert!(files(&victim) == before);
}

#[test]
fn extra_files_outside_of_the_output_folder_are_refused() {
    let place = Place::new();
    let config: PathBuf = place.path().join("specweave.yaml");
    for path in [
        "../victim",
        "/etc/passwd",
        "a/../../victim",
        "..",
        "'C:\\x'",
        "'a\\..\\b'",
        "'\\\\host\\x'",
    ] {
        fs::write(&config, format!("crate:\n  extra_files: [{path}]\n")).unwrap();
        let mut options = Place::to(&place.out(), &[GOOD]);
        options.input.config = Some(config.clone());
        let run = place.fails(&options, Exit::Input);
        assert!(run.stderr.contains("SW006"), "{path}: {}", run.stderr);
    }
}
