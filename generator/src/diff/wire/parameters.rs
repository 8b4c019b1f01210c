//! The parameters of an operation.

use super::pairing::{same_value, shape};
use super::schema::{Here, Spot, Writing, words};
use super::{Pair, Side, Wire, paging};
use crate::diff::change::Direction;
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::document::Object;
use crate::ir::{
    Api, CookieStyle, Location, Parameter, PathStyle, QueryStyle, Rest, Type, TypeKind,
};
use crate::normalize::are_alike;

/// The parameters of two states, paired.
struct Parameters<'m> {
    /// The parameters of both states, in the order of the old one.
    pairs: Vec<[&'m Parameter; 2]>,
    /// The parameters of the old state only.
    removed: Vec<&'m Parameter>,
    /// The parameters of the new state only.
    added: Vec<&'m Parameter>,
}

/// Compares the parameters of an operation.
pub(super) fn compare<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>) {
    let mut parameters = Parameters::new(wire, pair);
    let apis = wire.apis();
    let is_told = |own: &&Parameter| {
        own.location.name() == "header" && paging::is_told(apis, pair, &own.name)
    };
    parameters.removed.retain(|own| !is_told(own));
    parameters.added.retain(|own| !is_told(own));
    for old in &parameters.removed {
        let rule =
            if old.deprecated { &rules::PARAMETER_RETIRED } else { &rules::PARAMETER_REMOVED };
        one_sided(wire, pair, old, rule, true);
    }
    for new in &parameters.added {
        let rule = if new.required {
            &rules::PARAMETER_ADDED_REQUIRED
        } else {
            &rules::PARAMETER_ADDED_OPTIONAL
        };
        one_sided(wire, pair, new, rule, false);
    }
    for both in &parameters.pairs {
        wire.joint.add(both[0].pointer.clone(), both[1].pointer.clone());
        one(wire, pair, *both);
    }
    swapped(wire, pair, &parameters.pairs);
}

impl<'m> Parameters<'m> {
    /// Pairs the parameters. Path variables are paired by position if the path is the same, unless they only changed places. Then location and
    /// name decide, then the name alone, and last a likeness that suggests a new name.
    fn new(wire: &Wire<'m>, pair: &Pair<'m>) -> Self {
        let [old, new] = pair.operations();
        let (removed, added) = (old.parameters.iter().collect(), new.parameters.iter().collect());
        let mut parameters = Self { pairs: Vec::new(), removed, added };
        if shape(&old.path) == shape(&new.path) {
            parameters.by_position();
        }
        let is_there =
            |old: &Parameter, new: &Parameter| old.location.name() == new.location.name();
        parameters.by(|old, new| is_there(old, new) && old.name == new.name, true);
        parameters.by(|old, new| is_there(old, new) && same_name(old, new), false);
        parameters.by(same_name, false);
        parameters.by_likeness(wire);
        let position = |own: &Parameter| {
            old.parameters.iter().position(|parameter| std::ptr::eq(parameter, own))
        };
        parameters.pairs.sort_by_key(|[old, _]| position(old));
        parameters
    }

    /// Pairs the variables of a path by position, unless both paths have the same names.
    fn by_position(&mut self) {
        let in_path = |own: &&'m Parameter| own.location.is_path();
        let [old, new] = [&self.removed, &self.added]
            .map(|side| side.iter().copied().filter(in_path).collect::<Vec<_>>());
        let names = |side: &[&Parameter]| {
            let mut names: Vec<String> = side.iter().map(|own| own.name.clone()).collect();
            names.sort();
            names
        };
        if old.len() == new.len() && names(&old) != names(&new) {
            self.removed.retain(|own| !in_path(own));
            self.added.retain(|own| !in_path(own));
            self.pairs.extend(old.into_iter().zip(new).map(|(old, new)| [old, new]));
        }
    }

    /// Pairs a parameter with the only one that fits, or with the first of several.
    fn by(&mut self, fits: impl Fn(&Parameter, &Parameter) -> bool, takes_first: bool) {
        let mut rest = Vec::new();
        for old in std::mem::take(&mut self.removed) {
            let mut fitting = (0..self.added.len()).filter(|&new| fits(old, self.added[new]));
            match (fitting.next(), fitting.next()) {
                (Some(first), other) if other.is_none() || takes_first => {
                    self.pairs.push([old, self.added.remove(first)]);
                }
                _ => rest.push(old),
            }
        }
        self.removed = rest;
    }

    /// Pairs the only removed and the only added parameter of a location, if they look like one with a new name.
    fn by_likeness(&mut self, wire: &Wire<'m>) {
        for location in ["path", "query", "header", "cookie"] {
            let is_there = |own: &&'m Parameter| own.location.name() == location;
            let [old, new] = [&self.removed, &self.added]
                .map(|side| side.iter().copied().filter(is_there).collect::<Vec<_>>());
            let ([old], [new]) = (old.as_slice(), new.as_slice()) else { continue };
            let is_like = location == "path" || look_alike(old, new);
            if is_like && same_value(wire, old.schema, new.schema) {
                self.removed.retain(|own| !std::ptr::eq(*own, *old));
                self.added.retain(|own| !std::ptr::eq(*own, *new));
                self.pairs.push([old, new]);
            }
        }
    }
}

/// Whether two parameters have one name. Case does not count in headers.
fn same_name(old: &Parameter, new: &Parameter) -> bool {
    let are_headers = old.location.name() == "header" && new.location.name() == "header";
    old.name == new.name || (are_headers && old.name.eq_ignore_ascii_case(&new.name))
}

/// Whether two parameters may be one with a new name: the names are alike, one name holds the other, or the descriptions are equal.
fn look_alike(old: &Parameter, new: &Parameter) -> bool {
    const SHORTEST: usize = 3;
    let [long, short] = [&old.name, &new.name].map(|name| name.to_lowercase());
    let (long, short) = if long.len() < short.len() { (short, long) } else { (long, short) };
    let words = |own: &Parameter| own.description.as_deref().map(super::words);
    let description = words(old).filter(|text| !text.is_empty());
    are_alike(&old.name, &new.name)
        || (short.len() >= SHORTEST && long.contains(&short))
        || (description.is_some() && description == words(new))
}

/// The name of a parameter in changes.
fn part(parameter: &Parameter) -> String {
    format!("{} parameter {}", parameter.location.name(), parameter.name)
}

/// The schema of a parameter.
fn spot<'m>(api: &'m Api, side: &Side<'_>, parameter: &Parameter) -> Option<Spot<'m>> {
    let name = format!("{}.{}", side.stem(), parameter.name);
    Some(Spot::new(api, parameter.schema?, &name))
}

fn one_sided<'m>(
    wire: &mut Wire<'m>,
    pair: &Pair<'m>,
    parameter: &'m Parameter,
    rule: &'static Rule,
    is_gone: bool,
) {
    let state = usize::from(!is_gone);
    let side = if is_gone { &pair.old } else { &pair.new };
    let spot = spot(wire.apis()[state], side, parameter);
    let value = spot.map_or_else(|| "any JSON".to_owned(), |spot| words(&spot));
    let mut finding = pair.finding(rule, part(parameter));
    finding.places[state] = Some(parameter.pointer.clone());
    let mut items = [None, None];
    items[state] = Some(parameter.pointer.clone());
    wire.push(finding.with_items(items).one_sided(is_gone, value));
}

/// Compares a parameter of both states.
fn one<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m Parameter; 2]) {
    let pointers = [Some(old.pointer.as_str()), Some(new.pointer.as_str())];
    let of = |rule| pair.finding(rule, part(new)).at(pointers).joined();
    let [from, to] = [old, new].map(|own| own.location.name());
    if from != to {
        wire.push(of(&rules::PARAMETER_LOCATION).turning(from, to));
    }
    if !same_name(old, new) {
        let rule = if old.location.is_path() && new.location.is_path() {
            &rules::PATH_PARAMETER_RENAMED
        } else {
            &rules::PARAMETER_RENAMED
        };
        wire.push(of(rule).turning(&old.name, &new.name));
    }
    if old.required != new.required {
        let rule =
            if new.required { &rules::PARAMETER_REQUIRED } else { &rules::PARAMETER_OPTIONAL };
        let words = |required: bool| if required { "required" } else { "optional" };
        wire.push(of(rule).turning(words(old.required), words(new.required)));
    }
    if old.deprecated != new.deprecated {
        let rule = if new.deprecated {
            &rules::PARAMETER_DEPRECATED
        } else {
            &rules::PARAMETER_UNDEPRECATED
        };
        wire.push(of(rule).one_sided(old.deprecated, "deprecated"));
    }
    style(wire, &of, [old, new]);
    let rest = [old, new].map(written);
    wire.rest(Object::Parameter, &of(&rules::DOCUMENTATION), [&rest[0], &rest[1]]);
    let texts = [old, new].map(|own| own.description.as_deref());
    wire.text(of(&rules::PARAMETER_DESCRIPTION), texts);
    value(wire, pair, [old, new]);
}

/// The keys of a parameter that nothing else compares. The only media type in `content` is compared as style and value.
fn written(parameter: &Parameter) -> Rest {
    let mut rest = parameter.rest.clone();
    if parameter.schema.is_some() {
        rest.shift_remove("content");
    }
    rest.insert("examples".to_owned(), parameter.examples.clone().into());
    rest
}

/// Compares the values of a parameter.
fn value<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m Parameter; 2]) {
    let [old_api, new_api] = wire.apis();
    let spots = (spot(old_api, &pair.old, old), spot(new_api, &pair.new, new));
    let (Some(from), Some(to)) = spots else { return };
    let is_repeated = matches!(new.location, Location::Query(QueryStyle::Form, true, _));
    let writing = match new.location {
        Location::Json(_) => Writing::Json,
        _ if is_repeated => Writing::Repeated,
        _ => Writing::Text,
    };
    let here = Here {
        subject: pair.new.subject(part(new)),
        direction: Direction::Request,
        owner: pair.owner,
        items: [Some(old.pointer.clone()), Some(new.pointer.clone())],
        writing,
        is_arm: false,
    };
    wire.held(here, from, to);
}

/// The style of a parameter in words, without details that make no difference for its type.
fn writing(api: &Api, parameter: &Parameter) -> String {
    let is_list = is_list(api, &parameter.value);
    let explode = |explode: bool| match (is_list, explode) {
        (true, true) => " (exploded)",
        (true, false) => " (not exploded)",
        (false, _) => "",
    };
    match parameter.location {
        Location::Json(_) => "JSON".into(),
        Location::Path(style, exploded, _) => {
            let style = match style {
                PathStyle::Simple => "simple",
                PathStyle::Label => "label",
                PathStyle::Matrix => "matrix",
            };
            format!("{style}{}", explode(exploded))
        }
        Location::Query(..) if !is_list => "form".into(),
        Location::Query(style, exploded, _) => {
            format!("{}{}", style.name(), explode(exploded))
        }
        Location::Header(exploded) => format!("simple{}", explode(exploded)),
        Location::Cookie(CookieStyle::Form, exploded) => format!("form{}", explode(exploded)),
        Location::Cookie(CookieStyle::Cookie, exploded) => {
            format!("cookie{}", explode(exploded))
        }
    }
}

/// Whether a value has several parts, so that their style matters.
fn is_list(api: &Api, value: &Type) -> bool {
    match value.without_null() {
        Type::Array(_) | Type::Map(_) | Type::Json => true,
        Type::Named(id) => {
            matches!(api.definition(*id).kind, TypeKind::Record(_) | TypeKind::Union(_))
        }
        _ => false,
    }
}

fn style(wire: &mut Wire<'_>, of: &dyn Fn(&'static Rule) -> Finding, [old, new]: [&Parameter; 2]) {
    if old.location.name() != new.location.name() {
        return;
    }
    let [old_api, new_api] = wire.apis();
    // A value that became a list is written differently because its type changed, which is reported there.
    let is_one_kind = is_list(old_api, &old.value) == is_list(new_api, &new.value);
    let (from, to) = (writing(old_api, old), writing(new_api, new));
    if from != to && (is_one_kind || from == "JSON" || to == "JSON") {
        wire.push(of(&rules::PARAMETER_STYLE).turning(from, to));
    }
    let words = |is: bool| if is { "as they are" } else { "percent-encoded" };
    let (from, to) = (old.location.keeps_reserved(), new.location.keeps_reserved());
    if from != to {
        wire.push(of(&rules::PARAMETER_ESCAPING).turning(words(from), words(to)));
    }
}

/// Reports path variables that changed places.
fn swapped(wire: &mut Wire<'_>, pair: &Pair<'_>, pairs: &[[&Parameter; 2]]) {
    let order = |state: usize| -> Vec<&str> {
        let all = pair.operations()[state].parameters.iter().filter(|own| own.location.is_path());
        let is_both = |own: &&Parameter| pairs.iter().any(|both| std::ptr::eq(both[state], *own));
        all.filter(is_both).map(|own| own.name.as_str()).collect()
    };
    let (from, to) = (order(0), order(1));
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(ToString::to_string).collect();
        names.sort();
        names
    };
    let [old, new] = pair.operations();
    if from != to && sorted(&from) == sorted(&to) && shape(&old.path) == shape(&new.path) {
        let finding = pair.finding(&rules::PATH_PARAMETERS_SWAPPED, "path parameters");
        wire.push(finding.turning(from.join(", "), to.join(", ")));
    }
}
