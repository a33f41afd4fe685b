use super::*;

fn names() -> Names {
    Names::new(["bugs".to_owned(), "smoke-run".to_owned()])
}

#[test]
fn first_light() {
    for source in ["tests.failed > 0", "tests.failed / 2 > 1", "1 + 1", "checks.scope == 'failed'", "tests.faild > 0 && x",
      "facts.bugs.exists(b, b.open && b.severity == 'high')", "tests.failed > ", "tests.failed > 0 garbage", "facts.smoke-run.x > 1", "facts[\"smoke-run\"].x > 1", "a ? b", "é == 'x", "99999999999999999999 > 1", "checks.stop_rules == 'fail'", "tests == 1", "failed > 0", "test.failed > 0", "facts.bugs.matches('x')", "if(true)", "(((((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))))))"] {
        match compile(source, &names()) {
            Ok(condition) => println!("{source:60} uses {:?}", condition.uses()),
            Err(fault) => println!("{source:60} {fault} | {} | {:?} {:?}", fault.help(), fault.at(), fault.at().map(|at| source.get(at))),
        }
    }
}
