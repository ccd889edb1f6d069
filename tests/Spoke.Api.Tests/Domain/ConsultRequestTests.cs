using System.Text.Json;
using Shared.Contracts.Consults;
using Shared.Hosting.Problems;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Domain;

public sealed class ConsultRequestTests
{
    private const string Me = "Sunita Verma";
    private static readonly DateTimeOffset Now = Some.Now.AddMinutes(1);

    private const string Table = """
                       Draft      Queued      Received    Accepted    InformationAsked  Advised       Acknowledged  Closed   Returned  Cancelling  Cancelled
        keep           kept       refused     refused     refused     refused           refused       refused       refused  refused   refused     refused
        queue          Queued     refused     refused     refused     refused           refused       refused       refused  refused   refused     refused
        cancel-unsent  Cancelled  Cancelled   Cancelling  Cancelling  Cancelling        refused       refused       refused  refused   refused     refused
        cancel-sent    Cancelled  Cancelling  Cancelling  Cancelling  Cancelling        refused       refused       refused  refused   refused     refused
        supply         refused    kept        kept        kept        Accepted          refused       refused       refused  refused   refused     refused
        acknowledge    refused    refused     refused     refused     refused           Acknowledged  refused       refused  refused   refused     refused
        tell           nothing    nothing     nothing     nothing     nothing           Acknowledged  kept          nothing  nothing   nothing     nothing
        try-to-tell    nothing    nothing     nothing     nothing     nothing           Acknowledged  kept          nothing  nothing   nothing     nothing
        close          refused    refused     refused     refused     refused           refused       untold        refused  refused   refused     refused
        say-unknown    refused    refused     refused     refused     refused           refused       untold        refused  refused   refused     refused
        close-unknown  refused    refused     refused     refused     refused           refused       Closed        refused  refused   refused     refused
        unconsent      Cancelled  Cancelling  Cancelling  Cancelling  Cancelling        kept          kept          kept     kept      kept        kept
        ambulance      refused    kept        kept        kept        kept              kept          kept          kept     kept      kept        kept
        """;

    private static IEnumerable<TestCaseData> Cells => MoveTable.Cases<RequestStatus>(Table);

    private static void Do(string move, ConsultRequest request)
    {
        switch (move)
        {
            case "keep": request.Keep(new DraftForm { Step = "vitals", SavedAt = Now }); break;
            case "queue": request.Queue(Guid.CreateVersion7(), Some.Patient(), Some.Content(), "HP-SML-0147-00001", Some.HubCode, Now); break;
            case "cancel-unsent": request.Cancel(neverSent: true, Me, Now); break;
            case "cancel-sent": request.Cancel(neverSent: false, Me, Now); break;
            case "supply": request.Supply(Guid.CreateVersion7(), "No rash.", null, null, Me, Now); break;
            case "acknowledge": request.Acknowledge(Me, Now); break;
            case "tell": request.Tell(HowTold.ThroughAsha, Now, Me, Now); break;
            case "try-to-tell": request.Tell(HowTold.NotReached, Now, Me, Now); break;
            case "close": request.Close(Outcome.Improved, null, Me, Now); break;
            case "say-unknown": request.Close(Outcome.NotKnown, null, Me, Now); break;
            case "unconsent": request.WithdrawConsent(neverSent: false, null, Me, Now); break;
            case "ambulance": request.CallAmbulance(Now, Me); break;
            case "close-unknown": request.CloseUnknown(Me, Now); break;
            default: throw new ArgumentOutOfRangeException(nameof(move), move, "There is no such act.");
        }
    }

    [TestCaseSource(nameof(Cells))]
    public void Each_act_in_each_state_does_what_the_table_says(string act, RequestStatus state, string cell)
    {
        var request = Some.Request(state);
        var (before, version) = (JsonSerializer.Serialize(request), request.Version);

        if (cell is "refused" or "nothing" or "untold")
        {
            var refusal = Assert.Throws<RuleBrokenException>(() => Do(act, request));
            Assert.That(refusal!.Code, Is.EqualTo(cell switch { "nothing" => "nothing-to-tell", "untold" => "patient-not-told", _ => "request-move-not-allowed" }));
            Assert.That(JsonSerializer.Serialize(request), Is.EqualTo(before), "A refusal changes nothing.");
            return;
        }

        Do(act, request);
        Assert.That(request.Status, Is.EqualTo(cell == "kept" ? state : Enum.Parse<RequestStatus>(cell)));
        Assert.That(request.Version, Is.GreaterThan(version), "What is sent to the hub about it carries a higher version.");
    }

    [Test]
    public void A_draft_keeps_everything_typed_word_for_word_and_the_last_save_wins()
    {
        var draft = Some.Request(RequestStatus.Draft);

        draft.Keep(new DraftForm { Step = "vitals", Fields = new Dictionary<string, string> { ["spo2"] = "9 7" } });
        draft.Keep(new DraftForm { Step = "vitals", Fields = new Dictionary<string, string> { ["spo2"] = "97" } });

        Assert.That((draft.Draft!.Step, draft.Draft["spo2"], draft.Draft["pulse"]), Is.EqualTo(("vitals", "97", "")));
    }

    [Test]
    public void What_is_sent_off_is_a_snapshot_and_the_draft_is_gone()
    {
        var request = Some.Request();

        Assert.Multiple(() =>
        {
            Assert.That(request.Status, Is.EqualTo(RequestStatus.Queued));
            Assert.That((request.Patient, request.Urgency, request.Specialty), Is.EqualTo((Some.Patient(), Urgency.Routine, "general-medicine")));
            Assert.That((request.QueuedAt, request.HubCode), Is.EqualTo(((DateTimeOffset?)Some.Now, Some.HubCode)));
            Assert.That(request.Draft, Is.Null);
        });
    }

    [Test]
    public void A_practice_request_ends_here_because_nobody_else_ever_hears_of_it()
    {
        var request = Some.Request(practice: true);

        Assert.That(request.Cancel(neverSent: false, Me, Now), Is.True);
        Assert.That(request.Status, Is.EqualTo(RequestStatus.Cancelled));
    }

    [TestCase(HowTold.NotReached, true)]
    [TestCase(HowTold.Phone, true)]
    [TestCase(null, false)]
    public void That_the_outcome_is_not_known_can_be_said_once_somebody_tried_to_tell(HowTold? tried, bool may)
    {
        var request = Some.Request(RequestStatus.Acknowledged);
        if (tried is { } how) request.Tell(how, Now, Me, Now);

        Assert.That(() => request.Close(Outcome.NotKnown, null, Me, Now),
            may ? Throws.Nothing : Throws.TypeOf<RuleBrokenException>().With.Property(nameof(RuleBrokenException.Code)).EqualTo("patient-not-told"));
    }

    [Test]
    public void Telling_the_patient_means_having_read_it()
    {
        var request = Some.Request(RequestStatus.Advised);

        request.Tell(HowTold.Phone, Now.AddHours(-1), Me, Now);

        Assert.That((request.Status, request.ToldHow, request.ToldAt), Is.EqualTo((RequestStatus.Acknowledged, HowTold.Phone, Now.AddHours(-1))));
        Assert.That(request.Events.TakeLast(2).Select(e => e.Kind), Is.EqualTo(new[] { "acknowledged", "patient-told" }));
    }

    [Test]
    public void Not_having_reached_anybody_leaves_the_patient_to_be_told()
    {
        var request = Some.Request(RequestStatus.Advised);
        request.Tell(HowTold.NotReached, Now, Me, Now);

        Assert.That((request.PatientKnows, request.AwaitsTelling), Is.EqualTo((false, true)));
        Assert.That(() => request.Close(Outcome.Improved, null, Me, Now), Throws.TypeOf<RuleBrokenException>());

        request.Tell(HowTold.InPerson, Now, Me, Now);
        Assert.That((request.PatientKnows, request.AwaitsTelling), Is.EqualTo((true, false)));
        request.Close(Outcome.Improved, "Walks to the field again.", Me, Now);
        Assert.That((request.Status, request.Outcome, request.IsOver), Is.EqualTo((RequestStatus.Closed, (Outcome?)Outcome.Improved, true)));
    }

    [TestCase(RequestStatus.Queued)]
    [TestCase(RequestStatus.Cancelling)]
    public void A_request_that_the_hub_could_not_take_comes_back_to_be_corrected(RequestStatus state)
    {
        var request = Some.Request(state);

        request.NoteRefusal(ConsultRequested.WireName, "spoke-not-of-site", Now);

        Assert.That((request.Status, request.ReturnReason, request.RefusedCode), Is.EqualTo((RequestStatus.Returned, "spoke-not-of-site", "spoke-not-of-site")));
    }

    [Test]
    public void Another_message_that_was_refused_is_shown_and_moves_nothing()
    {
        var request = Some.Request(RequestStatus.Accepted);

        request.NoteRefusal(InformationSupplied.WireName, "message-unknown", Now);

        Assert.That((request.Status, request.RefusedCode), Is.EqualTo((RequestStatus.Accepted, "message-unknown")));
    }
}
