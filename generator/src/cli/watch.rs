//! `generate --watch`: generates the crate again whenever an input changes.
//!
//! Inputs are checked twice a second by times and sizes of files, which works on every file system.

use super::generate::{Generate, GenerateOptions, read, run_generate_with};
use super::{Exit, Terminal, input};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// Waits before the next check of the inputs; returns `true` to go on.
pub(super) fn pause() -> bool {
    thread::sleep(Duration::from_millis(500));
    true
}

/// Generates, and again after each change, until `pause` returns `false`. Returns the exit of the last run.
pub(super) fn run(
    options: &GenerateOptions,
    terminal: &mut Terminal<'_>,
    generate: &Generate,
    pause: &mut dyn FnMut() -> bool,
) -> Exit {
    if !options.input.paths.iter().all(|path| input::is_path(path)) {
        terminal.say("error: only files and folders can be watched\n");
        return terminal.finish(Exit::Call);
    }
    let mut known = BTreeSet::new();
    loop {
        // Taken before the run, so that a change during it counts.
        let seen = state(options, &mut known);
        let exit = run_generate_with(options, terminal, generate);
        terminal.say("waiting for a change; Ctrl-C ends it\n");
        loop {
            if !pause() {
                return exit;
            }
            if state(options, &mut known) != seen {
                break;
            }
        }
    }
}

/// A file with its time and size.
type Seen = (PathBuf, Option<(SystemTime, u64)>);

/// All files that a run reads. Files that were read once stay in the set even if an error hides others.
fn state(options: &GenerateOptions, known: &mut BTreeSet<PathBuf>) -> BTreeSet<Seen> {
    if let Ok((.., paths)) = read(&options.input, None) {
        *known = paths.into_iter().collect();
    }
    let input = &options.input;
    let named = input.paths.iter().chain(&input.config).chain(&input.overlays);
    known.iter().chain(named).map(|path| (path.clone(), stamp(path))).collect()
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cli::{InputOptions, MessageFormat, Mode};

    const PETS: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\nservers: [{url: 'https://a.example'}]\n\
        paths: {/pets: {get: {operationId: listPets, responses: {'204': {description: OK}}}}}\n";

    #[test]
    fn a_change_is_followed_and_no_other_run_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("pages/pets.yaml");
        fs::create_dir(folder.path().join("pages")).unwrap();
        fs::write(&page, PETS).unwrap();
        let options = GenerateOptions {
            input: InputOptions {
                paths: vec![folder.path().join("pages")],
                ..InputOptions::default()
            },
            out: folder.path().join("sdk"),
            name: None,
            mode: Mode::Write,
            strict: false,
            report: false,
            message_format: MessageFormat::Human,
        };
        let mut said = Vec::new();
        let mut times = 0;
        // No change, a change, a fault, and one more file, each checked once.
        let mut pause = || {
            times += 1;
            match times {
                2 => fs::write(&page, PETS.replace("listPets", "listAllPets")).unwrap(),
                3 => fs::write(&page, "openapi: [").unwrap(),
                4 => fs::write(&page, PETS).unwrap(),
                5 => fs::write(folder.path().join("pages/cars.yaml"), PETS.replace("ets", "ars"))
                    .unwrap(),
                _ => {}
            }
            times < 6
        };
        let mut terminal = Terminal::new(Vec::new(), &mut said);
        run(&options, &mut terminal, &crate::generate, &mut pause);
        drop(terminal);
        let said = String::from_utf8(said).unwrap();
        assert_eq!(said.matches("waiting for a change").count(), 5, "{said}");
        assert!(said.contains("SW106"), "{said}");
        let stdin = InputOptions { paths: vec!["-".into()], ..InputOptions::default() };
        let options = GenerateOptions { input: stdin, ..options };
        let mut terminal = Terminal::new(Vec::new(), Vec::new());
        assert_eq!(run(&options, &mut terminal, &crate::generate, &mut || false), Exit::Call);
    }
}
