//! The scopes that tokens need, as both documents ask for them, in; what changed in them out.

use super::draft::{Comparison, Draft};
use super::rules;
use super::security::Renamed;
use super::side::Pair;
use crate::diff::{Level, Reached};
use crate::ir::Security;
use std::collections::{BTreeMap, BTreeSet};

/// For each alternative, which is a set of schemes, the scopes that it asks of each scheme.
type Asked<'m> = BTreeMap<BTreeSet<&'m str>, BTreeSet<(&'m str, &'m str)>>;

/// Compares what the API asks for where operations leave it to the API.
pub(super) fn of_api(comparison: &mut Comparison<'_>, renamed: &Renamed, reached: &[Reached]) {
    let [old, new] = [comparison.old, comparison.new].map(|model| &model.api.security);
    let found = differences(old, new, renamed);
    for difference in found {
        let draft = comparison.of_api(&rules::SCOPE_ADDED, "security", "/security");
        comparison.push(difference.on(draft.reaching(reached.iter().cloned()), "calls"));
    }
}

/// Compares what an operation asks for.
pub(super) fn of_operation(comparison: &mut Comparison<'_>, pair: &Pair<'_>, renamed: &Renamed) {
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/security"));
    let [old, new] = [(comparison.old, &pair.old), (comparison.new, &pair.new)]
        .map(|(model, side)| side.operation.security.as_ref().unwrap_or(&model.api.security));
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
    old: &'m Security,
    new: &'m Security,
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
fn asked<'m>(list: &'m Security, name: impl Fn(&'m str) -> &'m str) -> Asked<'m> {
    let mut asked = Asked::new();
    let mut several = BTreeSet::new();
    for together in list {
        let schemes: BTreeSet<&str> = together.iter().map(|own| name(&own.scheme)).collect();
        let scopes = together
            .iter()
            .flat_map(|own| own.scopes.iter().map(|scope| (name(&own.scheme), scope.as_str())));
        if asked.insert(schemes.clone(), scopes.collect()).is_some() {
            several.insert(schemes);
        }
    }
    asked.retain(|schemes, _| !several.contains(schemes));
    asked
}
