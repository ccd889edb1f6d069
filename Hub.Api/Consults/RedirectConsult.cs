using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Consults;

/// <summary>The holder passes a consult on: to another specialty, another hub, or a colleague by name. Clock, talk and pictures go along.</summary>
public sealed class RedirectConsult(HubDb db, CurrentAccount me, Outbox outbox, Idempotency idempotency, ProgrammeDirectory directory, TimeProvider clock)
{
    /// <param name="Specialty">Null: the one it has.</param>
    /// <param name="Hub">Null: the colleague's, or the first by rank that answers the specialty for this spoke.</param>
    /// <param name="Practitioner">A colleague's code; null for whoever answers.</param>
    public sealed record Command(string Token, string Reason, string? Specialty = null, string? Hub = null, string? Practitioner = null);

    /// <summary>Where it went.</summary>
    public sealed record Redirected(string Hub, string Specialty, int Hop);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).Must(r => ConsultRedirected.Reasons.Contains(r)).WithErrorCode("redirect-reason-unknown");
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/redirection", (Guid consultId, Command command, RedirectConsult act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(RedirectConsult));

    public async Task<Results<Ok<Redirected>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        var redirected = await db.InTransaction(async token =>
        {
            if (await db.Consults.One(consultId, hubs, token) is not { } consult) return null;
            var now = clock.GetUtcNow();
            var to = Resolve(consult, command, now);
            var left = consult.Redirect(HolderToken.Parse(command.Token), me.Id, to, command.Reason, now);
            await outbox.SendOn(db, consult, to, left, token);
            var answer = new Redirected(to.HubCode, to.Specialty, consult.WentToHop!.Value);
            idempotency.Remember(StatusCodes.Status200OK, answer);
            return answer;
        }, ct);
        return redirected is null ? TypedResults.NotFound() : TypedResults.Ok(redirected);
    }

    /// <summary>Where a consult of this spoke can go from here, the nearest first: other specialties, then other hubs, then colleagues.</summary>
    public IEnumerable<Destination> Choices(string spokeCode, string hubCode, string specialty)
    {
        var served = directory.MappingsOf(spokeCode, Format.DayOf(clock.GetUtcNow())).Select(m => new Destination(m.HubCode, m.Specialty)).Distinct().ToArray();
        return
        [
            .. served.Where(d => d.Specialty != specialty).DistinctBy(d => d.Specialty).OrderBy(d => d.Specialty, StringComparer.Ordinal),
            .. served.Where(d => d.Specialty == specialty && d.HubCode != hubCode),
            .. directory.Practitioners.Where(p => p.Code != me.PractitionerCode && p.Hubs.Contains(hubCode) && p.Specialties.Contains(specialty))
                .Select(p => new Destination(hubCode, specialty, p.Code)),
        ];
    }

    private Destination Resolve(Consult consult, Command command, DateTimeOffset now)
    {
        var specialty = command.Specialty ?? consult.Specialty;
        var colleague = command.Practitioner is null ? null : directory.Practitioner(command.Practitioner) ?? throw new RuleBrokenException("redirect-nobody");
        var hub = command.Hub ?? HubOf(colleague, consult.HubCode) ?? ByRank(consult, specialty, now) ?? throw new RuleBrokenException("redirect-no-hub");
        if (directory.Hub(hub)?.Specialties.Contains(specialty) is not true) throw new RuleBrokenException("redirect-no-hub");
        if (colleague is not null && (!colleague.Hubs.Contains(hub) || !colleague.Specialties.Contains(specialty) || colleague.Code == me.PractitionerCode))
            throw new RuleBrokenException("redirect-nobody");
        if (colleague is null && hub == consult.HubCode && specialty == consult.Specialty) throw new RuleBrokenException("redirect-nowhere");
        // Once back is a doctor's judgement; round again is nobody's.
        if (consult.GoesRound && consult.HasBeenAt(hub, specialty)) throw new RuleBrokenException("redirect-loop");
        return new Destination(hub, specialty, colleague?.Code);
    }

    // A colleague of this hub is asked here, another where they answer.
    private static string? HubOf(PractitionerEntry? colleague, string here) =>
        colleague is not { Hubs: [var first, ..] hubs } ? null : hubs.Contains(here) ? here : first;

    private string? ByRank(Consult consult, string specialty, DateTimeOffset now)
    {
        return directory.MappingsOf(consult.SpokeCode, Format.DayOf(now))
            .Where(m => m.Specialty == specialty)
            .OrderBy(m => consult.HasBeenAt(m.HubCode, specialty) || (m.HubCode == consult.HubCode && specialty == consult.Specialty) ? 1 : 0).ThenBy(m => m.Rank)
            .Select(m => m.HubCode).FirstOrDefault(h => h != consult.HubCode || specialty != consult.Specialty);
    }
}
