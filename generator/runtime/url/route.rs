//! [`Route`]: the name of a call in an error.

use std::fmt;

use http::Method;

use super::percent::encode_path_literal;

/// The method and the path of a call. The variables of the path stay in braces, as their values may be secrets.
#[derive(Clone)]
pub struct Route {
    pub(crate) method: Method,
    /// Empty for a request that belongs to no operation.
    pub(crate) path: &'static str,
}

impl Route {
    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path of the operation, with its variables in braces; empty for a request that belongs to no operation.
    pub fn path(&self) -> &'static str {
        self.path
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.method)?;
        if self.path.is_empty() {
            return Ok(());
        }
        // A fragment is never sent, but may be all that tells this operation from others.
        let (sent, fragment) = self.path.split_once('#').unwrap_or((self.path, ""));
        let (path, query) = sent.split_once('?').unwrap_or((sent, ""));
        write!(f, " {}", encode_path_literal(path))?;
        for (sign, part) in [('?', query), ('#', fragment)] {
            if !part.is_empty() {
                write!(f, "{sign}{}", encode_path_literal(part))?;
            }
        }
        Ok(())
    }
}

/// Begins the text of an error with its call, if that is known.
pub(crate) fn write_route(route: Option<&Route>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    route.map_or(Ok(()), |route| write!(f, "{route}: "))
}
