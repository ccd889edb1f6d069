using Hub.Api.Data;
using Shared.Hosting.Ui;
using Spoke.Api.Consults;
using Spoke.Api.Data;

namespace EndToEnd.Tests;

/// <summary>The two services have catalogues of their own, and codes travel between them.</summary>
public sealed class WordsTests
{
    private static readonly Texts Spoke = Texts.Load(strict: true, typeof(SpokeDb).Assembly);
    private static readonly Texts Hub = Texts.Load(strict: true, typeof(HubDb).Assembly);

    private static IEnumerable<string> CodesOfRequests =>
    [
        .. DraftFields.Relations.Select(relation => $"relation.{relation}"),
        .. DraftFields.ConsentMethods.Select(method => $"consent.{method}"),
        .. DraftFields.ConsentLanguages.Select(language => $"language.{language}"),
        .. DraftFields.Tests.Select(test => $"test.{test.Test}"),
        .. DraftFields.Tests.SelectMany(test => test.Values).Distinct().Select(value => $"result.{value}"),
        .. Spoke.Keys.Where(key => key.StartsWith("phone-of.", StringComparison.Ordinal)).Select(key => $"phone.{key["phone-of.".Length..]}"),
    ];

    private static IEnumerable<string> CodesOfAnswers =>
    [
        .. Codes("mode"), .. Codes("certainty"), .. Codes("timing"), .. Codes("transport"),
        .. Codes("frequency").Select(key => key.Replace("frequency.", "freq.", StringComparison.Ordinal)),
        .. Codes("priority").Select(key => key.Replace("priority.", "urgency.", StringComparison.Ordinal)),
        .. Codes("route").Where(key => key != "route.oral"),   // by mouth goes without saying
        .. Codes("return").Select(key => key.Replace("return.", "return-reason.", StringComparison.Ordinal)),
    ];

    private static IEnumerable<string> Codes(string kind) =>
        Hub.Keys.Where(key => key.StartsWith($"{kind}.", StringComparison.Ordinal) && !key.EndsWith(".hint", StringComparison.Ordinal));

    [TestCaseSource(nameof(CodesOfRequests))]
    public void What_a_health_officer_can_choose_has_a_word_at_the_hub(string key) => Assert.That(Hub.Has(key), key);

    [TestCaseSource(nameof(CodesOfAnswers))]
    public void What_a_doctor_can_choose_has_a_word_at_the_spoke(string key) => Assert.That(Spoke.Has(key), key);
}
