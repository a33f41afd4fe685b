#!/bin/sh
# What happens around the calls on launch day, so that the story can be followed in a repository of one's own:
#   sh day.sh morning FOLDER    the repository as it lies there at 08:00, with the bug in the list of bugs
#   sh day.sh fix               in it: what Cy, Dee, Eli and Ana did until 13:40
set -eu

commit() { # when, who, message
  git add --all
  GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git -c user.name="$2" -c user.email="$2@example.com" commit -q -m "$3"
}

morning() {
  from="$(cd "$(dirname "$0")" && pwd)"
  mkdir -p "$1/src"
  cp -R "$from/release.toml" "$from/gonogo.toml" "$from/facts" "$from/reports" "$from/day.sh" "$from/fix.diff" "$1"
  cd "$1"
  sed -i.old 's/^changes = .*/from = "v2.3.0"\nto = "v2.4.0-rc.1"/' release.toml && rm release.toml.old
  git init -q -b main .
  # The plan comes when the build is there; results and lists come from elsewhere.
  printf '%s\n' /reports /facts /day.sh /fix.diff > .gitignore
  mv release.toml plan && echo /plan >> .git/info/exclude
  echo "last release" > src/billing && commit 2026-10-30T09:00:00Z bo "BILL-90 The last release" && git tag v2.3.0
  echo "tab" >> src/billing && commit 2026-11-18T14:02:11Z bo "BILL-101 Billing tab with the month's invoices"
  echo "estimate" >> src/billing && commit 2026-11-20T09:41:50Z cy "BILL-101 Mark the running month as an estimate"
  echo "csv" > src/export && commit 2026-11-24T16:20:03Z cy "BILL-118 Export the month as CSV"
  echo "retry" >> src/billing && commit 2026-11-26T10:15:44Z bo "BILL-131 Retry failed payments"
  git tag v2.4.0-rc.1
  mv plan release.toml && commit 2026-11-29T09:00:00Z ana "Plan of 2.4.0"
}

fix() {
  echo "last day" >> src/export && commit 2026-12-01T10:20:00Z cy "BILL-142 Export keeps the last day of the month"
  git tag v2.4.0-rc.2
  # Tests ran again on rc.2, and the bug was closed.
  sed -i.old 's/timestamp="[^"]*"/timestamp="2026-12-01T11:40:00Z"/' reports/unit.xml reports/smoke.xml
  sed -i.old '/BILL-142/d' facts/bugs.json
  rm reports/*.old facts/*.old
  git apply fix.diff && commit 2026-12-01T12:40:00Z ana "Plan of 2.4.0 after the fix"
}

"$@"
