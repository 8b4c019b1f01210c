#!/usr/bin/env bash
# Looks for drift, and keeps one pull request with the new pages, the crate that they make, the new version and the report as its text.
#
#   drift.sh look     writes what there is to do into target/drift; needs Rust and no right to write anything else
#   drift.sh follow   does it; needs git with the right to push to `origin`, and GitHub's `gh` with GH_TOKEN
#
# They are apart so that no program that is compiled, and no crate that is made of the pages, ever runs where the repository can be
# written to. GitHub sets GITHUB_REPOSITORY, GITHUB_SERVER_URL and GITHUB_REF_NAME. Exit codes: 0 no drift, or the pull request says it;
# 2 drift could not be determined; others are failures.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
base=${DRIFT_BASE:-main}
branch=${DRIFT_BRANCH:-drift}
author='github-actions[bot]'
email='41898282+github-actions[bot]@users.noreply.github.com'
found=target/drift

# Says something to GitHub, while all else that is printed is text: pages could hold commands.
mute=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
tell() {
  printf '::%s::\n::%s::%s\n::stop-commands::%s\n' "$mute" "$1" "$2" "$mute"
}

look() {
  rm -rf "$found"
  mkdir -p "$found"
  local status=0 files="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob"
  cargo xtask drift --apply --write-changelog --limit 60000 \
    --link-base "$files/$branch/spec" --old-link-base "$files/$(git rev-parse HEAD)/spec" \
    --report "$found/report.md" --report "$found/report.html" --report "$found/report.txt" || status=$?
  # Nothing to follow, or nothing that is known.
  [[ $status -eq 1 ]] || return "$status"
  remake
  git add --all -- spec generated tests CHANGELOG.md Cargo.lock
  if git diff --cached --quiet; then
    tell error 'there is drift, but nothing that could be committed'
    return 1
  fi
  git diff --cached --binary --no-renames > "$found/patch"
}

# Puts a space without width into what GitHub would take for a person, an issue or an address, and could close, in a commit's message too.
unreferenced() {
  local gap=$'\xe2\x80\x8b'
  sed -E "s/[@#]/&$gap/g; s/([Gg][Hh])-/\\1$gap-/g; s#([A-Za-z]):/#\\1:$gap/#g; s/([Ww]{3})\\./\\1$gap./g"
}

# Makes the crate, what depends on it, and the text of the pull request.
remake() {
  local status=0
  cargo xtask codegen 2> "$found/codegen.txt" || status=$?
  cat "$found/codegen.txt"
  case $status in
    0)
      cp "$found/report.md" "$found/text.md"
      # The version of the crate is in the lock file too, and its text in the snapshots.
      cargo update --quiet --workspace
      INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --quiet --package specweave-tests --test pipeline > "$found/snapshots.txt" 2>&1 ||
        tell warning 'the snapshots could not be made anew; see the log of CI'
      ;;
    1)
      # Pages that make no crate yet are for people to look at. Indented, no line of theirs ends the quotation.
      {
        printf '> [!WARNING]\n> No crate can be made of the new pages yet:\n\n'
        head -c 3000 "$found/codegen.txt" | iconv -c -f utf-8 -t utf-8 | tr -d '\r' | unreferenced | sed 's/^/    /'
        printf '\n\n'
        cat "$found/report.md"
      } > "$found/text.md"
      ;;
    *)
      return "$status"
      ;;
  esac
}

open_request() {
  gh pr list --head "$branch" --base "$base" --state open --json number --jq '.[0].number // empty'
}

# The newest pull request, if somebody closed it without merging it.
declined_request() {
  local last
  last=$(gh pr list --head "$branch" --base "$base" --state all --limit 1 --json number,state --jq '.[] | select(.state == "CLOSED") | .number') || return
  if [[ -n $last ]]; then
    gh api "repos/$GITHUB_REPOSITORY/issues/$last" --jq "select(.closed_by.login != \"$author\") | .number"
  fi
}

# Whether nothing is to be committed but plain files that drift changes. What is renamed away is looked at too, and names may hold anything.
is_drift_only() {
  local facts path
  while IFS= read -r -d '' facts && IFS= read -r -d '' path; do
    # `:OLD_MODE NEW_MODE …`: no link, no program, no other repository.
    [[ $facts =~ ^:[0-9]{6}\ (100644|000000)\  ]] || return 1
    case $path in
      spec/* | generated/* | tests/* | CHANGELOG.md | Cargo.lock) ;;
      *) return 1 ;;
    esac
  done < <(git diff --cached --no-renames --raw -z HEAD)
}

# Whether a commit has the pages that are to be committed.
has_pages() {
  local page pages=()
  while IFS= read -r -d '' page; do pages+=("$page"); done < <(git diff --cached --no-renames --name-only -z HEAD -- spec ':!spec/specweave.yaml')
  [[ ${#pages[@]} -eq 0 ]] || git --literal-pathspecs diff --cached --quiet "$1" -- "${pages[@]}"
}

follow() {
  local request
  request=$(open_request)
  if [[ ! -e $found/patch ]]; then
    if [[ -n $request ]]; then
      gh pr close "$request" --comment "The documentation says again what \`$base\` says."
    fi
    return
  fi
  # Whatever else a patch may hold, this is not a way to change it.
  git apply --index --whitespace=nowarn --include='spec/*' --include='generated/*' --include='tests/*' \
    --include=CHANGELOG.md --include=Cargo.lock "$found/patch"
  # That goes by one name of each file, and a file that is renamed has two.
  if ! is_drift_only; then
    tell error 'the patch changes what no drift changes'
    return 1
  fi

  local lease='' others='' declined
  if git fetch --quiet origin "+refs/heads/$branch:refs/remotes/origin/$branch" 2> /dev/null; then
    lease=$(git rev-parse "origin/$branch")
    others=$(git log --format=%ae "HEAD..$lease" | grep -Fxv "$email" || true)
  fi
  # What people have added to the branch is theirs.
  if [[ -n $others && -z $request ]]; then
    tell error "$branch holds commits of others and has no pull request: merge or delete it"
    return 1
  elif [[ -n $others ]] && has_pages "$lease"; then
    tell notice "$branch holds commits of others and was left as it is"
    return
  elif [[ -n $others ]]; then
    tell error "there is further drift, but $branch holds commits of others: merge it, or delete it, and run this again"
    return 1
  fi
  if [[ -z $request ]]; then
    declined=$(declined_request)
    if [[ -n $declined ]] && git fetch --quiet origin "refs/pull/$declined/head" && has_pages FETCH_HEAD; then
      tell notice "#$declined with these pages was closed, so that no other is opened"
      return
    fi
  fi
  propose "$request" "$lease"
}

# Pushes the branch if it would change, and opens the pull request or brings it up to date.
propose() {
  local request=$1 lease=$2 totals title
  totals=$(tail -n 1 "$found/report.txt" | cut -d ';' -f 1)
  title="Drift of the documentation: $totals"
  if [[ $totals == 'no changes' ]]; then
    title='The crate made anew, of the same documentation'
  fi
  git -c user.name="$author" -c user.email="$email" commit --quiet --message "$title"
  # The day in the changelog's heading alone is no reason to push.
  if [[ -z $lease ]] || [[ -n $(git diff -I '^## .* [0-9]{4}-[0-9]{2}-[0-9]{2}$' HEAD "$lease") ]]; then
    git push --quiet --force-with-lease="refs/heads/$branch:$lease" origin "HEAD:refs/heads/$branch"
    # What a workflow pushes starts no other workflow by itself.
    gh workflow run ci.yml --ref "$branch"
  fi
  if [[ -n $request ]]; then
    # `gh pr edit` asks for more than this needs rights for.
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/pulls/$request" -f "title=$title" -F "body=@$found/text.md"
  else
    gh pr create --base "$base" --head "$branch" --title "$title" --body-file "$found/text.md"
  fi
}

# One stream, so that what is said to GitHub stands where it was said.
exec 2>&1
if [[ ${GITHUB_REF_NAME:-$base} != "$base" ]]; then
  echo "::error::run this on $base, not on $GITHUB_REF_NAME"
  exit 1
fi
echo "::stop-commands::$mute"
case ${1:-} in
  look) look ;;
  follow) follow ;;
  *)
    echo 'usage: drift.sh look | follow'
    exit 1
    ;;
esac
