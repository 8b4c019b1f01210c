//! Reading and writing of records.

use crate::acme::{Invoice, Line, Nothing, Span};
use crate::runtime::{Body, Decode, Mode, Nullable, Reply, Sequence};
use serde_json::json;
use std::collections::BTreeMap;

fn read<T: Decode>(mode: Mode, text: &str) -> Result<T, String> {
    let reply = Reply::new(http::Response::new(Body::from(text.to_owned())), mode).unwrap();
    reply.json().map_err(|error| match error.path() {
        "" => error.message().to_owned(),
        path => format!("{path}: {}", error.message()),
    })
}

fn lenient<T: Decode>(text: &str) -> Result<T, String> {
    read(Mode::Lenient, text)
}

fn strict<T: Decode>(text: &str) -> Result<T, String> {
    read(Mode::Strict, text)
}

#[test]
fn reads_all_fields_in_any_order() {
    let expected = Invoice {
        id: 7,
        note: Some("x".into()),
        lines: vec![Line { price: 1, ..Line::default() }],
        paid_at: Nullable::Value("now".into()),
        payer: Some(Box::new(Invoice { id: 8, ..Invoice::default() })),
    };
    let forwards = r#"{"id":7,"note":"x","lines":[{"price":1}],"paidAt":"now","payer":{"id":8,"note":null,"lines":[]}}"#;
    let backwards = r#"{"payer":{"lines":[],"note":null,"id":8},"paidAt":"now","lines":[{"price":1}],"note":"x","id":7}"#;
    assert_eq!(strict(forwards), Ok(expected.clone()));
    assert_eq!(strict(backwards), Ok(expected.clone()));
    assert_eq!(serde_json::to_string(&expected).unwrap(), forwards);
    assert_eq!(serde_json::from_str::<Invoice>(forwards).unwrap(), expected);
}

#[test]
fn ignores_unknown_fields_and_takes_the_last_of_duplicates() {
    let invoice: Invoice =
        strict(r#"{"id":1,"new":{"a":[1,2]},"note":"a","lines":[],"note":"b","id":2}"#).unwrap();
    assert_eq!((invoice.id, invoice.note.as_deref()), (2, Some("b")));
    let invoice: Invoice = lenient(r#"{"id":1,"note":null,"lines":[],"id":null}"#).unwrap();
    assert_eq!(invoice.id, 0);
}

#[test]
fn a_wrong_type_is_an_error_with_its_path() {
    let text = r#"{"id":1,"note":null,"lines":[{"price":1},{"price":"x"}]}"#;
    let expected = r#"lines[1].price: invalid type: string "x", expected i64"#;
    assert_eq!(lenient::<Invoice>(text), Err(expected.to_owned()));
    assert_eq!(strict::<Invoice>(text), Err(expected.to_owned()));
    let plain = serde_json::from_str::<Invoice>(text).unwrap_err().to_string();
    assert!(plain.starts_with(expected), "{plain}");

    let text = r#"{"id":1,"note":null,"lines":[],"payer":{"id":true}}"#;
    assert_eq!(
        lenient::<Invoice>(text),
        Err("payer.id: invalid type: boolean `true`, expected i64".to_owned())
    );
    let text = r#"{"price":1,"odd key":"x"}"#;
    assert_eq!(
        lenient::<Line>(text),
        Err(r#"["odd key"]: invalid type: string "x", expected f64"#.to_owned())
    );
    assert_eq!(
        lenient::<Invoice>("[]"),
        Err("invalid type: sequence, expected object Invoice".to_owned())
    );
    assert_eq!(
        lenient::<Vec<i64>>("[1,null]"),
        Err("[1]: invalid type: null, expected i64".to_owned())
    );
}

#[test]
fn a_missing_or_null_required_field_is_empty_or_an_error() {
    let invoice: Invoice = lenient(r#"{"id":null}"#).unwrap();
    assert_eq!(invoice, Invoice::default());
    assert_eq!(
        strict::<Invoice>(r#"{"id":null}"#),
        Err("id: required field of Invoice is null".to_owned())
    );
    assert_eq!(
        strict::<Invoice>(r#"{"note":"","id":1}"#),
        Err("lines: required field of Invoice is missing".to_owned())
    );
    assert_eq!(
        strict::<Invoice>(r#"{"id":1,"lines":[]}"#),
        Err("note: required field of Invoice is missing".to_owned()),
        "a nullable field must be there"
    );
    assert_eq!(
        strict::<Invoice>(r#"{"id":1,"note":null,"lines":[{"price":1},{}]}"#),
        Err("lines[1].price: required field of Line is missing".to_owned())
    );
    assert!(
        strict::<Invoice>(r#"{"id":1,"note":null,"lines":[],"paidAt":null,"payer":null}"#).is_ok()
    );
}

#[test]
fn an_object_without_any_of_the_required_fields_is_another_one() {
    let none = |record| format!("the object has none of the required fields of {record}");
    for text in ["{}", r#"{"errorCode":1,"errorMessage":"No"}"#, r#"{"paidAt":"now"}"#] {
        assert_eq!(lenient::<Invoice>(text), Err(none("Invoice")), "{text}");
        assert_eq!(lenient::<Option<Box<Invoice>>>(text), Err(none("Invoice")), "{text}");
        assert_eq!(
            lenient::<Vec<Invoice>>(&format!(r#"[{{"id":1}},{text}]"#)),
            Err(format!("[1]: {}", none("Invoice")))
        );
        assert_eq!(
            lenient::<Invoice>(&format!(r#"{{"id":1,"payer":{text}}}"#)),
            Err(format!("payer: {}", none("Invoice")))
        );
        assert!(serde_json::from_str::<Invoice>(text).is_err());
        let message = strict::<Invoice>(text).unwrap_err();
        assert_eq!(message, "id: required field of Invoice is missing");
    }
    for text in [r#"{"id":null}"#, r#"{"note":null}"#, r#"{"lines":null,"x":1}"#] {
        assert_eq!(lenient::<Invoice>(text), Ok(Invoice::default()), "{text}: one is there");
    }
    assert_eq!(lenient::<Nothing>("{}"), Ok(Nothing {}), "none is required");
    let invoice = lenient::<Invoice>(r#"{"id":1,"lines":null}"#).unwrap();
    assert!(invoice.lines.is_empty(), "an object that is missing is empty as a whole");
}

#[test]
fn further_fields_are_kept() {
    let mut line: Line = strict(r#"{"a":1.5,"price":2,"b":2}"#).unwrap();
    assert_eq!(
        line.additional_properties.iter().collect::<Vec<_>>(),
        [(&"a".to_owned(), &1.5), (&"b".to_owned(), &2.0)]
    );
    line.additional_properties.insert("price".to_owned(), 9.0);
    assert_eq!(serde_json::to_string(&line).unwrap(), r#"{"price":2,"a":1.5,"b":2.0}"#);
}

#[test]
fn an_object_without_properties() {
    assert_eq!(strict(r#"{"a":1}"#), Ok(Nothing {}));
    assert_eq!(serde_json::to_string(&Nothing {}).unwrap(), "{}");
}

#[test]
fn integers_may_be_written_as_floats() {
    assert_eq!(strict("5.0"), Ok(5_i64));
    assert_eq!(strict("1e3"), Ok(1000_u16));
    assert_eq!(strict("-2.0"), Ok(-2_i8));
    assert_eq!(strict("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(strict("-9223372036854775808"), Ok(i64::MIN));
    for (text, message) in [
        ("5.5", "invalid value: floating point `5.5`, expected u8"),
        ("256", "invalid value: integer `256`, expected u8"),
        ("-1", "invalid value: integer `-1`, expected u8"),
        ("1e30", "invalid value: floating point `1e+30`, expected u8"),
        (r#""5""#, r#"invalid type: string "5", expected u8"#),
        ("true", "invalid type: boolean `true`, expected u8"),
    ] {
        assert_eq!(strict::<u8>(text), Err(message.to_owned()));
    }
    assert_eq!(strict("9007199254740991.0"), Ok(9_007_199_254_740_991_i64));
    assert_eq!(strict("-9007199254740991.0"), Ok(-9_007_199_254_740_991_i64));
    assert_eq!(strict("9007199254740993"), Ok(9_007_199_254_740_993_i64));
    for text in ["9007199254740992.0", "9007199254740993.0", "1e18"] {
        assert!(strict::<i64>(text).is_err(), "{text}: one float stands for several integers");
    }
}

#[test]
fn floats() {
    assert_eq!(strict("5"), Ok(5.0_f64));
    assert_eq!(strict("0.5"), Ok(0.5_f32));
    assert!(strict::<f32>("1e300").is_err());
    assert!(strict::<f64>(r#""1""#).is_err());
}

#[test]
fn more_than_64_fields() {
    use crate::runtime as rt;

    #[derive(PartialEq)]
    struct Wide([i64; 130]);

    /// Each field is the beginning of this, so that its name is so many times `x`.
    const BYTES: [u8; 132] = {
        let mut bytes = [b'x'; 132];
        bytes[0] = b'!';
        bytes
    };
    const MANY: &str = match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => "",
    };

    impl rt::Record for Wide {
        const FIELDS: &'static [rt::Field] = &{
            let mut all = ["!"; 130];
            let mut index = 0;
            while index < 130 {
                all[index] = MANY.split_at(index + 2).0;
                index += 1;
            }
            all
        };

        fn blank() -> Self {
            Self([0; 130])
        }

        fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
            from.read(&mut self.0[field])
        }
    }
    rt::record!(Wide {});

    let text = |without: usize| {
        let fields =
            (0..130).filter(|n| *n != without).map(|n| format!("{:?}:{n}", &MANY[1..n + 2]));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    };
    assert_eq!(strict::<Wide>(&text(999)).unwrap().0.to_vec(), (0..130).collect::<Vec<_>>());
    for missing in [3, 63, 64, 129] {
        let message = format!("{}: required field of Wide is missing", &MANY[1..missing + 2]);
        assert_eq!(strict::<Wide>(&text(missing)), Err(message));
    }
}

#[test]
fn what_is_not_json() {
    let read = |content_type: &'static str, body: &'static str| {
        let response = http::Response::builder()
            .header("content-type", content_type)
            .body(Body::from(body))
            .unwrap();
        Reply::new(response, Mode::Lenient)
            .unwrap()
            .json::<Line>()
            .unwrap_err()
            .message()
            .to_owned()
    };
    assert_eq!(read("application/json", ""), "the response is empty, but JSON was expected");
    assert_eq!(
        read("text/html; charset=utf-8", "<html>"),
        "the response is text/html, not JSON: expected value at line 1 column 1"
    );
    assert_eq!(
        read("application/problem+json", r#"{"price":1"#),
        "EOF while parsing an object at line 1 column 10"
    );
    assert_eq!(
        read("application/json", r#"{"price":1} x"#),
        "trailing characters at line 1 column 13"
    );
    assert_eq!(strict("\u{feff}5"), Ok(5_i64), "a byte order mark is passed over");
}

#[test]
fn what_is_not_utf8_is_an_error_where_it_is_read() {
    let read = |body: &'static [u8]| {
        let response = http::Response::new(Body::from(body));
        Reply::new(response, Mode::Lenient).unwrap().json::<Invoice>()
    };
    let error = read(b"{\"id\":1,\"note\":\"a\xff\"}").unwrap_err();
    assert_eq!((error.path(), error.message()), ("note", "the text is not UTF-8"));
    let error = read(b"{\"id\":1,\xff}").unwrap_err();
    assert_eq!((error.path(), error.message()), ("", "the text is not UTF-8"));
    let error = read(b"{\"id\":true,\"x\":\"\xff\"}").unwrap_err();
    assert_eq!(error.message(), "invalid type: boolean `true`, expected i64");
    assert_eq!(read(b"{\"x\":\"\xf0\x9f\",\"id\":1}").unwrap().id, 1, "nobody reads it");
    assert_eq!(read("{\"id\":1,\"note\":\"\u{fffd}\"}".as_bytes()).unwrap().id, 1);
}

#[test]
fn a_long_value_makes_no_long_message() {
    let message = strict::<i64>(&format!("{:?}", "ü".repeat(10_000))).unwrap_err();
    assert!(message.len() < 400 && message.ends_with('…'), "{message}");
}

#[test]
fn null_is_a_value_of_any_json() {
    let null = serde_json::Value::Null;
    assert_eq!(lenient::<Option<serde_json::Value>>("null"), Ok(Some(null.clone())));
    assert_eq!(lenient::<Vec<serde_json::Value>>("[null]"), Ok(vec![null]));
    assert_eq!(lenient::<Option<i64>>("null"), Ok(None));
}

#[test]
fn items_of_a_list_are_fields() {
    let span = |item_1, item_2: Option<&str>, rest: Option<Vec<bool>>| Span {
        item_1,
        item_2: item_2.map(str::to_owned),
        rest,
    };
    for (text, expected) in [
        ("[1]", span(1, None, None)),
        (r#"[1,"a"]"#, span(1, Some("a"), None)),
        (r#"[1,"a",true,false]"#, span(1, Some("a"), Some(vec![true, false]))),
    ] {
        assert_eq!(strict(text), Ok(expected.clone()));
        assert_eq!(serde_json::to_string(&expected).unwrap(), text);
    }
    let hole = span(1, None, Some(vec![true]));
    assert_eq!(serde_json::to_string(&hole).unwrap(), "[1,null,true]");
    assert_eq!(lenient::<Span>("[1,null,true]"), Ok(hole));
    assert!(lenient::<Span>(r#"["a"]"#).is_err_and(|error| error.starts_with("0: ")));
    assert!(lenient::<Span>("{}").is_err());
    assert!(strict::<Span>("[]").is_err());
    let error = lenient::<Span>("[]").unwrap_err();
    assert!(error.starts_with("the list has none of the required items of Span"), "{error}");
    // By these the arms of a union are told apart.
    assert!(Span::is_missing_a_field(&json!([])));
    assert!(!Span::is_missing_a_field(&json!([1])));
    assert_eq!(Span::mismatches(&json!([1, "a", true, false])), 0);
    assert_eq!(Triple::mismatches(&json!([1, 2, 3])), 0);
    assert!(
        Triple::mismatches(&json!([1, 2, 3, 4, 5])) > Open::mismatches(&json!([1, 2, 3, 4, 5]))
    );
    assert_eq!(Open::mismatches(&json!([1])), 0);
    assert_eq!(Open::mismatches(&json!([1, 2, 3])), 4);
}

/// A list of an item and of others that nobody describes.
struct Open;

impl crate::runtime::Record for Open {
    const FIELDS: &'static [crate::runtime::Field] = &["?0", "?rest"];
    const SEQUENCE: Option<Sequence> = Some(Sequence::Open);

    fn blank() -> Self {
        Self
    }
}

/// A list of three items and no more.
struct Triple;

impl crate::runtime::Record for Triple {
    const FIELDS: &'static [crate::runtime::Field] = &["!0", "!1", "?2"];
    const SEQUENCE: Option<Sequence> = Some(Sequence::Exact);

    fn blank() -> Self {
        Self
    }
}

#[test]
fn a_further_field_that_no_pattern_names_may_hold_anything() {
    #[derive(Debug, Clone, PartialEq, Default)]
    struct Labels {
        id: Option<String>,
        numbers: BTreeMap<String, Vec<i64>>,
    }

    impl crate::runtime::Record for Labels {
        const FIELDS: &'static [crate::runtime::Field] = &["?id"];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, _: usize, from: &mut impl crate::runtime::Entry) {
            from.read(&mut self.id);
        }

        fn extra(&mut self, key: String, from: &mut impl crate::runtime::Entry) {
            from.read_into_map_if_fit(&mut self.numbers, key);
        }
    }

    let text = r#"{"x-a": [1], "other": [true], "id": "a", "more": {"a": null}, "x-b": []}"#;
    let numbers = [("x-a", vec![1]), ("x-b", vec![])].map(|(key, list)| (key.to_owned(), list));
    let labels = Labels { id: Some("a".into()), numbers: numbers.into() };
    assert_eq!(strict(text), Ok(labels.clone()));
    assert_eq!(lenient(text), Ok(labels));
    // The path of an error has no part of what was passed over.
    let error = strict::<Labels>(r#"{"other": [true], "id": 1}"#).unwrap_err();
    assert!(error.starts_with("id: "), "{error}");
}
