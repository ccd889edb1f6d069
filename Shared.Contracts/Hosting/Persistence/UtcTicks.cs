using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Shared.Hosting.Persistence;

/// <summary>SQLite has no date type: a moment is stored as its UTC ticks, so that comparing and ordering in SQL is right.</summary>
public sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
    moment => moment.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

public static class SqliteConventions
{
    /// <summary>Called by every service's SQLite context from <c>ConfigureConventions</c>.</summary>
    public static void StoreTimesAsTicks(this ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
}
