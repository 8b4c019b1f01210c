//! Lists whose pages are waited for on the thread of the caller.

use super::error::PageError;
use super::pages::{Items, Paged, Pages};
use crate::runtime::calls::Blocking;
use crate::runtime::errors::{Error, TransportError};

impl<Op: Paged> Items<Op> {
    /// The items one after another, each waited for as [`Call::blocking`](crate::runtime::Call::blocking) does.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<Op: Paged> Pages<Op> {
    /// The pages one after another, each waited for as [`Call::blocking`](crate::runtime::Call::blocking) does.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<E> From<TransportError> for PageError<E> {
    fn from(error: TransportError) -> Self {
        Self::Call(Error::Transport(error))
    }
}
