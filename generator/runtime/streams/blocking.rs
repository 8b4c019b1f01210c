//! Streams that block the caller's thread.

use super::output::Streamable;
use super::streaming::Streaming;
use crate::runtime::calls::{Blocking, Call, drive};
use crate::runtime::errors::Error;
use crate::runtime::wire::Operation;

impl<Op: Operation<Output: Streamable>> Call<'_, Op> {
    /// The same as [`stream`](Self::stream), but blocks for its head and for each item as [`blocking`](Self::blocking) does.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn blocking_stream(self) -> Result<Blocking<Streaming<Op>>, Error<Op::Error>> {
        let stream = drive(self.stream()).map_err(|error| error.in_call(&Op::META.route()))?;
        stream.map(Blocking::new)
    }
}
