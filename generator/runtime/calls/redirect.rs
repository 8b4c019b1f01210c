//! Redirects: whether one is followed, and to where.

use http::header::LOCATION;
use http::{Method, Uri};
use url::Url;

use crate::runtime::bodies::Body;
use crate::runtime::url::is_same_server;

/// The maximum number of redirects followed in one attempt.
pub(super) const MAX_REDIRECTS: usize = 10;

/// The target of a redirect, if the same request may be sent there. The request must be repeatable. The server must stay the same, as
/// the credentials are for no other. For 301, 302 and 303 the method must be `GET` or `HEAD`, as others would change.
pub(super) fn redirect(
    request: &http::Request<Body>,
    repeatable: bool,
    uri: &Uri,
    response: &http::Response<Body>,
) -> Option<Uri> {
    let fits = match response.status().as_u16() {
        301..=303 => matches!(*request.method(), Method::GET | Method::HEAD),
        307 | 308 => true,
        _ => false,
    };
    if !fits || !repeatable || request.body().is_spent() {
        return None;
    }
    let location = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?;
    let url = parse(uri)?;
    let next = url.join(location).ok().filter(|next| is_same_server(&url, next))?;
    Uri::try_from(next.as_str().split('#').next()?).ok()
}

pub(super) fn parse(uri: &Uri) -> Option<Url> {
    Url::parse(&uri.to_string()).ok()
}
