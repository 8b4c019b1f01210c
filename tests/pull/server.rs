//! A small HTTP/1.1 server on loopback that responds as badly as it is told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request without a body.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    head: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    }

    fn read(from: &mut impl BufRead) -> Option<Self> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if from.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let path = head.split(' ').nth(1)?.to_owned();
        Some(Self { path, head })
    }
}

/// How the end of a body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Length,
    Chunks,
    EndOfConnection,
}

/// How much of a body is sent, and what then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// Half of it, and the end of the connection.
    CutOff,
    /// Half of it, and nothing for ever.
    Stall,
}

#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    frame: Frame,
    end: End,
}

impl Answer {
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let answer = Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            frame: Frame::Length,
            end: End::Whole,
        };
        answer.with("Content-Type", media_type)
    }

    pub(crate) fn page(text: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/markdown; charset=utf-8", text)
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(status, "text/plain", "…")
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self::status(302).with("Location", to)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn chunked(self) -> Self {
        Self { frame: Frame::Chunks, ..self }
    }

    pub(crate) fn ended_by_connection(self) -> Self {
        Self { frame: Frame::EndOfConnection, ..self }
    }

    pub(crate) fn cut_off(self) -> Self {
        Self { end: End::CutOff, ..self }
    }

    pub(crate) fn stalled(self) -> Self {
        Self { end: End::Stall, ..self }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Said\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match self.frame {
            Frame::Length if self.status == 304 => {}
            Frame::Length => head.push_str(&format!("Content-Length: {}\r\n", self.body.len())),
            Frame::Chunks => head.push_str("Transfer-Encoding: chunked\r\n"),
            Frame::EndOfConnection => head.push_str("Connection: close\r\n"),
        }
        let mut bytes = (head + "\r\n").into_bytes();
        let sent = match self.end {
            End::Whole => &self.body[..],
            _ => &self.body[..self.body.len() / 2],
        };
        if self.frame == Frame::Chunks {
            bytes.extend_from_slice(format!("{:x}\r\n", sent.len()).as_bytes());
            bytes.extend_from_slice(sent);
            bytes.extend_from_slice(b"\r\n");
            if self.end == End::Whole {
                bytes.extend_from_slice(b"0\r\n\r\n");
            }
        } else {
            bytes.extend_from_slice(sent);
        }
        bytes
    }
}

/// What the server does with a request.
#[derive(Debug)]
pub(crate) enum Reaction {
    Answer(Answer),
    /// Never responds.
    Hang,
    /// Ends the connection.
    Close,
}

impl From<Answer> for Reaction {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

type React = dyn Fn(&Request, usize) -> Reaction + Send + Sync;

/// A server that runs until the test ends.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Asks what to do with each request; those for the same path are counted from 0.
    pub(crate) fn start<R: Into<Reaction>>(
        react: impl Fn(&Request, usize) -> R + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        let react: Arc<React> = Arc::new(move |request, count| react(request, count).into());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, react) = (Arc::clone(&log), Arc::clone(&react));
                thread::spawn(move || serve(stream.unwrap(), &log, &*react));
            }
        });
        Self { url, requests }
    }

    /// Gives these pages at their paths, and 404 elsewhere.
    pub(crate) fn of(pages: &BTreeMap<String, Answer>) -> Self {
        let pages = pages.clone();
        Self::start(move |request, _| {
            pages.get(&request.path).cloned().unwrap_or_else(|| Answer::status(404))
        })
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.requests().iter().filter(|request| request.path == path).count()
    }
}

/// Where no server is.
pub(crate) fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Request>>, react: &React) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = Request::read(&mut reader) {
        let count = {
            let mut log = log.lock().unwrap();
            log.push(request.clone());
            log.iter().filter(|other| other.path == request.path).count() - 1
        };
        let ends = match react(&request, count) {
            Reaction::Close => true,
            Reaction::Hang => {
                let _ = reader.read_to_end(&mut Vec::new());
                true
            }
            Reaction::Answer(answer) => {
                // The client may have gone by now.
                let gone = stream.write_all(&answer.bytes()).is_err();
                if answer.end == End::Stall {
                    let _ = reader.read_to_end(&mut Vec::new());
                }
                gone || answer.end != End::Whole || answer.frame == Frame::EndOfConnection
            }
        };
        if ends {
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
    }
}
