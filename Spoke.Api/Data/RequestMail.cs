using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

public static class RequestMail
{
    /// <summary>Tells the hub that answers this request; everything of an emergency travels as an emergency. A practice consult stays here.</summary>
    /// <returns>The id of the message; null in practice.</returns>
    public static Guid? Tell<T>(this Outbox outbox, SiteAddress site, ConsultRequest request, string name, T message)
    {
        if (request.IsPractice) return null;
        return outbox.Send(
            new Letter(site.Value, Wire.Hub(request.HubCode), request.ConsultId, request.HubHop, request.Version,
                request.Urgency == Urgency.Stat ? MessagePriority.Emergency : MessagePriority.Normal),
            name, message);
    }

    /// <summary>Only what these spokes may see; a foreign request is as good as none.</summary>
    public static IQueryable<ConsultRequest> OfSpokes(this IQueryable<ConsultRequest> requests, IReadOnlyList<string> spokes) =>
        requests.Where(r => spokes.Contains(r.SpokeCode));

    /// <summary>The request this message is about, if its sender is the hub that has or had it under this hop: another hub has no say in it.</summary>
    public static async Task<ConsultRequest?> FromHub(this IQueryable<ConsultRequest> requests, Sender from, CancellationToken ct) =>
        await requests.FirstOrDefaultAsync(r => r.ConsultId == from.ConsultId, ct) is { } request && request.IsWith(from.Address["hub.".Length..], from.Hop) ? request : null;

    public static Task<ConsultRequest?> One(this IQueryable<ConsultRequest> requests, Guid consultId, IReadOnlyList<string> spokes, CancellationToken ct) =>
        requests.OfSpokes(spokes).FirstOrDefaultAsync(r => r.ConsultId == consultId, ct);
}

/// <summary>This site's address on the broker: <c>spoke.{site}</c>.</summary>
public sealed record SiteAddress(string Value);
