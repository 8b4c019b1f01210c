//! Programs around schemas of `schemas.yaml` that come, go, or are called otherwise.

programs! {
    "schema-renamed" of "NewName" {
        Broken: "fn street(address: OldName) -> Option<String> { address.street }"
        Possible: "fn street(address: NewName) -> Option<String> { address.street }"
    }
    "schema-inlined" of "BecameInline" {
        Broken: "let _: Option<BecameInline> = any::<Holder>().inlined"
        Possible: "let _: Option<HolderInlined> = any::<Holder>().inlined"
    }
    "schema-extracted" of "BecameComponent" {
        Broken: "let _: Option<HolderExtracted> = any::<Holder>().extracted"
        Possible: "let _: Option<BecameComponent> = any::<Holder>().extracted"
    }
    "schema-replaced-by-equal" of "Holder: equal" {
        Broken: "let _: Option<Part> = any::<Holder>().equal"
        Possible: "let _: Option<EqualPart> = any::<Holder>().equal"
    }
    "schema-replaced-by-compatible" of "Holder: larger" {
        Broken: "let _: Option<Part> = any::<Holder>().larger"
        Possible: "let _: Option<LargerPart> = any::<Holder>().larger"
    }
    "schema-replaced" of "Holder: other" {
        Broken: "any::<Holder>().other.unwrap().weight"
        Possible: "any::<Holder>().other.unwrap().maker"
    }
    "response-type-changed" of "OtherKind" {
        Broken: "any::<OtherKind>().name"
        Possible: "let _ = OtherKind::A"
    }
    "schema-removed" of "UnusedGone" {
        Broken: "let _: UnusedGone = any()"
    }
    "schema-added" of "UnusedCome" {
        Possible: "let _: UnusedCome = any()"
    }
    "unused-schema-changed" of "UnusedChanged" {
        Broken: "let _: String = any::<UnusedChanged>().name"
        Possible: "let _: i64 = any::<UnusedChanged>().name"
    }
}
