using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shared.Contracts.Messaging;

namespace Shared.Hosting.Persistence;

public static class JsonColumn
{
    /// <summary>Keeps a contract's record as one JSON document in one column: it is read and written whole and never searched.</summary>
    public static PropertyBuilder<T?> IsJson<T>(this PropertyBuilder<T?> property) where T : class =>
        property.HasConversion(
            value => JsonSerializer.Serialize(value, Wire.Json),
            text => JsonSerializer.Deserialize<T>(text, Wire.Json),
            new ValueComparer<T>(
                (a, b) => ReferenceEquals(a, b) || JsonSerializer.Serialize(a, Wire.Json) == JsonSerializer.Serialize(b, Wire.Json),
                value => value.GetHashCode(),
                value => value));   // records: never changed in place
}
