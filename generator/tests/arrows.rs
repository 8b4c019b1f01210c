//! Arrows only go down: each room of the house uses the rooms before it in its list, and no two modules use each other, except in the rooms
//! that are listed as circular.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

#[path = "arrows/imports.rs"]
mod imports;

use imports::{Crate, Import, Module};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms of the generator, each after those that it uses.
const ROOMS: &[&str] = &[
    "source",
    "stack",
    "diagnostic",
    "document",
    "spelling",
    "markdown",
    "config",
    "extract",
    "merge",
    "link",
    "overlay",
    "select",
    "defects",
    "keywords",
    "normalize",
    "ir",
    "lower",
    "name",
    "sample",
    "surface",
    "model",
    "emit",
    "render",
    "report",
    "pipeline",
    "files",
    "diff",
    "pull",
    "drift",
    "cli",
];

#[test]
fn arrows_between_rooms_only_go_down() {
    let wrong = faults(&imports::read(Path::new("src")), ROOMS);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rooms in which modules use each other: what is lowered nests, and a finding of `diff` is of both of its sides.
const CIRCULAR: &[&str] = &["diff", "lower"];

#[test]
fn no_two_modules_of_a_room_use_each_other() {
    let (allowed, circles): (Vec<_>, Vec<_>) = circles(&imports::read(Path::new("src")))
        .into_iter()
        .partition(|(module, _)| CIRCULAR.contains(&module[0].as_str()));
    assert!(circles.is_empty(), "modules that use each other: {circles:?}");
    let rooms: BTreeSet<&str> = allowed.iter().map(|(module, _)| module[0].as_str()).collect();
    assert!(rooms.iter().eq(CIRCULAR), "the rooms with circles are {rooms:?}");
}

/// The rooms of the runtime, each after those that it uses.
const RUNTIME: &[&str] = &[
    "json",
    "values",
    "url",
    "bodies",
    "errors",
    "wire",
    "transport",
    "calls",
    "paging",
    "streams",
    "waiting",
    "xml",
];

fn runtime() -> Crate {
    let folder = Path::new("runtime");
    imports::read_at(&folder.join("mod.rs"), folder, &["runtime".to_owned()])
}

#[test]
fn arrows_in_the_runtime_only_go_down() {
    let house = runtime();
    assert!(house.imports.len() > 100, "only {} imports were found", house.imports.len());
    let wrong = faults(&house, RUNTIME);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_modules_of_the_runtime_use_each_other() {
    let circles = circles(&runtime());
    assert!(circles.is_empty(), "modules that use each other: {circles:?}");
}

#[test]
fn the_page_of_the_runtime_can_be_read_from_top_to_bottom() {
    let house = runtime();
    let page = fs::read_to_string("runtime/README.md").unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| [`"));
    let order: Vec<Module> = rows
        .flat_map(|row| {
            let names: Vec<String> = row.split('`').skip(1).step_by(2).map(Into::into).collect();
            let (room, files) = names.split_first().unwrap();
            files.iter().map(|file| vec![room.clone(), file.clone()]).collect::<Vec<_>>()
        })
        .collect();
    let files: BTreeSet<&Module> =
        house.modules.iter().filter(|module| module.len() == 2).collect();
    assert_eq!(order.iter().collect::<BTreeSet<_>>(), files);
    let place = |module: &Module| order.iter().position(|known| known == module);
    // What a room itself uses for its files stands in its `mod.rs`, which is not on the page; the rooms have an order of their own.
    let is_back = |own: &&Import| place(&own.from).is_some_and(|from| place(&own.to) > Some(from));
    let back: Vec<_> = house.imports.iter().filter(is_back).collect();
    assert!(back.is_empty(), "files that come before what they use: {back:#?}");
}

#[test]
fn what_goes_up_or_round_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("lib.rs", "mod low; mod high; mod odd; pub use high::Thing;"),
        ("low.rs", "use crate::Thing; #[cfg(test)] mod tests { use crate::odd::Odd; }"),
        ("odd.rs", "pub struct Odd; fn f() { quote!(crate::high::Thing) }"),
        ("high/mod.rs", "mod a; mod b; pub use a::Thing; use crate::{low, odd::Odd};"),
        ("high/a.rs", "pub struct Thing; fn f() { println!(\"{}\", super::b::g()) }"),
        ("high/b.rs", "pub(crate) fn g() -> super::Thing { super::super::low::h() }"),
    ];
    fs::create_dir(folder.path().join("high")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let house = imports::read(folder.path());
    assert_eq!(
        faults(&house, &["low", "high", "gone"]),
        [
            "the room odd is not in the list",
            "the list has a room gone, and the crate has none",
            "low uses Thing of high::a",
        ]
    );
    let names = circles(&house).into_iter().map(|(module, _)| module.join("::"));
    assert_eq!(names.collect::<Vec<_>>(), ["high", "high::a", "high::b", "low"]);
}

/// The imports that go up, and the rooms that are missing, in the list or in the crate.
fn faults(house: &Crate, rooms: &[&str]) -> Vec<String> {
    let height = |room: &str| rooms.iter().position(|known| *known == room);
    let there: BTreeSet<&str> =
        house.modules.iter().filter_map(|module| module.first().map(String::as_str)).collect();
    let unlisted = there.iter().filter(|room| height(room).is_none());
    let gone = rooms.iter().filter(|room| !there.contains(*room));
    let missing = unlisted
        .map(|room| format!("the room {room} is not in the list"))
        .chain(gone.map(|room| format!("the list has a room {room}, and the crate has none")));
    let is_up = |import: &&Import| match (import.from.first(), import.to.first()) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(from), Some(to)) => height(to) > height(from),
    };
    let up = house.imports.iter().filter(is_up);
    let up = up.map(|Import { from, to, path }| {
        format!("{} uses {path} of {}", from.join("::"), to.join("::"))
    });
    missing.chain(up).collect()
}

/// The modules that use each other, directly or through others, each with those others. A module and those inside of it are one.
fn circles(house: &Crate) -> Vec<(Module, Vec<Module>)> {
    let mut uses: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for Import { from, to, .. } in &house.imports {
        let common = from.iter().zip(to).take_while(|(from, to)| from == to).count();
        if common < from.len().min(to.len()) {
            uses.entry(from[..=common].to_vec()).or_default().insert(to[..=common].to_vec());
        }
    }
    let reach = |start: &Module| {
        let mut found = BTreeSet::new();
        let mut open: Vec<&Module> = uses.get(start).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if found.insert(next.clone()) {
                open.extend(uses.get(next).into_iter().flatten());
            }
        }
        found
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        uses.keys().map(|module| (module, reach(module))).collect();
    let in_circle = reached.iter().filter(|(module, found)| found.contains(**module));
    in_circle
        .map(|(module, found)| {
            let others = found.iter().filter(|other| {
                other != module && reached.get(other).is_some_and(|back| back.contains(*module))
            });
            ((*module).clone(), others.cloned().collect())
        })
        .collect()
}
