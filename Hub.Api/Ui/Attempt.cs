using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Ui;

/// <summary>An act done from a page: a refusal is a sentence beside the form, not an error page. A slice shares it with the API, which answers 409.</summary>
internal static class Attempt
{
    /// <summary>Null when it was done, else what to tell the reader.</summary>
    public static async Task<string?> At(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (RuleBrokenException refused)
        {
            return Sentence(refused.Code, refused.Args);
        }
        catch (DbUpdateException)
        {
            // Somebody else's act on the same consult was saved a moment before.
            return Texts.Of("error.changed-by-another");
        }
    }

    /// <summary>To throw where a consult is not there or not the reader's: the page for that comes, and nobody learns which it was.</summary>
    public static RuleBrokenException NotHere() => new("not-found") { Status = StatusCodes.Status404NotFound };

    private static string Sentence(string code, IReadOnlyList<object?> args) => Texts.Current.Find($"error.{code}", [.. args]) ?? Texts.Of("error.refused");
}
