//! The build tool of incident-core.

fn main() {
    println!("incident-core build tool: no command yet");
}
