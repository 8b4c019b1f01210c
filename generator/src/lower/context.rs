//! The shared state of lowering: the document, the types made so far, and the current place.

use super::operation::security::{ApiKeys, api_keys};
use super::read::Ids;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Lost, join, local_pointer, tokens};
use crate::ir::{
    Cause, Form, LeftOut, Rest, SchemaId, Schemas, Type, TypeDefinition, TypeId, TypeKind, Untyped,
    Usage,
};
use crate::source::Place;
use crate::spelling::similar::similar;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The direction in which a value is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// The current place.
#[derive(Debug, Clone)]
pub(super) struct NamingPlace {
    /// The names on the path, from which an inline schema gets its name.
    pub(super) path: Vec<String>,
    /// The direction of the value.
    pub(super) direction: Direction,
    /// The form of the containing component.
    pub(super) form: Form,
}

impl NamingPlace {
    /// At a component or any other target of a reference.
    pub(super) fn component(pointer: &str, direction: Direction) -> Self {
        Self::named_after(tokens(pointer).last().unwrap_or_default(), direction)
    }

    /// At a part of an operation.
    pub(super) fn operation(name: &str, direction: Direction) -> Self {
        Self::named_after(name.to_owned(), direction)
    }

    fn named_after(name: String, direction: Direction) -> Self {
        Self::inside(vec![name], direction)
    }

    /// At the place with these names on its path.
    pub(super) fn inside(path: Vec<String>, direction: Direction) -> Self {
        Self { path, direction, form: Form::Shared }
    }

    /// The same place with one more name.
    #[must_use]
    pub(super) fn named(&self, name: &str) -> Self {
        let mut at = self.clone();
        at.path.push(name.to_owned());
        at
    }
}

/// An object of the document and its pointer.
#[derive(Clone)]
pub(super) struct Located<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) pointer: String,
}

impl<'a> Located<'a> {
    /// The pointer of a key.
    pub(super) fn at(&self, key: &str) -> String {
        join(&self.pointer, key)
    }

    /// The entries of the map under a key.
    pub(super) fn entries(
        &self,
        key: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        self.map.get(key).and_then(Value::as_object).into_iter().flatten()
    }

    /// The entries that are objects.
    pub(super) fn objects(
        &self,
        key: &str,
    ) -> impl Iterator<Item = (&'a String, Located<'a>)> + use<'a> {
        let pointer = self.at(key);
        let own = move |(name, value): (&'a String, &'a Value)| {
            let (map, pointer) = (value.as_object()?, join(&pointer, name));
            Some((name, Located { map, pointer }))
        };
        self.entries(key).filter_map(own)
    }

    /// The objects under the given keys.
    pub(super) fn objects_of<const N: usize>(
        &self,
        keys: [&'static str; N],
    ) -> impl Iterator<Item = (&'static str, Located<'a>)> {
        keys.into_iter().filter_map(|key| {
            let map = self.map.get(key)?.as_object()?;
            Some((key, Located { map, pointer: self.at(key) }))
        })
    }

    /// Whether a flag is set.
    pub(super) fn is(&self, flag: &str) -> bool {
        self.map.get(flag) == Some(&Value::Bool(true))
    }

    /// The text under a key, if it is not blank.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.map.get(key).and_then(|value| super::text(value, ""))
    }

    /// Its keywords other than the known ones.
    pub(super) fn rest(&self, known: &[&str]) -> Rest {
        let others = self.map.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        others.map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

/// A value as an object; the error is a sentence.
pub(super) fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    let error = || Map::<String, Value>::deserialize(value).err();
    value.as_object().ok_or_else(|| error().map(|error| error.to_string()).unwrap_or_default())
}

/// The state of lowering.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) config: &'a Config,
    pub(super) schemas: &'a Schemas,
    pub(super) types: Vec<TypeDefinition>,
    pub(super) left_out: Vec<LeftOut>,
    /// The current nesting depth of schemas without a name.
    pub(super) nesting: usize,
    /// Whether the current component is only sent as a form, and gets a type just for completeness.
    pub(super) is_only_form: bool,
    ids: Ids,
    untyped: BTreeMap<String, Cause>,
    diagnostics: &'a mut Diagnostics,
    forms: super::forms::Forms,
    /// The reported references without a target.
    reported_dangling: HashSet<SchemaId>,
    /// The number of names that were compared with misspelled ones.
    compared: usize,
    done: HashMap<Key, Type>,
    /// The schemas whose properties a form body has.
    form_parts: HashSet<SchemaId>,
    open: HashSet<Key>,
    pending: Vec<Pending>,
    /// The names of the arms of unions, for the paths of their contents, by union and keyword.
    pub(super) parts: HashMap<(SchemaId, String), Vec<String>>,
    /// The names that replace operationIds, by the pointers of the operations.
    pub(super) short_ids: HashMap<String, String>,
    /// The API keys that clients send.
    pub(super) api_keys: ApiKeys,
}

/// The number of names after which none is compared with a misspelled one, so that time stays in proportion to the document.
const COMPARED: usize = 20_000;

/// A schema and its form.
pub(super) type Key = (SchemaId, Form);

/// A component whose type exists, but whose content is not yet read. It waits so that long chains of schemas need no deep recursion.
pub(super) struct Pending {
    pub(super) id: TypeId,
    pub(super) schema: SchemaId,
    pub(super) at: NamingPlace,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        document: &'a Document,
        (schemas, ids): (&'a Schemas, Ids),
        config: &'a Config,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let forms = super::forms::Forms::of(schemas);
        let short_ids = super::client::short_name::of_ids(&config.names, document);
        let api_keys = api_keys(&document.value);
        Self {
            document,
            config,
            schemas,
            types: Vec::new(),
            left_out: Vec::new(),
            nesting: 0,
            is_only_form: false,
            ids,
            untyped: BTreeMap::new(),
            diagnostics,
            forms,
            reported_dangling: HashSet::new(),
            compared: 0,
            done: HashMap::new(),
            form_parts: HashSet::new(),
            open: HashSet::new(),
            pending: Vec::new(),
            parts: HashMap::new(),
            short_ids,
            api_keys,
        }
    }

    /// The schema at a pointer.
    pub(super) fn schema_at(&self, pointer: &str) -> Option<SchemaId> {
        self.ids.get(pointer).copied()
    }

    /// Reports a finding at a pointer of the document.
    pub(super) fn report(&mut self, code: Code, pointer: &str, message: String, help: &str) {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = self.document.place(pointer);
        self.diagnostics.push(diagnostic);
    }

    /// Like [`Self::report`], but shows the key of the value.
    pub(super) fn report_key(&mut self, code: Code, pointer: &str, message: String, help: &str) {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = self.document.place(pointer).map(Place::at_key);
        self.diagnostics.push(diagnostic);
    }

    /// Like [`Self::report`], but hides the line, which may contain a password.
    pub(super) fn report_unquoted(
        &mut self,
        code: Code,
        pointer: &str,
        message: String,
        help: &str,
    ) {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = self.document.place(pointer);
        diagnostic.place.iter_mut().for_each(|place| place.is_unquoted = true);
        self.diagnostics.push(diagnostic);
    }

    /// Reports a finding outside the document.
    pub(super) fn report_elsewhere(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Returns free JSON and notes the cause; reports a value that cannot be typed.
    pub(super) fn free(&mut self, pointer: &str, cause: Cause) -> Type {
        if let Cause::Untypable(reason) = &cause {
            let message = format!("{reason} cannot be typed and became free JSON");
            let help = "describe the values in an overlay to get a type";
            self.report(Code::Untyped, pointer, message, help);
        }
        self.note_free(pointer, cause);
        Type::Json
    }

    /// Returns free JSON for a schema with a malformed keyword, and reports it.
    pub(super) fn malformed(&mut self, pointer: &str, fault: &str) -> Type {
        let reason = format!("a malformed schema ({fault})");
        let message = format!("{reason} cannot be typed and became free JSON");
        let help = "correct it in an overlay to get a type";
        self.report(Code::Untyped, pointer, message, help);
        self.note_free(pointer, Cause::Untypable(reason));
        Type::Json
    }

    /// Notes free JSON at a place. A reported cause takes precedence over a deliberate one.
    pub(super) fn note_free(&mut self, pointer: &str, cause: Cause) {
        let known = self.untyped.entry(pointer.to_owned()).or_insert_with(|| cause.clone());
        if known.is_deliberate() {
            *known = cause;
        }
    }

    /// The types, the places of free JSON, and the operations that were left out.
    pub(super) fn into_parts(self) -> (Vec<TypeDefinition>, Vec<Untyped>, Vec<LeftOut>) {
        let untyped = self.untyped.into_iter();
        let untyped = untyped.map(|(pointer, cause)| Untyped { pointer, cause }).collect();
        (self.types, untyped, self.left_out)
    }

    /// Whether a schema is sent as a form.
    pub(super) fn is_form(&self, schema: SchemaId) -> bool {
        self.done.contains_key(&(schema, Form::Multipart)) || self.form_parts.contains(&schema)
    }

    /// Notes that a form includes the properties of a schema.
    pub(super) fn note_form_part(&mut self, schema: SchemaId) {
        self.form_parts.insert(schema);
    }

    /// The form that a component has in one direction.
    pub(super) fn form(&self, schema: SchemaId, direction: Direction) -> Form {
        match direction {
            _ if !self.forms.differ(schema) => Form::Shared,
            Direction::Request => Form::Request,
            Direction::Response => Form::Response,
        }
    }

    /// The finished type of a component.
    pub(super) fn finished(&self, key: &Key) -> Option<Type> {
        self.done.get(key).cloned()
    }

    /// Stores the type of a component.
    pub(super) fn finish(&mut self, key: Key, value: Type) {
        self.open.remove(&key);
        self.done.insert(key, value);
    }

    /// Notes that a component is being read; `false` if it already is.
    pub(super) fn enter(&mut self, key: Key) -> bool {
        self.open.insert(key)
    }

    /// Whether the current schema is inside a component that has no name.
    pub(super) fn is_inside_component(&self) -> bool {
        !self.open.is_empty()
    }

    /// Postpones the content of a component.
    pub(super) fn defer(&mut self, pending: Pending) {
        self.pending.push(pending);
    }

    /// The next component whose content is not yet read.
    pub(super) fn next_pending(&mut self) -> Option<Pending> {
        self.pending.pop()
    }

    /// The final target of a schema's references; reports references without one.
    pub(super) fn follow(&mut self, schema: SchemaId) -> Option<SchemaId> {
        let end = self.schemas.resolve(schema);
        if end.is_none() {
            self.report_dangling(schema, true);
        }
        end
    }

    /// Reports the references without a target that no value needed, such as those of one schema of several in `allOf`.
    pub(super) fn report_unfollowed(&mut self, written: &Schemas) {
        for (id, schema) in written.iter() {
            if schema.reference.is_some() && written.resolve(id).is_none() {
                self.report_dangling(id, false);
            }
        }
    }

    /// Reports references without a target: the last one of a chain, or each one of a cycle. A value of such a schema is free JSON.
    fn report_dangling(&mut self, schema: SchemaId, is_value: bool) {
        let (mut links, mut next) = (Vec::new(), Some(schema));
        while let Some(link) = next.filter(|link| self.reported_dangling.insert(*link)) {
            links.push(link);
            let Some(reference) = &self.schemas[link].reference else { return };
            next = reference.target;
            if next.is_none() {
                let pointer = &self.schemas[link].pointer;
                self.target(&reference.uri, pointer);
                if is_value {
                    self.note_free(pointer, Cause::Untypable("a reference to nothing".into()));
                }
            }
        }
        let circle = links.iter().position(|link| Some(*link) == next).unwrap_or(links.len());
        for link in &links[circle..] {
            let reason = Cause::Untypable("a reference that leads back to itself".into());
            self.free(&self.schemas[*link].pointer, reason);
        }
    }

    /// Reserves a named type; [`Context::fill`] completes it.
    pub(super) fn reserve(&mut self, schema: SchemaId, at: &NamingPlace) -> TypeId {
        let is_component = at.path.len() == 1;
        let own = &self.schemas[schema];
        let text = |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(Into::into);
        self.types.push(TypeDefinition {
            path: at.path.clone(),
            rust_name: rust_name(&own.keywords).filter(|_| is_component),
            form: at.form,
            usage: Usage::default(),
            title: text(own.title()),
            description: text(own.description()),
            deprecated: own.is("deprecated"),
            kind: TypeKind::Record(crate::ir::Record::default()),
            restrictions: super::restriction::restrictions(self, schema),
            labels: Vec::new(),
            schema,
            pointer: own.pointer.clone(),
        });
        TypeId(self.types.len() - 1)
    }

    /// Sets the kind of a reserved type.
    pub(super) fn fill(&mut self, id: TypeId, kind: TypeKind) {
        let schema = self.types[id.0].schema;
        self.types[id.0].labels = super::label::labels(self, schema, &kind);
        self.types[id.0].kind = kind;
    }

    /// The name that was probably meant by a misspelled one; none once many names were compared.
    pub(super) fn similar<'n>(
        &mut self,
        name: &str,
        names: impl IntoIterator<Item = &'n str, IntoIter: Clone>,
    ) -> Option<&'n str> {
        if self.compared > COMPARED {
            return None;
        }
        let names = names.into_iter();
        self.compared += names.clone().count();
        similar(name, names)
    }

    /// The reference that one to nothing was probably meant to be: each part of it that does not exist is replaced by a similar key. A name
    /// alone is that of a schema.
    fn meant(&mut self, reference: &str) -> Option<String> {
        let pointer = match local_pointer(reference) {
            Some(pointer) => pointer,
            None if !reference.contains(['/', '.', ':', '#']) => {
                join("/components/schemas", reference)
            }
            // The number sign or the slash is missing.
            None => match reference.trim_start_matches('#').trim_start_matches('/') {
                own if own.starts_with("components/") => format!("/{own}"),
                _ => return None,
            },
        };
        // Components in the words of Swagger 2.0.
        let pointer = match pointer.strip_prefix("/definitions/") {
            Some(name) if self.document.value.get("definitions").is_none() => {
                format!("/components/schemas/{name}")
            }
            _ => pointer,
        };
        let (mut at, mut found) = (&self.document.value, "#".to_owned());
        for token in tokens(&pointer) {
            let map = at.as_object()?;
            let key = match map.get_key_value(&token) {
                Some((key, _)) => key.as_str(),
                None => self.similar(&token, map.keys().map(String::as_str))?,
            };
            at = map.get(key)?;
            found = join(&found, key);
        }
        Some(found)
    }

    /// The target of a local reference, with its pointer; reports a reference to nothing.
    pub(super) fn target(&mut self, reference: &str, from: &str) -> Option<(String, &'a Value)> {
        let document = self.document;
        let pointer = local_pointer(reference);
        let found = pointer.and_then(|pointer| Some((document.value.pointer(&pointer)?, pointer)));
        if found.is_none() {
            let Lost { message, help } = self.document.lost(reference, from);
            let meant = self.meant(reference);
            let help = meant.map_or_else(
                || help,
                |meant| format!("did you mean {meant}? Correct it in an overlay"),
            );
            self.report(Code::DanglingReference, &join(from, "$ref"), message, &help);
        }
        found.map(|(value, pointer)| (pointer, value))
    }

    /// The object that a value is or refers to; the error is a sentence.
    pub(super) fn object(
        &mut self,
        mut value: &'a Value,
        mut pointer: String,
    ) -> Result<Located<'a>, String> {
        let mut seen = HashSet::new();
        while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let Some((next, target)) = self.target(reference, &pointer) else {
                return Err(format!("{reference} points to nothing"));
            };
            if !seen.insert(next.clone()) {
                let message = "the reference leads back to itself".to_owned();
                let help = "refer to the object that is meant in an overlay";
                self.report(Code::DanglingReference, &join(&pointer, "$ref"), message, help);
                return Err(format!("{reference} leads back to itself"));
            }
            (value, pointer) = (target, next);
        }
        Ok(Located { map: object(value)?, pointer })
    }
}

/// The name that the document asks for (`x-rust-name`).
pub(super) fn rust_name(keywords: &Map<String, Value>) -> Option<String> {
    keywords.get("x-rust-name").and_then(Value::as_str).map(str::to_owned)
}
