using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>What the hub says about a request: where it stands, what the doctor asks, that it is returned or cancelled.</summary>
/// <remarks>The higher (Hop, Version) wins whatever the order of arrival; what was said is kept either way.</remarks>
public sealed class FollowTheHub(SpokeDb db, TimeProvider clock) :
    IReceive<ConsultReceived>, IReceive<ConsultAccepted>, IReceive<ConsultWaiting>, IReceive<InformationAsked>,
    IReceive<ConsultReturned>, IReceive<ConsultCancelled>, IReceive<ConsultRedirected>, IReceive<RequestRated>, IReceive<InformationRead>, IReceive<ConsultPromised>, INoteRefusal
{
    public Task<Reception> Receive(ConsultReceived message, Sender from, CancellationToken ct) =>
        Follow(from, RequestStatus.Received, "received", null, message.ReceivedAt, null, r => r.FollowReceived(message.ReceivedAt), ct);

    public Task<Reception> Receive(ConsultAccepted message, Sender from, CancellationToken ct) =>
        Follow(from, RequestStatus.Accepted, "accepted", message.PractitionerName, message.At, null, _ => { }, ct);

    public Task<Reception> Receive(ConsultWaiting message, Sender from, CancellationToken ct) =>
        Follow(from, RequestStatus.Received, ConsultRequest.Code(message.Because), null, message.At, null, _ => { }, ct);

    public async Task<Reception> Receive(InformationAsked message, Sender from, CancellationToken ct)
    {
        if (await Find(from, withThread: true, ct) is not { } request) return Reception.Park;
        if (request.Thread.All(m => m.InformationId != message.InformationId))
            request.Thread.Add(new RequestMessage { InformationId = message.InformationId, FromHub = true, Text = message.Text, By = message.AskedBy, At = message.At });
        request.FollowHub(from.Hop, from.Version, RequestStatus.InformationAsked, "information-asked", message.AskedBy, message.At);
        return Reception.Done;
    }

    public Task<Reception> Receive(ConsultReturned message, Sender from, CancellationToken ct) =>
        Follow(from, RequestStatus.Returned, "returned", message.ReturnedBy, message.At, message.Reason, r => r.FollowReturned(message.Reason, message.Text), ct);

    public Task<Reception> Receive(ConsultCancelled message, Sender from, CancellationToken ct) =>
        Follow(from, RequestStatus.Cancelled, "cancelled", null, message.At, null, _ => { }, ct);

    public async Task<Reception> Receive(ConsultRedirected message, Sender from, CancellationToken ct)
    {
        if (await Find(from, withThread: false, ct) is not { } request) return Reception.Park;
        request.FollowRedirect(from.Hop, message);
        return Reception.DoneForAll;   // the next hub may have been faster
    }

    public async Task<Reception> Receive(ConsultPromised message, Sender from, CancellationToken ct)
    {
        if (await Find(from, withThread: false, ct) is not { } request) return Reception.Park;
        request.FollowPromise(from.Hop, message);
        return Reception.Done;
    }

    public async Task<Reception> Receive(RequestRated message, Sender from, CancellationToken ct)
    {
        if (await Find(from, withThread: false, ct) is not { } request) return Reception.Park;
        request.FollowRating(message);
        return Reception.Done;
    }

    public async Task<Reception> Receive(InformationRead message, Sender from, CancellationToken ct)
    {
        if (await Find(from, withThread: true, ct) is not { } request) return Reception.Park;
        request.Thread.FirstOrDefault(m => !m.FromHub && m.InformationId == message.InformationId)?.Read(message.ReadBy, message.At);
        return Reception.Done;
    }

    public async Task NoteRefusal(OutboxMessage refused, CancellationToken ct)
    {
        if (await db.Requests.FirstOrDefaultAsync(r => r.ConsultId == refused.ConsultId, ct) is { } request)
            request.NoteRefusal(refused.Name, refused.RefusedCode!, clock.GetUtcNow());
    }

    private async Task<Reception> Follow(
        Sender from, RequestStatus status, string kind, string? by, DateTimeOffset at, string? code, Action<ConsultRequest> also, CancellationToken ct)
    {
        if (await Find(from, withThread: false, ct) is not { } request) return Reception.Park;
        if (request.FollowHub(from.Hop, from.Version, status, kind, by, at, code)) also(request);
        return Reception.Done;
    }

    private Task<ConsultRequest?> Find(Sender from, bool withThread, CancellationToken ct)
    {
        var requests = withThread ? db.Requests.Include(r => r.Thread).AsQueryable() : db.Requests;
        return requests.FromHub(from, ct);
    }
}
