using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Domain;

/// <summary>Order is never assumed: whatever the order and however often the hub's words arrive, the request ends in one state.</summary>
public sealed class FollowHubTests
{
    private const string Thakur = "Dr Anil Thakur";
    private const string Negi = "Dr Kavita Negi";

    private sealed record Word(int Version, RequestStatus Status, string? By = null, string? Reason = null, int Advice = 0)
    {
        public bool Tell(ConsultRequest request)
        {
            var followed = request.FollowHub(0, Version, Status, "told", By, Some.Now.AddMinutes(Version), Reason);
            if (Reason is not null && followed) request.FollowReturned(Reason, "Please see the patient.");
            if (Advice > 0) request.FollowAdvice(Advice);
            return followed;
        }
    }

    private static readonly Word[] ToAdvice =
    [
        new(1, RequestStatus.Received),
        new(2, RequestStatus.Accepted, Thakur),
        new(3, RequestStatus.InformationAsked, Thakur),
        new(4, RequestStatus.Accepted, Thakur),
        new(5, RequestStatus.Received),
        new(6, RequestStatus.Accepted, Negi),
        new(7, RequestStatus.Advised, Negi, Advice: 1),
    ];

    // Each life a hub can tell of, with the state the spoke is in when it begins and the one it must end in.
    private static IEnumerable<TestCaseData> Lives()
    {
        yield return Life("advised", ToAdvice, RequestStatus.Queued, RequestStatus.Advised, Negi);
        yield return Life("back in the queue", ToAdvice[..5], RequestStatus.Queued, RequestStatus.Received, null);
        yield return Life("asked for information", ToAdvice[..3], RequestStatus.Queued, RequestStatus.InformationAsked, Thakur);
        yield return Life("returned", [.. ToAdvice[..2], new(3, RequestStatus.Returned, Thakur, "needs-in-person")], RequestStatus.Queued, RequestStatus.Returned, Thakur);
        yield return Life("returned at once", [new(2, RequestStatus.Returned, null, "spoke-not-mapped")], RequestStatus.Queued, RequestStatus.Returned, null);
        yield return Life("cancelled in time", [.. ToAdvice[..2], new(3, RequestStatus.Cancelled)], RequestStatus.Cancelling, RequestStatus.Cancelled, null);
        yield return Life("cancelled too late", ToAdvice, RequestStatus.Cancelling, RequestStatus.Advised, Negi);
        yield return Life("cancelling, and returned", [.. ToAdvice[..2], new(3, RequestStatus.Returned, Thakur, "incomplete")], RequestStatus.Cancelling, RequestStatus.Returned, Thakur);
        yield return Life("cancelling, no end yet", ToAdvice[..5], RequestStatus.Cancelling, RequestStatus.Cancelling, null);

        static TestCaseData Life(string name, Word[] words, RequestStatus from, RequestStatus to, string? doctor) =>
            new TestCaseData(words, from, to, doctor).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Lives))]
    public void Every_order_of_arrival_ends_in_the_same_state(object words, RequestStatus from, RequestStatus to, string? doctor)
    {
        var inOrder = StateAfter((Word[])words, from);

        Assert.That((inOrder.Status, inOrder.Doctor), Is.EqualTo((to, doctor)));
        foreach (var order in Orders((Word[])words)) Assert.That(StateAfter(order, from), Is.EqualTo(inOrder), () => string.Join(' ', order.Select(w => w.Version)));
    }

    [Test]
    public void Copies_among_them_change_nothing([Range(1, 50)] int seed)
    {
        var inOrder = StateAfter(ToAdvice, RequestStatus.Queued);
        var arrivals = Enumerable.Repeat(ToAdvice, 3).SelectMany(w => w).ToArray();
        new Random(seed).Shuffle(arrivals);

        Assert.That(StateAfter(arrivals, RequestStatus.Queued), Is.EqualTo(inOrder), () => string.Join(' ', arrivals.Select(w => w.Version)));
    }

    [Test]
    public void An_older_word_is_known_for_what_it_is()
    {
        var request = Some.Request();

        Assert.That(ToAdvice[5].Tell(request), Is.True);
        Assert.That(ToAdvice[5].Tell(request), Is.False);
        Assert.That(ToAdvice[1].Tell(request), Is.False);
        Assert.That(request.Events.Count(e => e.Kind == "told"), Is.EqualTo(1));
    }

    [Test]
    public void A_higher_hop_wins_over_any_version_of_a_lower_one()
    {
        var request = Some.Request();

        request.FollowHub(1, 1, RequestStatus.Received, "received", null, Some.Now);

        Assert.That(request.FollowHub(0, 9, RequestStatus.Accepted, "accepted", Thakur, Some.Now), Is.False);
        Assert.That(request.Status, Is.EqualTo(RequestStatus.Received));
    }

    [TestCase(RequestStatus.Acknowledged)]
    [TestCase(RequestStatus.Closed)]
    public void What_people_did_here_since_is_not_undone_by_a_late_copy(RequestStatus state)
    {
        var request = Some.Request(state);

        foreach (var word in ToAdvice[..3]) word.Tell(request);   // the sample's advice was version 3

        Assert.That(request.Status, Is.EqualTo(state));
    }

    [Test]
    public void A_correction_has_to_be_read_again_but_reopens_nothing()
    {
        var read = Some.Request(RequestStatus.Acknowledged);
        var closed = Some.Request(RequestStatus.Closed);

        foreach (var request in new[] { read, closed }) new Word(8, RequestStatus.Advised, Negi, Advice: 2).Tell(request);

        Assert.That((read.Status, read.AdviceVersion), Is.EqualTo((RequestStatus.Advised, 2)));
        Assert.That((closed.Status, closed.AdviceVersion), Is.EqualTo((RequestStatus.Closed, 2)));
    }

    [TestCase(RequestStatus.Acknowledged, false)]
    [TestCase(RequestStatus.Closed, true)]
    public void A_correction_is_told_anew_also_after_the_consult_was_closed(RequestStatus state, bool again)
    {
        var request = Told(state);

        new Word(8, RequestStatus.Advised, Negi, Advice: 2).Tell(request);

        Assert.That((request.ToldHow, request.TellAgain, request.AwaitsTelling), Is.EqualTo(((HowTold?)null, again, true)));
    }

    [TestCase(RequestStatus.Acknowledged)]
    [TestCase(RequestStatus.Closed)]
    public void A_withdrawal_of_the_advice_in_force_is_told_and_then_it_is_over(RequestStatus state)
    {
        var request = Told(state);

        request.FollowWithdrawal(request.Advice.MaxBy(a => a.Version)!, "signed", Negi, "wrong-medicine", Some.Now);
        Assert.That((request.AwaitsTelling, request.PatientKnows), Is.EqualTo((true, false)));

        request.Tell(HowTold.NotReached, Some.Now, "Sunita Verma", Some.Now);
        Assert.That(request.AwaitsTelling, Is.True);

        request.Tell(HowTold.Phone, Some.Now, "Sunita Verma", Some.Now);
        Assert.That((request.AwaitsTelling, request.Status), Is.EqualTo((false, state)));
    }

    [Test]
    public void Correction_and_withdrawal_of_what_it_corrects_end_the_same_in_either_order()
    {
        static ConsultRequest After(params Action<ConsultRequest>[] words)
        {
            var request = Told(RequestStatus.Acknowledged);
            var old = request.Advice.MaxBy(a => a.Version)!;
            foreach (var word in words) word(request);
            Assert.That(old.Withdrawal, Is.Not.Null);
            return request;
        }

        void Corrected(ConsultRequest r) => new Word(8, RequestStatus.Advised, Negi, Advice: 2).Tell(r);
        void Withdrawn(ConsultRequest r) => r.FollowWithdrawal(r.Advice.MaxBy(a => a.Version)!, "signed", Negi, "wrong-medicine", Some.Now);

        foreach (var request in new[] { After(Corrected, Withdrawn), After(Withdrawn, Corrected) })
            Assert.That((request.Status, request.AdviceVersion, request.TellAgain, request.ToldHow), Is.EqualTo((RequestStatus.Advised, 2, false, (HowTold?)null)));
    }

    private static ConsultRequest Told(RequestStatus state)
    {
        var request = Some.Request(RequestStatus.Acknowledged);
        request.Advice.Add(new ReceivedAdvice { Version = request.AdviceVersion, Document = "signed", ReceivedAt = Some.Now, CertificateUntil = Some.Today });
        request.Tell(HowTold.InPerson, Some.Now, "Sunita Verma", Some.Now);
        if (state == RequestStatus.Closed) request.Close(Outcome.Improved, null, "Sunita Verma", Some.Now);
        return request;
    }

    private sealed record State(RequestStatus Status, DateTimeOffset Since, int Hop, int Version, string? Doctor, string? Reason, string? Text, int Advice);

    private static State StateAfter(IEnumerable<Word> arrivals, RequestStatus from)
    {
        var request = Some.Request(from);
        foreach (var word in arrivals) word.Tell(request);
        return new(request.Status, request.StatusSince, request.HubHop, request.HubVersion, request.PractitionerName, request.ReturnReason, request.ReturnText, request.AdviceVersion);
    }

    private static IEnumerable<Word[]> Orders(Word[] words) => words.Length == 1
        ? [words]
        : words.SelectMany((word, i) => Orders([.. words[..i], .. words[(i + 1)..]]).Select(rest => (Word[])[word, .. rest]));
}
