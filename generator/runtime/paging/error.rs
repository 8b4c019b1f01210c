//! [`PageError`]: why a page of a list cannot be had.

use std::fmt;

use crate::runtime::errors::Error;

/// What can go wrong with a page of a list.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageError<E> {
    /// What names the page has expired. The pages before it are whole; the rest can only be had by beginning again, with `pages`
    /// or `items` of a new call.
    Expired(Error<E>),
    /// The server sent a part of the list that is not the next one, so that what comes after cannot be had. The pages before it are
    /// those of the server; whether they are all is not known. There is nothing more.
    Astray(Error<E>),
    /// Anything else. The next `next` asks for the same page again.
    Call(Error<E>),
}

impl<E> PageError<E> {
    /// The error of the call.
    pub fn error(&self) -> &Error<E> {
        match self {
            Self::Expired(error) | Self::Astray(error) | Self::Call(error) => error,
        }
    }

    /// The error of the call.
    pub fn into_error(self) -> Error<E> {
        match self {
            Self::Expired(error) | Self::Astray(error) | Self::Call(error) => error,
        }
    }
}

impl<E> From<Error<E>> for PageError<E> {
    fn from(error: Error<E>) -> Self {
        Self::Call(error)
    }
}

impl<E> From<PageError<E>> for Error<E> {
    fn from(error: PageError<E>) -> Self {
        error.into_error()
    }
}

impl<E> fmt::Display for PageError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Expired(_) = self {
            f.write_str(
                "what names the next page has expired; read the list from its start again: ",
            )?;
        }
        self.error().fmt(f)
    }
}

impl<E: fmt::Debug> std::error::Error for PageError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error().source()
    }
}
