using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;
using Shared.Contracts.Patients;

namespace Spoke.Api.Ui;

/// <summary>
/// No Aadhaar number gets in: every text of a body of the API and every field of a posted form is masked before anything reads it, so no
/// rule, draft or message of today or tomorrow can keep one. Only what the door asks, such as a password, stays as it was typed.
/// </summary>
public static class AadhaarMask
{
    private static readonly string Door = typeof(Shared.Hosting.ServiceHost).Assembly.GetName().Name!;

    public static void MaskAadhaar(this IServiceCollection services) => services.Configure<JsonOptions>(json =>
    {
        json.SerializerOptions.Converters.Add(new MaskedText());
        json.SerializerOptions.TypeInfoResolver = json.SerializerOptions.TypeInfoResolver?.WithAddedModifier(LeaveTheDoor);
    }).Configure<OpenApiOptions>("v1", document => document.AddSchemaTransformer((schema, context, _) =>
    {
        // Of a type with a converter the document would say nothing.
        if (context.JsonTypeInfo.Type == typeof(string))
            schema.Type = context.JsonPropertyInfo is { IsSetNullable: true } ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        return Task.CompletedTask;
    }));

    public static void MaskAadhaar(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && http.User.Identity is { IsAuthenticated: true })
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            http.Request.Form = new FormCollection(form.ToDictionary(field => field.Key, field => IsTyped(field.Key) ? Masked(field.Value) : field.Value), form.Files);
        }
        await next(http);
    });

    // Not the token against forged posts, nor a password.
    private static bool IsTyped(string field) => !field.StartsWith('_') && !field.Contains("password", StringComparison.OrdinalIgnoreCase);

    private static StringValues Masked(StringValues values) => new([.. values.Select(value => value is null ? null : Aadhaar.Mask(value))]);

    private static void LeaveTheDoor(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly.GetName().Name != Door) return;
        foreach (var member in type.Properties.Where(p => p.PropertyType == typeof(string))) member.CustomConverter = JsonMetadataServices.StringConverter;
    }

    private sealed class MaskedText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Aadhaar.Mask(reader.GetString()!) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        // As a name in a dictionary.
        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }
}
