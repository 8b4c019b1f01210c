//! The list `servers` in; addresses for the client out, without the parts that an API's address may not have.
//!
//! The first one becomes the default base URL, so it appears in code and documentation. Therefore names and passwords of users are
//! removed here.

use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{Operation, Server, ServerVariable};
use crate::lower::context::{Context, Located};
use crate::lower::text;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The servers of a document, a path or an operation, with the variables' defaults.
pub(in crate::lower) fn servers(owner: &Map<String, Value>, pointer: &str) -> Vec<Server> {
    let usable = read(owner, pointer).filter_map(|(url, own)| {
        let (url, left_out) = server_address(&url).ok()?;
        // The names of users are removed here.
        let written = own.map.get("url")?.as_str()?;
        let mut variables = variables(own.map);
        let template = with_beginning(written, &variables);
        let is_clean = left_out.is_empty()
            && address(&template).is_ok_and(|(_, left_out)| left_out.is_empty());
        variables.retain(|_, _| is_clean);
        variables.values_mut().for_each(|own| own.enumeration.retain(|value| !names_user(value)));
        let known = ["description", "variables", "url"];
        Some(Server {
            url,
            description: own.map.get("description").and_then(|value| text(value, "")),
            variables,
            rest: own.rest(if is_clean { &known[..2] } else { &known }),
            pointer: own.pointer,
        })
    });
    usable.collect()
}

/// The servers of the API. If none of them comes first with a host, and every operation has a server of its own that does, the most
/// frequent of those goes first: a client then needs no address, and one that is given another address sends everything there.
pub(in crate::lower) fn with_usual(
    servers: Vec<Server>,
    operations: &[(String, Operation)],
) -> Vec<Server> {
    if servers.first().is_some_and(Server::is_whole) {
        return servers;
    }
    let mut counts: IndexMap<&str, (usize, &[Server])> = IndexMap::new();
    for (_, operation) in operations {
        let Some(own) = operation.servers.first().filter(|own| own.is_whole()) else {
            return servers;
        };
        counts.entry(&own.url).or_insert((0, &operation.servers)).0 += 1;
    }
    let usual = counts.into_values().rev().max_by_key(|(count, _)| *count);
    let usual = usual.map(|(_, usual)| usual.to_vec()).unwrap_or_default();
    usual.into_iter().chain(servers).collect()
}

/// The servers that [`servers`] leaves out, as written, for the comparison of two states, without those that name a user.
pub(in crate::lower) fn left_out(owner: &Map<String, Value>) -> Option<(String, Value)> {
    let list = owner.get("servers").and_then(Value::as_array)?;
    let is_left_out = |server: &&Value| {
        let own = server.as_object().map(|map| Located { map, pointer: String::new() });
        own.and_then(|own| address_of(&own)).is_none_or(|url| server_address(&url).is_err())
    };
    let names_a_user = |server: &&Value| text(server, "/url").is_some_and(|url| url.contains('@'));
    let left_out = list.iter().filter(is_left_out).filter(|server| !names_a_user(server));
    let left_out: Vec<Value> = left_out.cloned().collect();
    (!left_out.is_empty()).then(|| ("servers".to_owned(), left_out.into()))
}

/// Reports the servers and parts that [`servers`] leaves out. Returns whether there are any.
pub(in crate::lower) fn check(
    context: &mut Context<'_>,
    owner: &Map<String, Value>,
    pointer: &str,
) -> bool {
    let mut clean = true;
    for (url, own) in read(owner, pointer) {
        for (name, variable) in variables(own.map) {
            if variable.enumeration.iter().any(|value| names_user(value)) {
                context.report_unquoted(
                    Code::ServerParts,
                    &join(&join(&own.pointer, "variables"), &name),
                    "a value of a variable of a server names a user, and was left out".to_owned(),
                    "an address of an API is a host and a path: take the value out in an overlay, and set credentials on the client",
                );
                clean = false;
            }
        }
        report_unlisted(context, &own);
        match server_address(&url) {
            Ok((clean, left_out)) if left_out.is_empty() => {
                // The first server of the document is reported with the missing address of the API.
                let is_first = own.pointer == "/servers/0";
                if !is_first && lacks_scheme(&clean) {
                    report_scheme(context, &own, &clean);
                }
                continue;
            }
            Ok((url, left_out)) => context.report_unquoted(
                Code::ServerParts,
                &own.pointer,
                format!("the address of the server {url:?} has {}, which was left out", left_out.join(" and ")),
                "an address of an API is a host and a path: take the rest out in an overlay, and set credentials on the client",
            ),
            Err(reason) => context.report_unquoted(
                Code::UnusableServer,
                &own.pointer,
                format!("the address of a server {reason}; the server was left out"),
                "write the whole address, such as https://api.acme.example/v1, in an overlay",
            ),
        }
        clean = false;
    }
    !clean
}

/// Reports the variables of a server whose default is not one of their values.
fn report_unlisted(context: &mut Context<'_>, server: &Located<'_>) {
    let all = variables(server.map);
    let is_odd = |own: &ServerVariable| {
        !own.enumeration.is_empty()
            && !own.enumeration.contains(&own.default)
            && !own.enumeration.iter().chain([&own.default]).any(|value| names_user(value))
    };
    for (name, own) in all.iter().filter(|(_, own)| is_odd(own)) {
        let message = format!(
            "the default {:?} of the server variable {name:?} is not in its `enum`: {}",
            own.default,
            own.enumeration.join(", ")
        );
        let pointer = join(&join(&join(&server.pointer, "variables"), name), "default");
        let help = "it is used as it is; correct it, or add it to the `enum`, in an overlay";
        context.report(Code::UnlistedDefault, &pointer, message, help);
    }
}

/// The servers, each with its address.
fn read<'a>(
    owner: &'a Map<String, Value>,
    pointer: &str,
) -> impl Iterator<Item = (String, Located<'a>)> {
    let list =
        owner.get("servers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let pointer = join(pointer, "servers");
    list.iter().enumerate().filter_map(move |(index, server)| {
        let own = Located { map: server.as_object()?, pointer: join(&pointer, &index.to_string()) };
        Some((address_of(&own)?, own))
    })
}

/// The address of a server, with the variables' defaults.
fn address_of(server: &Located<'_>) -> Option<String> {
    let url = server.text("url")?;
    let variables = variables(server.map);
    let mut parts = url.split('{');
    let mut url = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = part
            .split_once('}')
            .and_then(|(name, rest)| Some((&variables.get(name)?.default, rest)));
        match known {
            Some((default, rest)) => url.extend([default.as_str(), rest]),
            None => url.extend(["{", part]),
        }
    }
    Some(url)
}

/// A template with the default of a variable at its beginning: the scheme, or the scheme and the host.
fn with_beginning(template: &str, variables: &IndexMap<String, ServerVariable>) -> String {
    let beginning = template.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let known = beginning.and_then(|(name, rest)| Some((&variables.get(name)?.default, rest)));
    known.map_or(template.to_owned(), |(default, rest)| format!("{default}{rest}"))
}

/// The variables of a server. An invalid one still has its default.
fn variables(server: &Map<String, Value>) -> IndexMap<String, ServerVariable> {
    let variables = server.get("variables").map(texts).unwrap_or_default();
    let variables = variables.as_object().into_iter().flatten();
    let variable = |value: &Value| ServerVariable {
        default: text(value, "/default").unwrap_or_default(),
        ..ServerVariable::deserialize(value).unwrap_or_default()
    };
    variables.map(|(name, value)| (name.clone(), variable(value))).collect()
}

/// A value with numbers converted to strings: YAML reads `default: 8443` as a number.
fn texts(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Array(items) => items.iter().map(texts).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), texts(value))).collect(),
        other => other.clone(),
    }
}

/// Whether a value would add a user to an address.
fn names_user(value: &str) -> bool {
    value.contains('@')
}

/// Reports invalid addresses of a security scheme. No requests go to them.
pub(super) fn check_scheme(context: &mut Context<'_>, scheme: &Value, pointer: &str) {
    let own = ["openIdConnectUrl"].map(|key| (key.to_owned(), scheme.get(key)));
    let flows = scheme.get("flows").and_then(Value::as_object).into_iter().flatten();
    let of_flows = flows.flat_map(|(name, flow)| {
        let keys = ["authorizationUrl", "tokenUrl", "refreshUrl"];
        keys.map(|key| (join(&format!("flows/{name}"), key), flow.get(key)))
    });
    for (key, value) in own.into_iter().chain(of_flows) {
        let Some(Err(reason)) = value.and_then(Value::as_str).map(address) else { continue };
        context.report_unquoted(
            Code::SchemeAddress,
            &format!("{pointer}/{key}"),
            format!("the address {key} of a security scheme {reason}"),
            "nothing is sent there; correct it in an overlay",
        );
    }
}

/// Whether an address is a path that leads from another address; `None` if it is not valid.
pub(super) fn is_relative(url: &str) -> Option<bool> {
    let (clean, left_out) = address(url).ok()?;
    let is_whole = clean.contains("://");
    (!left_out.contains(&"a user")).then_some(!is_whole)
}

/// The address of a server, without undeclared variables.
fn server_address(url: &str) -> Result<(String, Vec<&'static str>), String> {
    if let Some((_, rest)) = url.split_once('{') {
        // A name of other characters may be a part of a password.
        let is_plain = |name: &&str| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        };
        let name = rest.split_once('}').map(|(name, _)| name).filter(is_plain);
        return Err(match name {
            Some(name) => format!("has the variable {{{name}}}, which the server does not declare"),
            None => "has a variable that the server does not declare".to_owned(),
        });
    }
    if url.contains('}') {
        return Err("has a brace that belongs to no variable".to_owned());
    }
    address(url).map_err(str::to_owned)
}

/// Whether a path begins with the name of a host, so that its scheme was probably forgotten.
pub(in crate::lower) fn lacks_scheme(path: &str) -> bool {
    let host = path.split(['/', ':']).next().unwrap_or_default();
    let end = host.rsplit_once('.').filter(|(before, _)| !before.trim_matches('.').is_empty());
    let is_domain = |end: &str| !end.is_empty() && end.chars().all(|c| c.is_ascii_alphabetic());
    host == "localhost" || end.is_some_and(|(_, end)| is_domain(end))
}

fn report_scheme(context: &mut Context<'_>, server: &Located<'_>, url: &str) {
    let message = format!(
        "the URL {url:?} of a server has no scheme; it was read as a path on the server of the API"
    );
    let help = format!("write https://{url} in an overlay");
    context.report_unquoted(Code::NoScheme, &join(&server.pointer, "url"), message, &help);
}

/// An address without user, query and fragment, and the parts that it had. A path alone is also valid.
fn address(url: &str) -> Result<(String, Vec<&'static str>), &'static str> {
    if url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err("holds a space, a backslash or a control character");
    }
    let path = url.find(['/', '?', '#']).unwrap_or(url.len());
    let (mut clean, rest) = match url[..path].split_once(':') {
        None => (String::new(), url),
        Some((scheme, _)) => {
            let scheme = scheme.to_ascii_lowercase();
            if !matches!(scheme.as_str(), "http" | "https") {
                return Err("begins with neither http:// nor https://");
            }
            let rest =
                url[scheme.len()..].strip_prefix("://").ok_or("has no // before its host")?;
            (format!("{scheme}://"), rest)
        }
    };
    let (slashes, rest) = match rest.strip_prefix("//") {
        Some(rest) if clean.is_empty() => ("//", rest),
        _ => ("", rest),
    };
    clean.push_str(slashes);
    let (rest, fragment) = cut(rest, '#');
    let (rest, query) = cut(rest, '?');
    let mut left_out = Vec::new();
    // A relative address has no user, but a host without its scheme may have one.
    let is_path = clean.is_empty() && rest.starts_with('/') && !rest.starts_with("//");
    let host = if is_path { 0 } else { rest.find('/').unwrap_or(rest.len()) };
    let user = rest[..host].rfind('@');
    if user.is_some() {
        left_out.push("a user");
    }
    let rest = user.map_or(rest, |at| &rest[at + 1..]);
    if !clean.is_empty() && (rest.is_empty() || rest.starts_with(['/', ':'])) {
        return Err("has no host");
    }
    left_out.extend(query.then_some("a query"));
    left_out.extend(fragment.then_some("a fragment"));
    let rest = if clean.is_empty() { without_dots(rest) } else { rest.to_owned() };
    Ok((clean + &rest, left_out))
}

/// A path without the segments `.` and `..`, which lead from where the document is (RFC 3986, 5.2.4).
fn without_dots(path: &str) -> String {
    let (slash, path) = path.strip_prefix('/').map_or(("", path), |path| ("/", path));
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    format!("{slash}{}", kept.join("/"))
}

/// A text up to a character, and whether the character occurs.
fn cut(text: &str, sign: char) -> (&str, bool) {
    text.split_once(sign).map_or((text, false), |(text, _)| (text, true))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_scheme_host_port_and_path() {
        for (url, clean, left_out) in [
            ("https://a.test/v1", "https://a.test/v1", ""),
            ("HTTPS://a.test:8080", "https://a.test:8080", ""),
            ("/v1", "/v1", ""),
            ("v1/a:b", "v1/a:b", ""),
            ("./v1", "v1", ""),
            ("../v1/./api/..", "v1", ""),
            ("/a/../v1/", "/v1/", ""),
            (".", "", ""),
            ("//a.test/v1", "//a.test/v1", ""),
            ("https://{region}.a.test/{version}", "https://{region}.a.test/{version}", ""),
            ("https://user:pw@a.test/v1", "https://a.test/v1", "a user"),
            ("https://user@a.test", "https://a.test", "a user"),
            ("https://a@b:c@a.test/x@y", "https://a.test/x@y", "a user"),
            ("//user:pw@a.test", "//a.test", "a user"),
            ("https://a.test?key=pw", "https://a.test", "a query"),
            ("https://a.test/v1#?x", "https://a.test/v1", "a fragment"),
            ("https://u:p@a.test/x?y#z", "https://a.test/x", "a user, a query, a fragment"),
            ("https://a.test/?u:p@b.test", "https://a.test/", "a query"),
            ("/v1?key=pw", "/v1", "a query"),
        ] {
            let (found, parts) = address(url).unwrap();
            assert_eq!((found.as_str(), parts.join(", ").as_str()), (clean, left_out), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://a.test",
            "data:text/html,x",
            "https:a.test",
            "https:/a.test",
            "https:user:pw@a.test",
            "https://",
            "https:///v1",
            "https://user:pw@",
            "https://user:pw@/v1",
            "https://:80/",
            "https://a.test\\@b.test",
            "https://a.test/\r\nX: y",
            "https://a .test",
            "user:pw@a.test/v1",
        ] {
            assert!(address(url).is_err(), "{url}");
        }
    }
}
