//! A call is no value before it is awaited, and a secret is not shown.

use creation::Client;
use creation::models::{Thing, ThingRequest};

fn read(client: Client, thing: ThingRequest) {
    let _: Thing = client.things().get_thing("id"); //~ E0308
    let _ = client.things().get_thing("id").name; //~ E0609
    let _ = format!("{}", thing.secret); //~ E0277
    let _ = client.things().get_thing(); //~ E0061
}

fn main() {
    let _ = read;
}
