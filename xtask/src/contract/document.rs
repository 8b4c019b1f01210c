//! The bundled document in; the file that Prism reads out.

use super::references;
use crate::Stop;
use serde_json::Value;
use specweave::document::operations;
use std::fs;
use std::path::{Path, PathBuf};

/// The document as Prism reads it.
pub(super) struct Document {
    /// Its path.
    pub(super) path: PathBuf,
    /// The number of its operations.
    pub(super) operations: usize,
    /// The JSON pointers of the parts left out because a reference in them leads elsewhere, or is not a reference.
    pub(super) left_out: Vec<String>,
}

/// Writes the document into a folder.
pub(super) fn write(mut document: Value, folder: &Path) -> Result<Document, Stop> {
    let left_out = references::keep_local(&mut document);
    without_float(&mut document);
    let path = folder.join("openapi.json");
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, document.to_string()));
    written.map_err(|error| Stop::fault(format!("{}: {error}", path.display())))?;
    Ok(Document { path, operations: operations(&document).count(), left_out })
}

/// Removes the format `float`: Prism responds with −2^128, which is out of range. A plain `number` is checked in the same way.
fn without_float(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let is_float = members.get("format").is_some_and(|format| format == "float");
            if is_float && members.get("type").is_some_and(|kind| kind == "number") {
                members.remove("format");
            }
            members.values_mut().for_each(without_float);
        }
        Value::Array(items) => items.iter_mut().for_each(without_float),
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_format_of_numbers_is_dropped() {
        let mut document = json!({"a": [{"type": "number", "format": "float"}], "format": {"type": "string", "format": "float"}});
        without_float(&mut document);
        assert_eq!(
            document,
            json!({"a": [{"type": "number"}], "format": {"type": "string", "format": "float"}})
        );
    }

    #[test]
    fn the_file_holds_no_reference_that_leads_out() {
        let out = json!({"$ref": "file:///etc/passwd"});
        let document =
            json!({"paths": {"/a": {"get": {"x-thing": out, "responses": {"200": out}}}}});
        let folder =
            std::env::temp_dir().join(format!("specweave-contract-{}", std::process::id()));
        let written = write(document, &folder).ok().unwrap();
        let text = fs::read_to_string(&written.path).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(text, r#"{"paths":{"/a":{"get":{"responses":{"200":{}}}}}}"#);
        assert_eq!(
            written.left_out,
            ["/paths/~1a/get/x-thing", "/paths/~1a/get/responses/200/$ref"]
        );
    }

    #[test]
    fn operations_are_counted_and_other_keys_are_not() {
        let document =
            json!({"paths": {"/a": {"get": {}, "parameters": []}, "/b": {"put": {}, "trace": {}}}});
        assert_eq!(operations(&document).count(), 3);
    }
}
