//! Parameters and body of an operation in, the calls that put them into a request out.

use super::paging::Paged;
use super::{Emitter, ident, xml};
use crate::document::MediaType;
use crate::ir::{
    CookieStyle, Encoding, JsonLocation, Location, Operation, Parameter, PartEncoding, PathStyle,
    QueryStyle,
};
use crate::surface::OperationItem;
use proc_macro2::TokenStream;
use quote::quote;

/// The function that builds the request; none for an operation without parameters and body.
pub(super) fn build(
    emitter: Emitter<'_>,
    operation: &Operation,
    item: &OperationItem,
    paged: Option<&Paged<'_>>,
) -> Option<TokenStream> {
    let parameters = operation
        .parameters
        .iter()
        .zip(&item.inputs)
        .map(|(parameter, input)| call(parameter, &input.ident));
    let body = item.inputs.get(operation.parameters.len());
    let calls: Vec<TokenStream> = parameters
        .chain(paged.and_then(Paged::build))
        .chain(body.and_then(|input| self::body(emitter, operation, &input.ident)))
        .collect();
    (!calls.is_empty()).then(|| {
        quote! {
            fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder { request #(#calls)* }
        }
    })
}

/// The call for one parameter.
fn call(parameter: &Parameter, name: &str) -> TokenStream {
    let (wire, member) = (&parameter.name, ident(name));
    let plain = ident(parameter.location.name());
    match style(parameter.location) {
        (_, true) => quote!(.#plain(#wire, &self.#member)),
        (style, false) => {
            let styled = ident(&format!("{plain}_styled"));
            quote!(.#styled(#wire, &self.#member, #style))
        }
    }
}

/// The style, and whether it is the default of its location.
fn style(location: Location) -> (TokenStream, bool) {
    let (name, explode, default_explode, is_default) = match location {
        Location::Path(style, explode, _) => match style {
            PathStyle::Simple => ("SIMPLE", explode, false, true),
            PathStyle::Label => ("LABEL", explode, false, false),
            PathStyle::Matrix => ("MATRIX", explode, false, false),
        },
        Location::Query(style, explode, _) => match style {
            QueryStyle::Form => ("FORM", explode, true, true),
            QueryStyle::SpaceDelimited => ("SPACE_DELIMITED", explode, false, false),
            QueryStyle::PipeDelimited => ("PIPE_DELIMITED", explode, false, false),
            QueryStyle::DeepObject => ("DEEP_OBJECT", explode, true, false),
        },
        Location::Header(explode) => ("SIMPLE", explode, false, true),
        Location::Cookie(CookieStyle::Form, explode) => ("FORM", explode, true, true),
        Location::Cookie(CookieStyle::Cookie, explode) => ("COOKIE", explode, true, false),
        Location::Json(
            JsonLocation::Path | JsonLocation::Query | JsonLocation::Header | JsonLocation::Cookie,
        ) => ("JSON", false, false, false),
    };
    let reserved = location.keeps_reserved();
    let is_usual = is_default && explode == default_explode && !reserved;
    let name = ident(name);
    let explode = (explode != default_explode).then(|| quote!(.explode(#explode)));
    let reserved = reserved.then(|| quote!(.allow_reserved()));
    (quote!(rt::Style::#name #explode #reserved), is_usual)
}

/// The call for the body.
fn body(emitter: Emitter<'_>, operation: &Operation, name: &str) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let content = body.contents.first()?;
    let member = ident(name);
    let media_type = match content.media_type.as_str() {
        wild if wild.contains('*') && content.encoding == Encoding::Json => "application/json",
        wild if wild.contains('*') && content.encoding == Encoding::Text => "text/plain",
        wild if wild.contains('*') && content.encoding == Encoding::Multipart => {
            "multipart/form-data"
        }
        wild if wild.contains('*') => "application/octet-stream",
        media_type => media_type,
    };
    let value = match (body.required, content.encoding) {
        (true, Encoding::Multipart) => quote!(Some((&self.#member).into())),
        (false, Encoding::Multipart) => quote!(self.#member.as_ref().map(Into::into)),
        (true, _) => quote!(Some(&self.#member)),
        (false, Encoding::Text) => quote!(self.#member.as_deref()),
        (false, _) => quote!(self.#member.as_ref()),
    };
    Some(match content.encoding {
        Encoding::Json => quote!(.json(#media_type, #value)),
        Encoding::Events | Encoding::JsonLines | Encoding::JsonSequence => {
            unreachable!("streams are not sent")
        }
        Encoding::Form => {
            let styles: Vec<_> = content.encodings.iter().filter_map(field_style).collect();
            match styles.as_slice() {
                [] => quote!(.form(#value)),
                styles => quote!(.form_styled(const { &[#(#styles),*] }, #value)),
            }
        }
        Encoding::Xml => xml::writer(emitter, &content.pointer, media_type, &value),
        Encoding::Text => quote!(.text(#media_type, #value)),
        Encoding::Binary => quote!(.body(#media_type, #value)),
        Encoding::Multipart => {
            let parts = content.encodings.iter().filter_map(|own| {
                let (name, media_type) = (&own.name, own.media_type()?);
                Some(quote!((#name, #media_type)))
            });
            match MediaType::of(media_type).essence() {
                "multipart/form-data" => quote!(.multipart(&[#(#parts),*], #value)),
                _ => quote!(.multipart_as(#media_type, &[#(#parts),*], #value)),
            }
        }
    })
}

/// The name of a form's field and its style, if it has one.
fn field_style(own: &PartEncoding) -> Option<TokenStream> {
    let (name, (style, _)) = (&own.name, style(own.location()?));
    Some(quote!((#name, #style)))
}
