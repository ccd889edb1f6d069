using System.Text.Json;
using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Shared.Hosting.Problems;
using Testing;

namespace Hub.Api.Tests.Domain;

public sealed class ConsultTests
{
    private static readonly DateTimeOffset Now = Some.Now.AddMinutes(1);

    // stale = token-stale: nobody holds it, so nobody's token is good.
    private const string Table = """
                    Waiting    Accepted          InformationAsked  Advised  Closed   Returned  Cancelled  Redirected
        accept      Accepted   refused           refused           refused  refused  refused   refused    refused
        renew       stale      kept              kept              stale    stale    stale     stale      stale
        hand-back   stale      Waiting           Waiting           stale    stale    stale     stale      stale
        end-lease   kept       Waiting           kept              kept     kept     kept      kept       kept
        ask         stale      InformationAsked  refused           stale    stale    stale     stale      stale
        supply      kept       kept              Accepted          kept     kept     kept      kept       kept
        advise      stale      Advised           refused           stale    stale    stale     stale      stale
        correct     refused    refused           refused           Advised  refused  refused   refused    refused
        return      stale      Returned          Returned          stale    stale    stale     stale      stale
        cancel      Cancelled  Cancelled         Cancelled         kept     kept     kept      kept       kept
        close       kept       kept              kept              Closed   kept     kept      kept       kept
        redirect    stale      Redirected        Redirected        stale    stale    stale     stale      stale
        dispense    kept       kept              kept              kept     kept     kept      kept       kept
        unconsent   Cancelled  Cancelled         Cancelled         kept     kept     kept      kept       kept
        ambulance   kept       kept              kept              kept     kept     kept      kept       kept
        """;

    private static IEnumerable<TestCaseData> Cells => MoveTable.Cases<ConsultStatus>(Table);

    private static void Do(string move, Consult consult)
    {
        var token = consult.LastToken;
        switch (move)
        {
            case "accept": consult.Accept(Some.OtherDoctor, "Dr Kavita Negi", Now); break;
            case "renew": consult.Renew(token, Some.Doctor, Now); break;
            case "hand-back": consult.HandBack(token, Some.Doctor, Now); break;
            case "end-lease": consult.EndLease(Now + Lease.Length); break;
            case "ask": consult.AskInformation(token, Some.Doctor, Guid.CreateVersion7(), "Any rash?", Now); break;
            case "supply": consult.Supply(Some.Information(), Now); break;
            case "advise": consult.Advise(Some.GivenAdvice(consult.NextAdviceVersion(token, Some.Doctor)), Now); break;
            case "correct": consult.Advise(Some.GivenAdvice(consult.NextCorrection(consult.AdviceVersion, "dr-thakur")), Now); break;
            case "return": consult.Return(token, Some.Doctor, "incomplete", Now); break;
            case "redirect": consult.Redirect(token, Some.Doctor, new Destination("rpgmc", "cardiology"), ConsultRedirected.WrongSpecialty, Now); break;
            case "cancel": consult.Cancel("Sunita Verma", Now); break;
            case "dispense": consult.Dispense(Some.Dispensed()); break;
            case "unconsent": consult.WithdrawConsent(new ConsentWithdrawn { RecordedBy = "Sunita Verma", At = Now }, Now); break;
            case "ambulance": consult.CallAmbulance(new AmbulanceCalled { CalledAt = Now, RecordedBy = "Sunita Verma" }); break;
            case "close": consult.Close(Some.Outcome(), Now); break;
            default: throw new ArgumentOutOfRangeException(nameof(move), move, "There is no such move.");
        }
    }

    [TestCaseSource(nameof(Cells))]
    public void Each_move_in_each_state_does_what_the_table_says(string move, ConsultStatus state, string cell)
    {
        var consult = Some.Consult(state);
        var (before, version) = (JsonSerializer.Serialize(consult), consult.Version);

        if (cell is "refused" or "stale")
        {
            var refusal = Assert.Throws<RuleBrokenException>(() => Do(move, consult));
            Assert.That(refusal!.Code, Is.EqualTo(cell == "stale" ? "token-stale" : "consult-move-not-allowed"));
            Assert.That(JsonSerializer.Serialize(consult), Is.EqualTo(before), "A refusal changes nothing.");
            return;
        }

        Do(move, consult);
        var moved = cell != "kept";
        Assert.That(consult.Status, Is.EqualTo(moved ? Enum.Parse<ConsultStatus>(cell) : state));
        Assert.That(consult.Version, Is.EqualTo(moved ? version + 1 : version), "A move, and only a move, makes a version.");
        if (moved) Assert.That(consult.Events, Has.Count.EqualTo(Some.Consult(state).Events.Count + (move == "unconsent" ? 2 : 1)));
    }

    [Test]
    public void A_refusal_names_both_states_for_the_reader()
    {
        var refusal = Assert.Throws<RuleBrokenException>(() => Some.Consult(ConsultStatus.InformationAsked).Accept(Some.Doctor, "Dr Anil Thakur", Now));

        Assert.That(refusal!.Args, Is.EqualTo(new object[] { "information-asked", "accepted" }));
    }

    [Test]
    public void A_new_request_waits_as_version_one()
    {
        var consult = Some.Consult();

        Assert.Multiple(() =>
        {
            Assert.That((consult.Status, consult.Version, consult.Hop), Is.EqualTo((ConsultStatus.Waiting, 1, 0)));
            Assert.That(consult.ReceivedAt, Is.EqualTo(Some.Now), "The hub's clock, not the spoke's.");
            Assert.That((consult.SpokeCode, consult.Site, consult.HubCode), Is.EqualTo((Some.SpokeCode, Some.Site, Some.HubCode)));
            Assert.That(consult.Events.Single().Kind, Is.EqualTo("received"));
        });
    }

    [TestCase(71.9, false)]
    [TestCase(72.1, true)]
    public void A_request_that_took_three_days_to_arrive_is_marked(double hours, bool late)
    {
        var request = Some.ConsultRequested() with { RequestedAt = Some.Now.AddHours(-hours) };

        Assert.That(Consult.Receive(request, Guid.CreateVersion7(), 0, Some.HubCode, Some.Site, Some.Now).ArrivedLate, Is.EqualTo(late));
    }

    [Test]
    public void A_request_that_the_rules_send_back_is_returned_with_its_reason_and_can_do_nothing_more()
    {
        var consult = Consult.ReturnAtOnce(Some.ConsultRequested(), Guid.CreateVersion7(), 0, Some.HubCode, Some.Site, "spoke-not-mapped", Now);

        Assert.That((consult.Status, consult.Version), Is.EqualTo((ConsultStatus.Returned, 2)));
        Assert.That(consult.Events[^1].Code, Is.EqualTo("spoke-not-mapped"));
        Assert.That(consult.IsOpen, Is.False);
    }

    [Test]
    public void A_cancellation_without_its_request_is_an_end_already()
    {
        var tombstone = Consult.Tombstone(Guid.CreateVersion7(), 0, Some.HubCode, Some.Site, "Sunita Verma", Now);

        Assert.That((tombstone.Status, tombstone.Version, tombstone.Patient), Is.EqualTo((ConsultStatus.Cancelled, 1, (object?)null)));
        Assert.That(() => tombstone.Accept(Some.Doctor, "Dr Anil Thakur", Now), Throws.TypeOf<RuleBrokenException>());
    }

    public sealed class Holding
    {
        private static readonly string[] Writes = ["renew", "hand-back", "ask", "advise", "return", "redirect"];

        [Test]
        public void A_lease_lasts_half_an_hour_and_its_token_only_ever_grows()
        {
            var consult = Some.Consult();

            var first = consult.Accept(Some.Doctor, "Dr Anil Thakur", Now);
            consult.HandBack(first.Token, Some.Doctor, Now);
            var second = consult.Accept(Some.Doctor, "Dr Anil Thakur", Now);
            consult.EndLease(Now + Lease.Length);
            var third = consult.Accept(Some.OtherDoctor, "Dr Kavita Negi", Now + Lease.Length);

            Assert.That(first.ExpiresAt, Is.EqualTo(Now.AddMinutes(30)));
            Assert.That(new[] { first.Token, second.Token, third.Token }, Is.Ordered.And.Unique);
            Assert.That(consult.LastToken, Is.EqualTo(third.Token));
        }

        [TestCaseSource(nameof(Writes))]
        public void Who_was_away_too_long_writes_nothing_over_the_next_holder(string write)
        {
            var consult = Some.Consult(ConsultStatus.Accepted);
            var old = consult.Lease!.Token;
            consult.EndLease(Now + Lease.Length);
            consult.Accept(Some.OtherDoctor, "Dr Kavita Negi", Now + Lease.Length);

            AssertStale(consult, write, old, Some.Doctor);
        }

        [TestCaseSource(nameof(Writes))]
        public void Even_the_same_doctor_needs_the_new_token_after_accepting_again(string write)
        {
            var consult = Some.Consult(ConsultStatus.Accepted);
            var old = consult.Lease!.Token;
            consult.HandBack(old, Some.Doctor, Now);
            consult.Accept(Some.Doctor, "Dr Anil Thakur", Now);

            AssertStale(consult, write, old, Some.Doctor);
        }

        [TestCaseSource(nameof(Writes))]
        public void A_token_is_worth_nothing_in_another_doctors_hand(string write)
        {
            var consult = Some.Consult(ConsultStatus.Accepted);

            AssertStale(consult, write, consult.Lease!.Token, Some.OtherDoctor);
        }

        private static void AssertStale(Consult consult, string write, long token, Guid who)
        {
            var before = JsonSerializer.Serialize(consult);
            var refusal = Assert.Throws<RuleBrokenException>(() => Write(consult, write, token, who));
            Assert.That(refusal!.Code, Is.EqualTo("token-stale"));
            Assert.That(JsonSerializer.Serialize(consult), Is.EqualTo(before));
        }

        private static void Write(Consult consult, string write, long token, Guid who)
        {
            switch (write)
            {
                case "renew": consult.Renew(token, who, Now); break;
                case "hand-back": consult.HandBack(token, who, Now); break;
                case "ask": consult.AskInformation(token, who, Guid.CreateVersion7(), "Any rash?", Now); break;
                case "advise": consult.NextAdviceVersion(token, who); break;
                case "return": consult.Return(token, who, "incomplete", Now); break;
                case "redirect": consult.Redirect(token, who, new Destination("rpgmc", "cardiology"), ConsultRedirected.WrongSpecialty, Now); break;
            }
        }

        [Test]
        public void A_renewed_lease_starts_again_with_the_same_token()
        {
            var consult = Some.Consult(ConsultStatus.Accepted);
            var token = consult.Lease!.Token;

            var lease = consult.Renew(token, Some.Doctor, Now.AddMinutes(20));

            Assert.That(lease, Is.EqualTo(new Lease(token, Some.Doctor, "Dr Anil Thakur", Now.AddMinutes(50))));
            Assert.That(consult.EndLease(Now.AddMinutes(49)), Is.False);
            Assert.That(consult.EndLease(Now.AddMinutes(50)), Is.True);
            Assert.That((consult.Status, consult.Lease), Is.EqualTo((ConsultStatus.Waiting, (object?)null)));
        }

        [Test]
        public void The_lease_stands_still_while_the_spoke_is_asked_and_runs_in_full_when_the_answer_comes()
        {
            var consult = Some.Consult(ConsultStatus.InformationAsked);

            Assert.That(consult.Lease!.ExpiresAt, Is.Null);
            Assert.That(consult.EndLease(Now.AddDays(3)), Is.False);
            Assert.That(consult.Renew(consult.LastToken, Some.Doctor, Now).ExpiresAt, Is.Null, "The open page does not start it either.");

            consult.Supply(Some.Information(), Now.AddDays(3));
            Assert.That(consult.Lease.ExpiresAt, Is.EqualTo(Now.AddDays(3).AddMinutes(30)));
            Assert.That(consult.Lease.HolderId, Is.EqualTo(Some.Doctor));
        }

        [Test]
        public void Who_is_late_may_still_finish_while_nobody_else_has_taken_it()
        {
            var consult = Some.Consult(ConsultStatus.Accepted);

            consult.Advise(Some.GivenAdvice(consult.NextAdviceVersion(consult.LastToken, Some.Doctor)), Now.AddHours(2));

            Assert.That(consult.Status, Is.EqualTo(ConsultStatus.Advised));
        }

        [TestCase(ConsultStatus.Advised)]
        [TestCase(ConsultStatus.Returned)]
        [TestCase(ConsultStatus.Cancelled)]
        public void Nobody_holds_what_has_ended(ConsultStatus end)
        {
            var consult = Some.Consult(ConsultStatus.Accepted);
            if (end == ConsultStatus.Advised) consult.Advise(Some.GivenAdvice(), Now);
            if (end == ConsultStatus.Returned) consult.Return(consult.LastToken, Some.Doctor, "incomplete", Now);
            if (end == ConsultStatus.Cancelled) consult.Cancel("Sunita Verma", Now);

            Assert.That(consult.Lease, Is.Null);
        }
    }

    public sealed class Information
    {
        [Test]
        public void A_question_and_its_answer_stand_in_the_thread()
        {
            var consult = Some.Consult(ConsultStatus.InformationAsked);
            var answer = Some.Information();

            Assert.That(consult.Supply(answer, Now), Is.True);

            Assert.That(consult.Thread.Select(m => m.FromHub), Is.EqualTo(new[] { true, false }));
            Assert.That((consult.Thread[1].Text, consult.Thread[1].Vitals), Is.EqualTo((answer.Text, answer.Vitals)));
        }

        [Test]
        public void The_same_answer_twice_is_one_answer()
        {
            var consult = Some.Consult(ConsultStatus.InformationAsked);
            var answer = Some.Information();
            consult.Supply(answer, Now);
            var before = JsonSerializer.Serialize(consult);

            Assert.That(consult.Supply(answer, Now.AddHours(1)), Is.False);

            Assert.That(JsonSerializer.Serialize(consult), Is.EqualTo(before));
        }

        [TestCase(ConsultStatus.Waiting)]
        [TestCase(ConsultStatus.Accepted)]
        [TestCase(ConsultStatus.Advised)]
        [TestCase(ConsultStatus.Closed)]
        public void What_nobody_asked_for_is_kept_and_moves_nothing(ConsultStatus state)
        {
            var consult = Some.Consult(state);

            Assert.That(consult.Supply(Some.Information(), Now), Is.False);

            Assert.That(consult.Thread, Has.Count.EqualTo(1));
            Assert.That(consult.Events[^1].Kind, Is.EqualTo("information-supplied"));
        }
    }

    public sealed class Ending
    {
        [TestCase(ConsultStatus.Waiting)]
        [TestCase(ConsultStatus.Accepted)]
        [TestCase(ConsultStatus.InformationAsked)]
        public void A_cancellation_in_time_ends_the_consult(ConsultStatus state) =>
            Assert.That(Some.Consult(state).Cancel("Sunita Verma", Now), Is.True);

        [TestCase(ConsultStatus.Advised)]
        [TestCase(ConsultStatus.Closed)]
        [TestCase(ConsultStatus.Returned)]
        [TestCase(ConsultStatus.Cancelled)]
        public void A_cancellation_that_comes_too_late_changes_nothing(ConsultStatus state)
        {
            var consult = Some.Consult(state);
            var before = JsonSerializer.Serialize(consult);

            Assert.That(consult.Cancel("Sunita Verma", Now), Is.False);

            Assert.That(JsonSerializer.Serialize(consult), Is.EqualTo(before));
        }

        [Test]
        public void The_first_outcome_closes_and_a_second_changes_nothing()
        {
            var consult = Some.Consult(ConsultStatus.Advised);
            consult.Close(Some.Outcome(), Now);
            var before = JsonSerializer.Serialize(consult);

            consult.Close(Some.Outcome() with { Code = Outcome.Worse }, Now.AddDays(1));

            Assert.That(JsonSerializer.Serialize(consult), Is.EqualTo(before));
            Assert.That(consult.Events[^1].Code, Is.EqualTo("improved"));
        }

        [Test]
        public void The_first_advice_is_version_one() =>
            Assert.That(Some.Consult(ConsultStatus.Accepted) is var held ? held.NextAdviceVersion(held.LastToken, Some.Doctor) : 0, Is.EqualTo(1));
    }
}
