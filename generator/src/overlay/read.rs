//! The text of an overlay in; its actions and its faults out.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{FragmentOrigin, body, join, kind_of, parse, syntax};
use crate::source::{Place, Source};
use crate::spelling::similar::similar;
use serde_json::{Map, Value};
use serde_json_path::JsonPath;
use std::sync::Arc;

/// The maximum nesting of brackets in a target, since its parser is recursive.
const NESTING: usize = 32;

/// An action.
pub(super) struct Action {
    /// Its pointer in the overlay.
    pub(super) pointer: String,
    /// Its target query.
    pub(super) target: JsonPath,
    /// Its change.
    pub(super) change: Change,
    /// The pages that it corrects. If one of them is among the inputs, or if there are none, the action must change something.
    pub(super) pages: Vec<String>,
}

/// The change of an action to its targets.
pub(super) enum Change {
    /// Removes the targets.
    Remove,
    /// Merges a value into the targets.
    Update(Value),
}

/// A finding about an overlay.
pub(super) fn invalid(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidOverlay, message)
}

/// The valid actions of an overlay, in order.
pub(super) fn read(
    source: &Arc<Source>,
    diagnostics: &mut Diagnostics,
) -> Option<(Arc<FragmentOrigin>, Vec<Action>)> {
    let range = body(source);
    let text = &source.text[range.clone()];
    let parsed = match parse(source, range, text, syntax(source)) {
        Ok(parsed) => parsed,
        Err(error) => {
            let place = Place::span(source, error.offset..error.offset);
            let message = format!("this overlay does not parse: {}", error.message);
            diagnostics.push(invalid(message).at(place));
            return None;
        }
    };
    parsed.not_in_json.into_iter().for_each(|finding| diagnostics.push(finding));
    for duplicate in parsed.duplicates {
        diagnostics.push(
            invalid("a key is named twice in one object")
                .at(Place::span(source, duplicate.range).at(duplicate.pointer))
                .related(Place::span(source, duplicate.first), "named here first"),
        );
    }
    let origin = Arc::new(parsed.fragment.origin);
    let mut reader = Reader { origin: &origin, diagnostics };
    let actions = reader.root(parsed.fragment.value);
    Some((origin, actions))
}

struct Reader<'a> {
    origin: &'a FragmentOrigin,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn fail(&mut self, pointer: &str, message: impl Into<String>) {
        self.diagnostics.push(invalid(message).at(self.origin.place(pointer)));
    }

    fn root(&mut self, root: Value) -> Vec<Action> {
        let Value::Object(mut root) = root else {
            self.fail("", format!("an overlay is an object, and this is {}", kind_of(&root)));
            return Vec::new();
        };
        // The keys of another version are not those of this one.
        if !self.version(&root) {
            return Vec::new();
        }
        self.known(&root, "", &["overlay", "info", "extends", "actions"]);
        self.info(&root);
        if root.get("extends").is_some_and(|extends| !extends.is_string()) {
            self.fail("/extends", "`extends` must be a string");
        }
        match root.remove("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => self.actions(actions),
            Some(_) => {
                self.fail("/actions", "`actions` must be an array with at least one action");
                Vec::new()
            }
            None => {
                self.fail("", "the overlay has no `actions`");
                Vec::new()
            }
        }
    }

    /// Reports a missing or unsupported version; returns whether the rest can be judged.
    fn version(&mut self, root: &Map<String, Value>) -> bool {
        match root.get("overlay") {
            None => self.fail("", "the overlay has no `overlay` key with the version, `1.0.0`"),
            // According to the specification, the patch number is not significant.
            Some(Value::String(version)) if version.starts_with("1.0.") => {}
            Some(other) => {
                self.fail(
                    "/overlay",
                    format!("`overlay: {other}` is not supported; the supported version is 1.0"),
                );
                return false;
            }
        }
        true
    }

    fn info(&mut self, root: &Map<String, Value>) {
        let Some(Value::Object(info)) = root.get("info") else {
            let pointer = if root.contains_key("info") { "/info" } else { "" };
            return self.fail(pointer, "the overlay needs `info` with `title` and `version`");
        };
        self.known(info, "/info", &["title", "version"]);
        for key in ["title", "version"] {
            if !info.get(key).is_some_and(Value::is_string) {
                self.fail(&join("/info", key), format!("`info` needs a `{key}` that is a string"));
            }
        }
    }

    fn known(&mut self, object: &Map<String, Value>, pointer: &str, known: &[&str]) {
        for key in object.keys() {
            if !known.contains(&key.as_str()) && !key.starts_with("x-") {
                let place = self.origin.place(&join(pointer, key)).at_key();
                let (message, help) = match similar(key, known.iter().copied()) {
                    Some(meant) => (
                        format!("`{key}` is not a known key"),
                        Some(format!("did you mean `{meant}`?")),
                    ),
                    None => {
                        let known = known.join("`, `");
                        (
                            format!(
                                "`{key}` is not a known key; the keys here are `{known}`, and any that begin with `x-`"
                            ),
                            None,
                        )
                    }
                };
                let finding = invalid(message).at(place);
                self.diagnostics.push(Diagnostic { help, ..finding });
            }
        }
    }

    fn actions(&mut self, actions: Vec<Value>) -> Vec<Action> {
        let actions = actions.into_iter().enumerate();
        actions
            .filter_map(|(index, action)| self.action(format!("/actions/{index}"), action))
            .collect()
    }

    fn action(&mut self, pointer: String, action: Value) -> Option<Action> {
        let Value::Object(mut action) = action else {
            self.fail(
                &pointer,
                format!("an action is an object, and this is {}", kind_of(&action)),
            );
            return None;
        };
        self.known(&action, &pointer, &["target", "description", "update", "remove"]);
        let description = action.get("description").and_then(Value::as_str).unwrap_or_default();
        if description.trim().is_empty() {
            self.fail(&pointer, "the action has no `description` that says why it is needed");
        }
        let pages = self.pages(&pointer, action.get("x-page"));
        let target = self.target(&pointer, action.get("target"));
        let change = self.change(&pointer, &mut action);
        Some(Action { target: target?, change: change?, pages: pages?, pointer })
    }

    /// The pages in `x-page`; `None` if the value is invalid.
    fn pages(&mut self, pointer: &str, pages: Option<&Value>) -> Option<Vec<String>> {
        let named = |page: &Value| page.as_str().filter(|page| !page.is_empty()).map(str::to_owned);
        let pages = match pages {
            None => return Some(Vec::new()),
            Some(Value::Array(pages)) if !pages.is_empty() => pages.iter().map(named).collect(),
            Some(page) => named(page).map(|page| vec![page]),
        };
        if pages.is_none() {
            let message =
                "`x-page` must be the name of a page without its ending, or a list of them";
            self.fail(&join(pointer, "x-page"), message);
        }
        pages
    }

    fn change(&mut self, pointer: &str, action: &mut Map<String, Value>) -> Option<Change> {
        match (action.get("remove"), action.contains_key("update")) {
            (Some(Value::Bool(true)), _) => Some(Change::Remove),
            (None | Some(Value::Bool(false)), true) => action.remove("update").map(Change::Update),
            (None | Some(Value::Bool(false)), false) => {
                self.fail(pointer, "the action has neither `update` nor `remove: true`");
                None
            }
            (Some(_), _) => {
                self.fail(&join(pointer, "remove"), "`remove` must be `true` or `false`");
                None
            }
        }
    }

    fn target(&mut self, pointer: &str, target: Option<&Value>) -> Option<JsonPath> {
        let Some(Value::String(target)) = target else {
            self.fail(pointer, "the action has no `target` that is a string");
            return None;
        };
        let pointer = join(pointer, "target");
        if nesting(target) > NESTING {
            self.fail(&pointer, "the target nests too many brackets");
            return None;
        }
        match JsonPath::parse(target) {
            Ok(path) => Some(path),
            Err(error) => {
                let position = error.position();
                let message = format!(
                    "the target is not a JSONPath query: at its character {position}, {}",
                    error.message()
                );
                let place = self.inside(&pointer, target, position.saturating_sub(1));
                self.diagnostics.push(invalid(message).at(place).help(
                    "a target is a JSONPath query by RFC 9535: it begins with `$`, and a name with characters other than letters, digits and `_` is quoted, as in `$.paths['/x'].get`",
                ));
                None
            }
        }
    }

    /// The place of a character of a string value, if the text contains the string without escapes.
    fn inside(&self, pointer: &str, value: &str, character: usize) -> Place {
        let place = self.origin.place(pointer);
        let start = place.span.clone().and_then(|span| {
            let raw = place.source.text.get(span.clone())?;
            let inside = value.char_indices().nth(character).map_or(value.len(), |(at, _)| at);
            Some(span.start + raw.find(value)? + inside)
        });
        match start {
            Some(start) => Place { span: Some(start..start), ..place },
            None => place,
        }
    }
}

/// The maximum nesting of brackets in a text.
fn nesting(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in text.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
