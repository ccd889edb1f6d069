using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Medicines;
using Shared.Hosting.Identity;

namespace Hub.Api.Advice;

/// <summary>
/// What the advice form offers while a doctor types: medicines and diagnoses that begin with three letters or more, in Latin or
/// Devanagari. It answers with words only, and is asked with none of the patient's.
/// </summary>
public sealed class SuggestWords(Formulary formulary)
{
    /// <param name="Value">What is put into the field.</param>
    /// <param name="Label">What else it is called.</param>
    public sealed record Suggestion(string Value, string Label);

    /// <summary>Beside the pages and not under <c>/api</c>: the browser comes with its cookie.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var suggestions = routes.MapGroup("/suggestions").RequireAuthorization(Policies.Specialist).ExcludeFromDescription();
        suggestions.MapGet("/medicines", (string typed, SuggestWords act) => act.Medicines(typed));
        suggestions.MapGet("/diagnoses", (string typed) => Diagnoses(typed));
    }

    public Ok<Suggestion[]> Medicines(string typed) => TypedResults.Ok<Suggestion[]>(
        [.. formulary.Search(typed).Select(m => new Suggestion(m.Generic, string.Join(" · ", formulary.OtherNames(m))))]);

    public static Ok<Suggestion[]> Diagnoses(string typed) =>
        TypedResults.Ok<Suggestion[]>([.. ListedDiagnosis.Search(typed).Select(d => new Suggestion(d.Offered, d.Title.Hi))]);
}
