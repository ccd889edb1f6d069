using System.Text;
using Hub.Api.Domain;
using Hub.Api.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;
using Shared.Hosting.Problems;
using Testing;

namespace Hub.Api.Tests.Programme;

/// <summary>A manager looks at a file, takes it or not, and goes back; the hub judges by what was taken, and every site is sent it.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class ListImportTests(TestDatabase database)
{
    private const string Heading = "generic,list,name_hi,synonyms,from,until\n";

    private TestHub _hub = null!;

    private static DateOnly Tomorrow => Some.Today.AddDays(1);

    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();   // no server of that kind
    }

    private static CheckLists.Command File(string text, ListKind kind = ListKind.Medicines, bool replaces = false) => new(
        kind, "c:\\lists\\order.csv", Encoding.UTF8.GetBytes(text), replaces, "Mission Director", "HP/TELEMED/2026/12", Some.Today);

    private Task<long> Look(CheckLists.Command command) => _hub.Act<CheckLists, long>("manager", act => act.Handle(command, CancellationToken.None));

    private Task<int> Take(long import) => _hub.Act<TakeLists, int>("manager", act => act.Handle(import, CancellationToken.None));

    private Task<int> Undo(int number) => _hub.Act<TakeLists, int>("manager", act => act.Undo(number, CancellationToken.None));

    private Task<ListImport> Import(long id) => _hub.Db(db => db.ListImports.AsNoTracking().SingleAsync(i => i.Id == id));

    private async Task<string[]> RowsOf(long id) => [.. (await Import(id)).ReadRows().Select(r => $"{r.Line} {r.Name} {r.State} {r.Why} {r.Detail}".TrimEnd())];

    private MedicineList? ListOf(string name, DateOnly day) => _hub.Services.GetRequiredService<ListsInForce>().Policy.ListsOf(name, day)!.Single();

    private Task<Letter[]> Sent() => _hub.Db(async db => await db.Outbox.AsNoTracking().Where(m => m.Name == ListsPublished.WireName).OrderBy(m => m.Id).Select(m => new Letter(m.From, m.To, m.Body)).ToArrayAsync());

    private sealed record Letter(string From, string To, byte[] Body);

    [Test]
    public async Task A_file_is_looked_at_row_by_row_and_nothing_is_in_force_by_it()
    {
        var id = await Look(File(Heading + $"""
            misoprostol,A,मिसोप्रोस्टोल,cytotec,,
            paracetamol,O,,crocin;panadol,,
            ibuprofen,O,,,,
            amoxicillin,O,,,{Some.Today:dd/MM/yyyy},
            azithromycin,list C,,,,
            cefixime,A,,,31-12,
            ,O,,,,
            diclofenac,B,,,{Some.Today.AddDays(-1):yyyy-MM-dd},
            misoprostol,B,,,,
            """));

        Assert.That(await RowsOf(id), Is.EqualTo(new[]
        {
            "2 misoprostol New",
            "3 paracetamol Changed",
            "4 ibuprofen Changed",
            "5 amoxicillin Refused begins-tomorrow",
            "6 azithromycin Refused list-unknown list c",
            "7 cefixime Refused not-a-date from",
            "8  Refused column-empty generic",
            "9 diclofenac Refused begins-tomorrow",
            "10 misoprostol Refused twice",
        }));
        Assert.That((await Import(id)).FileName, Does.EndWith("order.csv"));
        Assert.That(ListOf("misoprostol", Some.Today), Is.Null);
        Assert.That(await Sent(), Is.Empty);
    }

    [Test]
    public async Task What_is_taken_is_judged_by_here_and_signed_for_every_site_with_its_order()
    {
        Assert.That(await Take(await Look(File(Heading + "misoprostol,A,,cytotec,,\nibuprofen,O,,,,\n"))), Is.EqualTo(1));

        Assert.That((ListOf("cytotec", Some.Today), ListOf("ibuprofen", Some.Today), ListOf("ibuprofen", Tomorrow)), Is.EqualTo((MedicineList.A, MedicineList.A, MedicineList.O)));
        Assert.That(await _hub.Act<PrescribingPolicy, string>("manager", policy => Task.FromResult(policy.RulesVersion)), Is.EqualTo($"{Some.Today:yyyy-MM-dd}/1"));
        var taken = await Import(1);
        Assert.That((taken.By, taken.OrderNumber, taken.SignedBy, taken.TakenAt), Is.EqualTo(("Programme manager", "HP/TELEMED/2026/12", "Mission Director", _hub.Clock.GetUtcNow())));

        var sent = await Sent();
        Assert.That(sent.Select(m => (m.From, m.To)), Is.EquivalentTo(new[] { ("hub.igmc", "spoke.shimla-1"), ("hub.igmc", "spoke.kangra-1") }));
        var message = System.Text.Json.JsonSerializer.Deserialize<Shared.Contracts.Messaging.Envelope>(sent[0].Body, Shared.Contracts.Messaging.Wire.Json)!;
        var lists = ProgrammeLists.Read((string)System.Text.Json.Nodes.JsonNode.Parse(message.Payload.GetRawText())!["document"]!, _hub.Services.GetRequiredService<ProgrammeKey>().Key);
        Assert.That((lists.Number, lists.MedicineLists.OrderNumber, lists.Formulary.Medicines.Count), Is.EqualTo((1, "HP/TELEMED/2026/12", FormularyData.Default.Medicines.Count)));
    }

    [Test]
    public async Task A_site_that_receives_them_judges_as_the_hub_does_in_whatever_order_they_come()
    {
        await using var spoke = await TestSpoke.Start(database);
        await Take(await Look(File(Heading + "misoprostol,A,,,,\n")));
        await Take(await Look(File(Heading + "misoprostol,O,,,,\n")));
        var bodies = (await Sent()).Where(m => m.To == "spoke.shimla-1").Select(m => m.Body).ToArray();

        Assert.That(await spoke.Deliver(bodies[1]), Is.Null);
        Assert.That(await spoke.Deliver(bodies[0]), Is.Null);
        Assert.That(await spoke.Deliver(bodies[1]), Is.Null);

        var there = spoke.Services.GetRequiredService<ListsInForce>();
        Assert.That((there.Number, there.Policy.RulesVersion), Is.EqualTo((2, $"{Some.Today:yyyy-MM-dd}/2")));
        Assert.That(there.Policy.ListsOf("misoprostol", Tomorrow), Is.EqualTo(new MedicineList?[] { MedicineList.O }));
        Assert.That(await spoke.Db(db => db.Lists.CountAsync()), Is.EqualTo(2));

        // A process that starts now judges by them, too.
        var anew = new ListsInForce(spoke.Services.GetRequiredService<ProgrammeDirectory>());
        await new Spoke.Api.Directory.FollowLists(spoke.Services.GetRequiredService<IServiceScopeFactory>(), spoke.Services.GetRequiredService<ProgrammeKey>(), anew, spoke.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Spoke.Api.Directory.FollowLists>.Instance).Look(CancellationToken.None);
        Assert.That(anew.Number, Is.EqualTo(2));
    }

    [Test]
    public async Task Lists_that_the_programme_did_not_sign_are_put_aside_at_a_site()
    {
        await using var spoke = await TestSpoke.Start(database);
        using var stranger = new TestProgramme();
        var forged = ProgrammeLists.Sign(new() { Number = 9, IssuedAt = Some.Now, MedicineLists = MedicineLists.Default, Formulary = FormularyData.Default }, stranger.Key);

        Assert.That(await spoke.Deliver(ListsPublished.WireName, new ListsPublished { Number = 9, Document = forged }, Guid.Empty), Is.EqualTo("lists-not-valid"));
        Assert.That(spoke.Services.GetRequiredService<ListsInForce>().Number, Is.Zero);
        Assert.That(await spoke.Db(db => db.Lists.CountAsync()), Is.Zero);
    }

    [TestCase(ListKind.Medicines, Heading + "codeine,O,,,,\n", "codeine")]
    [TestCase(ListKind.Medicines, Heading + "adrenaline,emergency,,,,\nepinephrine,O,,,,\n", "epinephrine")]
    [TestCase(ListKind.Formulary, "generic,classes,level,products\nmorphine,opioid,dh,injection|10 mg/ml|injection\n", "morphine")]
    public async Task What_contradicts_the_other_lists_is_refused_as_a_whole_and_says_which_medicine(ListKind kind, string file, string medicine)
    {
        var id = await Look(File(file, kind));

        var import = await Import(id);
        Assert.That((import.Contradiction, import.Content), Is.EqualTo((import.Contradiction, "")));
        Assert.That(import.Contradiction, Does.Contain(medicine));
        Assert.That((await Refused(() => Take(id))).Code, Is.EqualTo("lists-contradict"));
        Assert.That(_hub.Services.GetRequiredService<ListsInForce>().Number, Is.Zero);
    }

    [Test]
    public async Task What_was_looked_at_before_somebody_took_something_else_is_looked_at_anew()
    {
        var (mine, theirs) = (await Look(File(Heading + "misoprostol,A,,,,\n")), await Look(File(Heading + "mirtazapine,A,,,,\n")));
        await Take(theirs);

        Assert.That((await Refused(() => Take(mine))).Code, Is.EqualTo("changed-by-another"));
        Assert.That((await Refused(() => Take(theirs))).Code, Is.EqualTo("lists-taken-already"));
        Assert.That((await Refused(() => Undo(7))).Code, Is.EqualTo("changed-by-another"));
    }

    [Test]
    public async Task Going_back_leaves_what_was_lawful_on_its_day_and_can_be_undone()
    {
        await Take(await Look(File(Heading + $"misoprostol,A,,,,\nibuprofen,O,,,,\nmirtazapine,B,,,{Some.Today.AddDays(9):yyyy-MM-dd},\n")));

        Assert.That(await Undo(1), Is.EqualTo(2));
        Assert.That((ListOf("misoprostol", Some.Today), ListOf("misoprostol", Tomorrow)), Is.EqualTo((MedicineList.A, (MedicineList?)null)), "signed today, it was lawful today");
        Assert.That((ListOf("ibuprofen", Some.Today), ListOf("ibuprofen", Tomorrow)), Is.EqualTo((MedicineList.A, MedicineList.A)));
        Assert.That(ListOf("mirtazapine", Some.Today.AddDays(9)), Is.Null);

        Assert.That(await Undo(2), Is.EqualTo(3));
        Assert.That((ListOf("misoprostol", Tomorrow), ListOf("ibuprofen", Tomorrow)), Is.EqualTo((MedicineList.A, MedicineList.O)));
        Assert.That((await Sent()).Count(m => m.To == "spoke.shimla-1"), Is.EqualTo(3));
        Assert.That((await _hub.Act<CheckLists, IReadOnlyList<ListImport>>("manager", act => act.History(CancellationToken.None))).Select(i => (i.Number, i.Undoes)),
            Is.EqualTo(new (int?, int?)[] { (3, 2), (2, 1), (1, null) }));
    }

    [TestCase(ListKind.Medicines)]
    [TestCase(ListKind.Formulary)]
    [TestCase(ListKind.Diagnoses)]
    public async Task What_is_downloaded_reads_as_the_same(ListKind kind)
    {
        var file = await _hub.Db(async db => (await CurrentLists.Read(db, _hub.Services.GetRequiredService<ProgrammeDirectory>(), CancellationToken.None)).File(kind));

        var id = await Look(File("", kind, replaces: true) with { File = file });

        Assert.That((await Import(id)).ReadRows().Where(r => r.State != ListRowState.Same).Select(r => $"{r.Line} {r.Name} {r.State} {r.Why} {r.Detail}"), Is.Empty);
        Assert.That((await Import(id)).ReadRows(), Has.Count.GreaterThan(200));
        Assert.That((await Refused(() => Take(id))).Code, Is.EqualTo("lists-say-nothing-new"));
    }

    [Test]
    public async Task The_list_in_force_is_a_file_that_a_spreadsheet_opens()
    {
        using var file = await _hub.As("manager").Request(HttpMethod.Get, "/lists/files/medicines");
        var bytes = await file.Content.ReadAsByteArrayAsync();

        Assert.That(file.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        Assert.That(bytes.AsSpan().StartsWith("\uFEFFgeneric,list,name_hi,synonyms,from,until"u8));
        Assert.That((await _hub.As("manager").Get("/lists/files/1")).Status, Is.EqualTo(System.Net.HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_programmes_own_formulary_and_diagnoses_replace_this_projects()
    {
        await Take(await Look(File("""
            generic;classes;level;products;usual_dose;usual_frequency
            paracetamol;analgesic;shc;tablet|500 mg;500 mg;TDS
            amoxicillin;penicillin;phc;capsule|250 mg;;
            """, ListKind.Formulary, replaces: true)));
        await Take(await Look(File("code,title_en,title_hi\nb86,Itch,खाज\nX1,No code,कोड नहीं\n", ListKind.Diagnoses, replaces: true)));

        var lists = _hub.Services.GetRequiredService<ListsInForce>();
        Assert.That(lists.Formulary.Data.Medicines.Select(m => m.Generic), Is.EqualTo(new[] { "paracetamol", "amoxicillin" }));
        Assert.That(lists.Formulary.Allergy("penicillin")?.Also, Is.Empty, "no cephalosporin is kept");
        Assert.That(lists.Diagnoses.All.Single(), Is.EqualTo(new Shared.Contracts.Diagnoses.ListedDiagnosis("B86", new("Itch", "खाज"))));
        Assert.That((await Sent()).Count(m => m.To == "spoke.shimla-1"), Is.EqualTo(1), "diagnoses are the hub's alone");
        Assert.That(_hub.Services.GetRequiredService<ListsInForce>().Policy.RulesVersion, Is.EqualTo(MedicineLists.Default.Version));
    }

    [TestCase("", "file-empty")]
    [TestCase("generic,list\n", "file-empty")]
    [TestCase("generic\nparacetamol\n", "column-missing")]
    [TestCase("generic,list,colour\nparacetamol,O,red\n", "column-unknown")]
    [TestCase("generic,list\npara\"cetamol,O\n", "file-unreadable")]
    public void A_file_that_is_none_keeps_nothing(string text, string code)
    {
        var refusal = Assert.ThrowsAsync<UnreadableFileException>(() => Look(File(text)));

        Assert.That(refusal!.Code, Is.EqualTo(code));
    }

    [Test]
    public void A_file_of_another_alphabets_bytes_is_refused() =>
        Assert.That(Assert.ThrowsAsync<UnreadableFileException>(() => Look(File("") with { File = [.. "generic,list\n"u8, 0xE9, 0x2C, 0x4F] }))!.Code, Is.EqualTo("file-not-utf8"));

    [Test]
    public async Task Another_replica_follows()
    {
        await Take(await Look(File(Heading + "misoprostol,A,,,,\n")));
        var replica = new ListsInForce(_hub.Services.GetRequiredService<ProgrammeDirectory>());
        await new FollowLists(_hub.Services.GetRequiredService<IServiceScopeFactory>(), _hub.Services.GetRequiredService<ProgrammeDirectory>(), replica, _hub.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<FollowLists>.Instance).Look(CancellationToken.None);

        Assert.That((replica.Number, replica.Policy.ListsOf("misoprostol", Some.Today)!.Single()), Is.EqualTo((1, MedicineList.A)));
    }

    private static async Task<RuleBrokenException> Refused(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (RuleBrokenException refused)
        {
            return refused;
        }
        throw new AssertionException("It was not refused.");
    }
}
