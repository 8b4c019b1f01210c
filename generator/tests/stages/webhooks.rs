//! Webhooks in, the type of what any of them holds, and what is said of it, out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};

fn document(webhooks: &[(&str, &str)], schemas: &str) -> String {
    let entry = |(name, schema): &(&str, &str)| {
        format!(
            "  {name}: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{}}}}}}\n"
        )
    };
    let webhooks: String = webhooks.iter().map(entry).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nwebhooks:\n{webhooks}components: {{schemas: {{{schemas}}}}}\n"
    )
}

fn inputs(text: String) -> Inputs {
    Inputs { sources: vec![Source::new("api.yaml", text)], overlays: Vec::new() }
}

fn generated(text: String) -> Output {
    specweave::generate(inputs(text), &Config::default(), &|_| {}).unwrap()
}

fn notes(output: &Output) -> Vec<&str> {
    let found = output.diagnostics.iter().filter(|found| found.code == Code::WebhookEvent);
    found.map(|found| found.message.as_str()).collect()
}

const SENT: &str =
    "{type: object, properties: {object: {const: event}, type: {const: email.sent}}}";
const OPENED: &str = "{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {type: {enum: [email.opened, email.read]}}}]}";
const UNTOLD: &str = "{type: object, properties: {at: {type: string}}}";
const BASE: &str = "Base: {type: object, properties: {object: {const: event}}}";

#[test]
fn webhooks_that_a_property_tells_apart_are_one_type_too() {
    let sent = "{$ref: '#/components/schemas/Sent'}";
    let webhooks = [("sent", sent), ("again", sent), ("50%/opened", OPENED)];
    let output = generated(document(&webhooks, &format!("{BASE}, Sent: {SENT}")));
    assert_eq!(
        notes(&output),
        [
            "the type `WebhookEvent` holds the body of any webhook: the values of \"type\" tell them apart"
        ]
    );
    let text = &output.files["src/models/webhook_event.rs"];
    assert!(text.contains("    Sent(Sent),\n"), "{text}");
    assert!(text.contains("    EmailOpened(N50OpenedPayload),\n"), "{text}");
    let arms = "Some(\"email.opened\"), Some(\"email.read\"), Some(\"email.sent\")";
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(arms), "{text}");
    assert!(output.files["README.md"].contains("### Receive webhooks"));
}

#[test]
fn one_that_cannot_be_told_is_left_out_and_named_and_a_name_that_is_taken_gets_a_number() {
    let webhooks = [("sent", SENT), ("opened", OPENED), ("other", UNTOLD)];
    let text = document(&webhooks, &format!("{BASE}, WebhookEvent: {{type: integer}}"));
    let output = generated(text.clone());
    assert_eq!(
        notes(&output),
        [
            "the type `WebhookEvent2` holds the body of any webhook: the values of \"type\" tell them apart; without such values, and therefore left out: \"other\""
        ]
    );
    // What `bundle` writes is read as the document was.
    let (bundled, _) = specweave::bundle(inputs(text), &|_| {}).unwrap();
    let again = specweave::bundle(inputs(bundled.to_string()), &|_| {}).unwrap().0;
    assert_eq!(again["components"], bundled["components"]);
    assert_eq!(generated(bundled.to_string()).files, output.files);
}

#[test]
fn webhooks_that_nothing_tells_apart_are_types_of_their_own() {
    for webhooks in [
        vec![("sent", SENT)],
        vec![("sent", SENT), ("again", SENT)],
        vec![("sent", SENT), ("one", UNTOLD), ("two", UNTOLD)],
    ] {
        let output = generated(document(&webhooks, BASE));
        assert_eq!(notes(&output), [""; 0]);
        assert!(!output.files.contains_key("src/models/webhook_event.rs"));
        assert!(!output.files["README.md"].contains("### Receive webhooks"));
    }
}
