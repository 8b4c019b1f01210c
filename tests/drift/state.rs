//! Pages as a state of an API that can be edited: places are found by what they are, and every fragment that repeats one is edited.

use crate::pages::Page;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Pages under edit.
pub(crate) struct State {
    pub(crate) pages: Vec<Page>,
}

/// An operation: its path and method.
pub(crate) type At = (String, String);

/// Where an edit was made.
pub(crate) struct Done {
    /// The page whose fragment counts: the first one that holds the place. More than one where several places are edited.
    pub(crate) pages: Vec<String>,
    /// What the pointers of both places begin with; empty where it differs.
    pub(crate) pointer: String,
    /// An operation that the edit reaches, if it reaches any: all that it is called.
    pub(crate) operations: Vec<At>,
}

/// Which way values of a schema travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    Request,
    Response,
    Both,
    Unused,
}

/// What every fragment that repeats something is edited by.
pub(crate) type Change = fn(&mut Value);

const REFERENCE: &str = "#/components/schemas/";

pub(crate) fn pointer(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}

impl State {
    pub(crate) fn fragments(&self) -> impl Iterator<Item = (&Page, &Value)> {
        self.pages.iter().flat_map(|page| page.fragments().map(move |value| (page, value)))
    }

    pub(crate) fn each(&mut self, mut change: impl FnMut(&mut Value)) {
        self.pages.iter_mut().flat_map(Page::fragments_mut).for_each(|(value, _)| change(value));
    }

    /// Every operation with the path and the method it has.
    pub(crate) fn operations(&self) -> Vec<(At, &Value)> {
        let mut all = Vec::new();
        for (_, fragment) in self.fragments() {
            for (path, item) in fragment["paths"].as_object().into_iter().flatten() {
                for (method, operation) in item.as_object().into_iter().flatten() {
                    all.push(((path.clone(), method.clone()), operation));
                }
            }
        }
        all
    }

    /// Edits the root of every fragment.
    pub(crate) fn root(&mut self, change: Change) -> Option<Done> {
        self.each(change);
        let pages = vec![self.pages[0].name.clone()];
        Some(Done { pages, pointer: String::new(), operations: Vec::new() })
    }

    fn page_of(&self, (path, method): &At) -> String {
        let holds = |fragment: &Value| fragment["paths"][path.as_str()].get(method).is_some();
        self.fragments().find(|(_, fragment)| holds(fragment)).unwrap().0.name.clone()
    }

    fn done(&self, at: At) -> Done {
        let pointer = format!("/paths/{}/{}", pointer(&at.0), at.1);
        Done { pages: vec![self.page_of(&at)], pointer, operations: vec![at] }
    }

    /// Edits the first operation that fits.
    pub(crate) fn operation(
        &mut self,
        fits: impl Fn(&At, &Value) -> bool,
        mut change: impl FnMut(&mut Value),
    ) -> Option<Done> {
        let at = self.operations().into_iter().find(|(at, operation)| fits(at, operation))?.0;
        self.each(|fragment| {
            if let Some(operation) =
                fragment["paths"].get_mut(&at.0).and_then(|item| item.get_mut(&at.1))
            {
                change(operation);
            }
        });
        Some(self.done(at))
    }

    /// Edits the first parameter that fits, by its operation and itself.
    pub(crate) fn parameter(
        &mut self,
        fits: impl Fn(&Value, &Value) -> bool + Copy,
        change: impl Fn(&mut Value),
    ) -> Option<Done> {
        let find = |operation: &Value| {
            operation["parameters"]
                .as_array()?
                .iter()
                .position(|parameter| fits(operation, parameter))
        };
        self.operation(
            |_, operation| find(operation).is_some(),
            |operation| {
                let index = find(operation).unwrap();
                change(&mut operation["parameters"][index]);
            },
        )
    }

    /// Gives the first operation that fits another place.
    pub(crate) fn moved(
        &mut self,
        fits: impl Fn(&At, &Value) -> bool,
        to: impl Fn(&At) -> At,
    ) -> Option<Done> {
        let at = self.operations().into_iter().find(|(at, operation)| fits(at, operation))?.0;
        let new = to(&at);
        self.each(|fragment| {
            let paths = fragment["paths"].as_object_mut().unwrap();
            let Some(operation) = paths
                .get_mut(&at.0)
                .and_then(|item| item.as_object_mut().unwrap().shift_remove(&at.1))
            else {
                return;
            };
            paths.retain(|_, item| !item.as_object().unwrap().is_empty());
            paths.entry(&new.0).or_insert_with(|| Value::Object(Map::new()))[&new.1] = operation;
        });
        let mut done = self.done(new);
        done.operations.push(at);
        Some(Done { pointer: "/paths/".into(), ..done })
    }

    /// Removes the first operation that fits.
    pub(crate) fn removed(&mut self, fits: impl Fn(&At, &Value) -> bool) -> Option<Done> {
        let at = self.operations().into_iter().find(|(at, operation)| fits(at, operation))?.0;
        let pages = vec![self.page_of(&at)];
        self.each(|fragment| {
            let paths = fragment["paths"].as_object_mut().unwrap();
            if let Some(item) = paths.get_mut(&at.0) {
                item.as_object_mut().unwrap().shift_remove(&at.1);
            }
        });
        Some(Done { pages, pointer: String::new(), operations: vec![at] })
    }

    /// Every component schema, in the order of the pages.
    pub(crate) fn schemas(&self) -> Vec<(String, &Value)> {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for (_, fragment) in self.fragments() {
            for (name, schema) in
                fragment["components"]["schemas"].as_object().into_iter().flatten()
            {
                if seen.insert(name) {
                    all.push((name.clone(), schema));
                }
            }
        }
        all
    }

    /// The operations that hold each schema: in requests, in responses that mean success, and in those that mean failure.
    fn held(&self) -> BTreeMap<String, [Vec<At>; 3]> {
        let schemas: BTreeMap<String, &Value> = self.schemas().into_iter().collect();
        let mut held: BTreeMap<String, [Vec<At>; 3]> = BTreeMap::new();
        for (at, operation) in self.operations() {
            let mut found = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
            references(&operation["requestBody"], "readOnly", &schemas, &mut found[0]);
            references(&operation["parameters"], "readOnly", &schemas, &mut found[0]);
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let way = if status.starts_with('2') { 1 } else { 2 };
                references(response, "writeOnly", &schemas, &mut found[way]);
            }
            for (way, names) in found.into_iter().enumerate() {
                for name in names {
                    held.entry(name).or_default()[way].push(at.clone());
                }
            }
        }
        held
    }

    /// Edits the first schema that fits and travels one way only.
    pub(crate) fn schema(
        &mut self,
        way: Way,
        fits: impl Fn(&Value) -> bool,
        change: impl Fn(&mut Value),
    ) -> Option<Done> {
        let held = self.held();
        let none = Default::default();
        let travels = |name: &str| match held.get(name).unwrap_or(&none) {
            [request, response, error] if error.is_empty() => {
                match (request.is_empty(), response.is_empty()) {
                    (false, true) => Some(Way::Request),
                    (true, false) => Some(Way::Response),
                    (false, false) => Some(Way::Both),
                    (true, true) => Some(Way::Unused),
                }
            }
            _ => None,
        };
        let name = self
            .schemas()
            .into_iter()
            .find(|(name, schema)| travels(name) == Some(way) && fits(schema))?
            .0;
        self.each(|fragment| {
            let schemas = fragment["components"].get_mut("schemas");
            if let Some(schema) = schemas.and_then(|schemas| schemas.get_mut(&name)) {
                change(schema);
            }
        });
        let operations = held.get(&name).and_then(|held| held.iter().flatten().next().cloned());
        Some(Done {
            pages: vec![self.page_with(&name)],
            pointer: format!("/components/schemas/{name}"),
            operations: operations.into_iter().collect(),
        })
    }

    /// The page that has the first definition of a schema.
    pub(crate) fn page_with(&self, name: &str) -> String {
        let has = |fragment: &Value| fragment["components"]["schemas"].get(name).is_some();
        self.fragments().find(|(_, fragment)| has(fragment)).unwrap().0.name.clone()
    }

    /// Edits the schema with the first property that fits; both get its name.
    pub(crate) fn property(
        &mut self,
        way: Way,
        fits: impl Fn(&Value, &str, &Value) -> bool + Copy,
        change: impl Fn(&mut Value, &str),
    ) -> Option<Done> {
        let find = |schema: &Value| {
            let mut properties = schema["properties"].as_object()?.iter();
            properties
                .find(|(name, property)| fits(schema, name, property))
                .map(|(name, _)| name.clone())
        };
        self.schema(
            way,
            |schema| find(schema).is_some(),
            |schema| {
                let name = find(schema).unwrap();
                change(schema, &name);
            },
        )
    }
}

/// The schemas that a value refers to, directly or not, but for properties that do not travel this way.
fn references(
    value: &Value,
    without: &str,
    schemas: &BTreeMap<String, &Value>,
    found: &mut BTreeSet<String>,
) {
    match value {
        Value::Object(object) => {
            if object.get(without) == Some(&Value::Bool(true)) {
                return;
            }
            let name = object
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|to| to.strip_prefix(REFERENCE));
            if let Some(name) = name
                && found.insert(name.to_owned())
            {
                references(schemas[name], without, schemas, found);
            }
            object.values().for_each(|value| references(value, without, schemas, found));
        }
        Value::Array(array) => {
            array.iter().for_each(|value| references(value, without, schemas, found))
        }
        _ => {}
    }
}
