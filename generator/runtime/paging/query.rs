//! Parameters in the query of a request that is built already.

use http::Uri;
use percent_encoding::percent_decode_str;

use crate::runtime::bodies::Body;
use crate::runtime::errors::BuildErrorKind;
use crate::runtime::url::encode;

/// The value of a parameter.
pub(crate) fn get(uri: &Uri, name: &str) -> Option<String> {
    let value = pairs(uri).find(|pair| is_named(pair, name))?.split_once('=')?.1;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// Puts a parameter in the place of any by its name.
pub(crate) fn set(
    request: &mut http::Request<Body>,
    name: &str,
    value: &str,
) -> Result<(), BuildErrorKind> {
    let uri = request.uri();
    let whole = uri.to_string();
    let start = whole.split('?').next().unwrap_or_default();
    let mut query: Vec<&str> = pairs(uri).filter(|pair| !is_named(pair, name)).collect();
    let own = format!("{}={}", encode(name), encode(value));
    query.push(&own);
    let changed = Uri::try_from(format!("{start}?{}", query.join("&")));
    *request.uri_mut() = changed.map_err(|_| BuildErrorKind::InvalidUrl)?;
    Ok(())
}

fn pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty())
}

fn is_named(pair: &str, name: &str) -> bool {
    let key = pair.split('=').next().unwrap_or_default();
    percent_decode_str(key).decode_utf8_lossy() == name
}
