//! The configuration in; its pages as the documentation site has them now, checked and compared with those in place, out.
//!
//! ```text
//! configuration ─ plan ─▶ targets ─ client (HTTP) or a folder ─▶ texts ─ judge ─▶ Pulled ─ apply ─▶ files
//! ```
//!
//! [`fetch`] writes nothing, and [`apply`] replaces all pages or none. What is guaranteed:
//!
//! - **Nothing broken gets in.** A page must be there, whole, Markdown, and no operation may be lost unless the call allows it;
//!   and all pages must merge into one document. Anything else is a diagnostic, all of them in one run, and no page is touched.
//! - **A page is its fragments.** If they say what they said (order, white space and spelling of the JSON apart), the page is unchanged
//!   and its file stays as it is, whatever became of the text around them. Descriptions inside a fragment are part of it.
//! - **All or none.** See [`crate::files::FileSet`] for what holds when a run fails or is killed half way.
//! - **A site is treated politely.** A user agent that says who asks, [`Options::at_once`] requests at a time, conditional requests,
//!   `Retry-After` respected for all pages, pauses that double.
//!
//! Requests that were refused (429), could not be served (502, 503, 504), found no connection or lost it are repeated
//! [`Options::retries`] times. Time-outs are not: [`Options::timeout`] holds for one request with its whole response, and once a server
//! could not be reached before any page came from it, the pages that were not begun yet are not tried. Redirects are followed five
//! times at most, on the same host (`http` to `https` counts as that), and only if the path ends in the same segment: a page that moved is
//! found, and a login is not taken for one.

mod add;
mod all;
mod cause;
mod discover;
mod document;
mod folder;
mod http;
mod judge;
mod plan;
#[path = "../../runtime/errors/retry_after.rs"]
mod retry_after;
mod validators;

pub(crate) use add::entry;
pub use all::{All, fetch_all};
pub use discover::{Discovered, Found, discover};
pub(crate) use document::{document, document_options};
pub(crate) use plan::anonymous;

use crate::Inputs;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::{ConfigFile, Fault, FileSet, NewText, ReplaceError, Unread, read_other_pages};
use crate::source::Source;
use crate::stack::on_deep_stack;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use validators::Validators;

/// How large a document may be, in bytes. The largest that is known has 60 MiB.
const DOCUMENT_BYTES: usize = 256 * 1024 * 1024;

/// The date and time, for `retry_after`.
fn now() -> SystemTime {
    SystemTime::now()
}

/// Where pages are pulled from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// Their addresses.
    #[default]
    Addresses,
    /// Another server: its scheme, host and path stand in the place of the scheme and host of each address. With
    /// `https://mirror.example/docs`, `https://acme.example/api/users` is read at `https://mirror.example/docs/api/users.md`.
    Base(reqwest::Url),
    /// A folder: a page is read from the file with the longest end of its path that is there. `pages/admin/users.md` is read from
    /// `pages/admin/users.md`, or else `admin/users.md`, or else `users.md`.
    Folder(PathBuf),
}

impl Origin {
    /// A base if the text starts with `http://` or `https://`, a folder otherwise.
    ///
    /// # Errors
    ///
    /// What is wrong with the address.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::Folder(text.into()));
        }
        let url = reqwest::Url::parse(text).map_err(|error| error.to_string())?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err("an address that others are put behind has no `?` and no `#`".to_owned());
        }
        Ok(Self::Base(url))
    }
}

/// What to pull, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Where from.
    pub from: Origin,
    /// The pages to pull, by path or by the name of their file without its ending; all that have an address if empty.
    pub pages: Vec<String>,
    /// Whether operations may be removed.
    pub removal: Removal,
    /// The folder in which the validators of conditional requests are kept; without one every page is fetched whole.
    pub cache: Option<PathBuf>,
    /// How long one request may take, from the connection to the last byte of its response. 30 seconds by default.
    pub timeout: Duration,
    /// How long fetching may take in all. 5 minutes by default.
    pub total_timeout: Duration,
    /// How often a request is repeated. 3 times by default.
    pub retries: u32,
    /// The pause before the first repetition; it doubles with each one. Half a second by default.
    pub pause: Duration,
    /// How large a page may be, in bytes. 16 MiB by default; a document may have 256 MiB at least.
    pub max_bytes: usize,
    /// How many requests are under way at a time. 4 by default.
    pub at_once: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            from: Origin::default(),
            pages: Vec::new(),
            removal: Removal::default(),
            cache: None,
            timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(300),
            retries: 3,
            pause: Duration::from_millis(500),
            max_bytes: 16 * 1024 * 1024,
            at_once: 4,
        }
    }
}

/// Whether pages may have fewer operations than their files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Removal {
    /// No operation may be gone from all pages together; one may move from page to page.
    #[default]
    Refused,
    /// Operations may be gone, but not all of a page: it would rather be another page.
    Partial,
    /// Any may be gone.
    Allowed,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many pages have come, of so many.
    Fetching {
        /// How many have come.
        done: usize,
        /// How many there are.
        of: usize,
    },
    /// The server asked to wait so many seconds.
    Waiting {
        /// How many.
        seconds: u64,
    },
    /// Checking and comparing the pages.
    Checking,
}

/// Is told each step.
pub type Progress<'p> = &'p (dyn Fn(Step) + Sync);

/// What came of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its file is not there yet.
    New,
    /// Its fragments differ from those of its file.
    Changed,
    /// Its fragments are those of its file.
    Unchanged,
}

/// A page that was pulled.
#[derive(Debug, Clone)]
pub struct PulledPage {
    /// Its path as the configuration lists it.
    pub path: String,
    /// What its file is to hold: what came, or what it holds already if that is unchanged.
    pub text: String,
    /// How both compare.
    pub state: State,
    /// The operations it has now: `GET /users`.
    pub operations: BTreeSet<String>,
    /// The operations its file does not have.
    pub added: BTreeSet<String>,
    /// The operations that only its file has.
    pub removed: BTreeSet<String>,
    /// The digest of its file; `None` if there is none.
    old: Option<String>,
    /// The address that was asked, and by what it tells whether the page has changed.
    validators: Option<(String, Validators)>,
}

/// Pages that are fit to be put in place.
#[derive(Debug, Clone)]
pub struct Pulled {
    /// The pages, in the order of the configuration.
    pub pages: Vec<PulledPage>,
    /// Of the pages that were new to the configuration, those that do not exist or hold no part of the API, and what to say of them.
    pub left_out: Vec<(String, Diagnostic)>,
}

/// Why nothing was pulled. All pages are as they were.
#[derive(Debug, thiserror::Error)]
#[error("the pages were not pulled: {}", .diagnostics.iter().map(|found| found.message.as_str()).collect::<Vec<_>>().join("; "))]
pub struct PullError {
    /// [`Fault::Input`] if a page is at fault; [`Fault::Call`] if it could not be told, because a page did not come or the call is wrong.
    pub fault: Fault,
    /// All that was found, the findings that concern many pages alike as one.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Unread> for PullError {
    fn from(Unread { fault, diagnostics }: Unread) -> Self {
        Self { fault, diagnostics }
    }
}

impl From<ReplaceError> for PullError {
    fn from(error: ReplaceError) -> Self {
        Self { fault: Fault::Call, diagnostics: vec![error.diagnostic()] }
    }
}

/// Fetches, checks and compares the pages that have an address. Writes nothing.
///
/// # Errors
///
/// A page did not come, or is not fit to be put in place. What cannot be asked for at all ends the run before the first request.
pub fn fetch(
    config: &ConfigFile,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Pulled, PullError> {
    fetch_with(config, config.config.pages.len(), options, progress)
}

/// The same, where the pages of the configuration from one place of the list on are only tried: what does not exist, or is no page of
/// the API, is left out.
fn fetch_with(
    config: &ConfigFile,
    tried_from: usize,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Pulled, PullError> {
    on_deep_stack(|| {
        let plan = plan::plan(config, options)?;
        let known = validators::load(options.cache.as_deref());
        let fetched = match &options.from {
            Origin::Folder(folder) => folder::read(&plan, folder),
            _ => http::fetch(&plan, options, &known, progress)?,
        };
        progress(Step::Checking);
        judge::judge(config, tried_from, plan, fetched, options.removal)
    })
}

/// Whether a crate can be made of the configuration once the pages are in place. Returns what was decided where sources disagree.
///
/// # Errors
///
/// None can be made: a correction does not fit any more, say.
pub fn check(pulled: &Pulled, config: &ConfigFile) -> Result<Vec<Diagnostic>, PullError> {
    let inputs = inputs(pulled, config)?;
    match crate::model(inputs, &config.config, &|_| {}) {
        Ok((_, found)) => {
            Ok(found.into_iter().filter(|found| found.code == Code::Preferred).collect())
        }
        Err(failure) => {
            let errors = failure.diagnostics.into_iter();
            let errors = errors.filter(|found| found.severity() == Severity::Error);
            Err(PullError { fault: Fault::Input, diagnostics: errors.collect() })
        }
    }
}

/// Puts the pages in place, and other files with them, all or none. Without [`FileSet::open`] before [`fetch`] a run that was killed is not undone first, and
/// then this is an error.
///
/// # Errors
///
/// A page was changed since it was compared, or the operating system refuses.
pub fn apply(pulled: &Pulled, files: &FileSet, others: &[NewText]) -> Result<(), PullError> {
    let differs = |page: &&PulledPage| page.state != State::Unchanged;
    let new = pulled.pages.iter().filter(differs).map(|page| NewText {
        path: page.path.clone(),
        old: page.old.clone(),
        text: page.text.clone(),
    });
    Ok(files.replace(&new.chain(others.iter().cloned()).collect::<Vec<_>>())?)
}

/// What [`crate::files::read_inputs`] will read from the configuration once the pages are in place: they, the pages that were not pulled,
/// and the overlays.
///
/// # Errors
///
/// A page that was not pulled, or an overlay, cannot be read.
pub fn inputs(pulled: &Pulled, config: &ConfigFile) -> Result<Inputs, PullError> {
    let is_pulled = |path: &str| pulled.pages.iter().any(|page| page.path == path);
    let listed = config.config.pages.iter().enumerate();
    let without = listed.filter(|(_, page)| is_pulled(&page.path));
    let without = without.map(|(index, page)| (index, config.folder().join(&page.path))).collect();
    let mut inputs = read_other_pages(config, &without)?;
    inputs.sources.extend(
        pulled
            .pages
            .iter()
            .map(|page| Source::new(&page.path, &page.text).ranked(config.config.rank(&page.path))),
    );
    Ok(inputs)
}

/// Keeps by what the pages' addresses tell whether they have changed, for the next run. Only for pages that are in place.
///
/// # Errors
///
/// The folder cannot be written. The next run then fetches the pages whole.
pub fn remember(pulled: &Pulled, cache: &std::path::Path) -> std::io::Result<()> {
    validators::save(cache, &pulled.pages)
}
