using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;

namespace Hub.Api.Assignment;

/// <summary>The doctor takes what comes first in a specialty, without what is kept for or offered to a colleague who is there. For the page; programs choose themselves.</summary>
public sealed class TakeNext(HubDb db, CurrentAccount me, AcceptConsult accept, TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>The consult that was taken; null when nothing waits any more.</summary>
    public async Task<Guid?> Handle(string specialty, CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        var (code, now) = (me.PractitionerCode, clock.GetUtcNow());
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var first = await db.Consults.AsNoTracking().AtHubs(hubs)
                .Where(c => c.Status == ConsultStatus.Waiting && c.Specialty == specialty)
                .Where(c => c.ReservedUntil == null || c.ReservedUntil <= now || c.ReservedFor == code)
                .Where(c => c.Urgency == Urgency.Stat || !c.Offers.Any(o => o.EndedAt == null && o.ExpiresAt > now && o.PractitionerCode != code))
                .InTurn().Select(c => (Guid?)c.ConsultId).FirstOrDefaultAsync(ct);
            if (first is not { } consultId) return null;
            try
            {
                await accept.Handle(consultId, ct);
                return consultId;
            }
            catch (Exception faster) when (faster is RuleBrokenException or DbUpdateConcurrencyException)
            {
                db.ChangeTracker.Clear();   // a colleague had it a moment earlier; the one after it is next
            }
        }
        return null;
    }
}
