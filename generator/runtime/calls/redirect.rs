//! Redirects: whether one is followed, and to where.

use http::header::LOCATION;
use http::{Method, Uri};
use url::Url;

use crate::runtime::bodies::Body;
use crate::runtime::errors::{TransportError, TransportErrorKind};
use crate::runtime::url::is_same_server;
use crate::runtime::wire::with_query_keys;

/// The maximum number of redirects followed in one attempt.
pub(super) const MAX_REDIRECTS: usize = 10;

/// The target of a redirect, if the same request may be sent there. The request must be repeatable. The server must stay the same, as
/// the credentials are for no other; it gets them again, also those in the query. For 301, 302 and 303 the method must be `GET` or
/// `HEAD`, as others would change.
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
    Uri::try_from(with_query_keys(request, next.as_str().split('#').next()?).as_str()).ok()
}

/// The error of a response that is one redirect too many.
pub(super) fn too_many(last: http::Response<Body>) -> TransportError {
    let (head, _) = last.into_parts();
    let cause = format!("too many redirects, the last with the status {}", head.status.as_u16());
    TransportError::new(TransportErrorKind::Other, Some(cause.into()))
        .with_head(head.status, head.headers)
}

pub(super) fn parse(uri: &Uri) -> Option<Url> {
    Url::parse(&uri.to_string()).ok()
}
