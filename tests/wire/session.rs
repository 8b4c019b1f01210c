//! The flow of a session as a user writes it, and how far each step depends on the one before.

use frozen_sdk::models::{SessionLogin, SessionLoginOtp};
use frozen_sdk::operations::session::{GetUserError, LoginError, ProvideOtpError};
use frozen_sdk::{BuildError, BuildErrorKind, Client, Error, Nullable};

use crate::service::{KEY, OTP, OTP_WINDOW, PASSWORD, START, Service, USER};

fn right() -> SessionLogin {
    SessionLogin::new(USER, PASSWORD)
}

fn wrong() -> SessionLogin {
    SessionLogin::new(USER, "battery staple")
}

fn otp() -> SessionLoginOtp {
    SessionLoginOtp::new(OTP)
}

/// The kind of a documented error.
#[track_caller]
fn kind<T: std::fmt::Debug, E: std::fmt::Debug>(answer: Result<T, Error<E>>) -> E {
    match answer.unwrap_err() {
        Error::Api(error) => error.into_kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn log_in_look_up_and_log_out() {
    let service = Service::start();
    let client = Client::builder().base_url(&service.server.url()).api_key(KEY).build().unwrap();
    let session = client.session();

    let auth = session.login(right()).await.unwrap();
    assert!(auth.requires_otp);
    assert_eq!(auth.expires_at, START + OTP_WINDOW);
    assert_eq!(auth.otp_session_expires_at, START + OTP_WINDOW);

    session.provide_otp(otp()).await.unwrap();

    let me = session.get_user().await.unwrap();
    assert_eq!(me.user_id, 9_007_199_254_740_993, "more than a float can hold");
    assert_eq!((me.user_name.as_str(), me.first_name.as_str()), (USER, "Jané"));
    assert_eq!((me.email.as_str(), me.request_ip.as_str()), ("jdoe@example.com", "192.0.2.7"));
    assert_eq!((me.access_level, me.validate_email, me.is_trial_account), (10, 1, 0));
    assert_eq!((me.details.account_type, me.details.language), (2, 1));
    assert_eq!(me.details.company_name.as_deref(), Some("Doe B.V."));
    assert_eq!(me.details.vat_number, Nullable::Null);
    assert_eq!(me.details.coc_number, Nullable::Unset);
    assert_eq!(me.details.newsletter, Nullable::Value(0));
    assert_eq!(me.details.agree_toc.as_option(), None);
    assert_eq!((me.details.email_address_validated, me.details.agree_dpa), (None, Some(1)));
    let unconfirmed = me.details.unconfirmed_email.unwrap();
    assert_eq!(unconfirmed.email, "new@example.com");
    assert_eq!(unconfirmed.expires_at, START + 60, "later than 2038");
    assert_eq!(me.billing_details.first_name, "Bill");
    assert_eq!(me.billing_details.phone_number.as_deref(), None);
    assert_eq!(me.billing_details.phone_number_mobile.as_deref(), Some("+31 6 12345678"));
    assert_eq!(me.billing_details.preferred_payment_method, 3);

    session.logout().await.unwrap();
    assert!(matches!(kind(session.get_user().await), GetUserError::NotFound));

    let requests = service.server.requests();
    let seen: Vec<_> = requests.iter().map(|r| (r.target(), r.header("cookie"))).collect();
    assert_eq!(
        seen,
        [
            ("POST /v3/session/login", None),
            ("POST /v3/session/login/otp", Some("i3d_session=s1")),
            ("GET /v3/session/user", Some("i3d_session=s1")),
            ("POST /v3/session/logout", Some("i3d_session=s1")),
            ("GET /v3/session/user", Some("i3d_session=s1")),
        ]
    );
}

#[tokio::test]
async fn clones_share_the_session_and_other_clients_do_not() {
    let service = Service::start();
    let client = service.client();
    client.session().login(right()).await.unwrap();
    client.clone().session().provide_otp(otp()).await.unwrap();
    assert_eq!(client.session().get_user().await.unwrap().user_name, USER);

    assert!(matches!(kind(service.client().session().get_user().await), GetUserError::NotFound));
}

#[tokio::test]
async fn without_cookies_there_is_no_session() {
    let service = Service::start();
    let client = Client::builder()
        .base_url(&service.server.url())
        .api_key(KEY)
        .cookies(false)
        .build()
        .unwrap();
    assert!(client.session().login(right()).await.unwrap().requires_otp);
    assert!(matches!(kind(client.session().provide_otp(otp()).await), ProvideOtpError::NotFound));
    for request in service.server.requests() {
        assert_eq!(request.header("cookie"), None, "{}", request.target());
    }
}

#[tokio::test]
async fn wrong_password_until_it_is_too_many() {
    let service = Service::start();
    let client = service.client();
    for _ in 0..3 {
        assert!(matches!(kind(client.session().login(wrong()).await), LoginError::Unauthorized));
    }
    let error = client.session().login(right()).await.unwrap_err();
    assert_eq!(error.retry_after().unwrap().as_secs(), 120);
    assert!(matches!(kind::<(), _>(Err(error)), LoginError::TooManyRequests));
}

#[tokio::test]
async fn a_second_log_in_is_a_conflict() {
    let service = Service::start();
    let client = service.client();
    client.session().login(right()).await.unwrap();
    client.session().provide_otp(otp()).await.unwrap();
    assert!(matches!(kind(client.session().login(right()).await), LoginError::Conflict));
}

#[tokio::test]
async fn one_time_passwords() {
    let service = Service::start();
    let client = service.client();
    let session = client.session();
    assert!(
        matches!(kind(session.provide_otp(otp()).await), ProvideOtpError::NotFound),
        "not expected"
    );

    session.login(right()).await.unwrap();
    let answer = session.provide_otp(SessionLoginOtp::new("000000")).await;
    assert!(matches!(kind(answer), ProvideOtpError::Unauthorized));
    assert!(
        matches!(kind(session.get_user().await), GetUserError::NotFound),
        "only half logged in"
    );
    session.provide_otp(otp()).await.unwrap();
    session.get_user().await.unwrap();
}

#[tokio::test]
async fn the_window_for_the_one_time_password_closes() {
    let service = Service::start();
    let client = service.client();
    let session = client.session();
    session.login(right()).await.unwrap();
    service.pass(OTP_WINDOW);
    assert!(
        matches!(kind(session.provide_otp(otp()).await), ProvideOtpError::NotFound),
        "too late"
    );

    let again = session.login(right()).await.unwrap();
    assert_eq!(again.otp_session_expires_at, START + 2 * OTP_WINDOW);
    session.provide_otp(otp()).await.unwrap();
    session.get_user().await.unwrap();
}

#[tokio::test]
async fn a_call_can_be_spawned() {
    let service = Service::start();
    let client = service.client();
    let sending = client.session().login(right()).into_future();
    drop(client);
    assert!(tokio::spawn(sending).await.unwrap().unwrap().requires_otp);
}

#[tokio::test]
async fn status_and_headers_too() {
    let service = Service::start();
    let client = service.client();
    // In a task of its own, as a server would do it.
    let task = tokio::spawn(async move { client.session().login(right()).with_response().await });
    let response = task.await.unwrap().unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(response.request_id(), None);
    assert!(response.value.requires_otp);
}

#[test]
fn values_may_go_to_other_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Client>();
    check::<Error<LoginError>>();
    check::<SessionLogin>();
    let error: Error<LoginError> = BuildError::from(BuildErrorKind::InvalidUrl).into();
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert_eq!(boxed.to_string(), "could not build the request: the URL is not valid");
}
