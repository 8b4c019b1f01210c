//! What goes over the wire, byte by byte.
//!
//! Only the port and the version of the crate are replaced, as they are not the same each time.

use frozen_sdk::models::{SessionLogin, SessionLoginOtp};
use frozen_sdk::plumbing::{Meta, Operation, RequestBuilder, Success};
use frozen_sdk::{Client, NoDocumentedError};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::server::{Answer, Request, Server};
use crate::service::{self, KEY, client};

/// The version in the manifest of the emitted crate.
fn version() -> &'static str {
    let manifest = include_str!("../frozen/sdk/Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")).unwrap();
    version.strip_suffix('"').unwrap()
}

/// The only request that came in.
fn sent(server: &Server) -> String {
    let request = server.only_request();
    assert_eq!(request.header("host"), Some(server.host().as_str()));
    let agent = format!("user-agent: frozen-sdk/{}\n", version());
    request
        .text()
        .replace(&server.host(), "127.0.0.1:PORT")
        .replace(&agent, "user-agent: frozen-sdk/VERSION\n")
}

fn login_answer() -> Value {
    json!({"requiresOtp": false, "expiresAt": 0, "otpSessionExpiresAt": 0})
}

fn server(answer: Answer) -> Server {
    Server::answering([answer])
}

#[tokio::test]
async fn login() {
    let server = server(Answer::json(200, login_answer()));
    let body = SessionLogin::new("jdoe", "s3cret");
    client(&server).session().login(body).await.unwrap();
    assert_snapshot!(sent(&server), @r#"
    POST /v3/session/login HTTP/1.1
    accept: application/json
    content-type: application/json
    user-agent: frozen-sdk/VERSION
    private-token: wire-key
    accept-encoding: identity
    host: 127.0.0.1:PORT
    content-length: 39

    {"userName":"jdoe","password":"s3cret"}
    "#);
}

#[tokio::test]
async fn login_with_all_fields() {
    let server = server(Answer::json(200, login_answer()));
    let body = SessionLogin::new("jdoe", "s3cret").with_remember_me(1);
    client(&server).session().login(body).await.unwrap();
    let body: Value = serde_json::from_slice(&server.only_request().body).unwrap();
    assert_eq!(body, json!({"userName": "jdoe", "password": "s3cret", "rememberMe": 1}));
}

#[tokio::test]
async fn text_of_any_kind_arrives_as_it_is() {
    let server = server(Answer::json(200, login_answer()));
    let (name, password) = ("zoë+%2F %25\u{1F511}", "\"quote\" \\ \n\t\u{0} </é&=?#");
    client(&server).session().login(SessionLogin::new(name, password)).await.unwrap();
    let request = server.only_request();
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({"userName": name, "password": password}));
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
}

#[tokio::test]
async fn provide_otp() {
    let server = server(Answer::empty(204));
    client(&server).session().provide_otp(SessionLoginOtp::new("012345")).await.unwrap();
    assert_snapshot!(sent(&server), @r#"
    POST /v3/session/login/otp HTTP/1.1
    accept: application/json
    content-type: application/json
    user-agent: frozen-sdk/VERSION
    private-token: wire-key
    accept-encoding: identity
    host: 127.0.0.1:PORT
    content-length: 16

    {"otp":"012345"}
    "#);
}

#[tokio::test]
async fn logout() {
    let server = server(Answer::empty(204));
    client(&server).session().logout().await.unwrap();
    let sent = sent(&server).replace("content-length: 0\n", "");
    assert_snapshot!(sent, @r"
    POST /v3/session/logout HTTP/1.1
    accept: application/json
    user-agent: frozen-sdk/VERSION
    private-token: wire-key
    accept-encoding: identity
    host: 127.0.0.1:PORT
    ");
}

/// Some servers respond with 411 to a POST that does not say how long its body is, be it empty.
#[tokio::test]
async fn an_empty_post_says_that_it_is_empty() {
    let server = server(Answer::empty(204));
    client(&server).session().logout().await.unwrap();
    assert_eq!(server.only_request().header("content-length"), Some("0"));
}

#[tokio::test]
async fn get_user() {
    let server = server(Answer::json(200, service::user()));
    client(&server).session().get_user().await.unwrap();
    assert_snapshot!(sent(&server), @r"
    GET /v3/session/user HTTP/1.1
    accept: application/json
    user-agent: frozen-sdk/VERSION
    private-token: wire-key
    accept-encoding: identity
    host: 127.0.0.1:PORT
    ");
}

#[tokio::test]
async fn each_call_is_one_request_even_if_it_fails() {
    for answer in [
        Answer::empty(401),
        Answer::empty(418),
        Answer::empty(500),
        Answer::empty(503).with("Retry-After", "0"),
        Answer::new(200, "text/html", "<html>"),
        Answer::json(200, "{}").cut_off(),
    ] {
        let server = server(answer);
        client(&server).session().login(SessionLogin::new("a", "b")).await.unwrap_err();
        assert_eq!(server.only_request().target(), "POST /v3/session/login");
    }
}

#[tokio::test]
async fn without_a_key_no_key_is_sent() {
    let server = server(Answer::empty(204));
    let client = Client::builder().base_url(&server.url()).build().unwrap();
    client.session().logout().await.unwrap();
    assert_eq!(server.only_request().header("private-token"), None);
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_a_slash() {
    for suffix in ["/proxy/a%20b", "/proxy/a%20b/"] {
        let server = server(Answer::empty(204));
        let base_url = server.url() + suffix;
        let client = Client::builder().base_url(&base_url).api_key(KEY).build().unwrap();
        client.session().logout().await.unwrap();
        assert_eq!(server.only_request().target(), "POST /proxy/a%20b/v3/session/logout");
    }
}

#[tokio::test]
async fn headers_of_the_client_and_of_the_call() {
    let server = server(Answer::empty(204));
    let client = Client::builder()
        .base_url(&server.url())
        .api_key(KEY)
        .user_agent("mine/2")
        .default_header("X-Of-Client", "1")
        .default_header("X-Of-Both", "of the client")
        .build()
        .unwrap();
    let call = client.session().logout().header("X-Of-Both", "of the call").header("Accept", "*/*");
    call.await.unwrap();
    let request = server.only_request();
    assert_eq!(request.header("x-of-client"), Some("1"));
    assert_eq!(request.header("x-of-both"), Some("of the call"));
    assert_eq!(request.header("accept"), Some("*/*"));
    assert_eq!(request.header("user-agent"), Some("mine/2"));
    assert_eq!(request.header("private-token"), Some(KEY));
}

#[tokio::test]
async fn a_cookie_of_the_call_goes_with_those_of_the_session() {
    let answer = Answer::empty(204).with("Set-Cookie", "a=1; Path=/");
    let server = server(answer);
    let client = client(&server);
    client.session().logout().await.unwrap();
    client.session().logout().header("cookie", "b=2").await.unwrap();
    let requests: Vec<Request> = server.requests();
    assert_eq!(requests[1].header("cookie"), Some("b=2; a=1"));
}

/// An operation with a parameter in the path and one in the query.
struct Search {
    tag: &'static str,
    filter: &'static str,
}

/// Whatever the response holds.
struct Anything;

impl frozen_sdk::plumbing::Output for Anything {}

impl Operation for Search {
    type Output = Anything;
    type Error = NoDocumentedError;
    const META: Meta = Meta::get("search", "/v3/things/{tag}");
    const SUCCESS: &'static [Success<Anything>] = &[Success::map(200, |_| Ok(Anything))];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request.path("tag", self.tag).query("filter", self.filter)
    }
}

#[tokio::test]
async fn parameters_are_encoded_once() {
    let server = server(Answer::empty(200));
    client(&server).call(Search { tag: "a/b c", filter: "50% & é+1" }).await.unwrap();
    client(&server).call(Search { tag: "a%2Fb", filter: "%20" }).await.unwrap();
    let targets: Vec<_> = server.requests().iter().map(|r| r.target().to_owned()).collect();
    assert_eq!(
        targets,
        [
            "GET /v3/things/a%2Fb%20c?filter=50%25%20%26%20%C3%A9%2B1",
            "GET /v3/things/a%252Fb?filter=%2520",
        ]
    );
}
