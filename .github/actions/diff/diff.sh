#!/usr/bin/env bash
# What the action does.
#
#   diff.sh install   puts `specweave` on the path, from the release of the action's own repository, checked by its checksum
#   diff.sh compare   compares, marks lines, and keeps the comment; exits with 3 if a change fails the job
#
# `compare` reads SPEC_PATH, SPEC_BASE, SPEC_CONFIG, SPEC_EXCEPTIONS, SPEC_FAIL_ON, SPEC_COMMENT, PULL_REQUEST and HEAD_SHA. GitHub sets the others.
set -euo pipefail

work=${RUNNER_TEMP:-/tmp}/specweave-diff
mark='<!-- specweave diff -->'

install() {
  local system target archive
  system=$(uname -sm)
  case $system in
    'Linux x86_64') target=x86_64-unknown-linux-musl ;;
    'Linux aarch64') target=aarch64-unknown-linux-gnu ;;
    'Darwin x86_64') target=x86_64-apple-darwin ;;
    'Darwin arm64') target=aarch64-apple-darwin ;;
    *)
      echo "there is no program for $system; use a Linux or macOS runner" >&2
      return 1
      ;;
  esac
  archive=specweave-$target.tar.gz
  mkdir -p "$work"
  # The release that the action is used at, or the newest one where it is used at a branch or commit.
  local release=()
  [[ ${ACTION_REF:-} != v*.*.* ]] || release=("$ACTION_REF")
  # Written so, as the bash of macOS takes an empty list for one that is not set.
  gh release download ${release[@]+"${release[@]}"} --repo "$ACTION_REPOSITORY" --dir "$work" --clobber --pattern "$archive" --pattern "$archive.sha256"
  (
    cd "$work"
    if command -v sha256sum > /dev/null; then sha256sum --check --quiet "$archive.sha256"; else shasum -a 256 --check "$archive.sha256"; fi
    tar --extract --gzip --file "$archive"
  )
  echo "$work/specweave-$target" >> "$GITHUB_PATH"
}

# The comment of an earlier run, if there is one.
comment() {
  gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$mark\"))) | .id" | sed -n 1p
}

compare() {
  mkdir -p "$work"
  git rev-parse --quiet --verify "$SPEC_BASE^{commit}" > /dev/null ||
    git fetch --quiet --no-tags --depth 1 origin "$SPEC_BASE"
  local options=() status=0 blob="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob"
  [[ -z $SPEC_CONFIG ]] || options+=(--config "$SPEC_CONFIG")
  [[ -z $SPEC_EXCEPTIONS ]] || options+=(--exceptions "$SPEC_EXCEPTIONS")
  # Once for the lines, once for the comment and the summary; only the first judges.
  specweave diff "git:$SPEC_BASE:./$SPEC_PATH" "$SPEC_PATH" ${options[@]+"${options[@]}"} --format github --fail-on "$SPEC_FAIL_ON" || status=$?
  [[ $status -eq 0 || $status -eq 3 ]] || return "$status"
  specweave diff "git:$SPEC_BASE:./$SPEC_PATH" "$SPEC_PATH" ${options[@]+"${options[@]}"} --format markdown --fail-on never --limit 60000 \
    --link-base "$blob/${HEAD_SHA:-HEAD}" --old-link-base "$blob/$SPEC_BASE" --output "$work/report.md"
  cat "$work/report.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
  if [[ $SPEC_COMMENT == true && -n ${PULL_REQUEST:-} ]]; then
    # For a pull request from a fork, the token has no right to write.
    keep_comment || echo '::warning::the comment could not be kept: this needs the right pull-requests write, which pull requests from forks do not have; the summary of the job holds the report'
  fi
  return "$status"
}

keep_comment() {
  local old
  { echo "$mark"; cat "$work/report.md"; } > "$work/comment.md"
  old=$(comment) || return
  if [[ -n $old ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$old" -F "body=@$work/comment.md"
  else
    gh api --silent "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" -F "body=@$work/comment.md"
  fi
}

case ${1:-} in
  install) install ;;
  compare) compare ;;
  *)
    echo 'usage: diff.sh install | compare' >&2
    exit 1
    ;;
esac
