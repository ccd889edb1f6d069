using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Health;

/// <summary>
/// What a supervisor asks. Without the broker this service still takes work and keeps it, so that is degraded and not down;
/// without its database it can do nothing.
/// </summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public sealed record Live(string Status);

    /// <param name="Broker">Null: this process has no messaging.</param>
    /// <param name="BrokerSince">Since when the broker is as it is.</param>
    public sealed record Ready(string Status, string Database, string? Broker, DateTimeOffset? BrokerSince);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Live("ok"))).AllowAnonymous().WithTags("Health").WithName("Live");
        routes.MapGet("/health/ready", async (ServiceDb db, HttpContext http) =>
        {
            var database = await CanRead(db, http.RequestAborted);
            var link = http.RequestServices.GetService<Link>()?.Now;
            var status = !database ? "down" : link is null or { IsUp: true } ? "ok" : "degraded";
            return TypedResults.Json(new Ready(status, database ? "up" : "down", link is null ? null : link.IsUp ? "up" : "down", link?.Since),
                statusCode: database ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous().WithTags("Health").WithName("Ready").Produces<Ready>().Produces<Ready>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> CanRead(ServiceDb db, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await db.Custody.AnyAsync(limit.Token);   // a table, not just a connection: a deleted file can still be opened
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
