//! Folders in, the texts that people wrote there out.

use std::path::{Path, PathBuf};

/// The texts below a folder, if it is there, whose names have one of these endings (any, if there are none) and that are no longer than
/// this; sorted by their paths.
pub(crate) fn texts(folder: &Path, endings: &[&str], limit: usize) -> Vec<String> {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    let is_wanted = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        endings.is_empty() || endings.contains(&ending)
    };
    let texts =
        paths.into_iter().filter(is_wanted).filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter(|text| text.len() <= limit).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let is_hidden = path.file_name().unwrap().to_str().is_none_or(|name| name.starts_with('.'));
        if path.is_dir() && !is_hidden && !path.ends_with("target") {
            collect(&path, paths);
        } else if path.is_file() && !is_hidden {
            paths.push(path);
        }
    }
}
