using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Contracts.Messaging;

namespace Demo.Stories;

/// <summary>A story could not go on; the message says at which step and what the service answered.</summary>
internal sealed class StoryStoppedException(string message) : Exception(message);

/// <summary>Somebody signed in to one service, who does by the API what the buttons of the pages do.</summary>
internal sealed class Person
{
    // A busy machine that starts three services and a broker at once is slow for a minute, but not for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _service;
    private readonly string _userName;
    private readonly string _token;

    private Person(HttpClient service, string userName, string token) => (_service, _userName, _token) = (service, userName, token);

    public static async Task<Person> SignIn(HttpClient service, string userName, CancellationToken ct)
    {
        var answer = await Send(service, HttpMethod.Post, "/api/sign-in", new { userName, password = HimachalPradesh.Password }, null, null, ct);
        return new Person(service, userName, answer.Body!["token"]!.GetValue<string>());
    }

    /// <summary>Does one act once: sent again by a later run, the service answers from memory and nothing happens twice.</summary>
    /// <param name="act">Names the act among all of all stories.</param>
    public async Task<Answer> Do(string act, string path, object? body, CancellationToken ct) =>
        await Send(_service, HttpMethod.Post, path, body, _token, KeyOf($"{_userName}/{act}"), ct);

    /// <summary>Makes it so; done again it stays so.</summary>
    public Task<Answer> Put(string path, object? body, CancellationToken ct) => Send(_service, HttpMethod.Put, path, body, _token, null, ct);

    /// <summary>Null when there is no such thing, or none for this person.</summary>
    public async Task<JsonNode?> Look(string path, CancellationToken ct)
    {
        var answer = await Send(_service, HttpMethod.Get, path, null, _token, null, ct);
        return answer.Status == HttpStatusCode.NotFound ? null : answer.Body;
    }

    /// <summary>Looks again and again until it is so; gives up aloud after a while.</summary>
    public async Task<JsonNode> Until(string what, string path, Func<JsonNode, bool> isSo, CancellationToken ct)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await Look(path, ct);
            if (seen is not null && isSo(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(limit) > Patience)
                throw new StoryStoppedException(
                    $"waited {Patience.TotalSeconds:0} s at {_service.BaseAddress} for {_userName} to see: {what}. Last seen: {Short(seen)}");
            await Task.Delay(200, ct);
        }
    }

    private static async Task<Answer> Send(HttpClient service, HttpMethod method, string path, object? body, string? token, Guid? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body, body.GetType(), Wire.Json), Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is { } given) request.Headers.Add("Idempotency-Key", given.ToString());

        try
        {
            using var response = await service.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            var replayed = response.Headers.Contains("Idempotency-Replayed");
            if (response.IsSuccessStatusCode || (method == HttpMethod.Get && response.StatusCode == HttpStatusCode.NotFound))
                return new Answer(response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, replayed);
            throw new StoryStoppedException($"{method} {service.BaseAddress?.ToString().TrimEnd('/')}{path} answered {(int)response.StatusCode}: {text}");
        }
        catch (HttpRequestException unreachable)
        {
            throw new StoryStoppedException($"{service.BaseAddress} cannot be reached: {unreachable.Message}");
        }
    }

    private static Guid KeyOf(string act) => new(SHA256.HashData(Encoding.UTF8.GetBytes("hubspoke-demo/" + act)).AsSpan(0, 16));

    private static string Short(JsonNode? seen) => seen?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 300)] : "nothing";

    /// <param name="Replayed">The act was done by an earlier run.</param>
    internal sealed record Answer(HttpStatusCode Status, JsonNode? Body, bool Replayed);
}
