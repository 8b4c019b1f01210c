//! Names of XML that cannot be used, and bodies without one: what is said of them, and what is sent.

use crate::exchanges::{builds, found, with_body};

#[test]
fn names_in_xml_that_cannot_be_used_are_reported() {
    let schema = "    F:\n      type: object\n      xml: {name: 'soap:Envelope'}\n      properties:\n        \
                  a: {type: string, xml: {prefix: soap}}\n        b: {type: string, xml: {name: 'a b'}}\n        \
                  c: {type: string, xml: {attribute: true, namespace: 'urn:c'}}\n        \
                  d: {type: string, xml: {attribute: true, name: 'xml:lang'}}\n        \
                  e: {type: string, xml: {name: 'k:e', namespace: 'urn:k'}}\n        f: {type: string, xml: {prefix: k}}\n        \
                  g: {type: string, xml: {prefix: 'a b'}}\n        l: {type: array, xml: {attribute: true}, items: {type: integer}}\n";
    let content = "application/xml: {schema: {$ref: '#/components/schemas/F'}}";
    let output = with_body("3.0.3", content, schema);
    assert_eq!(
        found(&output),
        [
            "SW575 the XML prefix \"soap\" has no namespace and was left out",
            "SW575 the XML prefix \"soap\" has no namespace and was left out",
            "SW575 the XML name \"a b\" is not valid; the name of the property or schema is used",
            "SW575 an XML attribute is in the namespace \"urn:c\" and has no prefix, which only elements may lack; the namespace was left out",
            "SW575 the XML prefix \"a b\" is not valid and was left out",
            "SW576 the property \"l\" is a list or an object, for which XML attributes and texts have no form; it is sent as JSON and cannot be read",
        ]
    );
    let text: String = output.files["src/xml.rs"].split_whitespace().collect();
    for expected in [
        "XmlField::new(\"a\",&XmlShape::Text),",
        "XmlElement::new(\"lang\").within(\"xml\",\"http://www.w3.org/XML/1998/namespace\")",
        "XmlElement::new(\"e\").within(\"k\",\"urn:k\")",
        "XmlElement::new(\"f\").within(\"k\",\"urn:k\")",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert_eq!(
        builds(&output),
        [
            "request.xml(\"application/xml\",&rt::XmlElement::new(\"Envelope\"),&crate::xml::F,Some(&self.body),)"
        ]
    );
}

#[test]
fn a_body_in_xml_without_a_name_is_reported() {
    let content = "application/xml: {schema: {type: object, properties: {a: {type: string}}}}";
    let output = with_body("3.0.3", content, "    F: {type: object}\n");
    assert_eq!(found(&output), ["SW576 an XML body has no name; its element is called \"root\""]);
    let content = content.replace("properties", "xml: {name: a}, properties");
    assert_eq!(found(&with_body("3.0.3", &content, "    F: {type: object}\n")), [""; 0]);
}
