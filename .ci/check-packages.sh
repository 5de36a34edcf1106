#!/usr/bin/env bash
# Packs the packages that are of use by themselves, installs them into an empty project, and uses them there.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" -w packages/steam -w packages/demo -w packages/client
here=$PWD
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
# Their few dependencies are in npm's cache since this project was installed.
npm install --silent --prefer-offline --no-audit --no-fund ./*.tgz
cat >use.js <<'END'
import { DemobaseClient } from '@demobase/client';
import { LATE_BYTES_OFFSET } from '@demobase/demo';
import { SteamId } from '@demobase/steam';

const client = new DemobaseClient({ baseUrl: 'http://127.0.0.1:8000', apiKey: 'MB-', webSocket: class {} });
console.log(SteamId.parse('[U:1:46143802]').toSteamId64(), LATE_BYTES_OFFSET.toString(16), typeof client.listDemos);
END
[[ $(node use.js | tee /dev/stderr) == '76561198006409530 420 function' ]]

cd "$here"
node .ci/run-readme-examples.mjs "$folder"
if [[ -n ${CI_WORK:-} ]]; then .ci/with-node-24.sh .ci/run-readme-examples.mjs "$folder"; fi
