//! Prism, the mock server: npm installs it into the target directory. It runs on a free port, and stops when its value is dropped or this
//! program ends.

use crate::{Stop, root};
use std::fmt;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The time limit for loading a large document on a busy machine.
const START: Duration = Duration::from_secs(300);

/// The source of the responses.
#[derive(Clone, Copy)]
pub(super) enum Responses {
    /// Examples, or the simplest value of each schema.
    Static,
    /// Random values of each schema.
    Dynamic,
}

impl fmt::Display for Responses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Static => "static",
            Self::Dynamic => "dynamic",
        })
    }
}

/// An installed Prism.
pub(super) struct Prism {
    folder: PathBuf,
}

impl Prism {
    /// Installs the packages of the lock file in `from` into `folder`, unless they are there.
    pub(super) fn install(from: &Path, folder: &Path) -> Result<Self, Stop> {
        version("node")?;
        version("npm")?;
        let unwritable =
            |error: std::io::Error| Stop::fault(format!("{}: {error}", folder.display()));
        fs::create_dir_all(folder).map_err(unwritable)?;
        let lock = from.join("package-lock.json");
        let wanted =
            fs::read(&lock).map_err(|error| Stop::fault(format!("{}: {error}", lock.display())))?;
        // Written last, so that an interrupted installation is repeated.
        let stamp = folder.join("installed.json");
        if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(Self { folder: folder.to_owned() });
        }
        for name in ["package.json", "package-lock.json"] {
            fs::copy(from.join(name), folder.join(name)).map_err(unwritable)?;
        }
        eprintln!("installing Prism");
        let mut npm = program("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        let status = npm.current_dir(folder).stdin(Stdio::null()).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(Stop::fault(
                "npm could not install Prism (it needs a registry, or what it holds in its cache)",
            ));
        }
        fs::write(&stamp, wanted).map_err(unwritable)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Starts Prism, and waits until it responds.
    pub(super) fn serve(&self, document: &Path, responses: Responses) -> Result<Server, Stop> {
        let fault = |error: std::io::Error| Stop::unstarted("Prism", &error);
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|socket| socket.local_addr())
            .map_err(fault)?
            .port();
        let log = self.folder.join(format!("{responses}.log"));
        let file = File::create(&log).map_err(fault)?;
        let mut node = Command::new("node");
        node.arg("--require").arg(root().join("xtask/prism/end.cjs"));
        node.arg(self.folder.join("node_modules/@stoplight/prism-cli/dist/index.js"));
        node.args([
            "mock",
            "--host",
            "127.0.0.1",
            "--port",
            &port.to_string(),
            "--errors",
            "--verboseLevel",
            "warn",
        ]);
        node.args(matches!(responses, Responses::Dynamic).then_some("--dynamic")).arg(document);
        // The other end of the pipe closes when this program ends, even if it is killed.
        node.stdin(Stdio::piped()).stdout(file.try_clone().map_err(fault)?).stderr(file);
        let mut server = Server { child: node.spawn().map_err(fault)?, port, log };
        server.wait()?;
        Ok(server)
    }
}

/// A running Prism. Dropping it stops it.
pub(super) struct Server {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// Its address.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Fails if it has ended, with its output.
    pub(super) fn check(&mut self) -> Result<(), Stop> {
        if matches!(self.child.try_wait(), Ok(None)) {
            return Ok(());
        }
        let said = fs::read_to_string(&self.log).unwrap_or_default();
        Err(Stop::fault(format!("Prism ended:\n{}", said.trim_end())))
    }

    fn wait(&mut self) -> Result<(), Stop> {
        let (begin, address) = (Instant::now(), SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)));
        while begin.elapsed() < START {
            if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
                return Ok(());
            }
            self.check()?;
            sleep(Duration::from_millis(100));
        }
        Err(Stop::fault(format!(
            "Prism did not respond within {} s; see {}",
            START.as_secs(),
            self.log.display()
        )))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program of Node, which is a script on Windows.
fn program(name: &str) -> Command {
    if cfg!(windows) && name == "npm" { Command::new("npm.cmd") } else { Command::new(name) }
}

/// Fails if a program is missing.
fn version(name: &str) -> Result<(), Stop> {
    let status = program(name).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).status();
    if status.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Stop::fault(format!(
        "`{name}` is missing: the contract tests need Node 20 with npm, for Prism"
    )))
}
