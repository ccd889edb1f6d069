using Hub.Api.Data;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;

namespace Hub.Api.Advice;

/// <summary>What the form says beside the medicines while a doctor writes them. Nothing is kept, and only signing decides.</summary>
public sealed class WarnOfMedicines(HubDb db, CurrentAccount me, Formulary formulary, ProgrammeDirectory directory, TimeProvider clock)
{
    /// <param name="Findings">Of the safety checks, by line.</param>
    /// <param name="NotKept">What the patient's centre does not keep, by line, with what it has of the same class instead.</param>
    public sealed record Warnings(ILookup<int, SafetyFinding> Findings, IReadOnlyDictionary<int, IReadOnlyList<string>> NotKept);

    public async Task<Warnings?> Read(Guid consultId, GiveAdvice.Command command, CancellationToken ct)
    {
        if (await db.Consults.AsNoTracking().One(consultId, await me.PlacesToday(ct), ct) is not { Patient: { } patient } consult) return null;
        var today = Format.DayOf(clock.GetUtcNow());
        var level = LevelOf(directory.Spoke(consult.SpokeCode)?.FacilityType);
        return new(
            SafetyChecks.Check(command.Medicines, PatientFacts.Of(patient, consult.Request, today), formulary).ToLookup(f => f.Line),
            command.Medicines.Index()
                .Select(m => (m.Index, Instead: formulary.Instead(m.Item.Name, level, today)))
                .Where(m => m.Instead is not null)
                .ToDictionary(m => m.Index, m => m.Instead!));
    }

    // A centre of another kind is taken to keep everything, so that nothing is said which is not known.
    internal static EssentialLevel LevelOf(string? facility) => facility switch
    {
        "SHC-HWC" => EssentialLevel.Shc,
        "PHC-HWC" or "UPHC" => EssentialLevel.Phc,
        "CHC" => EssentialLevel.Chc,
        _ => EssentialLevel.Dh,
    };
}
