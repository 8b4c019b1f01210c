//! What only the server sets cannot be sent, and what only the client sends is not received.

use creation::Client;
use creation::models::{OwnerRequest, PartRequest, Thing, ThingRequest};

async fn send(client: Client, received: Thing, sent: ThingRequest, part: PartRequest, owner: OwnerRequest) {
    let _ = sent.id; //~ E0609
    let _ = sent.created_at; //~ E0609
    let _ = sent.stamp; //~ E0609
    let _ = sent.wrapped; //~ E0609
    let _ = sent.refolded; //~ E0609
    let _ = part.id; //~ E0609
    let _ = sent.clone().with_log(vec![]); //~ E0599
    let _ = received.secret; //~ E0609
    let _ = received.owner.map(|owner| owner.token); //~ E0609
    let _ = owner.with_id(1); //~ E0599
    let _ = client.things().create_thing(received).await; //~ E0308
}

fn main() {
    let _ = send;
}
