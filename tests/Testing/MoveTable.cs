using NUnit.Framework;

namespace Testing;

/// <summary>
/// A state table as one reads it: a row per move, a column per state. A cell is the state it leads to, <c>kept</c> (allowed, the
/// state stays), or the code of the refusal.
/// </summary>
public static class MoveTable
{
    public static IEnumerable<TestCaseData> Cases<TState>(string table) where TState : struct, Enum
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Words).ToArray();
        var states = lines[0].Select(Enum.Parse<TState>).ToArray();
        if (!states.ToHashSet().SetEquals(Enum.GetValues<TState>())) throw new InvalidDataException("The table must have a column for every state.");
        foreach (var row in lines.Skip(1))
        {
            if (row.Length != states.Length + 1) throw new InvalidDataException($"The row of '{row[0]}' must have a cell for every state.");
            for (var i = 0; i < states.Length; i++)
                yield return new TestCaseData(row[0], states[i], row[i + 1]).SetArgDisplayNames(row[0], states[i].ToString(), row[i + 1]);
        }
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
