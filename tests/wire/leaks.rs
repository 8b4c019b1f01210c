//! Finds secrets in texts, in whatever form they got there, and keeps the events of `tracing` to look through.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::Once;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The part of each secret that is in no other text. It is the same percent-encoded or escaped.
const SENTINELS: [&str; 4] = ["KEYq7Zx2Vw9", "PASSWORDq7Zx2Vw9", "OTPq7Zx2Vw9", "COOKIEq7Zx2Vw9"];

/// Each secret has characters that look different once they are encoded.
pub(crate) const KEY: &str = "<KEYq7Zx2Vw9>/+=";
pub(crate) const PASSWORD: &str = "\"pä/ PASSWORDq7Zx2Vw9\" &?";
pub(crate) const OTP: &str = "12-OTPq7Zx2Vw9/é";
pub(crate) const COOKIE: &str = "a/COOKIEq7Zx2Vw9=";

/// Every form in which a secret may show up.
fn forms() -> Vec<String> {
    let mut forms = Vec::new();
    for whole in [KEY, PASSWORD, OTP, COOKIE] {
        let percent: String = whole.bytes().map(|byte| format!("%{byte:02X}")).collect();
        forms.extend([whole.to_owned(), format!("{whole:?}"), percent]);
        forms.extend(encoded(whole.as_bytes()));
    }
    for sentinel in SENTINELS {
        forms.push(sentinel.to_owned());
        forms.extend(encoded(sentinel.as_bytes()));
        let bytes = format!("{:?}", sentinel.as_bytes());
        forms.push(bytes.trim_matches(['[', ']']).to_owned());
        forms.push(sentinel.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")));
    }
    forms
}

/// In Base64, what a text becomes as a part of another depends on where it begins.
fn encoded(text: &[u8]) -> Vec<String> {
    let mut forms = Vec::new();
    for engine in [STANDARD, URL_SAFE] {
        for before in 0..3 {
            let padded = [&vec![0; before], text].concat();
            let first = (before * 8).div_ceil(6);
            let end = padded.len() * 8 / 6;
            forms.push(engine.encode(padded)[first..end].to_owned());
        }
    }
    forms
}

/// Texts that must not hold a secret.
#[derive(Default)]
pub(crate) struct Texts(Vec<(String, String)>);

impl Texts {
    pub(crate) fn text(&mut self, name: &str, text: impl Into<String>) {
        self.0.push((name.to_owned(), text.into()));
    }

    /// The value as `Debug` shows it, on one line and on many.
    pub(crate) fn debug(&mut self, name: &str, value: &dyn Debug) {
        self.text(name, format!("{value:?}"));
        self.text(name, format!("{value:#?}"));
    }

    /// The error and its causes, as `Display` and `Debug` show them.
    pub(crate) fn error(&mut self, name: &str, error: &(dyn std::error::Error + 'static)) {
        for cause in std::iter::successors(Some(error), |error| error.source()) {
            self.debug(name, cause);
            self.text(name, cause.to_string());
            self.text(name, format!("{cause:#}"));
        }
    }

    fn leaks(&self) -> Vec<String> {
        let forms = forms();
        // Debug may break a list of bytes into lines.
        let plain = |text: &str| text.replace(",\n", ", ").replace("    ", "");
        let leaks = |text: &str| forms.iter().any(|form| text.contains(form));
        self.0
            .iter()
            .filter(|(_, text)| leaks(text) || leaks(&plain(text)) || leaks(&text.to_lowercase()))
            .map(|(name, text)| format!("{name}: {text}"))
            .collect()
    }

    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        assert!(!self.0.is_empty());
        let leaks = self.leaks();
        assert!(leaks.is_empty(), "secrets in:\n{}", leaks.join("\n"));
    }
}

#[test]
fn every_form_is_found() {
    for secret in [KEY, PASSWORD, OTP, COOKIE] {
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for text in [
            format!("xy{secret}z"),
            format!("{secret:?}"),
            format!("{:?}", secret.as_bytes()),
            format!("{:#?}", Some(secret.as_bytes())),
            serde_json::to_string(secret).unwrap(),
            percent,
            STANDARD.encode(secret),
            STANDARD.encode(format!("user:{secret}")),
            STANDARD.encode(format!("user.:{secret}!")),
            URL_SAFE.encode(format!("user..:{secret}!!")),
        ] {
            let mut texts = Texts::default();
            texts.text("a", text.as_str());
            assert_eq!(texts.leaks().len(), 1, "{text}");
        }
    }
    let mut texts = Texts::default();
    texts.text("a", "Secret([redacted]) KEY PASSWORD q7Zx2Vw9");
    assert_eq!(texts.leaks(), Vec::<String>::new());
}

thread_local! {
    static EVENTS: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps all events of all crates, whether told by way of `tracing` or of `log`, on the thread that they occur on.
struct Collector;

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut line = Line(attributes.metadata().name().to_owned());
        attributes.record(&mut line);
        keep(attributes.metadata().target(), line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        keep("", line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        keep(event.metadata().target(), line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Collector {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        keep(record.target(), format!("{} {}", record.level(), record.args()));
    }

    fn flush(&self) {}
}

fn keep(target: &str, line: String) {
    let krate = target.split("::").next().unwrap_or_default().to_owned();
    EVENTS.with_borrow_mut(|events| events.push((krate, line)));
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

/// Keeps the events of this thread from now on. One collector for the whole process, since `tracing` remembers for
/// each place in the code whether anyone wants its events.
pub(crate) fn collect_events() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Collector).unwrap();
        log::set_logger(&Collector).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    EVENTS.with_borrow_mut(Vec::clear);
}

/// The events of the crate so far, on this thread.
pub(crate) fn events() -> Vec<String> {
    let own = all_events().into_iter().filter(|(krate, _)| krate == "frozen_sdk");
    own.map(|(_, line)| line).collect()
}

/// The events of all crates so far, on this thread, each with its crate.
pub(crate) fn all_events() -> Vec<(String, String)> {
    EVENTS.with_borrow(Vec::clone)
}
