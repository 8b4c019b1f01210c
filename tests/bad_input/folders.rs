//! Folders that are not there, not writable or not ours; and `--check`.

use crate::run::{Place, files};
use specweave::cli::{Exit, GenerateOptions, Mode};
use std::fs;

const GOOD: &str = "bad_input/fixtures/good";

#[test]
fn an_empty_folder_of_pages() {
    let place = Place::new();
    fs::create_dir(place.path().join("pages")).unwrap();
    let pages = place.path().join("pages");
    let options = Place::to(&place.out(), &[pages.to_str().unwrap()]);
    insta::assert_snapshot!(place.fails(&options, Exit::Input).text());
}

#[test]
fn a_folder_of_pages_that_does_not_exist() {
    let place = Place::new();
    let options = Place::to(&place.out(), &["bad_input/fixtures/nowhere"]);
    insta::assert_snapshot!(place.fails(&options, Exit::Call).text());
}

#[test]
fn an_overlay_and_a_configuration_that_do_not_exist() {
    let place = Place::new();
    let mut options = Place::to(&place.out(), &[GOOD]);
    options.input.overlays.push("nowhere.yaml".into());
    insta::assert_snapshot!("a_missing_overlay", place.fails(&options, Exit::Call).text());
    options.input.config = Some("nowhere.yaml".into());
    insta::assert_snapshot!("a_missing_config", place.fails(&options, Exit::Call).text());
}

#[test]
fn an_output_folder_below_a_file() {
    let place = Place::new();
    fs::write(place.path().join("file"), "mine").unwrap();
    let options = Place::to(&place.path().join("file/sdk"), &[GOOD]);
    insta::assert_snapshot!(place.fails(&options, Exit::Call).text());
}

#[test]
fn an_output_folder_with_foreign_files() {
    let place = Place::new();
    let foreign = place.path().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("thesis.txt"), "mine").unwrap();
    fs::write(foreign.join("Cargo.toml"), "[package]\nname = \"mine\"\n").unwrap();
    let options = Place::to(&foreign, &[GOOD]);
    insta::assert_snapshot!(place.fails(&options, Exit::Call).text());
}

#[test]
fn check_lists_what_was_changed_removed_and_added_and_a_run_repairs_it() {
    let place = Place::new();
    let before = files(&place.out());
    let check = GenerateOptions { mode: Mode::Check, ..Place::to(&place.out(), &[GOOD]) };
    assert_eq!(place.fails(&check, Exit::Done).stdout, "");

    let models = place.out().join("src/models");
    let pet = fs::read_to_string(models.join("pet.rs")).unwrap();
    fs::write(models.join("pet.rs"), pet.replace("pub id: i64", "pub id: u8")).unwrap();
    fs::remove_file(place.out().join("src/operations/pets.rs")).unwrap();
    fs::write(models.join("added.rs"), "").unwrap();
    insta::assert_snapshot!(place.fails(&check, Exit::Stale).text());

    let run = place.generate(&Place::to(&place.out(), &[GOOD]));
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert!(files(&place.out()) == before);
    assert_eq!(place.generate(&check).exit, Exit::Done);
}
