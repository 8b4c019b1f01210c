//! The input in `frozen/`, which does not change with the pages in `spec/`, and the crate generated from it.

use specweave::config::Config;
use specweave::{Inputs, Output};
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package is in the repository")
        .to_owned()
}

/// The configuration and all its inputs.
pub fn inputs() -> (Config, Inputs) {
    inputs_of("frozen/specweave.yaml")
}

/// A configuration, by its path from this package, and all its inputs.
pub fn inputs_of(config: &str) -> (Config, Inputs) {
    // Relative to this package, as in messages.
    let file =
        specweave::files::load_config(Path::new(config)).expect("the configuration is valid");
    let inputs =
        specweave::files::read_inputs(&[], &[], Some(&file)).expect("the inputs can be read");
    (file.config, inputs)
}

/// The crate generated from it.
pub fn output() -> Output {
    let (config, inputs) = inputs();
    specweave::generate(inputs, &config, &|_| {}).expect("the input has no errors")
}
