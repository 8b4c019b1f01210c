//! [`PageError`]: a page of a list could not be read.

use std::fmt;

use crate::runtime::errors::Error;

/// The reason why a page of a list could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageError<E> {
    /// The reference to the page has expired. The earlier pages are complete. To read the rest, start again with `pages` or `items`
    /// of a new call.
    Expired(Error<E>),
    /// The server did not send the next page, or the reference to it could not be read. The earlier pages are valid, but may not be all
    /// of the list. Nothing follows this error.
    MissingPage(Error<E>),
    /// Any other error. Calling `next` again requests the same page.
    Call(Error<E>),
}

impl<E> PageError<E> {
    /// The error of the call.
    pub fn error(&self) -> &Error<E> {
        match self {
            Self::Expired(error) | Self::MissingPage(error) | Self::Call(error) => error,
        }
    }

    /// The error of the call.
    pub fn into_error(self) -> Error<E> {
        match self {
            Self::Expired(error) | Self::MissingPage(error) | Self::Call(error) => error,
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
                "the reference to the next page has expired; read the list from its start again: ",
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
