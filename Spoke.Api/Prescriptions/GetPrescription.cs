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
        if (await db.Requests.AsNoTracking().Include(r => r.Advice).One(consultId, await me.PlacesToday(ct), ct) is not { } request) return null;
        if (request.Advice.MaxBy(a => a.Version) is not { } received) return null;
        var (note, certificate, _) = SignedAdvice.Check(received.Document, programme.Key, policy);
        return note is null ? null : new Slip(note, certificate!.ValidUntil, received.Document, request.RequestedBy,
            request.Content?.Consent?.Language is "en" ? "en" : "hi", [.. request.Content?.Allergies.Select(a => a.Substance) ?? []], request.Content?.Vitals?.WeightKg,
            received.Withdrawal is { } withdrawal ? SignedWithdrawal.Check(withdrawal, received.Document, programme.Key).Note?.SignedAt : null,
            received.Slip);
    }
}
