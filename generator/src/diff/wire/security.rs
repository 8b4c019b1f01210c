//! The security schemes of an API, and those that its operations ask for.

use super::api::finding;
use super::pairing::Pairing;
use super::{Pair, Wire};
use crate::diff::finding::{Finding, Owner};
use crate::diff::rules::{self, Rule};
use crate::document::Object;
use crate::ir::{Api, ApiKeyLocation, OAuthFlow, Security, SecurityScheme, SecuritySchemeKind};
use std::collections::{BTreeMap, BTreeSet};

/// The schemes of the old state that have another name in the new one.
pub(super) type Renamed = BTreeMap<String, String>;

/// The alternatives that an operation accepts, each a set of schemes. The empty set means no credentials.
type Accepted = BTreeSet<BTreeSet<String>>;

/// Compares the schemes of the API and those that it asks for by default. Returns the schemes with another name.
pub(super) fn compare(wire: &mut Wire<'_>, pairing: &Pairing<'_>) -> Renamed {
    let renamed = schemes(wire, pairing);
    let leaves_it = |pair: &&Pair<'_>| pair.operations().iter().all(|own| own.security.is_none());
    let inherit: Vec<Owner> =
        pairing.pairs.iter().filter(leaves_it).map(|pair| pair.owner).collect();
    // Operations with `security` of their own are compared by themselves.
    if !inherit.is_empty() {
        let rules = [
            &rules::API_SECURITY_ADDED,
            &rules::API_SECURITY_REMOVED,
            &rules::API_ALTERNATIVE_ADDED,
            &rules::API_ALTERNATIVE_REMOVED,
        ];
        let about = |rule| finding(rule, "security", "/security").owned(inherit.clone());
        let [old, new] = wire.apis().map(|api| &api.security);
        asked(wire, [old, new], &renamed, rules, &about);
    }
    renamed
}

/// Compares what an operation asks for, unless both states leave it to the API.
pub(super) fn of_operation(wire: &mut Wire<'_>, pair: &Pair<'_>, renamed: &Renamed) {
    let [old, new] = pair.operations().map(|own| own.security.as_ref());
    if old.is_none() && new.is_none() {
        return;
    }
    let rules = [
        &rules::OPERATION_SECURITY_ADDED,
        &rules::OPERATION_SECURITY_REMOVED,
        &rules::OPERATION_ALTERNATIVE_ADDED,
        &rules::OPERATION_ALTERNATIVE_REMOVED,
    ];
    let pointers = pair.operations().map(|own| Some(format!("{}/security", own.pointer)));
    let about = |rule| pair.finding(rule, "security").at(pointers.clone());
    let [of_old, of_new] = wire.apis().map(|api| &api.security);
    asked(wire, [old.unwrap_or(of_old), new.unwrap_or(of_new)], renamed, rules, &about);
}

/// Compares what is asked for: scopes, then schemes. The rules are for: credentials needed, not needed, one more alternative, one less.
fn asked(
    wire: &mut Wire<'_>,
    security: [&Security; 2],
    renamed: &Renamed,
    [added, removed, more, less]: [&'static Rule; 4],
    about: &dyn Fn(&'static Rule) -> Finding,
) {
    scopes(wire, security, renamed, about);
    let nothing = (BTreeMap::new(), BTreeSet::new());
    let old = accepted(security[0], renamed);
    let new = accepted(security[1], &nothing.0);
    let nothing: BTreeSet<String> = nothing.1;
    let (was_open, is_open) = (old.contains(&nothing), new.contains(&nothing));
    if was_open != is_open {
        wire.push(about(if was_open { added } else { removed }).turning(list(&old), list(&new)));
    }
    // A change of the whole is not repeated for each alternative. Credentials that prove more than is asked for are not refused,
    // nor are any where none are needed now; the lists above show what became of each.
    let is_enough = |schemes: &BTreeSet<String>| {
        new.iter().any(|asked| !asked.is_empty() && asked.is_subset(schemes))
    };
    let is_gone = |schemes: &&BTreeSet<String>| {
        let is_opened = is_open && !was_open;
        !schemes.is_empty() && !is_opened && new.len() > usize::from(is_open) && !is_enough(schemes)
    };
    let gone: Vec<&BTreeSet<String>> = old.difference(&new).filter(is_gone).collect();
    // Credentials that must be sent together with more are described by what they became.
    let mut told = BTreeSet::new();
    for schemes in gone {
        let mut wider = new.difference(&old).filter(|asked| schemes.is_subset(asked));
        let finding = match wider.next() {
            Some(asked) => {
                told.insert(asked);
                about(less).turning(together(schemes), together(asked))
            }
            None => about(less).one_sided(true, together(schemes)),
        };
        wire.push(finding);
    }
    if was_open && is_open && new.len() == 1 && old.len() > 1 {
        wire.push(about(removed).turning(list(&old), list(&new)));
    }
    if was_open == is_open {
        let is_told = |schemes: &&BTreeSet<String>| schemes.is_empty() || told.contains(*schemes);
        for schemes in new.difference(&old).filter(|schemes| !is_told(schemes)) {
            wire.push(about(more).one_sided(false, together(schemes)));
        }
    }
}

/// The accepted alternatives, in the names of the new state.
fn accepted(security: &Security, renamed: &Renamed) -> Accepted {
    let new_name = |name: &String| renamed.get(name).unwrap_or(name).clone();
    let names = |alternative: &Vec<crate::ir::Requirement>| {
        alternative.iter().map(|own| new_name(&own.scheme)).collect()
    };
    let mut accepted: Accepted = security.iter().map(names).collect();
    if accepted.is_empty() {
        accepted.insert(BTreeSet::new());
    }
    accepted
}

/// The scopes of one alternative, each with its scheme.
type Scopes = BTreeSet<(String, String)>;

/// The scopes that alternatives with the same schemes ask for: each of these sets is enough.
type Needed = BTreeMap<BTreeSet<String>, BTreeSet<Scopes>>;

/// Compares the scopes of alternatives of both states; alternatives of one state only are reported by themselves.
fn scopes(
    wire: &mut Wire<'_>,
    [old, new]: [&Security; 2],
    renamed: &Renamed,
    about: &dyn Fn(&'static Rule) -> Finding,
) {
    let (old, new) = (needed(old, renamed), needed(new, &Renamed::new()));
    let mut found = BTreeSet::new();
    for (schemes, old) in &old {
        let Some(new) = new.get(schemes) else { continue };
        // Tokens that were enough, and what they lack now; tokens that are enough, and what they no longer need.
        found.extend(old.iter().flat_map(|own| lacking(own, new)).map(|scope| (scope, false)));
        found.extend(new.iter().flat_map(|own| lacking(own, old)).map(|scope| (scope, true)));
    }
    for ((scheme, scope), is_gone) in found {
        let rule = if is_gone { &rules::SCOPE_REMOVED } else { &rules::SCOPE_ADDED };
        wire.push(about(rule).one_sided(is_gone, format!("{scheme}: {scope}")));
    }
}

/// The scopes that a token with these scopes lacks for the set that is nearest to them; none if one set needs no more than it has.
fn lacking(own: &Scopes, asked: &BTreeSet<Scopes>) -> Scopes {
    let missing = asked.iter().map(|asked| asked.difference(own).cloned().collect::<Scopes>());
    missing.min_by_key(BTreeSet::len).unwrap_or_default()
}

/// The scopes that are enough, for each set of schemes.
fn needed(security: &Security, renamed: &Renamed) -> Needed {
    let mut needed = Needed::new();
    let name = |name: &String| renamed.get(name).unwrap_or(name).clone();
    for alternative in security {
        let schemes = alternative.iter().map(|own| name(&own.scheme)).collect();
        let scopes = alternative
            .iter()
            .flat_map(|own| own.scopes.iter().map(|scope| (name(&own.scheme), scope.clone())));
        needed.entry(schemes).or_default().insert(scopes.collect());
    }
    needed
}

/// The schemes of an alternative, in words.
fn together(schemes: &BTreeSet<String>) -> String {
    if schemes.is_empty() {
        "none".to_owned()
    } else {
        schemes.iter().cloned().collect::<Vec<_>>().join(" and ")
    }
}

/// All alternatives, in words.
fn list(accepted: &Accepted) -> String {
    accepted.iter().map(together).collect::<Vec<_>>().join(" or ")
}

/// A finding about a scheme.
fn about(
    rule: &'static Rule,
    old: Option<&SecurityScheme>,
    new: Option<&SecurityScheme>,
) -> Finding {
    let name = new.or(old).map_or("", |scheme| scheme.name.as_str());
    let pointer = |scheme: &SecurityScheme| scheme.pointer.clone();
    finding(rule, format!("security scheme {name}"), "")
        .at([old.or(new).map(pointer), new.or(old).map(pointer)])
        .with_items([old.map(pointer), new.map(pointer)])
}

/// Compares the security schemes and returns those with another name.
fn schemes(wire: &mut Wire<'_>, pairing: &Pairing<'_>) -> Renamed {
    let [old, new] = wire.apis().map(|api| api.security_schemes.as_slice());
    let named = |schemes: &[SecurityScheme], name: &str| schemes.iter().any(|own| own.name == name);
    let (both, gone): (Vec<_>, Vec<_>) = old.iter().partition(|own| named(new, &own.name));
    let mut more: Vec<&SecurityScheme> = new.iter().filter(|own| !named(old, &own.name)).collect();
    for old in both {
        let new = new.iter().find(|new| new.name == old.name);
        new.into_iter().for_each(|new| one(wire, pairing, old, new));
    }
    let mut renamed = Renamed::new();
    for old in &gone {
        let is_only = |schemes: &[&SecurityScheme]| {
            schemes.iter().filter(|own| own.kind == old.kind).count() == 1
        };
        let place = more.iter().position(|new| new.kind == old.kind);
        match place.filter(|_| is_only(&gone) && is_only(&more)) {
            Some(place) => {
                let new = more.remove(place);
                renamed.insert(old.name.clone(), new.name.clone());
                wire.joint.add(old.pointer.clone(), new.pointer.clone());
                let finding = about(&rules::SCHEME_RENAMED, Some(old), Some(new));
                wire.push(finding.turning(&old.name, &new.name).owned(pairing.everywhere()));
                one(wire, pairing, old, new);
            }
            None => {
                let rule = match is_asked(wire.apis()[0], &old.name) {
                    true => &rules::SCHEME_REMOVED,
                    false => &rules::SCHEME_UNUSED_REMOVED,
                };
                let finding = about(rule, Some(old), None);
                wire.push(finding.one_sided(true, kind(old)).owned(pairing.everywhere()));
            }
        }
    }
    for new in more {
        wire.push(about(&rules::SCHEME_ADDED, None, Some(new)).one_sided(false, kind(new)));
    }
    renamed
}

/// Whether the API or an operation asks for a scheme.
fn is_asked(api: &Api, scheme: &str) -> bool {
    let own = api.operations().filter_map(|own| own.security.as_ref());
    let mut all = own.chain([&api.security]).flatten().flatten();
    // Nothing is known of operations that cannot be read.
    !api.left_out.is_empty() || all.any(|own| own.scheme == scheme)
}

/// Compares a scheme of both states.
fn one(wire: &mut Wire<'_>, pairing: &Pairing<'_>, old: &SecurityScheme, new: &SecurityScheme) {
    let of = |rule| about(rule, Some(old), Some(new));
    if kind(old) != kind(new) {
        let finding = of(kind_rule(old, new)).turning(kind(old), kind(new));
        wire.push(finding.owned(pairing.everywhere()));
    } else if sources(old) != sources(new) {
        let finding = of(&rules::SCHEME_TOKEN).turning(sources(old), sources(new));
        wire.push(finding.owned(pairing.everywhere()));
    }
    let described = Finding { items: [None, None], ..of(&rules::SCHEME_DESCRIPTION) };
    if let [SecuritySchemeKind::OAuth2 { flows: from }, SecuritySchemeKind::OAuth2 { flows: to }] =
        [&old.kind, &new.kind]
    {
        flows(wire, &described, [from, to]);
    }
    wire.rest(Object::SecurityScheme, &described, [&old.rest, &new.rest]);
    wire.text(described, [old.description.as_deref(), new.description.as_deref()]);
}

/// Compares the scopes that flows offer, and the other keys of flows.
fn flows(wire: &mut Wire<'_>, finding: &Finding, [old, new]: [&[OAuthFlow]; 2]) {
    for from in old {
        let Some(to) = new.iter().find(|to| to.name == from.name) else { continue };
        let scopes = |flow: &OAuthFlow| -> BTreeSet<(String, String)> {
            flow.scopes.iter().cloned().collect()
        };
        if scopes(from) != scopes(to) {
            let list = |flow: &OAuthFlow| {
                let scopes = scopes(flow).into_iter();
                let scopes = scopes.map(|(name, text)| format!("{name}: {text}"));
                scopes.collect::<Vec<_>>().join(", ")
            };
            let mut finding = finding.clone();
            finding.family = (&rules::DOCUMENTATION).into();
            wire.push(finding.turning(list(from), list(to)));
        }
        wire.rest(Object::OAuthFlow, finding, [&from.rest, &to.rest]);
    }
}

/// The rule for a scheme that works in another way.
fn kind_rule(old: &SecurityScheme, new: &SecurityScheme) -> &'static Rule {
    use SecuritySchemeKind::{ApiKey, HttpBearer, OAuth2, OpenIdConnect};
    let is_token = |scheme: &SecurityScheme| {
        matches!(scheme.kind, HttpBearer | OAuth2 { .. } | OpenIdConnect { .. })
    };
    match (&old.kind, &new.kind) {
        (ApiKey { location: from, name }, ApiKey { location: to, name: other })
            if from == to
                && *from == ApiKeyLocation::Header
                && name.eq_ignore_ascii_case(other) =>
        {
            &rules::STATED_OTHERWISE
        }
        (ApiKey { .. }, ApiKey { .. }) => &rules::SCHEME_PLACE,
        _ if [(old, new), (new, old)]
            .iter()
            .any(|(key, other)| is_in_authorization(key) && matches!(other.kind, HttpBearer)) =>
        {
            &rules::SCHEME_HEADER
        }
        _ if is_token(old) && is_token(new) => &rules::SCHEME_TOKEN,
        _ => &rules::SCHEME_KIND,
    }
}

/// Whether an API key is sent in the header of bearer tokens.
fn is_in_authorization(scheme: &SecurityScheme) -> bool {
    matches!(
        &scheme.kind,
        SecuritySchemeKind::ApiKey { location: ApiKeyLocation::Header, name }
            if name.eq_ignore_ascii_case("Authorization")
    )
}

/// The way in which a credential is sent, in words.
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

/// The sources of a token, in words.
fn sources(scheme: &SecurityScheme) -> String {
    let flow = |flow: &OAuthFlow| {
        let urls = [&flow.authorization_url, &flow.token_url, &flow.refresh_url];
        let urls: Vec<&str> = urls.into_iter().flatten().map(String::as_str).collect();
        format!("{} at {}", flow.name, urls.join(" and "))
    };
    match &scheme.kind {
        SecuritySchemeKind::OAuth2 { flows } => flows
            .iter()
            .map(flow)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
            .join("; "),
        SecuritySchemeKind::OpenIdConnect { url } => url.clone(),
        _ => String::new(),
    }
}
