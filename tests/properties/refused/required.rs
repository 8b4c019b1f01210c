//! What is required cannot be left out.

use creation::models::{ChoiceRequest, Kind, LeftRequest, PartRequest, ThingRequest, ThingRequestRequired};

fn main() {
    let left = ChoiceRequest::Left(LeftRequest::new("left")); //~ E0061
    let _ = ThingRequest::new(ThingRequestRequired { //~ E0063
        secret: "s".into(),
        name: "n".into(),
        parts: vec![PartRequest::new()], //~ E0061
        parts_by_name: Default::default(),
        owner: None,
        choice: left,
        parent: None,
    });
    let _ = ThingRequest::new(); //~ E0061
    let _ = ThingRequest::default(); //~ E0599
    let _ = ThingRequestRequired { name: "n".into(), kind: Kind::Small, ..Default::default() }; //~ E0277
}
