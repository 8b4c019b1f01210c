//! The [IR](crate::ir) in; a sample value for each parameter and body that an operation sends, and for its response, out.
//!
//! A sample is valid against its schema, holds every property that a request or a response may hold, and is the same in every run. It is the
//! document's enumeration value, example or default if that fits, and else made from type, format, bounds and pattern. Recursion is cut
//! where it begins. The sample of a union is of the first arm whose value no other arm fits.

mod fits;
mod joined;
mod pattern;
mod scalar;
mod schema;

use crate::ir::{Api, Operation, Parameter, Schemas, Status};
use pattern::Patterns;
use serde_json::Value;

/// The samples of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// The samples of [`Operation::parameters`].
    pub parameters: Vec<Value>,
    /// The sample of the body in its preferred media type.
    pub body: Option<Value>,
}

/// The samples of all operations, in the order of the tags and their operations.
pub fn sample(api: &Api) -> Vec<Vec<Samples>> {
    let mut patterns = Patterns::default();
    let mut of_tag = |operations: &Vec<Operation>| {
        let operations = operations.iter();
        operations.map(|operation| of_operation(operation, &api.schemas, &mut patterns)).collect()
    };
    api.tags.iter().map(|tag| of_tag(&tag.operations)).collect()
}

fn of_operation(operation: &Operation, schemas: &Schemas, patterns: &mut Patterns) -> Samples {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| of_parameter(parameter, schemas, patterns));
    let parameters = parameters.collect();
    let body = operation.body.as_ref().and_then(|body| body.contents.first());
    let body = body.map(|content| {
        content.schema.map_or(Value::Null, |schema| {
            schema::sample(schema, schema::READ_ONLY, schemas, patterns)
        })
    });
    Samples { parameters, body }
}

/// A sample of the first successful response in its preferred media type: its status, and its body if it has one.
pub fn response(operation: &Operation, schemas: &Schemas) -> Option<(u16, Option<Value>)> {
    let response = operation.successes.first()?;
    let status = match response.status {
        Status::Code(code) => code,
        Status::Class(class) => 100 * u16::from(class),
        Status::Default => 200,
    };
    let schema = response.contents.first().and_then(|content| content.schema);
    let sample =
        |schema| schema::sample(schema, schema::WRITE_ONLY, schemas, &mut Patterns::default());
    Some((status, schema.map(sample)))
}

/// The first example of the parameter that its schema allows, or a sample of the schema.
fn of_parameter(parameter: &Parameter, schemas: &Schemas, patterns: &mut Patterns) -> Value {
    let Some(schema) = parameter.schema else { return scalar::TEXT.into() };
    let mut given = parameter.examples.iter().filter(|example| is_plain(example));
    let given = given.find(|example| fits::fits(schema, example, schemas, patterns));
    given.cloned().unwrap_or_else(|| schema::sample(schema, schema::READ_ONLY, schemas, patterns))
}

/// Whether a value suits a parameter: its type loses nothing of it, a header may hold it, and it does not look absent.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Object(_) => false,
        Value::String(text) => !text.is_empty() && !text.contains(char::is_control),
        Value::Array(items) => !items.is_empty() && items.iter().all(is_plain),
        Value::Bool(_) | Value::Number(_) => true,
    }
}
