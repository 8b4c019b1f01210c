//! References in; the names of the files that they refer to, in the form of source names, out.

use percent_encoding::percent_decode_str;

/// The parts of a reference before and after its `#`.
pub(crate) fn parts(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// Whether a URI is absolute: `https://…`, `urn:…`. A drive letter or a file name is not a scheme.
pub(crate) fn is_absolute(uri: &str) -> bool {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.len() > 1
        && scheme.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
}

/// The name of the file that a reference in a source refers to; `None` for the source itself and for anything but a local file.
pub(crate) fn file(source: &str, reference: &str) -> Option<String> {
    let uri = parts(reference).0;
    let uri = uri.split('?').next().unwrap_or_default();
    if uri.is_empty() || is_absolute(uri) || uri.starts_with('/') || uri.contains('\\') {
        return None;
    }
    let uri = percent_decode_str(uri).decode_utf8().ok()?;
    Some(resolved(source, &uri))
}

/// Resolves a relative path or URI against the file that contains it. A base that is a URI keeps its host.
pub(crate) fn resolved(base: &str, relative: &str) -> String {
    if is_absolute(relative) {
        return relative.to_owned();
    }
    let host = base.find("://").filter(|_| is_absolute(base)).map(|at| {
        let from = at + "://".len();
        base[from..].find('/').map_or(base.len(), |slash| from + slash)
    });
    let (host, path) = base.split_at(host.unwrap_or(0));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_rooted = path.starts_with('/') || !host.is_empty();
    let mut kept: Vec<&str> = Vec::new();
    let folder = if relative.starts_with('/') { "" } else { folder };
    for part in folder.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => drop(kept.pop()),
            ".." if is_rooted => {}
            part => kept.push(part),
        }
    }
    let slash = if is_rooted { "/" } else { "" };
    format!("{host}{slash}{}", kept.join("/"))
}

/// The references to files in JSON or YAML text, as far as they are visible without parsing.
pub(crate) fn references(text: &str) -> Vec<String> {
    let one = |rest: &str| {
        let rest = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        let rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let found = match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
            _ => plain(rest).split(" #").next()?,
        };
        let found = found.trim().replace("\\/", "/");
        (!found.is_empty() && !found.starts_with('#')).then_some(found)
    };
    text.split("$ref").skip(1).filter_map(one).collect()
}

/// The unquoted scalar at the beginning of a text, which may contain braces: `users_{id}.yaml`.
fn plain(text: &str) -> &str {
    let mut open = 0_usize;
    let ends = |char: char| match char {
        '{' => {
            open += 1;
            false
        }
        '}' if open > 0 => {
            open -= 1;
            false
        }
        char => matches!(char, ',' | '}' | ']' | '\r' | '\n'),
    };
    text.split(ends).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_from_the_file_that_they_stand_in() {
        for (source, reference, name) in [
            ("a.yaml", "b.yaml#/x", Some("b.yaml")),
            ("api/a.yaml", "./s/b.yaml", Some("api/s/b.yaml")),
            ("api/s/b.yaml", "../c.json#y", Some("api/c.json")),
            ("a.yaml", "../b.yaml", Some("../b.yaml")),
            ("../api/a.yaml", "../b%20c.yaml", Some("../b c.yaml")),
            ("/x/a.yaml", "../../../b.yaml", Some("/b.yaml")),
            ("a.yaml", "#/x", None),
            ("a.yaml", "https://x.example/b.yaml", None),
            ("a.yaml", "/etc/passwd", None),
            ("a.yaml", "file:///etc/passwd", None),
            ("a.yaml", "..\\b.yaml", None),
        ] {
            assert_eq!(file(source, reference).as_deref(), name, "{source} {reference}");
        }
        assert_eq!(resolved("https://x.example/a/b.json", "../c"), "https://x.example/c");
        assert_eq!(resolved("https://x.example", "c"), "https://x.example/c");
    }

    #[test]
    fn texts_show_their_references() {
        let text = "a: {$ref: b.yaml#/x, c: 1}\nb:\n  \"$ref\" : 'c d.yaml'\n  $ref: e.yaml # a remark\n  $ref: a_{b}.yaml\nc: {$ref: d_{e}.yaml}\n{\"$ref\":\"f\\/g.json#\\/h\", \"$ref\": \"#/own\"}";
        assert_eq!(
            references(text),
            ["b.yaml#/x", "c d.yaml", "e.yaml", "a_{b}.yaml", "d_{e}.yaml", "f/g.json#/h"]
        );
    }
}
