//! [`Expectations`]: the answers for each operation. A request goes in; its next answer comes out.

use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::runtime::bodies::Body;
use crate::runtime::errors::TransportErrorKind;
use crate::runtime::wire::{Meta, Operation};

/// What is given for a request.
pub(super) type Given = Result<http::Response<Body>, TransportErrorKind>;

/// The function that gives it.
pub(super) type Answer = Arc<dyn Fn(&http::Request<Body>) -> Given + Send + Sync>;

/// The answers for all operations.
#[derive(Default)]
pub(super) struct Expectations(Vec<Expected>);

/// The answers for an operation.
struct Expected {
    operation: TypeId,
    meta: Meta,
    /// Each is given once, and the last one repeatedly.
    answers: Vec<Answer>,
    given: usize,
}

impl Expectations {
    /// The number of operations with answers.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds an answer for an operation, after any earlier ones.
    pub(super) fn push<Op: Operation>(&mut self, answer: Answer) {
        let operation = TypeId::of::<Op>();
        match self.0.iter_mut().find(|expected| expected.operation == operation) {
            Some(expected) => expected.answers.push(answer),
            None => {
                let answers = vec![answer];
                self.0.push(Expected { operation, meta: Op::META, answers, given: 0 });
            }
        }
    }

    /// The next answer for a request; none if its operation has no answers.
    pub(super) fn next(&mut self, request: &http::Request<Body>) -> Option<Answer> {
        let kind = request.extensions().get::<Attached>().map(|attached| (*attached.0).type_id());
        let fits = |expected: &&mut Expected| match kind {
            Some(kind) => kind == expected.operation,
            None => is_of(&expected.meta, request),
        };
        let Expected { answers, given, .. } = self.0.iter_mut().find(fits)?;
        let answer = answers.get(*given).or(answers.last()).cloned();
        *given += 1;
        answer
    }
}

/// Locks a state that stays usable after a panic.
pub(super) fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The operation of a request.
#[derive(Clone)]
struct Attached(Arc<dyn Any + Send + Sync>);

/// Attaches the operation to its request, for a fake.
pub(crate) fn attach<Op: Operation>(
    request: &mut http::Request<Body>,
    operation: impl Into<Arc<Op>>,
) {
    request.extensions_mut().insert(Attached(operation.into()));
}

/// The operation of a request, if it has this type.
pub(crate) fn attached<Op: Operation>(request: &http::Request<Body>) -> Option<Arc<Op>> {
    Arc::clone(&request.extensions().get::<Attached>()?.0).downcast().ok()
}

/// Whether a request without an attached operation matches an operation.
fn is_of(meta: &Meta, request: &http::Request<Body>) -> bool {
    let template: Vec<&str> = meta.path().split('/').skip(1).collect();
    let path: Vec<&str> = request.uri().path().split('/').collect();
    let Some(start) = path.len().checked_sub(template.len()) else { return false };
    let fits = |(part, text): (&&str, &&str)| part.contains('{') || part == text;
    meta.method() == request.method() && template.iter().zip(&path[start..]).all(fits)
}
