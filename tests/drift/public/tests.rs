//! The judge judged: small crates that differ in one way, and what is lost.

use super::Public;
use std::collections::BTreeMap;

const MANIFEST: &str = "[features]\ndefault = [\"a\"]\na = []\nb = [\"a\"]\n";

fn lost(old: &str, new: &str) -> Vec<String> {
    let read = |root: &str| {
        let files = [
            ("Cargo.toml", MANIFEST.to_owned()),
            ("src/lib.rs", root.to_owned()),
            ("src/inner.rs", "pub struct One;\npub struct Two;\n".to_owned()),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text));
        Public::of(&BTreeMap::from(files))
    };
    read(old).lost_in(&read(new))
}

/// What is there before and after, and what code that uses it loses.
const CASES: &[(&str, &str, &[&str])] = &[
    ("pub struct A;", "pub struct A; pub struct B;", &[]),
    (
        "pub struct A { pub x: i64 }",
        "pub struct A { pub x: i64, pub y: i64 }",
        &["all of A: {} x → {} x y"],
    ),
    ("pub struct A { pub x: i64, y: i64 }", "pub struct A { pub x: i64, y: i64, pub z: i64 }", &[]),
    ("#[non_exhaustive] pub struct A {}", "#[non_exhaustive] pub struct A { pub x: i64 }", &[]),
    ("pub struct A {}", "#[non_exhaustive] pub struct A {}", &["all of A is gone"]),
    (
        "#[non_exhaustive] pub struct A { pub x: i64, pub y: i64 }",
        "#[non_exhaustive] pub struct A { pub x: u64 }",
        &["A.x: i64 → u64", "A.y is gone"],
    ),
    ("pub enum A { X }", "pub enum A { X, Y }", &["all of A: X → X Y"]),
    ("#[non_exhaustive] pub enum A { X }", "#[non_exhaustive] pub enum A { X, Y }", &[]),
    (
        "#[non_exhaustive] pub enum A { X, Y }",
        "#[non_exhaustive] pub enum A { X(i64) }",
        &["A::X:  → ( i64 )", "A::Y is gone"],
    ),
    ("pub fn f(x: i64) {}", "pub fn f(y: i64) {}", &[]),
    ("pub fn f(x: i64) {}", "pub fn f() {}", &["f: fn ( i64 ) → fn ( )"]),
    (
        "pub struct A; impl A { pub fn f(self) {} fn g(&self) {} }",
        "pub struct A; impl A { pub fn f(mut self) -> i64 { 1 } }",
        &["A::f: fn ( self )  → fn ( self ) - > i64 "],
    ),
    (
        "#[derive(Clone, Debug)] pub struct A(i64);",
        "#[derive(Clone)] pub struct A(i64); impl ::core::fmt::Debug for A {}",
        &[],
    ),
    (
        "#[derive(Clone, Debug)] pub struct A;",
        "#[derive(Debug)] pub struct A;",
        &["A: Clone is gone"],
    ),
    (
        "pub struct A; impl Iterator for A { type Item = i64; }",
        "pub struct A; impl Iterator for A { type Item = u64; }",
        &["A: Iterator::Item: i64  → u64 "],
    ),
    // What users cannot name is nothing to them.
    ("struct A; trait T {} pub struct B; impl T for B {}", "pub struct B;", &[]),
    ("#[doc(hidden)] pub mod m { pub struct A; }", "", &[]),
    // Where something is defined does not matter, and by which of its names it is called.
    (
        "mod inner; pub use inner::One; use inner::One as It; pub fn f(x: It) {}",
        "mod inner { pub mod deeper { pub struct One; } } use inner::deeper::*; \
         pub use self::inner::deeper::One; pub fn f(x: crate::inner::deeper::One) {}",
        &[],
    ),
    (
        "mod inner; pub use inner::{One, Two}; pub fn f(x: One) {}",
        "mod inner; pub use inner::{One as Two, Two as One}; pub fn f(x: Two) {}",
        &["f: fn ( One ) → fn ( Two )"],
    ),
    // Features: `a` is on by default, and with `b`.
    (
        "#[cfg(feature = \"a\")] pub struct A;",
        "#[cfg(any(feature = \"a\", feature = \"b\"))] pub struct A;",
        &[],
    ),
    ("pub struct A(i64);", "#[cfg(feature = \"a\")] pub struct A(i64);", &["A is gone"]),
];

#[test]
fn code_loses_what_the_compiler_would_miss() {
    let mut wrong = Vec::new();
    for (old, new, expected) in CASES {
        let found = lost(old, new);
        if found != *expected {
            wrong.push(format!("{old}\n  {new}\n  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
