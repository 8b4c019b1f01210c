//! The configuration and the site's index in; all pages of the API, and the configuration that lists them, out.

use super::add::{new_text, with_pages};
use super::{Discovered, Options, Progress, PullError, Pulled, check, discover, fetch_with};
use crate::diagnostic::Diagnostic;
use crate::files::{ConfigFile, NewText};

/// Pages that are fit to be put in place, and the configuration that lists them.
#[derive(Debug, Clone)]
pub struct All {
    /// What the index says.
    pub discovered: Discovered,
    /// The pages.
    pub pulled: Pulled,
    /// The configuration with the pages that it lacked.
    pub config: ConfigFile,
    /// Its text, if it lacked any.
    pub text: Option<NewText>,
    /// What was decided where sources disagree.
    pub decided: Vec<Diagnostic>,
}

/// Reads the site's index, and fetches, checks and compares the pages of the configuration and those that it lacks. Of these, what does
/// not exist or holds no part of the API is left out. Writes nothing.
///
/// # Errors
///
/// The index or a page did not come or is not fit; the pages cannot be added to the configuration; or no crate could be made of it all.
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
