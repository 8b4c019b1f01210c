//! What is said once of the whole API: its title, its addresses, its error object.

use super::draft::Comparison;
use super::pairing::Pairing;
use super::rules;
use crate::diff::shown;
use crate::diff::{Level, Reached};
use crate::ir::{Server, Type};

/// Compares all but security and tags.
pub(super) fn compare(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) {
    info(comparison);
    servers(comparison, pairing);
    error_object(comparison, pairing);
}

/// Every operation of both states, by its place in the new one.
pub(super) fn everywhere(pairing: &Pairing<'_>) -> Vec<Reached> {
    pairing.pairs.iter().map(|pair| pair.new.reached()).collect()
}

fn info(comparison: &mut Comparison<'_>) {
    let (old, new) = (&comparison.old.api, &comparison.new.api);
    comparison.text([Some(&old.title), Some(&new.title)], "the API", "the crate", |comparison| {
        comparison.of_api(&rules::API_TITLE, "title", "/info/title")
    });
    if old.version != new.version {
        let draft = comparison
            .of_api(&rules::API_VERSION, "version", "/info/version")
            .turning(&old.version, &new.version)
            .wire("the API calls itself another version; what that means is reported change by change")
            .rust(Level::Documentation, "the crate: nothing in it follows the API's version number");
        comparison.push(draft);
    }
    let texts = [old.description.as_deref(), new.description.as_deref()];
    comparison.text(texts, "the API", "the crate", |comparison| {
        comparison.of_api(&rules::API_DESCRIPTION, "description", "/info/description")
    });
}

/// The address that a client has unless it is given another; a relative one is none.
fn base_url(servers: &[Server]) -> Option<&str> {
    let url = servers.first()?.url.as_str();
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// Servers are the same if their addresses are; the first is the default.
fn servers(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) {
    let (old, new) = (&comparison.old.api.servers, &comparison.new.api.servers);
    let has = |servers: &[Server], url: &str| servers.iter().any(|server| server.url == url);
    let first = |servers: &[Server]| servers.first().map(|server| server.url.clone());
    let (old_first, new_first) = (first(old), first(new));
    let moved = old_first != new_first;
    if moved {
        let (rust, text) = default_effect(base_url(old), base_url(new));
        let (rule, wire) = match (&old_first, &new_first) {
            (None, _) => (&rules::SERVER_ADDED, "it is said now where the API is served"),
            (_, None) => (
                &rules::SERVER_DEFAULT,
                "it is no longer said where the API is served, and the old address may stop to answer",
            ),
            _ => (
                &rules::SERVER_DEFAULT,
                "requests go to another address, and the old one may stop to answer",
            ),
        };
        let draft = comparison
            .of_api(rule, "default server", "/servers")
            .values(old_first.clone(), new_first.clone())
            .wire(wire)
            .rust(rust, text)
            .reaching(everywhere(pairing));
        comparison.push(draft);
    }
    // A default that takes the place of another, or of none, is told already.
    let is_new_to = |servers: &[Server], url: &Option<String>| {
        url.as_deref().is_none_or(|url| !has(servers, url))
    };
    let swapped = moved && is_new_to(new, &old_first) && is_new_to(old, &new_first);
    let told = |url: &str, first: &Option<String>| swapped && first.as_deref() == Some(url);
    for server in
        old.iter().filter(|server| !has(new, &server.url) && !told(&server.url, &old_first))
    {
        let draft = comparison
            .of_api(&rules::SERVER_REMOVED, &format!("server {}", server.url), "/servers")
            .values(Some(&server.url), None::<String>)
            .wire(format!("programs that talk to {} may not reach the API any more", server.url))
            .rust(Level::Compatible, "ClientBuilder::base_url: takes any address as before; no item of the crate is made of it");
        comparison.push(draft);
    }
    for server in
        new.iter().filter(|server| !has(old, &server.url) && !told(&server.url, &new_first))
    {
        let draft = comparison
            .of_api(&rules::SERVER_ADDED, &format!("server {}", server.url), "/servers")
            .values(None::<String>, Some(&server.url))
            .wire(format!("the API is served at {} too", server.url))
            .rust(Level::Compatible, "ClientBuilder::base_url: takes any address as before; no item of the crate is made of it");
        comparison.push(draft);
    }
    for server in old {
        let Some(same) = new.iter().find(|same| same.url == server.url) else { continue };
        let part = format!("server {}", server.url);
        let texts = [server.description.as_deref(), same.description.as_deref()];
        comparison.text(texts, "a server", "the crate", |comparison| {
            comparison.of_api(&rules::SERVER_DESCRIPTION, &part, "/servers")
        });
    }
}

/// What becomes of clients that are built without an address.
fn default_effect(old: Option<&str>, new: Option<&str>) -> (Level, String) {
    let shown = |url: Option<&str>| url.map_or("no default".to_owned(), |url| format!("{url:?}"));
    let what = format!("ClientBuilder::base_url: {} → {}", shown(old), shown(new));
    match (old, new) {
        (_, None) if old.is_some() => (
            Level::Breaking,
            format!(
                "{what}: a client that is built without an address is an error when it is built"
            ),
        ),
        (None, None) => {
            (Level::Compatible, format!("{what}: every client must be given the address as before"))
        }
        (None, Some(_)) => {
            (Level::Compatible, format!("{what}: a client need not be given an address any more"))
        }
        _ => (
            Level::PossiblyBreaking,
            format!(
                "{what}: code compiles as it is, and clients without an address of their own talk to the new one"
            ),
        ),
    }
}

/// The type behind `ErrorBody`.
fn error_object(comparison: &mut Comparison<'_>, pairing: &Pairing<'_>) {
    let [old, new] = [comparison.old, comparison.new].map(|model| {
        let name = |id| shown::type_text(model, &Type::Named(id));
        let path = |id| model.api.definition(id).path.clone();
        model.api.error_object.map(|id| (name(id), path(id), Type::Named(id)))
    });
    let same = match (&old, &new) {
        (Some((.., old)), Some((.., new))) => comparison.schemas.same(old, new),
        (None, None) => true,
        _ => false,
    };
    let path =
        |side: &Option<(String, Vec<String>, Type)>| side.as_ref().map(|(_, path, _)| path.clone());
    if same || path(&old) == path(&new) {
        return;
    }
    let shown = |side: &Option<(String, Vec<String>, Type)>| {
        side.as_ref().map_or("Value".to_owned(), |(name, ..)| name.clone())
    };
    let name = |side: &Option<(String, Vec<String>, Type)>| {
        side.as_ref().map(|(_, path, _)| path.join("."))
    };
    let draft = comparison
        .of_api(&rules::ERROR_OBJECT, "error object", "/components/schemas")
        .values(name(&old), name(&new))
        .wire("failing answers are described by another schema; each that changed is reported by itself")
        .rust(
            Level::Breaking,
            format!(
                "ErrorBody: {} → {}: code that reads the error object of a failed call no longer compiles, and error kinds \
                 carry what is not the error object",
                shown(&old),
                shown(&new)
            ),
        )
        .reaching(everywhere(pairing));
    comparison.push(draft);
}
