//! Credentials go to the server of the base URL and to no other, however a URL comes about. A second server plays the other one.

use std::net::TcpListener;

use crate::acme::{GetInvoice, Invoice};
use crate::runtime::{
    BaseUrl, Body, BuildError, BuildErrorKind, Client, ClientBuilder, Credential, Credentials,
    Error, Meta, NoDocumentedError, Operation, RequestBuilder, Success,
};
use crate::server::{Server, answer};

const INVOICE: &str = r#"{"id":7,"note":null,"lines":[]}"#;

fn ok() -> String {
    answer("200 OK", "content-type: application/json\r\n", INVOICE)
}

fn builder(server: &Server) -> ClientBuilder {
    let builder = Client::builder().base_url(&server.url).api_key("k1");
    builder.default_header("x-default", "k2")
}

/// What follows `http://` in the address of a server.
fn authority(server: &Server) -> &str {
    server.url.strip_prefix("http://").unwrap()
}

/// An operation whose path is chosen by whoever writes it.
macro_rules! operation {
    ($name:ident, $path:expr) => {
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Output = Invoice;
            type Error = NoDocumentedError;
            const META: Meta = Meta::get("own", $path);
            const SUCCESS: &'static [Success<Invoice>] = &[Success::json(200)];
        }
    };
}

/// The other server is at this port, as a path is a constant.
const PORT: u16 = 18_902;

operation!(UserInfo, "@127.0.0.1:18902/v1/users");
operation!(Password, ":pw@127.0.0.1:18902/v1/users");
operation!(LongerHost, ".evil.example/y");
operation!(LongerPort, "1/y");
operation!(Whole, "http://127.0.0.1:18902/v1/users");
operation!(SchemeRelative, "//127.0.0.1:18902/v1/users");
operation!(Backslash, "/\\127.0.0.1:18902/v1/users");
operation!(Backslashes, "\\\\127.0.0.1:18902/v1/users");
operation!(Tab, "\t/127.0.0.1:18902/v1/users");
operation!(LineBreak, "/\n/127.0.0.1:18902/v1/users\r\nx-a: b");
operation!(Encoded, "%2f%40127.0.0.1:18902/v1/users");
operation!(Dots, "/../v1");
operation!(EncodedDots, "/%2E%2e/v1");
operation!(BackslashDots, "/a\\..\\..\\v1");
operation!(Query, "?@127.0.0.1:18902/");
operation!(Empty, "");

/// The path that arrives, or why nothing was sent.
async fn outcome<Op: Operation<Output = Invoice, Error = NoDocumentedError>>(
    server: &Server,
    operation: Op,
) -> Result<String, BuildErrorKind> {
    let before = server.received().len();
    match builder(server).build().unwrap().call(operation).await {
        Ok(_) => {
            let received = server.received();
            assert_eq!(received.len(), before + 1);
            assert_eq!(received[before].header("x-acme-key"), Some("k1"));
            Ok(received[before].line.clone())
        }
        Err(Error::Build(error)) => {
            assert_eq!(server.received().len(), before, "{error}");
            Err(error.kind().clone())
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_path_moves_no_request_to_another_server() {
    let evil = TcpListener::bind(("127.0.0.1", PORT)).unwrap();
    evil.set_nonblocking(true).unwrap();
    let server = Server::with(&[&ok()]);
    let foreign = Err(BuildErrorKind::ForeignUrl);
    assert_eq!(outcome(&server, UserInfo).await, foreign);
    assert_eq!(outcome(&server, LongerPort).await, foreign);
    let invalid = Err(BuildErrorKind::InvalidUrl);
    for result in [
        outcome(&server, Password).await,
        outcome(&server, LongerHost).await,
        outcome(&server, Whole).await,
        outcome(&server, Backslashes).await,
        outcome(&server, Tab).await,
        outcome(&server, Encoded).await,
        outcome(&server, Query).await,
        outcome(&server, Empty).await,
    ] {
        assert!(result == foreign || result == invalid, "{result:?}");
    }
    let dots = Err(BuildErrorKind::UnsafePath { name: None });
    assert_eq!(outcome(&server, Dots).await, dots);
    assert_eq!(outcome(&server, EncodedDots).await, dots);

    let sent = |path: &str| Ok(format!("GET {path} HTTP/1.1"));
    let relative = outcome(&server, SchemeRelative).await;
    assert_eq!(relative, sent("//127.0.0.1:18902/v1/users"), "it is a path of the right server");
    let backslash = outcome(&server, Backslash).await;
    assert_eq!(backslash, sent("/%5C127.0.0.1:18902/v1/users"));
    assert_eq!(outcome(&server, BackslashDots).await, sent("/a%5C..%5C..%5Cv1"));
    let line_break = outcome(&server, LineBreak).await;
    assert_eq!(line_break, sent("/%0A/127.0.0.1:18902/v1/users%0D%0Ax-a:%20b"));
    assert!(evil.accept().is_err(), "the other server heard something");
}

#[tokio::test]
async fn a_path_goes_on_after_the_path_of_the_base_url() {
    operation!(NoSlash, "users");
    let server = Server::with(&[&ok()]);
    let builder = builder(&server).base_url(&format!("{}/v1", server.url));
    let error = builder.build().unwrap().call(NoSlash).await.unwrap_err();
    assert!(
        matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::InvalidUrl),
        "{error:?}"
    );
    assert!(server.received().is_empty());
}

/// An operation that makes its request itself.
struct Elsewhere(String);

impl Operation for Elsewhere {
    type Output = Invoice;
    type Error = NoDocumentedError;
    const META: Meta = Meta::get("elsewhere", "/");
    const SUCCESS: &'static [Success<Invoice>] = &[Success::json(200)];

    fn request(&self, _: &BaseUrl) -> Result<http::Request<Body>, BuildError> {
        let request = http::Request::get(&self.0).body(Body::default());
        request.map_err(|_| BuildErrorKind::InvalidUrl.into())
    }
}

/// URLs that lead to the other server, or would be taken for it.
fn foreign_urls(server: &Server, other: &Server) -> Vec<String> {
    let (own, foreign) = (authority(server), authority(other));
    let port = own.rsplit_once(':').unwrap().1;
    vec![
        format!("http://{foreign}/x"),
        format!("http://{own}@{foreign}/x"),
        format!("http://user:pw@{own}/x"),
        format!("https://{own}/x"),
        format!("http://localhost:{port}/x"),
        "http://127.0.0.1/x".to_owned(),
    ]
}

#[tokio::test]
async fn a_request_that_leads_elsewhere_is_not_signed() {
    let other = Server::with(&[&ok()]);
    let server = Server::with(&[&ok()]);
    let client = builder(&server).build().unwrap();
    let base: BaseUrl = server.url.parse().unwrap();
    let own = Credentials::new().with("ApiKey", Credential::ApiKey("k1".into())).only_for(&base);
    for url in foreign_urls(&server, &other) {
        let error = client.call(Elsewhere(url.clone())).await.unwrap_err();
        assert!(
            matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::ForeignUrl),
            "{url}: {error:?}"
        );
        let request = || http::Request::get(&url).body(Body::default()).unwrap();
        let error = client.send(request()).await.unwrap_err();
        assert!(
            matches!(&error, Error::Build(error) if *error.kind() == BuildErrorKind::ForeignUrl),
            "{url}: {error:?}"
        );
        for credentials in [client.credentials(), &client.credentials().clone(), &own] {
            let mut request = request();
            let signed = credentials.authorize(&GetInvoice::META, &mut request);
            let kind = signed.map_err(|error| error.kind().clone());
            assert_eq!(kind, Err(BuildErrorKind::ForeignUrl), "{url}");
            assert!(request.headers().is_empty());
        }
    }
    assert!(other.received().is_empty(), "{:?}", other.received());
    assert!(server.received().is_empty());

    let port = authority(&server).rsplit_once(':').unwrap().1;
    let capitals = format!("HTTP://127.0.0.1:{port}/x");
    client.call(Elsewhere(capitals)).await.unwrap();
    assert_eq!(server.received()[0].header("x-acme-key"), Some("k1"), "the same in other letters");
}

#[test]
fn without_a_server_credentials_sign_what_they_are_given() {
    let credentials = Credentials::new().with("ApiKey", Credential::ApiKey("k1".into()));
    let sign = |credentials: &Credentials, url: &str| {
        let mut request = http::Request::get(url).body(Body::default()).unwrap();
        credentials.authorize(&GetInvoice::META, &mut request).map(|()| request)
    };
    assert!(sign(&credentials, "https://any.example/").is_ok());
    let credentials = credentials.only_for(&"https://API.example:443/v1".parse().unwrap());
    for url in ["https://api.example/", "https://api.example:443/v2", "https://API.EXAMPLE/v1"] {
        assert_eq!(sign(&credentials, url).unwrap().headers()["x-acme-key"], "k1", "{url}");
    }
    for url in
        ["http://api.example/", "https://api.example:444/", "https://api.example.net/", "/v1"]
    {
        assert_eq!(
            sign(&credentials, url).unwrap_err().kind(),
            &BuildErrorKind::ForeignUrl,
            "{url}"
        );
    }
}

#[test]
fn base_urls_that_mean_something_else_than_they_say() {
    for text in
        ["https://api.example\\@evil.example", "https://api.exa\nmple", "https://api.example/\t/x"]
    {
        assert!(text.parse::<BaseUrl>().is_err(), "{text:?}");
    }
    for text in ["//evil.example", "/v1", "api.example", "file:///etc", "https://me@evil.example"] {
        assert!(text.parse::<BaseUrl>().is_err(), "{text:?}");
    }
}

/// What is put into `location`, `{own}` and `{other}` standing for the two servers.
const LOCATIONS: &[&str] = &[
    "http://{other}/x",
    "//{other}/x",
    "\\\\{other}/x",
    "/\\{other}/x",
    "/\t/{other}/x",
    "http:\\\\{other}\\x",
    "http://{own}@{other}/x",
    "http://user:pw@{own}/x",
    "//user@{own}/x",
    "https://{own}/x",
    "ftp://{own}/x",
    "javascript:alert(1)",
    "http://[",
];

#[tokio::test]
async fn redirects_to_another_server_are_the_answer() {
    let other = Server::with(&[&ok()]);
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        for location in LOCATIONS {
            let (template, foreign) = (location.to_string(), authority(&other).to_owned());
            let server = Server::start(move |_, received| {
                let own = received.header("host").unwrap();
                let location = template.replace("{own}", own).replace("{other}", &foreign);
                let head = format!("location: {location}\r\n");
                (std::time::Duration::ZERO, answer(status, &head, ""))
            });
            let client = builder(&server).build().unwrap();
            let error = client.call(GetInvoice::new("1")).await.unwrap_err();
            assert!(error.status().is_some(), "{location}: {error:?}");
            assert!(error.headers().unwrap().contains_key("location"));
            assert_eq!(server.received().len(), 1, "{location}");
            assert!(other.received().is_empty(), "{location}: {:?}", other.received());
        }
    }
}

#[test]
fn a_documented_server_of_an_operation_counts_under_the_documented_base_url() {
    const UPLOAD: Meta = Meta::get("upload", "/up").server("https://upload.example.test/v2");
    const PATH: Meta = Meta::get("path", "/p").server("/v3");
    let documented: BaseUrl = "https://api.example.test".parse().unwrap();
    let chosen: BaseUrl = "http://127.0.0.1:8080/x".parse().unwrap();
    for (meta, base, url) in [
        (UPLOAD, &documented, "https://upload.example.test/v2/up"),
        (UPLOAD, &chosen, "http://127.0.0.1:8080/x/up"),
        (PATH, &documented, "https://api.example.test/v3/p"),
        (PATH, &chosen, "http://127.0.0.1:8080/v3/p"),
    ] {
        let credentials = Credentials::new().with("ApiKey", Credential::ApiKey("k1".into()));
        let credentials = credentials.only_for(base);
        let mut request = RequestBuilder::new(&meta, base).finish().unwrap();
        assert_eq!(request.uri().to_string(), url);
        credentials.authorize(&meta, &mut request).unwrap();
        assert_eq!(request.headers()["x-acme-key"], "k1", "{url}");
        // Only its own operation may go there.
        let mut other = http::Request::get(url).body(Body::default()).unwrap();
        let signed = credentials.authorize(&GetInvoice::META, &mut other);
        assert_eq!(signed.is_ok(), meta.base_url(base).origin() == base.origin(), "{url}");
    }
}
