using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Shared.Hosting.Problems;
using static Spoke.Api.Domain.RequestStatus;

namespace Spoke.Api.Domain;

/// <summary>Where a request stands, as the spoke knows it.</summary>
public enum RequestStatus
{
    /// <summary>Being written; nothing has left this computer.</summary>
    Draft,

    /// <summary>Sent off: it waits for the link or for the hub's word.</summary>
    Queued,

    /// <summary>The hub has it and it waits for a doctor.</summary>
    Received,
    Accepted,
    InformationAsked,

    /// <summary>Signed advice is here, checked, and nobody has read it yet.</summary>
    Advised,
    Acknowledged,
    Closed,
    Returned,

    /// <summary>Taken back here; the hub decides whether in time.</summary>
    Cancelling,
    Cancelled,
}

/// <summary>One request of this spoke for advice on one patient, from the first word typed to the outcome.</summary>
/// <remarks>FHIR R4: ServiceRequest.</remarks>
public sealed class ConsultRequest
{
    // The acts of people at the spoke. What the hub says is followed by its version, not by this table.
    private static readonly Dictionary<RequestStatus, RequestStatus[]> Moves = new()
    {
        [RequestStatus.Draft] = [Queued, Cancelled],
        [Queued] = [Cancelling, Cancelled],
        [Received] = [Cancelling],
        [Accepted] = [Cancelling],
        [RequestStatus.InformationAsked] = [Accepted, Cancelling],
        [Advised] = [Acknowledged],
        [Acknowledged] = [Closed],
        [Closed] = [],
        [Returned] = [],
        [Cancelling] = [],
        [Cancelled] = [],
    };

    private ConsultRequest() { }   // EF Core

    public long Id { get; private init; }
    public required Guid ConsultId { get; init; }
    public required string SpokeCode { get; init; }

    /// <summary>Spoke code and a count; empty while it is a draft.</summary>
    public string Number { get; private set; } = "";

    public Guid? PatientId { get; set; }

    /// <summary>The patient as the request went out; null while it is a draft.</summary>
    public PatientSummary? Patient { get; private set; }

    /// <summary>What was asked; null while it is a draft.</summary>
    public RequestContent? Content { get; private set; }

    /// <summary>While a draft: everything typed, right or wrong, so that nothing typed is lost. Null once sent.</summary>
    public DraftForm? Draft { get; private set; }

    /// <summary>The hub it went to; empty while it is a draft.</summary>
    public string HubCode { get; private set; } = "";

    /// <summary>As asked, or as the red flags of later vitals ask: it only ever rises.</summary>
    public Urgency Urgency { get; private set; }

    public string Specialty { get; private set; } = "";
    public required string RequestedBy { get; set; }
    public Guid RequestedById { get; set; }

    /// <summary>Never leaves the spoke and is never counted.</summary>
    public bool IsPractice { get; private init; }

    /// <summary>The returned request that this one corrects.</summary>
    public Guid? Corrects { get; private init; }

    /// <summary>The earlier consult that this one goes on from; null when it is a first one.</summary>
    public Guid? FollowsUp { get; private set; }

    /// <summary>When it was begun; lists show the newest first.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? QueuedAt { get; private set; }
    public RequestStatus Status { get; private set; }
    public DateTimeOffset StatusSince { get; private set; }

    /// <summary>Counts the changes made here.</summary>
    public int Version { get; private set; }

    /// <summary>The hub's (Hop, Version) that this status follows: a lower one changes nothing any more.</summary>
    public int HubHop { get; private set; }

    public int HubVersion { get; private set; }

    /// <summary>Hubs that have passed it on, with the hop it had there: what they still say is known, and changes nothing any more. Null before the first.</summary>
    public IReadOnlyList<FormerHub>? FormerHubs { get; private set; }

    /// <summary>When the hub says that the answer can be expected; null until it has said so.</summary>
    public ConsultPromised? Promise { get; private set; }

    /// <summary>Which hop made <see cref="Promise"/>.</summary>
    public int PromiseHop { get; private set; }

    /// <summary>The doctor who holds or advised it.</summary>
    public string? PractitionerName { get; private set; }

    public string? ReturnReason { get; private set; }
    public string? ReturnText { get; private set; }

    /// <summary>A message of ours about this request that the hub could not take: shown, so that nobody waits in vain.</summary>
    public string? RefusedCode { get; private set; }

    /// <summary>It reached the hub so late that the hub asks whether it still stands, and nobody has answered.</summary>
    public bool ArrivedLate { get; private set; }

    /// <summary>Version of the advice in force here; 0 before any.</summary>
    public int AdviceVersion { get; private set; }

    /// <summary>About the advice in force: a correction or a withdrawal is told anew.</summary>
    public HowTold? ToldHow { get; private set; }

    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>The advice in force was taken back, or came after the consult was closed, and the patient has not been told that.</summary>
    public bool TellAgain { get; private set; }

    public Outcome? Outcome { get; private set; }
    public string? OutcomeText { get; private set; }

    /// <summary>When somebody here was first asked what became of the patient: at the next visit, or on day 7, once.</summary>
    public DateTimeOffset? OutcomeAskedAt { get; private set; }

    /// <summary>When the patient took consent back; null while it holds.</summary>
    public DateTimeOffset? ConsentWithdrawnAt { get; private set; }

    public string? ConsentWithdrawnReason { get; private set; }

    /// <summary>With the request or after it; null while nobody has said that 108 was called.</summary>
    public DateTimeOffset? AmbulanceCalledAt { get; private set; }

    public List<RequestMessage> Thread { get; } = [];
    public List<RequestEvent> Events { get; } = [];
    public List<ReceivedAdvice> Advice { get; } = [];
    public List<DispensedMedicine> Dispensed { get; } = [];

    /// <summary>What the treating doctor prescribed here after the advice, each version as it was signed.</summary>
    public List<OwnPrescription> Prescriptions { get; } = [];

    /// <summary>The requester is asked whether the request still stands: it arrived late, and no answer has made that idle.</summary>
    public bool AwaitsConfirmation => ArrivedLate && Status is Received or Accepted;

    /// <summary>Pictures can still be added: to the draft, or to what a doctor may yet read.</summary>
    public bool TakesAttachments => Status is RequestStatus.Draft or Queued or Received or Accepted or RequestStatus.InformationAsked;

    /// <summary>The hub has it and has not answered: what it promised still stands.</summary>
    public bool AwaitsHub => Status is Received or Accepted or RequestStatus.InformationAsked;

    public bool IsOver => Status is Closed or Returned or Cancelled;

    /// <summary>The patient knows the advice; not having reached anybody does not count.</summary>
    public bool PatientKnows => ToldHow is not null and not HowTold.NotReached;

    /// <summary>Told, and nobody knows yet what became of the patient.</summary>
    public bool AwaitsOutcome => Status == Acknowledged && PatientKnows;

    public bool AwaitsTelling => Status is Advised || (Status is Acknowledged && !PatientKnows) || TellAgain;

    public static ConsultRequest Begin(string spokeCode, Guid byId, string by, DraftForm form, bool practice, Guid? corrects, DateTimeOffset now)
    {
        var request = new ConsultRequest
        {
            ConsultId = Guid.CreateVersion7(now),
            SpokeCode = spokeCode,
            RequestedBy = by,
            RequestedById = byId,
            Draft = form,
            IsPractice = practice,
            Corrects = corrects,
            CreatedAt = now,
        };
        (request.Status, request.StatusSince, request.Version) = (RequestStatus.Draft, now, 1);
        return request;
    }

    /// <summary>Keeps what is typed; the last save wins.</summary>
    public void Keep(DraftForm form)
    {
        if (Status != RequestStatus.Draft) throw NotAllowed(RequestStatus.Draft);
        Draft = form;
        Version++;
    }

    /// <summary>Shows these fields as they are known elsewhere; kept with the next <see cref="Keep"/>.</summary>
    public void Show(IReadOnlyDictionary<string, string> known)
    {
        if (Draft is null) return;
        var fields = new Dictionary<string, string>(Draft.Fields);
        foreach (var (field, value) in known) fields[field] = value;
        Draft = Draft with { Fields = fields };
    }

    /// <summary>Sends it off: from here on it is in our custody until the hub's receipt.</summary>
    /// <param name="patientId">Null in practice: nobody is registered for it.</param>
    /// <param name="followsUp">The answered consult that this one goes on from.</param>
    public void Queue(Guid? patientId, PatientSummary patient, RequestContent content, string number, string hubCode, DateTimeOffset now, Guid? followsUp = null)
    {
        MoveTo(Queued, "queued", RequestedBy, now);
        (PatientId, Patient, Content, Number, HubCode, FollowsUp) = (patientId, patient, content, number, hubCode, followsUp);
        (Urgency, Specialty, QueuedAt, Draft) = (content.Urgency ?? Urgency.Routine, content.Specialty, now, null);
        AmbulanceCalledAt = content.AmbulanceCalledAt;
    }

    /// <summary>Takes it back. True if it ends here and now, because the hub has never heard of it.</summary>
    public bool Cancel(bool neverSent, string by, DateTimeOffset now)
    {
        var endsHere = Status == RequestStatus.Draft || (Status == Queued && (neverSent || IsPractice));
        MoveTo(endsHere ? Cancelled : Cancelling, endsHere ? "cancelled" : "cancelling", by, now);
        return endsHere;
    }

    /// <param name="proposed">What the red flags of the new vitals ask for; null when there are none.</param>
    public RequestMessage Supply(Guid informationId, string text, Vitals? vitals, Urgency? proposed, string by, DateTimeOffset now)
    {
        if (Status is not (Received or Accepted or RequestStatus.InformationAsked or Queued)) throw NotAllowed(Accepted);
        if (Status == RequestStatus.InformationAsked) MoveTo(Accepted, "information-supplied", by, now);
        else Note("information-supplied", by, now);
        Version++;
        if (proposed > Urgency)
        {
            Urgency = proposed.Value;
            Note("urgency-raised", by, now, Code(Urgency));
        }
        var supplied = new RequestMessage { InformationId = informationId, FromHub = false, Text = text, Vitals = vitals, By = by, At = now };
        Thread.Add(supplied);
        return supplied;
    }

    /// <summary>It still stands. False if nobody asked, or somebody has answered already.</summary>
    public bool Confirm(string by, DateTimeOffset now)
    {
        if (!AwaitsConfirmation) return false;
        ArrivedLate = false;
        Version++;
        Note("confirmed", by, now);
        return true;
    }

    public void Acknowledge(string by, DateTimeOffset now) => MoveTo(Acknowledged, "acknowledged", by, now);

    /// <summary>The version that the treating doctor's next prescription has: the first, or the one after the version it replaces.</summary>
    /// <param name="supersedes">The version being replaced; null for the first, or after one that was taken back.</param>
    public int NextPrescription(int? supersedes)
    {
        if (Status is not (Advised or Acknowledged)) throw new RuleBrokenException("request-move-not-allowed", Code(Status), "prescribed");
        if (Advice.MaxBy(a => a.Version) is not { Withdrawal: null }) throw new RuleBrokenException("advice-taken-back");
        var last = Prescriptions.MaxBy(p => p.Version);
        if (supersedes != (last?.Withdrawal is null ? last?.Version : null)) throw new RuleBrokenException("prescription-not-in-force");
        return (last?.Version ?? 0) + 1;
    }

    /// <summary>Signed. What replaces a prescription that the patient has is told anew.</summary>
    public void Prescribe(OwnPrescription signed, string by, DateTimeOffset now)
    {
        if (Prescriptions.Count > 0) (ToldHow, ToldAt, TellAgain) = (null, null, false);
        Prescriptions.Add(signed);
        Version++;
        Note("prescribed", by, now);
    }

    /// <summary>The doctor takes his own prescription back: the patient has it and must be told.</summary>
    public void TakeBack(OwnPrescription prescription, string withdrawal, string reason, string by, DateTimeOffset now)
    {
        if (prescription.Withdrawal is not null || prescription.Version != Prescriptions.Max(p => p.Version)) throw new RuleBrokenException("prescription-not-in-force");
        prescription.Withdrawal = withdrawal;
        (ToldHow, ToldAt, TellAgain) = (null, null, true);
        Version++;
        Note("prescription-withdrawn", by, now, reason);
    }

    public void Tell(HowTold how, DateTimeOffset at, string by, DateTimeOffset now)
    {
        if (Status is not (Advised or Acknowledged) && !TellAgain) throw new RuleBrokenException("nothing-to-tell");
        if (Status == Advised) Acknowledge(by, now);   // nobody can tell what they have not read
        (ToldHow, ToldAt) = (how, at);
        TellAgain &= !PatientKnows;
        Version++;
        Note(how == HowTold.NotReached ? "not-reached" : "patient-told", by, now, Code(how));
    }

    /// <summary>The patient no longer agrees. What is open is taken back; what was answered stands, and it is only noted.</summary>
    /// <param name="neverSent">The hub has never heard of the request.</param>
    /// <returns>True if it ends here and now, because nobody else knows of it.</returns>
    public bool WithdrawConsent(bool neverSent, string? reason, string by, DateTimeOffset now)
    {
        if (ConsentWithdrawnAt is not null) throw new RuleBrokenException("consent-withdrawn-already");
        (ConsentWithdrawnAt, ConsentWithdrawnReason) = (now, reason);
        Version++;
        Note("consent-withdrawn", by, now);
        return (Status == RequestStatus.Draft || Moves[Status].Contains(Cancelling)) && Cancel(neverSent, by, now);
    }

    /// <summary>The ambulance was called after the request was sent. False when that is known already.</summary>
    public bool CallAmbulance(DateTimeOffset at, string by)
    {
        if (Status == RequestStatus.Draft) throw NotAllowed(Queued);
        AmbulanceCalledAt ??= Content?.AmbulanceCalledAt;   // of requests that older versions sent
        if (AmbulanceCalledAt is not null) return false;
        AmbulanceCalledAt = at;
        Version++;
        Note("ambulance-called", by, at);
        return true;
    }

    /// <summary>What was given of the lines of the advice in force; about a line said before, this holds.</summary>
    public void Dispense(IEnumerable<DispensedLine> lines, string by, DateTimeOffset now)
    {
        if (AdviceVersion == 0) throw new RuleBrokenException("nothing-to-dispense");
        if (Advice.Single(a => a.Version == AdviceVersion).Withdrawal is not null) throw new RuleBrokenException("advice-withdrawn");
        if (Status == Advised) Acknowledge(by, now);   // nobody gives out what they have not read
        foreach (var line in lines)
        {
            var known = Dispensed.FirstOrDefault(d => d.AdviceVersion == AdviceVersion && d.Line == line.Line);
            if (known is null)
            {
                known = new DispensedMedicine { AdviceVersion = AdviceVersion, Line = line.Line, Medicine = line.Medicine };
                Dispensed.Add(known);
            }
            known.Say(line.Result, line.Quantity, by, now);
        }
        Version++;
        Note("dispensed", by, now);
    }

    /// <summary>Somebody here is asked what became of the patient, once. False when that was asked before, or is not to be asked.</summary>
    /// <param name="because"><c>visit</c> or <c>day-7</c>.</param>
    public bool AskOutcome(string because, DateTimeOffset now)
    {
        if (!AwaitsOutcome || OutcomeAskedAt is not null) return false;
        OutcomeAskedAt = now;
        Version++;
        Note("outcome-asked", null, now, because);
        return true;
    }

    /// <summary>Somebody records the outcome. That it is not known can be said only after somebody tried to tell the patient.</summary>
    public void Close(Outcome outcome, string? text, string by, DateTimeOffset now)
    {
        if (Status == Acknowledged && !(PatientKnows || (ToldHow is not null && outcome == Shared.Contracts.Consults.Outcome.NotKnown)))
            throw new RuleBrokenException("patient-not-told");
        End(outcome, text, by, now);
    }

    /// <summary>Time closes what nobody recorded an outcome of, told or not; it is counted as not known.</summary>
    public void CloseUnknown(string by, DateTimeOffset now) => End(Shared.Contracts.Consults.Outcome.NotKnown, null, by, now);

    private void End(Outcome outcome, string? text, string by, DateTimeOffset now)
    {
        MoveTo(Closed, "closed", by, now, Code(outcome));
        (Outcome, OutcomeText) = (outcome, text);
    }

    /// <summary>
    /// The hub says where the consult stands. The higher (Hop, Version) wins whatever the order of arrival; what people did here
    /// since (reading the advice, closing) is not undone by it.
    /// </summary>
    /// <param name="by">The doctor who holds or ends it; null while nobody does.</param>
    /// <returns>False when this is older than what is known.</returns>
    public bool FollowHub(int hop, int version, RequestStatus status, string kind, string? by, DateTimeOffset at, string? code = null)
    {
        if ((hop, version).CompareTo((HubHop, HubVersion)) <= 0) return false;
        // Who holds it is part of what is followed: nobody while it waits, whatever arrived before.
        (HubHop, HubVersion, PractitionerName) = (hop, version, by);
        if (Status == Queued) RefusedCode = null;   // the hub could not read the request before; now it has
        Note(kind, by, at, code);
        Version++;

        // Taken back here: only an end at the hub answers that.
        if (Status == Cancelling && status is not (Cancelled or Advised or Returned)) return true;
        // Ended here by the hub's earlier word on something later: nothing goes back.
        if (IsOver) return true;
        (Status, StatusSince) = (status, at);
        return true;
    }

    /// <summary>True for the hub that has it, or had it, under this hop: nobody else has a say.</summary>
    public bool IsWith(string hubCode, int hop) =>
        (HubCode == hubCode && HubHop == hop) || FormerHubs?.Any(f => f.HubCode == hubCode && f.Hop == hop) is true;

    /// <summary>The hub has passed it on: from here on another is asked. Where several pass it on, the later hop wins whatever the order of arrival.</summary>
    public void FollowRedirect(int hop, ConsultRedirected redirected)
    {
        Note("redirected", redirected.RedirectedBy, redirected.At, redirected.Reason);
        Version++;
        if (redirected.ToHop <= HubHop) return;
        FormerHubs = [.. FormerHubs ?? [], new FormerHub(HubCode, HubHop)];
        (HubCode, HubHop, HubVersion, Specialty, PractitionerName) = (redirected.ToHub, redirected.ToHop, 0, redirected.Specialty, null);
        if (Status != Cancelling && !IsOver) (Status, StatusSince) = (Received, redirected.At);
    }

    /// <summary>The hub's clock starts. What took longer than this on its way is asked about: the patient may be well, or elsewhere.</summary>
    public void FollowReceived(DateTimeOffset receivedAt) => ArrivedLate = receivedAt - QueuedAt > ConsultReceived.LateAfter;

    /// <summary>The hub promises, or promises anew: the later word of the later hub holds, in whatever order they come.</summary>
    public void FollowPromise(int hop, ConsultPromised promise)
    {
        if ((hop, promise.Number).CompareTo((PromiseHop, Promise?.Number ?? 0)) <= 0) return;
        if (Promise is not null) Note("promised-anew", null, promise.At, Code(promise.Because));
        (Promise, PromiseHop) = (promise, hop);
        Version++;
    }

    public void FollowReturned(string reason, string? text) => (ReturnReason, ReturnText) = (reason, text);

    /// <summary>Advice came. What replaces advice that was told is told anew.</summary>
    public void FollowAdvice(int adviceVersion)
    {
        if (adviceVersion <= AdviceVersion) return;
        AdviceVersion = adviceVersion;
        (ToldHow, ToldAt, TellAgain) = (null, null, Status == Closed);
    }

    /// <summary>The doctor's word on how it was asked; the latest holds, in whatever order they come.</summary>
    public void FollowRating(RequestRated rated) => Note("rated", rated.RatedBy, rated.At, Code(rated.Rating));

    /// <summary>The doctor took advice back: if it is the one in force, whoever was told it must be told that.</summary>
    public void FollowWithdrawal(ReceivedAdvice advice, string withdrawal, string by, string reason, DateTimeOffset at)
    {
        advice.Withdrawal = withdrawal;
        Version++;
        Note("advice-withdrawn", by, at, reason);
        if (advice.Version == AdviceVersion) (ToldHow, ToldAt, TellAgain) = (null, null, true);
    }

    /// <summary>A message of ours was refused by the hub.</summary>
    public void NoteRefusal(string messageName, string code, DateTimeOffset now)
    {
        RefusedCode = code;
        Note("refused", null, now, code);
        Version++;
        // The request itself was refused: the hub will never answer it, so it comes back to be corrected. One that the hub only
        // cannot read yet stays on its way: the hub keeps it and answers after its upgrade.
        if (messageName == ConsultRequested.WireName && code != RefusedMessage.NotKnownYet && Status is Queued or Cancelling)
            (Status, StatusSince, ReturnReason) = (Returned, now, code);
    }

    public void Note(string kind, string? by, DateTimeOffset at, string? code = null) =>
        Events.Add(new RequestEvent { Kind = kind, By = by, At = at, Code = code });

    public static string Code<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private void MoveTo(RequestStatus next, string kind, string? by, DateTimeOffset now, string? code = null)
    {
        if (!Moves[Status].Contains(next)) throw NotAllowed(next);
        (Status, StatusSince, Version) = (next, now, Version + 1);
        Note(kind, by, now, code);
    }

    private RuleBrokenException NotAllowed(RequestStatus next) => new("request-move-not-allowed", Code(Status), Code(next));
}

/// <summary>A hub that had a consult and passed it on.</summary>
public sealed record FormerHub(string HubCode, int Hop);

/// <summary>What has been typed so far, field by field, and the step the requester is at.</summary>
public sealed record DraftForm
{
    public string Step { get; init; } = "patient";
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was last saved here.</summary>
    public DateTimeOffset SavedAt { get; init; }

    public string this[string field] => Fields.GetValueOrDefault(field, "");
}

/// <summary>One message of the talk between spoke and hub.</summary>
public sealed class RequestMessage
{
    public long Id { get; private init; }
    public required Guid InformationId { get; init; }
    public required bool FromHub { get; init; }
    public required string Text { get; init; }
    public Vitals? Vitals { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Of what we supplied: the message that carries it, whose row in the outbox tells when the hub had it.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>When the other side read it first; of a question, when somebody here did.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    public string? ReadBy { get; private set; }

    /// <summary>False when it was read before.</summary>
    public bool Read(string by, DateTimeOffset at)
    {
        if (ReadAt <= at) return false;
        (ReadBy, ReadAt) = (by, at);
        return true;
    }
}

/// <summary>What happened to a request; never changed.</summary>
public sealed class RequestEvent
{
    public long Id { get; private init; }
    public required string Kind { get; init; }
    public string? By { get; init; }
    public string? Code { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Signed advice as it came, checked before it is shown.</summary>
public sealed class ReceivedAdvice
{
    public long Id { get; private init; }
    public required int Version { get; init; }
    public required string Document { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Last day of the signer's certificate.</summary>
    public required DateOnly CertificateUntil { get; init; }

    /// <summary>The doctor's signed word that it no longer holds (compact JWS); null while it does.</summary>
    public string? Withdrawal { get; set; }

    /// <summary>What the code on the slip says (compact JWS), checked with the advice; null when the hub sent none.</summary>
    public string? Slip { get; init; }
}

/// <summary>A treating doctor's own prescription as it was signed here; a change of mind is another version, or a withdrawal.</summary>
public sealed class OwnPrescription
{
    public long Id { get; private init; }
    public required int Version { get; init; }
    public required Guid PrescriptionId { get; init; }

    /// <summary>Compact JWS over an <see cref="Shared.Contracts.Advice.AdviceNote"/>, with the doctor's certificate in its header.</summary>
    public required string Document { get; init; }

    /// <summary>What the code on its slip says (compact JWS).</summary>
    public required string Slip { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The doctor's signed word that it no longer holds (compact JWS); null while it does.</summary>
    public string? Withdrawal { get; set; }
}

/// <summary>The latest number given at a spoke.</summary>
public sealed class SpokeCounter
{
    public required string SpokeCode { get; init; }
    public long Last { get; set; }
}
