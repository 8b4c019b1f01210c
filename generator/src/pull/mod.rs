//! The configuration in; the current pages of the documentation site, checked and compared with the local files, out.
//!
//! ```text
//! configuration ─ plan ─▶ targets ─ client (HTTP) or a folder ─▶ texts ─ judge ─▶ Pulled ─ apply ─▶ files
//! ```
//!
//! [`fetch`] writes nothing, and [`apply`] replaces all pages or none. The guarantees:
//!
//! - **No broken pages.** A page must be complete Markdown, and must not lose operations unless the call allows it. All pages must merge
//!   into one document. Every fault is a diagnostic; one run reports all of them and touches no page.
//! - **Only fragments count.** If the fragments of a page mean the same (apart from order, white space and spelling of the JSON), the
//!   page is unchanged and its file stays, whatever the text around them. Descriptions inside a fragment are part of it.
//! - **All or none.** See [`crate::files::FileSet`] for a run that fails or is killed half way.
//! - **Polite requests.** A user agent that identifies the program, [`Options::at_once`] requests at a time, conditional requests,
//!   `Retry-After` respected for all pages, and pauses that double.
//!
//! Requests that were refused (429), could not be served (502, 503, 504), or had no connection or lost it are repeated
//! [`Options::retries`] times. Timeouts are not repeated: [`Options::timeout`] applies to one request with its whole response. If a
//! server could not be reached before any page came from it, the remaining pages are not tried. At most five redirects are followed, on
//! the same host (also from `http` to `https`), and only if the path ends in the same segment. So a moved page is found, and a login page
//! is not taken for it.

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

/// The maximum size of a document in bytes. The largest known one has 60 MiB.
const DOCUMENT_BYTES: usize = 256 * 1024 * 1024;

/// The date and time, for `retry_after`.
fn now() -> SystemTime {
    SystemTime::now()
}

/// The origin of pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// Their addresses.
    #[default]
    Addresses,
    /// Another server: its scheme, host and path replace the scheme and host of each address. With `https://mirror.example/docs`,
    /// `https://acme.example/api/users` is read at `https://mirror.example/docs/api/users.md`.
    Base(reqwest::Url),
    /// A folder: a page is read from the existing file that matches the longest end of its path. `pages/admin/users.md` is read from
    /// `pages/admin/users.md`, or else `admin/users.md`, or else `users.md`.
    Folder(PathBuf),
}

impl Origin {
    /// A base if the text starts with `http://` or `https://`, a folder otherwise.
    ///
    /// # Errors
    ///
    /// The fault of the address.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::Folder(text.into()));
        }
        let url = reqwest::Url::parse(text).map_err(|error| error.to_string())?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err("a base address must not contain `?` or `#`".to_owned());
        }
        Ok(Self::Base(url))
    }
}

/// The options of a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The origin.
    pub from: Origin,
    /// The pages to pull, by path or by file name without extension; if empty, all pages with an address.
    pub pages: Vec<String>,
    /// Whether operations may be removed.
    pub removal: Removal,
    /// The folder for the validators of conditional requests; without one, every page is fetched completely.
    pub cache: Option<PathBuf>,
    /// The time limit of one request, from the connection to the last byte of its response; default 30 seconds.
    pub timeout: Duration,
    /// The time limit of all requests together; default 5 minutes.
    pub total_timeout: Duration,
    /// The number of repetitions of a request; default 3.
    pub retries: u32,
    /// The pause before the first repetition, which doubles each time; default half a second.
    pub pause: Duration,
    /// The maximum size of a page in bytes; default 16 MiB. A document may have at least 256 MiB.
    pub max_bytes: usize,
    /// The number of concurrent requests; default 4.
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
    /// No operation may be missing from all pages together; operations may move between pages.
    #[default]
    Refused,
    /// Operations may be missing, but not all of a page, which would indicate a different page.
    Partial,
    /// Any operations may be missing.
    Allowed,
}

/// The progress of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Pages are being fetched.
    Fetching {
        /// The number of pages fetched.
        done: usize,
        /// The number of all pages.
        of: usize,
    },
    /// The server asked to wait.
    Waiting {
        /// The number of seconds.
        seconds: u64,
    },
    /// Checking and comparing the pages.
    Checking,
}

/// Receives each step.
pub type Progress<'p> = &'p (dyn Fn(Step) + Sync);

/// The state of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its file does not exist yet.
    New,
    /// Its fragments differ from those of its file.
    Changed,
    /// Its fragments are the same as those of its file.
    Unchanged,
}

/// A page that was pulled.
#[derive(Debug, Clone)]
pub struct PulledPage {
    /// Its path in the configuration.
    pub path: String,
    /// The new content of its file: the fetched text, or the old one if that is unchanged.
    pub text: String,
    /// The result of the comparison.
    pub state: State,
    /// Its current operations: `GET /users`.
    pub operations: BTreeSet<String>,
    /// The operations that its file lacks.
    pub added: BTreeSet<String>,
    /// The operations that only its file has.
    pub removed: BTreeSet<String>,
    /// The digest of its file; `None` if there is none.
    old: Option<String>,
    /// The requested address, and the validators for later requests.
    validators: Option<(String, Validators)>,
}

/// Valid pages.
#[derive(Debug, Clone)]
pub struct Pulled {
    /// The pages, in the order of the configuration.
    pub pages: Vec<PulledPage>,
    /// The tried pages that do not exist or have no part of the API, each with a diagnostic.
    pub left_out: Vec<(String, Diagnostic)>,
}

/// The reason why nothing was pulled. All files are unchanged.
#[derive(Debug, thiserror::Error)]
#[error("the pages were not pulled: {}", .diagnostics.iter().map(|found| found.message.as_str()).collect::<Vec<_>>().join("; "))]
pub struct PullError {
    /// [`Fault::Input`] if a page is invalid; [`Fault::Call`] if that is unknown, because a page could not be fetched or the call is
    /// incorrect.
    pub fault: Fault,
    /// All findings; those that apply to several pages are combined.
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

/// Fetches, checks and compares the pages with an address. Writes nothing.
///
/// # Errors
///
/// A page could not be fetched, or is not valid. A page that cannot be requested ends the run before the first request.
pub fn fetch(
    config: &ConfigFile,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Pulled, PullError> {
    fetch_with(config, config.config.pages.len(), options, progress)
}

/// Like [`fetch`], but the pages from an index on are only tried: a page that does not exist or has no part of the API is left out.
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

/// Checks that a crate can be generated from the configuration with the new pages. Returns the decisions made where sources disagree.
///
/// # Errors
///
/// No crate can be generated; for example, a correction no longer applies.
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

/// Replaces the pages and other files, all or none. Without [`FileSet::open`] before [`fetch`], a killed run is not undone first, which
/// is an error here.
///
/// # Errors
///
/// A page has changed since it was compared, or the operating system refuses.
pub fn apply(pulled: &Pulled, files: &FileSet, others: &[NewText]) -> Result<(), PullError> {
    let differs = |page: &&PulledPage| page.state != State::Unchanged;
    let new = pulled.pages.iter().filter(differs).map(|page| NewText {
        path: page.path.clone(),
        old: page.old.clone(),
        text: page.text.clone(),
    });
    Ok(files.replace(&new.chain(others.iter().cloned()).collect::<Vec<_>>())?)
}

/// The inputs that [`crate::files::read_inputs`] will read from the configuration with the new pages: these, the other pages, and the
/// overlays.
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

/// Stores the validators of the pages for the next run. Only for pages that are in place.
///
/// # Errors
///
/// The folder cannot be written. The next run then fetches the pages completely.
pub fn remember(pulled: &Pulled, cache: &std::path::Path) -> std::io::Result<()> {
    validators::save(cache, &pulled.pages)
}
