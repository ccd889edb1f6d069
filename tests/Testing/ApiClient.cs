using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Shared.Contracts.Messaging;

namespace Testing;

/// <summary>What a service answered.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body)
{
    /// <summary>The stable code of a refusal.</summary>
    public string? Code => Body is JsonObject ? (string?)Body["code"] : null;

    public JsonNode this[string member] => Body?[member] ?? throw new AssertionException($"The answer has no '{member}': {Status} {Body}");

    public Answer Must(HttpStatusCode expected)
    {
        Assert.That(Status, Is.EqualTo(expected), Body?.ToJsonString());
        return this;
    }
}

/// <summary>One account at one service, over the JSON API as anybody may use it. Signs in by itself.</summary>
public class ApiClient(Uri address, string userName, string password = "HubSpoke-demo-1") : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(Wire.Json) { WriteIndented = false };

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    private string? _token;

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);

    public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    public async Task SignIn()
    {
        var answer = await Try(HttpMethod.Post, "/api/sign-in", new { userName, password });
        _token = (string?)answer.Must(HttpStatusCode.OK)["token"];
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<Answer> Send(HttpMethod method, string path, object? body = null)
    {
        if (_token is null) await SignIn();
        var answer = await Try(method, path, body);
        if (answer.Status != HttpStatusCode.Unauthorized) return answer;
        await SignIn();   // the token's time is over, perhaps by a clock that a test has moved
        return await Try(method, path, body);
    }

    private async Task<Answer> Try(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is byte[] file) request.Content = new ByteArrayContent(file);
        else if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        if (_token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null);
    }
}
