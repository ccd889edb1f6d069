using FluentValidation.Results;

namespace Shared.Hosting.Ui;

/// <summary>
/// What is wrong with a posted form: messages per field, and general ones. Field names are compared without case, so a validator's
/// <c>Patient.Name</c> meets an input called <c>patient.name</c>. Cascaded by <c>PostForm</c> to every field and to <c>ErrorSummary</c>.
/// </summary>
public sealed class FormErrors
{
    private readonly List<(string Field, string Message)> _all = [];

    public bool Any => _all.Count > 0;

    public int Count => _all.Count;

    /// <summary>In the order they were found; an empty field name is a general message.</summary>
    public IReadOnlyList<(string Field, string Message)> All => _all;

    public IEnumerable<string> General => For("");

    public static FormErrors From(ValidationResult result) => new FormErrors().Add(result);

    public IEnumerable<string> For(string field) =>
        _all.Where(e => string.Equals(e.Field, field, StringComparison.OrdinalIgnoreCase)).Select(e => e.Message);

    public bool Has(string field) => For(field).Any();

    public FormErrors Add(string field, string message)
    {
        if (!_all.Contains((field, message))) _all.Add((field, message));
        return this;
    }

    public FormErrors Add(string message) => Add("", message);

    /// <summary>
    /// A rule's own code (<c>WithErrorCode("consent-missing")</c>) is looked up as <c>validation.consent-missing</c>, so the reader's language
    /// wins over a text written into the rule; else the rule's message stands.
    /// </summary>
    public FormErrors Add(ValidationResult result)
    {
        foreach (var failure in result.Errors)
        {
            var own = failure.ErrorCode is { Length: > 0 } code && !code.EndsWith("Validator", StringComparison.Ordinal)
                ? Texts.Current.Find($"validation.{code}")
                : null;
            Add(failure.PropertyName ?? "", own ?? failure.ErrorMessage);
        }
        return this;
    }

    /// <summary>A refusal by its stable code: the text <c>error.{code}</c>, or the given words when there is none.</summary>
    public FormErrors AddCode(string code, string? otherwise = null, string field = "") =>
        Add(field, Texts.Current.Find($"error.{code}") ?? otherwise ?? Texts.Of($"error.{code}"));

    public FormErrors Add(FormErrors more)
    {
        foreach (var (field, message) in more.All) Add(field, message);
        return this;
    }
}
