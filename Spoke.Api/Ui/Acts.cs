using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Spoke.Api.Ui;

/// <summary>What a page does when an act is refused: it says so on the form, with everything typed still there.</summary>
public static class Acts
{
    /// <summary>To throw where a record is not there or not the reader's: the reader gets the page for that, and nobody learns which it was.</summary>
    public static RuleBrokenException NotHere() => new("not-found") { Status = StatusCodes.Status404NotFound };

    /// <returns>The refusal, or null when it was done.</returns>
    public static async Task<FormErrors?> Try(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (RuleBrokenException refused)
        {
            return new FormErrors().Add(Texts.Current.Find($"error.{refused.Code}", [.. refused.Args]) ?? Texts.Of("error.refused"));
        }
        catch (DbUpdateConcurrencyException)
        {
            return new FormErrors().AddCode("changed-by-another");   // the hub's word came in between
        }
    }
}
