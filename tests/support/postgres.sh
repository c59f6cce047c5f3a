#!/usr/bin/env bash
# usage: postgres.sh COMMAND [ARG...]
#
# Starts a private PostgreSQL (a fresh cluster in a temporary folder, Unix socket only, fsync on), runs the command with
# SCRM_TEST_POSTGRES set to its URI, and takes everything away again. As root the server runs as an unprivileged user.
set -euo pipefail

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
    echo "postgres.sh: no PostgreSQL server programs under /usr/lib/postgresql (apt: postgresql)" >&2
    exit 1
fi

# Unix socket paths end at 107 bytes: keep the folder short whatever TMPDIR says.
dir=$(mktemp -d /tmp/scrm-pg.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$dir"
    as=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups --)
fi

stop() {
    if [ -f "$dir/data/postmaster.pid" ]; then
        (cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -W stop >/dev/null 2>&1) || true
    fi
    rm -rf "$dir"
}
trap stop EXIT

cd_run() { (cd / && env -i PATH="$PATH" LC_ALL=C HOME="$dir" "${as[@]}" "$@"); }

cd_run "$bin/initdb" -D "$dir/data" -U scrm --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    exit 1
}
cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
unix_socket_permissions = 0777
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
deadlock_timeout = 100ms
log_statement = none
CONF
cd_run "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start >/dev/null || {
    cat "$dir/server.log" >&2
    exit 1
}

export SCRM_TEST_POSTGRES="postgresql:///postgres?host=$dir&user=scrm"
"$@"
