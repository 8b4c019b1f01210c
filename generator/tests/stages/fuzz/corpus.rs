//! The texts that the inputs are made of: those of the repository, and of cases of others, if they lie beside it.

use crate::fuzzing::corpus::texts;
use std::path::Path;

/// The texts with these endings that are no longer than this.
pub(crate) fn everywhere(endings: &[&str], limit: usize) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let roots = [root.to_owned(), root.with_file_name("shared").join("cases")];
    let texts: Vec<String> = roots.iter().flat_map(|root| texts(root, endings, limit)).collect();
    assert!(texts.len() > 10, "only {} texts", texts.len());
    texts
}
