using System.Security.Cryptography;
using System.Text;
using Shared.Hosting.Problems;

namespace Shared.Hosting.Persistence;

/// <summary>Answers a repeated request from memory. On every route of <c>/api</c>; it does nothing without the header or the form's hidden field.</summary>
public sealed class IdempotencyFilter : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const string Field = "idempotency-key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || http.User.Identity is not { IsAuthenticated: true } || GivenKey(http.Request) is not { } given)
            return await next(context);
        if (!Guid.TryParse(given, out var key))
            throw new RuleBrokenException("idempotency-key-invalid") { Status = StatusCodes.Status400BadRequest };

        var ct = http.RequestAborted;
        var idempotency = http.RequestServices.GetRequiredService<Idempotency>();
        var route = $"{http.Request.Method} {http.Request.Path}";
        if (await idempotency.Begin(route, key, await Hash(http.Request, ct), ct) is { } earlier) return new Replay(earlier);

        object? answer;
        try
        {
            answer = await next(context);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            if (await idempotency.Winner(ct) is { } first) return new Replay(first);
            throw;
        }
        return !idempotency.HasRemembered && answer is IStatusCodeHttpResult { StatusCode: >= 400 } && await idempotency.Winner(ct) is { } winner
            ? new Replay(winner)
            : answer;
    }

    /// <summary>Kept in memory so that the filter can read again what binding has read; nothing of it touches the disk.</summary>
    internal static Task KeepBody(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContainsKey(Header)) http.Request.EnableBuffering(bufferThreshold: 32 * 1024 * 1024);
        return next(http);
    }

    private static string? GivenKey(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? header.ToString()
        : request.HasFormContentType && request.Form.TryGetValue(Field, out var field) ? field.ToString()
        : null;

    // Body and query; of a form its fields, because the token against forged posts differs from page to page.
    private static async Task<byte[]> Hash(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.QueryString.Value ?? ""));
        if (request.HasFormContentType)
        {
            foreach (var (name, values) in request.Form.Where(f => f.Key != Field && !f.Key.StartsWith('_')).OrderBy(f => f.Key, StringComparer.Ordinal))
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{name}={string.Join('\n', values.ToArray())}"));
        }
        else if (request.Body.CanSeek)
        {
            request.Body.Position = 0;
            var buffer = new byte[16 * 1024];
            for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;) hash.AppendData(buffer, 0, read);
        }
        return hash.GetHashAndReset();
    }

    private sealed class Replay(RememberedAnswer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.StatusCode;
            response.Headers["Idempotency-Replayed"] = "true";
            if (answer.Location is not null) response.Headers.Location = answer.Location;
            if (answer.Body is null) return;
            response.ContentType = "application/json; charset=utf-8";
            await response.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
