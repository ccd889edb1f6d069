using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Domain;

/// <summary>Merges and separations in any order, against a plain model: each merge is an edge, and a record leads to the root of its tree.</summary>
public sealed class PatientMergeTests
{
    private const int Seed = 20261127;

    private static readonly string[] Names = ["Savitri", "Kamla", "Bimla", "Nirmala", "Urmila", "Tulsi", "Radha"];

    [Test]
    public void Register_merge_undo_is_the_identity_and_every_record_leads_to_one_that_stands_for_itself()
    {
        for (var round = 0; round < 2000; round++)
        {
            var random = new Random(Seed + round);
            var records = Names.Select(name => Patient.Register(Some.Patient() with { Name = name }, Some.SpokeCode, Some.Now)).ToArray();
            var registered = records.Select(r => (r.PatientId, r.Summary, r.SearchText, r.NameKey, r.RelativeKey)).ToArray();
            var merges = new List<PatientMerge>();
            for (var act = random.Next(1, 20); act > 0; act--)
            {
                if (random.Next(3) > 0) Merge(Root(random.Next(records.Length)), Root(random.Next(records.Length)));
                else if (Standing().ToArray() is { Length: > 0 } standing) Undo(standing[random.Next(standing.Length)]);
                LeadsWhereTheMergesSay(round);
            }
            var rest = Standing().ToArray();
            random.Shuffle(rest);
            foreach (var merge in rest) Undo(merge);

            Assert.That(records.Select(r => (r.PatientId, r.Summary, r.SearchText, r.NameKey, r.RelativeKey)), Is.EqualTo(registered), $"seed {Seed + round}");
            Assert.That(records.Select(r => r.SurvivorId), Is.All.Null, $"seed {Seed + round}");

            Patient Root(int i) => records.Single(r => r.PatientId == (records[i].SurvivorId ?? records[i].PatientId));

            IEnumerable<PatientMerge> Standing() => merges.Where(m => m.SeparatedAt is null);

            void Merge(Patient survivor, Patient other)
            {
                if (survivor != other) merges.Add(survivor.Merge(other, records.Where(r => r.SurvivorId == other.PatientId), "Sunita Verma", Some.Now));
            }

            void Undo(PatientMerge merge)
            {
                var survivor = records.Single(r => r.PatientId == merge.MergedId).SurvivorId;
                Patient[] together = [.. records.Where(r => r.PatientId == survivor || r.SurvivorId == survivor)];
                merge.Separate(together, [.. Standing().Where(m => together.Any(r => r.PatientId == m.MergedId))], "Sunita Verma", Some.Now);
            }

            void LeadsWhereTheMergesSay(int seed)
            {
                foreach (var record in records)
                {
                    var at = record.PatientId;
                    while (Standing().SingleOrDefault(m => m.MergedId == at) is { } edge) at = edge.SurvivorId;
                    Assert.That(record.SurvivorId ?? record.PatientId, Is.EqualTo(at), $"seed {Seed + seed}");
                }
            }
        }
    }
}

public sealed class NameSoundTests
{
    [TestCase("Savitri Devi", "सावित्री देवी")]
    [TestCase("Sunita", "Suneeta")]
    [TestCase("Sunita", "सुनीता")]
    [TestCase("Lakshmi", "Laxmi")]
    [TestCase("Lakshmi", "लक्ष्मी")]
    [TestCase("Raj Kumar", "राज कुमार")]
    [TestCase("Rajkumar", "राजकुमार")]
    [TestCase("Thakur", "ठाकुर")]
    [TestCase("Chhaya", "छाया")]
    [TestCase("Gyan Singh", "ज्ञान सिंह")]
    [TestCase("Zeenat", "ज़ीनत")]
    [TestCase("Zeenat", "Jinat")]
    [TestCase("Phoolwati", "Fulvati")]
    [TestCase("Vishnu", "विष्णु")]
    [TestCase("Smt. Geeta Devi", "Gita Devi")]
    [TestCase("श्रीमती गीता", "Gita")]
    [TestCase("Sampat", "संपत")]
    [TestCase("Krishna", "कृष्णा")]
    [TestCase("Jai Prakash", "जय प्रकाश")]
    [TestCase("W/o Ram Lal", "Ram Lal")]
    [TestCase("Jyoti", "ज्योति")]
    [TestCase("Bhagat Ram", "Bagat Raam")]
    public void One_name_sounds_as_itself_in_every_writing(string one, string other) => Assert.That(NameSound.Words(one), Is.EqualTo(NameSound.Words(other)).And.Not.Empty);

    [TestCase("Ramesh", "Rakesh")]
    [TestCase("Rohan", "Roshan")]
    [TestCase("Asha", "Usha")]
    [TestCase("Sunita", "Anita")]
    [TestCase("Kamla", "Vimla")]
    [TestCase("Meena", "Reena")]
    public void Names_of_sisters_and_brothers_are_told_apart(string one, string other) =>
        Assert.That(NameSound.Alike(NameSound.Words(one)[0], NameSound.Words(other)[0]), Is.LessThan(0.75));

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" . ")]
    [TestCase("श्री")]
    public void Of_nothing_there_is_no_sound(string? name) => Assert.That(NameSound.Words(name), Is.Empty);
}
