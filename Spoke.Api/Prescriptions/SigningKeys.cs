using System.ComponentModel.DataAnnotations;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Hosting.Problems;

namespace Spoke.Api.Prescriptions;

/// <summary>Where the private keys of the doctors who sign at this site are. Bound from <c>Signing</c>; without it nobody signs here.</summary>
public sealed class SigningOptions : IValidatableObject
{
    public const string Section = "Signing";

    /// <summary>A folder with one encrypted PKCS#8 file per doctor of this site, <c>{practitioner code}.pem</c>; empty where there is none.</summary>
    public string KeysFolder { get; init; } = "";

    /// <summary>What the files are encrypted with.</summary>
    public string KeyPassword { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeysFolder.Length == 0) yield break;
        if (!System.IO.Directory.Exists(KeysFolder)) yield return new($"the folder '{KeysFolder}' does not exist.", [nameof(KeysFolder)]);
        if (KeyPassword.Length == 0) yield return new("what the keys are encrypted with is needed beside their folder.", [nameof(KeyPassword)]);
    }
}

/// <summary>Signs for a doctor of this site who may sign today, and for nobody else (guideline rules T1, T2).</summary>
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
