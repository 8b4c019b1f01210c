//! Checks texts of a configuration or document, and derives crate names from titles.

/// Checks that Cargo, crates.io and `use` accept a crate name in lower case.
///
/// # Errors
///
/// The reason, as text after the name: "starts with a digit …".
pub fn check_crate_name(name: &str) -> Result<(), &'static str> {
    const TAKEN: &[&str] = &["std", "core", "alloc", "proc_macro", "test"];
    const FOLDERS: &[&str] = &["deps", "examples", "build", "incremental"];
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    let ident = name.replace('-', "_");
    if name.is_empty() {
        Err("is empty")
    } else if !name.bytes().all(allowed) {
        Err("holds characters other than lower case letters, digits, `-` and `_`")
    } else if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        Err("does not start with a letter")
    } else if name.len() > 64 {
        Err("is longer than 64 characters")
    } else if ident == "gen" || syn::parse_str::<proc_macro2::Ident>(&ident).is_err() {
        Err("is a Rust keyword")
    } else if TAKEN.contains(&ident.as_str()) {
        Err("is a name that Rust itself uses")
    } else if FOLDERS.contains(&name) || DEVICES.contains(&name) {
        Err("cannot be the name of a folder on every system")
    } else {
        Ok(())
    }
}

/// A crate name from a title: its words in lower case, without apostrophes, joined by `-`; `api-client` if that is not valid.
pub fn crate_name(title: &str) -> String {
    const LONGEST: usize = 40;
    let title = deunicode::deunicode(title).to_ascii_lowercase().replace('\'', "");
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !name.is_empty() && name.len() + word.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(word);
    }
    let is_name = |name: &String| check_crate_name(name).is_ok();
    let longer = format!("{name}-client");
    [name, longer].into_iter().find(is_name).unwrap_or_else(|| "api-client".into())
}

/// Checks that a command is valid in the comments at the top of files, one of which is HTML.
pub(crate) fn check_command(command: &str) -> Result<(), &'static str> {
    if command.trim().is_empty() {
        Err("is empty")
    } else if command.contains(is_hidden) {
        Err("has several lines, or holds invisible characters")
    } else if command.contains("--") && command.contains('>') {
        // Such as `-->` and `--!>`.
        Err("could end a comment of HTML")
    } else {
        Ok(())
    }
}

/// Checks that an address is a web address that documentation can contain.
///
/// # Errors
///
/// The reason, as text after the address. It does not quote the address, which could contain a password.
pub(crate) fn check_address(address: &str) -> Result<(), &'static str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    });
    let Some(rest) = rest else { return Err("begins with neither https:// nor http://") };
    let is_odd = |c: char| c.is_whitespace() || is_hidden(c) || "\"<>\\^`{|}".contains(c);
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    if host.is_empty() {
        Err("has no host")
    } else if host.contains('@') {
        Err("has a user name or password in it, which would be published")
    } else if rest.contains(is_odd) {
        Err("holds a space, a quote, a bracket, a backslash or an invisible character")
    } else {
        Ok(())
    }
}

/// Whether a character is a line break, another control character, or one that is invisible or changes the direction of text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
