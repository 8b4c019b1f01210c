//! Documents with faults in: what each costs, as what is reported and what is emitted all the same, out.

use specweave::config::Config;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::fmt::Write;

fn generate(document: &str) -> Output {
    let inputs = Inputs { sources: vec![Source::new("api.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

/// What was found, a line each.
fn found(output: &Output) -> String {
    output.diagnostics.iter().fold(String::new(), |mut text, found| {
        let pointer = found.place.as_ref().map_or("", |place| place.pointer.as_str());
        let _ = writeln!(text, "{} {pointer}\n  {}", found.code, found.message);
        text
    })
}

/// The fields of an emitted struct, with their types.
fn fields(output: &Output, module: &str) -> Vec<String> {
    let text = &output.files[&format!("src/models/{module}.rs")];
    let fields = text.lines().filter_map(|line| line.strip_prefix("    pub "));
    let fields = fields.filter(|line| !line.starts_with("fn "));
    fields.map(|line| line.trim_end_matches(',').to_owned()).collect()
}

/// The calls that put something into the requests of a tag.
fn builds(output: &Output, module: &str) -> Vec<String> {
    let text = &output.files[&format!("src/operations/{module}.rs")];
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with("request.")).map(str::to_owned).collect()
}

#[test]
fn a_malformed_value_costs_itself() {
    let output = generate(include_str!("faults/malformed.yaml"));
    insta::assert_snapshot!(found(&output));
    assert_eq!(
        fields(&output, "a"),
        [
            "_404: String",
            "n: Option<String>",
            "m: Option<i64>",
            "s: Option<rt::Value>",
            "l: rt::Nullable<String>",
            "u: Option<U>"
        ]
    );
    assert_eq!(
        builds(&output, "a"),
        [r#"request.path("id", &self.id).query("q", &self.q).query("r", &self.r)"#]
    );
    let operation = output.model.api.operations().next().unwrap();
    assert_eq!(operation.security.as_ref().unwrap()[0][0].scheme, "key");
}

#[test]
fn a_reference_to_nothing_costs_what_needs_it() {
    let output = generate(include_str!("faults/dangling.yaml"));
    insta::assert_snapshot!(found(&output));
    assert_eq!(fields(&output, "a"), ["d: Option<rt::Value>", "e: Option<String>"]);
    let made: Vec<_> =
        output.model.api.operations().map(|own| own.id.clone().unwrap_or_default()).collect();
    assert_eq!(made, ["getA"]);
    let left_out: Vec<_> = output.model.api.left_out.iter().map(|own| own.path.as_str()).collect();
    assert_eq!(left_out, ["/body", "/parameter", "/response"]);
}

#[test]
fn an_operation_or_a_path_item_may_stand_elsewhere() {
    let output = generate(include_str!("faults/elsewhere.yaml"));
    insta::assert_snapshot!(found(&output));
    let mut made = String::new();
    for own in output.model.api.operations() {
        let place = output.model.places.place(&own.pointer).unwrap();
        let inner = output.model.places.place(&format!("{}/responses", own.pointer)).unwrap();
        let line = |place: &specweave::source::Place| place.position().unwrap().line;
        let _ = writeln!(
            made,
            "{} {} {:?} {:?} lines {} {}",
            own.method.name(),
            own.path,
            own.id,
            own.parameters.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(),
            line(&place),
            line(&inner)
        );
    }
    insta::assert_snapshot!(made);
}
