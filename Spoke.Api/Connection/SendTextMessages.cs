using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Polly;
using Polly.Timeout;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;
using Spoke.Api.Ui;

namespace Spoke.Api.Connection;

/// <summary>
/// Tells patients by SMS, where the site has set a way, that their advice is here: in the language of their consent, without a name and
/// without a word of what it says. What is owed stands in the records and is tried until the gateway has it, the patient knows, or it is no
/// news any more.
/// </summary>
public sealed partial class SendTextMessages(
    IServiceScopeFactory scopes, SmsOptions options, IHttpClientFactory http, ProgrammeDirectory programme, TimeProvider clock, ILogger<SendTextMessages> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly ResiliencePipeline<HttpResponseMessage> _patience = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddRetry(new()
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>()
                .HandleResult(r => r.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError),
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            UseJitter = true,
        })
        .AddTimeout(TimeSpan.FromSeconds(10))
        .Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn) return;
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await WriteOwed(stoppingToken);
                await SendDue(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One row for each advice in force whose patient has a phone and does not know it yet. The key makes it one, however often this looks.</summary>
    public async Task<int> WriteOwed(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - TextMessage.GivenUpAfter;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpokeDb>();
        return await db.InTransaction(async token =>
        {
            var news = await db.Requests.AsNoTracking().Where(r => !r.IsPractice && r.StatusSince > since && r.AdviceVersion > 0 && r.ConsentWithdrawnAt == null
                && (r.Status == RequestStatus.Advised || (r.Status == RequestStatus.Acknowledged && r.ToldHow == null))
                && !db.TextMessages.Any(t => t.ConsultId == r.ConsultId && t.AdviceVersion == r.AdviceVersion)).Take(100).ToListAsync(token);
            TextMessage[] owed = [.. news.Where(r => r.Patient is { Mobile.Length: 10, MobileOf: not "neighbour" }).Select(r => new TextMessage
            {
                MessageId = Guid.CreateVersion7(now),
                ConsultId = r.ConsultId,
                AdviceVersion = r.AdviceVersion,
                To = r.Patient!.Mobile!,
                Text = TextFor(r),
                CreatedAt = now,
                DueAt = now,
            })];
            db.TextMessages.AddRange(owed);
            return owed.Length;
        }, ct);
    }

    /// <summary>Tries what is due, each once.</summary>
    /// <returns>How many the gateway, or the file, took.</returns>
    public async Task<int> SendDue(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpokeDb>();
        var now = clock.GetUtcNow();
        var due = await db.TextMessages.Where(t => t.SentAt == null && t.DroppedAt == null && t.DueAt <= now).OrderBy(t => t.Id).Take(100).ToListAsync(ct);
        var sent = 0;
        foreach (var message in due)
        {
            var isNews = now - message.CreatedAt < TextMessage.GivenUpAfter && await db.Requests.AnyAsync(r => r.ConsultId == message.ConsultId && r.AdviceVersion == message.AdviceVersion
                && r.ConsentWithdrawnAt == null && (r.Status == RequestStatus.Advised || (r.Status == RequestStatus.Acknowledged && r.ToldHow == null)), ct);
            if (!isNews)
            {
                message.Drop(now);
                await db.SaveChangesAsync(ct);
                continue;
            }
            message.Try(now);
            await db.SaveChangesAsync(ct);
            if (!await Send(message, ct)) continue;
            message.Sent(clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            sent++;
        }
        return sent;
    }

    private async Task<bool> Send(TextMessage message, CancellationToken ct)
    {
        var body = new Posted(message.MessageId, message.To, message.Text);
        try
        {
            if (options.File is { } file)
            {
                await File.AppendAllTextAsync(file, JsonSerializer.Serialize(body, Wire.Json) + "\n", ct);
                return true;
            }
            using var client = http.CreateClient(nameof(SendTextMessages));
            using var answer = await _patience.ExecuteAsync(async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, options.Gateway) { Content = JsonContent.Create(body, options: Wire.Json) };
                if (options.Token is { } bearer) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
                return await client.SendAsync(request, token);
            }, ct);
            if (!answer.IsSuccessStatusCode) LogRefused((int)answer.StatusCode, message.Tries, message.DueAt);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failed) when (failed is HttpRequestException or TimeoutRejectedException or IOException or UnauthorizedAccessException)
        {
            LogNotSent(failed.GetType().Name, message.Tries, message.DueAt);
            return false;
        }
    }

    private string TextFor(ConsultRequest request)
    {
        var language = request.Content?.Consent?.Language == Texts.English ? Texts.English : Texts.Hindi;
        return Say.In(language, "sms.ready", programme.Spoke(request.SpokeCode)?.Name.In(language) ?? request.SpokeCode);
    }

    private sealed record Posted(Guid Id, string To, string Text);

    [LoggerMessage(LogLevel.Warning, "The SMS gateway answered {Status} at try {Try}; it is tried again at {At}. Is Sms:Token right?")]
    private partial void LogRefused(int status, int @try, DateTimeOffset at);

    [LoggerMessage(LogLevel.Warning, "A text message could not be handed over ({Fault}) at try {Try}; it is tried again at {At}.")]
    private partial void LogNotSent(string fault, int @try, DateTimeOffset at);

    [LoggerMessage(LogLevel.Error, "The look for text messages to send failed ({Fault}) and is repeated.")]
    private partial void LogFailed(string fault);
}
