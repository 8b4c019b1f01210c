//! The emitted files of a crate in, its public interface out: all that users can write, by what it is called, with what the compiler asks of it.
//!
//! It is read from the text alone, as the compiler would: `names` follows modules and `use`, `items` takes items apart, `condition` knows
//! what is compiled for which features.

mod condition;
mod items;
mod names;
mod tests;

use condition::{Condition, Features};
use std::collections::{BTreeMap, BTreeSet};

/// What users can write.
#[derive(Default)]
pub(crate) struct Public {
    /// By what it is called: `models::Pet`, `models::Pet.name`, `models::Pet: Clone`, `all of models::Pet`, which means that code may make it of
    /// its fields or match its variants without further ones. There are several of one name if they are compiled for different features.
    entries: BTreeMap<String, Vec<Entry>>,
    /// The features of the crate, each with those that it turns on.
    features: BTreeMap<String, Vec<String>>,
}

struct Entry {
    /// What must stay as it is, for code that uses it: types, for the most part.
    says: String,
    when: Vec<Condition>,
}

impl Public {
    /// Reads the files of a crate.
    pub(crate) fn of(files: &BTreeMap<String, String>) -> Self {
        let features = condition::features(&files["Cargo.toml"]);
        let mut public = Self { entries: BTreeMap::new(), features };
        items::Reader::read(&names::Names::of(files), &mut public);
        public
    }

    /// What there is of an entry with these features.
    fn says(&self, name: &str, features: &Features) -> Option<&str> {
        let entries = self.entries.get(name)?;
        let there = |own: &&Entry| own.when.iter().all(|condition| condition.holds(features));
        entries.iter().find(there).map(|own| own.says.as_str())
    }

    /// What code that uses this crate can no longer rely on with another one: what is gone, or is something else, whatever features are on.
    pub(crate) fn lost_in(&self, other: &Self) -> Vec<String> {
        let gone = self.features.keys().filter(|name| !other.features.contains_key(*name));
        let mut lost: Vec<String> = gone.map(|name| format!("feature {name}")).collect();
        let each = self.features.keys().map(|name| BTreeSet::from([name.clone()]));
        let all = self.features.keys().cloned().collect();
        let asked: Vec<Features> = each.chain([Features::new(), all]).collect();
        let choices: Vec<[Features; 2]> = asked
            .iter()
            .map(|asked| [self, other].map(|own| condition::turned_on(&own.features, asked)))
            .collect();
        for name in self.entries.keys() {
            let is_lost = |[before, after]: &[Features; 2]| {
                let was = self.says(name, before);
                was.is_some() && was != other.says(name, after)
            };
            if let Some(choice) = choices.iter().find(|choice| is_lost(choice)) {
                let [was, is] = [self.says(name, &choice[0]), other.says(name, &choice[1])];
                lost.push(match is {
                    Some(is) => format!("{name}: {} → {is}", was.unwrap_or_default()),
                    None => format!("{name} is gone"),
                });
            }
        }
        lost
    }
}
