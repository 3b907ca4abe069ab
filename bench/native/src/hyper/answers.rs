//! Owns: what the server answers, prepared at the start from texts that the bench hands it: the same bytes as all others.
//! Must never: depend on a request.

use bytes::Bytes;
use hyper::header::{HeaderMap, HeaderValue};
use llm_mock_server_bench_native::{number, text};
use std::time::Duration;

pub const PATH: &str = "/v1/chat/completions";
/// As every server is told: a longer body gets 413.
pub const BODY_BYTES_MAX: usize = 131_072;
pub const REQUEST_ID: (&str, &str) = ("x-request-id", "req_374a8ea13e17443280f3953a00000000");

pub struct Answers {
    pub port: u16,
    pub cap: u64,
    pub delay: Duration,
    pub token_gap: Duration,
    pub warm_up_model: String,
    pub whole: Bytes,
    pub full: Bytes,
    pub not_json: Bytes,
    pub too_large: Bytes,
    /// What is written for each token.
    pub events: Vec<Bytes>,
    /// The same with the usage ahead of the end.
    pub events_with_usage: Vec<Bytes>,
    pub stream_headers: HeaderMap,
}

impl Answers {
    pub fn from_environment() -> Self {
        let bytes = |name: &str| Bytes::from(text(name));
        let tokens = number("BENCH_TOKENS") as usize;
        let (finish, done) = (text("BENCH_FINISH_EVENT"), text("BENCH_DONE_EVENT"));
        Self {
            port: number("BENCH_PORT") as u16,
            cap: number("BENCH_CAP"),
            delay: Duration::from_millis(number("BENCH_DELAY_MS")),
            token_gap: Duration::from_millis(number("BENCH_TOKEN_GAP_MS")),
            warm_up_model: text("BENCH_WARM_UP_MODEL"),
            whole: bytes("BENCH_ANSWER"),
            full: bytes("BENCH_FULL"),
            not_json: bytes("BENCH_NOT_JSON"),
            too_large: bytes("BENCH_TOO_LARGE"),
            events: events(tokens, &format!("{finish}{done}")),
            events_with_usage: events(tokens, &format!("{finish}{}{done}", text("BENCH_USAGE_EVENT"))),
            stream_headers: stream_headers(),
        }
    }
}

/// The role goes ahead of the first token, the finish and the end come with the last. The bench hands the events of one round
/// of its text; token `n` says piece `n` of it, again and again.
fn events(tokens: usize, end: &str) -> Vec<Bytes> {
    let list = |name: &str| -> Vec<String> { serde_json::from_str(&text(name)).expect("a list of texts") };
    let (first_round, round) = (list("BENCH_FIRST_EVENTS"), list("BENCH_FURTHER_EVENTS"));
    let role = text("BENCH_ROLE_EVENT");
    (0..tokens)
        .map(|index| {
            let pieces = if index < first_round.len() { &first_round } else { &round };
            let mut event = pieces[index % pieces.len()].clone();
            if index == 0 {
                event.insert_str(0, &role);
            }
            if index + 1 == tokens {
                event.push_str(end);
            }
            Bytes::from(event)
        })
        .collect()
}

fn stream_headers() -> HeaderMap {
    [
        ("content-type", "text/event-stream; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("x-accel-buffering", "no"),
        REQUEST_ID,
    ]
    .into_iter()
    .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)))
    .collect()
}
