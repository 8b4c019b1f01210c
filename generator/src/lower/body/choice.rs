//! In: operations with several media types. Out: also a copy of each operation for every media type with another schema than the preferred
//! one.
//!
//! The operation itself uses the preferred media type. A choice is a copy with one media type of its body or of its successes. A media
//! type with the same schema is not a choice, unless it is another encoding of a body or identifies bytes or text.

use super::media_type::word;
use crate::document::MediaType;
use crate::ir::{Choice, Content, Encoding, Operation, Type};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Adds the choices after each operation.
pub(in crate::lower) fn add(
    root: &Value,
    operations: Vec<(String, Operation)>,
) -> Vec<(String, Operation)> {
    let mut all = Vec::with_capacity(operations.len());
    for (tag, mut operation) in operations {
        for response in operation.successes.iter_mut().chain(&mut operation.failures) {
            response.others = beside(&response.contents, 0);
        }
        let choices = [bodies(root, &operation), responses(root, &operation)].concat();
        all.push((tag.clone(), operation));
        all.extend(choices.into_iter().map(|choice| (tag.clone(), choice)));
    }
    all
}

fn bodies(root: &Value, operation: &Operation) -> Vec<Operation> {
    let Some(body) = &operation.body else { return Vec::new() };
    let others = others(root, &body.contents, true);
    let choice = |content: &Content| {
        let mut choice = chosen(operation, content, false);
        choice.body.iter_mut().for_each(|body| body.contents = vec![content.clone()]);
        choice
    };
    others.into_iter().map(choice).collect()
}

fn responses(root: &Value, operation: &Operation) -> Vec<Operation> {
    let mut seen = HashSet::new();
    let mut choices = Vec::new();
    for response in &operation.successes {
        for content in others(root, &response.contents, false) {
            if !seen.insert(&content.media_type) {
                continue;
            }
            let mut choice = chosen(operation, content, true);
            for response in &mut choice.successes {
                let is_it = |own: &Content| own.media_type == content.media_type;
                let index = response.contents.iter().position(is_it);
                response.others = beside(&response.contents, index.unwrap_or_default());
                if index.is_some() {
                    response.contents.retain(is_it);
                }
            }
            choices.push(choice);
        }
    }
    choices
}

/// The media types whose content differs from one of them.
fn beside(contents: &[Content], index: usize) -> Vec<String> {
    let Some(own) = contents.get(index) else { return Vec::new() };
    let is_other = |other: &&Content| (other.encoding, &other.value) != (own.encoding, &own.value);
    contents.iter().filter(is_other).map(|other| other.media_type.clone()).collect()
}

fn chosen(operation: &Operation, content: &Content, is_response: bool) -> Operation {
    let media_type = content.media_type.clone();
    let choice = Choice { word: word(&media_type), media_type, is_response };
    let asked = operation.rust_name.as_ref();
    Operation {
        rust_name: asked.map(|name| {
            format!("{name}_{}_{}", choice.preposition(), choice.word.replace(' ', "_"))
        }),
        choice: Some(choice),
        ..operation.clone()
    }
}

/// The contents that differ from those before them.
fn others<'c>(root: &Value, contents: &'c [Content], is_body: bool) -> Vec<&'c Content> {
    let is_written = |content: &Content| match content.encoding {
        Encoding::Json | Encoding::Events | Encoding::JsonLines | Encoding::JsonSequence => true,
        Encoding::Form | Encoding::Multipart => is_body,
        // JSON makes these encodings unnecessary.
        Encoding::Xml | Encoding::Text | Encoding::Binary => false,
    };
    // The encodings already offered for each schema; `None` for an encoding that is equivalent to any other.
    let mut offered: HashMap<Option<String>, Vec<(Option<Encoding>, &'c Content)>> = HashMap::new();
    let mut typed: Vec<&Content> = Vec::new();
    let mut is_new = |content: &&'c Content| {
        let written = |key| root.pointer(&format!("{}/{key}", content.pointer));
        let schema = written("itemSchema").or_else(|| written("schema")).map(Value::to_string);
        let way = is_written(content).then_some(content.encoding);
        let known = offered.entry(schema).or_default();
        // Only the media type identifies the content of binary data.
        let is_plain = |own: &Content| {
            let is_wild = own.media_type.contains('*');
            is_body && !is_wild && matches!(own.encoding, Encoding::Text | Encoding::Binary)
        };
        let says_same = |(other, named): &(Option<Encoding>, &'c Content)| {
            let are_others = is_plain(content) && is_plain(named);
            !are_others && (way.is_none() || other.is_none() || *other == way)
        };
        // Another name of JSON is no choice where its type is the same.
        let is_json = |own: &Content| {
            own.encoding == Encoding::Json
                && !matches!(own.value, Type::Json)
                && !MediaType::of(&own.media_type).essence().contains("patch+")
        };
        let is_same_json = is_json(content)
            && typed.iter().any(|own: &&Content| is_json(own) && own.value == content.value);
        typed.push(content);
        let is_new = !known.iter().any(says_same) && !is_same_json;
        if is_new {
            known.push((way, content));
        }
        is_new
    };
    let mut others: Vec<&Content> = contents.iter().filter(|content| is_new(content)).collect();
    others.drain(..1.min(others.len()));
    others
}
