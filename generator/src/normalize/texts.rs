//! Descriptions that hold HTML, or links that lead nowhere outside the site that they are from.

use super::findings::Findings;
use super::html;
use crate::diagnostic::Code;
use crate::document::push;
use serde_json::Value;

/// Writes HTML as the Markdown that it stands for, and notes dead links, of which the documentation keeps the text.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    Texts { pointer: String::new(), findings }.anything(root, false);
}

struct Texts<'f> {
    pointer: String,
    findings: &'f mut Findings,
}

impl Texts<'_> {
    /// Looks at a value; the keys of one that is `named` are names that the author chose.
    fn anything(&mut self, value: &mut Value, named: bool) {
        match value {
            Value::Object(map) => {
                for (key, child) in map.iter_mut() {
                    let is_data =
                        matches!(key.as_str(), "example" | "examples" | "default" | "enum")
                            || key.starts_with("x-");
                    if is_data && !named {
                        continue;
                    }
                    let length = self.pointer.len();
                    push(&mut self.pointer, key);
                    match child {
                        Value::String(text) if key == "description" && !named => self.text(text),
                        child => {
                            let named =
                                !named && matches!(key.as_str(), "properties" | "responses");
                            self.anything(child, named);
                        }
                    }
                    self.pointer.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, child) in items.iter_mut().enumerate() {
                    let length = self.pointer.len();
                    push(&mut self.pointer, &index.to_string());
                    self.anything(child, false);
                    self.pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &mut String) {
        if let Some(markdown) = html::to_markdown(text) {
            *text = markdown;
            self.findings.push(
                Code::HtmlDescription,
                &self.pointer,
                "a description holds HTML; it was read as the Markdown that it stands for",
                "nothing is lost but its looks",
            );
        }
        // Of HTML as well.
        if let Some(target) = dead_link(text) {
            self.findings.push(
                Code::DeadLink,
                &self.pointer,
                format!("a description links to {target:?}, which leads nowhere from here; only the text of the link is kept in documentation"),
                "nothing but the link is lost",
            );
        }
    }
}

/// The target of the first link into the page of a site (`#/…`, `other#/…`).
fn dead_link(text: &str) -> Option<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.into_iter().find(|target| target.contains("#/") && !target.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_into_a_site_are_dead() {
        assert_eq!(dead_link("see [a](#/Cloud/get) and [b](all#/x)"), Some("#/Cloud/get"));
        assert_eq!(dead_link("see [a](https://x.example/#/b)"), None);
        assert_eq!(dead_link("see #/paths and [x](y)"), None);
    }
}
