//! A server on the loopback interface that does what it should not: it breaks off, hangs, drips, says what is not HTTP.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

/// What the server does when the head of a request has come.
#[derive(Clone)]
pub(crate) enum Act {
    /// Reads the body, writes this, and waits for the next request on the same connection.
    Keep(Vec<u8>),
    /// Writes this and closes the connection, without a look at the body.
    Close(Vec<u8>),
    /// The same, but for the client the connection is reset.
    Reset(Vec<u8>),
    /// Writes this, says that it is all, and leaves the connection half open.
    HalfClose(Vec<u8>),
    /// Writes this, and then nothing.
    Hang(Vec<u8>),
    /// Writes this byte by byte, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// Writes the first, and the second again and again.
    Endless(Vec<u8>, Vec<u8>),
}

#[derive(Clone)]
pub(crate) struct Faulty {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
    bodies: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
}

impl Faulty {
    /// Does this with each request, of which it is given the number, counted from 0, and the head in lower case.
    pub(crate) fn start(act: impl Fn(usize, &str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            requests: Arc::default(),
            bodies: Arc::default(),
            connections: Arc::default(),
            open: Arc::default(),
        };
        let (shared, act) = (server.clone(), Arc::new(act));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (server, act) = (shared.clone(), Arc::clone(&act));
                server.connections.fetch_add(1, Ordering::SeqCst);
                server.open.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    // What the client does not want to hear is its choice.
                    let _ = server.serve(stream.unwrap(), &*act);
                    server.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// Does the same with each request.
    pub(crate) fn always(act: Act) -> Self {
        Self::start(move |_, _| act.clone())
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// The heads of the requests, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The bodies of the requests that were read whole.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.bodies.lock().unwrap().clone()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    fn serve(
        &self,
        mut stream: TcpStream,
        act: &dyn Fn(usize, &str) -> Act,
    ) -> std::io::Result<()> {
        while let Some(head) = head(&mut stream)? {
            let index = {
                let mut requests = self.requests.lock().unwrap();
                requests.push(head.clone());
                requests.len() - 1
            };
            let act = act(index, &head);
            // A byte that nobody reads makes a reset of the end of the connection.
            if !matches!(act, Act::Reset(_)) {
                stream.read_exact(&mut [0])?;
            }
            match act {
                Act::Keep(bytes) => {
                    let length = head.split("content-length: ").nth(1);
                    let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
                    let mut body = String::new();
                    (&mut stream).take(length.unwrap_or(0)).read_to_string(&mut body)?;
                    self.bodies.lock().unwrap().push(body);
                    stream.write_all(&bytes)?;
                    continue;
                }
                Act::Close(bytes) => stream.write_all(&bytes)?,
                Act::Reset(bytes) => {
                    stream.write_all(&bytes)?;
                    sleep(Duration::from_millis(50));
                }
                Act::HalfClose(bytes) => {
                    stream.write_all(&bytes)?;
                    stream.shutdown(Shutdown::Write)?;
                    stream.read_to_end(&mut Vec::new())?;
                }
                Act::Hang(bytes) => {
                    stream.write_all(&bytes)?;
                    stream.read_to_end(&mut Vec::new())?;
                }
                Act::Drip(bytes, pause) => {
                    for byte in bytes {
                        sleep(pause);
                        stream.write_all(&[byte])?;
                    }
                }
                Act::Endless(first, again) => {
                    stream.write_all(&first)?;
                    loop {
                        stream.write_all(&again)?;
                    }
                }
            }
            return Ok(());
        }
        Ok(())
    }
}

/// The head of a request but for its last byte, in lower case; `None` at the end of the connection.
fn head(stream: &mut TcpStream) -> std::io::Result<Option<String>> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    Ok(Some(String::from_utf8_lossy(&head).to_lowercase()))
}

/// A response with a body of which all is said.
pub(crate) fn whole(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
        .into_bytes()
}
