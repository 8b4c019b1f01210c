//! Programs around what changes in the properties, lists of values and unions of responses in `schemas.yaml`.

programs! {
    "response-property-removed" of "PropertyRemoved: gone" {
        Broken: "let _ = any::<PropertyRemoved>().gone"
    }
    "response-deprecated-property-removed" of "DeprecatedRemoved: gone" {
        Broken: "let _ = any::<DeprecatedRemoved>().gone"
    }
    "response-property-added" of "PropertyAdded: come" {
        Unaffected: "let PropertyAdded { kept, .. } = any()"
        Possible: "let _: String = any::<PropertyAdded>().come"
    }
    "response-property-renamed" of "PropertyRenamed: phone_numbers" {
        Broken: "let _ = any::<PropertyRenamed>().phone_number"
        Possible: "let _ = any::<PropertyRenamed>().phone_numbers"
    }
    "response-property-became-optional" of "BecameOptional: name" {
        Broken: "let _: String = any::<BecameOptional>().name"
        Broken: "any::<BecameOptional>().name.len()"
        Possible: "any::<BecameOptional>().name.as_ref().map(String::len)"
    }
    "response-value-became-nullable" of "BecameNullable: name" {
        Broken: "let _: String = any::<BecameNullable>().name"
        Possible: "any::<BecameNullable>().name.as_ref().map(String::len)"
    }
    "response-value-became-nullable" of "NullableAsWell: name" {
        Broken: "let _: Option<String> = any::<NullableAsWell>().name"
        Possible: "let _: sdk::Nullable<String> = any::<NullableAsWell>().name"
    }
    "response-type-changed" of "TypeChanged: port" {
        Broken: "let _: i64 = any::<TypeChanged>().port"
        Possible: "let _: String = any::<TypeChanged>().port"
    }
    "response-type-generalized" of "Wider: port" {
        Broken: "let _: i32 = any::<Wider>().port"
        Possible: "let _: i64 = any::<Wider>().port"
    }
    "response-type-specialized" of "Narrower: share" {
        Broken: "let _: f64 = any::<Narrower>().share"
        Possible: "let _: i64 = any::<Narrower>().share"
    }
    "response-type-changed" of "ItemsChanged: ports: items" {
        Broken: "let _: Vec<i64> = any::<ItemsChanged>().ports"
        Possible: "let _: Vec<String> = any::<ItemsChanged>().ports"
    }
    "response-value-became-nullable" of "ItemsNullable: names: items" {
        Broken: "for name in any::<ItemsNullable>().names { name.len(); }"
        Possible: "for name in any::<ItemsNullable>().names.into_iter().flatten() { name.len(); }"
    }
    "response-type-generalized" of "ValuesChanged: sizes: values" {
        Broken: r#"let _: Option<&i64> = any::<ValuesChanged>().sizes.get("a")"#
        Possible: r#"let _: Option<&f64> = any::<ValuesChanged>().sizes.get("a")"#
    }
    "response-type-specialized" of "FormatAdded: made" {
        Broken: "let _: String = any::<FormatAdded>().made"
        Possible: "let _: sdk::Timestamp = any::<FormatAdded>().made"
    }
    "format-changed" of "BecameSecret: token" {
        Broken: "let _: String = any::<BecameSecret>().token"
        Possible: "let _: sdk::Secret = any::<BecameSecret>().token"
    }
    "response-value-became-enum" of "BecameEnum: state" {
        Broken: "let _: String = any::<BecameEnum>().state"
        Possible: "let _ = any::<BecameEnum>().state == BecameEnumState::On"
    }
    "rust-default-changed" of "BecameEnum" {
        Broken: "BecameEnum::default()"
    }
    "response-type-generalized" of "BecameAny: data" {
        Broken: "let _: String = any::<BecameAny>().data"
        Possible: "let _: Option<&str> = any::<BecameAny>().data.as_str()"
    }
    "response-type-changed" of "BecameList: owner" {
        Broken: "let _: String = any::<BecameList>().owner"
        Possible: "for owner in any::<BecameList>().owner { owner.len(); }"
    }
    "response-type-changed" of "BecameObject: owner" {
        Broken: "let _: String = any::<BecameObject>().owner"
        Possible: "let _: BecameObjectOwner = any::<BecameObject>().owner"
    }
    "response-further-properties-added" of "FurtherAdded: further properties" {
        Unaffected: "let _ = any::<FurtherAdded>().name"
        Possible: "let _ = any::<FurtherAdded>().additional_properties"
    }
    "response-type-changed" of "FurtherChanged: further properties" {
        Broken: r#"let _: Option<&String> = any::<FurtherChanged>().additional_properties.get("a")"#
        Possible: r#"let _: Option<&i64> = any::<FurtherChanged>().additional_properties.get("a")"#
    }
    "response-property-added" of "FurtherNameTaken: additional_properties" {
        Unaffected: "let _ = any::<FurtherNameTaken>().name"
        Possible: "let _: Option<String> = any::<FurtherNameTaken>().additional_properties"
    }
    "rust-name-changed" of "FurtherNameTaken: further properties" {
        Broken: r#"any::<FurtherNameTaken>().additional_properties.get("a")"#
        Possible: r#"any::<FurtherNameTaken>().additional_properties_2.get("a")"#
    }
    "rust-name-changed" of "RustNameGiven: phone" {
        Broken: "let _ = any::<RustNameGiven>().phone"
        Possible: "let _ = any::<RustNameGiven>().telephone"
    }
    "rust-type-changed" of "BecameBoxed: leaf" {
        Broken: "let _: Option<Leaf> = any::<BecameBoxed>().leaf"
        Possible: "let _: Option<Box<Leaf>> = any::<BecameBoxed>().leaf"
    }
    "response-property-added" of "Leaf: root" {
        Unaffected: "let _ = any::<Leaf>().name"
        Possible: "let _ = any::<Leaf>().root"
    }
    "response-property-added" of "DefaultGone: shape" {
        Unaffected: "let _ = any::<DefaultGone>().name"
        Possible: "let _: Shape = any::<DefaultGone>().shape"
    }
    "rust-default-changed" of "DefaultGone" {
        Broken: "DefaultGone::default()"
    }
    "response-bound-tightened" of "BoundTightened: size" {
        Unaffected: "let _: i64 = any::<BoundTightened>().size"
    }
    "description-changed" of "Described" {
        Unaffected: "let _: Described = any()"
    }
    "description-changed" of "Described: size" {
        Unaffected: "let _ = any::<Described>().size"
    }
    "title-changed" of "Described: size" {
        Unaffected: "let _: Option<i64> = any::<Described>().size"
    }
    "deprecated" of "FieldDeprecated: size" {
        Unaffected: "let _ = any::<FieldDeprecated>().size"
    }
    "response-enum-value-added" of r#"ValueAdded: value "blue""# {
        Unaffected: "match any() { ValueAdded::Red => {} ValueAdded::Green => {} _ => {} }"
        Possible: "let _ = ValueAdded::Blue"
    }
    "response-enum-value-removed" of r#"ValueRemoved: value "blue""# {
        Broken: "match any() { ValueRemoved::Blue => {} _ => {} }"
    }
    "response-enum-value-removed" of "NumberRemoved: value 3" {
        Broken: "let _ = any::<NumberRemoved>() == NumberRemoved::N3"
    }
    "response-enum-value-added" of r#"ValueClashing: value "dark-red""# {
        Possible: "let _ = ValueClashing::DarkRed2"
    }
    "rust-name-changed" of r#"ValueClashing: value "dark_red""# {
        Different: "let _ = any::<ValueClashing>() == ValueClashing::DarkRed"
        Possible: "let _ = ValueClashing::DarkRed2"
    }
    "response-value-no-longer-enum" of "NoLongerEnum: state" {
        Broken: "let _ = any::<NoLongerEnum>().state == NoLongerEnumState::On"
        Possible: "let _: String = any::<NoLongerEnum>().state"
    }
    "rust-default-changed" of "NoLongerEnum" {
        Possible: "NoLongerEnum::default()"
    }
    "response-union-arm-added" of "ArmAdded: type Line" {
        Unaffected: "match any() { ArmAdded::Circle(circle) => { circle.radius; } _ => {} }"
        Possible: "if let ArmAdded::Line(line) = any() { line.length; }"
    }
    "response-union-arm-removed" of "ArmRemoved: type Line" {
        Broken: "if let ArmRemoved::Line(line) = any() { line.length; }"
    }
    "discriminator-values-changed" of "OtherTags: type Circle" {
        Unaffected: "if let OtherTags::Circle(circle) = any() { circle.radius; }"
    }
    "discriminator-changed" of "OtherDiscriminator: discriminator" {
        Unaffected: "if let OtherDiscriminator::Circle(circle) = any() { circle.radius; }"
    }
    "response-type-changed" of "ArmRetyped: type list: items" {
        Broken: "if let ArmRetyped::IntegerList(list) = any() { let _: Vec<i64> = list; }"
        Possible: "if let ArmRetyped::BooleanList(list) = any() { let _: Vec<bool> = list; }"
    }
    "response-type-generalized" of "BecameUnion: shape" {
        Broken: "any::<BecameUnion>().shape.radius"
        Possible: "let _: Shape = any::<BecameUnion>().shape"
    }
    "rust-default-changed" of "BecameUnion" {
        Broken: "BecameUnion::default()"
    }
}
