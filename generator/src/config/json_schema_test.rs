//! Tests that `schemas/config.json`, which editors read, matches the types of the configuration.

use super::Config;
use schemars::generate::SchemaSettings;
use std::path::Path;

#[test]
fn the_schema_of_the_configuration_is_that_of_its_types() {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Config>();
    schema.insert("title".to_owned(), "Configuration of specweave".into());
    let expected = format!("{:#}\n", schema.as_value());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/config.json");
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(found == expected, "run this test with UPDATE_PAGES=1");
}
