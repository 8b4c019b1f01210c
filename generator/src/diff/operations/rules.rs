//! The kinds of changes of the API as a whole and of its operations.

use crate::diff::Rule;

/// Names each rule and lists all of them.
macro_rules! rules {
    ($($name:ident = $code:literal, $level:ident, $title:literal, $reason:literal;)*) => {
        $(pub(super) const $name: Rule = Rule::new($code, crate::diff::Level::$level, $title, $reason);)*
        /// The rules of this module.
        pub const RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    API_TITLE = "api-title-changed", Documentation, "the API has another title", "only people read it";
    API_VERSION = "api-version-changed", Documentation, "the API has another version number", "what else changed is reported by itself";
    API_DESCRIPTION = "api-description-changed", Documentation, "the API is described differently", "only people read it";
    SERVER_DEFAULT = "server-default-changed", PossiblyBreaking, "the API is served elsewhere", "the old address may be switched off";
    SERVER_ADDED = "server-added", Compatible, "there is one more server", "nobody has to use it";
    SERVER_REMOVED = "server-removed", PossiblyBreaking, "a server is no longer listed", "programs that were given its address may not reach it any more";
    SERVER_DESCRIPTION = "server-description-changed", Documentation, "a server is described differently", "only people read it";
    ERROR_OBJECT = "api-error-object-changed", Compatible, "another schema is the error object of the API", "what each answer holds is reported by itself";

    SCHEME_ADDED = "security-scheme-added", Compatible, "there is one more way to authenticate", "nobody has to use it";
    SCHEME_REMOVED = "security-scheme-removed", Breaking, "a way to authenticate is gone", "credentials of this kind are no longer accepted";
    SCHEME_RENAMED = "security-scheme-renamed", Compatible, "a way to authenticate has another name", "its name is not sent";
    SCHEME_KIND = "security-scheme-kind-changed", Breaking, "a way to authenticate works differently", "credentials as they were sent before are no longer understood";
    SCHEME_PLACE = "security-scheme-place-changed", Breaking, "an API key goes elsewhere", "a key that is sent where it was before is not found";
    SCHEME_TOKEN = "security-scheme-token-source-changed", PossiblyBreaking, "a bearer token is got in another way", "it is sent as before, but tokens from the old source may be refused";
    SCHEME_DESCRIPTION = "security-scheme-description-changed", Documentation, "a way to authenticate is described differently", "only people read it";
    SCHEME_RUST_NAME = "security-scheme-rust-name-changed", Compatible, "the method that sets a credential has another name", "nothing that is sent changes";
    API_SECURITY_ADDED = "api-security-added", Breaking, "the API asks for credentials", "requests without credentials are refused";
    API_SECURITY_REMOVED = "api-security-removed", Compatible, "the API works without credentials", "credentials may still be sent";
    API_ALTERNATIVE_ADDED = "api-security-alternative-added", Compatible, "the API accepts other credentials too", "those used before still work";
    API_ALTERNATIVE_REMOVED = "api-security-alternative-removed", Breaking, "the API no longer accepts some credentials", "requests with these credentials are refused";
    SCOPE_ADDED = "security-scope-added", PossiblyBreaking, "a token needs one more scope", "tokens without it are refused";
    SCOPE_REMOVED = "security-scope-removed", Compatible, "a token needs one scope less", "tokens that have it are accepted as before";

    TAG_ADDED = "tag-added", Compatible, "there is one more tag", "tags are not sent";
    TAG_REMOVED = "tag-removed", Compatible, "a tag is gone", "tags are not sent";
    TAG_RENAMED = "tag-renamed", Compatible, "a tag has another name", "tags are not sent";
    TAG_RUST_NAME = "tag-rust-name-changed", Compatible, "the module of a tag has another name", "tags are not sent";
    TAG_DESCRIPTION = "tag-description-changed", Documentation, "a tag is described differently", "only people read it";

    OPERATION_ADDED = "operation-added", Compatible, "there is one more operation", "nobody has to use it";
    OPERATION_REMOVED = "operation-removed", Breaking, "an operation is gone without notice", "requests to it are refused";
    OPERATION_RETIRED = "operation-removed-after-deprecation", PossiblyBreaking, "a deprecated operation is gone", "requests to it are refused, as was announced";
    OPERATION_LOST = "operation-no-longer-generated", PossiblyBreaking, "the description of an operation can no longer be read", "what it does now cannot be told";
    OPERATION_MADE = "operation-generated", Compatible, "the description of an operation can be read now", "it was there before";
    OPERATION_PATH = "operation-path-changed", Breaking, "an operation has another path", "requests to the old path are refused";
    OPERATION_METHOD = "operation-method-changed", Breaking, "an operation has another method", "requests with the old method are refused";
    OPERATION_RETRY = "operation-retry-changed", Compatible, "whether an operation may be sent again is known to be otherwise", "each request looks as before";
    OPERATION_ID = "operation-id-changed", Compatible, "an operation has another operationId", "it is not sent";
    OPERATION_RUST_NAME = "operation-rust-name-changed", Compatible, "the method of an operation has another name", "nothing that is sent changes";
    OPERATION_TAG = "operation-tag-changed", Compatible, "an operation is under another tag", "tags are not sent";
    OPERATION_DEPRECATED = "operation-deprecated", Compatible, "an operation is deprecated", "it works until it is removed";
    OPERATION_UNDEPRECATED = "operation-no-longer-deprecated", Compatible, "an operation is no longer deprecated", "it works as before";
    OPERATION_SUMMARY = "operation-summary-changed", Documentation, "an operation has another summary", "only people read it";
    OPERATION_DESCRIPTION = "operation-description-changed", Documentation, "an operation is described differently", "only people read it";
    OPERATION_SECURITY_ADDED = "operation-security-added", Breaking, "an operation asks for credentials", "requests without credentials are refused";
    OPERATION_SECURITY_REMOVED = "operation-security-removed", Compatible, "an operation works without credentials", "credentials may still be sent";
    OPERATION_ALTERNATIVE_ADDED = "operation-security-alternative-added", Compatible, "an operation accepts other credentials too", "those used before still work";
    OPERATION_ALTERNATIVE_REMOVED = "operation-security-alternative-removed", Breaking, "an operation no longer accepts some credentials", "requests with these credentials are refused";
    PAGING_ADDED = "operation-paging-added", Compatible, "a list can be read in pages", "nobody has to";
    PAGING_ADDED_REQUIRED = "operation-paging-added-required", Breaking, "a list must be read in pages", "requests that ask for no range are refused";
    PAGING_REMOVED = "operation-paging-removed", PossiblyBreaking, "a list can no longer be read in pages", "requests for a part of it may get all of it, or be refused";
    PAGING_CHANGED = "operation-paging-changed", Breaking, "a list is read in pages by another header", "the old header is not understood";
    PAGING_REQUIRED = "operation-paging-became-required", Breaking, "a list must be read in pages", "requests that ask for no range are refused";
    PAGING_OPTIONAL = "operation-paging-became-optional", Compatible, "a list need not be read in pages", "requests for a range still work";
    OPERATION_SERVER = "operation-server-changed", PossiblyBreaking, "an operation is served elsewhere than before", "its old address may be switched off";
    ARGUMENTS_ORDER = "operation-arguments-reordered", Compatible, "the required parameters stand in another order", "only the order of the method's arguments follows it";

    PARAMETER_ADDED_REQUIRED = "request-parameter-added-required", Breaking, "there is one more required parameter", "requests without it are refused";
    PARAMETER_ADDED_OPTIONAL = "request-parameter-added-optional", Compatible, "there is one more optional parameter", "it can be left out";
    PARAMETER_REMOVED = "request-parameter-removed", PossiblyBreaking, "a parameter is gone", "it is ignored, or requests that hold it are refused";
    PARAMETER_RETIRED = "request-parameter-removed-after-deprecation", Compatible, "a deprecated parameter is gone", "it is ignored or refused, as was announced";
    PARAMETER_RENAMED = "request-parameter-renamed", Breaking, "a parameter has another name", "the old name is not understood";
    PATH_PARAMETER_RENAMED = "path-parameter-renamed", Compatible, "a path variable has another name", "only its value is sent";
    PARAMETER_RUST_NAME = "request-parameter-rust-name-changed", Compatible, "a parameter has another name in Rust", "nothing that is sent changes";
    PARAMETER_REQUIRED = "request-parameter-became-required", Breaking, "an optional parameter is required", "requests without it are refused";
    PARAMETER_OPTIONAL = "request-parameter-became-optional", Compatible, "a required parameter is optional", "it can still be given";
    PARAMETER_LOCATION = "request-parameter-location-changed", Breaking, "a parameter goes elsewhere", "a value that is sent where it was before is not found";
    PARAMETER_STYLE = "request-parameter-style-changed", Breaking, "a parameter is written differently", "the old writing is not understood";
    PARAMETER_ESCAPING = "request-parameter-escaping-changed", PossiblyBreaking, "reserved characters in a parameter are written differently", "values with such characters may be misunderstood";
    PARAMETER_DEPRECATED = "request-parameter-deprecated", Compatible, "a parameter is deprecated", "it works until it is removed";
    PARAMETER_UNDEPRECATED = "request-parameter-no-longer-deprecated", Compatible, "a parameter is no longer deprecated", "it works as before";
    PARAMETER_DESCRIPTION = "request-parameter-description-changed", Documentation, "a parameter is described differently", "only people read it";

    BODY_ADDED_REQUIRED = "request-body-added-required", Breaking, "an operation requires a body", "requests without a body are refused";
    BODY_ADDED_OPTIONAL = "request-body-added-optional", Compatible, "an operation takes a body", "it can be left out";
    BODY_REMOVED = "request-body-removed", PossiblyBreaking, "an operation takes no body any more", "it is ignored, or requests with a body are refused";
    BODY_REQUIRED = "request-body-became-required", Breaking, "an optional body is required", "requests without a body are refused";
    BODY_OPTIONAL = "request-body-became-optional", Compatible, "a required body is optional", "it can still be sent";
    BODY_RUST_NAME = "request-body-rust-name-changed", Compatible, "a body has another name in Rust", "nothing that is sent changes";
    BODY_DESCRIPTION = "request-body-description-changed", Documentation, "a body is described differently", "only people read it";
    MEDIA_TYPE_ADDED = "request-media-type-added", Compatible, "a body can be sent in one more media type", "the others still work";
    MEDIA_TYPE_REMOVED = "request-media-type-removed", Breaking, "a body can no longer be sent in a media type", "requests in this media type are refused";
    MEDIA_TYPE_PREFERRED = "request-media-type-preferred-changed", Compatible, "the crate sends a body in another media type", "both are accepted";
    PART_MEDIA_TYPE = "request-part-media-type-changed", PossiblyBreaking, "a part of a body is sent in another media type", "parts in the old media type may be refused";

    STATUS_ADDED = "response-status-added", PossiblyBreaking, "there is one more status that means success", "programs that compare with the known ones take it for a failure";
    STATUS_REMOVED = "response-status-removed", PossiblyBreaking, "a status that means success is gone", "programs that wait for it wait in vain";
    STATUS_CHANGED = "response-status-changed", Breaking, "success has another status", "programs that compare with the old one take it for a failure";
    ERROR_STATUS_ADDED = "response-error-status-added", Compatible, "there is one more documented failure", "programs must expect undocumented failures anyway";
    ERROR_STATUS_REMOVED = "response-error-status-removed", Compatible, "a documented failure is gone", "programs that handle it do so in vain";
    RESPONSE_BODY_ADDED = "response-body-added", Compatible, "an answer holds something now", "it can be ignored";
    RESPONSE_BODY_REMOVED = "response-body-removed", Breaking, "an answer holds nothing any more", "programs that read it find nothing";
    ERROR_BODY_ADDED = "response-error-body-added", Compatible, "a failing answer holds something now", "it can be ignored";
    ERROR_BODY_REMOVED = "response-error-body-removed", PossiblyBreaking, "a failing answer holds nothing any more", "programs that read it find nothing";
    RESPONSE_MEDIA_TYPE_ADDED = "response-media-type-added", Compatible, "an answer can come in one more media type", "the others can still be asked for";
    RESPONSE_MEDIA_TYPE_REMOVED = "response-media-type-removed", Breaking, "an answer no longer comes in a media type", "programs that ask for it get something else";
    RESPONSE_MEDIA_TYPE_PREFERRED = "response-media-type-preferred-changed", Compatible, "the crate reads an answer in another media type", "both can be asked for";
    HEADER_ADDED = "response-header-added", Compatible, "an answer carries one more header", "it can be ignored";
    HEADER_REMOVED = "response-header-removed", PossiblyBreaking, "an answer no longer carries a header", "programs that read it find nothing";
    HEADER_DESCRIPTION = "response-header-description-changed", Documentation, "a header of an answer is described differently", "only people read it";
    RESPONSE_DESCRIPTION = "response-description-changed", Documentation, "an answer is described differently", "only people read it";
}
