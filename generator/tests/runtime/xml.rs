//! Bodies that are XML: the examples of the specification (OpenAPI 3.0, "XML Object Examples"), and laws.

use http::Method;
use serde_json::{Value, json};

use crate::random::Random;
use crate::runtime::{
    BaseUrl, Body, BuildErrorKind, Meta, Mode, Reply, RequestBuilder, XmlElement, XmlField,
    XmlShape,
};

/// What is sent for a value, without the declaration of XML.
pub(crate) fn written(
    element: &XmlElement,
    shape: &XmlShape,
    value: &Value,
) -> Result<String, BuildErrorKind> {
    const META: Meta = Meta::new("send", Method::POST, "/send");
    let builder = RequestBuilder::new(&META, &BaseUrl::parse("https://acme.test").unwrap());
    let request = builder.xml("application/xml", element, shape, Some(value)).finish();
    let request = request.map_err(|error| error.kind().clone())?;
    assert_eq!(request.headers()["content-type"], "application/xml");
    let text = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
    Ok(text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap().to_owned())
}

/// What a response is read as, or why it is not.
pub(crate) fn read(shape: &XmlShape, text: &[u8]) -> Result<Value, String> {
    let mut response = http::Response::new(Body::from(text.to_vec()));
    let xml = http::HeaderValue::from_static("application/xml; charset=utf-8");
    response.headers_mut().insert("content-type", xml);
    let reply = Reply::new(response, Mode::Strict).unwrap();
    reply.xml(shape).map_err(|error| error.to_string())
}

/// An object that is written as this text, and read from it.
#[track_caller]
fn both(shape: &XmlShape, value: &Value, text: &str) {
    let root = XmlElement::new("root");
    assert_eq!(written(&root, shape, value).unwrap(), format!("<root>{text}</root>"));
    assert_eq!(&read(shape, format!("<root>{text}</root>").as_bytes()).unwrap(), value);
}

static TEXTS: XmlShape = XmlShape::List { item: XmlElement::new("animal"), shape: &XmlShape::Text };

#[test]
fn the_examples_of_the_specification() {
    static PLAIN: XmlShape =
        XmlShape::Object { fields: &[XmlField::new("animals", &ANIMALS).items()], further: None };
    static ANIMALS: XmlShape =
        XmlShape::List { item: XmlElement::new("animals"), shape: &XmlShape::Text };
    let three = json!({"animals": ["a", "b", "c"]});
    both(&PLAIN, &three, "<animals>a</animals><animals>b</animals><animals>c</animals>");
    static PERSON: XmlShape = XmlShape::Object {
        fields: &[
            XmlField::new("id", &XmlShape::Number).attribute(),
            XmlField::new("name", &XmlShape::Text).called(
                XmlElement::new("name").within("sample", "http://example.com/schema/sample"),
            ),
        ],
        further: None,
    };
    let person = json!({"id": 123, "name": "example"});
    let text = written(&XmlElement::new("Person"), &PERSON, &person).unwrap();
    assert_eq!(
        text,
        "<Person id=\"123\"><sample:name xmlns:sample=\"http://example.com/schema/sample\">example</sample:name></Person>"
    );
    assert_eq!(read(&PERSON, text.as_bytes()).unwrap(), person);
    static RENAMED: XmlShape =
        XmlShape::Object { fields: &[XmlField::new("animals", &TEXTS).items()], further: None };
    both(&RENAMED, &three, "<animal>a</animal><animal>b</animal><animal>c</animal>");
    // An element around them that the schema does not say.
    let text = b"<x><animals><animal>a</animal><animal>b</animal><animal>c</animal></animals></x>";
    assert_eq!(read(&RENAMED, text).unwrap(), three);
    static WRAPPED: XmlShape = XmlShape::Object {
        fields: &[XmlField::new("animals", &TEXTS).called(XmlElement::new("aliens"))],
        further: None,
    };
    let text = "<aliens><animal>a</animal><animal>b</animal><animal>c</animal></aliens>";
    both(&WRAPPED, &three, text);
    both(&WRAPPED, &json!({"animals": []}), "<aliens></aliens>");
}

#[test]
fn values_of_every_kind() {
    static EVERY: XmlShape = XmlShape::Object {
        fields: &[
            XmlField::new("whole", &XmlShape::Number),
            XmlField::new("long", &XmlShape::Number),
            XmlField::new("part", &XmlShape::Number),
            XmlField::new("yes", &XmlShape::Boolean),
            XmlField::new("digits", &XmlShape::Text),
            XmlField::new("list", &TEXTS).items().required(),
            XmlField::new("inner", &INNER),
        ],
        further: Some(&XmlShape::Number),
    };
    static INNER: XmlShape = XmlShape::Object {
        fields: &[XmlField::new("value", &XmlShape::Text).text()],
        further: None,
    };
    let value = json!({
        "whole": -5, "long": 18_446_744_073_709_551_615_u64, "part": 0.5, "yes": true, "digits": "007",
        "list": [], "inner": {"value": "a < b & \"c\" > 'd' \r\n\té"}, "other": 1,
    });
    both(
        &EVERY,
        &value,
        "<whole>-5</whole><long>18446744073709551615</long><part>0.5</part><yes>true</yes><digits>007</digits>\
         <inner>a &lt; b &amp; \"c\" &gt; 'd' &#13;\n\té</inner><other>1</other>",
    );
    // As everywhere outside of JSON, a whole number has no fraction, whatever its type.
    let text = written(&XmlElement::new("x"), &EVERY, &json!({"part": 5.0, "list": []})).unwrap();
    assert!(text.ends_with("<x><part>5</part></x>"), "{text}");
    // What does not fit is left to the type, which says where it is.
    assert_eq!(read(&EVERY, b"<x><whole>five</whole></x>").unwrap()["whole"], "five");
    assert_eq!(read(&EVERY, b"<x><yes> 1 </yes></x>").unwrap()["yes"], true);
}

#[test]
fn what_servers_add_is_passed_over() {
    static PET: XmlShape = XmlShape::Object {
        fields: &[XmlField::new("name", &XmlShape::Text), XmlField::new("age", &XmlShape::Number)],
        further: None,
    };
    let text = "\u{feff}<?xml version='1.0'?><!DOCTYPE p [<!ENTITY e 'x'>]><!-- c --><p:pet xmlns:p='urn:p' \
                xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' p:id='1'>\n  <p:name><![CDATA[<a>]]>&#x42;</p:name>\n  \
                <age xsi:nil='true'/><unknown><deep/></unknown></p:pet>\n";
    assert_eq!(read(&PET, text.as_bytes()).unwrap(), json!({"name": "<a>B", "age": null}));
    let any = json!({"@id": "1", "name": ["<a>", "b"], "rest": {"#text": "t", "@k": "v"}});
    assert_eq!(
        read(
            &XmlShape::Any,
            b"<x id='1'><name>&lt;a></name><name>b</name><rest k='v'>t</rest></x>"
        )
        .unwrap(),
        any
    );
    let text = written(&XmlElement::new("x"), &XmlShape::Any, &any).unwrap();
    assert_eq!(read(&XmlShape::Any, text.as_bytes()).unwrap(), any);
}

#[test]
fn names_are_told_apart_by_their_namespaces() {
    const fn field(key: &'static str, prefix: &'static str, uri: &'static str) -> XmlField {
        XmlField::new(key, &XmlShape::Text).called(XmlElement::new("name").within(prefix, uri))
    }
    static TWO: XmlShape = XmlShape::Object {
        fields: &[
            field("a", "a", "urn:a"),
            field("b", "b", "urn:b"),
            field("c", "a", "urn:a").attribute(),
        ],
        further: None,
    };
    let both = json!({"a": "A", "b": "B", "c": "C"});
    let root = XmlElement::new("x").within("a", "urn:a");
    let text = written(&root, &TWO, &both).unwrap();
    assert!(text.starts_with("<a:x xmlns:a=\"urn:a\" a:name=\"C\"><a:name "), "{text}");
    assert_eq!(read(&TWO, text.as_bytes()).unwrap(), both);
    assert_eq!(
        read(&TWO, b"<x><n:name xmlns:n='urn:b'>B</n:name></x>").unwrap(),
        json!({"b": "B"})
    );
    static ONE: XmlShape = XmlShape::Object {
        fields: &[
            XmlField::new("type", &XmlShape::Text).attribute(),
            XmlField::new("nil", &XmlShape::Boolean).attribute(),
            XmlField::new("id", &XmlShape::Text),
        ],
        further: None,
    };
    for (text, expected) in [
        ("<x type='a' xmlns:i='urn:i' i:type='b'/>", json!({"type": "a"})),
        ("<x xmlns:i='urn:i' i:type='b' type='a'/>", json!({"type": "a"})),
        ("<x xmlns:i='urn:i' i:type='b' nil='true'/>", json!({"nil": true})),
        ("<i:x xmlns:i='urn:i' i:type='b'/>", json!({"type": "b"})),
        ("<x xmlns='urn:x'><id>1</id><g:id xmlns:g='urn:g'>2</g:id></x>", json!({"id": "1"})),
        ("<x><g:id xmlns:g='urn:g'>2</g:id></x>", json!({"id": "2"})),
        ("<x><y xmlns='urn:y'/><id>1</id><z:id>2</z:id></x>", json!({"id": "1"})),
    ] {
        assert_eq!(read(&ONE, text.as_bytes()).unwrap(), expected, "{text}");
    }
    let any = b"<x type='a' xmlns:i='urn:i' i:type='b'/>";
    assert_eq!(read(&XmlShape::Any, any).unwrap(), json!({"@type": "a"}));
}

#[test]
fn empty_and_padded_values() {
    static EVERY: XmlShape = XmlShape::Object {
        fields: &[
            XmlField::new("number", &XmlShape::Number),
            XmlField::new("date", &XmlShape::Token),
            XmlField::new("text", &XmlShape::Text),
            XmlField::new("amount", &XmlShape::Number).text(),
        ],
        further: None,
    };
    let text = b"<x> <number/><date>\n 2024-01-01 </date><text> a </text></x>";
    let value = json!({"number": null, "date": "2024-01-01", "text": " a ", "amount": null});
    assert_eq!(read(&EVERY, text).unwrap(), value);
}

#[test]
fn null_is_sent_where_an_element_can_hold_it() {
    static EVERY: XmlShape = XmlShape::Object {
        fields: &[
            XmlField::new("element", &XmlShape::Number),
            XmlField::new("attribute", &XmlShape::Text).attribute(),
            XmlField::new("items", &TEXTS).items(),
            XmlField::new("wrapped", &TEXTS),
            XmlField::new("text", &XmlShape::Text).text(),
        ],
        further: None,
    };
    let nil = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
    let value =
        json!({"element": null, "attribute": null, "items": null, "wrapped": null, "text": null});
    let text = written(&XmlElement::new("x"), &EVERY, &value).unwrap();
    assert_eq!(text, format!("<x><element {nil}<wrapped {nil}</x>"));
}

#[test]
fn what_is_no_xml_is_an_error() {
    let deep = "<a>".repeat(200) + &"</a>".repeat(200);
    for (text, expected) in [
        ("", "there is no root element"),
        ("just text", "there is text outside of the root element"),
        ("<a>", "the text ends inside the element \"a\""),
        ("<a/><b/>", "there is more than one root element"),
        ("<a>&boom;</a>", "the entity \"boom\" is not known"),
        ("<a></b>", "expected `</a>`"),
        (deep.as_str(), "elements are nested more than 128 deep"),
    ] {
        let error = read(&XmlShape::Any, text.as_bytes()).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
    assert!(read(&XmlShape::Any, b"<a>\xff</a>").unwrap_err().contains("utf-8"));
}

#[test]
fn what_xml_cannot_hold_is_not_sent() {
    static MAP: XmlShape = XmlShape::Object { fields: &[], further: Some(&XmlShape::Text) };
    for value in [json!({"a b": "x"}), json!({"1": "x"}), json!({"": "x"}), json!({"a:b": "x"})] {
        let error = written(&XmlElement::new("x"), &MAP, &value).unwrap_err();
        assert!(matches!(error, BuildErrorKind::InvalidBody { .. }), "{value}: {error}");
    }
    let error = written(&XmlElement::new("x"), &MAP, &json!({"a": "\u{1}"})).unwrap_err();
    assert_eq!(error.to_string(), "body: the character '\\u{1}' cannot be written in XML");
}

#[test]
fn json_is_read_as_such() {
    let mut response = http::Response::new(Body::from("{\"a\": 1}"));
    let json = http::HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert("content-type", json);
    let reply = Reply::new(response, Mode::Strict).unwrap();
    assert_eq!(reply.xml::<Value>(&XmlShape::Any).unwrap(), json!({"a": 1}));
}

/// Any text that XML can hold, and any object of such texts and numbers.
fn value(random: &mut Random) -> Value {
    const CHARS: [char; 12] = ['a', ' ', '<', '>', '&', '"', '\'', '\n', '\r', '\t', 'é', '😀'];
    let text = |random: &mut Random| {
        (0..random.below(6)).map(|_| CHARS[random.below(CHARS.len())]).collect::<String>()
    };
    let items: Vec<String> = (0..random.below(4)).map(|_| text(random)).collect();
    json!({
        "attribute": text(random), "text": text(random), "number": random.below(1000), "items": items,
        "wrapped": items,
    })
}

#[test]
fn what_is_written_is_read_again_and_cuts_do_no_harm() {
    static SHAPE: XmlShape = XmlShape::Object {
        fields: &[
            XmlField::new("attribute", &XmlShape::Text).attribute(),
            XmlField::new("text", &XmlShape::Text),
            XmlField::new("number", &XmlShape::Number),
            XmlField::new("items", &TEXTS).items().required(),
            XmlField::new("wrapped", &TEXTS),
        ],
        further: None,
    };
    let mut random = Random(5);
    for _ in 0..500 {
        let value = value(&mut random);
        let text = written(&XmlElement::new("x"), &SHAPE, &value).unwrap();
        assert_eq!(read(&SHAPE, text.as_bytes()).unwrap(), value, "{text}");
        let cut = random.below(text.len());
        assert!(read(&SHAPE, &text.as_bytes()[..cut]).is_err(), "{text} cut at {cut}");
    }
}
