using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;

namespace Spoke.Api.Prescriptions;

/// <summary>The slip as a PDF on A5, drawn here without a browser.</summary>
public sealed class GetSlipPdf(GetPrescription prescriptions, ProgrammeDirectory programme, PrintFonts fonts)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}/slip.pdf", (Guid consultId, GetSlipPdf act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Cho)
        .ExcludeFromDescription();

    public async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid consultId, CancellationToken ct) =>
        await prescriptions.Read(consultId, ct) is { } slip
            ? TypedResults.File(SlipPdf.Of(slip, programme, fonts), "application/pdf")
            : TypedResults.NotFound();
}
