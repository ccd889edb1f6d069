using System.ComponentModel.DataAnnotations;

namespace Spoke.Api.Connection;

/// <summary>How patients are told by SMS that advice is here. Bound from <c>Sms</c>; off when neither way is set.</summary>
public sealed class SmsOptions : IValidatableObject
{
    public const string Section = "Sms";

    /// <summary>Takes <c>POST {"id","to","text"}</c> as JSON and answers 2xx once it has the message; the same id twice is the same message.</summary>
    public Uri? Gateway { get; init; }

    /// <summary>Bearer token for <see cref="Gateway"/>.</summary>
    public string? Token { get; init; }

    /// <summary>Instead of a gateway: a file to which messages are written, one JSON a line. For demonstrations.</summary>
    public string? File { get; init; }

    public bool IsOn => Gateway is not null || File is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Gateway is not null && File is not null)
            yield return new("Set the gateway or the file, not both.", [nameof(File)]);
        if (Gateway is not null && (!Gateway.IsAbsoluteUri || !(Gateway.Scheme == Uri.UriSchemeHttps || (Gateway.Scheme == Uri.UriSchemeHttp && Gateway.IsLoopback))))
            yield return new("It must be an https address: phone numbers go there.", [nameof(Gateway)]);
        if (Token is not null && Gateway is null)
            yield return new("There is a token and no gateway that takes it.", [nameof(Token)]);
        if (File is not null && Path.GetDirectoryName(Path.GetFullPath(File)) is { } folder && !System.IO.Directory.Exists(folder))
            yield return new("Its folder does not exist.", [nameof(File)]);
    }
}
