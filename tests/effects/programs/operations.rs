//! Programs around what changes in `operations.yaml`.

programs! {
    "request-parameter-added-required" of "GET /added-required: query parameter size" {
        Broken: "client.a().added_required().await?"
        Possible: "client.a().added_required(1).await?"
    }
    "request-parameter-added-optional" of "GET /added-optional: query parameter size" {
        Unaffected: "client.a().added_optional().page(1).await?"
        Broken: "let _ = sdk::operations::a::AddedOptional { page: None };"
        Possible: "client.a().added_optional().size(1).await?"
    }
    "request-parameter-removed" of "GET /removed: query parameter page" {
        Broken: "client.a().removed().page(1).await?"
        Unaffected: "client.a().removed().await?"
        Possible: "let _ = sdk::operations::a::Removed;"
    }
    "request-parameter-renamed" of "GET /renamed: query parameter zones" {
        Unaffected: r#"client.a().renamed("z").await?"#
        Broken: "let _ = sdk::operations::a::Renamed { zone: String::new() };"
        Possible: "let _ = sdk::operations::a::Renamed { zones: String::new() };"
    }
    "request-parameter-renamed" of "GET /optional-renamed: query parameter zones" {
        Broken: r#"client.a().optional_renamed().zone("z").await?"#
        Possible: r#"client.a().optional_renamed().zones("z").await?"#
    }
    "request-parameter-became-required" of "GET /became-required: query parameter page" {
        Broken: "client.a().became_required().page(1).await?"
        Broken: "client.a().became_required().await?"
        Possible: "client.a().became_required(1).await?"
    }
    "request-parameter-became-optional" of "GET /became-optional: query parameter page" {
        Broken: "client.a().became_optional(1).await?"
        Possible: "client.a().became_optional().page(1).await?"
        Possible: "client.a().became_optional().await?"
    }
    "request-parameter-location-changed" of "GET /moved-parameter: header parameter page" {
        Unaffected: "client.a().moved_parameter().page(1).await?"
    }
    "request-type-changed" of "GET /typed: query parameter page" {
        Broken: "client.a().typed().page(1).await?"
        Possible: "client.a().typed().page(true).await?"
    }
    "operation-arguments-reordered" of "GET /reordered: parameters" {
        Broken: "client.a().reordered(1, true).await?"
        Possible: "client.a().reordered(true, 1).await?"
    }
    "path-parameter-renamed" of "GET /variable/{number}: path parameter number" {
        Unaffected: "client.a().variable(1).await?"
        Broken: "let _ = sdk::operations::a::Variable { id: 1 };"
        Possible: "let _ = sdk::operations::a::Variable { number: 1 };"
    }
    "operation-path-changed" of "GET /new-path: path" {
        Unaffected: "client.a().path().await?"
    }
    "operation-method-changed" of "PUT /method: method" {
        Unaffected: "client.a().method().await?"
    }
    "operation-id-changed" of "GET /id: operationId" {
        Broken: "client.a().old_id().await?"
        Broken: "let _ = sdk::operations::a::OldId;"
        Possible: "client.a().new_id().await?"
    }
    "operation-tag-changed" of "GET /tag: tag" {
        Broken: "client.a().tagged().await?"
        Possible: "client.b().tagged().await?"
    }
    "operation-removed" of "GET /gone" {
        Broken: "client.a().gone().await?"
    }
    "operation-added" of "POST /come" {
        Possible: "client.a().come().await?"
    }
    "operation-deprecated" of "GET /deprecated" {
        Warned: "client.a().deprecated().await?"
    }
    "request-body-added-required" of "POST /body-required: request body" {
        Broken: "client.a().body_required().await?"
        Possible: r#"client.a().body_required(Host::new("n")).await?"#
    }
    "request-body-added-optional" of "POST /body-optional: request body" {
        Unaffected: "client.a().body_optional().await?"
        Broken: "let _ = sdk::operations::a::BodyOptional;"
        Possible: r#"client.a().body_optional().body(Host::new("n")).await?"#
    }
    "request-body-became-optional" of "POST /body-loosened: request body" {
        Broken: r#"client.a().body_loosened(Host::new("n")).await?"#
        Possible: "client.a().body_loosened().await?"
    }
    "request-media-type-removed" of "POST /body-media-type: request body" {
        Unaffected: r#"client.a().body_media_type(Host::new("n")).await?"#
    }
    "request-media-type-added" of "POST /body-media-type: request body" {
        Unaffected: r#"client.a().body_media_type(Host::new("n")).await?"#
    }
    "response-status-added" of "GET /maybe: response 204" {
        Broken: "let _: String = client.b().maybe().await?.name;"
        Possible: "let _: Option<Host> = client.b().maybe().await?;"
    }
    "response-status-added" of "GET /also: response 203" {
        Unaffected: "let _: String = client.b().also().await?.name;"
    }
    "response-status-removed" of "GET /several: response 203" {
        Broken: "if let sdk::operations::b::SeveralOutput::NonAuthoritativeInformation(_) = client.b().several().await? {}"
        Unaffected: "if let sdk::operations::b::SeveralOutput::Accepted(_) = client.b().several().await? {}"
    }
    "response-error-status-added" of "GET /fails-more: response 429" {
        Unaffected: "if let Err(sdk::Error::Api(error)) = client.b().fails_more().await { let _ = matches!(error.kind(), sdk::operations::b::FailsMoreError::NotFound); }"
        Possible: "let _ = sdk::operations::b::FailsMoreError::TooManyRequests;"
    }
    "response-error-status-removed" of "GET /fails-less: response 409" {
        Broken: "let _ = sdk::operations::b::FailsLessError::Conflict;"
        Unaffected: "client.b().fails_less().await?"
    }
    "response-error-status-added" of "GET /fails-at-all: response 404" {
        Unaffected: "client.b().fails_at_all().await?"
        Broken: "let _: Result<(), sdk::Error<sdk::NoDocumentedError>> = client.b().fails_at_all().await;"
        Possible: "let _ = sdk::operations::b::FailsAtAllError::NotFound;"
    }
    "response-body-added" of "GET /says-something: response 200" {
        Broken: "let _: () = client.b().says_something().await?;"
        Possible: "let _: String = client.b().says_something().await?;"
    }
    "response-media-type-removed" of "GET /in-text: response 200" {
        Broken: "let _: String = client.b().in_text().await?.name;"
        Possible: "let _: String = client.b().in_text().await?;"
    }
    "response-media-type-added" of "GET /in-text: response 200" {
        Broken: "let _: String = client.b().in_text().await?.name;"
        Possible: "let _: String = client.b().in_text().await?;"
    }
    "operation-paging-added" of "GET /ranged: paging" {
        Unaffected: "client.b().ranged().await?"
        Broken: "let _ = sdk::operations::b::Ranged;"
        Possible: "client.b().ranged().range(0, 5).await?"
    }
    "operation-paging-removed" of "GET /whole: paging" {
        Broken: "let _ = client.b().whole().items();"
        Broken: "client.b().whole().range(0, 5).await?"
        Unaffected: "client.b().whole().await?"
        Possible: "let _ = sdk::operations::b::Whole;"
    }
    "tag-renamed" of "tag d" {
        Broken: "client.c().retagged().await?"
        Broken: "let _ = sdk::operations::c::Retagged;"
        Possible: "client.d().retagged().await?"
    }
    "unused-security-scheme-removed" of "security scheme password" {
        Broken: r#"let _ = sdk::Client::builder().basic_auth("u", "p");"#
    }
    "security-scheme-added" of "security scheme token" {
        Possible: r#"let _ = sdk::Client::builder().bearer_token("t");"#
    }
}
