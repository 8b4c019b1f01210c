//! Emits `src/xml.rs`, and the calls that read and write XML bodies of operations.

use super::{Emitter, docs, ident, layout};
use crate::ir::{TypeId, XmlBody, XmlField, XmlName, XmlNode, XmlShape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// `src/xml.rs`: the shapes of types that are sent as XML; none for an API without XML.
pub(super) fn file(emitter: Emitter<'_>) -> Option<String> {
    let shapes = &emitter.api.xml.shapes;
    let printer = Printer { emitter, runtime: quote!(), shapes: quote!() };
    let items = shapes.iter().map(|(&id, own)| {
        let about = format!("The form of a `{}` in XML.", emitter.surface.of(id).ident);
        let (about, name, shape) = (docs::comment(&[about]), name(emitter, id), printer.shape(own));
        quote!(#about pub(crate) static #name: XmlShape = #shape;)
    });
    let uses = quote!(
        use crate::runtime::{XmlElement, XmlField, XmlShape};
    );
    let mut about = docs::inner(&["The form of this API's types in XML."]);
    let unused =
        "#![allow(dead_code, unused_imports, reason = \"the features decide what is used\")]";
    about.extend([String::new(), unused.to_owned()]);
    let file = || layout::file(&emitter.header(), &about, std::iter::once(uses).chain(items));
    (!shapes.is_empty()).then(file)
}

/// The call that reads a response: `reply.xml(…)`.
pub(super) fn reader(emitter: Emitter<'_>, pointer: &str) -> TokenStream {
    let shape = Printer::of_operation(emitter).lasting(&body(emitter, pointer).shape);
    quote!(reply.xml(#shape))
}

/// The call that adds a body: `.xml(…)`.
pub(super) fn writer(
    emitter: Emitter<'_>,
    pointer: &str,
    media_type: &str,
    value: &TokenStream,
) -> TokenStream {
    let (body, printer) = (body(emitter, pointer), Printer::of_operation(emitter));
    let (element, shape) = (printer.element(&body.name), printer.lasting(&body.shape));
    quote!(.xml(#media_type, &#element, #shape, #value))
}

fn body<'a>(emitter: Emitter<'a>, pointer: &str) -> &'a XmlBody {
    let body = emitter.api.xml.bodies.get(pointer);
    body.unwrap_or_else(|| unreachable!("a body that is XML has a shape"))
}

/// The name of the constant for a type's shape: the name of its module in capitals.
fn name(emitter: Emitter<'_>, id: TypeId) -> Ident {
    ident(&emitter.surface.of(id).module.to_ascii_uppercase())
}

/// Prints shapes in a file.
struct Printer<'a> {
    emitter: Emitter<'a>,
    /// The path prefix of the runtime's types.
    runtime: TokenStream,
    /// The path prefix of the shapes of types.
    shapes: TokenStream,
}

impl<'a> Printer<'a> {
    fn of_operation(emitter: Emitter<'a>) -> Self {
        Self { emitter, runtime: quote!(rt::), shapes: quote!(crate::xml::) }
    }

    /// A `'static` reference to a shape.
    fn lasting(&self, own: &XmlShape) -> TokenStream {
        if let XmlShape::Named(_) = own {
            return self.reference(own);
        }
        let (runtime, shape) = (&self.runtime, self.shape(own));
        quote!({
            static SHAPE: #runtime XmlShape = #shape;
            &SHAPE
        })
    }

    /// A reference to a shape, in the value of a static.
    fn reference(&self, own: &XmlShape) -> TokenStream {
        let shape = self.shape(own);
        quote!(&#shape)
    }

    fn shape(&self, own: &XmlShape) -> TokenStream {
        let runtime = &self.runtime;
        match own {
            XmlShape::Text => quote!(#runtime XmlShape::Text),
            XmlShape::Token => quote!(#runtime XmlShape::Token),
            XmlShape::Number => quote!(#runtime XmlShape::Number),
            XmlShape::Boolean => quote!(#runtime XmlShape::Boolean),
            XmlShape::Any => quote!(#runtime XmlShape::Any),
            XmlShape::Named(id) => {
                let (shapes, name) = (&self.shapes, name(self.emitter, *id));
                quote!(#shapes #name)
            }
            XmlShape::Object { fields, further } => {
                let fields = fields.iter().map(|own| self.field(own));
                let further = match further {
                    Some(own) => {
                        let own = self.reference(own);
                        quote!(Some(#own))
                    }
                    None => quote!(None),
                };
                quote!(#runtime XmlShape::Object { fields: &[#(#fields),*], further: #further })
            }
            XmlShape::List { item, shape } => {
                let (item, shape) = (self.element(item), self.reference(shape));
                quote!(#runtime XmlShape::List { item: #item, shape: #shape })
            }
        }
    }

    fn field(&self, own: &XmlField) -> TokenStream {
        let (runtime, key, shape) = (&self.runtime, &own.key, self.reference(&own.shape));
        let is_usual = own.name == XmlName { name: own.key.clone(), ..XmlName::default() };
        let called = (!is_usual && !own.is_flat && own.node != XmlNode::Text).then(|| {
            let element = self.element(&own.name);
            quote!(.called(#element))
        });
        let place = match (own.node, own.is_flat) {
            (XmlNode::Attribute, _) => Some(quote!(.attribute())),
            (XmlNode::Text, _) => Some(quote!(.text())),
            (XmlNode::Element, true) => Some(quote!(.items())),
            (XmlNode::Element, false) => None,
        };
        let required = (own.required && own.is_flat).then(|| quote!(.required()));
        quote!(#runtime XmlField::new(#key, #shape) #called #place #required)
    }

    fn element(&self, own: &XmlName) -> TokenStream {
        let (runtime, XmlName { name, prefix, namespace }) = (&self.runtime, own);
        let within = (!namespace.is_empty() || !prefix.is_empty())
            .then(|| quote!(.within(#prefix, #namespace)));
        quote!(#runtime XmlElement::new(#name) #within)
    }
}
