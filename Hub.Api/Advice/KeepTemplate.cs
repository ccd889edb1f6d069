using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Hub.Api.Advice;

/// <summary>
/// A doctor makes, changes or retires a template: an own one, or one of a hub for all its doctors, which its nodal officer may do too.
/// Whether its medicines may be given is asked where it is used.
/// </summary>
public sealed class KeepTemplate(HubDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="Hub">Code of the hub whose doctors share it; null for the doctor's own.</param>
    public sealed record Command(string? Hub, Names Name, AdviceContent Content);

    public sealed record Made(Guid TemplateId);

    public sealed record Kept(Guid TemplateId, string? Hub, Names Name, AdviceContent Content, string ChangedBy, DateTimeOffset ChangedAt);

    public sealed record Page(IReadOnlyList<Kept> Items);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Hub).MaximumLength(32);
            RuleFor(c => c.Name).NotNull().ChildRules(n =>
            {
                n.RuleFor(x => x.En).NotEmpty().WithErrorCode("template-name-missing").MaximumLength(64);
                n.RuleFor(x => x.Hi).NotEmpty().WithErrorCode("template-name-missing").MaximumLength(64);
            });
            RuleFor(c => c.Content).NotNull().ChildRules(c =>
            {
                c.RuleFor(x => x.Advice).NotEmpty().WithErrorCode("advice-missing").MaximumLength(8000);
                c.RuleFor(x => x.Diagnoses).Must(d => d.Count <= AdviceFields.MostDiagnoses);
                c.RuleForEach(x => x.Diagnoses).ChildRules(d =>
                {
                    d.RuleFor(x => x.Text).NotEmpty().WithErrorCode("diagnosis-missing").MaximumLength(256);
                    d.RuleFor(x => x.Code).MaximumLength(16);
                });
                c.RuleFor(x => x.Medicines).Must(m => m.Count <= AdviceFields.MostMedicines);
                c.RuleForEach(x => x.Medicines).ChildRules(m =>
                {
                    m.RuleFor(x => x.Name).NotEmpty().WithErrorCode("medicine-name-missing").MaximumLength(128);
                    m.RuleFor(x => x.Form).MaximumLength(32);
                    m.RuleFor(x => x.Strength).MaximumLength(64);
                    m.RuleFor(x => x.Dose).MaximumLength(64);
                    m.RuleFor(x => x.Frequency).MaximumLength(32);
                    m.RuleFor(x => x.DurationDays).InclusiveBetween(1, 365);
                    m.RuleFor(x => x.Instructions).MaximumLength(512);
                });
                c.RuleForEach(x => x.Tests).NotEmpty().MaximumLength(256);
                c.RuleForEach(x => x.SafetyNet).NotEmpty().MaximumLength(512);
                c.RuleFor(x => x.FollowUpDays).InclusiveBetween(0, 365);
                c.RuleFor(x => x.FollowUpText).MaximumLength(512);
            });
        }
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        var templates = api.MapGroup("/templates").RequireAuthorization(Policies.HubReader);
        templates.MapGet("", async (KeepTemplate act, CancellationToken ct) => TypedResults.Ok(new Page(await act.Read(ct)))).WithName("GetTemplates");
        templates.MapPost("", (Command command, KeepTemplate act, CancellationToken ct) => act.Make(command, ct)).Validate<Command, Validator>().WithName("MakeTemplate");
        templates.MapPut("/{templateId:guid}", (Guid templateId, Command command, KeepTemplate act, CancellationToken ct) => act.Change(templateId, command, ct))
            .Validate<Command, Validator>().WithName("ChangeTemplate");
        templates.MapDelete("/{templateId:guid}", (Guid templateId, KeepTemplate act, CancellationToken ct) => act.Retire(templateId, ct)).WithName("RetireTemplate");
    }

    /// <summary>The reader's own and those of the reader's hubs, by name.</summary>
    public async Task<IReadOnlyList<Kept>> Read(CancellationToken ct) =>
    [
        .. (await (await Mine(ct)).AsNoTracking().ToListAsync(ct)).OrderBy(t => t.NameEn, StringComparer.Ordinal)
            .Select(t => new Kept(t.TemplateId, t.HubCode, new(t.NameEn, t.NameHi), t.Content, t.ChangedBy, t.ChangedAt)),
    ];

    public async Task<Created<Made>> Make(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var template = AdviceTemplate.Make(Guid.CreateVersion7(now), me.Id);
        await Write(template, command, now, ct);
        db.AdviceTemplates.Add(template);
        var made = new Made(template.TemplateId);
        idempotency.Remember(StatusCodes.Status201Created, made);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created((string?)null, made);
    }

    public async Task<Results<NoContent, NotFound>> Change(Guid templateId, Command command, CancellationToken ct)
    {
        if (await (await Mine(ct)).FirstOrDefaultAsync(t => t.TemplateId == templateId, ct) is not { } template) return TypedResults.NotFound();
        await Write(template, command, clock.GetUtcNow(), ct);
        idempotency.Remember(StatusCodes.Status204NoContent);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    public async Task<Results<NoContent, NotFound>> Retire(Guid templateId, CancellationToken ct)
    {
        if (await (await Mine(ct)).FirstOrDefaultAsync(t => t.TemplateId == templateId, ct) is not { } template) return TypedResults.NotFound();
        template.Retire(me.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private async Task Write(AdviceTemplate template, Command command, DateTimeOffset now, CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        if (command.Hub is { } hub && !hubs.Contains(hub)) throw new RuleBrokenException("template-hub-not-yours");
        if (command.Hub is null && !(me.Is(Roles.Specialist) || me.Is(Roles.Mo))) throw new RuleBrokenException("template-needs-hub");
        var (nameEn, nameHi) = (command.Name.En.Trim(), command.Name.Hi.Trim());
        // Two buttons of one name beside each other would be chosen by chance.
        if ((await Read(ct)).Any(t => t.TemplateId != template.TemplateId && t.Hub == command.Hub && (t.Name.En == nameEn || t.Name.Hi == nameHi)))
            throw new RuleBrokenException("template-name-taken", nameEn);
        template.Change(command.Hub, me.Id, nameEn, nameHi, command.Content with { Medicines = [.. command.Content.Medicines.Select(AdviceContent.ForAnybody)] }, me.Name, now);
    }

    private async Task<IQueryable<AdviceTemplate>> Mine(CancellationToken ct)
    {
        var (owner, hubs) = (me.Id, await me.PlacesToday(ct));
        return db.AdviceTemplates.Where(t => t.RetiredAt == null && (t.OwnerId == owner || hubs.Contains(t.HubCode!)));
    }
}
