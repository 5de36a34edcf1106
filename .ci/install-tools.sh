#!/usr/bin/env bash
# Installs what the tests use beside npm packages, where it is missing: Chromium, PostgreSQL, bzip2, Python packages,
# and an S3-compatible server. What has no place on the system goes to $CI_WORK.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v bzip2 >/dev/null || missing+=(bzip2)
command -v curl >/dev/null || missing+=(curl)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
if ((${#missing[@]} > 0)); then
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! python3 -c 'import requests, websockets' 2>/dev/null; then
  python3 -m venv "$CI_WORK/python"
  "$CI_WORK/python/bin/python3" -m pip install --quiet requests websockets
  # The shell remembers where it found python3 before.
  hash -r
fi

if ! command -v versitygw >/dev/null; then
  version=$(sed -nE 's|.*image: ghcr.io/versity/versitygw:(v[0-9.]+).*|\1|p' compose.yaml)
  if ! go=$(PATH="$PATH:/usr/local/go/bin" command -v go); then
    echo 'FAILED: Go is missing, and the one of Debian is too old for versitygw.' >&2
    echo 'Install Go from https://go.dev/dl/, or put a versitygw on the PATH.' >&2
    exit 1
  fi
  echo "building versitygw $version"
  # Module caches are read-only; -modcacherw lets the folder be removed again.
  GOBIN=$CI_WORK/bin GOPATH=$CI_WORK/go GOFLAGS=-modcacherw \
    "$go" install "github.com/versity/versitygw/cmd/versitygw@$version"
fi

node --version
chromium --version
python3 -c 'import requests, websockets; print("requests", requests.__version__, "websockets", websockets.__version__)'
echo "versitygw at $(command -v versitygw)"
