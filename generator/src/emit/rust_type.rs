//! Types of the IR in, Rust types out.

use super::{Emitter, ident};
use crate::ir::{Field, IntegerFormat, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// Where a type is written, which decides how named types are reached.
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
    /// The Rust type of a value.
    pub(super) fn rust_type(self, value: &Type, scope: Scope) -> TokenStream {
        let runtime = self.runtime_path(scope);
        match value {
            Type::Boolean => quote!(bool),
            Type::Integer(format) => integer(*format),
            Type::Number { single: true } => quote!(f32),
            Type::Number { single: false } => quote!(f64),
            Type::String => quote!(String),
            Type::Secret => quote!(#runtime::Secret),
            Type::DateTime => quote!(#runtime::Timestamp),
            Type::Date => quote!(#runtime::Date),
            Type::Uuid => quote!(#runtime::Uuid),
            Type::Base64 => quote!(#runtime::Base64),
            Type::Binary if scope == Scope::Model => quote!(#runtime::File),
            Type::Binary => quote!(#runtime::Body),
            Type::Parts => quote!(#runtime::Form),
            Type::Json => quote!(#runtime::Value),
            Type::Array(items) => {
                let items = self.rust_type(items, scope);
                quote!(Vec<#items>)
            }
            Type::Map(values) => {
                let values = self.rust_type(values, scope);
                quote!(std::collections::BTreeMap<String, #values>)
            }
            Type::Nullable(inner) => {
                let inner = self.rust_type(inner, scope);
                quote!(Option<#inner>)
            }
            Type::Named(id) => {
                let name = ident(&self.names.of(*id).ident);
                match scope {
                    Scope::Model => quote!(#name),
                    Scope::Operation => quote!(models::#name),
                    Scope::Example => {
                        let krate = ident(&self.crate_ident());
                        quote!(#krate::models::#name)
                    }
                }
            }
        }
    }

    /// The Rust type of a field, `Option` and `Nullable` included.
    pub(super) fn field_type(self, field: &Field, in_request: bool) -> TokenStream {
        let inner = self.rust_type(field.value.without_null(), Scope::Model);
        let inner = if field.boxed { quote!(Box<#inner>) } else { inner };
        match Presence::of(field, in_request) {
            Presence::Plain => inner,
            Presence::Option => quote!(Option<#inner>),
            Presence::Nullable => quote!(rt::Nullable<#inner>),
        }
    }

    /// The type of an argument that becomes a value, and the expression that makes the value of it.
    pub(super) fn argument(
        self,
        name: &proc_macro2::Ident,
        value: &Type,
        scope: Scope,
    ) -> (TokenStream, TokenStream) {
        let rust = self.rust_type(value, scope);
        match value {
            Type::String | Type::Secret => (quote!(impl Into<#rust>), quote!(#name.into())),
            Type::Binary if scope != Scope::Model => {
                (quote!(impl Into<#rust>), quote!(#name.into()))
            }
            _ => (rust, quote!(#name)),
        }
    }

    fn runtime_path(self, scope: Scope) -> TokenStream {
        match scope {
            Scope::Model | Scope::Operation => quote!(rt),
            Scope::Example => {
                let krate = ident(&self.crate_ident());
                quote!(#krate)
            }
        }
    }
}

/// How the absence of a field is said in Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It is always there.
    Plain,
    /// `Option`: absent or null are one.
    Option,
    /// `Nullable`: absent and null are two.
    Nullable,
}

impl Presence {
    /// The way of a field.
    pub(super) fn of(field: &Field, in_request: bool) -> Self {
        match (field.required, field.value.is_nullable()) {
            (true, false) => Self::Plain,
            (false, true) if in_request => Self::Nullable,
            _ => Self::Option,
        }
    }
}

fn integer(format: IntegerFormat) -> TokenStream {
    match format {
        IntegerFormat::Int8 => quote!(i8),
        IntegerFormat::Int16 => quote!(i16),
        IntegerFormat::Int32 => quote!(i32),
        IntegerFormat::Int64 => quote!(i64),
        IntegerFormat::Uint8 => quote!(u8),
        IntegerFormat::Uint16 => quote!(u16),
        IntegerFormat::Uint32 => quote!(u32),
        IntegerFormat::Uint64 => quote!(u64),
    }
}
