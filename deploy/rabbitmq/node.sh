#!/usr/bin/env bash
# A private RabbitMQ node on this machine's loopback. It shares nothing with a system installation: own name, ports, folder,
# cookie and port mapper; no management plugin. Several run side by side with different names, ports and folders.
#
#   node.sh start           starts it and returns when it takes connections; does nothing when it already runs
#   node.sh stop            shuts it down, and its port mapper when no other node needs that
#   node.sh kill            SIGKILL, as a power cut does (for tests)
#   node.sh wipe            deletes its data while it is down: every queue and message is gone, users come back at the next start
#   node.sh status          says whether it runs; exit code 0 or 1
#   node.sh ctl ARGS...     rabbitmqctl on this node
#
# By environment:
#   RMQ_DIR           its folder (required). All of it may be deleted while the node is down: nothing in it is a record.
#   RMQ_DEFINITIONS   users, permissions and exchange, loaded at every start. Outside RMQ_DIR, so that they survive it.
#   RMQ_NAME (hubspoke)  RMQ_PORT (5673, AMQP)  RMQ_DIST (25673, node to node)  RMQ_EPMD (4370, port mapper)
set -euo pipefail

command=${1:-}
[ $# -eq 0 ] || shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/processes.sh
. "$here/../processes.sh"

dir=${RMQ_DIR:?RMQ_DIR must name the folder of this node}
name=${RMQ_NAME:-hubspoke}
port=${RMQ_PORT:-5673}
dist=${RMQ_DIST:-25673}
epmd=${RMQ_EPMD:-4370}
bin=/usr/lib/rabbitmq/bin     # not /usr/sbin/rabbitmq*: those change to the user and the folder of the system's node

[ -x "$bin/rabbitmq-server" ] || { echo "RabbitMQ is not installed. On Debian and Ubuntu: apt-get install --no-install-recommends rabbitmq-server" >&2; exit 1; }
# Its disk monitor hands the path to a shell between apostrophes, and waits for ever for the missing one.
case $(realpath -m "$dir") in
  *\'*) echo "RabbitMQ cannot work in a folder with an apostrophe in its name: $dir. Choose another." >&2; exit 1 ;;
esac
mkdir -p "$dir"/{data,log,home,etc}
dir=$(cd "$dir" && pwd)

export HOME=$dir/home LC_ALL=C.UTF-8
export ERL_EPMD_PORT=$epmd ERL_EPMD_ADDRESS=127.0.0.1
export HUBSPOKE_BROKER=private                  # a port mapper started by one of our nodes inherits this: how stop knows it
export RABBITMQ_CONF_ENV_FILE=/dev/null         # nothing of the system's node
export RABBITMQ_NODENAME=$name@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$port RABBITMQ_DIST_PORT=$dist
export RABBITMQ_MNESIA_BASE=$dir/data RABBITMQ_MNESIA_DIR=$dir/data/$name RABBITMQ_FEATURE_FLAGS_FILE=$dir/data/feature_flags
export RABBITMQ_LOG_BASE=$dir/log RABBITMQ_LOGS=$dir/log/rabbit.log RABBITMQ_PID_FILE=$dir/beam.pid
export RABBITMQ_CONFIG_FILE=$dir/etc/rabbitmq RABBITMQ_ADVANCED_CONFIG_FILE=$dir/etc/advanced
export RABBITMQ_GENERATED_CONFIG_DIR=$dir/etc/generated RABBITMQ_ENABLED_PLUGINS_FILE=$dir/etc/enabled_plugins
# Loopback only; and idle schedulers sleep instead of spinning, because a small machine runs the services too.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"

configure() {
  {
    echo "listeners.tcp.1 = 127.0.0.1:$port"
    echo "loopback_users = none"
    echo "disk_free_limit.absolute = 200MB"
    echo "vm_memory_high_watermark.absolute = 1GB"
    echo "raft.wal_max_size_bytes = 67108864"       # the default reserves half a gigabyte
    echo "log.console = false"
    echo "log.file.level = info"
    [ -z "${RMQ_DEFINITIONS:-}" ] || echo "load_definitions = $RMQ_DEFINITIONS"
  } > "$dir/etc/rabbitmq.conf"
  echo "[]." > "$dir/etc/enabled_plugins"
  if [ ! -f "$HOME/.erlang.cookie" ]; then
    (umask 077; head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$HOME/.erlang.cookie")
    chmod 400 "$HOME/.erlang.cookie"
  fi
}

fail_start() {
  echo "The broker $name did not start: $1" >&2
  tail -n 20 "$dir/log/start.log" >&2 || true
  [ ! -f "$dir/log/rabbit.log" ] || grep -F '[error]' "$dir/log/rabbit.log" | tail -n 10 >&2 || true
  kill_node
  end_port_mapper
  exit 1
}

start() {
  local pid
  if pid=$(remembered "$dir/node.process"); then
    echo "The broker $name already runs (process $pid, port $port)."
    return
  fi
  [ -z "${RMQ_DEFINITIONS:-}" ] || [ -r "$RMQ_DEFINITIONS" ] || { echo "The definitions file $RMQ_DEFINITIONS cannot be read." >&2; exit 1; }
  need_port "$port" "the broker" RMQ_PORT
  need_port "$dist" "the broker's node-to-node traffic" RMQ_DIST
  if pid=$(port_owner "$epmd") && [ "$pid" != '?' ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != epmd ]; then
    need_port "$epmd" "the broker's port mapper" RMQ_EPMD
  fi
  configure
  rm -f "$RABBITMQ_PID_FILE"
  cd "$dir"
  setsid "$bin/rabbitmq-server" > "$dir/log/start.log" 2>&1 < /dev/null &
  pid=$!
  remember "$dir/node.process" "$pid"
  for _ in $(seq 600); do
    [ -s "$RABBITMQ_PID_FILE" ] && port_owner "$port" > /dev/null && break
    remembered "$dir/node.process" > /dev/null || fail_start "it ended by itself."
    sleep 0.1
  done
  "$bin/rabbitmqctl" -q await_startup --timeout 60 >> "$dir/log/start.log" 2>&1 || fail_start "it was not ready within two minutes."
  # Somebody may have taken the port between our look and the node's: then the port answers, but it is not ours.
  [ "$(port_owner "$port")" = "$(cat "$RABBITMQ_PID_FILE")" ] || fail_start "port $port is not held by it."
}

stop() {
  if remembered "$dir/node.process" > /dev/null; then
    timeout 90 "$bin/rabbitmqctl" -q shutdown --timeout 60 > /dev/null 2>> "$dir/log/start.log" || kill_node
    for _ in $(seq 100); do remembered "$dir/node.process" > /dev/null || break; sleep 0.1; done
    kill_node
  fi
  rm -f "$dir/node.process"
  end_port_mapper
}

# The launcher leads a process group of its own, so this reaches the node and its helpers and nobody else.
kill_node() {
  local pid
  pid=$(remembered "$dir/node.process") || return 0
  kill -KILL -- "-$pid" 2>/dev/null || true
  for _ in $(seq 50); do port_owner "$port" > /dev/null || break; sleep 0.1; done
}

# Only the port mapper that one of our nodes started, and only when it serves no node any more.
end_port_mapper() {
  local pid
  for _ in $(seq 20); do
    pid=$(port_owner "$epmd") || return 0
    [ "$pid" != '?' ] && tr '\0' '\n' 2>/dev/null < "/proc/$pid/environ" | grep -qx 'HUBSPOKE_BROKER=private' || return 0
    epmd -names 2>/dev/null | grep -q "^name $name at" || break      # it notices a node's end a moment later
    sleep 0.1
  done
  epmd -names 2>/dev/null | grep -q '^name ' || epmd -kill > /dev/null 2>&1 || true
}

case $command in
  start) start ;;
  stop) stop ;;
  kill) kill_node; rm -f "$dir/node.process" ;;
  wipe)
    ! remembered "$dir/node.process" > /dev/null || { echo "The broker $name runs; stop it before deleting its data." >&2; exit 1; }
    rm -rf "$dir/data"
    ;;
  status)
    remembered "$dir/node.process" > /dev/null || { echo "The broker $name does not run."; exit 1; }
    echo "The broker $name runs on port $port."
    ;;
  ctl) exec "$bin/rabbitmqctl" "$@" ;;
  *) echo "Usage: node.sh start|stop|kill|wipe|status|ctl ARGS..., with RMQ_DIR set; see the top of this file." >&2; exit 2 ;;
esac
