using System.ComponentModel.DataAnnotations;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Hosting.Problems;

namespace Hub.Api.Advice;

/// <summary>Where the private keys of the practitioners who sign at this hub are. Bound from <c>Signing</c>.</summary>
public sealed class SigningOptions : IValidatableObject
{
    public const string Section = "Signing";

    /// <summary>A folder with one encrypted PKCS#8 file per practitioner, <c>{practitioner code}.pem</c>.</summary>
    [Required] public string KeysFolder { get; init; } = "";

    /// <summary>What the files are encrypted with.</summary>
    [Required] public string KeyPassword { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Directory.Exists(KeysFolder)) yield return new($"the folder '{KeysFolder}' does not exist.", [nameof(KeysFolder)]);
    }
}

/// <summary>Signs for a practitioner who may sign today, and for nobody else (guideline rules T1, T2).</summary>
public sealed class SigningKeys(SigningOptions options, ProgrammeDirectory directory, ProgrammeKey programme) : IDisposable
{
    private readonly PractitionerKeys _keys = new(options.KeysFolder, options.KeyPassword, directory, programme);

    /// <exception cref="RuleBrokenException"><c>registration-missing</c>, <c>registration-expired</c> or <c>key-not-certified</c>.</exception>
    public PractitionerKeys.Hand For(string? practitionerCode, DateOnly day)
    {
        var (hand, refusal) = _keys.For(practitionerCode, day);
        return hand ?? throw new RuleBrokenException(refusal!);
    }

    public void Dispose() => _keys.Dispose();
}
