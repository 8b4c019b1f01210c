//! A document, a folder of pages or the address of either in; a commented configuration for it, and its schema for editors, out.

use super::generate::check_name;
use super::stop::Stop;
use super::{CONFIG, Exit, NAME, Terminal, numbers};
use crate::config::{check_address, crate_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{parse_any, yaml};
use crate::files::{self, SCHEMA_FILE};
use crate::select::{
    has_namespaces, has_path_prefixes, has_paths_in_ids, has_tags_in_ids, untagged,
};
use clap::Args;
use serde_json::Value;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Component, Path, PathBuf};

/// The JSON Schema of the configuration.
pub(super) const CONFIG_SCHEMA: &str = include_str!("../../schemas/config.json");

/// The JSON Schema of overlays.
pub(super) const OVERLAY_SCHEMA: &str = include_str!("../../schemas/overlay.json");

const TEMPLATE: &str = include_str!("init.yaml");

/// The overlay that `init` writes if a document needs one.
const OVERLAY_FILE: &str = "overlay.yaml";

/// The options of `init`.
#[derive(Debug, Clone, Args)]
pub(super) struct InitArgs {
    /// The source of the crate: a document, a folder of pages or documents, or the address of a page or document; without it, a prompt
    /// asks for it
    #[arg(value_name = "SOURCE")]
    source: Option<String>,
    /// Write the configuration to this file
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    config: PathBuf,
    /// Name the crate; default: derived from the document's title, or from the name of the folder
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
}

/// Facts about the source.
struct Facts {
    /// The path of the page or folder, relative to the configuration.
    path: String,
    /// Its address.
    address: Option<String>,
    /// The name of the API.
    title: String,
    /// Whether no operation has a tag, and tags could be taken from their paths.
    is_untagged: bool,
    /// Whether operationIds end with their path and method.
    has_paths_in_ids: bool,
    /// Whether operationIds begin or end with the words of their tag, or begin with a class.
    has_tags_in_ids: bool,
    /// Whether operations have no ids, and paths that begin with `api` or a version.
    has_path_prefixes: bool,
    /// Whether component schemas have namespaces before their names.
    has_namespaces: bool,
    /// The overlay that its numbers need.
    overlay: Option<String>,
}

/// Writes the configuration, and explains the next steps.
pub(super) fn run(args: &InitArgs, terminal: &mut Terminal<'_>) -> Exit {
    let exit = match write_files(args, terminal) {
        Ok(()) => Exit::Done,
        Err(stop) => {
            terminal.diagnostics(&stop.diagnostics);
            stop.exit
        }
    };
    terminal.finish(exit)
}

fn write_files(args: &InitArgs, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    if args.config.exists() {
        let message = format!("`{}` already exists", args.config.display());
        return Err(fault(Code::UnwritableOutput, message, "name another file with --config"));
    }
    let source = match &args.source {
        Some(source) => source.clone(),
        None if io::stdin().is_terminal() => {
            ask(terminal, "Generate the crate from which document, folder or address?")?
        }
        None => {
            let message = "the configuration needs a source, and none was given";
            let help = "name a document, a folder of pages, or the address of a page: specweave init openapi.yaml";
            return Err(fault(Code::NoInput, message.into(), help));
        }
    };
    let facts = examine(&source, &args.config)?;
    let name = args.name.clone().unwrap_or_else(|| crate_name(&facts.title));
    check_name(&name)?;
    let out = output_folder(&facts, &name);
    let text = text(&facts, &name, &out, &args.config);
    let folder = args.config.parent().unwrap_or(Path::new(""));
    let schema = (folder.join(SCHEMA_FILE), CONFIG_SCHEMA);
    let overlay = facts.overlay.as_deref().map(|text| (folder.join(OVERLAY_FILE), text));
    if let Some((path, _)) = overlay.as_ref().filter(|(path, _)| path.exists()) {
        let message = format!("`{}` already exists", path.display());
        return Err(fault(
            Code::UnwritableOutput,
            message,
            "move it away, or write to another folder",
        ));
    }
    let mut wrote = Vec::new();
    for (path, text) in [(args.config.clone(), text.as_str()), schema].into_iter().chain(overlay) {
        files::write_text(&path, text)?;
        wrote.push(crate::render::one_line(&path.display().to_string()));
    }
    let config = word(&wrote[0]);
    let first = match facts.address {
        Some(_) if cfg!(feature = "pull") => {
            format!("`{NAME} pull --config {config}` fetches the page, and ")
        }
        Some(_) => format!(
            "save the page as `{}` beside it (this program was built without `pull`), and ",
            facts.path
        ),
        None => String::new(),
    };
    terminal.say(&format!(
        "wrote {}; {first}`{NAME} generate --config {config} --out {}` makes the crate\n",
        wrote.join(", "),
        word(&out)
    ));
    Ok(())
}

/// The folder of the crate: its name, unless the source is there.
fn output_folder(facts: &Facts, name: &str) -> String {
    if facts.path.split('/').next() == Some(name) {
        format!("{name}-client")
    } else {
        name.to_owned()
    }
}

fn fault(code: Code, message: String, help: &str) -> Stop {
    Stop::calls(vec![Diagnostic::new(code, message).help(help)])
}

/// Prompts for a line.
fn ask(terminal: &mut Terminal<'_>, question: &str) -> Result<String, Stop> {
    terminal.say(&format!("{question}: "));
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    let line = line.trim().to_owned();
    if read.is_err() || line.is_empty() {
        let help = "name it as an argument";
        return Err(fault(Code::NoInput, "no source was given".into(), help));
    }
    Ok(line)
}

fn examine(source: &str, config: &Path) -> Result<Facts, Stop> {
    if source.contains("://") {
        return of_address(source);
    }
    let path = Path::new(source);
    if source == "-" {
        let message = "a configuration names its sources, and standard input has no name";
        let help = "save the document to a file, and name that: specweave init openapi.yaml";
        return Err(fault(Code::UnreadableInput, message.into(), help));
    }
    if !path.exists() {
        let message = format!("`{source}` does not exist");
        return Err(fault(Code::UnreadableInput, message, "correct the path"));
    }
    let document = if path.is_dir() { None } else { parse_any(&files::read_source(path)?) };
    if is_document(source) && !document.as_ref().is_some_and(Value::is_object) {
        let message = format!("`{source}` is not a JSON or YAML object");
        let help = "name an OpenAPI document, a page in Markdown, or a folder of these";
        return Err(fault(Code::UnreadableInput, message, help));
    }
    let document = document.unwrap_or_default();
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = whole.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Facts {
        path: relative(path, config),
        address: None,
        title: title(&document).unwrap_or(name),
        is_untagged: untagged(&document).is_some(),
        has_paths_in_ids: has_paths_in_ids(&document),
        has_tags_in_ids: has_tags_in_ids(&document),
        has_path_prefixes: has_path_prefixes(&document),
        has_namespaces: has_namespaces(&document),
        overlay: numbers::overlay(&document),
    })
}

/// The facts about a page of a site or a document, which will be fetched to a file of its name.
fn of_address(address: &str) -> Result<Facts, Stop> {
    check_address(address).map_err(|reason| {
        let message = format!("the address {reason}");
        fault(
            Code::AddressAsInput,
            message,
            "write a whole address: https://docs.acme.example/users",
        )
    })?;
    let rest = address.split("://").nth(1).unwrap_or_default();
    let plain = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = plain.split_once('/').unwrap_or((plain, ""));
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or("index");
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let file: String = last.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    let file = file.trim_matches('.');
    let is_document = [".json", ".yaml", ".yml", ".md"].iter().any(|ending| file.ends_with(ending));
    let file = if is_document { file.to_owned() } else { format!("{file}.md") };
    let title = host.trim_start_matches("docs.").trim_start_matches("www.");
    let title = title.rsplit_once('.').map_or(title, |(name, _)| name);
    let address = Some(address.to_owned());
    Ok(Facts {
        path: format!("pages/{file}"),
        address,
        title: title.to_owned(),
        is_untagged: false,
        has_paths_in_ids: false,
        has_tags_in_ids: false,
        has_path_prefixes: false,
        has_namespaces: false,
        overlay: None,
    })
}

/// The title of a document.
fn title(document: &Value) -> Option<String> {
    let title = document.pointer("/info/title")?.as_str()?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// A path relative to the folder of the configuration, with `/` between folders.
fn relative(path: &Path, config: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (to, config) = (whole(path), whole(config));
    let from = config.parent().unwrap_or(Path::new(""));
    let (to, from): (Vec<_>, Vec<_>) = (to.components().collect(), from.components().collect());
    let common = to.iter().zip(&from).take_while(|(one, other)| one == other).count();
    let up = from[common..].iter().map(|_| "..".to_owned());
    let down = to[common..].iter().filter(|part| !matches!(part, Component::CurDir));
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// Whether a path has the extension of a document.
fn is_document(path: &str) -> bool {
    [".json", ".yaml", ".yml"].iter().any(|ending| path.ends_with(ending))
}

fn text(facts: &Facts, name: &str, out: &str, config: &Path) -> String {
    let address = match &facts.address {
        Some(address) => format!("    address: {}", scalar(address)),
        None => "    # Its public address, which the documentation links to.\n    #: address: https://docs.acme.example/users".to_owned(),
    };
    let key = if is_document(&facts.path) { "document" } else { "path" };
    let proposals = [
        (facts.is_untagged, "tags: path"),
        (facts.has_paths_in_ids, "path_in_ids: strip"),
        (facts.has_tags_in_ids, "stutter: strip"),
        (facts.has_path_prefixes, "path_prefix: strip"),
        (facts.has_namespaces, "namespaces: strip"),
    ];
    let proposed = proposals.into_iter().filter_map(|(is_so, option)| is_so.then_some(option));
    let names = match proposed.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => {
            "#: names: { tags: path, stutter: strip, operations: [{ strip_prefix: api_ }] }".into()
        }
        options => format!("names: {{ {options} }}"),
    };
    // The output folder is relative to the folder of the call, and so is the configuration; an absolute path is of one machine only.
    let file = match config.is_absolute() {
        true => Path::new(config.file_name().unwrap_or_default()),
        false => config,
    };
    let file = word(&file.to_string_lossy());
    let command = format!("{NAME} generate --config {file} --out {}", word(out));
    let values = [
        ("SCHEMA", SCHEMA_FILE.to_owned()),
        ("NAME", scalar(name)),
        ("COMMAND", scalar(&command)),
        ("TITLE", scalar(&format!("Client of {}", facts.title))),
        ("ENTRY", format!("  - {key}: {}", scalar(&facts.path))),
        ("ADDRESS", address),
        ("NAMES", names),
        (
            "OVERLAYS",
            format!(
                "{}overlays: [{OVERLAY_FILE}]",
                if facts.overlay.is_some() { "" } else { "#: " }
            ),
        ),
    ];
    let line = |line: &str| {
        let value = values.iter().find_map(|(key, value)| Some((line.strip_suffix(key)?, value)));
        value.map_or_else(|| format!("{line}\n"), |(start, value)| format!("{start}{value}\n"))
    };
    TEMPLATE.lines().map(line).collect()
}

/// A text as one word of a shell.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:\\".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A text as a YAML scalar on one line.
fn scalar(text: &str) -> String {
    let line = crate::render::one_line(text);
    let entry = std::collections::BTreeMap::from([("key", line.as_str())]);
    let written = yaml::to_string(&entry).unwrap_or_default();
    let scalar = written.trim_end().strip_prefix("key: ").unwrap_or_default();
    if scalar.contains('\n') || scalar.starts_with(['|', '>']) {
        return Value::from(line).to_string();
    }
    scalar.to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::{Config, Redundant};
    use crate::source::Source;
    use std::sync::Arc;

    fn init(folder: &Path, source: &str) -> (Exit, String) {
        let args = InitArgs {
            source: Some(source.to_owned()),
            config: folder.join("specweave.yaml"),
            name: None,
        };
        let mut said = Vec::new();
        let exit = run(&args, &mut Terminal::new(Vec::new(), &mut said));
        (exit, String::from_utf8(said).unwrap())
    }

    fn read(folder: &Path) -> (String, Config) {
        let text = fs::read_to_string(folder.join("specweave.yaml")).unwrap();
        let config =
            Config::parse(&Arc::new(Source::new("specweave.yaml", text.as_str()))).unwrap();
        (text, config)
    }

    #[test]
    fn a_document_a_folder_and_an_address_get_a_configuration() {
        let document =
            "openapi: 3.0.3\ninfo: {title: 'Pets: \"all\" # of them', version: '1'}\npaths: {}\n";
        let site = "https://docs.acme.example/api/users?lang=en";
        for (source, name, path, address) in [
            ("docs/pets.yaml", "pets-all-of-them", "docs/pets.yaml", None),
            ("docs", "docs", "docs", None),
            (site, "acme", "pages/users.md", Some(site)),
            (
                "https://acme.example/v1/openapi.json",
                "acme",
                "pages/openapi.json",
                Some("https://acme.example/v1/openapi.json"),
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("docs")).unwrap();
            fs::write(folder.path().join("docs/pets.yaml"), document).unwrap();
            let named = if address.is_some() { source.into() } else { folder.path().join(source) };
            let (exit, said) = init(folder.path(), named.to_str().unwrap());
            assert_eq!(exit, Exit::Done, "{said}");
            let (text, config) = read(folder.path());
            assert_eq!(config.package.name, name);
            let out = if source == "docs" { "docs-client" } else { name };
            assert!(config.package.regenerate.ends_with(&format!(" --out {out}")), "{text}");
            assert!(
                said.contains(SCHEMA_FILE) && said.contains(&format!(" --out {out}`")),
                "{said}"
            );
            assert_eq!(config.pages[0].path, path);
            assert_eq!(config.pages[0].address.as_deref(), address);
            assert!(text.starts_with("# yaml-language-server: $schema=specweave.schema.json\n"));
            let schema = fs::read_to_string(folder.path().join(SCHEMA_FILE)).unwrap();
            assert_eq!(schema, CONFIG_SCHEMA);
            // An existing file is not overwritten.
            assert_eq!(init(folder.path(), source).0, Exit::Call);
        }
    }

    #[test]
    fn ids_that_say_the_path_or_the_tag_again_are_shortened() {
        let operation =
            |id: &str| format!("{{get: {{operationId: {id}, tags: [Pets], responses: {{}}}}}}");
        for (ids, names) in [
            (["a_a_get", "b_b_get"], Some("{ path_in_ids: strip }")),
            (["listPets", "pets/find"], Some("{ stutter: strip }")),
            (["pets_a_get", "pets_b_get"], Some("{ path_in_ids: strip, stutter: strip }")),
            (["PetsController_a", "PetsController_b"], Some("{ stutter: strip }")),
            (["a", "b_b_get"], None),
            (["listPets", "find"], None),
        ] {
            let [a, b] = ids.map(operation);
            let document = format!(
                "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {a}, /b: {b}}}\n"
            );
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.yaml"), document).unwrap();
            init(folder.path(), folder.path().join("a.yaml").to_str().unwrap());
            let (text, config) = read(folder.path());
            let line = text.lines().find_map(|line| line.strip_prefix("names: "));
            assert_eq!(line, names);
            let is_short = |option| names.is_some_and(|names| names.contains(option));
            assert_eq!(config.names.path_in_ids == Redundant::Strip, is_short("path_in_ids"));
            assert_eq!(config.names.stutter == Redundant::Strip, is_short("stutter"));
        }
    }

    #[test]
    fn prefixes_of_paths_without_ids_and_namespaces_are_taken() {
        let component = |name: &str| format!("{name}: {{type: string}}");
        for (paths, schemas, names) in [
            (["/api/v1/a", "/api/v1/b"], ["A", "B"], Some("{ path_prefix: strip }")),
            (["/a", "/b"], ["Acme.Models.A", "Acme.Models.B"], Some("{ namespaces: strip }")),
            (["/a", "/b"], ["model.A", "model.B"], Some("{ namespaces: strip }")),
            // Nothing tells them apart then.
            (["/a", "/v1/b"], ["a.v1.A", "a.v2.A"], None),
            (["/a", "/b"], ["Search.Is", "Search.Not"], None),
        ] {
            let paths =
                paths.map(|path| format!("{path}: {{get: {{tags: [A], responses: {{}}}}}}"));
            let schemas = schemas.map(component).join(", ");
            let document = format!(
                "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{{}}}\ncomponents: {{schemas: {{{schemas}}}}}\n",
                paths.join(", ")
            );
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.yaml"), document).unwrap();
            init(folder.path(), folder.path().join("a.yaml").to_str().unwrap());
            let (text, _) = read(folder.path());
            assert_eq!(text.lines().find_map(|line| line.strip_prefix("names: ")), names);
        }
    }

    #[test]
    fn all_that_the_configuration_shows_as_a_comment_can_be_used() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.yaml"), "openapi: 3.0.3\n").unwrap();
        init(folder.path(), folder.path().join("a.yaml").to_str().unwrap());
        let (text, _) = read(folder.path());
        let shown = text.lines().map(|line| match line.split_once("#: ") {
            Some((space, option)) if space.trim().is_empty() => format!("{space}{option}\n"),
            _ => format!("{line}\n"),
        });
        let shown: String = shown.collect();
        assert_eq!(shown.matches("#: ").count(), 0);
        let config =
            Config::parse(&Arc::new(Source::new("specweave.yaml", shown.as_str()))).unwrap();
        assert!(config.client.cookies && !config.paging.is_empty() && !config.waiters.is_empty());
        assert!(!config.select.is_all() && !config.types.is_empty() && !config.retry.is_empty());
        assert!(!config.streams.is_empty());
    }

    #[test]
    fn tags_are_taken_from_paths_where_there_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let path =
            |name| format!("/v1/{name}s: {{get: {{responses: {{'204': {{description: OK}}}}}}}}");
        let paths: Vec<String> = ('a'..='m').map(path).collect();
        let document = format!("openapi: 3.0.3\npaths: {{{}}}\n", paths.join(", "));
        fs::write(folder.path().join("a.yaml"), &document).unwrap();
        init(folder.path(), folder.path().join("a.yaml").to_str().unwrap());
        assert_eq!(read(folder.path()).1.names.tags, crate::config::TagSource::Path);
    }

    #[test]
    fn numbers_that_may_be_texts_get_an_overlay() {
        let folder = tempfile::tempdir().unwrap();
        let document = |kinds: &str| {
            let digits = r"pattern: '^-?(?:0|[1-9]\d*)$'";
            format!(
                "openapi: 3.1.1\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a: {{get: {{operationId: a, tags: [A], \
                 responses: {{'200': {{description: OK, content: {{application/json: {{schema: {{type: object, properties: {{a: {{type: {kinds}, format: \
                 int32, {digits}}}}}}}}}}}}}}}}}}}\n"
            )
        };
        for (kinds, is_written) in [("integer", false), ("[integer, string]", true)] {
            fs::write(folder.path().join("a.yaml"), document(kinds)).unwrap();
            let (exit, said) = init(folder.path(), folder.path().join("a.yaml").to_str().unwrap());
            assert_eq!(exit, Exit::Done, "{said}");
            let (_, config) = read(folder.path());
            assert_eq!(config.overlays == ["overlay.yaml"], is_written, "{kinds}");
            assert_eq!(folder.path().join(OVERLAY_FILE).exists(), is_written);
            fs::remove_file(folder.path().join("specweave.yaml")).unwrap();
        }
        let overlay = fs::read_to_string(folder.path().join(OVERLAY_FILE)).unwrap();
        let sources = vec![Source::new("a.yaml", document("[integer, string]"))];
        let overlays = vec![Source::new("overlay.yaml", overlay)];
        let inputs = crate::Inputs { sources, overlays };
        let output = crate::generate(inputs, &Config::default(), &|_| {}).unwrap();
        assert!(output.files["src/models/a_response.rs"].contains("pub a: Option<i32>"));
        // What is there is not overwritten.
        assert_eq!(
            init(folder.path(), folder.path().join("a.yaml").to_str().unwrap()).0,
            Exit::Call
        );
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.yaml"), "openapi: 3.0.3\n").unwrap();
        let document = folder.path().join("a.yaml");
        let args = InitArgs {
            source: document.to_str().map(str::to_owned),
            config: folder.path().join("specweave.yaml"),
            name: Some("Foo Bar".into()),
        };
        assert_eq!(run(&args, &mut Terminal::new(Vec::new(), Vec::new())), Exit::Call);
        for (source, code) in [
            ("no/such", "SW001"),
            ("https://jo:secret@acme.example", "SW090"),
            ("ftp://acme.example", "SW090"),
        ] {
            let (exit, said) = init(folder.path(), source);
            assert!(
                exit == Exit::Call && said.contains(code) && !said.contains("secret"),
                "{said}"
            );
        }
        for (text, is_object) in [("", false), ("- a\n", false), ("a: [\n", false), ("{}", true)] {
            fs::write(&document, text).unwrap();
            let (exit, said) = init(folder.path(), document.to_str().unwrap());
            assert_eq!(exit == Exit::Done, is_object, "{text:?}: {said}");
            assert!(is_object || said.contains("is not a JSON or YAML object"), "{said}");
            let written = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(written, if is_object { 3 } else { 1 });
        }
    }
}
