using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;

namespace Hub.Api.Programme;

/// <summary>
/// A list in force as a file that can be changed and given back: <c>medicines</c>, <c>formulary</c>, <c>diagnoses</c>. <c>signed</c> is what
/// sites are sent, for one that is reached by hand.
/// </summary>
public static class GetListFile
{
    private const string Signed = "signed";

    /// <summary>Beside the pages and not under <c>/api</c>: the browser comes with its cookie.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/lists/files/{kind}", Handle)
        .RequireAuthorization(Policies.Manager)
        .ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> Handle(string kind, HubDb db, ProgrammeDirectory directory, TakeLists lists, CancellationToken ct)
    {
        if (kind == Signed)
            return await lists.Document(ct) is { } document
                ? TypedResults.File(System.Text.Encoding.ASCII.GetBytes(document), "application/jose", "lists.jws")
                : TypedResults.NotFound();
        if (!Enum.TryParse<ListKind>(kind, ignoreCase: true, out var which) || !Enum.IsDefined(which) || char.IsDigit(kind[0])) return TypedResults.NotFound();
        return TypedResults.File((await CurrentLists.Read(db, directory, ct)).File(which), "text/csv; charset=utf-8", $"{kind.ToLowerInvariant()}.csv");
    }
}
