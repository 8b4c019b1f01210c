//! Downloads that block the caller's thread.

use super::blocking::drive;
use super::blocking_stream::Blocking;
use super::call::Call;
use super::download::{Download, Downloadable};
use crate::runtime::errors::Error;
use crate::runtime::wire::Operation;

impl<Op: Operation<Output: Downloadable>> Call<'_, Op> {
    /// The same as [`download`](Self::download), but blocks for its head and for each piece as [`blocking`](Self::blocking) does.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub fn blocking_download(self) -> Result<Blocking<Download>, Error<Op::Error>> {
        let download = drive(self.download()).map_err(|error| error.in_call(&Op::META.route()))?;
        download.map(Blocking::new)
    }
}
