#!/usr/bin/env bash
# Sets up and runs everything on this machine: a private broker, the hub, two sites, and consults to look at.
#
#   deploy/demo.sh                starts it, or goes on with what runs already; can be run again at any time
#   deploy/demo.sh --data DIR     the same, with all its files in DIR, which stays when it is stopped
#   deploy/demo.sh --mend-link    joins the cut line of site kangra-1 again (a step of the tour); --cut-link cuts it
#   deploy/demo.sh --tour         prints addresses, accounts and the tour again
#   deploy/demo.sh --stop         ends exactly what it started; without --data nothing is left behind
#
# Ports by environment, where the usual ones are taken:
#   HUBSPOKE_HUB_PORT (5080)  HUBSPOKE_SPOKE_PORT (5081, the second site has the next)
#   HUBSPOKE_BROKER_PORT (5673)  HUBSPOKE_DIST_PORT (25673)  HUBSPOKE_EPMD_PORT (4370)  HUBSPOKE_LINE_PORT (5674)
# HUBSPOKE_DEMO_HOME holds what is needed to stop it again (~/.local/state/hubspoke-demo).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/prerequisites.sh
. "$root/deploy/prerequisites.sh"
# shellcheck source=deploy/processes.sh
. "$root/deploy/processes.sh"

hub_port=${HUBSPOKE_HUB_PORT:-5080}
spoke_port=${HUBSPOKE_SPOKE_PORT:-5081}
broker_port=${HUBSPOKE_BROKER_PORT:-5673}
dist_port=${HUBSPOKE_DIST_PORT:-25673}
epmd_port=${HUBSPOKE_EPMD_PORT:-4370}
line_port=${HUBSPOKE_LINE_PORT:-5674}

# What a later --stop must know, found again from any directory.
state=${HUBSPOKE_DEMO_HOME:-${XDG_STATE_HOME:-$HOME/.local/state}/hubspoke-demo}

usage() { sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; }

action=start data='' kept=''
while [ $# -gt 0 ]; do
  case $1 in
    --data)
      if [ $# -lt 2 ] || [ -z "$2" ]; then echo "--data needs a folder." >&2; exit 2; fi
      data=$2 kept=yes
      shift 2
      ;;
    --stop | --tour | --mend-link | --cut-link) action=${1#--}; shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "demo.sh does not know '$1'." >&2; usage >&2; exit 2 ;;
  esac
done

# ---- what runs is remembered in $state/running, one setting a line --------------------------------------------------------

running() { [ -f "$state/running" ]; }

recall() {
  local name value
  while IFS='=' read -r name value; do
    case $name in
      data | kept | hub_port | spoke_port | broker_port | dist_port | epmd_port | line_port) printf -v "$name" '%s' "$value" ;;
    esac
  done < "$state/running"
}

keep_in_mind() {
  mkdir -p "$state"
  for name in data kept hub_port spoke_port broker_port dist_port epmd_port line_port; do echo "$name=${!name}"; done > "$state/running"
}

broker() {
  RMQ_DIR="$data/broker" RMQ_NAME=hubspoke-demo RMQ_DEFINITIONS="$data/programme/rabbitmq-definitions.json" \
    RMQ_PORT=$broker_port RMQ_DIST=$dist_port RMQ_EPMD=$epmd_port "$root/deploy/rabbitmq/node.sh" "$@"
}

broker_runs() { [ -d "$data/broker" ] && broker status > /dev/null; }

tool() { dotnet "$root/artifacts/bin/Demo/release/Demo.dll" "$@"; }

# ---- one process each ------------------------------------------------------------------------------------------------------

# launch NAME COMMAND...: in the background, apart from this terminal, its words in a log.
launch() {
  local name=$1
  shift
  remembered "$data/run/$name" > /dev/null && return
  setsid "$@" > "$data/log/$name.log" 2>&1 < /dev/null &
  remember "$data/run/$name" $!
}

# end NAME: politely, then not.
end() {
  local pid
  pid=$(remembered "$data/run/$1") || { rm -f "$data/run/$1"; return 0; }
  kill -TERM "$pid" 2> /dev/null || true
  for _ in $(seq 150); do
    remembered "$data/run/$1" > /dev/null || break
    sleep 0.1
  done
  ! remembered "$data/run/$1" > /dev/null || kill -KILL "$pid" 2> /dev/null || true
  rm -f "$data/run/$1"
}

# serve NAME PROJECT SETTINGS: a service, with the settings of its file and nothing else of ours.
serve() {
  local name=$1 project=$2 settings=$3
  (
    set -a
    # shellcheck disable=SC1090
    . "$settings"
    set +a
    cd "$root/artifacts/publish/$project/release"
    launch "$name" dotnet "$project.dll"
  )
}

start_line() { launch line dotnet "$root/artifacts/bin/Demo/release/Demo.dll" line "$line_port" "$broker_port"; }

line_is_cut() { [ -f "$data/line-cut" ]; }

# free PORT NAME WHAT SETTING: the port is free, or held by what we started before.
free() {
  remembered "$data/run/$2" > /dev/null || need_port "$1" "$3" "$4"
}

# health PORT: what the service says of itself; nothing while it says nothing.
health() {
  local answer
  { exec 3<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 0
  printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  answer=$(timeout 5 cat <&3 || true)
  exec 3>&-
  printf '%s' "${answer##*$'\r\n\r\n'}"
}

# await NAME PORT WANTED: until the service is ready in the wanted way.
await() {
  local name=$1 port=$2 wanted=$3 seconds=0 answer=''
  printf '  %-22s ' "$name"
  while [ $seconds -lt 90 ]; do
    if ! remembered "$data/run/$name" > /dev/null; then
      echo "ended by itself"
      tail -n 15 "$data/log/$name.log" >&2
      echo "$name did not start; the lines above say why. All of it: $data/log/$name.log" >&2
      exit 1
    fi
    answer=$(health "$port")
    case $answer in *"$wanted"*) echo " ready"; return ;; esac
    printf '.'
    sleep 1
    seconds=$((seconds + 1))
  done
  echo " not ready after 90 seconds; it says: ${answer:-nothing}"
  echo "Its log: $data/log/$name.log" >&2
  exit 1
}

# quietly WHAT COMMAND...: shows that something goes on, and everything it said only when it failed.
quietly() {
  local what=$1 pid seconds=0 code=0
  shift
  printf '%s ' "$what"
  "$@" > "$data/log/setup.log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2> /dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    [ $((seconds % 3)) -ne 0 ] || printf '.'
  done
  wait "$pid" || code=$?
  if [ $code -ne 0 ]; then
    echo " failed"
    tail -n 30 "$data/log/setup.log" >&2
    exit 1
  fi
  echo " done ($seconds s)"
}

build() {
  cd "$root"
  for project in Hub.Api Spoke.Api; do dotnet publish "$project" -c Release -v quiet --nologo -nodeReuse:false; done
  dotnet build deploy/Demo -c Release -v quiet --nologo -nodeReuse:false
}

# ---- start -----------------------------------------------------------------------------------------------------------------

start() {
  install_missing rabbitmq-server fonts-noto-core
  need_dotnet "$root"

  if running; then
    local asked=$data
    recall
    [ -z "$asked" ] || [ "$(realpath -m "$asked")" = "$data" ] ||
      { echo "A demo runs with its files in $data. Stop that first: deploy/demo.sh --stop" >&2; exit 1; }
  elif [ -n "$kept" ]; then
    data=$(realpath -m "$data")
  else
    data=$state/data
  fi
  case $data in *\'*) echo "RabbitMQ cannot work in a folder with an apostrophe in its name: $data. Choose another." >&2; exit 1 ;; esac
  kangra_port=$((spoke_port + 1))

  # Everything that could be in the way is said before anything is started.
  [ "$(port_owner "$broker_port" || true)" = "$(cat "$data/broker/beam.pid" 2> /dev/null || true)" ] ||
    need_port "$broker_port" "the broker" HUBSPOKE_BROKER_PORT
  if ! broker_runs; then
    need_port "$dist_port" "the broker's node-to-node traffic" HUBSPOKE_DIST_PORT
    local mapper
    if mapper=$(port_owner "$epmd_port") && [ "$(cat "/proc/$mapper/comm" 2> /dev/null)" != epmd ]; then
      need_port "$epmd_port" "the broker's port mapper" HUBSPOKE_EPMD_PORT
    fi
  fi
  free "$line_port" line "the line of site kangra-1" HUBSPOKE_LINE_PORT
  free "$hub_port" hub "the hub" HUBSPOKE_HUB_PORT
  free "$spoke_port" shimla-1 "site shimla-1" HUBSPOKE_SPOKE_PORT
  free "$kangra_port" kangra-1 "site kangra-1" HUBSPOKE_SPOKE_PORT
  (umask 077; mkdir -p "$data"/{run,log})
  keep_in_mind

  # Not under the feet of a service that runs.
  if ! remembered "$data/run/hub" > /dev/null && ! remembered "$data/run/shimla-1" > /dev/null && ! remembered "$data/run/kangra-1" > /dev/null; then
    quietly "Building (a few minutes the first time)" build
  fi
  if [ ! -f "$data/programme/spoke-kangra-1.env" ] || ! cmp -s <(ports) "$data/programme/ports"; then
    tool programme "$data/programme" --broker-port "$broker_port" --hub-port "$hub_port" --spoke-port "$spoke_port" \
      --line-port "$line_port" --databases "$data/databases"
    ports > "$data/programme/ports"
  fi

  printf 'Starting the broker on port %s ...' "$broker_port"
  if broker_runs; then
    echo " runs already"
  else
    broker start
    echo " ready"
  fi
  line_is_cut || start_line

  echo "Starting the services"
  serve hub Hub.Api "$data/programme/hub.env"
  serve shimla-1 Spoke.Api "$data/programme/spoke-shimla-1.env"
  serve kangra-1 Spoke.Api "$data/programme/spoke-kangra-1.env"
  await hub "$hub_port" '"broker":"up"'
  await shimla-1 "$spoke_port" '"broker":"up"'
  if line_is_cut; then await kangra-1 "$kangra_port" '"broker":'; else await kangra-1 "$kangra_port" '"broker":"up"'; fi

  if [ ! -f "$data/stories-told" ]; then
    echo "Making consults, as health officers and doctors would"
    tool stories --hub-port "$hub_port" --spoke-port "$spoke_port"
    cut_link
    tool waiting --hub-port "$hub_port" --spoke-port "$spoke_port"
    touch "$data/stories-told"
  fi
  tour
}

ports() { echo "$root $data $hub_port $spoke_port $broker_port $line_port"; }

cut_link() {
  touch "$data/line-cut"
  end line
  echo "The line of site kangra-1 is cut."
}

mend_link() {
  rm -f "$data/line-cut"
  start_line
  printf 'The line of site kangra-1 is joined again; it notices within half a minute ... '
  tool sent --spoke-port "$spoke_port"
  echo "everything that waited there is with the hubs."
}

tour() {
  local hub="http://localhost:$hub_port" shimla="http://localhost:$spoke_port" kangra="http://localhost:$((spoke_port + 1))" line='line up'
  ! line_is_cut || line='line cut'
  cat << TOUR

HubSpoke runs. Every password is HubSpoke-demo-1

  $shimla   site shimla-1        cho-sunita (Gumma, Ratnari), cho-anita (Kandru, Deha), mo-verma (PHC Kotkhai), ops
  $kangra   site kangra-1        cho-ramesh (Sunehar, Chari), cho-meena (Jadrangal), ops            [$line]
  $hub   the hubs             dr-thakur, dr-negi and other specialists, mo-verma (PHC Kotkhai), nodal-sharma, manager, ops

A tour in five steps
  1  $shimla as cho-sunita: "advice arrived, patient not told" is first. Open Savitri Devi, read the
     advice, print the slip, record how she was told. Change the language at the top: हिन्दी.
  2  There, ask about a patient: New request, general consult. Close the browser half-way and come back: everything is there.
  3  $hub as mo-verma: your request is in the queue. Take it, advise with a medicine of List O (try amoxicillin
     as well: it is refused), sign. Within a second or two it is back at step 1's page.
  4  $kangra as cho-ramesh (in Hindi; English at the top), page Connection (संपर्क): the line is down, three requests
     wait. Ask another: it is taken all the same.
     Then type  deploy/demo.sh --mend-link  and watch them go.
  5  Pull the plug: kill the hub (process $(remembered "$data/run/hub" || echo '?')), ask something at step 1, run  deploy/demo.sh  again: nothing is lost,
     nothing is there twice. $hub/operations as ops shows what waits and what was refused.

  Logs: $data/log      Stop: deploy/demo.sh --stop
TOUR
}

# ---- stop ------------------------------------------------------------------------------------------------------------------

stop() {
  if ! running; then
    echo "No demo runs."
    return
  fi
  local asked=$data
  recall
  [ -z "$asked" ] || [ "$(realpath -m "$asked")" = "$data" ] || { echo "The demo that runs has its files in $data, not in $asked." >&2; exit 1; }
  printf 'Stopping '
  for name in hub shimla-1 kangra-1 line; do end "$name"; printf '.'; done
  [ ! -d "$data/broker" ] || broker stop
  echo " stopped."
  rm -f "$state/running"
  if [ -n "$kept" ]; then
    echo "Its files are kept in $data"
  else
    rm -rf "$data"
  fi
  rmdir "$state" 2> /dev/null || true
}

need_running() {
  running || { echo "No demo runs. Start it with deploy/demo.sh" >&2; exit 1; }
  recall
}

case $action in
  start) start ;;
  stop) stop ;;
  tour) need_running; tour ;;
  cut-link) need_running; need_dotnet "$root"; cut_link ;;
  mend-link) need_running; need_dotnet "$root"; mend_link ;;
esac
