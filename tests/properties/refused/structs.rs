//! Types may get fields and values, so that programs cannot count on having seen all of them.

use creation::models::{Kind, PartRequest};

fn kind(kind: &Kind) -> u8 {
    match kind { //~ E0004
        Kind::Small => 1,
        Kind::Large => 2,
        Kind::Unknown(_) => 3,
    }
}

fn main() {
    let part = PartRequest { name: "n".into(), size: None }; //~ E0639
    let PartRequest { name, size } = PartRequest::new("n"); //~ E0638
    let _ = (part, name, size, kind);
}
