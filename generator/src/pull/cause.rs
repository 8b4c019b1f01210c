//! The reasons why pages could not be fetched in; diagnostics out, one for all pages with the same reason.

use super::plan::Target;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Fault;
use crate::render::plural;
use crate::source::Place;
use crate::spelling::listing;
use std::time::Duration;

/// The reason why a page could not be fetched.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum Cause {
    #[error("{server} cannot be reached: {reason}")]
    Unreachable { server: String, reason: String },
    #[error("{server} did not accept a connection within {}", seconds(.limit))]
    NoConnection { server: String, limit: Duration },
    #[error("{server} did not respond within {}", seconds(.limit))]
    NoResponse { server: String, limit: Duration },
    #[error("{server} did not send the whole response within {}", seconds(.limit))]
    Stalled { server: String, limit: Duration },
    #[error("not all pages came within {}", seconds(.limit))]
    OutOfTime { limit: Duration },
    #[error("{server} responded with {} {} in a row", name(*.status), plural(*.times as usize, "time"))]
    Repeated { server: String, status: u16, times: u32 },
    #[error(
        "{server} responded with {} and asks the client to wait {}, which is more than the time left",
        name(*.status), seconds(.wait)
    )]
    LongWait { server: String, status: u16, wait: Duration },
    #[error("{server} responded with {}", name(*.status))]
    Status { server: String, status: u16 },
    #[error("the documentation site responded with {}: this page does not exist", name(*.status))]
    Gone { status: u16 },
    #[error("the address leads to {to}")]
    Elsewhere { to: String },
    #[error("{server} ended the connection before the response was complete: {reason}")]
    CutOff { server: String, reason: String },
    #[error(
        "{} missing, and the response does not say how long it is: it may be cut off",
        plural(*.missing, "operation") + if *.missing == 1 { " is" } else { " are" }
    )]
    PerhapsCutOff { missing: usize },
    #[error("the page is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the page is sent in the character set {charset:?}")]
    Charset { charset: String },
    #[error("the page is not UTF-8 text: byte {offset} does not belong there")]
    NotUtf8 { offset: usize },
    #[error("the response is {media_type}, and not the page in Markdown or a document")]
    Html { media_type: String },
    #[error("the folder {folder} holds no file of this name")]
    NotInFolder { folder: String },
    #[error("{path} is not a folder")]
    NoFolder { path: String },
    #[error("several pages would be read from {file}")]
    SharedFile { file: String },
    #[error("{file} cannot be read: {reason}")]
    Unreadable { file: String, reason: String },
}

impl Cause {
    pub(super) fn not_utf8(error: std::string::FromUtf8Error) -> Self {
        Self::NotUtf8 { offset: error.utf8_error().valid_up_to() }
    }

    /// Whether the server as a whole is unavailable.
    pub(super) fn is_of_server(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::NoConnection { .. }
                | Self::NoResponse { .. }
                | Self::Repeated { .. }
                | Self::LongWait { .. }
        )
    }

    /// Returns [`Fault::Input`] if the page is invalid; otherwise nothing is known about the page.
    pub(super) fn fault(&self) -> Fault {
        match self {
            Self::Gone { .. }
            | Self::Elsewhere { .. }
            | Self::TooLarge { .. }
            | Self::Charset { .. }
            | Self::NotUtf8 { .. }
            | Self::Html { .. } => Fault::Input,
            _ => Fault::Call,
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::Unreachable { .. } => Code::Unreachable,
            Self::NoConnection { .. }
            | Self::NoResponse { .. }
            | Self::Stalled { .. }
            | Self::OutOfTime { .. } => Code::TimedOut,
            Self::Repeated { .. } | Self::LongWait { .. } | Self::Status { .. } => {
                Code::FailingStatus
            }
            Self::Gone { .. } => Code::PageNotFound,
            Self::Elsewhere { .. } => Code::LeadsElsewhere,
            Self::CutOff { .. } | Self::PerhapsCutOff { .. } => Code::CutOff,
            Self::TooLarge { .. } => Code::TooLarge,
            Self::Charset { .. } | Self::NotUtf8 { .. } => Code::NotUtf8,
            Self::Html { .. } => Code::HtmlPage,
            Self::NotInFolder { .. }
            | Self::NoFolder { .. }
            | Self::SharedFile { .. }
            | Self::Unreadable { .. } => Code::UnreadableInput,
        }
    }

    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "check the connection, the proxy and the address",
            Self::NoConnection { .. } | Self::NoResponse { .. } | Self::Stalled { .. } => {
                "try again later, or allow more with --timeout"
            }
            Self::OutOfTime { .. } => "try again, or allow more time with --total-timeout",
            Self::Repeated { .. } | Self::LongWait { .. } => "try again later",
            Self::Status { .. } => "open the address in a browser",
            Self::Gone { .. } => {
                "correct the page's address; if the page was removed, remove it from the configuration and delete its file"
            }
            Self::Elsewhere { .. } => {
                "if the page moved, correct its address; if it leads to a login, the page is no longer public"
            }
            Self::CutOff { .. } => "try again",
            Self::PerhapsCutOff { .. } => {
                "try again; if they were really removed, pass --allow-removal"
            }
            Self::TooLarge { .. } => {
                "open the address in a browser: the response is too large to be a page"
            }
            Self::Charset { .. } | Self::NotUtf8 { .. } => "pages are read as UTF-8 only",
            Self::Html { .. } => {
                "a documentation site often serves the Markdown form at the page's address with `.md` at the end: see `pull.suffix` in the configuration; for a document, give the address of its raw text"
            }
            Self::NotInFolder { .. } => {
                "put the page there, or name the pages that are to be pulled"
            }
            Self::NoFolder { .. } => "name a folder, or an address that begins with https://",
            Self::SharedFile { .. } => {
                "put them in folders with the same names as in the configuration"
            }
            Self::Unreadable { .. } => "make it readable",
        }
    }

    /// The diagnostic for a file that is not a page, with the help for its own fault or for an unknown state.
    pub(super) fn about(&self, address: &str, at_fault: &str, untold: &str) -> Diagnostic {
        let help = if self.fault() == Fault::Input { at_fault } else { untold };
        Diagnostic::new(self.code(), format!("{address}: {self}")).help(help)
    }

    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(self.code(), self.to_string()).help(self.help())
    }
}

/// The diagnostics for failed pages, in the order of the first page of each kind.
pub(super) fn diagnostics(failed: &[(&Target, &Cause)]) -> Vec<Diagnostic> {
    let mut groups: Vec<(Diagnostic, Vec<&Target>)> = Vec::new();
    for &(target, cause) in failed {
        let finding = cause.diagnostic();
        match groups.iter_mut().find(|(known, _)| *known == finding) {
            Some((_, targets)) => targets.push(target),
            None => groups.push((finding, vec![target])),
        }
    }
    groups.into_iter().map(|(finding, targets)| group(finding, &targets)).collect()
}

fn group(finding: Diagnostic, targets: &[&Target]) -> Diagnostic {
    const SHOWN: usize = 3;
    if let [target] = targets {
        return target.label(finding.at(Place::whole(&target.source(""))));
    }
    let paths = listing::first(targets.iter().map(|target| &target.path), SHOWN);
    let message = format!("{} ({} pages: {paths})", finding.message, targets.len());
    Diagnostic { message, ..finding }
}

fn seconds(duration: &Duration) -> String {
    let text = format!("{:.3}", duration.as_secs_f64());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} s")
}

/// The name of a status code: `404 Not Found`.
fn name(status: u16) -> String {
    let known = reqwest::StatusCode::from_u16(status).ok();
    let reason = known.and_then(|status| status.canonical_reason()).unwrap_or_default();
    format!("{status} {reason}").trim_end().to_owned()
}
