//! Failures that the API tells by status: the documented ones of each operation, and all others.

use std::time::Duration;

use frozen_sdk::models::{ErrorObject, SessionLogin, SessionLoginOtp};
use frozen_sdk::operations::session::{
    GetUserError, Login, LoginError, LogoutError, ProvideOtp, ProvideOtpError,
};
use frozen_sdk::plumbing::Operation;
use frozen_sdk::{ApiError, Call, Client, Error, UnexpectedStatus};
use insta::assert_snapshot;
use serde_json::json;

use crate::server::{Answer, Server};
use crate::service::{client, error_object};

fn login(client: &Client) -> Call<'_, Login> {
    client.session().login(SessionLogin::new("jdoe", "s3cret"))
}

fn provide_otp(client: &Client) -> Call<'_, ProvideOtp> {
    client.session().provide_otp(SessionLoginOtp::new("123456"))
}

/// What comes of a call that gets this response.
async fn failure<Op: Operation>(
    call: impl for<'c> Fn(&'c Client) -> Call<'c, Op>,
    answer: &Answer,
) -> Error<Op::Error>
where
    Op::Output: std::fmt::Debug,
{
    failures(call, vec![answer.clone()]).await.remove(0)
}

/// What comes of as many calls as there are responses.
async fn failures<Op: Operation>(
    call: impl for<'c> Fn(&'c Client) -> Call<'c, Op>,
    answers: Vec<Answer>,
) -> Vec<Error<Op::Error>>
where
    Op::Output: std::fmt::Debug,
{
    let count = answers.len();
    let server = Server::answering(answers);
    let client = client(&server);
    let mut errors = Vec::new();
    for _ in 0..count {
        errors.push(call(&client).await.unwrap_err());
    }
    assert_eq!(server.requests().len(), count, "one request for each call");
    errors
}

#[track_caller]
fn api<E: std::fmt::Debug>(error: Error<E>) -> ApiError<E> {
    match error {
        Error::Api(error) => error,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn unexpected<E: std::fmt::Debug>(error: Error<E>) -> UnexpectedStatus {
    match error {
        Error::UnexpectedStatus(error) => error,
        other => panic!("{other:?}"),
    }
}

/// That a status has this kind: with the error object of the API, without a body, and with a body that is neither.
async fn documented<Op: Operation>(
    call: impl for<'c> Fn(&'c Client) -> Call<'c, Op>,
    status: u16,
    kind: Op::Error,
) where
    Op::Output: std::fmt::Debug,
{
    let retryable = status == 429;
    let shown = format!("{kind:?}");
    let object = error_object(10001, "Entity not found");
    let answer = Answer::json(status, &object).with("X-Request-Id", "r-1");
    let error = failure(&call, &answer.with("Retry-After", "7")).await;
    assert_eq!(error.status().unwrap(), status);
    assert_eq!(error.headers().unwrap()["retry-after"], "7");
    assert_eq!(error.body().unwrap(), object.to_string().as_bytes());
    assert_eq!(error.error_body().unwrap().error_code, 10001);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.is_retryable(), retryable, "{status}");
    assert!(!error.is_timeout() && !error.is_connect());
    let error = api(error);
    assert_eq!(format!("{:?}", error.kind()), shown);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.status(), status);
    assert_eq!(error.body(), object.to_string().as_bytes());
    assert_eq!(error.request_id(), Some("r-1"));
    let told: &ErrorObject = error.error_body().unwrap();
    assert_eq!((told.error_code, told.error_message.as_str()), (10001, "Entity not found"));
    let detail = &told.errors[0];
    assert_eq!((detail.property.as_str(), detail.message.as_str()), ("userName", "is not known"));
    assert_eq!(format!("{:?}", error.into_kind()), shown);

    let error = failure(&call, &Answer::empty(status)).await;
    assert_eq!(error.error_body(), None);
    assert_eq!((error.retry_after(), error.request_id()), (None, None));
    assert_eq!(error.is_retryable(), retryable, "{status}");
    assert_eq!(error.body(), Some(&b""[..]));
    assert_eq!(format!("{:?}", api(error).kind()), shown, "without a body");

    let bodies =
        [&b"<html>\xFF oops"[..], b"{\"errorCode\": 1", b"[]", b"null", b"{}", b"{\"a\":1}"];
    let answers = bodies.iter().map(|&body| Answer::new(status, "application/json", body));
    for (error, body) in failures(&call, answers.collect()).await.into_iter().zip(bodies) {
        assert_eq!(error.error_body(), None);
        assert_eq!(error.body(), Some(body), "kept as it is");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(format!("{:?}", api(error).kind()), shown, "whatever the body");
    }
}

#[tokio::test]
async fn of_login() {
    documented(login, 401, LoginError::Unauthorized).await;
    documented(login, 409, LoginError::Conflict).await;
    documented(login, 429, LoginError::TooManyRequests).await;
    documented(login, 500, LoginError::InternalServerError).await;
}

#[tokio::test]
async fn of_provide_otp() {
    documented(provide_otp, 401, ProvideOtpError::Unauthorized).await;
    documented(provide_otp, 404, ProvideOtpError::NotFound).await;
    documented(provide_otp, 500, ProvideOtpError::InternalServerError).await;
}

#[tokio::test]
async fn of_logout() {
    documented(|client| client.session().logout(), 500, LogoutError::InternalServerError).await;
}

#[tokio::test]
async fn of_get_user() {
    documented(|client| client.session().get_user(), 404, GetUserError::NotFound).await;
    documented(|client| client.session().get_user(), 500, GetUserError::InternalServerError).await;
}

#[tokio::test]
async fn statuses_that_are_not_documented_are_kept_whole() {
    for status in [400, 403, 404, 418, 422, 499, 502, 503, 504, 599] {
        let object = error_object(90002, "Busy");
        let answer = Answer::json(status, &object).with("X-Correlation-Id", "c-1");
        let error = failure(login, &answer.with("Retry-After", "0")).await;
        assert_eq!(error.is_retryable(), matches!(status, 502..=504), "{status}");
        assert_eq!(error.request_id(), Some("c-1"));
        assert_eq!(error.retry_after(), Some(Duration::ZERO));
        let error = unexpected(error);
        assert_eq!(error.status(), status);
        assert_eq!(error.headers()["content-type"], "application/json");
        assert_eq!(error.body(), object.to_string().as_bytes());
        assert_eq!(error.error_body().unwrap().error_message, "Busy");
    }
}

#[tokio::test]
async fn a_success_that_is_not_documented_is_no_success() {
    for status in [201, 202, 204] {
        assert_eq!(unexpected(failure(login, &Answer::empty(status)).await).status(), status);
    }
    let error = failure(|client| client.session().logout(), &Answer::json(200, "{}")).await;
    assert_eq!(unexpected(error).body(), b"{}");
}

#[tokio::test]
async fn error_objects_are_read_leniently() {
    let object = json!({"errorCode": 10001, "errors": null, "traceId": "t"});
    let error = failure(login, &Answer::json(401, object)).await;
    let told = error.error_body().unwrap();
    assert_eq!((told.error_code, told.error_message.as_str()), (10001, ""));
    assert!(told.errors.is_empty());

    let object = json!({"errorCode": "E1", "errorMessage": "not a number", "errors": []});
    let error = failure(login, &Answer::json(401, object)).await;
    assert_eq!(error.error_body(), None, "a wrong type");
    assert_snapshot!(error, @"POST /v3/session/login: 401 Unauthorized: not a number (code E1)");
}

#[tokio::test]
async fn retry_after_as_a_date() {
    let date = |text| Answer::empty(429).with("Retry-After", text);
    let error = failure(login, &date("Fri, 31 Dec 2100 23:59:59 GMT")).await;
    assert!(error.retry_after().unwrap() > Duration::from_secs(3600));
    let error = failure(login, &date("Fri, 31 Dec 1999 23:59:59 GMT")).await;
    assert_eq!(error.retry_after(), Some(Duration::ZERO), "in the past");
    let error = failure(login, &date("soon")).await;
    assert_eq!(error.retry_after(), None);
}

#[tokio::test]
async fn an_error_in_a_strict_client_is_the_same_error() {
    let object = json!({"errorCode": 10001, "errorMessage": null});
    let server = Server::answering([Answer::json(401, object)]);
    let client = Client::builder().base_url(&server.url()).strict(true).build().unwrap();
    let error = login(&client).await.unwrap_err();
    assert_eq!(error.error_body().unwrap().error_code, 10001);
    assert!(matches!(api(error).kind(), LoginError::Unauthorized));
}

#[tokio::test]
async fn texts() {
    let object = error_object(10001, "Entity\nnot found");
    let answers = vec![
        Answer::empty(401),
        Answer::json(401, &object),
        Answer::new(500, "text/html", "<html>"),
        Answer::json(429, "{}").with("Retry-After", "7"),
        Answer::empty(418),
        Answer::json(503, &object),
        Answer::json(599, &object),
    ];
    let texts: Vec<_> = failures(login, answers).await.iter().map(Error::to_string).collect();
    assert_snapshot!(texts.join("\n"), @r"
    POST /v3/session/login: 401 Unauthorized: Invalid credentials
    POST /v3/session/login: 401 Unauthorized: Entity not found (code 10001)
    POST /v3/session/login: 500 Internal Server Error
    POST /v3/session/login: 429 Too Many Requests: Too many login requests performed
    POST /v3/session/login: unexpected status 418 I'm a teapot
    POST /v3/session/login: unexpected status 503 Service Unavailable: Entity not found (code 10001)
    POST /v3/session/login: unexpected status 599: Entity not found (code 10001)
    ");
    let error = failure(login, &Answer::json(401, object)).await;
    assert_snapshot!(format!("{error:?}"), @r#"Api(ApiError { kind: LoginError::Unauthorized, status: 401, about: Some("Entity not found (code 10001)"), bytes: 114, .. })"#);
    assert!(std::error::Error::source(&error).is_none());
}
