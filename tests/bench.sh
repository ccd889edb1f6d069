#!/usr/bin/env bash
# Measures round trips and their floor, and prints one JSON document: tests/bench.sh [trip|floor|policy].
#
#  - Builds Release, starts its own broker, a hub and a site on free loopback ports (SQLite, synchronous=FULL), and ends them.
#  - A round trip is POST consult, acceptance, advice; advised at the spoke; every receipt in before the clock of a level stops.
#  - The floor is the same five durable steps with their messages and receipts, bare; ratioToFloor is the figure to push.
#  - The policy is one prescription of twelve lines, checked: it needs no service.
#  - Machines are shared: compare figures of one run only, and prefer CPU-seconds to wall clock.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/prerequisites.sh
. "$root/deploy/prerequisites.sh"
install_missing rabbitmq-server >&2
need_dotnet "$root"
cd "$root"
for project in Hub.Api Spoke.Api tests/Bench; do
  dotnet build "$project" -c Release -v quiet --nologo -nodeReuse:false >&2
done
exec dotnet artifacts/bin/Bench/release/Bench.dll "${1:-all}"
