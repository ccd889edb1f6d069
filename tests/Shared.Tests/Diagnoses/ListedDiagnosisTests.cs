using Shared.Contracts.Diagnoses;

namespace Shared.Tests.Diagnoses;

public sealed class ListedDiagnosisTests
{
    private static string[] Found(string typed) => [.. DiagnosisIndex.Default.Search(typed).Select(d => d.Code)];

    [Test]
    public void There_are_some_four_hundred_each_with_a_code_and_both_titles() => Assert.Multiple(() =>
    {
        Assert.That(DiagnosisIndex.Default.All, Has.Count.InRange(400, 600));
        foreach (var diagnosis in DiagnosisIndex.Default.All)
        {
            Assert.That(diagnosis.Code, Does.Match(@"^[A-Z][0-9]{2}(\.[0-9])?$"));
            Assert.That(diagnosis.Title.En, Does.Match("^[A-Z]").And.Not.Match(@"\p{IsDevanagari}"), diagnosis.Code);
            Assert.That(diagnosis.Title.Hi, Does.Match(@"\p{IsDevanagari}"), diagnosis.Code);
        }
        Assert.That(DiagnosisIndex.Default.All.Select(d => d.Code), Is.Unique.And.Ordered);
        Assert.That(DiagnosisIndex.Default.All.Select(d => d.Title.En), Is.Unique);
        Assert.That(DiagnosisIndex.Default.All.Select(d => d.Title.Hi), Is.Unique);
    });

    [TestCase("scab", "B86")]
    [TestCase("b86", "B86")]
    [TestCase("J06.9", "J06.9")]
    [TestCase("डेंगू", "A90", "A91")]
    [TestCase("urinary tract", "N39.0")]
    [TestCase("tract", "A56.0", "N39.0")]
    [TestCase("sc")]
    [TestCase("")]
    [TestCase("zzz")]
    public void Three_letters_find_it_by_code_or_title(string typed, params string[] codes) =>
        Assert.That(Found(typed), Is.EqualTo(codes));

    [Test]
    public void A_title_that_begins_so_comes_before_one_with_the_word_inside()
    {
        var found = Found("fever");

        Assert.That(found[0], Is.AnyOf("R50.9", "R56.0"));
        Assert.That(found, Does.Contain("A90"));
        Assert.That(found, Has.Length.AtMost(12));
    }

    [Test]
    public void Every_one_is_found_by_its_code_and_by_either_title() => Assert.Multiple(() =>
    {
        foreach (var diagnosis in DiagnosisIndex.Default.All)
            foreach (var typed in new[] { diagnosis.Code, diagnosis.Title.En, diagnosis.Title.Hi })
                Assert.That(DiagnosisIndex.Default.Search(typed, most: 600), Does.Contain(diagnosis), typed);
    });

    [Test]
    public void A_code_is_known_however_it_is_written()
    {
        Assert.That(DiagnosisIndex.Default.Find("j06.9")?.Offered, Is.EqualTo("J06.9 · Upper respiratory infection, acute"));
        Assert.That(DiagnosisIndex.Default.Find("X99"), Is.Null);
        Assert.That(DiagnosisIndex.Default.Find(null), Is.Null);
    }
}
