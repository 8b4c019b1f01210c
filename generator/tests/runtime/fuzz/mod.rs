//! Every parser and writer of the runtime, with input that nobody would send.

mod headers;
mod json;
mod streams;
mod styles;
mod xml;

crate::fuzzing::tests! {
    stream_texts: streams::streams, 500;
    xml_texts: xml::xml, 500;
    parameters: styles::styles, 100;
    response_headers: headers::headers, 200;
    json_texts: json::json, 500;
}
