//! [`Parameters`]: the place of paging parameters in a request. [`Query`] is the query.

use std::fmt;

use http::Uri;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::pointer::text;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::url::encode;

/// The place of paging parameters in a request that is already built.
#[doc(hidden)]
pub trait Parameters: fmt::Debug + Send + Sync {
    /// The text of a parameter.
    fn get(&self, request: &http::Request<Body>, name: &str) -> Option<String>;

    /// Sets a parameter, a string or a number. It replaces any of the same name.
    ///
    /// # Errors
    ///
    /// When the value cannot be written.
    fn set(
        &self,
        request: &mut http::Request<Body>,
        name: &'static str,
        value: &Value,
    ) -> Result<(), BuildErrorKind>;

    /// Converts a value to text, for later use.
    fn to_text(&self, value: &Value) -> String;

    /// Converts such a text back to the value; none if it is not valid.
    fn parse(&self, text: &str) -> Option<Value>;
}

/// Parameters in the query.
#[derive(Debug)]
pub(crate) struct Query;

impl Parameters for Query {
    fn get(&self, request: &http::Request<Body>, name: &str) -> Option<String> {
        let value = pairs(request.uri()).find(|pair| is_named(pair, name))?.split_once('=')?.1;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    fn set(
        &self,
        request: &mut http::Request<Body>,
        name: &'static str,
        value: &Value,
    ) -> Result<(), BuildErrorKind> {
        let uri = request.uri();
        let whole = uri.to_string();
        let start = whole.split('?').next().unwrap_or_default();
        let mut query: Vec<&str> = pairs(uri).filter(|pair| !is_named(pair, name)).collect();
        let own = format!("{}={}", encode(name), encode(&text(value)));
        query.push(&own);
        let changed = Uri::try_from(format!("{start}?{}", query.join("&")));
        *request.uri_mut() = changed.map_err(|_| BuildErrorKind::InvalidUrl)?;
        Ok(())
    }

    fn to_text(&self, value: &Value) -> String {
        text(value)
    }

    fn parse(&self, text: &str) -> Option<Value> {
        Some(text.into())
    }
}

fn pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty())
}

fn is_named(pair: &str, name: &str) -> bool {
    let key = pair.split('=').next().unwrap_or_default();
    percent_decode_str(key).decode_utf8_lossy() == name
}
