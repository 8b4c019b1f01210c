//! Operations on FlexMetal servers beyond the documentation: finds an order whose response was lost, and reinstalls an operating system.
//!
//! An order must not be sent twice, as each order creates a server. If its response is lost, or does not come from the API, [`order`] looks for the
//! server in the list of all servers, by name, location, instance type and creation time. It takes the matching server if there is exactly one,
//! and never guesses.
//!
//! ```no_run
//! # use i3dnet::models::FlexMetalServerRequest;
//! # async fn example(client: i3dnet::Client, request: FlexMetalServerRequest) -> Result<(), Box<dyn std::error::Error>> {
//! let server = i3dnet::flexmetal::order(&client, request).await?;
//! let delivered = client.flex_metal_server().wait_until_delivered(&server.uuid).await?;
//! println!("{:?}", delivered[0].ip_addresses);
//! # Ok(()) }
//! ```

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::models::{FlexMetalOperatingSystemRequest, FlexMetalServer, FlexMetalServerRequest};
use crate::operations::flex_metal_server::{
    CreateFlexMetalServerError, GetFlexMetalServersError,
};
use crate::runtime as rt;
use crate::{Client, Error, NoDocumentedError, Secret, TransportErrorKind, Value};

/// The time by which the creation of a server may precede the order, by the clock of this machine.
const SKEW: Duration = Duration::from_secs(60);

/// The interval and the time limit of repeated checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The time between two checks.
    pub every: Duration,
    /// The time for all checks together.
    pub timeout: Duration,
}

impl Pace {
    /// For an order whose response was lost: every 15 s, for 2 minutes.
    pub const LOST_ORDER: Self =
        Self { every: Duration::from_secs(15), timeout: Duration::from_secs(120) };
    /// For a reinstalled operating system: every 15 s, for 20 minutes.
    pub const REINSTALL: Self =
        Self { every: Duration::from_secs(15), timeout: Duration::from_secs(1200) };
}

/// The reason why an order gave no server, as far as it is known.
#[derive(Debug)]
#[non_exhaustive]
pub enum OrderError {
    /// The order was refused, or not sent: there is no server.
    Refused(Error<CreateFlexMetalServerError>),
    /// The response was lost, and no matching server appeared: most likely the order never arrived.
    NotFound(Error<CreateFlexMetalServerError>),
    /// The response was lost, and several servers match: only a person can tell which one it is, if any.
    Ambiguous {
        /// What happened to the response.
        lost: Error<CreateFlexMetalServerError>,
        /// The matching servers.
        candidates: Vec<FlexMetalServer>,
    },
    /// The response was lost, and the servers could not be listed: there may be a server.
    Unknown {
        /// What happened to the response.
        lost: Error<CreateFlexMetalServerError>,
        /// The error of the last list.
        lookup: Error<GetFlexMetalServersError>,
    },
    /// The response was a success without a server in it.
    Empty,
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::NotFound(error) => write!(f, "the response was lost and no server appeared: {error}"),
            Self::Ambiguous { candidates, .. } => {
                let uuids: Vec<&str> = candidates.iter().map(|own| own.uuid.as_str()).collect();
                write!(f, "the response was lost, and it may be one of several servers: {}", uuids.join(", "))
            }
            Self::Unknown { lookup, .. } => {
                write!(f, "the response was lost, and the servers could not be listed: {lookup}")
            }
            Self::Empty => f.write_str("the response holds no server"),
        }
    }
}

impl StdError for OrderError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Refused(error) | Self::NotFound(error) => error.source(),
            Self::Ambiguous { lost, .. } => Some(lost),
            Self::Unknown { lookup, .. } => Some(lookup),
            Self::Empty => None,
        }
    }
}

/// Orders a server, once. If the response is lost, looks for the server at the pace of [`Pace::LOST_ORDER`].
///
/// # Errors
///
/// There is no server, or it is unclear which one it is.
pub async fn order(
    client: &Client,
    request: FlexMetalServerRequest,
) -> Result<FlexMetalServer, OrderError> {
    order_at(client, request, Pace::LOST_ORDER).await
}

/// As [`order`], at another pace.
///
/// # Errors
///
/// There is no server, or it is unclear which one it is.
pub async fn order_at(
    client: &Client,
    request: FlexMetalServerRequest,
    pace: Pace,
) -> Result<FlexMetalServer, OrderError> {
    let wanted = Wanted::new(&request);
    let lost = match client.flex_metal_server().create_flex_metal_server(request).await {
        Ok(servers) => return servers.into_iter().next().ok_or(OrderError::Empty),
        Err(error) if is_lost(&error) => error,
        Err(error) => return Err(OrderError::Refused(error)),
    };
    let start = Instant::now();
    loop {
        let looked = wanted.look(client).await;
        let left = pace.timeout.saturating_sub(start.elapsed());
        match looked {
            Ok(mut candidates) if candidates.len() == 1 => return Ok(candidates.remove(0)),
            Ok(candidates) if candidates.len() > 1 => {
                return Err(OrderError::Ambiguous { lost, candidates });
            }
            Ok(_) if left.is_zero() => return Err(OrderError::NotFound(lost)),
            Err(lookup) if left.is_zero() || !passes(&lookup) => {
                return Err(OrderError::Unknown { lost, lookup });
            }
            Ok(_) | Err(_) => client.sleep(pace.every.min(left)).await,
        }
    }
}

/// Whether a request may have succeeded without a usable response: none came, it came from a gateway, or it cannot be read.
fn is_lost<E>(error: &Error<E>) -> bool {
    match error {
        Error::Transport(error) => !matches!(
            error.kind(),
            TransportErrorKind::Connect | TransportErrorKind::Tls | TransportErrorKind::RequestBody
        ),
        error => error.status().is_some_and(|own| own.is_server_error() || own.is_success()),
    }
}

/// Whether an error may pass, so that another attempt is worthwhile.
fn passes<E>(error: &Error<E>) -> bool {
    error.is_retryable() || error.status().is_some_and(|status| status.is_server_error())
}

/// The properties that identify the server of an order.
struct Wanted {
    name: String,
    location: String,
    instance_type: String,
    /// In seconds since 1970.
    not_before: i64,
}

impl Wanted {
    fn new(request: &FlexMetalServerRequest) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let not_before = since.saturating_sub(SKEW).as_secs();
        Self {
            name: request.name.clone(),
            location: request.location.clone(),
            instance_type: request.instance_type.clone(),
            not_before: i64::try_from(not_before).unwrap_or(i64::MAX),
        }
    }

    /// Returns the matching servers of all servers. A list that may be cut short is an error.
    async fn look(
        &self,
        client: &Client,
    ) -> Result<Vec<FlexMetalServer>, Error<GetFlexMetalServersError>> {
        let mut servers = client.flex_metal_server().get_flex_metal_servers().items().strict();
        let mut found = Vec::new();
        while let Some(server) = servers.next().await {
            let server = server.map_err(crate::PageError::into_error)?;
            if self.fits(&server) {
                found.push(server);
            }
        }
        Ok(found)
    }

    fn fits(&self, server: &FlexMetalServer) -> bool {
        let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
        same(&server.name, &self.name)
            && same(&server.location.name, &self.location)
            && same(&server.instance_type.name, &self.instance_type)
            && server.created_at >= self.not_before
            && server.released_at.unwrap_or_default() == 0
            && !matches!(server.status.as_str(), "releasing" | "released")
    }
}

/// An operating system to install on an existing server.
///
/// The documentation does not have this operation; the vendor's Terraform provider uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reinstall {
    /// The name of the server.
    pub name: String,
    /// The operating system.
    pub os: FlexMetalOperatingSystemRequest,
    /// Public keys, or UUIDs of stored keys.
    pub ssh_key: Vec<String>,
    /// A script to run afterwards.
    pub post_install_script: Option<Secret>,
}

/// The reason why an operating system was not installed, as far as it is known.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReinstallError {
    /// A call failed.
    Call(Error<NoDocumentedError>),
    /// The installation has failed.
    Failed,
    /// The installation was not done in time.
    TimedOut,
}

impl fmt::Display for ReinstallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Failed => f.write_str("the installation has failed"),
            Self::TimedOut => f.write_str("the installation was not done in time"),
        }
    }
}

impl StdError for ReinstallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Failed | Self::TimedOut => None,
        }
    }
}

/// Installs an operating system on a server, which erases the server, and waits for the end at the pace of [`Pace::REINSTALL`].
///
/// # Errors
///
/// The installation was refused, has failed, or is not done in time.
pub async fn reinstall(
    client: &Client,
    uuid: &str,
    system: Reinstall,
) -> Result<(), ReinstallError> {
    reinstall_at(client, uuid, system, Pace::REINSTALL).await
}

/// As [`reinstall`], at another pace.
///
/// # Errors
///
/// The installation was refused, has failed, or is not done in time.
pub async fn reinstall_at(
    client: &Client,
    uuid: &str,
    system: Reinstall,
    pace: Pace,
) -> Result<(), ReinstallError> {
    let commands = || client.call(Commands { uuid: uuid.to_owned() });
    // Earlier commands tell nothing about this one.
    let before: BTreeSet<String> =
        commands().await.map_err(ReinstallError::Call)?.iter().map(uuid_of).collect();
    let update = Update { uuid: uuid.to_owned(), system };
    client.call(update).await.map_err(ReinstallError::Call)?;
    let start = Instant::now();
    loop {
        let state = match commands().await {
            Ok(commands) => {
                let mut new = commands.iter().filter(|own| !before.contains(&uuid_of(own)));
                new.next().and_then(|own| own["state"].as_str().map(str::to_owned))
            }
            Err(error) if passes(&error) => None,
            Err(error) => return Err(ReinstallError::Call(error)),
        };
        let left = pace.timeout.saturating_sub(start.elapsed());
        match state.as_deref() {
            Some("finished") => return Ok(()),
            Some("failed") => return Err(ReinstallError::Failed),
            _ if left.is_zero() => return Err(ReinstallError::TimedOut),
            _ => client.sleep(pace.every.min(left)).await,
        }
    }
}

fn uuid_of(command: &Value) -> String {
    command["uuid"].as_str().unwrap_or_default().to_owned()
}

/// `PATCH /v3/flexMetal/servers/{uuid}`.
#[derive(Debug)]
struct Update {
    uuid: String,
    system: Reinstall,
}

impl rt::Operation for Update {
    type Output = Vec<FlexMetalServer>;
    type Error = NoDocumentedError;
    const META: rt::Meta = rt::Meta::patch("updateFlexMetalServer", "/v3/flexMetal/servers/{uuid}");

    fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
        let Reinstall { name, os, ssh_key, post_install_script } = &self.system;
        let body = serde_json::json!({
            "name": name,
            "os": os,
            "sshKey": ssh_key,
            "postInstallScript": post_install_script.as_ref().map_or("", Secret::expose),
        });
        request.path("uuid", &self.uuid).json("application/json", Some(&body))
    }
}

/// `GET /v3/flexMetal/servers/{uuid}/commands?type=update-server`.
#[derive(Debug)]
struct Commands {
    uuid: String,
}

impl rt::Operation for Commands {
    type Output = Vec<Value>;
    type Error = NoDocumentedError;
    const META: rt::Meta =
        rt::Meta::get("getFlexMetalServerCommands", "/v3/flexMetal/servers/{uuid}/commands");

    fn build(&self, request: rt::RequestBuilder) -> rt::RequestBuilder {
        request.path("uuid", &self.uuid).query("type", "update-server")
    }
}
