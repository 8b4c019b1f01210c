//! [`Jar`]: the cookies of the servers of one API (RFC 6265).
//!
//! A client sends requests to the server of its base URL, and to documented servers of operations. A cookie goes back to the server that
//! set it. If it names a domain, it also goes to the others in that domain. Nothing is ever logged. The number and length of cookies are
//! limited, since a server decides on both.

use std::cmp::Reverse;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::SET_COOKIE;
use url::Url;

use crate::runtime::values::now;

/// The maximum number of cookies; beyond it, the oldest are removed.
const MAX_COOKIES: usize = 50;
/// The maximum number of bytes of one cookie; a longer one is not kept.
const MAX_COOKIE: usize = 4096;
/// The maximum number of bytes of all cookies: servers refuse longer headers.
const MAX_TOTAL: usize = 8192;

/// The cookies, the oldest first.
#[derive(Default)]
pub(crate) struct Jar(Mutex<Vec<Cookie>>);

struct Cookie {
    name: String,
    value: String,
    /// The host that set the cookie, or the domain that the cookie names.
    domain: String,
    /// Whether it is sent only to that host.
    host_only: bool,
    path: String,
    secure: bool,
    expires: Option<SystemTime>,
}

impl Jar {
    /// Stores the cookies of a response from this URL.
    pub(crate) fn store(&self, url: &Url, headers: &HeaderMap) {
        let now = now();
        let mut cookies = self.lock();
        for header in headers.get_all(SET_COOKIE) {
            let text = std::str::from_utf8(header.as_bytes()).ok();
            let Some(cookie) = text.and_then(|text| Cookie::parse(text, url, now)) else {
                continue;
            };
            let is_same = |old: &Cookie| {
                (&old.name, &old.domain, &old.path) == (&cookie.name, &cookie.domain, &cookie.path)
            };
            match cookies.iter().position(is_same) {
                Some(index) => cookies[index] = cookie,
                None => cookies.push(cookie),
            }
            cookies.retain(|cookie| cookie.is_alive(now));
            while cookies.len() > MAX_COOKIES
                || cookies.iter().map(Cookie::size).sum::<usize>() > MAX_TOTAL
            {
                cookies.remove(0);
            }
        }
    }

    /// Whether there are no cookies.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// The value of the header `cookie` for a request to this URL. Cookies with longer paths come first.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let now = now();
        let cookies = self.lock();
        let mut fitting: Vec<_> =
            cookies.iter().filter(|cookie| cookie.is_alive(now) && cookie.fits(url)).collect();
        fitting.sort_by_key(|cookie| Reverse(cookie.path.len()));
        let pairs: Vec<_> =
            fitting.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Cookie>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cookie {
    /// Reads a header `set-cookie` of a response from this URL; `None` if it is not a cookie, or is for another server.
    fn parse(text: &str, url: &Url, now: SystemTime) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=')?;
        let (name, value) = (name.trim_end().to_owned(), value.trim_start().to_owned());
        let mut cookie = Self {
            name,
            value,
            domain: url.host_str().unwrap_or_default().to_owned(),
            host_only: true,
            path: default_path(url),
            secure: false,
            expires: None,
        };
        let (mut domain, mut max_age) = (String::new(), None);
        for attribute in parts {
            let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let value = value.trim();
            match key.trim_end().to_ascii_lowercase().as_str() {
                "domain" => domain = value.strip_prefix('.').unwrap_or(value).to_ascii_lowercase(),
                "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                "path" => cookie.path = default_path(url),
                "secure" => cookie.secure = true,
                "max-age" => max_age = seconds(value).or(max_age),
                "expires" => cookie.expires = date(value).or(cookie.expires),
                _ => {}
            }
        }
        if let Some(seconds) = max_age {
            cookie.expires = now.checked_add(Duration::from_secs(seconds));
        }
        if !domain.is_empty() && !is_within(url, &domain) {
            return None;
        }
        // A domain of one label, such as `com`, is shared by unrelated servers.
        if domain.contains('.') {
            (cookie.domain, cookie.host_only) = (domain, false);
        }
        (!cookie.name.is_empty() && cookie.size() <= MAX_COOKIE).then_some(cookie)
    }

    fn size(&self) -> usize {
        self.name.len() + self.value.len() + self.path.len()
    }

    fn is_alive(&self, now: SystemTime) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }

    /// Whether the cookie is sent to this URL (RFC 6265, 5.1.4 and 5.4).
    fn fits(&self, url: &Url) -> bool {
        let is_there = match self.host_only {
            true => url.host_str() == Some(&self.domain),
            false => is_within(url, &self.domain),
        };
        let rest = url.path().strip_prefix(&self.path);
        let below =
            |rest: &str| rest.is_empty() || self.path.ends_with('/') || rest.starts_with('/');
        is_there && rest.is_some_and(below) && (!self.secure || url.scheme() == "https")
    }
}

/// The path of a cookie that names none: the folder of the URL (RFC 6265, 5.1.4).
fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder.to_owned(),
        _ => "/".to_owned(),
    }
}

/// Whether the host of the URL is a domain or lies within it. An IP address lies within none.
fn is_within(url: &Url, domain: &str) -> bool {
    let below = |name: &str| name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    url.host_str() == Some(domain) || url.domain().is_some_and(below)
}

/// The lifetime of a cookie in seconds: 0 for a negative number, and the maximum for one that is too large.
fn seconds(text: &str) -> Option<u64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(if digits == text { digits.parse().unwrap_or(u64::MAX) } else { 0 })
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date in a cookie: a time, a day, a month and a year, in any order and with any other text between them (RFC 6265, 5.1.1).
fn date(text: &str) -> Option<SystemTime> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(|c: char| !c.is_ascii_alphanumeric() && c != ':') {
        let number = || token.parse::<u16>().ok();
        let name = token.get(..3).map(str::to_ascii_lowercase);
        if token.contains(':') {
            time = time.or(Some(token));
        } else if let Some(name) = name.filter(|name| MONTHS.contains(&name.as_str())) {
            month = month.or(Some(name));
        } else if day.is_none() && token.len() <= 2 {
            day = number();
        } else {
            year = year.or_else(number);
        }
    }
    let year = match year? {
        year @ 0..=69 => year + 2000,
        year @ 70..=99 => year + 1900,
        year => year,
    };
    let (month, day) = (month?, day?);
    let month = format!("{}{}", month[..1].to_ascii_uppercase(), &month[1..]);
    let rest = format!("{day:02} {month} {year:04} {:0>8} GMT", time?);
    // The parser accepts only the right day of the week.
    DAYS.iter().find_map(|name| httpdate::parse_http_date(&format!("{name}, {rest}")).ok())
}
