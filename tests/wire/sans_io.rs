//! Operations as plain values: made into requests and read from responses without the client, and sent by it although
//! they are not documented.

use std::convert::Infallible;

use frozen_sdk::models::{ErrorObject, SessionLogin, SessionLoginOtp};
use frozen_sdk::operations::session::{
    GetUser, Login, LoginError, Logout, ProvideOtp, ProvideOtpError,
};
use frozen_sdk::plumbing::{
    BaseUrl, Meta, Method, Mode, Operation, Reply, RequestBuilder, Success,
};
use frozen_sdk::{Body, Bytes, Client, Credential, Credentials, Error};
use serde_json::{Value, json};

use crate::server::{Answer, Server};
use crate::service::{self, KEY, client, error_object};

fn base() -> BaseUrl {
    "https://api.i3d.net".parse().unwrap()
}

fn answer(status: u16, body: impl ToString) -> http::Response<Body> {
    http::Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("x-request-id", "r-1")
        .body(body.to_string().into())
        .unwrap()
}

fn headers(request: &http::Request<Body>) -> Vec<(&str, &str)> {
    let mut list: Vec<_> =
        request.headers().iter().map(|(k, v)| (k.as_str(), v.to_str().unwrap())).collect();
    list.sort_unstable();
    list
}

#[test]
fn a_request_with_a_body() {
    let login = Login { body: SessionLogin::new("jdoe", "s3cret").with_remember_me(0) };
    let mut request = login.request(&base()).unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://api.i3d.net/v3/session/login");
    assert_eq!(
        headers(&request),
        [("accept", "application/json"), ("content-type", "application/json")]
    );
    let body = br#"{"userName":"jdoe","password":"s3cret","rememberMe":0}"#;
    assert_eq!(request.body().as_bytes().unwrap(), body);

    let credentials = Credentials::new().with("ApiKey", Credential::ApiKey(KEY.into()));
    credentials.authorize(&Login::META, &mut request).unwrap();
    assert_eq!(request.headers()["private-token"], KEY);
    assert!(request.headers()["private-token"].is_sensitive());
}

#[test]
fn requests_without_a_body() {
    let user = GetUser.request(&base()).unwrap();
    let logout = Logout.request(&base()).unwrap();
    assert_eq!((user.method(), logout.method()), (&Method::GET, &Method::POST));
    assert_eq!(user.uri(), "https://api.i3d.net/v3/session/user");
    assert_eq!(logout.uri(), "https://api.i3d.net/v3/session/logout");
    for request in [user, logout] {
        assert_eq!(headers(&request), [("accept", "application/json")]);
        assert!(request.body().is_empty());
    }
}

#[test]
fn what_is_known_of_an_operation() {
    assert_eq!(ProvideOtp::META.operation_id(), "provideOTP");
    assert_eq!(ProvideOtp::META.method(), Method::POST);
    assert_eq!(ProvideOtp::META.path(), "/v3/session/login/otp");
    let otp = ProvideOtp { body: SessionLoginOtp::new("1") };
    assert_ne!(otp.body, SessionLoginOtp::new("2"));
    let [once, again] = [(); 2].map(|()| otp.request(&base()).unwrap());
    assert_eq!(
        (once.uri(), headers(&once), once.body()),
        (again.uri(), headers(&again), again.body())
    );
}

#[test]
fn answers_are_read_by_their_status() {
    let body = json!({"requiresOtp": true, "expiresAt": 7, "otpSessionExpiresAt": 8});
    let auth = Login::response(answer(200, &body), Mode::Strict).unwrap();
    assert_eq!((auth.requires_otp, auth.expires_at, auth.otp_session_expires_at), (true, 7, 8));

    for (status, kind) in [
        (401, LoginError::Unauthorized),
        (409, LoginError::Conflict),
        (429, LoginError::TooManyRequests),
        (500, LoginError::InternalServerError),
    ] {
        // A failure is one whatever its body, even one that looks like a success.
        for body in [String::new(), body.to_string(), error_object(1, "no").to_string()] {
            let error = Login::response(answer(status, body), Mode::Strict).unwrap_err();
            let Error::Api(error) = error else { panic!("{error:?}") };
            assert_eq!(
                (error.status().as_u16(), format!("{:?}", error.kind())),
                (status, format!("{kind:?}"))
            );
            assert_eq!(error.request_id(), Some("r-1"));
        }
    }
    for status in [201, 204, 302, 400, 404, 503] {
        let error = Login::response(answer(status, &body), Mode::Lenient).unwrap_err();
        let Error::UnexpectedStatus(error) = error else { panic!("{error:?}") };
        assert_eq!(error.status(), status);
        assert_eq!(error.body(), body.to_string().as_bytes());
    }
}

#[test]
fn an_answer_without_content_may_have_some() {
    ProvideOtp::response(answer(204, ""), Mode::Strict).unwrap();
    ProvideOtp::response(answer(204, "whatever"), Mode::Strict).unwrap();
    let error = ProvideOtp::response(answer(404, ""), Mode::Strict).unwrap_err();
    assert!(matches!(error, Error::Api(e) if matches!(e.kind(), ProvideOtpError::NotFound)));
}

#[test]
fn with_a_transport_of_ones_own() {
    fn transport(request: http::Request<Body>) -> Result<http::Response<Body>, Infallible> {
        assert_eq!(request.uri().path(), "/v3/session/user");
        Ok(answer(200, service::user()))
    }
    let client = Client::builder().api_key(KEY).build().unwrap();
    let mut request = GetUser.request(client.base_url()).unwrap();
    client.credentials().authorize(&GetUser::META, &mut request).unwrap();
    assert_eq!(request.headers()["private-token"], KEY);
    let me = GetUser::response(transport(request).unwrap(), Mode::Lenient).unwrap();
    assert_eq!(me.user_name, service::USER);
}

/// An endpoint that the documentation does not have.
struct RenameHost {
    id: i64,
    name: &'static str,
    dry_run: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
enum RenameHostError {
    Taken(Option<ErrorObject>),
}

impl Operation for RenameHost {
    type Output = String;
    type Error = RenameHostError;
    const META: Meta = Meta::put("renameHost", "/v3/host/{id}").accept("text/plain");
    const SUCCESS: &'static [Success<String>] = &[Success::text(200)];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        let body = json!({ "name": self.name });
        request
            .path("id", &self.id)
            .query("dryRun", &self.dry_run)
            .json("application/json", Some(&body))
    }

    fn failure(reply: &Reply) -> Option<(RenameHostError, &'static str)> {
        (reply.status() == 409).then(|| (RenameHostError::Taken(reply.json_or_none()), "Taken"))
    }
}

#[tokio::test]
async fn an_operation_of_ones_own() {
    let taken = Answer::json(409, error_object(10009, "Name taken"));
    let server = Server::answering([Answer::new(200, "text/plain", "done"), taken]);
    let client = client(&server);
    let done = client.call(RenameHost { id: 7, name: "db", dry_run: Some(true) }).await.unwrap();
    assert_eq!(done, "done");
    let call = client.call(RenameHost { id: 7, name: "db", dry_run: None });
    let error = call.await.unwrap_err();
    let Error::Api(error) = error else { panic!("{error:?}") };
    let RenameHostError::Taken(Some(object)) = error.into_kind() else { panic!("no body") };
    assert_eq!(object.error_code, 10009);

    let requests = server.requests();
    assert_eq!(requests[0].target(), "PUT /v3/host/7?dryRun=true");
    assert_eq!(requests[1].target(), "PUT /v3/host/7");
    assert_eq!(requests[0].header("private-token"), Some(KEY));
    assert_eq!(requests[0].header("accept"), Some("text/plain"));
    assert_eq!(requests[0].body, br#"{"name":"db"}"#);
}

#[tokio::test]
async fn a_request_of_ones_own() {
    let server = Server::answering([Answer::json(404, "{}").with("X-Request-Id", "r-2")]);
    let client = client(&server);
    let request = http::Request::delete("/v3/undocumented/a%20b?c=d%2Fe");
    let answer = client.send(request.body(Body::default()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 404, "a failing status is a response too");
    assert_eq!(answer.headers()["x-request-id"], "r-2");
    assert_eq!(answer.body().as_bytes().unwrap(), b"{}");

    let whole = server.url() + "/whole";
    let request = http::Request::post(&whole).body(Body::from(Bytes::from_static(b"\x00\xFF")));
    client.send(request.unwrap()).await.unwrap();

    let requests = server.requests();
    assert_eq!(requests[0].target(), "DELETE /v3/undocumented/a%20b?c=d%2Fe");
    assert_eq!(requests[1].target(), "POST /whole");
    assert_eq!(requests[1].body, b"\x00\xFF");
    for request in requests {
        assert_eq!(request.header("private-token"), Some(KEY));
        assert!(request.header("user-agent").unwrap().starts_with("frozen-sdk/"));
    }
}

#[tokio::test]
async fn a_request_is_sent_with_its_whole_url_and_each_of_its_headers() {
    for length in [100, 250, 3000] {
        let server = Server::answering([Answer::empty(200)]);
        let path = format!("/{}", "x".repeat(length));
        let mut request = http::Request::get(&path).header("x-tag", "a").header("x-tag", "b");
        for number in 0..10 {
            request = request.header(format!("x-{number}"), number);
        }
        let request = request.body(Body::default()).unwrap();
        client(&server).send(request).await.unwrap();
        let received = server.only_request();
        assert_eq!(received.target(), format!("GET {path}"));
        assert_eq!(received.headers("x-tag"), ["a", "b"]);
        assert_eq!(received.header("x-9"), Some("9"));
    }
}

#[tokio::test]
async fn a_request_of_ones_own_stays_on_the_server() {
    let other = Server::answering([Answer::empty(200)]);
    let server = Server::answering([Answer::empty(200)]);
    let request = http::Request::get(other.url()).body(Body::default()).unwrap();
    let error = client(&server).send(request).await.unwrap_err();
    assert!(matches!(error, Error::Build(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "GET: could not build the request: the URL is on another server than the base URL"
    );
    assert_eq!((server.requests().len(), other.requests().len()), (0, 0));
}

#[test]
fn types_of_the_crate_are_ordinary_serde_types() {
    let user: frozen_sdk::models::SessionUser = serde_json::from_value(service::user()).unwrap();
    let again: Value = serde_json::to_value(&user).unwrap();
    assert_eq!(again["details"]["unconfirmedEmail"]["email"], "new@example.com");
    assert_eq!(serde_json::from_value::<frozen_sdk::models::SessionUser>(again).unwrap(), user);
}
