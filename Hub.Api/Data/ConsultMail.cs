using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;

namespace Hub.Api.Data;

public static class ConsultMail
{
    /// <summary>Tells the site that asked; everything of an emergency travels as an emergency.</summary>
    public static Guid Tell<T>(this Outbox outbox, Consult consult, string name, T message) => outbox.Send(
        new Letter(Wire.Hub(consult.HubCode), consult.Site, consult.ConsultId, consult.Hop, consult.Version,
            consult.Urgency == Urgency.Stat ? MessagePriority.Emergency : MessagePriority.Normal),
        name, message);

    /// <summary>Only what these hubs may see; a foreign consult is as good as none.</summary>
    public static IQueryable<Consult> AtHubs(this IQueryable<Consult> consults, IReadOnlyList<string> hubs) => consults.Where(c => hubs.Contains(c.HubCode));

    /// <summary>A consult by its id, the latest hop of it, at one of these hubs.</summary>
    public static Task<Consult?> One(this IQueryable<Consult> consults, Guid consultId, IReadOnlyList<string> hubs, CancellationToken ct) =>
        consults.AtHubs(hubs).Where(c => c.ConsultId == consultId).OrderByDescending(c => c.Hop).FirstOrDefaultAsync(ct);
}
