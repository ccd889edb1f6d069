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
public sealed class Idempotency(ServiceDb db, IServiceScopeFactory scopes, CurrentAccount me, IOptions<JsonOptions> json, TimeProvider clock)
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
    /// For a page whose form carries the key hidden: posted twice, or twice at once, <paramref name="act"/> has its effect once
    /// and both posts get its answer. <paramref name="route"/> names the act and what it is done to;
    /// <typeparamref name="TAnswer"/> is the body that the slice remembers.
    /// </summary>
    public async Task<TAnswer?> Once<TAnswer>(string route, Guid? key, object posted, Func<Task<TAnswer?>> act, CancellationToken ct)
        where TAnswer : class
    {
        if (key is not { } given) return await act();
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(posted, posted.GetType(), json.Value.SerializerOptions));
        if (await Begin(route, given, hash, ct) is { } earlier) return Read(earlier);
        try
        {
            if (await act() is { } done) return done;
            return await Winner(ct) is { } faster ? Read(faster) : null;   // refused perhaps because the same post was faster
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            if (await Winner(ct) is { } winner) return Read(winner);
            throw;
        }

        TAnswer? Read(RememberedAnswer answer) =>
            answer.Body is null ? null : JsonSerializer.Deserialize<TAnswer>(answer.Body, json.Value.SerializerOptions);
    }

    internal async Task<RememberedAnswer?> Begin(string route, Guid key, byte[] hash, CancellationToken ct)
    {
        // Longer than any route of ours, so it is somebody's experiment: still its own scope.
        if (route.Length > LongestRoute) route = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(route)));
        _request = (me.Id, route, key, hash);
        return await Find(db, ct);
    }

    /// <summary>
    /// The answer of the same request that was faster: by the unique key, or because the act is no longer possible a second
    /// time. Read through another context than the one whose save has just failed.
    /// </summary>
    internal async Task<RememberedAnswer?> Winner(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Find(scope.ServiceProvider.GetRequiredService<ServiceDb>(), ct);
    }

    private async Task<RememberedAnswer?> Find(ServiceDb through, CancellationToken ct)
    {
        if (_request is not { } request) return null;
        var answer = await through.RememberedAnswers.AsNoTracking()
            .FirstOrDefaultAsync(a => a.AccountId == request.Account && a.Route == request.Route && a.Key == request.Key, ct);
        return answer is null || answer.RequestHash.AsSpan().SequenceEqual(request.Hash)
            ? answer
            : throw new RuleBrokenException("idempotency-key-reused");
    }
}
