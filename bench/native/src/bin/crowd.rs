//! Owns: a crowd of clients: so many connections at once, from several addresses of the loopback, one request each; how long
//! each took to be connected, and to be answered. wrk has neither: it times no connects, and all of its connections come
//! from one address, which has 28,232 ports. Must never: run more than one thread: a second core may not be there.

use serde::{Deserialize, Serialize};
use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const READ_BYTES: usize = 4_096;
/// Between them, those that are connected may send their requests.
const BEGUN_IN_A_ROW: usize = 32;
/// Of Linux (`man 3 errno`).
const EINPROGRESS: i32 = 115;

#[derive(Deserialize)]
struct Plan {
    port: u16,
    path: String,
    body: String,
    connections: usize,
    /// 127.0.0.1 and those behind it.
    addresses: u8,
    timeout_ms: u64,
    contains: String,
}

enum End {
    Answered { status: u16, right: bool },
    NotConnected,
    Broken,
    TooLate,
}

struct Visit {
    connected: Option<Duration>,
    answered: Duration,
    end: End,
}

#[derive(Serialize)]
struct Times {
    min_us: u64,
    p50_us: u64,
    p99_us: u64,
    max_us: u64,
}

#[derive(Serialize, Default)]
struct Outcome {
    answered: usize,
    refused: usize,
    wrong: usize,
    connect: usize,
    read: usize,
    timeout: usize,
    elapsed_us: u64,
    cpu_us: u64,
    connect_times: Option<Times>,
    answered_latency: Option<Times>,
    refused_latency: Option<Times>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let plan = std::env::args().nth(1).expect("a plan as JSON");
    let plan: Plan = serde_json::from_str(&plan).expect("a plan as JSON");
    let visits = tokio::task::LocalSet::new().run_until(all(Rc::new(plan))).await;
    println!("{}", serde_json::to_string(&visits).expect("JSON"));
}

async fn all(plan: Rc<Plan>) -> Outcome {
    let request: Rc<[u8]> = format!(
        "POST {} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{}",
        plan.path, plan.port, plan.body.len(), plan.body
    ).into_bytes().into();
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(plan.connections);
    for index in 0..plan.connections {
        // All are begun one right after the other, from here: tasks of their own would wait for each other's turns, and that
        // would be timed.
        let begun = begin(&plan, index);
        tasks.push(tokio::task::spawn_local(visit(plan.clone(), request.clone(), begun)));
        if index % BEGUN_IN_A_ROW == 0 {
            tokio::task::yield_now().await;
        }
    }
    let mut visits = Vec::with_capacity(tasks.len());
    for task in tasks {
        visits.push(task.await.expect("no client panics"));
    }
    outcome(&visits, started.elapsed())
}

/// A connect on its way, and how long it took if it is through already: on the loopback most are when the call returns.
struct Begun {
    started: Instant,
    socket: std::io::Result<Socket>,
    took: Option<Duration>,
}

fn begin(plan: &Plan, index: usize) -> Begun {
    let started = Instant::now();
    let socket = connecting(plan, index);
    let through = socket.as_ref().is_ok_and(|socket| socket.peer_addr().is_ok());
    Begun { started, socket, took: through.then(|| started.elapsed()) }
}

fn connecting(plan: &Plan, index: usize) -> std::io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    if plan.addresses > 1 {
        let address = Ipv4Addr::new(127, 0, 0, 1 + (index % plan.addresses as usize) as u8);
        socket.bind(&SocketAddr::from((address, 0)).into())?;
    }
    match socket.connect(&SocketAddr::from(([127, 0, 0, 1], plan.port)).into()) {
        Err(error) if error.raw_os_error() != Some(EINPROGRESS) => Err(error),
        _ => Ok(socket),
    }
}

async fn visit(plan: Rc<Plan>, request: Rc<[u8]>, begun: Begun) -> Visit {
    let Begun { started, socket, took } = begun;
    let late = Duration::from_millis(plan.timeout_ms);
    let stream = match timeout(late, connected(socket)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(_)) => return Visit { connected: None, answered: started.elapsed(), end: End::NotConnected },
        Err(_) => return Visit { connected: None, answered: started.elapsed(), end: End::TooLate },
    };
    let connect_time = took.unwrap_or_else(|| started.elapsed());
    let asked = Instant::now();
    let end = match timeout(late, ask(stream, &request, plan.contains.as_bytes())).await {
        Ok(Some((status, right))) => End::Answered { status, right },
        Ok(None) => End::Broken,
        Err(_) => End::TooLate,
    };
    Visit { connected: Some(connect_time), answered: asked.elapsed(), end }
}

async fn connected(socket: std::io::Result<Socket>) -> std::io::Result<TcpStream> {
    let stream = TcpStream::from_std(socket?.into())?;
    stream.writable().await?;
    match stream.take_error()? {
        Some(error) => Err(error),
        None => Ok(stream),
    }
}

/// The status, and whether the body has what it has to; None where the connection broke off before the end of the answer.
async fn ask(mut stream: TcpStream, request: &[u8], contains: &[u8]) -> Option<(u16, bool)> {
    stream.write_all(request).await.ok()?;
    let mut answer = Vec::new();
    loop {
        if let Some((status, body)) = complete(&answer) {
            return Some((status, contains.is_empty() || body.windows(contains.len()).any(|part| part == contains)));
        }
        // Room is made when something has come: thousands that wait must not hold it.
        stream.readable().await.ok()?;
        answer.reserve(READ_BYTES);
        if stream.read_buf(&mut answer).await.ok()? == 0 {
            return None;
        }
    }
}

/// Status and body, as it is on the wire, once all of it is there.
fn complete(answer: &[u8]) -> Option<(u16, &[u8])> {
    let head_end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..head_end]).ok()?.to_ascii_lowercase();
    let status = head.get(9..12)?.parse().ok()?;
    let rest = &answer[head_end..];
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    match length {
        Some(length) => Some((status, rest.get(..length)?)),
        // In chunks, of which the last is empty.
        None => rest.ends_with(b"0\r\n\r\n").then_some((status, rest)),
    }
}

fn outcome(visits: &[Visit], elapsed: Duration) -> Outcome {
    let mut result = Outcome {
        elapsed_us: elapsed.as_micros() as u64,
        cpu_us: cpu_us(),
        connect_times: times(visits.iter().filter_map(|visit| visit.connected)),
        ..Outcome::default()
    };
    let (mut answered, mut refused) = (Vec::new(), Vec::new());
    for visit in visits {
        match visit.end {
            End::Answered { status: 503, .. } => refused.push(visit.answered),
            End::Answered { status: 200, right: true } => answered.push(visit.answered),
            End::Answered { .. } => result.wrong += 1,
            End::NotConnected => result.connect += 1,
            End::Broken => result.read += 1,
            End::TooLate => result.timeout += 1,
        }
    }
    result.answered = answered.len();
    result.refused = refused.len();
    result.answered_latency = times(answered.into_iter());
    result.refused_latency = times(refused.into_iter());
    result
}

fn times(durations: impl Iterator<Item = Duration>) -> Option<Times> {
    let mut sorted: Vec<u64> = durations.map(|duration| duration.as_micros() as u64).collect();
    sorted.sort_unstable();
    let rank = |share: f64| sorted[((sorted.len() as f64 * share).ceil() as usize).max(1) - 1];
    (!sorted.is_empty()).then(|| Times { min_us: sorted[0], p50_us: rank(0.5), p99_us: rank(0.99), max_us: rank(1.0) })
}

/// Of the one thread, as the kernel counts it.
fn cpu_us() -> u64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse::<u64>().ok()).unwrap_or(0) / 1_000
}
