using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>
/// The form's memory: every step that is left, and every pause in typing, is kept here word for word, right or wrong, so that a
/// power cut, a sign-out or a killed process returns to the same step with everything typed.
/// </summary>
public sealed class WriteDraft(SpokeDb db, CurrentAccount me, TimeProvider clock)
{
    /// <summary>Begins a draft; <paramref name="fields"/> are what is known already, such as the patient.</summary>
    public async Task<Guid> Begin(string? spoke, IReadOnlyDictionary<string, string> fields, string step, bool practice, Guid? corrects, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var form = new DraftForm { Step = step, Fields = fields, SavedAt = now };
        var draft = ConsultRequest.Begin(Posted.At(spoke, await me.PlacesToday(ct)), me.Id, me.Name, form, practice, corrects, now);
        db.Requests.Add(draft);
        await db.SaveChangesAsync(ct);
        return draft.ConsultId;
    }

    /// <summary>Keeps what one step's form holds beside what the others hold. Null when there is no such draft for the reader.</summary>
    /// <param name="step">The step to return to.</param>
    public async Task<DraftForm?> Keep(Guid consultId, string step, IReadOnlyDictionary<string, string> fields, CancellationToken ct)
    {
        if (await Find(consultId, ct) is not { } draft) return null;
        var merged = new Dictionary<string, string>(draft.Draft!.Fields);
        foreach (var (field, value) in fields) merged[field] = value;
        var form = new DraftForm { Step = step, Fields = merged, SavedAt = clock.GetUtcNow() };
        draft.Keep(form);
        await db.SaveChangesAsync(ct);
        return form;
    }

    public async Task<ConsultRequest?> Find(Guid consultId, CancellationToken ct) =>
        await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is { Status: RequestStatus.Draft } draft ? draft : null;

    /// <summary>A returned request again as a draft, with everything filled in, to be corrected and sent.</summary>
    public async Task<Guid?> Correct(Guid consultId, Func<ConsultRequest, IReadOnlyDictionary<string, string>> fieldsOf, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        if (await db.Requests.AsNoTracking().One(consultId, places, ct) is not { Status: RequestStatus.Returned } returned) return null;
        // Asked twice, it is the same draft.
        var open = await db.Requests.Where(r => r.Corrects == consultId && r.Status == RequestStatus.Draft).Select(r => (Guid?)r.ConsultId).FirstOrDefaultAsync(ct);
        return open ?? await Begin(returned.SpokeCode, fieldsOf(returned), "complaint", returned.IsPractice, consultId, ct);
    }
}
