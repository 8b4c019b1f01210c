//! The validators (`ETag`, `Last-Modified`) of each page, read from a cache folder and written to it.
//!
//! An entry holds only for the file that was in place after the page had come: if that has changed since, the page is fetched whole,
//! so that a difference between the site and the file is never hidden. It holds for one version of specweave, as another one may
//! compare otherwise. What cannot be read is not there.

use super::PulledPage;
use crate::files::digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::{fs, io};

const FILE: &str = "validators.json";

/// By what an address tells whether its page has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Validators {
    /// The header `ETag`.
    pub(super) etag: Option<String>,
    /// The header `Last-Modified`.
    pub(super) last_modified: Option<String>,
}

/// What is known of the addresses.
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
    /// What an address told, if the file with this digest was in place then.
    pub(super) fn of(&self, address: &str, file: Option<&str>) -> Option<&Validators> {
        let entry = self.addresses.get(address)?;
        (file == Some(entry.file.as_str())).then_some(&entry.validators)
    }
}

/// What earlier runs kept.
pub(super) fn load(cache: Option<&Path>) -> Known {
    let text = cache.and_then(|cache| fs::read(cache.join(FILE)).ok()).unwrap_or_default();
    let known: Known = serde_json::from_slice(&text).unwrap_or_default();
    if known.version == version() { known } else { Known::default() }
}

/// Keeps what the pages' addresses told, beside what is known of others.
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
    // What has that name, be it a link, was left by another run.
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
