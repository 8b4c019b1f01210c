//! The addresses of an API and its operations.

use super::api::finding;
use super::pairing::{Pairing, shape};
use super::{Pair, Wire};
use crate::diff::change::{Effect, Level};
use crate::diff::rules;
use crate::diff::text::Text;
use crate::document::Object;
use crate::ir::{Server, ServerVariable};
use std::collections::BTreeMap;

/// An address for comparing: without the case of the host, the default port of the scheme, and a final slash.
fn plain(url: &str) -> String {
    let url = url.trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.find('/').map_or((rest, ""), |end| rest.split_at(end));
    let (scheme, host) = (scheme.to_lowercase(), host.to_lowercase());
    let usual = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => "",
    };
    format!("{scheme}://{}{path}", host.strip_suffix(usual).unwrap_or(&host))
}

/// Whether the full address of an operation stays the same, with the default server of each state. A part may move between server and path.
pub(super) fn keeps_address(wire: &Wire<'_>, pair: &Pair<'_>) -> bool {
    let apis = wire.apis();
    let [old, new] = [0, 1].map(|state| {
        let own = pair.operations()[state];
        let server = own.servers.first().or(apis[state].servers.first());
        server.map(|server| plain(&server.url) + &shape(&own.path))
    });
    old.is_some() && old == new
}

/// Pairs each old server with a new server of the same address, in order if there are several.
fn partners<'m>(old: &'m [Server], new: &'m [Server]) -> Vec<(&'m Server, Option<&'m Server>)> {
    let mut free: Vec<Option<&Server>> = new.iter().map(Some).collect();
    let find = |server: &'m Server| {
        let is_it = |other: &&mut Option<&Server>| {
            other.is_some_and(|other| plain(&other.url) == plain(&server.url))
        };
        (server, free.iter_mut().find(is_it).and_then(Option::take))
    };
    old.iter().map(find).collect()
}

/// Compares the servers of the API; the first is the default.
pub(super) fn of_api(wire: &mut Wire<'_>, pairing: &Pairing<'_>) {
    let [old, new] = wire.apis().map(|api| api.servers.as_slice());
    let first = |servers: &[Server]| servers.first().map(|server| server.url.clone());
    let (from, to) = (first(old), first(new));
    let has = |servers: &[Server], url: &Option<String>| {
        url.as_ref().is_some_and(|url| servers.iter().any(|own| plain(&own.url) == plain(url)))
    };
    // Without servers, the address is that of the document.
    let address = |url: &Option<String>| plain(url.as_deref().unwrap_or("/"));
    let is_moved = address(&from) != address(&to);
    if is_moved {
        let is_shifted = pairing.pairs.iter().all(|pair| keeps_address(wire, pair));
        let rule = match from {
            None => &rules::SERVER_ADDED,
            Some(_) if is_shifted && !pairing.pairs.is_empty() => &rules::STATED_OTHERWISE,
            Some(_) => &rules::SERVER_DEFAULT,
        };
        let mut finding = finding(rule, "default server", "/servers");
        finding.rust = Some(default_effect(from.as_deref(), to.as_deref()));
        wire.push(finding.values(from.clone(), to.clone()).owned(pairing.everywhere()));
    }
    // A default that replaces another, or is the first one, is reported already.
    let is_swapped = is_moved && !has(new, &from) && !has(old, &to);
    let is_told = |server: &Server, first: &Option<String>| {
        let is_usual = (old.is_empty() || new.is_empty()) && plain(&server.url).is_empty();
        is_usual || is_swapped && first.as_deref().map(plain) == Some(plain(&server.url))
    };
    let one_sided = |server: &Server, is_gone: bool| {
        let rule = if is_gone { &rules::SERVER_REMOVED } else { &rules::SERVER_ADDED };
        let part = format!("server {}", server.url);
        let item = Some(server.pointer.clone());
        let items = if is_gone { [item, None] } else { [None, item] };
        finding(rule, part, "/servers").one_sided(is_gone, server.url.as_str()).with_items(items)
    };
    for (server, other) in partners(old, new) {
        match other {
            Some(other) => both(wire, server, other),
            None if is_told(server, &from) => {}
            None => wire.push(one_sided(server, true)),
        }
    }
    for (server, _) in partners(new, old).into_iter().filter(|(_, other)| other.is_none()) {
        if !is_told(server, &to) {
            wire.push(one_sided(server, false));
        }
    }
}

/// Compares a server of both states.
fn both(wire: &mut Wire<'_>, old: &Server, new: &Server) {
    let about = |rule| {
        let finding = finding(rule, format!("server {}", new.url), "/servers");
        finding.at([Some(old.pointer.as_str()), Some(new.pointer.as_str())])
    };
    if old.template() != new.template() {
        wire.push(about(&rules::STATED_OTHERWISE).turning(old.template(), new.template()));
    }
    let texts = [old.description.as_deref(), new.description.as_deref()];
    wire.text(about(&rules::SERVER_DESCRIPTION), texts);
    let lost = old.variables.iter().flat_map(|(name, own)| {
        let kept = new.variables.iter().find(|(other, _)| *other == name).map(|(_, own)| own);
        let is_lost = move |value: &&String| {
            kept.is_some_and(|kept| {
                !kept.enumeration.is_empty() && !kept.enumeration.contains(value)
            })
        };
        own.enumeration.iter().filter(is_lost).map(move |value| (name, value))
    });
    let mut is_told = false;
    for (name, value) in lost {
        is_told = true;
        let finding = about(&rules::SERVER_REMOVED).one_sided(true, format!("{name}: {value}"));
        wire.push(finding.with_items([Some(old.pointer.clone()), Some(new.pointer.clone())]));
    }
    if !is_told && sorted(old) != sorted(new) {
        let names = |server: &Server| {
            let variables = sorted(server).into_iter();
            let values =
                variables.map(|(name, own)| format!("{name}: {}", own.enumeration.join(", ")));
            values.collect::<Vec<_>>().join("; ")
        };
        wire.push(about(&rules::DOCUMENTATION).turning(names(old), names(new)));
    }
    let mut rest = [old.rest.clone(), new.rest.clone()];
    rest.iter_mut().for_each(|rest| _ = rest.shift_remove("url"));
    wire.rest(Object::Server, &about(&rules::DOCUMENTATION), [&rest[0], &rest[1]]);
}

/// The variables of a server. Neither their order nor that of their values counts.
fn sorted(server: &Server) -> BTreeMap<String, ServerVariable> {
    let variables = server.variables.iter().map(|(name, own)| {
        let mut own = own.clone();
        own.enumeration.sort();
        (name.clone(), own)
    });
    variables.collect()
}

/// The effect on clients that are built without an address.
fn default_effect(old: Option<&str>, new: Option<&str>) -> Effect {
    // A relative address is no default.
    let is_whole = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    let (old, new) = (old.filter(is_whole), new.filter(is_whole));
    let turned = Text::code("ClientBuilder::base_url").and(": ");
    let shown = |text: Text, url: Option<&str>| match url {
        Some(url) => text.and_code(format!("{url:?}")),
        None => text.and("no default"),
    };
    let turned = shown(shown(turned, old).and(" → "), new).and(": ");
    let (level, what) = match (old, new) {
        (Some(_), None) => (Level::Breaking, "building a client without an address fails"),
        (None, None) => (Level::Compatible, "every client must be given the address, as before"),
        (None, Some(_)) => (Level::Compatible, "a client need not be given an address any more"),
        (Some(_), Some(_)) => {
            (Level::PossiblyBreaking, "clients without an address of their own use the new one")
        }
    };
    Effect::new(level, turned.and(what))
}

/// Compares the address of an operation, if the operation or its path has servers of its own.
pub(super) fn of_operation(wire: &mut Wire<'_>, pair: &Pair<'_>) {
    let apis = wire.apis();
    let [old, new] = pair.operations().map(|own| own.servers.as_slice());
    if old.is_empty() && new.is_empty() {
        return;
    }
    let first = |own: &[Server], state: usize| {
        let of_api: &[Server] = &apis[state].servers;
        own.first().or(of_api.first()).map(|server| server.url.clone())
    };
    let (from, to) = (first(old, 0), first(new, 1));
    let pointers = pair.operations().map(|own| Some(format!("{}/servers", own.pointer)));
    let about = |rule| pair.finding(rule, "server").at(pointers.clone());
    if from.as_deref().map(plain) != to.as_deref().map(plain) {
        let rule = if keeps_address(wire, pair) {
            &rules::STATED_OTHERWISE
        } else {
            &rules::OPERATION_SERVER
        };
        wire.push(about(rule).values(from, to));
    } else if !old.is_empty() && !new.is_empty() && old != new {
        let urls = |servers: &[Server]| {
            servers.iter().map(|own| own.url.as_str()).collect::<Vec<_>>().join(", ")
        };
        wire.push(about(&rules::DOCUMENTATION).turning(urls(old), urls(new)));
    }
}
