//! The spelling of a name in; its words separated by spaces out.
//!
//! `heck` splits at every change of case, which is correct for `userName` and `APIKey`. Words that it would split wrongly are joined here
//! first: words that always have several capitals, and common forms of abbreviations.

/// Words that always have this spelling.
const SPELLED: &[&str] = &[
    "DevOps",
    "GitHub",
    "GitLab",
    "GraphQL",
    "IPsec",
    "JavaScript",
    "LinkedIn",
    "MariaDB",
    "MongoDB",
    "MySQL",
    "NoSQL",
    "OAuth",
    "PayPal",
    "PostgreSQL",
    "TypeScript",
    "WiFi",
    "YouTube",
    "macOS",
];

/// A text of ASCII letters, digits and gaps, in which each of the following becomes a separate word in lower case:
///
/// - a word in [`SPELLED`]: `OAuth`;
/// - an abbreviation in the plural: `VMs`;
/// - an abbreviation with a version: `IPv4`;
/// - an abbreviation after one small letter: `rDNS`.
pub(super) fn join(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let starts = match first {
            'A'..='Z' => !before.is_ascii_uppercase(),
            'a'..='z' => !before.is_ascii_alphanumeric(),
            _ => false,
        };
        let length = if starts { word(rest).unwrap_or(0) } else { 0 };
        if length == 0 {
            joined.push(first);
            before = first;
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (word, after) = rest.split_at(length);
        joined.extend([" ", &word.to_ascii_lowercase(), " "]);
        // The word has ended, whatever its last letter is.
        (before, rest) = (' ', after);
    }
    joined
}

/// The length of the word at the beginning of a text, if a change of case would split it.
fn word(text: &str) -> Option<usize> {
    spelled(text).or_else(|| abbreviation(text)).or_else(|| prefixed(text))
}

fn spelled(text: &str) -> Option<usize> {
    let found = SPELLED.iter().find(|word| text.starts_with(**word) && ends(text, word.len()))?;
    Some(found.len() + digits(&text[found.len()..]))
}

/// The length of an abbreviation such as `VMs` or `IPv4`.
fn abbreviation(text: &str) -> Option<usize> {
    let capitals = capitals(text);
    let after = &text[capitals..];
    let length = match after.as_bytes().first()? {
        _ if capitals < 2 => return None,
        b's' => capitals + 1,
        b'v' if digits(&after[1..]) > 0 => capitals + 1 + digits(&after[1..]),
        _ => return None,
    };
    ends(text, length).then_some(length)
}

/// The length of an abbreviation after a small letter, such as `rDNS`, also in `rDNSRecord` and `vCPUs`.
fn prefixed(text: &str) -> Option<usize> {
    // A letter for an article or an axis is a word of its own.
    let rest = text.strip_prefix(|first: char| matches!(first, 'b'..='w'))?;
    if let Some(length) = abbreviation(rest) {
        return Some(1 + length);
    }
    let capitals = capitals(rest);
    let goes_on = rest[capitals..].starts_with(|next: char| next.is_ascii_lowercase());
    // The last capital begins the next word, if there is one.
    let own = if goes_on { capitals.saturating_sub(1) } else { capitals };
    (own >= 2).then_some(1 + own)
}

fn capitals(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_uppercase).count()
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether a word may end here.
fn ends(text: &str, length: usize) -> bool {
    !text[length..].starts_with(|next: char| next.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_change_of_case_would_tear_apart_are_joined() {
        for (text, expected) in [
            ("resendOAuthEmail", "resend oauth Email"),
            ("OAuth2Token", "oauth2 Token"),
            ("oauthToken", "oauthToken"),
            ("XOAuth", "XOAuth"),
            ("GitHubs", "GitHubs"),
            ("macOSVersion", "macos Version"),
            ("PDUs", "pdus"),
            ("flexVMsPerNode", "flex vms PerNode"),
            ("IDs4", "ids 4"),
            ("DNSserver", "DNSserver"),
            ("Us", "Us"),
            ("IPv4Address", "ipv4 Address"),
            ("hostIPv6", "host ipv6"),
            ("UUIDv4", "uuidv4"),
            ("IPvX", "IPvX"),
            ("rDNS", "rdns"),
            ("rDNSRecord", "rdns Record"),
            ("vCPUs", "vcpus"),
            ("host rDNS", "host  rdns"),
            ("isODP", "isODP"),
            ("xAxis", "xAxis"),
            ("xAPIKey", "xAPIKey"),
            ("aURL", "aURL"),
            ("vcPU", "vcPU"),
            ("APIKeyIPWhitelist", "APIKeyIPWhitelist"),
        ] {
            assert_eq!(join(text).trim(), expected, "{text}");
        }
    }
}
