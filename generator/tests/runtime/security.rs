//! Who is calling.

use http::Method;

use crate::runtime::{
    Body, BuildErrorKind, Client, ClientBuilder, ConfigError, Credential, Credentials, Meta, Secret,
};

const GET: Meta = Meta::new("get", Method::GET, "/");

fn all() -> Credentials {
    Credentials::new()
        .with("ApiKey", Credential::ApiKey("k1".into()))
        .with("QueryKey", Credential::ApiKey("k 2".into()))
        .with("CookieKey", Credential::ApiKey("k3".into()))
        .with("Login", Credential::Basic { user_name: "me".into(), password: "pass:word".into() })
        .with("Token", Credential::Token("t1".into()))
}

fn sent(credentials: &Credentials, meta: &Meta) -> String {
    let mut request = http::Request::new(Body::default());
    *request.uri_mut() = "https://acme.test/a?b=c".parse().unwrap();
    credentials.authorize(meta, &mut request).unwrap();
    let mut text = request.uri().to_string();
    for (name, value) in request.headers() {
        assert!(value.is_sensitive(), "{name}");
        text = format!("{text} {name}: {}", value.to_str().unwrap());
    }
    text
}

#[test]
fn every_scheme() {
    let with = |security| sent(&all(), &GET.security(security));
    assert_eq!(
        sent(&all(), &GET),
        "https://acme.test/a?b=c x-acme-key: k1",
        "the default of the API"
    );
    assert_eq!(with(&[&["QueryKey"]]), "https://acme.test/a?b=c&key=k%202");
    let mut request = http::Request::new(Body::default());
    *request.uri_mut() = "https://acme.test/a?key=old&b=c&key".parse().unwrap();
    all().authorize(&GET.security(&[&["QueryKey"]]), &mut request).unwrap();
    assert_eq!(request.uri(), "https://acme.test/a?b=c&key=k%202", "the URL of a next page has it");
    assert_eq!(with(&[&["CookieKey"]]), "https://acme.test/a?b=c cookie: session=k3");
    assert_eq!(
        with(&[&["Login"]]),
        "https://acme.test/a?b=c authorization: Basic bWU6cGFzczp3b3Jk"
    );
    assert_eq!(with(&[&["Token"]]), "https://acme.test/a?b=c authorization: Bearer t1");
}

#[test]
fn alternatives() {
    let token = Credentials::new().with("Token", Credential::Token("t1".into()));
    let with = |credentials: &Credentials, security| sent(credentials, &GET.security(security));
    assert_eq!(
        with(&all(), &[&["ApiKey", "Token"], &["Login"]]),
        "https://acme.test/a?b=c x-acme-key: k1 authorization: Bearer t1"
    );
    assert_eq!(
        with(&token, &[&["ApiKey", "Token"], &["Token"]]),
        "https://acme.test/a?b=c authorization: Bearer t1"
    );
    let none = "https://acme.test/a?b=c";
    assert_eq!(with(&token, &[&["ApiKey"]]), none, "what cannot be met is left out");
    assert_eq!(with(&all(), &[]), none);
    assert_eq!(with(&all(), &[&[]]), none);
    assert_eq!(
        with(&token, &[&[], &["Token"]]),
        "https://acme.test/a?b=c authorization: Bearer t1",
        "a credential that may be left out is sent if it is there"
    );
    assert_eq!(sent(&Credentials::new(), &GET), none);
}

#[test]
fn credentials_that_cannot_be_sent() {
    for (scheme, credential) in [
        ("ApiKey", Credential::ApiKey("a\r\nb".into())),
        ("ApiKey", Credential::Token("t".into())),
        ("Login", Credential::Basic { user_name: "a:b".into(), password: "c".into() }),
    ] {
        let credentials = Credentials::new().with(scheme, credential);
        let mut request = http::Request::new(Body::default());
        let meta = GET.security(if scheme == "ApiKey" { &[&["ApiKey"]] } else { &[&["Login"]] });
        assert_eq!(
            credentials.authorize(&meta, &mut request).map_err(|error| error.kind().clone()),
            Err(BuildErrorKind::InvalidCredential { scheme })
        );
    }
}

#[test]
fn credentials_are_not_shown() {
    let client = Client::builder().api_key("hunter2").build().unwrap();
    let text =
        format!("{client:?} {:?} {:?}", Client::builder().api_key("hunter2"), client.credentials());
    assert!(text.contains("ApiKey") && text.contains("https://api.example.test"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    assert!(!format!("{:?}", Credential::ApiKey(Secret::from("hunter2"))).contains("hunter2"));
}

fn from(variables: &[(&str, &str)]) -> Result<Client, ConfigError> {
    let find = |name: &str| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    };
    ClientBuilder::from_variables(find)?.build()
}

#[test]
fn the_environment() {
    let client = from(&[("ACME_API_KEY", "k"), ("ACME_BASE_URL", "http://localhost:1")]).unwrap();
    assert_eq!(client.base_url().as_str(), "http://localhost:1");
    assert_eq!(client.credentials().schemes().collect::<Vec<_>>(), ["ApiKey"]);
    let client = from(&[("ACME_USER", "me"), ("ACME_PASSWORD", "pw")]).unwrap();
    assert_eq!(client.credentials().schemes().collect::<Vec<_>>(), ["Login"]);
    assert_eq!(client.base_url().as_str(), "https://api.example.test");

    for variables in [&[][..], &[("ACME_API_KEY", "")]] {
        let error = from(variables).unwrap_err();
        assert!(
            matches!(&error, ConfigError::MissingVariable { names } if names[0] == "ACME_API_KEY"),
            "{error:?}"
        );
        assert!(
            error.to_string().starts_with("environment variable ACME_API_KEY or ACME_QUERY_KEY or"),
            "{error}"
        );
    }
    let error = from(&[("ACME_USER", "me"), ("ACME_API_KEY", "k")]).unwrap_err();
    assert!(
        matches!(&error, ConfigError::MissingVariable { names } if *names == ["ACME_PASSWORD"]),
        "{error:?}"
    );
    let error = from(&[("ACME_API_KEY", "k"), ("ACME_BASE_URL", "nowhere")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "environment variable ACME_BASE_URL is not a base URL: it is not a URL"
    );
    let client = from(&[("ACME_API_KEY", "k\n"), ("ACME_BASE_URL", "http://localhost:1\n")]);
    assert_eq!(client.unwrap().base_url().as_str(), "http://localhost:1");
}

#[test]
fn what_cannot_be_set() {
    let error =
        Client::builder().credential("Other", Credential::Token("t".into())).build().unwrap_err();
    assert!(matches!(error, ConfigError::UnknownScheme { name: "Other", .. }));
    assert!(
        error.to_string().starts_with("the API has no security scheme `Other`; it has `"),
        "{error}"
    );
    let error = Client::builder().default_header("x-a", "hunter2\n").build().unwrap_err();
    assert_eq!(error.to_string(), "the name or value of header `x-a` is not valid");
    assert!(!format!("{error:?}").contains("hunter2"));
    let error = Client::builder().user_agent("a\nb").build().unwrap_err();
    assert!(matches!(error, ConfigError::InvalidHeader { .. }));
}

#[test]
fn a_credential_for_no_scheme_is_an_error() {
    let mut request = http::Request::new(Body::default());
    let error = Credentials::new()
        .with("ApiKee", Credential::ApiKey("k1".into()))
        .authorize(&GET, &mut request)
        .unwrap_err();
    assert!(
        matches!(error.kind(), BuildErrorKind::InvalidCredential { scheme: "ApiKee" }),
        "{error:?}"
    );
}
