//! The items of a crate in, what each lets users write out.

use super::condition::Condition;
use super::names::{Module, Names, is_hidden, is_public};
use super::{Entry, Public};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemEnum, ItemImpl, ItemMacro, ItemStruct,
    ReceiverKind, Signature,
};

/// Reads what a crate lets users write.
pub(super) struct Reader<'n> {
    names: &'n Names,
    public: &'n mut Public,
}

/// Where an item stands, and what is around it compiled for.
#[derive(Clone, Copy)]
struct Home<'n> {
    path: &'n str,
    when: &'n [Condition],
}

impl<'n> Reader<'n> {
    pub(super) fn read(names: &'n Names, public: &'n mut Public) {
        let mut reader = Reader { names, public };
        for (defined, ways) in names.reached() {
            for way in ways {
                reader.defined(defined, Home { path: &way.path, when: &way.when });
            }
        }
        for (path, Module { items, when, .. }) in &names.modules {
            for item in &items.items {
                let home = Home { path, when };
                match item {
                    Item::Impl(own) => reader.implementation(home, own),
                    Item::Macro(own) => reader.invocation(home, own),
                    _ => {}
                }
            }
        }
    }

    fn add(
        &mut self,
        what: String,
        says: impl Into<String>,
        when: &[Condition],
        attributes: &[Attribute],
    ) {
        let when = [when, &Condition::all(attributes)].concat();
        self.public.entries.entry(what).or_default().push(Entry { says: says.into(), when });
    }

    /// What users reach by a path.
    fn defined(&mut self, defined: &str, way: Home<'_>) {
        let (module, name) = defined.rsplit_once("::").unwrap_or(("", defined));
        let own = self.names.modules.get(module);
        for item in own.map_or(&[][..], |own| &own.items.items) {
            let full = |code| self.names.in_full(module, code);
            let (ident, says) = match item {
                Item::Struct(own) if own.ident == name => return self.record(module, way, own),
                Item::Enum(own) if own.ident == name => return self.choice(module, way, own),
                Item::Const(own) => (&own.ident, full(own.ty.to_token_stream())),
                Item::Static(own) => (&own.ident, full(own.ty.to_token_stream())),
                Item::Fn(own) => (&own.sig.ident, full(signature(&own.sig))),
                Item::Type(own) => {
                    let (generics, is) = (&own.generics, &own.ty);
                    (&own.ident, full(quote!(#generics #is)))
                }
                Item::Trait(own) => {
                    let (generics, supertraits) = (&own.generics, &own.supertraits);
                    (&own.ident, full(quote!(#generics: #supertraits)))
                }
                _ => continue,
            };
            if ident == name {
                return self.add(way.path.to_owned(), says, way.when, &[]);
            }
        }
        // A module, or something of another crate.
        let says = if self.names.modules.contains_key(defined) { "mod" } else { defined };
        self.add(way.path.to_owned(), says, way.when, &[]);
    }

    fn record(&mut self, module: &str, way: Home<'_>, own: &ItemStruct) {
        let Home { path, when } = way;
        let generics = &own.generics;
        let says = self.names.in_full(module, quote!(struct #generics));
        self.add(path.to_owned(), says, when, &[]);
        self.derives(path, when, &own.attrs);
        let names: Vec<String> = members(&own.fields);
        let is_visible = own.fields.iter().all(|field| is_public(&field.vis));
        if is_visible && !is_open(&own.attrs) {
            // Users write all fields, to make one or to take one apart.
            let style = match own.fields {
                Fields::Named(_) => "{}",
                Fields::Unnamed(_) => "()",
                Fields::Unit => "",
            };
            let says = format!("{style} {}", names.join(" "));
            self.add(format!("all of {path}"), says, when, &[]);
        }
        for (name, field) in names.iter().zip(&own.fields) {
            if is_public(&field.vis) && !is_hidden(&field.attrs) {
                let says = self.names.in_full(module, field.ty.to_token_stream());
                self.add(format!("{path}.{name}"), says, when, &field.attrs);
            }
        }
    }

    fn choice(&mut self, module: &str, way: Home<'_>, own: &ItemEnum) {
        let Home { path, when } = way;
        let generics = &own.generics;
        let says = self.names.in_full(module, quote!(enum #generics));
        self.add(path.to_owned(), says, when, &[]);
        self.derives(path, when, &own.attrs);
        if !is_open(&own.attrs) {
            // Users match all variants.
            let names: Vec<String> = own.variants.iter().map(|own| own.ident.to_string()).collect();
            self.add(format!("all of {path}"), names.join(" "), when, &[]);
        }
        for variant in &own.variants {
            let says = self.names.in_full(module, variant.fields.to_token_stream());
            self.add(format!("{path}::{}", variant.ident), says, when, &variant.attrs);
        }
    }

    /// The derived traits, which are as good as written ones.
    fn derives(&mut self, path: &str, when: &[Condition], attributes: &[Attribute]) {
        for derived in attributes.iter().filter(|own| own.path().is_ident("derive")) {
            let traits = derived.meta.require_list().unwrap().tokens.to_string();
            for name in traits.split(',') {
                self.add(format!("{path}: {}", name.trim()), "", when, &[]);
            }
        }
    }

    fn implementation(&mut self, home: Home<'_>, own: &ItemImpl) {
        let full = |code| self.names.in_full(home.path, code);
        let of = full(own.self_ty.to_token_stream());
        let when = [home.when, &Condition::all(&own.attrs)].concat();
        let mut kind = None;
        if let Some((path, _)) = &own.trait_ {
            let in_full = full(path.to_token_stream());
            if in_full.contains("crate::") {
                return;
            }
            // `Debug` and `::core::fmt::Debug` are one.
            let last = path.segments.last().unwrap();
            kind = Some(full(last.to_token_stream()));
        }
        // What users cannot name: of it only what others can do with it shows.
        if of.contains("crate::") {
            return;
        }
        let bounds = full(own.generics.where_clause.to_token_stream());
        if let Some(kind) = &kind {
            self.add(format!("{of}: {kind}"), &*bounds, &when, &[]);
        }
        for item in &own.items {
            let (ident, says, attributes) = match (item, &kind) {
                (ImplItem::Fn(own), None) if is_public(&own.vis) => {
                    (&own.sig.ident, full(signature(&own.sig)), &own.attrs)
                }
                (ImplItem::Const(own), None) if is_public(&own.vis) => {
                    (&own.ident, full(own.ty.to_token_stream()), &own.attrs)
                }
                (ImplItem::Type(own), Some(_)) => {
                    (&own.ident, full(own.ty.to_token_stream()), &own.attrs)
                }
                _ => continue,
            };
            if !is_hidden(attributes) {
                let of = kind.as_ref().map_or_else(|| of.clone(), |kind| format!("{of}: {kind}"));
                self.add(format!("{of}::{ident}"), format!("{says} {bounds}"), &when, attributes);
            }
        }
    }

    /// A macro that implements traits for a type, which is its first argument. Which ones, its name says.
    fn invocation(&mut self, home: Home<'_>, own: &ItemMacro) {
        let mut path = TokenStream::new();
        let mut more = TokenStream::new();
        let mut is_first = true;
        for token in own.mac.tokens.clone() {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == ',' => is_first = false,
                // What is in there are names of members, and texts.
                TokenTree::Group(_) | TokenTree::Literal(_) => {}
                _ if is_first => path.extend([token]),
                _ => more.extend([token]),
            }
        }
        let of = self.names.in_full(home.path, path);
        // A macro that is defined here has a name.
        if own.ident.is_some() || !self.names.is_reached(&of) {
            return;
        }
        let name = own.mac.path.segments.last().unwrap().ident.to_string();
        let says = self.names.in_full(home.path, more);
        self.add(format!("{of}: {name}!"), says, home.when, &own.attrs);
    }
}

/// Whether users can neither make nor match all of it.
fn is_open(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|own| own.path().is_ident("non_exhaustive"))
}

fn members(fields: &Fields) -> Vec<String> {
    fields.members().map(|member| member.to_token_stream().to_string()).collect()
}

/// What callers must know of a function: not what it calls its arguments.
fn signature(own: &Signature) -> TokenStream {
    let arguments = own.inputs.iter().map(|argument| match argument {
        FnArg::Typed(argument) => argument.ty.to_token_stream(),
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Value => quote!(self),
            _ => receiver.to_token_stream(),
        },
    });
    let Signature { constness, asyncness, generics, output, .. } = own;
    let bounds = &generics.where_clause;
    quote!(#constness #asyncness fn #generics (#(#arguments),*) #output #bounds)
}
