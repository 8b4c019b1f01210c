//! The repository's own input, whichever pages it holds.

use specweave::config::Config;
use specweave::{Inputs, Output};
use specweave_tests::frozen;

/// The configuration and everything that it names.
pub(crate) fn inputs() -> (Config, Inputs) {
    frozen::inputs_of("../spec/specweave.yaml")
}

/// The crate that the generator makes of it.
pub(crate) fn output() -> Output {
    let (config, inputs) = inputs();
    specweave::generate(inputs, &config, &|_| {}).unwrap()
}
