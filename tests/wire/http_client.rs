//! A custom HTTP client.

use frozen_sdk::{Client, Error};
use reqwest::header::{HeaderMap, HeaderValue};

use crate::server::{Answer, Server};
use crate::service::{self, KEY};

#[tokio::test]
async fn it_is_the_one_that_sends() {
    let headers = HeaderMap::from_iter([(
        http::HeaderName::from_static("x-own-client"),
        HeaderValue::from_static("yes"),
    )]);
    let http = reqwest::Client::builder().default_headers(headers);
    let answer = Answer::json(200, service::user()).with("Set-Cookie", "i3d_session=s1; Path=/");
    let server = Server::answering([answer]);
    let builder = Client::builder().base_url(&server.url()).api_key(KEY).http_client(http);
    let client = builder.build().unwrap();
    client.session().get_user().await.unwrap();
    client.session().get_user().await.unwrap();
    for request in server.requests() {
        assert_eq!(request.header("x-own-client"), Some("yes"));
        assert_eq!(request.header("private-token"), Some(KEY));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert!(request.header("user-agent").unwrap().starts_with("frozen-sdk/"));
    }
    assert_eq!(server.requests()[1].header("cookie"), Some("i3d_session=s1"));
}

#[tokio::test]
async fn it_may_keep_cookies_itself() {
    let http = reqwest::Client::builder().cookie_store(true);
    let answer = Answer::json(200, service::user()).with("Set-Cookie", "i3d_session=s1; Path=/");
    let server = Server::answering([answer]);
    let builder = Client::builder().base_url(&server.url()).api_key(KEY).http_client(http);
    let client = builder.cookies(false).build().unwrap();
    client.session().get_user().await.unwrap();
    client.session().get_user().await.unwrap();
    assert_eq!(server.requests()[1].header("cookie"), Some("i3d_session=s1"));
}

#[tokio::test]
async fn its_own_timeout_is_a_timeout_too() {
    let timeout = std::time::Duration::from_millis(300);
    let http = reqwest::Client::builder().timeout(timeout);
    let server = Server::hanging();
    let builder = Client::builder().base_url(&server.url()).api_key(KEY).http_client(http);
    let error = builder.build().unwrap().session().get_user().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.is_timeout());
}
