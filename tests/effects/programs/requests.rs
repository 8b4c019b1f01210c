//! Programs around what changes in the properties of requests in `schemas.yaml`.

programs! {
    "request-required-property-added" of "RequiredAdded: zone" {
        Broken: r#"RequiredAdded::new("n")"#
        Possible: r#"RequiredAdded::new("n", "z")"#
        Possible: "let _ = any::<RequiredAdded>().zone"
    }
    "request-required-property-added" of "ThirdRequiredAdded: os" {
        Broken: r#"ThirdRequiredAdded::new("n", "z")"#
        Possible: "ThirdRequiredAdded::new(ThirdRequiredAddedRequired { name: any(), zone: any(), os: any() })"
    }
    "request-required-property-added" of "FourthRequiredAdded: size" {
        Broken: "FourthRequiredAdded::new(FourthRequiredAddedRequired { name: any(), zone: any(), os: any() })"
        Possible: "FourthRequiredAdded::new(FourthRequiredAddedRequired { name: any(), zone: any(), os: any(), size: 1 })"
    }
    "request-property-added" of "OptionalAdded: zone" {
        Unaffected: r#"OptionalAdded::new("n")"#
        Possible: r#"OptionalAdded::new("n").with_zone("z")"#
    }
    "request-property-removed" of "OptionalRemoved: zone" {
        Broken: r#"OptionalRemoved::new("n").with_zone("z")"#
    }
    "request-property-removed" of "RequiredRemoved: zone" {
        Broken: r#"RequiredRemoved::new("n", "z")"#
        Possible: r#"RequiredRemoved::new("n")"#
    }
    "request-property-became-required" of "NowRequired: zone" {
        Broken: r#"NowRequired::new("n").with_zone("z")"#
        Broken: r#"NowRequired::new("n")"#
        Broken: "let _: Option<String> = any::<NowRequired>().zone"
        Possible: r#"NowRequired::new("n", "z")"#
    }
    "request-property-became-required" of "FirstRequired: zone" {
        Broken: r#"FirstRequired::default().with_zone("z")"#
        Broken: "FirstRequired::default()"
        Possible: r#"FirstRequired::new("z")"#
    }
    "request-property-renamed" of "OptionalRenamed: zone_names" {
        Broken: r#"OptionalRenamed::default().with_zone_name("z")"#
        Possible: r#"OptionalRenamed::default().with_zone_names("z")"#
    }
    "request-property-renamed" of "RequiredRenamed: zone_names" {
        Broken: "any::<RequiredRenamed>().zone_name"
        Possible: "any::<RequiredRenamed>().zone_names"
    }
    "request-value-became-nullable" of "OptionalNowNullable: zone" {
        Broken: "let _: Option<String> = any::<OptionalNowNullable>().zone"
        Possible: "OptionalNowNullable::default().with_zone(sdk::Nullable::Null)"
    }
    "request-value-became-nullable" of "RequiredNowNullable: zone" {
        Broken: r#"RequiredNowNullable::new("z")"#
        Possible: "RequiredNowNullable::new(None)"
    }
    "request-type-changed" of "ArgumentTyped: port" {
        Broken: "ArgumentTyped::new(1)"
        Possible: r#"ArgumentTyped::new("1")"#
    }
    "request-type-changed" of "SetterTyped: port" {
        Broken: "SetterTyped::default().with_port(1)"
        Possible: "SetterTyped::default().with_port(true)"
    }
    "request-value-became-enum" of "SetterEnum: colour" {
        Broken: r#"SetterEnum::default().with_colour("red")"#
        Possible: "SetterEnum::default().with_colour(SetterEnumColour::Red)"
    }
    "format-changed" of "ArgumentSecret: token" {
        Broken: "let _: String = any::<ArgumentSecret>().token"
        Possible: "let _: sdk::Secret = any::<ArgumentSecret>().token"
    }
    "request-default-changed" of "DefaultChanged: size" {
        Unaffected: "DefaultChanged::default().with_size(1)"
    }
    "request-bound-tightened" of "LengthBound: zone" {
        Unaffected: r#"LengthBound::default().with_zone("z")"#
    }
    "deprecated" of "SetterDeprecated: zone" {
        Warned: r#"SetterDeprecated::default().with_zone("z")"#
    }
    "deprecated" of "ArgumentDeprecated: zone" {
        Unaffected: r#"ArgumentDeprecated::new("z")"#
    }
    "request-further-properties-added" of "FurtherInRequests: further properties" {
        Unaffected: r#"FurtherInRequests::default().with_name("n")"#
        Possible: "any::<FurtherInRequests>().additional_properties.insert(any(), 1)"
    }
    "rust-arguments-reordered" of "RequiredReordered" {
        Broken: r#"RequiredReordered::new("n", 1)"#
        Possible: r#"RequiredReordered::new(1, "n")"#
    }
    "description-changed" of "Reordered" {
        Unaffected: r#"Reordered::new("n", 1)"#
    }
    "request-property-became-read-only" of "BecameReadOnly: id" {
        Broken: r#"BecameReadOnly::new("n").with_id("i")"#
    }
    "schema-split" of "BecameReadOnly" {
        Broken: r#"BecameReadOnly::new("n")"#
        Possible: r#"BecameReadOnlyRequest::new("n")"#
    }
    "request-property-became-writable" of "BecameWritable: id" {
        Possible: r#"BecameWritable::new("n").with_id("i")"#
    }
    "schema-joined" of "BecameWritable" {
        Unaffected: "BecameWritable::default()"
        Broken: r#"BecameWritableRequest::new("n")"#
        Possible: r#"BecameWritable::new("n")"#
    }
    "request-required-property-became-writable" of "RequiredWritable: id" {
        Broken: r#"RequiredWritableRequest::new("n")"#
        Possible: r#"RequiredWritable::new("i", "n")"#
    }
    "schema-joined" of "RequiredWritable" {
        Broken: "let _: RequiredWritableRequest = any()"
        Possible: r#"RequiredWritable::new("i", "n")"#
    }
    "response-property-became-write-only" of "BecameWriteOnly: password" {
        Broken: "any::<BecameWriteOnly>().password"
    }
    "schema-split" of "BecameWriteOnly" {
        Broken: r#"BecameWriteOnly::new("n")"#
        Possible: r#"BecameWriteOnlyRequest::new("n")"#
    }
    "response-property-removed" of "RemovedFromBoth: zone" {
        Broken: r#"RemovedFromBoth::new("n").with_zone("z")"#
        Broken: "any::<RemovedFromBoth>().zone"
    }
    "response-property-became-optional" of "OptionalInBoth: zone" {
        Broken: r#"OptionalInBoth::new("z", "n")"#
        Broken: "let _: String = any::<OptionalInBoth>().zone"
        Possible: r#"OptionalInBoth::new("n").with_zone("z")"#
    }
    "request-property-added" of "Sent: sent_too" {
        Unaffected: "SentRequest::default()"
        Possible: "SentRequest::default().with_sent_too(any())"
    }
    "schema-use-changed" of "SentToo" {
        Unaffected: "SentToo::default()"
        Unaffected: "let _: sdk::Nullable<String> = any::<SentToo>().zone"
        Possible: r#"SentToo::new("n").with_zone("z")"#
    }
}
