using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Hosting.Problems;
using static Hub.Api.Domain.ConsultStatus;

namespace Hub.Api.Domain;

/// <summary>Where a consult stands at the hub.</summary>
/// <remarks>FHIR R4: Task.status with businessStatus.</remarks>
public enum ConsultStatus
{
    Waiting,
    Accepted,
    InformationAsked,
    Advised,
    Closed,
    Returned,
    Cancelled,

    /// <summary>Passed on: another hub, or the same under the next hop, has it now. What still comes here goes after it.</summary>
    Redirected,
}

/// <summary>The hub's work on one request. Its key is (ConsultId, Hop), for ever.</summary>
/// <remarks>FHIR R4: Task that focuses on a ServiceRequest.</remarks>
public sealed class Consult
{
    // The whole life of a consult at a hub. A person's move that is not in this table cannot happen.
    private static readonly Dictionary<ConsultStatus, ConsultStatus[]> Moves = new()
    {
        [Waiting] = [Accepted, Returned, Cancelled, Redirected],
        [Accepted] = [ConsultStatus.InformationAsked, Advised, Waiting, Returned, Cancelled, Redirected],
        [ConsultStatus.InformationAsked] = [Accepted, Waiting, Returned, Cancelled, Redirected],
        [Advised] = [Advised, Closed],   // again by a correction
        [Closed] = [],
        [Returned] = [],
        [Cancelled] = [],
        [Redirected] = [],
    };

    /// <summary>Reason of a return: it went from hub to hub and none offers the specialty.</summary>
    public const string NobodyServes = "nobody-serves";

    private Consult() { }   // EF Core

    public long Id { get; private init; }
    public required Guid ConsultId { get; init; }
    public required int Hop { get; init; }
    public required string HubCode { get; init; }

    /// <summary>The address of the site that asked; answers go there.</summary>
    public required string Site { get; init; }

    /// <summary>The hub that passed it on, as an address; null when it came from the site.</summary>
    public string? CameFrom { get; private init; }

    /// <summary>Where it has been before, oldest first; null when it came from the site.</summary>
    public IReadOnlyList<HopStep>? Path { get; private init; }

    /// <summary>The colleague it was passed on to by name; others may still take it.</summary>
    public string? MeantFor { get; private init; }

    /// <summary>The hub that has it now, and the hop it has there; null until it is passed on.</summary>
    public string? WentTo { get; private set; }

    public int? WentToHop { get; private set; }

    public string SpokeCode { get; private init; } = "";
    public string Number { get; private init; } = "";
    public string Specialty { get; private init; } = "";

    /// <summary>As asked, or as the red flags of later vitals ask: it only ever rises.</summary>
    public Urgency Urgency { get; private set; }

    /// <summary>Null only in a tombstone: the cancellation came before the request.</summary>
    public PatientSummary? Patient { get; private init; }

    public RequestContent? Request { get; private init; }
    public Requester? Requester { get; private init; }

    /// <summary>By the spoke's clock: shown, never used for order.</summary>
    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>The hub's clock starts here and survives redirects.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the spoke last sent something to be read; null since the request.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>When it is to be answered by the programme's times: it orders the queue. Counted from the first receipt, earlier when the urgency rises.</summary>
    public DateTimeOffset Deadline { get; private set; }

    /// <summary>What the requester was told last; null when no promise could be made, or none has been yet.</summary>
    public DateTimeOffset? PromisedBy { get; private set; }

    /// <summary>When that was said; null before the first promise.</summary>
    public DateTimeOffset? PromisedAt { get; private set; }

    public int Promises { get; private set; }

    /// <summary>The last promise said that nobody is on duty for it.</summary>
    public bool NobodyOnDuty { get; private set; }

    /// <summary>The doctor named by a colleague, or who advised before, if on duty when it came: until then nobody else is given it, while anybody may choose it.</summary>
    public string? ReservedFor { get; private set; }

    public DateTimeOffset? ReservedUntil { get; private set; }

    /// <summary>When its last holder took it; kept when it is answered.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it was first answered, by advice or by a return; null while it is open.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public ConsultStatus Status { get; private set; }
    public DateTimeOffset StatusSince { get; private set; }
    public int Version { get; private set; }
    public Lease? Lease { get; private set; }

    /// <summary>The last token given out; it only ever grows, so that an old holder is always recognised.</summary>
    public long LastToken { get; private set; }

    /// <summary>Version of the advice in force; 0 before there is any.</summary>
    public int AdviceVersion { get; private set; }

    /// <summary>The earlier consult that this one goes on from; null when it is a first one.</summary>
    public Guid? FollowsUp { get; private init; }

    /// <summary>The directory's code of the doctor who advised on <see cref="FollowsUp"/>: offered it first, while anybody may take it.</summary>
    public string? FollowsUpDoctor { get; init; }

    /// <summary>Null until the spoke records one.</summary>
    public Outcome? Outcome { get; private set; }

    public string? OutcomeText { get; private set; }

    /// <summary>When the patient took consent back; null while it holds.</summary>
    public DateTimeOffset? ConsentWithdrawnAt { get; private set; }

    public string? ConsentWithdrawnReason { get; private set; }

    /// <summary>With the request or after it; null while nobody has said that 108 was called.</summary>
    public DateTimeOffset? AmbulanceCalledAt { get; private set; }

    /// <summary>Loaded where asked for, like <see cref="Events"/> and <see cref="Advice"/>; adding needs no loading.</summary>
    public List<ConsultMessage> Thread { get; } = [];
    public List<ConsultEvent> Events { get; } = [];
    public List<GivenAdvice> Advice { get; } = [];
    public List<ConsultAttachment> Attachments { get; } = [];
    public List<DispensedMedicine> Dispensed { get; } = [];
    public List<Offer> Offers { get; } = [];
    public List<Escalation> Escalations { get; } = [];

    public bool ArrivedLate => ReceivedAt - RequestedAt > ConsultReceived.LateAfter;

    /// <summary>When the requester said that a request that arrived late still stands; null while nobody has.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>It has been at this hub for this specialty before: somebody must decide, so the nodal officer sees it.</summary>
    public bool GoesRound => HasBeenAt(HubCode, Specialty);

    public bool IsOpen => Status is Waiting or Accepted or ConsultStatus.InformationAsked;

    /// <param name="followsUpDoctor">Who advised on the consult that this one goes on from.</param>
    public static Consult Receive(
        ConsultRequested request, Guid consultId, int hop, string hubCode, string site, DateTimeOffset now, string? followsUpDoctor = null)
    {
        var consult = new Consult
        {
            ConsultId = consultId,
            Hop = hop,
            HubCode = hubCode,
            Site = site,
            SpokeCode = request.SpokeCode,
            Number = request.Number,
            Specialty = request.Request.Specialty,
            Urgency = request.Request.Urgency ?? Urgency.Routine,
            Patient = request.Patient,
            Request = request.Request,
            Requester = request.Requester,
            RequestedAt = request.RequestedAt,
            ReceivedAt = now,
            AmbulanceCalledAt = request.Request.AmbulanceCalledAt,
            FollowsUp = request.FollowsUp,
            FollowsUpDoctor = followsUpDoctor,
        };
        consult.Announce(request.Attachments, null);
        consult.Begin(Waiting, "received", request.Requester.Name, now);
        return consult;
    }

    /// <summary>Another hub passes it on to this one: same clock, same talk.</summary>
    public static Consult ReceiveForwarded(ConsultForwarded forwarded, Guid consultId, int hop, string hubCode, string from, DateTimeOffset now) =>
        Forwarded(forwarded, consultId, hop, hubCode, from, "forwarded", now);

    private static Consult Forwarded(ConsultForwarded forwarded, Guid consultId, int hop, string hubCode, string from, string kind, DateTimeOffset now)
    {
        var request = forwarded.Request;
        var consult = new Consult
        {
            ConsultId = consultId,
            Hop = hop,
            HubCode = hubCode,
            Site = forwarded.Site,
            CameFrom = from,
            Path = forwarded.Path,
            MeantFor = forwarded.PractitionerCode,
            SpokeCode = request.SpokeCode,
            Number = request.Number,
            Specialty = forwarded.Specialty,
            Urgency = forwarded.Urgency,
            Patient = request.Patient,
            Request = request.Request,
            Requester = request.Requester,
            RequestedAt = request.RequestedAt,
            ReceivedAt = forwarded.ReceivedAt,
            ConfirmedAt = forwarded.ConfirmedAt,
            AmbulanceCalledAt = forwarded.AmbulanceCalledAt,
            FollowsUp = request.FollowsUp,
        };
        consult.Announce(request.Attachments, null);
        foreach (var message in forwarded.Thread)
        {
            consult.Announce(message.Attachments, message.InformationId);
            consult.Thread.Add(new ConsultMessage
            {
                InformationId = message.InformationId,
                FromHub = message.FromHub,
                Text = message.Text,
                Vitals = message.Vitals,
                By = message.By,
                At = message.At,
            });
        }
        consult.Begin(Waiting, kind, forwarded.Path[^1].By, now);
        return consult;
    }

    /// <summary>A cancellation that overtook its request: when the request comes, it finds itself cancelled.</summary>
    public static Consult Tombstone(Guid consultId, int hop, string hubCode, string site, string by, DateTimeOffset now)
    {
        var consult = new Consult { ConsultId = consultId, Hop = hop, HubCode = hubCode, Site = site, ReceivedAt = now, RequestedAt = now };
        consult.Begin(Cancelled, "cancelled", by, now);
        return consult;
    }

    /// <summary>A request that the hub's own rules send back at once.</summary>
    public static Consult ReturnAtOnce(ConsultRequested request, Guid consultId, int hop, string hubCode, string site, string reason, DateTimeOffset now)
    {
        var consult = Receive(request, consultId, hop, hubCode, site, now);
        consult.MoveTo(Returned, "returned", null, now, reason);
        return consult;
    }

    public Lease Accept(Guid holderId, string holderName, DateTimeOffset now)
    {
        if (Status != Waiting) throw NotAllowed(Accepted);   // back from InformationAsked is only the answer's way, not another doctor's
        MoveTo(Accepted, "accepted", holderName, now);
        AcceptedAt = now;
        return Lease = new Lease(++LastToken, holderId, holderName, now + Lease.Length);
    }

    /// <summary>Its place in the queue. It only ever moves forward.</summary>
    public void Place(DateTimeOffset deadline)
    {
        if (Deadline == default || deadline < Deadline) Deadline = deadline;
    }

    /// <summary>What is done if nobody takes it. A risen urgency has other steps: those that were to come are not needed any more.</summary>
    public void PlanEscalation(IEnumerable<Rung> rungs, DateTimeOffset now)
    {
        foreach (var idle in Escalations.Where(e => e.DoneAt is null)) idle.Do(EscalationResult.NotNeeded, now);
        Escalations.AddRange(Escalation.Of(rungs, Urgency, ReceivedAt, now, Deadline).ToList());
    }

    /// <summary>The longest that a consult is kept for the doctor it names; never longer than half of its time.</summary>
    public static readonly TimeSpan LongestReservation = TimeSpan.FromMinutes(30);

    /// <summary>Kept for a doctor who is there. An emergency is kept for nobody.</summary>
    public void ReserveFor(string practitionerCode, DateTimeOffset now)
    {
        var half = (Deadline - now) / 2;
        if (Urgency == Urgency.Stat || half <= TimeSpan.Zero) return;
        (ReservedFor, ReservedUntil) = (practitionerCode, now + (half < LongestReservation ? half : LongestReservation));
    }

    /// <summary>The requester is told when to expect the answer. What is said is numbered, so that the later word holds.</summary>
    public ConsultPromised Promise(ConsultPromised promise, DateTimeOffset now)
    {
        (PromisedBy, PromisedAt, NobodyOnDuty) = (promise.PromisedBy, now, promise.Because == PromiseBecause.NobodyOnDuty);
        if (Promises > 0) Note("promised-anew", null, now, CodeOf(promise.Because));
        return promise with { Number = ++Promises };
    }

    /// <summary>The open page says that its reader is still there.</summary>
    public Lease Renew(long token, Guid holderId, DateTimeOffset now)
    {
        CheckToken(token, holderId);
        return Lease = Lease! with { ExpiresAt = Status == ConsultStatus.InformationAsked ? null : now + Lease.Length };
    }

    public void HandBack(long token, Guid holderId, DateTimeOffset now)
    {
        CheckToken(token, holderId);
        MoveTo(Waiting, "handed-back", Lease!.HolderName, now);
        Lease = null;
    }

    /// <summary>The holder was silent too long. False if somebody was faster.</summary>
    public bool EndLease(DateTimeOffset now)
    {
        if (Status != Accepted || Lease is not { ExpiresAt: { } end } || end > now) return false;
        MoveTo(Waiting, "lease-ended", Lease.HolderName, now);
        Lease = null;
        return true;
    }

    public ConsultMessage AskInformation(long token, Guid holderId, Guid informationId, string text, DateTimeOffset now)
    {
        CheckToken(token, holderId);
        MoveTo(ConsultStatus.InformationAsked, "information-asked", Lease!.HolderName, now);
        Lease = Lease with { ExpiresAt = null };   // the clock of the lease stands still while the spoke is asked
        var asked = new ConsultMessage { InformationId = informationId, FromHub = true, Text = text, By = Lease.HolderName, At = now };
        Thread.Add(asked);
        return asked;
    }

    /// <summary>Information came. True if it was waited for, and the consult is with its holder again.</summary>
    public bool Supply(InformationSupplied information, DateTimeOffset now)
    {
        if (Thread.Any(m => m.InformationId == information.InformationId)) return false;
        Heard(now);
        Announce(information.Attachments, information.InformationId);
        Thread.Add(new ConsultMessage
        {
            InformationId = information.InformationId,
            FromHub = false,
            Text = information.Text,
            Vitals = information.Vitals,
            By = information.SuppliedBy,
            At = now,
        });
        if (information.Urgency is { } urgency && urgency > Urgency)
        {
            Urgency = urgency;
            Note("urgency-raised", information.SuppliedBy, now, CodeOf(urgency));
        }
        if (Status != ConsultStatus.InformationAsked)
        {
            Note("information-supplied", information.SuppliedBy, now);
            return false;
        }
        MoveTo(Accepted, "information-supplied", information.SuppliedBy, now);
        Lease = Lease! with { ExpiresAt = now + Lease.Length };
        return true;
    }

    /// <summary>Something of it came. It is written to the consult itself, so that whoever passes it on at the same moment has seen it, or it goes after.</summary>
    public void Heard(DateTimeOffset now) => HeardAt = now;

    private void Announce(IReadOnlyList<ListedAttachment>? attachments, Guid? informationId) =>
        Attachments.AddRange((attachments ?? []).Select(listed => ConsultAttachment.Of(listed, informationId)));

    public void Return(long token, Guid holderId, string reason, DateTimeOffset now)
    {
        CheckToken(token, holderId);
        MoveTo(Returned, "returned", Lease!.HolderName, now, reason);
        Lease = null;
    }

    /// <summary>The holder passes it on; <see cref="Forward"/> is what to send.</summary>
    public HopStep Redirect(long token, Guid holderId, Destination to, string reason, DateTimeOffset now)
    {
        CheckToken(token, holderId);
        var by = Lease!.HolderName;
        Lease = null;
        return PassOn(to, "redirected", reason, by, now);
    }

    /// <summary>Where it can go by itself, by rank: never to where it has been.</summary>
    public IEnumerable<Destination> Onward(ProgrammeDirectory directory, DateOnly day) => directory.MappingsOf(SpokeCode, day)
        .Where(m => m.Specialty == Specialty && m.HubCode != HubCode && Path?.Any(s => s.HubCode == m.HubCode) is not true)
        .Select(m => new Destination(m.HubCode, m.Specialty)).Distinct();

    /// <summary>This hub cannot serve it, or nobody here takes it: it goes on by rank.</summary>
    public HopStep PassOn(Destination to, DateTimeOffset now, string reason = ConsultRedirected.NotOffered) => PassOn(to, "passed-on", reason, null, now);

    /// <summary>No hub offers it to this spoke: the requester is told at once.</summary>
    public void ReturnUnserved(DateTimeOffset now) => MoveTo(Returned, "returned", null, now, NobodyServes);

    private HopStep PassOn(Destination to, string kind, string reason, string? by, DateTimeOffset now)
    {
        MoveTo(Redirected, kind, by, now, reason);
        (WentTo, WentToHop) = (to.HubCode, Hop + 1);
        return new HopStep(HubCode, Specialty, reason, by, now);
    }

    /// <summary>The whole of it for the next hub. The talk and the list of pictures must be loaded after it was passed on.</summary>
    public ConsultForwarded Forward(Destination to, HopStep left) => new()
    {
        Request = new ConsultRequested
        {
            Number = Number,
            SpokeCode = SpokeCode,
            Requester = Requester!,
            Patient = Patient!,
            Request = Request!,
            RequestedAt = RequestedAt,
            FollowsUp = FollowsUp,
            Attachments = ListedOf(null),
        },
        Site = Site,
        Specialty = to.Specialty,
        Urgency = Urgency,
        ReceivedAt = ReceivedAt,
        ConfirmedAt = ConfirmedAt,
        AmbulanceCalledAt = AmbulanceCalledAt,
        Thread =
        [
            .. Thread.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => new ForwardedMessage
            {
                InformationId = m.InformationId,
                FromHub = m.FromHub,
                Text = m.Text,
                Vitals = m.Vitals,
                By = m.By,
                At = m.At,
                Attachments = ListedOf(m.InformationId),
            }),
        ],
        Path = [.. Path ?? [], left],
        PractitionerCode = to.PractitionerCode,
        At = left.At,
    };

    /// <summary>The hub it was passed on to cannot take it at all: it is here again under a later hop, and what still comes goes there.</summary>
    public Consult TakeBack(ConsultForwarded refused, DateTimeOffset now)
    {
        var path = (HopStep[])[.. refused.Path, new HopStep(WentTo!, refused.Specialty, ConsultRedirected.NotOffered, null, now)];
        var back = Forwarded(refused with { Specialty = Specialty, Path = path, PractitionerCode = null }, ConsultId, WentToHop!.Value + 1, HubCode,
            Shared.Contracts.Messaging.Wire.Hub(HubCode), "came-back", now);
        (WentTo, WentToHop) = (HubCode, back.Hop);
        return back;
    }

    public bool HasBeenAt(string hubCode, string specialty) => Path?.Any(s => s.HubCode == hubCode && s.Specialty == specialty) is true;

    private ListedAttachment[]? ListedOf(Guid? informationId) =>
        Attachments.Where(a => a.InformationId == informationId).OrderBy(a => a.Number).Select(a => a.Listed()).ToArray() is { Length: > 0 } listed ? listed : null;

    /// <summary>The next version of the advice, if it may be given now.</summary>
    public int NextAdviceVersion(long token, Guid holderId)
    {
        CheckToken(token, holderId);
        if (!Moves[Status].Contains(Advised)) throw NotAllowed(Advised);
        return AdviceVersion + 1;
    }

    /// <summary>
    /// The version that corrects the advice in force, by the doctor who signed it. Nobody holds the consult any more, so whoever corrects
    /// names what they read.
    /// </summary>
    public int NextCorrection(int supersedes, string? practitionerCode)
    {
        if (Status != Advised) throw NotAllowed(Advised);
        if (supersedes != AdviceVersion) throw new RuleBrokenException("changed-by-another");
        Advice.Single(a => a.Version == supersedes).MustBeOf(practitionerCode);
        return AdviceVersion + 1;
    }

    public void Advise(GivenAdvice advice, DateTimeOffset now)
    {
        MoveTo(Advised, Status == Advised ? "corrected" : "advised", advice.PractitionerName, now);
        Advice.Add(advice);
        AdviceVersion = advice.Version;
        Lease = null;
    }

    /// <summary>The doctor takes advice back, whether or not the consult is closed: what is wrong stays wrong.</summary>
    public void Withdraw(GivenAdvice advice, string withdrawal, string reason, DateTimeOffset now)
    {
        advice.Withdraw(withdrawal, now);
        Version++;
        Note("advice-withdrawn", advice.PractitionerName, now, reason);
    }

    /// <summary>The spoke asks to cancel; the hub decides. False when it is too late, and then what was sent stands.</summary>
    public bool Cancel(string by, DateTimeOffset now)
    {
        if (!IsOpen) return false;
        MoveTo(Cancelled, "cancelled", by, now);
        Lease = null;
        return true;
    }

    /// <summary>The doctor says how well it was asked: the holder, or once it is answered whoever answers here.</summary>
    public void Rate(RequestRating rating, Guid byId, string by, DateTimeOffset now)
    {
        if (Status is Waiting or Cancelled || (Lease is { } lease && lease.HolderId != byId)) throw new RuleBrokenException("rating-not-yours");
        Note("rated", by, now, CodeOf(rating));
    }

    /// <summary>The requester has made sure that it still stands.</summary>
    public void Confirm(string by, DateTimeOffset at)
    {
        ConfirmedAt = at;
        Note("confirmed", by, at);
    }

    /// <summary>The outcome is known: closed. A second one changes nothing.</summary>
    public void Close(OutcomeRecorded outcome, DateTimeOffset now)
    {
        if (Status != Advised) return;
        MoveTo(Closed, "closed", outcome.RecordedBy, now, CodeOf(outcome.Code));
        (Outcome, OutcomeText) = (outcome.Code, outcome.Text);
    }

    /// <summary>The requester says what was given of each line; about a line the later word holds, in whatever order they come.</summary>
    public void Dispense(Dispensed dispensed)
    {
        foreach (var line in dispensed.Lines)
        {
            var known = Dispensed.FirstOrDefault(d => d.AdviceVersion == dispensed.AdviceVersion && d.Line == line.Line);
            if (known is null)
            {
                known = new DispensedMedicine { AdviceVersion = dispensed.AdviceVersion, Line = line.Line, Medicine = line.Medicine };
                Dispensed.Add(known);
            }
            known.Say(line, dispensed.DispensedBy, dispensed.At);
        }
        Note("dispensed", dispensed.DispensedBy, dispensed.At);
    }

    /// <summary>The patient no longer agrees. True if the consult was open, and ends with that; what was answered stands.</summary>
    public bool WithdrawConsent(ConsentWithdrawn withdrawn, DateTimeOffset now)
    {
        if (ConsentWithdrawnAt is not null) return false;
        (ConsentWithdrawnAt, ConsentWithdrawnReason) = (withdrawn.At, withdrawn.Reason);
        Note("consent-withdrawn", withdrawn.RecordedBy, withdrawn.At);
        return Cancel(withdrawn.RecordedBy, now);
    }

    /// <summary>The ambulance was called; said once.</summary>
    public void CallAmbulance(AmbulanceCalled called)
    {
        if ((AmbulanceCalledAt ??= Request?.AmbulanceCalledAt) is not null) return;
        AmbulanceCalledAt = called.CalledAt;
        Note("ambulance-called", called.RecordedBy, called.CalledAt);
    }

    /// <summary>Something happened that moves nothing, such as the advice having been read.</summary>
    public void Note(string kind, string? by, DateTimeOffset at, string? code = null) =>
        Events.Add(new ConsultEvent { Kind = kind, By = by, At = at, Code = code });

    public static string CodeOf<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private void CheckToken(long token, Guid holderId)
    {
        if (Lease is null || Lease.Token != token || Lease.HolderId != holderId) throw new RuleBrokenException("token-stale");
    }

    private void Begin(ConsultStatus status, string kind, string? by, DateTimeOffset now)
    {
        (Status, StatusSince, Version) = (status, now, 1);
        Note(kind, by, now);
    }

    private void MoveTo(ConsultStatus next, string kind, string? by, DateTimeOffset now, string? code = null)
    {
        if (!Moves[Status].Contains(next)) throw NotAllowed(next);
        (Status, StatusSince, Version) = (next, now, Version + 1);
        if (next is Advised or Returned) AnsweredAt ??= now;
        Note(kind, by, now, code);
    }

    private RuleBrokenException NotAllowed(ConsultStatus next) => new("consult-move-not-allowed", CodeOf(Status), CodeOf(next));
}

/// <summary>Where a consult is passed on to.</summary>
/// <param name="PractitionerCode">A colleague by name; null for whoever answers the specialty.</param>
public sealed record Destination(string HubCode, string Specialty, string? PractitionerCode = null);

/// <summary>The right to work on a consult for a while. The token is carried by every write of the holder.</summary>
/// <param name="ExpiresAt">Null while information is asked for: the lease does not run then.</param>
public sealed record Lease(long Token, Guid HolderId, string HolderName, DateTimeOffset? ExpiresAt)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);
}

/// <summary>One message of the talk between hub and spoke about a consult.</summary>
public sealed class ConsultMessage
{
    public long Id { get; private init; }
    public required Guid InformationId { get; init; }
    public required bool FromHub { get; init; }
    public required string Text { get; init; }
    public Vitals? Vitals { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Of a question: the message that carries it, whose row in the outbox tells when the spoke had it.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>When the other side read it first; of an answer, when a doctor did.</summary>
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

/// <summary>What happened to a consult, in order; never changed.</summary>
public sealed class ConsultEvent
{
    public long Id { get; private init; }
    public required string Kind { get; init; }
    public string? By { get; init; }
    public string? Code { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Signed advice as it was sent. Never changed; a correction is another version, a withdrawal another signed document.</summary>
public sealed class GivenAdvice
{
    public long Id { get; private init; }
    public required int Version { get; init; }
    public required Guid PrescriptionId { get; init; }
    public required string PractitionerCode { get; init; }
    public required string PractitionerName { get; init; }

    /// <summary>Compact JWS: the bytes that were signed.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>Finds it again for the same patient, by <see cref="SameAs"/>; null in advice signed before it was kept.</summary>
    public string? PatientKey { get; init; }

    /// <summary>Finds it again for the same diagnosis; null where there is none.</summary>
    public string? DiagnosisKey { get; init; }

    /// <summary>The doctor's signed word that it no longer holds (compact JWS); null while it does.</summary>
    public string? Withdrawal { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Only who signed may correct or take back.</summary>
    public void MustBeOf(string? practitionerCode)
    {
        if (PractitionerCode != practitionerCode) throw new RuleBrokenException("advice-of-another");
    }

    internal void Withdraw(string document, DateTimeOffset now)
    {
        if (Withdrawal is not null) throw new RuleBrokenException("advice-withdrawn-already");
        (Withdrawal, WithdrawnAt) = (document, now);
    }
}
