using System.Text.Json;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;

namespace Hub.Api.Programme;

/// <summary>The lists in force at a number: of each kind the latest that was taken, otherwise the directory's or this project's.</summary>
public sealed record CurrentLists(int Number, MedicineLists Medicines, FormularyData Formulary, DiagnosisData Diagnoses)
{
    /// <param name="upTo">As they were when that number was taken; null for now.</param>
    public static async Task<CurrentLists> Read(HubDb db, ProgrammeDirectory directory, CancellationToken ct, int? upTo = null)
    {
        var taken = db.ListImports.AsNoTracking().Where(i => i.Number != null && (upTo == null || i.Number <= upTo));
        var number = await taken.MaxAsync(i => i.Number, ct) ?? 0;
        return new(number,
            await Latest<MedicineLists>(ListKind.Medicines) ?? directory.MedicineLists ?? MedicineLists.Default,
            await Latest<FormularyData>(ListKind.Formulary) ?? FormularyData.Default,
            await Latest<DiagnosisData>(ListKind.Diagnoses) ?? DiagnosisData.Default);

        async Task<T?> Latest<T>(ListKind kind) where T : class =>
            await taken.Where(i => i.Kind == kind).OrderByDescending(i => i.Number).Select(i => i.Content).FirstOrDefaultAsync(ct) is { } content
                ? JsonSerializer.Deserialize<T>(content, Wire.Json)
                : null;
    }

    public object Of(ListKind kind) => kind switch { ListKind.Medicines => Medicines, ListKind.Formulary => Formulary, _ => Diagnoses };

    public byte[] File(ListKind kind) => kind switch
    {
        ListKind.Medicines => ListFiles.Write(Medicines),
        ListKind.Formulary => ListFiles.Write(Formulary),
        _ => ListFiles.Write(Diagnoses),
    };

    /// <summary>What keeps these from being used together: a sentence that names the medicine or diagnosis; null for nothing.</summary>
    public string? Contradiction()
    {
        try
        {
            _ = new Formulary(Formulary, Medicines);
            _ = new DiagnosisIndex(Diagnoses);
            return null;
        }
        catch (InvalidDataException contradiction)
        {
            return contradiction.Message;
        }
    }
}
