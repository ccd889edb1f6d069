using System.Globalization;
using FluentValidation;
using FluentValidation.Resources;

namespace Shared.Hosting.Ui;

/// <summary>
/// Gives FluentValidation the catalogue's sentences: <c>validation.NotEmptyValidator</c> and so on for its own rules,
/// <c>validation.{code}</c> for a rule with <c>WithErrorCode</c>, and <c>field.{Property}</c> for the name of a field.
/// </summary>
internal sealed class ValidationTexts : LanguageManager
{
    public override string? GetString(string key, CultureInfo? culture = null) =>
        Texts.Current.Has($"validation.{key}") ? Texts.Current.Template($"validation.{key}") : base.GetString(key, culture);

    public static void Install()
    {
        ValidatorOptions.Global.LanguageManager = new ValidationTexts();
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member is null ? null : Texts.Current.Find($"field.{member.Name}");
    }
}
