using System.Security.Cryptography;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Programme;

/// <summary>The programme's private key, where this process is the programme office's. Bound from <c>Programme</c>.</summary>
public sealed class ProgrammeOptions
{
    public const string Section = "Programme";

    /// <summary>An encrypted PKCS#8 file; without it, lists are taken here and reach no site by themselves.</summary>
    public string? KeyFile { get; init; }

    public string? KeyPassword { get; init; }
}

/// <summary>
/// A manager takes lists that were looked at, or goes back from the latest. From then on this hub judges by them, and every site is sent
/// them in the same transaction, signed by the programme key.
/// </summary>
public sealed class TakeLists(
    HubDb db, ProgrammeDirectory directory, ProgrammeOptions programme, AddressBook addresses, ListsInForce inForce, CurrentAccount me, Outbox outbox, TimeProvider clock)
{
    /// <summary>Whether sites are sent what is taken.</summary>
    public bool CanSign => programme.KeyFile is { Length: > 0 };

    /// <returns>The number they have now.</returns>
    public async Task<int> Handle(long importId, CancellationToken ct)
    {
        if (await db.ListImports.FirstOrDefaultAsync(i => i.Id == importId, ct) is not { } import)
            throw new RuleBrokenException("not-found") { Status = StatusCodes.Status404NotFound };
        var current = await CurrentLists.Read(db, directory, ct);
        if (import.ReadRows().All(row => row.State is ListRowState.Same or ListRowState.Refused) && import.Undoes is null) throw new RuleBrokenException("lists-say-nothing-new");
        import.Take(current.Number, CanSign, clock.GetUtcNow());
        return await Publish(import, current, ct);
    }

    /// <summary>Back to the list before the latest one that was taken. It is taken like any other, so that it can be undone as well.</summary>
    public async Task<int> Undo(int number, CancellationToken ct)
    {
        var current = await CurrentLists.Read(db, directory, ct);
        if (await db.ListImports.AsNoTracking().FirstOrDefaultAsync(i => i.Number == number, ct) is not { } undone || number != current.Number)
            throw new RuleBrokenException("changed-by-another");
        var former = await CurrentLists.Read(db, directory, ct, upTo: number - 1);
        var content = undone.Kind == ListKind.Medicines
            ? ListChanges.BackTo(former.Medicines, current.Medicines, Format.DayOf(clock.GetUtcNow()))
            : former.Of(undone.Kind);
        var import = ListImport.Look(undone.Kind, current.Number, undone.FileName, new ListOrder(undone.SignedBy, undone.OrderNumber, undone.OrderedOn), [],
            With(current, undone.Kind, content).Contradiction(), content, me.Name, clock.GetUtcNow(), undoes: number);
        import.Take(current.Number, CanSign, clock.GetUtcNow());
        db.ListImports.Add(import);
        return await Publish(import, current, ct);
    }

    private async Task<int> Publish(ListImport import, CurrentLists current, CancellationToken ct)
    {
        var number = import.Number!.Value;
        var next = With(current with { Number = number }, import.Kind, import.ReadContent());

        // Diagnoses are the hub's alone: a signed note says code and words.
        if (import.Kind != ListKind.Diagnoses && Sign(next) is { } document)
            foreach (var site in directory.Sites)
                outbox.Send(new Letter(From(site), Wire.SpokeSite(site.Site), Guid.Empty, 0, number, MessagePriority.Normal),
                    ListsPublished.WireName, new ListsPublished { Number = number, Document = document });
        await db.SaveChangesAsync(ct);
        inForce.Take(number, next.Medicines, next.Formulary, next.Diagnoses);
        return number;
    }

    // The hub that the site hears from anyway.
    private string From(SiteEntry site) =>
        (addresses.Own.FirstOrDefault(own => directory.Mappings.Any(m => Wire.Hub(m.HubCode) == own.Address && site.Spokes.Contains(m.SpokeCode))) ?? addresses.Own[0]).Address;

    private string? Sign(CurrentLists lists)
    {
        if (!CanSign) return null;
        using var key = ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(programme.KeyFile!), programme.KeyPassword);
        return ProgrammeLists.Sign(new()
        {
            Number = lists.Number,
            IssuedAt = clock.GetUtcNow(),
            MedicineLists = lists.Medicines,
            Formulary = lists.Formulary,
        }, key);
    }

    private static CurrentLists With(CurrentLists lists, ListKind kind, object content) => kind switch
    {
        ListKind.Medicines => lists with { Medicines = (MedicineLists)content },
        ListKind.Formulary => lists with { Formulary = (FormularyData)content },
        _ => lists with { Diagnoses = (Shared.Contracts.Diagnoses.DiagnosisData)content },
    };
}
