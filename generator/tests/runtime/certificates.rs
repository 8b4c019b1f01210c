//! A server whose certificate nobody vouches for.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::acme::GetInvoice;
use crate::faulty::whole;
use crate::runtime::{Client, Error, Retry, TransportErrorKind};

/// Signed by itself, for `localhost`.
const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----
MIIBqDCCAU6gAwIBAgIULm+dAHrIBuZseXvRfTl9bll+GiQwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRdW50cnVzdGVkLmV4YW1wbGUwIBcNMjYxMTI5MDQ1NjQ0WhgP
MjEyNjExMDUwNDU2NDRaMBwxGjAYBgNVBAMMEXVudHJ1c3RlZC5leGFtcGxlMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENWvmxsQd2iFmUpqtUKqjyOdVMTHrxf1j
CMCPqEiTPnfMEnHwUnSYDsCRomykBukaVzrPuvZaNaNB+dw8kZ/ijqNsMGowHQYD
VR0OBBYEFGcU+ELHbRhxkxc8j8q3uGNSWsJzMB8GA1UdIwQYMBaAFGcU+ELHbRhx
kxc8j8q3uGNSWsJzMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMB
Af8EAjAAMAoGCCqGSM49BAMCA0gAMEUCIQCpef0EvIqiW4lrbPaTma9BU8EetTbr
K2vaRM0dj8KD8QIgZUQGGL654AdSX9KSvy1M3QedyTMXPGxhI9vmv+Fqrzo=
-----END CERTIFICATE-----";
const KEY: &[u8] = b"-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+ZQQZsG4ZTC1OFW1
b0KAmwgD/podP6zP66Wki3dyajmhRANCAAQ1a+bGxB3aIWZSmq1QqqPI51UxMevF
/WMIwI+oSJM+d8wScfBSdJgOwJGibKQG6RpXOs+69lo1o0H53DyRn+KO
-----END PRIVATE KEY-----";

/// The port of a server, how many connections it got, and how many requests.
fn server() -> (u16, Arc<[AtomicUsize; 2]>) {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![certificate], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let counts = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let shared = Arc::clone(&counts);
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            shared[0].fetch_add(1, Ordering::SeqCst);
            let (mut socket, mut tls) =
                (socket.unwrap(), ServerConnection::new(Arc::clone(&config)).unwrap());
            let mut stream = Stream::new(&mut tls, &mut socket);
            if stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {
                shared[1].fetch_add(1, Ordering::SeqCst);
                let headers = "connection: close\r\n";
                let response = whole("200 OK", headers, r#"{"id":7,"note":null,"lines":[]}"#);
                stream.write_all(&response).unwrap();
            }
        }
    });
    (port, counts)
}

#[tokio::test]
async fn nothing_is_sent_to_a_server_that_nobody_vouches_for() {
    let (port, counts) = server();
    let builder = || {
        let builder = Client::builder().base_url(&format!("https://localhost:{port}"));
        builder.api_key("k1").retry(Retry::idempotent(2))
    };
    let error = builder().build().unwrap().call(GetInvoice::new("1")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Tls),
        "{error:?}"
    );
    assert!(error.is_connect() && !error.is_retryable());
    let counted = || counts.each_ref().map(|count| count.load(Ordering::SeqCst));
    assert_eq!(counted(), [1, 0], "it is not tried again");

    // With a client that vouches for it, the same server responds.
    let certificate = reqwest::Certificate::from_pem(CERTIFICATE).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([certificate]);
    let client = builder().http_client(http).build().unwrap();
    assert_eq!(client.call(GetInvoice::new("1")).await.unwrap().id, 7);
    assert_eq!(counted(), [2, 1]);
}
