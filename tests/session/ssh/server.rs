//! An OpenSSH server with keys and a port of its own, for one test.

use std::io::Read;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::pty::{Program, program};

/// Longer than a server takes to listen.
const PATIENCE: Duration = Duration::from_secs(30);

/// So many ports are tried.
const TRIALS: usize = 5;

/// The server; it ends with this.
pub(crate) struct Server {
    process: Child,
    directory: TempDir,
    port: u16,
    user: String,
}

impl Server {
    /// Starts it, or says why there is none.
    pub(crate) fn start() -> Result<Self, String> {
        let daemon = found("sshd").ok_or("no OpenSSH server here")?;
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        for name in ["host", "user"] {
            let file = directory.path().join(name);
            run(Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(file))?;
        }
        let user = run(Command::new("id").arg("-un"))?.trim().to_owned();
        if user == "root" {
            // Where the service has never run, its directory is not there yet.
            let _ = std::fs::create_dir("/run/sshd");
        }
        // Somebody else may take the port that was free a moment before.
        let mut why = String::new();
        for _ in 0..TRIALS {
            let port = free_port()?;
            let mut process = listener(&daemon, directory.path(), port)?;
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

    /// Where its files are, and a test's may be.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The command that runs Postil on the server's side, remembering nothing.
    pub(crate) fn postil(&self) -> String {
        format!(
            "env XDG_STATE_HOME={0} XDG_CONFIG_HOME={0} {1}",
            self.directory.path().display(),
            env!("CARGO_BIN_EXE_postil")
        )
    }

    /// What follows `ssh` for a command on the server.
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

/// A daemon that is about to listen on a port.
fn listener(daemon: &Path, directory: &Path, port: u16) -> Result<Child, String> {
    let file = directory.join("sshd_config");
    std::fs::write(&file, configuration(directory, port)).map_err(|error| error.to_string())?;
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

/// Waits until the daemon greets.
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

/// Whether an OpenSSH server is what listens there. A connection alone does not tell: where nobody
/// listens, one may come about with itself.
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
         AuthorizedKeysFile {directory}/user.pub\n\
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

/// A program in the path, or where system programs are.
fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from);
    std::env::split_paths(&path)
        .chain(system)
        .map(|directory| directory.join(name))
        .find(|file| file.exists())
}

/// What a program prints, or what it complains about.
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
