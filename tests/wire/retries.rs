//! When a call is made again: never on its own, and never if that could do something twice.

use std::time::Duration;

use frozen_sdk::models::SessionLogin;
use frozen_sdk::{Client, Retry};

use crate::server::{Answer, Reaction, Server};
use crate::service::{self, KEY, USER, client};

/// Twice, without waiting for long.
const TWICE: Retry = Retry::idempotent(2).first_wait(Duration::from_millis(1));

fn fails_twice() -> Server {
    let unavailable = Answer::empty(503);
    Server::answering([unavailable.clone(), unavailable, Answer::json(200, service::user())])
}

#[tokio::test]
async fn a_get_is_made_again_until_it_succeeds() {
    let server = fails_twice();
    let me = client(&server).session().get_user().retry(TWICE).await.unwrap();
    assert_eq!(me.user_name, USER);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[0].text(), requests[2].text(), "the same request each time");
}

#[tokio::test]
async fn the_client_may_set_it_for_all_calls() {
    let server = fails_twice();
    let builder = Client::builder().base_url(&server.url()).api_key(KEY).retry(TWICE);
    let client = builder.build().unwrap();
    client.session().get_user().await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn not_more_often_than_it_says() {
    let server = fails_twice();
    let once = Retry::idempotent(1).first_wait(Duration::from_millis(1));
    let error = client(&server).session().get_user().retry(once).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_post_never_is() {
    let server = fails_twice();
    let client = client(&server);
    let call = client.session().login(SessionLogin::new("a", "b")).retry(TWICE);
    let error = call.await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert!(error.is_retryable(), "the caller may do it all the same");
    server.only_request();
}

#[tokio::test]
async fn nothing_is_unless_told() {
    let server = fails_twice();
    let error = client(&server).session().get_user().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    server.only_request();
}

#[tokio::test]
async fn a_failure_that_does_not_pass_is_final() {
    for answer in [Answer::empty(404), Answer::empty(500), Answer::new(200, "text/html", "<html>")]
    {
        let server = Server::answering([answer]);
        client(&server).session().get_user().retry(TWICE).await.unwrap_err();
        server.only_request();
    }
}

#[tokio::test]
async fn the_server_is_heard_when_it_says_how_long_to_wait() {
    let busy = |seconds| Answer::empty(429).with("Retry-After", seconds);
    let slow = Retry::idempotent(2).first_wait(Duration::from_secs(600)).max_wait(Duration::MAX);

    let server = Server::answering([busy("0"), Answer::json(200, service::user())]);
    client(&server).session().get_user().retry(slow).await.unwrap();
    assert_eq!(server.requests().len(), 2, "at once, not after the wait of its own");

    let server = Server::answering([busy("31"), Answer::json(200, service::user())]);
    let error = client(&server).session().get_user().retry(TWICE).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(31)), "too long to wait for");
    server.only_request();
}

#[tokio::test]
async fn an_attempt_that_hangs_is_followed_by_another() {
    let server = Server::start(|count, _| match count {
        0 => Reaction::Hang,
        _ => Answer::json(200, service::user()).into(),
    });
    let patient = TWICE.attempt_timeout(Duration::from_secs(1));
    client(&server).session().get_user().retry(patient).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_followed_by_another() {
    let whole = Answer::json(200, service::user());
    let server = Server::answering([whole.clone().cut_off(), whole]);
    client(&server).session().get_user().retry(TWICE).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}
