using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;
using Spoke.Api.Ui;

namespace Spoke.Api.Consults;

/// <summary>
/// The form's memory: every step that is left, and every pause in typing, is kept here word for word, right or wrong, so that a
/// power cut, a sign-out or a killed process returns to the same step with everything typed.
/// </summary>
public sealed class WriteDraft(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="Url">Where the form goes on.</param>
    public sealed record Begun(string Url);

    /// <summary>Not pages and not the API: what forms of pages post to.</summary>
    public static void Map(IEndpointRouteBuilder requests)
    {
        requests.MapPost("/", BeginPosted).RequireAuthorization(Policies.Cho).ExcludeFromDescription();
        requests.MapPost("/{consultId:guid}/{step}/autosave", Autosave).RequireAuthorization(Policies.Cho).ExcludeFromDescription();
    }

    /// <summary>Begins a draft; <paramref name="fields"/> are what is known already, such as the patient.</summary>
    public async Task<Guid> Begin(string? spoke, IReadOnlyDictionary<string, string> fields, string step, bool practice, Guid? corrects, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var form = new DraftForm { Step = step, Fields = fields, SavedAt = now };
        var draft = ConsultRequest.Begin(Posted.At(spoke, await me.PlacesToday(ct)), me.Id, me.Name, form, practice, corrects, now);
        db.Requests.Add(draft);
        idempotency.Remember(StatusCodes.Status302Found, new Begun(StepUrl(draft.ConsultId, step)));
        await db.SaveChangesAsync(ct);
        return draft.ConsultId;
    }

    /// <summary>Keeps what one step's form holds beside what the others hold. Null when there is no such draft for the reader.</summary>
    /// <param name="step">The step to return to.</param>
    public async Task<DraftForm?> Keep(Guid consultId, string step, IReadOnlyDictionary<string, string> fields, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            if (await Find(consultId, ct) is not { } draft) return null;
            var merged = new Dictionary<string, string>(draft.Draft!.Fields);
            foreach (var (field, value) in fields) merged[field] = value;
            var form = new DraftForm { Step = step, Fields = merged, SavedAt = clock.GetUtcNow() };
            draft.Keep(form);
            try
            {
                await db.SaveChangesAsync(ct);
                return form;
            }
            catch (DbUpdateConcurrencyException) when (tries < 5)
            {
                db.ChangeTracker.Clear();   // a save in the background came between: both are kept, one after the other
            }
        }
    }

    public async Task<ConsultRequest?> Find(Guid consultId, CancellationToken ct) =>
        await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is { Status: RequestStatus.Draft } draft ? draft : null;

    /// <summary>A photo goes with it, as things stand.</summary>
    public Task<bool> HasPhoto(Guid consultId, CancellationToken ct) => db.Attachments.AnyAsync(a => a.ConsultId == consultId && a.Kind == AttachmentKind.Photo, ct);

    /// <summary>A returned request again as a draft, with everything filled in, to be corrected and sent.</summary>
    public async Task<Guid?> Correct(Guid consultId, Func<ConsultRequest, IReadOnlyDictionary<string, string>> fieldsOf, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        if (await db.Requests.AsNoTracking().One(consultId, places, ct) is not { Status: RequestStatus.Returned } returned) return null;
        // Asked twice, it is the same draft.
        var open = await db.Requests.Where(r => r.Corrects == consultId && r.Status == RequestStatus.Draft).Select(r => (Guid?)r.ConsultId).FirstOrDefaultAsync(ct);
        if (open is not null) return open;
        return await db.InTransaction<Guid?>(async token =>
        {
            var draft = await Begin(returned.SpokeCode, fieldsOf(returned), "complaint", returned.IsPractice, consultId, token);
            await CarryAttachments(consultId, draft, token);
            return draft;
        }, ct);
    }

    // What was photographed once is not photographed again: it goes along, and may be deleted before sending. One at a time, they are large.
    private async Task CarryAttachments(Guid from, Guid to, CancellationToken ct)
    {
        var rows = await db.Attachments.Where(a => a.ConsultId == from).OrderBy(a => a.Number).Select(a => a.Id).ToListAsync(ct);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var sent = await db.Attachments.AsNoTracking().SingleAsync(a => a.Id == row, ct);
            var carried = sent.For(to, number: i + 1);
            db.Attachments.Add(carried);
            await db.SaveChangesAsync(ct);
            db.Entry(carried).State = EntityState.Detached;
        }
    }

    public static string StepUrl(Guid consultId, string step) => $"/requests/{consultId}/{step}";

    private static async Task<IResult> BeginPosted(HttpContext http, WriteDraft act, CancellationToken ct)
    {
        var form = await PostedForm.Read(http, ct);
        return await act.Begin(form, ct) is { } begun ? TypedResults.LocalRedirect(begun.Url) : TypedResults.NotFound();
    }

    // A post with a key, so that reloading the page, pressing twice or opening it in two tabs makes no twins.
    private Task<Begun?> Begin(PostedForm form, CancellationToken ct)
    {
        var asked = new Asked(form.Id("patient"), form.Id("corrects"), form.Id("followsUp"), form.Choice<Urgency>("urgency"), form.Ticked("practice"), form.Text("spoke"));
        return idempotency.Once("POST /requests", form.Id("idempotency-key"), asked, () => Begin(asked, ct), ct);
    }

    private async Task<Begun?> Begin(Asked asked, CancellationToken ct)
    {
        if (asked.Corrects is { } returned)
            return await Correct(returned, DraftFields.Of, ct) is { } again ? new Begun(StepUrl(again, "complaint")) : null;

        var (fields, spoke) = (new Dictionary<string, string>(), asked.Spoke);
        if (asked.FollowsUp is { } earlier)
        {
            if (await db.Requests.AsNoTracking().One(earlier, await me.PlacesToday(ct), ct) is not { PatientId: { } same }) return null;
            fields["followsUp"] = earlier.ToString();
            asked = asked with { Patient = same };
        }
        if (asked.Patient is { } id)
        {
            if (await db.Patients.AsNoTracking().Matching(await me.PlacesToday(ct), null).FirstOrDefaultAsync(p => p.PatientId == id, ct) is not { } patient) return null;
            foreach (var (field, value) in PatientForm.Write(patient.Summary)) fields[field] = value;
            fields["patientId"] = id.ToString();
            spoke = patient.SpokeCode;
            await db.AskOutcomes(id, await me.PlacesToday(ct), clock.GetUtcNow(), ct);
        }
        if (asked.Urgency is { } urgency) fields["urgency"] = ConsultRequest.Code(urgency);
        // Who is known and grown up needs no first step.
        var step = asked.Patient is null || PatientForm.Read(PatientForm.Over(fields), Today).IsMinorOn(Today) ? "patient" : "complaint";
        return new Begun(StepUrl(await Begin(spoke, fields, step, asked.Practice, null, ct), step));
    }

    private sealed record Asked(Guid? Patient, Guid? Corrects, Guid? FollowsUp, Urgency? Urgency, bool Practice, string? Spoke);

    private static async Task<IResult> Autosave(Guid consultId, string step, HttpContext http, WriteDraft act, CancellationToken ct)
    {
        if (!DraftFields.IsStep(step)) return TypedResults.NotFound();
        var kept = await act.Keep(consultId, step, DraftFields.Typed(step, await PostedForm.Read(http, ct)), ct);
        return kept is null ? TypedResults.NotFound() : TypedResults.Text(Format.Time(kept.SavedAt));
    }

    private DateOnly Today => Format.DayOf(clock.GetUtcNow());
}
