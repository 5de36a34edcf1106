#!/usr/bin/env bash
# Runs a JavaScript program with Node.js 24, whichever version is installed here. Without a way to get it, says so.
set -euo pipefail

arch=$(node -p process.arch)
if ! npm install --silent --prefix "$CI_WORK/node-24" --no-save --no-package-lock "node-linux-$arch@24"; then
  echo 'Node.js 24 could not be installed' >>"$CI_WORK/results/skipped.txt"
  exit 0
fi
node="$CI_WORK/node-24/node_modules/node-linux-$arch/bin/node"
"$node" --version
exec "$node" "$@"
