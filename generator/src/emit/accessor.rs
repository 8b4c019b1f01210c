//! Emits the method of a field with an accessor, which reads the field's value according to its meaning.

use super::{docs, ident};
use crate::ir::{AccessorKind, IntegerFormat};
use crate::surface::{AccessorItem, FieldItem, RustType};
use proc_macro2::TokenStream;
use quote::quote;

/// The method.
pub(super) fn method(item: &FieldItem, accessor: &AccessorItem) -> TokenStream {
    let (name, member) = (ident(&accessor.ident), ident(&item.ident));
    let (bare, field) = match &item.rust {
        RustType::Option(bare) if **bare == RustType::String => {
            (&**bare, Some(quote!(self.#member.as_ref()?)))
        }
        RustType::Option(bare) => (&**bare, Some(quote!(self.#member?))),
        RustType::Nullable(bare) if **bare == RustType::String => {
            (&**bare, Some(quote!(self.#member.as_option()?)))
        }
        RustType::Nullable(bare) => (&**bare, Some(quote!(*self.#member.as_option()?))),
        bare => (bare, None),
    };
    let value = field.clone().unwrap_or_else(|| quote!(self.#member));
    let (output, body) = match accessor.kind {
        AccessorKind::Flag if field.is_none() => (quote!(bool), quote!(#value != 0)),
        AccessorKind::Flag => (quote!(Option<bool>), quote!(Some(#value != 0))),
        AccessorKind::UnixSeconds => {
            let seconds = number(bare, value);
            (quote!(Option<rt::Timestamp>), quote!(rt::instant(#seconds)))
        }
        AccessorKind::Cents if *bare == RustType::String => {
            (quote!(Option<i64>), quote!(#value.trim().parse().ok()))
        }
        AccessorKind::Cents => {
            let cents = match (bare, &item.rust) {
                (RustType::Integer(IntegerFormat::Uint64), _) => quote!(i64::try_from(#value).ok()),
                (RustType::Integer(IntegerFormat::Int64), RustType::Option(_)) => {
                    quote!(self.#member)
                }
                _ => {
                    let cents = number(bare, value);
                    quote!(Some(#cents))
                }
            };
            (quote!(Option<i64>), cents)
        }
    };
    let docs = docs::comment(&[about(accessor.kind, item, field.is_some())]);
    quote! {
        #docs
        pub fn #name(&self) -> #output { #body }
    }
}

/// An integer as `i64`.
fn number(rust: &RustType, value: TokenStream) -> TokenStream {
    match rust {
        RustType::Integer(IntegerFormat::Int64) => value,
        RustType::Integer(IntegerFormat::Uint64) => quote!(i64::try_from(#value).ok()?),
        _ => quote!(i64::from(#value)),
    }
}

fn about(kind: AccessorKind, item: &FieldItem, is_optional: bool) -> String {
    let field = docs::code(item.ident.trim_start_matches("r#"));
    match kind {
        AccessorKind::Flag if is_optional => {
            format!("Whether {field} is not 0; `None` if it is absent.")
        }
        AccessorKind::Flag => format!("Whether {field} is not 0."),
        AccessorKind::UnixSeconds => {
            format!(
                "The instant in {field}, given in seconds since 1970; `None` if it is 0 or absent."
            )
        }
        AccessorKind::Cents => {
            format!("The number of cents in {field}; `None` if it is not a whole number.")
        }
    }
}
