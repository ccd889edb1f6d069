#!/usr/bin/env bash
# deploy/database/add-migration.sh Hub AddNeededByToConsult
# Adds the same-named migration for both databases. Names are imperative and say the change.
set -euo pipefail

if [ $# -ne 2 ] || [[ ! $1 =~ ^(Hub|Spoke)$ ]] || [[ ! $2 =~ ^[A-Z][A-Za-z0-9]+$ ]]; then
  echo "Usage: add-migration.sh Hub|Spoke NameThatSaysTheChange" >&2
  exit 2
fi
service=$1 name=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

dotnet tool restore > /dev/null
dotnet build "$service.Api" -v quiet --nologo      # without it the tool may read yesterday's model
for provider in SqlServer Sqlite; do
  dotnet ef migrations add "$name" --no-build --project "$service.Api" \
    --context "${provider}${service}Db" --output-dir "Data/Migrations/$provider"
done

# Rules
#  - Two derived contexts (SqlServerHubDb, SqliteHubDb : HubDb), one model. A test fails if either set is behind.
#  - Never edit a migration that has left this machine. Never drop or rename in the release that stops using a column.
#  - Production: a person with the schema role applies what script.sh prints. Embedded SQLite: applied at start.
