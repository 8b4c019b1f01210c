//! Keys, passwords, one-time passwords and session cookies show up nowhere but on the wire.

use std::time::Duration;

use frozen_sdk::models::{SessionLogin, SessionLoginOtp};
use frozen_sdk::operations::session::{GetUser, Login, ProvideOtp};
use frozen_sdk::plumbing::{BaseUrl, Meta, Operation, Reply, RequestBuilder, Success};
use frozen_sdk::{
    Body, Client, ClientBuilder, ConfigError, Credential, Credentials, Error, NoDocumentedError,
    Retry, Secret,
};
use serde_json::json;

use crate::leaks::{COOKIE, KEY, OTP, PASSWORD, Texts, all_events, collect_events, events};
use crate::server::{Answer, Server};
use crate::service;

fn login() -> SessionLogin {
    SessionLogin::new("jdoe", PASSWORD).with_remember_me(1)
}

fn otp() -> SessionLoginOtp {
    SessionLoginOtp::new(OTP)
}

fn builder(url: &str) -> ClientBuilder {
    let builder = Client::builder().base_url(url).api_key(KEY).user_agent("mine/2");
    builder.default_header("X-Default", KEY)
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// A response that sets the session cookie.
fn with_cookie(answer: Answer) -> Answer {
    answer.with("Set-Cookie", &format!("i3d_session={COOKIE}; HttpOnly; Path=/"))
}

#[test]
fn values() {
    let mut texts = Texts::default();
    texts.debug("secret", &Secret::from(PASSWORD));
    texts.debug("body", &login());
    texts.debug("body", &otp());
    texts.debug("operation", &Login { body: login() });
    texts.debug("operation", &ProvideOtp { body: otp() });
    let basic = Credential::Basic { user_name: "jdoe".to_owned(), password: PASSWORD.into() };
    for credential in [Credential::ApiKey(KEY.into()), Credential::Token(OTP.into()), basic] {
        texts.debug("credential", &credential);
        texts.debug("credentials", &Credentials::new().with("ApiKey", credential));
    }

    let builder = builder("https://api.i3d.net");
    texts.debug("builder", &builder);
    let client = builder.build().unwrap();
    texts.debug("client", &client);
    texts.debug("credentials", client.credentials());
    let call = client.session().login(login()).header("X-Otp", OTP);
    texts.debug("call", &call);
    texts.debug("sending", &call.into_future());
    texts.debug("call", &client.session().provide_otp(otp()));
    texts.assert_clean();
}

/// An operation of a user with a secret in its body, and a response read in a way of its own.
#[derive(Debug)]
struct Unlock(Secret);

impl Operation for Unlock {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta = Meta::post("unlock", "/v3/unlock");
    const SUCCESS: &'static [Success<()>] = &[Success::empty(204)];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request.json("application/json", Some(&self.0))
    }
}

#[test]
fn requests() {
    let base: BaseUrl = "https://api.i3d.net".parse().unwrap();
    let credentials = Credentials::new().with("ApiKey", Credential::ApiKey(KEY.into()));
    let mut texts = Texts::default();
    let requests = [
        (Login::META, Login { body: login() }.request(&base)),
        (ProvideOtp::META, ProvideOtp { body: otp() }.request(&base)),
        (GetUser::META, GetUser.request(&base)),
        (Unlock::META, Unlock(PASSWORD.into()).request(&base)),
    ];
    for (meta, request) in requests {
        let mut request = request.unwrap();
        credentials.authorize(&meta, &mut request).unwrap();
        assert_eq!(request.headers()["private-token"], KEY);
        texts.debug("request", &request);
        let (parts, body) = request.into_parts();
        texts.debug("parts", &parts);
        texts.debug("body", &body);
    }
    texts
        .debug("builder", &Login { body: login() }.build(RequestBuilder::new(&Login::META, &base)));
    texts.assert_clean();
}

/// A header parameter that the documentation has as a secret.
struct Confirm(Secret);

impl Operation for Confirm {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta = Meta::post("confirm", "/v3/confirm");
    const SUCCESS: &'static [Success<()>] = &[Success::empty(204)];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("X-Otp", &self.0)
    }
}

#[test]
fn a_secret_in_a_header_parameter() {
    let request = Confirm("12-OTPq7Zx2Vw9".into()).request(&"https://api.i3d.net".parse().unwrap());
    let request = request.unwrap();
    assert_eq!(request.headers()["x-otp"], "12-OTPq7Zx2Vw9");
    let mut texts = Texts::default();
    texts.debug("request", &request);
    texts.assert_clean();
}

/// Fails to log in and to give the one-time password, and notes down everything about it.
async fn fail(texts: &mut Texts, name: &str, client: &Client) -> [String; 2] {
    let login = client.session().login(login()).await.unwrap_err();
    let otp = client.session().provide_otp(otp()).await.unwrap_err();
    texts.error(name, &login);
    texts.error(name, &otp);
    [variant(texts, name, &login), variant(texts, name, &otp)]
}

/// Which variant it is; notes down what is in it too.
fn variant<E: std::fmt::Debug + 'static>(
    texts: &mut Texts,
    name: &str,
    error: &Error<E>,
) -> String {
    texts.debug(name, &error.headers());
    texts.debug(name, &error.error_body());
    let variant = match error {
        Error::Build(error) => (texts.error(name, error), "Build").1,
        Error::Transport(error) => (texts.error(name, error), "Transport").1,
        Error::Api(error) => (texts.error(name, error), "Api").1,
        Error::UnexpectedStatus(error) => (texts.error(name, error), "UnexpectedStatus").1,
        Error::Decode(error) => (texts.error(name, error), "Decode").1,
        other => panic!("{other:?}"),
    };
    variant.to_owned()
}

/// Notes down what all crates told.
fn events_of_all_crates(texts: &mut Texts) {
    let events = all_events();
    for krate in ["frozen_sdk", "reqwest", "hyper_util"] {
        assert!(events.iter().any(|(other, _)| other == krate), "{krate} told nothing");
    }
    for (krate, line) in events {
        texts.text(&krate, line);
    }
}

#[tokio::test]
async fn errors() {
    collect_events();
    let mut texts = Texts::default();
    let object = service::error_object(90001, "No access");
    for (expected, answer) in [
        (["Api"; 2], Answer::json(401, &object)),
        (["Api"; 2], Answer::new(500, "text/html", "<html>")),
        (["UnexpectedStatus"; 2], Answer::json(403, &object)),
        (["UnexpectedStatus"; 2], Answer::empty(302).with("Location", "https://i3d.test/")),
        (["Decode", "UnexpectedStatus"], Answer::new(200, "text/html", "<html>")),
        (["Decode", "UnexpectedStatus"], Answer::json(200, json!({"expiresAt": "x"}))),
        (["Transport"; 2], Answer::json(200, &object).cut_off()),
    ] {
        // The first response sets the cookie, so that it is in the requests that follow.
        let first = with_cookie(Answer::empty(404));
        let server = Server::answering([first, with_cookie(answer)]);
        let client = client(&server.url());
        let error = client.session().get_user().await.unwrap_err();
        texts.error("first", &error);
        assert_eq!(fail(&mut texts, expected[0], &client).await, expected);
        let sent = server.requests()[1].clone();
        assert_eq!(sent.header("private-token"), Some(KEY));
        assert_eq!(sent.header("cookie"), Some(format!("i3d_session={COOKIE}").as_str()));
        assert!(String::from_utf8(sent.body).unwrap().contains("PASSWORDq7Zx2Vw9"));
    }

    let hanging = Server::hanging();
    let hangs = builder(&hanging.url()).timeout(Duration::from_millis(300)).build().unwrap();
    assert_eq!(fail(&mut texts, "hang", &hangs).await, ["Transport"; 2]);
    // A URL may hold a secret too, so no error shows one.
    let nowhere = client(&format!("{}/KEYq7Zx2Vw9", Server::nowhere()));
    assert_eq!(fail(&mut texts, "refused", &nowhere).await, ["Transport"; 2]);
    let small = builder(&Server::answering([Answer::json(200, &object)]).url());
    let small = small.max_response_bytes(1).build().unwrap();
    assert_eq!(fail(&mut texts, "too large", &small).await, ["Transport"; 2]);
    let bad_key = Client::builder().base_url(&hanging.url()).api_key(format!("{KEY}\n"));
    let bad_key = bad_key.build().unwrap();
    assert_eq!(fail(&mut texts, "bad key", &bad_key).await, ["Build"; 2]);
    let bad_header = client(&hanging.url());
    let call = bad_header.session().login(login()).header("X-Bad", &format!("{PASSWORD}\n"));
    texts.error("bad header", &call.await.unwrap_err());

    let events = events();
    assert!(events.len() > 20, "{events:#?}");
    events_of_all_crates(&mut texts);
    texts.assert_clean();
}

#[tokio::test]
async fn successes() {
    collect_events();
    let mut texts = Texts::default();
    let auth = json!({"requiresOtp": true, "expiresAt": null});
    let server = Server::answering([with_cookie(Answer::json(200, auth))]);
    let client = client(&server.url());
    let response = client.session().login(login()).with_response().await.unwrap();
    assert!(response.headers["set-cookie"].to_str().unwrap().contains(COOKIE), "for who asks");
    texts.debug("response", &response);

    let request = http::Request::post("/v3/x").header("cookie", "a=b").body(Body::from(PASSWORD));
    let response = client.send(request.unwrap()).await.unwrap();
    texts.debug("response", &response);
    texts.debug("reply", &Reply::new(response, frozen_sdk::plumbing::Mode::Lenient).unwrap());
    assert_eq!(
        server.requests()[1].header("cookie"),
        Some(format!("a=b; i3d_session={COOKIE}").as_str())
    );
    texts.debug("client", &client);

    let events = events();
    let received = "DEBUG message=received a response operation=\"login\" method=POST path=/v3/session/login status=200";
    assert!(events[1].starts_with(received), "{events:#?}");
    let corrected = "WARN message=a response is not as documented call=POST /v3/session/login corrections=2 kinds=2 what=\"read a required field as empty\" type=\"SessionAuthReq\" field=\"expiresAt\" cause=\"null\" count=1";
    assert_eq!(events[2], corrected);
    events_of_all_crates(&mut texts);
    texts.assert_clean();
}

/// The cookies of the HTTP client that is used are told by their library: what the search would find if they were used.
#[tokio::test]
async fn the_search_finds_what_another_crate_tells() {
    collect_events();
    let server = Server::answering([with_cookie(Answer::json(200, service::user()))]);
    let http = reqwest::Client::builder().cookie_store(true);
    builder(&server.url())
        .http_client(http)
        .cookies(false)
        .build()
        .unwrap()
        .session()
        .get_user()
        .await
        .unwrap();
    let telling: Vec<_> =
        all_events().into_iter().filter(|(_, line)| line.contains(COOKIE)).collect();
    assert!(telling.iter().any(|(krate, _)| krate == "cookie_store"), "{telling:?}");
}

#[tokio::test]
async fn retries() {
    collect_events();
    let server = Server::answering([with_cookie(Answer::empty(503))]);
    let twice = Retry::idempotent(2).first_wait(Duration::from_millis(1));
    let client = client(&server.url());
    let error = client.session().get_user().retry(twice).await.unwrap_err();
    let mut texts = Texts::default();
    texts.error("error", &error);
    let received = events().iter().filter(|event| event.contains("received a response")).count();
    assert_eq!(received, 3, "one for each attempt");
    events_of_all_crates(&mut texts);
    texts.assert_clean();
}

#[test]
fn configuration() {
    let mut texts = Texts::default();
    let with_password = format!("https://jdoe:{PASSWORD}@api.i3d.net/");
    let with_key = format!("https://api.i3d.net/?key={KEY}");
    let mut fail = |builder: ClientBuilder| -> ConfigError {
        texts.debug("builder", &builder);
        let error = builder.build().unwrap_err();
        texts.error("error", &error);
        error
    };
    let error = fail(Client::builder().base_url("https://jdoe:x@api.i3d.net/"));
    assert!(matches!(error, ConfigError::InvalidBaseUrl(_)));
    fail(Client::builder().base_url(&with_password));
    fail(Client::builder().base_url(&with_key));
    let error = fail(Client::builder().default_header("X-Key", &format!("{KEY}\n")));
    assert!(matches!(error, ConfigError::InvalidHeader { .. }));
    fail(Client::builder().user_agent(&format!("{KEY}\n")));
    let error = fail(Client::builder().credential("Nope", Credential::ApiKey(KEY.into())));
    assert!(matches!(error, ConfigError::UnknownScheme { .. }));
    texts.assert_clean();
}
