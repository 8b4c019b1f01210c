//! Documents that are given by their address.

use crate::server::{Answer, Server};
use specweave::cli::{Exit, Terminal, main_with};
use std::ffi::OsString;

const PETS: &str = r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "https:\/\/a.example"}],
    "paths": {"\/pets": {"get": {"operationId": "listPets", "responses": {"204": {"description": "OK"}}}}}}"#;

fn call(args: &[&str]) -> (Exit, String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut terminal = Terminal::new(&mut stdout, &mut stderr);
    let args = ["specweave"].iter().chain(args).map(OsString::from);
    let exit = main_with(args, &mut terminal);
    drop(terminal);
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    (exit, stdout, stderr)
}

fn serving(answer: Answer) -> Server {
    Server::of(&[("/v1/openapi".to_owned(), answer)].into())
}

#[test]
fn a_document_is_read_from_its_address() {
    let server = serving(Answer::new(200, "application/json", PETS));
    let address = format!("{}/v1/openapi", server.url);
    let (exit, stdout, stderr) = call(&["bundle", &address]);
    assert!(exit == Exit::Done && stdout.contains("listPets"), "{stderr}");
    // No credentials are sent, and what stands behind `?` may be a key: it is in no report.
    assert!(server.requests()[0].header("authorization").is_none());
    let asked = format!("{address}?key=hunter2");
    let server = serving(Answer::status(403));
    let (exit, stdout, stderr) = call(&["diff", &asked, &asked.replace(&address, &server.url)]);
    assert_eq!(exit, Exit::Call);
    assert!(!stdout.contains("hunter2") && !stderr.contains("hunter2"), "{stdout}{stderr}");
}

#[test]
fn what_is_no_document_is_refused() {
    for (answer, code, said) in [
        (Answer::status(404), "SW103", "404"),
        (Answer::new(200, "text/html", "<html></html>"), "SW104", "text/html"),
        (
            Answer::redirect("https://evil.example/v1/openapi"),
            "SW804",
            "leads to https://evil.example",
        ),
        (Answer::new(200, "application/json", PETS).cut_off(), "SW805", "ended the connection"),
    ] {
        let server = serving(answer);
        let (exit, stdout, stderr) = call(&["bundle", &format!("{}/v1/openapi", server.url)]);
        assert_eq!((exit, stdout.as_str()), (Exit::Call, ""), "{stderr}");
        assert!(stderr.contains(said) && stderr.contains(code), "{stderr}");
        // What is said of pages of a configuration does not hold here.
        assert!(!stderr.contains("configuration") && !stderr.contains("--timeout"), "{stderr}");
    }
}
