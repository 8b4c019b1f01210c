//! Many calls at once while a server fails now and then, and while it fails always: nothing is lost, doubled or left over.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::acme::GetInvoice;
use crate::faulty::{Act, Faulty, whole};
use crate::runtime::{Client, Retry};

/// What a server does that breaks one of twenty requests, each in another way.
fn shaky(index: usize) -> Act {
    let ok = whole("200 OK", "", r#"{"id":7,"note":null,"lines":[]}"#);
    if index % 20 != 7 {
        return Act::Keep(ok);
    }
    match index / 20 % 5 {
        0 => Act::Close(vec![]),
        1 => Act::Close(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec()),
        2 => Act::Keep(whole("503 Busy", "", "")),
        3 => Act::Keep(whole("429 Too Many", "retry-after: 0\r\n", "")),
        _ => Act::Close(b"SSH-2.0-x\r\n\r\n".to_vec()),
    }
}

/// Makes calls, so many at a time; how many succeeded and how many failed.
async fn calls(client: &Client, count: usize, at_once: usize) -> (usize, usize) {
    let left = Arc::new(AtomicUsize::new(count));
    let workers: Vec<_> = (0..at_once)
        .map(|_| {
            let (client, left) = (client.clone(), Arc::clone(&left));
            tokio::spawn(async move {
                let (mut good, mut bad) = (0, 0);
                let next = |left: usize| left.checked_sub(1);
                while left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next).is_ok() {
                    match client.call(GetInvoice::new("1")).await {
                        Ok(_) => good += 1,
                        Err(_) => bad += 1,
                    }
                }
                (good, bad)
            })
        })
        .collect();
    let mut total = (0, 0);
    for worker in workers {
        let (good, bad) = worker.await.unwrap();
        total = (total.0 + good, total.1 + bad);
    }
    total
}

/// How many bytes of memory this process holds, where the system says so.
fn resident() -> Option<usize> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    pages.split(' ').nth(1)?.parse::<usize>().ok().map(|pages| pages * 4096)
}

/// Nothing else may run in the process if its memory is looked at.
async fn soak(count: usize, at_once: usize, is_alone: bool) {
    let server = Faulty::start(|index, _| shaky(index));
    let quick = Retry::idempotent(3).first_wait(Duration::from_millis(2));
    let builder = Client::builder().base_url(&server.url).api_key("k1").retry(quick);
    let client = builder.timeout(Duration::from_secs(30)).build().unwrap();
    if is_alone {
        let (good, bad) = calls(&client, count / 4, at_once).await;
        assert_eq!(good + bad, count / 4);
    }
    let (before, memory) = (server.count(), resident());
    let start = Instant::now();
    let (good, bad) = calls(&client, count, at_once).await;
    let (took, sent) = (start.elapsed(), server.count() - before);
    let extra = sent - count;
    println!("{count} calls in {took:?}: {good} good, {bad} bad, {extra} requests more");
    assert_eq!(good + bad, count);
    // What is not HTTP is not asked for again, which is one in a hundred.
    assert!(bad <= count / 50, "{bad} of {count}");
    assert!(extra <= count / 10, "{extra} requests more");
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if server.open() <= 32 {
            break;
        }
    }
    assert!(server.open() <= 32, "{} connections are open", server.open());
    if let (true, Some(before), Some(after)) = (is_alone, memory, resident()) {
        // The server of the test keeps the heads of all requests.
        let kept: usize = server.heads().iter().map(|head| head.len() + 64).sum();
        println!(
            "{before} bytes of memory after a quarter of the calls, {after} after all, of which {kept} are the server's"
        );
        assert!(after <= before + kept + (4 << 20), "{before} bytes became {after}");
    }

    // Each response that was none to retry gave a tenth back, up to the hundred that there were at first.
    let outage = Faulty::always(Act::Keep(whole("503 Busy", "", "")));
    let builder = Client::builder().base_url(&outage.url).api_key("k1").retry(quick);
    let client = builder.timeout(Duration::from_secs(30)).build().unwrap();
    let (good, bad) = calls(&client, count, at_once).await;
    println!("{count} calls in an outage: {} requests more", outage.count() - count);
    assert_eq!((good, bad, outage.count() - count), (0, count, 100));
}

#[tokio::test]
async fn many_calls_are_all_accounted_for() {
    soak(1_000, 32, false).await;
}

#[tokio::test]
#[ignore = "takes long; prints the rate"]
async fn twenty_thousand_calls_are_all_accounted_for() {
    soak(20_000, 256, true).await;
}
