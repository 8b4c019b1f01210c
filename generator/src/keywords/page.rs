//! The ledger as a page for people: `generator/KEYWORDS.md`.

use super::{Effect, Keyword, all};
use crate::document::Object;
use std::fmt::Write;

/// The text of `generator/KEYWORDS.md`.
pub fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    let mut objects: Vec<Object> = all().map(|keyword| keyword.object).collect();
    objects.sort_unstable();
    objects.dedup();
    for object in objects {
        let _ =
            writeln!(page, "\n## {}\n\n| key | versions | effect |\n|---|---|---|", object.title());
        for keyword in all().filter(|keyword| keyword.object == object) {
            let Keyword { name, versions, effect, lenient, .. } = keyword;
            let others = if *lenient { " (read in all)" } else { "" };
            let _ = writeln!(page, "| `{name}` | {versions}{others} | {} |", words(*effect));
        }
    }
    page
}

fn words(effect: Effect) -> String {
    match effect {
        Effect::Typed => "typed".to_owned(),
        Effect::Sent => "sent".to_owned(),
        Effect::Read => "read".to_owned(),
        Effect::Documented => "documented".to_owned(),
        Effect::Tested => "tested".to_owned(),
        Effect::Compared => "compared".to_owned(),
        Effect::None(why) => format!("none: {why}"),
        Effect::Unshown(what) => format!("not shown (`SW562`): {what}"),
        Effect::Unsupported(what) => format!("**not supported** (`SW561`): {what}"),
    }
}

const INTRODUCTION: &str = "# Keywords

Every key of every object of Swagger 2.0, OpenAPI 3.0, 3.1 (with JSON Schema 2020-12) and 3.2, and what becomes of it. This page is made
from the table in `src/keywords/table/`; a test holds both equal.

- **typed**: it decides which operations, types, fields or names there are.
- **sent**: it decides what a request holds and where it goes.
- **read**: it decides how a response is read.
- **documented**: it is part of the documentation of the emitted crate.
- **tested**: it gives the contract tests their values.
- **compared**: `specweave diff` compares it; the emitted crate does not depend on it.
- **none**: it has no effect, and why.
- **not shown**: information for readers that the crate's documentation does not show. It is reported as a note (`SW562`).
- **not supported**: it is reported as a warning (`SW561`), with its place.

A key that this page does not list is reported too (`SW563`), and so is one that only other versions define (`SW564`), unless it is read in all
versions. Keys of OpenAPI 3.0 are also read in documents of Swagger 2.0. Keys that begin with
`x-` belong to other tools, except for those listed here (versions: \"own\"). Documents of Swagger 2.0 and of OpenAPI 3.0 to 3.2 are read; others are refused.
";
