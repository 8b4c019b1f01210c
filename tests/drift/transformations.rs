//! Ways to write the same state differently.
#![allow(clippy::ptr_arg, reason = "all ways have one signature, and some make other pages")]

use crate::fixtures::Fixture;
use crate::pages::{Layout, Page, Part, sources};
use crate::random::Random;
use serde_json::{Map, Value};
use specweave::Inputs;
use std::collections::BTreeMap;

/// One way.
pub(crate) struct Transformation {
    pub(crate) name: &'static str,
    pub(crate) apply: fn(&Fixture, &mut Vec<Page>, &mut Random),
}

const fn way(
    name: &'static str,
    apply: fn(&Fixture, &mut Vec<Page>, &mut Random),
) -> Transformation {
    Transformation { name, apply }
}

/// Every way. Whole documents come last: nothing that is about pages can be done to them.
pub(crate) const ALL: &[Transformation] = &[
    way("split operations", split_operations),
    way("split pages", split_pages),
    way("join pages", join_pages),
    way("repeat pages", repeat_pages),
    way("order of pages", |_, pages, random| random.shuffle(pages)),
    way("folders of pages", folders),
    way("order of fragments", order_of_fragments),
    way("repeat components", repeat_components),
    way("components once", components_once),
    way("order of components", order_of_components),
    way("order of keys", |_, pages, random| {
        each_fragment(pages, |value| shuffle_keys(value, random))
    }),
    way("order of tags", order_of_tags),
    way("order of parameters", order_of_parameters),
    way("order of required", order_of_required),
    way("prose", prose),
    way("fences", fences),
    way("document", document),
    way("indent", |_, pages, random| {
        each_layout(pages, |layout| layout.indent = Some(random.below(5)));
    }),
    way("escapes", |_, pages, random| {
        each_layout(pages, |layout| layout.escapes = Some(random.next()));
    }),
    way("line ends", |_, pages, _| pages.iter_mut().for_each(|page| page.crlf = true)),
    way("byte order mark", |_, pages, _| pages.iter_mut().for_each(|page| page.mark = true)),
];

fn each_fragment(pages: &mut [Page], mut change: impl FnMut(&mut Value)) {
    pages.iter_mut().flat_map(Page::fragments_mut).for_each(|(value, _)| change(value));
}

fn each_layout(pages: &mut [Page], mut change: impl FnMut(&mut Layout)) {
    pages.iter_mut().flat_map(Page::fragments_mut).for_each(|(_, layout)| change(layout));
}

/// Each object inside a value, itself included.
fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|value| each_object(value, change));
        }
        Value::Array(array) => array.iter_mut().for_each(|value| each_object(value, change)),
        _ => {}
    }
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One fragment for each operation. What is not an operation stays in all of them.
fn split_operations(_: &Fixture, pages: &mut Vec<Page>, _: &mut Random) {
    for page in pages.iter_mut() {
        let values: Vec<Value> = page.fragments().flat_map(pieces).collect();
        if values.len() > page.fragments().count() {
            *page = Page::of(page.name.clone(), values);
        }
    }
}

fn pieces(fragment: &Value) -> Vec<Value> {
    let Some(paths) = fragment["paths"].as_object() else { return vec![fragment.clone()] };
    let mut pieces = Vec::new();
    for (path, item) in paths {
        let methods = METHODS.iter().filter(|method| item.get(method).is_some());
        for method in methods {
            let mut item = item.clone();
            item.as_object_mut()
                .unwrap()
                .retain(|key, _| !METHODS.contains(&key.as_str()) || key == method);
            let mut piece = fragment.clone();
            piece["paths"] = Value::Object(Map::from_iter([(path.clone(), item)]));
            pieces.push(piece);
        }
    }
    pieces
}

/// One page for each fragment. They keep the name of the page, by which corrections may know it.
fn split_pages(_: &Fixture, pages: &mut Vec<Page>, _: &mut Random) {
    let mut number = 0;
    let split = pages.iter().flat_map(|page| {
        let stem = page.stem();
        page.fragments().cloned().map(move |value| (stem.clone(), value)).collect::<Vec<_>>()
    });
    let split = split.map(|(stem, value)| {
        number += 1;
        Page::of(format!("{number}/{stem}.md"), [value])
    });
    *pages = split.collect();
}

fn join_pages(_: &Fixture, pages: &mut Vec<Page>, _: &mut Random) {
    if pages.len() > 1 {
        let parts = pages.iter().flat_map(|page| page.parts.clone()).collect();
        *pages = vec![Page { parts, ..pages[0].clone() }];
    }
}

fn repeat_pages(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let mut again = random.pick(pages).clone();
    again.name = format!("again/{}.md", again.stem());
    pages.push(again);
}

/// Other folders, and so another order of the names.
fn folders(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let mut numbers: Vec<usize> = (100..100 + pages.len()).collect();
    random.shuffle(&mut numbers);
    for (page, number) in pages.iter_mut().zip(numbers) {
        page.name = format!("{number}/{}.md", page.stem());
    }
}

fn order_of_fragments(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    for page in pages {
        let mut places = Vec::new();
        for (index, part) in page.parts.iter().enumerate() {
            if matches!(part, Part::Fragment(..)) {
                places.push(index);
            }
        }
        let mut order = places.clone();
        random.shuffle(&mut order);
        let old = page.parts.clone();
        for (to, from) in places.into_iter().zip(order) {
            page.parts[to] = old[from].clone();
        }
    }
}

/// Every component that a fragment has, by section and name.
fn components(pages: &[Page]) -> BTreeMap<(String, String), Value> {
    let mut all = BTreeMap::new();
    for fragment in pages.iter().flat_map(Page::fragments) {
        for (section, entries) in fragment["components"].as_object().into_iter().flatten() {
            for (name, value) in entries.as_object().into_iter().flatten() {
                all.insert((section.clone(), name.clone()), value.clone());
            }
        }
    }
    all
}

fn repeat_components(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let all: Vec<_> = components(pages).into_iter().collect();
    each_fragment(pages, |fragment| {
        for _ in 0..3 {
            let ((section, name), value) = random.pick(&all).clone();
            fragment["components"][section.as_str()][name.as_str()] = value;
        }
    });
}

/// Each component stays in one fragment, which may be another one than those that use it.
fn components_once(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let mut all: Vec<_> = components(pages).into_iter().collect();
    random.shuffle(&mut all);
    let count = pages.iter().flat_map(Page::fragments).count();
    let mut homes: Vec<Vec<_>> = vec![Vec::new(); count];
    all.into_iter().for_each(|component| homes[random.below(count)].push(component));
    let mut homes = homes.into_iter();
    each_fragment(pages, |fragment| {
        fragment["components"] = Value::Object(Map::new());
        for ((section, name), value) in homes.next().unwrap() {
            fragment["components"][section][name] = value;
        }
    });
}

fn shuffle_map(map: &mut Map<String, Value>, random: &mut Random) {
    let mut entries: Vec<_> = std::mem::take(map).into_iter().collect();
    random.shuffle(&mut entries);
    map.extend(entries);
}

fn order_of_components(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    each_fragment(pages, |fragment| {
        let Some(sections) = fragment["components"].as_object_mut() else { return };
        for section in sections.values_mut() {
            shuffle_map(section.as_object_mut().unwrap(), random);
        }
    });
}

fn shuffle_keys(value: &mut Value, random: &mut Random) {
    each_object(value, &mut |object| shuffle_map(object, random));
}

/// The list of tags, and those of an operation after its first, which is the one that counts.
fn order_of_tags(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let seed = random.next();
    each_fragment(pages, |fragment| {
        if let Some(tags) = fragment["tags"].as_array_mut() {
            Random::shuffle_alike(seed, tags);
        }
        let items = fragment["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
        let operations = items.flat_map(|item| item.as_object_mut().unwrap().values_mut());
        for operation in operations {
            if let Some([_, others @ ..]) =
                operation.get_mut("tags").and_then(Value::as_array_mut).map(Vec::as_mut_slice)
            {
                Random::shuffle_alike(seed, others);
            }
        }
    });
}

/// Required parameters stay in their order, which is that of the method's arguments.
fn order_of_parameters(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let seed = random.next();
    let is_argument = |parameter: &Value| {
        parameter["in"] != "path"
            && (parameter["required"] == true || parameter.get("$ref").is_some())
    };
    each_fragment(pages, |fragment| {
        each_object(fragment, &mut |object| {
            let Some(Value::Array(parameters)) = object.get_mut("parameters") else { return };
            let mut arguments: Vec<_> =
                parameters.iter().filter(|one| is_argument(one)).cloned().collect();
            Random::shuffle_alike(seed, parameters);
            let mut arguments = arguments.drain(..);
            for parameter in parameters {
                if is_argument(parameter) {
                    *parameter = arguments.next().unwrap();
                }
            }
        });
    });
}

/// The arguments of `new` follow the list of what is required. Where there are surely too many for arguments, they are fields of a struct,
/// and any order will do.
fn order_of_required(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    const MAX_ARGUMENTS: usize = 2;
    let seed = random.next();
    each_fragment(pages, |fragment| {
        each_object(fragment, &mut |object| {
            let properties = object.get("properties").cloned().unwrap_or_default();
            let Some(Value::Array(required)) = object.get_mut("required") else { return };
            let is_field = |name: &&Value| {
                let property = &properties[name.as_str().unwrap_or_default()];
                property.get("type").is_some()
                    && property.get("readOnly").is_none()
                    && property.get("writeOnly").is_none()
            };
            if required.iter().filter(is_field).count() > MAX_ARGUMENTS {
                Random::shuffle_alike(seed, required);
            }
        });
    });
}

/// Other banners, headings, quotes and trailers.
fn prose(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    const BANNER: &str = "> For the complete documentation index, see [llms.txt](https://docs.example/llms.txt).\n\n";
    const BITS: [&str; 8] = [
        "# Another title\n\n",
        "## DELETE /something/else\n\n",
        "> A quote, cut off\n\n",
        "* a list\n* of `two`\n\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        "~~~sh\ncurl https://api.example\n~~~\n\n",
        "```\nGET https://docs.example/page.md?ask=<question>\n```\n\n",
        "Text with {\"openapi\": \"3.0.1\"} in a line.\n\n",
    ];
    for page in pages.iter_mut().filter(|page| page.name.ends_with(".md")) {
        let fragments: Vec<Part> =
            page.parts.drain(..).filter(|part| matches!(part, Part::Fragment(..))).collect();
        page.parts.push(Part::Prose(BANNER.into()));
        for fragment in fragments {
            let bits = (0..3).map(|_| *random.pick(&BITS)).collect();
            page.parts.extend([Part::Prose(bits), fragment]);
        }
        page.parts.push(Part::Prose(format!(
            "\n---\n\n{}Updated {} days ago\n",
            random.pick(&BITS),
            random.below(99)
        )));
    }
}

fn fences(_: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    each_layout(pages, |layout| {
        (layout.fence, layout.language) = *random.pick(&[
            ("~~~", "json"),
            ("````", "JSON"),
            ("```", ""),
            ("```", "yaml"),
            ("~~~~~", "openapi+json title=\"An operation\""),
        ]);
    });
}

/// All pages as one document, as `specweave bundle --raw` writes it.
fn document(fixture: &Fixture, pages: &mut Vec<Page>, random: &mut Random) {
    let inputs = Inputs { sources: sources(pages), overlays: Vec::new() };
    let (value, _) = specweave::bundle_raw(inputs, &|_| {})
        .unwrap_or_else(|failure| panic!("{}: {failure:#?}", fixture.name));
    let extension = random.pick(&["json", "yaml"]);
    let name = format!("{}.{extension}", pages[0].stem());
    let parts = vec![Part::Fragment(value, Layout::default())];
    *pages = vec![Page { name, parts, mark: false, crlf: false }];
}
