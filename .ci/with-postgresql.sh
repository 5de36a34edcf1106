#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL naming a PostgreSQL of the system, started for it in a folder of its own.
set -euo pipefail

programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1 || true)
[[ -n $programs ]] || programs=$(dirname "$(command -v initdb)")

folder=$(mktemp -d)
run_as_owner=()
if ((EUID == 0)); then
  # PostgreSQL refuses to run as root.
  owner=$(id -un postgres 2>/dev/null || echo nobody)
  chown "$owner" "$folder"
  run_as_owner=(runuser --user "$owner" --)
fi
port=$(node -e '
  const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(server.address().port);
    server.close();
  });
')

clean_up() {
  "${run_as_owner[@]}" "$programs/pg_ctl" --pgdata="$folder/data" --mode=fast --silent stop || true
  rm -rf "$folder"
}
trap clean_up EXIT

cd "$folder"
echo test >password
chmod 644 password
"${run_as_owner[@]}" "$programs/initdb" --pgdata="$folder/data" --username=test --pwfile=password \
  --auth=scram-sha-256 --encoding=UTF8 --locale=C >/dev/null
"${run_as_owner[@]}" "$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/data/log" --wait --silent \
  --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder/data" start
cd "$OLDPWD"

"$programs/postgres" --version
TEST_DATABASE_URL="postgresql://test:test@127.0.0.1:$port/postgres" "$@"
