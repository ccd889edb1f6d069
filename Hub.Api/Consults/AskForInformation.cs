using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Hub.Api.Consults;

/// <summary>The holder asks the spoke something; the lease stands still until the answer comes.</summary>
public sealed class AskForInformation(HubDb db, CurrentAccount me, Outbox outbox, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(string Token, string Text);

    public sealed record Asked(Guid InformationId);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Text).NotEmpty().WithErrorCode("question-missing").MaximumLength(4000);
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/information-requests",
            (Guid consultId, Command command, AskForInformation act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(AskForInformation));

    public async Task<Results<Created<Asked>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Consults.One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var asked = consult.AskInformation(HolderToken.Parse(command.Token), me.Id, Guid.CreateVersion7(now), command.Text.Trim(), now);

        asked.MessageId = outbox.Tell(consult, InformationAsked.WireName,
            new InformationAsked { InformationId = asked.InformationId, Text = asked.Text, AskedBy = asked.By, At = now });
        var answer = new Asked(asked.InformationId);
        idempotency.Remember(StatusCodes.Status201Created, answer);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created((string?)null, answer);
    }
}
