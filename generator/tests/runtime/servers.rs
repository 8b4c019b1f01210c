//! Servers that programs choose: their variables become a URL, and their operations go there.

use crate::acme::{GetInvoice, Invoice};
use crate::runtime::{
    BaseUrl, Client, ConfigError, Meta, NoDocumentedError, Operation, Server, Success,
};
use crate::server::{Server as Listener, answer};

fn of_api(template: &str, values: &[(&str, &str)]) -> Server {
    Server::new(None, template, values)
}

#[test]
fn variables_stand_where_the_template_has_them() {
    for (template, values, url) in [
        ("https://a.test/v1", &[][..], "https://a.test/v1"),
        (
            "https://{r}.a.test:{p}/{v}",
            &[("r", "eu"), ("p", "8443"), ("v", "v1/x")],
            "https://eu.a.test:8443/v1/x",
        ),
        (
            "{scheme}://{host}",
            &[("scheme", "http"), ("host", "localhost:8080")],
            "http://localhost:8080",
        ),
        ("{endpoint}/v1", &[("endpoint", "https://x.a.test")], "https://x.a.test/v1"),
        ("https://{a}{a}.test", &[("a", "b")], "https://bb.test"),
        ("https://[{ip}]/", &[("ip", "::1")], "https://[::1]/"),
        (
            "https://a.test/{tenant}",
            &[("tenant", "Größe & co")],
            "https://a.test/Gr%C3%B6%C3%9Fe%20%26%20co",
        ),
    ] {
        assert_eq!(of_api(template, values).url(), url);
    }
}

#[test]
fn no_value_leads_to_another_host_than_it_names() {
    for value in [
        "evil.test/",
        "evil.test?",
        "evil.test#",
        "evil.test\\",
        "u:p@evil.test",
        "@evil.test",
        "\r\n",
        " ",
    ] {
        let server = of_api("https://{tenant}.a.test/v1", &[("tenant", value)]);
        let host = BaseUrl::parse(server.url()).map(|url| url.origin().to_owned());
        assert!(
            host.as_ref().is_err() || host.as_ref().is_ok_and(|host| host.ends_with(".a.test")),
            "{value:?}: {host:?}"
        );
        let built = Client::builder().server(server).build();
        assert!(built.is_err() || host.is_ok());
    }
    for value in ["?x", "#x", "@evil.test", "a b"] {
        let server = of_api("https://a.test/{path}", &[("path", value)]);
        assert_eq!(BaseUrl::parse(server.url()).unwrap().origin(), "https://a.test", "{value}");
    }
}

#[derive(Debug)]
struct Upload;

impl Operation for Upload {
    type Output = Invoice;
    type Error = NoDocumentedError;
    const META: Meta = Meta::get("upload", "/up").server("https://upload.example.test/v2");
    const SUCCESS: &'static [Success<Invoice>] = &[Success::json(200)];
}

#[tokio::test]
async fn operations_go_to_the_server_that_is_chosen_for_them() {
    let ok = |_, _: &crate::server::Received| {
        let body = r#"{"id":7,"note":null,"lines":[]}"#;
        (std::time::Duration::ZERO, answer("200 OK", "content-type: application/json\r\n", body))
    };
    let [of_api, of_uploads] = [Listener::start(ok), Listener::start(ok)];
    let port = |listener: &Listener| listener.url.rsplit(':').next().unwrap().to_owned();
    let chosen = Server::new(None, "http://127.0.0.1:{port}", &[("port", &port(&of_api))]);
    let uploads = "https://upload.example.test/v2";
    let other =
        Server::new(Some(uploads), "http://127.0.0.1:{port}/v3", &[("port", &port(&of_uploads))]);
    let client =
        Client::builder().api_key("k1").server(chosen.clone()).server(other).build().unwrap();
    client.call(GetInvoice::new("1")).await.unwrap();
    client.call(Upload).await.unwrap();
    assert_eq!(of_api.received().len(), 1);
    let received = of_uploads.received();
    assert_eq!(received.len(), 1);
    assert!(received[0].line.starts_with("GET /v3/up "), "{}", received[0].line);
    assert_eq!(received[0].header("x-acme-key"), Some("k1"));

    // Without a choice of its own it follows the API, as another address was chosen.
    let client = Client::builder().api_key("k1").server(chosen).build().unwrap();
    client.call(Upload).await.unwrap();
    assert_eq!(of_api.received().len(), 2);
}

#[tokio::test]
async fn cookies_stay_with_the_server_that_set_them() {
    let body = r#"{"id":7,"note":null,"lines":[]}"#;
    let respond = |cookie: &str| answer("200 OK", &format!("set-cookie: {cookie}\r\n"), body);
    let of_api = Listener::with(&[&respond("sid=api; Path=/")]);
    let of_uploads = Listener::with(&[&respond("up=1; Path=/")]);
    let uploads = of_uploads.url.replace("127.0.0.1", "localhost");
    let other = Server::new(Some("https://upload.example.test/v2"), &uploads, &[]);
    let builder = Client::builder().api_key("k1").base_url(&of_api.url).server(other);
    let client = builder.build().unwrap();
    for _ in 0..2 {
        client.call(GetInvoice::new("1")).await.unwrap();
        client.call(Upload).await.unwrap();
    }
    let cookies = |listener: &Listener| -> Vec<Option<String>> {
        let received = listener.received();
        received.iter().map(|own| own.header("cookie").map(str::to_owned)).collect()
    };
    assert_eq!(cookies(&of_api), [None, Some("sid=api".to_owned())]);
    assert_eq!(cookies(&of_uploads), [None, Some("up=1".to_owned())]);
}

#[test]
fn a_server_that_is_no_address_is_an_error() {
    let server =
        Server::new(Some("https://upload.example.test"), "{endpoint}", &[("endpoint", "x")]);
    let error = Client::builder().server(server).build().unwrap_err();
    assert!(matches!(error, ConfigError::InvalidBaseUrl(_)), "{error:?}");
}
