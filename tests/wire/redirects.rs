//! Redirects: of what reads, and of what may be sent again, followed on the same server; else returned as the response.

use frozen_sdk::models::SessionLogin;
use frozen_sdk::{Body, Client, Error};
use serde_json::json;

use crate::server::{Answer, Server};
use crate::service::{self, KEY, client};

fn redirect(status: u16, to: &str) -> Answer {
    Answer::empty(status).with("Location", to).with("Set-Cookie", "i3d_session=s1; Path=/")
}

#[tokio::test]
async fn on_the_same_server_they_are_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::answering([
            redirect(status, "/elsewhere?a=b%20c"),
            Answer::json(200, service::user()),
        ]);
        let me = client(&server).session().get_user().await.unwrap();
        assert_eq!(me.user_name, service::USER);
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[1].target(), "GET /elsewhere?a=b%20c");
        assert_eq!(requests[1].header("private-token"), Some(KEY));
        assert_eq!(requests[1].header("cookie"), Some("i3d_session=s1"));
        assert_eq!(requests[1].header("referer"), None);
    }
}

#[tokio::test]
async fn a_login_is_never_redirected() {
    let auth = json!({"requiresOtp": false, "expiresAt": 0, "otpSessionExpiresAt": 0});
    for status in [300, 301, 302, 303, 307, 308] {
        let server = Server::answering([redirect(status, "/next"), Answer::json(200, &auth)]);
        let body = SessionLogin::new("jdoe", "pass");
        let error = client(&server).session().login(body).await.unwrap_err();
        let Error::UnexpectedStatus(error) = error else { panic!("{error:?}") };
        assert_eq!(error.status(), status);
        assert_eq!(error.headers()["location"], "/next");
        assert_eq!(server.only_request().target(), "POST /v3/session/login");
    }
}

#[tokio::test]
async fn a_request_of_ones_own_follows_the_same_rules() {
    for (method, status, sent) in [
        ("GET", 302, 2),
        ("POST", 302, 1),
        ("POST", 307, 1),
        ("PUT", 301, 1),
        ("PUT", 308, 2),
        ("DELETE", 307, 2),
        ("PATCH", 308, 1),
    ] {
        let server = Server::answering([redirect(status, "/next"), Answer::empty(204)]);
        let request = http::Request::builder().method(method).uri("/x");
        let request = request.body(Body::from("body")).unwrap();
        let answer = client(&server).send(request).await.unwrap();
        assert_eq!(answer.status(), if sent == 2 { 204 } else { status }, "{method} {status}");
        let requests = server.requests();
        assert_eq!(requests.len(), sent, "{method} {status}");
        assert!(requests.iter().all(|request| request.body == b"body"));
        assert_eq!(requests[sent - 1].header("private-token"), Some(KEY));
    }
}

#[tokio::test]
async fn to_another_server_they_are_the_answer() {
    for status in [301, 302, 307, 308] {
        let other = Server::answering([Answer::json(200, service::user())]);
        let to = other.url() + "/v3/session/user";
        let server = Server::answering([redirect(status, &to)]);
        let error = client(&server).session().get_user().await.unwrap_err();
        let Error::UnexpectedStatus(error) = error else { panic!("{error:?}") };
        assert_eq!(error.status(), status);
        assert_eq!(error.headers()["location"], to);
        assert_eq!(other.requests().len(), 0, "the other server hears nothing at all");
        server.only_request();
    }
}

#[tokio::test]
async fn by_way_of_the_same_server_to_another_they_stop_on_the_way() {
    let other = Server::answering([Answer::json(200, service::user())]);
    let server = Server::answering([redirect(302, "/next"), redirect(302, &other.url())]);
    let error = client(&server).session().get_user().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.requests().len(), 2);
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn a_custom_http_client_has_the_same_rule() {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(3));
    let other = Server::answering([Answer::json(200, service::user())]);
    let server = Server::answering([redirect(302, &other.url())]);
    let builder = Client::builder().base_url(&server.url()).api_key(KEY).http_client(http);
    let error = builder.build().unwrap().session().get_user().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn endless_redirects_end() {
    let server = Server::start(|_, _| redirect(302, "/round"));
    let error = client(&server).session().get_user().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "GET /v3/session/user: could not complete the call: too many redirects, the last with the status 302"
    );
    assert_eq!(server.requests().len(), 11, "the first and ten more");
}
