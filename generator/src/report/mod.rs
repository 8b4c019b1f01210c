//! The [IR](crate::ir), the surface, the places of the document and the diagnostics in; the operations and types of each page, and the untyped
//! values with their reasons, out.
//!
//! [`text`] prints a [`Report`] for people, [`lines`] for programs.

mod lines;
mod text;

pub use lines::lines;
pub use text::text;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ADDITIONAL_OPERATIONS, Places, join, tokens};
use crate::ir::{Api, Method, TypeId, TypeKind, decided_unions};
use crate::surface::Surface;
use std::collections::{BTreeMap, HashMap};

/// The result of a run, page by page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The pages that something came from, by name.
    pub pages: Vec<Page>,
}

/// The result of a page. A schema that several pages hold counts for the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The name of the source.
    pub name: String,
    /// The operations, by tag, path and method.
    pub operations: Vec<Operation>,
    /// The types, by name.
    pub types: Vec<TypeEntry>,
    /// The values that are free JSON, by pointer.
    pub untyped: Vec<Untyped>,
    /// The operations that could not be made, by path and method.
    pub left_out: Vec<LeftOut>,
    /// The unions whose arms differ only in shape, by name.
    pub unions: Vec<UntaggedUnion>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The call, without arguments: `client.session().login()`.
    pub call: String,
    /// Its place.
    pub at: At,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeEntry {
    /// Its Rust name.
    pub ident: String,
    /// The part of the document, in words like [`Untyped::what`].
    pub what: String,
    /// Its place.
    pub at: At,
}

/// A value that is free JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untyped {
    /// The part of the document: `Pet.tags[]` for the items of a property.
    pub what: String,
    /// Whether the document leaves it open on purpose.
    pub deliberate: bool,
    /// The reason why it is free JSON.
    pub reason: String,
    /// Its place.
    pub at: At,
}

/// An operation that could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The reason.
    pub reason: String,
    /// Its place.
    pub at: At,
}

/// A union without a discriminator: a value becomes the arm that it fits best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntaggedUnion {
    /// Its Rust name.
    pub ident: String,
    /// The document's names of its arms, in the order in which they are tried.
    pub arms: Vec<String>,
    /// Its place.
    pub at: At,
}

/// A place in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The JSON pointer in the page.
    pub pointer: String,
    /// The line of the page, counted from 1, if it is known.
    pub line: Option<usize>,
}

impl Report {
    /// Builds the report.
    pub fn new(api: &Api, surface: &Surface, places: &Places, diagnostics: &[Diagnostic]) -> Self {
        let parameters = api.operations().flat_map(|operation| &operation.parameters);
        let parameters = parameters.map(|own| (own.pointer.as_str(), own.name.as_str())).collect();
        let mut builder = Builder { places, parameters, pages: BTreeMap::new() };
        builder.operations(api, surface);
        builder.types(api, surface);
        builder.untyped(api, &reasons(diagnostics));
        for left_out in &api.left_out {
            let (page, at) = builder.page(&left_out.pointer);
            page.left_out.push(LeftOut {
                method: left_out.method,
                path: left_out.path.clone(),
                reason: left_out.reason.clone(),
                at,
            });
        }
        for page in builder.pages.values_mut() {
            page.types.sort_by(|a, b| a.ident.cmp(&b.ident));
            page.unions.sort_by(|a, b| a.ident.cmp(&b.ident));
        }
        Self { pages: builder.pages.into_values().collect() }
    }

    /// The counts over all pages.
    pub fn totals(&self) -> Totals {
        let sum = |count: fn(&Page) -> usize| self.pages.iter().map(count).sum();
        let deliberate = |page: &Page| page.untyped.iter().filter(|found| found.deliberate).count();
        let free = self.pages.iter().map(deliberate).sum();
        Totals {
            pages: self.pages.len(),
            operations: sum(|page| page.operations.len()),
            types: sum(|page| page.types.len()),
            left_out: sum(|page| page.left_out.len()),
            not_typed: sum(|page| page.untyped.len()) - free,
            free,
            unions: sum(|page| page.unions.len()),
        }
    }
}

/// The counts over all pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Pages that something came from.
    pub pages: usize,
    /// Operations that were made.
    pub operations: usize,
    /// Types that were made.
    pub types: usize,
    /// Operations that could not be made.
    pub left_out: usize,
    /// Values that could not be typed.
    pub not_typed: usize,
    /// Values that the document leaves open on purpose.
    pub free: usize,
    /// Unions that become the arm that fits best.
    pub unions: usize,
}

struct Builder<'a> {
    places: &'a Places,
    /// The names of parameters, by pointer.
    parameters: HashMap<&'a str, &'a str>,
    pages: BTreeMap<String, Page>,
}

impl Builder<'_> {
    /// The page of a part of the document, and the place in it.
    fn page(&mut self, pointer: &str) -> (&mut Page, At) {
        let place = self.places.place(pointer);
        let name = place.as_ref().map(|place| place.source.name.clone()).unwrap_or_default();
        let written = place.as_ref().map_or(pointer, |place| &place.pointer).to_owned();
        let line = place.and_then(|place| place.position()).map(|position| position.line);
        let page = self.pages.entry(name.clone());
        let page = page.or_insert_with(|| Page { name, ..Page::default() });
        (page, At { pointer: written, line })
    }

    fn operations(&mut self, api: &Api, surface: &Surface) {
        let all = api.operations().zip(surface.operations());
        for (operation, (tag, item)) in all.filter(|(own, _)| own.choice.is_none()) {
            let call = format!("client.{}().{}()", tag.method, item.method);
            let (page, at) = self.page(&operation.pointer);
            let (method, path) = (operation.method, operation.path.clone());
            page.operations.push(Operation { method, path, call, at });
        }
    }

    fn types(&mut self, api: &Api, surface: &Surface) {
        let decided = decided_unions(&api.types);
        for (index, definition) in api.types.iter().enumerate() {
            let ident = surface.of(TypeId(index)).ident.clone();
            let what = what(&definition.pointer, &self.parameters);
            let (page, at) = self.page(&definition.pointer);
            if let TypeKind::Union(union) = &definition.kind
                && union.is_untagged()
                && !decided.contains(&TypeId(index))
            {
                let arms = union.variants.iter().map(|own| own.label(&api.types)).collect();
                page.unions.push(UntaggedUnion { ident: ident.clone(), arms, at: at.clone() });
            }
            page.types.push(TypeEntry { ident, what, at });
        }
    }

    /// Adds the values without a type. If normalizing made them free JSON, its message is the reason.
    fn untyped(&mut self, api: &Api, reasons: &BTreeMap<(String, String), String>) {
        for untyped in &api.untyped {
            let place = self.places.place(&untyped.pointer);
            let said = place.and_then(|place| {
                // An array without items is reported at the array.
                let of_array = place.pointer.strip_suffix("/items").unwrap_or(&place.pointer);
                let at = |pointer: &str| (place.source.name.clone(), pointer.to_owned());
                reasons.get(&at(&place.pointer)).or_else(|| reasons.get(&at(of_array))).cloned()
            });
            let deliberate = said.is_none() && untyped.cause.is_deliberate();
            let reason = match said {
                Some(said) if untyped.cause.is_deliberate() => said,
                _ => untyped.cause.to_string(),
            };
            let what = what(&untyped.pointer, &self.parameters);
            let (page, at) = self.page(&untyped.pointer);
            page.untyped.push(Untyped { what, deliberate, reason, at });
        }
    }
}

/// The reasons why normalizing left values open, by page and pointer.
fn reasons(diagnostics: &[Diagnostic]) -> BTreeMap<(String, String), String> {
    let of_schemas = diagnostics.iter().filter(|found| {
        matches!(
            found.code,
            Code::ArrayWithoutItems | Code::ContradictorySchema | Code::ClosedEmptyObject
        )
    });
    of_schemas
        .filter_map(|found| {
            let place = found.place.as_ref()?;
            Some(((place.source.name.clone(), place.pointer.clone()), found.message.clone()))
        })
        .collect()
}

/// A pointer in words: `Pet.tags[]` for the items of a property, `GET /pets: response 200` for a response.
fn what(pointer: &str, parameters: &HashMap<&str, &str>) -> String {
    let tokens: Vec<String> = tokens(pointer).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let mut rest = tokens.as_slice();
    let mut text = String::new();
    loop {
        let used = match rest {
            [] => return text,
            ["components", _, name, ..] => {
                text.push_str(name);
                3
            }
            ["paths", path, "parameters", ..] => {
                text.push_str(path);
                2
            }
            ["paths", path, ADDITIONAL_OPERATIONS, method, ..] => {
                text.push_str(&format!("{method} {path}"));
                4
            }
            ["paths", path, method, ..] => {
                text.push_str(&format!("{} {path}", method.to_uppercase()));
                3
            }
            ["responses", status, ..] => {
                text.push_str(&format!(": response {status}"));
                2
            }
            ["parameters", index, ..] => {
                let end = tokens.len() - rest.len() + 2;
                let own: String = tokens[..end].iter().map(|token| join("", token)).collect();
                // An unused parameter has no known name.
                let name = parameters.get(own.as_str()).unwrap_or(index);
                text.push_str(&format!(": parameter {name}"));
                2
            }
            ["headers", name, ..] => {
                text.push_str(&format!(", header {name}"));
                2
            }
            ["requestBody", ..] => {
                text.push_str(": body");
                1
            }
            ["properties", name, ..] => {
                text.push('.');
                text.push_str(name);
                2
            }
            ["items", ..] => {
                text.push_str("[]");
                1
            }
            ["additionalProperties", ..] => {
                text.push_str("{}");
                1
            }
            ["content" | "allOf" | "oneOf" | "anyOf", _, ..] => 2,
            _ => 1,
        };
        rest = &rest[used..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_in_words() {
        for (pointer, expected) in [
            ("/components/schemas/Pet", "Pet"),
            ("/components/schemas/Pet/properties/tags/items", "Pet.tags[]"),
            ("/components/schemas/Pet/allOf/1/properties/a~1b", "Pet.a/b"),
            ("/components/schemas/Pet/additionalProperties", "Pet{}"),
            ("/components/schemas/items/properties/properties", "items.properties"),
            (
                "/paths/~1pets/get/responses/200/content/application~1json/schema/items",
                "GET /pets: response 200[]",
            ),
            ("/paths/~1pets/post/requestBody/content/application~1json", "POST /pets: body"),
            ("/paths/~1pets/get/parameters/0/schema", "GET /pets: parameter 0"),
            ("/paths/~1pets/parameters/0/schema", "/pets: parameter owner"),
            ("/paths/~1pets/additionalOperations/COPY/requestBody", "COPY /pets: body"),
        ] {
            let parameters = [("/paths/~1pets/parameters/0", "owner")].into();
            assert_eq!(what(pointer, &parameters), expected);
        }
    }
}
