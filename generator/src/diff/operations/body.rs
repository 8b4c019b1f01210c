//! The body that an operation takes.

use super::contents::{self, Contents};
use super::draft::Comparison;
use super::parameters::field_added;
use super::rules;
use super::side::{Pair, Side};
use crate::diff::schemas::{Direction, Meeting};
use crate::diff::shown;
use crate::diff::{Effect, Level};
use crate::ir::RequestBody;

const PART: &str = "request body";

/// Compares the body of an operation.
pub(super) fn compare<'m>(comparison: &mut Comparison<'m>, pair: &Pair<'m>) {
    match (&pair.old.operation.body, &pair.new.operation.body) {
        (None, None) => {}
        (None, Some(new)) => added(comparison, pair, new),
        (Some(old), None) => removed(comparison, pair, old),
        (Some(old), Some(new)) => both(comparison, pair, old, new),
    }
}

/// The Rust type that a body has.
fn rust_type(side: &Side<'_>, body: &RequestBody) -> String {
    body.contents
        .first()
        .map(|content| shown::type_text(side.model, &content.value))
        .unwrap_or_default()
}

fn added(comparison: &mut Comparison<'_>, pair: &Pair<'_>, new: &RequestBody) {
    let pointers = [pair.old.operation.pointer.as_str(), &new.pointer];
    let shown = rust_type(&pair.new, new);
    let name = &pair.new.names.body;
    let draft =
        if new.required {
            pair.change(&rules::BODY_ADDED_REQUIRED, PART, pointers)
                .wire("requests without a body are refused")
                .rust(
                    Level::Breaking,
                    format!(
                        "{} → {}: a call needs one more argument, {name}: {shown}",
                        pair.old.call(),
                        pair.new.call()
                    ),
                )
        } else {
            pair.change(&rules::BODY_ADDED_OPTIONAL, PART, pointers)
            .wire("requests may have a body")
            .rust(Level::PossiblyBreaking, format!(
                "{}: new setter of {shown}: code that calls the method compiles as it is; {}",
                pair.new.giving(name, false), field_added(&pair.new, pair.old.is_unit())
            ))
        };
    comparison.push(draft.values(None::<String>, Some(shown)));
}

fn removed(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &RequestBody) {
    let rust = if old.required {
        format!(
            "{} → {}: a call takes one argument less, {}",
            pair.old.call(),
            pair.new.call(),
            pair.old.names.body
        )
    } else {
        format!(
            "{}: the setter is gone: code that calls it no longer compiles",
            pair.old.giving(&pair.old.names.body, false)
        )
    };
    let draft = pair
        .change(&rules::BODY_REMOVED, PART, [&old.pointer, &pair.new.operation.pointer])
        .values(Some(rust_type(&pair.old, old)), None::<String>)
        .wire("requests with a body are refused, or it is ignored")
        .rust(Level::Breaking, rust);
    comparison.push(draft);
}

fn both<'m>(
    comparison: &mut Comparison<'m>,
    pair: &Pair<'m>,
    old: &'m RequestBody,
    new: &'m RequestBody,
) {
    let pointers = [old.pointer.as_str(), new.pointer.as_str()];
    let giving = [
        pair.old.giving(&pair.old.names.body, old.required),
        pair.new.giving(&pair.new.names.body, new.required),
    ];
    if old.required != new.required {
        let draft = if new.required {
            pair.change(&rules::BODY_REQUIRED, PART, pointers)
                .turning("optional", "required")
                .wire("requests without a body are refused")
                .rust(
                    Level::Breaking,
                    format!(
                        "{} → {}: the setter became an argument: calls no longer compile",
                        giving[0], giving[1]
                    ),
                )
        } else {
            pair.change(&rules::BODY_OPTIONAL, PART, pointers)
                .turning("required", "optional")
                .wire("requests may leave out the body")
                .rust(
                    Level::Breaking,
                    format!(
                        "{} → {}: the argument became a setter: calls no longer compile",
                        giving[0], giving[1]
                    ),
                )
        };
        comparison.push(draft);
    }
    let names = [&pair.old.names.body, &pair.new.names.body];
    if names[0] != names[1] {
        let draft = pair
            .change(&rules::BODY_RUST_NAME, PART, pointers)
            .turning(names[0], names[1])
            .wire("nothing that is sent changes");
        comparison.push(if old.required && new.required {
            let field = format!("field {}.{} → {}", pair.old.structure(), names[0], names[1]);
            draft.rust(
                Level::PossiblyBreaking,
                format!("{field}: calls compile as they are, code that names the field does not"),
            )
        } else {
            draft.rust(
                Level::Breaking,
                format!("{} → {}: code that calls it no longer compiles", giving[0], giving[1]),
            )
        });
    }
    let texts = [old, new].map(|body| body.description.as_deref());
    comparison.text(texts, "the body", &giving[1], |_| {
        pair.change(&rules::BODY_DESCRIPTION, PART, pointers)
    });
    let [before, after] = [rust_type(&pair.old, old), rust_type(&pair.new, new)];
    let rust = if before == after {
        Effect::new(
            Level::Compatible,
            format!("{}: takes {after} as before: code compiles as it is", giving[1]),
        )
    } else {
        Effect::new(
            Level::Breaking,
            format!("{}: {before} → {after}: code that calls it no longer compiles", giving[0]),
        )
    };
    contents::compare(
        comparison,
        pair,
        &Contents {
            old: &old.contents,
            new: &new.contents,
            part: PART.to_owned(),
            direction: Direction::Request,
            meeting: Meeting::Argument,
            rust_names: giving,
            rust: &|_| rust.clone(),
            pointers: [&old.pointer, &new.pointer],
            rules: [
                &rules::MEDIA_TYPE_ADDED,
                &rules::MEDIA_TYPE_REMOVED,
                &rules::MEDIA_TYPE_PREFERRED,
            ],
        },
    );
}
