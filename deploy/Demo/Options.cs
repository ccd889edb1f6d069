using System.Globalization;

namespace Demo;

/// <summary>Named values after a command: <c>--broker-port 5673</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public static Options Parse(string[] words)
    {
        var options = new Options();
        for (var i = 0; i < words.Length; i += 2)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == words.Length)
                throw new InvalidDataException($"Every option is a name and a value, such as --broker-port 5673; '{words[i]}' is not.");
            options._values[words[i]] = words[i + 1];
        }
        return options;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int? Number(string name) => Text(name) is { } text ? Number(name, text) : null;

    public static int Port(string text) => Number("A port", text);

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"{name} must be a number, not '{text}'.");
}
