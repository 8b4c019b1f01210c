//! Bodies with a member that decides whether the response is a stream. The operation sets this member, whatever the body holds.

use serde::Serialize;
use serde_json::{Map, Value};

use super::request::RequestBuilder;
use super::style::Style;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::json::to_json;

impl RequestBuilder {
    /// Sends a JSON body with this member set. Everything else in it stays as it is.
    #[must_use]
    pub fn json_with<T: Serialize + ?Sized>(
        mut self,
        media_type: &'static str,
        body: Option<&T>,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        match with_member(body, name, value) {
            Ok(body) => self.put_body(media_type, Body::from(body.to_string())),
            Err(reason) => self.fail(reason),
        }
        self
    }

    /// Sends a body of `application/x-www-form-urlencoded` with this field set.
    #[must_use]
    pub fn form_with<T: Serialize + ?Sized>(
        mut self,
        styles: &'static [(&'static str, Style)],
        body: Option<&T>,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        match with_member(body, name, value) {
            Ok(body) => self.form_styled(styles, Some(&body)),
            Err(reason) => {
                self.fail(reason);
                self
            }
        }
    }
}

fn with_member<T: Serialize + ?Sized>(
    body: Option<&T>,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Value, BuildErrorKind> {
    let mut body = body.map_or_else(|| Ok(Map::new().into()), to_json).map_err(invalid)?;
    let Value::Object(members) = &mut body else {
        return Err(invalid(format_args!("it is not an object, so `{name}` cannot be set in it")));
    };
    members.insert(name.to_owned(), to_json(value).map_err(invalid)?);
    Ok(body)
}

fn invalid(reason: impl ToString) -> BuildErrorKind {
    BuildErrorKind::InvalidBody { reason: reason.to_string().into() }
}
