#!/usr/bin/env bash
# The steps of a release, of the generator and of the SDK, each by itself.
#
#   release.sh check TAG       whether TAG (v1.2.3, or sdk-v1.2.3) is what is in the repository, and can be published
#   release.sh build TARGET    an archive of the program for a target, with its checksum, in target/release-files
#   release.sh notes TAG FILE  writes what the changelog of the package says of the version into FILE
#   release.sh sdk             whether the version of the SDK is raised by as much as its changes since the last tag ask for
#   release.sh upload TAG      the release on GitHub, with the files of target/release-files; needs GH_TOKEN
#   release.sh verify TAG      packs the crate and compiles what is packed; needs no right to write anything
#   release.sh publish TAG     the crate on crates.io; needs CARGO_REGISTRY_TOKEN, and compiles nothing
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
files=target/release-files

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# The package that a tag is for.
package() {
  case $1 in
    sdk-v*) echo i3dnet ;;
    v*) echo specweave ;;
    *) fail "$1 is no tag of a release: v1.2.3, or sdk-v1.2.3 for the SDK" ;;
  esac
}

# The version of a package of the workspace.
version() {
  cargo pkgid --package "$1" | sed 's/.*[#@]//'
}

# The address of the repository of a package.
address() {
  local manifest=Cargo.toml
  [[ $1 != i3dnet ]] || manifest=generated/Cargo.toml
  sed -n 's/^repository = "\(.*\)"$/\1/p' "$manifest"
}

# The changelog of a package.
changelog() {
  if [[ $1 == i3dnet ]]; then echo CHANGELOG.md; else echo generator/CHANGELOG.md; fi
}

# The lines of the version of a tag in the changelog of its package, without their heading.
entry() {
  awk -v version="${1##*v}" '
    /^## / { found = ($2 == version || $2 == "[" version "]") ; next }
    found { print }
  ' "$(changelog "$(package "$1")")" | sed -e '/./,$!d'
}

check() {
  local name version address
  name=$(package "$1")
  version=$(version "$name")
  [[ $version == "${1##*v}" ]] || fail "the version of $name is $version, and the tag says ${1##*v}"
  address=$(address "$name")
  [[ -n $address && $address != *.invalid/* ]] || fail "the address of the repository is a blank: fill it in in Cargo.toml, or for the SDK in spec/specweave.yaml"
  [[ -n $(entry "$1") ]] || fail "$(changelog "$name") has no entry for $version"
}

build() {
  local name program=specweave archive
  name="specweave-$1"
  [[ $1 != *windows* ]] || program=specweave.exe
  cargo build --locked --release --package specweave --features pull --target "$1"
  rm -rf "target/$name"
  mkdir -p "$files" "target/$name/completions"
  cp "target/$1/release/$program" LICENSE-APACHE LICENSE-MIT generator/CHANGELOG.md "target/$name/"
  cp generator/README.md "target/$name/README.md"
  # What is built for another machine cannot say what it completes.
  if "target/$1/release/$program" --version > /dev/null 2>&1; then
    local shell
    for shell in bash fish powershell zsh; do
      "target/$1/release/$program" completions "$shell" > "target/$name/completions/specweave.$shell"
    done
    "target/$1/release/$program" man > "target/$name/specweave.1"
  fi
  if [[ $1 == *windows* ]]; then
    archive="$name.zip"
    (cd target && 7z a -bso0 "release-files/$archive" "$name")
  else
    archive="$name.tar.gz"
    tar --create --gzip --file "$files/$archive" --directory target "$name"
  fi
  checksum "$archive"
}

# The checksum of a file, as `sha256sum --check` reads it.
checksum() {
  local sum
  if command -v sha256sum > /dev/null; then
    sum=$(sha256sum "$files/$1")
  else
    sum=$(shasum -a 256 "$files/$1")
  fi
  printf '%s  %s\n' "${sum%% *}" "$1" > "$files/$1.sha256"
}

notes() {
  local text
  text=$(entry "$1")
  [[ -n $text ]] || fail "$(changelog "$(package "$1")") has no entry for ${1##*v}"
  printf '%s\n' "$text" > "$2"
}

# The greater of two versions is the last line.
newest() {
  printf '%s\n' "$@" | sort --version-sort | tail -n 1
}

sdk() {
  local last old new wanted
  cargo xtask codegen --check
  new=$(version i3dnet)
  last=$(git tag --list 'sdk-v*' --sort=-version:refname | grep --invert-match --line-regexp "sdk-v$new" | head -n 1 || true)
  if [[ -z $last ]]; then
    printf 'there is no release yet; %s is the first\n' "$new"
    return
  fi
  old=${last##*v}
  # What the changes ask for, counted from the version of the last release.
  sed "s/^  version: .*/  version: $old/" spec/specweave.yaml > spec/.released.yaml
  trap 'rm -f spec/.released.yaml' EXIT
  wanted=$(cargo run --quiet --locked --package specweave -- diff "git:$last:spec/pages" spec/pages \
    --config spec/.released.yaml --format json --fail-on never | sed -n 's/^ *"to": "\(.*\)",\{0,1\}$/\1/p' | head -n 1)
  [[ $(newest "$wanted" "$new") == "$new" ]] || fail "the changes since $last ask for $wanted, and the version is $new"
  printf '%s follows %s: the changes ask for %s\n' "$new" "$old" "$wanted"
}

upload() {
  notes "$1" target/notes.md
  gh release create "$1" --title "$1" --notes-file target/notes.md --verify-tag "$files"/*
}

verify() {
  cargo publish --locked --dry-run --package "$(package "$1")"
}

publish() {
  cargo publish --locked --no-verify --package "$(package "$1")"
}

case ${1:-}-$# in
  check-2 | build-2 | upload-2 | verify-2 | publish-2) "$1" "$2" ;;
  notes-3) notes "$2" "$3" ;;
  sdk-1) sdk ;;
  *) fail 'usage: release.sh check TAG | build TARGET | notes TAG FILE | sdk | upload TAG | verify TAG | publish TAG' ;;
esac
