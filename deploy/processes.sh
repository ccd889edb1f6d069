# shellcheck shell=bash
# Sourced by the scripts beside it: who holds a port, and whether a recorded process is still the one we started.

# The moment a process started, in clock ticks since boot: a pid is given out again, the two together are not.
started_at() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The name in brackets may itself hold spaces and brackets; after it comes field 3, so the start (field 22) is number 19 here.
  read -ra fields <<< "${stat##*) }"
  [ "${#fields[@]}" -gt 19 ] && [ "${fields[0]}" != Z ] || return 1     # a zombie runs no more
  printf '%s\n' "${fields[19]}"
}

# remember FILE PID: writes down a process that we started.
remember() { printf '%s %s\n' "$2" "$(started_at "$2")" > "$1"; }

# remembered FILE: the pid written there, if that very process still runs.
remembered() {
  local pid start
  [ -f "$1" ] && read -r pid start < "$1" || return 1
  [ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ] || return 1
  printf '%s\n' "$pid"
}

# port_owner PORT: the pid that listens there; "?" when it listens but we may not see who; fails when the port is free.
# Read from /proc because a small installation has neither ss nor lsof.
port_owner() {
  local hex inodes inode link
  hex=$(printf '%04X' "$1")
  inodes=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }')
  [ -n "$inodes" ] || return 1
  for inode in $inodes; do
    link=$(find /proc/[0-9]*/fd -maxdepth 1 -lname "socket:\[$inode\]" -print -quit 2>/dev/null) || true
    [ -z "$link" ] || { link=${link#/proc/}; printf '%s\n' "${link%%/*}"; return 0; }
  done
  echo '?'
}

# describe PID: what a person recognises it by.
describe() {
  [ "$1" != '?' ] || { echo 'a process of another user'; return; }
  printf "%s (process %s)\n" "$(tr "\0" " " 2>/dev/null < "/proc/$1/cmdline" | sed "s#^[^ ]*/##; s/ *$//" | cut -c1-60)" "$1"
}

# need_port PORT WHAT SETTING: ends the script with a clear sentence when the port is taken.
need_port() {
  local owner
  owner=$(port_owner "$1") || return 0
  echo "Port $1, wanted for $2, is taken by $(describe "$owner"). Stop that, or choose another port with $3." >&2
  exit 1
}
