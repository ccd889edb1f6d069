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

    public sealed record Ready(string Status, string Database, string? Broker);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Live("ok"))).AllowAnonymous().WithTags("Health").WithName("Live");
        routes.MapGet("/health/ready", async (ServiceDb db, HttpContext http) =>
        {
            var database = await CanRead(db, http.RequestAborted);
            var broker = http.RequestServices.GetService<Link>() is { } link ? Say(link.Now) : null;   // null: this process has no messaging
            var status = !database ? "down" : broker is null or "up" ? "ok" : "degraded";
            return TypedResults.Json(new Ready(status, database ? "up" : "down", broker),
                statusCode: database ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous().WithTags("Health").WithName("Ready").Produces<Ready>().Produces<Ready>(StatusCodes.Status503ServiceUnavailable);
    }

    private static string Say(Link.State link) => link.IsUp ? "up" : link.Why is null ? "connecting" : "down";

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
