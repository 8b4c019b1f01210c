#!/usr/bin/env bash
# Looks for drift, and keeps one pull request with the new pages, the crate that they make, the new version and the report as its text.
#
# Needs git with the right to push to `origin`, Rust, and GitHub's `gh` with GH_TOKEN. GitHub sets GITHUB_REPOSITORY,
# GITHUB_SERVER_URL and GITHUB_SHA. Exit codes: 0 no drift, or the pull request says it; 2 it could not be told; others are failures.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
base=${DRIFT_BASE:-main}
branch=${DRIFT_BRANCH:-drift}
author='github-actions[bot]'
email='41898282+github-actions[bot]@users.noreply.github.com'
files="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob"
reports=target/drift
mkdir -p "$reports"

open_request() {
  gh pr list --head "$branch" --base "$base" --state open --json number --jq '.[0].number // empty'
}

status=0
cargo xtask drift --apply --write-changelog --limit 60000 \
  --link-base "$files/$branch/spec" --old-link-base "$files/$GITHUB_SHA/spec" \
  --report "$reports/report.md" --report "$reports/report.html" --report "$reports/report.txt" || status=$?

if [[ $status -eq 0 ]]; then
  request=$(open_request)
  if [[ -n $request ]]; then
    gh pr close "$request" --comment "The documentation says again what \`$base\` says."
  fi
  exit 0
elif [[ $status -ne 1 ]]; then
  exit "$status"
fi

# Pages that make no crate yet are for people to look at: the pull request says what is wrong.
if ! cargo xtask codegen 2> "$reports/codegen.txt"; then
  {
    printf '> [!WARNING]\n> No crate can be made of the new pages yet:\n\n````text\n'
    head -c 4000 "$reports/codegen.txt"
    printf '\n````\n\n'
    cat "$reports/report.md"
  } > "$reports/text.md"
else
  cp "$reports/report.md" "$reports/text.md"
  # The version of the crate is in the lock file too, and its text in the snapshots.
  cargo update --quiet --workspace
  INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --quiet --package specweave-tests --test pipeline > "$reports/snapshots.txt" 2>&1 ||
    echo '::warning::the snapshots could not be made anew; see the log of CI'
fi

git add --all
if git diff --cached --quiet; then
  echo '::error::there is drift, but nothing that could be committed'
  exit 1
fi

# What people have added to the branch is theirs.
lease=
if git fetch --quiet origin "+refs/heads/$branch:refs/remotes/origin/$branch" 2> /dev/null; then
  lease=$(git rev-parse "origin/$branch")
  others=$(git log --format=%ae "HEAD..origin/$branch" | grep -Fxv "$email" || true)
  if [[ -n $others ]]; then
    echo "::warning::$branch holds commits of others and was left as it is"
    exit 0
  fi
fi

title="Drift of the documentation: $(tail -n 1 "$reports/report.txt" | cut -d ';' -f 1)"
git -c user.name="$author" -c user.email="$email" commit --quiet --message "$title"
if [[ -z $lease ]] || ! git diff --quiet HEAD "$lease"; then
  git push --quiet --force-with-lease="refs/heads/$branch:$lease" origin "HEAD:refs/heads/$branch"
  pushed=yes
fi

request=$(open_request)
if [[ -n $request ]]; then
  gh pr edit "$request" --title "$title" --body-file "$reports/text.md"
else
  gh pr create --base "$base" --head "$branch" --title "$title" --body-file "$reports/text.md"
fi
# What a workflow pushes starts no other workflow by itself.
if [[ -n ${pushed:-} ]]; then
  gh workflow run ci.yml --ref "$branch"
fi
