using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;

namespace Hub.Api.Consults;

/// <summary>
/// The doctor has read what the spoke supplied, and who supplied it is told. While somebody holds the consult only the holder's reading
/// counts; what nobody holds and nobody has answered is read by whoever takes it.
/// </summary>
public sealed class ReadInformation(HubDb db, CurrentAccount me, Outbox outbox, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/information-read", (Guid consultId, ReadInformation act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(ReadInformation));

    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, CancellationToken ct)
    {
        if (await db.Consults.Include(c => c.Thread).One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();
        if (consult.Lease?.HolderId != me.Id && (consult.Lease is not null || consult.Status == ConsultStatus.Waiting)) return TypedResults.NoContent();

        var now = clock.GetUtcNow();
        foreach (var message in consult.Thread.Where(m => !m.FromHub && m.ReadAt is null && m.Read(me.Name, now)))
            outbox.Tell(consult, InformationRead.WireName, new InformationRead { InformationId = message.InformationId, ReadBy = me.Name, At = now });
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
