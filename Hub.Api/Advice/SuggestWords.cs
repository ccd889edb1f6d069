using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;

namespace Hub.Api.Advice;

/// <summary>
/// What the advice form offers while a doctor types: medicines and diagnoses that begin with three letters or more, in Latin or
/// Devanagari. It answers with words only, and is asked with none of the patient's.
/// </summary>
public sealed class SuggestWords(Formulary formulary, DiagnosisIndex diagnoses, ProgrammeDirectory directory, TimeProvider clock)
{
    /// <param name="Value">What is put into the field.</param>
    /// <param name="Label">What else it is called.</param>
    public sealed record Suggestion(string Value, string Label);

    /// <summary>Beside the pages and not under <c>/api</c>: the browser comes with its cookie.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var suggestions = routes.MapGroup("/suggestions").RequireAuthorization(Policies.Specialist).ExcludeFromDescription();
        suggestions.MapGet("/medicines", (string typed, string? at, SuggestWords act) => act.Medicines(typed, at));
        suggestions.MapGet("/diagnoses", (string typed, SuggestWords act) => act.Diagnoses(typed));
    }

    /// <param name="spokeCode">The patient's centre: what it does not usually keep says so, with what it keeps of the same class. Null for no centre.</param>
    public Ok<Suggestion[]> Medicines(string typed, string? spokeCode)
    {
        var (level, today) = (WarnOfMedicines.LevelOf(spokeCode is null ? null : directory.Spoke(spokeCode)?.FacilityType), Format.DayOf(clock.GetUtcNow()));
        return TypedResults.Ok<Suggestion[]>([.. formulary.Search(typed).Select(m => new Suggestion(m.Generic, string.Join(" · ",
            formulary.OtherNames(m).Concat(formulary.Instead(m.Generic, level, today) switch
            {
                null => [],
                [] => [Texts.Of("form.suggest-not-kept")],
                var instead => [Texts.Of("form.suggest-not-kept-instead", instead[0])],
            }))))]);
    }

    public Ok<Suggestion[]> Diagnoses(string typed) =>
        TypedResults.Ok<Suggestion[]>([.. diagnoses.Search(typed).Select(d => new Suggestion(d.Offered, d.Title.Hi))]);
}
