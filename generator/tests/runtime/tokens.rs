//! Credentials that do not last: how often a provider is asked, whoever waits and however it fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::acme::Line;
use crate::faulty::{Act, Faulty, whole};
use crate::runtime::{
    BuildErrorKind, Client, ClientBuilder, ClientCredentials, ConfigError, Credential,
    CredentialErrorKind as Kind, Error, Meta, NoDocumentedError, Operation, Provided, Retry,
    Success,
};

/// An operation with a token.
#[derive(Debug)]
struct Post;

impl Operation for Post {
    type Output = Line;
    type Error = NoDocumentedError;
    const META: Meta = Meta::post("post", "/orders").security(&[&["Token"], &["ApiKey"]]);
    const SUCCESS: &'static [Success<Line>] = &[Success::json(200)];
}

/// One that may be sent again.
#[derive(Debug)]
struct Get;

impl Operation for Get {
    type Output = Line;
    type Error = NoDocumentedError;
    const META: Meta = Meta::get("get", "/orders").security(&[&["Token"]]);
    const SUCCESS: &'static [Success<Line>] = &[Success::json(200)];
}

/// A provider gives, or does not, and takes its time.
type Given = Result<Provided, Box<dyn std::error::Error + Send + Sync>>;

/// A client whose provider gives what a function makes of the number of times that it was asked.
fn provided(
    server: &Faulty,
    wait: Duration,
    give: impl Fn(usize) -> Given + Send + Sync + 'static,
) -> (ClientBuilder, Arc<AtomicUsize>) {
    let (asked, give) = (Arc::new(AtomicUsize::new(0)), Arc::new(give));
    let count = Arc::clone(&asked);
    let provider = move || {
        let (count, give) = (Arc::clone(&count), Arc::clone(&give));
        async move {
            let index = count.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(wait).await;
            give(index)
        }
    };
    let builder = Client::builder().base_url(&server.url).credential_provider("Token", provider);
    (builder.timeout(Duration::from_secs(20)), asked)
}

fn token(index: usize) -> Provided {
    Provided::new(Credential::Token(format!("t{index}").into()))
}

/// Refuses what has not this token.
fn guarded(good: &'static str) -> Faulty {
    Faulty::start(move |_, head| {
        let is_good = head.contains(&format!("authorization: bearer {good}\r"));
        Act::Keep(match is_good {
            true => whole("200 OK", "", r#"{"price":1}"#),
            false => whole("401 Unauthorized", "", ""),
        })
    })
}

/// Makes as many calls at once.
async fn calls(client: &Client, count: usize) -> Vec<Result<Line, Error<NoDocumentedError>>> {
    let calls: Vec<_> = (0..count).map(|_| tokio::spawn(client.call(Post).into_future())).collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

const SLOW: Duration = Duration::from_millis(50);

#[tokio::test]
async fn two_hundred_calls_ask_once() {
    let server = guarded("t0");
    let (builder, asked) = provided(&server, SLOW, |index| Ok(token(index)));
    let client = builder.build().unwrap();
    assert!(calls(&client, 200).await.iter().all(Result::is_ok));
    client.clone().call(Post).await.unwrap();
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 201));
}

#[tokio::test]
async fn two_hundred_calls_with_an_expired_token_ask_once_more() {
    let server = guarded("t1");
    let (builder, asked) = provided(&server, SLOW, |index| Ok(token(index)));
    let client = builder.build().unwrap();
    assert!(calls(&client, 200).await.iter().all(Result::is_ok));
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    // Those that began after it was renewed were not refused.
    assert!((201..=400).contains(&server.count()), "{}", server.count());
}

#[tokio::test]
async fn a_refusal_is_followed_once_and_never_in_a_loop() {
    let server = guarded("never");
    let (builder, asked) = provided(&server, Duration::ZERO, |index| Ok(token(index)));
    let client = builder.retry(Retry::idempotent(5)).build().unwrap();
    let error = client.call(Post).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 2));
}

#[tokio::test]
async fn a_refusal_that_is_cut_off_is_one_too() {
    let server = Faulty::start(|_, head| match head.contains("authorization: bearer t1\r") {
        true => Act::Keep(whole("200 OK", "", r#"{"price":1}"#)),
        false => Act::Close(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 9\r\n\r\n{".to_vec()),
    });
    let (builder, asked) = provided(&server, Duration::ZERO, |index| Ok(token(index)));
    builder.build().unwrap().call(Post).await.unwrap();
    assert_eq!((server.count(), asked.load(Ordering::SeqCst)), (2, 2));
}

#[tokio::test]
async fn a_refusal_that_takes_all_the_time_keeps_its_status() {
    let head = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 9\r\n\r\n{".to_vec();
    let server = Faulty::always(Act::Hang(head));
    let (builder, _) = provided(&server, Duration::ZERO, |index| Ok(token(index)));
    let client = builder.timeout(Duration::from_secs(2)).build().unwrap();
    let error = client.call(Post).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (401, 1), "{error:?}");
}

#[tokio::test]
async fn a_refusal_uses_up_no_retry() {
    let server = Faulty::start(|index, _| {
        Act::Keep(match index {
            0 => whole("401 Unauthorized", "", ""),
            1 | 2 => whole("503 Service Unavailable", "", ""),
            _ => whole("200 OK", "", r#"{"price":1}"#),
        })
    });
    let (builder, asked) = provided(&server, Duration::ZERO, |index| Ok(token(index)));
    let retry = |max| Retry::idempotent(max).first_wait(Duration::from_millis(1));
    let client = builder.retry(retry(2)).build().unwrap();
    client.call(Get).await.unwrap();
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 4));
}

#[tokio::test]
async fn a_key_that_is_set_is_not_renewed() {
    let server = guarded("t1");
    let builder = Client::builder().base_url(&server.url);
    let client = builder.credential("Token", Credential::Token("t0".into())).build().unwrap();
    assert_eq!(client.call(Post).await.unwrap_err().status().unwrap(), 401);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_failure_is_that_of_all_who_waited() {
    let server = guarded("t1");
    let (builder, asked) = provided(&server, SLOW, |index| match index {
        0 => Err("the vault is closed".into()),
        _ => Ok(token(index)),
    });
    let client = builder.build().unwrap();
    for outcome in calls(&client, 50).await {
        let error = outcome.unwrap_err();
        assert!(matches!(&error, Error::Credential(error) if error.kind() == Kind::Failed));
        let text = "POST /orders: no credential for `Token`: the vault is closed";
        assert_eq!(error.to_string(), text);
    }
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 0));
    client.call(Post).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2, "it is asked again for the next");
}

#[tokio::test]
async fn a_provider_that_hangs_takes_no_longer_than_the_call() {
    let server = guarded("t0");
    let (builder, asked) = provided(&server, Duration::from_secs(60), |index| Ok(token(index)));
    let client = builder.timeout(Duration::from_millis(100)).build().unwrap();
    let start = Instant::now();
    for outcome in calls(&client, 20).await {
        let error = outcome.unwrap_err();
        assert!(matches!(&error, Error::Credential(error) if error.kind() == Kind::Timeout));
        assert!(error.is_timeout() && error.status().is_none());
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 0));
}

#[tokio::test]
async fn a_token_that_has_expired_when_it_comes_is_an_error() {
    let server = guarded("t0");
    let expired = |index| Ok(token(index).expires_in(Duration::ZERO));
    let (builder, asked) = provided(&server, Duration::ZERO, expired);
    let error = builder.build().unwrap().call(Post).await.unwrap_err();
    assert!(matches!(&error, Error::Credential(error) if error.kind() == Kind::Expired));
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 0));
}

#[tokio::test]
async fn a_token_is_renewed_before_its_end_and_used_until_then_if_that_fails() {
    let server = guarded("t0");
    let (builder, asked) = provided(&server, Duration::ZERO, |index| match index {
        0 => Ok(token(0).expires_in(Duration::from_secs(4))),
        _ => Err("not now".into()),
    });
    let client = builder.build().unwrap();
    client.call(Post).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2100)).await;
    for _ in 0..3 {
        client.call(Post).await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2, "it is not asked each time");
    tokio::time::sleep(Duration::from_millis(2000)).await;
    assert!(matches!(client.call(Post).await.unwrap_err(), Error::Credential(_)));
}

#[tokio::test]
async fn the_time_that_a_credential_takes_is_a_part_of_that_of_the_call() {
    let server = Faulty::always(Act::Hang(Vec::new()));
    let (builder, _) = provided(&server, Duration::from_millis(700), |index| Ok(token(index)));
    let client = builder.timeout(Duration::from_secs(1)).build().unwrap();
    let start = Instant::now();
    let error = client.call(Post).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
    assert_eq!(error.to_string(), "POST /orders: the response did not arrive within 1s");
    assert!(start.elapsed() < Duration::from_millis(1400), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_renewal_ahead_of_time_that_hangs_costs_no_call() {
    let server = guarded("t0");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        let index = count.fetch_add(1, Ordering::SeqCst);
        async move {
            if index > 0 {
                std::future::pending::<()>().await;
            }
            Ok(token(0).expires_in(Duration::from_secs(6)))
        }
    };
    let client = Client::builder()
        .base_url(&server.url)
        .credential_provider("Token", provider)
        .timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    client.call(Post).await.unwrap();
    tokio::time::sleep(Duration::from_millis(3100)).await;
    for outcome in calls(&client, 3).await {
        outcome.unwrap();
    }
    client.call(Post).await.unwrap();
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 5));
}

/// A call with little time renews a token ahead of its end. The token ends before the new one arrives: others wait for that all the same.
#[tokio::test]
async fn a_call_with_little_time_does_not_decide_for_others() {
    let server = Faulty::always(Act::Keep(whole("200 OK", "", r#"{"price":1}"#)));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let released = Arc::new(tokio::sync::Notify::new());
    let release = Arc::clone(&released);
    let provider = move || {
        let (index, released) = (count.fetch_add(1, Ordering::SeqCst), Arc::clone(&released));
        async move {
            if index > 0 {
                released.notified().await;
            }
            Ok(token(index).expires_in(Duration::from_secs(2)))
        }
    };
    let builder = Client::builder().base_url(&server.url).credential_provider("Token", provider);
    let client = builder.build().unwrap();
    client.call(Get).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    // It has half of its time for the new token, and then uses the one that was valid when it began.
    let hurried = tokio::spawn(client.call(Get).timeout(Duration::from_secs(8)).into_future());
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let patient = tokio::spawn(client.call(Get).into_future());
    hurried.await.unwrap().unwrap();
    release.notify_one();
    patient.await.unwrap().unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2, "both wait for the same request");
}

#[tokio::test]
async fn a_provider_of_another_alternative_is_not_asked() {
    let server = guarded("t0");
    let (builder, asked) = provided(&server, Duration::ZERO, |_| Err("never".into()));
    let client = builder.api_key("k1").build().unwrap();
    let request = http::Request::get("/").body(Default::default()).unwrap();
    client.send(request).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 0, "the API as a whole has a key");
    let error = Client::builder().credential_provider("None", || async { Ok(token(0)) }).build();
    assert!(matches!(error.unwrap_err(), ConfigError::UnknownScheme { name: "None", .. }));
}

#[tokio::test]
async fn a_credential_that_is_no_token_is_told() {
    let server = guarded("t0");
    let key = |_| Ok(Provided::new(Credential::ApiKey("k".into())));
    let (builder, _) = provided(&server, Duration::ZERO, key);
    let error = builder.build().unwrap().call(Post).await.unwrap_err();
    let Error::Build(error) = &error else { panic!("{error:?}") };
    assert_eq!(*error.kind(), BuildErrorKind::InvalidCredential { scheme: "Token" });
    assert_eq!(server.count(), 0);
}

/// A token endpoint and the API beside it.
fn oauth(response: Vec<u8>) -> Faulty {
    Faulty::start(move |_, head| {
        Act::Keep(match head {
            _ if head.starts_with("post /token ") => response.clone(),
            _ if head.contains("authorization: bearer t0\r") => {
                whole("200 OK", "", r#"{"price":1}"#)
            }
            _ => whole("401 Unauthorized", "", ""),
        })
    })
}

fn program(server: &Faulty) -> ClientCredentials {
    ClientCredentials::new("me & co", "hunter2:%").token_url(format!("{}/token", server.url))
}

fn client(server: &Faulty, credentials: ClientCredentials) -> Client {
    let builder = Client::builder().base_url(&server.url).timeout(Duration::from_secs(10));
    builder.client_credentials("Token", credentials).build().unwrap()
}

#[tokio::test]
async fn a_program_gets_tokens_in_its_own_name() {
    let token = r#"{"access_token":"t0","token_type":"Bearer","expires_in":"3600"}"#;
    let server = oauth(whole("200 OK", "", token));
    let credentials = program(&server).scope("read write").audience("https://a.example/");
    let client = client(&server, credentials);
    assert!(calls(&client, 20).await.iter().all(Result::is_ok));
    assert_eq!(server.count(), 21, "one token for all");
    let head = &server.heads()[0];
    assert!(head.contains("content-type: application/x-www-form-urlencoded\r\n"), "{head}");
    // `me%20%26%20co:hunter2%3A%25`
    assert!(
        head.contains("authorization: basic bwulmjalmjylmjbjbzpodw50zxiyjtnbjti1\r\n"),
        "{head}"
    );
    let form =
        "grant_type=client_credentials&scope=read%20write&audience=https%3A%2F%2Fa.example%2F";
    assert_eq!(server.bodies()[0], form);

    let server = oauth(whole("200 OK", "", token));
    self::client(&server, program(&server).secret_in_body()).call(Post).await.unwrap();
    assert!(!server.heads()[0].contains("authorization"));
    assert!(server.bodies()[0].ends_with("&client_id=me%20%26%20co&client_secret=hunter2%3A%25"));
}

#[tokio::test]
async fn what_keeps_a_token_back_for_a_while_is_ridden_out_before_anything_is_sent() {
    let token = r#"{"access_token":"t0"}"#;
    for (first, sent) in [
        (Act::Keep(whole("503 Busy", "", "<html>")), 4),
        (Act::Close(Vec::new()), 4),
        (Act::Keep(whole("401 Unauthorized", "", "")), 1),
        (Act::Keep(whole("200 OK", "", "{}")), 1),
    ] {
        let again = first.clone();
        let server = Faulty::start(move |index, head| match index {
            0 | 1 => again.clone(),
            _ if head.starts_with("post /token ") => Act::Keep(whole("200 OK", "", token)),
            _ => Act::Keep(whole("200 OK", "", r#"{"price":1}"#)),
        });
        let retry = Retry::idempotent(2).first_wait(Duration::from_millis(2));
        let client = client(&server, program(&server));
        let outcome = client.call(Post).retry(retry).await;
        assert_eq!((outcome.is_ok(), server.count()), (sent > 1, sent), "{outcome:?}");

        let server = Faulty::always(first);
        let error = self::client(&server, program(&server)).call(Post).await.unwrap_err();
        assert_eq!((error.is_retryable(), server.count()), (sent > 1, 1), "{error:?}");
    }
}

#[tokio::test]
async fn a_token_endpoint_is_asked_again_when_it_allows_it() {
    for (asked, count) in [(1, 3), (60, 1)] {
        let busy = whole("429 Slow Down", &format!("retry-after: {asked}\r\n"), "");
        let server = Faulty::start(move |index, head| match index {
            0 => Act::Keep(busy.clone()),
            _ if head.starts_with("post /token ") => {
                Act::Keep(whole("200 OK", "", r#"{"access_token":"t0"}"#))
            }
            _ => Act::Keep(whole("200 OK", "", r#"{"price":1}"#)),
        });
        let client = client(&server, program(&server));
        let retry = Retry::idempotent(2).first_wait(Duration::from_millis(2));
        let start = Instant::now();
        let outcome = client.call(Post).retry(retry).await;
        assert_eq!((outcome.is_ok(), server.count()), (count == 3, count), "{outcome:?}");
        match outcome {
            Ok(_) => assert!(start.elapsed() >= Duration::from_secs(1)),
            Err(error) => assert_eq!(error.retry_after(), Some(Duration::from_secs(60))),
        }
    }
}

#[tokio::test]
async fn a_lifetime_is_read_however_it_is_written() {
    for (lifetime, asked) in
        [("1", 2), ("1.0", 2), ("\"1\"", 2), ("-1", 1), ("1e300", 1), ("null", 1), ("\"x\"", 1)]
    {
        let token = format!(r#"{{"access_token":"t0","expires_in":{lifetime}}}"#);
        let server = oauth(whole("200 OK", "", &token));
        let client = client(&server, program(&server));
        client.call(Post).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1050)).await;
        client.call(Post).await.unwrap();
        assert_eq!(server.count(), 2 + asked, "{lifetime}");
    }
}

#[tokio::test]
async fn a_token_endpoint_that_gives_none_is_told_without_secrets() {
    let refused = "{\"error\":\"invalid_client\",\"error_description\":\"who\\u202eare you\"}";
    for (response, message) in [
        (whole("401 Unauthorized", "", refused), "status 401 invalid_client: who are you"),
        (whole("503 Busy", "", "<html>hunter2"), "status 503"),
        (whole("302 Found", "location: /login\r\n", ""), "status 302"),
        (whole("200 OK", "", "<html>hunter2"), "the response is not JSON"),
        (whole("200 OK", "", refused), "invalid_client: who are you"),
        (whole("200 OK", "", r#"{"token_type":"Bearer"}"#), "the response has no token"),
        (
            whole("200 OK", "", r#"{"access_token":"hunter2","token_type":"mac"}"#),
            "the token is not a bearer token",
        ),
        (whole("200 OK", "", &" ".repeat(2_000_000)), "the response is too large"),
    ] {
        let server = oauth(response);
        let error = client(&server, program(&server)).call(Post).await.unwrap_err();
        let expected =
            format!("no credential for `Token`: the token endpoint gave no token: {message}");
        assert!(error.to_string().ends_with(&expected), "{error}");
        assert!(!format!("{error:?} {:?}", program(&server)).contains("hunter2"));
        assert_eq!(server.count(), 1, "nothing else was sent, and no loop");
    }
    let builder = Client::builder().client_credentials("Token", ClientCredentials::new("a", "b"));
    let error = builder.build().unwrap_err();
    assert_eq!(error.to_string(), "no token URL is set for the security scheme `Token`");
}

/// Tells when it is dropped.
struct Dropped(Arc<AtomicUsize>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn two_hundred_calls_of_different_patience_share_one_that_hangs() {
    let server = guarded("t0");
    let (builder, asked) = provided(&server, Duration::from_secs(3600), |index| Ok(token(index)));
    let client = builder.build().unwrap();
    let start = Instant::now();
    let calls: Vec<_> = (0..200_u64)
        .map(|index| {
            let time = Duration::from_millis(100 + 5 * index);
            let call = tokio::spawn(client.call(Post).timeout(time).into_future());
            (time, call)
        })
        .collect();
    for (time, call) in calls {
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(&error, Error::Credential(error) if error.kind() == Kind::Timeout));
        let late = start.elapsed().saturating_sub(time);
        assert!(late < Duration::from_secs(1), "{late:?} behind {time:?}");
    }
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 0));
}

#[tokio::test]
async fn whoever_gives_up_leaves_what_was_asked_to_the_others() {
    let server = guarded("t0");
    let (builder, asked) = provided(&server, Duration::from_millis(300), |index| Ok(token(index)));
    let client = builder.build().unwrap();
    let calls: Vec<_> = (0..200).map(|_| tokio::spawn(client.call(Post).into_future())).collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    // The first drives it; every other one that waits gives up too.
    calls.iter().step_by(2).for_each(|call| call.abort());
    for (index, call) in calls.into_iter().enumerate() {
        match call.await {
            Ok(outcome) => drop(outcome.unwrap()),
            Err(error) => assert!(error.is_cancelled() && index % 2 == 0),
        }
    }
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 100));
}

#[tokio::test]
async fn an_expired_token_is_the_failure_of_all_who_waited() {
    let server = guarded("t0");
    let (builder, asked) =
        provided(&server, SLOW, |index| Ok(token(index).expires_in(Duration::ZERO)));
    let client = builder.build().unwrap();
    for outcome in calls(&client, 200).await {
        let error = outcome.unwrap_err();
        assert!(matches!(&error, Error::Credential(error) if error.kind() == Kind::Expired));
    }
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (1, 0));
}

#[tokio::test]
async fn when_all_give_up_nothing_is_left_running_and_the_next_one_asks_anew() {
    let server = guarded("t0");
    let (asked, dropped) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = (Arc::clone(&asked), Arc::clone(&dropped));
    let provider = move || {
        let index = counts.0.fetch_add(1, Ordering::SeqCst);
        let guard = Dropped(Arc::clone(&counts.1));
        async move {
            let _guard = guard;
            if index == 0 {
                std::future::pending::<()>().await;
            }
            Ok(token(0))
        }
    };
    let builder = Client::builder().base_url(&server.url).credential_provider("Token", provider);
    let client = builder.build().unwrap();
    let calls: Vec<_> = (0..200).map(|_| tokio::spawn(client.call(Post).into_future())).collect();
    tokio::time::sleep(SLOW).await;
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    for call in calls {
        assert!(call.await.unwrap_err().is_cancelled());
    }
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
    client.call(Post).await.unwrap();
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 1));
}

#[tokio::test]
async fn a_provider_that_panics_takes_only_its_own_call_along() {
    let server = guarded("t1");
    let (builder, asked) = provided(&server, SLOW, |index| {
        assert!(index > 0, "the first time");
        Ok(token(index))
    });
    let client = builder.build().unwrap();
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.call(Post).into_future())).collect();
    let mut panicked = 0;
    for call in calls {
        match call.await {
            Ok(outcome) => drop(outcome.unwrap()),
            Err(error) => panicked += usize::from(error.is_panic()),
        }
    }
    assert_eq!((panicked, asked.load(Ordering::SeqCst)), (1, 2));
}
