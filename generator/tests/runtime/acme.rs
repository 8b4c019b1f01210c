//! A small API, written as the generator writes one.
#![allow(missing_docs, reason = "there is nothing to say about it")]

use std::collections::BTreeMap;

use crate::runtime as rt;
use crate::runtime::{Nullable, Secret};

/// A response type.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Invoice {
    pub id: i64,
    pub note: Option<String>,
    pub lines: Vec<Line>,
    pub paid_at: Nullable<String>,
    pub payer: Option<Box<Invoice>>,
}

impl rt::Record for Invoice {
    const FIELDS: &'static [rt::Field] = &["!id", "~note", "!lines", "?paidAt", "?payer"];

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
        match field {
            0 => from.read(&mut self.id),
            1 => from.read(&mut self.note),
            2 => from.read(&mut self.lines),
            3 => from.read(&mut self.paid_at),
            _ => from.read(&mut self.payer),
        }
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.id);
        to.field(&self.note);
        to.field(&self.lines);
        to.optional(&self.paid_at);
        to.optional(&self.payer);
    }
}
rt::record!(Invoice { id, note, lines, paid_at, payer });

/// With further fields.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Line {
    pub price: i64,
    pub additional_properties: BTreeMap<String, f64>,
}

impl rt::Record for Line {
    const FIELDS: &'static [rt::Field] = &["!price"];

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
        from.read(&mut self.price)
    }

    fn extra(&mut self, key: String, from: &mut impl rt::Entry) {
        from.read_into_map(&mut self.additional_properties, key)
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.price);
        to.entries(&self.additional_properties);
    }
}
rt::record!(Line { price, additional_properties });

/// A request type.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Credentials {
    pub user_name: String,
    pub password: Secret,
    pub remember_me: Option<i64>,
}

impl Credentials {
    pub fn new(user_name: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { user_name: user_name.into(), password: password.into(), remember_me: None }
    }
}

impl rt::Record for Credentials {
    const FIELDS: &'static [rt::Field] = &["!userName", "!password", "?rememberMe"];

    fn blank() -> Self {
        Self::new(rt::blank::<String>(), rt::blank::<Secret>())
    }

    fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
        match field {
            0 => from.read(&mut self.user_name),
            1 => from.read(&mut self.password),
            _ => from.read(&mut self.remember_me),
        }
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.user_name);
        to.field(&self.password);
        to.optional(&self.remember_me);
    }
}
rt::record!(Credentials { user_name, password, remember_me });

/// The error object of the API.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Problem {
    pub error_code: i64,
    pub error_message: String,
}

impl rt::Record for Problem {
    const FIELDS: &'static [rt::Field] = &["!errorCode", "!errorMessage"];

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
        match field {
            0 => from.read(&mut self.error_code),
            _ => from.read(&mut self.error_message),
        }
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.error_code);
        to.field(&self.error_message);
    }
}
rt::record!(Problem { error_code, error_message });

/// An object without properties.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Nothing {}

impl rt::Record for Nothing {
    const FIELDS: &'static [rt::Field] = &[];

    fn blank() -> Self {
        Self::default()
    }
}
rt::record!(Nothing {});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Status {
    Active,
    Unknown(String),
}

impl rt::OpenEnum for Status {
    const NAME: &'static str = "Status";

    fn from_wire(value: &str) -> Option<Self> {
        Some(match value {
            "active" => Self::Active,
            _ => return None,
        })
    }

    fn unknown(value: String) -> Self {
        Self::Unknown(value)
    }

    fn as_wire(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Unknown(value) => value,
        }
    }
}
rt::open_enum!(Status);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Level {
    Low,
    Unknown(i64),
}

impl rt::OpenIntegerEnum for Level {
    const NAME: &'static str = "Level";

    fn from_wire(value: i64) -> Option<Self> {
        Some(match value {
            1 => Self::Low,
            _ => return None,
        })
    }

    fn unknown(value: i64) -> Self {
        Self::Unknown(value)
    }

    fn as_wire(&self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Unknown(value) => *value,
        }
    }
}
rt::open_integer_enum!(Level);

/// Told apart by `kind`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Tagged {
    Invoice(Box<Invoice>),
    Problem(Problem),
    Unknown(rt::Value),
}

impl rt::Union for Tagged {
    const NAME: &'static str = "Tagged";
    const TAG: Option<&'static str> = Some("kind");
    const ARMS: &'static [Option<&'static str>] = &[Some("invoice"), Some("problem")];

    fn read<'de, F: rt::ArmSource<'de>>(
        arm: usize,
        from: F,
        cx: &rt::Decoding,
    ) -> Result<Self, F::Error> {
        match arm {
            0 => rt::arm(from, cx).map(Self::Invoice),
            _ => rt::arm(from, cx).map(Self::Problem),
        }
    }

    fn unknown(value: rt::Value) -> Self {
        Self::Unknown(value)
    }

    fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Invoice(value) => rt::Serialize::serialize(value, to),
            Self::Problem(value) => rt::Serialize::serialize(value, to),
            Self::Unknown(value) => rt::Serialize::serialize(value, to),
        }
    }
}
rt::union!(Tagged);

/// Told apart by trying.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Untagged {
    Status(Status),
    Problem(Problem),
    Invoice(Box<Invoice>),
    Text(String),
    Unknown(rt::Value),
}

impl rt::Union for Untagged {
    const NAME: &'static str = "Untagged";
    const ARMS: &'static [Option<&'static str>] = &[None, None, None, None];

    fn read<'de, F: rt::ArmSource<'de>>(
        arm: usize,
        from: F,
        cx: &rt::Decoding,
    ) -> Result<Self, F::Error> {
        match arm {
            0 => rt::arm(from, cx).map(Self::Status),
            1 => rt::arm(from, cx).map(Self::Problem),
            2 => rt::arm(from, cx).map(Self::Invoice),
            _ => rt::arm(from, cx).map(Self::Text),
        }
    }

    fn unknown(value: rt::Value) -> Self {
        Self::Unknown(value)
    }

    fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Status(value) => rt::Serialize::serialize(value, to),
            Self::Problem(value) => rt::Serialize::serialize(value, to),
            Self::Invoice(value) => rt::Serialize::serialize(value, to),
            Self::Text(value) => rt::Serialize::serialize(value, to),
            Self::Unknown(value) => rt::Serialize::serialize(value, to),
        }
    }
}
rt::union!(Untagged);

/// `POST /login`
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Login {
    pub body: Credentials,
}

impl rt::Operation for Login {
    type Output = Option<Line>;
    type Error = LoginError;
    const META: rt::Meta = rt::Meta::new("login", rt::Method::POST, "/v3/login");
    const SUCCESS: &'static [rt::Success<Self::Output>] = &[
        rt::Success::map(200, |reply| reply.json().map(Some)),
        rt::Success::map(204, |_| Ok(None)),
    ];

    fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
        request.json("application/json", Some(&self.body))
    }

    fn failure(reply: &rt::Reply) -> Option<(LoginError, &'static str)> {
        Some(match reply.status() {
            401 => (LoginError::Unauthorized, "Invalid credentials"),
            422 => (
                LoginError::Unprocessable(reply.json_or_none().map(Box::new)),
                "Something is missing",
            ),
            429 => (LoginError::TooManyRequests, ""),
            _ => return None,
        })
    }
}

#[derive(Debug)]
#[non_exhaustive]
pub enum LoginError {
    Unauthorized,
    Unprocessable(Option<Box<Line>>),
    TooManyRequests,
}

/// `GET /invoices/{id}`
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GetInvoice {
    pub id: String,
    pub tags: Option<Vec<String>>,
    pub range: Option<String>,
    pub theme: Option<String>,
}

impl GetInvoice {
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), tags: None, range: None, theme: None }
    }
}

impl rt::Operation for GetInvoice {
    type Output = Invoice;
    type Error = rt::NoDocumentedError;
    const META: rt::Meta = rt::Meta::new("getInvoice", rt::Method::GET, "/v3/invoices/{id}");
    const SUCCESS: &'static [rt::Success<Self::Output>] = &[rt::Success::json(200)];

    fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
        request
            .path("id", &self.id)
            .query("tags", &self.tags)
            .header("ranged-data", &self.range)
            .cookie("theme", &self.theme)
    }
}

impl<'c> rt::Call<'c, GetInvoice> {
    /// A setter, as it is emitted for an optional parameter.
    pub fn theme(mut self, theme: impl Into<String>) -> Self {
        self.operation.theme = Some(theme.into());
        self
    }
}

/// A list of which each item is a field.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Span {
    pub item_1: i64,
    pub item_2: Option<String>,
    pub rest: Option<Vec<bool>>,
}

impl rt::Record for Span {
    const FIELDS: &'static [rt::Field] = &["!0", "?1", "?rest"];
    const SEQUENCE: Option<rt::Sequence> = Some(rt::Sequence::WithRest);

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
        match field {
            0 => from.read(&mut self.item_1),
            1 => from.read(&mut self.item_2),
            _ => from.read(&mut self.rest),
        }
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.item_1);
        to.optional(&self.item_2);
        to.optional(&self.rest);
    }
}
rt::record!(Span { item_1, item_2, rest });
