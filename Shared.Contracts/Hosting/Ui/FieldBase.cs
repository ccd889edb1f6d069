using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Shared.Hosting.Ui;

/// <summary>What every form field has: a name, a label, help, and room for what is wrong with it, tied together for a screen reader.</summary>
public abstract class FieldBase : ComponentBase
{
    [Inject] protected Texts T { get; set; } = null!;

    [CascadingParameter] public FormErrors? FormErrors { get; set; }

    /// <summary>For a field that stands outside a PostForm; inside one, the form's errors arrive by themselves.</summary>
    [Parameter] public FormErrors? Errors { get; set; }

    /// <summary>The name it is posted under; also the field name of its errors.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public string? Value { get; set; }

    [Parameter] public string? Hint { get; set; }

    /// <summary>Abnormal but possible: shown in amber, refuses nothing.</summary>
    [Parameter] public string? Flag { get; set; }

    /// <summary>Says "(optional)" after the label. What is not marked is needed.</summary>
    [Parameter] public bool Optional { get; set; }

    /// <summary>More classes for the field, for example "wide".</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary>Anything else goes on the control itself.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    protected string Id => FieldId.For(Name);

    protected string HintId => $"{Id}-hint";

    protected string ErrorId => $"{Id}-err";

    protected string FlagId => $"{Id}-flag";

    protected string[] Wrong => [.. (Errors ?? FormErrors)?.For(Name) ?? []];

    protected string? Invalid => Wrong is [] ? null : "true";

    protected virtual bool HasLiveNote => false;

    protected string? DescribedBy
    {
        get
        {
            string?[] ids = [Hint is null ? null : HintId, Wrong is [] ? null : ErrorId, Flag is null ? null : FlagId, HasLiveNote ? $"{Id}-note" : null];
            return ids.Any(id => id is not null) ? string.Join(' ', ids.Where(id => id is not null)) : null;
        }
    }

    protected string WrapperClass => string.Join(' ', new[] { "field", Wrong is [] ? null : "field-err", Flag is null ? null : "field-flag", Class }.OfType<string>());

    protected static string? Number(decimal? value) => value?.ToString("0.#########", CultureInfo.InvariantCulture);
}
