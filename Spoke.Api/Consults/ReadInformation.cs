using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;

namespace Spoke.Api.Consults;

/// <summary>Somebody at the spoke has read what the doctor asked, and the doctor is told.</summary>
public sealed class ReadInformation(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, TimeProvider clock)
{
    public sealed record Command;

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/information-read", (Guid consultId, Command _, ReadInformation act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(ReadInformation));

    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Thread).One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        foreach (var message in request.Thread.Where(m => m.FromHub && m.ReadAt is null && m.Read(me.Name, now)))
            outbox.Tell(site, request, InformationRead.WireName, new InformationRead { InformationId = message.InformationId, ReadBy = me.Name, At = now });
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
