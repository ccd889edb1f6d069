using Microsoft.EntityFrameworkCore;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

public static class OutcomePrompt
{
    /// <summary>
    /// The patient is here: what became of them after earlier advice is asked for now, once. What no visit asks for is asked for on day 7. From
    /// then on it stands among the things to do until somebody answers or 30 days are over.
    /// </summary>
    public static async Task AskOutcomes(this SpokeDb db, Guid patientId, IReadOnlyList<string> spokes, DateTimeOffset now, CancellationToken ct)
    {
        var records = db.Patients.LeadingTo(patientId).Select(p => (Guid?)p.PatientId);
        var told = await db.Requests.OfSpokes(spokes)
            .Where(r => records.Contains(r.PatientId) && !r.IsPractice && r.Status == RequestStatus.Acknowledged && r.OutcomeAskedAt == null).ToListAsync(ct);
        foreach (var request in told) request.AskOutcome("visit", now);
        await db.SaveChangesAsync(ct);
    }
}
