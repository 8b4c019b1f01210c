//! Pages of a real site, if they are at hand.

use crate::place::Place;
use crate::server::{Answer, Server};
use specweave::cli::Exit;
use std::collections::BTreeMap;
use std::fs;

/// The pages in the folder of `SPECWEAVE_PAGES`: they are unchanged without their trailers, and each operation that goes is told.
#[test]
#[ignore = "SPECWEAVE_PAGES has to name a folder of real pages"]
fn pages_of_a_real_site() {
    let folder = std::env::var_os("SPECWEAVE_PAGES").expect("SPECWEAVE_PAGES is not set");
    let place = Place::new();
    let mut config = String::from("pages:\n");
    let (mut plain, mut shorter) = (BTreeMap::new(), BTreeMap::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let (name, text) =
            (path.file_stem().unwrap().to_str().unwrap(), fs::read_to_string(&path).unwrap());
        config.push_str(&format!(
            "  - path: pages/{name}.md\n    address: https://docs.acme.test/{name}\n"
        ));
        place.write(&format!("pages/{name}.md"), &text);
        let body = text.split("\n---\n").next().unwrap();
        plain.insert(format!("/{name}.md"), Answer::page(body));
        // Without the last operation, where there are several.
        let operations: Vec<_> = body.match_indices("\n## ").collect();
        let end = if operations.len() > 1 { operations.last().unwrap().0 } else { body.len() };
        shorter.insert(format!("/{name}.md"), (operations.len() > 1, Answer::page(&body[..end])));
    }
    place.write("specweave.yaml", &config);
    let before = place.all();
    let run = place.pulls(&Server::of(&plain));
    assert!(place.all() == before);
    assert!(run.stderr.contains(&format!("{} unchanged", plain.len())), "{}", run.text());
    let lost = shorter.values().filter(|(lost, _)| *lost).count();
    let shorter = shorter.into_iter().map(|(path, (_, answer))| (path, answer)).collect();
    let run = place.run(&place.from(&Server::of(&shorter).url));
    assert_eq!(run.exit, Exit::Done, "{}", run.text());
    assert!(lost > 0 && run.stderr.contains(&format!("{lost} changed")), "{}", run.text());
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("         - ")).count(), lost);
}
