//! A part of programs inside the crate under test: a text in, the value that an operation reads from it out.

use std::marker::PhantomData;

use crate::sdk::plumbing::{Decode, Meta, Mode, Operation, Success};
use crate::sdk::{self, Error, NoDocumentedError};

/// An operation that responds with a `T`.
struct Get<T>(PhantomData<fn() -> T>);

impl<T: Decode + Send + 'static> Operation for Get<T> {
    type Output = T;
    type Error = NoDocumentedError;
    const META: Meta = Meta::get("probe", "/");
    const SUCCESS: &'static [Success<T>] = &[Success::json(200)];
}

/// Reads a text as one type; or the path and the message of the error, as JSON.
pub fn read<T: Decode + Send + 'static>(text: &str, mode: Mode) -> Result<T, String> {
    let body = sdk::Body::from(text.as_bytes().to_vec());
    match Get::<T>::response(sdk::http::Response::new(body), mode) {
        Ok(value) => Ok(value),
        Err(Error::Decode(error)) => {
            Err(serde_json::to_string(&[error.path(), error.message()]).unwrap())
        }
        Err(other) => panic!("{other:?}"),
    }
}
