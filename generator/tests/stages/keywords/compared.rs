//! The law of the ledger, of the comparison of two documents: where a renamed key changes what is emitted or reported, it is a change.

use super::{DOCUMENTS, Outcome, Random, on_every_core, real_documents, rename, seed};
use serde_json::Value;
use specweave::Model;
use specweave::diff::compare;

/// A document, what it becomes, and its keys.
struct Compared {
    name: String,
    document: Value,
    before: Outcome,
    model: Model,
    keys: Vec<(String, String)>,
}

impl Compared {
    /// None for a document that makes no crate, or that has no keys.
    fn new(name: String, document: Value) -> Option<Self> {
        let (before, model) = Outcome::with_model(&document);
        let keys = rename::keys(&document);
        (!keys.is_empty()).then_some(Self { name, before, model: model?, keys, document })
    }

    /// Whether a renamed key changes what a document becomes, and is no change.
    fn is_silent(&self, (pointer, key): &(String, String)) -> bool {
        let (after, model) = Outcome::with_model(&rename::renamed(&self.document, pointer, key));
        after != self.before && model.is_some_and(|model| compare(&self.model, &model).is_empty())
    }

    /// Of some keys, taken at random, those that are silent.
    fn silent(&self, count: usize, random: &mut Random) -> Vec<String> {
        let keys = (0..count).map(|_| &self.keys[random.below(self.keys.len())]);
        let silent = keys.filter(|key| self.is_silent(key));
        silent.map(|(pointer, key)| format!("{} {pointer}/{key}", self.name)).collect()
    }
}

/// All but the one in the forms of Swagger 2.0, which are rewritten before anything is compared.
fn own_documents() -> impl Iterator<Item = Compared> {
    let documents =
        DOCUMENTS[..3].iter().map(|text| specweave::document::yaml::parse(text).unwrap());
    documents.enumerate().filter_map(|(number, own)| Compared::new(number.to_string(), own))
}

#[test]
fn a_document_does_not_differ_from_itself() {
    for own in own_documents() {
        assert_eq!(compare(&own.model, &own.model), Vec::new(), "{}", own.name);
    }
}

#[test]
fn a_renamed_key_that_changes_something_is_a_change() {
    const KEYS: usize = 100;
    let mut random = Random(12);
    let silent: Vec<_> = own_documents().flat_map(|own| own.silent(KEYS, &mut random)).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
#[ignore = "needs the folders that SPECWEAVE_DOCUMENTS names"]
fn a_renamed_key_of_a_real_document_that_changes_something_is_a_change() {
    const KEYS: usize = 20_000;
    let seed = seed();
    let documents = real_documents().into_iter();
    let documents: Vec<_> = documents.filter_map(|(name, own)| Compared::new(name, own)).collect();
    let mut wrong = Vec::new();
    for own in &documents {
        let changes = compare(&own.model, &own.model);
        wrong.extend((!changes.is_empty()).then(|| format!("{} differs from itself", own.name)));
    }
    let mut random = Random(seed);
    let drawn = (0..KEYS).map(|_| {
        let own = &documents[random.below(documents.len())];
        (own, &own.keys[random.below(own.keys.len())])
    });
    wrong.extend(on_every_core(&drawn.collect::<Vec<_>>(), |(own, key)| {
        own.is_silent(key).then(|| format!("{} {}/{}", own.name, key.0, key.1))
    }));
    println!("seed {seed}: {KEYS} keys of {} documents, {} silent", documents.len(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}
