//! Tags.

use super::case;
use crate::Case;
use specweave::diff::Level::{Breaking as B, Compatible as C, Documentation as D};

pub(super) const TAGS: &[Case] = &[
    case(
        "one tag becomes two",
        &[(
            "tags: [racks]\n      operationId: uploadRacks",
            "tags: [plans]\n      operationId: uploadRacks",
        )],
        &[("tag-added", C, C), ("operation-tag-changed", C, B)],
        &[("tag-removed", C, B), ("operation-tag-changed", C, B)],
    ),
    case(
        "a tag with another name",
        &[
            ("{name: racks, description", "{name: cabinets, description"),
            (
                "tags: [racks]\n      operationId: listRacks",
                "tags: [cabinets]\n      operationId: listRacks",
            ),
            (
                "tags: [racks]\n      operationId: uploadRacks",
                "tags: [cabinets]\n      operationId: uploadRacks",
            ),
            (
                "tags: [racks]\n      operationId: fillSlot",
                "tags: [cabinets]\n      operationId: fillSlot",
            ),
        ],
        &[("tag-renamed", C, B)],
        &[("tag-renamed", C, B)],
    ),
    case(
        "a tag asks for a name",
        &[("{name: racks, description", "{name: racks, x-rust-name: cabinets, description")],
        &[("tag-rust-name-changed", C, B)],
        &[("tag-rust-name-changed", C, B)],
    ),
    case(
        "description of a tag",
        &[("description: Where it runs.", "description: Places.")],
        &[("tag-description-changed", D, D)],
        &[("tag-description-changed", D, D)],
    ),
    case(
        "the order of tags",
        &[(
            "tags: [{name: hosts, description: What runs.}, {name: racks, description: Where it runs.}]",
            "tags: [{name: racks, description: Where it runs.}, {name: hosts, description: What runs.}]",
        )],
        &[],
        &[],
    ),
    case(
        "an operation without a tag",
        &[(
            "      tags: [racks]\n      operationId: uploadRacks",
            "      operationId: uploadRacks",
        )],
        &[("tag-added", C, C), ("operation-tag-changed", C, B)],
        &[("tag-removed", C, B), ("operation-tag-changed", C, B)],
    ),
];
