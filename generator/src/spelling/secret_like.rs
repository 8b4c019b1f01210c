//! The name of a field or parameter in; whether it suggests a secret out.
//!
//! This only leads to a note (`lower::secret`); a document or an overlay decides. The last word of the name counts, with the words before
//! it: `accessToken` suggests a secret, `tokenType` and `nextPageToken` do not.

/// A last word, and the preceding words that decide.
struct Word {
    /// The word, in the singular.
    last: &'static str,
    /// Words that exclude a secret if one of them precedes the last word.
    but: &'static [&'static str],
    /// If not empty: a name only suggests a secret if one of these words precedes the last word.
    only: &'static [&'static str],
}

const fn word(last: &'static str) -> Word {
    Word { last, but: &[], only: &[] }
}

const fn but(last: &'static str, but: &'static [&'static str]) -> Word {
    Word { last, but, only: &[] }
}

const fn only(last: &'static str, only: &'static [&'static str]) -> Word {
    Word { last, but: &[], only }
}

/// The words for secrets.
const WORDS: &[Word] = &[
    word("password"),
    word("passwd"),
    word("passphrase"),
    word("passcode"),
    word("pwd"),
    word("psk"),
    word("secret"),
    word("credential"),
    word("otp"),
    word("totp"),
    word("jwt"),
    word("cvv"),
    word("cvc"),
    word("dsn"),
    word("cookie"),
    word("authorization"),
    but(
        "token",
        &[
            "after",
            "before",
            "change",
            "continuation",
            "continue",
            "cursor",
            "eos",
            "idempotency",
            "marker",
            "next",
            "page",
            "pagination",
            "paging",
            "prev",
            "previous",
            "public",
            "resume",
            "skip",
            "start",
            "stop",
            "sync",
        ],
    ),
    only(
        "key",
        &[
            "access",
            "account",
            "admin",
            "aes",
            "api",
            "app",
            "application",
            "auth",
            "authentication",
            "authorization",
            "client",
            "connection",
            "consumer",
            "credential",
            "decryption",
            "deploy",
            "encryption",
            "function",
            "hmac",
            "integration",
            "licence",
            "license",
            "login",
            "master",
            "pre",
            "preshared",
            "private",
            "root",
            "secret",
            "secure",
            "security",
            "server",
            "service",
            "session",
            "shared",
            "signature",
            "signing",
            "storage",
            "stream",
            "subscription",
            "token",
            "verification",
            "webhook",
            "wifi",
            "wireless",
            "wpa",
            "write",
        ],
    ),
    only(
        "code",
        &[
            "auth",
            "authentication",
            "authorization",
            "backup",
            "login",
            "mfa",
            "otp",
            "recovery",
            "reset",
            "security",
            "totp",
            "verification",
        ],
    ),
    only(
        "hash",
        &["activation", "auth", "confirm", "confirmation", "login", "reset", "verification"],
    ),
    only("id", &["session"]),
    only("pass", &["admin", "auth", "database", "db", "ftp", "login", "root", "smtp", "user"]),
    only("string", &["connection"]),
    only("word", &["pass"]),
];

/// Final words that only describe how a secret is written, or that it is repeated.
const FORMS: &[&str] = &[
    "again",
    "argon",
    "b",
    "base",
    "bcrypt",
    "binary",
    "confirm",
    "confirmation",
    "data",
    "encoded",
    "hash",
    "hashed",
    "hex",
    "json",
    "md",
    "pem",
    "plain",
    "plaintext",
    "raw",
    "repeat",
    "repeated",
    "sha",
    "string",
    "text",
    "value",
];

/// First words of questions about a secret.
const QUESTIONS: &[&str] = &[
    "allow", "can", "disable", "enable", "has", "is", "need", "needs", "no", "require", "requires",
    "should", "show", "use", "uses",
];

/// Whether a name suggests a secret. `key` alone does not if it is next to a value, as in a list of labels.
pub(crate) fn is_likely(name: &str, is_beside_value: impl FnOnce() -> bool) -> bool {
    let words = words(name);
    if words.first().is_some_and(|first| QUESTIONS.contains(&first.as_str())) {
        return false;
    }
    if words.len() == 1 && singular(&words[0]) == "key" {
        return !is_beside_value();
    }
    let mut rest = words.as_slice();
    loop {
        if is_secret(rest) {
            return true;
        }
        match rest.split_last() {
            Some((last, before)) if FORMS.contains(&last.as_str()) => rest = before,
            _ => return false,
        }
    }
}

/// Whether a name is that of a value.
pub(crate) fn is_value(name: &str) -> bool {
    words(name).iter().any(|word| matches!(singular(word), "value" | "val"))
}

/// The words of a name in lower case, without final numbers.
fn words(name: &str) -> Vec<String> {
    let words = super::ident::snake_words(name);
    let words =
        words.split('_').map(|word| word.trim_end_matches(|digit: char| digit.is_ascii_digit()));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Whether the words suggest a secret.
fn is_secret(words: &[String]) -> bool {
    let Some((last, before)) = words.split_last() else { return false };
    WORDS.iter().any(|word| {
        // Two words may be joined without a separator.
        let Some(head) =
            last.strip_suffix(word.last).or_else(|| singular(last).strip_suffix(word.last))
        else {
            return false;
        };
        let before = if head.is_empty() { before.last().map(String::as_str) } else { Some(head) };
        match (word.only, before) {
            ([], None) => true,
            // Excludes words that only happen to have this ending.
            ([], Some(before)) => {
                (head.is_empty() || word.last.len() > 4)
                    && !word.but.iter().any(|but| before.ends_with(but))
            }
            (only, before) => before.is_some_and(|before| only.contains(&before)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(name: &str) -> bool {
        is_likely(name, || false)
    }

    #[test]
    fn secrets_by_their_last_words() {
        for name in [
            "password",
            "Password",
            "newPassword",
            "PASSWORD_2",
            "userPasswd",
            "passwordConfirmation",
            "passwordHash",
            "hashed_password",
            "passwordSha256",
            "rootpassword",
            "pwd",
            "wifiPsk",
            "secret",
            "clientSecret",
            "client_secret_key",
            "secretValue",
            "SecretString",
            "token",
            "tokens",
            "accessToken",
            "X-Auth-Token",
            "csrftoken",
            "refresh-token",
            "tokenHash",
            "key",
            "apiKey",
            "APIKey",
            "API_KEYS",
            "x-api-key",
            "apikey",
            "secretAccessKey",
            "private_key",
            "privateKeyPem",
            "preSharedKey",
            "encryptionKey",
            "otp",
            "otpCode",
            "recoveryCodes",
            "resetHash",
            "sessionId",
            "connectionString",
            "smtp_pass",
            "pass_word",
            "credentials",
            "Authorization",
            "cookie",
            "cvc",
            "jwt",
        ] {
            assert!(alone(name), "{name}");
        }
    }

    #[test]
    fn what_only_sounds_like_a_secret() {
        for name in [
            "sshKey",
            "sshKeys",
            "publicKey",
            "keyId",
            "accessKeyId",
            "private_key_id",
            "keyPair",
            "keyName",
            "tokenType",
            "tokenExpiresAt",
            "token_uri",
            "nextPageToken",
            "PAGE-TOKEN",
            "pagetoken",
            "continuationToken",
            "resumeToken",
            "hasPassword",
            "isSecret",
            "passwordPolicy",
            "passwordChangedAt",
            "secretName",
            "propertyKey",
            "primaryKey",
            "idempotencyKey",
            "keyword",
            "monkey",
            "turkey",
            "hash",
            "fileHash",
            "countryCode",
            "id",
            "pass",
            "boardingPass",
            "value",
            "keyValue",
            "hotp",
            "wordCount",
            "password_url",
            "cookiePolicy",
            "numTokens_count",
            "",
            "1",
            "_",
        ] {
            assert!(!alone(name), "{name}");
        }
    }

    #[test]
    fn a_key_beside_a_value_is_none() {
        for name in ["value", "values", "stringValue", "val"] {
            assert!(is_value(name), "{name}");
        }
        assert!(!is_value("evaluation"));
        assert!(!is_likely("key", || true));
        assert!(is_likely("apiKey", || true));
    }

    #[test]
    fn the_tables_hold_each_word_once_and_in_order() {
        for list in WORDS.iter().flat_map(|word| [word.but, word.only]).chain([FORMS, QUESTIONS]) {
            let mut sorted = list.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(list, sorted);
        }
    }
}
