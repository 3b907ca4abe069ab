//! Owns: the work of the bench with hyper and tokio alone: what a compiled server costs that waits by timers and streams.
//! It parses the body, holds an exact cap, waits, and answers bytes that were prepared at the start.
//! Must never: do more for a request than the work asks for, or less than the servers in JavaScript do.

#[path = "../hyper/answers.rs"]
mod answers;
#[path = "../hyper/slots.rs"]
mod slots;
#[path = "../hyper/stream.rs"]
mod stream;

use answers::{Answers, BODY_BYTES_MAX, PATH};
use bytes::Bytes;
use http_body_util::{combinators::BoxBody, BodyExt, Full, Limited};
use hyper::header::{HeaderValue, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use hyper::{body::Incoming, server::conn::http1, service::service_fn, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpSocket;
use tokio::time::{sleep_until, Instant};

/// As the product asks for; the kernel cuts it to net.core.somaxconn.
const BACKLOG_CONNECTIONS: u32 = 4_096;
/// Connections of the last step are still being closed when nobody can be accepted.
const ACCEPT_RETRY: Duration = Duration::from_millis(10);

type Body = BoxBody<Bytes, Infallible>;

#[derive(Deserialize)]
struct Wish<'a> {
    #[serde(default)]
    stream: bool,
    #[serde(default, borrow)]
    model: std::borrow::Cow<'a, str>,
    stream_options: Option<StreamOptions>,
}

#[derive(Deserialize)]
struct StreamOptions {
    #[serde(default)]
    include_usage: bool,
}

fn main() {
    // It follows the processors that it may use: one in one core, so no thread waits for another there.
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let mut builder = if threads == 1 {
        tokio::runtime::Builder::new_current_thread()
    } else {
        tokio::runtime::Builder::new_multi_thread()
    };
    builder.worker_threads(threads).enable_all().build().expect("a runtime").block_on(serve());
}

async fn serve() {
    let answers: &'static Answers = Box::leak(Box::new(Answers::from_environment()));
    let slots = Arc::new(slots::Slots::new(answers.cap));
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseaddr(true).expect("an option");
    socket.bind(([127, 0, 0, 1], answers.port).into()).expect("the port is free");
    let listener = socket.listen(BACKLOG_CONNECTIONS).expect("listening");
    loop {
        let Ok((connection, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_RETRY).await;
            continue;
        };
        connection.set_nodelay(true).ok();
        let slots = slots.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, answers, slots.clone()));
            // A connection that broke off is the load generator's to count.
            http1::Builder::new().serve_connection(TokioIo::new(connection), service).await.ok();
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    answers: &'static Answers,
    slots: Arc<slots::Slots>,
) -> Result<Response<Body>, Infallible> {
    let arrived = Instant::now();
    if request.uri().path() == "/ready" {
        return Ok(whole(StatusCode::OK, Bytes::new()));
    }
    if request.uri().path() != PATH || request.method() != Method::POST {
        return Ok(whole(StatusCode::NOT_FOUND, Bytes::new()));
    }
    let Some(slot) = slots::Slots::take(&slots) else {
        let mut full = whole(StatusCode::SERVICE_UNAVAILABLE, answers.full.clone());
        full.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        return Ok(full);
    };
    let body = match Limited::new(request.into_body(), BODY_BYTES_MAX).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Ok(whole(StatusCode::PAYLOAD_TOO_LARGE, answers.too_large.clone())),
    };
    let Ok(wish) = serde_json::from_slice::<Wish>(&body) else {
        return Ok(whole(StatusCode::BAD_REQUEST, answers.not_json.clone()));
    };
    let at_once = wish.model == answers.warm_up_model;
    if wish.stream {
        let gap = if at_once { Duration::ZERO } else { answers.token_gap };
        // The head goes out with the first token, in one piece.
        sleep_until(arrived + gap).await;
        let usage = wish.stream_options.is_some_and(|options| options.include_usage);
        let events = if usage { &answers.events_with_usage } else { &answers.events };
        let events = stream::Events::new(events, arrived, gap, slot);
        let mut response = Response::new(events.boxed());
        response.headers_mut().extend(answers.stream_headers.clone());
        return Ok(response);
    }
    if !at_once && !answers.delay.is_zero() {
        sleep_until(arrived + answers.delay).await;
    }
    Ok(whole(StatusCode::OK, answers.whole.clone()))
}

fn whole(status: StatusCode, body: Bytes) -> Response<Body> {
    let length = HeaderValue::from(body.len());
    let mut response = Response::new(Full::new(body).boxed());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, length);
    headers.insert(answers::REQUEST_ID.0, HeaderValue::from_static(answers::REQUEST_ID.1));
    response
}
