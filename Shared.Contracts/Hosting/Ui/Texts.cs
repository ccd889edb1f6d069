using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Shared.Hosting.Ui;

/// <summary>
/// Every sentence a person reads, in English and Hindi, from the <c>texts/*.json</c> embedded in Hosting and in the service:
/// <c>{ "key": { "en": "...", "hi": "..." } }</c> with <c>{0}</c> places. Inject it (<c>@T["key", arg]</c>) or call <see cref="Of"/>.
/// A duplicate key or a missing language stops the start, so that nobody finds it on a night shift.
/// </summary>
public sealed class Texts
{
    public const string English = "en";
    public const string Hindi = "hi";

    // Two services may live in one test process; a request always reads its own service's catalogue, code outside a request the last one.
    private static readonly AsyncLocal<Texts?> Ambient = new();
    private static Texts? s_last;

    private readonly FrozenDictionary<string, (string En, string Hi)> _texts;
    private readonly bool _strict;

    private Texts(Dictionary<string, (string En, string Hi)> texts, bool strict) => (_texts, _strict) = (texts.ToFrozenDictionary(), strict);

    /// <summary>The catalogue of the request being answered.</summary>
    public static Texts Current
    {
        get => Ambient.Value ?? s_last ?? throw new InvalidOperationException("No texts are loaded: call AddUi, or Texts.Load in a test.");
        internal set => Ambient.Value = value;
    }

    /// <summary>True when the reader chose Hindi.</summary>
    public static bool InHindi => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == Hindi;

    /// <summary>The value of <c>lang=""</c>: "en" or "hi".</summary>
    public static string Language => InHindi ? Hindi : English;

    public IEnumerable<string> Keys => _texts.Keys;

    public string this[string key, params object?[] args] => Render(Template(key), args);

    public static string Of(string key, params object?[] args) => Current[key, args];

    /// <summary>Reads the catalogues of Hosting and the given assemblies and makes them current.</summary>
    /// <param name="strict">Outside Production an unknown key throws; in Production the reader sees the key and can go on working.</param>
    public static Texts Load(bool strict, params IEnumerable<Assembly> assemblies)
    {
        var files =
            from assembly in assemblies.Prepend(typeof(Texts).Assembly).Distinct()
            from name in assembly.GetManifestResourceNames()
            where name.StartsWith("texts/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal)
            select ($"{assembly.GetName().Name}/{name}", ReadAll(assembly, name));
        return s_last = Parse(strict, files);
    }

    /// <summary>For <see cref="Load"/> and tests: the same checks over (file name, JSON) pairs.</summary>
    public static Texts Parse(bool strict, params IEnumerable<(string File, string Json)> files)
    {
        var texts = new Dictionary<string, (string En, string Hi)>(StringComparer.Ordinal);
        foreach (var (file, json) in files)
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                var text = (Language(entry, English, file), Language(entry, Hindi, file));
                if (!texts.TryAdd(entry.Name, text))
                    throw new InvalidOperationException($"The text '{entry.Name}' of {file} is already defined: one key, one text.");
            }
        }
        return new Texts(texts, strict);

        static string Language(JsonProperty entry, string language, string file) =>
            entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty(language, out var text) && text.GetString() is { Length: > 0 } found
                ? found
                : throw new InvalidOperationException($"The text '{entry.Name}' of {file} has no '{language}'.");
    }

    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>The text if there is one: for texts that a more general one can stand in for.</summary>
    public string? Find(string key, params object?[] args) => Has(key) ? this[key, args] : null;

    /// <summary><c>key.one</c> when the count is 1, else <c>key.many</c>; <c>{0}</c> is the count, other arguments follow.</summary>
    public string Count(string key, long count, params object?[] args) => this[$"{key}.{(count == 1 ? "one" : "many")}", [count, .. args]];

    /// <summary>The text with its places still open, in the given language or the reader's.</summary>
    public string Template(string key, string? language = null)
    {
        if (_texts.TryGetValue(key, out var text)) return (language ?? Language) == Hindi ? text.Hi : text.En;
        return _strict ? throw new KeyNotFoundException($"There is no text '{key}'. Add it, in English and Hindi, to Ui/Texts.") : key;
    }

    // Numbers are grouped the Indian way wherever a sentence shows them.
    private static string Render(string template, object?[] args) => args is []
        ? template
        : string.Format(CultureInfo.InvariantCulture, template, [.. args.Select(a => a switch
        {
            int number => Format.Number(number),
            long number => Format.Number(number),
            decimal number => Format.Number(number),
            _ => a,
        })]);

    private static string ReadAll(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
