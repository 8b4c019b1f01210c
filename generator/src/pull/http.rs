//! Addresses in; their responses, several at a time, out.

use super::cause::Cause;
use super::plan::{Target, anonymous};
use super::retry_after::retry_after;
use super::validators::{Known, Validators};
use super::{Options, Progress, PullError, Step};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Fault;
use futures_util::stream::{self, StreamExt};
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION, TRANSFER_ENCODING,
};
use reqwest::{Response, StatusCode, Url, Version};
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

const USER_AGENT: &str = concat!("specweave/", env!("CARGO_PKG_VERSION"));
const WANTED: &str =
    "text/markdown, text/plain;q=0.9, application/json;q=0.8, application/yaml;q=0.8, */*;q=0.1";
const REDIRECTS: usize = 5;
/// The extra time of a request beyond that of its connection, so that a failed connection is reported as such.
const GRACE: Duration = Duration::from_millis(100);

/// The response of an address.
#[derive(Debug)]
pub(super) enum Fetched {
    /// The page has not changed.
    NotModified,
    /// The page.
    Page {
        /// Its text.
        text: String,
        /// Whether it is certain that the end is not missing.
        whole: bool,
        /// The requested address, and the validators for later requests.
        validators: Option<(String, Validators)>,
    },
}

/// An address to request, the valid validators from the last time, and the maximum size of its response in bytes.
type Asked<'k> = (Url, Option<&'k Validators>, usize);
type Outcome = Result<Fetched, Cause>;

/// Requests all pages.
pub(super) fn fetch(
    plan: &[Target],
    options: &Options,
    known: &Known,
    progress: Progress<'_>,
) -> Result<Vec<Outcome>, PullError> {
    let asked = plan.iter().filter_map(|target| {
        let file = target.old.as_ref().map(|(_, digest)| digest.as_str());
        Some((target.url.clone()?, known.of(&target.address, file), target.max_bytes))
    });
    ask(&asked.collect::<Vec<_>>(), options, progress)
}

/// Requests a text that is not a page of the documentation.
pub(super) fn fetch_text(
    url: Url,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Result<String, Cause>, PullError> {
    let outcomes = ask(&[(url, None, options.max_bytes)], options, progress)?;
    let mut texts = outcomes.into_iter().map(|outcome| match outcome? {
        Fetched::Page { text, .. } => Ok(text),
        Fetched::NotModified => Ok(String::new()),
    });
    Ok(texts.next().unwrap_or_else(|| Ok(String::new())))
}

fn ask(
    asked: &[Asked<'_>],
    options: &Options,
    progress: Progress<'_>,
) -> Result<Vec<Outcome>, PullError> {
    let fault = |error: &dyn Error| {
        let message = format!("the network cannot be used: {}", root_cause(error));
        PullError {
            fault: Fault::Call,
            diagnostics: vec![Diagnostic::new(Code::Unreachable, message)],
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| fault(&error))?;
    let outcomes = runtime.block_on(async {
        let client = Client::new(options, progress).map_err(|error| fault(&error))?;
        Ok(client.all(asked).await)
    });
    // A pending name lookup would delay the end of the run.
    runtime.shutdown_background();
    outcomes
}

struct Client<'o> {
    http: reqwest::Client,
    options: &'o Options,
    progress: Progress<'o>,
    /// The absolute time limit of the run.
    end: Instant,
    /// The time before which no request is sent, since the server asked to wait.
    hold: Cell<Instant>,
    /// Whether any page was fetched.
    served: Cell<bool>,
    /// The reason why no further pages are requested.
    given_up: RefCell<Option<Cause>>,
}

/// The reason why a request failed.
struct Failed {
    cause: Cause,
    /// Whether to repeat it, and the minimum pause before.
    again: Option<Duration>,
}

impl From<Cause> for Failed {
    fn from(cause: Cause) -> Self {
        Self { cause, again: None }
    }
}

impl<'o> Client<'o> {
    fn new(options: &'o Options, progress: Progress<'o>) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(options.timeout)
            .build()?;
        let now = Instant::now();
        Ok(Self {
            http,
            options,
            progress,
            end: now + options.total_timeout,
            hold: Cell::new(now),
            served: Cell::new(false),
            given_up: RefCell::new(None),
        })
    }

    /// Requests all addresses, several at a time; the responses are in the order of the addresses.
    async fn all(&self, asked: &[Asked<'_>]) -> Vec<Outcome> {
        let mut outcomes: Vec<Option<Outcome>> = asked.iter().map(|_| None).collect();
        let pages = asked.iter().enumerate();
        let pages = pages.map(|(index, asked)| async move { (index, self.page(asked).await) });
        let mut running = stream::iter(pages).buffer_unordered(self.options.at_once.max(1));
        for done in 0.. {
            (self.progress)(Step::Fetching { done, of: asked.len() });
            let Some((index, outcome)) = running.next().await else { break };
            self.note(&outcome);
            outcomes[index] = Some(outcome);
        }
        outcomes.into_iter().flatten().collect()
    }

    /// Records whether further requests to the server make sense.
    fn note(&self, outcome: &Outcome) {
        match outcome {
            Err(cause) if cause.is_of_server() => {
                if !self.served.get() {
                    self.given_up.borrow_mut().get_or_insert_with(|| cause.clone());
                }
            }
            _ => self.served.set(true),
        }
    }

    /// Requests a page until it arrives, or until further requests make no sense.
    async fn page(&self, asked: &Asked<'_>) -> Outcome {
        if let Some(cause) = &*self.given_up.borrow() {
            return Err(cause.clone());
        }
        let mut times = 0;
        loop {
            sleep_until(self.hold.get().min(self.end)).await;
            let responded = timeout_at(self.end, self.request(asked)).await;
            let limit = self.options.total_timeout;
            let failed = match responded {
                Err(_) => return Err(Cause::OutOfTime { limit }),
                Ok(Ok(page)) => return Ok(page),
                Ok(Err(failed)) => failed,
            };
            let Some(asked_to_wait) = failed.again else { return Err(failed.cause) };
            if times >= self.options.retries {
                return Err(repeated(failed.cause, times + 1));
            }
            let pause = self.options.pause.saturating_mul(1 << times.min(16)).max(asked_to_wait);
            times += 1;
            self.wait(pause, asked_to_wait, failed.cause).await?;
        }
    }

    /// Waits before a request is repeated; if the server asked for it, all requests wait.
    async fn wait(&self, pause: Duration, asked: Duration, cause: Cause) -> Result<(), Cause> {
        let now = Instant::now();
        let until = now.checked_add(pause).filter(|until| *until < self.end);
        let Some(until) = until else {
            return Err(match cause {
                Cause::Status { server, status } if !asked.is_zero() => {
                    Cause::LongWait { server, status, wait: asked }
                }
                cause => cause,
            });
        };
        if !asked.is_zero() {
            self.hold.set(self.hold.get().max(until));
            (self.progress)(Step::Waiting { seconds: pause.as_secs() });
        }
        sleep_until(until).await;
        Ok(())
    }

    /// Sends a request and follows its redirects.
    async fn request(&self, &(ref url, known, limit): &Asked<'_>) -> Result<Fetched, Failed> {
        let mut at = url.clone();
        for _ in 0..=REDIRECTS {
            let deadline = Instant::now() + self.options.timeout + GRACE;
            let response = self.send(&at, known, deadline).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED && known.is_some() {
                return Ok(Fetched::NotModified);
            }
            if status == StatusCode::OK {
                return self.read((url, &at), limit, response, deadline).await;
            }
            match redirect(&at, &response) {
                Some(to) => at = to?,
                None => return Err(refused(&at, &response)),
            }
        }
        Err(Cause::Elsewhere { to: format!("{} and further addresses", plain(&at)) }.into())
    }

    async fn send(
        &self,
        url: &Url,
        known: Option<&Validators>,
        deadline: Instant,
    ) -> Result<Response, Failed> {
        let mut request = self.http.get(url.clone()).header(ACCEPT, WANTED);
        if let Some(Validators { etag, last_modified }) = known {
            for (name, value) in [(IF_NONE_MATCH, etag), (IF_MODIFIED_SINCE, last_modified)] {
                request = value.iter().fold(request, |request, value| request.header(&name, value));
            }
        }
        let (server, limit) = (server(url), self.options.timeout);
        match timeout_at(deadline, request.send()).await {
            Err(_) => Err(Cause::NoResponse { server, limit }.into()),
            Ok(Err(error)) if error.is_timeout() => {
                Err(Cause::NoConnection { server, limit }.into())
            }
            Ok(Err(error)) => {
                let reason = root_cause(&error.without_url());
                let cause = Cause::Unreachable { server, reason };
                Err(Failed { cause, again: Some(Duration::ZERO) })
            }
            Ok(Ok(response)) => Ok(response),
        }
    }

    /// Reads the page of a success.
    async fn read(
        &self,
        (asked, at): (&Url, &Url),
        limit: usize,
        mut response: Response,
        deadline: Instant,
    ) -> Result<Fetched, Failed> {
        let declared = check_media_type(response.headers())?;
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(Cause::TooLarge { limit }.into());
        }
        let whole = is_delimited(&response);
        let validators = Validators {
            etag: text(response.headers(), &ETAG),
            last_modified: text(response.headers(), &LAST_MODIFIED),
        };
        let mut body = Vec::new();
        loop {
            let chunk = timeout_at(deadline, response.chunk()).await;
            let chunk = chunk
                .map_err(|_| Cause::Stalled { server: server(at), limit: self.options.timeout })?;
            match chunk {
                Ok(Some(bytes)) if body.len() + bytes.len() > limit => {
                    return Err(Cause::TooLarge { limit }.into());
                }
                Ok(Some(bytes)) => body.extend_from_slice(&bytes),
                Ok(None) => break,
                Err(error) => {
                    let cause = Cause::CutOff {
                        server: server(at),
                        reason: root_cause(&error.without_url()),
                    };
                    return Err(Failed { cause, again: Some(Duration::ZERO) });
                }
            }
        }
        if let Some(charset) = declared.filter(|_| !body.is_ascii()) {
            return Err(Cause::Charset { charset }.into());
        }
        let text = String::from_utf8(body).map_err(Cause::not_utf8)?;
        Ok(Fetched::Page { text, whole, validators: Some((anonymous(asked), validators)) })
    }
}

/// The target of a redirect; `None` if the response is not one.
fn redirect(from: &Url, response: &Response) -> Option<Result<Url, Cause>> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = text(response.headers(), &LOCATION)?;
    Some(match from.join(&to) {
        Ok(to) if is_same_page(from, &to) => Ok(to),
        Ok(to) => Err(Cause::Elsewhere { to: plain(&to) }),
        Err(_) => Err(Cause::Elsewhere { to: "an invalid address".to_owned() }),
    })
}

/// Whether a redirect leads to the same page: on the same host, not from `https` to `http`, with the same last path segment.
fn is_same_page(from: &Url, to: &Url) -> bool {
    let segment =
        |url: &Url| url.path_segments().and_then(|mut all| all.next_back()).map(str::to_owned);
    let upgraded = (from.scheme(), to.scheme()) == ("http", "https")
        && from.port().is_none()
        && to.port().is_none();
    let same_server =
        from.scheme() == to.scheme() && from.port_or_known_default() == to.port_or_known_default();
    from.host() == to.host() && (same_server || upgraded) && segment(from) == segment(to)
}

/// The reason why a response is not a page.
fn refused(url: &Url, response: &Response) -> Failed {
    let (server, status) = (server(url), response.status().as_u16());
    match status {
        404 | 410 => Cause::Gone { status }.into(),
        429 | 502..=504 => {
            let again = Some(retry_after(response.headers()).unwrap_or_default());
            Failed { cause: Cause::Status { server, status }, again }
        }
        _ => Cause::Status { server, status }.into(),
    }
}

/// The cause after the last repetition.
fn repeated(cause: Cause, times: u32) -> Cause {
    match cause {
        Cause::Status { server, status } => Cause::Repeated { server, status, times },
        cause => cause,
    }
}

/// The character set of a response, if it is not that of pages; HTML is refused.
fn check_media_type(headers: &HeaderMap) -> Result<Option<String>, Cause> {
    let Some(value) = text(headers, &CONTENT_TYPE) else { return Ok(None) };
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    if matches!(media_type.as_str(), "text/html" | "application/xhtml+xml") {
        return Err(Cause::Html { media_type });
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find_map(|(key, value)| {
        key.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"').to_owned())
    });
    let known = ["utf-8", "utf8", "us-ascii", "ascii"];
    Ok(charset.filter(|charset| !known.iter().any(|known| charset.eq_ignore_ascii_case(known))))
}

/// Whether the protocol marks the end of the response. In HTTP/1, the end of the connection may end it, for any reason.
fn is_delimited(response: &Response) -> bool {
    response.version() > Version::HTTP_11
        || response.content_length().is_some()
        || response.headers().contains_key(TRANSFER_ENCODING)
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// Scheme, host and port.
fn server(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// An address without parts that may be secret or vary between pages.
pub(super) fn plain(url: &Url) -> String {
    format!("{}{}", server(url), url.path())
}

/// The innermost reason of an error.
fn root_cause(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use reqwest::header::RETRY_AFTER;
    use std::time::SystemTime;

    #[test]
    fn redirects_stay_on_the_host_and_the_page() {
        for (from, to, same) in [
            ("http://a.test/x/pets.md", "https://a.test/x/pets.md", true),
            ("https://a.test/x/pets.md", "https://a.test:443/y/z/pets.md?lang=en", true),
            ("https://a.test/x/pets.md", "http://a.test/x/pets.md", false),
            ("http://a.test:8080/pets.md", "https://a.test/pets.md", false),
            ("http://a.test/pets.md", "http://a.test:8080/pets.md", false),
            ("https://a.test/pets.md", "https://www.a.test/pets.md", false),
            ("https://a.test/pets.md", "https://a.test/login?next=/pets.md", false),
            ("https://a.test/pets.md", "https://a.test/pets.md/", false),
            ("https://a.test/pets.md", "ftp://a.test/pets.md", false),
        ] {
            let [one, other] = [from, to].map(|text| Url::parse(text).unwrap());
            assert_eq!(is_same_page(&one, &other), same, "{from} to {to}");
        }
    }

    #[test]
    fn waits_are_seconds_or_dates() {
        let wait =
            |text: &str| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]));
        assert_eq!(wait(" 120 "), Some(Duration::from_secs(120)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        let later = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(86_400));
        assert!(wait(&later).unwrap() > Duration::from_secs(80_000));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-1"), None);
        // No instant is that far away; it is longer than any run.
        assert_eq!(wait("18446744073709551615"), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
