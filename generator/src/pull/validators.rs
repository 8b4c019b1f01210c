//! The validators (`ETag`, `Last-Modified`) of each page, stored in a cache folder.
//!
//! An entry applies only to the file that was in place after the page was fetched. If the file has changed since, the page is fetched
//! completely, so that no difference between site and file is hidden. It applies to one version of specweave, as another may compare
//! differently. An unreadable cache counts as empty.

use super::PulledPage;
use crate::files::digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::{fs, io};

const FILE: &str = "validators.json";

/// The validators of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Validators {
    /// The header `ETag`.
    pub(super) etag: Option<String>,
    /// The header `Last-Modified`.
    pub(super) last_modified: Option<String>,
}

/// The stored validators of the addresses.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    version: String,
    addresses: BTreeMap<String, Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// The digest of the file that was in place.
    file: String,
    #[serde(flatten)]
    validators: Validators,
}

impl Known {
    /// The validators of an address, if the file with this digest was in place.
    pub(super) fn of(&self, address: &str, file: Option<&str>) -> Option<&Validators> {
        let entry = self.addresses.get(address)?;
        (file == Some(entry.file.as_str())).then_some(&entry.validators)
    }
}

/// Reads the validators of earlier runs.
pub(super) fn load(cache: Option<&Path>) -> Known {
    let text = cache.and_then(|cache| fs::read(cache.join(FILE)).ok()).unwrap_or_default();
    let known: Known = serde_json::from_slice(&text).unwrap_or_default();
    if known.version == version() { known } else { Known::default() }
}

/// Stores the validators of the pages, and keeps those of other addresses.
pub(super) fn save(cache: &Path, pages: &[PulledPage]) -> io::Result<()> {
    let mut known = Known { version: version(), ..load(Some(cache)) };
    for page in pages {
        let Some((address, validators)) = page.validators.clone() else { continue };
        let file = digest(page.text.as_bytes());
        if validators == Validators::default() {
            known.addresses.remove(&address);
        } else {
            known.addresses.insert(address, Entry { file, validators });
        }
    }
    fs::create_dir_all(cache)?;
    let new = cache.join(format!("{FILE}.{}", std::process::id()));
    // A file or link with that name was left by another run.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::File::create_new(&new)?.write_all(serde_json::to_string_pretty(&known)?.as_bytes())?;
    fs::rename(&new, cache.join(FILE))
}

fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
