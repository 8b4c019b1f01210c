//! The scopes that tokens need, as both documents ask for them, in; what changed in them out.

use super::draft::{Comparison, Draft};
use super::rules;
use super::security::Renamed;
use super::side::Pair;
use crate::diff::{Level, Reached};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// For each alternative, which is a set of schemes, the scopes that it asks of each scheme.
type Asked<'m> = BTreeMap<BTreeSet<&'m str>, BTreeSet<(&'m str, &'m str)>>;

/// Compares what the API asks for where operations leave it to the API.
pub(super) fn of_api(comparison: &mut Comparison<'_>, renamed: &Renamed, reached: &[Reached]) {
    let [old, new] = [comparison.old, comparison.new].map(|model| &model.document.value);
    let found = differences(old.get("security"), new.get("security"), renamed);
    for difference in found {
        let draft = comparison.of_api(&rules::SCOPE_ADDED, "security", "/security");
        comparison.push(difference.on(draft.reaching(reached.iter().cloned()), "calls"));
    }
}

/// Compares what an operation asks for.
pub(super) fn of_operation(comparison: &mut Comparison<'_>, pair: &Pair<'_>, renamed: &Renamed) {
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/security"));
    let [old, new] =
        [(comparison.old, &pointers[0]), (comparison.new, &pointers[1])].map(|(model, pointer)| {
            let document = &model.document.value;
            document.pointer(pointer).or_else(|| document.get("security"))
        });
    for difference in differences(old, new, renamed) {
        let draft = pair.change(&rules::SCOPE_ADDED, "security", [&pointers[0], &pointers[1]]);
        comparison.push(difference.on(draft, &pair.new.call()));
    }
}

/// One scope of a scheme, needed now or no longer.
struct Difference<'m> {
    scheme: &'m str,
    scope: &'m str,
    is_added: bool,
}

impl Difference<'_> {
    /// The draft of the change, with its rule and its effects. `shown` is what Rust code calls.
    fn on(&self, mut draft: Draft, shown: &str) -> Draft {
        let Self { scheme, scope, is_added } = self;
        let value = Some(format!("{scheme}: {scope}"));
        let (rule, values, wire) = match is_added {
            true => (
                &rules::SCOPE_ADDED,
                (None, value),
                format!("tokens without the scope {scope} are refused"),
            ),
            false => (
                &rules::SCOPE_REMOVED,
                (value, None),
                format!("tokens need the scope {scope} no longer"),
            ),
        };
        draft.0.rule = rule;
        draft.0.wire.level = rule.wire;
        draft.values(values.0, values.1).wire(wire).rust(
            Level::Documentation,
            format!("{shown}: code compiles as it is; the token that it is given decides"),
        )
    }
}

/// What differs in alternatives of both states; those of one state only are told by themselves.
fn differences<'m>(
    old: Option<&'m Value>,
    new: Option<&'m Value>,
    renamed: &'m Renamed,
) -> Vec<Difference<'m>> {
    let new_name = |name: &'m str| renamed.get(name).map_or(name, String::as_str);
    let (old, new) = (asked(old, new_name), asked(new, |name| name));
    let mut found = BTreeSet::new();
    for (schemes, scopes) in &old {
        let Some(others) = new.get(schemes) else { continue };
        found.extend(others.difference(scopes).map(|scope| (*scope, true)));
        found.extend(scopes.difference(others).map(|scope| (*scope, false)));
    }
    let found = found.into_iter();
    found.map(|((scheme, scope), is_added)| Difference { scheme, scope, is_added }).collect()
}

/// What a list of security requirements asks for. Of several that ask the same schemes for other scopes nothing is said: each is enough.
fn asked<'m>(list: Option<&'m Value>, name: impl Fn(&'m str) -> &'m str) -> Asked<'m> {
    let mut asked = Asked::new();
    let mut several = BTreeSet::new();
    for requirement in list.and_then(Value::as_array).into_iter().flatten() {
        let Some(requirement) = requirement.as_object() else { continue };
        let schemes: BTreeSet<&str> = requirement.keys().map(|scheme| name(scheme)).collect();
        let scopes = requirement.iter().flat_map(|(scheme, scopes)| {
            let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str);
            scopes.map(|scope| (name(scheme), scope))
        });
        if asked.insert(schemes.clone(), scopes.collect()).is_some() {
            several.insert(schemes);
        }
    }
    asked.retain(|schemes, _| !several.contains(schemes));
    asked
}
