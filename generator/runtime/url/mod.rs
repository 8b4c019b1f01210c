//! URLs from text: the address of the API, percent-encoding, and the [`Route`] that names a call in errors.

mod base_url;
mod percent;
mod route;

pub use base_url::{BaseUrl, BaseUrlError};
pub use route::Route;

pub(crate) use base_url::is_same_server;
pub(crate) use percent::{ENCODED, encode, encode_path_literal};
pub(crate) use route::write_route;

mod server;
pub use server::Server;
