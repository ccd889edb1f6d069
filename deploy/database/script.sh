#!/usr/bin/env bash
# deploy/database/script.sh Hub > hub.sql
# Prints the SQL Server script that brings any earlier version of this database to today's. Safe to run twice: every step
# looks first whether it was done. The database itself must exist; a person with the schema role creates it and runs this.
set -euo pipefail

if [ $# -ne 1 ] || [[ ! $1 =~ ^(Hub|Spoke)$ ]]; then
  echo "Usage: script.sh Hub|Spoke > file.sql" >&2
  exit 2
fi
service=$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# The tool speaks on standard output too, so the script goes through a file.
script=$(mktemp)
trap 'rm -f "$script"' EXIT
dotnet tool restore > /dev/null
dotnet build "$service.Api" -v quiet --nologo >&2      # a stale build silently gives an empty script
dotnet ef migrations script --idempotent --no-build --project "$service.Api" --context "SqlServer${service}Db" --output "$script" >&2
cat "$script"
