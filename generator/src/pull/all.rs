//! The configuration and the site's index in; all pages of the API, and the configuration with entries for them, out.

use super::add::{new_text, with_pages};
use super::{Discovered, Options, Progress, PullError, Pulled, check, discover, fetch_with};
use crate::diagnostic::Diagnostic;
use crate::files::{ConfigFile, NewText};

/// Valid pages, and the configuration that lists them.
#[derive(Debug, Clone)]
pub struct All {
    /// The findings in the index.
    pub discovered: Discovered,
    /// The pages.
    pub pulled: Pulled,
    /// The configuration with the added pages.
    pub config: ConfigFile,
    /// Its new text, if pages were added.
    pub text: Option<NewText>,
    /// The decisions made where sources disagree.
    pub decided: Vec<Diagnostic>,
}

/// Reads the site's index; fetches, checks and compares the listed and the missing pages. A missing page that does not exist or has no
/// part of the API is left out. Writes nothing.
///
/// # Errors
///
/// The index or a page could not be fetched or is not valid; the pages cannot be added to the configuration; or no crate can be generated
/// from them.
pub fn fetch_all(
    config: &ConfigFile,
    options: &Options,
    progress: Progress<'_>,
) -> Result<All, PullError> {
    let discovered = discover(config, options, progress)?;
    let tried = with_pages(config, &discovered.lacking)?;
    let pulled = fetch_with(&tried, config.config.pages.len(), options, progress)?;
    let is_left_out = |path: &str| pulled.left_out.iter().any(|(left_out, _)| left_out == path);
    let mut found = discovered.lacking.clone();
    found.retain(|page| !is_left_out(&page.path));
    let new = with_pages(config, &found)?;
    let decided = check(&pulled, &new)?;
    let text = new_text(config, &new);
    Ok(All { discovered, pulled, config: new, text, decided })
}
