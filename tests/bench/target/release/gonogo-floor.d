/work/main/tests/bench/target/release/gonogo-floor: /work/main/tests/bench/src/main.rs
