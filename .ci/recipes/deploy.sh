#!/bin/sh
# A deployment by hand or by any runner: the gate is its first step, in the job that deploys, before anything else
# happens. Run it in a full clone of the commit that ships. `main` is the branch that nobody changes alone.
set -eu

# What is deployed is what lies here: it has to be the commit, unchanged.
git diff --quiet HEAD -- || { echo "the files here are not those of the commit" >&2; exit 2; }

# Policy and keys as the protected branch holds them, not as the change does. By its full name: a tag may be called
# origin/main as well.
git fetch --quiet --no-tags origin +refs/heads/main:refs/remotes/origin/main
policy="$(mktemp -d)/gonogo.toml"
git show refs/remotes/origin/main:gonogo.toml > "$policy"

gonogo gate --commit "$(git rev-parse HEAD)" --policy "$policy"

# From here on things happen.
exec ./deploy "$@"
