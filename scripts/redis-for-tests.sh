#!/usr/bin/env bash
# Installs Debian's redis-server where that may be done. Without it the tests on a real Redis are skipped, and say so; so
# this tells what went wrong and never fails.
command -v redis-server >/dev/null && exit 0
skip() { echo "redis-server was not installed ($1): the tests on a real Redis are skipped."; exit 0; }
command -v apt-get >/dev/null || skip 'there is no apt-get'
as_root=()
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || skip 'neither root nor a sudo without a password'
  as_root=(sudo -n)
fi
install() {
  timeout 120 "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=60 "$@"
}
install update || skip 'apt-get update failed, see above'
install install -y --no-install-recommends redis-server >/dev/null || skip 'apt-get install failed, see above'
redis-server --version
