//! What responses become.

use std::error::Error as _;
use std::time::Duration;

use http::StatusCode;

use crate::acme::{GetInvoice, Line, Login, LoginError};
use crate::runtime::{
    Body, BuildError, BuildErrorKind, Bytes, Error, Mode, NoDocumentedError, Operation, Reply,
    Success, TransportError, TransportErrorKind,
};

fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> http::Response<Body> {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body)).unwrap()
}

fn login(
    status: u16,
    headers: &[(&str, &str)],
    body: &'static str,
) -> Result<Option<Line>, Error<LoginError>> {
    Login::response(answer(status, headers, body), Mode::Lenient)
}

#[test]
fn successes_are_told_by_status() {
    assert_eq!(login(200, &[], r#"{"price":3}"#).unwrap().unwrap().price, 3);
    assert_eq!(login(204, &[], "not even JSON").unwrap(), None);
    assert!(
        matches!(login(201, &[], "{}"), Err(Error::UnexpectedStatus(error)) if error.status() == 201)
    );
}

#[test]
fn ways_to_read_a_success() {
    struct Any<T>(std::marker::PhantomData<T>);
    macro_rules! operation {
        ($type:ty, $($success:expr),*) => {
            impl Operation for Any<$type> {
                type Output = $type;
                type Error = NoDocumentedError;
                const META: crate::runtime::Meta = GetInvoice::META;
                const SUCCESS: &'static [Success<$type>] = &[$($success),*];
            }
        };
    }
    operation!((), Success::empty(202));
    operation!(String, Success::text(200));
    operation!(Bytes, Success::bytes(200));
    operation!(i64, Success::map(203, |_| Ok(-1)), Success::json(200).whole_class());

    assert!(Any::<()>::response(answer(202, &[], "x"), Mode::Strict).is_ok());
    assert_eq!(Any::<String>::response(answer(200, &[], "hé"), Mode::Strict).unwrap(), "hé");
    assert_eq!(Any::<Bytes>::response(answer(200, &[], "%PDF"), Mode::Strict).unwrap(), "%PDF");
    assert_eq!(Any::<i64>::response(answer(226, &[], "5"), Mode::Strict).unwrap(), 5);
    assert_eq!(
        Any::<i64>::response(answer(203, &[], "5"), Mode::Strict).unwrap(),
        -1,
        "the exact status goes first"
    );
    assert!(Any::<i64>::response(answer(300, &[], "5"), Mode::Strict).is_err());
    let not_text = http::Response::new(Body::from(vec![0xff]));
    assert!(matches!(Any::<String>::response(not_text, Mode::Strict), Err(Error::Decode(_))));
}

#[test]
fn a_documented_error() {
    let headers = [("x-trace-id", "t1"), ("set-cookie", "session=hunter2")];
    let body = r#"{"errorCode":10001,"errorMessage":"Already\nlogged in","token":"hunter2"}"#;
    let error = login(401, &headers, body).unwrap_err();
    let Error::Api(api) = &error else { panic!("{error:?}") };
    assert!(matches!(api.kind(), LoginError::Unauthorized));
    assert_eq!((api.status(), api.body()), (StatusCode::UNAUTHORIZED, body.as_bytes()));
    assert_eq!(api.headers()["x-trace-id"], "t1");
    assert_eq!(api.error_body().unwrap().error_code, 10001);
    assert_eq!(error.error_body().unwrap().error_code, 10001);
    assert_eq!(
        error.to_string(),
        "POST /v3/login: 401 Unauthorized: Already logged in (code 10001)"
    );
    assert!(format!("{error:?}").contains("kind: LoginError::Unauthorized"), "{error:?}");
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::UNAUTHORIZED), Some("t1")));
    assert!(!format!("{error:?} {error:#?} {:?}", api.headers()).contains("hunter2"), "{error:?}");
    assert!(
        error.source().is_none()
            && !error.is_retryable()
            && !error.is_timeout()
            && !error.is_connect()
    );
}

#[test]
fn an_error_object_is_found_behind_a_byte_order_mark() {
    let body = "\u{feff}{\"errorCode\":7,\"errorMessage\":\"No\"}";
    let error = login(401, &[], body).unwrap_err();
    assert_eq!(error.error_body().unwrap().error_code, 7);
    assert_eq!(error.to_string(), "POST /v3/login: 401 Unauthorized: No (code 7)");
}

#[test]
fn a_documented_error_with_a_body_of_its_own() {
    let kind = |body| match login(422, &[], body).unwrap_err() {
        Error::Api(api) => api.into_kind(),
        other => panic!("{other:?}"),
    };
    let LoginError::Unprocessable(Some(body)) = kind(r#"{"price":3}"#) else { panic!("no body") };
    assert_eq!(*body, Line { price: 3, ..Line::default() });
    for body in ["", "<html>"] {
        assert!(matches!(kind(body), LoginError::Unprocessable(None)), "{body}");
    }
}

#[test]
fn an_undocumented_error() {
    let error = login(503, &[("request-id", "r1")], r#"{"errorMessage":"Down"}"#).unwrap_err();
    assert!(matches!(&error, Error::UnexpectedStatus(error) if error.request_id() == Some("r1")));
    assert_eq!(
        error.to_string(),
        "POST /v3/login: unexpected status 503 Service Unavailable: Down"
    );
    assert_eq!(error.error_body().unwrap().error_message, "Down");
    assert!(error.is_retryable());

    for body in ["", "<html>", "[]", "{}", r#"{"other":1}"#, r#"{"errorCode":"not a number"}"#] {
        let error = login(500, &[], body).unwrap_err();
        assert!(error.error_body().is_none(), "{body}");
        assert_eq!(error.body(), Some(body.as_bytes()));
        assert_eq!(
            error.to_string(),
            "POST /v3/login: unexpected status 500 Internal Server Error"
        );
        assert!(!error.is_retryable());
    }
    let error = login(500, &[], r#"{"error":{"code":"E1","message":"Broken"}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /v3/login: unexpected status 500 Internal Server Error: Broken (code E1)"
    );
    for status in [408, 429, 502, 503, 504] {
        assert!(login(status, &[], "").unwrap_err().is_retryable(), "{status}");
    }
}

#[test]
fn an_answer_that_cannot_be_read() {
    let error = login(200, &[("x-request-id", "r2")], r#"{"price":"hunter2"}"#).unwrap_err();
    let Error::Decode(decode) = &error else { panic!("{error:?}") };
    assert_eq!(decode.path(), "price");
    assert_eq!(decode.body(), br#"{"price":"hunter2"}"#);
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::OK), Some("r2")));
    assert_eq!(
        error.to_string(),
        r#"POST /v3/login: could not read the response (200 OK): price: invalid type: string "hunter2", expected i64"#
    );
    let strict = Login::response(answer(200, &[], "{}"), Mode::Strict).unwrap_err();
    assert!(strict.to_string().ends_with("price: required field of Line is missing"), "{strict}");
}

#[test]
fn retry_after_in_seconds_or_as_a_date() {
    let wait = |value| login(503, &[("retry-after", value)], "").unwrap_err().retry_after();
    assert_eq!(wait("120"), Some(Duration::from_secs(120)));
    assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO), "in the past");
    assert_eq!(wait("soon"), None);
    assert_eq!(wait("-1"), None);
    let in_a_minute = std::time::SystemTime::now() + Duration::from_secs(60);
    let date: &'static str = httpdate::fmt_http_date(in_a_minute).leak();
    let found = wait(date).unwrap();
    assert!((58..=60).contains(&found.as_secs()), "{found:?}");
    assert_eq!(login(503, &[], "").unwrap_err().retry_after(), None);
}

#[test]
fn errors_are_small_and_can_be_sent() {
    fn check<T: std::error::Error + Send + Sync + 'static>() {}
    check::<Error<LoginError>>();
    check::<Error<NoDocumentedError>>();
    assert!(
        size_of::<Error<NoDocumentedError>>() <= 56,
        "{}",
        size_of::<Error<NoDocumentedError>>()
    );
}

#[test]
fn errors_before_an_answer() {
    let error: Error<NoDocumentedError> = BuildError::from(BuildErrorKind::InvalidUrl).into();
    assert_eq!((error.status(), error.retry_after(), error.request_id()), (None, None, None));
    assert!(!error.is_retryable());
    let source = std::io::Error::other("reset");
    let error: Error<NoDocumentedError> =
        TransportError::new(TransportErrorKind::Connect, Some(Box::new(source))).into();
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    assert_eq!(error.to_string(), "could not connect: reset");
    assert_eq!(error.source().unwrap().to_string(), "reset");
}

#[test]
fn cookies_are_marked_on_receipt() {
    let reply =
        Reply::new(answer(200, &[("set-cookie", "a=1"), ("set-cookie", "b=2")], ""), Mode::Lenient)
            .unwrap();
    assert!(reply.headers().get_all("set-cookie").iter().all(http::HeaderValue::is_sensitive));
    assert_eq!(reply.headers().get_all("set-cookie").iter().count(), 2);
    assert!(GetInvoice::failure(&reply).is_none());
}

#[test]
fn a_huge_body_is_kept_and_not_looked_at() {
    let body = |length: usize| -> &'static str {
        format!(r#"{{"errorCode":1,"errorMessage":"x","pad":"{}"}}"#, "a".repeat(length)).leak()
    };
    let small = login(500, &[], body(1000)).unwrap_err();
    assert!(small.error_body().is_some(), "{small:?}");
    let huge = login(500, &[], body(1024 * 1024)).unwrap_err();
    assert!(huge.error_body().is_none(), "{huge:?}");
    assert!(huge.body().unwrap().len() > 1024 * 1024);
}

#[test]
fn an_error_says_which_call_failed_and_what_the_documentation_says_of_it() {
    let shown = |status, body| login(status, &[], body).unwrap_err().to_string();
    let documented = "POST /v3/login: 401 Unauthorized: Invalid credentials";
    assert_eq!(shown(401, ""), documented);
    assert_eq!(shown(401, r#"{"other":1}"#), documented);
    assert_eq!(shown(429, ""), "POST /v3/login: 429 Too Many Requests");
    assert_eq!(shown(444, ""), "POST /v3/login: unexpected status 444");
    let error = login(401, &[], "").unwrap_err().without_kind();
    assert_eq!(error.to_string(), "POST /v3/login: 401 Unauthorized: Invalid credentials");
}

#[test]
fn what_a_match_gives_tells_as_much_as_the_error() {
    let headers = [("retry-after", "7"), ("x-request-id", "r3")];
    for status in [429, 503] {
        let error = login(status, &headers, r#"{"errorCode":1,"errorMessage":"x"}"#).unwrap_err();
        let (wait, id) = (Some(Duration::from_secs(7)), Some("r3"));
        assert_eq!((error.retry_after(), error.request_id()), (wait, id));
        let (inner, body) = match &error {
            Error::Api(error) => {
                ((error.status(), error.retry_after(), error.request_id()), error.error_body())
            }
            Error::UnexpectedStatus(error) => {
                ((error.status(), error.retry_after(), error.request_id()), error.error_body())
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(inner, (error.status().unwrap(), wait, id));
        assert_eq!(body.unwrap().error_code, 1);
    }
}

#[test]
fn each_operation_has_an_error_of_its_own() {
    #[derive(Debug)]
    enum LogoutError {
        ServerError,
    }
    struct Logout;
    impl Operation for Logout {
        type Output = ();
        type Error = LogoutError;
        const META: crate::runtime::Meta = crate::runtime::Meta::post("logout", "/v3/logout");
        const SUCCESS: &'static [Success<()>] = &[Success::empty(204)];

        fn failure(reply: &Reply) -> Option<(LogoutError, &'static str)> {
            Some(match reply.status() {
                500..=599 => (LogoutError::ServerError, "Something broke"),
                _ => return None,
            })
        }
    }
    #[derive(Debug)]
    enum Mine {
        Login(Option<LoginError>),
        Logout(Option<LogoutError>),
    }
    impl From<Error<LoginError>> for Mine {
        fn from(error: Error<LoginError>) -> Self {
            Self::Login(if let Error::Api(error) = error { Some(error.into_kind()) } else { None })
        }
    }
    impl From<Error<LogoutError>> for Mine {
        fn from(error: Error<LogoutError>) -> Self {
            Self::Logout(if let Error::Api(error) = error { Some(error.into_kind()) } else { None })
        }
    }
    let both = |first, second| -> Result<(), Mine> {
        login(first, &[], "{}")?;
        Ok(Logout::response(answer(second, &[], ""), Mode::Lenient)?)
    };
    assert!(matches!(both(401, 204), Err(Mine::Login(Some(LoginError::Unauthorized)))));
    assert!(matches!(both(500, 204), Err(Mine::Login(None))));
    assert!(matches!(both(204, 502), Err(Mine::Logout(Some(LogoutError::ServerError)))));
    assert!(matches!(both(204, 404), Err(Mine::Logout(None))));
    let error = Logout::response(answer(502, &[], ""), Mode::Lenient).unwrap_err();
    assert_eq!(error.to_string(), "POST /v3/logout: 502 Bad Gateway: Something broke");
    assert!(format!("{error:?}").contains("kind: LogoutError::ServerError"), "{error:?}");
}

#[test]
fn a_path_of_a_document_stays_on_its_line() {
    struct Hostile;
    impl Operation for Hostile {
        type Output = ();
        type Error = NoDocumentedError;
        const META: crate::runtime::Meta =
            crate::runtime::Meta::get("hostile", "/a\n{id}\u{202e}\u{7}'(1)'");
        const SUCCESS: &'static [Success<()>] = &[];
    }
    let error = Hostile::response(answer(500, &[], ""), Mode::Lenient).unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /a%0A{id}%E2%80%AE%07'(1)': unexpected status 500 Internal Server Error"
    );
    let base = "https://acme.test".parse().unwrap();
    assert_eq!(
        Hostile.request(&base).unwrap_err().to_string(),
        "GET /a%0A{id}%E2%80%AE%07'(1)': could not build the request: path parameter `id` has no value"
    );
}
