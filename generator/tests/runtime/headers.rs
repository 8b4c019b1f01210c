//! Headers that responses are documented to have, as values.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::acme::{Level, Login, Status};
use crate::runtime as rt;
use crate::runtime::{Client, HeaderError, ResponseHeader, Secret};
use crate::server::{Server, answer};

const TOTAL: ResponseHeader<i64> = ResponseHeader::new("X-Total");

fn headers(values: &[&'static str]) -> HeaderMap {
    let name = HeaderName::from_static("x-total");
    values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
}

fn read<T: rt::Decode>(value: &'static str) -> Result<Option<T>, HeaderError> {
    ResponseHeader::new("X-Total").read(&headers(&[value]))
}

#[test]
fn values_are_of_their_types() {
    assert_eq!(read::<i64>(" 12 ").unwrap(), Some(12));
    assert_eq!(read::<f64>("1.5").unwrap(), Some(1.5));
    assert_eq!(read::<bool>("true").unwrap(), Some(true));
    assert_eq!(read::<String>("12").unwrap().as_deref(), Some("12"), "a text is a text");
    assert_eq!(read::<String>("a \"b\" \\").unwrap().as_deref(), Some("a \"b\" \\"));
    assert_eq!(read::<Status>("active").unwrap(), Some(Status::Active));
    assert_eq!(read::<Status>("x").unwrap(), Some(Status::Unknown("x".into())));
    assert_eq!(read::<Level>("1").unwrap(), Some(Level::Low));
    assert_eq!(
        read::<rt::Timestamp>("2024-02-03T04:05:06Z").unwrap().unwrap().to_string(),
        "2024-02-03T04:05:06Z"
    );
    assert_eq!(
        read::<rt::Uuid>("7f000000-0000-0000-0000-000000000001")
            .unwrap()
            .unwrap()
            .get_version_num(),
        0
    );
    assert_eq!(read::<Secret>("hunter2").unwrap().unwrap().expose(), "hunter2");
    let error = read::<i64>("many").unwrap_err();
    assert_eq!(error.name, "X-Total");
    assert!(error.to_string().starts_with("the header \"X-Total\" cannot be read: "), "{error}");
    assert_eq!(TOTAL.read(&headers(&[])).unwrap(), None);
    assert_eq!(format!("{TOTAL:?} {}", TOTAL.name()), "ResponseHeader(\"X-Total\") X-Total");
}

#[test]
fn lists_are_those_of_all_lines() {
    const LIST: ResponseHeader<Vec<i64>> = ResponseHeader::list("X-Total");
    assert_eq!(LIST.read(&headers(&["1, 2", " 3,,4 "])).unwrap(), Some(vec![1, 2, 3, 4]));
    assert_eq!(LIST.read(&headers(&[""])).unwrap(), Some(vec![]));
    assert_eq!(LIST.read(&headers(&[])).unwrap(), None);
    assert!(LIST.read(&headers(&["1,x"])).is_err());
}

#[test]
fn json_is_read_as_json() {
    const TEXT: ResponseHeader<String> = ResponseHeader::json("X-Total");
    const LIST: ResponseHeader<Vec<i64>> = ResponseHeader::json("X-Total");
    assert_eq!(TEXT.read(&headers(&["\"a\""])).unwrap().as_deref(), Some("a"));
    assert_eq!(LIST.read(&headers(&["[1, 2]"])).unwrap(), Some(vec![1, 2]));
    assert_eq!(LIST.read(&headers(&[])).unwrap(), None);
    assert!(TEXT.read(&headers(&["a"])).is_err());
}

#[tokio::test]
async fn they_are_read_beside_the_body_and_from_errors() {
    let login = || Login { body: crate::acme::Credentials::new("me", "secret") };
    let server = Server::with(&[
        &answer("204 No Content", "x-total: 7\r\n", ""),
        &answer("401 Unauthorized", "x-total: 8\r\n", ""),
    ]);
    let client = Client::builder().base_url(&server.url).api_key("k").build().unwrap();
    let response = client.call(login()).with_response().await.unwrap();
    assert_eq!(response.get(&TOTAL).unwrap(), Some(7));
    let error = client.call(login()).await.unwrap_err();
    assert_eq!(TOTAL.read(error.headers().unwrap()).unwrap(), Some(8));
}
