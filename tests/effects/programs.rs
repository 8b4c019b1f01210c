//! What users write, change by change.

use super::Becomes::{Broken, Possible, Unaffected};
use super::Program;

/// A body that is compiled in an async function with a `client` of the crate `sdk`.
const fn program(
    code: &'static str,
    subject: &'static str,
    becomes: super::Becomes,
    body: &'static str,
) -> Program {
    Program { code, subject, becomes, body }
}

pub(crate) const ALL: &[Program] = &[
    program(
        "request-parameter-added-required",
        "GET /added-required: query parameter size",
        Broken,
        "client.a().added_required().await?",
    ),
    program(
        "request-parameter-added-optional",
        "GET /added-optional: query parameter size",
        Unaffected,
        "client.a().added_optional().page(1).await?",
    ),
    program(
        "request-parameter-added-optional",
        "GET /added-optional: query parameter size",
        Broken,
        "let _ = sdk::operations::a::AddedOptional { page: None };",
    ),
    program(
        "request-parameter-added-optional",
        "GET /added-optional: query parameter size",
        Possible,
        "client.a().added_optional().size(1).await?",
    ),
    program(
        "request-parameter-removed",
        "GET /removed: query parameter page",
        Broken,
        "client.a().removed().page(1).await?",
    ),
    program(
        "request-parameter-renamed",
        "GET /renamed: query parameter zones",
        Unaffected,
        "client.a().renamed(\"z\").await?",
    ),
    program(
        "request-parameter-renamed",
        "GET /renamed: query parameter zones",
        Broken,
        "let _ = sdk::operations::a::Renamed { zone: String::new() };",
    ),
    program(
        "request-parameter-renamed",
        "GET /optional-renamed: query parameter zones",
        Broken,
        "client.a().optional_renamed().zone(\"z\").await?",
    ),
    program(
        "request-parameter-became-required",
        "GET /became-required: query parameter page",
        Broken,
        "client.a().became_required().page(1).await?",
    ),
    program(
        "request-parameter-became-required",
        "GET /became-required: query parameter page",
        Broken,
        "client.a().became_required().await?",
    ),
    program(
        "request-parameter-became-optional",
        "GET /became-optional: query parameter page",
        Broken,
        "client.a().became_optional(1).await?",
    ),
    program(
        "request-parameter-location-changed",
        "GET /moved-parameter: header parameter page",
        Unaffected,
        "client.a().moved_parameter().page(1).await?",
    ),
    program(
        "request-type-changed",
        "GET /typed: query parameter page",
        Broken,
        "client.a().typed().page(1).await?",
    ),
    program(
        "operation-arguments-reordered",
        "GET /reordered: parameters",
        Broken,
        "client.a().reordered(1, true).await?",
    ),
    program(
        "path-parameter-renamed",
        "GET /variable/{number}: path parameter number",
        Unaffected,
        "client.a().variable(1).await?",
    ),
    program(
        "path-parameter-renamed",
        "GET /variable/{number}: path parameter number",
        Broken,
        "let _ = sdk::operations::a::Variable { id: 1 };",
    ),
    program(
        "operation-path-changed",
        "GET /new-path: path",
        Unaffected,
        "client.a().path().await?",
    ),
    program(
        "operation-method-changed",
        "PUT /method: method",
        Unaffected,
        "client.a().method().await?",
    ),
    program("operation-id-changed", "GET /id: operationId", Broken, "client.a().old_id().await?"),
    program(
        "operation-id-changed",
        "GET /id: operationId",
        Broken,
        "let _ = sdk::operations::a::OldId;",
    ),
    program("operation-tag-changed", "GET /tag: tag", Broken, "client.a().tagged().await?"),
    program("operation-removed", "GET /gone", Broken, "client.a().gone().await?"),
    program("operation-added", "POST /come", Possible, "client.a().come().await?"),
    program(
        "operation-deprecated",
        "GET /deprecated",
        Unaffected,
        "client.a().deprecated().await?",
    ),
    program(
        "request-body-added-required",
        "POST /body-required: request body",
        Broken,
        "client.a().body_required().await?",
    ),
    program(
        "request-body-added-optional",
        "POST /body-optional: request body",
        Unaffected,
        "client.a().body_optional().await?",
    ),
    program(
        "request-body-added-optional",
        "POST /body-optional: request body",
        Broken,
        "let _ = sdk::operations::a::BodyOptional;",
    ),
    program(
        "request-body-became-optional",
        "POST /body-loosened: request body",
        Broken,
        "client.a().body_loosened(sdk::models::Host::new(\"n\")).await?",
    ),
    program(
        "request-media-type-removed",
        "POST /body-media-type: request body",
        Unaffected,
        "client.a().body_media_type(sdk::models::Host::new(\"n\")).await?",
    ),
    program(
        "request-media-type-added",
        "POST /body-media-type: request body",
        Unaffected,
        "client.a().body_media_type(sdk::models::Host::new(\"n\")).await?",
    ),
    program(
        "response-status-added",
        "GET /maybe: response 204",
        Broken,
        "let _: String = client.b().maybe().await?.name;",
    ),
    program(
        "response-status-added",
        "GET /also: response 203",
        Unaffected,
        "let _: String = client.b().also().await?.name;",
    ),
    program(
        "response-status-removed",
        "GET /several: response 203",
        Broken,
        "if let sdk::operations::b::SeveralOutput::NonAuthoritativeInformation(_) = client.b().several().await? {}",
    ),
    program(
        "response-error-status-added",
        "GET /fails-more: response 429",
        Unaffected,
        "if let Err(sdk::Error::Api(error)) = client.b().fails_more().await { let _ = *error.kind() == sdk::operations::b::FailsMoreError::NotFound; }",
    ),
    program(
        "response-error-status-added",
        "GET /fails-more: response 429",
        Broken,
        "let mut result = client.b().fails_as_before().await; result = client.b().fails_more().await; result?",
    ),
    program(
        "response-error-status-added",
        "GET /fails-more: response 429",
        Possible,
        "let _ = sdk::operations::b::FailsMoreError::TooManyRequests;",
    ),
    program(
        "response-error-status-removed",
        "GET /fails-less: response 409",
        Broken,
        "let _ = sdk::operations::b::FailsLessError::Conflict;",
    ),
    program(
        "response-error-status-added",
        "GET /fails-at-all: response 404",
        Unaffected,
        "client.b().fails_at_all().await?",
    ),
    program(
        "response-error-status-added",
        "GET /fails-at-all: response 404",
        Broken,
        "let _: Result<(), sdk::Error<sdk::NoDocumentedError>> = client.b().fails_at_all().await;",
    ),
    program(
        "response-body-added",
        "GET /says-something: response 200",
        Broken,
        "let _: () = client.b().says_something().await?;",
    ),
    program(
        "response-media-type-removed",
        "GET /in-text: response 200",
        Broken,
        "let _: String = client.b().in_text().await?.name;",
    ),
    program(
        "response-media-type-added",
        "GET /in-text: response 200",
        Broken,
        "let _: String = client.b().in_text().await?.name;",
    ),
    program(
        "operation-paging-added",
        "GET /ranged: paging",
        Unaffected,
        "client.b().ranged().await?",
    ),
    program(
        "operation-paging-added",
        "GET /ranged: paging",
        Broken,
        "let _ = sdk::operations::b::Ranged;",
    ),
    program(
        "operation-paging-added",
        "GET /ranged: paging",
        Possible,
        "client.b().ranged().range(0, 5).await?",
    ),
    program(
        "operation-paging-removed",
        "GET /whole: paging",
        Broken,
        "let _ = client.b().whole().items();",
    ),
    program(
        "operation-paging-removed",
        "GET /whole: paging",
        Broken,
        "client.b().whole().range(0, 5).await?",
    ),
    program("tag-renamed", "tag d", Broken, "client.c().retagged().await?"),
    program("tag-renamed", "tag d", Broken, "let _ = sdk::operations::c::Retagged;"),
    program(
        "security-scheme-removed",
        "security scheme password",
        Broken,
        "let _ = sdk::Client::builder().basic_auth(\"u\", \"p\");",
    ),
    program(
        "security-scheme-added",
        "security scheme token",
        Possible,
        "let _ = sdk::Client::builder().bearer_token(\"t\");",
    ),
];
