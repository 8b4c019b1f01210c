//! A side, a case and a number of repetitions in; that work done. `cargo xtask bench runtime` runs and measures it.

mod by_hand;

use emitted::Body;
use emitted::http::Response;
use emitted::models;
use emitted::plumbing::{Decode, Mode, Reply};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::TcpListener;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve"] => serve(),
        [side, "call", count, base] => call(side, count.parse()?, base),
        [side, case, what, count] => {
            let work = Work {
                by_hand: side == "by-hand",
                encode: what == "encode",
                count: count.parse()?,
            };
            match case {
                "user" => work.of::<models::User, by_hand::User>(&user()),
                "sorted" => work.of::<models::User, by_hand::User>(&sorted(&user())?),
                "list" => work.of::<Vec<models::Server>, Vec<by_hand::Server>>(&servers()),
                "tagged" => work.of::<Vec<models::Event>, Vec<by_hand::Event>>(&events()),
                "bare" => work.of::<Vec<models::Link>, Vec<by_hand::Link>>(&links()),
                "tried" => work.of::<Vec<models::Address>, Vec<by_hand::Address>>(&addresses()),
                "map" => work
                    .of::<BTreeMap<String, models::Price>, BTreeMap<String, by_hand::Price>>(
                        &prices(),
                    ),
                _ => Err("no such case".into()),
            }
        }
        _ => Err("a side, a case and how often".into()),
    }
}

struct Work {
    by_hand: bool,
    encode: bool,
    count: usize,
}

impl Work {
    fn of<E, H>(&self, text: &str) -> Outcome
    where
        E: Decode + Serialize + DeserializeOwned,
        H: Serialize + DeserializeOwned,
    {
        let response = Response::new(Body::from(text.to_owned()));
        let reply = Reply::new(response, Mode::Lenient)?;
        let emitted: E = reply.json()?;
        let by_hand: H = serde_json::from_slice(text.as_bytes())?;
        if serde_json::to_string(&emitted)? != serde_json::to_string(&by_hand)? {
            return Err("the sides do not agree".into());
        }
        for _ in 0..self.count {
            match (self.by_hand, self.encode) {
                (false, false) => drop(black_box(reply.json::<E>()?)),
                (true, false) => {
                    drop(black_box(serde_json::from_slice::<H>(black_box(text.as_bytes()))?))
                }
                (false, true) => drop(black_box(serde_json::to_vec(black_box(&emitted))?)),
                (true, true) => drop(black_box(serde_json::to_vec(black_box(&by_hand))?)),
            }
        }
        Ok(())
    }
}

/// Repeats a call on one connection.
#[tokio::main(flavor = "current_thread")]
async fn call(side: &str, count: usize, base: &str) -> Outcome {
    if side == "by-hand" {
        let client = by_hand::Client::new(base, "key")?;
        for _ in 0..=count {
            black_box(client.get_user().await?);
        }
    } else {
        let client = emitted::Client::builder().api_key("key").base_url(base).build()?;
        for _ in 0..=count {
            black_box(client.bench().get_user().await?);
        }
    }
    Ok(())
}

/// Prints its address, and serves the user to all clients.
fn serve() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    let user = user();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        user.len()
    );
    let response = head + &user;
    for stream in listener.incoming() {
        let (mut stream, response) = (stream?, response.clone());
        std::thread::spawn(move || {
            let (mut buffer, mut request) = ([0; 4096], Vec::new());
            while let Ok(read @ 1..) = stream.read(&mut buffer) {
                request.extend_from_slice(&buffer[..read]);
                if request.ends_with(b"\r\n\r\n") {
                    request.clear();
                    let _ = stream.write_all(response.as_bytes());
                }
            }
        });
    }
    Ok(())
}

fn user() -> String {
    include_str!("user.json").lines().map(str::trim_start).collect()
}

/// The JSON with its keys in alphabetical order, as some servers send them.
fn sorted(text: &str) -> Result<String, Box<dyn Error>> {
    Ok(serde_json::from_str::<serde_json::Value>(text)?.to_string())
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(item).collect::<Vec<_>>().join(","))
}

fn servers() -> String {
    let server: String = include_str!("server.json").lines().map(str::trim_start).collect();
    list(1000, |number| server.replace("123456", &(100_000 + number).to_string()))
}

fn events() -> String {
    list(100, |number| {
        let rest = match number % 3 {
            0 => r#""kind":"started","id":1,"at":1764399562,"server":"srv-1.example.net""#,
            1 => r#""kind":"moved","id":2,"at":1764399563,"from":"rotterdam","to":"frankfurt""#,
            _ => r#""kind":"stopped","id":3,"at":1764399564,"reason":"released by its owner""#,
        };
        format!("{{{rest}}}")
    })
}

fn links() -> String {
    list(100, |number| match number % 2 {
        0 => r#"{"kind":"attached","name":"eth0","server":"srv-1.example.net","vlan":17}"#.to_owned(),
        _ => r#"{"kind":"detached","name":"eth1","reason":"released by its owner"}"#.to_owned(),
    })
}

fn addresses() -> String {
    list(100, |number| match number % 2 {
        0 => r#"{"street":"Meent 1","zipCode":"3011 JA","city":"Rotterdam"}"#.to_owned(),
        _ => r#"{"host":"srv-1.example.net","port":443}"#.to_owned(),
    })
}

fn prices() -> String {
    let entry = |number| {
        format!(
            r#""product-{number:04}":{{"amount":12.5,"currency":"EUR","validUntil":1764399562}}"#
        )
    };
    format!("{{{}}}", (0..200).map(entry).collect::<Vec<_>>().join(","))
}
