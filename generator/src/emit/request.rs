//! Emits the calls that put the parameters and the body of an operation into a request.

use super::operation_context::OperationContext;
use super::paging::Paged;
use super::{Emitter, ident, xml};
use crate::document::{BYTES, MediaType};
use crate::ir::{
    Asked, Content, CookieStyle, Encoding, JsonLocation, Location, Operation, Parameter,
    PartEncoding, PathStyle, QueryStyle, Type,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// The function that builds the request; none for an operation without parameters and body.
pub(super) fn build(context: OperationContext<'_>) -> Option<TokenStream> {
    let OperationContext { emitter, operation, item, paged, .. } = context;
    let mut made = Made::default();
    for (parameter, input) in operation.parameters.iter().zip(&item.inputs) {
        let member = ident(&input.ident);
        if parameter.required || !may_be_json_null(parameter) {
            made.push(call(parameter, &quote!(&self.#member)))
        } else {
            made.push_given(&quote!(&self.#member), &call(parameter, &quote!(value)))
        }
    }
    let body = item.inputs.get(operation.parameters.len());
    let body = body.and_then(|input| self::body(emitter, operation, &input.ident));
    paged.and_then(Paged::build).into_iter().chain(body).for_each(|call| made.push(call));
    let Made { before, last, .. } = made;
    last.map(|last| {
        quote! {
            fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder { #before #last }
        }
    })
}

/// The request so far: statements, and an expression.
#[derive(Default)]
struct Made {
    before: TokenStream,
    last: Option<TokenStream>,
    /// Whether the expression is a `match`, on which no method can be called.
    is_match: bool,
}

impl Made {
    /// Adds a method call to the expression.
    fn push(&mut self, call: TokenStream) {
        if self.is_match {
            self.bind();
        }
        self.last.get_or_insert_with(|| quote!(request)).extend(call);
    }

    /// Binds the expression to the name `request`.
    fn bind(&mut self) {
        let last = self.last.take().map(|last| quote!(let request = #last;));
        self.before.extend(last);
        self.is_match = false;
    }

    /// Adds a call for a value that may be missing, which differs from `null`.
    fn push_given(&mut self, value: &TokenStream, call: &TokenStream) {
        self.bind();
        self.last = Some(quote! {
            match #value {
                Some(value) => request #call,
                None => request,
            }
        });
        self.is_match = true;
    }
}

/// Whether a parameter is JSON text that may be `null`, which then counts as a value (OpenAPI 3.2, "Parameter Object").
fn may_be_json_null(parameter: &Parameter) -> bool {
    let may_be_null = matches!(parameter.value, Type::Nullable(_) | Type::Json);
    matches!(parameter.location, Location::Json(_)) && may_be_null
}

/// The call for one parameter.
fn call(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let wire = &parameter.name;
    let plain = ident(parameter.location.name());
    let or_null = may_be_json_null(parameter).then(|| quote!(.or_null()));
    match style(parameter.location) {
        (_, true) => quote!(.#plain(#wire, #value)),
        (style, false) => {
            let styled = ident(&format!("{plain}_styled"));
            quote!(.#styled(#wire, #value, #style #or_null))
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
        wild if wild.contains('*') => BYTES,
        media_type => media_type,
    };
    let asked = asked(operation);
    let form = || form(content, operation);
    let value = match (body.required, content.encoding) {
        (true, Encoding::Multipart) => match form() {
            None => quote!(Some((&self.#member).into())),
            Some(form) => quote!(Some(rt::Form::from(&self.#member)#form)),
        },
        (false, Encoding::Multipart) => match form() {
            None => quote!(self.#member.as_ref().map(Into::into)),
            // The member about the response is sent even if there is nothing else.
            Some(form) if asked.is_some() => {
                let given = quote!(self.#member.as_ref().map(rt::Form::from).unwrap_or_default());
                quote!(Some(#given #form))
            }
            Some(form) => quote!(self.#member.as_ref().map(|body| rt::Form::from(body)#form)),
        },
        (true, _) => quote!(Some(&self.#member)),
        (false, Encoding::Text) => quote!(self.#member.as_deref()),
        (false, _) => quote!(self.#member.as_ref()),
    };
    Some(match content.encoding {
        Encoding::Json => match asked {
            Some(asked) => quote!(.json_with(#media_type, #value, #asked)),
            None => quote!(.json(#media_type, #value)),
        },
        Encoding::Events | Encoding::JsonLines | Encoding::JsonSequence => {
            unreachable!("streams are not sent")
        }
        Encoding::Form => {
            let styles = content.encodings.iter().filter_map(field_style);
            let styles: Vec<_> = styles.map(|(name, style)| quote!((#name, #style))).collect();
            match (asked, styles.as_slice()) {
                (Some(asked), styles) => {
                    quote!(.form_with(const { &[#(#styles),*] }, #value, #asked))
                }
                (None, []) => quote!(.form(#value)),
                (None, styles) => quote!(.form_styled(const { &[#(#styles),*] }, #value)),
            }
        }
        Encoding::Xml => xml::writer(emitter, &content.pointer, media_type, &value),
        Encoding::Text => quote!(.text(#media_type, #value)),
        Encoding::Binary => quote!(.body(#media_type, #value)),
        Encoding::Multipart => {
            let parts = content.encodings.iter().filter(|own| own.style.is_none());
            let parts = parts.filter_map(|own| {
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

/// The member of the body that decides whether the response is a stream, and its value.
fn asked(operation: &Operation) -> Option<TokenStream> {
    let Asked { member, value } = operation.asked.as_ref()?;
    let value = match value {
        Value::Bool(value) => quote!(&#value),
        Value::String(value) => quote!(#value),
        value => match (value.as_i64(), value.as_f64()) {
            (Some(value), _) => {
                let value = Literal::i64_unsuffixed(value);
                quote!(&#value)
            }
            (None, value) => {
                let value = Literal::f64_unsuffixed(value.filter(|own| own.is_finite())?);
                quote!(&#value)
            }
        },
    };
    Some(quote!(#member, #value))
}

/// The calls on the form of a body whose parts have styles or headers, or include one that decides whether the response is a stream.
fn form(content: &Content, operation: &Operation) -> Option<TokenStream> {
    let styled = content.encodings.iter().filter(|own| own.style.is_some());
    let styles: Vec<_> = styled.filter_map(field_style).collect();
    let styles = styles.iter().map(|(name, style)| quote!(.styled(#name, #style)));
    let headers = content.encodings.iter().flat_map(|own| {
        own.known_headers().map(|(name, value)| {
            let part = &own.name;
            quote!((#part, #name, #value))
        })
    });
    let headers: Vec<TokenStream> = headers.collect();
    let headers = (!headers.is_empty()).then(|| quote!(.with_headers(&[#(#headers),*])));
    let asked = asked(operation).map(|asked| quote!(.with(#asked)));
    let done = quote!(#asked #(#styles)* #headers);
    (!done.is_empty()).then_some(done)
}

/// The name of a form's field and its style, if it has one.
fn field_style(own: &PartEncoding) -> Option<(&str, TokenStream)> {
    let (style, _) = style(own.location()?);
    Some((&own.name, style))
}
