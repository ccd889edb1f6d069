using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Directory;

/// <summary>
/// Takes the programme's lists in after checking that the programme key signed them, and judges by them at once. In whatever order they
/// come, the highest number holds.
/// </summary>
public sealed class ReceiveLists(SpokeDb db, ProgrammeKey programme, ListsInForce inForce, TimeProvider clock) : IReceive<ListsPublished>
{
    public async Task<Reception> Receive(ListsPublished message, Sender from, CancellationToken ct)
    {
        var lists = Read(message);
        if (await db.Lists.AnyAsync(l => l.Number == lists.Number, ct)) return Reception.Done;
        db.Lists.Add(new ReceivedLists { Number = lists.Number, Document = message.Document, ReceivedAt = clock.GetUtcNow() });
        return Reception.Done;
    }

    // Advice in the same batch is judged by them already; should the batch be rolled back, they come again and are the same.
    private ProgrammeLists Read(ListsPublished message)
    {
        try
        {
            var lists = ProgrammeLists.Read(message.Document, programme.Key);
            if (lists.Number != message.Number) throw new InvalidDataException("The lists have another number than the message says.");
            inForce.Take(lists.Number, lists.MedicineLists, lists.Formulary);
            return lists;
        }
        catch (InvalidDataException wrong)
        {
            throw new ImpossibleMessageException("lists-not-valid", wrong.Message);
        }
    }
}
