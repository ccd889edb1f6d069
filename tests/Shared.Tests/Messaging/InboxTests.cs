using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;
using Testing;
using static Shared.Tests.Messaging.TestInbox;

namespace Shared.Tests.Messaging;

/// <summary>Custody at the receiving end: whatever comes, and however often, each message is applied once or put aside with a reason.</summary>
public sealed class InboxTests
{
    private TestInbox _hub = null!;

    [SetUp]
    public async Task Start() => _hub = await TestInbox.Start();

    [TearDown]
    public async Task Stop() => await _hub.DisposeAsync();

    private static Guid IdOf(Delivered message) => Guid.Parse(message.MessageId!);

    private async Task AssertPutAside(string code, Delivered message, string? toldTo = Site)
    {
        var (aside, answers) = ((await _hub.Quarantine()).Single(), _hub.Answers(toldTo ?? ""));
        Assert.Multiple(() =>
        {
            Assert.That((aside.Code, aside.BrokerUser, aside.Queue), Is.EqualTo((code, message.User ?? "", Us)));
            Assert.That(aside.Body, Is.EqualTo(message.Body), "The bytes as they came.");
            Assert.That(answers, Is.EqualTo(toldTo is null ? [] : new[] { $"{message.MessageId} {code}" }));
        });
    }

    [Test]
    public async Task What_a_message_changes_what_it_answers_and_that_it_came_are_one_transaction()
    {
        var message = Opened();
        var consult = Guid.CreateVersion7();
        message = Opened("Fever.", consult, IdOf(message));

        await _hub.Take(message);

        var row = (await _hub.Rows()).Single();
        var answer = await _hub.Db(db => db.Outbox.AsNoTracking().SingleAsync());
        Assert.Multiple(async () =>
        {
            Assert.That(await _hub.Note(consult), Is.EqualTo("Fever."));
            Assert.That((row.Sender, row.Receiver, row.MessageId, row.Name, row.RefusedCode), Is.EqualTo((Site, Us, IdOf(message), NoteOpened.WireName, (string?)null)));
            Assert.That((answer.From, answer.To, answer.ConsultId, answer.State), Is.EqualTo((Us, Site, consult, OutboxState.Open)));
            Assert.That(_hub.Answers(), Is.EqualTo(new[] { message.MessageId }));
        });
    }

    [Test]
    public async Task Received_twice_it_changes_nothing_and_is_answered_again()
    {
        var message = Opened();
        await _hub.Take(message);
        _hub.Receipts();

        await _hub.Take(message);
        await _hub.Take(message, message);

        Assert.That(await _hub.Rows(), Has.Count.EqualTo(1));
        Assert.That(await _hub.Db(db => db.Notes.CountAsync()), Is.EqualTo(1));
        Assert.That(await _hub.Db(db => db.Outbox.CountAsync()), Is.EqualTo(1));
        Assert.That(_hub.Answers(), Is.EqualTo(new[] { message.MessageId }));
    }

    [Test]
    public async Task Twice_in_one_batch_is_once()
    {
        var message = Opened();

        await _hub.Take(message, Opened(), message);

        Assert.That(await _hub.Rows(), Has.Count.EqualTo(2));
        Assert.That(_hub.Answers(), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task What_was_refused_is_refused_again_with_the_same_code()
    {
        var message = Opened("impossible");
        await _hub.Take(message);
        _hub.Receipts();

        await _hub.Take(message);

        await AssertPutAside("text-impossible", message);
        Assert.That(await _hub.Rows(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_id_with_other_bytes_is_put_aside_and_cried_out()
    {
        var consult = Guid.CreateVersion7();
        var first = Opened("Fever.", consult);
        var second = Opened("Snake bite.", consult, IdOf(first));
        await _hub.Take(first);
        _hub.Receipts();

        await _hub.Take(second);

        await AssertPutAside("other-bytes", second);
        Assert.That(await _hub.Note(consult), Is.EqualTo("Fever."));
        Assert.That(_hub.Log, Does.Contain("Security").And.Not.Contain("Snake"));
    }

    [Test]
    public async Task The_same_id_of_two_senders_is_two_messages()
    {
        var id = Guid.CreateVersion7();

        await _hub.Take(Opened("a", id: id), Opened("b", id: id, from: OtherSite));

        Assert.That((await _hub.Rows()).Select(r => r.Sender), Is.EqualTo(new[] { Site, OtherSite }));
    }

    public sealed class Lies : Given
    {
        [Test]
        public async Task Who_names_somebody_else_as_the_sender_is_put_aside_and_told_so()
        {
            var forged = Opened(from: OtherSite, user: Site);

            await Hub.Take(forged);

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("sender-forged"));
            Assert.That(await Hub.Db(db => db.Notes.AnyAsync()), Is.False);
            var receipts = Hub.Receipts();
            Assert.That(receipts.Select(r => r.To), Is.EqualTo(new[] { Site }), "Not the one who was named.");
            Assert.That(receipts[0].Receipt.Refused.Single(), Is.EqualTo(new RefusedMessage(IdOf(forged), "sender-forged")));
        }

        [Test]
        public async Task A_forgery_does_not_stand_in_the_way_of_the_real_message()
        {
            var consult = Guid.CreateVersion7();
            var real = Opened("Fever.", consult, from: OtherSite);

            await Hub.Take(real with { User = Site });
            await Hub.Take(real);

            Assert.That(await Hub.Note(consult), Is.EqualTo("Fever."));
        }

        [TestCase(null)]
        [TestCase("")]
        public async Task Whom_the_broker_does_not_vouch_for_is_not_believed_and_nobody_is_told(string? user)
        {
            await Hub.Take(Opened() with { User = user });

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("sender-unknown"));
            Assert.That(Hub.Receipts(), Is.Empty);
        }

        [Test]
        public async Task A_stranger_at_the_broker_is_put_aside_and_there_is_nobody_to_tell()
        {
            await Hub.Take(Opened(user: "spoke.z"));

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("sender-forged"));
            Assert.That(Hub.Receipts(), Is.Empty);
        }

        [Test]
        public async Task An_id_beside_the_body_that_is_not_the_one_in_it_is_put_aside()
        {
            await Hub.Take(Opened() with { MessageId = $"{Guid.CreateVersion7()}" });

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("message-unreadable"));
        }

        [Test]
        public async Task What_is_addressed_to_somebody_else_is_put_aside()
        {
            var message = Message(NoteOpened.WireName, new NoteOpened { Text = "a" }, to: "hub.elsewhere");

            await Hub.Take(message);

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("address-not-ours"));
            Assert.That(Hub.Answers(), Is.EqualTo(new[] { $"{message.MessageId} address-not-ours" }));
        }

        [Test]
        public async Task A_receipt_for_rows_to_another_closes_nothing()
        {
            var row = await Owe(OtherSite);

            await Hub.Take(Message(Receipt.Name, new Receipt { Received = [row], Refused = [new(row, "no")] }));

            Assert.That((await Owed(row)).State, Is.EqualTo(OutboxState.Open));
        }
    }

    public sealed class Faults : Given
    {
        private static IEnumerable<TestCaseData> Unreadable()
        {
            yield return Row("nothing", "");
            yield return Row("no JSON", "hello");
            yield return Row("half of it", "{\"messageId\":");
            yield return Row("null", "null");
            yield return Row("a list", "[]");
            yield return Row("an empty envelope", "{}");
            yield return Row("figures for letters", "{\"messageId\":1}");

            static TestCaseData Row(string what, string body) => new TestCaseData(body).SetArgDisplayNames(what);
        }

        [TestCaseSource(nameof(Unreadable))]
        public async Task What_is_no_envelope_is_put_aside_and_its_broker_user_told(string body)
        {
            var id = Guid.CreateVersion7();

            await Hub.Take(new Delivered(Us, Encoding.UTF8.GetBytes(body), Site, $"{id}", null, null));

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("message-unreadable"));
            Assert.That(Hub.Answers(), Is.EqualTo(new[] { $"{id} message-unreadable" }));
        }

        [Test]
        public async Task Bytes_that_are_no_text_and_an_id_that_is_none_are_put_aside()
        {
            await Hub.Take(new Delivered(Us, [0xff, 0xfe, 0x00], Site, "not an id", null, null));

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("message-unreadable"));
        }

        [Test]
        public async Task A_member_nobody_knows_makes_the_envelope_unreadable()
        {
            await Hub.Take(Message(NoteOpened.WireName, new NoteOpened { Text = "a" }, change: body => body["surprise"] = 1));

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("message-unreadable"));
        }

        private static IEnumerable<TestCaseData> Misshapen()
        {
            yield return new TestCaseData(new { }).SetArgDisplayNames("a member missing");
            yield return new TestCaseData(new { text = 1 }).SetArgDisplayNames("a figure for a text");
            yield return new TestCaseData(new { text = "a", more = true }).SetArgDisplayNames("a member nobody knows");
            yield return new TestCaseData(new { text = (string?)null }).SetArgDisplayNames("null for a text");
            yield return new TestCaseData(null).SetArgDisplayNames("null");
        }

        [TestCaseSource(nameof(Misshapen))]
        public async Task A_payload_that_does_not_fit_is_put_aside_with_the_place_and_without_what_was_there(object? payload)
        {
            var message = Message(NoteOpened.WireName, payload);

            await Hub.Take(message);

            var aside = (await Hub.Quarantine()).Single();
            Assert.That((aside.Code, aside.Name), Is.EqualTo(("message-misshapen", NoteOpened.WireName)));
            Assert.That(Hub.Answers(), Is.EqualTo(new[] { $"{message.MessageId} message-misshapen" }));
        }

        [Test]
        public async Task What_can_never_be_applied_leaves_nothing_behind_but_its_reason()
        {
            await Hub.Take(Opened("impossible"));

            Assert.That((await Hub.Quarantine()).Single().Reason, Is.EqualTo("Nobody can write this down."));
            Assert.That(await Hub.Db(db => db.Notes.AnyAsync()), Is.False);
            Assert.That(await Hub.Db(db => db.Outbox.AnyAsync()), Is.False);
        }

        [TestCase("impossible", "text-impossible")]
        [TestCase("bug", "not-applicable")]
        public async Task One_bad_message_among_a_hundred_costs_only_itself(string text, string code)
        {
            var batch = Enumerable.Range(0, 100).Select(i => Opened(i == 42 ? text : $"{i}")).ToArray();

            await Hub.Take(batch);

            Assert.That((await Hub.Quarantine()).Select(q => (q.Code, q.MessageId)), Is.EqualTo(new[] { (code, (Guid?)IdOf(batch[42])) }));
            Assert.That(await Hub.Db(db => db.Notes.CountAsync()), Is.EqualTo(99));
            Assert.That(Hub.Answers(), Is.EquivalentTo(batch.Select((m, i) => i == 42 ? $"{m.MessageId} {code}" : m.MessageId)));
        }

        [Test]
        public async Task A_bug_is_put_aside_without_a_word_of_the_message_in_the_log()
        {
            await Hub.Take(Message(NoteOpened.WireName, new NoteOpened { Text = "bug" }, change: body => body["kid"] = "Savitri Devi"));

            Assert.That((await Hub.Quarantine()).Single().Reason, Does.Contain("InvalidOperationException").And.Not.Contain("Savitri"));
            Assert.That(Hub.Log, Does.Not.Contain("Savitri"));
        }

        [Test]
        public async Task A_fault_that_passes_by_itself_keeps_the_whole_batch_at_the_broker()
        {
            Assert.That(() => Hub.Take(Opened(), Opened("busy")), Throws.TypeOf<SqliteException>());

            Assert.That(await Hub.Rows(), Is.Empty);
            Assert.That(await Hub.Quarantine(), Is.Empty);
            Assert.That(Hub.Receipts(), Is.Empty);
        }

        [Test]
        public async Task What_kills_the_process_each_time_is_put_aside_at_the_fifth()
        {
            var message = Opened("busy");   // as good as killed: the attempt is written down, nothing else is
            for (var attempt = 1; attempt <= 4; attempt++)
            {
                var noted = await Hub.Inbox.NoteAttempt(message, CancellationToken.None);
                Assert.That(noted, Is.EqualTo(attempt));
                // However often this delivery waits for the database, it is one attempt.
                for (var wait = 0; wait < 3; wait++)
                    Assert.That(() => Hub.Inbox.TakeSuspect(message, noted, CancellationToken.None), Throws.TypeOf<SqliteException>());
            }

            await Hub.Inbox.TakeSuspect(message, await Hub.Inbox.NoteAttempt(message, CancellationToken.None), CancellationToken.None);

            Assert.That((await Hub.Quarantine()).Single().Code, Is.EqualTo("crashes"));
            Assert.That(Hub.Answers(), Is.EqualTo(new[] { $"{message.MessageId} crashes" }));
        }

        [Test]
        public async Task A_suspect_that_does_no_harm_is_taken_and_suspected_no_more()
        {
            var message = Opened();

            await Hub.Inbox.TakeSuspect(message, await Hub.Inbox.NoteAttempt(message, CancellationToken.None), CancellationToken.None);

            Assert.That(await Hub.Note((await Hub.Db(db => db.Notes.SingleAsync())).Id), Is.EqualTo("Fever."));
            Assert.That(await Hub.Db(db => db.DeliveryAttempts.AnyAsync()), Is.False);
        }

        [Test]
        public async Task Names_longer_than_any_column_are_put_aside_like_any_other_nonsense()
        {
            var endless = new string('x', 5000);
            // SQL Server would not take them, and the inbox would try for ever.
            await Hub.Take(
                Message(endless, new NoteOpened { Text = "a" }),
                Message(NoteOpened.WireName, new NoteOpened { Text = "a" }, to: $"hub.{endless}"),
                Message(NoteOpened.WireName, new Dictionary<string, int> { [endless] = 1 }));

            Assert.Multiple(async () =>
            {
                Assert.That(await Hub.Quarantine(), Has.Count.EqualTo(3).And.All.Matches<QuarantinedMessage>(q => q.Reason.Length <= 512 && (q.Name ?? "").Length <= 64 && !q.Reason.Contains("xxx")));
                Assert.That(await Hub.Rows(), Has.All.Matches<InboxMessage>(r => r.Name.Length <= 64 && r.Receiver.Length <= 96));
            });
        }
    }

    public sealed class Waiting : Given
    {
        [Test]
        public async Task What_comes_before_its_beginning_is_in_our_custody_and_waits()
        {
            var message = Continued("Second.", Guid.CreateVersion7());

            await Hub.Take(message);

            Assert.That(Hub.Answers(), Is.EqualTo(new[] { message.MessageId }));
            Assert.That(await Hub.Db(db => db.Parked.CountAsync()), Is.EqualTo(1));
        }

        [TestCase(true)]
        [TestCase(false)]
        public async Task It_is_applied_in_its_order_when_the_beginning_comes(bool inOneBatch)
        {
            var consult = Guid.CreateVersion7();
            Delivered[] arrivals = [Continued("Second.", consult), Continued("Third.", consult), Opened("First.", consult)];

            if (inOneBatch) await Hub.Take(arrivals);
            else foreach (var arrival in arrivals) await Hub.Take(arrival);

            Assert.That(await Hub.Note(consult), Is.EqualTo("First. Second. Third."));
            Assert.That(await Hub.Db(db => db.Parked.AnyAsync()), Is.False);
        }

        [Test]
        public async Task Waiting_twice_is_waiting_once()
        {
            var consult = Guid.CreateVersion7();
            var second = Continued("Second.", consult);

            await Hub.Take(second);
            await Hub.Take(second, Opened("First.", consult));
            await Hub.Take(second);

            Assert.That(await Hub.Note(consult), Is.EqualTo("First. Second."));
        }

        [Test]
        public async Task Nobodys_beginning_sets_free_what_somebody_else_sent()
        {
            var consult = Guid.CreateVersion7();

            await Hub.Take(Continued("Not yours.", consult, from: OtherSite), Opened("First.", consult));

            Assert.That(await Hub.Note(consult), Is.EqualTo("First."));
            Assert.That(await Hub.Db(db => db.Parked.CountAsync()), Is.EqualTo(1));
        }

        [TestCase("impossible", "text-impossible")]
        [TestCase("bug", "not-applicable")]
        public async Task What_proves_impossible_when_its_time_comes_does_not_take_the_beginning_with_it(string text, string code)
        {
            var consult = Guid.CreateVersion7();
            var bad = Continued(text, consult);

            await Hub.Take(bad, Continued("Third.", consult), Opened("First.", consult));

            Assert.That(await Hub.Note(consult), Is.EqualTo("First. Third."));
            Assert.That((await Hub.Quarantine()).Select(q => (q.Code, q.MessageId, q.BrokerUser)), Is.EqualTo(new[] { (code, (Guid?)IdOf(bad), Site) }));
            Assert.That(await Hub.Db(db => db.Parked.AnyAsync()), Is.False);
        }
    }

    public sealed class Upgrades
    {
        [Test]
        public async Task What_nobody_knew_is_refused_and_applied_once_an_upgrade_knows_it()
        {
            var folder = Hosting.NotesService.NewFolder();
            var (consult, name) = (Guid.CreateVersion7(), NoteContinued.WireName);
            var message = Continued("Second.", consult);
            await using (var old = await TestInbox.Start(folder, on => on.On<NoteOpened, TakeNotes>(NoteOpened.WireName)))
            {
                await old.Take(Opened("First.", consult), message);
                Assert.That((await old.Quarantine()).Select(q => (q.Code, q.Name)), Is.EqualTo(new[] { ("message-unknown", name) }));
                Assert.That(old.Answers(), Does.Contain($"{message.MessageId} message-unknown"));
            }

            await using var upgraded = await TestInbox.Start(folder);
            await upgraded.Inbox.ReleaseKnown(CancellationToken.None);
            await upgraded.Inbox.ReleaseKnown(CancellationToken.None);

            Assert.That(await upgraded.Note(consult), Is.EqualTo("First. Second."));
            Assert.That((await upgraded.Quarantine()).Single().ReleasedAt, Is.EqualTo(Some.Now));
            Directory.Delete(folder, recursive: true);
        }
    }

    public sealed class Numbers : Given
    {
        private static readonly Guid Epoch = Guid.CreateVersion7(Some.Now.AddDays(-10));

        private Task Take(params long[] numbers) => Hub.Take([.. numbers.Select(n => Opened(epoch: Epoch, number: n))]);

        private async Task<(long Seen, long WithoutGap, DateTimeOffset? Gap)> Marks() =>
            await Hub.Peer() is { } peer ? (peer.HighestSeen, peer.SeenWithoutGap, peer.GapSince) : default;

        [Test]
        public async Task In_their_order_they_leave_no_gap()
        {
            await Take(1, 2, 3);
            await Take(4);

            Assert.That(await Marks(), Is.EqualTo((4, 4, (DateTimeOffset?)null)));
        }

        [Test]
        public async Task A_missing_one_is_a_gap_from_that_moment_on()
        {
            await Take(1, 3);
            Hub.Clock.Advance(TimeSpan.FromMinutes(5));
            await Take(4);

            Assert.That(await Marks(), Is.EqualTo((4, 1, (DateTimeOffset?)Some.Now)));
        }

        [Test]
        public async Task A_gap_that_fills_is_closed_at_the_next_look()
        {
            await Take(1, 4, 3);
            await Take(2);
            await Hub.Gaps.Look(CancellationToken.None);

            Assert.That(await Marks(), Is.EqualTo((4, 4, (DateTimeOffset?)null)));
        }

        [Test]
        public async Task A_gap_of_more_than_ten_minutes_is_cried_out_with_its_number()
        {
            await Take(1, 3);
            await Hub.Gaps.Look(CancellationToken.None);
            Assert.That(Hub.Log, Does.Not.Contain("missing"));

            Hub.Clock.Advance(TimeSpan.FromMinutes(11));
            await Hub.Gaps.Look(CancellationToken.None);

            Assert.That(Hub.Log, Does.Contain($"From {Site} to {Us}: message number 2 is missing."));
        }

        [Test]
        public async Task What_is_put_aside_is_not_missing()
        {
            await Hub.Take(Opened(epoch: Epoch, number: 1), Opened("impossible", epoch: Epoch, number: 2), Opened(epoch: Epoch, number: 3));

            Assert.That(await Marks(), Is.EqualTo((3, 3, (DateTimeOffset?)null)));
        }

        [Test]
        public async Task A_new_database_at_the_sender_counts_from_one_again_and_late_copies_of_the_old_move_nothing()
        {
            var renewed = Guid.CreateVersion7(Some.Now);
            await Take(1, 2, 7);

            await Hub.Take(Opened(epoch: renewed, number: 1));
            Assert.That((await Hub.Peer())!.SenderEpoch, Is.EqualTo(renewed));
            Assert.That(await Marks(), Is.EqualTo((1, 1, (DateTimeOffset?)null)));

            await Take(8);
            Assert.That(await Marks(), Is.EqualTo((1, 1, (DateTimeOffset?)null)));
        }

        [Test]
        public async Task Each_sender_has_its_own_row_of_numbers()
        {
            await Take(1, 2);
            await Hub.Take(Opened(from: OtherSite, epoch: Epoch, number: 1));

            Assert.That((await Hub.Peer(OtherSite))!.HighestSeen, Is.EqualTo(1));
            Assert.That((await Marks()).Seen, Is.EqualTo(2));
        }

        [Test]
        public async Task A_forged_number_is_not_counted()
        {
            await Take(1);
            await Hub.Take(Opened(user: OtherSite, epoch: Epoch, number: 99));

            Assert.That((await Marks()).Seen, Is.EqualTo(1));
        }
    }

    public sealed class Answers : Given
    {
        [Test]
        public async Task A_receipt_closes_our_rows_to_its_sender()
        {
            var (first, second) = (await Owe(Site), await Owe(Site));

            await Hub.Take(Message(Receipt.Name, new Receipt { Received = [first], Refused = [] }));

            var closed = await Owed(first);
            Assert.That((closed.State, closed.ClosedAt), Is.EqualTo((OutboxState.Received, (DateTimeOffset?)Some.Now)));
            Assert.That((await Owed(second)).State, Is.EqualTo(OutboxState.Open));
            Assert.That(Hub.Receipts(), Is.Empty, "A receipt is never answered.");
            Assert.That(await Hub.Rows(), Is.Empty);
        }

        [Test]
        public async Task A_refusal_closes_the_row_and_shows_on_what_it_was_about()
        {
            var consult = Guid.CreateVersion7();
            await Hub.Take(Opened("Fever.", consult));
            Hub.Receipts();
            var row = (await Hub.Db(db => db.Outbox.AsNoTracking().SingleAsync())).MessageId;

            await Hub.Take(Message(Receipt.Name, new Receipt { Received = [], Refused = [new(row, "message-unknown")] }));

            var refused = await Owed(row);
            Assert.That((refused.State, refused.RefusedCode), Is.EqualTo((OutboxState.Refused, "message-unknown")));
            Assert.That(await Hub.Note(consult), Is.EqualTo("Fever. refused:message-unknown"));
        }

        [Test]
        public async Task The_first_word_about_a_row_stands()
        {
            var row = await Owe(Site);

            await Hub.Take(Message(Receipt.Name, new Receipt { Received = [row], Refused = [] }));
            await Hub.Take(Message(Receipt.Name, new Receipt { Received = [], Refused = [new(row, "late")] }));

            Assert.That((await Owed(row)).State, Is.EqualTo(OutboxState.Received));
        }

        [Test]
        public async Task A_receipt_that_cannot_be_read_is_put_aside_and_stops_nobody()
        {
            await Hub.Take(Message(Receipt.Name, new { received = "everything" }), Opened());

            Assert.That(await Hub.Quarantine(), Has.Count.EqualTo(1));
            Assert.That(await Hub.Db(db => db.Notes.CountAsync()), Is.EqualTo(1));
        }
    }

    public sealed class Hellos : Given
    {
        private async Task Greet(Guid? senderEpoch, long highestSeen, Guid? epoch = null) =>
            await Hub.Take(Message(Hello.Name, new Hello { Epoch = epoch ?? Guid.CreateVersion7(), SenderEpoch = senderEpoch, HighestSeen = highestSeen }));

        private Task<Guid> OurEpoch() => Hub.Db(db => db.Custody.Select(c => c.Epoch).SingleAsync());

        [Test]
        public async Task What_is_open_to_a_receiver_that_comes_back_is_due_at_once()
        {
            var (mine, others) = (await Owe(Site, due: Some.Now.AddHours(6)), await Owe(OtherSite, due: Some.Now.AddHours(6)));

            await Greet(await OurEpoch(), 0);

            Assert.That((await Owed(mine)).DueAt, Is.EqualTo(Some.Now));
            Assert.That((await Owed(others)).DueAt, Is.EqualTo(Some.Now.AddHours(6)));
            Assert.That(Hub.Receipts(), Is.Empty);
        }

        [Test]
        public async Task A_receiver_that_has_lost_what_it_had_gets_it_again()
        {
            var rows = new[] { await Owe(Site, 1, OutboxState.Received), await Owe(Site, 2, OutboxState.Received), await Owe(Site, 3, OutboxState.Received) };

            await Greet(await OurEpoch(), 2);

            Assert.That(await States(rows), Is.EqualTo(new[] { OutboxState.Received, OutboxState.Received, OutboxState.Open }));
        }

        [Test]
        public async Task A_receiver_that_knows_nothing_of_our_present_numbers_gets_all_of_them()
        {
            var rows = new[] { await Owe(Site, 1, OutboxState.Received), await Owe(Site, 2, OutboxState.Received) };

            await Greet(null, 0);
            Assert.That(await States(rows), Is.All.EqualTo(OutboxState.Open));
        }

        [Test]
        public async Task A_mark_in_the_numbers_of_an_earlier_database_of_ours_counts_for_nothing()
        {
            var rows = new[] { await Owe(Site, 1, OutboxState.Received) };

            await Greet(Guid.CreateVersion7(Some.Now.AddYears(-1)), 1000);

            Assert.That(await States(rows), Is.All.EqualTo(OutboxState.Open));
        }

        [Test]
        public async Task What_was_refused_stays_refused()
        {
            var rows = new[] { await Owe(Site, 1, OutboxState.Refused) };

            await Greet(null, 0);

            Assert.That(await States(rows), Is.All.EqualTo(OutboxState.Refused));
        }

        private async Task<OutboxState[]> States(Guid[] rows)
        {
            var states = new List<OutboxState>();
            foreach (var row in rows) states.Add((await Owed(row)).State);
            return [.. states];
        }
    }

    /// <summary>A hub of its own for each test, and rows that it owes somebody.</summary>
    public abstract class Given
    {
        private TestInbox _hub = null!;

        private protected TestInbox Hub => _hub;

        [SetUp]
        public async Task Start() => _hub = await TestInbox.Start();

        [TearDown]
        public async Task Stop() => await _hub.DisposeAsync();

        private protected Task<OutboxMessage> Owed(Guid id) => _hub.Db(db => db.Outbox.AsNoTracking().SingleAsync(m => m.MessageId == id));

        private protected async Task<Guid> Owe(string to, long? number = null, OutboxState state = OutboxState.Open, DateTimeOffset? due = null)
        {
            var id = Guid.CreateVersion7();
            await _hub.Db(async db =>
            {
                db.Outbox.Add(new OutboxMessage
                {
                    MessageId = id,
                    From = Us,
                    To = to,
                    Name = NoteClosed.WireName,
                    Priority = MessagePriority.Normal,
                    ConsultId = Guid.CreateVersion7(),
                    Body = [1],
                    CreatedAt = Some.Now,
                    DueAt = due ?? Some.Now,
                    Number = number,
                    State = state,
                    ClosedAt = state == OutboxState.Open ? null : Some.Now,
                });
                return await db.SaveChangesAsync();
            });
            return id;
        }
    }
}
