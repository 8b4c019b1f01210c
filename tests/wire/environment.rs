//! `Client::from_env`. Environment variables belong to the whole process, so each test runs in one of its own.

use std::process::Command;

use frozen_sdk::Client;

use crate::server::{Answer, Server};
use crate::service::{self, KEY};

/// Tells a process that it is the one that a test has started.
const CHILD: &str = "WIRE_TEST_CHILD";

/// What `client_in_another_process` prints when only these variables of the crate are set.
fn run(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "environment::client_in_another_process", "--nocapture"]);
    command.env_remove("FROZEN_API_KEY").env_remove("FROZEN_BASE_URL");
    command.env(CHILD, "1").envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let result = text.lines().find_map(|line| line.split_once("RESULT ")).unwrap();
    result.1.to_owned()
}

/// Only does something in a process that `run` has started.
#[tokio::test]
async fn client_in_another_process() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let result = match Client::from_env() {
        Ok(client) if client.base_url().as_str() == "https://api.i3d.net" => "real".to_owned(),
        Ok(client) => client.session().get_user().await.unwrap().user_name,
        Err(error) => format!("{error:?}: {error}"),
    };
    println!("RESULT {result}");
}

#[test]
fn without_a_key() {
    let expected = r#"MissingVariable { names: ["FROZEN_API_KEY"] }: environment variable FROZEN_API_KEY is not set"#;
    assert_eq!(run(&[]), expected);
    assert_eq!(run(&[("FROZEN_API_KEY", "")]), expected, "empty is as good as not set");
}

#[test]
fn with_a_key_and_a_base_url() {
    let server = Server::answering([Answer::json(200, service::user())]);
    let result = run(&[("FROZEN_API_KEY", KEY), ("FROZEN_BASE_URL", &server.url())]);
    assert_eq!(result, service::USER);
    let request = server.only_request();
    assert_eq!(request.target(), "GET /v3/session/user");
    assert_eq!(request.header("private-token"), Some(KEY));
}

#[test]
fn the_base_url_is_optional_but_must_be_one() {
    assert_eq!(run(&[("FROZEN_API_KEY", KEY)]), "real");
    let result = run(&[("FROZEN_API_KEY", KEY), ("FROZEN_BASE_URL", "api.i3d.net")]);
    assert_eq!(
        result,
        "InvalidVariable { name: \"FROZEN_BASE_URL\", error: Malformed }: environment variable FROZEN_BASE_URL is not a base URL: it is not a URL"
    );
}
