//! The table "Style Examples" of the OpenAPI specification 3.0.4, and what it leaves open.

use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::runtime::{BaseUrl, Body, BuildErrorKind, Meta, RequestBuilder, Style};

const META: Meta = Meta::new("paint", Method::GET, "/paint/{color}");

fn builder() -> RequestBuilder {
    RequestBuilder::new(&META, &BaseUrl::parse("https://acme.test").unwrap())
}

fn finish(request: RequestBuilder) -> Result<http::Request<Body>, BuildErrorKind> {
    request.finish().map_err(|error| error.kind().clone())
}

fn path(value: &Value, style: Style) -> Result<String, BuildErrorKind> {
    let request = finish(builder().path_styled("color", value, style))?;
    Ok(request.uri().path().strip_prefix("/paint/").unwrap().to_owned())
}

fn query(value: &Value, style: Style) -> Result<String, BuildErrorKind> {
    let request = finish(builder().path("color", "x").query_styled("color", value, style))?;
    Ok(request.uri().query().unwrap_or("<none>").to_owned())
}

fn header(value: &Value, style: Style) -> Result<String, BuildErrorKind> {
    let request = finish(builder().path("color", "x").header_styled("color", value, style))?;
    Ok(request.headers().get("color").map_or("<none>", |value| value.to_str().unwrap()).to_owned())
}

fn cookie(value: &Value, style: Style) -> Result<String, BuildErrorKind> {
    let request = finish(builder().path("color", "x").cookie_styled("color", value, style))?;
    Ok(request.headers().get("cookie").map_or("<none>", |value| value.to_str().unwrap()).to_owned())
}

fn text() -> Value {
    json!("blue")
}

fn list() -> Value {
    json!(["blue", "black", "brown"])
}

/// With its keys in the order in which they come in either kind of map.
fn object() -> Value {
    json!({"B": 150, "G": 200, "R": 100})
}

#[test]
fn the_table_for_paths() {
    let row = |style, expected: [&str; 3]| {
        for (value, expected) in [text(), list(), object()].iter().zip(expected) {
            assert_eq!(path(value, style).as_deref(), Ok(expected), "{style:?}");
        }
    };
    row(Style::MATRIX, [";color=blue", ";color=blue,black,brown", ";color=B,150,G,200,R,100"]);
    row(
        Style::MATRIX.explode(true),
        [";color=blue", ";color=blue;color=black;color=brown", ";B=150;G=200;R=100"],
    );
    row(Style::LABEL, [".blue", ".blue,black,brown", ".B,150,G,200,R,100"]);
    row(Style::LABEL.explode(true), [".blue", ".blue.black.brown", ".B=150.G=200.R=100"]);
    row(Style::SIMPLE, ["blue", "blue,black,brown", "B,150,G,200,R,100"]);
    row(Style::SIMPLE.explode(true), ["blue", "blue,black,brown", "B=150,G=200,R=100"]);
}

#[test]
fn the_table_for_queries() {
    let row = |style, expected: [&str; 4]| {
        for (value, expected) in [json!(""), text(), list(), object()].iter().zip(expected) {
            assert_eq!(query(value, style).as_deref(), Ok(expected), "{style:?}");
        }
    };
    let exploded =
        ["color=", "color=blue", "color=blue&color=black&color=brown", "B=150&G=200&R=100"];
    row(Style::FORM, exploded);
    row(
        Style::FORM.explode(false),
        ["color=", "color=blue", "color=blue,black,brown", "color=B,150,G,200,R,100"],
    );
    row(
        Style::SPACE_DELIMITED,
        ["color=", "color=blue", "color=blue%20black%20brown", "color=B%20150%20G%20200%20R%20100"],
    );
    row(
        Style::PIPE_DELIMITED,
        ["color=", "color=blue", "color=blue%7Cblack%7Cbrown", "color=B%7C150%7CG%7C200%7CR%7C100"],
    );
    row(Style::SPACE_DELIMITED.explode(true), exploded);
    row(Style::PIPE_DELIMITED.explode(true), exploded);
    assert_eq!(
        query(&object(), Style::DEEP_OBJECT).as_deref(),
        Ok("color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100")
    );
}

#[test]
fn the_table_for_headers_and_cookies() {
    assert_eq!(header(&list(), Style::SIMPLE).as_deref(), Ok("blue,black,brown"));
    assert_eq!(header(&object(), Style::SIMPLE).as_deref(), Ok("B,150,G,200,R,100"));
    assert_eq!(header(&object(), Style::SIMPLE.explode(true)).as_deref(), Ok("B=150,G=200,R=100"));
    assert_eq!(
        header(&json!("start=0,results=25"), Style::SIMPLE).as_deref(),
        Ok("start=0,results=25")
    );
    assert_eq!(cookie(&text(), Style::FORM).as_deref(), Ok("color=blue"));
    assert_eq!(
        cookie(&list(), Style::FORM.explode(false)).as_deref(),
        Ok("color=blue,black,brown")
    );
    assert_eq!(cookie(&json!("a; b"), Style::FORM).as_deref(), Ok("color=a%3B%20b"));
    // As OpenAPI 3.2 has it in its table.
    assert_eq!(cookie(&text(), Style::COOKIE).as_deref(), Ok("color=blue"));
    assert_eq!(
        cookie(&list(), Style::COOKIE).as_deref(),
        Ok("color=blue; color=black; color=brown")
    );
    assert_eq!(
        cookie(&list(), Style::COOKIE.explode(false)).as_deref(),
        Ok("color=blue,black,brown")
    );
    assert_eq!(cookie(&object(), Style::COOKIE).as_deref(), Ok("B=150; G=200; R=100"));
    assert_eq!(
        cookie(&object(), Style::COOKIE.explode(false)).as_deref(),
        Ok("color=B,150,G,200,R,100")
    );
    assert_eq!(cookie(&json!("a%20=b"), Style::COOKIE).as_deref(), Ok("color=a%20=b"));
    assert!(cookie(&json!("a; b"), Style::COOKIE).is_err());
}

/// As the table says for `matrix`; RFC 6570, section 3.2.7, has the others.
#[test]
fn what_is_empty_has_a_name_alone_in_a_matrix() {
    let exploded = Style::MATRIX.explode(true);
    assert_eq!(path(&json!(""), Style::MATRIX).as_deref(), Ok(";color"));
    assert_eq!(path(&json!(""), exploded).as_deref(), Ok(";color"));
    assert_eq!(path(&json!([""]), Style::MATRIX).as_deref(), Ok(";color"));
    assert_eq!(path(&json!(["a", ""]), exploded).as_deref(), Ok(";color=a;color"));
    assert_eq!(path(&json!({"a": "", "b": "="}), exploded).as_deref(), Ok(";a;b=%3D"));
}

#[test]
fn a_name_is_encoded_where_reserved_characters_of_values_stay() {
    let value = json!({"e=mc": "a=b"});
    let reserved = Style::FORM.allow_reserved();
    assert_eq!(query(&value, reserved).as_deref(), Ok("e%3Dmc=a=b"));
    assert_eq!(query(&value, reserved.explode(false)).as_deref(), Ok("color=e%3Dmc,a=b"));
    let path = path(&value, Style::SIMPLE.explode(true).allow_reserved());
    assert_eq!(path.as_deref(), Ok("e%3Dmc=a=b"));
    assert_eq!(header(&value, Style::SIMPLE.explode(true)).as_deref(), Ok("e=mc=a=b"));
}

#[test]
fn json_as_content() {
    let value = json!({"a": ["b c"]});
    assert_eq!(path(&value, Style::JSON).as_deref(), Ok("%7B%22a%22%3A%5B%22b%20c%22%5D%7D"));
    assert_eq!(
        query(&value, Style::JSON).as_deref(),
        Ok("color=%7B%22a%22%3A%5B%22b%20c%22%5D%7D")
    );
    assert_eq!(header(&value, Style::JSON).as_deref(), Ok(r#"{"a":["b c"]}"#));
    assert_eq!(cookie(&json!([1]), Style::JSON).as_deref(), Ok("color=%5B1%5D"));
}

#[test]
fn null_is_a_value_of_json_that_may_be_null() {
    const META: Meta = Meta::get("getA", "/a/{p}");
    let base = BaseUrl::parse("https://acme.test").unwrap();
    let json = Style::JSON.or_null();
    let none = None::<i64>;
    let request = RequestBuilder::new(&META, &base)
        .path_styled("p", &none, json)
        .query_styled("q", &none, json)
        .query_styled("left", &none, Style::JSON)
        .header_styled("x-h", &none, json)
        .header_styled("x-left", &none, Style::JSON)
        .cookie_styled("c", &none, json)
        .cookie_styled("left", &none, Style::JSON)
        .finish()
        .unwrap();
    assert_eq!(request.uri().to_string(), "https://acme.test/a/null?q=null");
    assert_eq!(request.headers()["x-h"], "null");
    assert_eq!(request.headers().get("x-left"), None);
    assert_eq!(request.headers()["cookie"], "c=null");
    let missing = RequestBuilder::new(&META, &base).path_styled("p", &none, Style::JSON).finish();
    let missing = missing.unwrap_err();
    assert!(matches!(missing.kind(), BuildErrorKind::MissingPathParameter { .. }), "{missing}");
}

#[test]
fn what_the_table_leaves_open() {
    assert_eq!(
        query(&json!({"a": {"b": 1}, "c": [2, 3], "d": null}), Style::DEEP_OBJECT).as_deref(),
        Ok("color%5Ba%5D%5Bb%5D=1&color%5Bc%5D%5B%5D=2&color%5Bc%5D%5B%5D=3")
    );
    assert_eq!(
        query(&json!(["a", null, "b"]), Style::DEEP_OBJECT).as_deref(),
        Ok("color%5B%5D=a&color%5B%5D=b")
    );
    assert_eq!(
        query(&json!({"a": [{"b": 1}, {"b": [2, 3]}]}), Style::DEEP_OBJECT).as_deref(),
        Ok(
            "color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B1%5D%5Bb%5D%5B%5D=2&color%5Ba%5D%5B1%5D%5Bb%5D%5B%5D=3"
        )
    );
    assert_eq!(
        query(&json!({"page": 0, "sort": ["a", "b"], "none": null}), Style::FORM).as_deref(),
        Ok("page=0&sort=a&sort=b")
    );
    assert_eq!(
        query(&json!({"page": {"a": 1}, "all": [{"b": 2}]}), Style::FORM).as_deref(),
        Ok("page=%7B%22a%22%3A1%7D&all=%7B%22b%22%3A2%7D")
    );
    assert_eq!(
        query(&json!({"a": [1, 2]}), Style::FORM.explode(false)).as_deref(),
        Ok("color=a,%5B1%2C2%5D")
    );
    assert_eq!(query(&json!([[1], 2]), Style::FORM).as_deref(), Ok("color=%5B1%5D&color=2"));
    assert_eq!(query(&json!([]), Style::FORM).as_deref(), Ok("<none>"));
    assert_eq!(query(&json!({}), Style::FORM.explode(false)).as_deref(), Ok("<none>"));
    assert_eq!(query(&json!(null), Style::FORM).as_deref(), Ok("<none>"));
    assert_eq!(header(&json!(null), Style::SIMPLE).as_deref(), Ok("<none>"));
    assert_eq!(
        query(&json!([1, null, true, 1.5]), Style::FORM.explode(false)).as_deref(),
        Ok("color=1,true,1.5")
    );
    let nested = header(&json!([[1]]), Style::SIMPLE).unwrap_err();
    assert!(matches!(nested, BuildErrorKind::InvalidParameter { name: "color", .. }), "{nested:?}");
    assert!(query(&text(), Style::MATRIX).is_err() && path(&text(), Style::FORM).is_err());
}

#[test]
fn encoding_is_done_once() {
    let all = "a-._~ +&=#/?%25ü,|[]'\"";
    let encoded = "a-._~%20%2B%26%3D%23%2F%3F%2525%C3%BC%2C%7C%5B%5D%27%22";
    assert_eq!(path(&json!(all), Style::SIMPLE).as_deref(), Ok(encoded));
    assert_eq!(query(&json!(all), Style::FORM).unwrap(), format!("color={encoded}"));
    assert_eq!(
        query(&json!(["a,b", "c"]), Style::FORM.explode(false)).as_deref(),
        Ok("color=a%2Cb,c")
    );
    assert_eq!(
        query(&json!(":/?@!$'()*,;=#[]&+ %"), Style::FORM.allow_reserved()).as_deref(),
        Ok("color=:/?@!$'()*,;=%23%5B%5D%26%2B%20%25")
    );
    assert_eq!(
        path(&json!("a/:?@!$'()*,;=#[]&+ %2g{}\\"), Style::SIMPLE.allow_reserved()).as_deref(),
        Ok("a/:%3F@!$'()*,;=%23%5B%5D&+%20%252g%7B%7D%5C")
    );
    let encoded = json!("x%2Fy%c3%9F%%41%4%é");
    assert_eq!(
        query(&encoded, Style::FORM.allow_reserved()).as_deref(),
        Ok("color=x%2Fy%c3%9F%25%41%254%25%C3%A9")
    );
    assert_eq!(
        path(&encoded, Style::SIMPLE.allow_reserved()).as_deref(),
        Ok("x%2Fy%c3%9F%25%41%254%25%C3%A9")
    );
    for away in ["../a", "a/..", "a/./b", "/..", "..", "%2e%2E/a", "a/.%2e", "..%2Fa", "a%2f.."] {
        let request = builder().path_styled("color", away, Style::SIMPLE.allow_reserved());
        let error = request.finish().unwrap_err();
        assert!(matches!(error.kind(), BuildErrorKind::UnsafePath { .. }), "{away}: {error:?}");
    }
    let request = builder().path("color", "x").query("filter[a b]", "1").finish().unwrap();
    assert_eq!(request.uri().query(), Some("filter%5Ba%20b%5D=1"));
}

#[test]
fn a_path_stays_where_it_is() {
    for value in [json!(""), json!("."), json!(".."), json!([]), json!({}), json!([""])] {
        for style in [Style::SIMPLE, Style::LABEL, Style::MATRIX] {
            let result = path(&value, style);
            let is_text = matches!(value.as_str(), Some("." | ".."));
            let is_named = style == Style::MATRIX && (value == json!("") || value == json!([""]));
            if style == Style::SIMPLE || !is_text && !is_named {
                assert_eq!(
                    result,
                    Err(BuildErrorKind::UnsafePath { name: Some("color") }),
                    "{value} {style:?}"
                );
            }
        }
    }
    assert!(path(&json!("."), Style::LABEL).is_err(), "a label puts a dot before it");
    assert_eq!(path(&json!("../../admin"), Style::SIMPLE).as_deref(), Ok("..%2F..%2Fadmin"));
    assert_eq!(path(&json!("..."), Style::SIMPLE).as_deref(), Ok("..."));
    assert_eq!(
        path(&json!(null), Style::SIMPLE),
        Err(BuildErrorKind::MissingPathParameter { name: "color".into() })
    );
}

#[test]
fn numbers_of_32_bits_have_their_own_digits() {
    let request = finish(builder().path("color", &0.1_f32).query("q", &[0.1_f32])).unwrap();
    assert_eq!(request.uri().to_string(), "https://acme.test/paint/0.1?q=0.1");
    let request =
        finish(builder().path("color", "x").form(Some(&BTreeMap::from([("n", 0.1_f32)]))));
    assert_eq!(request.unwrap().body().as_bytes(), Some(&b"n=0.1"[..]));
}

#[test]
fn whole_numbers_have_no_fraction_anywhere() {
    let value = json!([5.0, -3.0, 0.5, 9_007_199_254_740_993_i64, 1e300]);
    let expected = ["5", "-3", "0.5", "9007199254740993", "1e%2B300"].join(",");
    assert_eq!(path(&value, Style::SIMPLE), Ok(expected.clone()));
    assert_eq!(query(&value, Style::FORM.explode(false)), Ok(format!("color={expected}")));
    assert_eq!(
        query(&json!({"a": [5.0]}), Style::DEEP_OBJECT).as_deref(),
        Ok("color%5Ba%5D%5B%5D=5")
    );
    assert_eq!(header(&value, Style::SIMPLE), Ok(expected.replace("%2B", "+")));
    assert_eq!(cookie(&json!(5.0), Style::FORM).as_deref(), Ok("color=5"));
    let form = finish(builder().path("color", &5.0).form(Some(&json!({"l": [6.0], "n": 5.0}))));
    let request = form.unwrap();
    assert_eq!(request.uri().path(), "/paint/5");
    assert_eq!(request.body().as_bytes(), Some(&b"l=6&n=5"[..]));
}
