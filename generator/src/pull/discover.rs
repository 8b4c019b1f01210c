//! The index of a documentation site in; the pages missing in the configuration out.
//!
//! The index is a Markdown text with a link to each page; most sites call it `llms.txt`. Only pages below `pull.below`, or else below the
//! common address of all listed pages, count. An index may be incomplete: a listed page that it lacks is reported but is not an error,
//! and pages in `pull.known` are found without it.

use super::plan::{rebase, web_address};
use super::{Options, Origin, Progress, PullError, cause, http};
use crate::config::Page;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{ConfigFile, Fault};
use crate::source::Place;
use crate::stack::on_deep_stack;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use reqwest::Url;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The comparison of a site's index with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// The common beginning of the addresses of all listed pages.
    pub common: String,
    /// The pages below it that the configuration lacks, in the order of the index; then those that only `pull.known` lists.
    pub lacking: Vec<Found>,
    /// The number of pages that the index lists elsewhere.
    pub elsewhere: usize,
    /// The paths of the listed pages that the index lacks.
    pub unlisted: Vec<String>,
    /// The reason why there is no index, if pages are known without it.
    pub no_index: Option<Diagnostic>,
}

/// A page of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its title in the index.
    pub title: String,
    /// Its address, without the suffix of its Markdown form.
    pub address: String,
    /// The path in `pull.known`, or a path that no listed page has.
    pub path: String,
    /// Whether `pull.known` lists it as a document.
    pub is_document: bool,
}

/// Reads the index. Writes nothing.
///
/// # Errors
///
/// The index could not be fetched, or lists no page; or no listed page has an address.
pub fn discover(
    config: &ConfigFile,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Discovered, PullError> {
    on_deep_stack(|| {
        let rules = &config.config.pull;
        let listed = addresses(config, &config.config.pages)?;
        let known = addresses(config, &rules.known)?;
        // Documents may be anywhere; they only count if there are no pages.
        let all = || listed.iter().chain(&known);
        let pages: Vec<&Url> =
            all().filter(|(_, page)| !page.is_document).map(|(address, _)| address).collect();
        let pages =
            if pages.is_empty() { all().map(|(address, _)| address).collect() } else { pages };
        let Some(first) = pages.first() else { return Err(nothing_listed(config)) };
        let common = match &rules.below {
            Some(below) => below.clone(),
            None => common(&pages).ok_or_else(|| several_sites(config))?,
        };
        let index = match &rules.index {
            Some(index) => {
                web_address(index).map_err(|reason| no_index("`pull.index`", &reason))?
            }
            None => root(first),
        };
        let (links, no_index) = match linked(&index, &rules.suffix, options, progress) {
            Ok(links) => (links, None),
            Err(error) if known.is_empty() => return Err(error),
            Err(error) => (Vec::new(), Some(not_used(error))),
        };
        let compared = compare(&listed, &known, common, links);
        Ok(Discovered { no_index, ..compared })
    })
}

/// The titles and addresses of the index's links.
fn linked(
    index: &Url,
    suffix: &str,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Vec<(String, Url)>, PullError> {
    let links = links(&read(index, options, progress)?, index, suffix);
    if links.is_empty() {
        Err(no_index(&http::plain(index), "it lists no pages"))
    } else {
        Ok(links)
    }
}

/// The diagnostic for a missing index, if pages are known without it.
fn not_used(error: PullError) -> Diagnostic {
    let reasons: Vec<String> =
        error.diagnostics.into_iter().map(|finding| finding.message).collect();
    let message = format!("{}; the pages that `pull.known` lists are used", reasons.join("; "));
    Diagnostic::new(Code::IndexNotUsed, message).help(
        "correct `pull.index` in the configuration; without the index, only listed pages are found",
    )
}

/// The pages with an address, by address.
fn addresses<'p>(
    config: &ConfigFile,
    pages: &'p [Page],
) -> Result<BTreeMap<Url, &'p Page>, PullError> {
    let mut found = BTreeMap::new();
    for page in pages {
        let Some(address) = &page.address else { continue };
        let address = web_address(address).map_err(|reason| {
            let message = format!("the address of a page is not a web address: {reason}");
            let place = Place::whole(&config.source);
            error(Fault::Input, Diagnostic::new(Code::InvalidConfig, message).at(place))
        })?;
        found.insert(bare(address, &config.config.pull.suffix), page);
    }
    Ok(found)
}

/// An address without the suffix of its Markdown form.
fn bare(mut address: Url, suffix: &str) -> Url {
    address.set_fragment(None);
    let path = address.path().strip_suffix(suffix).unwrap_or(address.path());
    let path = path.trim_end_matches('/').to_owned();
    address.set_path(&path);
    address
}

/// The common folder of all addresses; `None` if they are on several servers.
fn common(addresses: &[&Url]) -> Option<String> {
    let mut common = addresses.first()?.as_str();
    for address in addresses {
        let equal = common.bytes().zip(address.as_str().bytes());
        common = &common[..equal.take_while(|(one, other)| one == other).count()];
    }
    let common = &common[..=common.rfind('/')?];
    Url::parse(common).is_ok().then(|| common.to_owned())
}

/// The default address of the index.
fn root(address: &Url) -> Url {
    let mut root = address.clone();
    root.set_path("/llms.txt");
    root.set_query(None);
    root
}

fn read(index: &Url, options: &Options, progress: Progress<'_>) -> Result<String, PullError> {
    let failed = |cause: &cause::Cause| {
        let help = "name the index of the site as `pull.index` in the configuration";
        error(cause.fault(), cause.about(&http::plain(index), help, cause.help()))
    };
    match &options.from {
        Origin::Folder(folder) => {
            let file = folder.join(index.path().rsplit('/').next().unwrap_or_default());
            fs::read_to_string(&file).map_err(|reason| {
                let (file, reason) = (file.display().to_string(), reason.to_string());
                failed(&cause::Cause::Unreadable { file, reason })
            })
        }
        from => {
            let url = rebase(index.clone(), from);
            http::fetch_text(url, options, progress)?.map_err(|cause| failed(&cause))
        }
    }
}

/// The titles and addresses of links in a text that may be pages.
fn links(text: &str, index: &Url, suffix: &str) -> Vec<(String, Url)> {
    let mut links = Vec::new();
    let mut open: Option<(String, Url)> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let address = index.join(&dest_url).ok();
                let address =
                    address.filter(|address| matches!(address.scheme(), "http" | "https"));
                open = address.map(|address| (String::new(), bare(address, suffix)));
            }
            Event::End(TagEnd::Link) => links.extend(open.take()),
            Event::Text(part) | Event::Code(part) => {
                if let Some((title, _)) = &mut open {
                    title.push_str(&part);
                }
            }
            _ => {}
        }
    }
    links
}

fn compare(
    listed: &BTreeMap<Url, &Page>,
    known: &BTreeMap<Url, &Page>,
    common: String,
    links: Vec<(String, Url)>,
) -> Discovered {
    let all = listed.iter().chain(known);
    let paths: BTreeSet<String> = all.clone().map(|(_, page)| page.path.clone()).collect();
    let folder = folder(all.clone(), &common).unwrap_or_else(|| shared_folder(&paths));
    let mut taken = Taken::new(&paths);
    let mut seen = BTreeSet::new();
    let mut lacking = Vec::new();
    let mut elsewhere = 0;
    for (title, address) in links {
        if !seen.insert(address.clone()) || listed.contains_key(&address) {
            continue;
        }
        let rest = address.as_str().strip_prefix(&common).filter(|rest| !rest.is_empty());
        match (known.get(&address), rest) {
            (Some(page), _) => lacking.push(found(title, &address, page)),
            (None, None) => elsewhere += 1,
            (None, Some(rest)) => {
                let path = taken.free_path(&folder, rest);
                lacking.push(Found { title, address: address.into(), path, is_document: false });
            }
        }
    }
    let others = known
        .iter()
        .filter(|(address, _)| !seen.contains(*address) && !listed.contains_key(*address));
    lacking.extend(others.map(|(address, page)| found(page.path.clone(), address, page)));
    let unlisted = listed.iter().filter(|(address, _)| !seen.contains(*address));
    let unlisted = unlisted.map(|(_, page)| page.path.clone()).collect();
    Discovered { common, lacking, elsewhere, unlisted, no_index: None }
}

fn found(title: String, address: &Url, page: &Page) -> Found {
    let Page { path, is_document, .. } = page.clone();
    Found { title, address: address.as_str().to_owned(), path, is_document }
}

/// The folder under which the paths of pages mirror their addresses after the common part: `pages/` for `pages/api/users.md` at
/// `https://docs.acme.example/api/users`, with `https://docs.acme.example/` in common.
fn folder<'p>(
    pages: impl Iterator<Item = (&'p Url, &'p &'p Page)>,
    common: &str,
) -> Option<String> {
    let mut folders = pages.filter_map(|(address, page)| {
        let rest = address.as_str().strip_prefix(common)?;
        let path = page.path.rsplit_once('.').map_or(page.path.as_str(), |(path, _)| path);
        path.strip_suffix(rest).filter(|folder| folder.is_empty() || folder.ends_with('/'))
    });
    folders.next().map(str::to_owned)
}

/// The common folder of all paths, with a final slash.
fn shared_folder(paths: &BTreeSet<String>) -> String {
    let parent = |path: &str| path.rfind('/').map_or(String::new(), |end| path[..=end].to_owned());
    let mut folders = paths.iter().map(|path| parent(path));
    let first = folders.next().unwrap_or_default();
    folders.fold(first, |mut common, folder| {
        while !folder.starts_with(&common) {
            common = parent(common.trim_end_matches('/'));
        }
        common
    })
}

/// The paths of pages in lower case, since some file systems ignore case, each with the last number given to its name.
struct Taken(BTreeMap<String, usize>);

impl Taken {
    fn new(paths: &BTreeSet<String>) -> Self {
        Self(paths.iter().map(|path| (path.to_lowercase(), 1)).collect())
    }

    /// An unused path for the page at the end of an address.
    fn free_path(&mut self, folder: &str, rest: &str) -> String {
        let portable =
            |char: char| if char.is_alphanumeric() || "-_./".contains(char) { char } else { '-' };
        let parts = rest.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
        let name = parts.collect::<Vec<_>>().join("/").chars().map(portable).collect::<String>();
        let name = format!("{folder}{name}");
        let mut path = format!("{name}.md");
        let first = path.to_lowercase();
        while self.0.contains_key(&path.to_lowercase()) {
            let number = self.0.entry(first.clone()).or_insert(1);
            *number += 1;
            path = format!("{name}-{number}.md");
        }
        self.0.insert(path.to_lowercase(), 1);
        path
    }
}

fn no_index(index: &str, reason: &str) -> PullError {
    let message = format!("{index} cannot be used as the index of the site: {reason}");
    let help = "name the index of the site as `pull.index` in the configuration";
    error(Fault::Input, Diagnostic::new(Code::NoIndex, message).help(help))
}

fn nothing_listed(config: &ConfigFile) -> PullError {
    let message = "no page of the configuration has an address, so its site is unknown";
    let finding = Diagnostic::new(Code::NoInput, message).at(Place::whole(&config.source));
    error(Fault::Input, finding.help("list a page of the site with its address"))
}

fn several_sites(config: &ConfigFile) -> PullError {
    let message = "the pages of the configuration are on several servers, so it is unclear which pages of the index belong to them";
    let finding = Diagnostic::new(Code::InvalidConfig, message).at(Place::whole(&config.source));
    let help = "set the address that all of them begin with as `pull.below`";
    error(Fault::Input, finding.help(help))
}

fn error(fault: Fault, finding: Diagnostic) -> PullError {
    PullError { fault, diagnostics: vec![finding] }
}
