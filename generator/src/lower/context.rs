//! What all of lowering shares: the document, the types made so far, and where it is.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, join, local_pointer};
use crate::ir::{Cause, Form, LeftOut, Type, TypeDefinition, TypeId, TypeKind, Untyped, Usage};
use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema, SchemaData};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// Where lowering is.
#[derive(Debug, Clone)]
pub(super) struct At {
    /// The names on the way, from which an inline schema is named.
    pub(super) path: Vec<String>,
    /// The JSON pointer in the merged document.
    pub(super) pointer: String,
    /// Which way the value travels.
    pub(super) direction: Direction,
    /// The form of the component that it is in.
    pub(super) form: Form,
}

impl At {
    /// At a component or any other target of a reference.
    pub(super) fn component(pointer: &str, direction: Direction) -> Self {
        let name = pointer.rsplit('/').next().unwrap_or(pointer);
        let name = name.replace("~1", "/").replace("~0", "~");
        Self { path: vec![name], pointer: pointer.to_owned(), direction, form: Form::Shared }
    }

    /// At a part of an operation.
    pub(super) fn operation(name: &str, pointer: &str) -> Self {
        let direction = Direction::Request;
        Self {
            path: vec![name.to_owned()],
            pointer: pointer.to_owned(),
            direction,
            form: Form::Shared,
        }
    }

    /// One key further down, without a name of its own.
    #[must_use]
    pub(super) fn down(&self, token: &str) -> Self {
        Self { pointer: join(&self.pointer, token), ..self.clone() }
    }

    /// At the target of a reference from here, named after it and not after who refers to it; here if there was no reference.
    #[must_use]
    pub(super) fn moved(self, pointer: String, what: &str) -> Self {
        if pointer == self.pointer {
            return self;
        }
        let target = Self::component(&pointer, self.direction);
        Self { form: self.form, ..target.named(what) }
    }

    /// The same place with one more name.
    #[must_use]
    pub(super) fn named(mut self, name: &str) -> Self {
        self.path.push(name.to_owned());
        self
    }
}

/// The state of lowering.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) types: Vec<TypeDefinition>,
    pub(super) left_out: Vec<LeftOut>,
    /// How many schemas without a name are being read inside each other.
    pub(super) nesting: usize,
    untyped: BTreeMap<String, Cause>,
    diagnostics: &'a mut Diagnostics,
    forms: super::forms::Forms,
    components: HashMap<String, Component>,
    /// Where chains of references end, by the pointers of their links.
    pub(super) chains: HashMap<String, ChainEnd>,
    done: HashMap<(String, Form), Type>,
    open: HashSet<(String, Form)>,
    pending: Vec<Pending>,
}

/// Where a chain of references ends.
#[derive(Debug, Clone)]
pub(super) enum ChainEnd {
    /// At the schema with this pointer.
    Schema(String),
    /// Nowhere: the link is part of a loop.
    Loop,
    /// At something that is no schema, or in a loop, which was reported where it stands.
    Nowhere,
}

/// What a reference leads to.
#[derive(Debug, Clone)]
pub(super) enum Component {
    /// A schema.
    Schema(Rc<Schema>),
    /// A reference to another.
    Reference(String),
    /// Something that cannot be read as a schema, and why.
    Malformed(String),
}

/// A component that has its type, of which the content is yet to be read. It waits, so that long chains of schemas need no deep
/// recursion.
pub(super) struct Pending {
    pub(super) id: TypeId,
    pub(super) schema: Rc<Schema>,
    pub(super) at: At,
}

impl<'a> Context<'a> {
    pub(super) fn new(document: &'a Document, diagnostics: &'a mut Diagnostics) -> Self {
        let forms = super::forms::Forms::of(&document.value);
        Self {
            document,
            types: Vec::new(),
            left_out: Vec::new(),
            nesting: 0,
            untyped: BTreeMap::new(),
            diagnostics,
            forms,
            components: HashMap::new(),
            chains: HashMap::new(),
            done: HashMap::new(),
            open: HashSet::new(),
            pending: Vec::new(),
        }
    }

    /// How many errors were reported.
    pub(super) fn errors(&self) -> usize {
        self.diagnostics.errors()
    }

    /// Reports something at a pointer of the document.
    pub(super) fn report(&mut self, code: Code, pointer: &str, message: String, help: &str) {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = self.document.place(pointer);
        self.diagnostics.push(diagnostic);
    }

    /// As [`Self::report`], without showing the line, as it may hold a password.
    pub(super) fn report_unquoted(
        &mut self,
        code: Code,
        pointer: &str,
        message: String,
        help: &str,
    ) {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = self.document.place(pointer);
        diagnostic.place.iter_mut().for_each(|place| place.span = None);
        self.diagnostics.push(diagnostic);
    }

    /// Reports something that is not in the document.
    pub(super) fn report_elsewhere(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Free JSON, and why; what could not be typed is reported.
    pub(super) fn free(&mut self, pointer: &str, cause: Cause) -> Type {
        if let Cause::Untypable(reason) = &cause {
            let message = format!("{reason} cannot be typed and became free JSON");
            let help = "describe the values in an overlay to get a type";
            self.report(Code::Untyped, pointer, message, help);
        }
        self.note_free(pointer, cause);
        Type::Json
    }

    /// Notes free JSON; what was reported of a place before says more than what is left of it.
    pub(super) fn note_free(&mut self, pointer: &str, cause: Cause) {
        let known = self.untyped.entry(pointer.to_owned()).or_insert_with(|| cause.clone());
        if known.is_deliberate() {
            *known = cause;
        }
    }

    /// Where values are free JSON, and the operations that were left out.
    pub(super) fn into_parts(self) -> (Vec<TypeDefinition>, Vec<Untyped>, Vec<LeftOut>) {
        let untyped = self.untyped.into_iter();
        let untyped = untyped.map(|(pointer, cause)| Untyped { pointer, cause }).collect();
        (self.types, untyped, self.left_out)
    }

    /// The form that a component has in one direction.
    pub(super) fn form(&self, pointer: &str, direction: Direction) -> Form {
        match direction {
            _ if !self.forms.differ(&self.document.value, pointer) => Form::Shared,
            Direction::Request => Form::Request,
            Direction::Response => Form::Response,
        }
    }

    /// The type that was already made of a component.
    pub(super) fn finished(&self, key: &(String, Form)) -> Option<Type> {
        self.done.get(key).cloned()
    }

    /// Remembers the type of a component.
    pub(super) fn finish(&mut self, key: (String, Form), value: Type) {
        self.open.remove(&key);
        self.done.insert(key, value);
    }

    /// Notes that a component is being read; `false` if it already is.
    pub(super) fn enter(&mut self, key: &(String, Form)) -> bool {
        self.open.insert(key.clone())
    }

    /// Puts off reading the content of a component.
    pub(super) fn defer(&mut self, pending: Pending) {
        self.pending.push(pending);
    }

    /// A component whose content is yet to be read.
    pub(super) fn next_pending(&mut self) -> Option<Pending> {
        self.pending.pop()
    }

    /// What stands at a pointer, read once.
    pub(super) fn component(&mut self, pointer: &str, value: &Value) -> Component {
        if let Some(known) = self.components.get(pointer) {
            return known.clone();
        }
        let component = match self.read(pointer, value) {
            Ok(ReferenceOr::Item(schema)) => Component::Schema(Rc::new(schema)),
            Ok(ReferenceOr::Reference { reference }) => Component::Reference(reference),
            Err(message) => Component::Malformed(message),
        };
        self.components.insert(pointer.to_owned(), component.clone());
        component
    }

    /// Reads a schema. A malformed property costs only itself.
    fn read(&mut self, pointer: &str, value: &Value) -> Result<ReferenceOr<Schema>, String> {
        parse(value).or_else(|error| {
            let mut value = value.clone();
            let properties =
                value.get_mut("properties").and_then(Value::as_object_mut).ok_or(error)?;
            for (name, property) in properties.iter_mut() {
                if let Err(error) = parse::<ReferenceOr<Schema>>(property) {
                    let pointer = join(&join(pointer, "properties"), name);
                    let message = format!(
                        "a malformed schema ({error}) cannot be typed and became free JSON"
                    );
                    self.report(
                        Code::Untyped,
                        &pointer,
                        message,
                        "correct it in an overlay to get a type",
                    );
                    let reason = format!("a malformed schema ({error})");
                    self.note_free(&pointer, Cause::Untypable(reason));
                    *property = Value::Object(serde_json::Map::new());
                }
            }
            parse(&value)
        })
    }

    /// Makes room for a named type, to be filled in with [`Context::fill`].
    pub(super) fn reserve(&mut self, at: &At, data: &SchemaData) -> TypeId {
        let is_component = at.path.len() == 1;
        self.types.push(TypeDefinition {
            path: at.path.clone(),
            asked_name: if is_component { asked_name(&data.extensions) } else { None },
            form: at.form,
            usage: Usage::default(),
            title: data.title.clone().filter(|title| !title.trim().is_empty()),
            description: data.description.clone().filter(|text| !text.trim().is_empty()),
            deprecated: data.deprecated,
            kind: TypeKind::Record(crate::ir::Record::default()),
            pointer: at.pointer.clone(),
        });
        TypeId(self.types.len() - 1)
    }

    /// Fills in a named type.
    pub(super) fn fill(&mut self, id: TypeId, kind: TypeKind) {
        self.types[id.0].kind = kind;
    }

    /// The value that a local reference names, with its pointer; reports one that names nothing.
    pub(super) fn target(&mut self, reference: &str, from: &str) -> Option<(String, &'a Value)> {
        let document = self.document;
        let pointer = local_pointer(reference);
        let found = pointer.and_then(|pointer| Some((document.value.pointer(&pointer)?, pointer)));
        if found.is_none() {
            let message = format!("the reference {reference:?} points to nothing");
            let help = if reference.starts_with('#') {
                "add what it names, or correct the name; an overlay can do either"
            } else {
                "only references inside the document are followed; bundle the files into one document first"
            };
            self.report(Code::DanglingReference, &join(from, "$ref"), message, help);
        }
        found.map(|(value, pointer)| (pointer, value))
    }

    /// Reads a value, or what it refers to, as a type of `openapiv3`; the error is a sentence.
    pub(super) fn resolve<T: DeserializeOwned + Clone>(
        &mut self,
        value: &ReferenceOr<T>,
        from: &str,
    ) -> Result<(T, String), String> {
        let (mut value, mut from) = (value.clone(), from.to_owned());
        let mut seen = HashSet::new();
        loop {
            let reference = match value {
                ReferenceOr::Item(item) => return Ok((item, from)),
                ReferenceOr::Reference { reference } => reference,
            };
            let Some((pointer, target)) = self.target(&reference, &from) else {
                return Err(format!("{reference} points to nothing"));
            };
            if !seen.insert(pointer.clone()) {
                return Err(format!("{reference} leads back to itself"));
            }
            (value, from) = (parse(target)?, pointer);
        }
    }
}

/// Reads JSON as a type of `openapiv3`; the error is a sentence that names the key.
pub(super) fn parse<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if path == "." { inner.to_string() } else { format!("{path}: {inner}") }
    })
}

/// The name that the document asks for (`x-rust-name`).
pub(super) fn asked_name(extensions: &IndexMap<String, Value>) -> Option<String> {
    extensions.get("x-rust-name").and_then(Value::as_str).map(str::to_owned)
}
