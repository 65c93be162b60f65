//! An OpenSSH server with keys and a port of its own, for one test.

use std::io::Read;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::pty::{Program, program};

/// Longer than a server takes to start listening.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ports to try.
const TRIALS: usize = 5;

/// A running server; dropping it stops it.
pub(crate) struct Server {
    process: Child,
    directory: TempDir,
    port: u16,
    user: String,
}

impl Server {
    /// Starts a server with additional settings, or returns the reason why it cannot.
    pub(crate) fn start(settings: &str) -> Result<Self, String> {
        let daemon = found("sshd").ok_or("no OpenSSH server here")?;
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        for name in ["host", "user"] {
            let file = directory.path().join(name);
            run(Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(file))?;
        }
        let path = |name| directory.path().join(name);
        std::fs::copy(path("user.pub"), path("authorized_keys")).map_err(|e| e.to_string())?;
        let user = run(Command::new("id").arg("-un"))?.trim().to_owned();
        if user == "root" {
            // If the service has never run, its directory does not exist yet.
            let _ = std::fs::create_dir("/run/sshd");
        }
        // Another process may take the port before the server does.
        let mut why = String::new();
        for _ in 0..TRIALS {
            let port = free_port()?;
            let mut process = listener(&daemon, directory.path(), port, settings)?;
            match greeted(&mut process, port) {
                Ok(()) => {
                    return Ok(Self {
                        process,
                        directory,
                        port,
                        user,
                    });
                }
                Err(error) => why = error,
            }
            let _ = process.kill();
            let _ = process.wait();
        }
        Err(why)
    }

    /// The server's directory; tests may add files.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The command that runs Postil on the server without saving state.
    pub(crate) fn postil(&self) -> String {
        format!(
            "env XDG_STATE_HOME={0} XDG_CONFIG_HOME={0} {1}",
            self.directory.path().display(),
            env!("CARGO_BIN_EXE_postil")
        )
    }

    /// Authorizes the client's key with options, such as a forced command.
    pub(crate) fn authorize(&self, options: &str) {
        let key = std::fs::read_to_string(self.directory().join("user.pub")).unwrap();
        let line = format!("{options} {key}");
        std::fs::write(self.directory().join("authorized_keys"), line).unwrap();
    }

    /// The arguments of `ssh` for a command on the server.
    pub(crate) fn client(&self, options: &[&str], command: &str) -> Vec<String> {
        let key = self.directory.path().join("user").display().to_string();
        let port = self.port.to_string();
        let host = format!("{}@127.0.0.1", self.user);
        let settings = [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
        ];
        ["-F", "/dev/null", "-p", &port, "-i", &key]
            .into_iter()
            .chain(settings.into_iter().flat_map(|setting| ["-o", setting]))
            .chain(options.iter().copied())
            .chain([host.as_str(), command])
            .map(str::to_owned)
            .collect()
    }

    /// A client with a terminal, running a command on the server.
    pub(crate) fn terminal(&self, command: &str) -> Program {
        let words = self.client(&["-tt"], command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        program("ssh").arguments(&words)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| error.to_string())
}

/// Starts a daemon that will listen on a port.
fn listener(daemon: &Path, directory: &Path, port: u16, settings: &str) -> Result<Child, String> {
    let file = directory.join("sshd_config");
    let text = configuration(directory, port) + settings;
    std::fs::write(&file, text).map_err(|error| error.to_string())?;
    Command::new(daemon)
        .arg("-De")
        .arg("-f")
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())
}

/// Waits for the daemon's greeting.
fn greeted(process: &mut Child, port: u16) -> Result<(), String> {
    let end = Instant::now() + PATIENCE;
    while !greets(port) {
        if let Ok(Some(status)) = process.try_wait() {
            return Err(format!("the OpenSSH server ended: {status}"));
        }
        if Instant::now() > end {
            return Err("the OpenSSH server does not listen".to_owned());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// Whether an OpenSSH server listens on the port. A connection alone proves nothing: without a listener
/// a TCP socket can connect to itself.
fn greets(port: u16) -> bool {
    let mut greeting = [0; 4];
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .and_then(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(1)))?;
            stream.read_exact(&mut greeting)
        })
        .is_ok()
        && greeting == *b"SSH-"
}

fn configuration(directory: &Path, port: u16) -> String {
    let directory = directory.display();
    format!(
        "Port {port}\n\
         ListenAddress 127.0.0.1\n\
         HostKey {directory}/host\n\
         AuthorizedKeysFile {directory}/authorized_keys\n\
         PidFile none\n\
         StrictModes no\n\
         UsePAM no\n\
         PasswordAuthentication no\n\
         KbdInteractiveAuthentication no\n\
         PermitRootLogin prohibit-password\n\
         PrintMotd no\n\
         PrintLastLog no\n"
    )
}

/// Finds a program in `PATH` or in the system directories.
fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from);
    std::env::split_paths(&path)
        .chain(system)
        .map(|directory| directory.join(name))
        .find(|file| file.exists())
}

/// A program's output, or its error message.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
