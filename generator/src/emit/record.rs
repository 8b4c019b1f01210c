//! Objects in, structs out.

use super::rust_type::{Presence, Scope};
use super::{Emitter, docs, ident, models, multipart, sibling};
use crate::ir::{Api, Field, Form, Record, Type, TypeDefinition, TypeId, TypeKind};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// Up to this many required fields are arguments of `new`; more are a struct of their own.
const MAX_ARGUMENTS: usize = 2;

/// Whether a type has a struct of its required fields beside it.
pub(super) fn has_required_struct(definition: &TypeDefinition) -> bool {
    match &definition.kind {
        TypeKind::Record(record) => {
            definition.usage.request && required(record).count() > MAX_ARGUMENTS
        }
        _ => false,
    }
}

/// The fields that every value of a request type must have, in the order in which the schema lists them as required. Arguments
/// follow that order: it does not change with the order of keys, of which nobody takes care.
pub(super) fn required(record: &Record) -> impl Iterator<Item = (usize, &Field)> {
    let fields = record.fields.iter().enumerate().filter(|(_, field)| field.required);
    let mut fields: Vec<(usize, &Field)> = fields.collect();
    fields.sort_by_key(|(_, field)| field.rank);
    fields.into_iter()
}

/// For each type whether it is a struct with a `Default`: no request needs a field of it, and all that it must hold has one too.
pub(super) fn defaults(api: &Api) -> Vec<bool> {
    let mut known = vec![None; api.types.len()];
    (0..api.types.len()).map(|index| has_default(api, index, &mut known)).collect()
}

fn has_default(api: &Api, index: usize, known: &mut [Option<bool>]) -> bool {
    if let Some(known) = known[index] {
        return known;
    }
    let definition = &api.types[index];
    let value = match &definition.kind {
        TypeKind::Record(record) => required(record).all(|(_, field)| {
            !definition.usage.request
                && match &field.value {
                    Type::Named(id) => has_default(api, id.0, known),
                    _ => true,
                }
        }),
        _ => false,
    };
    known[index] = Some(value);
    value
}

/// The items of a struct.
pub(super) fn items(emitter: Emitter<'_>, id: TypeId, record: &Record) -> Vec<TokenStream> {
    let structure = Structure::of(emitter, id, record);
    let mut items = vec![structure.definition()];
    items.extend(structure.required_definition());
    items.extend(structure.constructor());
    if structure.definition.form == Form::Multipart {
        items.push(multipart::form(
            &structure.name,
            record,
            &structure.members,
            &structure.additional,
        ));
        return items;
    }
    items.push(structure.wire());
    let (name, members) = (&structure.name, structure.all_members());
    items.push(quote!(rt::record!(#name { #(#members),* });));
    items
}

/// A struct being emitted.
struct Structure<'a> {
    emitter: Emitter<'a>,
    id: TypeId,
    definition: &'a TypeDefinition,
    record: &'a Record,
    name: Ident,
    required_name: Ident,
    members: Vec<Ident>,
    additional: Ident,
}

impl<'a> Structure<'a> {
    fn of(emitter: Emitter<'a>, id: TypeId, record: &'a Record) -> Self {
        let names = emitter.names.of(id);
        Self {
            emitter,
            id,
            definition: emitter.api.definition(id),
            record,
            name: ident(&names.ident),
            required_name: ident(&names.required),
            members: names.members.iter().map(|name| ident(name)).collect(),
            additional: ident(&names.additional),
        }
    }

    fn in_request(&self) -> bool {
        self.definition.usage.request
    }

    fn has_default(&self) -> bool {
        self.emitter.defaults[self.id.0]
    }

    fn fields(&self) -> impl Iterator<Item = (&Field, &Ident)> {
        self.record.fields.iter().zip(&self.members)
    }

    /// The members, with that for further fields.
    fn all_members(&self) -> impl Iterator<Item = &Ident> {
        self.members.iter().chain(self.record.additional.iter().map(|_| &self.additional))
    }

    fn definition(&self) -> TokenStream {
        let docs = models::documentation(self.definition);
        let name = &self.name;
        let fields = self.fields().map(|(field, member)| {
            let docs = self.field_documentation(field);
            let rust = self.emitter.field_type(field, self.in_request());
            quote!(#docs pub #member: #rust)
        });
        let additional = self.record.additional.as_ref().map(|value| {
            let (member, value) = (&self.additional, self.emitter.rust_type(value, Scope::Model));
            quote!(#[doc = " Further fields, by name."] pub #member: std::collections::BTreeMap<String, #value>)
        });
        let debug = (self.definition.form == Form::Multipart).then(|| quote!(Debug,));
        let default = self.has_default().then(|| quote!(, Default));
        let fields = fields.chain(additional);
        quote! {
            #docs
            #[derive(#debug Clone, PartialEq #default)]
            #[non_exhaustive]
            pub struct #name { #(#fields,)* }
        }
    }

    fn field_documentation(&self, field: &Field) -> TokenStream {
        field_documentation(field, sibling::documentation(self.emitter, self.record, field))
    }

    /// The struct of the required fields, where there are too many for arguments.
    fn required_definition(&self) -> Option<TokenStream> {
        if !has_required_struct(self.definition) {
            return None;
        }
        let name = &self.required_name;
        let docs = docs::comment(&[format!("What a [`{}`] must have.", self.name)]);
        let fields = required(self.record).map(|(index, field)| {
            let (docs, member) = (self.field_documentation(field), &self.members[index]);
            let rust = self.emitter.field_type(field, true);
            quote!(#docs pub #member: #rust)
        });
        Some(quote! {
            #docs
            #[derive(Debug, Clone)]
            pub struct #name { #(#fields,)* }
        })
    }

    /// `new` and the setters of a request type.
    fn constructor(&self) -> Option<TokenStream> {
        if !self.in_request() {
            return None;
        }
        let name = &self.name;
        let new = self.new_function();
        let named = self.fields().zip(&self.emitter.names.of(self.id).setters);
        let setters = named
            .filter(|((field, _), _)| !field.required)
            .map(|((field, member), name)| self.setter(field, member, name));
        let functions: Vec<TokenStream> = new.into_iter().chain(setters).collect();
        (!functions.is_empty()).then(|| quote!(impl #name { #(#functions)* }))
    }

    fn new_function(&self) -> Option<TokenStream> {
        required(self.record).next()?;
        let optional: Vec<&Ident> =
            self.fields().filter(|(field, _)| !field.required).map(|(_, member)| member).collect();
        let rest = optional.iter().map(|member| quote!(#member: Default::default()));
        let rest = rest.chain(self.record.additional.iter().map(|_| {
            let member = &self.additional;
            quote!(#member: Default::default())
        }));
        let docs = docs::comment(&["With everything that is required; the rest is left out."]);
        if has_required_struct(self.definition) {
            let required_name = &self.required_name;
            let moved = required(self.record).map(|(index, _)| {
                let member = &self.members[index];
                quote!(#member: required.#member)
            });
            return Some(quote! {
                #docs
                pub fn new(required: #required_name) -> Self { Self { #(#moved,)* #(#rest,)* } }
            });
        }
        let (mut parameters, mut values) = (Vec::new(), Vec::new());
        for (index, field) in required(self.record) {
            let member = &self.members[index];
            let (rust, value) = self.argument(field, member);
            parameters.push(quote!(#member: #rust));
            values.push(if *member == value.to_string() {
                quote!(#member)
            } else {
                quote!(#member: #value)
            });
        }
        Some(quote! {
            #docs
            pub fn new(#(#parameters),*) -> Self { Self { #(#values,)* #(#rest,)* } }
        })
    }

    /// The type of an argument of `new`, and the expression that makes the field of it.
    fn argument(&self, field: &Field, member: &Ident) -> (TokenStream, TokenStream) {
        let (rust, value) = self.emitter.argument(member, &field.value, Scope::Model);
        match (&field.value, field.boxed) {
            (_, false) => (rust, value),
            (Type::Nullable(_), true) => (rust, quote!(#member.map(Box::new))),
            (_, true) => (rust, quote!(Box::new(#member))),
        }
    }

    fn setter(&self, field: &Field, member: &Ident, name: &str) -> TokenStream {
        let name = ident(name);
        let docs = docs::comment(&[format!("Sets {}.", docs::code(&field.name))]);
        let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
        let (rust, value) = match Presence::of(field, true) {
            Presence::Nullable if field.boxed => {
                let rust = self.emitter.rust_type(field.value.without_null(), Scope::Model);
                (quote!(impl Into<rt::Nullable<#rust>>), quote!(#member.into().map(Box::new)))
            }
            Presence::Nullable => {
                let rust = self.emitter.field_type(field, true);
                (quote!(impl Into<#rust>), quote!(#member.into()))
            }
            _ if field.boxed => {
                let rust = self.emitter.rust_type(field.value.without_null(), Scope::Model);
                (rust, quote!(Some(Box::new(#member))))
            }
            _ => {
                let (rust, value) =
                    self.emitter.argument(member, field.value.without_null(), Scope::Model);
                (rust, quote!(Some(#value)))
            }
        };
        quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #name(mut self, #member: #rust) -> Self {
                self.#member = #value;
                self
            }
        }
    }

    /// How it is read and written.
    fn wire(&self) -> TokenStream {
        let name = &self.name;
        let text = name.to_string();
        let table = self.record.fields.iter().map(|field| {
            let (kind, name) = (table_kind(field), &field.name);
            quote!(rt::Field::#kind(#name))
        });
        let (blank, read, extra, decide, write) =
            (self.blank(), self.read(), self.extra(), self.decide(), self.write());
        quote! {
            impl rt::Record for #name {
                const NAME: &'static str = #text;
                const FIELDS: &'static [rt::Field] = &[#(#table),*];
                #blank
                #read
                #extra
                #decide
                #write
            }
        }
    }

    fn blank(&self) -> TokenStream {
        let value = if self.has_default() {
            quote!(Self::default())
        } else if !self.in_request() {
            let blank = self.fields().map(|(field, member)| match Presence::of(field, false) {
                Presence::Plain => quote!(#member: rt::blank()),
                _ => quote!(#member: None),
            });
            let additional = self.record.additional.iter().map(|_| {
                let member = &self.additional;
                quote!(#member: Default::default())
            });
            let fields = blank.chain(additional);
            quote!(Self { #(#fields),* })
        } else if has_required_struct(self.definition) {
            let name = &self.required_name;
            let fields = required(self.record).map(|(index, _)| {
                let member = &self.members[index];
                quote!(#member: rt::blank())
            });
            quote!(Self::new(#name { #(#fields),* }))
        } else {
            let values = required(self.record).map(|(_, field)| match &field.value {
                Type::String | Type::Secret => {
                    let rust = self.emitter.rust_type(&field.value, Scope::Model);
                    quote!(rt::blank::<#rust>())
                }
                _ => quote!(rt::blank()),
            });
            quote!(Self::new(#(#values),*))
        };
        quote!(fn blank() -> Self { #value })
    }

    fn read(&self) -> Option<TokenStream> {
        let last = self.members.len().checked_sub(1)?;
        let calls: Vec<TokenStream> = self
            .fields()
            .map(|(field, member)| {
                let method =
                    ident(if field.decided_by.is_some() { "read_undecided" } else { "read" });
                quote!(from.#method(&mut self.#member))
            })
            .collect();
        let arms = calls.iter().enumerate().map(|(index, call)| {
            let pattern = if index == last {
                quote!(_)
            } else {
                let index = Literal::usize_unsuffixed(index);
                quote!(#index)
            };
            quote!(#pattern => #call)
        });
        let body = if last == 0 { quote!(#(#calls;)*) } else { quote!(match field { #(#arms,)* }) };
        let field = if last == 0 { quote!(_field) } else { quote!(field) };
        Some(quote! {
            fn read(&mut self, #field: usize, from: &mut impl rt::Entry) {
                #body
            }
        })
    }

    fn decide(&self) -> Option<TokenStream> {
        let call = |(field, member)| {
            sibling::call(self.emitter, self.record, &self.members, field, member)
        };
        sibling::function(self.fields().filter_map(call).collect())
    }

    fn extra(&self) -> Option<TokenStream> {
        self.record.additional.as_ref()?;
        let member = &self.additional;
        Some(quote! {
            fn extra(&mut self, key: String, from: &mut impl rt::Entry) {
                from.read_into_map(&mut self.#member, key);
            }
        })
    }

    fn write(&self) -> Option<TokenStream> {
        let fields = self.fields().map(|(field, member)| {
            let name = &field.name;
            let method = if field.required { ident("field") } else { ident("optional") };
            quote!(to.#method(#name, &self.#member))
        });
        let additional = self.record.additional.iter().map(|_| {
            let member = &self.additional;
            quote!(to.entries(&self.#member))
        });
        let calls: Vec<TokenStream> = fields.chain(additional).collect();
        (!calls.is_empty()).then(|| {
            quote! {
                fn write(&self, to: &mut impl rt::FieldWriter) { #(#calls;)* }
            }
        })
    }
}

/// How the table of fields calls a field.
fn table_kind(field: &Field) -> Ident {
    match (field.required, &field.value) {
        (false, _) => ident("Optional"),
        (true, Type::Nullable(_) | Type::Json) => ident("Nullable"),
        (true, _) => ident("Required"),
    }
}

/// The documentation of a field.
fn field_documentation(field: &Field, decision: Option<String>) -> TokenStream {
    let described = field.description.as_deref().map(docs::text).filter(|text| !text.is_empty());
    let mut paragraphs = vec![described.unwrap_or_else(|| format!("{}.", docs::code(&field.name)))];
    if let Some(default) = &field.default {
        paragraphs.push(format!("Left out, it means {}.", docs::code(&default.to_string())));
    }
    paragraphs.extend(bounds(field));
    paragraphs.extend(decision);
    if field.deprecated {
        paragraphs.push("**Deprecated.**".into());
    }
    docs::comment(&paragraphs)
}

/// What values are allowed, in words.
fn bounds(field: &Field) -> Option<String> {
    let bounds = &field.bounds;
    let unit =
        if matches!(field.value.without_null(), Type::Array(_)) { "items" } else { "characters" };
    let mut words = Vec::new();
    let limit = |(value, exclusive): (f64, bool), with: &str, without: &str| {
        format!("{} {value}", if exclusive { without } else { with })
    };
    words.extend(bounds.minimum.map(|bound| limit(bound, "at least", "more than")));
    words.extend(bounds.maximum.map(|bound| limit(bound, "at most", "less than")));
    words.extend(bounds.multiple_of.map(|value| format!("a multiple of {value}")));
    words.extend(bounds.min_length.map(|length| format!("at least {length} {unit}")));
    words.extend(bounds.max_length.map(|length| format!("at most {length} {unit}")));
    words.extend(
        bounds.pattern.as_deref().map(|pattern| format!("matches {}", docs::code(pattern))),
    );
    words.extend(bounds.unique.then(|| "no item twice".to_owned()));
    (!words.is_empty()).then(|| format!("Allowed: {}.", words.join(", ")))
}
