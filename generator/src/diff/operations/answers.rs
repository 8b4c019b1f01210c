//! What an operation answers.

use super::contents::{self, Contents};
use super::draft::Comparison;
use super::headers;
use super::output;
use super::rules;
use super::side::{Pair, Side};
use crate::diff::schemas::{Direction, Meeting};
use crate::diff::shown;
use crate::diff::{Effect, Level};
use crate::ir::{Content, Response, Status};

/// An answer and the name of its variant in Rust.
#[derive(Clone, Copy)]
struct Answer<'m> {
    response: &'m Response,
    name: &'m str,
}

/// Compares the answers of an operation.
pub(super) fn compare<'m>(comparison: &mut Comparison<'m>, pair: &Pair<'m>) {
    successes(comparison, pair);
    failures(comparison, pair);
}

fn answers<'m>(responses: &'m [Response], names: &'m [String]) -> Vec<Answer<'m>> {
    responses.iter().zip(names).map(|(response, name)| Answer { response, name }).collect()
}

/// How changes call an answer.
fn part(status: Status) -> String {
    match status {
        Status::Code(code) => format!("response {code}"),
        Status::Class(class) => format!("response {class}XX"),
        Status::Default => "response default".into(),
    }
}

/// The status alone, in words.
fn shown(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "any other status".into(),
    }
}

/// Whether one status stands for many, and another is of these.
fn holds(many: Status, one: Status) -> bool {
    matches!((many, one), (Status::Class(class), Status::Code(code)) if u16::from(class) == code / 100)
}

fn find<'m>(answers: &[Answer<'m>], status: Status) -> Option<Answer<'m>> {
    answers.iter().copied().find(|own| own.response.status == status)
}

fn successes<'m>(comparison: &mut Comparison<'m>, pair: &Pair<'m>) {
    let old = answers(&pair.old.operation.successes, &pair.old.names.successes);
    let new = answers(&pair.new.operation.successes, &pair.new.names.successes);
    let (both, gone): (Vec<_>, Vec<_>) =
        old.iter().copied().partition(|own| find(&new, own.response.status).is_some());
    let more: Vec<_> =
        new.iter().copied().filter(|own| find(&old, own.response.status).is_none()).collect();
    for old in both {
        if let Some(new) = find(&new, old.response.status) {
            one(comparison, pair, old, new, true);
        }
    }
    if let ([old], [new]) = (gone.as_slice(), more.as_slice()) {
        status_changed(comparison, pair, *old, *new);
        return;
    }
    for old in gone {
        let pointers = [old.response.pointer.as_str(), &pair.new.operation.pointer];
        let draft = pair
            .change(&rules::STATUS_REMOVED, &part(old.response.status), pointers)
            .values(Some(shown(old.response.status)), None::<String>)
            .wire(format!("success is no longer told by {}", shown(old.response.status)))
            .rust_effect(output::of_status(pair, Some(old.name), None));
        comparison.push(draft);
    }
    for new in more {
        let pointers = [pair.old.operation.pointer.as_str(), &new.response.pointer];
        let draft = pair
            .change(&rules::STATUS_ADDED, &part(new.response.status), pointers)
            .values(None::<String>, Some(shown(new.response.status)))
            .wire(format!("success may be told by {} too", shown(new.response.status)))
            .rust_effect(output::of_status(pair, None, Some(new.name)));
        comparison.push(draft);
    }
}

/// The only success that is gone has given way to the only one that is new.
fn status_changed<'m>(
    comparison: &mut Comparison<'m>,
    pair: &Pair<'m>,
    old: Answer<'m>,
    new: Answer<'m>,
) {
    let statuses = (old.response.status, new.response.status);
    let (from, to) = (shown(statuses.0), shown(statuses.1));
    let (rule, wire) = if holds(statuses.1, statuses.0) {
        (&rules::STATUS_ADDED, format!("success may be told by any {to}, {from} among them"))
    } else if holds(statuses.0, statuses.1) {
        (&rules::STATUS_REMOVED, format!("success is told by {to} alone, and by no other {from}"))
    } else {
        (&rules::STATUS_CHANGED, format!("success is told by {to} instead of {from}"))
    };
    let draft = pair
        .change(rule, &part(statuses.1), [&old.response.pointer, &new.response.pointer])
        .wire(wire)
        .rust_effect(output::of_status(pair, Some(old.name), Some(new.name)))
        .turning(from, to);
    comparison.push(draft);
    one(comparison, pair, old, new, true);
}

fn failures<'m>(comparison: &mut Comparison<'m>, pair: &Pair<'m>) {
    let old = answers(&pair.old.operation.failures, &pair.old.names.failures);
    let new = answers(&pair.new.operation.failures, &pair.new.names.failures);
    let errors = pair.old.errors();
    for own in &old {
        if let Some(new) = find(&new, own.response.status) {
            one(comparison, pair, *own, new, false);
            continue;
        }
        let rust = if new.is_empty() {
            format!(
                "{errors}: gone; calls fail with Error<NoDocumentedError>: code that names it no longer compiles"
            )
        } else {
            format!("{errors}::{}: gone: code that names it no longer compiles", own.name)
        };
        let pointers = [own.response.pointer.as_str(), &pair.new.operation.pointer];
        let status = shown(own.response.status);
        let draft = pair
            .change(&rules::ERROR_STATUS_REMOVED, &part(own.response.status), pointers)
            .wire(format!("{status} is no longer documented as a failure"))
            .values(Some(status), None::<String>)
            .rust(Level::Breaking, rust);
        comparison.push(draft);
    }
    for own in new.iter().filter(|own| find(&old, own.response.status).is_none()) {
        let (level, rust) = more_kinds(pair, own.name);
        let pointers = [pair.old.operation.pointer.as_str(), &own.response.pointer];
        let status = shown(own.response.status);
        let draft = pair
            .change(&rules::ERROR_STATUS_ADDED, &part(own.response.status), pointers)
            .wire(format!("failures may be told by {status}"))
            .values(None::<String>, Some(status))
            .rust(level, rust);
        comparison.push(draft);
    }
}

/// The effect of one more documented failure. Most error kinds are shared between operations that fail with the same statuses.
fn more_kinds(pair: &Pair<'_>, variant: &str) -> (Level, String) {
    let (names, errors) = (&pair.new.names, pair.new.errors());
    if pair.old.operation.failures.is_empty() {
        let text = format!(
            "{errors}::{variant}: new; calls fail with Error<{}> instead of Error<NoDocumentedError>: code that names the latter no \
             longer compiles",
            names.error
        );
        return (Level::PossiblyBreaking, text);
    }
    let found = "what was Error::UnexpectedStatus is Error::Api now";
    if pair.old.names.error_kind == pair.new.names.error_kind {
        let text = format!(
            "{errors}::{variant}: new variant of an enum that is #[non_exhaustive]: code compiles as it is; {found}"
        );
        return (Level::Compatible, text);
    }
    let kind = |side: &Side<'_>| match &side.names.error_kind {
        Some(kind) => format!("error_kinds::{kind}"),
        None => "an enum of its own".to_owned(),
    };
    let text = format!(
        "{errors}::{variant}: new; {} is {} instead of {}, which other operations may share: only code that takes the errors of \
         several operations for one type no longer compiles; {found}",
        names.error,
        kind(&pair.new),
        kind(&pair.old)
    );
    (Level::PossiblyBreaking, text)
}

/// What an answer holds; some never have a body, whatever a document says.
fn held<'m>(side: &Side<'m>, response: &'m Response) -> &'m [Content] {
    if side.operation.content(response).is_some() { &response.contents } else { &[] }
}

/// An answer of both states.
fn one<'m>(
    comparison: &mut Comparison<'m>,
    pair: &Pair<'m>,
    old: Answer<'m>,
    new: Answer<'m>,
    is_success: bool,
) {
    let pointers = [old.response.pointer.as_str(), new.response.pointer.as_str()];
    let part = part(new.response.status);
    let rust_names = if is_success {
        [pair.old.call(), pair.new.call()]
    } else {
        [
            format!("{}::{}", pair.old.errors(), old.name),
            format!("{}::{}", pair.new.errors(), new.name),
        ]
    };
    let texts = [old, new].map(|own| Some(own.response.description.as_str()));
    comparison.text(texts, "the answer", &rust_names[1], |_| {
        pair.change(&rules::RESPONSE_DESCRIPTION, &part, pointers)
    });
    headers::compare(comparison, pair, old.response, new.response, &part);
    let (before, after) = (held(&pair.old, old.response), held(&pair.new, new.response));
    let effect = |pair: &Pair<'_>| match is_success {
        true => output::of_body(pair, old.name, new.name),
        false => failing(pair, old, new),
    };
    if before.is_empty() != after.is_empty() {
        let gained = before.is_empty();
        let (rule, wire) = match (gained, is_success) {
            (true, true) => (&rules::RESPONSE_BODY_ADDED, "the answer holds something now"),
            (true, false) => (&rules::ERROR_BODY_ADDED, "the failing answer holds something now"),
            (false, true) => {
                (&rules::RESPONSE_BODY_REMOVED, "programs that read the answer find nothing in it")
            }
            (false, false) => (
                &rules::ERROR_BODY_REMOVED,
                "programs that read the failing answer find nothing in it",
            ),
        };
        let value = |side: &Side<'_>, contents: &[Content]| {
            contents.first().map(|content| shown::type_text(side.model, &content.value))
        };
        let draft = pair
            .change(rule, &part, pointers)
            .values(value(&pair.old, before), value(&pair.new, after))
            .wire(wire)
            .rust_effect(effect(pair));
        comparison.push(draft);
    }
    let carries = [(&pair.old, old), (&pair.new, new)]
        .map(|(side, own)| shown::payload(side.model, own.response).is_some());
    let meeting = match is_success {
        true => Meeting::Returned,
        false if carries.contains(&true) => Meeting::Failed,
        false => Meeting::Nowhere,
    };
    contents::compare(
        comparison,
        pair,
        &Contents {
            old: if after.is_empty() { &[] } else { before },
            new: if before.is_empty() { &[] } else { after },
            part: part.clone(),
            direction: Direction::Response,
            meeting,
            rust_names,
            rust: &effect,
            pointers,
            rules: [
                &rules::RESPONSE_MEDIA_TYPE_ADDED,
                &rules::RESPONSE_MEDIA_TYPE_REMOVED,
                &rules::RESPONSE_MEDIA_TYPE_PREFERRED,
            ],
        },
    );
}

/// The effect of a failing answer that holds something else; the variant of its status carries it, unless it is the error object.
fn failing(pair: &Pair<'_>, old: Answer<'_>, new: Answer<'_>) -> Effect {
    let variant = |side: &Side<'_>, own: Answer<'_>| {
        let carried = shown::payload(side.model, own.response)
            .map(|value| format!("(Option<Box<{}>>)", shown::type_text(side.model, value)));
        format!("{}::{}{}", side.errors(), own.name, carried.unwrap_or_default())
    };
    let (from, to) = (variant(&pair.old, old), variant(&pair.new, new));
    if from == to {
        Effect::new(Level::Compatible, format!("{to}: as before: code compiles as it is"))
    } else {
        Effect::new(
            Level::Breaking,
            format!("{from} → {to}: code that matches it no longer compiles"),
        )
    }
}
