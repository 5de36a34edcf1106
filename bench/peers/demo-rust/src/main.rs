//! tf-demo-parser as a program of bench/demo: reads one recording as often as it is told, and prints what that took
//! and what the last reading found as one line of JSON, as `bench/demo/measure-reads.mjs` does for the Node readers.

use serde_json::{Value, json};
use std::time::Instant;
use std::{env, fs};
use tf_demo_parser::demo::parser::NullHandler;
use tf_demo_parser::demo::parser::gamestateanalyser::GameStateAnalyser;
use tf_demo_parser::{Demo, DemoParser, ParseError};

/// A process that reads over and over does so at least this often, however long that takes.
const LEAST_READS: usize = 3;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, task, path, least_seconds, most_reads] = arguments.as_slice() else {
        panic!("usage: demo-rust skip|summary|state FILE LEAST_SECONDS MOST_READS");
    };
    let read = match task.as_str() {
        "skip" => skip,
        "summary" => summarise,
        "state" => follow_state,
        _ => panic!("no such task: {task}"),
    };
    let least_seconds: f64 = least_seconds.parse().expect("a number of seconds");
    let most_reads: usize = most_reads.parse().expect("a number of reads");

    let idle_bytes = memory("VmRSS:");
    let mut seconds: Vec<f64> = Vec::new();
    let last = loop {
        let started_at = Instant::now();
        let outcome = read(path);
        seconds.push(started_at.elapsed().as_secs_f64());
        let is_enough = seconds.len() >= most_reads
            || seconds.len() >= LEAST_READS && seconds.iter().sum::<f64>() >= least_seconds;
        if outcome.is_err() || is_enough {
            break outcome;
        }
    };
    let peak_bytes = memory("VmHWM:");
    let printed = match last {
        Ok(result) => {
            json!({ "seconds": seconds, "idleBytes": idle_bytes, "peakBytes": peak_bytes, "result": result })
        }
        Err(error) => {
            json!({ "failure": { "name": name_of(&error), "message": error.to_string() } })
        }
    };
    println!("{printed}");
}

/// Reads everything and asks for nothing.
fn skip(path: &str) -> Result<Value, ParseError> {
    let file = fs::read(path).expect("the recording can be read");
    let demo = Demo::new(&file);
    let (header, ()) = DemoParser::new_with_analyser(demo.get_stream(), NullHandler).parse()?;
    Ok(json!({ "header": header }))
}

/// What the program that comes with tf-demo-parser prints.
fn summarise(path: &str) -> Result<Value, ParseError> {
    let file = fs::read(path).expect("the recording can be read");
    let demo = Demo::new(&file);
    let (header, state) = DemoParser::new(demo.get_stream()).parse()?;
    let found = json!({
        "players": state.users.len(),
        "kills": state.deaths.len(),
        "chatLines": state.chat.len(),
    });
    Ok(json!({ "header": header, "state": state, "found": found }))
}

/// Follows players, buildings and projectiles, and gives them as they were at the end.
fn follow_state(path: &str) -> Result<Value, ParseError> {
    let file = fs::read(path).expect("the recording can be read");
    let demo = Demo::new(&file);
    let (header, state) =
        DemoParser::new_with_analyser(demo.get_stream(), GameStateAnalyser::new()).parse()?;
    Ok(json!({
        "header": header,
        "tick": state.tick,
        "players": state.players,
        "buildings": state.buildings,
        "projectiles": state.projectiles,
        "world": state.world,
        "kills": state.kills,
        "events": state.events.len(),
    }))
}

/// The name of the error's kind, without what it carries.
fn name_of(error: &ParseError) -> String {
    format!("{error:?}")
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .collect()
}

/// A field of /proc/self/status that counts kilobytes, in bytes.
fn memory(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status
        .lines()
        .find(|line| line.starts_with(field))
        .expect(field);
    line.split_whitespace()
        .nth(1)
        .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
        .expect("kilobytes")
        * 1024
}
