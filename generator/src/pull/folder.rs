//! Pages to pull and a folder in; their texts out.

use super::cause::Cause;
use super::http::Fetched;
use super::plan::Target;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The text of each page.
pub(super) fn read(plan: &[Target], folder: &Path) -> Vec<Result<Fetched, Cause>> {
    let mut uses = BTreeMap::<&PathBuf, usize>::new();
    let found = plan.iter().filter_map(|target| target.found.as_ref());
    found.for_each(|file| *uses.entry(file).or_default() += 1);
    let text = |target: &Target| {
        let Some(file) = &target.found else {
            let name = folder.display().to_string();
            return Err(if folder.is_dir() {
                Cause::NotInFolder { folder: name }
            } else {
                Cause::NoFolder { path: name }
            });
        };
        if uses[file] > 1 {
            return Err(Cause::SharedFile { file: file.display().to_string() });
        }
        let unreadable = |error: std::io::Error| Cause::Unreadable {
            file: file.display().to_string(),
            reason: error.to_string(),
        };
        let limit = target.max_bytes;
        if file.metadata().map_err(unreadable)?.len() > limit as u64 {
            return Err(Cause::TooLarge { limit });
        }
        let bytes = fs::read(file).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(Cause::not_utf8)?;
        Ok(Fetched::Page { text, whole: true, validators: None })
    };
    plan.iter().map(text).collect()
}
