#!/usr/bin/env bash
# Starts a copy of this folder with `npm start`, as the given user if any, asks whether it lives, and stops it as
# Ctrl+C does. It must say that it stopped, and leave no PostgreSQL behind.
set -euo pipefail

user=${1:-$(id -un)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
mkdir "$folder/home"
: >"$folder/log"
tar --create --exclude=./.git --exclude=./data --exclude=./.env . | tar --extract --directory "$folder/home"
run_as_user=()
if [[ $user != "$(id -un)" ]]; then
  chown -R "$user" "$folder/home"
  run_as_user=(runuser --user "$user" --)
fi

cd "$folder/home"
# A session of its own is a process group of its own: a terminal's Ctrl+C reaches the whole group.
setsid "${run_as_user[@]}" env HOME="$folder/home" DEMOBASE_PORT=0 DEMOBASE_DATA_DIR="$folder/home/demos" \
  npm start >"$folder/log" 2>&1 &
group=$!
for _ in {1..300}; do
  url=$(sed -nE 's/^Demobase is ready at (.*)$/\1/p' "$folder/log")
  if [[ -n $url ]] || ! kill -0 "$group" 2>/dev/null; then break; fi
  sleep 0.2
done
code=0
curl --silent --show-error --fail "${url:-http://did-not-start.invalid}/livez" || code=$?
echo
kill -INT -- "-$group" || true
# npm itself reports the signal; what counts is what the service says.
wait "$group" || true
cat "$folder/log"
grep --quiet '"msg":"stopped"' "$folder/log" || code=1
if pgrep --full "$folder/home/demos" >/dev/null; then
  echo 'PostgreSQL was left running:'
  pgrep --full --list-full "$folder/home/demos"
  code=1
fi
exit "$code"
