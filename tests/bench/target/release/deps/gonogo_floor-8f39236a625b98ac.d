/work/main/tests/bench/target/release/deps/gonogo_floor-8f39236a625b98ac.d: src/main.rs

/work/main/tests/bench/target/release/deps/gonogo_floor-8f39236a625b98ac: src/main.rs

src/main.rs:
