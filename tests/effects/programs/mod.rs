//! What users write, change by change.

/// Programs by the rule and the subject of the change that they are about, each after what becomes of it.
macro_rules! programs {
    ($($code:literal of $subject:literal { $($becomes:ident: $body:literal)+ })+) => {
        pub(crate) const ALL: &[super::Program] = &[$($(super::Program {
            code: $code,
            subject: $subject,
            becomes: super::Becomes::$becomes,
            body: $body,
        },)+)+];
    };
}

mod operations;
mod requests;
mod responses;
mod schemas;

/// What a user writes around something that changes.
pub(crate) struct Program {
    /// The rule of the change.
    pub(crate) code: &'static str,
    /// The subject of the change.
    pub(crate) subject: &'static str,
    pub(crate) becomes: Becomes,
    /// The body of an async function with a `client` of the crate `sdk`, in which all models are in scope and `any()` is a value of any type.
    pub(crate) body: &'static str,
}

/// What the new crate makes of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// It compiles against the old crate and not against the new one.
    Broken,
    /// It compiles against both.
    Unaffected,
    /// It compiles against both, with the new one with a warning.
    Warned,
    /// It compiles against both, with the old one with a warning.
    Approved,
    /// It compiles against both, and does something else when it runs.
    Different,
    /// It compiles against the new crate only.
    Possible,
}

impl Becomes {
    /// What it is for those who go from the new crate to the old one.
    pub(crate) fn back(self) -> Self {
        match self {
            Self::Broken => Self::Possible,
            Self::Possible => Self::Broken,
            Self::Warned => Self::Approved,
            Self::Approved => Self::Warned,
            Self::Unaffected | Self::Different => self,
        }
    }
}

/// All programs.
pub(crate) fn all() -> Vec<&'static Program> {
    let all = [operations::ALL, requests::ALL, responses::ALL, schemas::ALL];
    all.into_iter().flatten().collect()
}
