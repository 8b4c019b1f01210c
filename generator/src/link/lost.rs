//! A reference into another file that finds nothing in; what to say of it out.

use super::Linker;
use super::resource::Resources;
use crate::document::{Document, Lost, extension, file, is_absolute, join, parts, tokens};
use crate::spelling::similar::similar;
use serde_json::Value;

impl Linker<'_> {
    /// Records why a reference into another file finds nothing.
    pub(super) fn lose(&mut self, at: &str, reference: &str) {
        let Some((origin, _)) = self.document.places.origin(at) else { return };
        let source = origin.source.name.clone();
        if let Some(lost) = self.resources.lost(self.document, &source, reference) {
            self.document.lost.insert((source, reference.to_owned()), lost);
        }
    }
}

impl Resources {
    /// Why a reference of a source finds nothing; `None` if it leads into its own document or to the web.
    fn lost(&self, document: &Document, source: &str, reference: &str) -> Option<Lost> {
        let (uri, fragment) = parts(reference);
        if uri.is_empty() || is_absolute(uri) {
            return None;
        }
        let uri = uri.replace('\\', "/");
        let name = file(source, &uri)?;
        let add = "add what it refers to, or correct the reference, in an overlay";
        if let Some(value) = self.value(document, &name) {
            let meant = nearest(value, fragment);
            let known = parts(reference).0;
            return Some(Lost {
                message: format!(
                    "the reference {reference:?} points to nothing in its file, which was read"
                ),
                help: meant.map_or_else(
                    || add.to_owned(),
                    |pointer| format!("did you mean {known}#{pointer}? Correct it in an overlay"),
                ),
            });
        }
        let message = format!("the reference {reference:?} leads to a file that was not read");
        let (folder, own) = name.rsplit_once('/').unwrap_or(("", &name));
        let beside = self.names().filter(|known| *known != source).filter_map(|known| {
            let (other, known) = known.rsplit_once('/').unwrap_or(("", known));
            (other == folder).then_some(known)
        });
        let help = if let Some(known) = similar(own, beside.collect::<Vec<_>>()) {
            format!("did you mean the file {known}? Correct the reference in an overlay")
        } else if matches!(extension(&name).as_str(), "json" | "yaml" | "yml") {
            "files in the folder of the document are read; correct the reference, or give a file outside of it as an input too".to_owned()
        } else {
            "only files whose names end in .json, .yaml or .yml are read: name the file so, and correct the reference in an overlay".to_owned()
        };
        Some(Lost { message, help })
    }
}

/// The pointer that was probably meant: each part of it that does not exist is replaced by a similar key.
fn nearest(mut value: &Value, fragment: &str) -> Option<String> {
    let mut found = String::new();
    for token in tokens(&format!("/{}", fragment.trim_start_matches('/'))) {
        let map = value.as_object()?;
        let key = match map.get_key_value(&token) {
            Some((key, _)) => key.as_str(),
            None => similar(&token, map.keys().map(String::as_str).collect::<Vec<_>>())?,
        };
        value = map.get(key)?;
        found = join(&found, key);
    }
    Some(found)
}
