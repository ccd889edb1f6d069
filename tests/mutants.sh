#!/usr/bin/env bash
# Tries the tests of the prescribing policy: Stryker changes the policy in one place after another, and each change must fail a test.
# It takes about a quarter of an hour, prints what survived, and fails if anything did. The report is in artifacts/mutants.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/Shared.Tests"
dotnet tool restore > /dev/null
exec dotnet stryker --config-file stryker-config.json --output ../../artifacts/mutants "$@"
