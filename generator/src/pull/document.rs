//! The address of a document in; its text out.
//!
//! It is fetched over https, or over http if the server is this machine. It may be large, and has no credentials.

use super::plan::web_address;
use super::{DOCUMENT_BYTES, Options, Progress, PullError, http};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Fault;
use crate::source::Source;
use reqwest::Url;
use std::net::IpAddr;
use std::time::Duration;

/// The options for fetching a document: like those for a page, with a larger size and timeout.
pub(crate) fn document_options() -> Options {
    Options { max_bytes: DOCUMENT_BYTES, timeout: Duration::from_secs(120), ..Options::default() }
}

/// Fetches a document.
pub(crate) fn document(
    address: &str,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Source, PullError> {
    let url = web_address(address).map_err(|reason| {
        refused("this address cannot be read".into(), format!("give one of a document: {reason}"))
    })?;
    check(&url)?;
    let text = http::fetch_text(url.clone(), options, progress)?.map_err(|cause| {
        let at_fault = "give the address of the document itself; a site that displays it often calls that address `raw`";
        let untold = "try again later, or fetch it with another program and name the file";
        let finding = cause.about(&http::plain(&url), at_fault, untold);
        PullError { fault: Fault::Call, diagnostics: vec![finding] }
    })?;
    // The query may be a key, and the name appears in messages and in the emitted documentation.
    Ok(Source::new(http::plain(&url), text))
}

fn check(url: &Url) -> Result<(), PullError> {
    if !url.username().is_empty() || url.password().is_some() {
        let message = "an address that is given as input contains a user name or a password";
        let help = "fetch the document with a program of your choice, and give it as `-`";
        return Err(refused(message.into(), help.into()));
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_near =
        host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    if url.scheme() == "https" || is_near {
        return Ok(());
    }
    let message =
        format!("{} is read over http, and anybody on the way can change it", http::plain(url));
    Err(refused(message, "write https://, or fetch the document and name the file".into()))
}

fn refused(message: String, help: String) -> PullError {
    let finding = Diagnostic::new(Code::AddressAsInput, message).help(help);
    PullError { fault: Fault::Call, diagnostics: vec![finding] }
}
