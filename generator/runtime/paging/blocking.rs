//! Lists whose pages block the caller's thread.

use super::error::PageError;
use super::pages::{Items, Paged, Pages};
use crate::runtime::calls::Blocking;
use crate::runtime::errors::{Error, TransportError};

impl<Op: Paged> Items<Op> {
    /// Iterates over the items, and blocks for each page as [`Call::blocking`](crate::runtime::Call::blocking) does.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self).with_received(|items| items.take_received().map(Ok))
    }
}

impl<Op: Paged> Pages<Op> {
    /// Iterates over the pages, and blocks for each as [`Call::blocking`](crate::runtime::Call::blocking) does.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<E> From<TransportError> for PageError<E> {
    fn from(error: TransportError) -> Self {
        Self::Call(Error::Transport(error))
    }
}
