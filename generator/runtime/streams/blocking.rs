//! Streams that are waited for on the thread of the caller.

use super::output::Streamable;
use super::streaming::Streaming;
use crate::runtime::calls::{Blocking, Call, drive};
use crate::runtime::errors::Error;
use crate::runtime::wire::Operation;

impl<Op: Operation<Output: Streamable>> Call<'_, Op> {
    /// As [`stream`](Self::stream), and waits for its head and for each item as [`blocking`](Self::blocking) does.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn blocking_stream(self) -> Result<Blocking<Streaming<Op>>, Error<Op::Error>> {
        let stream = drive(self.stream()).map_err(|error| error.in_call(&Op::META.route()))?;
        stream.map(Blocking::new)
    }
}
