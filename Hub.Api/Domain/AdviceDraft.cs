namespace Hub.Api.Domain;

/// <summary>What a doctor has typed on a consult and not signed yet: nobody else's, and never sent.</summary>
public sealed class AdviceDraft
{
    public long Id { get; private init; }
    public required Guid ConsultId { get; init; }
    public required Guid AccountId { get; init; }

    /// <summary>The form's fields as typed, by name, as JSON.</summary>
    public required string Fields { get; set; }

    public required DateTimeOffset SavedAt { get; set; }
}
