//! Lists in pages.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{Breaking as B, Compatible as C, PossiblyBreaking as P};

const RANGED: (&str, &str) = (
    "        - {name: page, in: query,",
    "        - {name: RANGED-DATA, in: header, schema: {type: string}}\n        - {name: page, in: query,",
);

const TOKEN: (&str, &str) =
    ("headers: {X-Total:", "headers: {PAGE-TOKEN: {schema: {type: string}}, X-Total:");

pub(super) const PAGING: &[Case] = &[
    case(
        "ranges",
        &[RANGED],
        &[("operation-paging-added", C, P)],
        &[("operation-paging-removed", P, B)],
    ),
    case(
        "ranges that must be asked for",
        &[(
            RANGED.0,
            "        - {name: RANGED-DATA, in: header, required: true, schema: {type: string}}\n        - {name: page, in: query,",
        )],
        &[("operation-paging-added-required", B, P)],
        &[("operation-paging-removed", P, B)],
    ),
    case_in(
        "ranges must be asked for",
        &[RANGED],
        &[("{name: RANGED-DATA, in: header,", "{name: RANGED-DATA, in: header, required: true,")],
        &[("operation-paging-became-required", B, P)],
        &[("operation-paging-became-optional", C, P)],
    ),
    case(
        "page tokens",
        &[TOKEN],
        &[("operation-paging-added", C, C)],
        &[("operation-paging-removed", P, B)],
    ),
    case_in(
        "page tokens instead of ranges",
        &[RANGED],
        &[(RANGED.1, RANGED.0), TOKEN],
        &[("operation-paging-changed", B, B)],
        &[("operation-paging-changed", B, P)],
    ),
];
