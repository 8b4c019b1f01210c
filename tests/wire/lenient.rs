//! Responses that are not quite as documented: read all the same, unless the client is strict.

use frozen_sdk::models::{AccountDetails, SessionUser};
use frozen_sdk::operations::session::{GetUserError, LoginError};
use frozen_sdk::{Client, Error, Nullable};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::server::{Answer, Server};
use crate::service;

async fn get_user(body: &Value, strict: bool) -> Result<SessionUser, Error<GetUserError>> {
    let server = Server::answering([Answer::json(200, body)]);
    let client = Client::builder().base_url(&server.url()).strict(strict).build().unwrap();
    client.session().get_user().await
}

async fn lenient(body: &Value) -> SessionUser {
    get_user(body, false).await.unwrap()
}

async fn strict(body: &Value) -> String {
    match get_user(body, true).await.unwrap_err() {
        Error::Decode(error) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The user, changed.
fn user(change: impl FnOnce(&mut Value)) -> Value {
    let mut user = service::user();
    change(&mut user);
    user
}

fn remove(from: &mut Value, key: &str) {
    assert!(from.as_object_mut().unwrap().remove(key).is_some());
}

#[tokio::test]
async fn null_in_a_required_field() {
    let body = user(|user| {
        user["requestIp"] = Value::Null;
        user["isTrialAccount"] = Value::Null;
    });
    let me = lenient(&body).await;
    assert_eq!((me.request_ip.as_str(), me.is_trial_account), ("", 0));
    assert_eq!(me.request_ip_country, "Netherlands", "the others are not touched");
    assert_eq!(me.details, lenient(&service::user()).await.details);

    assert_snapshot!(strict(&body).await, @"GET /v3/session/user: could not read the response (200 OK): isTrialAccount: required field of SessionUser is null");
}

#[tokio::test]
async fn a_required_field_that_is_missing() {
    let body = user(|user| {
        remove(user, "phone");
        remove(&mut user["details"], "language");
        remove(&mut user["details"]["unconfirmedEmail"], "expiresAt");
    });
    let me = lenient(&body).await;
    assert_eq!((me.phone.as_str(), me.details.language), ("", 0));
    assert_eq!(me.details.unconfirmed_email.unwrap().expires_at, 0);
    assert_eq!(me.user_name, service::USER);

    assert_snapshot!(strict(&body).await, @"GET /v3/session/user: could not read the response (200 OK): details.unconfirmedEmail.expiresAt: required field of UnconfirmedEmail is missing");
}

#[tokio::test]
async fn a_required_object_that_is_missing() {
    for body in [user(|user| user["details"] = Value::Null), user(|user| remove(user, "details"))] {
        let me = lenient(&body).await;
        assert_eq!(me.details, AccountDetails::default());
        assert_eq!(me.billing_details.first_name, "Bill");
        assert!(strict(&body).await.contains("details: required field of SessionUser is "));
    }
}

#[tokio::test]
async fn nothing_at_all() {
    for body in [json!({}), json!({"other": 1}), service::error_object(10001, "Entity not found")] {
        let error = get_user(&body, false).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        let expected = "GET /v3/session/user: could not read the response (200 OK): the object has none of the required fields of SessionUser";
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(lenient(&json!({"userId": null})).await, SessionUser::default());
    assert_snapshot!(strict(&json!({})).await, @"GET /v3/session/user: could not read the response (200 OK): userId: required field of SessionUser is missing");
}

#[tokio::test]
async fn an_error_object_is_no_login() {
    for body in [json!({}), service::error_object(90001, "No access"), json!({"status": "ok"})] {
        let server = Server::answering([Answer::json(200, &body)]);
        let login = frozen_sdk::models::SessionLogin::new("a", "b");
        let error = service::client(&server).session().login(login).await.unwrap_err();
        let Error::Decode(error) = error else { panic!("{error:?}") };
        assert_eq!(error.message(), "the object has none of the required fields of SessionAuthReq");
        assert_eq!((error.path(), error.status().as_u16()), ("", 200));
        assert_eq!(error.body(), body.to_string().as_bytes());
    }
}

#[tokio::test]
async fn an_object_inside_another_is_read_by_the_same_rule() {
    let body = user(|user| user["details"] = json!({}));
    let error = get_user(&body, false).await.unwrap_err().to_string();
    assert_snapshot!(error, @"GET /v3/session/user: could not read the response (200 OK): details: the object has none of the required fields of AccountDetails");
}

#[tokio::test]
async fn a_nullable_object() {
    let body = user(|user| user["details"]["unconfirmedEmail"] = Value::Null);
    assert_eq!(lenient(&body).await.details.unconfirmed_email, None);
    let me = get_user(&body, true).await.unwrap();
    assert_eq!(me.details.unconfirmed_email, None, "null is what the documentation allows");
    assert_eq!(me.details.email_address_validated, None, "and so for scalars");

    let body = user(|user| remove(&mut user["details"], "unconfirmedEmail"));
    assert_eq!(lenient(&body).await.details.unconfirmed_email, None);
    assert_snapshot!(strict(&body).await, @"GET /v3/session/user: could not read the response (200 OK): details.unconfirmedEmail: required field of AccountDetails is missing");
}

#[tokio::test]
async fn optional_fields_may_be_missing_or_null() {
    let body = user(|user| {
        user["details"]["companyName"] = Value::Null;
        remove(&mut user["details"], "newsletter");
    });
    for strict in [false, true] {
        let me = get_user(&body, strict).await.unwrap();
        assert_eq!(me.details.company_name, Nullable::Null);
        assert_eq!(me.details.newsletter, Nullable::Unset);
    }
}

#[tokio::test]
async fn unknown_fields_are_passed_over() {
    let body = user(|user| {
        user["new"] = json!({"deep": [1, {"userId": "x"}]});
        user["details"]["userId"] = json!("not one of these");
    });
    for strict in [false, true] {
        let me = get_user(&body, strict).await.unwrap();
        assert_eq!(me, lenient(&service::user()).await);
    }
}

#[tokio::test]
async fn a_wrong_type_is_never_put_right() {
    let body = user(|user| user["requestIp"] = json!(false));
    assert_eq!(
        get_user(&body, false).await.unwrap_err().to_string(),
        get_user(&body, true).await.unwrap_err().to_string()
    );
}

#[tokio::test]
async fn booleans() {
    for (body, expected) in [
        (json!({"requiresOtp": null, "expiresAt": 1, "otpSessionExpiresAt": 2}), Some(1)),
        (json!({"expiresAt": 1}), Some(1)),
        (json!({"requiresOtp": 1, "expiresAt": 1, "otpSessionExpiresAt": 2}), None),
        (json!({"requiresOtp": "true", "expiresAt": 1, "otpSessionExpiresAt": 2}), None),
    ] {
        let server = Server::answering([Answer::json(200, &body)]);
        let client = service::client(&server);
        let login = frozen_sdk::models::SessionLogin::new("a", "b");
        let answer: Result<_, Error<LoginError>> = client.session().login(login).await;
        match answer {
            Ok(auth) => assert_eq!((auth.requires_otp, Some(auth.expires_at)), (false, expected)),
            Err(Error::Decode(error)) => {
                assert_eq!((error.path(), expected), ("requiresOtp", None))
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}
