//! The responses of an operation.

use super::contents::{self, Contents, held};
use super::schema::{Here, Spot, Writing};
use super::{Pair, Wire, paging};
use crate::diff::change::Direction;
use crate::diff::rules::{self, Rule};
use crate::document::Object;
use crate::ir::{Content, Header, Operation, Response, Rest, Status};
use serde_json::Value;

/// Compares the responses of an operation.
pub(super) fn compare<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>) {
    let [old, new] = pair.operations();
    successes(wire, pair, [&old.successes, &new.successes]);
    failures(wire, pair, [&old.failures, &new.failures]);
}

/// The name of a response in changes.
pub(in crate::diff) fn part(status: Status) -> String {
    match status {
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}XX"),
        Status::Default => "response default".into(),
    }
}

/// The status, in words.
fn shown(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "any other status".into(),
    }
}

/// Whether one status stands for many and covers another.
fn holds(many: Status, one: Status) -> bool {
    match (many, one) {
        (Status::Class(class), Status::Code(code)) => u16::from(class) == code / 100,
        (Status::Default, Status::Code(_) | Status::Class(_)) => true,
        _ => false,
    }
}

fn find(responses: &[Response], status: Status) -> Option<&Response> {
    responses.iter().find(|own| own.status == status)
}

fn successes<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m [Response]; 2]) {
    for from in old {
        if let Some(to) = find(new, from.status) {
            one(wire, pair, [from, to], true);
        }
    }
    let alone = |own: &'m [Response], other: &[Response]| -> Vec<&'m Response> {
        own.iter().filter(|own| find(other, own.status).is_none()).collect()
    };
    let (gone, more) = (alone(old, new), alone(new, old));
    if let ([from], [to]) = (gone.as_slice(), more.as_slice()) {
        return status_changed(wire, pair, [from, to]);
    }
    gone.into_iter().for_each(|own| one_sided(wire, pair, own, &rules::STATUS_REMOVED, 0));
    more.into_iter().for_each(|own| one_sided(wire, pair, own, &rules::STATUS_ADDED, 1));
}

fn failures<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m [Response]; 2]) {
    for from in old {
        match find(new, from.status) {
            Some(to) => one(wire, pair, [from, to], false),
            None => one_sided(wire, pair, from, &rules::ERROR_STATUS_REMOVED, 0),
        }
    }
    for to in new.iter().filter(|own| find(old, own.status).is_none()) {
        one_sided(wire, pair, to, &rules::ERROR_STATUS_ADDED, 1);
    }
}

fn one_sided(
    wire: &mut Wire<'_>,
    pair: &Pair<'_>,
    own: &Response,
    rule: &'static Rule,
    state: usize,
) {
    let mut finding = pair.finding(rule, part(own.status));
    finding.places[state] = Some(own.pointer.clone());
    let mut items = [None, None];
    items[state] = Some(key(pair.operations()[state], own.status));
    wire.push(finding.with_items(items).one_sided(state == 0, shown(own.status)));
}

/// The place of a response for the comparison of crates. A referenced response has one place for each operation.
pub(in crate::diff) fn key(operation: &Operation, status: Status) -> String {
    format!("{}#{}", operation.pointer, part(status))
}

/// Compares the only removed success with the only added one, which replaced it.
fn status_changed<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m Response; 2]) {
    let rule = match (old.status, new.status) {
        (from, to) if holds(from, to) => &rules::STATUS_STATED,
        (from, to) if holds(to, from) => &rules::STATUS_ADDED,
        _ => &rules::STATUS_CHANGED,
    };
    let finding = pair.finding(rule, part(new.status));
    let finding = finding.at([Some(old.pointer.as_str()), Some(new.pointer.as_str())]);
    let finding = finding.with_items(keys(pair, [old, new]));
    wire.push(finding.turning(shown(old.status), shown(new.status)));
    one(wire, pair, [old, new], true);
}

fn keys(pair: &Pair<'_>, responses: [&Response; 2]) -> [Option<String>; 2] {
    let [old, new] = pair.operations();
    [(old, responses[0]), (new, responses[1])]
        .map(|(operation, own)| Some(key(operation, own.status)))
}

/// Compares a response of both states.
fn one<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m Response; 2], is_success: bool) {
    let pointers = [old.pointer.as_str(), new.pointer.as_str()];
    let part = part(new.status);
    let items = keys(pair, [old, new]);
    if let [Some(old), Some(new)] = items.clone() {
        wire.joint.add(old, new);
    }
    let of = |rule| pair.finding(rule, part.as_str()).at(pointers.map(Some));
    // The text of an error ends with the description.
    let described =
        if is_success { &rules::RESPONSE_DESCRIPTION } else { &rules::ERROR_DESCRIPTION };
    wire.text(of(described), [Some(&old.description), Some(&new.description)]);
    wire.rest(Object::Response, &of(&rules::DOCUMENTATION), [&old.rest, &new.rest]);
    headers(wire, pair, [old, new], &part);
    // Some responses never have a body, whatever the document says.
    let bodies = [(pair.old.operation, old), (pair.new.operation, new)];
    let [before, after] =
        bodies.map(|(operation, own): (&Operation, &'m Response)| -> &'m [Content] {
            if operation.content(own).is_some() { &own.contents } else { &[] }
        });
    if before.is_empty() != after.is_empty() {
        let rule = match (before.is_empty(), is_success) {
            (true, true) => &rules::RESPONSE_BODY_ADDED,
            (true, false) => &rules::ERROR_BODY_ADDED,
            (false, true) => &rules::RESPONSE_BODY_REMOVED,
            (false, false) => &rules::ERROR_BODY_REMOVED,
        };
        let [old_api, new_api] = wire.apis();
        let value = |api, contents: &[Content]| (!contents.is_empty()).then(|| held(api, contents));
        let finding = of(rule).values(value(old_api, before), value(new_api, after));
        return wire.push(finding.with_items(items));
    }
    let name = |status| match status {
        Status::Code(200 | 201) => "response".to_owned(),
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}XX"),
        Status::Default => "default response".to_owned(),
    };
    let [from, to] = items.map(Option::unwrap_or_default);
    let contents = Contents {
        contents: [before, after],
        part,
        direction: Direction::Response,
        pointers,
        items: [from, to],
        names: [(pair.old.stem(), old), (pair.new.stem(), new)]
            .map(|(stem, own)| format!("{stem}.{}", name(own.status))),
        rules: [
            &rules::RESPONSE_MEDIA_TYPE_ADDED,
            &rules::RESPONSE_MEDIA_TYPE_REMOVED,
            &rules::RESPONSE_MEDIA_TYPE_PREFERRED,
        ],
    };
    contents::compare(wire, pair, &contents);
}

/// Compares the headers of a response. Code reads them with the constants of the operation, from the result of `with_response`.
fn headers<'m>(
    wire: &mut Wire<'m>,
    pair: &Pair<'m>,
    [old, new]: [&'m Response; 2],
    response: &str,
) {
    let part = |name: &str| format!("{response} header {name}");
    let apis = wire.apis();
    let is_told = |own: &Header| paging::is_told(apis, pair, &own.name);
    let mut free: Vec<&Header> = new.headers.iter().collect();
    for from in &old.headers {
        let is_exact = |to: &&Header| to.name == from.name;
        let is_it = |to: &&Header| to.name.eq_ignore_ascii_case(&from.name);
        let place = free.iter().position(is_exact).or_else(|| free.iter().position(is_it));
        let Some(to) = place.map(|place| free.remove(place)) else {
            if !is_told(from) {
                let rule = if from.required {
                    &rules::REQUIRED_HEADER_REMOVED
                } else {
                    &rules::HEADER_REMOVED
                };
                let mut finding = pair.finding(rule, part(&from.name));
                finding.places = [Some(from.pointer.clone()), Some(new.pointer.clone())];
                finding.items = [Some(from.pointer.clone()), None];
                wire.push(finding.one_sided(true, from.name.as_str()));
            }
            continue;
        };
        header(wire, pair, [from, to], &part(&to.name));
    }
    for to in free.into_iter().filter(|own| !is_told(own)) {
        let mut finding = pair.finding(&rules::HEADER_ADDED, part(&to.name));
        finding.places = [Some(old.pointer.clone()), Some(to.pointer.clone())];
        finding.items = [None, Some(to.pointer.clone())];
        wire.push(finding.one_sided(false, to.name.as_str()));
    }
}

/// The keys of a header that nothing else compares. The schema of its only media type is compared as its value.
fn written(header: &Header) -> Rest {
    let mut rest = header.rest.clone();
    if header.schema.is_some()
        && let Some(Value::Object(contents)) = rest.get_mut("content")
    {
        for content in contents.values_mut().filter_map(Value::as_object_mut) {
            content.shift_remove("schema");
        }
    }
    rest
}

fn header<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m Header; 2], part: &str) {
    let of = |rule| {
        let pointers = [Some(old.pointer.as_str()), Some(new.pointer.as_str())];
        pair.finding(rule, part).at(pointers)
    };
    let texts = [old, new].map(|header| header.description.as_deref());
    wire.text(of(&rules::HEADER_DESCRIPTION), texts);
    let words = |own: &Header| {
        let required = if own.required { "required" } else { "optional" };
        if own.deprecated { format!("{required}, deprecated") } else { required.to_owned() }
    };
    if words(old) != words(new) {
        let rule = match (old.required, new.required) {
            (true, false) => &rules::HEADER_OPTIONAL,
            (false, true) => &rules::HEADER_REQUIRED,
            _ => &rules::HEADER_DESCRIPTION,
        };
        wire.push(of(rule).turning(words(old), words(new)));
    }
    let rest = [old, new].map(written);
    wire.rest(Object::Header, &of(&rules::DOCUMENTATION), [&rest[0], &rest[1]]);
    let (Some(from), Some(to)) = (old.schema, new.schema) else { return };
    let [old_api, new_api] = wire.apis();
    let here = Here {
        subject: pair.new.subject(part),
        direction: Direction::Response,
        owner: pair.owner,
        items: [Some(old.pointer.clone()), Some(new.pointer.clone())],
        writing: Writing::Text,
        is_arm: false,
    };
    let spots = [(old_api, from, old), (new_api, to, new)]
        .map(|(api, id, own)| Spot::new(api, id, &format!("{}.{}", pair.new.stem(), own.name)));
    let [from, to] = spots;
    wire.held(here, from, to);
}
