//! Emits the files of `examples/`: a complete program for each of eight tasks, around the first suitable operation of the API.
//!
//! The programs read the client's settings from the environment. Only operations whose arguments are plain values are called.

use super::{Emitter, contract, crate_file, layout, runtime};
use crate::ir::{Method, Operation};
use crate::sample::Samples;
use crate::surface::{OperationItem, Output, RustType, TagItem};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;

/// A program, as a template.
struct Example {
    /// Its name.
    name: &'static str,
    /// A sentence about its purpose.
    about: &'static str,
    /// The features that it needs, besides that of the operation's tag.
    features: &'static [&'static str],
    /// Whether an operation is suitable for it.
    fits: fn(&Operation, &OperationItem) -> bool,
    text: &'static str,
}

const EXAMPLES: &[Example] = &[
    Example {
        name: "errors",
        about: "Makes a call and handles each kind of error.",
        features: &["reqwest"],
        fits: reads,
        text: "
            use CRATE::{Client, Error};

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let client = Client::from_env()?;
                match CALL.await {
                    Ok(value) => println!(\"{value:?}\"),
                    Err(Error::Api(error)) => println!(\"documented: {:?}\", error.kind()),
                    Err(error) if error.is_timeout() => println!(\"it took too long\"),
                    Err(error) if error.is_retryable() => {
                        println!(\"try again in {:?}: {error}\", error.retry_after());
                    }
                    Err(error) => return Err(error.into()),
                }
                Ok(())
            }",
    },
    Example {
        name: "paging",
        about: "Reads a list item by item; its pages are requested as they are needed.",
        features: &["reqwest"],
        fits: |_, item| item.paging.is_some(),
        text: "
            use CRATE::Client;

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let client = Client::from_env()?;
                let mut items = CALL.items();
                while let Some(item) = items.next().await {
                    let item = item?;
                    println!(\"{item:?}\");
                }
                Ok(())
            }",
    },
    Example {
        name: "upload",
        about: "Sends a file from memory; `File::open` sends a local file.",
        features: &["reqwest"],
        fits: |operation, item| runtime::is_upload(operation) && item.paging.is_none(),
        text: "
            use CRATE::Client;

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let client = Client::from_env()?;
                DONE
                Ok(())
            }",
    },
    Example {
        name: "waiting",
        about: "Waits until a task is done.",
        features: &["reqwest"],
        fits: |_, item| !item.waiters.is_empty(),
        text: "
            use CRATE::{Client, WaitError};
            use std::time::Duration;

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let client = Client::from_env()?;
                match WAIT.timeout(Duration::from_secs(60)).await {
                    Ok(outcome) => println!(\"done: {outcome:?}\"),
                    Err(WaitError::Failed { last, .. }) => println!(\"failed: {last:?}\"),
                    Err(WaitError::TimedOut { last, .. }) => println!(\"not yet: {last:?}\"),
                    Err(error) => return Err(error.into()),
                }
                Ok(())
            }",
    },
    Example {
        name: "transport",
        about: "Sends with a custom transport, which wraps that of reqwest and prints the time of each request.",
        features: &["reqwest"],
        fits: reads,
        text: "
            use CRATE::plumbing::{Exchange, HttpClient, Pause, Transport};
            use CRATE::{Body, ClientBuilder, http, reqwest};
            use std::time::{Duration, Instant};

            struct Timed<T>(T);

            impl<T: Transport> Transport for Timed<T> {
                fn send(&self, request: http::Request<Body>) -> Exchange<'_> {
                    Box::pin(async move {
                        let (method, start) = (request.method().clone(), Instant::now());
                        let outcome = self.0.send(request).await;
                        println!(\"{method} took {:?}\", start.elapsed());
                        outcome
                    })
                }

                fn sleep(&self, time: Duration) -> Pause {
                    self.0.sleep(time)
                }

                fn deadline(&self, time: Duration) -> Pause {
                    self.0.deadline(time)
                }
            }

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let transport = Timed(HttpClient::new(reqwest::Client::builder())?);
                let client = ClientBuilder::from_env()?.transport(transport).build()?;
                let value = CALL.await?;
                println!(\"{value:?}\");
                Ok(())
            }",
    },
    Example {
        name: "testing",
        about: "Tests a program without a server: a `Fake` returns prepared responses.",
        features: &["testing"],
        fits: reads,
        text: "
            use CRATE::operations::MODULE::OPERATION;
            use CRATE::{Client, Fake, TransportErrorKind};

            #[doc = \" The function under test.\"]
            async fn is_up(client: &Client) -> bool {
                match CALL.await {
                    Ok(_) => true,
                    Err(error) => error.status().is_some_and(|status| status.is_client_error()),
                }
            }

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let fake = Fake::new();
                fake.on::<OPERATION>().fails(400).fails(503).breaks(TransportErrorKind::Connect);
                let client = fake.client()?;
                let (refused, failed) = (is_up(&client).await, is_up(&client).await);
                let unreachable = is_up(&client).await;
                assert_eq!((refused, failed, unreachable), (true, false, false));
                let requests = fake.requests::<OPERATION>();
                assert_eq!(requests.len(), 3);
                assert!(fake.unexpected().is_empty());
                Ok(())
            }",
    },
    Example {
        name: "blocking",
        about: "Makes a call that blocks this thread.",
        features: &["reqwest", "blocking"],
        fits: reads,
        text: "
            use CRATE::Client;

            fn main() -> Result<(), Box<dyn std::error::Error>> {
                let client = Client::from_env()?;
                let value = CALL.blocking()?;
                println!(\"{value:?}\");
                Ok(())
            }",
    },
    Example {
        name: "spans",
        about: "Prints the spans and events of a call, sends a trace context, and counts attempts.",
        features: &["reqwest"],
        fits: reads,
        text: "
            use CRATE::{ClientBuilder, http};
            use std::sync::Arc;
            use std::sync::atomic::{AtomicUsize, Ordering};
            use tracing_subscriber::fmt::format::FmtSpan;

            #[tokio::main]
            async fn main() -> Result<(), Box<dyn std::error::Error>> {
                let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE);
                subscriber.with_max_level(tracing::Level::DEBUG).init();
                let attempts = Arc::new(AtomicUsize::new(0));
                let counted = attempts.clone();
                let client = ClientBuilder::from_env()?
                    .on_send(|headers| {
                        let trace = \"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\";
                        headers.insert(\"traceparent\", http::HeaderValue::from_static(trace));
                    })
                    .on_attempt(move |_| {
                        counted.fetch_add(1, Ordering::Relaxed);
                    })
                    .build()?;
                let value = CALL.await?;
                println!(\"{value:?}\");
                let attempts = attempts.load(Ordering::Relaxed);
                println!(\"{attempts} attempts\");
                Ok(())
            }",
    },
];

/// Whether an operation only reads a single, complete value.
fn reads(operation: &Operation, item: &OperationItem) -> bool {
    let is_in_parts = item.paging.is_some() || item.download || item.stream;
    operation.method == Method::Get && item.output != Output::Same(RustType::Unit) && !is_in_parts
}

/// A program of an API: a template and an operation.
#[derive(Clone)]
pub(super) struct Chosen<'a> {
    example: &'static Example,
    tag: &'a TagItem,
    item: &'a OperationItem,
    /// The arguments of the operation.
    arguments: String,
}

/// The programs, preferably with operations that need no arguments.
pub(super) fn chosen<'a>(emitter: Emitter<'a>, samples: &'a [Vec<Samples>]) -> Vec<Chosen<'a>> {
    if !emitter.config.package.examples {
        return Vec::new();
    }
    let is_written_by_hand = |example: &&Example| {
        crate_file::parts(emitter).any(|part| part.file.example() == Some(example.name))
    };
    let find = |example: &'static Example| {
        let tags = emitter.api.tags.iter().zip(&emitter.surface.tags).zip(samples);
        let operations = tags.flat_map(|((tag, own), samples)| {
            let items = own.operations.iter().zip(samples);
            tag.operations.iter().zip(items).map(move |(operation, item)| (own, operation, item))
        });
        let mut fitting = operations.filter_map(|(tag, operation, (item, samples))| {
            let fits = !item.deprecated && (example.fits)(operation, item);
            let arguments = fits.then(|| plain(emitter, operation, item, samples))??;
            Some(Chosen { example, tag, item, arguments })
        });
        let first = fitting.next()?;
        let simple =
            [first.clone()].into_iter().chain(fitting).find(|own| own.arguments.is_empty());
        Some(simple.unwrap_or(first))
    };
    EXAMPLES.iter().filter(|own| !is_written_by_hand(own)).filter_map(find).collect()
}

/// The arguments of an operation, if all of them are plain values.
fn plain(
    emitter: Emitter<'_>,
    operation: &Operation,
    item: &OperationItem,
    samples: &Samples,
) -> Option<String> {
    let (arguments, _) = contract::arguments(emitter, operation, item, samples);
    if arguments.iter().any(|argument| reads_sample(argument.clone())) {
        return None;
    }
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    Some(arguments.join(", "))
}

/// Whether an argument is read from JSON by `super::sample`, which only the contract tests have.
fn reads_sample(argument: TokenStream) -> bool {
    argument.into_iter().any(|token| match token {
        TokenTree::Group(group) => reads_sample(group.stream()),
        TokenTree::Ident(ident) => ident == "super",
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The files.
pub(super) fn files(emitter: Emitter<'_>, chosen: &[Chosen<'_>]) -> BTreeMap<String, String> {
    let path = |own: &Chosen<'_>| format!("examples/{}.rs", own.example.name);
    chosen.iter().map(|own| (path(own), file(emitter, own))).collect()
}

fn file(emitter: Emitter<'_>, chosen: &Chosen<'_>) -> String {
    let Chosen { example, tag, item, arguments } = chosen;
    let call = |method: &str| format!("client.{}().{method}({arguments})", tag.method);
    let wait = item.waiters.first().map(|waiter| call(waiter)).unwrap_or_default();
    let call = call(&item.method);
    let done = match item.output {
        Output::Same(RustType::Unit) => format!("{call}.await?;"),
        _ => format!("let value = {call}.await?; println!(\"{{value:?}}\");"),
    };
    let text = filled(
        example.text,
        &[
            ("CRATE", &emitter.crate_ident()),
            ("MODULE", &tag.module),
            ("OPERATION", &item.ident),
            ("DONE", &done),
            ("WAIT", &wait),
            ("CALL", &call),
        ],
    );
    let tokens =
        text.parse().unwrap_or_else(|error| unreachable!("a template is no Rust: {error}"));
    let docs = [example.about.to_owned(), String::new(), format!("`{}`", command(chosen))];
    let docs = docs.map(|line| format!("//! {line}").trim_end().to_owned());
    layout::file(&emitter.header(), &docs, [tokens])
}

/// A template with its marks replaced. What replaces a mark may itself contain the words of others.
fn filled(template: &str, marks: &[(&str, &str)]) -> String {
    let (mut text, mut rest) = (String::new(), template);
    let next = |rest: &str| {
        let places = marks.iter().filter_map(|mark| Some((rest.find(mark.0)?, *mark)));
        places.min_by_key(|(at, _)| *at)
    };
    while let Some((at, (mark, value))) = next(rest) {
        text.extend([&rest[..at], value]);
        rest = &rest[at + mark.len()..];
    }
    text + rest
}

/// The command that runs a program.
fn command(chosen: &Chosen<'_>) -> String {
    let Example { name, features, .. } = chosen.example;
    let features: Vec<&str> =
        features.iter().copied().filter(|feature| *feature != "reqwest").collect();
    if features.is_empty() {
        format!("cargo run --example {name}")
    } else {
        format!("cargo run --example {name} --features {}", features.join(","))
    }
}

/// The lines of the manifest with the features that the programs need.
pub(super) fn targets(chosen: &[Chosen<'_>]) -> Vec<String> {
    let targets = chosen.iter().flat_map(|own| {
        let features = own.example.features.iter().copied().chain([own.tag.module.as_str()]);
        let features: Vec<String> = features.map(|feature| format!("{feature:?}")).collect();
        let name = own.example.name;
        [
            String::new(),
            "[[example]]".to_owned(),
            format!("name = {name:?}"),
            format!("required-features = [{}]", features.join(", ")),
        ]
    });
    targets.collect()
}

/// The section of the README; empty if there are no programs.
pub(super) fn section(chosen: &[Chosen<'_>]) -> String {
    if chosen.is_empty() {
        return String::new();
    }
    let rows = chosen.iter().map(|own| format!("| `{}` | {} |", command(own), own.example.about));
    let rows: Vec<String> = rows.collect();
    format!(
        "## Examples\n\nPrograms in `examples/`, which read the client's settings from the environment:\n\n\
         | command | purpose |\n|---|---|\n{}",
        rows.join("\n")
    )
}
