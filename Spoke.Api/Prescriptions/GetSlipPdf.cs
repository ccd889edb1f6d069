using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;

namespace Spoke.Api.Prescriptions;

/// <summary>The slip as a PDF on A5 or for a roll printer (<c>?paper=roll</c>), drawn here without a browser.</summary>
public sealed class GetSlipPdf(GetPrescription prescriptions, ProgrammeDirectory programme, PrintFonts fonts)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}/slip.pdf", (Guid consultId, string? paper, GetSlipPdf act, CancellationToken ct) => act.Handle(consultId, paper, ct))
        .RequireAuthorization(Policies.Cho)
        .ExcludeFromDescription();

    public async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid consultId, string? paper, CancellationToken ct) =>
        await prescriptions.Read(consultId, ct) is { } slip
            ? TypedResults.File(SlipPdf.Of(slip, programme, fonts, paper == "roll" ? SlipPaper.Roll : SlipPaper.A5), "application/pdf")
            : TypedResults.NotFound();
}
