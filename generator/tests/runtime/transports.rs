//! Transports of one's own: what they are given, what becomes of what they return, and what the client does for all of them.

use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::acme::GetInvoice;
use crate::runtime::{
    Body, Client, Error, Exchange, HttpClient, Pause, Retry, Service, Transport, TransportError,
    TransportErrorKind as Kind,
};
use crate::server::{Server, answer};

const INVOICE: &str = r#"{"id":7,"note":null,"lines":[]}"#;

/// What a transport gives for a request.
type Given = Result<http::Response<Body>, TransportError>;

/// A transport without a network: it needs no Tokio, and no wait takes any time.
struct Canned {
    seen: Arc<Mutex<Vec<http::Request<Body>>>>,
    give: Box<dyn Fn(usize) -> Given + Send + Sync>,
}

impl Transport for Canned {
    fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
        let index = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(request);
            seen.len() - 1
        };
        Box::pin(ready((self.give)(index)))
    }

    fn sleep(&self, _: Duration) -> Pause {
        Box::pin(ready(()))
    }
}

type Seen = Arc<Mutex<Vec<http::Request<Body>>>>;

fn canned(give: impl Fn(usize) -> Given + Send + Sync + 'static) -> (Client, Seen) {
    let seen = Seen::default();
    let transport = Canned { seen: Arc::clone(&seen), give: Box::new(give) };
    let builder = Client::builder().transport(transport).api_key("k1");
    (builder.retry(Retry::idempotent(2)).build().unwrap(), seen)
}

fn response(status: u16, body: impl Into<Body>) -> http::Response<Body> {
    http::Response::builder().status(status).body(body.into()).unwrap()
}

/// Runs what needs no runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("it waits for something");
}

#[test]
fn it_gets_signed_requests_and_needs_no_tokio() {
    let (client, seen) = canned(|_| Ok(response(200, INVOICE)));
    let call = client.call(GetInvoice::new("1")).theme("dark").header("x-a", "1");
    assert_eq!(block_on(call.into_future()).unwrap().id, 7);
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].uri(), "https://api.example.test/v3/invoices/1");
    assert_eq!(seen[0].headers()["x-acme-key"], "k1");
    assert!(seen[0].headers()["x-acme-key"].is_sensitive());
    assert_eq!(seen[0].headers()["x-a"], "1");
    assert_eq!(seen[0].headers()["cookie"], "theme=dark");
}

#[test]
fn its_failures_are_retried_as_their_kinds_say() {
    for (kind, sent) in
        [(Kind::Connect, 3), (Kind::NoResponse, 3), (Kind::Tls, 1), (Kind::Other, 1)]
    {
        let (client, seen) = canned(move |_| Err(TransportError::new(kind, None)));
        let error = block_on(client.call(GetInvoice::new("1")).into_future()).unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.kind() == kind), "{error:?}");
        assert_eq!(seen.lock().unwrap().len(), sent, "{kind:?}");
    }
    let (client, seen) = canned(|index| match index {
        0 => Err(TransportError::new(Kind::Other, None).nothing_sent()),
        _ => Ok(response(200, INVOICE)),
    });
    let error = block_on(client.call(GetInvoice::new("1")).into_future()).unwrap_err();
    assert!(error.is_connect() && seen.lock().unwrap().len() == 1, "{error:?}");
}

#[test]
fn the_client_follows_its_redirects_and_keeps_its_cookies() {
    let (client, seen) = canned(|index| {
        let mut response = response(if index == 0 { 307 } else { 200 }, INVOICE);
        let headers = response.headers_mut();
        headers.insert("location", "/elsewhere".parse().unwrap());
        headers.insert("set-cookie", "sid=s1; Path=/".parse().unwrap());
        Ok(response)
    });
    let response = block_on(client.call(GetInvoice::new("1")).with_response()).unwrap();
    assert!(response.headers["set-cookie"].is_sensitive());
    let seen = seen.lock().unwrap();
    assert_eq!(seen[1].uri(), "https://api.example.test/elsewhere");
    assert_eq!(seen[1].headers()["cookie"], "sid=s1");
}

/// A transport that needs no Tokio, and whose bodies are not there at once.
struct Slowly;

impl Transport for Slowly {
    fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
        let text = if request.uri().path() == "/file" { "abc" } else { "data: abc\n\n" };
        Box::pin(ready(Ok(response(200, Body::from_stream(Later(false, text), None)))))
    }

    fn sleep(&self, _: Duration) -> Pause {
        Box::pin(std::future::pending())
    }
}

#[test]
fn waits_that_take_no_time_count_as_if_they_did() {
    let give = |_: usize| Ok(response(503, ""));
    let transport = Canned { seen: Seen::default(), give: Box::new(give) };
    let waited = Arc::new(Mutex::new((0, Duration::ZERO)));
    let sum = Arc::clone(&waited);
    let second = Duration::from_secs(1);
    let client = Client::builder().transport(transport).api_key("k1").timeout(10 * second);
    let client = client.retry(Retry::idempotent(50).first_wait(second).max_wait(second));
    let client = client.on_attempt(move |attempt| {
        let mut sum = sum.lock().unwrap();
        *sum = (sum.0 + 1, sum.1 + attempt.wait.unwrap_or_default());
    });
    let client = client.build().unwrap();
    block_on(client.call(GetInvoice::new("1")).into_future()).unwrap_err();
    let (attempts, waited) = *waited.lock().unwrap();
    assert!(attempts > 3 && waited < 10 * second, "{attempts} attempts, {waited:?}");
}

/// Something that comes when it is asked for again, and then nothing.
struct Later(bool, &'static str);

impl futures_core::Stream for Later {
    type Item = Result<&'static str, std::convert::Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        match std::mem::replace(&mut self.0, true) {
            false => Poll::Pending,
            true => Poll::Ready(
                Some(std::mem::take(&mut self.1)).filter(|text| !text.is_empty()).map(Ok),
            ),
        }
    }
}

#[test]
fn what_is_read_while_it_comes_needs_no_tokio_either() {
    let client = Client::builder().transport(Slowly).api_key("k1").build().unwrap();
    block_on(async {
        let mut download = client.call(crate::downloads::GetFile).download().await.unwrap();
        assert_eq!(download.chunk().await.unwrap().unwrap(), "abc");
        assert!(download.chunk().await.unwrap().is_none());
        let mut stream = client.call(crate::streams::GetTexts).stream().await.unwrap();
        assert_eq!(&*stream.next().await.unwrap().unwrap().data, "abc");
        assert!(stream.next().await.is_none());
    });
}

/// A middleware.
struct Traced<T>(T);

impl<T: Transport> Transport for Traced<T> {
    fn send(&self, mut request: http::Request<Body>) -> Exchange<'_> {
        request.headers_mut().insert("traceparent", "00-1-2-01".parse().unwrap());
        self.0.send(request)
    }

    fn sleep(&self, time: Duration) -> Pause {
        self.0.sleep(time)
    }
}

#[tokio::test]
async fn a_middleware_wraps_another() {
    let server = Server::with(&[&answer("200 OK", "", INVOICE)]);
    let transport = Traced(HttpClient::new(reqwest::Client::builder()).unwrap());
    let client = Client::builder().base_url(&server.url).transport(Arc::new(transport)).build();
    client.unwrap().call(GetInvoice::new("1")).await.unwrap();
    assert_eq!(server.received()[0].header("traceparent"), Some("00-1-2-01"));
}

/// A service of tower that is ready the second time it is asked.
#[derive(Clone, Default)]
struct Slow(bool);

impl tower_service::Service<http::Request<Body>> for Slow {
    type Response = http::Response<Body>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        ready(match request.uri().path() {
            "/v3/invoices/1" => Ok(response(200, INVOICE)),
            "/v3/invoices/2" => Err("no idea".into()),
            "/v3/invoices/3" => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
            "/v3/invoices/4" => Err(Outer(TransportError::new(Kind::NoResponse, None)).into()),
            _ => Err(TransportError::new(Kind::Tls, None).into()),
        })
    }
}

/// The error of a layer around another one.
#[derive(Debug)]
struct Outer(TransportError);

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("outer")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn a_service_of_tower_is_one() {
    let client = Client::builder().transport(Service::new(Slow::default())).build().unwrap();
    let call = |id: &str| block_on(client.call(GetInvoice::new(id)).into_future());
    // The time-outs are Tokio's.
    let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = tokio.enter();
    assert_eq!(call("1").unwrap().id, 7);
    let kind = |error: Error<_>| match error {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(call("2").unwrap_err()), Kind::Other);
    assert!(call("3").unwrap_err().is_timeout());
    assert_eq!(kind(call("4").unwrap_err()), Kind::NoResponse);
    assert_eq!(kind(call("5").unwrap_err()), Kind::Tls);
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The connections of a program without TLS.
#[derive(Clone)]
struct WithoutTls<S>(S);

impl<S> tower_layer::Layer<S> for WithoutTls<()> {
    type Service = WithoutTls<S>;

    fn layer(&self, inner: S) -> Self::Service {
        WithoutTls(inner)
    }
}

impl<S, R> tower_service::Service<R> for WithoutTls<S>
where
    S: tower_service::Service<R, Error = BoxError>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future =
        std::pin::Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send + 'static>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, _: R) -> Self::Future {
        let mut plain = hyper_util::client::legacy::connect::HttpConnector::new();
        let url = http::Uri::from_static("https://api.example.test");
        let refused = tower_service::Service::call(&mut plain, url);
        Box::pin(async { Err(refused.await.unwrap_err().into()) })
    }
}

#[tokio::test]
async fn a_program_without_tls_is_told_which_feature_it_needs() {
    let http = HttpClient::new(reqwest::Client::builder().connector_layer(WithoutTls(())));
    let client = Client::builder().transport(http.unwrap()).retry(Retry::idempotent(2));
    let error = client.build().unwrap().call(GetInvoice::new("1")).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind() == Kind::Tls), "{error:?}");
    assert_eq!(
        error.to_string(),
        "GET /v3/invoices/{id}: could not establish a TLS connection: the URL begins with `https`, but this program has no TLS: \
        turn on the feature `rustls` of the crate `specweave`, or a TLS feature of reqwest"
    );
    assert!(error.is_connect() && !error.is_retryable());
}
