//! The kinds of changes of types.
//!
//! What weighs differently in requests and in responses is two rules, which a [`Family`] holds together.

use super::Direction;

use crate::diff::{Level, Rule};

/// The rules of one kind of change, by the direction in which values travel.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    request: &'static Rule,
    response: &'static Rule,
}

impl Family {
    const fn of(request: &'static Rule, response: &'static Rule) -> Self {
        Self { request, response }
    }

    const fn both(rule: &'static Rule) -> Self {
        Self { request: rule, response: rule }
    }

    /// The rule for one direction.
    pub(super) fn rule(&self, direction: Direction) -> &'static Rule {
        match direction {
            Direction::Request => self.request,
            Direction::Response => self.response,
        }
    }

    /// What tells it from other families.
    pub(super) fn key(&self) -> (&'static str, &'static str) {
        (self.request.code, self.response.code)
    }
}

/// Declares rules, and the list of all of them.
macro_rules! rules {
    ($($name:ident: $code:literal, $wire:ident, $title:literal, $reason:literal;)*) => {
        $(const $name: &Rule = &Rule::new($code, Level::$wire, $title, $reason);)*
        /// All rules, in the order of the table.
        pub(super) const ALL: &[&Rule] = &[$($name),*];
    };
}

rules! {
    REQUEST_PROPERTY_ADDED: "request-property-added", Compatible, "requests may hold a further property", "requests without it stay valid";
    REQUEST_REQUIRED_PROPERTY_ADDED: "request-required-property-added", Breaking, "requests must hold a further property", "requests without it are refused";
    RESPONSE_PROPERTY_ADDED: "response-property-added", Compatible, "responses hold a further property", "programs ignore what they do not know";
    REQUEST_PROPERTY_REMOVED: "request-property-removed", PossiblyBreaking, "requests no longer hold a property", "a server may ignore it, or refuse requests that hold it";
    RESPONSE_PROPERTY_REMOVED: "response-property-removed", Breaking, "responses no longer hold a property", "programs that read it find nothing";
    REQUEST_DEPRECATED_PROPERTY_REMOVED: "request-deprecated-property-removed", PossiblyBreaking, "requests no longer hold a property that was deprecated", "as without deprecation, but it was announced";
    RESPONSE_DEPRECATED_PROPERTY_REMOVED: "response-deprecated-property-removed", PossiblyBreaking, "responses no longer hold a property that was deprecated", "it was announced; programs that read it still find nothing";
    REQUEST_PROPERTY_RENAMED: "request-property-renamed", Breaking, "a property of requests has another name", "what is sent under the old name is lost or refused";
    RESPONSE_PROPERTY_RENAMED: "response-property-renamed", Breaking, "a property of responses has another name", "programs that read the old name find nothing";
    REQUEST_PROPERTY_BECAME_REQUIRED: "request-property-became-required", Breaking, "requests must hold a property that was optional", "requests without it are refused";
    RESPONSE_PROPERTY_BECAME_REQUIRED: "response-property-became-required", Compatible, "responses always hold a property that was optional", "programs that expect its absence never meet it";
    REQUEST_PROPERTY_BECAME_OPTIONAL: "request-property-became-optional", Compatible, "requests may leave out a property that was required", "requests that hold it stay valid";
    RESPONSE_PROPERTY_BECAME_OPTIONAL: "response-property-became-optional", Breaking, "responses may leave out a property that was required", "programs that rely on it find nothing";
    REQUEST_PROPERTY_BECAME_READ_ONLY: "request-property-became-read-only", PossiblyBreaking, "a property is read-only now", "a server may ignore it in requests, or refuse them";
    REQUEST_PROPERTY_BECAME_WRITABLE: "request-property-became-writable", Compatible, "an optional property is no longer read-only", "requests without it stay valid";
    REQUEST_REQUIRED_PROPERTY_BECAME_WRITABLE: "request-required-property-became-writable", Breaking, "a required property is no longer read-only", "requests, which left it out, must hold it";
    RESPONSE_PROPERTY_BECAME_WRITE_ONLY: "response-property-became-write-only", Breaking, "a property is write-only now", "programs that read it find nothing";
    RESPONSE_PROPERTY_BECAME_READABLE: "response-property-became-readable", Compatible, "a property is no longer write-only", "programs ignore what they do not know";
    PROPERTY_ACCESS_CHANGED: "property-access-changed", Documentation, "a property is marked read-only or write-only, or no longer, and only travels the way that it may", "what travels stays the same";
    REQUEST_BECAME_NULLABLE: "request-value-became-nullable", Compatible, "requests may hold null", "values that are not null stay valid";
    RESPONSE_BECAME_NULLABLE: "response-value-became-nullable", Breaking, "responses may hold null", "programs that rely on a value find none";
    REQUEST_NO_LONGER_NULLABLE: "request-value-no-longer-nullable", Breaking, "requests must not hold null any more", "requests that hold it are refused";
    RESPONSE_NO_LONGER_NULLABLE: "response-value-no-longer-nullable", Compatible, "responses do not hold null any more", "programs that expect null never meet it";
    REQUEST_TYPE_CHANGED: "request-type-changed", Breaking, "requests hold values of another type", "values of the old type are refused";
    RESPONSE_TYPE_CHANGED: "response-type-changed", Breaking, "responses hold values of another type", "programs that read the old type fail";
    REQUEST_TYPE_GENERALIZED: "request-type-generalized", Compatible, "requests may hold more kinds of values, the old ones among them", "the old values stay valid";
    RESPONSE_TYPE_GENERALIZED: "response-type-generalized", PossiblyBreaking, "responses may hold more kinds of values, the old ones among them", "programs may meet values that they cannot read";
    REQUEST_TYPE_SPECIALIZED: "request-type-specialized", PossiblyBreaking, "requests may hold only some of the values that they could", "other values are refused; who sends none does not notice";
    RESPONSE_TYPE_SPECIALIZED: "response-type-specialized", Compatible, "responses hold only some of the values that they could", "programs read them already";
    FORMAT_CHANGED: "format-changed", Documentation, "a format changed that says nothing of what travels", "what travels stays the same";
    REQUEST_BECAME_ENUM: "request-value-became-enum", Breaking, "requests may hold only the values of a list", "other values are refused";
    RESPONSE_BECAME_ENUM: "response-value-became-enum", Compatible, "responses hold only the values of a list", "programs read them already";
    REQUEST_NO_LONGER_ENUM: "request-value-no-longer-enum", Compatible, "requests may hold more than the values of a list", "the old values stay valid";
    RESPONSE_NO_LONGER_ENUM: "response-value-no-longer-enum", Compatible, "responses may hold more than the values of a list", "lists of values are open: an unknown one is kept";
    REQUEST_ENUM_VALUE_ADDED: "request-enum-value-added", Compatible, "requests may hold a further value", "the old values stay valid";
    RESPONSE_ENUM_VALUE_ADDED: "response-enum-value-added", Compatible, "responses may hold a further value", "lists of values are open: an unknown one is kept";
    REQUEST_ENUM_VALUE_REMOVED: "request-enum-value-removed", Breaking, "requests must not hold a value any more", "requests that hold it are refused";
    RESPONSE_ENUM_VALUE_REMOVED: "response-enum-value-removed", Compatible, "responses do not hold a value any more", "programs that expect it never meet it";
    REQUEST_ARM_ADDED: "request-union-arm-added", Compatible, "requests may hold a further type of a union", "the old types stay valid";
    RESPONSE_ARM_ADDED: "response-union-arm-added", PossiblyBreaking, "responses may hold a further type of a union", "programs meet values of a type that they do not know";
    REQUEST_ARM_REMOVED: "request-union-arm-removed", Breaking, "requests must not hold a type of a union any more", "values of that type are refused";
    RESPONSE_ARM_REMOVED: "response-union-arm-removed", Compatible, "responses do not hold a type of a union any more", "programs that expect it never meet it";
    DISCRIMINATOR_CHANGED: "discriminator-changed", PossiblyBreaking, "another property, or none, tells the types of a union apart", "programs that look at the old one may take a value for another type";
    DISCRIMINATOR_VALUES_CHANGED: "discriminator-values-changed", Breaking, "a type of a union is told by other values", "programs that know the old values take it for another type";
    DECIDING_PROPERTY_CHANGED: "deciding-property-changed", Documentation, "`x-discriminator` names another property beside a union, or other values", "what travels stays the same";
    REQUEST_FURTHER_ADDED: "request-further-properties-added", Compatible, "requests may hold properties that are not listed", "requests without them stay valid";
    RESPONSE_FURTHER_ADDED: "response-further-properties-added", Compatible, "responses may hold properties that are not listed", "programs ignore what they do not know";
    REQUEST_FURTHER_REMOVED: "request-further-properties-removed", PossiblyBreaking, "properties that are not listed are no longer described, or forbidden", "a server may ignore them, or refuse requests that hold some";
    RESPONSE_FURTHER_REMOVED: "response-further-properties-removed", PossiblyBreaking, "properties that are not listed are no longer described, or forbidden", "programs that read some may find nothing";
    REQUEST_BOUND_TIGHTENED: "request-bound-tightened", Breaking, "fewer values are allowed in requests: a length, range or pattern", "values outside of it are refused";
    RESPONSE_BOUND_TIGHTENED: "response-bound-tightened", Compatible, "responses hold fewer values: a length, range or pattern", "programs read them already";
    REQUEST_BOUND_LOOSENED: "request-bound-loosened", Compatible, "more values are allowed in requests: a length, range or pattern", "the old values stay valid";
    RESPONSE_BOUND_LOOSENED: "response-bound-loosened", PossiblyBreaking, "responses may hold more values: a length, range or pattern", "programs that rely on the old bound meet values outside of it";
    REQUEST_BOUND_CHANGED: "request-bound-changed", PossiblyBreaking, "other values are allowed in requests: a pattern or a step", "some of the old values may be refused";
    RESPONSE_BOUND_CHANGED: "response-bound-changed", PossiblyBreaking, "responses may hold other values: a pattern or a step", "programs that rely on the old bound may meet values outside of it";
    REQUEST_DEFAULT_ADDED: "request-default-added", Compatible, "a default is given for what requests leave out", "requests stay valid";
    REQUEST_DEFAULT_CHANGED: "request-default-changed", PossiblyBreaking, "another default is taken for what requests leave out", "requests that leave it out mean something else";
    REQUEST_DEFAULT_REMOVED: "request-default-removed", PossiblyBreaking, "no default is given any more for what requests leave out", "requests that leave it out may mean something else";
    RESPONSE_DEFAULT_CHANGED: "response-default-changed", Documentation, "a default of what responses hold was added, changed or removed", "what travels stays the same";
    DEPRECATED: "deprecated", Compatible, "a schema or property is deprecated", "it works as before, and may go";
    NO_LONGER_DEPRECATED: "no-longer-deprecated", Compatible, "a schema or property is no longer deprecated", "it works as before";
    DESCRIPTION_CHANGED: "description-changed", Documentation, "the description of a schema or property changed", "only people read it";
    TITLE_CHANGED: "title-changed", Documentation, "the title of a schema or property changed", "only people read it";
    SCHEMA_ADDED: "schema-added", Documentation, "a component schema was added", "names of schemas do not travel";
    SCHEMA_REMOVED: "schema-removed", Documentation, "a component schema was removed", "names of schemas do not travel";
    SCHEMA_RENAMED: "schema-renamed", Documentation, "a component schema has another name", "names of schemas do not travel";
    SCHEMA_INLINED: "schema-inlined", Documentation, "a component schema stands where it is used instead", "names of schemas do not travel";
    SCHEMA_EXTRACTED: "schema-extracted", Documentation, "a schema that stood where it is used became a component", "names of schemas do not travel";
    SCHEMA_REPLACED_BY_EQUAL: "schema-replaced-by-equal", Documentation, "a value is described by another schema, which says the same", "what travels stays the same";
    SCHEMA_REPLACED_BY_COMPATIBLE: "schema-replaced-by-compatible", Compatible, "a value is described by another schema, which differs compatibly", "what programs send and read stays valid";
    SCHEMA_REPLACED: "schema-replaced", Breaking, "a value is described by another schema", "what programs send or read is no longer what is described";
    UNUSED_SCHEMA_CHANGED: "unused-schema-changed", Documentation, "a schema changed that no operation of both states holds", "no message of a known operation holds it";
    SCHEMA_SPLIT: "schema-split", Documentation, "requests and responses hold different forms of a schema, as something in it is read-only or write-only now", "the properties are reported by themselves";
    SCHEMA_JOINED: "schema-joined", Documentation, "requests and responses hold the same form of a schema again", "the properties are reported by themselves";
    SCHEMA_USE_CHANGED: "schema-use-changed", Documentation, "a schema is held by requests too, or no longer", "the operations are reported by themselves";
    RUST_NAME_CHANGED: "rust-name-changed", Documentation, "a type, field or variant has another name in Rust only", "`x-rust-name` and names that clash do not travel";
    RUST_TYPE_CHANGED: "rust-type-changed", Documentation, "a field or variant is boxed, or no longer", "how Rust holds a value does not travel";
    RUST_DEFAULT_CHANGED: "rust-default-changed", Documentation, "a type has no `Default` in Rust any more, or has one now", "`Default` is made of the fields and does not travel";
    RUST_ARGUMENTS_REORDERED: "rust-arguments-reordered", Documentation, "a schema lists what is required in another order", "only the order of the arguments of `new` follows it";
}

macro_rules! family {
    ($rule:ident) => {
        Family::both($rule)
    };
    ($request:ident / $response:ident) => {
        Family::of($request, $response)
    };
}

/// Declares families of one rule for each direction, or of one for both.
macro_rules! families {
    ($($name:ident: $request:ident $(/ $response:ident)?;)*) => {
        /// The families of the rules.
        pub(super) mod family {
            use super::*;
            $(pub(in crate::diff::schemas) const $name: &Family = &family!($request $(/ $response)?);)*
        }
    };
}

families! {
    ADDED: REQUEST_PROPERTY_ADDED / RESPONSE_PROPERTY_ADDED;
    REQUIRED_ADDED: REQUEST_REQUIRED_PROPERTY_ADDED / RESPONSE_PROPERTY_ADDED;
    REMOVED: REQUEST_PROPERTY_REMOVED / RESPONSE_PROPERTY_REMOVED;
    DEPRECATED_REMOVED: REQUEST_DEPRECATED_PROPERTY_REMOVED / RESPONSE_DEPRECATED_PROPERTY_REMOVED;
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
    FORMAT: FORMAT_CHANGED;
    BECAME_ENUM: REQUEST_BECAME_ENUM / RESPONSE_BECAME_ENUM;
    NO_LONGER_ENUM: REQUEST_NO_LONGER_ENUM / RESPONSE_NO_LONGER_ENUM;
    VALUE_ADDED: REQUEST_ENUM_VALUE_ADDED / RESPONSE_ENUM_VALUE_ADDED;
    VALUE_REMOVED: REQUEST_ENUM_VALUE_REMOVED / RESPONSE_ENUM_VALUE_REMOVED;
    ARM_ADDED: REQUEST_ARM_ADDED / RESPONSE_ARM_ADDED;
    ARM_REMOVED: REQUEST_ARM_REMOVED / RESPONSE_ARM_REMOVED;
    DISCRIMINATOR: DISCRIMINATOR_CHANGED;
    TAGS: DISCRIMINATOR_VALUES_CHANGED;
    DECIDING: DECIDING_PROPERTY_CHANGED;
    FURTHER_ADDED: REQUEST_FURTHER_ADDED / RESPONSE_FURTHER_ADDED;
    FURTHER_REMOVED: REQUEST_FURTHER_REMOVED / RESPONSE_FURTHER_REMOVED;
    TIGHTENED: REQUEST_BOUND_TIGHTENED / RESPONSE_BOUND_TIGHTENED;
    LOOSENED: REQUEST_BOUND_LOOSENED / RESPONSE_BOUND_LOOSENED;
    BOUND: REQUEST_BOUND_CHANGED / RESPONSE_BOUND_CHANGED;
    DEFAULT_ADDED: REQUEST_DEFAULT_ADDED / RESPONSE_DEFAULT_CHANGED;
    DEFAULT: REQUEST_DEFAULT_CHANGED / RESPONSE_DEFAULT_CHANGED;
    DEFAULT_REMOVED: REQUEST_DEFAULT_REMOVED / RESPONSE_DEFAULT_CHANGED;
    DEPRECATION: DEPRECATED;
    NO_DEPRECATION: NO_LONGER_DEPRECATED;
    DESCRIPTION: DESCRIPTION_CHANGED;
    TITLE: TITLE_CHANGED;
    NEW_SCHEMA: SCHEMA_ADDED;
    OLD_SCHEMA: SCHEMA_REMOVED;
    RENAMED: SCHEMA_RENAMED;
    INLINED: SCHEMA_INLINED;
    EXTRACTED: SCHEMA_EXTRACTED;
    REPLACED_BY_EQUAL: SCHEMA_REPLACED_BY_EQUAL;
    REPLACED_BY_COMPATIBLE: SCHEMA_REPLACED_BY_COMPATIBLE;
    REPLACED: SCHEMA_REPLACED;
    UNUSED: UNUSED_SCHEMA_CHANGED;
    SPLIT: SCHEMA_SPLIT;
    JOINED: SCHEMA_JOINED;
    USE: SCHEMA_USE_CHANGED;
    RUST_NAME: RUST_NAME_CHANGED;
    RUST_TYPE: RUST_TYPE_CHANGED;
    RUST_DEFAULT: RUST_DEFAULT_CHANGED;
    RUST_ARGUMENTS: RUST_ARGUMENTS_REORDERED;
}
