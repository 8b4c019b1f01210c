//! What a user writes, which compiles: the others differ from it in what they get wrong.

use creation::models::{ChoiceRequest, Kind, LeftRequest, PartRequest, Thing, ThingRequest, ThingRequestRequired};
use creation::{Client, Nullable};

fn thing(parts: Vec<PartRequest>) -> ThingRequest {
    let required = ThingRequestRequired {
        secret: "s".into(),
        name: "n".into(),
        kind: Kind::Small,
        parts,
        parts_by_name: Default::default(),
        owner: None,
        choice: ChoiceRequest::Left(LeftRequest::new("left", "l")),
        parent: None,
    };
    ThingRequest::new(required).with_note("a note").with_note(Nullable::Null)
}

fn kind(kind: &Kind) -> u8 {
    match kind {
        Kind::Small => 1,
        Kind::Large => 2,
        _ => 0,
    }
}

async fn create(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let thing: Thing = client.things().create_thing(thing(vec![PartRequest::new("p").with_size(1)])).await?;
    println!("{} {:?} {}", thing.id, thing.created_at, kind(&thing.kind));
    client.things().delete_thing(thing.id.to_string()).await?;
    Ok(())
}

fn main() {
    let _ = create;
}
