//! A part of a program inside the crate under test that has operations whose responses are read while they come: bodies in pieces in, all
//! that is read of them out.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::receiver::now;
use crate::sdk::{Body, Bytes};
use futures_core::Stream;

struct Pieces(VecDeque<Bytes>);

impl Stream for Pieces {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// A body whose pieces have one byte, then two, and so on.
pub fn body(bytes: Vec<u8>) -> Body {
    let (mut rest, mut pieces) = (Bytes::from(bytes), VecDeque::new());
    while !rest.is_empty() {
        pieces.push_back(rest.split_to(rest.len().min(1 + pieces.len() % 7)));
    }
    Body::from_stream(Pieces(pieces), None)
}

/// All that comes.
pub fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut all = Vec::new();
    while let Some(item) = now(std::future::poll_fn(|cx| Pin::new(&mut stream).poll_next(cx))) {
        all.push(item);
    }
    all
}
