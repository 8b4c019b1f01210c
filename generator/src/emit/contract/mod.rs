//! Emits `tests/contract/` from operations and [samples](crate::sample): one test for each operation, against a server of the user's choice.
//!
//! Samples that are not plain values are written as JSON. The test requires that their types lose no data.

mod form;

use super::layout;
use super::rust_type::Scope;
use super::{Emitter, docs, ident, input, paging, tag};
use crate::ir::{Encoding, Operation, Tag, Type};
use crate::sample::Samples;
use crate::surface::{OperationItem, RustType, TagItem};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value};
use std::collections::BTreeMap;

/// `tests/contract/`; nothing for an API without operations.
pub(super) fn files(emitter: Emitter<'_>, samples: &[Vec<Samples>]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for ((tag, item), samples) in emitter.api.tags.iter().zip(&emitter.surface.tags).zip(samples) {
        let path = format!("tests/contract/{}.rs", item.module);
        files.insert(path, file(emitter, tag, item, samples));
    }
    if !files.is_empty() {
        files.insert("tests/contract/main.rs".into(), main(emitter));
    }
    files
}

/// The variable that holds the address of the server.
fn variable(emitter: Emitter<'_>) -> String {
    format!("{}_CONTRACT_URL", emitter.surface.client.environment)
}

/// The file with the code that all tests share.
fn main(emitter: Emitter<'_>) -> String {
    let (krate, variable) = (ident(&emitter.crate_ident()), variable(emitter));
    let modules = tag::modules(emitter);
    let modules = modules.into_iter().map(|(gate, module)| quote!(#gate mod #module;));
    let credentials = credentials(emitter);
    let missing = format!("set {variable} to the address of a server that knows this API");
    // Paths begin with `::`, as the module of a tag may have the name of a crate.
    let pieces = [
        quote!(#(#modules)*),
        quote! {
            use ::std::future::IntoFuture;
            use ::#krate::plumbing::Operation;
            use ::#krate::{Call, Client};
        },
        quote! {
            #[doc = " A client of the server, with dummy credentials."]
            fn client() -> Client {
                let address = ::std::env::var(#variable).expect(#missing);
                let client = Client::builder().base_url(&address).strict(true) #(#credentials)*;
                client.build().expect("the address is one")
            }
        },
        quote! {
            #[doc = " Reads a value from JSON, and requires that its type loses no data."]
            fn sample<T: ::serde::de::DeserializeOwned + ::serde::Serialize>(json: &str) -> T {
                let value: T = ::serde_json::from_str(json).expect("the sample has its type");
                let written = ::serde_json::to_string(&value).expect("it is JSON again");
                // As text: a 32-bit float has other digits as a 64-bit one.
                let read = |json| ::serde_json::from_str::<::serde_json::Value>(json).expect("it is JSON");
                assert_eq!(read(&written), read(json));
                value
            }
        },
        quote! {
            #[doc = " Sends the request, and requires a documented response."]
            fn check<Op: Operation>(call: Call<'_, Op>) {
                let runtime = ::tokio::runtime::Runtime::new().expect("the runtime starts");
                if let Err(error) = runtime.block_on(call.into_future()) {
                    let body = String::from_utf8_lossy(error.body().unwrap_or_default());
                    panic!("{} {}: {error}: {body}", Op::META.method(), Op::META.path());
                }
            }
        },
    ];
    let title = docs::code(&emitter.api.title);
    let mut about = docs::inner(&[
        format!(
            "One test for each operation of {title}: sends every parameter and every field, and requires a typed response."
        ),
        "The tests need a server that accepts any such request, such as a mock server for the API description:"
            .to_owned(),
        format!(
            "```sh\n{variable}=http://127.0.0.1:4010 cargo test --test contract -- --ignored\n```"
        ),
    ]);
    let unused = "#![allow(dead_code, reason = \"the features decide what is used\")]";
    about.extend([String::new(), unused.to_owned()]);
    layout::file(&emitter.header(), &about, pieces)
}

/// The calls that set each credential.
fn credentials(emitter: Emitter<'_>) -> Vec<TokenStream> {
    let credentials = emitter.surface.client.credentials.iter().map(|item| {
        let method = ident(&item.ident);
        match item.arguments.as_slice() {
            [_, _] => quote!(.#method("name", "password")),
            _ => quote!(.#method("key")),
        }
    });
    credentials.collect()
}

/// The tests of a tag.
fn file(emitter: Emitter<'_>, tag: &Tag, item: &TagItem, samples: &[Samples]) -> String {
    let operations = tag.operations.iter().zip(&item.operations).zip(samples);
    // Without a documented base URL, the address of the server under test is one for the other operations only.
    let goes_elsewhere = |operation: &Operation| {
        emitter.api.base_url().is_none()
            && emitter.api.server(operation).is_some_and(|own| !own.starts_with('/'))
    };
    let tests = operations
        .filter(|((operation, _), _)| !goes_elsewhere(operation))
        .map(|((operation, own), samples)| test(emitter, &item.method, operation, own, samples));
    layout::file(&emitter.header(), &[], tests)
}

fn test(
    emitter: Emitter<'_>,
    accessor: &str,
    operation: &Operation,
    item: &OperationItem,
    samples: &Samples,
) -> TokenStream {
    let (arguments, mut setters) = arguments(emitter, operation, item, samples);
    setters.extend(paging::of(emitter, operation, item).and_then(|paged| paged.sample()));
    let deprecated =
        item.deprecated || item.inputs.iter().any(|input| input.deprecated && !input.required);
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    let ignored = format!("needs a server: see {}", variable(emitter));
    let (test, accessor) = (ident(&item.method), ident(accessor));
    quote! {
        #[test]
        #[ignore = #ignored]
        #deprecated
        fn #test() {
            let client = super::client();
            super::check(client.#accessor().#test(#(#arguments),*) #(#setters)*);
        }
    }
}

/// The arguments of a call, and the methods that set its optional parameters.
pub(super) fn arguments(
    emitter: Emitter<'_>,
    operation: &Operation,
    item: &OperationItem,
    samples: &Samples,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let inputs = input::inputs(operation, item);
    let samples = samples.parameters.iter().chain(&samples.body);
    let parameters =
        operation.parameters.iter().map(|parameter| (&parameter.value, Encoding::Json));
    let body = operation.body.iter().flat_map(|body| body.contents.first());
    let sent = parameters.chain(body.map(|content| (&content.value, content.encoding)));
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for ((input, sample), sent) in inputs.iter().zip(samples).zip(sent) {
        let value = match sent {
            // These have a fixed type, whatever the schema says.
            (_, Encoding::Text | Encoding::Binary) => text(sample),
            (body, Encoding::Multipart) => form::form(emitter, body, sample),
            (sent, _) => value(emitter, &input.item.argument, sent, sample),
        };
        let member = &input.member;
        if input.item.required {
            arguments.push(value);
        } else {
            setters.push(quote!(.#member(#value)));
        }
    }
    (arguments, setters)
}

/// The expression of a sample for an argument: a literal, or JSON that its type reads. The type is named if several are possible.
fn value(emitter: Emitter<'_>, argument: &RustType, value: &Type, sample: &Value) -> TokenStream {
    match (value, sample) {
        (Type::String | Type::Secret | Type::Binary, Value::String(text)) => quote!(#text),
        (Type::Boolean, Value::Bool(sample)) => quote!(#sample),
        (Type::Integer(_), Value::Number(number)) if !number.is_f64() => {
            number_literal(&number.to_string())
        }
        (Type::Number { single }, Value::Number(number)) => float(number, *single),
        _ => {
            let json = raw(&readable(sample));
            let RustType::Into(read) = argument else { return quote!(super::sample(#json)) };
            let read = if let RustType::Nullable(inner) = &**read { inner } else { read };
            let rust = emitter.rust_type(read, Scope::Example);
            quote!(super::sample::<#rust>(#json))
        }
    }
}

/// The literal of a body that is text or bytes.
fn text(sample: &Value) -> TokenStream {
    let text = sample.as_str().unwrap_or("text");
    quote!(#text)
}

/// A number literal with a point or an exponent, limited to 32 bits if `single`.
fn float(number: &Number, single: bool) -> TokenStream {
    let number = number.as_f64().unwrap_or_default();
    number_literal(&if single {
        format!("{:?}", number.clamp(f32::MIN.into(), f32::MAX.into()) as f32)
    } else {
        format!("{number:?}")
    })
}

fn number_literal(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| unreachable!("a number is a token"))
}

/// JSON, on one line if it is short, with escapes for invisible characters.
fn readable(sample: &Value) -> String {
    let short = sample.to_string();
    let text = if short.len() <= 80 { short } else { format!("{sample:#}") };
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        // Longer than `\n` or `\'`: a numeric escape.
        if c.escape_debug().len() > 2 {
            // Beyond U+FFFF JSON needs two escapes.
            c.encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| visible.push_str(&format!("\\u{unit:04x}")));
        } else {
            visible.push(c);
        }
    }
    visible
}

/// A raw string, with as many `#` as its text needs.
fn raw(text: &str) -> Literal {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}
