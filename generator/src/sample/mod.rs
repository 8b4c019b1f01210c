//! The [IR](crate::ir) in, a sample value for each parameter and body that an operation sends out.
//!
//! A sample is valid against its schema, holds every property that a request may hold, and is the same in every run. It is what
//! the document gives as enumeration, example or default where that fits, and else made from type, format and bounds. Recursion is
//! cut where it begins. The limits of arrays and objects are kept; of `pattern` only what an example shows.

mod scalar;
mod schema;

use crate::ir::{Api, Operation, SchemaId, Schemas};
use serde_json::Value;

/// The samples of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// Of [`Operation::parameters`].
    pub parameters: Vec<Value>,
    /// Of the body in its preferred media type.
    pub body: Option<Value>,
}

/// The samples of all operations, in the order of the tags and their operations.
pub fn sample(api: &Api) -> Vec<Vec<Samples>> {
    let of_tag = |operations: &Vec<Operation>| {
        operations.iter().map(|operation| of_operation(operation, &api.schemas)).collect()
    };
    api.tags.iter().map(|tag| of_tag(&tag.operations)).collect()
}

fn of_operation(operation: &Operation, schemas: &Schemas) -> Samples {
    let sample = |schema: Option<SchemaId>, otherwise: Value| {
        schema.map_or(otherwise, |schema| schema::sample(schema, schemas))
    };
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| sample(parameter.schema, scalar::TEXT.into()));
    let body = operation.body.as_ref().and_then(|body| body.contents.first());
    let body = body.map(|content| sample(content.schema, Value::Null));
    Samples { parameters: parameters.collect(), body }
}
