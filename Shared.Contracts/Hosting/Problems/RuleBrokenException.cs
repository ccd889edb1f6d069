namespace Shared.Hosting.Problems;

/// <summary>
/// A rule refuses an act. The reader gets the text <c>error.{code}</c> in the own language; the code is stable.
/// </summary>
public sealed class RuleBrokenException(string code, params object?[] args) : Exception(code)
{
    public string Code { get; } = code;

    /// <summary>What fills the places of the text; never patient data, because exceptions are logged.</summary>
    public IReadOnlyList<object?> Args { get; } = args;

    /// <summary>409 unless the refusal is of another kind, such as 404 or 413.</summary>
    public int Status { get; init; } = StatusCodes.Status409Conflict;
}
