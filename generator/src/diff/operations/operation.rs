//! An operation in both states: what it is called, where it is, what is said of it.

use super::draft::Comparison;
use super::pairing::shape;
use super::rules;
use super::side::{Pair, Side};
use super::tags::{Renamed, shown};
use crate::diff::Level;

/// Compares everything but what it takes and answers.
pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>, tags: &Renamed) {
    place(comparison, pair);
    server(comparison, pair);
    tag(comparison, pair, tags);
    retry(comparison, pair);
    names(comparison, pair);
    deprecation(comparison, pair);
    texts(comparison, pair);
}

fn place(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (pair.old.operation, pair.new.operation);
    // The names of variables are told with the parameters.
    if shape(&old.path) != shape(&new.path) {
        let draft = pair
            .change(&rules::OPERATION_PATH, "path", pair.pointers())
            .turning(&old.path, &new.path)
            .wire(format!("requests to {} are refused; they must go to {}", old.path, new.path))
            .rust(
                Level::Compatible,
                format!(
                    "{}: asks {} instead of {}: code compiles as it is",
                    pair.new.call(),
                    new.path,
                    old.path
                ),
            );
        comparison.push(draft);
    }
    if old.method != new.method {
        let retries = match (old.idempotent, new.idempotent) {
            (false, true) => "; clients that have retries switched on now retry it too",
            (true, false) => "; clients that have retries switched on no longer retry it",
            _ => "",
        };
        let draft = pair
            .change(&rules::OPERATION_METHOD, "method", pair.pointers())
            .turning(old.method.name(), new.method.name())
            .wire(format!(
                "{} requests are refused; they must be {}",
                old.method.name(),
                new.method.name()
            ))
            .rust(
                Level::Compatible,
                format!(
                    "{}: sends {} instead of {}: code compiles as it is{retries}",
                    pair.new.call(),
                    new.method.name(),
                    old.method.name()
                ),
            );
        comparison.push(draft);
    }
}

/// Whether it may be sent again. What its method says of it is told with the method.
fn retry(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (pair.old.operation, pair.new.operation);
    if old.idempotent == new.idempotent || old.method != new.method {
        return;
    }
    let words = |idempotent| if idempotent { "may be sent again" } else { "sent once" };
    let effect = if new.idempotent {
        "clients that have retries switched on now retry it, and redirects that keep the method are followed"
    } else {
        "it is sent once, whatever the retry policy says, and redirects that keep the method are not followed"
    };
    let draft = pair
        .change(&rules::OPERATION_RETRY, "retry", pair.pointers())
        .turning(words(old.idempotent), words(new.idempotent))
        .wire("a request looks as before; how often it may be sent changes")
        .rust(Level::Compatible, format!("{}: {effect}: code compiles as it is", pair.new.call()));
    comparison.push(draft);
}

/// The address of an operation where it, or its path, says another than the API does.
fn server(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let [old, new] = [&pair.old, &pair.new].map(own_server);
    if old.is_none() && new.is_none() {
        return;
    }
    let [from, to] = [(&pair.old, old), (&pair.new, new)].map(|(side, own)| {
        let of_api = || side.model.api.servers.first().map(|server| server.url.clone());
        own.or_else(of_api)
    });
    if from == to {
        return;
    }
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/servers"));
    let shown =
        |url: &Option<String>| url.clone().unwrap_or_else(|| "an address that is not said".into());
    let draft = pair
        .change(&rules::OPERATION_SERVER, "server", [&pointers[0], &pointers[1]])
        .wire(format!("it is served at {} instead of {}", shown(&to), shown(&from)))
        .rust(
            Level::Documentation,
            format!(
                "{}: sent to the address of the client as before, so that a client for it must be given {}",
                pair.new.call(),
                shown(&to)
            ),
        )
        .values(from, to);
    comparison.push(draft);
}

/// The first server that an operation names, or else its path.
fn own_server(side: &Side<'_>) -> Option<String> {
    side.operation.servers.first().map(|server| server.url.clone())
}

fn tag(comparison: &mut Comparison<'_>, pair: &Pair<'_>, tags: &Renamed) {
    let (from, to) = (&pair.old.tag.name, &pair.new.tag.name);
    if tags.get(from).unwrap_or(from) == to {
        return;
    }
    let (old, new) = (&pair.old, &pair.new);
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/tags"));
    let draft = pair
        .change(&rules::OPERATION_TAG, "tag", [&pointers[0], &pointers[1]])
        .turning(shown(pair.old.tag), shown(pair.new.tag))
        .wire("nothing that is sent changes")
        .rust(Level::Breaking, format!(
            "{} → {}, {} → {}: code that calls it no longer compiles, and it needs the feature {}",
            old.call(), new.call(), old.structure(), new.structure(), new.tag_names.module
        ));
    comparison.push(draft);
}

/// The items of an operation that have names.
fn items(side: &Side<'_>) -> [(String, String); 3] {
    let failures =
        if side.operation.failures.is_empty() { String::new() } else { side.names.error.clone() };
    [
        (side.names.method.clone(), side.method()),
        (side.names.ident.clone(), side.structure()),
        (failures, side.errors()),
    ]
}

fn names(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (&pair.old.operation.id, &pair.new.operation.id);
    let renamed: Vec<String> = items(&pair.old)
        .into_iter()
        .zip(items(&pair.new))
        .filter(|((old, _), (new, _))| old != new && !old.is_empty() && !new.is_empty())
        .map(|((_, old), (_, new))| format!("{old} → {new}"))
        .collect();
    let rust = if renamed.is_empty() {
        (Level::Compatible, format!("{}: as before", pair.new.call()))
    } else {
        let renamed = renamed.join(", ");
        let text = match pair.old.namesake(pair.new.model) {
            Some(other) if pair.old.method() != pair.new.method() => format!(
                "{renamed}; {} is {} {} now: code that names the old items no longer compiles, or does something else",
                other.method(),
                other.operation.method.name(),
                other.operation.path
            ),
            _ => format!("{renamed}: code that names them no longer compiles"),
        };
        (Level::Breaking, text)
    };
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/operationId"));
    let pointers = [pointers[0].as_str(), pointers[1].as_str()];
    let draft = if old != new {
        pair.change(&rules::OPERATION_ID, "operationId", pointers).values(old.clone(), new.clone())
    } else if !renamed.is_empty() {
        pair.change(&rules::OPERATION_RUST_NAME, "name", pointers)
            .turning(&pair.old.names.method, &pair.new.names.method)
    } else {
        return;
    };
    comparison.push(draft.wire("nothing that is sent changes").rust(rust.0, rust.1));
}

fn deprecation(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (pair.old.operation.deprecated, pair.new.operation.deprecated);
    if old == new {
        return;
    }
    let pointers = pair.pointers().map(|pointer| format!("{pointer}/deprecated"));
    let pointers = [pointers[0].as_str(), pointers[1].as_str()];
    let draft = if new {
        pair.change(&rules::OPERATION_DEPRECATED, "", pointers)
            .values(None::<String>, Some("deprecated"))
            .wire("it works as before and may be removed some day")
            .rust(
                Level::Compatible,
                format!(
                    "{}: #[deprecated]: code that calls it compiles with a warning",
                    pair.new.call()
                ),
            )
    } else {
        pair.change(&rules::OPERATION_UNDEPRECATED, "", pointers)
            .values(Some("deprecated"), None::<String>)
            .wire("it works as before and is meant to stay")
            .rust(
                Level::Compatible,
                format!(
                    "{}: no longer #[deprecated]: code that calls it compiles without a warning",
                    pair.new.call()
                ),
            )
    };
    comparison.push(draft);
}

fn texts(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (pair.old.operation, pair.new.operation);
    let shown = pair.new.call();
    for (rule, part, texts) in [
        (&rules::OPERATION_SUMMARY, "summary", [&old.summary, &new.summary]),
        (&rules::OPERATION_DESCRIPTION, "description", [&old.description, &new.description]),
    ] {
        comparison.text(texts.map(|text| text.as_deref()), "the operation", &shown, |_| {
            let pointers = pair.pointers().map(|pointer| format!("{pointer}/{part}"));
            pair.change(rule, part, [&pointers[0], &pointers[1]])
        });
    }
}
