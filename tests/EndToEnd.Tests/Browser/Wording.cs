using System.Globalization;
using Hub.Api.Data;
using Shared.Hosting.Ui;
using Spoke.Api.Data;

namespace EndToEnd.Tests.Browser;

/// <summary>What the pages say in one language, from their own catalogues: a test presses what a person reads.</summary>
internal sealed class Wording(string language)
{
    private static readonly Texts SpokeTexts = Texts.Load(strict: true, typeof(SpokeDb).Assembly);
    private static readonly Texts HubTexts = Texts.Load(strict: true, typeof(HubDb).Assembly);

    /// <summary>Keys of both services; one that is seen on a page was not translated.</summary>
    public static IReadOnlySet<string> Keys { get; } = SpokeTexts.Keys.Concat(HubTexts.Keys).ToHashSet();

    public string Language => language;

    public string Spoke(string key, params object[] args) => Say(SpokeTexts, key, args);

    public string Hub(string key, params object[] args) => Say(HubTexts, key, args);

    private string Say(Texts texts, string key, object[] args) => string.Format(CultureInfo.InvariantCulture, texts.Template(key, language), args);
}
