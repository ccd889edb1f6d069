using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;

namespace Hub.Api.Programme;

/// <summary>
/// A manager looks at what a file would make of one of the programme's lists: what is new, changed or refused, row by row. Nothing is in
/// force by it; what contradicts the other list is refused whole.
/// </summary>
public sealed class CheckLists(HubDb db, ProgrammeDirectory directory, CurrentAccount me, TimeProvider clock)
{
    /// <param name="Replaces">The file is the whole list: what it does not name goes.</param>
    public sealed record Command(ListKind Kind, string FileName, byte[] File, bool Replaces, string SignedBy, string OrderNumber, DateOnly? OrderedOn);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.File).NotEmpty().WithErrorCode("list-file-missing");
            RuleFor(c => c.SignedBy).NotEmpty().WithErrorCode("order-signer-missing").MaximumLength(128);
            RuleFor(c => c.OrderNumber).NotEmpty().WithErrorCode("order-number-missing").MaximumLength(64);
            RuleFor(c => c.OrderedOn).NotNull().WithErrorCode("order-date-missing");
        }
    }

    /// <exception cref="UnreadableFileException">The file is not what it should be; nothing is kept of it.</exception>
    public async Task<long> Handle(Command command, CancellationToken ct)
    {
        var (now, today) = (clock.GetUtcNow(), Format.DayOf(clock.GetUtcNow()));
        var current = await CurrentLists.Read(db, directory, ct);
        IReadOnlyList<ListRow> rows;
        CurrentLists next;
        switch (command.Kind)
        {
            case ListKind.Medicines:
                (var medicines, rows) = ListChanges.Medicines(current.Medicines, ListFiles.Medicines(command.File), command.Replaces, today);
                next = current with { Medicines = medicines };
                break;
            case ListKind.Formulary:
                (var formulary, rows) = ListChanges.Formulary(current.Formulary, ListFiles.Formulary(command.File), command.Replaces);
                next = current with { Formulary = formulary };
                break;
            default:
                (var diagnoses, rows) = ListChanges.Diagnoses(current.Diagnoses, ListFiles.Diagnoses(command.File), command.Replaces);
                next = current with { Diagnoses = diagnoses };
                break;
        }

        var name = Path.GetFileName(command.FileName);
        var import = ListImport.Look(command.Kind, current.Number, name.Length > 128 ? name[..128] : name,
            new ListOrder(command.SignedBy.Trim(), command.OrderNumber.Trim(), command.OrderedOn!.Value),
            rows, next.Contradiction(), next.Of(command.Kind), me.Name, now);
        db.ListImports.Add(import);
        await db.SaveChangesAsync(ct);
        return import.Id;
    }

    public Task<CurrentLists> Current(CancellationToken ct) => CurrentLists.Read(db, directory, ct);

    public Task<ListImport?> Find(long id, CancellationToken ct) => db.ListImports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct);

    /// <summary>What was taken, the latest first.</summary>
    public async Task<IReadOnlyList<ListImport>> History(CancellationToken ct) =>
        await db.ListImports.AsNoTracking().Where(i => i.Number != null).OrderByDescending(i => i.Number).Take(100).ToListAsync(ct);
}
