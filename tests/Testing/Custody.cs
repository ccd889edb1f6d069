namespace Testing;

/// <summary>
/// What must be so when everything has come to rest, whatever happened before: every accepted request has exactly one state, equal
/// at both ends; nothing happened twice; nobody owes anybody a message; no number is missing. Reads the files, asks no service.
/// </summary>
public static class Custody
{
    // Equal ends: what the spoke may say when the hub says this.
    private static readonly Dictionary<string, string[]> Equal = new()
    {
        ["Waiting"] = ["Received"],
        ["Accepted"] = ["Accepted"],
        ["InformationAsked"] = ["InformationAsked"],
        ["Advised"] = ["Advised", "Acknowledged"],
        ["Closed"] = ["Closed"],
        ["Returned"] = ["Returned"],
        ["Cancelled"] = ["Cancelled"],
    };

    private const string Redirected = "Redirected";

    // The hub's history as it may be read: from a state, by an event, to a state. What is not here never happens.
    private static readonly Dictionary<(string From, string Kind), string> History = new()
    {
        [("", "received")] = "Waiting",
        [("", "cancelled")] = "Cancelled",
        [("", "forwarded")] = "Waiting",
        [("", "came-back")] = "Waiting",
        [("Waiting", "passed-on")] = Redirected,
        [("Accepted", "redirected")] = Redirected,
        [("InformationAsked", "redirected")] = Redirected,
        [("Waiting", "accepted")] = "Accepted",
        [("Waiting", "returned")] = "Returned",
        [("Waiting", "cancelled")] = "Cancelled",
        [("Waiting", "information-supplied")] = "Waiting",
        [("Accepted", "handed-back")] = "Waiting",
        [("Accepted", "lease-ended")] = "Waiting",
        [("Accepted", "information-asked")] = "InformationAsked",
        [("Accepted", "information-supplied")] = "Accepted",
        [("Accepted", "advised")] = "Advised",
        [("Accepted", "returned")] = "Returned",
        [("Accepted", "cancelled")] = "Cancelled",
        [("InformationAsked", "information-supplied")] = "Accepted",
        [("InformationAsked", "handed-back")] = "Waiting",
        [("InformationAsked", "returned")] = "Returned",
        [("InformationAsked", "cancelled")] = "Cancelled",
        [("Waiting", "promised-anew")] = "Waiting",
        [("Accepted", "promised-anew")] = "Accepted",
        [("InformationAsked", "promised-anew")] = "InformationAsked",
        [("Waiting", "urgency-raised")] = "Waiting",
        [("Accepted", "urgency-raised")] = "Accepted",
        [("InformationAsked", "urgency-raised")] = "InformationAsked",
        [("Waiting", "alerted")] = "Waiting",
        [("Waiting", "consent-withdrawn")] = "Waiting",       // and cancelled by it
        [("Accepted", "consent-withdrawn")] = "Accepted",
        [("InformationAsked", "consent-withdrawn")] = "InformationAsked",
        [("Waiting", "ambulance-called")] = "Waiting",
        [("Accepted", "ambulance-called")] = "Accepted",
        [("InformationAsked", "ambulance-called")] = "InformationAsked",
        [("Advised", "ambulance-called")] = "Advised",
        [("Advised", "consent-withdrawn")] = "Advised",
        [("Advised", "dispensed")] = "Advised",
        [("Advised", "corrected")] = "Advised",
        [("Advised", "advice-withdrawn")] = "Advised",
        [("Advised", "acknowledged")] = "Advised",
        [("Advised", "patient-told")] = "Advised",
        [("Advised", "not-reached")] = "Advised",
        [("Advised", "information-supplied")] = "Advised",
        [("Advised", "closed")] = "Closed",
        [("Closed", "advice-withdrawn")] = "Closed",
        [("Closed", "acknowledged")] = "Closed",
        [("Closed", "dispensed")] = "Closed",
        [("Closed", "consent-withdrawn")] = "Closed",
        [("Closed", "ambulance-called")] = "Closed",
        [("Returned", "consent-withdrawn")] = "Returned",
        [("Returned", "ambulance-called")] = "Returned",
        [("Cancelled", "consent-withdrawn")] = "Cancelled",
        [("Cancelled", "ambulance-called")] = "Cancelled",
        [("Closed", "patient-told")] = "Closed",
        [("Closed", "not-reached")] = "Closed",
        [("Returned", "information-supplied")] = "Returned",
        [("Cancelled", "information-supplied")] = "Cancelled",
    };

    private static readonly string[] OnceAtTheHub = ["received", "advised", "acknowledged", "closed", "cancelled", "returned"];
    private static readonly string[] OnceAtTheSpoke = ["queued", "received", "advised", "acknowledged", "closed", "cancelling", "cancelled", "returned", "refused"];

    /// <param name="sites">By address, such as <c>spoke.shimla-1</c>.</param>
    /// <param name="accepted">Every request that was answered 202.</param>
    public static IReadOnlyList<string> Violations(Records hub, IReadOnlyDictionary<string, Records> sites, IReadOnlyCollection<Guid> accepted)
    {
        var wrong = new List<string>();
        var consults = hub.Consults();
        var requests = sites.SelectMany(s => s.Value.Requests().Select(r => (Site: s.Key, Request: r))).ToList();

        foreach (var (name, records) in (IEnumerable<(string, Records)>)[("the hub", hub), .. sites.Select(s => (s.Key, s.Value))])
        {
            foreach (var open in records.Open()) wrong.Add($"{name} still owes {open.To} {open.Name} of {open.ConsultId} (sent {open.Sends} times)");
            if (records.Parked() is > 0 and var parked) wrong.Add($"{name} has {parked} messages parked");
        }

        foreach (var lost in accepted.Where(id => requests.All(r => r.Request.ConsultId != id))) wrong.Add($"{lost} was accepted and is in no spoke's records");
        foreach (var twin in consults.Where(c => c.Status != Redirected).GroupBy(c => c.ConsultId).Where(g => g.Count() > 1)) wrong.Add($"{twin.Key} is {twin.Count()} times at the hub");
        foreach (var strange in consults.Where(c => requests.All(r => r.Request.ConsultId != c.ConsultId))) wrong.Add($"{strange.ConsultId} is at the hub and nobody asked it");

        foreach (var (site, request) in requests.Where(r => r.Request is { Status: not "Draft", IsPractice: false }))
            if (Compare(site, request, Latest(consults, request.ConsultId), hub, sites[site]) is { } unequal)
                wrong.Add($"{request.Number} ({request.ConsultId}): {unequal}");

        wrong.AddRange(HubHistories(hub, consults));
        foreach (var records in sites.Values) wrong.AddRange(SpokeHistories(records));
        wrong.AddRange(Conversations(hub, consults, sites, requests));
        foreach (var (address, records) in sites)
        {
            wrong.AddRange(Delivery(records, hub, m => true, i => i.Sender == address));
            wrong.AddRange(Delivery(hub, records, m => m.To == address, i => !i.Sender.StartsWith("user:", StringComparison.Ordinal)));
        }
        return wrong;
    }

    // Whoever has it now; where it was before only says that it went on.
    private static Records.Consult? Latest(IReadOnlyList<Records.Consult> consults, Guid id) =>
        consults.FirstOrDefault(c => c.ConsultId == id && c.Status != Redirected);

    private static string? Compare(string site, Records.Request request, Records.Consult? consult, Records hub, Records spoke)
    {
        if (consult is not null && consult.Site != site) return $"the hub thinks it is of {consult.Site}";
        if (consult is not null) return Equal[consult.Status].Contains(request.Status) ? null : $"the hub says {consult.Status}, the spoke {request.Status}";

        // Not at the hub: only what was taken back before it ever left, or what the hub has put aside and said so.
        var sent = spoke.Outbox().Where(m => m.ConsultId == request.ConsultId).ToList();
        if (request.Status == "Cancelled" && sent.Count == 0) return null;
        var refused = sent.FirstOrDefault(m => m.Name.StartsWith("consult-requested.", StringComparison.Ordinal) && m.State == Records.OutboxState.Refused);
        var putAside = hub.Quarantine().FirstOrDefault(q => q.MessageId == refused?.MessageId && q.Code == refused?.RefusedCode && !q.IsReleased);
        return refused is not null && putAside is not null && request.RefusedCode == putAside.Code && request.Status is "Returned" or "Queued"
            ? null
            : $"the spoke says {request.Status} and the hub has never heard of it";
    }

    private static IEnumerable<string> HubHistories(Records hub, IReadOnlyList<Records.Consult> consults)
    {
        var events = hub.ConsultEvents().ToLookup(e => e.Row);
        foreach (var consult in consults)
        {
            var (state, moves) = ("", 0);
            foreach (var happened in events[consult.Row])
            {
                if (!History.TryGetValue((state, happened.Kind), out var next))
                {
                    yield return $"{consult.ConsultId}: '{happened.Kind}' after {state}; all: {string.Join(", ", events[consult.Row].Select(e => e.Kind))}";
                    break;
                }
                if (next != state || happened.Kind is "corrected" or "advice-withdrawn") moves++;
                state = next;
            }
            if (state != consult.Status) yield return $"{consult.ConsultId} is {consult.Status}, and its history ends in {state}";
            if (moves != consult.Version) yield return $"{consult.ConsultId} has version {consult.Version} after {moves} moves";
            foreach (var twice in Doubles(events[consult.Row], OnceAtTheHub)) yield return $"{consult.ConsultId} at the hub: {twice}";
        }
    }

    private static IEnumerable<string> SpokeHistories(Records spoke)
    {
        var events = spoke.RequestEvents().ToLookup(e => e.Row);
        foreach (var request in spoke.Requests())
            foreach (var twice in Doubles(events[request.Row], OnceAtTheSpoke))
                yield return $"{request.ConsultId} at the spoke: {twice}";
    }

    private static IEnumerable<string> Doubles(IEnumerable<Records.Happened> events, string[] once)
    {
        foreach (var same in events.GroupBy(e => (e.Kind, e.By, e.Code, e.At)).Where(g => g.Count() > 1)) yield return $"{same.Key} is there {same.Count()} times";
        foreach (var same in events.Where(e => once.Contains(e.Kind)).GroupBy(e => e.Kind).Where(g => g.Count() > 1)) yield return $"'{same.Key}' happened {same.Count()} times";
    }

    private static IEnumerable<string> Conversations(
        Records hub, IReadOnlyList<Records.Consult> consults, IReadOnlyDictionary<string, Records> sites, List<(string Site, Records.Request Request)> requests)
    {
        var (hubMessages, hubAdvice) = (hub.ConsultMessages().ToLookup(m => m.Row, m => m.InformationId), hub.AdviceAtHub().ToLookup(a => a.Row));
        var spokeMessages = sites.ToDictionary(s => s.Key, s => s.Value.RequestMessages().ToLookup(m => m.Row, m => m.InformationId));
        var spokeAdvice = sites.ToDictionary(s => s.Key, s => s.Value.AdviceAtSpoke().ToLookup(a => a.Row));
        foreach (var (site, request) in requests)
        {
            if (Latest(consults, request.ConsultId) is not { } consult) continue;
            var (atHub, atSpoke) = (hubMessages[consult.Row].Order().ToList(), spokeMessages[site][request.Row].Order().ToList());
            if (atHub.Distinct().Count() != atHub.Count || !atHub.SequenceEqual(atSpoke))
                yield return $"{request.ConsultId}: the hub has {atHub.Count} messages of the talk, the spoke {atSpoke.Count}";

            var (given, received) = (hubAdvice[consult.Row].OrderBy(a => a.Version).ToList(), spokeAdvice[site][request.Row].OrderBy(a => a.Version).ToList());
            if (!given.Select(a => a.Version).SequenceEqual(Enumerable.Range(1, given.Count).Select(n => (long)n)))
                yield return $"{request.ConsultId}: advice versions at the hub are {string.Join(", ", given.Select(a => a.Version))}";
            if (!given.Select(a => (a.Version, a.Document)).SequenceEqual(received.Select(a => (a.Version, a.Document))))
                yield return $"{request.ConsultId}: the hub gave {given.Count} advice and the spoke has {received.Count}, or other bytes";
            if (consult.AdviceVersion != given.Count || request.AdviceVersion != given.Count)
                yield return $"{request.ConsultId}: advice in force is {consult.AdviceVersion} at the hub and {request.AdviceVersion} at the spoke, of {given.Count}";
        }
    }

    /// <summary>What one side has sent is exactly what the other has taken, each once, and numbered without a gap.</summary>
    private static IEnumerable<string> Delivery(Records sender, Records receiver, Func<Records.Sent, bool> ofThese, Func<Records.Taken, bool> fromSender)
    {
        var sent = sender.Outbox().Where(ofThese).ToList();
        var taken = receiver.Inbox().Where(fromSender).GroupBy(i => i.MessageId).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var message in sent)
        {
            if (message.State == Records.OutboxState.Open) continue;
            if (!taken.TryGetValue(message.MessageId, out var rows)) yield return $"{message.Name} {message.MessageId} to {message.To} is closed and was never taken";
            else if (rows.Count > 1) yield return $"{message.Name} {message.MessageId} was taken {rows.Count} times";
            else if (rows[0].RefusedCode != message.RefusedCode) yield return $"{message.Name} {message.MessageId}: refused '{rows[0].RefusedCode}' there, '{message.RefusedCode}' here";
        }
        // What is refused may have come from anybody.
        foreach (var strange in taken.Keys.Except(sent.Select(m => m.MessageId)).Where(id => taken[id].Any(i => i.RefusedCode is null))) yield return $"{taken[strange][0].Name} {strange} was taken and never sent";

        foreach (var row in sent.Where(m => m.Number is not null).GroupBy(m => (m.From, m.To)))
            if (Gap(row.Select(m => m.Number!.Value)) is { } gap) yield return $"Sent from {row.Key.From} to {row.Key.To}: {gap}";
        foreach (var row in taken.Values.SelectMany(r => r).Where(i => i.Number is not null).GroupBy(i => (i.Sender, i.Receiver, i.Epoch)))
            if (Gap(row.Select(i => i.Number!.Value)) is { } gap) yield return $"Taken by {row.Key.Receiver} from {row.Key.Sender}: {gap}";
    }

    private static string? Gap(IEnumerable<long> numbers)
    {
        var sorted = numbers.Order().ToList();
        var first = Enumerable.Range(0, sorted.Count).FirstOrDefault(i => sorted[i] != i + 1, -1);
        return first < 0 ? null : $"number {first + 1} is missing or there twice ({sorted.Count} messages, highest {sorted[^1]})";
    }
}
