//! Two surfaces in; the differences that break code or change its warnings out, place by place.
//!
//! Code is what a user may plausibly write: it names types, reads fields, calls `new`, setters and methods, passes arguments, and uses
//! results. Users can neither build types field by field nor match them exhaustively, so additions break nothing. The struct of an
//! operation is the exception.
//!
//! `types`, `operations` and `servers` list the items of both crates and pair them; `item` compares two lists of items.

mod item;
mod operations;
mod servers;
mod types;

use super::change::{Effect, Level, Subject};
use super::finding::Finding;
use super::rules::{self, OnCode};
use super::text::Text;
use super::wire::{Joint, Reach, api::ERROR_OBJECT};
use crate::Model;
use indexmap::IndexSet;
use item::{Delta, Role, Turn};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The number of items that are shown at one place.
const TOLD: usize = 4;

/// The differences between two crates.
#[derive(Debug, Default)]
pub(super) struct Deltas {
    all: Vec<Delta>,
    /// The numbers of the deltas at each place of each state.
    at: HashMap<(usize, String), Vec<usize>>,
    /// The places at which a crate has an item.
    known: HashSet<(usize, String)>,
}

/// Compares the surfaces of two states.
pub(super) fn compare(old: &Model, new: &Model, joint: &Joint) -> Deltas {
    let pairs = types::Pairs::new([old, new], joint);
    let mut deltas = Deltas::default();
    types::compare(&mut deltas, [old, new], joint, &pairs);
    operations::compare(&mut deltas, [old, new], joint, &pairs);
    deltas.items(&pairs, servers::items(old, new), servers::items(new, old));
    for (number, delta) in deltas.all.iter().enumerate() {
        for key in &delta.keys {
            deltas.at.entry(key.clone()).or_default().push(number);
        }
    }
    deltas
}

impl Deltas {
    /// The deltas at the items that a finding concerns.
    fn of<'d>(&'d self, finding: &Finding) -> Vec<&'d Delta> {
        let numbers: BTreeSet<usize> =
            places(finding).filter_map(|place| self.at.get(&place)).flatten().copied().collect();
        let all = numbers.into_iter().map(|number| &self.all[number]);
        let is_mark = finding.rule().deprecates().is_some();
        match finding.rule().rust {
            OnCode::Nothing => Vec::new(),
            _ => all.filter(|delta| (delta.role == Role::Mark) == is_mark).collect(),
        }
    }

    /// The effect of a finding on code.
    pub(super) fn effect(&self, finding: &Finding) -> Effect {
        if let Some(effect) = &finding.rust {
            return effect.clone();
        }
        let deltas = self.of(finding);
        let Some(level) = deltas.iter().map(|delta| delta.level).max() else {
            let is_nowhere = finding.items.iter().any(Option::is_some)
                && !places(finding).any(|place| self.known.contains(&place));
            let code = finding.rule().rust;
            return unchanged(if is_nowhere && code != OnCode::Nothing {
                OnCode::Unaffected
            } else {
                code
            });
        };
        let gravest = deltas.into_iter().filter(|delta| delta.level == level);
        let is_reordered = gravest.clone().all(|delta| delta.turn == Turn::Reordered);
        let is_taken = gravest.clone().any(|delta| delta.turn == Turn::Taken);
        let told: IndexSet<Text> = gravest.map(|delta| delta.text.clone()).collect();
        let more = told.len().saturating_sub(TOLD);
        let text = Text::joined(told.into_iter().take(TOLD), "; ");
        let text = if more > 0 { text.and(format!("; and {more} more")) } else { text };
        let is_mark = finding.rule().deprecates().is_some();
        let consequence = match is_taken {
            true => ": code that uses the old name no longer compiles, or calls another operation",
            false => consequence(level, is_mark, is_reordered),
        };
        Effect::new(level, text.and(consequence))
    }

    /// Turns deltas that no finding on the wire explains into findings.
    pub(super) fn unexplained(&self, findings: &[Finding], reach: &Reach) -> Vec<Finding> {
        let mut explained: HashSet<*const Delta> = HashSet::new();
        for finding in findings {
            explained.extend(self.of(finding).into_iter().map(std::ptr::from_ref));
        }
        let is_other_error = findings.iter().any(|own| own.rule() == &rules::ERROR_OBJECT);
        let mut found = Vec::new();
        for delta in &self.all {
            let is_told = (delta.role == Role::ErrorVariant && is_other_error)
                || (delta.is_choice
                    && delta.turn == Turn::Gone
                    && findings.iter().any(|own| is_preferred(own, delta)));
            if explained.contains(&std::ptr::from_ref(delta)) || is_told {
                continue;
            }
            let Some(rule) = rule(delta) else { continue };
            let owners = reach.at(&delta.homes);
            let is_held = owners.iter().any(|owner| reach.is_used(*owner));
            // A schema that no message holds in one of the states came into use, or went out of use.
            let rule = match (delta.role, delta.turn) {
                (Role::Default, Turn::New) if !is_held => continue,
                (Role::Default, _) if !is_held => &rules::SCHEMA_USE_CHANGED,
                _ => rule,
            };
            let finding = finding(delta, rule).owned(owners);
            // Deltas at the same place are one finding.
            let all = self.of(&finding);
            explained.extend(all.into_iter().map(std::ptr::from_ref));
            explained.insert(delta);
            found.push(finding);
        }
        found
    }
}

/// Whether a finding reports another preferred media type of a delta's operation. It explains why other media types are offered.
fn is_preferred(finding: &Finding, delta: &Delta) -> bool {
    let rules = [&rules::MEDIA_TYPE_PREFERRED, &rules::RESPONSE_MEDIA_TYPE_PREFERRED];
    let operation = |subject: &Subject| match subject {
        Subject::Operation { method, path, .. } => Some((*method, path.clone())),
        _ => None,
    };
    rules.contains(&finding.rule()) && operation(&finding.subject) == operation(&delta.subject)
}

/// The places of a finding's items.
fn places(finding: &Finding) -> impl Iterator<Item = (usize, String)> {
    let items = finding.items.iter().enumerate();
    items.filter_map(|(state, item)| Some((state, item.clone()?)))
}

/// The effect of a change that touches no item.
fn unchanged(code: OnCode) -> Effect {
    let (level, text) = match code {
        OnCode::Nothing => (Level::Documentation, "only documentation changes"),
        OnCode::Unaffected => (Level::Documentation, "code is not affected"),
        OnCode::Compiles => (Level::Compatible, "code compiles as before"),
        OnCode::Differs => {
            (Level::PossiblyBreaking, "code compiles as before but may behave differently")
        }
    };
    Effect::new(level, Text::words(text))
}

/// The consequence of changed items for code.
fn consequence(level: Level, is_mark: bool, is_reordered: bool) -> &'static str {
    match level {
        // The compiler does not notice swapped arguments of one type.
        Level::Breaking if is_reordered => {
            ": code that uses it no longer compiles, or passes arguments in the wrong order"
        }
        Level::Breaking => ": code that uses it no longer compiles",
        Level::PossiblyBreaking => {
            ": calls compile as before; code that names the type or the field may not"
        }
        Level::Compatible | Level::Documentation if is_mark => ": only the warnings change",
        Level::Compatible | Level::Documentation => "",
    }
}

/// The rule for a delta that nothing on the wire explains; none if the delta is reported elsewhere.
fn rule(delta: &Delta) -> Option<&'static rules::Rule> {
    use Role::{
        Arguments, Constructor, Conversion, Credential, Default, Error, ErrorVariant, Field,
        Header, Input, Kind, Mark, Method, Output, Paging, Server, Setter, Tag, Type, Variant,
    };
    Some(match (delta.role, delta.turn) {
        (Default, _) => &rules::RUST_DEFAULT_CHANGED,
        (Mark | Paging, _) | (Type, Turn::Gone | Turn::New) | (Header, Turn::Gone) => return None,
        (role, Turn::New) if !matches!(role, Setter | Constructor | Conversion) => return None,
        (Type | Setter | Constructor | Conversion, _) if delta.is_split == Some(true) => {
            &rules::SCHEMA_SPLIT
        }
        (Type | Setter | Constructor | Conversion, _) if delta.is_split == Some(false) => {
            &rules::SCHEMA_JOINED
        }
        (Tag, _) => &rules::TAG_RUST_NAME,
        (Credential, _) => &rules::SCHEME_RUST_NAME,
        (Server, _) => &rules::SERVER_RUST,
        (Method, _) => &rules::OPERATION_RUST_NAME,
        (Arguments, Turn::Reordered) => &rules::ARGUMENTS_ORDER,
        (Arguments, _) => &rules::RUST_TYPE_CHANGED,
        (Input, Turn::Renamed) if delta.is_body => &rules::BODY_RUST_NAME,
        (Input, Turn::Renamed) => &rules::PARAMETER_RUST_NAME,
        (Constructor, Turn::Reordered) => &rules::RUST_ARGUMENTS_REORDERED,
        (_, Turn::Renamed) => &rules::RUST_NAME_CHANGED,
        (Field | Variant | Output | ErrorVariant | Header | Input | Error | Kind, _) => {
            &rules::RUST_TYPE_CHANGED
        }
        (Constructor, Turn::Changed) => &rules::RUST_TYPE_CHANGED,
        (Type | Setter | Constructor | Conversion, _) => &rules::SCHEMA_USE_CHANGED,
    })
}

/// A finding from a delta that nothing on the wire explains.
fn finding(delta: &Delta, rule: &'static rules::Rule) -> Finding {
    let mut items = [None, None];
    for (state, key) in &delta.keys {
        items[*state] = Some(key.clone());
    }
    let places = match delta.role {
        Role::Tag => ["/tags", "/tags"].map(|place| Some(place.to_owned())),
        Role::Server => delta.places.clone().map(|place| place.or(Some("/servers".to_owned()))),
        _ => delta.places.clone(),
    };
    let finding = Finding::new(rule, delta.subject.clone())
        .at(places)
        .with_items(items)
        .values(delta.before.clone(), delta.after.clone());
    let finding = match (rule == &rules::SCHEMA_USE_CHANGED, delta.turn) {
        (true, Turn::New) => whole(finding).turning("not in requests", "in requests"),
        (true, _) => whole(finding).turning("in requests", "not in requests"),
        (false, _) => finding,
    };
    let forms = |is_split| if is_split { "a form for each direction" } else { "one form" };
    match delta.is_split {
        Some(is_split) if rule == &rules::SCHEMA_SPLIT || rule == &rules::SCHEMA_JOINED => {
            let finding = whole(finding).at(delta.homes.clone());
            finding.turning(forms(!is_split), forms(is_split))
        }
        _ => finding,
    }
}

/// The place of the error object of the API.
fn error_object() -> String {
    ERROR_OBJECT.to_owned()
}

/// A finding about a whole schema, whichever part showed it.
fn whole(finding: Finding) -> Finding {
    let subject = match finding.subject {
        Subject::Schema { name, .. } => Subject::Schema { name, part: String::new() },
        other => other,
    };
    Finding { subject, ..finding }
}
