//! Emits objects as structs.

use super::rust_type::{Scope, converted_argument, initial};
use super::{Emitter, accessor, constraints, docs, ident, multipart, sibling, type_docs};
use crate::ir::{Field, Form, Record, Sequence, Type, TypeDefinition, TypeId};
use crate::surface::{ArgumentItem, Constructor, FieldItem, Runtime, RustType, StructItem};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The items of a struct.
pub(super) fn items(
    emitter: Emitter<'_>,
    id: TypeId,
    record: &Record,
    item: &StructItem,
) -> Vec<TokenStream> {
    let definition = emitter.api.definition(id);
    let name = ident(&emitter.surface.of(id).ident);
    let structure = Structure { emitter, definition, record, item, name };
    let mut items = vec![structure.definition()];
    items.extend(structure.required_definition());
    items.extend(structure.default());
    items.extend(structure.constructor());
    if definition.form == Form::Multipart {
        let further = multipart::further_type(emitter.api, definition.schema);
        items.push(multipart::form(&structure.name, record, item, further));
        return items;
    }
    items.push(structure.wire());
    let name = &structure.name;
    let members = structure.fields().map(|(field, _, member)| {
        let hidden = field.hidden.then(|| ident("hidden"));
        quote!(#hidden #member)
    });
    let members = members.chain(structure.further().map(|further| quote!(#further)));
    items.push(quote!(rt::record!(#name { #(#members),* });));
    items
}

/// A struct being emitted.
struct Structure<'a> {
    emitter: Emitter<'a>,
    definition: &'a TypeDefinition,
    record: &'a Record,
    item: &'a StructItem,
    name: Ident,
}

impl Structure<'_> {
    fn fields(&self) -> impl Iterator<Item = (&Field, &FieldItem, Ident)> {
        let fields = self.record.fields.iter().zip(&self.item.fields);
        fields.map(|(field, item)| (field, item, ident(&item.ident)))
    }

    /// The field for further fields.
    fn further(&self) -> Option<Ident> {
        self.item.further.as_ref().map(|further| ident(&further.ident))
    }

    fn rust_type(&self, rust: &RustType) -> TokenStream {
        self.emitter.rust_type(rust, Scope::Model)
    }

    fn definition(&self) -> TokenStream {
        let docs = type_docs::documentation(self.definition);
        let name = &self.name;
        let fields = (0..self.item.fields.len()).map(|index| self.field(index));
        let further = self.item.further.as_ref().map(|further| {
            let (member, rust) = (ident(&further.ident), self.rust_type(&further.rust));
            quote!(#[doc = " Further fields, by name."] pub #member: #rust)
        });
        let debug = (self.definition.form == Form::Multipart).then(|| quote!(Debug,));
        let is_derived = self.item.default && !self.has_known();
        let default = is_derived.then(|| quote!(, Default));
        let fields = fields.chain(further);
        let beside = self.emitter.beside(name);
        quote! {
            #docs
            #[derive(#debug Clone, PartialEq #default)]
            #beside
            #[non_exhaustive]
            pub struct #name { #(#fields,)* }
        }
    }

    /// The name of a field in the documentation, or its number if the record is a list.
    fn called(&self, field: &Field) -> String {
        match (self.record.sequence, field.name.parse::<usize>()) {
            (None, _) => docs::code(&field.name),
            (Some(_), Ok(index)) => format!("item {}", index + 1),
            (Some(_), Err(_)) => "the remaining items".to_owned(),
        }
    }

    /// The definition of a field.
    fn field(&self, index: usize) -> TokenStream {
        let (field, item) = (&self.record.fields[index], &self.item.fields[index]);
        let decision = sibling::documentation(self.emitter, self.record, field);
        let docs = field_documentation(field, &self.called(field), decision);
        let (member, rust) = (ident(&item.ident), self.rust_type(&item.rust));
        quote!(#docs pub #member: #rust)
    }

    /// The struct of the required fields, if they are too many for arguments.
    fn required_definition(&self) -> Option<TokenStream> {
        let Constructor::Required { ident: name, fields } = &self.item.constructor else {
            return None;
        };
        let hides = fields.iter().any(|&index| self.record.fields[index].hidden);
        let text = name.as_str();
        let name = ident(name);
        let docs = docs::comment(&[format!("The required fields of a [`{}`].", self.name)]);
        let fields = fields.iter().map(|&index| self.field(index));
        let derived = (!hides).then(|| quote!(Debug,));
        let written = hides.then(|| {
            quote! {
                impl std::fmt::Debug for #name {
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.debug_struct(#text).finish_non_exhaustive()
                    }
                }
            }
        });
        Some(quote! {
            #docs
            #[derive(#derived Clone)]
            pub struct #name { #(#fields,)* }
            #written
        })
    }

    /// `new`, the setters and the accessors.
    fn constructor(&self) -> Option<TokenStream> {
        let name = &self.name;
        let setters = self.fields().filter_map(|(field, item, _)| {
            item.setter.as_ref().map(|setter| self.setter(field, item, setter))
        });
        let accessors = self.item.fields.iter();
        let accessors =
            accessors.filter_map(|item| Some(accessor::method(item, item.accessor.as_ref()?)));
        let functions = self.new_function().into_iter().chain(setters).chain(accessors);
        let functions: Vec<TokenStream> = functions.collect();
        (!functions.is_empty()).then(|| quote!(impl #name { #(#functions)* }))
    }

    fn new_function(&self) -> Option<TokenStream> {
        let (arguments, values) = match &self.item.constructor {
            Constructor::None => return None,
            Constructor::New(arguments) => {
                let parts = arguments.iter().map(|argument| {
                    let field = &self.item.fields[argument.field];
                    let (member, rust) = (ident(&field.ident), self.rust_type(&argument.rust));
                    let value = initial(&member, &argument.rust, &field.rust);
                    (quote!(#member: #rust), value)
                });
                let (arguments, values): (Vec<_>, Vec<_>) = parts.unzip();
                (quote!(#(#arguments),*), values)
            }
            Constructor::Required { ident: name, fields } => {
                let name = ident(name);
                let values = fields.iter().map(|&index| {
                    let member = ident(&self.item.fields[index].ident);
                    quote!(#member: required.#member)
                });
                (quote!(required: #name), values.collect())
            }
        };
        let given = self.item.constructor.fields();
        let rest = self.unset(&given);
        let known = self.item.fields.iter().filter(|item| item.known.is_some());
        let known: Vec<String> = known.map(|item| format!("`{}`", item.ident)).collect();
        let only = match known.as_slice() {
            [] => String::new(),
            _ => format!(", of which {} can have only one value", known.join(", ")),
        };
        let left_out = if rest.is_empty() { "" } else { "; the rest is left out" };
        let docs =
            docs::comment(&[format!("Creates a value from its required fields{only}{left_out}.")]);
        Some(quote! {
            #docs
            pub fn new(#arguments) -> Self { Self { #(#values,)* #(#rest,)* } }
        })
    }

    /// The initial values of fields that are not given.
    fn unset(&self, given: &[usize]) -> Vec<TokenStream> {
        let rest = self.fields().enumerate().filter(|(index, _)| !given.contains(index));
        let rest = rest.map(|(_, (_, item, member))| {
            let value = self.emitter.unset(item.known.as_ref(), Scope::Model);
            quote!(#member: #value)
        });
        let further = self.further().map(|member| quote!(#member: Default::default()));
        rest.chain(further).collect()
    }

    /// The `Default` implementation, if it cannot be derived.
    fn default(&self) -> Option<TokenStream> {
        let name = &self.name;
        let values = self.has_known().then(|| self.unset(&[]))?;
        self.item.default.then(|| {
            quote! {
                impl Default for #name {
                    fn default() -> Self { Self { #(#values),* } }
                }
            }
        })
    }

    fn has_known(&self) -> bool {
        self.item.fields.iter().any(|item| item.known.is_some())
    }

    fn setter(&self, field: &Field, item: &FieldItem, setter: &ArgumentItem) -> TokenStream {
        let (name, member) = (ident(&setter.ident), ident(&item.ident));
        let docs = docs::comment(&[format!("Sets {}.", self.called(field))]);
        let deprecated = item.deprecated.then(|| quote!(#[deprecated]));
        let rust = self.rust_type(&setter.rust);
        let value = converted_argument(&member, &setter.rust, &item.rust);
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

    /// The implementation that reads and writes the record.
    fn wire(&self) -> TokenStream {
        let name = &self.name;
        let table = self.record.fields.iter().map(|field| {
            let text = format!("{}{}", sign(field), field.name);
            quote!(#text)
        });
        let (blank, read, extra, write) = (self.blank(), self.read(), self.extra(), self.write());
        let decide = sibling::function(self.emitter, self.record, self.item);
        let sequence = self.record.sequence.map(|sequence| {
            let kind = match sequence {
                Sequence::Exact => quote!(Exact),
                Sequence::WithRest => quote!(WithRest),
                Sequence::Open => quote!(Open),
            };
            quote!(const SEQUENCE: Option<rt::Sequence> = Some(rt::Sequence::#kind);)
        });
        let is_open = self.further().is_some().then(|| {
            quote!(
                const IS_OPEN: bool = true;
            )
        });
        quote! {
            impl rt::Record for #name {
                const FIELDS: &'static [rt::Field] = &[#(#table),*];
                #sequence
                #is_open
                #blank
                #read
                #extra
                #decide
                #write
            }
        }
    }

    fn blank(&self) -> TokenStream {
        // The default of a date is in the year 0, but a missing date is read as the first day of 1970.
        let has_date =
            self.item.fields.iter().any(|item| item.rust == RustType::Runtime(Runtime::Date));
        // A missing field is read as empty, even if `Default` and `new` fill in a known value.
        let constructor =
            if self.has_known() { &Constructor::None } else { &self.item.constructor };
        let value = match constructor {
            _ if self.item.default && !has_date && !self.has_known() => quote!(Self::default()),
            Constructor::None => {
                let fields = self.fields().map(|(_, item, member)| match item.rust {
                    RustType::Option(_) => quote!(#member: None),
                    _ => quote!(#member: rt::blank()),
                });
                let further = self.further().map(|member| quote!(#member: Default::default()));
                let fields = fields.chain(further);
                quote!(Self { #(#fields),* })
            }
            Constructor::New(arguments) => {
                let values = arguments.iter().map(|argument| match &argument.rust {
                    RustType::Into(rust) => {
                        let rust = self.rust_type(rust);
                        quote!(rt::blank::<#rust>())
                    }
                    _ => quote!(rt::blank()),
                });
                quote!(Self::new(#(#values),*))
            }
            Constructor::Required { ident: name, fields } => {
                let name = ident(name);
                let members = fields.iter().map(|&index| ident(&self.item.fields[index].ident));
                quote!(Self::new(#name { #(#members: rt::blank()),* }))
            }
        };
        quote!(fn blank() -> Self { #value })
    }

    fn read(&self) -> Option<TokenStream> {
        let last = self.item.fields.len().checked_sub(1)?;
        let calls: Vec<TokenStream> = self
            .fields()
            .map(|(field, _, member)| {
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

    fn extra(&self) -> Option<TokenStream> {
        let member = self.further()?;
        let is_partial = self.record.has_others;
        let method = ident(if is_partial { "read_into_map_if_fit" } else { "read_into_map" });
        Some(quote! {
            fn extra(&mut self, key: String, from: &mut impl rt::Entry) {
                from.#method(&mut self.#member, key);
            }
        })
    }

    fn write(&self) -> Option<TokenStream> {
        let fields = self.fields().map(|(field, _, member)| {
            let method = if field.required { ident("field") } else { ident("optional") };
            quote!(to.#method(&self.#member))
        });
        let further = self.further().map(|member| quote!(to.entries(&self.#member)));
        let calls: Vec<TokenStream> = fields.chain(further).collect();
        (!calls.is_empty()).then(|| {
            quote! {
                fn write(&self, to: &mut impl rt::FieldWriter) { #(#calls;)* }
            }
        })
    }
}

/// The sign before the name of a field in the table.
fn sign(field: &Field) -> char {
    match (field.required, &field.value) {
        (false, Type::Nullable(_) | Type::Json) => '*',
        (false, _) => '?',
        (true, Type::Nullable(_) | Type::Json) => '~',
        (true, _) => '!',
    }
}

/// The documentation of a field.
fn field_documentation(field: &Field, called: &str, decision: Option<String>) -> TokenStream {
    let described = field.description.as_deref().map(docs::text).filter(|text| !text.is_empty());
    let mut paragraphs = vec![described.unwrap_or_else(|| sentence(called))];
    paragraphs.extend(constraints::paragraphs(&field.constraints, field.required));
    paragraphs.extend(decision);
    if field.deprecated {
        paragraphs.push("**Deprecated.**".into());
    }
    docs::comment(&paragraphs)
}

/// Words as a sentence.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).chain(['.']).collect()
}
