//! A server on the loopback interface, one request a connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) line: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Responses each request, and counts them from 0. Nothing is sent before the wait is over.
    pub(crate) fn start(
        answer: impl Fn(usize, &Received) -> (Duration, String) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream.unwrap(), &log, &*answer));
            }
        });
        Self { url, received }
    }

    /// Gives these responses in turn, the last of them again and again.
    pub(crate) fn with(answers: &[&str]) -> Self {
        let answers: Vec<_> = answers.iter().map(|&answer| answer.to_owned()).collect();
        Self::start(move |count, _| (Duration::ZERO, answers[count.min(answers.len() - 1)].clone()))
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Received>>,
    answer: &dyn Fn(usize, &Received) -> (Duration, String),
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let headers: Vec<_> = lines[1..]
        .iter()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let mut received = Received { line: lines[0].clone(), headers, body: String::new() };
    if received.header("transfer-encoding") == Some("chunked") {
        received.body = chunks(&mut reader);
    } else {
        let length = received.header("content-length").map_or(0, |text| text.parse().unwrap());
        // A client that gives up sends less.
        reader.take(length).read_to_string(&mut received.body).unwrap();
    }
    let count = {
        let mut log = log.lock().unwrap();
        log.push(received.clone());
        log.len() - 1
    };
    let (wait, text) = answer(count, &received);
    std::thread::sleep(wait);
    // The client may have gone by now.
    let _ = stream.write_all(text.as_bytes());
}

/// A body in chunks, as far as it comes.
fn chunks(reader: &mut impl BufRead) -> String {
    let mut body = String::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let length = u64::from_str_radix(line.trim_end(), 16).unwrap_or(0);
        if length == 0 {
            return body;
        }
        reader.by_ref().take(length).read_to_string(&mut body).unwrap();
        reader.read_line(&mut line).unwrap();
    }
}

/// A response with a body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

/// A server that speaks HTTP/2 as far as it takes to be sent a body, and never responds.
pub(crate) fn silent_http2() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        // Empty settings, and the acknowledgement of those of the client.
        stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0]).unwrap();
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    url
}
