//! Calls: a [`Client`] sends an [`Operation`](crate::runtime::Operation) and returns its output or an error. It handles timeouts,
//! retries, redirects, cookies and a limit on the size of responses in memory.

mod attempt;
mod budget;
mod builder;
mod call;
mod client;
mod cookies;
mod events;
mod exchange;
mod extra;
mod receive;
mod redirect;
mod repeat;
mod retry;
mod signer;

pub use attempt::Attempt;
pub use builder::ClientBuilder;
pub use call::{Call, Response, Sending};
pub use client::Client;
pub use retry::Retry;

#[allow(unused_imports, reason = "for APIs that return streams")]
pub(crate) use retry::longer;
#[allow(unused_imports, reason = "for APIs with lists in pages")]
pub(crate) use {call::send, exchange::Answering, exchange::Failure, exchange::Options};

mod http_client;

mod provider;
pub use provider::{CredentialProvider, Provided, Providing};

mod blocking;
#[allow(unused_imports, reason = "for APIs with lists in pages, streams or waiters")]
pub(crate) use blocking::drive;

mod blocking_stream;
pub use blocking_stream::Blocking;

mod expected;
#[allow(unused_imports, reason = "for APIs with lists in pages")]
pub(crate) use expected::{attach, attached};

mod returned;
pub use returned::Returnable;
#[allow(unused_imports, reason = "for APIs with lists in pages, or streams")]
pub(crate) use returned::{json, success};

mod answers;
pub use answers::Answers;

mod fake;
pub use fake::Fake;

mod oauth;
pub use oauth::ClientCredentials;

mod server;

mod response_header;
pub use response_header::{HeaderError, ResponseHeader};

mod download;
pub use download::{Download, Downloadable};
#[allow(unused_imports, reason = "for APIs with streams")]
pub(crate) use download::{is_read, opened};

mod blocking_download;
