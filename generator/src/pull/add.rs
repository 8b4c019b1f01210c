//! A configuration and missing pages in; the same text with an entry for each page, and no other change, out.
//!
//! The entries follow the last one of `pages`, as lines. The new text is parsed and compared with the intended configuration, so that a
//! list in another notation is refused and never broken.

use super::PullError;
use super::discover::Found;
use crate::config::{Config, Page};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Syntax, join, locate, yaml};
use crate::files::{ConfigFile, Fault, NewText, digest};
use crate::source::{Place, Source};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The configuration with added pages.
pub(super) fn with_pages(config: &ConfigFile, found: &[Found]) -> Result<ConfigFile, PullError> {
    if found.is_empty() {
        return Ok(config.clone());
    }
    let mut expected = config.config.clone();
    expected.pages.extend(found.iter().map(page));
    let text = extended(config, found);
    let source = text.map(|text| Arc::new(Source::new(&config.source.name, text)));
    let read = source.and_then(|source| Some((Config::parse(&source).ok()?, source)));
    match read {
        Some((mut read, source)) if unplaced(&read) == unplaced(&expected) => {
            read.package.files = expected.package.files;
            Ok(ConfigFile { config: read, source, path: config.path.clone() })
        }
        _ => Err(not_addable(config, found)),
    }
}

/// The new text of a changed configuration file.
pub(super) fn new_text(old: &ConfigFile, new: &ConfigFile) -> Option<NewText> {
    (old.source.text != new.source.text).then(|| NewText {
        path: old.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        old: Some(digest(old.source.text.as_bytes())),
        text: new.source.text.clone(),
    })
}

fn page(found: &Found) -> Page {
    let Found { path, address, is_document, .. } = found;
    Page { path: path.clone(), address: Some(address.clone()), is_document: *is_document }
}

/// A configuration without its places.
fn unplaced(config: &Config) -> Config {
    let mut config = config.clone();
    config.places().for_each(|(_, place)| *place = None);
    config.package.files.iter_mut().for_each(|file| file.text = None);
    config
}

fn extended(config: &ConfigFile, found: &[Found]) -> Option<String> {
    let text = &config.source.text;
    let line_feed = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (at, indent, before) = match config.config.pages.iter().enumerate().next_back() {
        Some((index, last)) => {
            let (end, indent) = last_entry(text, index, last)?;
            (end, indent, "")
        }
        None => (text.len(), "  ", "pages:"),
    };
    let (above, below) = text.split_at(at);
    let mut new = above.to_owned();
    let mut line = |text: &str| {
        if !new.is_empty() && !new.ends_with('\n') {
            new.push_str(line_feed);
        }
        new.push_str(text);
        new.push_str(line_feed);
    };
    if !before.is_empty() {
        line(before);
    }
    found.iter().for_each(|page| entry(page, indent).lines().for_each(&mut line));
    Some(new + below)
}

/// The end of the last line of a list's last entry, and its indentation; `None` if the entry does not begin a line.
fn last_entry<'t>(text: &'t str, index: usize, page: &Page) -> Option<(usize, &'t str)> {
    let pointer = join("/pages", &index.to_string());
    let span = |pointer: &str| locate(text, Syntax::Yaml, pointer);
    let entry = span(&pointer);
    let address = page.address.as_ref().map(|_| span(&join(&pointer, "address")).end);
    let end = span(&page.pointer("/pages", index)).end.max(address.unwrap_or(0));
    let end = text[end..].find('\n').map_or(text.len(), |line| end + line + 1);
    let start = text[..entry.start].rfind('\n').map_or(0, |line| line + 1);
    let line = text[start..].lines().next()?;
    let rest = line.trim_start_matches(' ');
    rest.starts_with("- ").then(|| (end, &line[..line.len() - rest.len()]))
}

/// An entry for `pages` of the configuration.
pub(crate) fn entry(found: &Found, indent: &str) -> String {
    let quoted = |text: &str| {
        let entry = BTreeMap::from([("key", text)]);
        let line = yaml::to_string(&entry).unwrap_or_default();
        line.trim_end().strip_prefix("key: ").unwrap_or_default().to_owned()
    };
    let (path, address) = (quoted(&found.path), quoted(&found.address));
    let key = if found.is_document { "document" } else { "path" };
    format!("{indent}- {key}: {path}\n{indent}  address: {address}\n")
}

fn not_addable(config: &ConfigFile, found: &[Found]) -> PullError {
    let message =
        "the list of pages is not written with one entry a line, so no page can be added to it";
    let place = Place::span(&config.source, locate(&config.source.text, Syntax::Yaml, "/pages"));
    let finding = Diagnostic::new(Code::NotAddable, message).at(place.at("/pages")).help(format!(
        "write `pages` as lines that begin with `- path:`; or add these by hand:\n{}",
        found.iter().map(|page| entry(page, "  ")).collect::<String>().trim_end()
    ));
    PullError { fault: Fault::Input, diagnostics: vec![finding] }
}
