//! Calls of the emitted crate against a server on loopback that plays its part.

use i3dnet::flexmetal::{self, OrderError, Pace, Reinstall, ReinstallError};
use i3dnet::models::{
    FlexMetalOperatingSystemRequest, FlexMetalServerRequest, FlexMetalServerRequestRequired,
};
use i3dnet::{Client, Error, WaitError};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the server does with a request.
enum Act {
    /// A status and a body.
    Say(u16, String),
    /// It ends the connection.
    Lose,
}

/// Plays: is told the method and path of each request, and how many there were of it before.
type Play = dyn Fn(&str, usize) -> Act + Send + Sync;

struct Server {
    url: String,
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    fn start(play: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, play): (_, Arc<Play>) = (Arc::clone(&requests), Arc::new(play));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, play) = (Arc::clone(&log), Arc::clone(&play));
                thread::spawn(move || serve(stream.unwrap(), &log, &*play));
            }
        });
        Self { url, requests }
    }

    fn client(&self) -> Client {
        Client::builder().base_url(&self.url).api_key("key").build().unwrap()
    }

    fn count(&self, request: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|(own, _)| own == request).count()
    }

    fn body(&self, request: &str) -> String {
        let requests = self.requests.lock().unwrap();
        requests.iter().find(|(own, _)| own == request).unwrap().1.clone()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<(String, String)>>, play: &Play) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let (mut line, mut length) = (String::new(), 0);
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let mut request = line.split(' ').take(2).collect::<Vec<_>>().join(" ");
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).unwrap();
            if header.trim().is_empty() {
                break;
            }
            let header = header.trim().to_lowercase();
            if let Some(text) = header.strip_prefix("content-length:") {
                length = text.trim().parse().unwrap();
            }
            let range = header.strip_prefix("ranged-data: start=");
            if let Some(start) = range.and_then(|range| range.split(',').next())
                && start != "0"
            {
                request += " from later on";
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let count = {
            let mut log = log.lock().unwrap();
            let count = log.iter().filter(|(own, _)| *own == request).count();
            log.push((request.clone(), String::from_utf8(body).unwrap()));
            count
        };
        match play(&request, count) {
            Act::Lose => return,
            Act::Say(status, body) => {
                let head = format!(
                    "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all((head + &body).as_bytes()).unwrap();
            }
        }
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A server as the API describes it.
fn server(uuid: &str, status: &str, location: &str, created: u64) -> String {
    format!(
        r#"{{"uuid":"{uuid}","name":"Web","status":"{status}","statusMessage":"said","location":{{"name":"{location}"}},"instanceType":{{"name":"bm7"}},"ipAddresses":[{{"ipAddress":"192.0.2.1"}}],"createdAt":{created},"deliveredAt":0,"releasedAt":0}}"#
    )
}

fn listed(servers: &[String]) -> Act {
    Act::Say(200, format!("[{}]", servers.join(",")))
}

const LIST: &str = "GET /v3/flexMetal/servers";
const REST: &str = "GET /v3/flexMetal/servers from later on";
const ORDER: &str = "POST /v3/flexMetal/servers";
const ONE: &str = "GET /v3/flexMetal/servers/s1";

const SOON: Duration = Duration::from_millis(5);
const LONG: Duration = Duration::from_secs(20);

/// Plays the statuses of a server one after the other; `500` fails, and `lost` loses the connection. The last one stays.
fn playing(statuses: &'static [&'static str]) -> Server {
    Server::start(move |request, count| {
        assert_eq!(request, ONE);
        match statuses[count.min(statuses.len() - 1)] {
            "500" => Act::Say(500, "{}".into()),
            "404" => Act::Say(404, "{}".into()),
            "lost" => Act::Lose,
            status => listed(&[server("s1", status, "EU", now())]),
        }
    })
}

#[tokio::test]
async fn a_delivery_goes_on_through_failing_responses() {
    let server = playing(&["created", "500", "lost", "provisioning", "delivered"]);
    let client = server.client();
    let wait = client.flex_metal_server().wait_until_delivered("s1").every(SOON, SOON).timeout(LONG);
    let delivered = wait.await.unwrap();
    assert_eq!(delivered[0].ip_addresses[0].ip_address, "192.0.2.1");
    assert!(delivered[0].created_at_time().is_some() && delivered[0].delivered_at_time().is_none());
    assert_eq!(server.count(ONE), 5);
}

#[tokio::test]
async fn a_delivery_that_fails_is_told_from_one_that_takes_too_long() {
    let server = playing(&["created", "failed"]);
    let client = server.client();
    let wait = client.flex_metal_server().wait_until_delivered("s1").every(SOON, SOON);
    match wait.await {
        Err(WaitError::Failed { last: servers, .. }) => assert_eq!(servers[0].status_message, "said"),
        other => panic!("{other:?}"),
    }
    let server = playing(&["created"]);
    let client = server.client();
    let wait = client.flex_metal_server().wait_until_delivered("s1").every(SOON, SOON);
    match wait.timeout(Duration::from_millis(60)).await {
        Err(WaitError::TimedOut { last: Some(servers), cause: None, .. }) => {
            assert_eq!(servers[0].status, "created");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_vanishes_is_told() {
    let server = playing(&["created", "404"]);
    let client = server.client();
    let wait = client.flex_metal_server().wait_until_delivered("s1").every(SOON, SOON);
    match wait.await {
        Err(WaitError::Call(error)) => assert_eq!(error.status().unwrap(), 404),
        other => panic!("{other:?}"),
    }
    // The API itself does not respond any more.
    let server = playing(&["created", "lost"]);
    let client = server.client();
    let wait = client.flex_metal_server().wait_until_delivered("s1").every(SOON, SOON);
    match wait.timeout(Duration::from_millis(100)).await {
        Err(WaitError::TimedOut { last: Some(servers), cause: Some(Error::Transport(_)), .. }) => {
            assert_eq!(servers[0].status, "created");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_is_released_or_has_failed() {
    let server = playing(&["releasing", "released"]);
    let client = server.client();
    let released = client.flex_metal_server().wait_until_released("s1").every(SOON, SOON);
    assert_eq!(released.await.unwrap()[0].status, "released");
    let server = playing(&["failed"]);
    let client = server.client();
    let released = client.flex_metal_server().wait_until_released("s1").every(SOON, SOON);
    assert!(matches!(released.await, Err(WaitError::Failed { .. })));
}

fn request() -> FlexMetalServerRequest {
    let os = FlexMetalOperatingSystemRequest::new("talos");
    let [name, location, instance_type] = ["web", "eu", "bm7"].map(String::from);
    let required = FlexMetalServerRequestRequired { name, location, instance_type, os };
    FlexMetalServerRequest::new(required).with_post_install_script("hunter2")
}

const PACE: Pace = Pace { every: SOON, timeout: Duration::from_millis(150) };

/// What goes wrong with an order.
#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    None,
    /// The response is lost.
    Lost,
    /// The same, and lists are sent whole, whatever part of them is asked for.
    LostAndWhole,
    /// A gateway responds.
    Gateway,
    /// A success whose body cannot be read.
    Unreadable,
}

/// Orders from a server that lists its servers, so many requests later.
async fn ordered(
    trouble: Trouble,
    lists: impl Fn(usize) -> Act + Send + Sync + 'static,
) -> (Result<String, OrderError>, Server) {
    let server = Server::start(move |request, count| match request {
        ORDER if trouble == Trouble::Gateway => Act::Say(504, "<html>".into()),
        ORDER if trouble == Trouble::Unreadable => Act::Say(200, "[{".into()),
        ORDER if trouble != Trouble::None => Act::Lose,
        ORDER => listed(&[server("s1", "created", "EU", now())]),
        LIST => lists(count),
        REST if trouble == Trouble::LostAndWhole => lists(count),
        REST => listed(&[]),
        other => panic!("{other}"),
    });
    let found = flexmetal::order_at(&server.client(), request(), PACE).await;
    assert_eq!(server.count(ORDER), 1, "an order is sent once");
    (found.map(|server| server.uuid), server)
}

#[tokio::test]
async fn an_order_with_a_response_asks_for_no_list() {
    let (found, server) = ordered(Trouble::None, |_| panic!("nothing is looked for")).await;
    assert_eq!(found.unwrap(), "s1");
    assert!(server.body(ORDER).contains("hunter2"));
    assert!(!format!("{:?}", request()).contains("hunter2"));
}

#[tokio::test]
async fn a_lost_order_is_found_again() {
    let (found, _) = ordered(Trouble::Lost, |count| match count {
        0 => Act::Say(500, "{}".into()),
        1 => Act::Lose,
        2 => listed(&[]),
        _ => listed(&[
            server("old", "delivered", "EU", now() - 3600),
            server("elsewhere", "created", "US", now()),
            server("leaving", "releasing", "EU", now()),
            server("ours", "provisioning", " EU ", now() - 30),
        ]),
    })
    .await;
    assert_eq!(found.unwrap(), "ours");
    for trouble in [Trouble::Gateway, Trouble::Unreadable] {
        let (found, _) =
            ordered(trouble, |_| listed(&[server("ours", "created", "EU", now())])).await;
        assert_eq!(found.unwrap(), "ours");
    }
}

#[tokio::test]
async fn a_lost_order_is_never_guessed() {
    let (found, _) = ordered(Trouble::Lost, |_| {
        listed(&[server("a", "created", "EU", now()), server("b", "delivered", "EU", now())])
    })
    .await;
    match found {
        Err(OrderError::Ambiguous { candidates, .. }) => assert_eq!(candidates.len(), 2),
        other => panic!("{other:?}"),
    }
    let (found, place) = ordered(Trouble::Lost, |_| listed(&[])).await;
    assert!(matches!(found, Err(OrderError::NotFound(_))), "{found:?}");
    assert!(place.count(LIST) > 1);
    let (found, _) = ordered(Trouble::Lost, |_| Act::Say(500, "{}".into())).await;
    assert!(matches!(found, Err(OrderError::Unknown { .. })), "{found:?}");
    // A server that sends the same part again and again may keep the rest to itself.
    let (found, _) = ordered(Trouble::LostAndWhole, |_| {
        listed(&(0..20).map(|_| server("other", "created", "US", now())).collect::<Vec<_>>())
    })
    .await;
    assert!(matches!(found, Err(OrderError::Unknown { .. })), "{found:?}");
}

#[tokio::test]
async fn an_order_that_was_refused_or_never_sent_is_not_looked_for() {
    let server = Server::start(|request, _| match request {
        ORDER => Act::Say(422, r#"{"errorCode":1,"errorMessage":"no","errors":[]}"#.into()),
        other => panic!("{other}"),
    });
    match flexmetal::order_at(&server.client(), request(), PACE).await {
        Err(OrderError::Refused(error)) => assert_eq!(error.status().unwrap(), 422),
        other => panic!("{other:?}"),
    }
    // Nobody listens there.
    let url = format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let client = Client::builder().base_url(&url).api_key("key").build().unwrap();
    match flexmetal::order_at(&client, request(), PACE).await {
        Err(OrderError::Refused(Error::Transport(_))) => {}
        other => panic!("{other:?}"),
    }
}

const COMMANDS: &str = "GET /v3/flexMetal/servers/s1/commands?type=update-server";
const UPDATE: &str = "PATCH /v3/flexMetal/servers/s1";

/// Installs a system while the states of the new command are played, before which there was one that had finished.
async fn installed(states: &'static [&'static str]) -> Result<(), ReinstallError> {
    let server = Server::start(move |request, count| match (request, count) {
        (UPDATE, _) => listed(&[server("s1", "delivered", "EU", now())]),
        (COMMANDS, 0) => Act::Say(200, r#"[{"uuid":"before","state":"finished"}]"#.into()),
        (COMMANDS, count) => match states[(count - 1).min(states.len() - 1)] {
            "500" => Act::Say(500, "{}".into()),
            "none" => Act::Say(200, r#"[{"uuid":"before","state":"finished"}]"#.into()),
            state => Act::Say(
                200,
                format!(r#"[{{"uuid":"new","state":"{state}"}},{{"uuid":"before","state":"finished"}}]"#),
            ),
        },
        (other, _) => panic!("{other}"),
    });
    let system = Reinstall {
        name: "web".into(),
        os: FlexMetalOperatingSystemRequest::new("talos"),
        ssh_key: Vec::new(),
        post_install_script: Some("hunter2".into()),
    };
    assert!(!format!("{system:?}").contains("hunter2"));
    let done = flexmetal::reinstall_at(&server.client(), "s1", system, PACE).await;
    assert_eq!(server.count(UPDATE), 1);
    assert!(server.body(UPDATE).contains(r#""slug":"talos""#), "{}", server.body(UPDATE));
    done
}

#[tokio::test]
async fn a_system_is_installed_anew() {
    installed(&["none", "500", "running", "finished"]).await.unwrap();
    assert!(matches!(installed(&["running", "failed"]).await, Err(ReinstallError::Failed)));
    // What had finished before says nothing.
    assert!(matches!(installed(&["none"]).await, Err(ReinstallError::TimedOut)));
}
