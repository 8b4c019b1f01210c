//! [`BodyParameters`]: paging parameters in the body of a request, a JSON object. Their names are JSON pointers into it.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::parameters::Parameters;
use super::pointer::text;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::json::find;

/// Properties of the body. A request without a body gets one that holds only these.
#[derive(Debug)]
pub struct BodyParameters;

impl Parameters for BodyParameters {
    fn get(&self, request: &http::Request<Body>, name: &str) -> Option<String> {
        let body = serde_json::from_slice(request.body().as_bytes()?).ok()?;
        find(&body, name).filter(|value| value.is_string() || value.is_number()).map(text)
    }

    fn set(
        &self,
        request: &mut http::Request<Body>,
        name: &'static str,
        value: &Value,
    ) -> Result<(), BuildErrorKind> {
        let no_object = || BuildErrorKind::InvalidParameter {
            name,
            reason: "cannot be set in the body, as the value around it is not a JSON object".into(),
        };
        let mut body = match request.body().as_bytes() {
            Some([]) => Value::Null,
            Some(bytes) => serde_json::from_slice(bytes).map_err(|_| no_object())?,
            None => return Err(no_object()),
        };
        *property(&mut body, name).ok_or_else(no_object)? = value.clone();
        *request.body_mut() = body.to_string().into();
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().entry(CONTENT_TYPE).or_insert(json);
        Ok(())
    }

    fn to_text(&self, value: &Value) -> String {
        value.to_string()
    }

    fn parse(&self, text: &str) -> Option<Value> {
        serde_json::from_str(text)
            .ok()
            .filter(|value: &Value| value.is_string() || value.is_number())
    }
}

/// The place of a property. Missing objects around it are created.
fn property<'v>(body: &'v mut Value, pointer: &str) -> Option<&'v mut Value> {
    pointer.split('/').skip(1).try_fold(body, |around, token| {
        if around.is_null() {
            *around = Map::new().into();
        }
        let name = token.replace("~1", "/").replace("~0", "~");
        Some(around.as_object_mut()?.entry(name).or_insert(Value::Null))
    })
}
