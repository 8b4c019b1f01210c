//! Component schemas in, what is emitted for them, a line for each type, out.

use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::fmt::Write;

/// Generates from a document with these component schemas, of which one operation sends and returns `A`.
pub(crate) fn generate(version: &str, schemas: &str) -> Output {
    let mut document = format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a:\n    post:\n      operationId: \
         postA\n      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}\n      responses:\n        \
         '200': {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}\ncomponents:\n  schemas:\n"
    );
    for line in schemas.trim_start_matches('\n').lines() {
        let _ = writeln!(document, "    {line}");
    }
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

/// The tag and the variant of each arm of an emitted union.
fn arms(file: &str) -> Vec<String> {
    let Some((_, rest)) = file.split_once("const ARMS: &'static [Option<&'static str>] = &[")
    else {
        return Vec::new();
    };
    let (tags, rest) = rest.split_once("];").unwrap();
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let tags: Vec<&str> = tags.map(|tag| tag.split('"').nth(1).unwrap_or("-")).collect();
    let mut variants = Vec::new();
    for line in rest.lines() {
        let Some((indexes, variant)) = line.split_once("rt::arm(from, cx).map(Self::") else {
            continue;
        };
        let count = match indexes.trim().trim_end_matches("=>").trim() {
            "" | "_" => tags.len() - variants.len(),
            indexes => match indexes.split_once("..=") {
                Some((first, last)) => {
                    last.parse::<usize>().unwrap() - first.parse::<usize>().unwrap() + 1
                }
                None => indexes.split('|').count(),
            },
        };
        let variant = variant.trim_end_matches([')', ',']);
        variants.extend(std::iter::repeat_n(variant, count));
    }
    let rest = rest.split_once("const REST: Option<usize> = Some(").map(|(_, rest)| rest);
    let rest = rest.and_then(|rest| rest.split(')').next()?.parse::<usize>().ok());
    let arms = tags.iter().zip(variants).enumerate();
    // A rest that has a tag of its own too is marked; others are the only ones without.
    let arm = |(index, (tag, variant)): (usize, (&&str, &str))| {
        let is_marked = rest == Some(index) && tags.iter().filter(|tag| **tag == "-").count() > 1;
        format!("{tag}={variant}{}", if is_marked { " (rest)" } else { "" })
    };
    arms.map(arm).collect()
}

/// The emitted types, a line for each: fields, variants with the values that tell them, and what was reported as more than a note.
pub(crate) fn types(output: &Output) -> String {
    let mut text = String::new();
    for (path, file) in output.files.iter().filter(|(path, _)| path.starts_with("src/models/")) {
        if path.ends_with("/mod.rs") {
            continue;
        }
        let start = file.find("\npub struct ").or_else(|| file.find("\npub enum ")).unwrap() + 5;
        let item = &file[start..];
        let item = &item[..item.find("\n}").or_else(|| item.find("{}")).unwrap()];
        let lines: Vec<&str> = item.lines().map(str::trim).collect();
        let lines = lines.into_iter().filter(|line| !line.starts_with(['/', '#']));
        let line: Vec<&str> = lines.map(|line| line.trim_start_matches("pub ")).collect();
        let tags = arms(file);
        let line = line.join(" ").replace("std::collections::", "").replace("rt::", "");
        let _ = write!(text, "{}", line.trim_end_matches(','));
        let _ =
            if tags.is_empty() { writeln!(text) } else { writeln!(text, " [{}]", tags.join(" ")) };
    }
    let warnings = output
        .diagnostics
        .iter()
        .filter(|own| own.severity() != specweave::diagnostic::Severity::Note);
    for own in warnings {
        let place = own.place.as_ref().map_or("nowhere", |place| &place.pointer);
        let _ = writeln!(text, "{} at {place}: {}", own.code, own.message);
    }
    text
}

macro_rules! kinds {
    ($($name:ident: $version:literal $schemas:literal)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(types(&generate($version, $schemas)));
        }
    )*};
}
pub(crate) use kinds;
