//! Descriptions with HTML, or with links that only work on their original site, in; Markdown and a report of dead links out.

use super::findings::Findings;
use super::html;
use crate::diagnostic::Code;
use crate::document::{Object, join, objects_mut};
use serde_json::Value;

/// Converts HTML to Markdown, and reports dead links, whose text remains in the documentation.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    objects_mut(root, &mut |object, pointer, value| {
        let description = value.get_mut("description").filter(|_| object != Object::Example);
        if let Some(Value::String(text)) = description {
            self::text(text, &join(pointer, "description"), findings);
        }
    });
}

fn text(text: &mut String, pointer: &str, findings: &mut Findings) {
    if let Some(markdown) = html::to_markdown(text) {
        *text = markdown;
        findings.push(
            Code::HtmlDescription,
            pointer,
            "a description holds HTML; it was read as equivalent Markdown",
            "only its appearance is lost",
        );
    }
    // Also for links from HTML.
    if let Some(target) = dead_link(text) {
        findings.push(
            Code::DeadLink,
            pointer,
            format!("a description links to {target:?}, which leads nowhere from here; only the text of the link is kept in documentation"),
            "only the link is lost",
        );
    }
}

/// The target of the first link into a page of a site (`#/…`, `other#/…`).
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
