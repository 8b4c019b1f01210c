//! Texts of a configuration or document in; whether they can stand where they are to stand, and names made of titles, out.

/// Whether Cargo, crates.io and `use` accept a crate name in lower case.
///
/// # Errors
///
/// The reason, to be read after the name: "starts with a digit …".
pub fn check_crate_name(name: &str) -> Result<(), &'static str> {
    const TAKEN: &[&str] = &["std", "core", "alloc", "proc_macro", "test"];
    const FOLDERS: &[&str] = &["deps", "examples", "build", "incremental"];
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    let ident = name.replace('-', "_");
    if name.is_empty() {
        Err("is empty")
    } else if !name.bytes().all(allowed) {
        Err("holds something else than lower case letters, digits, `-` and `_`")
    } else if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        Err("does not start with a letter")
    } else if name.len() > 64 {
        Err("is longer than 64 characters")
    } else if ident == "gen" || syn::parse_str::<proc_macro2::Ident>(&ident).is_err() {
        Err("is a Rust keyword")
    } else if TAKEN.contains(&ident.as_str()) {
        Err("belongs to Rust itself")
    } else if FOLDERS.contains(&name) || DEVICES.contains(&name) {
        Err("cannot name a folder everywhere")
    } else {
        Ok(())
    }
}

/// A crate name made of a title: its words in lower case, with `-` between them. `api-client` where that is none.
pub fn crate_name(title: &str) -> String {
    const LONGEST: usize = 40;
    let title = deunicode::deunicode(title).to_ascii_lowercase();
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

/// Whether a command can stand in the comments at the top of files, one of which is HTML.
pub(crate) fn check_command(command: &str) -> Result<(), &'static str> {
    if command.trim().is_empty() {
        Err("is empty")
    } else if command.contains(is_hidden) {
        Err("has several lines, or holds signs that cannot be seen")
    } else if command.contains("--") && command.contains('>') {
        // Such as `-->` and `--!>`.
        Err("could end a comment of HTML")
    } else {
        Ok(())
    }
}

/// Whether an address is one of the web that can stand in documentation.
///
/// # Errors
///
/// The reason, to be read after it. It holds nothing of the address, which could hold a password.
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
        Err("has a user in it, and it is published")
    } else if rest.contains(is_odd) {
        Err("holds a space, a quote, a bracket, a backslash or a sign that cannot be seen")
    } else {
        Ok(())
    }
}

/// Line breaks, other control characters, and those that change the direction of text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
