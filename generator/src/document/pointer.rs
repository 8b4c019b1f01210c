//! JSON pointers (RFC 6901), and references that contain them.

/// The JSON pointer of a local reference. A reference is a URI, so its fragment may be percent-encoded. `None` for a reference to another
/// document or to the whole document.
pub fn local_pointer(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#').filter(|fragment| fragment.starts_with('/'))?;
    percent_encoding::percent_decode_str(fragment).decode_utf8().ok().map(Into::into)
}

/// What to say of a reference that leads to nothing, and what to do about it.
pub(crate) fn dangling(reference: &str) -> (String, &'static str) {
    if reference.starts_with('#') {
        let help = "add what it refers to, or correct the reference, in an overlay";
        return (format!("the reference {reference:?} points to nothing"), help);
    }
    if reference.starts_with("http://") || reference.starts_with("https://") {
        let help =
            "save the file in the folder of the document, and correct the reference in an overlay";
        return (format!("the reference {reference:?} leads to the web, which is not read"), help);
    }
    let message = format!("the reference {reference:?} points to nothing that was read");
    (
        message,
        "files in the folder of the document are read; give a file outside of it as an input too",
    )
}

/// The reference tokens of a JSON pointer, unescaped.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// Adds a reference token to a JSON pointer, escaped (RFC 6901).
pub(crate) fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    for char in token.chars() {
        match char {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            char => pointer.push(char),
        }
    }
}

/// A JSON pointer with one more reference token, escaped (RFC 6901).
pub fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_uris() {
        for (reference, pointer) in [
            ("#/components/schemas/User", Some("/components/schemas/User")),
            ("#/paths/~1a~1%7Bid%7D/get", Some("/paths/~1a~1{id}/get")),
            ("#", None),
            ("other.yaml#/components/schemas/User", None),
            ("User", None),
            ("#/%ff", None),
        ] {
            assert_eq!(local_pointer(reference).as_deref(), pointer, "{reference}");
        }
    }
}
