using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Hosting.Identity;

namespace Hub.Api.Programme;

/// <summary>A list in force as a file that can be changed and given back: <c>medicines</c>, <c>formulary</c>, <c>diagnoses</c>.</summary>
public static class GetListFile
{
    /// <summary>Beside the pages and not under <c>/api</c>: the browser comes with its cookie.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/lists/files/{kind}", Handle)
        .RequireAuthorization(Policies.Manager)
        .ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> Handle(string kind, CheckLists lists, CancellationToken ct) =>
        Enum.TryParse<ListKind>(kind, ignoreCase: true, out var which) && Enum.IsDefined(which) && !char.IsDigit(kind[0])
            ? TypedResults.File((await lists.Current(ct)).File(which), "text/csv; charset=utf-8", $"{kind.ToLowerInvariant()}.csv")
            : TypedResults.NotFound();
}
