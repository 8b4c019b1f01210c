//! XML of known shapes and of none.

use crate::fuzzing::{Parser, text};
use crate::runtime::{XmlElement, XmlField, XmlShape};
use crate::xml::{read, written};

pub(crate) fn xml() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "xml", seeds, words: WORDS, change: text::changed, check }
}

const SEEDS: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r a=\"1\"><text>x &lt; y</text><number>12</number><item>a</item><item>b</item><list><item>c</item></list></r>",
    "<r xmlns=\"urn:x\" xmlns:p=\"urn:y\" p:a='&amp;'><p:text><![CDATA[<x>]]></p:text><flag>true</flag><!-- c --><other><b c=\"d\">e</b></other></r>",
    "<!DOCTYPE r [<!ENTITY x \"y\">]><r xsi:nil=\"true\"/>",
    "\u{feff}<r>&#65;&#x42;&quot;<text/><number>1e5</number><items><item/><item xsi:nil=\"1\"/></items></r>",
];

const WORDS: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<r>",
    "</r>",
    "<text>",
    "</text>",
    "<item>",
    "</item>",
    "<list>",
    "<number>",
    "<flag>",
    "<other>",
    "a=\"",
    "a='",
    "xmlns=\"\"",
    "xsi:nil=\"true\"",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "--",
    "<?",
    "?>",
    "<!DOCTYPE",
    "&",
    "&amp;",
    "&lt;",
    "&x;",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&#10;",
    ":",
    "p:",
    "=",
    "\"",
    "'",
    "true",
    "1",
    "NaN",
    "-0",
    "1e400",
    " ",
];

static ITEMS: XmlShape = XmlShape::List { item: XmlElement::new("item"), shape: &XmlShape::Text };

static SHAPE: XmlShape = XmlShape::Object {
    fields: &[
        XmlField::new("a", &XmlShape::Text).attribute(),
        XmlField::new("text", &XmlShape::Text),
        XmlField::new("number", &XmlShape::Number),
        XmlField::new("flag", &XmlShape::Boolean),
        XmlField::new("items", &ITEMS).items().required(),
        XmlField::new("list", &ITEMS),
    ],
    further: None,
};

fn check(text: &str) {
    for shape in [&XmlShape::Any, &XmlShape::Text, &XmlShape::Number, &ITEMS] {
        let _ = read(shape, text.as_bytes());
    }
    let Ok(value) = read(&SHAPE, text.as_bytes()) else { return };
    // What is not as its type says is refused there, or cannot be written. A number may be written otherwise than it came.
    let root = XmlElement::new("r");
    if let Ok(text) = written(&root, &SHAPE, &value) {
        let again = read(&SHAPE, text.as_bytes()).unwrap();
        assert_eq!(written(&root, &SHAPE, &again).as_ref(), Ok(&text));
    }
}
