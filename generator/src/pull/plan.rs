//! The configuration and the names of pages in; the addresses to request, and the local files, out.

use super::{DOCUMENT_BYTES, Options, Origin, PullError};
use crate::config::{Page, PullOptions};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Syntax, locate};
use crate::files::{ConfigFile, Fault, digest, interrupted};
use crate::source::{Place, Source};
use reqwest::Url;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// A page to pull.
#[derive(Debug)]
pub(super) struct Target {
    /// Its index in the configuration's list.
    pub(super) index: usize,
    /// Its path in the configuration, with `/` between folders.
    pub(super) path: String,
    /// The path of its file.
    pub(super) file: PathBuf,
    /// The address to request; `None` if it is read from a folder.
    pub(super) url: Option<Url>,
    /// Its requested or configured address without user and fragment, which is its key in the cache.
    pub(super) address: String,
    /// The file that it is read from, if the origin is a folder with such a file.
    pub(super) found: Option<PathBuf>,
    /// Its maximum size, in bytes.
    pub(super) max_bytes: usize,
    /// The number of sources that are preferred to it.
    rank: usize,
    /// The content and digest of its file; `None` if there is no file.
    pub(super) old: Option<(Vec<u8>, String)>,
}

impl Target {
    /// The source of the page with a text.
    pub(super) fn source(&self, text: impl Into<String>) -> Arc<Source> {
        Arc::new(Source::new(&self.path, text).ranked(self.rank))
    }

    /// Adds the address or the file to a finding on this page.
    pub(super) fn label(&self, finding: Diagnostic) -> Diagnostic {
        // The query may contain a key.
        let address = self.address.split('?').next().unwrap_or_default();
        let (name, words) = match &self.found {
            Some(file) => (file.display().to_string(), "the page was read from here"),
            None => (address.to_owned(), "the page was looked for here"),
        };
        finding.related(Place::whole(&Arc::new(Source::new(name, ""))), words)
    }
}

/// The pages to pull.
pub(super) fn plan(config: &ConfigFile, options: &Options) -> Result<Vec<Target>, PullError> {
    let mut faults = Vec::new();
    faults.extend(interrupted(config.folder()).map(|finding| (Fault::Call, finding)));
    let mut targets = Vec::new();
    for index in chosen(config, &options.pages, &mut faults) {
        match target(config, index, options) {
            Ok(target) => targets.push(target),
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() && targets.is_empty() {
        let finding = Diagnostic::new(Code::NoInput, "no page of the configuration has an address")
            .at(Place::whole(&config.source))
            .help("give the pages that are to be pulled an `address`");
        faults.push((Fault::Input, finding));
    }
    match faults.iter().map(|(fault, _)| *fault).max() {
        None => Ok(targets),
        Some(fault) => {
            let diagnostics = faults.into_iter().map(|(_, finding)| finding).collect();
            Err(PullError { fault, diagnostics })
        }
    }
}

/// The named pages, or all with an address, by their index in the list.
fn chosen(
    config: &ConfigFile,
    names: &[String],
    faults: &mut Vec<(Fault, Diagnostic)>,
) -> Vec<usize> {
    let pages = &config.config.pages;
    if names.is_empty() {
        return (0..pages.len()).filter(|&index| pages[index].address.is_some()).collect();
    }
    let mut chosen = Vec::new();
    for name in names {
        match named(config, name) {
            Ok(index) => chosen.push(index),
            Err(finding) => faults.push((Fault::Call, *finding)),
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// The page with a name.
fn named(config: &ConfigFile, name: &str) -> Result<usize, Box<Diagnostic>> {
    let pages = &config.config.pages;
    let wanted = name.replace('\\', "/");
    let wanted = wanted.trim_start_matches("./");
    let is_path =
        |path: &str| path == wanted || config.folder().join(path) == std::path::Path::new(wanted);
    let of_stem = |(_, page): &(usize, &crate::config::Page)| stem(&page.path) == wanted;
    let by_path = pages.iter().position(|page| is_path(&page.path));
    let by_stem: Vec<usize> =
        pages.iter().enumerate().filter(of_stem).map(|(index, _)| index).collect();
    let refuse = |message: String, help: String| {
        Err(Box::new(Diagnostic::new(Code::UnknownPage, message).help(help)))
    };
    let index = match (by_path, &by_stem[..]) {
        (Some(index), _) | (None, &[index]) => index,
        (None, []) => {
            let message = format!("the configuration lists no page `{name}`");
            return refuse(message, near(pages.iter().map(|page| page.path.as_str()), wanted));
        }
        (None, several) => {
            let paths: Vec<&str> =
                several.iter().map(|&index| pages[index].path.as_str()).collect();
            let message = format!("several pages are called `{name}`");
            return refuse(message, format!("name one by its path: {}", paths.join(", ")));
        }
    };
    if pages[index].address.is_none() {
        let message = format!("the page `{}` has no address", pages[index].path);
        return refuse(message, "give it one in the configuration".to_owned());
    }
    Ok(index)
}

/// The name of a file without its extension.
fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The listed pages whose names are most similar to an unknown one.
fn near<'p>(paths: impl Iterator<Item = &'p str>, wanted: &str) -> String {
    const SHOWN: usize = 3;
    let lower = stem(wanted).to_lowercase();
    let mut near: Vec<(usize, &str)> = paths
        .map(|path| {
            let known = stem(path).to_lowercase();
            let within = !lower.is_empty() && known.contains(&lower);
            (if within { 1 } else { strsim::osa_distance(&known, &lower) }, path)
        })
        .collect();
    near.sort_unstable();
    let limit = (lower.chars().count() / 3).max(1);
    let close: Vec<&str> =
        near.iter().filter(|(distance, _)| *distance <= limit).map(|(_, path)| *path).collect();
    if close.is_empty() {
        return "name a page by its path or by the name of its file without the ending".to_owned();
    }
    format!("near names: {}", close[..close.len().min(SHOWN)].join(", "))
}

fn target(
    config: &ConfigFile,
    index: usize,
    options: &Options,
) -> Result<Target, Box<(Fault, Diagnostic)>> {
    let page = &config.config.pages[index];
    let from = &options.from;
    let listed = page.address.clone().unwrap_or_default();
    let at = |key: &str, message: String| {
        let pointer = format!("/pages/{index}/{key}");
        let span = locate(&config.source.text, Syntax::Yaml, &pointer);
        let place = Place::span(&config.source, span).at(pointer);
        Diagnostic::new(Code::InvalidConfig, message).at(place)
    };
    let url = match from {
        Origin::Folder(_) => None,
        _ => Some(url(&listed, page, &config.config.pull, from).map_err(|reason| {
            let finding = at("address", format!("this is not the address of a page: {reason}"));
            let help = "write a whole address: https://docs.acme.example/users";
            Box::new((Fault::Input, finding.help(help)))
        })?),
    };
    let file = config.folder().join(&page.path);
    let old = match fs::read(&file) {
        Ok(bytes) => {
            let digest = digest(&bytes);
            Some((bytes, digest))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) if file.is_dir() => {
            let finding = at(
                "path",
                format!("{:?} is a folder, but an address is that of one page", page.path),
            )
            .help("list the pages of the folder one by one, or remove its address");
            return Err(Box::new((Fault::Input, finding)));
        }
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", page.path);
            let finding = Diagnostic { code: Code::UnreadableInput, ..at("path", message) };
            return Err(Box::new((Fault::Call, finding)));
        }
    };
    let address = match (&url, web_address(&listed)) {
        (Some(url), _) => anonymous(url),
        (None, Ok(listed)) => anonymous(&listed),
        (None, Err(_)) => String::new(),
    };
    let found = match from {
        Origin::Folder(folder) => find(folder, &page.path),
        _ => None,
    };
    let rank = config.config.rank(&page.path);
    let max_bytes =
        if page.is_document { options.max_bytes.max(DOCUMENT_BYTES) } else { options.max_bytes };
    Ok(Target { index, path: page.path.clone(), file, url, address, found, max_bytes, rank, old })
}

/// The file that matches the longest end of the path.
fn find(folder: &Path, path: &str) -> Option<PathBuf> {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    (0..parts.len()).map(|start| folder.join(parts[start..].join("/"))).find(|file| file.is_file())
}

/// An address without user, password and fragment.
pub(crate) fn anonymous(url: &Url) -> String {
    let mut url = url.clone();
    // A web address can have both, so both can be removed.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url.into()
}

/// The address of a page's Markdown form.
fn url(address: &str, page: &Page, options: &PullOptions, from: &Origin) -> Result<Url, String> {
    let mut url = web_address(address)?;
    url.set_fragment(None);
    let is_markdown = ["md", "markdown"].contains(&ending(&page.path).as_str());
    if is_markdown && !url.path().ends_with(&options.suffix) {
        let path = format!("{}{}", url.path().trim_end_matches('/'), options.suffix);
        url.set_path(&path);
    }
    Ok(rebase(url, from))
}

/// Parses a web address.
pub(super) fn web_address(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{}` is neither http nor https", url.scheme()));
    }
    Ok(url)
}

/// The address on the server of the origin.
pub(super) fn rebase(url: Url, from: &Origin) -> Url {
    let Origin::Base(base) = from else { return url };
    let mut moved = base.clone();
    moved.set_path(&format!("{}{}", base.path().trim_end_matches('/'), url.path()));
    moved.set_query(url.query());
    moved
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}
