//! The kinds of changes, in one table.
//!
//! Codes are stable: a code keeps its meaning, and a retired one is not used again. `generator/CHANGES.md` shows this table to people; a test keeps the
//! two equal.

use super::change::{Direction, Level};
use std::fmt::Write;

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Its stable code: `response-property-removed`.
    pub code: &'static str,
    /// The weight on the wire.
    pub wire: Level,
    /// The effect on code if no item of the crate changes. If an item changes, the item decides.
    pub(super) rust: OnCode,
    /// A short description of the change.
    pub title: &'static str,
    /// The reason for the weight on the wire.
    pub reason: &'static str,
}

impl Rule {
    /// Whether something became deprecated (`true`) or stopped being so; none for other kinds of changes.
    pub(super) fn deprecates(&self) -> Option<bool> {
        let is_one_of = |rules: &[&Rule]| rules.contains(&self);
        if is_one_of(&[&OPERATION_DEPRECATED, &PARAMETER_DEPRECATED, &DEPRECATED]) {
            return Some(true);
        }
        let ends = [&OPERATION_UNDEPRECATED, &PARAMETER_UNDEPRECATED, &NO_LONGER_DEPRECATED];
        is_one_of(&ends).then_some(false)
    }
}

/// The effect of a kind of change on code if no item of the crate changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnCode {
    /// Only documentation of the crate changes.
    Nothing,
    /// Nothing of the crate changes.
    Unaffected,
    /// The crate changes, and code that uses it compiles as before.
    Compiles,
    /// Code compiles as before but may behave differently.
    Differs,
}

/// The rules of one kind of change, by the direction in which values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Family {
    request: &'static Rule,
    response: &'static Rule,
}

impl Family {
    /// The rule for one direction.
    pub(super) fn rule(self, direction: Direction) -> &'static Rule {
        match direction {
            Direction::Request => self.request,
            Direction::Response => self.response,
        }
    }

    /// The codes of both rules. They identify the family.
    pub(super) fn key(self) -> [&'static str; 2] {
        [self.request.code, self.response.code]
    }
}

/// One rule for both directions.
impl From<&'static Rule> for Family {
    fn from(rule: &'static Rule) -> Self {
        Self { request: rule, response: rule }
    }
}

/// The table of all rules in Markdown.
pub fn table() -> String {
    let mut table =
        String::from("| code | on the wire | what changed | why |\n|---|---|---|---|\n");
    for Rule { code, wire, title, reason, .. } in ALL {
        let _ = writeln!(table, "| `{code}` | {wire} | {title} | {reason} |");
    }
    table
}

/// Declares rules (code, level on the wire, effect on code, what changed, why) and the list of all of them.
macro_rules! rules {
    ($($name:ident: $code:literal, $wire:ident, $rust:ident, $title:literal, $reason:literal;)*) => {
        $(
            pub(super) static $name: Rule =
                Rule { code: $code, wire: $wire, rust: $rust, title: $title, reason: $reason };
        )*
        /// All rules: those of the API and its operations, then those of schemas.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

/// Declares kinds of changes that weigh differently in requests and in responses.
macro_rules! families {
    ($($name:ident: $request:ident / $response:ident;)*) => {
        /// Kinds of changes with one rule for requests and another for responses.
        pub(super) mod family {
            use super::*;
            $(
                pub(in crate::diff) const $name: Family =
                    Family { request: &$request, response: &$response };
            )*
        }
    };
}

use OnCode::{Compiles, Differs, Nothing, Unaffected};

const B: Level = Level::Breaking;
const P: Level = Level::PossiblyBreaking;
const C: Level = Level::Compatible;
const D: Level = Level::Documentation;

rules! {
    API_TITLE: "api-title-changed", D, Nothing, "the API has another title", "only people read it";
    API_VERSION: "api-version-changed", D, Nothing, "the API has another version number", "other changes are reported separately";
    API_DESCRIPTION: "api-description-changed", D, Nothing, "the API is described differently", "only people read it";
    SERVER_DEFAULT: "server-default-changed", P, Differs, "the API is served elsewhere", "the old address may be switched off";
    SERVER_ADDED: "server-added", C, Compiles, "there is one more server", "nobody has to use it";
    SERVER_REMOVED: "server-removed", P, Compiles, "a server is no longer listed", "programs that were given its address may not reach it any more";
    SERVER_RUST: "server-rust-changed", D, Compiles, "the type of a server, or its variables, are gone from Rust", "changes of the servers are reported separately";
    SERVER_DESCRIPTION: "server-description-changed", D, Nothing, "a server is described differently", "only people read it";
    STATED_OTHERWISE: "stated-otherwise", D, Nothing, "something is stated in another way with the same meaning", "requests and responses stay the same";
    ERROR_OBJECT: "api-error-object-changed", C, Compiles, "another schema is the error object of the API", "changes of responses are reported separately";
    SCHEME_ADDED: "security-scheme-added", C, Compiles, "there is one more way to authenticate", "nobody has to use it";
    SCHEME_REMOVED: "security-scheme-removed", B, Compiles, "a way to authenticate is gone", "credentials of this kind are no longer accepted";
    SCHEME_UNUSED_REMOVED: "unused-security-scheme-removed", D, Compiles, "a way to authenticate is gone that no operation accepted", "requests stay the same";
    SCHEME_RENAMED: "security-scheme-renamed", C, Differs, "a way to authenticate has another name", "its name is not sent";
    SCHEME_KIND: "security-scheme-kind-changed", B, Compiles, "a way to authenticate works differently", "credentials as they were sent before are no longer understood";
    SCHEME_PLACE: "security-scheme-place-changed", B, Compiles, "an API key is sent in another place", "a key in the old place is not found";
    SCHEME_HEADER: "security-scheme-header-changed", P, Compiles, "a credential in the header `Authorization` is described differently: as an API key, or as a bearer token", "the header is the same, but its old value may be refused";
    SCHEME_TOKEN: "security-scheme-token-source-changed", P, Compiles, "a bearer token is obtained in another way", "it is sent as before, but tokens from the old source may be refused";
    SCHEME_DESCRIPTION: "security-scheme-description-changed", D, Nothing, "a way to authenticate is described differently", "only people read it";
    SCHEME_RUST_NAME: "security-scheme-rust-name-changed", C, Compiles, "the method that sets a credential has another name", "nothing that is sent changes";
    API_SECURITY_ADDED: "api-security-added", B, Differs, "the API asks for credentials", "requests without credentials are refused";
    API_SECURITY_REMOVED: "api-security-removed", C, Compiles, "the API works without credentials", "credentials may still be sent";
    API_ALTERNATIVE_ADDED: "api-security-alternative-added", C, Compiles, "the API accepts other credentials too", "those used before still work";
    API_ALTERNATIVE_REMOVED: "api-security-alternative-removed", B, Differs, "the API no longer accepts some credentials", "requests with these credentials are refused";
    SCOPE_ADDED: "security-scope-added", P, Unaffected, "a token needs one more scope", "tokens without it are refused";
    SCOPE_REMOVED: "security-scope-removed", C, Unaffected, "a token needs one scope fewer", "tokens that have it are accepted as before";
    TAG_ADDED: "tag-added", C, Compiles, "there is one more tag", "tags are not sent";
    TAG_REMOVED: "tag-removed", C, Compiles, "a tag is gone", "tags are not sent";
    TAG_RENAMED: "tag-renamed", C, Compiles, "a tag has another name", "tags are not sent";
    TAG_RUST_NAME: "tag-rust-name-changed", C, Compiles, "the module of a tag has another name", "tags are not sent";
    TAG_DESCRIPTION: "tag-description-changed", D, Nothing, "a tag is described differently", "only people read it";
    DOCUMENTATION: "documentation-changed", D, Nothing, "an example, a link or a remark changed", "only people and tests read it";
    UNREAD_PART: "unread-part-changed", P, Compiles, "a part of the document changed that the crate does not read (a callback, a webhook, an unknown key)", "the effect on programs is unknown";
    OPERATION_ADDED: "operation-added", C, Compiles, "there is one more operation", "nobody has to use it";
    OPERATION_REMOVED: "operation-removed", B, Compiles, "an operation is gone without notice", "requests to it are refused";
    OPERATION_RETIRED: "operation-removed-after-deprecation", P, Compiles, "a deprecated operation is gone", "requests to it are refused, as was announced";
    OPERATION_LOST: "operation-no-longer-generated", P, Compiles, "the description of an operation can no longer be read", "its new behaviour is unknown";
    OPERATION_MADE: "operation-generated", C, Compiles, "the description of an operation can be read now", "it was there before";
    OPERATION_UNREAD: "unread-operation-changed", P, Compiles, "an operation changed whose description cannot be read", "its new behaviour is unknown";
    OPERATION_PATH: "operation-path-changed", B, Compiles, "an operation has another path", "requests to the old path are refused";
    OPERATION_METHOD: "operation-method-changed", B, Compiles, "an operation has another method", "requests with the old method are refused";
    OPERATION_STREAM_ASKED: "operation-stream-asked", C, Compiles, "the client itself sends the property that asks an operation for a stream", "the server is asked for the form that is read";
    OPERATION_STREAM_OTHERWISE: "operation-stream-asked-otherwise", P, Differs, "the property that asks an operation for a stream is sent with another value, or left to programs", "the server may be asked for another form than the one that is read";
    OPERATION_RETRY: "operation-retry-changed", C, Compiles, "the rule for sending an operation again changed", "a request has the same effect as before";
    OPERATION_ID: "operation-id-changed", C, Compiles, "an operation has another operationId", "it is not sent";
    OPERATION_RUST_NAME: "operation-rust-name-changed", C, Compiles, "the method of an operation has another name", "nothing that is sent changes";
    OPERATION_TAG: "operation-tag-changed", C, Compiles, "an operation is under another tag", "tags are not sent";
    OPERATION_DEPRECATED: "operation-deprecated", C, Compiles, "an operation is deprecated", "it works until it is removed";
    OPERATION_UNDEPRECATED: "operation-no-longer-deprecated", C, Compiles, "an operation is no longer deprecated", "it works as before";
    OPERATION_SUMMARY: "operation-summary-changed", D, Nothing, "an operation has another summary", "only people read it";
    OPERATION_DESCRIPTION: "operation-description-changed", D, Nothing, "an operation is described differently", "only people read it";
    OPERATION_SECURITY_ADDED: "operation-security-added", B, Differs, "an operation asks for credentials", "requests without credentials are refused";
    OPERATION_SECURITY_REMOVED: "operation-security-removed", C, Compiles, "an operation works without credentials", "credentials may still be sent";
    OPERATION_ALTERNATIVE_ADDED: "operation-security-alternative-added", C, Compiles, "an operation accepts other credentials too", "those used before still work";
    OPERATION_ALTERNATIVE_REMOVED: "operation-security-alternative-removed", B, Differs, "an operation no longer accepts some credentials", "requests with these credentials are refused";
    PAGING_ADDED: "operation-paging-added", C, Compiles, "a list can be read in pages", "nobody has to";
    PAGING_ADDED_REQUIRED: "operation-paging-added-required", B, Compiles, "a list must be read in pages", "requests that ask for no range are refused";
    PAGING_REMOVED: "operation-paging-removed", P, Compiles, "a list can no longer be read in pages", "requests for a part of it may get all of it, or be refused";
    PAGING_CHANGED: "operation-paging-changed", B, Compiles, "the way to read a list in pages changed", "the old way is not understood";
    PAGING_REQUIRED: "operation-paging-became-required", B, Differs, "a list must be read in pages", "requests that ask for no range are refused";
    PAGING_OPTIONAL: "operation-paging-became-optional", C, Differs, "a list need not be read in pages", "requests for a range still work";
    OPERATION_SERVER: "operation-server-changed", P, Unaffected, "an operation is served elsewhere than before", "its old address may be switched off";
    ARGUMENTS_ORDER: "operation-arguments-reordered", C, Compiles, "the required parameters are in another order", "only the order of the method's arguments changes";
    PARAMETER_ADDED_REQUIRED: "request-parameter-added-required", B, Compiles, "there is one more required parameter", "requests without it are refused";
    PARAMETER_ADDED_OPTIONAL: "request-parameter-added-optional", C, Compiles, "there is one more optional parameter", "it can be left out";
    PARAMETER_REMOVED: "request-parameter-removed", P, Compiles, "a parameter is gone", "it is ignored, or requests that hold it are refused";
    PARAMETER_RETIRED: "request-parameter-removed-after-deprecation", P, Compiles, "a deprecated parameter is gone", "it is ignored or refused, as was announced";
    REQUEST_PARAMETER_FORMAT: "request-parameter-format-changed", B, Compiles, "a parameter, or a field of a form, holds text in another format", "servers read it by its format: the old values are refused";
    PARAMETER_RENAMED: "request-parameter-renamed", B, Compiles, "a parameter has another name", "the old name is not understood";
    PATH_PARAMETER_RENAMED: "path-parameter-renamed", C, Compiles, "a path variable has another name", "only its value is sent";
    PATH_PARAMETERS_SWAPPED: "path-parameters-swapped", P, Compiles, "the variables of a path are in another order", "values in the old order may mean something else";
    PARAMETER_RUST_NAME: "request-parameter-rust-name-changed", C, Compiles, "a parameter has another name in Rust", "nothing that is sent changes";
    PARAMETER_REQUIRED: "request-parameter-became-required", B, Compiles, "an optional parameter is required", "requests without it are refused";
    PARAMETER_OPTIONAL: "request-parameter-became-optional", C, Compiles, "a required parameter is optional", "it can still be given";
    PARAMETER_LOCATION: "request-parameter-location-changed", B, Compiles, "a parameter is sent in another place", "a value in the old place is not found";
    PARAMETER_STYLE: "request-parameter-style-changed", B, Compiles, "a parameter is written differently", "the old form is not understood";
    PARAMETER_ESCAPING: "request-parameter-escaping-changed", P, Compiles, "reserved characters in a parameter are written differently", "values with such characters may be misunderstood";
    PARAMETER_DEPRECATED: "request-parameter-deprecated", C, Compiles, "a parameter is deprecated", "it works until it is removed";
    PARAMETER_UNDEPRECATED: "request-parameter-no-longer-deprecated", C, Compiles, "a parameter is no longer deprecated", "it works as before";
    PARAMETER_DESCRIPTION: "request-parameter-description-changed", D, Nothing, "a parameter is described differently", "only people read it";
    BODY_ADDED_REQUIRED: "request-body-added-required", B, Compiles, "an operation requires a body", "requests without a body are refused";
    BODY_ADDED_OPTIONAL: "request-body-added-optional", C, Compiles, "an operation takes a body", "it can be left out";
    BODY_REMOVED: "request-body-removed", P, Compiles, "an operation takes no body any more", "it is ignored, or requests with a body are refused";
    BODY_REQUIRED: "request-body-became-required", B, Compiles, "an optional body is required", "requests without a body are refused";
    BODY_OPTIONAL: "request-body-became-optional", C, Compiles, "a required body is optional", "it can still be sent";
    BODY_RUST_NAME: "request-body-rust-name-changed", C, Compiles, "a body has another name in Rust", "nothing that is sent changes";
    BODY_DESCRIPTION: "request-body-description-changed", D, Nothing, "a body is described differently", "only people read it";
    MEDIA_TYPE_ADDED: "request-media-type-added", C, Compiles, "a body can be sent in one more media type", "the others still work";
    MEDIA_TYPE_REMOVED: "request-media-type-removed", B, Compiles, "a body can no longer be sent in a media type", "requests in this media type are refused";
    MEDIA_TYPE_PREFERRED: "request-media-type-preferred-changed", C, Compiles, "the crate sends a body in another media type", "both are accepted";
    PART_MEDIA_TYPE: "request-part-media-type-changed", P, Compiles, "a part of a body is sent in another media type", "parts in the old media type may be refused";
    PART_HEADER: "request-part-header-changed", P, Compiles, "a part of a body is sent with another header", "parts without it may be refused";
    STATUS_ADDED: "response-status-added", P, Compiles, "there is one more status that means success", "programs that compare with the known ones take it for a failure";
    STATUS_REMOVED: "response-status-removed", P, Compiles, "a status that means success is gone", "programs that wait for it never see it";
    STATUS_CHANGED: "response-status-changed", B, Compiles, "success has another status", "programs that compare with the old one take it for a failure";
    STATUS_STATED: "response-status-stated", C, Compiles, "a status that was described as one of several has a description of its own", "programs that read the response of any of them read this one";
    ERROR_STATUS_ADDED: "response-error-status-added", C, Compiles, "there is one more documented failure", "programs must expect undocumented failures anyway";
    ERROR_STATUS_REMOVED: "response-error-status-removed", C, Compiles, "a documented failure is gone", "programs that handle it never see it";
    RESPONSE_BODY_ADDED: "response-body-added", C, Compiles, "a response holds something now", "it can be ignored";
    RESPONSE_BODY_REMOVED: "response-body-removed", B, Compiles, "a response holds nothing any more", "programs that read it find nothing";
    ERROR_BODY_ADDED: "response-error-body-added", C, Compiles, "a failing response holds something now", "it can be ignored";
    ERROR_BODY_REMOVED: "response-error-body-removed", P, Compiles, "a failing response holds nothing any more", "programs that read it find nothing";
    RESPONSE_MEDIA_TYPE_ADDED: "response-media-type-added", C, Compiles, "a response can come in one more media type", "the others can still be asked for";
    RESPONSE_MEDIA_TYPE_REMOVED: "response-media-type-removed", B, Compiles, "a response no longer comes in a media type", "programs that ask for it get something else";
    RESPONSE_MEDIA_TYPE_PREFERRED: "response-media-type-preferred-changed", C, Compiles, "the crate reads a response in another media type", "both can be asked for";
    HEADER_ADDED: "response-header-added", C, Compiles, "a response carries one more header", "it can be ignored";
    HEADER_REMOVED: "response-header-removed", P, Differs, "a response no longer carries a header", "programs that read it find nothing";
    REQUIRED_HEADER_REMOVED: "response-required-header-removed", B, Differs, "a response no longer carries a header that it always carried", "programs that read it find nothing";
    HEADER_OPTIONAL: "response-header-became-optional", P, Differs, "a response may leave out a header that it always carried", "programs that rely on it may find nothing";
    HEADER_REQUIRED: "response-header-became-required", C, Compiles, "a response always carries a header that it could leave out", "programs keep working: it is always present now";
    HEADER_DESCRIPTION: "response-header-description-changed", D, Nothing, "a header of a response is described differently", "only people read it";
    RESPONSE_DESCRIPTION: "response-description-changed", D, Nothing, "a response is described differently", "only people read it";
    ERROR_DESCRIPTION: "response-error-description-changed", D, Compiles, "an error response is described differently", "only people read it, also in the text of the error";
    REQUEST_PROPERTY_ADDED: "request-property-added", C, Compiles, "requests may hold a further property", "requests without it stay valid";
    REQUEST_REQUIRED_PROPERTY_ADDED: "request-required-property-added", B, Compiles, "requests must hold a further property", "requests without it are refused";
    RESPONSE_PROPERTY_ADDED: "response-property-added", C, Compiles, "responses hold a further property", "programs ignore what they do not know";
    REQUEST_PROPERTY_REMOVED: "request-property-removed", P, Compiles, "requests no longer hold a property", "a server may ignore it, or refuse requests that hold it";
    RESPONSE_PROPERTY_REMOVED: "response-property-removed", B, Compiles, "responses no longer hold a property", "programs that read it find nothing";
    REQUEST_DEPRECATED_PROPERTY_REMOVED: "request-deprecated-property-removed", P, Compiles, "requests no longer hold a property that was deprecated", "as without deprecation, but the removal was announced";
    RESPONSE_DEPRECATED_PROPERTY_REMOVED: "response-deprecated-property-removed", P, Compiles, "responses no longer hold a property that was deprecated", "the removal was announced; programs that still read it find nothing";
    REQUEST_PROPERTY_FORBIDDEN: "request-property-forbidden", P, Nothing, "requests must not hold a property that the document did not describe", "requests that hold it are refused";
    RESPONSE_PROPERTY_FORBIDDEN: "response-property-forbidden", C, Nothing, "responses never hold a property that the document did not describe", "programs that ignore it do not notice";
    REQUEST_PROPERTY_RENAMED: "request-property-renamed", B, Compiles, "a property of requests has another name", "what is sent under the old name is lost or refused";
    RESPONSE_PROPERTY_RENAMED: "response-property-renamed", B, Compiles, "a property of responses has another name", "programs that read the old name find nothing";
    REQUEST_PROPERTY_BECAME_REQUIRED: "request-property-became-required", B, Compiles, "requests must hold a property that was optional", "requests without it are refused";
    RESPONSE_PROPERTY_BECAME_REQUIRED: "response-property-became-required", C, Compiles, "responses always hold a property that was optional", "programs keep working: it is always present now";
    REQUEST_PROPERTY_BECAME_OPTIONAL: "request-property-became-optional", C, Compiles, "requests may leave out a property that was required", "requests that hold it stay valid";
    RESPONSE_PROPERTY_BECAME_OPTIONAL: "response-property-became-optional", B, Compiles, "responses may leave out a property that was required", "programs that rely on it find nothing";
    REQUEST_PROPERTY_BECAME_READ_ONLY: "request-property-became-read-only", P, Compiles, "a property is read-only now", "a server may ignore it in requests, or refuse them";
    REQUEST_PROPERTY_BECAME_WRITABLE: "request-property-became-writable", C, Compiles, "an optional property is no longer read-only", "requests without it stay valid";
    REQUEST_REQUIRED_PROPERTY_BECAME_WRITABLE: "request-required-property-became-writable", B, Compiles, "a required property is no longer read-only", "requests, which left it out, must hold it";
    RESPONSE_PROPERTY_BECAME_WRITE_ONLY: "response-property-became-write-only", B, Compiles, "a property is write-only now", "programs that read it find nothing";
    RESPONSE_PROPERTY_BECAME_READABLE: "response-property-became-readable", C, Compiles, "a property is no longer write-only", "programs ignore what they do not know";
    PROPERTY_ACCESS_CHANGED: "property-access-changed", D, Unaffected, "a property is or is no longer marked read-only or write-only, and is sent only in the direction that the mark allows", "requests and responses stay the same";
    REQUEST_BECAME_NULLABLE: "request-value-became-nullable", C, Compiles, "requests may hold null", "values that are not null stay valid";
    RESPONSE_BECAME_NULLABLE: "response-value-became-nullable", B, Compiles, "responses may hold null", "programs that rely on a value find none";
    REQUEST_NO_LONGER_NULLABLE: "request-value-no-longer-nullable", B, Compiles, "requests must not hold null any more", "requests that hold it are refused";
    RESPONSE_NO_LONGER_NULLABLE: "response-value-no-longer-nullable", C, Compiles, "responses do not hold null any more", "code for null is not needed any more";
    REQUEST_TYPE_CHANGED: "request-type-changed", B, Compiles, "requests hold values of another type", "values of the old type are refused";
    RESPONSE_TYPE_CHANGED: "response-type-changed", B, Compiles, "responses hold values of another type", "programs that read the old type fail";
    REQUEST_TYPE_GENERALIZED: "request-type-generalized", C, Compiles, "requests may hold more kinds of values, the old ones among them", "the old values stay valid";
    RESPONSE_TYPE_GENERALIZED: "response-type-generalized", P, Compiles, "responses may hold more kinds of values, the old ones among them", "programs may meet values that they cannot read";
    REQUEST_TYPE_SPECIALIZED: "request-type-specialized", P, Compiles, "requests may hold only some of the values that they could", "other values are refused; programs that send none do not notice";
    REQUEST_TYPE_NARROWED: "request-type-narrowed", B, Compiles, "requests may hold only some of the numbers that they could", "other numbers are refused";
    RESPONSE_TYPE_SPECIALIZED: "response-type-specialized", C, Compiles, "responses hold only some of the values that they could", "programs read them already";
    FORMAT_CHANGED: "format-changed", D, Unaffected, "a format changed that does not affect requests and responses", "requests and responses stay the same";
    REQUEST_FORMAT_CHANGED: "request-format-changed", P, Compiles, "requests hold texts in another format", "some of the old values may be refused";
    RESPONSE_FORMAT_CHANGED: "response-format-changed", P, Compiles, "responses hold texts in another format", "programs that rely on the old format may meet other values";
    REQUEST_BECAME_ENUM: "request-value-became-enum", B, Compiles, "requests may hold only the values of a list", "other values are refused";
    RESPONSE_BECAME_ENUM: "response-value-became-enum", C, Compiles, "responses hold only the values of a list", "programs read them already";
    REQUEST_NO_LONGER_ENUM: "request-value-no-longer-enum", C, Compiles, "requests may hold more than the values of a list", "the old values stay valid";
    RESPONSE_NO_LONGER_ENUM: "response-value-no-longer-enum", C, Compiles, "responses may hold more than the values of a list", "lists of values are open: an unknown one is kept";
    REQUEST_ENUM_VALUE_ADDED: "request-enum-value-added", C, Compiles, "requests may hold a further value", "the old values stay valid";
    RESPONSE_ENUM_VALUE_ADDED: "response-enum-value-added", C, Compiles, "responses may hold a further value", "lists of values are open: an unknown one is kept";
    REQUEST_ENUM_VALUE_REMOVED: "request-enum-value-removed", B, Compiles, "requests must not hold a value any more", "requests that hold it are refused";
    RESPONSE_ENUM_VALUE_REMOVED: "response-enum-value-removed", C, Compiles, "responses do not hold a value any more", "code for it is not needed any more";
    RESPONSE_VALUES_EXCHANGED: "response-enum-value-exchanged", B, Compiles, "responses hold none of the values that they did", "programs that act on one of the old values no longer do";
    REQUEST_ARM_ADDED: "request-union-arm-added", C, Compiles, "requests may hold a further type of a union", "the old types stay valid";
    RESPONSE_ARM_ADDED: "response-union-arm-added", P, Compiles, "responses may hold a further type of a union", "programs meet values of a type that they do not know";
    REQUEST_ARM_REMOVED: "request-union-arm-removed", B, Compiles, "requests must not hold a type of a union any more", "values of that type are refused";
    RESPONSE_ARM_REMOVED: "response-union-arm-removed", C, Compiles, "responses do not hold a type of a union any more", "code for it is not needed any more";
    DISCRIMINATOR_CHANGED: "discriminator-changed", P, Compiles, "another property, or none, tells the types of a union apart", "programs that look at the old one may take a value for another type";
    DISCRIMINATOR_VALUES_CHANGED: "discriminator-values-changed", B, Compiles, "a type of a union is recognized by other values", "programs that know the old values take it for another type";
    REQUEST_DISCRIMINATOR_VALUE_ADDED: "request-discriminator-value-added", C, Compiles, "a type of a union has one more name in requests", "the old names stay valid";
    RESPONSE_DISCRIMINATOR_VALUE_ADDED: "response-discriminator-value-added", P, Compiles, "a type of a union has one more name in responses", "programs that know the old names may not know the type";
    DECIDING_PROPERTY_CHANGED: "deciding-property-changed", D, Compiles, "`x-discriminator` names another property beside a union, or other values", "requests and responses stay the same";
    REQUEST_FURTHER_ADDED: "request-further-properties-added", C, Compiles, "requests may hold properties that are not listed", "requests without them stay valid";
    RESPONSE_FURTHER_ADDED: "response-further-properties-added", C, Compiles, "responses may hold properties that are not listed", "programs ignore what they do not know";
    REQUEST_FURTHER_REMOVED: "request-further-properties-removed", P, Compiles, "properties that are not listed are no longer described, or are forbidden", "a server may ignore them, or refuse requests that hold some";
    RESPONSE_FURTHER_REMOVED: "response-further-properties-removed", P, Compiles, "properties that are not listed are no longer described, or are forbidden", "programs that read some may find nothing";
    FURTHER_STATED: "further-properties-stated-otherwise", D, Compiles, "properties that are not listed are described as any JSON, or are not described any more", "they may be anything in both cases";
    REQUEST_BOUND_TIGHTENED: "request-bound-tightened", B, Nothing, "fewer values are allowed in requests: a length, range or pattern", "values outside of it are refused";
    RESPONSE_BOUND_TIGHTENED: "response-bound-tightened", C, Nothing, "responses hold fewer values: a length, range or pattern", "programs read them already";
    REQUEST_BOUND_LOOSENED: "request-bound-loosened", C, Nothing, "more values are allowed in requests: a length, range or pattern", "the old values stay valid";
    RESPONSE_BOUND_LOOSENED: "response-bound-loosened", P, Nothing, "responses may hold more values: a length, range or pattern", "programs that rely on the old bound meet values outside of it";
    REQUEST_BOUND_CHANGED: "request-bound-changed", P, Nothing, "other values are allowed in requests: a pattern or a step", "some of the old values may be refused";
    RESPONSE_BOUND_CHANGED: "response-bound-changed", P, Nothing, "responses may hold other values: a pattern or a step", "programs that rely on the old bound may meet values outside of it";
    REQUEST_KEYWORD_CHANGED: "request-keyword-changed", P, Compiles, "a keyword that the crate does not read changed what requests may hold (`not`, `if`, `prefixItems`, `anyOf` of conditions)", "some of the old values may be refused";
    RESPONSE_KEYWORD_CHANGED: "response-keyword-changed", P, Compiles, "a keyword that the crate does not read changed what responses may hold (`not`, `if`, `prefixItems`, `anyOf` of conditions)", "programs may meet values that they do not expect";
    REQUEST_DEFAULT_ADDED: "request-default-added", C, Nothing, "a default is given for a value that requests leave out", "requests stay valid";
    REQUEST_DEFAULT_CHANGED: "request-default-changed", P, Nothing, "another default is used for a value that requests leave out", "requests that leave it out mean something else";
    REQUEST_DEFAULT_REMOVED: "request-default-removed", P, Nothing, "no default is given any more for a value that requests leave out", "requests that leave it out may mean something else";
    RESPONSE_DEFAULT_CHANGED: "response-default-changed", D, Nothing, "a default of a value in responses was added, changed or removed", "requests and responses stay the same";
    DEPRECATED: "deprecated", C, Unaffected, "a schema or property is deprecated", "it works as before, and may be removed";
    NO_LONGER_DEPRECATED: "no-longer-deprecated", C, Unaffected, "a schema or property is no longer deprecated", "it works as before";
    DESCRIPTION_CHANGED: "description-changed", D, Nothing, "the description of a schema or property changed", "only people read it";
    TITLE_CHANGED: "title-changed", D, Nothing, "the title of a schema or property changed", "only people read it";
    SCHEMA_ADDED: "schema-added", D, Compiles, "a component schema was added", "names of schemas are not sent";
    SCHEMA_REMOVED: "schema-removed", D, Compiles, "a component schema was removed", "names of schemas are not sent";
    SCHEMA_RENAMED: "schema-renamed", D, Compiles, "a component schema has another name", "names of schemas are not sent";
    SCHEMA_INLINED: "schema-inlined", D, Compiles, "a component schema was moved to the place of its use", "names of schemas are not sent";
    SCHEMA_EXTRACTED: "schema-extracted", D, Compiles, "a schema at the place of its use became a component", "names of schemas are not sent";
    SCHEMA_REPLACED_BY_EQUAL: "schema-replaced-by-equal", D, Compiles, "a value is described by another schema with the same meaning", "requests and responses stay the same";
    SCHEMA_REPLACED_BY_COMPATIBLE: "schema-replaced-by-compatible", C, Compiles, "a value is described by another schema, which differs compatibly", "the values that programs send and read stay valid";
    SCHEMA_REPLACED: "schema-replaced", B, Compiles, "a value is described by another schema", "the values that programs send or read are no longer as described";
    UNUSED_SCHEMA_CHANGED: "unused-schema-changed", D, Compiles, "a schema changed that no operation of both states uses", "no request or response of a known operation holds it";
    SCHEMA_SPLIT: "schema-split", D, Compiles, "requests and responses hold different forms of a schema, as a part of it is read-only or write-only now", "changes of properties are reported separately";
    SCHEMA_JOINED: "schema-joined", D, Compiles, "requests and responses hold the same form of a schema again", "changes of properties are reported separately";
    SCHEMA_USE_CHANGED: "schema-use-changed", D, Compiles, "requests hold a schema too, or no longer", "changes of operations are reported separately";
    RUST_NAME_CHANGED: "rust-name-changed", D, Compiles, "a type, field or variant has another name in Rust only", "`x-rust-name` and clashes of names do not affect requests and responses";
    RUST_TYPE_CHANGED: "rust-type-changed", D, Compiles, "a type, field or variant is something else in Rust: boxed, an enum in place of a struct", "the form of a value in Rust is not sent";
    RUST_DEFAULT_CHANGED: "rust-default-changed", D, Compiles, "a type has no `Default` in Rust any more, or has one now", "`Default` follows from the fields and is not sent";
    RUST_ARGUMENTS_REORDERED: "rust-arguments-reordered", D, Compiles, "a schema lists its required properties in another order", "only the order of the arguments of `new` changes";
}

families! {
    ADDED: REQUEST_PROPERTY_ADDED / RESPONSE_PROPERTY_ADDED;
    REQUIRED_ADDED: REQUEST_REQUIRED_PROPERTY_ADDED / RESPONSE_PROPERTY_ADDED;
    REMOVED: REQUEST_PROPERTY_REMOVED / RESPONSE_PROPERTY_REMOVED;
    DEPRECATED_REMOVED: REQUEST_DEPRECATED_PROPERTY_REMOVED / RESPONSE_DEPRECATED_PROPERTY_REMOVED;
    FORBIDDEN: REQUEST_PROPERTY_FORBIDDEN / RESPONSE_PROPERTY_FORBIDDEN;
    PROPERTY_RENAMED: REQUEST_PROPERTY_RENAMED / RESPONSE_PROPERTY_RENAMED;
    REQUIRED: REQUEST_PROPERTY_BECAME_REQUIRED / RESPONSE_PROPERTY_BECAME_REQUIRED;
    OPTIONAL: REQUEST_PROPERTY_BECAME_OPTIONAL / RESPONSE_PROPERTY_BECAME_OPTIONAL;
    READ_ONLY: REQUEST_PROPERTY_BECAME_READ_ONLY / PROPERTY_ACCESS_CHANGED;
    WRITABLE: REQUEST_PROPERTY_BECAME_WRITABLE / PROPERTY_ACCESS_CHANGED;
    REQUIRED_WRITABLE: REQUEST_REQUIRED_PROPERTY_BECAME_WRITABLE / PROPERTY_ACCESS_CHANGED;
    WRITE_ONLY: PROPERTY_ACCESS_CHANGED / RESPONSE_PROPERTY_BECAME_WRITE_ONLY;
    READABLE: PROPERTY_ACCESS_CHANGED / RESPONSE_PROPERTY_BECAME_READABLE;
    NULLABLE: REQUEST_BECAME_NULLABLE / RESPONSE_BECAME_NULLABLE;
    NOT_NULLABLE: REQUEST_NO_LONGER_NULLABLE / RESPONSE_NO_LONGER_NULLABLE;
    TYPE: REQUEST_TYPE_CHANGED / RESPONSE_TYPE_CHANGED;
    GENERALIZED: REQUEST_TYPE_GENERALIZED / RESPONSE_TYPE_GENERALIZED;
    SPECIALIZED: REQUEST_TYPE_SPECIALIZED / RESPONSE_TYPE_SPECIALIZED;
    NARROWED: REQUEST_TYPE_NARROWED / RESPONSE_TYPE_SPECIALIZED;
    OTHER_PARAMETER_FORMAT: REQUEST_PARAMETER_FORMAT / RESPONSE_FORMAT_CHANGED;
    OTHER_FORMAT: REQUEST_FORMAT_CHANGED / RESPONSE_FORMAT_CHANGED;
    ONE_ARM: REQUEST_ARM_REMOVED / RESPONSE_TYPE_SPECIALIZED;
    BECAME_ENUM: REQUEST_BECAME_ENUM / RESPONSE_BECAME_ENUM;
    NO_LONGER_ENUM: REQUEST_NO_LONGER_ENUM / RESPONSE_NO_LONGER_ENUM;
    VALUE_ADDED: REQUEST_ENUM_VALUE_ADDED / RESPONSE_ENUM_VALUE_ADDED;
    VALUE_REMOVED: REQUEST_ENUM_VALUE_REMOVED / RESPONSE_ENUM_VALUE_REMOVED;
    VALUE_EXCHANGED: REQUEST_ENUM_VALUE_REMOVED / RESPONSE_VALUES_EXCHANGED;
    ARM_ADDED: REQUEST_ARM_ADDED / RESPONSE_ARM_ADDED;
    ARM_REMOVED: REQUEST_ARM_REMOVED / RESPONSE_ARM_REMOVED;
    TAG_ADDED: REQUEST_DISCRIMINATOR_VALUE_ADDED / RESPONSE_DISCRIMINATOR_VALUE_ADDED;
    FURTHER_ADDED: REQUEST_FURTHER_ADDED / RESPONSE_FURTHER_ADDED;
    FURTHER_REMOVED: REQUEST_FURTHER_REMOVED / RESPONSE_FURTHER_REMOVED;
    FURTHER_UNSAID: REQUEST_TYPE_GENERALIZED / RESPONSE_FURTHER_REMOVED;
    FURTHER_FORBIDDEN: REQUEST_FURTHER_REMOVED / RESPONSE_TYPE_SPECIALIZED;
    TIGHTENED: REQUEST_BOUND_TIGHTENED / RESPONSE_BOUND_TIGHTENED;
    LOOSENED: REQUEST_BOUND_LOOSENED / RESPONSE_BOUND_LOOSENED;
    BOUND: REQUEST_BOUND_CHANGED / RESPONSE_BOUND_CHANGED;
    KEYWORD: REQUEST_KEYWORD_CHANGED / RESPONSE_KEYWORD_CHANGED;
    DEFAULT_ADDED: REQUEST_DEFAULT_ADDED / RESPONSE_DEFAULT_CHANGED;
    DEFAULT: REQUEST_DEFAULT_CHANGED / RESPONSE_DEFAULT_CHANGED;
    DEFAULT_REMOVED: REQUEST_DEFAULT_REMOVED / RESPONSE_DEFAULT_CHANGED;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_of_plain_words() {
        let mut codes = BTreeSet::new();
        for Rule { code, title, reason, .. } in ALL {
            assert!(codes.insert(code), "{code} is there twice");
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
            for text in [title, reason] {
                let is_text = !text.is_empty() && !text.ends_with('.') && !text.contains('|');
                assert!(is_text, "{code}: {text}");
            }
        }
    }

    #[test]
    fn the_table_for_people_is_that_of_the_code() {
        let page = include_str!("../../CHANGES.md");
        let table = table();
        if std::env::var_os("UPDATE_PAGES").is_some() {
            let text = page.split("| code |").next().unwrap_or_default();
            std::fs::write("CHANGES.md", format!("{text}{table}")).expect("it can be written");
            return;
        }
        assert!(page.ends_with(&table), "run this test with UPDATE_PAGES=1");
    }
}
