#!/usr/bin/env bash
# Compares what two processes observe of a faulty network in the simulator with what they observe between two network
# namespaces of this machine: packets dropped both ways and one way, delayed, and connections reset.
#
#   tests/conformance/namespaces.sh WIRE_OUTCOMES      exit code 0: equal, 1: the lines that differ, 77: skipped
#
# Packets are dropped by nft rules where they arrive, as a cable would lose them: a rule where they leave would report an error to the sender.
set -euo pipefail
SCRIPT="$(readlink -f "${BASH_SOURCE[0]}")"
PATH="$PATH:/usr/sbin"  # where nft is, which an ordinary user does not look through
readonly CLIENT_ADDRESS=192.0.2.1 SERVER_ADDRESS=192.0.2.2

skip() { echo "skipped: $1"; exit 77; }

at_server() { nsenter --target "$SERVER_PROCESS" --net "$@"; }

# At the end of the cable that packets of this direction arrive at.
arriving() {
  if [[ "$1" == to_server ]]; then at_server "${@:2}"; else "${@:2}"; fi
}

# link to_server|to_client carry|cut
link() {
  arriving "$1" nft flush chain inet wire arriving
  [[ "$2" == carry ]] || arriving "$1" nft add rule inet wire arriving iif != lo drop
}

lay_filter() {
  arriving "$1" nft add table inet wire &&
    arriving "$1" nft add chain inet wire arriving '{ type filter hook input priority filter; policy accept; }'
}

# Two namespaces and a cable. Everything goes with the last process in them.
lay_cable() {
  ip link set lo up &&
    ip link add client type veth peer name server &&
    ip link set server netns "$SERVER_PROCESS" &&
    ip addr add "$CLIENT_ADDRESS/24" dev client &&
    ip link set client up &&
    at_server ip addr add "$SERVER_ADDRESS/24" dev server &&
    at_server ip link set server up &&
    lay_filter to_server &&
    lay_filter to_client
}

inside() {
  unshare --net sleep 100 &
  export SERVER_PROCESS=$!
  trap 'kill "$SERVER_PROCESS"' EXIT
  for _ in {1..100}; do
    [[ "$(readlink "/proc/$SERVER_PROCESS/ns/net")" != "$(readlink /proc/self/ns/net)" ]] && break
    sleep 0.02
  done
  lay_cable || { echo "cannot lay a cable with filters between two namespaces" >&2; exit 77; }
  export SERVER_ADDRESS SERVER_NAMESPACE="/proc/$SERVER_PROCESS/ns/net" LINK_COMMAND="$SCRIPT link"
  timeout 50 "$1" namespaces
}

compare() {
  command -v ip >/dev/null || skip "there is no ip command (Debian package iproute2)"
  command -v nft >/dev/null || skip "there is no nft command (Debian package nftables)"
  unshare --user --map-root-user --net true 2>/dev/null || skip "this machine allows no network namespaces"
  local real status=0
  real="$(unshare --user --map-root-user --net "$SCRIPT" inside "$1")" || status=$?
  [[ $status -ne 77 ]] || skip "this machine allows no virtual cables"
  [[ $status -eq 0 ]] || { printf '%s\n' "$real"; echo "the script failed between the namespaces ($status)" >&2; exit 1; }
  diff --label simulated --label namespaces -u <("$1" simulated) <(printf '%s\n' "$real") || exit 1
  echo "equal: $(grep -c -v '^#' <<<"$real") observations"
}

case "${1:-}" in
  "") echo "usage: $0 WIRE_OUTCOMES" >&2; exit 2 ;;
  link) link "$2" "$3" ;;
  inside) inside "$2" ;;
  *) compare "$(readlink -f "$1")" ;;
esac
