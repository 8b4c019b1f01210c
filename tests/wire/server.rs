//! A small HTTP/1.1 server on loopback: it keeps the exact bytes of every request, and responds as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use http::StatusCode;

/// A request, byte by byte.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    head: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    fn lines(&self) -> impl Iterator<Item = &str> {
        let head = std::str::from_utf8(&self.head).unwrap();
        head.strip_suffix("\r\n\r\n").unwrap().split("\r\n")
    }

    /// Such as `GET /v3/session/user HTTP/1.1`.
    pub(crate) fn line(&self) -> &str {
        self.lines().next().unwrap()
    }

    /// Such as `GET /v3/session/user`.
    pub(crate) fn target(&self) -> &str {
        self.line().strip_suffix(" HTTP/1.1").unwrap()
    }

    /// The values of a header, one for each line that has it.
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        self.lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect()
    }

    /// The value of a header that is there once at most.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let values = self.headers(name);
        assert!(values.len() <= 1, "{name} more than once: {values:?}");
        values.first().copied()
    }

    /// All of it. Each line of the head ends in CR LF, and nothing else in it does.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in self.lines() {
            assert!(!line.contains(char::is_control), "{line:?}");
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
        text.push_str(std::str::from_utf8(&self.body).unwrap());
        text
    }

    fn read(from: &mut impl BufRead) -> Option<Self> {
        let mut request = Self { head: Vec::new(), body: Vec::new() };
        while !request.head.ends_with(b"\r\n\r\n") {
            if from.read_until(b'\n', &mut request.head).ok()? == 0 {
                return None;
            }
        }
        let length = request.header("content-length").map_or(0, |text| text.parse().unwrap());
        from.take(length).read_to_end(&mut request.body).ok()?;
        Some(request)
    }
}

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    missing: usize,
    chunked: bool,
}

impl Answer {
    pub(crate) fn empty(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap();
        Self { status, headers: Vec::new(), body: Vec::new(), missing: 0, chunked: false }
    }

    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut answer = Self::empty(status).with("Content-Type", media_type);
        answer.body = body.into();
        answer
    }

    pub(crate) fn json(status: u16, body: impl ToString) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Announces twice as many bytes as there are, or no end of the chunks, and then ends.
    pub(crate) fn cut_off(mut self) -> Self {
        self.missing = self.body.len();
        self
    }

    /// Sends the body in two chunks instead of saying how long it is.
    pub(crate) fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    fn to_bytes(&self) -> Vec<u8> {
        let reason = self.status.canonical_reason().unwrap_or("Unknown");
        let mut text = format!("HTTP/1.1 {} {reason}\r\n", self.status.as_u16());
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.chunked {
            text.push_str("Transfer-Encoding: chunked\r\n");
        } else if self.status != StatusCode::NO_CONTENT {
            text.push_str(&format!("Content-Length: {}\r\n", self.body.len() + self.missing));
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        if self.chunked {
            let (first, second) = self.body.split_at(self.body.len() / 2);
            for chunk in [first, second] {
                bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                bytes.extend_from_slice(chunk);
                bytes.extend_from_slice(b"\r\n");
            }
            // The last chunk is empty; without it the response is cut off.
            if self.missing == 0 {
                bytes.extend_from_slice(b"0\r\n\r\n");
            }
        } else {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

/// What the server does with a request.
#[derive(Debug)]
pub(crate) enum Reaction {
    Answer(Answer),
    /// These bytes, and then the end of the connection.
    Bytes(&'static [u8]),
    /// Never responds, and waits for the client to hang up.
    Hang,
}

impl From<Answer> for Reaction {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// The requests that came in.
#[derive(Default)]
struct Log {
    requests: Mutex<Vec<Request>>,
    arrived: Condvar,
}

impl Log {
    /// Adds a request, and says how many there were before.
    fn push(&self, request: Request) -> usize {
        let mut requests = self.requests.lock().unwrap();
        requests.push(request);
        self.arrived.notify_all();
        requests.len() - 1
    }
}

/// A server that runs until the test ends.
pub(crate) struct Server {
    address: SocketAddr,
    log: Arc<Log>,
}

impl Server {
    /// Asks what to do with each request; they are counted from 0.
    pub(crate) fn start<R: Into<Reaction>>(
        react: impl Fn(usize, &Request) -> R + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log::default());
        let for_thread = Arc::clone(&log);
        let react = Arc::new(react);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, react) = (Arc::clone(&for_thread), Arc::clone(&react));
                thread::spawn(move || serve(stream.unwrap(), &log, &*react));
            }
        });
        Self { address, log }
    }

    /// Gives these responses in turn, and the last of them again and again.
    pub(crate) fn answering(answers: impl Into<Vec<Answer>>) -> Self {
        let answers = answers.into();
        Self::start(move |count, _| answers[count.min(answers.len() - 1)].clone())
    }

    pub(crate) fn hanging() -> Self {
        Self::start(|_, _| Reaction::Hang)
    }

    /// Where no server is.
    pub(crate) fn nowhere() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The value of the header `host`.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.requests.lock().unwrap().clone()
    }

    /// The request, which must be the only one.
    pub(crate) fn only_request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }

    /// Waits until so many requests have come in, as the client may give up before the server has read its request.
    pub(crate) fn wait_for(&self, count: usize) {
        let requests = self.log.requests.lock().unwrap();
        let limit = Duration::from_secs(10);
        let few = |requests: &mut Vec<Request>| requests.len() < count;
        let (requests, waited) = self.log.arrived.wait_timeout_while(requests, limit, few).unwrap();
        assert!(!waited.timed_out(), "only {} requests", requests.len());
    }
}

/// Serves one connection, request after request.
fn serve<R: Into<Reaction>>(
    mut stream: TcpStream,
    log: &Log,
    react: &dyn Fn(usize, &Request) -> R,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = Request::read(&mut reader) {
        let count = log.push(request.clone());
        match react(count, &request).into() {
            Reaction::Answer(answer) => {
                // The client may have gone by now.
                if stream.write_all(&answer.to_bytes()).is_err() {
                    return;
                }
                if answer.missing > 0 {
                    let _ = stream.shutdown(Shutdown::Both);
                    return;
                }
            }
            Reaction::Bytes(bytes) => {
                let _ = stream.write_all(bytes);
                let _ = stream.shutdown(Shutdown::Both);
                return;
            }
            Reaction::Hang => {
                let _ = reader.read_to_end(&mut Vec::new());
                return;
            }
        }
    }
}
