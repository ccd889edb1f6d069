using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;

namespace Hub.Api.Assignment;

/// <summary>The doctor says no to an offer, and it goes to the next at once.</summary>
public sealed class DeclineOffer(HubDb db, CurrentAccount me, Offers offers, TimeProvider clock)
{
    public static readonly IReadOnlyList<string> Reasons = ["busy", "not-my-specialty", "patient-before-me", "other"];

    public sealed record Command(string Reason);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).Must(Reasons.Contains).WithErrorCode("offer-reason-unknown");
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/offer/decline", (Guid consultId, Command command, DeclineOffer act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(DeclineOffer));

    /// <exception cref="RuleBrokenException"><c>offer-gone</c>: it lapsed, or a colleague was faster.</exception>
    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        var (hubs, code) = (await me.PlacesToday(ct), me.PractitionerCode);
        return await db.InTransaction<Results<NoContent, NotFound>>(async token =>
        {
            if (await db.Consults.One(consultId, hubs, token) is not { } consult) return TypedResults.NotFound();
            var now = clock.GetUtcNow();
            if (consult.Status != ConsultStatus.Waiting
                || await db.Offers.FirstOrDefaultAsync(o => o.ConsultRow == consult.Id && o.PractitionerCode == code && o.EndedAt == null && o.ExpiresAt > now, token) is not { } offer)
                throw new RuleBrokenException("offer-gone");
            offer.End(OfferEnd.Declined, now, command.Reason);
            await db.SaveChangesAsync(token);
            await offers.Make(consult, token);
            return TypedResults.NoContent();
        }, ct);
    }
}
