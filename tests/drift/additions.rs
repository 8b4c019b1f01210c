//! What comes later leaves what was there as it is: pages and operations are added one at a time, in any order, and each item of the surface
//! stays what it was.

use crate::fixtures::{self, Fixture, shown};
use crate::pages::Page;
use crate::random::Random;
use serde_json::{Map, Value};
use specweave::Model;
use specweave::diff::{Level, compare};
use specweave::surface::{
    Constructor, OperationItem, StructItem, Surface, TagItem, TypeItem, TypeItemKind, VariantItem,
};
use std::collections::HashMap;

/// What is no addition: items of the old surface that the new one has not, or has in another shape.
fn broken(old: &Surface, new: &Surface) -> Vec<String> {
    let mut found = Vec::new();
    let types: HashMap<&str, &TypeItem> =
        new.types.iter().map(|item| (item.ident.as_str(), item)).collect();
    for item in &old.types {
        match types.get(item.ident.as_str()) {
            None => found.push(format!("{} is gone", item.ident)),
            Some(other) => broken_type(item, other, &mut found),
        }
    }
    for tag in &old.tags {
        match new.tags.iter().find(|other| other.module == tag.module) {
            None => found.push(format!("the module {} is gone", tag.module)),
            Some(other) => broken_tag(tag, other, &mut found),
        }
    }
    for credential in &old.client.credentials {
        if !new.client.credentials.contains(credential) {
            found.push(format!("{credential:?} is gone"));
        }
    }
    if old.client.error_object != new.client.error_object {
        found.push(format!("{:?} → {:?}", old.client.error_object, new.client.error_object));
    }
    found
}

fn broken_type(old: &TypeItem, new: &TypeItem, found: &mut Vec<String>) {
    let is_kept = old.pointer == new.pointer
        && (old.from.is_none() || old.from == new.from)
        && match (&old.kind, &new.kind) {
            (TypeItemKind::Struct(old), TypeItemKind::Struct(new)) => is_kept(old, new),
            // Another component that extends one with a discriminator is another variant of an enum that is not exhaustive.
            (TypeItemKind::Union(old), TypeItemKind::Union(new)) => {
                // A variant that is sent too is made of what it holds from then on.
                let is_kept = |old: &VariantItem, new: &VariantItem| {
                    old == new || *new == VariantItem { has_from: true, ..old.clone() }
                };
                old.iter().all(|old| new.iter().any(|new| is_kept(old, new)))
            }
            (old, new) => old == new,
        };
    // There are those features at least, or it is always there.
    let is_reached = new.features.is_empty()
        || old.features == ["default"]
        || (!old.features.is_empty() && old.features.iter().all(|own| new.features.contains(own)));
    if !is_kept || !is_reached {
        found.push(format!("{old:?}\n→ {new:?}"));
    }
}

/// Whether a struct has the same fields, and each way to make it that it had.
fn is_kept(old: &StructItem, new: &StructItem) -> bool {
    let fields = old.fields.len() == new.fields.len()
        && old.fields.iter().zip(&new.fields).all(|(old, new)| {
            let setter = old.setter.is_none() || old.setter == new.setter;
            (&old.ident, &old.rust) == (&new.ident, &new.rust) && setter
        });
    let made = old.constructor == Constructor::None || old.constructor == new.constructor;
    fields && made && old.further == new.further && (new.default || !old.default)
}

fn broken_tag(old: &TagItem, new: &TagItem, found: &mut Vec<String>) {
    if (&old.ident, &old.method) != (&new.ident, &new.method) {
        found.push(format!("{} → {}", old.ident, new.ident));
    }
    let operations: HashMap<&str, &OperationItem> =
        new.operations.iter().map(|item| (item.method.as_str(), item)).collect();
    for item in &old.operations {
        if operations.get(item.method.as_str()) != Some(&item) {
            found.push(format!("{item:?}\n→ {:?}", operations.get(item.method.as_str())));
        }
    }
}

/// What the comparison reports beyond additions.
fn reported(old: &Model, new: &Model) -> String {
    let changes = compare(old, new).into_iter();
    let breaking: Vec<_> = changes.filter(|change| change.rust.level == Level::Breaking).collect();
    shown(&breaking)
}

/// Adds the pages one at a time.
fn one_by_one(fixture: &Fixture, mut pages: Vec<Page>, seed: u64) {
    Random::new(seed).shuffle(&mut pages);
    let mut old = fixture.model(&pages[..1]);
    let mut wrong = Vec::new();
    for count in 2..=pages.len() {
        let new = fixture.model(&pages[..count]);
        let mut found = broken(&old.surface, &new.surface);
        let reported = reported(&old, &new);
        if !reported.is_empty() {
            found.push(reported);
        }
        let added = &pages[count - 1].name;
        wrong.extend(found.into_iter().map(|found| format!("{added}: {found}")));
        old = new;
    }
    assert!(wrong.is_empty(), "{}, seed {seed}:\n{}", fixture.name, wrong.join("\n"));
}

/// The operations dealt out to some pages, each with whatever else the fragments say.
fn dealt_out(pages: &[Page], count: usize) -> Vec<Page> {
    let mut dealt: Vec<Vec<Value>> = vec![Vec::new(); count];
    let mut turn = 0;
    for fragment in pages.iter().flat_map(Page::fragments) {
        let without = |is_kept: &dyn Fn(usize) -> bool, turn: &mut usize| {
            let mut fragment = fragment.clone();
            let items = fragment.get_mut("paths").and_then(Value::as_object_mut);
            for (path, item) in items.into_iter().flatten() {
                // Those are there to claim the same names.
                if path.starts_with("/tags/") {
                    *item = Value::Object(Map::new());
                }
                item.as_object_mut().unwrap().retain(|key, _| {
                    *turn += usize::from(METHODS.contains(&key.as_str()));
                    !METHODS.contains(&key.as_str()) || is_kept(*turn)
                });
            }
            fragment
        };
        let start = turn;
        for (page, fragments) in dealt.iter_mut().enumerate() {
            turn = start;
            fragments.push(without(&|turn| turn % count == page, &mut turn));
        }
    }
    let page = |(index, fragments)| Page::of(format!("page_{index}.md"), fragments);
    dealt.into_iter().enumerate().map(page).collect()
}

/// How many pages the operations are dealt out to.
const PAGES: usize = 5;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

#[test]
fn an_operation_that_comes_later_changes_nothing() {
    for mut fixture in fixtures::own() {
        // Where nothing names the error object, it is the only schema that failures hold, which another operation can change.
        let has_error = fixture.pages.iter().flat_map(Page::fragments);
        let has_error =
            has_error.into_iter().any(|own| own.pointer("/components/schemas/Error").is_some());
        fixture.config.client.error_schema = has_error.then(|| "Error".to_owned());
        one_by_one(&fixture, dealt_out(&fixture.pages, PAGES), 1);
    }
}

#[test]
#[ignore = "needs the vendor's pages: set SPECWEAVE_PAGES"]
fn a_page_that_comes_later_changes_nothing() {
    let fixture = fixtures::all_pages();
    // A thread for each order.
    std::thread::scope(|scope| {
        for seed in 1..=3 {
            let fixture = &fixture;
            scope.spawn(move || one_by_one(fixture, fixture.pages.clone(), seed));
        }
    });
}
