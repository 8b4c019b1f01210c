//! Ways to authenticate: those that the API knows, and which of them its operations ask for.

use super::api::everywhere;
use super::draft::{Comparison, Draft};
use super::pairing::Pairing;
use super::rules;
use super::scopes;
use super::side::Pair;
use crate::diff::{Level, Rule};
use crate::ir::{ApiKeyLocation, Requirement, Security, SecurityScheme, SecuritySchemeKind};
use std::collections::{BTreeMap, BTreeSet};

/// The schemes of the old state that have another name in the new one.
pub(super) type Renamed = BTreeMap<String, String>;

/// The alternatives that an operation accepts, each a set of schemes; an empty one stands for none at all.
type Accepted = BTreeSet<BTreeSet<String>>;

/// Compares the schemes and what the API asks for by default.
pub(super) fn compare(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) -> Renamed {
    let renamed = schemes(comparison, pairing);
    let old = accepted(&comparison.old.api.security, &renamed);
    let new = accepted(&comparison.new.api.security, &BTreeMap::new());
    let inherit = pairing
        .pairs
        .iter()
        .filter(|pair| {
            pair.old.operation.security.is_none() && pair.new.operation.security.is_none()
        })
        .map(|pair| pair.new.reached());
    let inherit: Vec<_> = inherit.collect();
    // What each operation says of itself holds, and is compared there.
    if inherit.is_empty() {
        return renamed;
    }
    scopes::of_api(comparison, &renamed, &inherit);
    let rules = [
        &rules::API_SECURITY_ADDED,
        &rules::API_SECURITY_REMOVED,
        &rules::API_ALTERNATIVE_ADDED,
        &rules::API_ALTERNATIVE_REMOVED,
    ];
    for (rule, before, after) in differences(&old, &new, rules) {
        let draft = comparison.of_api(rule, "security", "/security").reaching(inherit.clone());
        let draft = effects(draft, rule, "calls", before.as_ref(), after.as_ref());
        comparison.push(draft);
    }
    renamed
}

/// Compares what an operation asks for, unless both states leave that to the API.
pub(super) fn of_operation(comparison: &mut Comparison<'_>, pair: &Pair<'_>, renamed: &Renamed) {
    let (old, new) = (&pair.old.operation.security, &pair.new.operation.security);
    if old.is_none() && new.is_none() {
        return;
    }
    let old = accepted(old.as_ref().unwrap_or(&comparison.old.api.security), renamed);
    let new = accepted(new.as_ref().unwrap_or(&comparison.new.api.security), &BTreeMap::new());
    let rules = [
        &rules::OPERATION_SECURITY_ADDED,
        &rules::OPERATION_SECURITY_REMOVED,
        &rules::OPERATION_ALTERNATIVE_ADDED,
        &rules::OPERATION_ALTERNATIVE_REMOVED,
    ];
    scopes::of_operation(comparison, pair, renamed);
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/security"));
    for (rule, before, after) in differences(&old, &new, rules) {
        let draft = pair.change(rule, "security", [&pointers[0], &pointers[1]]);
        let shown = pair.new.call();
        comparison.push(effects(draft, rule, &shown, before.as_ref(), after.as_ref()));
    }
}

/// What is accepted, in the names of the new state.
fn accepted(security: &Security, renamed: &Renamed) -> Accepted {
    let new_name = |own: &Requirement| renamed.get(&own.scheme).unwrap_or(&own.scheme).clone();
    let mut accepted: Accepted =
        security.iter().map(|schemes| schemes.iter().map(new_name).collect()).collect();
    if accepted.is_empty() {
        accepted.insert(BTreeSet::new());
    }
    accepted
}

/// A rule, and the alternatives before and after.
type Difference = (&'static Rule, Option<String>, Option<String>);

/// What differs, by the rules for: credentials needed, not needed, one more alternative, one less.
fn differences(old: &Accepted, new: &Accepted, rules: [&'static Rule; 4]) -> Vec<Difference> {
    let [added, removed, alternative_added, alternative_removed] = rules;
    let nothing = BTreeSet::new();
    let (was_open, is_open) = (old.contains(&nothing), new.contains(&nothing));
    let mut found: Vec<Difference> = Vec::new();
    if was_open != is_open {
        let rule = if was_open { added } else { removed };
        found.push((rule, Some(list(old)), Some(list(new))));
    }
    // What is said of everything is not said of each alternative again, and who proves more than is asked for is not refused.
    let is_enough = |schemes: &BTreeSet<String>| {
        new.iter().any(|asked| !asked.is_empty() && asked.is_subset(schemes))
    };
    let gone = old.difference(new).filter(|schemes| {
        !schemes.is_empty() && new.len() > usize::from(is_open) && !is_enough(schemes)
    });
    found.extend(gone.map(|schemes| (alternative_removed, Some(together(schemes)), None)));
    let more = new.difference(old).filter(|schemes| !schemes.is_empty() && was_open == is_open);
    found.extend(more.map(|schemes| (alternative_added, None, Some(together(schemes)))));
    found
}

/// The schemes of an alternative.
fn together(schemes: &BTreeSet<String>) -> String {
    match schemes.is_empty() {
        true => "none".to_owned(),
        false => schemes.iter().cloned().collect::<Vec<_>>().join(" and "),
    }
}

/// All alternatives.
fn list(accepted: &Accepted) -> String {
    accepted.iter().map(together).collect::<Vec<_>>().join(" or ")
}

/// The words for a difference. `shown` is what Rust code calls.
fn effects(
    draft: Draft,
    rule: &Rule,
    shown: &str,
    before: Option<&String>,
    after: Option<&String>,
) -> Draft {
    let draft = draft.values(before.cloned(), after.cloned());
    let all = |text: Option<&String>| text.cloned().unwrap_or_default();
    let (old, new) = (all(before), all(after));
    match (before, after) {
        (Some(_), Some(_)) if rule.wire == Level::Breaking => draft
            .wire(format!("requests without credentials are refused; {new} is needed"))
            .rust(Level::PossiblyBreaking, format!(
                "{shown}: {old} → {new}: code compiles as it is; a client that has the credential sends it, another is refused"
            )),
        (Some(_), Some(_)) => draft
            .wire("requests need no credentials any more")
            .rust(Level::Compatible, format!("{shown}: {old} → {new}: code compiles as it is and works with credentials or without")),
        (Some(_), None) => draft
            .wire(format!("requests that prove who calls by {old} alone are refused"))
            .rust(Level::PossiblyBreaking, format!(
                "{shown}: no longer signed with {old}: code compiles as it is, and a client that has no other credential is refused"
            )),
        _ => draft
            .wire(format!("requests that prove who calls by {new} are accepted too"))
            .rust(Level::Compatible, format!("{shown}: signed with {new} too by clients that have the credential: code compiles as it is")),
    }
}

/// A scheme and the method of the client builder that sets its credential.
struct Scheme<'m> {
    scheme: &'m SecurityScheme,
    method: &'m str,
}

/// Compares the ways to authenticate and says which have another name.
fn schemes(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) -> Renamed {
    let [old, new] = [comparison.old, comparison.new].map(|model| -> Vec<Scheme<'_>> {
        let schemes = model.api.security_schemes.iter().zip(&model.names.security_schemes);
        schemes.map(|(scheme, method)| Scheme { scheme, method }).collect()
    });
    let named =
        |schemes: &[Scheme<'_>], name: &str| schemes.iter().any(|own| own.scheme.name == name);
    let (both, gone): (Vec<_>, Vec<_>) = old.iter().partition(|own| named(&new, &own.scheme.name));
    let mut more: Vec<&Scheme<'_>> =
        new.iter().filter(|own| !named(&old, &own.scheme.name)).collect();
    for old in both {
        let new = new.iter().find(|new| new.scheme.name == old.scheme.name);
        new.into_iter().for_each(|new| one(comparison, pairing, old, new));
    }
    let mut renamed = Renamed::new();
    for old in &gone {
        let same = |schemes: &[&Scheme<'_>]| {
            schemes.iter().filter(|own| own.scheme.kind == old.scheme.kind).count() == 1
        };
        let place = more.iter().position(|new| new.scheme.kind == old.scheme.kind);
        match place.filter(|_| same(&gone) && same(&more)) {
            Some(place) => {
                let new = more.remove(place);
                renamed.insert(old.scheme.name.clone(), new.scheme.name.clone());
                rename(comparison, pairing, old, new);
            }
            None => removed(comparison, pairing, old),
        }
    }
    more.into_iter().for_each(|new| added(comparison, new));
    renamed
}

/// Where a scheme stands in the documents.
fn change(comparison: &Comparison<'_>, rule: &'static Rule, old: &str, new: &str) -> Draft {
    let pointer = |name: &str| crate::document::join("/components/securitySchemes", name);
    let mut draft = comparison.of_api(rule, &format!("security scheme {new}"), &pointer(new));
    draft.0.old = comparison.old.places.place(&pointer(old));
    draft
}

fn added(comparison: &mut Comparison<'_>, new: &Scheme<'_>) {
    let name = &new.scheme.name;
    let draft = change(comparison, &rules::SCHEME_ADDED, name, name)
        .values(None::<String>, Some(kind(new.scheme)))
        .wire(format!("who calls can be proved by {} too", kind(new.scheme)))
        .rust(
            Level::Compatible,
            format!("ClientBuilder::{}: new method that sets the credential", new.method),
        );
    comparison.push(draft);
}

fn removed(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>, old: &Scheme<'_>) {
    let name = &old.scheme.name;
    let draft = change(comparison, &rules::SCHEME_REMOVED, name, name)
        .values(Some(kind(old.scheme)), None::<String>)
        .wire(format!("credentials that are sent as {} are no longer accepted", kind(old.scheme)))
        .rust(
            Level::Breaking,
            format!("ClientBuilder::{}: gone: code that calls it no longer compiles", old.method),
        )
        .reaching(everywhere(pairing));
    comparison.push(draft);
}

fn rename(
    comparison: &mut Comparison<'_>,
    pairing: &Pairing<'_>,
    old: &Scheme<'_>,
    new: &Scheme<'_>,
) {
    let (from, to) = (&old.scheme.name, &new.scheme.name);
    let draft = change(comparison, &rules::SCHEME_RENAMED, from, to)
        .turning(from, to)
        .wire("credentials are sent as before");
    let draft = if old.method == new.method {
        draft.rust(Level::PossiblyBreaking, format!(
            "ClientBuilder::{}: as before; code that names the scheme, as in Credentials::with({from:?}, …), compiles and fails when it runs",
            old.method
        ))
    } else {
        draft.rust(Level::Breaking, method_renamed(old, new))
    };
    comparison.push(draft.reaching(everywhere(pairing)));
    describe(comparison, old, new);
}

fn method_renamed(old: &Scheme<'_>, new: &Scheme<'_>) -> String {
    format!(
        "ClientBuilder::{} → ClientBuilder::{}: code that calls it no longer compiles, and from_env reads a variable of another name",
        old.method, new.method
    )
}

/// A scheme that both states have.
fn one(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>, old: &Scheme<'_>, new: &Scheme<'_>) {
    let name = &new.scheme.name;
    if old.scheme.kind == new.scheme.kind {
        if old.method != new.method {
            let draft = change(comparison, &rules::SCHEME_RUST_NAME, name, name)
                .turning(old.method, new.method)
                .wire("credentials are sent as before")
                .rust(Level::Breaking, method_renamed(old, new));
            comparison.push(draft);
        }
    } else {
        let draft = change(comparison, kind_rule(old.scheme, new.scheme), name, name)
            .turning(kind(old.scheme), kind(new.scheme))
            .wire(format!(
                "credentials are sent as {} instead of {}",
                kind(new.scheme),
                kind(old.scheme)
            ));
        let draft = if old.method == new.method {
            draft.rust(Level::Compatible, format!("ClientBuilder::{}: code compiles as it is, and the new crate sends the credential where it belongs", new.method))
        } else {
            draft.rust(Level::Breaking, method_renamed(old, new))
        };
        comparison.push(draft.reaching(everywhere(pairing)));
    }
    describe(comparison, old, new);
}

fn describe(comparison: &mut Comparison<'_>, old: &Scheme<'_>, new: &Scheme<'_>) {
    let texts = [old.scheme.description.as_deref(), new.scheme.description.as_deref()];
    let shown = format!("ClientBuilder::{}", new.method);
    comparison.text(texts, "a way to authenticate", &shown, |comparison| {
        change(comparison, &rules::SCHEME_DESCRIPTION, &old.scheme.name, &new.scheme.name)
    });
}

/// How grave it is that a scheme works in another way.
fn kind_rule(old: &SecurityScheme, new: &SecurityScheme) -> &'static Rule {
    use SecuritySchemeKind::{ApiKey, HttpBearer, OAuth2, OpenIdConnect};
    let is_token = |scheme: &SecurityScheme| {
        matches!(scheme.kind, HttpBearer | OAuth2 { .. } | OpenIdConnect { .. })
    };
    match (&old.kind, &new.kind) {
        (ApiKey { .. }, ApiKey { .. }) => &rules::SCHEME_PLACE,
        _ if is_token(old) && is_token(new) => &rules::SCHEME_TOKEN,
        _ => &rules::SCHEME_KIND,
    }
}

/// How a credential is sent, in words.
fn kind(scheme: &SecurityScheme) -> String {
    match &scheme.kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            let location = match location {
                ApiKeyLocation::Header => "header",
                ApiKeyLocation::Query => "query parameter",
                ApiKeyLocation::Cookie => "cookie",
            };
            format!("API key in the {location} {name}")
        }
        SecuritySchemeKind::HttpBasic => "user name and password".into(),
        SecuritySchemeKind::HttpBearer => "bearer token".into(),
        SecuritySchemeKind::OAuth2 { .. } => "OAuth 2 token".into(),
        SecuritySchemeKind::OpenIdConnect { .. } => "OpenID Connect token".into(),
    }
}
