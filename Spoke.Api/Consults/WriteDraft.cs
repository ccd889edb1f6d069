using Microsoft.AspNetCore.Antiforgery;
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
        idempotency.Remember(StatusCodes.Status302Found, null, StepUrl(draft.ConsultId, step));
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

    /// <summary>A returned request again as a draft, with everything filled in, to be corrected and sent.</summary>
    public async Task<Guid?> Correct(Guid consultId, Func<ConsultRequest, IReadOnlyDictionary<string, string>> fieldsOf, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        if (await db.Requests.AsNoTracking().One(consultId, places, ct) is not { Status: RequestStatus.Returned } returned) return null;
        // Asked twice, it is the same draft.
        var open = await db.Requests.Where(r => r.Corrects == consultId && r.Status == RequestStatus.Draft).Select(r => (Guid?)r.ConsultId).FirstOrDefaultAsync(ct);
        return open ?? await Begin(returned.SpokeCode, fieldsOf(returned), "complaint", returned.IsPractice, consultId, ct);
    }

    public static string StepUrl(Guid consultId, string step) => $"/requests/{consultId}/{step}";

    private static async Task<IResult> BeginPosted(HttpContext http, WriteDraft act, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return TypedResults.BadRequest();
        var form = await PostedForm.Read(http, ct);
        return await act.Begin(form, ct) is { } url ? TypedResults.LocalRedirect(url) : TypedResults.NotFound();
    }

    // A post, so that reloading the page or opening it twice makes no twins.
    private async Task<string?> Begin(PostedForm form, CancellationToken ct)
    {
        var (patientId, corrects) = (form.Id("patient"), form.Id("corrects"));
        var (urgency, practice) = (form.Choice<Urgency>("urgency"), form.Ticked("practice"));
        var posted = new { patientId, corrects, urgency, practice, spoke = form.Text("spoke") };
        if (await idempotency.Begin("POST /requests", form.Id("idempotency-key"), posted, ct) is { Location: { } earlier }) return earlier;

        if (corrects is { } returned) return await Correct(returned, DraftFields.Of, ct) is { } again ? StepUrl(again, "complaint") : null;

        var fields = new Dictionary<string, string>();
        var spoke = posted.spoke;
        if (patientId is { } id)
        {
            if (await db.Patients.AsNoTracking().Matching(await me.PlacesToday(ct), null).FirstOrDefaultAsync(p => p.PatientId == id, ct) is not { } patient) return null;
            fields = PatientForm.Write(patient.Summary);
            fields["patientId"] = id.ToString();
            spoke = patient.SpokeCode;
        }
        if (urgency is { } asked) fields["urgency"] = ConsultRequest.Code(asked);
        // Who is known and grown up needs no first step.
        var step = patientId is null || PatientForm.Read(PatientForm.Over(fields), Today).IsMinorOn(Today) ? "patient" : "complaint";
        return StepUrl(await Begin(spoke, fields, step, practice, null, ct), step);
    }

    private static async Task<IResult> Autosave(Guid consultId, string step, HttpContext http, WriteDraft act, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return TypedResults.BadRequest();
        if (!DraftFields.IsStep(step)) return TypedResults.NotFound();
        var kept = await act.Keep(consultId, step, DraftFields.Typed(step, await PostedForm.Read(http, ct)), ct);
        return kept is null ? TypedResults.NotFound() : TypedResults.Text(Format.Time(kept.SavedAt));
    }

    private DateOnly Today => Format.DayOf(clock.GetUtcNow());
}
