using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;

namespace Spoke.Api.Consults;

/// <summary>The ambulance (108) was called after the request was sent; the doctor sees when. Said again, the first time holds.</summary>
public sealed class NoteAmbulance(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="At">When; null means now.</param>
    public sealed record Command(DateTimeOffset? At = null);

    public sealed record Noted(DateTimeOffset CalledAt);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock) =>
            RuleFor(c => c.At).Must(at => at <= clock.GetUtcNow().AddMinutes(5)).When(c => c.At is not null).WithErrorCode("time-in-future");
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/ambulance", (Guid consultId, Command command, NoteAmbulance act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(NoteAmbulance));

    public async Task<Results<Accepted<Noted>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();

        if (request.CallAmbulance(command.At ?? clock.GetUtcNow(), me.Name))
            outbox.Tell(site, request, AmbulanceCalled.WireName, new AmbulanceCalled { CalledAt = request.AmbulanceCalledAt!.Value, RecordedBy = me.Name });
        var noted = new Noted(request.AmbulanceCalledAt!.Value);
        idempotency.Remember(StatusCodes.Status202Accepted, noted);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, noted);
    }
}
