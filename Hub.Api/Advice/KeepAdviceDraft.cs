using System.Text.Json;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Advice;

/// <summary>
/// Keeps what a doctor types while it is typed, so that a power cut, a lost lease or a sign-out loses nothing; the same post says that the
/// doctor is still there, so the lease starts again.
/// </summary>
public sealed class KeepAdviceDraft(HubDb db, CurrentAccount me, TimeProvider clock)
{
    public const int MostCharacters = 100_000;

    // Not typed: how the form is sent. And the word that consent was confirmed is given anew each time, never restored.
    private static readonly string[] NotKept = ["token", "act", "idempotency-key", "consentConfirmed"];

    /// <summary>A kept form, ready to be shown again.</summary>
    public sealed record Draft(PostedForm Fields, DateTimeOffset SavedAt);

    /// <summary>Beside the pages and not under <c>/api</c>: the browser comes with its cookie and the form's token.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/consults/{consultId:guid}/advice-draft", Keep)
        .RequireAuthorization(Policies.Specialist)
        .ExcludeFromDescription();

    private static async Task<Results<ContentHttpResult, NotFound>> Keep(Guid consultId, HttpContext http, KeepAdviceDraft act, CancellationToken ct) =>
        http.Request.HasFormContentType && await act.Handle(consultId, await http.Request.ReadFormAsync(ct), ct) is { } savedAt
            ? TypedResults.Text(Format.Time(savedAt))
            : TypedResults.NotFound();

    /// <summary>When it was kept; null for a consult the reader may not see.</summary>
    public async Task<DateTimeOffset?> Handle(Guid consultId, IFormCollection form, CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        var fields = JsonSerializer.Serialize(form
            .Where(f => f.Key is not ['_', ..] && !NotKept.Contains(f.Key) && f.Value.ToString().Length > 0)
            .ToDictionary(f => f.Key, f => f.Value.ToString()));
        if (fields.Length > MostCharacters) throw new RuleBrokenException("body-too-large") { Status = StatusCodes.Status413PayloadTooLarge };

        if (await db.Consults.One(consultId, hubs, ct) is not { } consult) return null;
        var now = clock.GetUtcNow();
        try
        {
            // Whoever has lost the lease still keeps the words; the page says that the consult is gone.
            if (consult.Lease?.HolderId == me.Id && long.TryParse(form["token"], null, out var token) && token == consult.Lease.Token)
                consult.Renew(token, me.Id, now);
            return await Save(consultId, fields, now, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();   // the consult moved at this moment: only the words then
            return await Save(consultId, fields, now, ct);
        }
    }

    public async Task<Draft?> Find(Guid consultId, CancellationToken ct) =>
        await db.AdviceDrafts.AsNoTracking().FirstOrDefaultAsync(d => d.ConsultId == consultId && d.AccountId == me.Id, ct) is { } draft
            ? new Draft(Show(draft.Fields), draft.SavedAt)
            : null;

    /// <summary>After the advice was signed, or the consult returned.</summary>
    public async Task Forget(Guid consultId, CancellationToken ct)
    {
        var reader = me.Id;
        await db.Write(_ => db.AdviceDrafts.Where(d => d.ConsultId == consultId && d.AccountId == reader).ExecuteDeleteAsync(ct), ct);
    }

    private async Task<DateTimeOffset> Save(Guid consultId, string fields, DateTimeOffset now, CancellationToken ct)
    {
        var reader = me.Id;
        if (await db.AdviceDrafts.FirstOrDefaultAsync(d => d.ConsultId == consultId && d.AccountId == reader, ct) is { } draft)
            (draft.Fields, draft.SavedAt) = (fields, now);
        else
            db.AdviceDrafts.Add(new AdviceDraft { ConsultId = consultId, AccountId = reader, Fields = fields, SavedAt = now });
        await db.SaveChangesAsync(ct);
        return now;
    }

    private static PostedForm Show(string fields) => new(new FormCollection(
        JsonSerializer.Deserialize<Dictionary<string, string>>(fields)!.ToDictionary(f => f.Key, f => new StringValues(f.Value))));
}
