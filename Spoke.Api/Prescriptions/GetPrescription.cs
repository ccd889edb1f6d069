using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Spoke.Api.Data;

namespace Spoke.Api.Prescriptions;

/// <summary>The slip: the advice in force with its prescription, checked again at this moment, as JSON or, for a browser, to print.</summary>
public sealed class GetPrescription(SpokeDb db, CurrentAccount me, ProgrammeKey programme, PrescribingPolicy policy)
{
    /// <param name="Document">The signed bytes themselves, for whoever wants to check.</param>
    /// <param name="Language">The language the patient was spoken to in: the directions are in it.</param>
    /// <param name="Code">The signed document of its QR code; null from hubs that sent none.</param>
    /// <param name="Note">The treating doctor's own prescription where there is one, else the hub's advice.</param>
    /// <param name="WithdrawnAt">When the doctor took it back; null while it holds.</param>
    public sealed record Slip(
        AdviceNote Note, DateOnly CertificateUntil, string Document, string RequestedBy, string Language, IReadOnlyList<string> Allergies, decimal? WeightKg,
        DateTimeOffset? WithdrawnAt, string? Code);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}/prescription", (Guid consultId, HttpRequest http, GetPrescription act, CancellationToken ct) => act.Handle(consultId, http, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(GetPrescription));

    public async Task<Results<Ok<Slip>, RedirectHttpResult, NotFound>> Handle(Guid consultId, HttpRequest http, CancellationToken ct)
    {
        if (await Read(consultId, ct) is not { } slip) return TypedResults.NotFound();
        if (http.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)) return TypedResults.LocalRedirect($"/consults/{consultId}/slip");
        return TypedResults.Ok(slip);
    }

    public async Task<Slip?> Read(Guid consultId, CancellationToken ct)
    {
        if (await db.Requests.AsNoTracking().Include(r => r.Advice).Include(r => r.Prescriptions).AsSplitQuery().One(consultId, await me.PlacesToday(ct), ct) is not { } request)
            return null;
        if (request.Prescriptions.MaxBy(p => p.Version) is { } own)
            return SlipOf(SignedPrescription.Check(own.Document, programme.Key, policy), SignedPrescription.Typ, own.Document, own.Withdrawal, own.Slip);
        return request.Advice.MaxBy(a => a.Version) is { } received
            ? SlipOf(SignedAdvice.Check(received.Document, programme.Key, policy), SignedAdvice.Typ, received.Document, received.Withdrawal, received.Slip)
            : null;

        Slip? SlipOf((AdviceNote? Note, PractitionerCertificate? Certificate, string? Refusal) read, string typ, string document, string? withdrawal, string? code) =>
            read.Note is null ? null : new Slip(read.Note, read.Certificate!.ValidUntil, document, request.RequestedBy,
                request.Content?.Consent?.Language is "en" ? "en" : "hi", [.. request.Content?.Allergies.Select(a => a.Substance) ?? []], request.Content?.Vitals?.WeightKg,
                withdrawal is null ? null : SignedWithdrawal.Check(withdrawal, document, programme.Key, typ).Note?.SignedAt, code);
    }
}
