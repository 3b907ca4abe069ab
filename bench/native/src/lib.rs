//! Owns: what both programs read of their environment. Must never: guess a value that is missing.

/// A number from the environment. Panics, with the name, where it is missing or none.
pub fn number(name: &str) -> u64 {
    let value = text(name);
    value.parse().unwrap_or_else(|_| panic!("{name}: expected a number, got {value}"))
}

/// A text from the environment. Panics, with the name, where it is missing.
pub fn text(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is missing"))
}
