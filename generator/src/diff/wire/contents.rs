//! The media types of a body or a response, and their values.

use super::schema::{Here, Spot, Writing, words};
use super::{Pair, Wire};
use crate::diff::change::{Direction, Subject};
use crate::diff::finding::Finding;
use crate::diff::rules::{self, Rule};
use crate::document::Object;
use crate::document::join;
use crate::ir::{
    Api, Content, Encoding, Explode, Field, Operation, PartEncoding, QueryStyle, RequestBody, Rest,
    SchemaId, Type, TypeKind,
};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

const PART: &str = "request body";

/// The default media type of a value whose type is not known.
const BY_VALUE: &str = "a media type that depends on the value";

/// The media types of a body or a response in both states, with the data for findings.
pub(super) struct Contents<'c, 'm> {
    pub(super) contents: [&'m [Content]; 2],
    /// The name in findings: `request body`.
    pub(super) part: String,
    pub(super) direction: Direction,
    /// The places in both documents.
    pub(super) pointers: [&'c str; 2],
    /// The places of its items in the crates.
    pub(super) items: [String; 2],
    /// The first parts of the names of schemas in it.
    pub(super) names: [String; 2],
    /// The rules for an added, a removed and another preferred media type.
    pub(super) rules: [&'static Rule; 3],
}

/// Compares the body of an operation.
pub(super) fn of_body<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>) {
    let [old, new] = pair.operations().map(|own| own.body.as_ref());
    match (old, new) {
        (None, None) => {}
        (Some(body), None) => one_sided(wire, pair, body, &rules::BODY_REMOVED, 0),
        (None, Some(body)) => {
            let rule = if body.required {
                &rules::BODY_ADDED_REQUIRED
            } else {
                &rules::BODY_ADDED_OPTIONAL
            };
            one_sided(wire, pair, body, rule, 1);
        }
        (Some(old), Some(new)) => both(wire, pair, [old, new]),
    }
}

fn one_sided(
    wire: &mut Wire<'_>,
    pair: &Pair<'_>,
    body: &RequestBody,
    rule: &'static Rule,
    state: usize,
) {
    let value = held(wire.apis()[state], &body.contents);
    let mut finding = pair.finding(rule, PART);
    finding.places[state] = Some(body.pointer.clone());
    let mut items = [None, None];
    items[state] = Some(body.pointer.clone());
    wire.push(finding.with_items(items).one_sided(state == 0, value));
}

/// The value of the preferred media type, in words.
pub(super) fn held(api: &Api, contents: &[Content]) -> String {
    let Some(content) = contents.first() else { return "nothing".into() };
    match content.encoding {
        Encoding::Text => "text".into(),
        Encoding::Binary => "bytes".into(),
        Encoding::Events | Encoding::JsonLines | Encoding::JsonSequence
            if content.schema.is_none() =>
        {
            "a stream".into()
        }
        Encoding::Json
        | Encoding::Xml
        | Encoding::Form
        | Encoding::Multipart
        | Encoding::Events
        | Encoding::JsonLines
        | Encoding::JsonSequence => {
            let words = |id| words(&Spot::new(api, id, ""));
            content.schema.map_or_else(|| "any JSON".into(), words)
        }
    }
}

fn both<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, [old, new]: [&'m RequestBody; 2]) {
    let pointers = [old.pointer.as_str(), new.pointer.as_str()];
    wire.joint.add(old.pointer.clone(), new.pointer.clone());
    let of = |rule| pair.finding(rule, PART).at(pointers.map(Some)).joined();
    if old.required != new.required {
        let rule = if new.required { &rules::BODY_REQUIRED } else { &rules::BODY_OPTIONAL };
        let words = |required: bool| if required { "required" } else { "optional" };
        wire.push(of(rule).turning(words(old.required), words(new.required)));
    }
    let rest = skipped(wire, pair, PART, [&old.pointer, &new.pointer], [&old.rest, &new.rest]);
    wire.rest(Object::RequestBody, &of(&rules::DOCUMENTATION), [&rest[0], &rest[1]]);
    let texts = [old, new].map(|body| body.description.as_deref());
    wire.text(of(&rules::BODY_DESCRIPTION), texts);
    let contents = Contents {
        contents: [&old.contents, &new.contents],
        part: PART.to_owned(),
        direction: Direction::Request,
        pointers,
        items: pointers.map(str::to_owned),
        names: [&pair.old, &pair.new].map(|side| format!("{}.body", side.stem())),
        rules: [&rules::MEDIA_TYPE_ADDED, &rules::MEDIA_TYPE_REMOVED, &rules::MEDIA_TYPE_PREFERRED],
    };
    compare(wire, pair, &contents);
}

/// Compares the media types of a body that the crate does not send. Returns the other keys of the body.
fn skipped<'m>(
    wire: &mut Wire<'m>,
    pair: &Pair<'m>,
    part: &str,
    pointers: [&str; 2],
    rest: [&Rest; 2],
) -> [Rest; 2] {
    let of =
        |rest: &Rest| rest.get("content").and_then(Value::as_object).cloned().unwrap_or_default();
    let contents = rest.map(of);
    let names: BTreeSet<&String> = contents.iter().flat_map(|content| content.keys()).collect();
    for name in names {
        let part = format!("{part} as {name}");
        let own = [0, 1].map(|state: usize| contents[state].get(name).and_then(Value::as_object));
        let places = pointers.map(|pointer| join(&format!("{pointer}/content"), name));
        let finding = |rule| pair.finding(rule, part.as_str()).at(places.clone().map(Some));
        let [Some(old), Some(new)] = own else {
            let is_gone = own[0].is_some();
            let rule = if is_gone { &rules::MEDIA_TYPE_REMOVED } else { &rules::MEDIA_TYPE_ADDED };
            let mut finding = pair.finding(rule, PART).one_sided(is_gone, name.as_str());
            finding.places[usize::from(!is_gone)] = Some(places[usize::from(!is_gone)].clone());
            wire.push(finding);
            continue;
        };
        let mut others = [old.clone(), new.clone()];
        let schemas = [0, 1].map(|state: usize| {
            let id = wire.schema_at(state, &format!("{}/schema", places[state]))?;
            others[state].shift_remove("schema");
            Some(Spot::new(wire.apis()[state], id, &format!("{}.body", pair.new.stem())))
        });
        wire.rest(Object::MediaType, &finding(&rules::DOCUMENTATION), [&others[0], &others[1]]);
        if let [Some(old), Some(new)] = schemas {
            let here = Here {
                subject: pair.new.subject(part.as_str()),
                direction: Direction::Request,
                owner: pair.owner,
                items: places.map(Some),
                writing: Writing::Json,
                is_arm: false,
            };
            wire.held(here, old, new);
        }
    }
    rest.map(|rest| {
        let mut rest = rest.clone();
        rest.shift_remove("content");
        rest
    })
}

/// A media type for comparing, without case, spaces and `charset=utf-8`: JSON and text are UTF-8 anyway.
fn plain(content: &Content) -> String {
    let text = content.media_type.to_lowercase();
    let pieces = text.split(';').map(|piece| piece.split_whitespace().collect::<String>());
    let pieces = pieces.filter(|piece| piece.replace('"', "") != "charset=utf-8");
    pieces.collect::<Vec<_>>().join(";")
}

/// Whether a media type is a range, such as `application/*`, that contains another.
fn is_range_of(range: &str, media_type: &str) -> bool {
    let start = range.strip_suffix('*').filter(|start| start.ends_with('/'));
    start.is_some_and(|start| start == "*/" || media_type.starts_with(start))
}

/// Compares media types and passes on their values.
pub(super) fn compare<'m>(wire: &mut Wire<'m>, pair: &Pair<'m>, own: &Contents<'_, 'm>) {
    let [old, new] = own.contents.map(|all| all.iter().map(plain).collect::<Vec<_>>());
    let [added, removed, preferred] = own.rules;
    // Only the preferred media type has items in the crate, and any that has an operation of its own.
    let of = |rule, index: usize| {
        let finding = pair.finding(rule, own.part.as_str()).at(own.pointers.map(Some));
        let items = own.items.clone().map(Some);
        if index == 0 { finding.with_items(items) } else { finding }
    };
    let sides = [&pair.old, &pair.new];
    let chosen = |finding: Finding, state: usize, index: usize| {
        let (content, operation) = (&own.contents[state][index], pair.operations()[state]);
        let offers = |other: &&Operation| {
            let choice = other.choice.as_ref().map(|choice| &choice.media_type);
            other.pointer == operation.pointer && choice == Some(&content.media_type)
        };
        let mut items = [None, None];
        items[state] = Some(content.pointer.clone());
        let is_offered = index > 0 && sides[state].tag.operations.iter().any(|own| offers(&own));
        if is_offered { finding.with_items(items) } else { finding }
    };
    let mut found = Vec::new();
    let is_gone = |(_, media_type): &(usize, &String)| {
        let is_covered = own.direction == Direction::Request
            && new.iter().any(|range| is_range_of(range, media_type));
        !new.contains(media_type) && !is_covered
    };
    for (index, media_type) in old.iter().enumerate().filter(is_gone) {
        let mut finding = of(removed, index).one_sided(true, media_type.as_str());
        finding.places[0] = Some(own.contents[0][index].pointer.clone());
        found.push(chosen(finding, 0, index));
    }
    let is_new = |(_, media_type): &(usize, &String)| !old.contains(media_type);
    for (index, media_type) in new.iter().enumerate().filter(is_new) {
        let mut finding = of(added, index).one_sided(false, media_type.as_str());
        finding.places[1] = Some(own.contents[1][index].pointer.clone());
        found.push(chosen(finding, 1, index));
    }
    found.into_iter().for_each(|finding| wire.push(finding));
    if let ([from, ..], [to, ..]) = (old.as_slice(), new.as_slice())
        && from != to
        && let Some(other) = old.iter().position(|other| other == to)
        && new.contains(from)
        && own.contents[0][0].value != own.contents[0][other].value
    {
        wire.push(of(preferred, 0).turning(from, to));
    }
    both_hold(wire, pair, own, [&old, &new]);
}

/// Passes on the values of the media types of both states. If one preferred media type replaced the other, they are paired too.
fn both_hold<'m>(
    wire: &mut Wire<'m>,
    pair: &Pair<'m>,
    own: &Contents<'_, 'm>,
    [old, new]: [&[String]; 2],
) {
    let is_replaced = || {
        let [from, to] = own.contents.map(|contents| contents.first());
        let encodings = [from, to].map(|content| content.map(|content| content.encoding));
        let is_gone = old.first().is_some_and(|first| !new.contains(first));
        is_gone
            && new.first().is_some_and(|first| !old.contains(first))
            && encodings[0] == encodings[1]
    };
    for (index, media_type) in old.iter().enumerate() {
        let same = new.iter().position(|other| other == media_type);
        let replaced = || (index == 0 && is_replaced()).then_some(0);
        let Some(other) = same.or_else(replaced) else { continue };
        let is_preferred = index == 0 && other == 0;
        let part =
            if is_preferred { own.part.clone() } else { format!("{} as {media_type}", own.part) };
        let (from, to) = (&own.contents[0][index], &own.contents[1][other]);
        let items = if is_preferred {
            own.items.clone().map(Some)
        } else {
            [from, to].map(|content| Some(content.pointer.clone()))
        };
        let here = Here {
            subject: pair.new.subject(part),
            direction: own.direction,
            owner: pair.owner,
            items,
            writing: writing([from, to]),
            is_arm: false,
        };
        content(wire, pair, own, here, [from, to]);
    }
}

/// The form in which the values of a media type are written. The fields of forms and the parts of multipart bodies are texts, unless the
/// document says how they are written.
fn writing(contents: [&Content; 2]) -> Writing {
    let is_usual = |own: &PartEncoding| {
        own.content_type.as_deref().is_none_or(|name| name.trim() == "text/plain")
            && own.style.is_none_or(|(style, explode, _)| style == QueryStyle::Form && explode)
    };
    let has_fields = |own: &&Content| {
        matches!(own.encoding, Encoding::Form | Encoding::Multipart)
            && own.encodings.iter().all(is_usual)
    };
    if contents.iter().all(has_fields) { Writing::Fields } else { Writing::Json }
}

/// Compares one media type.
fn content<'m>(
    wire: &mut Wire<'m>,
    pair: &Pair<'m>,
    own: &Contents<'_, 'm>,
    here: Here,
    [old, new]: [&'m Content; 2],
) {
    let part = match &here.subject {
        Subject::Operation { part, .. } => part.clone(),
        _ => own.part.clone(),
    };
    let places = [old, new].map(|content| Some(content.pointer.as_str()));
    let of = |rule| pair.finding(rule, part.as_str()).at(places);
    wire.rest(Object::MediaType, &of(&rules::DOCUMENTATION), [&old.rest, &new.rest]);
    encodings(wire, &of, [old, new]);
    files(wire, &of, [old, new]);
    let [old_api, new_api] = wire.apis();
    // Bytes are bytes, whatever the schema says.
    if [old, new].iter().all(|own| own.encoding == Encoding::Binary) {
        let rest =
            [(old_api, old.schema), (new_api, new.schema)].map(|(api, id)| of_bytes(api, id));
        return wire.rest(Object::Schema, &of(&rules::DOCUMENTATION), [&rest[0], &rest[1]]);
    }
    let spot = |api, state: usize, id: SchemaId| Spot::new(api, id, &own.names[state]);
    match (old.schema, new.schema) {
        (Some(from), Some(to)) => {
            let (from, to) = (spot(old_api, 0, from), spot(new_api, 1, to));
            if [old, new].iter().all(|own| own.encoding == Encoding::Multipart) {
                // Files with any names have a type of their own; a map of other values has none.
                wire.joint.types.push((from.pointer().to_owned(), to.pointer().to_owned()));
            }
            wire.held(here, from, to);
        }
        (None, None) => {}
        (from, to) => {
            let rule = match (from.is_some(), own.direction) {
                (true, Direction::Request) => &rules::REQUEST_TYPE_GENERALIZED,
                (false, Direction::Request) => &rules::REQUEST_TYPE_SPECIALIZED,
                (true, Direction::Response) => &rules::RESPONSE_TYPE_GENERALIZED,
                (false, Direction::Response) => &rules::RESPONSE_TYPE_SPECIALIZED,
            };
            let words = |api, id: Option<SchemaId>| {
                id.map_or_else(|| "any JSON".to_owned(), |id| words(&Spot::new(api, id, "")))
            };
            let finding = of(rule).turning(words(old_api, from), words(new_api, to));
            wire.push(finding.with_items(here.items));
        }
    }
}

/// The keywords of a schema of bytes, without those that make it bytes.
fn of_bytes(api: &Api, schema: Option<SchemaId>) -> Rest {
    const BYTES: [&str; 4] = ["type", "format", "contentMediaType", "contentEncoding"];
    let end = schema.and_then(|id| api.schemas.resolve(id));
    let mut rest = end.map(|id| api.schemas[id].keywords.clone()).unwrap_or_default();
    rest.retain(|key, _| !BYTES.contains(&key.as_str()));
    rest
}

/// Compares how the parts of a multipart body, or the fields of a form, are written.
fn encodings(wire: &mut Wire<'_>, of: &dyn Fn(&'static Rule) -> Finding, contents: [&Content; 2]) {
    let named =
        |name: &str| contents.map(|content| content.encodings.iter().find(|own| own.name == name));
    let all = contents.iter().flat_map(|content| &content.encodings);
    let names: BTreeSet<&str> = all.map(|own| own.name.as_str()).collect();
    let apis = wire.apis();
    for name in names {
        let own = named(name);
        let stated = own.map(|own| own.and_then(|own| own.content_type.as_deref()).map(str::trim));
        let usual = [0, 1].map(|state| usual_type(apis[state], contents[state], name));
        let sent =
            [0, 1].map(|state| stated[state].map(str::to_owned).or_else(|| usual[state].clone()));
        let about = |rule| {
            let mut finding = of(rule);
            if let Subject::Operation { part, .. } = &mut finding.subject {
                part.push_str(&format!(" part {name}"));
            }
            finding
        };
        // An added or removed part is reported as a whole.
        let is_in_both = usual.iter().all(Option::is_some);
        if stated[0] != stated[1] && is_in_both {
            let rule =
                if sent[0] == sent[1] { &rules::STATED_OTHERWISE } else { &rules::PART_MEDIA_TYPE };
            wire.push(about(rule).values(stated[0], stated[1]));
        }
        let styles = own.map(|own| own.and_then(|own| own.style));
        let keeps = styles.map(|own| own.is_some_and(|(_, _, reserved)| reserved));
        if keeps[0] != keeps[1] && is_in_both {
            let words = |keeps: bool| if keeps { "as they are" } else { "percent-encoded" };
            let [from, to] = keeps.map(words);
            wire.push(about(&rules::PARAMETER_ESCAPING).turning(from, to));
        }
        let styles = styles.map(|own| own.map(|(style, explode, _)| (style, explode)));
        if styles[0] != styles[1] && is_in_both {
            // Lists and plain values are written this way by default.
            let is_usual =
                |style: &Option<_>| style.is_none_or(|own| own == (QueryStyle::Form, true));
            let is_same = styles.iter().all(is_usual)
                && usual.iter().flatten().all(|usual| usual != "application/json");
            let rule = if is_same { &rules::STATED_OTHERWISE } else { &rules::PARAMETER_STYLE };
            let [from, to] = styles.map(style_words);
            wire.push(about(rule).turning(from, to));
        }
        let headers =
            own.map(|own| own.map_or_else(|| header_words(&PartEncoding::default()), header_words));
        if headers[0] != headers[1] && is_in_both {
            let [from, to] = headers;
            wire.push(about(&rules::PART_HEADER).turning(from, to));
        }
        let none = crate::ir::Rest::new();
        let rest = own.map(|own: Option<&PartEncoding>| own.map_or(&none, |own| &own.rest));
        wire.rest(Object::Encoding, &about(&rules::DOCUMENTATION), rest);
    }
}

/// Reports parts that became files or are files no longer. A file has a name and is sent as bytes, which the schema need not show.
fn files(wire: &mut Wire<'_>, of: &dyn Fn(&'static Rule) -> Finding, contents: [&Content; 2]) {
    let apis = wire.apis();
    let [old, new] = [0, 1].map(|state: usize| fields(apis[state], contents[state]));
    let new: HashMap<&str, &Field> = new.iter().map(|own| (own.name.as_str(), own)).collect();
    for old in old {
        let Some(&new) = new.get(old.name.as_str()) else { continue };
        let types = [old, new].map(|own| own.value.innermost());
        let is_text = types.contains(&&Type::String);
        if is_text && types.contains(&&Type::Binary) {
            let mut finding = of(&rules::REQUEST_TYPE_CHANGED);
            if let Subject::Operation { part, .. } = &mut finding.subject {
                part.push_str(&format!(" part {}", old.name));
            }
            let words = |value: &Type| if *value == Type::Binary { "file" } else { "text" };
            wire.push(finding.turning(words(types[0]), words(types[1])));
        }
    }
}

/// The fields of a multipart body.
fn fields<'m>(api: &'m Api, content: &Content) -> &'m [Field] {
    let record = content.value.named().filter(|_| content.encoding == Encoding::Multipart);
    match record.map(|id| &api.definition(id).kind) {
        Some(TypeKind::Record(record)) => &record.fields,
        _ => &[],
    }
}

/// The style of a form field, in words.
fn style_words(style: Option<(QueryStyle, Explode)>) -> String {
    let Some((style, explode)) = style else { return "the usual way".to_owned() };
    let how = if explode { "exploded" } else { "not exploded" };
    format!("{} ({how})", style.name())
}

/// The headers that are sent with a part, in words.
fn header_words(own: &PartEncoding) -> String {
    let headers = own.known_headers().map(|(name, value)| format!("{name}: {value}"));
    let words = headers.collect::<Vec<_>>().join(", ");
    if words.is_empty() { "no header".to_owned() } else { words }
}

/// The default media type of a part, as the client writes it; none if there is no such part.
fn usual_type(api: &Api, content: &Content, name: &str) -> Option<String> {
    let body = api.schemas.resolve(content.schema?)?;
    api.schemas[body].properties.get(name)?;
    let record = content.value.named().map(|id| &api.definition(id).kind);
    let field = match record {
        Some(TypeKind::Record(record)) => record.fields.iter().find(|own| own.name == name),
        _ => None,
    };
    Some(field.map_or(BY_VALUE, |field| usual_type_of(api, &field.value)).to_owned())
}

fn usual_type_of(api: &Api, value: &Type) -> &'static str {
    let value = value.without_null();
    // Each item of a list is a part of its own.
    let part = if let Type::Array(item) = value { item.without_null() } else { value };
    match part {
        Type::Binary => "application/octet-stream",
        Type::Array(_) | Type::Map(_) => "application/json",
        Type::Json | Type::Custom(_) | Type::Parts => BY_VALUE,
        Type::Named(id) => match api.definition(*id).kind {
            TypeKind::Record(_) => "application/json",
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => "text/plain",
            TypeKind::Union(_) => BY_VALUE,
        },
        _ => "text/plain",
    }
}
