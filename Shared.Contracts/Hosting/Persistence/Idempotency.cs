using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;

namespace Shared.Hosting.Persistence;

/// <summary>
/// One request, one act, however often it is sent. A handler says with <see cref="Remember"/> what it is going to answer, before
/// it saves, so that the answer is stored with the act. Without a key all of this does nothing.
/// </summary>
public sealed class Idempotency(ServiceDb db, CurrentAccount me, IOptions<JsonOptions> json, TimeProvider clock)
{
    private const int LongestRoute = 128;
    private (Guid Account, string Route, Guid Key, byte[] Hash)? _request;

    internal bool HasRemembered { get; private set; }

    /// <summary>Stores the answer with the next save: the same status, the same body as it will be written, the same Location.</summary>
    public void Remember(int status, object? body = null, string? location = null)
    {
        if (_request is not { } request) return;
        db.RememberedAnswers.Add(new RememberedAnswer
        {
            AccountId = request.Account,
            Route = request.Route,
            Key = request.Key,
            RequestHash = request.Hash,
            StatusCode = status,
            Body = body is null ? null : JsonSerializer.Serialize(body, body.GetType(), json.Value.SerializerOptions),
            Location = location,
            At = clock.GetUtcNow(),
        });
        HasRemembered = true;
    }

    /// <summary>
    /// For a page whose form carries the key hidden: gives the earlier answer, usually for its <c>Location</c>, or null when the
    /// act is still to be done. <paramref name="route"/> names the act and what it is done to.
    /// </summary>
    public Task<RememberedAnswer?> Begin(string route, Guid? key, object posted, CancellationToken ct) => key is not { } given
        ? Task.FromResult<RememberedAnswer?>(null)
        : Begin(route, given, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(posted, posted.GetType(), json.Value.SerializerOptions)), ct);

    internal async Task<RememberedAnswer?> Begin(string route, Guid key, byte[] hash, CancellationToken ct)
    {
        // Longer than any route of ours, so it is somebody's experiment: still its own scope.
        if (route.Length > LongestRoute) route = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(route)));
        _request = (me.Id, route, key, hash);
        return await Find(db, ct);
    }

    /// <summary>Read through another context than the one whose save has just failed.</summary>
    internal async Task<RememberedAnswer?> Find(ServiceDb through, CancellationToken ct)
    {
        if (_request is not { } request) return null;
        var answer = await through.RememberedAnswers.AsNoTracking()
            .FirstOrDefaultAsync(a => a.AccountId == request.Account && a.Route == request.Route && a.Key == request.Key, ct);
        return answer is null || answer.RequestHash.AsSpan().SequenceEqual(request.Hash)
            ? answer
            : throw new RuleBrokenException("idempotency-key-reused");
    }
}
