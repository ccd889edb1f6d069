# shellcheck shell=bash
# Sourced by the scripts that set things up: what must be on the machine, and how it gets there.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# need_dotnet ROOT: the SDK that ROOT/global.json asks for, or a sentence that says how to get it.
need_dotnet() {
  local place
  for place in "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /opt/dotnet; do
    command -v dotnet > /dev/null || [ ! -x "$place/dotnet" ] || export PATH="$PATH:$place" DOTNET_ROOT="$place"
  done
  (cd "$1" && dotnet --version > /dev/null 2>&1) && return
  {
    echo "The .NET 10 SDK is missing, or older than $(sed -n 's/.*"version": "\([0-9.]*\)".*/\1/p' "$1/global.json")."
    echo "Get it from Microsoft (search for 'download .NET 10', choose SDK, Linux x64 or your package manager's dotnet-sdk-10.0),"
    echo "see that 'dotnet --version' prints 10.0 something, and run this again."
  } >&2
  exit 1
}

# install_missing PACKAGE...: those Debian packages that are not installed yet.
install_missing() {
  local package missing=() sudo=() policy=/usr/sbin/policy-rc.d
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  command -v apt-get > /dev/null || { echo "These are missing, and this system has no apt-get to install them with: ${missing[*]}" >&2; exit 1; }
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || { echo "These are missing: ${missing[*]}. Install them as root, or run this as root." >&2; exit 1; }
    sudo=(sudo)
  fi
  echo "Installing ${missing[*]} ..."

  # Installing a server package usually starts it. Ours is private, so the system's own node is neither started nor enabled.
  local held=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$policy" > /dev/null
    "${sudo[@]}" chmod +x "$policy"
    held=yes
  fi
  local log done=
  log=$(mktemp)
  local install=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
  if "${install[@]}" > "$log" 2>&1 || { "${sudo[@]}" apt-get update > "$log" 2>&1 && "${install[@]}" > "$log" 2>&1; }; then done=yes; fi
  [ -z "$held" ] || "${sudo[@]}" rm -f "$policy"
  if [ -z "$done" ]; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    echo "apt-get could not install ${missing[*]}; the lines above say why." >&2
    exit 1
  fi
  rm -f "$log"
  if [[ " ${missing[*]} " == *" rabbitmq-server "* ]] && [ -d /run/systemd/system ]; then
    "${sudo[@]}" systemctl disable --quiet rabbitmq-server 2> /dev/null || true
  fi
}
