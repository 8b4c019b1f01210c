//! Downloads that are waited for on the thread of the caller.

use super::blocking::drive;
use super::blocking_stream::Blocking;
use super::call::Call;
use super::download::{Download, Downloadable};
use crate::runtime::errors::Error;
use crate::runtime::wire::Operation;

impl<Op: Operation<Output: Downloadable>> Call<'_, Op> {
    /// As [`download`](Self::download), and waits for its head and for each piece as [`blocking`](Self::blocking) does.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn blocking_download(self) -> Result<Blocking<Download>, Error<Op::Error>> {
        let download = drive(self.download()).map_err(|error| error.in_call(&Op::META.route()))?;
        download.map(Blocking::new)
    }
}
