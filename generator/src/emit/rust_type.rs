//! Emits Rust types as tokens.

use super::{Emitter, ident};
use crate::config::rust_type_path;
use crate::surface::{Known, RustType, integer};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The place where a type is written, which decides the paths to other types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In a file of a model.
    Model,
    /// In a file of operations.
    Operation,
    /// In an example, outside the crate.
    Example,
}

impl Emitter<'_> {
    /// The initial value of a field that is not given.
    pub(super) fn unset(self, known: Option<&Known>, scope: Scope) -> TokenStream {
        match known {
            None => quote!(Default::default()),
            Some(Known::Text(text)) => quote!(#text.to_owned()),
            Some(Known::Flag(flag)) => quote!(#flag),
            Some(Known::Variant { of, ident: variant }) => {
                let rust = self.rust_type(&RustType::Model(of.clone()), scope);
                let variant = ident(variant);
                quote!(#rust::#variant)
            }
        }
    }

    /// The tokens of a type.
    pub(super) fn rust_type(self, rust: &RustType, scope: Scope) -> TokenStream {
        let inner = |rust| self.rust_type(rust, scope);
        let root = match scope {
            Scope::Model | Scope::Operation => quote!(rt),
            Scope::Example => {
                let krate = ident(&self.crate_ident());
                quote!(#krate)
            }
        };
        match rust {
            RustType::Unit => quote!(()),
            RustType::Bool => quote!(bool),
            RustType::Integer(format) => {
                let name = ident(integer(*format));
                quote!(#name)
            }
            RustType::Float { single: true } => quote!(f32),
            RustType::Float { single: false } => quote!(f64),
            RustType::String => quote!(String),
            RustType::Runtime(kind) => {
                let name = ident(kind.ident());
                quote!(#root::#name)
            }
            RustType::Model(name) => {
                let name = ident(name);
                match scope {
                    Scope::Model => quote!(#name),
                    Scope::Operation => quote!(models::#name),
                    Scope::Example => quote!(#root::models::#name),
                }
            }
            RustType::Custom(path) => {
                let path = rust_type_path(path, &self.config.package.dependencies);
                quote!(#path)
            }
            RustType::Vec(items) => {
                let items = inner(items);
                quote!(Vec<#items>)
            }
            RustType::Map(values) => {
                let values = inner(values);
                quote!(std::collections::BTreeMap<String, #values>)
            }
            RustType::Option(value) => {
                let value = inner(value);
                quote!(Option<#value>)
            }
            RustType::Nullable(value) => {
                let value = inner(value);
                quote!(#root::Nullable<#value>)
            }
            RustType::Boxed(value) => {
                let value = inner(value);
                quote!(Box<#value>)
            }
            RustType::Stream(kind, item) => {
                let (name, item) = (ident(kind.ident()), inner(item));
                quote!(#root::#name<#item>)
            }
            RustType::Into(value) => {
                let value = inner(value);
                quote!(impl Into<#value>)
            }
        }
    }
}

/// The expression that converts an argument to the type of its field.
pub(super) fn converted_argument(
    name: &Ident,
    argument: &RustType,
    rust: &RustType,
) -> TokenStream {
    match (argument, rust) {
        (argument, rust) if argument == rust => quote!(#name),
        (RustType::Option(_), RustType::Option(value)) if matches!(**value, RustType::Boxed(_)) => {
            quote!(#name.map(Box::new))
        }
        (RustType::Into(argument), rust) if **argument == *rust => quote!(#name.into()),
        (RustType::Into(argument), RustType::Boxed(value)) if argument == value => {
            quote!(Box::new(#name.into()))
        }
        (RustType::Into(_), RustType::Nullable(_)) => quote!(#name.into().map(Box::new)),
        (argument, RustType::Option(value)) => {
            let value = converted_argument(name, argument, value);
            quote!(Some(#value))
        }
        _ => quote!(Box::new(#name)),
    }
}

/// A field of a struct expression.
pub(super) fn initial(name: &Ident, argument: &RustType, rust: &RustType) -> TokenStream {
    if argument == rust {
        quote!(#name)
    } else {
        let value = converted_argument(name, argument, rust);
        quote!(#name: #value)
    }
}
