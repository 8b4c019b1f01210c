//! What an operation takes besides its body.

use super::draft::{Comparison, Draft};
use super::parameter_pairs::{Own, Parameters, same_name};
use super::side::{Pair, Side};
use super::{paging, rules};
use crate::Model;
use crate::diff::schemas::{Direction, Meeting, Site};
use crate::diff::{Level, Rule};
use crate::ir::{Location, Parameter, PathStyle, QueryStyle, Type, TypeKind};

/// Compares the parameters of an operation.
pub(super) fn compare<'m>(comparison: &mut Comparison<'m>, pair: &Pair<'m>) {
    let mut parameters = Parameters::new(pair, &comparison.schemas);
    let is_told = |own: &Own<'_>| {
        own.parameter.location.name() == "header" && paging::is_told(pair, &own.parameter.name)
    };
    parameters.removed.retain(|own| !is_told(own));
    parameters.added.retain(|own| !is_told(own));
    parameters.removed.iter().for_each(|old| removed(comparison, pair, *old));
    parameters.added.iter().for_each(|new| added(comparison, pair, *new));
    for (old, new) in &parameters.pairs {
        one(comparison, pair, *old, *new);
    }
    order(comparison, pair, &parameters.pairs);
}

/// How changes call a parameter.
fn part(parameter: &Parameter) -> String {
    format!("{} parameter {}", parameter.location.name(), parameter.name)
}

/// What another field does to those who build the struct of an operation themselves.
pub(super) fn field_added(side: &Side<'_>, was_unit: bool) -> String {
    let fields = if was_unit { "" } else { " { … }" };
    format!("code that builds {}{fields} itself does not", side.structure())
}

fn added(comparison: &mut Comparison<'_>, pair: &Pair<'_>, new: Own<'_>) {
    let Own { parameter, name } = new;
    let giving = pair.new.giving(name, parameter.required);
    let shown = crate::diff::shown::type_text(pair.new.model, &parameter.value);
    let pointers = [pair.old.operation.pointer.as_str(), &parameter.pointer];
    let draft = if parameter.required {
        pair.change(&rules::PARAMETER_ADDED_REQUIRED, &part(parameter), pointers)
            .wire(format!("requests without the {} are refused", part(parameter)))
            .rust(
                Level::Breaking,
                format!(
                    "{} → {}: a call needs one more argument, {name}: {shown}",
                    pair.old.call(),
                    pair.new.call()
                ),
            )
    } else {
        pair.change(&rules::PARAMETER_ADDED_OPTIONAL, &part(parameter), pointers)
            .wire(format!("requests may give the {}", part(parameter)))
            .rust(Level::PossiblyBreaking, format!(
                "{giving}: new setter of {shown}: code that calls the method compiles as it is; {}",
                field_added(&pair.new, pair.old.is_unit())
            ))
    };
    comparison.push(draft.values(None::<String>, Some(shown)));
}

fn removed(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: Own<'_>) {
    let Own { parameter, name } = old;
    let rule =
        if parameter.deprecated { &rules::PARAMETER_RETIRED } else { &rules::PARAMETER_REMOVED };
    let rust = if parameter.required {
        format!("{} → {}: a call takes one argument less, {name}", pair.old.call(), pair.new.call())
    } else {
        format!(
            "{}: the setter is gone: code that calls it no longer compiles",
            pair.old.giving(name, false)
        )
    };
    let draft = pair
        .change(rule, &part(parameter), [&parameter.pointer, &pair.new.operation.pointer])
        .values(
            Some(crate::diff::shown::type_text(pair.old.model, &parameter.value)),
            None::<String>,
        )
        .wire(format!("requests that give the {} are refused, or it is ignored", part(parameter)))
        .rust(Level::Breaking, rust);
    comparison.push(draft);
}

/// A parameter of both states.
fn one<'m>(comparison: &mut Comparison<'m>, pair: &Pair<'m>, old: Own<'m>, new: Own<'m>) {
    let found = [
        location(pair, old, new),
        name(pair, old, new),
        required(pair, old, new),
        deprecation(pair, old, new),
    ];
    found.into_iter().flatten().for_each(|draft| comparison.push(draft));
    style(comparison, pair, old, new);
    let texts = [old, new].map(|own| own.parameter.description.as_deref());
    let giving = pair.new.giving(new.name, new.parameter.required);
    comparison.text(texts, "the parameter", &giving, |_| {
        change(pair, &rules::PARAMETER_DESCRIPTION, old, new)
    });
    let site = Site {
        direction: Direction::Request,
        operation: pair.new.reached(),
        subject: pair.new.subject(&part(new.parameter)),
        old_pointer: old.parameter.pointer.as_str().into(),
        new_pointer: new.parameter.pointer.as_str().into(),
        old_schema: old.parameter.schema,
        new_schema: new.parameter.schema,
        meeting: Meeting::Argument,
        old_rust: pair.old.giving(old.name, old.parameter.required),
        new_rust: giving,
    };
    comparison.schemas.compare(site, &old.parameter.value, &new.parameter.value);
}

fn change(pair: &Pair<'_>, rule: &'static Rule, old: Own<'_>, new: Own<'_>) -> Draft {
    pair.change(rule, &part(new.parameter), [&old.parameter.pointer, &new.parameter.pointer])
}

fn location(pair: &Pair<'_>, old: Own<'_>, new: Own<'_>) -> Option<Draft> {
    let [from, to] = [old, new].map(|own| own.parameter.location.name());
    (from != to).then(|| {
        change(pair, &rules::PARAMETER_LOCATION, old, new)
            .turning(from, to)
            .wire(format!(
                "{} is looked for in the {to} and no longer in the {from}",
                new.parameter.name
            ))
            .rust(
                Level::Compatible,
                format!(
                    "{}: sent in the {to} instead of the {from}: code compiles as it is",
                    pair.new.giving(new.name, new.parameter.required)
                ),
            )
    })
}

fn name(pair: &Pair<'_>, old: Own<'_>, new: Own<'_>) -> Option<Draft> {
    let is_same = same_name(old.parameter, new.parameter);
    if is_same && old.name == new.name {
        return None;
    }
    let (from, to) = (
        pair.old.giving(old.name, old.parameter.required),
        pair.new.giving(new.name, new.parameter.required),
    );
    let rust = if old.name == new.name {
        (Level::Compatible, format!("{to}: code compiles as it is"))
    } else if old.parameter.required && new.parameter.required {
        let field = format!("field {}.{} → {}", pair.old.structure(), old.name, new.name);
        (
            Level::PossiblyBreaking,
            format!("{field}: calls compile as they are, code that names the field does not"),
        )
    } else {
        (Level::Breaking, format!("{from} → {to}: code that calls it no longer compiles"))
    };
    let in_path = old.parameter.location.is_path() && new.parameter.location.is_path();
    let (rule, wire) = match (is_same, in_path) {
        (true, _) => (&rules::PARAMETER_RUST_NAME, "nothing that is sent changes".to_owned()),
        (false, true) => (
            &rules::PATH_PARAMETER_RENAMED,
            "nothing that is sent changes: only the value of a path variable is sent".to_owned(),
        ),
        (false, false) => (
            &rules::PARAMETER_RENAMED,
            format!("requests must give {} instead of {}", new.parameter.name, old.parameter.name),
        ),
    };
    let values = if is_same {
        (old.name, new.name)
    } else {
        (old.parameter.name.as_str(), new.parameter.name.as_str())
    };
    Some(change(pair, rule, old, new).turning(values.0, values.1).wire(wire).rust(rust.0, rust.1))
}

fn required(pair: &Pair<'_>, old: Own<'_>, new: Own<'_>) -> Option<Draft> {
    if old.parameter.required == new.parameter.required {
        return None;
    }
    let (from, to) = (
        pair.old.giving(old.name, old.parameter.required),
        pair.new.giving(new.name, new.parameter.required),
    );
    let part = part(new.parameter);
    let draft = if new.parameter.required {
        change(pair, &rules::PARAMETER_REQUIRED, old, new)
            .turning("optional", "required")
            .wire(format!("requests without the {part} are refused"))
            .rust(
                Level::Breaking,
                format!("{from} → {to}: the setter became an argument: calls no longer compile"),
            )
    } else {
        change(pair, &rules::PARAMETER_OPTIONAL, old, new)
            .turning("required", "optional")
            .wire(format!("requests may leave out the {part}"))
            .rust(
                Level::Breaking,
                format!("{from} → {to}: the argument became a setter: calls no longer compile"),
            )
    };
    Some(draft)
}

fn deprecation(pair: &Pair<'_>, old: Own<'_>, new: Own<'_>) -> Option<Draft> {
    if old.parameter.deprecated == new.parameter.deprecated {
        return None;
    }
    let to = pair.new.giving(new.name, new.parameter.required);
    let draft = if new.parameter.deprecated {
        let rust = if new.parameter.required {
            format!("{to}: as before: arguments cannot be marked")
        } else {
            format!("{to}: #[deprecated]: code that calls it compiles with a warning")
        };
        change(pair, &rules::PARAMETER_DEPRECATED, old, new)
            .values(None::<String>, Some("deprecated"))
            .wire("it works as before and may be removed some day")
            .rust(Level::Compatible, rust)
    } else {
        change(pair, &rules::PARAMETER_UNDEPRECATED, old, new)
            .values(Some("deprecated"), None::<String>)
            .wire("it works as before and is meant to stay")
            .rust(Level::Compatible, format!("{to}: code that uses it compiles without a warning"))
    };
    Some(draft)
}

/// How a parameter is written; what makes no difference for its type is left out.
fn writing(model: &Model, parameter: &Parameter) -> String {
    let is_list = is_list(model, &parameter.value);
    let explode = |explode: bool| match (is_list, explode) {
        (true, true) => " (exploded)",
        (true, false) => " (not exploded)",
        (false, _) => "",
    };
    match parameter.location {
        Location::Json(_) => "JSON".into(),
        Location::Path(style, exploded) => {
            let style = match style {
                PathStyle::Simple => "simple",
                PathStyle::Label => "label",
                PathStyle::Matrix => "matrix",
            };
            format!("{style}{}", explode(exploded))
        }
        Location::Query(..) if !is_list => "form".into(),
        Location::Query(style, exploded, _) => {
            let style = match style {
                QueryStyle::Form => "form",
                QueryStyle::SpaceDelimited => "spaceDelimited",
                QueryStyle::PipeDelimited => "pipeDelimited",
                QueryStyle::DeepObject => "deepObject",
            };
            format!("{style}{}", explode(exploded))
        }
        Location::Header(exploded) => format!("simple{}", explode(exploded)),
        Location::Cookie(exploded) => format!("form{}", explode(exploded)),
    }
}

/// Whether a value has several parts, so that it matters how they are put together.
fn is_list(model: &Model, value: &Type) -> bool {
    match value.without_null() {
        Type::Array(_) | Type::Map(_) | Type::Json => true,
        Type::Named(id) => {
            matches!(model.api.definition(*id).kind, TypeKind::Record(_) | TypeKind::Union(_))
        }
        _ => false,
    }
}

fn style(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: Own<'_>, new: Own<'_>) {
    if old.parameter.location.name() != new.parameter.location.name() {
        return;
    }
    // What became a list is written differently as its type has changed, which is told there.
    let lists = (
        is_list(pair.old.model, &old.parameter.value),
        is_list(pair.new.model, &new.parameter.value),
    );
    let from = writing(pair.old.model, old.parameter);
    let to = writing(pair.new.model, new.parameter);
    let giving = pair.new.giving(new.name, new.parameter.required);
    if from != to && (lists.0 == lists.1 || from == "JSON" || to == "JSON") {
        let draft = change(pair, &rules::PARAMETER_STYLE, old, new)
            .wire(format!("values must be written as {to} instead of {from}"))
            .rust(
                Level::Compatible,
                format!("{giving}: written as {to} instead of {from}: code compiles as it is"),
            )
            .turning(from, to);
        comparison.push(draft);
    }
    let reserved = |own: Own<'_>| matches!(own.parameter.location, Location::Query(_, _, true));
    let word = |reserved: bool| if reserved { "as they are" } else { "percent-encoded" };
    let (from, to) = (word(reserved(old)), word(reserved(new)));
    if from != to {
        let draft = change(pair, &rules::PARAMETER_ESCAPING, old, new)
            .turning(from, to)
            .wire(format!("reserved characters such as / and : are sent {to}"))
            .rust(
                Level::Compatible,
                format!("{giving}: reserved characters are sent {to}: code compiles as it is"),
            );
        comparison.push(draft);
    }
}

/// The order of what are arguments in both states.
fn order(comparison: &mut Comparison<'_>, pair: &Pair<'_>, pairs: &[(Own<'_>, Own<'_>)]) {
    let both: Vec<_> = pairs
        .iter()
        .filter(|(old, new)| old.parameter.required && new.parameter.required)
        .collect();
    let position = |own: &Own<'_>| pair.new.arguments().iter().position(|name| *name == own.name);
    let mut sorted = both.clone();
    sorted.sort_by_key(|(_, new)| position(new));
    if both.iter().map(|(_, new)| new.name).eq(sorted.iter().map(|(_, new)| new.name)) {
        return;
    }
    let list = |own: Vec<&str>| own.join(", ");
    let draft = pair
        .change(&rules::ARGUMENTS_ORDER, "parameters", pair.pointers())
        .turning(
            list(both.iter().map(|(old, _)| old.name).collect()),
            list(sorted.iter().map(|(_, new)| new.name).collect()),
        )
        .wire("nothing that is sent changes")
        .rust(Level::Breaking, format!(
            "{} → {}: arguments of one type are mistaken for each other without a word of the compiler, others no longer compile",
            pair.old.call(), pair.new.call()
        ));
    comparison.push(draft);
}
