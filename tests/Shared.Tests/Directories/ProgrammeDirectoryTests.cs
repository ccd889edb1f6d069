using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Tests.Prescriptions;
using Testing;

namespace Shared.Tests.Directories;

public sealed class ProgrammeDirectoryTests
{
    private static readonly Names Shimla = new("Shimla", "शिमला");

    internal static ProgrammeDirectory Sample() => new()
    {
        Programme = "Himachal Pradesh",
        Version = 7,
        IssuedAt = Some.Now,
        Hubs = [Hub("igmc", "general-medicine", "dermatology"), Hub("rpgmc", "general-medicine")],
        Sites = [new() { Site = "shimla-1", BrokerUser = "spoke.shimla-1", Spokes = ["a", "b"] }],
        Spokes = [Spoke("a"), Spoke("b")],
        Mappings = [Map("a", "igmc", 1)],
        Practitioners = [],
    };

    private static HubEntry Hub(string code, params string[] specialties) => new()
    {
        Code = code,
        Name = new(code, code),
        FacilityType = "MedicalCollege",
        District = Shimla,
        BrokerUser = "hubs.hp",
        Specialties = specialties,
    };

    private static SpokeEntry Spoke(string code) => new() { Code = code, Name = new(code, code), FacilityType = "SHC-HWC", Block = Shimla, District = Shimla };

    private static SpokeMapping Map(string spoke, string hub, int rank, string from = "2026-01-01", string? until = null, string specialty = "general-medicine") => new()
    {
        SpokeCode = spoke,
        HubCode = hub,
        Specialty = specialty,
        Rank = rank,
        From = DateOnly.Parse(from, null),
        Until = until is null ? null : DateOnly.Parse(until, null),
    };

    private static string? HubOn(string day, params SpokeMapping[] mappings) =>
        (Sample() with { Mappings = mappings }).HubFor("a", "general-medicine", DateOnly.Parse(day, null))?.HubCode;

    public sealed class Asking
    {
        [TestCase("2025-12-31", null)]
        [TestCase("2026-01-01", "igmc")]
        [TestCase("2026-06-30", "igmc")]
        [TestCase("2026-07-01", null)]
        public void A_mapping_holds_from_its_first_day_to_its_last(string day, string? hub) =>
            Assert.That(HubOn(day, Map("a", "igmc", 1, until: "2026-06-30")), Is.EqualTo(hub));

        [Test]
        public void The_lowest_rank_in_force_answers_wherever_it_stands()
        {
            SpokeMapping[] mappings = [Map("a", "rpgmc", 2), Map("a", "igmc", 1, from: "2026-03-01", until: "2026-03-31")];

            Assert.That(new[] { "2026-02-28", "2026-03-01", "2026-04-01" }.Select(day => HubOn(day, mappings)), Is.EqualTo(new[] { "rpgmc", "igmc", "rpgmc" }));
        }

        [Test]
        public void A_mapping_is_for_one_spoke_and_one_specialty()
        {
            Assert.That(HubOn("2026-11-23", Map("b", "igmc", 1)), Is.Null);
            Assert.That(HubOn("2026-11-23", Map("a", "igmc", 1, specialty: "dermatology")), Is.Null);
        }

        [Test]
        public void Who_is_who_is_found_by_code()
        {
            var directory = Sample();

            Assert.That((directory.Hub("igmc")?.Code, directory.Spoke("b")?.Code, directory.SiteOf("b")?.Site), Is.EqualTo(("igmc", "b", "shimla-1")));
            Assert.That((directory.Hub("x"), directory.Spoke("x"), directory.SiteOf("x")), Is.EqualTo(((HubEntry?)null, (SpokeEntry?)null, (SiteEntry?)null)));
        }
    }

    public sealed class Contradictions
    {
        private static IEnumerable<TestCaseData> All()
        {
            yield return Row("an unknown hub", d => d with { Mappings = [Map("a", "pgi", 1)] }, "pgi");
            yield return Row("an unknown spoke", d => d with { Mappings = [Map("z", "igmc", 1)] }, "z");
            yield return Row("a specialty the hub does not offer", d => d with { Mappings = [Map("a", "rpgmc", 1, specialty: "dermatology")] }, "dermatology");
            yield return Row("a spoke of no site", d => d with { Spokes = [.. d.Spokes, Spoke("c")] }, "c");
            yield return Row("a spoke of two sites", d => d with { Sites = [.. d.Sites, new() { Site = "kangra-1", BrokerUser = "k", Spokes = ["b"] }] }, "b");
            yield return Row("a site with an unknown spoke", d => d with { Sites = [d.Sites[0] with { Spokes = ["a", "b", "z"] }] }, "z");
            yield return Row("a hub twice", d => d with { Hubs = [.. d.Hubs, Hub("igmc")] }, "igmc");
            yield return Row("a spoke twice", d => d with { Spokes = [.. d.Spokes, Spoke("a")] }, "a");
            yield return Row("a site twice", d => d with { Sites = [.. d.Sites, new() { Site = "shimla-1", BrokerUser = "k", Spokes = [] }] }, "shimla-1");
            yield return Row("a practitioner twice", d => d with { Practitioners = [Doctor, Doctor] }, "dr-thakur");
            yield return Row("medicine lists that contradict themselves", d => d with
            {
                MedicineLists = MedicineListsTests.Plain with { Medicines = [new() { Generic = "codeine", List = MedicineList.O }] },
            }, "codeine is on List O, but codeine is prohibited");
            yield return Row("two first hubs on one day", d => d with { Mappings = [Map("a", "igmc", 1), Map("a", "rpgmc", 1, from: "2026-05-01")] }, "rank 1");

            static TestCaseData Row(string what, Func<ProgrammeDirectory, ProgrammeDirectory> wrong, string named) =>
                new TestCaseData(wrong, named).SetArgDisplayNames(what);
        }

        private static PractitionerEntry Doctor => new() { Code = "dr-thakur", Hubs = ["igmc"], Specialties = ["general-medicine"] };

        [TestCaseSource(nameof(All))]
        public void A_directory_that_contradicts_itself_is_neither_signed_nor_read(object wrong, string named)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var directory = ((Func<ProgrammeDirectory, ProgrammeDirectory>)wrong)(Sample());
            var signedAnyway = Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(directory, Wire.Json), ProgrammeDirectory.Typ, "k", key);

            Assert.That(() => ProgrammeDirectory.Sign(directory, key), Throws.TypeOf<InvalidDataException>().With.Message.Contains(named));
            Assert.That(() => ProgrammeDirectory.Read(signedAnyway, key), Throws.TypeOf<InvalidDataException>().With.Message.Contains(named));
        }

        [Test]
        public void The_same_rank_may_follow_itself() =>
            Assert.That(() => HubOn("2026-11-23", Map("a", "igmc", 1, until: "2026-04-30"), Map("a", "rpgmc", 1, from: "2026-05-01")), Is.EqualTo("rpgmc"));
    }

    public sealed class Reading
    {
        [Test]
        public void The_programmes_own_medicine_lists_come_with_it_and_this_projects_hold_without()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

            var read = ProgrammeDirectory.Read(ProgrammeDirectory.Sign(Sample() with { MedicineLists = MedicineListsTests.Plain }, key), key);

            Assert.That(read.Prescribing().RulesVersion, Is.EqualTo(MedicineListsTests.Plain.Version));
            Assert.That(Sample().Prescribing(), Is.SameAs(PrescribingPolicy.Default));
        }

        [Test]
        public void What_the_programme_signed_is_read_as_it_was_written()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

            var read = ProgrammeDirectory.Read(ProgrammeDirectory.Sign(Sample(), key) + "\n", key);

            Assert.That(JsonSerializer.Serialize(read, Wire.Json), Is.EqualTo(JsonSerializer.Serialize(Sample(), Wire.Json)));
        }

        [Test]
        public void What_somebody_else_signed_stops_the_start_with_a_sentence()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

            Assert.That(() => ProgrammeDirectory.Read(ProgrammeDirectory.Sign(Sample(), other), key),
                Throws.TypeOf<InvalidDataException>().With.Message.Contains("not signed by the programme key"));
        }

        [Test]
        public void A_certificate_is_no_directory()
        {
            using var programme = new TestProgramme();

            Assert.That(() => ProgrammeDirectory.Read(programme.Certify(), programme.Key), Throws.TypeOf<InvalidDataException>());
        }

        [TestCase("{}")]
        [TestCase("{\"programme\":\"x\",\"surprise\":1}")]
        [TestCase("null")]
        public void Signed_bytes_that_are_no_directory_stop_the_start_with_a_sentence(string payload)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var signed = Jws.Sign(System.Text.Encoding.UTF8.GetBytes(payload), ProgrammeDirectory.Typ, "k", key);

            Assert.That(() => ProgrammeDirectory.Read(signed, key), Throws.TypeOf<InvalidDataException>());
        }
    }

    [Test]
    public void Every_specialty_has_a_code_and_both_names()
    {
        Assert.That(Specialty.All, Is.Not.Empty);
        Assert.That(Specialty.All.Select(s => s.Code), Is.Unique.And.All.Match("^[a-z]+(-[a-z]+)*$"));
        Assert.That(Specialty.All.Select(s => s.Name.Hi), Is.All.Match(@"\p{IsDevanagari}"));
        Assert.That((Specialty.Find("general-consult")?.Code, Specialty.Find("astrology"), Specialty.Find(null)), Is.EqualTo((Specialty.GeneralConsult, (Specialty?)null, (Specialty?)null)));
    }
}
