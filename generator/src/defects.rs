//! The rules for defects of documents, in one table: what each rule finds, and how it corrects it.
//!
//! [`crate::normalize`] applies most of them; [`crate::lower`] applies those that need the types. `generator/DEFECTS.md` is this table
//! for people; a test keeps both equal.

use crate::diagnostic::Code;
use std::fmt::Write;

/// A rule for one kind of defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The code of its report, which determines the severity.
    pub code: Code,
    /// Its name.
    pub name: &'static str,
    /// The defect.
    pub found: &'static str,
    /// The correction or assumption.
    pub assumed: &'static str,
}

const fn rule(code: Code, name: &'static str, found: &'static str, assumed: &'static str) -> Rule {
    Rule { code, name, found, assumed }
}

/// All rules, by code.
pub const RULES: &[Rule] = &[
    rule(
        Code::UnknownFormat,
        "unknown format",
        "a `format` that OpenAPI does not define for its type: `\"\"`, `integer`",
        "it is ignored; only the type counts",
    ),
    rule(
        Code::ReferenceSiblings,
        "reference with siblings",
        "keys beside a `$ref`, which OpenAPI 3.0 ignores",
        "they apply too: an `allOf` around the reference",
    ),
    rule(
        Code::UndeclaredPathParameter,
        "undeclared path variable",
        "a variable of a path without a parameter",
        "a required string",
    ),
    rule(
        Code::AnnotationArm,
        "annotating schema",
        "a schema of an `allOf` that only describes",
        "it describes the schema around it",
    ),
    rule(
        Code::Swagger2Parameter,
        "Swagger 2 parameter",
        "a parameter with `type`, `items` or `collectionFormat` and without `schema`; `in: body` or `formData`; a parameter that does not describe its value",
        "`schema`, `style` and `explode` with the same meaning, where lists are joined by commas by default; a request body; a string. A list in a format that OpenAPI 3 cannot express becomes a string that the caller writes",
    ),
    rule(
        Code::Swagger2MediaTypes,
        "Swagger 2 media types",
        "`consumes` or `produces`",
        "they count where a body or a response has no media type of its own",
    ),
    rule(
        Code::Swagger2Response,
        "Swagger 2 response",
        "a response with `schema` and without `content`; a header with `type` and without `schema`",
        "the same in the form of OpenAPI 3, in the media types of `produces`, or else in JSON",
    ),
    rule(
        Code::MultipartFile,
        "multipart file",
        "a part of a multipart body that is an object which has no properties and allows none",
        "a file",
    ),
    rule(
        Code::MisspelledPathParameter,
        "misspelled path parameter",
        "a path parameter without a variable in the path, and one variable of nearly the same spelling without a parameter",
        "they are the same, with the name in the path",
    ),
    rule(
        Code::HeaderName,
        "header name",
        "a header name with characters that are not allowed, such as `X-Trace-Id:`",
        "the name without colon and spaces at its end; if that is not a valid name either, or names another header, the header is left out",
    ),
    rule(
        Code::PathParameterTypes,
        "path parameter of two types",
        "a variable after the same beginning of a path that has different types in different operations",
        "each operation keeps its type",
    ),
    rule(
        Code::ArrayWithoutItems,
        "array without items",
        "`type: array` without `items`",
        "the items are any JSON",
    ),
    rule(
        Code::ContradictorySchema,
        "contradictory schema",
        "an object that allows no property, beside an `anyOf`, `oneOf`, `allOf` or `required` that asks for some; `items` in an object without other keywords for its content; a `type` beside a `$ref` to a schema of another type",
        "the `anyOf`, `oneOf`, `allOf` or `required` counts, and the prohibition of properties is ignored; the value is a list of the items or an object; the reference counts, as OpenAPI 3.0 requires",
    ),
    rule(
        Code::ClosedEmptyObject,
        "closed empty object",
        "an object without `properties` that allows none, so only `{}` fits; alternatives of unions are excepted",
        "an object with any properties",
    ),
    rule(
        Code::SingleArm,
        "`allOf` of one",
        "an `allOf` that lists one schema",
        "that schema, with the keys beside it",
    ),
    rule(
        Code::NullableComponent,
        "nullable component",
        "a component schema that is `nullable`",
        "null is allowed wherever it is used",
    ),
    rule(
        Code::RequiredNullable,
        "required and nullable",
        "a required property that is `nullable`",
        "it is always there, and may be null",
    ),
    rule(
        Code::RequiredReadOnly,
        "required and read-only",
        "a required property that is `readOnly`",
        "responses hold it; requests have a type without it",
    ),
    rule(Code::UnusualBody, "unusual body", "a GET, HEAD or DELETE with a body", "it is sent"),
    rule(
        Code::SeveralSuccesses,
        "several successes",
        "several statuses from 200 to 299",
        "the returned value tells which one it was, unless all hold the same",
    ),
    rule(
        Code::SuccessWithoutBody,
        "success without a body",
        "200 or 203 without `content`",
        "nothing is read",
    ),
    rule(
        Code::BodyOfNoContent,
        "body of no content",
        "204, 205 or 304 with `content`",
        "the content is ignored: HTTP forbids it",
    ),
    rule(
        Code::SeveralMediaTypes,
        "several media types",
        "a body or a response in several media types",
        "JSON is sent and read if it is among them, but multipart/form-data is sent if it holds files; media types with other content have methods of their own",
    ),
    rule(
        Code::NotJson,
        "response other than JSON",
        "a response in a media type such as `application/pdf` or `text/plain`, in XML without a schema for its content, or in any media type (`*/*`) without a schema",
        "bytes, or text",
    ),
    rule(Code::BareString, "bare string", "a response in JSON that is a string", "JSON, in quotes"),
    rule(
        Code::HtmlDescription,
        "HTML in a description",
        "a description with HTML tags",
        "the equivalent Markdown",
    ),
    rule(
        Code::DeadLink,
        "dead link",
        "a link to a part of the page of a site, such as `#/Cloud/get`",
        "only the text of the link is kept",
    ),
    rule(
        Code::EmptyDescription,
        "empty description",
        "a request body with an empty description",
        "none",
    ),
    rule(
        Code::TrailingSlash,
        "slash at the end",
        "two paths that differ by a slash at the end",
        "two paths",
    ),
    rule(
        Code::NumberAsText,
        "number as text",
        "`type: [integer, string]` with the format of a number and a pattern of digits, as ASP.NET Core writes it",
        "a number or a string",
    ),
    rule(
        Code::EmptyForm,
        "empty form",
        "an optional body that is a form whose schema allows no field",
        "the operation has no body",
    ),
    rule(
        Code::FormatByOtherName,
        "format by another name",
        "`format: guid`, `uuid4` or `bytes` on a string, as NSwag, Pydantic and protoc-gen-openapi write them",
        "`uuid` or `byte`",
    ),
    rule(
        Code::RouterPath,
        "path of a router",
        "a segment of a path that is a colon and a name: `/pets/:id`, as Express, Fastify and Hono write routes",
        "a variable: `/pets/{id}`",
    ),
    rule(
        Code::RepeatedOperationId,
        "repeated operationId",
        "one `operationId` for operations of several tags",
        "each has a method of this name, in the module of its tag",
    ),
    rule(
        Code::EquivalentPaths,
        "equivalent paths",
        "two paths that differ only in the names of their variables",
        "the operations of both are kept",
    ),
    rule(
        Code::RepeatedValue,
        "repeated value",
        "a value that an `enum` lists more than once",
        "it is one variant",
    ),
    rule(
        Code::ContradictoryConstraint,
        "contradictory constraint",
        "a `default` that is not in `enum` or outside of the bounds of its schema; a lower bound above the upper one",
        "the default is ignored; both bounds are ignored",
    ),
    rule(
        Code::ReplacedKey,
        "key beside a `$ref` and in its target",
        "a path item with `$ref` and a method, or `servers`, that the target has too",
        "the one beside the `$ref`; the parameters of both count",
    ),
    rule(
        Code::UnusedPathParameter,
        "unused path parameter",
        "a path parameter without a variable in the path, and without a variable of similar spelling",
        "it is left out",
    ),
    rule(
        Code::AmbiguousUnion,
        "ambiguous union",
        "an alternative of `anyOf` or `oneOf` without discriminator, all of whose values fit an earlier one",
        "its values are read as the earlier one",
    ),
    rule(
        Code::MalformedKeyword,
        "value that is not allowed at its place",
        "`required: true` in a schema, `style: simple` in a query, `minLength: \"3\"`, a `$ref` from a response to a schema, a path item that is a string, `openapi: 3.0`, `additionalProperties` as the only property",
        "its plain meaning, or nothing; everything else is read",
    ),
    rule(
        Code::RepeatedTag,
        "tag listed twice",
        "two tags of one name in one document",
        "the first",
    ),
    rule(
        Code::FileOrValue,
        "file or value",
        "a part of a multipart body that is a file or something else",
        "a file",
    ),
    rule(
        Code::PathWithQuery,
        "query in a path",
        "a path with a `?` or `#`",
        "the query is sent as a query; the fragment only tells operations apart",
    ),
    rule(
        Code::ImpliedType,
        "implied type",
        "a schema with a `format` that belongs to one type, or with `items`, and without `type`",
        "that type; a list of the items, or also one item if the items are objects or alternatives",
    ),
    rule(
        Code::ValuesOfOtherType,
        "values of another type",
        "an `enum` whose values are not of the `type` beside it",
        "the values of that type that they plainly mean, otherwise no values; the values of a list become those of its items",
    ),
];

/// The table of all rules in Markdown.
pub fn table() -> String {
    let mut table =
        String::from("| code | rule | what it finds | how it is read |\n|---|---|---|---|\n");
    for rule in RULES {
        let Rule { code, name, found, assumed } = rule;
        let _ = writeln!(table, "| `{code}` {} | {name} | {found} | {assumed} |", code.severity());
    }
    table
}
