//! Patterns of names in the configuration: `*` stands for any characters.

use serde::Deserialize;

/// A pattern for whole names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Pattern(pub String);

impl Pattern {
    /// Whether a name matches the pattern.
    pub fn fits(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = name.strip_prefix(first) else { return false };
        let Some(last) = parts.next_back() else { return rest.is_empty() };
        for part in parts {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name, fits) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "ac", true),
            ("a*a", "a", false),
            ("/v1/*/b", "/v1/a/{id}/b", true),
            ("*b*d*", "abcde", true),
            ("*d*b*", "abcde", false),
        ] {
            assert_eq!(Pattern(pattern.into()).fits(name), fits, "{pattern} {name}");
        }
    }
}
