//! What a user does with the crate, without a server: values to JSON and back, operations to requests, responses to values.

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use obstacle_course::models::*;
use obstacle_course::operations::{answers, bodies, default_operations, names, styles};
use obstacle_course::plumbing::{BaseUrl, Mode, Operation};
use obstacle_course::{Body, Client, Error, Nullable, Timestamp, Uuid};
use serde_json::{Value, from_value, json, to_value};
use std::collections::BTreeMap;

type Request = http::Request<Body>;

fn request(operation: &impl Operation) -> Request {
    operation.request(&BaseUrl::parse("https://x.example/base").unwrap()).unwrap()
}

/// The path and query of a request, after the base.
fn target(request: &Request) -> String {
    request.uri().to_string().strip_prefix("https://x.example/base").unwrap().to_owned()
}

fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

fn answer<Op: Operation>(status: u16, body: &'static str) -> Result<Op::Output, Error<Op::Error>> {
    let mut response = http::Response::new(Body::from(body));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    Op::response(response, Mode::Lenient)
}

/// Reads a value and writes it again; nothing may be lost.
fn round_trip<T: serde::de::DeserializeOwned + serde::Serialize>(value: Value) -> T {
    let read: T = from_value(value.clone()).unwrap();
    assert_eq!(to_value(&read).unwrap(), value);
    read
}

#[test]
fn what_was_read_can_be_sent_again() {
    let read = json!({"id": 5, "name": "n"});
    let owner: Owner = from_value(read.clone()).unwrap();
    let sent = OwnerRequest::from(owner).with_token("t");
    assert_eq!(to_value(sent).unwrap(), json!({"name": "n", "token": "t"}));
    for (read, expected) in [(read, json!({"name": "n"})), (json!("a"), json!("a"))] {
        let union: EnvironmentUnion = from_value(read).unwrap();
        assert_eq!(to_value(EnvironmentUnionRequest::from(union)).unwrap(), expected);
    }
    let inline: EnvironmentInline = from_value(json!({"ro": "a", "rw": "b"})).unwrap();
    assert_eq!(to_value(EnvironmentInlineRequest::from(inline)).unwrap(), json!({"rw": "b"}));
}

#[test]
fn documented_servers_are_types() {
    use obstacle_course::servers::*;
    let server = TheFirst::default().region(TheFirstRegion::Us).port("444");
    let builder = Client::builder().api_header("k");
    let client = builder.server(server).server(FilesOfAZone::default().zone(FilesOfAZoneZone::N1)).build();
    let client = client.unwrap();
    assert_eq!(client.base_url().as_str(), "https://us.example.com:444/v1");
    let own = default_operations::GetFromOwnServer.request(client.base_url()).unwrap();
    assert_eq!(own.uri(), "https://files.1.example.com/own-servers");
    let default = obstacle_course::Server::from(TheFirst::default());
    assert_eq!(default.url(), "https://eu.example.com:8443/v1");
}

#[test]
fn left_out_null_and_value_are_three_things_in_requests() {
    let presence = Presence::new("a", None);
    let least = json!({"required": "a", "requiredNullable": null});
    assert_eq!(to_value(&presence).unwrap(), least);
    let null = presence.clone().with_optional_nullable(Nullable::Null);
    assert_eq!(to_value(null).unwrap()["optionalNullable"], Value::Null);
    let none = presence.clone().with_optional_nullable(None::<String>);
    assert!(none.optional_nullable.is_null());
    let full = presence
        .with_optional("b")
        .with_optional_nullable("c".to_owned())
        .with_optional_nullable_object(Point::new(1, 2).with_label("p"));
    let text = json!({
        "required": "a", "requiredNullable": null, "optional": "b", "optionalNullable": "c",
        "optionalNullableObject": {"x": 1, "y": 2, "label": "p"}
    });
    assert_eq!(to_value(&full).unwrap(), text);
    assert_eq!(round_trip::<Presence>(text), full);
    assert!(round_trip::<PresenceIn>(least).optional_nullable.is_unset());
}

#[test]
fn requests_lack_what_is_read_only_and_answers_what_is_write_only() {
    let owner = OwnerRequest::new("o").with_token("t");
    let new = EnvironmentRequestModel::new(EnvironmentRequestModelRequired {
        name: "n".into(),
        secret: "s".into(),
        owner: owner.clone(),
        parts: vec![owner.clone()],
    })
    .with_union(EnvironmentUnionRequest::Owner(owner));
    let owner = json!({"name": "o", "token": "t"});
    let text =
        json!({"name": "n", "secret": "s", "owner": owner, "parts": [owner], "union": owner});
    assert_eq!(to_value(&new).unwrap(), text);
    assert!(!format!("{new:?}").contains("\"s\""), "secrets are not shown");
    let made: Environment = from_value(json!({
        "id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "name": "n", "owner": {"id": 1, "name": "o"}, "parts": [],
        "readOnlyReference": {"at": "now"}, "inline": {"ro": "r"}
    }))
    .unwrap();
    assert_eq!(made.owner.id, 1);
    assert_eq!(made.read_only_reference.unwrap().at.as_deref(), Some("now"));
}

#[test]
fn enumerations_are_open() {
    for value in
        ["", "-", "a b", "A", "a", "Unknown", "unknown", "1", "01", "self", "Größe", "\"", "\\"]
    {
        let read: StringEnum = round_trip(json!(value));
        assert!(!matches!(read, StringEnum::Unknown(_)), "{value:?}");
    }
    assert_eq!(round_trip::<StringEnum>(json!("new")), StringEnum::Unknown("new".into()));
    for value in [0, 1, -1, 404, i64::MAX, i64::MIN] {
        assert!(!matches!(round_trip(json!(value)), IntegerEnum::Unknown(_)), "{value}");
    }
    assert_eq!(round_trip::<IntegerEnum>(json!(7)), IntegerEnum::Unknown(7));
    let enums = Enums::new(StringEnum::A, IntegerEnum::Minus1).with_nullable(Nullable::Null);
    let text = json!({"required": "A", "integer": -1, "nullable": null});
    assert_eq!(to_value(&enums).unwrap(), text);
    assert_eq!(round_trip::<Enums>(text), enums);
}

#[test]
fn unions_are_told_apart() {
    let kitten = json!({"petType": "kitten", "lives": 9});
    assert!(matches!(round_trip::<Pet>(kitten.clone()), Pet::Cat(_)));
    assert!(matches!(round_trip::<Pet>(json!({"petType": "dog", "bark": "w"})), Pet::Dog(_)));
    assert!(matches!(round_trip::<Pet>(json!({"petType": "fish"})), Pet::Unknown(_)));
    assert!(matches!(round_trip::<UnionsNested>(json!([kitten])), UnionsNested::PetList(_)));
    assert!(matches!(round_trip::<Vehicle>(json!({"kind": "Bike", "gears": 3})), Vehicle::Bike(_)));
    assert!(matches!(round_trip(json!("a")), UnionsScalar::String(_)));
    assert!(matches!(round_trip(json!(1)), UnionsScalar::Integer(1)));
    assert!(matches!(round_trip(json!(true)), UnionsScalar::Boolean(true)));
    assert!(matches!(round_trip(json!([1])), UnionsScalar::Unknown(_)));
    assert!(matches!(round_trip(json!(1.5)), UnionsNumbers::Number(_)));
    let large = 9_007_199_254_740_993_i64;
    assert_eq!(round_trip::<UnionsNumbers>(json!(large)), UnionsNumbers::Integer(large));
    assert!(matches!(round_trip(json!({"a": "a"})), UnionsForbids::Plain(_)));
    assert!(matches!(round_trip(json!({"a": "a", "b": 1})), UnionsForbids::Both(_)));
    assert!(matches!(round_trip(json!(["a"])), UnionsAny::StringList(_)));
    assert!(matches!(round_trip(json!({"x": 1, "y": 2})), UnionsAny::Point(_)));
    assert!(matches!(round_trip(json!({"b": "b"})), UnionsTitled::SecondOne(_)));
    assert!(matches!(round_trip(json!({"c": "c"})), UnionsTitled::Object(_)));
    assert!(matches!(round_trip(json!(["a"])), UnionsLists::StringList(_)));
    let unions: Unions = round_trip(json!({"nullable": null, "pet": {"petType": "cat"}}));
    assert!(unions.nullable.is_null());
}

#[test]
fn recursive_types_and_maps() {
    let tree = Tree::new("root")
        .with_left(Tree::new("left"))
        .with_right(Nullable::Null)
        .with_children(vec![Tree::new("child")])
        .with_by_name(BTreeMap::from([("k".to_owned(), Tree::new("named"))]));
    let text = json!({
        "name": "root", "left": {"name": "left"}, "right": null, "children": [{"name": "child"}],
        "byName": {"k": {"name": "named"}}
    });
    assert_eq!(to_value(&tree).unwrap(), text);
    assert_eq!(round_trip::<Tree>(text), tree);
    round_trip::<RequiredRecursion>(json!({"name": "a", "next": {"name": "b", "also": null}, "also": null}));
    round_trip::<Ping>(json!({"pong": {"ping": {"pong": {"n": 1}}}}));
    round_trip::<RequiredList>(json!({"list": [{"list": []}]}));
    let sum: Expression = round_trip(json!({"terms": [1, {"of": {"terms": [2]}}]}));
    assert!(matches!(sum, Expression::Sum(_)));
    round_trip::<Additional>(
        json!({"additional_properties": "a", "additionalProperties": "b", "c": 1, "d": null}),
    );
    round_trip::<Shapes>(json!({
        "emptyObject": {"a": [1]}, "closedEmpty": {}, "mapOfMaps": {"a": {"b": 1}}, "nullableItems": ["a", null],
        "nullableMap": null, "tuple": ["a", 1], "aliasOfAlias": [{"x": 1, "y": 2}], "mapSchema": {"p": {"x": 1, "y": 2}},
        "nothing": 1.5, "siblings": null
    }));
}

#[test]
fn every_format_is_written_as_it_was_read() {
    let text = json!({
        "dateTime": "2024-02-29T23:59:59Z", "date": "2024-02-29", "uuid": "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "byte": "aGk=", "binary": "raw", "password": "p", "email": "e", "int8": -128, "int16": -32768, "int32": i32::MIN,
        "int64": i64::MIN, "uint8": 255, "uint16": 65535, "uint32": u32::MAX, "uint64": u64::MAX, "float": 0.5,
        "double": 1e300, "number": 0.1, "integer": i64::MAX, "boolean": false
    });
    let formats: Formats = round_trip(text.clone());
    assert_eq!(formats.uint64, Some(u64::MAX));
    round_trip::<RequiredFormats>(text);
    assert!(from_value::<Formats>(json!({"int8": 128})).is_err());
    // What a server leaves out reads as empty.
    let blank: RequiredFormats = from_value(json!({"boolean": true})).unwrap();
    assert_eq!((blank.int8, blank.boolean), (0, true));
    // What has none of its required fields is another object.
    assert!(from_value::<RequiredFormats>(json!({})).is_err());
}

#[test]
fn hard_names_keep_their_spelling_on_the_wire() {
    let text = json!({
        "new": "1", "x": "2", "with_x": "3", "type": "4", "type_": "5", "_type": "6", "": "7", " ": "8", "2fa": "9",
        "\"quoted\"": "a", "back\\slash": "b", "日本": "c", "@id": "d", "user-name": "e", "userName": "f", "rt": "g"
    });
    round_trip::<Clashes>(text);
    round_trip::<Keywords>(
        json!({"'static": "a", "static": "b", "Self": "c", "self": "d", "gen": "e", "struct": {"type": "t"}}),
    );
    round_trip::<AllOfsSeveral>(json!({"x": 1, "y": 2, "label": "l", "z": 3}));
    round_trip::<Extended>(json!({"x": 1, "y": 2, "code": 3, "extra": "e"}));
    let wide: Wide = from_value(json!({"f01": 0, "f70": 1.5})).unwrap();
    assert_eq!(
        to_value(wide).unwrap(),
        json!({"f01": 0, "f02": 0.0, "f03": false, "f04": "", "f70": 1.5})
    );
}

#[test]
fn every_style_of_the_path() {
    let point = Point::new(1, 2);
    let operation = styles::PathStyles {
        simple: point.clone(),
        simple_explode: point.clone(),
        label: vec![3, 4],
        label_explode: vec![3, 4],
        matrix: vec!["a b".into(), "c".into()],
        matrix_explode: vec!["a/b".into(), "c".into()],
        json: point,
    };
    let path = "/styles/path/x,1,y,2/x=1,y=2/.3,4/.3.4/;matrix=a%20b,c/;matrixExplode=a%2Fb;matrixExplode=c/%7B%22x%22%3A1%2C%22y%22%3A2%7D";
    assert_eq!(target(&request(&operation)), path);
    let odd = names::OddPath { id: -5 };
    assert_eq!(request(&odd).uri().path(), "/base/names/odd%20path/-5.json/%C3%BC;x=1");
    let dots = names::Undeclared { never: "..".into() };
    assert!(dots.request(&BaseUrl::parse("https://x.example").unwrap()).is_err());
}

/// One optional parameter of the query, set through the call.
macro_rules! query {
    ($($set:ident($value:expr) => $expected:literal)*) => {$({
        let operation = styles::QueryStyles { $set: Some($value), ..Default::default() };
        assert_eq!(target(&request(&operation)), concat!("/styles/query", $expected), stringify!($set));
    })*};
}

#[test]
fn every_style_of_the_query() {
    let list = || vec!["a b".to_owned(), "c&d".to_owned()];
    let point = || Point::new(1, 2);
    query! {
        form(list()) => "?form=a%20b,c%26d"
        form(vec![]) => ""
        form_explode(list()) => "?formExplode=a%20b&formExplode=c%26d"
        form_object(point()) => "?formObject=x,1,y,2"
        form_object_explode(point()) => "?x=1&y=2"
        space(list()) => "?space=a%20b%20c%26d"
        space_explode(list()) => "?spaceExplode=a%20b&spaceExplode=c%26d"
        pipe(vec![1, 2]) => "?pipe=1%7C2"
        deep(point()) => "?deep%5Bx%5D=1&deep%5By%5D=2"
        deep_map(BTreeMap::from([("k[]".to_owned(), "v".to_owned())])) => "?deepMap%5Bk%5B%5D%5D=v"
        reserved("a/b?c=d&e".into()) => "?reserved=a/b?c=d%26e"
        json(point()) => "?json=%7B%22x%22%3A1%2C%22y%22%3A2%7D"
        text("a b".into()) => "?text=a%20b"
        filter_name("n".into()) => "?filter%5Bname%5D=n"
        empty(String::new()) => "?empty="
        nullable("a b".into()) => "?nullable=a%20b"
        enum_(QueryStylesEnum::A) => "?enum=a"
        enums(vec!["x".into(), "y z".into(), "new".into()]) => "?enums=x&enums=y%20z&enums=new"
        time("2024-02-29T23:59:59Z".parse().unwrap()) => "?time=2024-02-29T23%3A59%3A59Z"
        free(json!([1, "a"])) => "?free=1&free=a"
    }
}

#[test]
fn headers_and_cookies() {
    let point = Some(Point::new(1, 2));
    let list = Some(vec!["a".to_owned(), "b".to_owned()]);
    let operation = styles::HeaderStyles {
        x_trace_id: Uuid::from_u128(1),
        x_list: list.clone(),
        x_object: point.clone(),
        x_object_explode: point.clone(),
        x_json: point.clone(),
        session: Some("s t".into()),
        list: list.clone(),
        list_explode: list,
        object: point,
    };
    let request = request(&operation);
    for (name, value) in [
        ("x-trace-id", "00000000-0000-0000-0000-000000000001"),
        ("x-list", "a,b"),
        ("x-object", "x,1,y,2"),
        ("x-object-explode", "x=1,y=2"),
        ("x-json", r#"{"x":1,"y":2}"#),
    ] {
        assert_eq!(header(&request, name), Some(value));
    }
    let cookies = "session=s%20t; list=a,b; listExplode=a&listExplode=b; object=x,1,y,2";
    assert_eq!(header(&request, COOKIE.as_str()), Some(cookies));
}

#[test]
fn bodies_of_every_kind() {
    let point = Point::new(1, 2);
    let sent = request(&bodies::SeveralTypes { body: point.clone() });
    assert_eq!(header(&sent, CONTENT_TYPE.as_str()), Some("application/json"));
    assert_eq!(sent.body().as_bytes().unwrap(), br#"{"x":1,"y":2}"#);
    let form =
        FormData::new(FormDataRequired2 { a: "a&b".into(), b: 1, c: vec!["x".into(), "y".into()] });
    let sent = request(&bodies::FormRequired { body: form.with_d("secret").with_e(point) });
    assert_eq!(header(&sent, CONTENT_TYPE.as_str()), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        sent.body().as_bytes().unwrap(),
        b"a=a%26b&b=1&c=x&c=y&d=secret&e=%7B%22x%22%3A1%2C%22y%22%3A2%7D"
    );
    let sent = request(&bodies::TextOptional { body: Some("a,b".into()) });
    assert_eq!(header(&sent, CONTENT_TYPE.as_str()), Some("text/csv; charset=utf-8"));
    assert_eq!(header(&sent, ACCEPT.as_str()), Some("text/html, application/json"));
    let sent = request(&bodies::TextOptional { body: None });
    assert_eq!((header(&sent, CONTENT_TYPE.as_str()), sent.body().length().unwrap()), (None, 0));
    let sent = request(&bodies::BinaryRequired { body: vec![0, 159].into() });
    assert_eq!(sent.body().as_bytes().unwrap(), [0, 159]);
    let sent = request(&bodies::BinaryOptional { body: Some(vec![1, 2].into()) });
    assert_eq!(header(&sent, CONTENT_TYPE.as_str()), Some("application/octet-stream"));
    assert_eq!(sent.body().as_bytes().unwrap(), [1, 2]);
    let sent = request(&bodies::JsonMerge { body: BTreeMap::from([("a".into(), Value::Null)]) });
    assert_eq!(header(&sent, CONTENT_TYPE.as_str()), Some("application/merge-patch+json"));
    assert_eq!(sent.body().as_bytes().unwrap(), br#"{"a":null}"#);
    assert_eq!(request(&bodies::JsonNullable { body: Some(None) }).body().as_bytes().unwrap(), b"null");
    assert_eq!(request(&bodies::JsonNullable { body: None }).body().length().unwrap(), 0);
}

#[test]
fn answers_of_every_kind() {
    let point = r#"{"x":1,"y":2}"#;
    assert_eq!(answer::<answers::ValueOrNothing>(204, "").unwrap(), None);
    assert_eq!(answer::<answers::ValueOrNothing>(200, point).unwrap(), Some(Point::new(1, 2)));
    assert!(matches!(
        answer::<answers::TwoTypes>(202, r#"{"job":1}"#).unwrap(),
        answers::TwoTypesOutput::Accepted(_)
    ));
    assert!(matches!(
        answer::<answers::TwoTypes>(204, "").unwrap(),
        answers::TwoTypesOutput::NoContent
    ));
    assert!(
        matches!(answer::<answers::MixedMedia>(200, "t").unwrap(), answers::MixedMediaOutput::Ok(text) if text == "t")
    );
    assert!(matches!(
        answer::<answers::MixedMedia>(207, r#"{"f01":1}"#).unwrap(),
        answers::MixedMediaOutput::Status2xx(_)
    ));
    assert_eq!(answer::<answers::OnlyClass>(299, "\"a\"").unwrap(), "a");
    assert_eq!(answer::<answers::OnlyDefault>(200, point).unwrap(), Point::new(1, 2));
    answer::<answers::OnlyFailures>(204, "").unwrap();
    answer::<answers::Redirect>(302, "").unwrap();
    assert_eq!(answer::<answers::SecretOut>(200, "\"s\"").unwrap().expose(), "s");
    assert_eq!(answer::<bodies::JsonNullable>(200, "null").unwrap(), None);
}

#[test]
fn a_sibling_names_the_arm_of_a_union_before_or_after_it() {
    let rule = |kind: Value| json!({"rule": {"threshold": 5}, "kind": kind});
    let read = |value: Value| round_trip::<Siblings>(value).rule;
    assert!(matches!(read(rule(json!(1))), SiblingsRule::Memory(_)));
    assert!(matches!(read(rule(json!(2))), SiblingsRule::Cpu(cpu) if cpu.threshold == 5));
    for text in [
        r#"{"kind": 2, "rule": {"threshold": 5}}"#,
        r#"{"rule": {"threshold": 5}, "kind": 2}"#,
    ] {
        let read: Siblings = serde_json::from_str(text).unwrap();
        assert!(matches!(read.rule, SiblingsRule::Cpu(_)), "{text}");
    }
    let time = json!({"rule": {"at": "noon"}, "kind": 4});
    assert!(matches!(read(time), SiblingsRule::Time(time) if time.at == "noon"));
}

#[test]
fn a_sibling_of_an_unknown_value_keeps_the_json() {
    let unknown = json!({"rule": {"threshold": 5, "more": [1]}, "kind": 99});
    let read: Siblings = round_trip(unknown.clone());
    assert_eq!(read.rule, SiblingsRule::Unknown(unknown["rule"].clone()));
    assert_eq!(read.kind, 99);
}

#[test]
fn data_that_does_not_fit_the_named_arm_is_an_error_with_its_path() {
    let error = answer::<bodies::Siblings>(200, r#"{"rule": {"threshold": "x"}, "kind": 2}"#);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("rule.threshold"), "{error}");
}

#[test]
fn without_a_sibling_the_first_arm_that_fits_is_taken() {
    let read: Siblings = round_trip(json!({
        "rule": {"at": "noon"}, "kind": 3,
        "named": {"threshold": 1}, "several": [{"at": "noon"}, {"threshold": 1}]
    }));
    let Nullable::Value(named) = read.named else { panic!("{:?}", read.named) };
    assert!(matches!(named, AnyRule::MemoryRule(_)));
    assert!(matches!(
        read.several.as_deref(),
        Some([AnyRule::TimeRule(_), AnyRule::MemoryRule(_)])
    ));
    let null: Siblings =
        round_trip(json!({"rule": {"at": "noon"}, "kind": 3, "name": "cpu", "named": null}));
    assert!(null.named.is_null());
}

#[test]
fn a_sibling_decides_on_what_is_nullable_or_a_list() {
    let read: Siblings = round_trip(json!({
        "rule": {"at": "noon"}, "kind": 3,
        "name": "cpu", "named": {"threshold": 1},
        "level": "cpu", "several": [{"threshold": 1}, {"threshold": 2}]
    }));
    assert!(matches!(read.named, Nullable::Value(AnyRule::CpuRule(_))));
    let several = read.several.unwrap();
    assert!(several.iter().all(|rule| matches!(rule, AnyRule::CpuRule(_))) && several.len() == 2);
}

#[test]
fn what_is_sent_is_what_was_set() {
    let rule = SiblingsRule::Cpu(CpuRule::new(5));
    let sent = to_value(Siblings::new(rule, 1)).unwrap();
    assert_eq!(sent, json!({"rule": {"threshold": 5}, "kind": 1}));
}

#[test]
fn failures_are_told_by_their_status() {
    use answers::FailuresError as Kind;
    let kind = |status, body| match answer::<answers::Failures>(status, body) {
        Err(Error::Api(error)) => error.into_kind(),
        other => panic!("{status}: {other:?}"),
    };
    assert!(matches!(kind(400, r#"{"code":7}"#), Kind::BadRequest(Some(error)) if error.code == 7));
    assert!(matches!(kind(400, "no JSON"), Kind::BadRequest(None)));
    assert!(matches!(kind(401, ""), Kind::Unauthorized));
    assert!(matches!(kind(404, "text"), Kind::NotFound));
    assert!(
        matches!(kind(409, r#"{"conflict":"c"}"#), Kind::Conflict(Some(own)) if own.conflict == "c")
    );
    assert!(matches!(kind(418, ""), Kind::Status418));
    assert!(
        matches!(kind(422, r#"[{"code":1}]"#), Kind::UnprocessableContent(Some(list)) if list.len() == 1)
    );
    assert!(matches!(kind(429, "3"), Kind::TooManyRequests(Some(seconds)) if *seconds == 3));
    assert!(matches!(kind(451, r#"{"petType":"cat"}"#), Kind::ClientError(Some(_))));
    assert!(matches!(kind(500, ""), Kind::InternalServerError));
    assert!(matches!(kind(503, r#"{"f01":1}"#), Kind::ServerError(Some(_))));
    assert!(matches!(kind(503, "{}"), Kind::ServerError(None)));
    assert!(matches!(kind(600, r#"{"a":"b"}"#), Kind::Other(Some(_))));
    assert!(matches!(answer::<answers::OnlyClass>(404, ""), Err(Error::UnexpectedStatus(_))));
}

#[test]
fn optional_parameters_and_credentials_are_set_by_methods() {
    let client = Client::builder()
        .api_header("k")
        .api_query("k")
        .api_cookie("k")
        .basic_auth("me", "k")
        .bearer_token("k")
        .oauth("k")
        .oidc("k")
        .timeout_credential("k")
        .build()
        .unwrap();
    let call = client
        .names()
        .parameter_names(1, "s", "c", 2, "a", "body")
        .timeout_in_query(5)
        .with_response_in_query(true)
        .body("in query")
        ._2fa("2")
        .timeout(std::time::Duration::from_secs(1));
    let shown = format!("{call:?}");
    for part in [
        "timeout_in_query: Some(5)",
        "body: Some(\"in query\")",
        "_2fa: Some(\"2\")",
        "body_content: \"body\"",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn numbers_are_read_as_what_they_mean_whatever_their_type() {
    let account = |value: Value| from_value::<Account>(value).unwrap();
    let seconds = |time: Option<Timestamp>| time.map(|time| time.as_second());
    let full = account(json!({
        "open": 2, "blocked": 0, "hidden": 1, "due": 60, "closed": u64::MAX, "seen": 61, "total": 7, "fee": -1, "rest": " 12 ",
        "tax": "1.5", "sum": 9,
    }));
    assert!(full.is_open() && full.is_blocked() == Some(false) && full.is_not_shown() == Some(true));
    assert_eq!([full.due_time(), full.closed_time(), full.seen_time()].map(seconds), [Some(60), None, Some(61)]);
    assert_eq!(
        [full.total_cents(), full.fee_cents(), full.rest_cents(), full.tax_cents(), full.sum_cents()],
        [Some(7), Some(-1), Some(12), None, Some(9)]
    );
    let nothing = account(json!({
        "open": 0, "blocked": null, "hidden": null, "due": 0, "seen": null, "total": u64::MAX, "fee": null, "rest": null,
    }));
    assert!(!nothing.is_open() && nothing.is_blocked().is_none() && nothing.is_not_shown().is_none());
    assert_eq!([nothing.due_time(), nothing.closed_time(), nothing.seen_time()].map(seconds), [None; 3]);
    assert_eq!(
        [nothing.total_cents(), nothing.fee_cents(), nothing.rest_cents(), nothing.tax_cents(), nothing.sum_cents()],
        [None; 5]
    );
}
