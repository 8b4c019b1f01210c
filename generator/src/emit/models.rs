//! Emits one file for each type, and the module that gathers them.

use super::layout;
use super::{Emitter, conversion, docs, enumeration, gate, ident, record, union};
use crate::ir::{Type, TypeId, TypeKind};
use crate::surface::{Constructor, StructItem, TypeItem, TypeItemKind};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// `src/models/`.
pub(super) fn files(emitter: Emitter<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("src/models/mod.rs".to_owned(), module(emitter));
    for index in 0..emitter.api.types.len() {
        let item = emitter.surface.of(TypeId(index));
        files.insert(format!("src/models/{}.rs", item.module), model(emitter, TypeId(index)));
    }
    files
}

/// The module that gathers them.
fn module(emitter: Emitter<'_>) -> String {
    let mut types: Vec<&TypeItem> = emitter.surface.types.iter().collect();
    types.sort_by_key(|item| &item.module);
    let modules = types.iter().map(|item| {
        let (gate, module) = (gate(&item.features), ident(&item.module));
        quote!(#gate mod #module;)
    });
    let uses = types.iter().map(|item| {
        let (gate, module, name) = (gate(&item.features), ident(&item.module), ident(&item.ident));
        match &item.kind {
            TypeItemKind::Struct(StructItem {
                constructor: Constructor::Required { ident: required, .. },
                ..
            }) => {
                let required = ident(required);
                quote!(#gate pub use #module::{#name, #required};)
            }
            _ => quote!(#gate pub use #module::#name;),
        }
    });
    let title = docs::code(&emitter.api.title);
    let docs = docs::inner(&[format!("The types in requests and responses of {title}.")]);
    layout::file(&emitter.header(), &docs, [quote!(#(#modules)*), quote!(#(#uses)*)])
}

/// The file of one type.
fn model(emitter: Emitter<'_>, id: TypeId) -> String {
    let definition = emitter.api.definition(id);
    let mut items = Vec::new();
    let others: BTreeSet<String> = definition
        .kind
        .values()
        .filter_map(Type::named)
        .filter(|other| *other != id)
        .map(|other| emitter.surface.of(other).ident.clone())
        .chain(emitter.surface.of(id).from.clone())
        .collect();
    let others: Vec<_> = others.iter().map(|name| ident(name)).collect();
    match others.as_slice() {
        [] => {}
        [only] => items.push(quote!(use super::#only;)),
        several => items.push(quote!(use super::{#(#several),*};)),
    }
    items.push(quote!(
        use crate::runtime as rt;
    ));
    items.extend(match (&definition.kind, &emitter.surface.of(id).kind) {
        (TypeKind::Record(record), TypeItemKind::Struct(item)) => {
            record::items(emitter, id, record, item)
        }
        (TypeKind::StringEnum(values), TypeItemKind::Enum(item)) => {
            enumeration::strings(emitter, id, values, item)
        }
        (TypeKind::IntegerEnum(values), TypeItemKind::Enum(item)) => {
            enumeration::integers(emitter, id, values, item)
        }
        (TypeKind::Union(union), TypeItemKind::Union(items)) => {
            union::items(emitter, id, union, items)
        }
        _ => unreachable!("the surface and the IR are parallel"),
    });
    items.extend(conversion::conversion(emitter, id));
    layout::file(&emitter.header(), &[], items)
}
