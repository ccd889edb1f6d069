using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;

namespace Hub.Api.Advice;

/// <summary>What a template begins with: what the reader is writing on a consult, or else has signed on it. The doctor takes out what is about the patient.</summary>
public sealed class StartTemplate(HubDb db, CurrentAccount me, KeepAdviceDraft drafts, PrescribingPolicy policy, ProgrammeKey programme, TimeProvider clock)
{
    /// <summary>Null where there is neither, or the consult is not the reader's to see.</summary>
    public async Task<AdviceContent?> Read(Guid consultId, CancellationToken ct)
    {
        if (await db.Consults.AsNoTracking().Include(c => c.Advice).One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return null;
        if (await drafts.Find(consultId, ct) is { } draft) return new AdviceFields(draft.Fields).Content(Format.DayOf(clock.GetUtcNow()));
        return consult.Advice.Where(a => a.PractitionerCode == me.PractitionerCode).MaxBy(a => a.Version) is { } given
            && SignedAdvice.Check(given.Document, programme.Key, policy).Note is { } note ? AdviceContent.Of(note) : null;
    }
}
