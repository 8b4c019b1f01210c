//! What a user uploads and downloads, over TCP: every byte that goes out is looked at.

use obstacle_course::models::*;
use obstacle_course::{Body, Client, Error, File, Form, TransportErrorKind};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Poll};

/// A request: its head, the names of the headers in lower case, and its body.
struct Received {
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Received {
    fn of(reader: &mut impl BufRead) -> Self {
        let mut received = Self { headers: BTreeMap::new(), body: Vec::new() };
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        line();
        while let Some((name, value)) = line().split_once(": ") {
            received.headers.insert(name.to_lowercase(), value.to_owned());
        }
        if let Some(length) = received.header("content-length") {
            let length = length.parse().unwrap();
            reader.take(length).read_to_end(&mut received.body).unwrap();
        } else if received.header("transfer-encoding").is_some() {
            let mut length = 1;
            while length > 0 {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                length = u64::from_str_radix(line.trim_end(), 16).unwrap();
                reader.by_ref().take(length).read_to_end(&mut received.body).unwrap();
                reader.read_line(&mut line).unwrap();
            }
        }
        received
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body of a form with its boundary replaced by `B`.
    fn form(&self) -> String {
        let media_type = self.header("content-type").unwrap();
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        String::from_utf8(self.body.clone()).unwrap().replace(boundary, "B")
    }
}

/// Gives these responses, one a connection, and returns the requests.
fn server<A>(answers: A) -> (Client, Receiver<Received>)
where
    A: IntoIterator<Item: AsRef<[u8]>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let received = Received::of(&mut BufReader::new(stream.try_clone().unwrap()));
            // Not every test looks at what came.
            let _ = sender.send(received);
            stream.write_all(answer.as_ref()).unwrap();
        }
    });
    let client = Client::builder().base_url(&url).api_header("k").max_response_bytes(10_000);
    (client.build().unwrap(), receiver)
}

const OK: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// A stream of pieces.
struct Pieces(Vec<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = Result<&'static [u8], std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready((!self.0.is_empty()).then(|| Ok(self.0.remove(0).as_bytes())))
    }
}

#[tokio::test]
async fn a_form_with_parts_of_every_kind() {
    let (client, requests) = server(&[
        "HTTP/1.1 201 Created\r\nconnection: close\r\ncontent-length: 40\r\n\r\n{\"id\":1,\"meta\":{\"x\":1,\"y\":2},\"photo\":\"\"}",
    ]);
    let photo = File::from_stream("p\"1\".png", Pieces(vec!["pi", "xels"]), Some(6));
    let photo = photo.with_header("X-Size", "6");
    let required = PhotoMultipartRequired { photo, album: 7, meta: Point::new(1, 2) };
    let photo = PhotoMultipart::new(required)
        .with_thumbnail(File::from_bytes("t.jpg", vec![b'a', b'b']).with_content_type("image/jpeg"))
        .with_attachments(vec![File::from_bytes("1", "x"), File::from_bytes("2", "y")])
        .with_tags(vec!["one".into(), "two".into()])
        .with_points(vec![Point::new(3, 4)])
        .with_kind("print".into())
        .with_secret("hunter2")
        .with_note("a note")
        .with_inline(PhotoInlineRequest::default().with_a("a"));
    assert!(!format!("{photo:?}").contains("hunter2"));
    assert_eq!(photo, photo.clone());
    let answer = client.bodies().upload_photo(photo).await.unwrap();
    assert_eq!(answer.id, 1);
    let received = requests.recv().unwrap();
    let expected = "\
        --B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p%221%22.png\"\r\nContent-Type: image/png\r\nX-Kind: front\r\nX-Size: 6\r\n\r\npixels\r\n\
        --B\r\nContent-Disposition: form-data; name=\"thumbnail\"; filename=\"t.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nab\r\n\
        --B\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"1\"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n\
        --B\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"2\"\r\nContent-Type: application/octet-stream\r\n\r\ny\r\n\
        --B\r\nContent-Disposition: form-data; name=\"album\"\r\n\r\n7\r\n\
        --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\none\r\n\
        --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ntwo\r\n\
        --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"x\":1,\"y\":2}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"points\"\r\nContent-Type: application/json\r\n\r\n{\"x\":3,\"y\":4}\r\n\
        --B\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nprint\r\n\
        --B\r\nContent-Disposition: form-data; name=\"secret\"\r\n\r\nhunter2\r\n\
        --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: application/json\r\n\r\n\"a note\"\r\n\
        --B\r\nContent-Disposition: form-data; name=\"inline\"\r\nContent-Type: application/json\r\n\r\n{\"a\":\"a\"}\r\n\
        --B--\r\n";
    assert_eq!(received.form(), expected);
    assert_eq!(received.header("content-length").unwrap(), received.body.len().to_string());
}

#[tokio::test]
async fn forms_that_are_optional_open_or_without_files() {
    let (client, requests) = server(&[OK; 8]);
    let bodies = client.bodies();
    let mut files = UploadFilesBody::new(vec![File::from_bytes("a", "1")]);
    files.additional_properties = BTreeMap::from([("b".into(), File::from_bytes("c", "2"))]);
    bodies.upload_files(files).await.unwrap();
    let file = "Content-Type: application/octet-stream\r\n\r\n";
    let expected = format!(
        "--B\r\nContent-Disposition: form-data; name=\"all\"; filename=\"a\"\r\n{file}1\r\n\
         --B\r\nContent-Disposition: form-data; name=\"b\"; filename=\"c\"\r\n{file}2\r\n--B--\r\n"
    );
    assert_eq!(requests.recv().unwrap().form(), expected);
    bodies.values_only(ValuesOnlyBody::new(-1)).await.unwrap();
    let value = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n-1\r\n--B--\r\n";
    assert_eq!(requests.recv().unwrap().form(), value);
    bodies.optional_multipart().body(Form::new().value("a", &-1)).await.unwrap();
    assert_eq!(requests.recv().unwrap().form(), value);
    bodies.optional_multipart().await.unwrap();
    let received = requests.recv().unwrap();
    assert_eq!((received.header("content-type"), received.body.len()), (None, 0));
    let own = SendFormBodyOwn::new(File::from_bytes("a", "1")).with_title("t");
    bodies.send_form(SendFormBody::Own(own)).await.unwrap();
    let expected = format!(
        "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nt\r\n\
         --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n{file}1\r\n--B--\r\n"
    );
    assert_eq!(requests.recv().unwrap().form(), expected);
    bodies.send_form(SendFormBody::Remote(SendFormBodyRemote::new("u"))).await.unwrap();
    let expected = "--B\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nu\r\n--B--\r\n";
    assert_eq!(requests.recv().unwrap().form(), expected);
    let mut files = SendFilesBody::default();
    files.additional_properties.insert("b".into(), File::from_bytes("c", "2"));
    bodies.send_files(files).await.unwrap();
    let expected = format!(
        "--B\r\nContent-Disposition: form-data; name=\"b\"; filename=\"c\"\r\n{file}2\r\n--B--\r\n"
    );
    assert_eq!(requests.recv().unwrap().form(), expected);
    let form = FormData::new(FormDataRequired2 { a: "a".into(), b: 1, c: Vec::new() });
    bodies.form_or_multipart().body(form).await.unwrap();
    assert_eq!(requests.recv().unwrap().body, b"a=a&b=1");
}

#[tokio::test]
async fn bodies_of_bytes() {
    let (client, requests) = server(&[OK; 3]);
    client.bodies().binary_required(vec![0, 159]).await.unwrap();
    let received = requests.recv().unwrap();
    assert_eq!(received.body, [0, 159]);
    assert_eq!(received.header("content-length"), Some("2"));
    let stream = Body::from_stream(Pieces(vec!["a", "b"]), None);
    client.bodies().binary_optional().body(stream).await.unwrap();
    let received = requests.recv().unwrap();
    assert_eq!((received.body.as_slice(), received.header("content-length")), (&b"ab"[..], None));
    client.bodies().binary_required(File::from_bytes("a", "file")).await.unwrap();
    assert_eq!(requests.recv().unwrap().body, b"file");
}

#[tokio::test]
async fn answers_of_bytes() {
    let (client, _requests) = server(&[
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 3\r\ncontent-disposition: attachment; filename=\"a.pdf\"\r\n\r\n%PD",
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 3\r\n\r\n%PD",
        "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 10\r\n\r\n{\"code\":7}",
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 5\r\n\r\n%PD",
        "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
    ]);
    let answers = client.answers();
    let mut download = answers.bytes().download().await.unwrap();
    assert_eq!(download.file_name().as_deref(), Some("a.pdf"));
    assert_eq!(download.chunk().await.unwrap().unwrap(), "%PD");
    assert_eq!(download.chunk().await.unwrap(), None);
    assert_eq!(answers.bytes().await.unwrap(), "%PD");
    let Err(Error::Api(error)) = answers.bytes().download().await else { panic!("no error") };
    assert_eq!((error.status().as_u16(), error.body()), (404, br#"{"code":7}"#.as_slice()));
    let mut cut = answers.bytes().download().await.unwrap();
    assert_eq!(cut.chunk().await.unwrap().unwrap(), "%PD");
    assert_eq!(cut.chunk().await.unwrap_err().kind(), TransportErrorKind::Body);
    assert_eq!(answers.bytes_or_nothing().download_in_query(true).await.unwrap(), None);
    let mut nothing = answers.bytes_or_nothing().download().await.unwrap();
    assert_eq!((nothing.status().as_u16(), nothing.chunk().await.unwrap()), (204, None));
}

/// With the feature `gzip`, which these tests have. The limit of a response is one of what it holds, and not of what comes.
#[tokio::test]
async fn compressed_answers() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\n\r\n";
    const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03";
    const SHORT: &[u8] = b"\x53\x0d\x70\x71\x03\x00\x04\xc0\xbe\xd1\x04\x00\x00\x00";
    // 20,000 zeros.
    const LONG: &[u8] = b"\xed\xc1\x31\x01\x00\x00\x00\xc2\xa0\xf5\x4f\x6d\x0d\x0f\xa0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
                          \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x78\x30\x02\x53\x2f\x97\x20\x4e\x00\x00";
    let data = [SHORT, &SHORT[..6], b"", LONG];
    let (client, requests) = server(data.map(|data| [HEAD, GZIP, data].concat()));
    let answers = client.answers();
    assert_eq!(answers.bytes().await.unwrap(), "%PDF");
    assert_eq!(requests.recv().unwrap().header("accept-encoding"), Some("gzip"));
    for what in ["cut in the data", "cut before the data"] {
        let Err(Error::Transport(error)) = answers.bytes().await else { panic!("{what}") };
        assert_eq!(error.kind(), TransportErrorKind::Body, "{what}");
    }
    let Err(Error::Transport(error)) = answers.bytes().await else { panic!("no error") };
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge);
}
