using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shared.Hosting.Ui;

namespace Shared.Hosting.Problems;

/// <summary>What is wrong with one field of a request: its path as the sender wrote it, a code for programs, a sentence for the reader.</summary>
public sealed record FieldProblem(string Field, string Code, string Sentence);

/// <summary>Every refusal has one shape: ProblemDetails with a stable <c>code</c>, a sentence in the reader's language, and the trace id.</summary>
public static class Problem
{
    /// <summary>A refusal by its code; the sentence is <c>error.{code}</c>.</summary>
    public static ProblemHttpResult Of(int status, string code, IReadOnlyList<object?>? args = null, IEnumerable<FieldProblem>? fields = null)
    {
        var details = new ProblemDetails
        {
            Status = status,
            Title = Texts.Current.Find($"error.{code}", [.. args ?? []]) ?? code,
            Extensions =
            {
                ["code"] = code,
            },
        };
        if (fields?.ToLookup(f => f.Field) is { } byField)
        {
            details.Extensions["errors"] = byField.ToDictionary(f => f.Key, f => f.Select(problem => problem.Sentence).Distinct().ToArray());
            details.Extensions["codes"] = byField.ToDictionary(f => f.Key, f => f.Select(problem => problem.Code).Distinct().ToArray());
        }
        return TypedResults.Problem(details);
    }

    internal static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>The code of a refusal that the framework made and gave no body.</summary>
    public static string CodeOf(int status) => status switch
    {
        400 => "request-invalid",
        401 => "not-signed-in",
        403 => "not-allowed",
        404 => "not-found",
        405 => "method-not-allowed",
        406 => "answer-type-unknown",
        408 => "request-too-slow",
        413 => "body-too-large",
        414 or 431 => "address-too-long",
        415 => "body-type-unknown",
        429 => "too-many-requests",
        503 => "not-ready",
        < 500 => "refused",
        _ => "unexpected",
    };
}
