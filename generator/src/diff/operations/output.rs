//! What a call returns in both states in, what that does to code that uses it out.

use super::side::{Pair, Side};
use crate::diff::{Effect, Level};

/// Whether a call returns an enum with a variant for each status.
pub(super) fn is_enum(side: &Side<'_>) -> bool {
    side.output() == side.names.output
}

/// The effect of whatever may have changed the type that a call returns.
pub(super) fn effect(pair: &Pair<'_>) -> Effect {
    let (old, new) = (pair.old.output(), pair.new.output());
    let call = pair.new.call();
    if old == new || (is_enum(&pair.old) && is_enum(&pair.new)) {
        Effect::new(
            Level::Compatible,
            format!("{call}: returns {new} as before: code compiles as it is"),
        )
    } else {
        Effect::new(
            Level::Breaking,
            format!("{call}: {old} → {new}: code that uses what it returns no longer compiles"),
        )
    }
}

/// The effect of a status that is new, gone, or has another name; each has a variant where an enum is returned.
pub(super) fn of_status(pair: &Pair<'_>, old: Option<&str>, new: Option<&str>) -> Effect {
    if !(is_enum(&pair.old) && is_enum(&pair.new)) {
        return effect(pair);
    }
    let (from, to) = (pair.old.success_enum(), pair.new.success_enum());
    match (old, new) {
        (None, Some(new)) => Effect::new(
            Level::Compatible,
            format!(
                "{to}::{new}: new variant of an enum that is #[non_exhaustive]: code compiles as it is"
            ),
        ),
        (Some(old), None) => Effect::new(
            Level::Breaking,
            format!("{from}::{old}: gone: code that names it no longer compiles"),
        ),
        (Some(old), Some(new)) if old != new => Effect::new(
            Level::Breaking,
            format!("{from}::{old} → {to}::{new}: code that names it no longer compiles"),
        ),
        _ => effect(pair),
    }
}

/// The effect of an answer that holds something else; the variant of its status carries it where an enum is returned.
pub(super) fn of_body(pair: &Pair<'_>, old: &str, new: &str) -> Effect {
    if !(is_enum(&pair.old) && is_enum(&pair.new)) {
        return effect(pair);
    }
    let (from, to) = (pair.old.success_enum(), pair.new.success_enum());
    Effect::new(
        Level::Breaking,
        format!(
            "{from}::{old} → {to}::{new}: carries something else: code that matches it no longer compiles"
        ),
    )
}
