//! A call that is not awaited was never sent.
#![deny(unused_must_use)]

use creation::Client;

fn forget(client: Client) {
    client.things().delete_thing("id"); //~ unused_must_use
}

fn main() {
    let _ = forget;
}
