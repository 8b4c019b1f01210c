//! Bodies that are XML.

use serde::Serialize;

use super::read::read;
use super::shape::{XmlElement, XmlShape};
use super::write::write;
use crate::runtime::bodies::Body;
use crate::runtime::errors::{BuildErrorKind, DecodeError};
use crate::runtime::json::{Decode, Fault, from_json, to_json};
use crate::runtime::wire::{Reply, RequestBuilder, in_utf8, is_json};
use http::header::CONTENT_TYPE;

#[allow(dead_code, reason = "an API may only send XML, or only receive it")]
impl Reply {
    /// Reads the body as XML, or as JSON if its media type is JSON.
    ///
    /// # Errors
    ///
    /// When it is not XML or has another type.
    pub fn xml<T: Decode>(&self, shape: &XmlShape) -> Result<T, DecodeError> {
        let media_type = self.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(is_json) {
            return self.json();
        }
        let fault = |message: String| Fault { path: String::new(), message };
        let json = read(self.body(), shape).map_err(fault).map(|value| value.to_string());
        let value = json.and_then(|json| from_json(json.as_bytes(), self.mode(), self.call()));
        value.map_err(|fault| self.error(fault))
    }
}

#[allow(dead_code, reason = "an API may only send XML, or only receive it")]
impl RequestBuilder {
    /// Sends an XML body: one element with this name and shape.
    #[must_use]
    pub fn xml<T: Serialize + ?Sized>(
        mut self,
        media_type: &'static str,
        element: &XmlElement,
        shape: &XmlShape,
        body: Option<&T>,
    ) -> Self {
        let Some(body) = body else { return self };
        let value = to_json(body).map_err(|error| error.to_string());
        match value.and_then(|value| write(&value, element, shape)) {
            Ok(text) => self.put_body(&in_utf8(media_type), Body::from(text)),
            Err(reason) => self.fail(BuildErrorKind::InvalidBody { reason: reason.into() }),
        }
        self
    }
}
