//! How values stand in XML in, `src/xml.rs` and what operations say of their bodies out.

use super::{Emitter, docs, ident, layout};
use crate::ir::{TypeId, XmlField, XmlName, XmlNode, XmlShape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// `src/xml.rs`: the shapes of the types that travel as XML; none for an API without XML.
pub(super) fn file(emitter: Emitter<'_>) -> Option<String> {
    let shapes = &emitter.api.xml.shapes;
    let items = shapes.iter().map(|(&id, own)| {
        let about = format!("How a `{}` stands in XML.", emitter.surface.of(id).ident);
        let (about, name, shape) =
            (docs::comment(&[about]), name(emitter, id), shape(emitter, own));
        quote!(#about pub(crate) static #name: rt::XmlShape = #shape;)
    });
    let uses = quote!(
        use crate::runtime as rt;
    );
    let mut about = docs::inner(&["How the types of this API stand in XML."]);
    let unused = "#![allow(dead_code, reason = \"the features decide what is used\")]";
    about.extend([String::new(), unused.to_owned()]);
    let file = || layout::file(&emitter.header(), &about, std::iter::once(uses).chain(items));
    (!shapes.is_empty()).then(file)
}

/// The call that reads a response: `reply.xml(…)`.
pub(super) fn reader(emitter: Emitter<'_>, pointer: &str) -> TokenStream {
    match emitter.api.xml.bodies.get(pointer) {
        Some(body) => {
            let shape = place(emitter, &body.shape);
            quote!(reply.xml(#shape))
        }
        None => unreachable!("a body that is XML has a shape"),
    }
}

/// The call that adds a body: `.xml(…)`.
pub(super) fn writer(
    emitter: Emitter<'_>,
    pointer: &str,
    media_type: &str,
    value: &TokenStream,
) -> TokenStream {
    match emitter.api.xml.bodies.get(pointer) {
        Some(body) => {
            let (element, shape) = (element(&body.name), place(emitter, &body.shape));
            quote!(.xml(#media_type, &#element, #shape, #value))
        }
        None => unreachable!("a body that is XML has a shape"),
    }
}

/// A shape that lasts.
fn place(emitter: Emitter<'_>, own: &XmlShape) -> TokenStream {
    match own {
        XmlShape::Named(id) => {
            let name = name(emitter, *id);
            quote!(&crate::xml::#name)
        }
        other => {
            let shape = shape(emitter, other);
            quote!({
                static SHAPE: rt::XmlShape = #shape;
                &SHAPE
            })
        }
    }
}

/// What the shape of a type is called: like its module.
fn name(emitter: Emitter<'_>, id: TypeId) -> Ident {
    ident(&emitter.surface.of(id).module.to_ascii_uppercase())
}

/// A reference to a shape, in the value of a static.
fn reference(emitter: Emitter<'_>, own: &XmlShape) -> TokenStream {
    match own {
        XmlShape::Named(id) => {
            let name = name(emitter, *id);
            quote!(&crate::xml::#name)
        }
        other => {
            let shape = shape(emitter, other);
            quote!(&#shape)
        }
    }
}

fn shape(emitter: Emitter<'_>, own: &XmlShape) -> TokenStream {
    match own {
        XmlShape::Text => quote!(rt::XmlShape::Text),
        XmlShape::Number => quote!(rt::XmlShape::Number),
        XmlShape::Boolean => quote!(rt::XmlShape::Boolean),
        XmlShape::Any => quote!(rt::XmlShape::Any),
        XmlShape::Named(id) => {
            let name = name(emitter, *id);
            quote!(crate::xml::#name)
        }
        XmlShape::Object { fields, further } => {
            let fields = fields.iter().map(|own| field(emitter, own));
            let further = match further {
                Some(own) => {
                    let own = reference(emitter, own);
                    quote!(Some(#own))
                }
                None => quote!(None),
            };
            quote!(rt::XmlShape::Object { fields: &[#(#fields),*], further: #further })
        }
        XmlShape::List { item, shape } => {
            let (item, shape) = (element(item), reference(emitter, shape));
            quote!(rt::XmlShape::List { item: #item, shape: #shape })
        }
    }
}

fn field(emitter: Emitter<'_>, own: &XmlField) -> TokenStream {
    let (key, shape) = (&own.key, reference(emitter, &own.shape));
    let is_usual = own.name == XmlName { name: own.key.clone(), ..XmlName::default() };
    let called = (!is_usual && !own.is_flat && own.node != XmlNode::Text).then(|| {
        let element = element(&own.name);
        quote!(.called(#element))
    });
    let place = match (own.node, own.is_flat) {
        (XmlNode::Attribute, _) => Some(quote!(.attribute())),
        (XmlNode::Text, _) => Some(quote!(.text())),
        (XmlNode::Element, true) => Some(quote!(.items())),
        (XmlNode::Element, false) => None,
    };
    let required = (own.required && own.is_flat).then(|| quote!(.required()));
    quote!(rt::XmlField::new(#key, #shape) #called #place #required)
}

fn element(own: &XmlName) -> TokenStream {
    let XmlName { name, prefix, namespace } = own;
    let within =
        (!namespace.is_empty() || !prefix.is_empty()).then(|| quote!(.within(#prefix, #namespace)));
    quote!(rt::XmlElement::new(#name) #within)
}
