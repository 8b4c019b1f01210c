//! [`Answers`]: sets what a fake answers.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use serde::Serialize;

use super::expected::{Expectations, Given, attached, lock};
use super::returned::{Returnable, json, response, success};
use crate::runtime::bodies::Body;
use crate::runtime::errors::TransportErrorKind;
use crate::runtime::wire::Operation;

/// The answers of a [`Fake`](crate::runtime::Fake) for an operation. Each is given once, in order, and the last one repeatedly.
pub struct Answers<'f, Op> {
    expected: &'f Mutex<Expectations>,
    operation: PhantomData<fn() -> Op>,
}

impl<'f, Op: Operation> Answers<'f, Op> {
    pub(super) fn new(expected: &'f Mutex<Expectations>) -> Self {
        Self { expected, operation: PhantomData }
    }

    /// Answers with this value, as the first documented success that can hold it: in JSON, as text or as bytes, as the operation reads it.
    pub fn returns(self, value: &Op::Output) -> Self
    where
        Op::Output: Returnable,
    {
        self.responds(success::<Op>(value))
    }

    /// Answers with a value that a function creates from the operation.
    pub fn returns_with(self, make: impl Fn(&Op) -> Op::Output + Send + Sync + 'static) -> Self
    where
        Op::Output: Returnable,
    {
        self.push(move |request| match attached::<Op>(request) {
            Some(operation) => Ok(success::<Op>(&make(&operation))),
            None => Err(TransportErrorKind::Other),
        })
    }

    /// Answers with a failure of this status, which decides the kind of error, and no body.
    pub fn fails(self, status: u16) -> Self {
        self.responds(response(status, Body::default()))
    }

    /// Answers with a failure of this status and a JSON body, such as the error object of the API.
    pub fn fails_with(self, status: u16, body: &impl Serialize) -> Self {
        self.responds(json(status, body))
    }

    /// Answers with this response.
    pub fn responds(self, response: http::Response<Body>) -> Self {
        self.push(move |_| Ok(response.clone()))
    }

    /// Fails without a response.
    pub fn breaks(self, kind: TransportErrorKind) -> Self {
        self.push(move |_| Err(kind))
    }

    pub(crate) fn push(
        self,
        answer: impl Fn(&http::Request<Body>) -> Given + Send + Sync + 'static,
    ) -> Self {
        lock(self.expected).push::<Op>(Arc::new(answer));
        self
    }
}

impl<Op> fmt::Debug for Answers<'_, Op> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}
