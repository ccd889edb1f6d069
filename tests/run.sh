#!/usr/bin/env bash
# Sets up and passes every test: tests/run.sh [PROJECT...], such as tests/run.sh Hub.Api.Tests; none named means all.
#
#  - Installs what is missing, by apt: RabbitMQ, Chromium, fonts with Hindi, faketime, and poppler and zbar, which read the
#    printed slip as a stranger would. Wants the .NET 10 SDK.
#  - Builds once, then runs three lanes side by side, each with a broker of its own: browsers wait for pages, and custody and
#    journeys for clocks and lines, so that none keeps two cores busy alone. A lane's words are printed when it has ended.
#  - The end-to-end project starts its own broker (deploy/rabbitmq/node.sh) and services on free ports.
#  - SQL Server tests run when HUBSPOKE_TEST_SQLSERVER holds a connection string; otherwise they are reported skipped.
#  - The last line is the count, read from the result files: "N passed, N failed, N skipped". A project that crashes,
#    hangs for six minutes or runs no test counts as failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/prerequisites.sh
. "$root/deploy/prerequisites.sh"
cd "$root"

install_missing rabbitmq-server fonts-noto-core fonts-lohit-deva faketime poppler-utils zbar-tools
# Any Chromium does; where there is none, the one without windows is the lightest. Asked for last: apt knows its packages by now.
if ! command -v chromium-headless-shell chromium google-chrome chromium-browser > /dev/null; then
  if apt-cache show chromium-headless-shell > /dev/null 2>&1; then install_missing chromium-headless-shell; else install_missing chromium; fi
fi
need_dotnet "$root"

# Whatever a test leaves behind carries this mark and is ended with us: services, brokers, browsers, and nothing else.
export HUBSPOKE_TEST_RUN=$$.$RANDOM
scratch=$(mktemp -d)
export TMPDIR=$scratch
# Counting how often a method runs pays in services that live for days; those of a test live for seconds.
export DOTNET_TieredPGO=0
# shellcheck disable=SC2317   # called by the trap
clean_up() {
  local environ pid
  for environ in /proc/[0-9]*/environ; do
    pid=${environ#/proc/}; pid=${pid%/environ}
    if tr '\0' '\n' 2> /dev/null < "$environ" | grep -qx "HUBSPOKE_TEST_RUN=$HUBSPOKE_TEST_RUN"; then kill -KILL "$pid" 2> /dev/null || true; fi
  done
  rm -rf "$scratch"
}
trap clean_up EXIT

results=$root/artifacts/tests
rm -rf "$results"
mkdir -p "$results"

# A part is a project, or the part of a project that a filter leaves: NAME:PROJECT[:FILTER].
if [ $# -gt 0 ]; then
  lanes=("$(for project in "$@"; do printf '%s:%s ' "$project" "$project"; done)")
else
  custody=FullyQualifiedName~EndToEnd.Tests.CustodyTests browser=FullyQualifiedName~EndToEnd.Tests.Browser
  lanes=(
    "browser:EndToEnd.Tests:$browser"
    "custody:EndToEnd.Tests:$custody Hub.Api.Tests:Hub.Api.Tests Spoke.Api.Tests:Spoke.Api.Tests"
    "journeys:EndToEnd.Tests:${custody/\~/!~}&${browser/\~/!~} Shared.Tests:Shared.Tests"
  )
fi

passed=0 failed=0 skipped=0
finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || exit 1
  exit 0
}

echo "Building ..."
if ! { dotnet restore HubSpoke.sln -v quiet && dotnet build HubSpoke.sln -c Release --no-restore -v quiet -m:2 -nodeReuse:false; }; then
  failed=1
  finish
fi
# The end-to-end tests run the services as they are deployed: only published output serves its static files.
for service in Hub.Api Spoke.Api; do
  dotnet publish "$service" -c Release --no-build -v quiet -nodeReuse:false || { failed=1; finish; }
done

# count FILE: "total executed passed" of one result file.
count() {
  sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)".*/\1 \2 \3/p' "$1" | tail -n 1
}

# run_lane PART...: runs the parts one after another; each leaves NAME.trx and the code it ended with.
run_lane() {
  local part name project filter code
  for part in "$@"; do
    IFS=: read -r name project filter <<< "$part"
    echo
    echo "== $name"
    code=0
    dotnet test "tests/$project" -c Release --no-build --nologo ${filter:+--filter "$filter"} \
      --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
      --blame-hang --blame-hang-timeout 6min --blame-hang-dump-type none || code=$?
    echo "$code" > "$results/$name.code"
  done
}

running=()
for i in "${!lanes[@]}"; do
  # shellcheck disable=SC2086
  run_lane ${lanes[$i]} > "$results/lane-$i.txt" 2>&1 &
  running+=($!)
done
for i in "${!lanes[@]}"; do
  wait "${running[$i]}" || true
  cat "$results/lane-$i.txt"
done

for part in ${lanes[*]}; do
  name=${part%%:*}
  code=$(cat "$results/$name.code" 2> /dev/null || echo none)
  total=0 ran=0 good=0
  if [ -f "$results/$name.trx" ]; then read -r total ran good <<< "$(count "$results/$name.trx")" || true; fi
  bad=$((ran - good))
  if [ "$total" -eq 0 ]; then
    echo "$name ran no test; that counts as a failure."
    bad=1
  elif [ "$code" != 0 ] && [ "$bad" -eq 0 ]; then
    echo "$name ended with code $code although no test failed; that counts as a failure."
    bad=1
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - ran))
done

echo
finish
