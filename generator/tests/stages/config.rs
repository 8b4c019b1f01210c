//! Reading the configuration and the inputs: what is found, how it is called, and whose fault it is if it is not there.

use specweave::config::{Config, check_crate_name};
use specweave::diagnostic::{Code, Diagnostic};
use specweave::files::{ConfigFile, Fault, load_config, read_inputs};
use specweave::source::Source;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

fn parse(text: &str) -> Result<Config, Vec<Diagnostic>> {
    Config::parse(&Arc::new(Source::new("specweave.yaml", text)))
}

/// The one fault of a configuration: message, line and column, pointer.
fn fault(text: &str) -> (String, Option<(usize, usize)>, String) {
    let [fault] = <[Diagnostic; 1]>::try_from(parse(text).unwrap_err()).unwrap();
    assert_eq!(fault.code, Code::InvalidConfig);
    let place = fault.place.unwrap();
    let position = place.position().map(|position| (position.line, position.column));
    (fault.message, position, place.pointer)
}

fn messages(text: &str) -> Vec<String> {
    parse(text).unwrap_err().into_iter().map(|fault| fault.message).collect()
}

#[test]
fn everything_has_a_default() {
    for text in ["", "# nothing\n", "{}", "\u{feff}", "crate: {}"] {
        assert_eq!(parse(text).unwrap(), Config::default(), "{text:?}");
    }
    assert_eq!(Config::default().package.name, "");
}

#[test]
fn every_key_is_read() {
    let config = parse(
        "crate:\n  name: acme\n  version: 1.2.3-rc.1\n  license: MIT\n  repository: https://a.example\n  \
         description: d\n  authors: [a]\n  regenerate: make\n  extra_files: [./LICENSE, docs/]\n\
         pages:\n  - path: ./pages/a.md\n    address: https://a.example/a\n  - {path: b.json}\n\
         overlays: [./overlay.yaml]\nclient:\n  cookies: true\n  error_schema: E\n  environment: ACME_1\n\
         paging:\n  - {header: RANGED-DATA, range: 'start={start},results={results}', results: 25}\n  \
         - {header: PAGE-TOKEN, token: true, expired: 410}\n\
         pull:\n  suffix: .markdown\n  index: https://a.example/llms-full.txt\n",
    )
    .unwrap();
    assert_eq!(config.pull.suffix, ".markdown");
    assert_eq!(config.pull.index.as_deref(), Some("https://a.example/llms-full.txt"));
    assert_eq!(config.package.version, "1.2.3-rc.1");
    assert_eq!(config.package.extra_files, ["LICENSE", "docs"]);
    assert_eq!(config.pages[0].path, "pages/a.md");
    assert_eq!(config.pages[0].address.as_deref(), Some("https://a.example/a"));
    assert_eq!(config.overlays, ["overlay.yaml"]);
    assert_eq!(config.client.environment.as_deref(), Some("ACME_1"));
    let [range, token] = &config.paging[..] else { panic!("{:?}", config.paging) };
    assert_eq!(
        (range.range.as_deref(), range.results),
        (Some("start={start},results={results}"), Some(25))
    );
    assert_eq!(
        (token.header.as_deref(), token.token, token.expired),
        (Some("PAGE-TOKEN"), true, Some(410))
    );
    assert_eq!(token.place.as_ref().unwrap().pointer, "/paging/1");
}

#[test]
fn what_is_wrong_with_pull_is_told_at_its_place() {
    assert_eq!(Config::default().pull.suffix, ".md");
    let (message, position, pointer) = fault("pull:\n  suffix: /index.md\n");
    assert_eq!(message, "\"/index.md\" cannot end the path of an address");
    assert_eq!((position, pointer.as_str()), (Some((2, 11)), "/pull/suffix"));
    let (message, _, pointer) = fault("pull: {index: llms.txt}\n");
    assert_eq!(message, "the address of the index begins with neither https:// nor http://");
    assert_eq!(pointer, "/pull/index");
    assert!(parse("pull: {retries: 3}").is_err());
}

#[test]
fn what_is_wrong_with_paging_is_told_at_its_place() {
    let entry = |text: &str| fault(&format!("paging:\n  - {{{text}}}\n"));
    let (message, position, pointer) = entry("header: 'a b', token: true");
    assert_eq!(message, "the header \"a b\" is not a header name");
    assert_eq!((position, pointer.as_str()), (Some((2, 14)), "/paging/0/header"));
    for (text, part) in [
        ("header: Accept, token: true", "is never a parameter in OpenAPI"),
        ("header: A", "an entry needs a range or a token"),
        ("header: A, range: '{start} {results}'", "a range needs `results`"),
        ("header: A, range: '{results{start}}', results: 1", "does not hold both"),
        (
            "header: A, range: '{start} {results} {x}', results: 1",
            "braces other than {start} and {results}",
        ),
        ("header: A, range: '{start} {start}', results: 1", "does not hold both"),
        (
            "header: A, range: \"{start} {results}\\n\", results: 1",
            "cannot be the value of a header",
        ),
        (
            "header: A, range: '{start} {results}', results: 1, token: true",
            "either a range or a token",
        ),
        ("header: A, range: '{start} {results}', results: 1, expired: 410", "does not expire"),
        ("header: A, token: true, expired: 600", "from 400 to 599"),
        ("header: A, token: true, results: 5", "does not ask for a number of results"),
    ] {
        let (message, ..) = entry(text);
        assert!(message.contains(part), "{text}: {message}");
    }
    assert!(entry("header: A, tokn: true").0.starts_with("unknown field `tokn`"));
    for (text, expected) in [
        ("token: true", "an entry needs a way to ask for pages"),
        (
            "header: A, token: true, offset: b",
            "an entry has one way to ask for pages, not both header and offset",
        ),
        ("offset: a, size: b", "size cannot be combined with offset"),
        ("offset: a, results: 5", "`results` needs `limit`, the parameter that holds this number"),
        ("page: a, size: b, results: 0", "a page needs at least one result"),
        ("page: a, limit: b", "limit cannot be combined with page"),
        ("offset: /a, limit: b", "`limit` and `offset` must be in the same place"),
        ("page: a, size: /b, results: 5", "`size` and `page` must be in the same place"),
        ("cursor: a", "a cursor needs `next`"),
        ("cursor: a, next: b", "\"b\" is not a JSON pointer"),
        (
            "cursor: a, next: /b, next_header: C",
            "the next page is named either in the body or in a header",
        ),
        ("cursor: a, next_header: 'C:'", "the header \"C:\" is not a header name"),
        (
            "cursor: a, next: /b, expired: 200",
            "an expired token is a failure: a status from 400 to 599",
        ),
        ("next_url: /a, items: b", "\"b\" is not a JSON pointer"),
        (
            "link: true, next_url: /a",
            "an entry has one way to ask for pages, not both next_url and link",
        ),
    ] {
        assert_eq!(entry(text).0, expected, "{text}");
    }
}

#[test]
fn an_unknown_key_is_found_at_its_line_and_column() {
    let (message, position, pointer) = fault("crate:\n  name: acme\n  nmae: x\n");
    assert!(message == "unknown field `nmae`", "{message}");
    assert_eq!((position, pointer.as_str()), (Some((3, 3)), "/crate/nmae"));
    let (message, position, _) = fault("\u{feff}nope: 1\n");
    assert!(message.starts_with("unknown field `nope`"), "{message}");
    assert_eq!(position, Some((1, 1)));
}

#[test]
fn a_wrong_type_is_found_at_its_line_and_column() {
    let (message, position, pointer) =
        fault("pages:\n  - path: é.md\n  - {address: é, path: [a]}\n");
    assert_eq!(message, "invalid type: sequence, expected a string");
    assert_eq!((position, pointer.as_str()), (Some((3, 24)), "/pages/1/path"));
    assert_eq!(fault("crate: acme\n").0, "invalid type: string \"acme\", expected a map of keys");
    assert_eq!(fault("pages:\n  - address: x\n").0, "missing field `path` or `document`");
    assert_eq!(fault("overlays: []\noverlays: []\n").0, "duplicate field `overlays`");
}

#[test]
fn broken_yaml_is_a_finding() {
    for text in ["crate: [", "a: b: c", "\t", "crate: *nope", "---\n{}\n---\n{}\n", "\0", "'"] {
        let (message, ..) = fault(text);
        assert!(!message.is_empty(), "{text:?}");
    }
}

#[test]
fn values_are_checked_and_all_faults_are_listed() {
    let text = "crate:\n  name: Acme\n  version: '1'\n  extra_files: [../a, Cargo.toml, ok]\n\
                pages: [{path: a.md}, {path: ./a.md}, {path: ''}]\noverlays: [o.yaml, o.yaml]\n\
                client: {environment: acme}\n";
    let messages = messages(text);
    let expected = [
        "the crate name \"Acme\" holds characters other than lower case letters, digits, `-` and `_`",
        "the version \"1\" is not valid",
        "the extra file \"../a\" has a part that is `.` or `..`",
        "the extra file \"Cargo.toml\" is the manifest",
        "the page \"a.md\" is listed twice",
        "the path of the page is empty",
        "the overlay \"o.yaml\" is listed twice",
        "\"acme\" cannot start the name of an environment variable",
    ];
    assert_eq!(messages.len(), expected.len(), "{messages:#?}");
    for (message, expected) in messages.iter().zip(expected) {
        assert!(message.starts_with(expected), "{message}\n{expected}");
    }
}

#[test]
fn crate_names_are_those_that_cargo_and_rust_accept() {
    for name in ["acme", "a1", "acme-client", "acme_client", "self-service", "a"] {
        assert_eq!(check_crate_name(name), Ok(()), "{name}");
    }
    let long = "a".repeat(65);
    let bad = [
        "",
        "Acme",
        "1a",
        "-a",
        "_a",
        "a b",
        "ä",
        "a/b",
        "fn",
        "self",
        "crate",
        "async",
        "gen",
        "std",
        "core",
        "alloc",
        "test",
        "proc-macro",
        "build",
        "con",
        &long,
    ];
    for name in bad {
        assert!(check_crate_name(name).is_err(), "{name}");
    }
}

fn files(names: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("text of {name}")).unwrap();
    }
    folder
}

/// The names of all sources below a folder, without the folder's own name.
fn names(folder: &Path, paths: &[&str]) -> Vec<String> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
    let inputs = read_inputs(&paths, &[], None).unwrap();
    let prefix = format!("{}/", folder.display());
    inputs.sources.iter().map(|source| source.name.strip_prefix(&prefix).unwrap().into()).collect()
}

#[test]
fn a_folder_stands_for_its_pages_and_documents() {
    let folder = files(&[
        "p/b.md",
        "p/a/z.JSON",
        "p/a.yaml",
        "p/c.yml",
        "p/.hidden.md",
        "p/.git/x.md",
        "p/x.txt",
        "p/md",
        "p/a.md/inside.md",
        "q.md",
    ]);
    let expected = ["p/a/z.JSON", "p/a.md/inside.md", "p/a.yaml", "p/b.md", "p/c.yml"];
    assert_eq!(names(folder.path(), &["p"]), expected);
    assert_eq!(names(folder.path(), &["p/x.txt", "p/.hidden.md"]), ["p/x.txt", "p/.hidden.md"]);
    assert_eq!(names(folder.path(), &["p/b.md", "p", "p/b.md"])[0], "p/b.md");
    assert_eq!(names(folder.path(), &["p/b.md", "p", "p"]).len(), expected.len());
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    use std::os::unix::fs::symlink;
    let folder = files(&["p/a/x.md", "other/y.md"]);
    let path = folder.path();
    symlink("..", path.join("p/a/up")).unwrap();
    symlink(".", path.join("p/self")).unwrap();
    symlink("../other", path.join("p/other")).unwrap();
    symlink("../p", path.join("other/back")).unwrap();
    symlink("loop", path.join("p/loop")).unwrap();
    assert_eq!(names(path, &["p"]), ["p/a/x.md", "p/other/y.md"]);
    symlink("twice.md", path.join("p/twice.md")).unwrap();
    let unread = read_inputs(&[path.join("p")], &[], None).unwrap_err();
    assert_eq!(unread.diagnostics.len(), 1, "a page that is a link to itself cannot be read");
    assert_eq!(unread.fault, Fault::Input);
}

#[test]
fn all_that_cannot_be_read_is_listed() {
    let folder = files(&["p/a.md", "empty/readme.txt"]);
    let path = folder.path();
    fs::write(path.join("p/bad.md"), b"# Title\n\nab\xffcd\n").unwrap();
    fs::write(path.join("p/wide.md"), b"\xff\xfea\0").unwrap();
    let unread = read_inputs(&[path.join("p"), path.join("empty")], &[], None).unwrap_err();
    let found: Vec<_> = unread.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(found, [Code::NotUtf8, Code::NotUtf8, Code::NoInput]);
    assert_eq!(unread.fault, Fault::Input);
    let bad = &unread.diagnostics[0];
    assert!(bad.message.ends_with("byte 11 does not belong there"), "{}", bad.message);
    let position = bad.place.as_ref().unwrap().position().unwrap();
    assert_eq!((position.line, position.column), (3, 3));
    assert!(unread.diagnostics[1].help.as_deref().unwrap().contains("UTF-16"));
    // A path of the call that is not there weighs more.
    let paths = [path.join("p"), path.join("nope")];
    let unread = read_inputs(&paths, &[path.join("no.yaml")], None).unwrap_err();
    assert_eq!((unread.fault, unread.diagnostics.len()), (Fault::Call, 4));
    assert_eq!(read_inputs(&[], &[], None).unwrap_err().fault, Fault::Call);
}

#[test]
fn pages_of_the_configuration_are_called_as_it_calls_them() {
    let folder = files(&["spec/pages/a.md", "spec/o1.yaml", "o2.yaml", "other.md"]);
    let path = folder.path().join("spec/specweave.yaml");
    fs::write(&path, "pages: [{path: pages/a.md}]\noverlays: [./o1.yaml]\n").unwrap();
    let file: ConfigFile = load_config(&path).unwrap();
    let overlays = [folder.path().join("o2.yaml")];
    let inputs = read_inputs(&[], &overlays, Some(&file)).unwrap();
    assert_eq!(inputs.sources[0], Source::new("pages/a.md", "text of spec/pages/a.md"));
    assert_eq!(inputs.overlays[0].name, "o1.yaml");
    assert_eq!(inputs.overlays[1].text, "text of o2.yaml");
    // Paths replace the pages, and a folder does not stand for the configuration and the overlays in it.
    let inputs = read_inputs(&[folder.path().to_owned()], &overlays, Some(&file)).unwrap();
    let texts: Vec<_> = inputs.sources.iter().map(|source| source.text.as_str()).collect();
    assert_eq!(texts, ["text of other.md", "text of spec/pages/a.md"]);
    assert_eq!(inputs.overlays.len(), 2);
}

#[test]
fn a_listed_page_that_is_not_there_is_the_configurations_fault() {
    let folder = files(&[]);
    let path = folder.path().join("c.yaml");
    fs::write(&path, "pages: [{path: a.md}]\n").unwrap();
    let unread = read_inputs(&[], &[], Some(&load_config(&path).unwrap())).unwrap_err();
    assert_eq!(unread.fault, Fault::Input);
    let place = unread.diagnostics[0].place.as_ref().unwrap();
    assert_eq!(place.pointer, "/pages/0/path");
    assert!(place.source.name.ends_with("c.yaml"));
    fs::write(&path, "pages: []\n").unwrap();
    let unread = read_inputs(&[], &[], Some(&load_config(&path).unwrap())).unwrap_err();
    assert_eq!((unread.fault, unread.diagnostics[0].code), (Fault::Input, Code::NoInput));
    assert_eq!(load_config(&folder.path().join("no.yaml")).unwrap_err().fault, Fault::Call);
    fs::write(&path, b"\xff").unwrap();
    assert_eq!(load_config(&path).unwrap_err().fault, Fault::Input);
}

/// All faults of a configuration: line, message and help.
fn faults(text: &str) -> Vec<String> {
    let shown = |fault: Diagnostic| {
        let line = fault.place.unwrap().position().unwrap().line;
        let help = fault.help.map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{line}: {}{help}", fault.message)
    };
    parse(text).unwrap_err().into_iter().map(shown).collect()
}

#[test]
fn one_run_reports_all_faults_of_keys_types_and_values() {
    let found = faults(
        "crate:\n  name: Corner Shop\n  versoin: 0.1.0\n  version: v1\nclient:\n  cookies: \"yes\"\n  timeout: 10\n\
         names: {tags: paths}\npaging:\n  - {cursor: cursor, next: next_cursor}\n\
         waiters:\n  - {name: a, operaton: getA, at: /b, done: [c], every: 5}\n",
    );
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "2: the crate name \"Corner Shop\" holds characters other than lower case letters, digits, `-` and `_`",
            "3: unknown field `versoin` (did you mean `version`?)",
            "4: the version \"v1\" is not valid: unexpected character 'v' while parsing major version number (write three numbers: 0.1.0)",
            "6: invalid type: string \"yes\", expected a boolean",
            "7: unknown field `timeout`, expected one of `cookies`, `error_schema`, `environment`",
            "8: unknown variant `paths` (did you mean `path`?)",
            "10: \"next_cursor\" is not a JSON pointer (write /next_cursor)",
            "12: unknown field `operaton` (did you mean `operation`?)",
            "12: invalid type: integer `5`, expected a tuple of size 2",
        ]
    );
}

#[test]
fn an_item_of_a_wrong_type_does_not_move_the_places_of_others() {
    let found = faults("pages:\n  - a.md\n  - {path: b.md, adress: x}\nprefer: 1\n");
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "2: invalid type: string \"a.md\", expected a map of keys",
            "4: invalid type: integer `1`, expected a sequence",
        ]
    );
}

#[test]
fn one_mistake_is_one_message() {
    for (text, expected) in [
        (
            "client:\ncrate: {exampels: false}\n",
            "2: unknown field `exampels` (did you mean `examples`?)",
        ),
        ("client:\ncrate: {examples: 5}\n", "2: invalid type: integer `5`, expected a boolean"),
        ("names: {stutter: true}\n", "1: unknown variant `true`, expected `keep` or `strip`"),
        (
            "crate: {dependencies: {schemars: 1}}\n",
            "1: invalid type: integer `1`, expected a version in quotes, or a map of version, features, default_features and path",
        ),
        (
            "crate: {dependencies: {x: {version: '1', default-features: false}}}\n",
            "1: unknown field `default-features` (did you mean `default_features`?)",
        ),
        ("crate: {dependencies: {x: {features: [a]}}}\n", "1: missing field `version`"),
        (
            "waiters: [{name: a, operation: getA, at: /b, done: [c], every: [5], timeout: 5}]\n",
            "1: invalid length 1, expected a tuple of size 2",
        ),
        (
            "waiters: [{name: a, operation: getA, at: /b, done: c, every: [5, 6], timeout: 5}]\n",
            "1: invalid type: string \"c\", expected a sequence",
        ),
        (
            "waiters: [{name: a, operation: getA, at: /b, done: [c], failed: [c], every: [5, 6], timeout: 5}]\n",
            "1: \"c\" is given two meanings (list each value once: in `done`, `failed` or `going_on`)",
        ),
        (
            "types: [{match: Pet, derive: [Debug]}]\n",
            "1: every type implements `Debug` already (remove it)",
        ),
        (
            "formats: {date-time: String}\n",
            "1: \"String\" is not the path of a type of a crate in `crate.dependencies` (write std::string::String)",
        ),
    ] {
        assert_eq!(faults(text), [expected], "{text}");
    }
    let [found] = faults("paging: [{header: A, range: '{start} {results}', results: -1}]")
        .try_into()
        .unwrap();
    let found: String = found;
    assert!(found.starts_with("1: invalid "), "{found}");
}

#[test]
fn a_page_without_a_fragment_is_left_out_of_a_folder_that_has_others() {
    let folder = files(&["README.md"]);
    let path = folder.path();
    fs::write(path.join("README.md"), "# x\n\nhello\n").unwrap();
    let bundled =
        |paths: &[PathBuf]| specweave::bundle(read_inputs(paths, &[], None).unwrap(), &|_| {});
    let codes = |found: Vec<Diagnostic>| found.iter().map(|own| own.code).collect::<Vec<_>>();
    // Alone, it is an error.
    assert!(
        codes(bundled(&[path.to_owned()]).unwrap_err().diagnostics).contains(&Code::NoFragment)
    );
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\n\
        paths: {/a: {get: {operationId: a, responses: {'204': {description: d}}}}}\n";
    fs::write(path.join("openapi.yaml"), document).unwrap();
    let (_, found) = bundled(&[path.to_owned()]).unwrap();
    assert!(codes(found).contains(&Code::NoFragmentInFolder));
    // So it is if it is named itself.
    let named = [path.join("openapi.yaml"), path.join("README.md")];
    assert!(codes(bundled(&named).unwrap_err().diagnostics).contains(&Code::NoFragment));
}
