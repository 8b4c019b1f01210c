//! The edits: what is changed in the base document, and what that is found to be in both directions.

mod api;
mod bodies;
mod operations;
mod paging;
mod parameters;
mod responses;
mod security;
mod tags;

use super::{Case, Found};

/// An edit of the base itself.
const fn case(
    name: &'static str,
    edit: &'static [(&'static str, &'static str)],
    forth: &'static [Found],
    back: &'static [Found],
) -> Case {
    Case { name, setting: &[], edit, forth, back }
}

/// An edit of the base after another.
const fn case_in(
    name: &'static str,
    setting: &'static [(&'static str, &'static str)],
    edit: &'static [(&'static str, &'static str)],
    forth: &'static [Found],
    back: &'static [Found],
) -> Case {
    Case { name, setting, edit, forth, back }
}

pub(crate) fn all() -> Vec<&'static Case> {
    [
        api::API,
        security::SECURITY,
        tags::TAGS,
        operations::OPERATIONS,
        paging::PAGING,
        parameters::PARAMETERS,
        bodies::BODIES,
        responses::RESPONSES,
    ]
    .into_iter()
    .flatten()
    .collect()
}
