//! [`Parameters`]: where in a request it is said which page is asked for. [`Query`] is the query.

use std::fmt;

use http::Uri;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::pointer::text;
use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::url::encode;

/// Where in a request that is built already parameters stand.
#[doc(hidden)]
pub trait Parameters: fmt::Debug + Send + Sync {
    /// The text of a parameter.
    fn get(&self, request: &http::Request<Body>, name: &str) -> Option<String>;

    /// Puts a parameter, a text or a number, in the place of any by its name.
    ///
    /// # Errors
    ///
    /// When that cannot be written.
    fn set(
        &self,
        request: &mut http::Request<Body>,
        name: &'static str,
        value: &Value,
    ) -> Result<(), BuildErrorKind>;

    /// A value as a text that can be kept.
    fn kept(&self, value: &Value) -> String;

    /// The value that was kept; none if it is no such text.
    fn read(&self, kept: &str) -> Option<Value>;
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

    fn kept(&self, value: &Value) -> String {
        text(value)
    }

    fn read(&self, kept: &str) -> Option<Value> {
        Some(kept.into())
    }
}

fn pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty())
}

fn is_named(pair: &str, name: &str) -> bool {
    let key = pair.split('=').next().unwrap_or_default();
    percent_decode_str(key).decode_utf8_lossy() == name
}
