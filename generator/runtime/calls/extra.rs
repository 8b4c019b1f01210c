//! [`Extra`]: what a program adds to one call and the documentation does not know. A request goes in, and comes out with these
//! parameters and fields.

use std::fmt;

use http::Uri;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::url::encode;
use crate::runtime::wire::{is_json, with_pair};

/// Parameters of the query, as encoded pairs, and fields of the body.
#[derive(Clone, Default)]
pub(crate) struct Extra {
    query: Vec<String>,
    fields: Map<String, Value>,
}

impl Extra {
    /// Adds a parameter of the query.
    pub(super) fn add_query(&mut self, name: &str, value: &str) {
        self.query.push(format!("{}={}", encode(name), encode(value)));
    }

    /// Adds a field of the body.
    pub(super) fn add_field(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_owned(), value);
    }

    /// Adds them to a request.
    pub(super) fn apply(&self, request: &mut http::Request<Body>) -> Result<(), BuildErrorKind> {
        for pair in &self.query {
            let uri = with_pair(&request.uri().to_string(), pair);
            *request.uri_mut() = Uri::try_from(uri).map_err(|_| BuildErrorKind::InvalidUrl)?;
        }
        if !self.fields.is_empty() {
            *request.body_mut() = self.extended(request).ok_or(BuildErrorKind::InvalidBody {
                reason: "only a JSON object can have further fields".into(),
            })?;
        }
        Ok(())
    }

    /// The body with the fields; `None` if it is not a JSON object.
    fn extended(&self, request: &http::Request<Body>) -> Option<Body> {
        let media_type = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        let body = request.body().as_bytes().filter(|_| is_json(media_type))?;
        let mut object: Map<String, Value> = serde_json::from_slice(body).ok()?;
        object.extend(self.fields.clone());
        serde_json::to_vec(&object).ok().map(Body::from)
    }
}

/// Shows no values: they may be secrets.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extra").finish_non_exhaustive()
    }
}
